/* Folders and files of routines. */
#include "host/calf/language/library.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "host/calf/language/suggest.h"

enum { FOLDERS = 3 };

struct kind {
    const char *suffix, *noun;
};

static const struct kind routine = {".calf", "routine"}, programme = {".programme", "programme"};
static const char beside_program[] = "/../host/routines";

/* The number'th folder of the library; false if it does not exist. */
static bool folder(unsigned number, char path[PATH_MAX])
{
    char wanted[PATH_MAX] = "/usr/share/calfkit/routines";
    const char *own = getenv("CALFKIT_ROUTINES");
    if (number == 0) {
        if (!own || strlen(own) >= sizeof wanted)
            return false;
        strcpy(wanted, own);
    } else if (number == 1) {
        ssize_t length = readlink("/proc/self/exe", wanted, sizeof wanted - sizeof beside_program);
        if (length < 0)
            return false;
        wanted[length] = '\0';
        strcpy(strrchr(wanted, '/'), beside_program);
    }
    return realpath(wanted, path) != NULL;
}

static bool ends_in(const char *name, const char *suffix)
{
    size_t length = strlen(name), ending = strlen(suffix);
    return length > ending && strcmp(name + length - ending, suffix) == 0;
}

/* --- listing --------------------------------------------------------------------------------- */

/* Puts a name in its place, unless it is there already. */
static void insert(struct library *library, const char *name, size_t length)
{
    unsigned place = 0;
    char wanted[PROGRAM_NAME_BYTES];
    if (length >= sizeof wanted || library->count == LIBRARY_MAX_NAMES)
        return;
    memcpy(wanted, name, length);
    wanted[length] = '\0';
    while (place < library->count && strcmp(library->names[place], wanted) < 0)
        place++;
    if (place < library->count && strcmp(library->names[place], wanted) == 0)
        return;
    memmove(library->names[place + 1], library->names[place],
            (library->count - place) * sizeof library->names[0]);
    memcpy(library->names[place], wanted, sizeof wanted);
    library->count++;
}

static void list(const struct kind *kind, struct library *library)
{
    const char *suffix = kind->suffix;
    char path[PATH_MAX];
    library->count = 0;
    for (unsigned i = 0; i < FOLDERS; i++) {
        DIR *directory = folder(i, path) ? opendir(path) : NULL;
        if (!directory)
            continue;
        const struct dirent *entry;
        while ((entry = readdir(directory)))
            if (ends_in(entry->d_name, suffix))
                insert(library, entry->d_name, strlen(entry->d_name) - strlen(suffix));
        closedir(directory);
    }
}

void library_list(struct library *library)
{
    list(&routine, library);
}

void library_list_programmes(struct library *library)
{
    list(&programme, library);
}

/* --- finding --------------------------------------------------------------------------------- */

static bool find_in_folders(const struct kind *kind, const char *name, char path[PATH_MAX])
{
    char in[PATH_MAX];
    for (unsigned i = 0; i < FOLDERS; i++) {
        if (!folder(i, in))
            continue;
        int length = snprintf(path, PATH_MAX, "%s/%s%s", in, name, kind->suffix);
        if (length < PATH_MAX && access(path, F_OK) == 0)
            return true;
    }
    return false;
}

static void complain_unknown(const struct kind *kind, const char *name,
                             struct diagnostics *diagnostics)
{
    char path[PATH_MAX];
    struct library library;
    list(kind, &library);
    struct suggestion near = suggest_begin(name, strlen(name));
    for (unsigned i = 0; i < library.count; i++)
        suggest_consider(&near, library.names[i]);
    diagnose_file(diagnostics, SEVERITY_ERROR, "no such file, and no %s of this name", kind->noun);
    if (kind == &routine && find_in_folders(&programme, name, path))
        diagnose_file_hint(diagnostics, "it is a programme: 'calf show %s' tells its sessions",
                           name);
    else if (near.best)
        diagnose_file_hint(diagnostics, "did you mean '%s'?", near.best);
    else
        diagnose_file_hint(diagnostics, "'calf list' shows those of the library");
}

static bool find(const struct kind *kind, const char *word, char path[PATH_MAX],
                 struct diagnostics *diagnostics)
{
    bool is_path = strchr(word, '/') || ends_in(word, kind->suffix);
    diagnostics_begin(diagnostics, word);
    if (strlen(word) >= PATH_MAX) {
        diagnose_file(diagnostics, SEVERITY_ERROR, "%s", strerror(ENAMETOOLONG));
        return false;
    }
    if (!is_path && word[0] != '\0' && find_in_folders(kind, word, path)) {
        diagnostics_begin(diagnostics, path);
        return true;
    }
    strcpy(path, word);
    if (kind == &routine && ends_in(word, programme.suffix)) {
        diagnose_file(diagnostics, SEVERITY_ERROR, "a programme, not a routine");
        diagnose_file_hint(diagnostics, "'calf show %s' checks it and tells its sessions", word);
        return false;
    }
    if (is_path || access(path, F_OK) == 0)
        return true;
    complain_unknown(kind, word, diagnostics);
    return false;
}

bool library_find(const char *word, char path[PATH_MAX], struct diagnostics *diagnostics)
{
    return find(&routine, word, path, diagnostics);
}

bool library_find_programme(const char *word, char path[PATH_MAX], struct diagnostics *diagnostics)
{
    return find(&programme, word, path, diagnostics);
}

/* --- reading --------------------------------------------------------------------------------- */

static bool read_all(int file, char *text, size_t size, size_t *length)
{
    *length = 0;
    while (*length < size) {
        ssize_t count = read(file, text + *length, size - *length);
        if (count == 0)
            return true;
        if (count > 0)
            *length += (size_t)count;
        else if (errno != EINTR)
            return false;
    }
    return true;
}

/* A directory can be opened and a pipe would wait for ever, so look first and do not block. */
static bool is_regular(int file, struct diagnostics *diagnostics)
{
    struct stat status;
    if (fstat(file, &status) != 0) {
        diagnose_file(diagnostics, SEVERITY_ERROR, "%s", strerror(errno));
        return false;
    }
    if (S_ISREG(status.st_mode))
        return true;
    diagnose_file(diagnostics, SEVERITY_ERROR, "%s, not a text",
                  S_ISDIR(status.st_mode) ? "a folder" : "no ordinary file");
    return false;
}

bool library_read(const char *path, char text[SOURCE_MAX_BYTES + 1], size_t *length,
                  struct diagnostics *diagnostics)
{
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0) {
        diagnose_file(diagnostics, SEVERITY_ERROR, "%s", strerror(errno));
        return false;
    }
    bool done = is_regular(file, diagnostics);
    if (done && !read_all(file, text, SOURCE_MAX_BYTES + 1, length)) {
        diagnose_file(diagnostics, SEVERITY_ERROR, "%s", strerror(errno));
        done = false;
    }
    close(file);
    return done;
}

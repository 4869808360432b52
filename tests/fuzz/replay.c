/* replay.c: feeds files to a fuzz target, without a fuzzer: main() for the corpus in `make check`.
 *
 * Usage: PROGRAM FILE_OR_FOLDER...; ends as crashed if the target does, else prints how many it fed.
 */
#include <dirent.h>
#include <sanitizer/common_interface_defs.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/fuzz/fuzz.h"

enum { INPUT_MAX_BYTES = 1 << 20, PATH_BYTES = 4096 };

static unsigned fed;
static const char *feeding = "";

/* Whatever ends the program, the input that did it is named. */
static void name_input(void)
{
    static const char words[] = "replay: this did it: ";
    bool told = write(STDERR_FILENO, words, sizeof words - 1) > 0 &&
                write(STDERR_FILENO, feeding, strlen(feeding)) > 0 &&
                write(STDERR_FILENO, "\n", 1) > 0;
    (void)told;
}

static void on_abort(int number)
{
    (void)number;
    name_input();
}

static void fail(const char *path)
{
    perror(path);
    exit(1);
}

static void feed_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    uint8_t *all = malloc(INPUT_MAX_BYTES);
    if (!file || !all)
        fail(path);
    size_t size = fread(all, 1, INPUT_MAX_BYTES, file);
    if (ferror(file))
        fail(path);
    fclose(file);
    uint8_t *exact = malloc(size + (size == 0)); /* so that a byte too far is noticed */
    if (!exact)
        fail(path);
    memcpy(exact, all, size);
    free(all);
    feeding = path;
    LLVMFuzzerTestOneInput(exact, size);
    free(exact);
    fed++;
}

static void feed(const char *path)
{
    struct stat status;
    if (stat(path, &status) != 0)
        fail(path);
    if (!S_ISDIR(status.st_mode)) {
        feed_file(path);
        return;
    }
    struct dirent **entries;
    int count = scandir(path, &entries, NULL, alphasort); /* the same order on every machine */
    if (count < 0)
        fail(path);
    for (int i = 0; i < count; i++) {
        char name[PATH_BYTES];
        int length = snprintf(name, sizeof name, "%s/%s", path, entries[i]->d_name);
        if (entries[i]->d_name[0] != '.' && length < PATH_BYTES)
            feed(name);
        free(entries[i]);
    }
    free(entries);
}

int main(int count, char **paths)
{
    signal(SIGABRT, on_abort);
    __sanitizer_set_death_callback(name_input);
    for (int i = 1; i < count; i++)
        feed(paths[i]);
    printf("%u\n", fed);
    return fed == 0;
}

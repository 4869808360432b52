#include "host/calf/output.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "host/calf/say.h"

static bool is_standard(const char *path)
{
    return !path || strcmp(path, "-") == 0;
}

static mode_t usual_mode(void)
{
    mode_t mask = umask(0);
    umask(mask);
    return 0666 & ~mask;
}

int output_begin(struct output *output, const char *path, enum output_existing existing)
{
    struct stat there;
    *output = (struct output){stdout, path, "", false};
    if (is_standard(path))
        return EXIT_OK;
    output->replaces = stat(path, &there) == 0;
    if (output->replaces && existing == OUTPUT_KEEPS)
        return fail(EXIT_OTHER, "%s is there already; --force replaces it", path);
    if (output->replaces && !S_ISREG(there.st_mode)) {
        /* a device or a pipe is written to, not replaced */
        output->replaces = false;
        output->file = fopen(path, "w");
        return output->file ? EXIT_OK : fail(EXIT_OTHER, "%s: %s", path, strerror(errno));
    }
    int length = snprintf(output->unfinished, PATH_MAX, "%s.XXXXXX", path);
    if (length >= PATH_MAX) {
        output->unfinished[0] = '\0';
        return fail(EXIT_OTHER, "%s: %s", path, strerror(ENAMETOOLONG));
    }
    int descriptor = mkstemp(output->unfinished);
    output->file = descriptor >= 0 ? fdopen(descriptor, "w") : NULL;
    if (!output->file)
        return fail(EXIT_OTHER, "%s: %s", path, strerror(errno));
    fchmod(descriptor, output->replaces ? there.st_mode & 07777 : usual_mode());
    return EXIT_OK;
}

int output_end(struct output *output, bool quiet)
{
    if (output->file == stdout)
        return EXIT_OK; /* main looks whether it could be written */
    bool written = !ferror(output->file);
    written = (output->unfinished[0] == '\0' ||
               (fflush(output->file) == 0 && fsync(fileno(output->file)) == 0)) &&
              written;
    written = fclose(output->file) == 0 && written;
    output->file = NULL;
    if (written && output->unfinished[0] != '\0')
        written = rename(output->unfinished, output->path) == 0;
    if (!written) {
        int code = fail(EXIT_OTHER, "%s could not be written: %s", output->path, strerror(errno));
        output_drop(output);
        return code;
    }
    if (output->replaces && !quiet)
        say("%s: replaced", output->path);
    return EXIT_OK;
}

void output_drop(struct output *output)
{
    if (output->file && output->file != stdout)
        fclose(output->file);
    if (output->unfinished[0] != '\0')
        unlink(output->unfinished);
    output->file = NULL;
}

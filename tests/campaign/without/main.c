/* main.c: without NAME FOLDER: writes FOLDER/instead.c, the file of the firmware from which that protection is taken
 * out, and FOLDER/file, the name of its object. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "tests/campaign/protections.h"

static bool write_object_name(const struct protection *protection, const char *path)
{
    FILE *out = fopen(path, "w");
    if (!out)
        return false;
    fprintf(out, "%.*so\n", (int)strlen(protection->file) - 1, protection->file);
    return fclose(out) == 0;
}

int main(int count, char **arguments)
{
    const struct protection *protection = count == 3 ? protection_called(arguments[1]) : NULL;
    if (!protection) {
        fprintf(stderr, "usage: %s NAME FOLDER, a name of tests/campaign/protections.h\n",
                arguments[0]);
        return 2;
    }
    char instead[256], object[256];
    snprintf(instead, sizeof instead, "%s/instead.c", arguments[2]);
    snprintf(object, sizeof object, "%s/file", arguments[2]);
    mkdir("build/without", 0777);
    mkdir(arguments[2], 0777);
    return protection_take_out(protection, instead) && write_object_name(protection, object) ? 0
                                                                                             : 1;
}

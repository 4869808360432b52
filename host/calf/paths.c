#include "host/calf/paths.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

bool paths_data(char path[PATH_MAX])
{
    const char *data = getenv("XDG_DATA_HOME");
    const char *home = getenv("HOME");
    int length;
    if (data && data[0] == '/') /* the specification: a relative one is to be ignored */
        length = snprintf(path, PATH_MAX, "%s/calfkit", data);
    else if (home && home[0] != '\0')
        length = snprintf(path, PATH_MAX, "%s/.local/share/calfkit", home);
    else
        length = -1;
    if (length > 0 && length < PATH_MAX)
        return true;
    errno = length < 0 ? ENOENT : ENAMETOOLONG;
    return false;
}

bool paths_make(const char *path)
{
    char part[PATH_MAX];
    if (snprintf(part, sizeof part, "%s", path) >= (int)sizeof part) {
        errno = ENAMETOOLONG;
        return false;
    }
    for (char *at = part + 1; *at != '\0'; at++) {
        if (*at != '/')
            continue;
        *at = '\0';
        if (mkdir(part, 0777) != 0 && errno != EEXIST)
            return false;
        *at = '/';
    }
    struct stat file;
    if (mkdir(part, 0777) != 0 && (errno != EEXIST || stat(part, &file) != 0))
        return false;
    if (stat(part, &file) == 0 && !S_ISDIR(file.st_mode)) {
        errno = ENOTDIR;
        return false;
    }
    return true;
}

/* paths.h: the folders calf writes to.
 *
 * Errors: false with errno, nothing is said.
 */
#ifndef HOST_CALF_PATHS_H
#define HOST_CALF_PATHS_H

#include <limits.h>
#include <stdbool.h>

/* $XDG_DATA_HOME/calfkit, or ~/.local/share/calfkit (XDG base directory specification 0.8). */
bool paths_data(char path[PATH_MAX]);

/* Makes a folder and those above it, where they are missing. */
bool paths_make(const char *path);

#endif

/* library.h: where routines and programmes come from: a file, or the library's folders by a bare name.
 *
 * The folders, in this order: $CALFKIT_ROUTINES; ../host/routines beside the program's own folder (a
 * built tree); /usr/share/calfkit/routines (an installed one).
 * Owns: nothing. Context: host. Errors: said in `diagnostics`, one each.
 */
#ifndef HOST_CALF_LANGUAGE_LIBRARY_H
#define HOST_CALF_LANGUAGE_LIBRARY_H

#include <limits.h>

#include "host/calf/language/diagnostics.h"
#include "host/calf/language/program.h"

enum { LIBRARY_MAX_NAMES = 64 };

struct library {
    unsigned count;
    char names[LIBRARY_MAX_NAMES][PROGRAM_NAME_BYTES]; /* sorted, each once */
};

/* The names of the routines in all folders, and of the programmes (NAME.programme). */
void library_list(struct library *library);
void library_list_programmes(struct library *library);

/* Finds a file: what has a slash or ends in .calf (.programme) is a path and taken as it is, other
 * words are looked for in the library and then here. Begins `diagnostics` under the name found. */
bool library_find(const char *word, char path[PATH_MAX], struct diagnostics *diagnostics);
bool library_find_programme(const char *word, char path[PATH_MAX], struct diagnostics *diagnostics);

/* Reads a file of at most SOURCE_MAX_BYTES; `text` has room for one more, by which source_check()
 * sees that it was longer. */
bool library_read(const char *path, char text[SOURCE_MAX_BYTES + 1], size_t *length,
                  struct diagnostics *diagnostics);

#endif

/* protections.h: the firmware without one of its protections, for the test that must miss it.
 *
 * A protection is taken out by replacing its code, which stands in its file exactly once, in a copy of the file: the
 * firmware itself knows nothing of this, and the list fails when the code changes and the list does not.
 *
 *     make build/without/NAME/calfkit.elf
 *
 * Owns: nothing. Context: tests. Errors: false or NULL, and a sentence on stderr.
 */
#ifndef TESTS_CAMPAIGN_PROTECTIONS_H
#define TESTS_CAMPAIGN_PROTECTIONS_H

#include <stdbool.h>

#include "tests/campaign/protections_list.h"

struct protection {
    const char *name, *against;
    const char *file, *code, *instead;
    const char *tests; /* under build/tests, separated by spaces */
};

enum protection_id {
#define AS_ID(name, against, file, code, instead, tests) PROTECTION_##name,
    PROTECTIONS(AS_ID)
#undef AS_ID
        PROTECTION_count
};

/* Of the list, by its place; by its name, or NULL. */
const struct protection *protection_at(unsigned place);
const struct protection *protection_called(const char *name);

/* How often its code stands in its file: once, if all is well; -1: there is no such file. */
int protection_finds(const struct protection *protection);

/* Writes its file without it. */
bool protection_take_out(const struct protection *protection, const char *to_path);

#endif

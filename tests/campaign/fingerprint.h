/* fingerprint.h: a number that changes with the firmware's sources, and not with their comments or layout.
 *
 * Owns: nothing. Context: tests. Errors: a file that cannot be read ends the program.
 */
#ifndef TESTS_CAMPAIGN_FINGERPRINT_H
#define TESTS_CAMPAIGN_FINGERPRINT_H

#include <stdint.h>

/* Of every C file, header and linker script in some folders, in the order of their names. The build id is in none of them. */
uint64_t fingerprint_of(char *const *folders);

/* Of a text by itself, after that of what came before it. */
uint64_t fingerprint_add(uint64_t fingerprint, const char *text);

#endif

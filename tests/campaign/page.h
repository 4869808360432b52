/* page.h: tests/EVIDENCE.md: what it was measured on, its rows, and whether it is of this firmware.
 *
 * Owns: nothing. Context: tests. Errors: a page that is not there has nothing and is of no firmware.
 */
#ifndef TESTS_CAMPAIGN_PAGE_H
#define TESTS_CAMPAIGN_PAGE_H

#include <stdbool.h>
#include <stdio.h>

#define PAGE_PATH "tests/EVIDENCE.md"
#define PAGE_ROWS_FOLDER "build/campaign"

/* "Firmware 0123456789abcdef; avr-gcc 5.4.0; simavr 1.6; ...": what the same counts need. */
const char *page_circumstances(void);

/* The first part of it alone: the fingerprint of the firmware's sources. */
const char *page_firmware(void);

/* Whether the page is of these sources; and of these tools as well. */
bool page_is_of_this_firmware(void);
bool page_is_comparable(void);

/* Whether it has this text; whether its last line is the checksum of the rest. */
bool page_has(const char *text);
bool page_is_as_written(void);

/* Begins a campaign's row file, to be closed by the caller; NULL, and a sentence on stderr, if it cannot be
 * written. */
FILE *page_open_row(const char *program);

/* Makes the page of the row files of these programs. False, and a sentence on stderr, when one is missing or of
 * another firmware. */
bool page_write(char **programs, int count);

#endif

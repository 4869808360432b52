/* journal.h: the record of a session: a CSV file, written as things happen.
 *
 * Lines `# key: value` say what was played, where, by which program; `# columns KIND: ...` say what
 * the fields of each kind of row are. Then a row for each event:
 *     device_us,host_us,KIND,fields...
 * device_us counts from the device's reset and does not wrap. Everything the host's clock has a
 * part in is in the second column or in a line `# host...`; without these two records of one seed
 * are the same.
 * Owns: the file. Errors: the first failure to write is said once, and journal_close() returns
 * false.
 */
#ifndef HOST_CALF_JOURNAL_H
#define HOST_CALF_JOURNAL_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "host/calf/device.h"

struct journal {
    FILE *file;
    char path[PATH_MAX];
    unsigned rows;
    bool failed;
};

/* Makes a new record in the folder (NULL: the usual one) named after the time and the routine.
 * False, having said why, when it cannot. */
bool journal_open(struct journal *journal, const char *folder, const char *routine);

/* Writes a line `# key: value`. */
__attribute__((format(printf, 3, 4))) void journal_note(struct journal *journal, const char *key,
                                                        const char *format, ...);

/* Writes what each kind of row consists of. */
void journal_columns(struct journal *journal);

/* Writes an event's row. */
void journal_event(struct journal *journal, const struct event *event);

/* Writes a row about something the host did: `device_us` is the latest device time known. */
void journal_did(struct journal *journal, int64_t device_us, int64_t host_us, const char *what,
                 int value);

/* Writes a line about a question and its answer: the device's time in between, the host's times when the
 * question had left and when the answer began to come. */
void journal_exchange(struct journal *journal, int64_t device_us, int64_t left_us, int64_t came_us);

/* Makes sure that everything is on the disk, and closes. False, having said so, if something is
 * lost. */
bool journal_close(struct journal *journal);

/* Takes the file away again: there was no session. */
void journal_discard(struct journal *journal);

#endif

/* record.h: reading a session's record (journal.h says what is in it), line by line.
 *
 * Errors: said as `file:line: ...`; a record whose end is missing is read as far as it goes.
 */
#ifndef HOST_CALF_RECORD_H
#define HOST_CALF_RECORD_H

#include <stdbool.h>
#include <stdint.h>

enum { RECORD_KIND_BYTES = 24 };

struct record_row {
    int64_t device_us, host_us;
    char kind[RECORD_KIND_BYTES];
    const char *fields; /* the rest of the line */
};

/* What is done with a record's notes and rows. A row that makes no sense sets a complaint. */
struct record_reader {
    void (*note)(void *context, const char *key, const char *value);
    void (*row)(void *context, const struct record_row *row, const char **complaint);
    void *context;
};

/* Reads the whole record. Returns EXIT_OK, or EXIT_OTHER for what cannot be read or is no record.
 */
int record_read(const char *path, const struct record_reader *reader);

/* Takes the next whole number and the comma behind it from `fields`. False when there is none. */
bool record_number(const char **fields, int64_t *number);

#endif

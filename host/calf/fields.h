/* fields.h: any message as a list of named values: the one place where printing, records and JSON
 * learn from protocol/messages.h what a message contains.
 */
#ifndef HOST_CALF_FIELDS_H
#define HOST_CALF_FIELDS_H

#include <stdbool.h>
#include <stdint.h>

enum { FIELDS_MAX = 32, FIELD_VALUES = 6 };

struct field {
    const char *name, *unit, *help;
    uint8_t count; /* of values: 1, or one for each zone; 0 for raw bytes, which are not shown */
    int64_t values[FIELD_VALUES];
};

/* The message's fields in wire order. Returns how many; 0 also when it is no message of ours. */
int fields_of(const uint8_t *message, uint8_t length, struct field fields[FIELDS_MAX]);

/* The fields such a message has, with values of zero. */
int fields_of_type(uint8_t type, struct field fields[FIELDS_MAX]);

/* The value of the message's field `name`. False when it has none. */
bool fields_find(const uint8_t *message, uint8_t length, const char *name, int64_t *value);

/* A message's name in the list, as "status_reply"; NULL for a type that is in none. */
const char *message_name(uint8_t type);

/* A field's value in words where it stands for some ("running"), or NULL. */
const char *field_words(const struct field *field);

#endif

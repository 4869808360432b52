#include "host/calf/fields.h"

#include <stddef.h>
#include <string.h>

#include "host/calf/vocabulary.h"
#include "protocol/frame.h"
#include "protocol/message.h"

struct values {
    uint8_t count;
    int64_t values[FIELD_VALUES];
};

static struct values one_value(int64_t value)
{
    return (struct values){1, {value}};
}

static struct values values_by_zone(const uint8_t values[FIELD_VALUES])
{
    struct values all = {FIELD_VALUES, {0}};
    for (int zone = 0; zone < FIELD_VALUES; zone++)
        all.values[zone] = values[zone];
    return all;
}

static struct values raw_bytes(const uint8_t *bytes)
{
    (void)bytes;
    return (struct values){0, {0}};
}

static void add(struct field fields[FIELDS_MAX], int *count, const char *name, const char *unit,
                const char *help, struct values values)
{
    if (*count == FIELDS_MAX)
        return;
    struct field *field = &fields[(*count)++];
    *field = (struct field){name, unit, help, values.count, {0}};
    memcpy(field->values, values.values, sizeof field->values);
}

#define VALUE_u8(value) one_value(value)
#define VALUE_u16(value) one_value(value)
#define VALUE_u32(value) one_value(value)
#define VALUE_i32(value) one_value(value)
#define VALUE_i16x10(value) one_value(value)
#define VALUE_u32x10(value) one_value(value)
#define VALUE_u8x6(value) values_by_zone(value)
#define VALUE_bytes48(value) raw_bytes(value)
#define AS_ADD(kind, name, unit, help) \
    add(fields, &count, #name, unit, help, VALUE_##kind(from->name));
#define AS_FIELDS(NAME, name, type, kind, help)                                                 \
    static int fields_of_##name(const struct msg_##name *from, struct field fields[FIELDS_MAX]) \
    {                                                                                           \
        int count = 0;                                                                          \
        (void)from;                                                                             \
        (void)fields;                                                                           \
        FIELDS_##name(AS_ADD) return count;                                                     \
    }
MESSAGES(AS_FIELDS)

int fields_of(const uint8_t *message, uint8_t length, struct field fields[FIELDS_MAX])
{
    if (length < MESSAGE_HEADER)
        return 0;
    switch (message[0]) {
#define AS_CASE(NAME, name, type, kind, help)                                                     \
    case (type): {                                                                                \
        struct msg_##name decoded;                                                                \
        return message_get_##name(&decoded, message, length) ? fields_of_##name(&decoded, fields) \
                                                             : 0;                                 \
    }
        MESSAGES(AS_CASE)
#undef AS_CASE
    default:
        return 0;
    }
}

int fields_of_type(uint8_t type, struct field fields[FIELDS_MAX])
{
    uint8_t message[FRAME_MAX_MESSAGE] = {type};
    switch (type) {
#define AS_CASE(NAME, name, number, kind, help) \
    case (number):                              \
        return fields_of(message, LENGTH_##NAME, fields);
        MESSAGES(AS_CASE)
#undef AS_CASE
    default:
        return 0;
    }
}

bool fields_find(const uint8_t *message, uint8_t length, const char *name, int64_t *value)
{
    struct field fields[FIELDS_MAX];
    int count = fields_of(message, length, fields);
    for (int i = 0; i < count; i++) {
        if (strcmp(fields[i].name, name) == 0) {
            *value = fields[i].values[0];
            return true;
        }
    }
    return false;
}

const char *message_name(uint8_t type)
{
    switch (type) {
#define AS_CASE(NAME, name, number, kind, help) \
    case (number):                              \
        return #name;
        MESSAGES(AS_CASE)
#undef AS_CASE
    default:
        return NULL;
    }
}

const char *field_words(const struct field *field)
{
    return field->count == 1 ? vocabulary_lookup(field->help, (unsigned)field->values[0]) : NULL;
}

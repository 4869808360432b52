/* print_test: what programs read must be JSON whatever a name contains, and every message must be
 * printable.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/calf/fields.h"
#include "host/calf/json.h"
#include "host/calf/print.h"
#include "protocol/message.h"
#include "protocol/words.h"
#include "tests/tap.h"

/* What json_string() writes. */
static const char *quoted(const char *text)
{
    static char out[256];
    FILE *stream = fmemopen(out, sizeof out, "w");
    json_string(stream, text);
    fclose(stream);
    return out;
}

static void test_strings(void)
{
    is_str(quoted("plain"), "\"plain\"", "plain text");
    is_str(quoted("a \"b\" \\ c"), "\"a \\\"b\\\" \\\\ c\"", "quotes and backslashes");
    is_str(quoted("a\tb\n\x01"), "\"a\\u0009b\\u000a\\u0001\"", "control characters");
    is_str(quoted("Wadenwärmer €"), "\"Wadenwärmer €\"", "UTF-8 stays");
    is_str(quoted("\xF0\x9F\xA6\xB5"), "\"\xF0\x9F\xA6\xB5\"", "also four bytes of it");
    is_str(quoted("\xFF\xC3"), "\"\\ufffd\\ufffd\"", "bytes that are none do not");
    is_str(quoted("\xC0\xAF"), "\"\\ufffd\\ufffd\"", "nor overlong forms");
    is_str(quoted("\xED\xA0\x80"), "\"\\ufffd\\ufffd\\ufffd\"", "nor surrogates");
}

static void test_messages(void)
{
    struct field fields[FIELDS_MAX];
    int printed = 0, messages = 0;
    for (int type = 0; type <= UINT8_MAX; type++) {
        if (!message_name((uint8_t)type))
            continue;
        messages++;
        int count = fields_of_type((uint8_t)type, fields);
        for (int i = 0; i < count; i++)
            printed += fields[i].name && fields[i].unit && fields[i].help;
    }
#define AS_ONE(NAME, name, type, kind, help) +1
    is_int(messages, 0 MESSAGES(AS_ONE), "every message of the list has a name");
#define AS_COUNT(kind, name, unit, help) +1
#define AS_SUM(NAME, name, type, kind, help) FIELDS_##name(AS_COUNT)
    is_int(printed, 0 MESSAGES(AS_SUM), "and every field its own, its unit and its help");

    uint8_t message[LENGTH_END];
    struct msg_end end = {.t_us = UINT32_MAX, .reason = END_PAIN, .motor_ms = 61000};
    uint8_t length = message_put_end(message, 1, &end);
    is_int(fields_of(message, length, fields), 6, "END has six fields");
    is_int(fields[0].values[0], UINT32_MAX, "whose values come through");
    is_str(field_words(&fields[1]), "stopped after a second PAIN", "in words where it has some");
    is_int(fields_of(message, (uint8_t)(length - 1), fields), 0, "a message cut short has none");
}

static void test_quantities(void)
{
    char text[PRINT_SPAN_BYTES], celsius[PRINT_CELSIUS_BYTES];
    is_str(print_span(text, 0), "0:00", "no time");
    is_str(print_span(text, 725), "12:05", "minutes");
    is_str(print_span(text, 3725), "1:02:05", "hours");
    is_str(print_celsius(celsius, 38949), "38.9", "a temperature");
    is_str(print_celsius(celsius, -273001), "--.-", "no reading");
}

int main(void)
{
    test_strings();
    test_messages();
    test_quantities();
    return done();
}

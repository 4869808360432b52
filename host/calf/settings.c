/* The command settings: what a person may adjust, by name, expanded from protocol/settings.h. */
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "host/calf/command.h"
#include "host/calf/device.h"
#include "host/calf/json.h"
#include "host/calf/say.h"
#include "host/calf/settings.h"
#include "protocol/settings.h"

enum { STORE_ms = 600 }; /* the record takes less, at 3.4 ms a byte (ATmega328P, table 8-2) */

struct setting_entry {
    const char *name, *unit, *help;
    int32_t minimum, maximum, fallback;
    uint8_t number;
};

static const struct setting_entry entries[] = {
#define AS_ENTRY(number, name, unit, minimum, maximum, fallback, help) \
    {#name, (unit), (help), (minimum), (maximum), (fallback), (number)},
    SETTINGS(AS_ENTRY)
#undef AS_ENTRY
};

static const struct setting_entry *find_setting(const char *name)
{
    for (size_t i = 0; i < SETTING_COUNT; i++)
        if (strcmp(entries[i].name, name) == 0)
            return &entries[i];
    return NULL;
}

static enum answer get(struct device *device, const struct setting_entry *entry, int32_t *value)
{
    struct msg_setting_get request = {.setting = entry->number};
    struct msg_setting_reply reply;
    uint8_t message[LENGTH_SETTING_GET];
    uint8_t length = message_put_setting_get(message, device_sequence(device), &request);
    enum answer answer = device_ask(device, message, length);
    if (answer != ANSWER_DONE)
        return answer;
    if (!message_get_setting_reply(&reply, device->reply, device->reply_length))
        return ANSWER_SILENT;
    *value = reply.value;
    return ANSWER_DONE;
}

static enum answer set(struct device *device, const struct setting_entry *entry, int32_t value)
{
    struct msg_setting_set request = {
        .value = value, .value_inverted = ~value, .setting = entry->number};
    uint8_t message[LENGTH_SETTING_SET];
    uint8_t length = message_put_setting_set(message, device_sequence(device), &request);
    return device_ask(device, message, length);
}

static void print_entry(const struct setting_entry *entry, int32_t value, bool json)
{
    if (json) {
        printf("{\"name\":\"%s\",\"value\":%" PRId32 ",\"unit\":\"%s\",\"minimum\":%" PRId32
               ",\"maximum\":%" PRId32 ",\"default\":%" PRId32 ",\"help\":",
               entry->name, value, entry->unit, entry->minimum, entry->maximum, entry->fallback);
        json_string(stdout, entry->help);
        printf("}");
        return;
    }
    printf("%-22s %6" PRId32 " %-8s  %" PRId32 " to %" PRId32 ", default %" PRId32 ": %s\n",
           entry->name, value, entry->unit, entry->minimum, entry->maximum, entry->fallback,
           entry->help);
}

int settings_read(struct device *device, uint8_t setting, int32_t *value)
{
    const struct setting_entry *entry = entries;
    while (entry->number != setting)
        entry++;
    return device_explain(device, entry->name, get(device, entry, value));
}

/* Shows one setting, or all of them. */
static int show(struct device *device, const struct setting_entry *only, bool json)
{
    const char *before = json && !only ? "[" : "";
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        int32_t value = 0;
        if (only && only != &entries[i])
            continue;
        int code = device_explain(device, entries[i].name, get(device, &entries[i], &value));
        if (code != EXIT_OK)
            return code;
        fputs(before, stdout);
        print_entry(&entries[i], value, json);
        before = json ? ",\n" : "";
    }
    if (json)
        fputs(only ? "\n" : "]\n", stdout);
    return EXIT_OK;
}

/* The device answers before its EEPROM has taken the value, and a kit of our own goes with its
 * client: gives the write its time. */
static void let_it_be_stored(struct device *device)
{
    int64_t until_us = device->link->now_us(device->link) + STORE_ms * INT64_C(1000);
    while (device->link->now_us(device->link) < until_us && device_listen(device, until_us))
        ;
}

/* Takes the setting's name and the value it shall get; either may be missing: NULL. */
static bool take_wish(struct arguments *arguments, const struct setting_entry **entry,
                      const char **word, double *value)
{
    const char *name = arguments_next(arguments);
    *entry = NULL;
    *word = arguments_next(arguments);
    if (!name)
        return arguments_end(arguments);
    *entry = find_setting(name);
    if (!*entry) {
        say("there is no setting '%s'; `calf settings` lists them", name);
        return false;
    }
    if (*word &&
        !arguments_read_number(arguments, name, *word, (*entry)->minimum, (*entry)->maximum, value))
        return false;
    if (*word && *value != floor(*value)) {
        say("%s: a whole number of %s, please", name, (*entry)->unit);
        return false;
    }
    return arguments_end(arguments);
}

int command_settings(const struct options *options, struct arguments *arguments)
{
    const struct setting_entry *entry;
    const char *word;
    double value = 0;
    if (!take_wish(arguments, &entry, &word, &value))
        return EXIT_USAGE;

    struct device device;
    int code = device_open(&device, options);
    if (code != EXIT_OK)
        return code;
    if (entry && word)
        code = device_explain(&device, entry->name, set(&device, entry, (int32_t)value));
    if (code == EXIT_OK && !(word && options->quiet))
        code = show(&device, entry, options->json);
    if (code == EXIT_OK && entry && word)
        let_it_be_stored(&device);
    device_close(&device);
    return code;
}

#include "host/kit/mishap.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "protocol/words.h"

enum kind { NOTHING, NUMBER, ZONE, BIT, FLASH_BIT };

struct description {
    const char *name;
    enum kind kind;
    double value;
    const char *help;
};

static const struct description descriptions[MISHAP_count] = {
#define AS_DESCRIPTION(id, name, kind, value, help) [MISHAP_##id] = {name, kind, value, help},
    MISHAPS(AS_DESCRIPTION)
#undef AS_DESCRIPTION
};

static const char *const zone_names[ZONE_COUNT] = {
#define AS_NAME(number, id, name) [number] = name,
    ZONES(AS_NAME)
#undef AS_NAME
};

enum { ALL_ZONES = (1 << ZONE_COUNT) - 1 };

enum mishap mishap_by_name(const char *name)
{
    unsigned i = 0;
    while (i < MISHAP_count && strcmp(descriptions[i].name, name) != 0)
        i++;
    return (enum mishap)i;
}

static bool parse_number(double *number, const char *text, const char **end)
{
    char *stop;
    *number = strtod(text, &stop);
    *end = stop;
    return stop != text && isfinite(*number);
}

static bool parse_zones(double *mask, const char *text)
{
    if (strcmp(text, "all") == 0) {
        *mask = ALL_ZONES;
        return true;
    }
    for (unsigned zone = 0; zone < ZONE_COUNT; zone++)
        if (strcmp(text, zone_names[zone]) == 0) {
            *mask = 1 << zone;
            return true;
        }
    return false;
}

static bool parse_bit(double *place, const char *text, unsigned long last)
{
    char *stop;
    unsigned long address = strtoul(text, &stop, 0);
    if (stop == text || *stop != '.' || stop[1] < '0' || stop[1] > '7' || stop[2])
        return false;
    *place = (double)address * 8 + (stop[1] - '0');
    return address <= last;
}

static const char *const value_hints[] = {
    [NOTHING] = "takes no value",
    [NUMBER] = "needs a number",
    [ZONE] = "needs a zone, such as mid-lateral, or all",
    [BIT] = "needs an address up to 0x8ff and a bit, such as 0x123.4",
    [FLASH_BIT] = "needs an address up to 0x7fff and a bit, such as 0x123.4",
};

/* `text` is what follows '=', or NULL. */
static bool parse_value(struct mishap_wish *wish, const char *text)
{
    const struct description *d = &descriptions[wish->mishap];
    const char *end = "";
    wish->value = d->value;
    switch (d->kind) {
    case NOTHING:
        return !text;
    case NUMBER:
        return !text || (parse_number(&wish->value, text, &end) && !*end);
    case ZONE:
        return text && parse_zones(&wish->value, text);
    case BIT:
        return text && parse_bit(&wish->value, text, 0x8FF);
    case FLASH_BIT:
        return text && parse_bit(&wish->value, text, 0x7FFF);
    }
    return false;
}

/* A time with its unit: s (also if none is given), ms, us or min. */
static bool parse_time(double *us, const char *text, const char **end)
{
    static const struct {
        const char *unit;
        double us;
    } units[] = {{"ms", 1e3}, {"us", 1.0}, {"min", 60e6}, {"s", 1e6}, {"", 1e6}};
    if (!parse_number(us, text, end) || *us < 0)
        return false;
    unsigned i = 0;
    while (strncmp(*end, units[i].unit, strlen(units[i].unit)) != 0)
        i++;
    *us *= units[i].us;
    *end += strlen(units[i].unit);
    return true;
}

static bool parse_times(struct mishap_wish *wish, const char *text, double now_us)
{
    wish->from_us = now_us;
    wish->until_us = MISHAP_FOREVER_us;
    if (!text)
        return true;
    const char *end;
    if (!parse_time(&wish->from_us, text, &end))
        return false;
    if (strncmp(end, "..", 2) == 0 && !parse_time(&wish->until_us, end + 2, &end))
        return false;
    return !*end && wish->until_us > wish->from_us;
}

/* Appends what fits. */
static void append(char *text, size_t size, const char *more)
{
    size_t used = strlen(text);
    snprintf(text + used, size - used, "%s", more);
}

static bool unknown(const char *name, char *error, size_t size)
{
    snprintf(error, size, "no fault is called '%s'; there are:", name);
    for (unsigned i = 0; i < MISHAP_count; i++) {
        append(error, size, " ");
        append(error, size, descriptions[i].name);
    }
    return false;
}

bool mishap_parse(struct mishap_wish *wish, const char *text, double now_us, char *error,
                  size_t error_size)
{
    char copy[96];
    if (strlen(text) >= sizeof copy) {
        snprintf(error, error_size, "fault '%.20s...' is too long", text);
        return false;
    }
    strcpy(copy, text);
    char *time = strchr(copy, '@');
    if (time)
        *time++ = 0;
    char *value = strchr(copy, '=');
    if (value)
        *value++ = 0;

    wish->mishap = mishap_by_name(copy);
    if (wish->mishap == MISHAP_count)
        return unknown(copy, error, error_size);
    if (!parse_value(wish, value)) {
        snprintf(error, error_size, "fault '%s': %s %s", text, copy,
                 value_hints[descriptions[wish->mishap].kind]);
        return false;
    }
    if (!parse_times(wish, time, now_us)) {
        snprintf(error, error_size, "fault '%s': the time must be like @90s, @1500ms or @10s..12s",
                 text);
        return false;
    }
    return true;
}

void mishap_print_help(FILE *out)
{
    for (unsigned i = 0; i < MISHAP_count; i++) {
        const struct description *d = &descriptions[i];
        char usage[40];
        char standard[24] = "";
        static const char *const values[] = {"", "[=VALUE]", "=ZONE", "=ADDRESS.BIT",
                                             "=ADDRESS.BIT"};
        snprintf(usage, sizeof usage, "%s%s", d->name, values[d->kind]);
        if (d->kind == NUMBER)
            snprintf(standard, sizeof standard, " (%g)", d->value);
        fprintf(out, "  %-26s %s%s\n", usage, d->help, standard);
    }
}

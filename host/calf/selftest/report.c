/* What was found, in words and as JSON. */
#include <stdarg.h>
#include <string.h>

#include "host/calf/json.h"
#include "host/calf/selftest/parts.h"
#include "host/calf/selftest/selftest.h"

enum { NAME_WIDTH = 13, OUTCOME_WIDTH = 9 };

static const struct {
    const char *name, *help;
} items[ITEM_COUNT] = {
#define AS_ROW(name, word, help) [ITEM_##name] = {word, help},
    SELFTEST_ITEMS(AS_ROW)
#undef AS_ROW
};

static const struct {
    const char *name, *words, *remedy;
    enum selftest_part part;
} findings[FOUND_COUNT] = {
#define AS_ROW(name, item, part, words, remedy) \
    [FOUND_##name] = {#name, words, remedy, PART_##part},
    SELFTEST_FINDINGS(AS_ROW)
#undef AS_ROW
};

static const char *const references[PART_COUNT] = {
#define AS_ROW(role, net, parts) [PART_##role] = parts,
    SELFTEST_PARTS(AS_ROW)
#undef AS_ROW
};

static const char *const outcomes[] = {
    [NOT_WANTED] = "left out", [WANTED] = "not yet",  [GOOD] = "ok",         [PARTLY] = "partly",
    [WRONG] = "WRONG",         [SKIPPED] = "skipped", [BLOCKED] = "BLOCKED",
};

const char *item_name(enum selftest_item item)
{
    return items[item].name;
}

const char *item_help(enum selftest_item item)
{
    return items[item].help;
}

int item_number(const char *name)
{
    for (int item = 0; item < ITEM_COUNT; item++)
        if (strcmp(items[item].name, name) == 0)
            return item;
    return -1;
}

/* --- taking notes ----------------------------------------------------------------------------- */

void selftest_found(struct selftest *test, enum selftest_finding finding, unsigned subject,
                    const char *detail, ...)
{
    struct result *result = &test->results[test->item];
    result->outcome = WRONG;
    if (result->count == SELFTEST_FOUND_MAX)
        return; /* more motors than there are would have to fail in more ways than there are */
    struct found *found = &result->found[result->count++];
    found->finding = finding;
    found->subject = subject;
    va_list values;
    va_start(values, detail);
    vsnprintf(found->detail, sizeof found->detail, detail, values);
    va_end(values);
}

void selftest_measured(struct selftest *test, const char *words, ...)
{
    char *text = test->results[test->item].measured;
    size_t room = sizeof test->results[test->item].measured, used = strlen(text);
    va_list values;
    if (used > 0)
        used += (size_t)snprintf(text + used, room - used, ", ");
    va_start(values, words);
    if (used < room)
        vsnprintf(text + used, room - used, words, values);
    va_end(values);
}

static void end_item(struct selftest *test, enum outcome outcome, const char *why)
{
    struct result *result = &test->results[test->item];
    selftest_measured(test, "%s", why);
    if (result->outcome != WRONG)
        result->outcome = outcome;
}

void selftest_block(struct selftest *test, const char *why)
{
    end_item(test, BLOCKED, why);
}

void selftest_skip(struct selftest *test, const char *why)
{
    end_item(test, SKIPPED, why);
}

void selftest_leave_open(struct selftest *test, const char *what)
{
    end_item(test, PARTLY, what);
}

static bool is_left_out(enum outcome outcome)
{
    return outcome == PARTLY || outcome == SKIPPED || outcome == WANTED || outcome == BLOCKED;
}

bool selftest_passed(const struct selftest *test)
{
    for (int item = 0; item < ITEM_COUNT; item++) {
        enum outcome outcome = test->results[item].outcome;
        if (outcome == WRONG || outcome == BLOCKED || outcome == WANTED)
            return false;
    }
    return true;
}

bool selftest_is_complete(const struct selftest *test)
{
    for (int item = 0; item < ITEM_COUNT; item++)
        if (is_left_out(test->results[item].outcome))
            return false;
    return true;
}

/* --- printing --------------------------------------------------------------------------------- */

static const char *parts_of(const struct found *found)
{
    return references[findings[found->finding].part + found->subject];
}

void report_print_item(FILE *out, const struct selftest *test, enum selftest_item item)
{
    const struct result *result = &test->results[item];
    fprintf(out, "%-*s%-*s%s\n", NAME_WIDTH, item_name(item), OUTCOME_WIDTH,
            outcomes[result->outcome], result->measured);
    for (unsigned i = 0; i < result->count; i++) {
        const struct found *found = &result->found[i];
        fprintf(out, "    %s%s%s\n      %s\n      parts: %s\n", found->detail,
                found->detail[0] ? ": " : "", findings[found->finding].words,
                findings[found->finding].remedy, parts_of(found));
    }
}

static void print_json_field(FILE *out, const char *before, const char *name, const char *value)
{
    fprintf(out, "%s\"%s\":", before, name);
    json_string(out, value);
}

static void print_json_found(FILE *out, const struct found *found)
{
    print_json_field(out, "{", "finding", findings[found->finding].name);
    print_json_field(out, ",", "detail", found->detail);
    print_json_field(out, ",", "words", findings[found->finding].words);
    print_json_field(out, ",", "remedy", findings[found->finding].remedy);
    print_json_field(out, ",", "parts", parts_of(found));
    fputc('}', out);
}

/* Wanted, and not tested, or not all of it. */
static void print_json_left_out(FILE *out, const struct selftest *test)
{
    const char *before = "";
    for (enum selftest_item item = 0; item < ITEM_COUNT; item++) {
        if (!is_left_out(test->results[item].outcome))
            continue;
        fputs(before, out);
        json_string(out, item_name(item));
        before = ",";
    }
}

void report_print_json(FILE *out, const struct selftest *test)
{
    bool passed = selftest_passed(test) && selftest_is_complete(test);
    fprintf(out, "{\"passed\":%s,\"nothing_wrong\":%s,\"left_out\":[", passed ? "true" : "false",
            selftest_passed(test) ? "true" : "false");
    print_json_left_out(out, test);
    fputs("],\"items\":[", out);
    const char *before = "";
    for (enum selftest_item item = 0; item < ITEM_COUNT; item++) {
        const struct result *result = &test->results[item];
        if (result->outcome == NOT_WANTED)
            continue;
        fputs(before, out);
        before = ",";
        print_json_field(out, "{", "item", item_name(item));
        print_json_field(out, ",", "result", outcomes[result->outcome]);
        print_json_field(out, ",", "measured", result->measured);
        fputs(",\"findings\":[", out);
        for (unsigned i = 0; i < result->count; i++) {
            fputs(i > 0 ? "," : "", out);
            print_json_found(out, &result->found[i]);
        }
        fputs("]}", out);
    }
    fputs("]}\n", out);
}

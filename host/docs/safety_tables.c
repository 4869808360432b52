/* The generated parts of tests/SAFETY-CASE.md: each row's code and test are looked for as it is written. */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "host/docs/safety_case.h"
#include "host/docs/tables.h"
#include "protocol/faults.h"
#include "protocol/limits.h"

enum { FILE_max = 1 << 17 };

struct place {
    const char *what, *code, *code_word, *test, *test_word;
};

#define AS_PLACE(what, code, code_word, test, test_word) {what, code, code_word, test, test_word},
static const struct place limit_places[] = {LIMIT_PLACES(AS_PLACE){NULL, NULL, NULL, NULL, NULL}};
static const struct place fault_places[] = {FAULT_PLACES(AS_PLACE){NULL, NULL, NULL, NULL, NULL}};
static const struct place controller_places[] = {
    CONTROLLER_PLACES(AS_PLACE){NULL, NULL, NULL, NULL, NULL}};
static const struct place hardware_places[] = {
    HARDWARE_PLACES(AS_PLACE){NULL, NULL, NULL, NULL, NULL}};
#undef AS_PLACE

static bool leads_nowhere;

bool tables_of_safety_lead_nowhere(void)
{
    return leads_nowhere;
}

static void complain(const char *what, const char *why, const char *word)
{
    fprintf(stderr, "gen-docs: safety case: %s: %s '%s'\n", what, why, word);
    leads_nowhere = true;
}

static bool has_word(const char *path, const char *word)
{
    static char text[FILE_max];
    FILE *file = fopen(path, "r");
    size_t length = file ? fread(text, 1, sizeof text - 1, file) : 0;
    if (file)
        fclose(file);
    text[length] = 0;
    return length > 0 && strstr(text, word) != NULL;
}

static void print_link(FILE *out, const struct place *place, const char *path, const char *word)
{
    if (!has_word(path, word))
        complain(place->what, path, word);
    fprintf(out, " | [%s](../%s) `%s`", strrchr(path, '/') + 1, path, word);
}

static void print_places(FILE *out, const struct place *place)
{
    print_link(out, place, place->code, place->code_word);
    print_link(out, place, place->test, place->test_word);
    fputs(" |\n", out);
}

static const struct place *find(const struct place *places, const char *what)
{
    while (places->what && strcmp(places->what, what) != 0)
        places++;
    if (!places->what)
        complain(what, "has no row in", "host/docs/safety_case.h");
    return places->what ? places : NULL;
}

static void print_limit(FILE *out, const char *name, long value, const char *reason)
{
    const struct place *place = find(limit_places, name);
    fprintf(out, "| `%s` | %ld | %s", name, value, reason);
    if (place)
        print_places(out, place);
}

static void print_fault(FILE *out, int number, const char *name, const char *title,
                        const char *meaning)
{
    const struct place *place = find(fault_places, name);
    fprintf(out, "| F%02d %s | %s", number, title, meaning);
    if (place)
        print_places(out, place);
}

static void print_limits(FILE *out)
{
    fputs("| limit | value | why | code | test |\n|---|---|---|---|---|\n", out);
#define AS_ROW(name, value, reason) print_limit(out, #name, value, reason);
    LIMITS(AS_ROW)
#undef AS_ROW
}

static void print_faults(FILE *out)
{
    fputs("| fault | what it means | code | test |\n|---|---|---|---|\n", out);
#define AS_ROW(number, name, title, meaning, remedy) \
    print_fault(out, number, #name, title, meaning);
    FAULTS(AS_ROW)
#undef AS_ROW
}

static void print_rows(FILE *out, const struct place *place)
{
    fputs("| fault: measure | code | test |\n|---|---|---|\n", out);
    for (; place->what; place++) {
        fprintf(out, "| %s", place->what);
        print_places(out, place);
    }
}

static void print_controller(FILE *out)
{
    print_rows(out, controller_places);
}

static void print_hardware(FILE *out)
{
    print_rows(out, hardware_places);
}

const struct table *tables_of_safety(unsigned number)
{
    static const struct table tables[] = {{"safety-limits", print_limits},
                                          {"safety-faults", print_faults},
                                          {"controller-measures", print_controller},
                                          {"hardware-measures", print_hardware}};
    return number < sizeof tables / sizeof *tables ? &tables[number] : NULL;
}

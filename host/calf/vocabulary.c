#include "host/calf/vocabulary.h"

#include <string.h>

#include "protocol/faults.h"

#define AS_CASE(number, name, words) \
    case (number):                   \
        return words;
#define AS_WORDS_OF(function, LIST)       \
    const char *function(unsigned number) \
    {                                     \
        switch (number) {                 \
            LIST(AS_CASE)                 \
        default:                          \
            return "unknown";             \
        }                                 \
    }

AS_WORDS_OF(state_words, STATES)
AS_WORDS_OF(leg_words, LEGS)
AS_WORDS_OF(zone_words, ZONES)
AS_WORDS_OF(stage_kind_words, STAGE_KINDS)
AS_WORDS_OF(end_words, END_REASONS)
AS_WORDS_OF(notice_words, NOTICES)
AS_WORDS_OF(refusal_words, REFUSALS)
AS_WORDS_OF(reset_words, RESET_CAUSES)
AS_WORDS_OF(test_words, TESTS)
AS_WORDS_OF(press_words, PRESSES)

#define AS_TITLE(number, name, title, meaning, remedy) AS_CASE(number, name, title)
#define AS_MEANING(number, name, title, meaning, remedy) AS_CASE(number, name, meaning)
#define AS_REMEDY(number, name, title, meaning, remedy) AS_CASE(number, name, remedy)
#define TITLES(W) FAULTS(AS_TITLE)
#define MEANINGS(W) FAULTS(AS_MEANING)
#define REMEDIES(W) FAULTS(AS_REMEDY)

AS_WORDS_OF(fault_title, TITLES)
AS_WORDS_OF(fault_meaning, MEANINGS)
AS_WORDS_OF(fault_remedy, REMEDIES)

const char *vocabulary_lookup(const char *field_help, unsigned number)
{
    static const struct {
        const char *list;
        const char *(*words)(unsigned number);
    } lists[] = {
        {"STATES", state_words},     {"LEGS", leg_words},
        {"ZONES", zone_words},       {"STAGE_KINDS", stage_kind_words},
        {"END_REASONS", end_words},  {"NOTICES", notice_words},
        {"REFUSALS", refusal_words}, {"RESET_CAUSES", reset_words},
        {"FAULTS", fault_title},     {"TESTS", test_words},
        {"PRESSES", press_words},
    };
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (strncmp(field_help, lists[i].list, strlen(lists[i].list)) == 0)
            return lists[i].words(number);
    return NULL;
}

int leg_number(const char *words)
{
    for (int leg = LEG_LEFT; leg < LEG_COUNT; leg++)
        if (strcmp(leg_words((unsigned)leg), words) == 0)
            return leg;
    return -1;
}

int zone_number(const char *words)
{
    for (int zone = 0; zone < ZONE_COUNT; zone++)
        if (strcmp(zone_words((unsigned)zone), words) == 0)
            return zone;
    return strcmp(words, "all") == 0 ? ZONE_COUNT : -1;
}

#include "host/calf/arguments.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "host/calf/say.h"

static void take(struct arguments *arguments, int at, int count)
{
    int rest = arguments->count - at - count;
    memmove(arguments->words + at, arguments->words + at + count,
            (size_t)rest * sizeof *arguments->words);
    arguments->count -= count;
}

/* Where the option stands, or -1; `value` is what follows its `=`, or NULL. */
static int find(const struct arguments *arguments, const char *option, const char **value)
{
    size_t length = strlen(option);
    *value = NULL;
    for (int at = 0; at < arguments->count; at++) {
        const char *word = arguments->words[at];
        if (strcmp(word, "--") == 0)
            return -1;
        if (strncmp(word, option, length) != 0)
            continue;
        if (word[length] == '=')
            *value = word + length + 1;
        if (word[length] == '=' || word[length] == '\0')
            return at;
    }
    return -1;
}

bool arguments_flag(struct arguments *arguments, const char *option)
{
    const char *value;
    int at = find(arguments, option, &value);
    if (at < 0)
        return false;
    if (value) {
        say("%s takes no value", option);
        arguments->wrong = true;
    }
    take(arguments, at, 1);
    return true;
}

const char *arguments_value(struct arguments *arguments, const char *option)
{
    const char *value;
    int at = find(arguments, option, &value);
    if (at < 0)
        return NULL;
    if (value) {
        take(arguments, at, 1);
        return value;
    }
    if (at + 1 == arguments->count || strncmp(arguments->words[at + 1], "--", 2) == 0) {
        say("%s needs a value", option);
        arguments->wrong = true;
        take(arguments, at, 1);
        return NULL;
    }
    value = arguments->words[at + 1];
    take(arguments, at, 2);
    return value;
}

const char *arguments_optional_value(struct arguments *arguments, const char *option)
{
    const char *value;
    int at = find(arguments, option, &value);
    if (at < 0)
        return NULL;
    take(arguments, at, 1);
    return value ? value : "";
}

const char *arguments_next(struct arguments *arguments)
{
    bool options_ended = false;
    for (int at = 0; at < arguments->count; at++) {
        char *word = arguments->words[at];
        if (!options_ended && strcmp(word, "--") == 0) {
            options_ended = true;
        } else if (options_ended || word[0] != '-' || word[1] == '\0') {
            take(arguments, at, 1);
            return word;
        }
    }
    return NULL;
}

bool arguments_read_number(struct arguments *arguments, const char *what, const char *word,
                           double minimum, double maximum, double *number)
{
    char *end;
    *number = strtod(word, &end);
    if (end == word || *end != '\0' || !isfinite(*number)) {
        say("%s: '%s' is not a number", what, word);
    } else if (*number < minimum || *number > maximum) {
        say("%s: %s is not within %g to %g", what, word, minimum, maximum);
    } else {
        return true;
    }
    arguments->wrong = true;
    return false;
}

double arguments_number(struct arguments *arguments, const char *option, double minimum,
                        double maximum, double otherwise)
{
    double number;
    const char *word = arguments_value(arguments, option);
    return word && arguments_read_number(arguments, option, word, minimum, maximum, &number)
               ? number
               : otherwise;
}

bool arguments_end(struct arguments *arguments)
{
    bool options_ended = false;
    arguments->ended = true;
    for (int at = 0; at < arguments->count; at++) {
        const char *word = arguments->words[at];
        if (!options_ended && strcmp(word, "--") == 0) {
            options_ended = true;
            continue;
        }
        if (!options_ended && word[0] == '-' && word[1] != '\0')
            say("there is no option '%s' here", word);
        else
            say("'%s' is one word too many", word);
        arguments->wrong = true;
    }
    return !arguments->wrong;
}

/* dictionary.c: prints the words of the language as a libFuzzer dictionary, from the grammar's own lists. */
#include <stdio.h>

#include "host/calf/language/grammar.h"

static void print_word(const char *word)
{
    putchar('"');
    for (; *word; word++) {
        if (*word == '\n')
            fputs("\\x0A", stdout);
        else
            printf(*word == '"' || *word == '\\' ? "\\%c" : "%c", *word);
    }
    puts("\"");
}

int main(void)
{
    /* what no list holds: values, signs and ends of lines */
    static const char *const others[] = {
        "->",   "<->", "fill", "off",   "left", "right", "each",  "before", "after", "up",
        "0.5s", "1s",  "1:00", "2 min", "50%",  "37.0",  "\"t\"", "\n",     "\n  ",  "\n    "};
    for (unsigned verb = 0; verb < VERB_COUNT; verb++) {
        print_word(grammar_verb((enum verb)verb)->word);
        print_word(grammar_verb((enum verb)verb)->example);
    }
    for (unsigned argument = 0; argument < ARGUMENT_COUNT; argument++)
        print_word(grammar_argument((enum argument)argument)->word);
    for (unsigned place = 0; grammar_place(place); place++)
        print_word(grammar_place(place)->word);
    for (unsigned i = 0; i < sizeof others / sizeof others[0]; i++)
        print_word(others[i]);
    return 0;
}

/* The table of host/routines/RULES.md: what became of each rule of the article. */
#include "host/calf/article.h"
#include "host/docs/tables.h"

struct behaviour {
    unsigned number;
    const char *words, *file, *test;
};

static const struct behaviour behaviours[] = {
#define AS_ROW(number, words, file, test) {number, words, file, test},
    ARTICLE_BEHAVIOURS(AS_ROW)
#undef AS_ROW
};

static const struct {
    unsigned number;
    const char *reason;
} missing[] = {
#define AS_ROW(number, reason) {number, reason},
    ARTICLE_NOT_THERE(AS_ROW)
#undef AS_ROW
};

static void print_article(FILE *out)
{
    fputs("| rule | the article says | here |\n|---|---|---|\n", out);
#define AS_ROW(first, last, says, kit)                         \
    if ((first) == (last))                                     \
        fprintf(out, "| A%d | %s | %s |\n", first, says, kit); \
    else                                                       \
        fprintf(out, "| A%d to A%d | %s | %s |\n", first, last, says, kit);
    ARTICLE(AS_ROW)
#undef AS_ROW
}

static void print_behaviours(FILE *out)
{
    fputs("| rule | behaviour | test |\n|---|---|---|\n", out);
    for (unsigned n = 1; n <= ARTICLE_RULES; n++) {
        for (size_t i = 0; i < sizeof behaviours / sizeof behaviours[0]; i++)
            if (behaviours[i].number == n)
                fprintf(out, "| A%u | %s | [%s](../../%s): `%s` |\n", n, behaviours[i].words,
                        behaviours[i].file, behaviours[i].file, behaviours[i].test);
        for (size_t i = 0; i < sizeof missing / sizeof missing[0]; i++)
            if (missing[i].number == n)
                fprintf(out, "| A%u | *%s* | |\n", n, missing[i].reason);
    }
}

static const struct table tables[] = {
    {"article", print_article},
    {"behaviours", print_behaviours},
};

const struct table *tables_of_article(unsigned number)
{
    return number < sizeof tables / sizeof tables[0] ? &tables[number] : NULL;
}

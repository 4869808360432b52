/* What routines and programmes have in common when they are shown. */
#include <string.h>

#include "host/calf/article.h"
#include "host/calf/json.h"
#include "host/calf/show.h"

enum { COLUMNS = 79, SOURCE_INDENT = 12 };

/* Characters in so many bytes of UTF-8: all but the continuation bytes. */
static unsigned characters(const char *text, size_t bytes)
{
    unsigned count = 0;
    for (size_t i = 0; i < bytes; i++)
        count += ((unsigned char)text[i] & 0xC0U) != 0x80U;
    return count;
}

void show_wrapped(FILE *out, unsigned indent, const char *text)
{
    unsigned column = indent;
    fprintf(out, "%*s", (int)indent, "");
    while (*text != '\0') {
        size_t bytes = strcspn(text, " ");
        unsigned width = characters(text, bytes);
        if (column > indent && column + 1 + width > COLUMNS) {
            fprintf(out, "\n%*s", (int)indent, "");
            column = indent;
        } else if (column > indent) {
            fputc(' ', out);
            column++;
        }
        fwrite(text, 1, bytes, out);
        column += width;
        text += bytes;
        text += strspn(text, " ");
    }
    fputc('\n', out);
}

/* The next rule that is cited, from this number on; ARTICLE_RULES + 1: there is none. */
static unsigned next_cited(uint64_t references, unsigned number)
{
    while (number <= ARTICLE_RULES && (references >> number & 1) == 0)
        number++;
    return number;
}

/* One entry for all cited rules that share their words: A8 A9 A10. */
void show_sources(uint64_t references, FILE *out)
{
    for (unsigned n = next_cited(references, 1); n <= ARTICLE_RULES;) {
        const struct article_rule *rule = article_rule(n);
        char text[512] = "";
        fputs(" ", out);
        for (; n <= rule->last; n = next_cited(references, n + 1))
            fprintf(out, " A%u", n);
        snprintf(text, sizeof text, "The article: %s. Here: %s.", rule->says, rule->kit);
        fputc('\n', out);
        show_wrapped(out, SOURCE_INDENT / 2, text);
    }
}

void show_sources_json(uint64_t references, FILE *out)
{
    const char *before = "";
    fputc('[', out);
    for (unsigned n = next_cited(references, 1); n <= ARTICLE_RULES;
         n = next_cited(references, n + 1)) {
        const struct article_rule *rule = article_rule(n);
        fprintf(out, "%s{\"rule\":\"A%u\",\"article\":", before, n);
        json_string(out, rule->says);
        fputs(",\"kit\":", out);
        json_string(out, rule->kit);
        fputc('}', out);
        before = ",";
    }
    fputc(']', out);
}

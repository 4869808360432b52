#include "host/docs/page.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "host/docs/quotes.h"

#define BEGIN_MARK "<!-- generated: "
#define NAME_END " -->\n"
#define END_MARK "<!-- end -->\n"

/* The line announces a part: prints it. */
static const char *print_part(const char *line, const struct page_parts *parts, FILE *out)
{
    char name[64];
    const char *begin = line + strlen(BEGIN_MARK), *end = strstr(begin, NAME_END);
    if (!end || (size_t)(end - begin) >= sizeof name)
        return "a generated part of unknown name";
    snprintf(name, sizeof name, "%.*s", (int)(end - begin), begin);
    return parts->print(parts->context, name, out);
}

static const char *renew_line(const char *line, bool *inside, const struct page_parts *parts,
                              FILE *out)
{
    if (strcmp(line, END_MARK) == 0) {
        if (!*inside)
            return "an end without a beginning";
        *inside = false;
    }
    bool begins = strncmp(line, BEGIN_MARK, strlen(BEGIN_MARK)) == 0;
    if (begins && *inside)
        return "a generated part inside another";
    const char *trouble = *inside ? NULL : quotes_print(line, out);
    if (trouble || !begins)
        return trouble;
    *inside = true;
    return print_part(line, parts, out);
}

static const char *renew(FILE *page, const struct page_parts *parts, FILE *out)
{
    char *line = NULL;
    size_t size = 0;
    bool inside = false;
    const char *trouble = NULL;
    while (!trouble && getline(&line, &size, page) >= 0)
        trouble = renew_line(line, &inside, parts, out);
    free(line);
    if (trouble)
        return trouble;
    if (ferror(page))
        return "cannot read it";
    return inside ? "a generated part without an end" : NULL;
}

static bool write_page(const char *path, const char *text, size_t length)
{
    FILE *page = fopen(path, "w");
    if (!page)
        return false;
    bool written = fwrite(text, 1, length, page) == length;
    return fclose(page) == 0 && written;
}

const char *page_renew(const char *path, const struct page_parts *parts)
{
    char *text = NULL;
    size_t length = 0;
    FILE *page = fopen(path, "r");
    if (!page)
        return "cannot open it";
    FILE *out = open_memstream(&text, &length);
    const char *trouble = out ? renew(page, parts, out) : "no memory";
    fclose(page);
    if (out && fclose(out) != 0 && !trouble)
        trouble = "no memory";
    if (!trouble && !write_page(path, text, length))
        trouble = "cannot write it";
    free(text);
    return trouble;
}

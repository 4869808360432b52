/* docs/main.c: writes the generated parts of pages afresh from the lists.
 *
 *     gen-docs protocol/PROTOCOL.md host/routines/README.md ...
 *
 * What stands between a line `<!-- generated: NAME -->` and the next `<!-- end -->` is replaced by
 * the table of that name; everything else stays. Errors: an unknown name, a missing end, a page that
 * cannot be read or written: one line on stderr, exit code 1, the page as it was.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/docs/tables.h"

#define BEGIN_MARK "<!-- generated: "
#define END_MARK "<!-- end -->\n"

static const struct table *find_in(const struct table *(*tables)(unsigned), const char *line)
{
    const char *name = line + strlen(BEGIN_MARK);
    const struct table *table;
    for (unsigned i = 0; (table = tables(i)); i++) {
        size_t length = strlen(table->name);
        if (strncmp(name, table->name, length) == 0 && strcmp(name + length, " -->\n") == 0)
            return table;
    }
    return NULL;
}

/* The table a line announces; NULL if it announces none that exists. */
static const struct table *find_table(const char *line)
{
    const struct table *table = find_in(tables_of_protocol, line);
    table = table ? table : find_in(tables_of_language, line);
    return table ? table : find_in(tables_of_article, line);
}

/* Copies a page with its generated parts renewed. Returns NULL, or what is wrong with it. */
static const char *renew(FILE *page, FILE *out)
{
    char line[2048]; /* a longer line is copied in pieces */
    bool inside = false;
    while (fgets(line, sizeof line, page)) {
        if (strcmp(line, END_MARK) == 0) {
            if (!inside)
                return "an end without a beginning";
            inside = false;
        }
        if (!inside)
            fputs(line, out);
        if (strncmp(line, BEGIN_MARK, strlen(BEGIN_MARK)) == 0) {
            const struct table *table = find_table(line);
            if (inside)
                return "a generated part inside another";
            if (!table)
                return "a generated part of unknown name";
            table->print(out);
            inside = true;
        }
    }
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

static int complain(const char *path, const char *what)
{
    fprintf(stderr, "gen-docs: %s: %s\n", path, what);
    return EXIT_FAILURE;
}

static const char *renew_file(const char *path, FILE *out)
{
    FILE *page = fopen(path, "r");
    if (!page)
        return "cannot open it";
    const char *trouble = renew(page, out);
    fclose(page);
    return trouble;
}

/* Renews one page, or leaves it as it was. */
static int renew_page(const char *path)
{
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    if (!out)
        return complain(path, "no memory");
    const char *trouble = renew_file(path, out);
    if (fclose(out) != 0 && !trouble)
        trouble = "no memory";
    if (!trouble && !write_page(path, text, length))
        trouble = "cannot write it";
    free(text);
    return trouble ? complain(path, trouble) : EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
    int code = argc > 1 ? EXIT_SUCCESS : complain("usage", "gen-docs PAGE.md ...");
    for (int i = 1; i < argc; i++)
        if (renew_page(argv[i]) != EXIT_SUCCESS)
            code = EXIT_FAILURE;
    return code;
}

/* docs/main.c: writes the generated parts of pages afresh from the lists, and the figures that they quote.
 *
 *     gen-docs protocol/PROTOCOL.md host/routines/README.md ...
 *
 * Run from the top of the tree. Errors: an unknown name, a missing end, a quote of nothing, a page that
 * cannot be read or written: one line on stderr, exit code 1, the page as it was.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/docs/page.h"
#include "host/docs/tables.h"

static const struct table *find_in(const struct table *(*tables)(unsigned), const char *name)
{
    const struct table *table;
    for (unsigned i = 0; (table = tables(i)); i++)
        if (strcmp(name, table->name) == 0)
            return table;
    return NULL;
}

static const char *print_table(void *context, const char *name, FILE *out)
{
    (void)context;
    const struct table *table = find_in(tables_of_protocol, name);
    table = table ? table : find_in(tables_of_language, name);
    table = table ? table : find_in(tables_of_article, name);
    table = table ? table : find_in(tables_of_safety, name);
    if (!table)
        return "a generated part of unknown name";
    table->print(out);
    return tables_of_safety_lead_nowhere() ? "a row that leads nowhere" : NULL;
}

static int complain(const char *path, const char *what)
{
    fprintf(stderr, "gen-docs: %s: %s\n", path, what);
    return EXIT_FAILURE;
}

int main(int argc, char **argv)
{
    static const struct page_parts parts = {print_table, NULL};
    int code = argc > 1 ? EXIT_SUCCESS : complain("usage", "gen-docs PAGE.md ...");
    for (int i = 1; i < argc; i++) {
        const char *trouble = page_renew(argv[i], &parts);
        if (trouble)
            code = complain(argv[i], trouble);
    }
    return code;
}

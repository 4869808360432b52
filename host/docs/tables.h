/* tables.h: the generated parts of pages, by name. Each list's part prints itself as Markdown.
 *
 * Owns: nothing. Context: host, when documents are made. Errors: none.
 */
#ifndef HOST_DOCS_TABLES_H
#define HOST_DOCS_TABLES_H

#include <stdio.h>

struct table {
    const char *name;
    void (*print)(FILE *out);
};

/* The tables by number, and NULL after the last. */
const struct table *tables_of_protocol(unsigned number);
const struct table *tables_of_language(unsigned number);
const struct table *tables_of_article(unsigned number);

#endif

/* tables.h: the generated parts of pages, by name. Each list's part prints itself as Markdown.
 *
 * Owns: nothing. Context: host, when documents are made. Errors: none.
 */
#ifndef HOST_DOCS_TABLES_H
#define HOST_DOCS_TABLES_H

#include <stdbool.h>
#include <stdio.h>

struct table {
    const char *name;
    void (*print)(FILE *out);
};

/* The tables by number, and NULL after the last. */
const struct table *tables_of_protocol(unsigned number);
const struct table *tables_of_language(unsigned number);
const struct table *tables_of_article(unsigned number);
const struct table *tables_of_safety(unsigned number);

/* Has a row of the safety case named a file or a word that is not there? */
bool tables_of_safety_lead_nowhere(void);

#endif

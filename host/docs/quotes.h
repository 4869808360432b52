/* quotes.h: a figure that one page quotes from a table of another.
 *
 *     in the median after <!-- quote tests/BENCH.md | shortest request -->545 cycles<!-- / -->
 *
 * stands within a line, not at its beginning (Markdown would take the line for HTML). It names the page, the row, by
 * how its first cell begins, and, if it is not the second one, the column by its heading: `| runs`. The first
 * table with such a row counts. What is quoted is the cell, as it stands there.
 * Owns: nothing. Context: host, when documents are made, at the top of the tree. Errors: a sentence.
 */
#ifndef HOST_DOCS_QUOTES_H
#define HOST_DOCS_QUOTES_H

#include <stdio.h>

/* Prints a line with what it quotes renewed; returns NULL, or what is wrong with it. */
const char *quotes_print(const char *line, FILE *out);

#endif

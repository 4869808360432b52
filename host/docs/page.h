/* page.h: a Markdown page, some parts of which are made: renewing them, and nothing else.
 *
 * What stands between a line `<!-- generated: NAME -->` and the next `<!-- end -->` is what the program prints
 * under that name; what stands within a line between `<!-- quote ... -->` and `<!-- / -->` is a figure of another
 * page (quotes.h). Owns: nothing. Context: host, when documents are made.
 * Errors: a sentence, and the page is as it was.
 */
#ifndef HOST_DOCS_PAGE_H
#define HOST_DOCS_PAGE_H

#include <stdio.h>

/* Prints the part of that name; returns NULL, or what is wrong. */
struct page_parts {
    const char *(*print)(void *context, const char *name, FILE *out);
    void *context;
};

/* Renews a page; returns NULL, or what is wrong with it. */
const char *page_renew(const char *path, const struct page_parts *parts);

#endif

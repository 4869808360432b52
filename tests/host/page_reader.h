/* page_reader.h: reads a page of the preview as a viewer would: is it XML, and can its texts be read?
 *
 * An independent reader of the small part of XML 1.0 that the pages use: elements, attributes in double
 * quotes, text, the five entities.
 * Owns: nothing. Context: tests of the host.
 */
#ifndef TESTS_HOST_PAGE_READER_H
#define TESTS_HOST_PAGE_READER_H

#include <stdbool.h>

struct page_found {
    const char *wrong; /* why it is no XML, or "" */
    unsigned texts;
    char overlap[256]; /* two texts that stand on one another or one beyond the page, or "" */
};

/* Reads a page. Returns whether it is well-formed. */
bool page_read(const char *xml, struct page_found *found);

#endif

#include "tests/host/page_reader.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/calf/preview/svg.h"

enum { DEPTH_MAX = 16, NAME_BYTES = 16, BOXES_MAX = 512, TEXT_BYTES = 256 };

#define PAGE_WIDTH_mm 297
#define PAGE_HEIGHT_mm 210

struct box {
    double left, right, top, bottom;
    char text[TEXT_BYTES];
};

struct reader {
    const char *at;
    const char *wrong;
    char open[DEPTH_MAX][NAME_BYTES];
    unsigned depth;
    struct box boxes[BOXES_MAX];
    unsigned count;
};

static bool complain(struct reader *reader, const char *wrong)
{
    if (reader->wrong[0] == '\0')
        reader->wrong = wrong;
    return false;
}

static bool read_name(struct reader *reader, char name[NAME_BYTES])
{
    size_t length = 0;
    while (isalnum((unsigned char)reader->at[length]) || reader->at[length] == '-')
        length++;
    if (length == 0 || length >= NAME_BYTES)
        return complain(reader, "a name");
    memcpy(name, reader->at, length);
    name[length] = '\0';
    reader->at += length;
    return true;
}

/* Text up to one of the bytes in `end`; undoes the entities. */
static bool read_text(struct reader *reader, const char *end, char text[TEXT_BYTES])
{
    static const char *const entities[][2] = {
        {"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}};
    size_t length = 0;
    while (*reader->at != '\0' && strchr(end, *reader->at) == NULL) {
        char byte = *reader->at;
        size_t skip = 1;
        if (byte == '<' || ((unsigned char)byte < 0x20 && byte != '\n'))
            return complain(reader, "a byte that must not stand here");
        if (byte == '&') {
            skip = 0;
            for (unsigned i = 0; i < sizeof entities / sizeof *entities; i++)
                if (strncmp(reader->at, entities[i][0], strlen(entities[i][0])) == 0) {
                    skip = strlen(entities[i][0]);
                    byte = entities[i][1][0];
                }
            if (skip == 0)
                return complain(reader, "a bare &");
        }
        if (length + 1 < TEXT_BYTES)
            text[length++] = byte;
        reader->at += skip;
    }
    text[length] = '\0';
    return true;
}

/* --- texts and where they stand ---------------------------------------------------------------- */

struct attributes {
    char class[TEXT_BYTES], anchor[TEXT_BYTES];
    double x, y, size;
};

static void keep_attribute(struct attributes *attributes, const char *name, const char *value)
{
    if (strcmp(name, "class") == 0)
        snprintf(attributes->class, TEXT_BYTES, "%s", value);
    else if (strcmp(name, "text-anchor") == 0)
        snprintf(attributes->anchor, TEXT_BYTES, "%s", value);
    else if (strcmp(name, "x") == 0)
        attributes->x = atof(value);
    else if (strcmp(name, "y") == 0)
        attributes->y = atof(value);
    else if (strcmp(name, "font-size") == 0)
        attributes->size = atof(value);
}

static void keep_box(struct reader *reader, const struct attributes *attributes, const char *text)
{
    if (reader->count == BOXES_MAX)
        return;
    struct box *box = &reader->boxes[reader->count++];
    double width = svg_text_width(attributes->size, text);
    if (strstr(attributes->class, "strong"))
        width *= 1.1;
    double part = attributes->anchor[0] == 'e' ? 1 : attributes->anchor[0] == 'm' ? 0.5 : 0;
    box->left = attributes->x - part * width;
    box->right = box->left + width;
    box->top = attributes->y - 0.75 * attributes->size; /* the height of a capital */
    box->bottom = attributes->y + 0.05 * attributes->size;
    snprintf(box->text, sizeof box->text, "%s", text);
}

/* --- elements ---------------------------------------------------------------------------------- */

static bool read_attributes(struct reader *reader, struct attributes *attributes)
{
    char name[NAME_BYTES], value[TEXT_BYTES];
    while (isspace((unsigned char)*reader->at)) {
        while (isspace((unsigned char)*reader->at))
            reader->at++;
        if (!read_name(reader, name))
            return false;
        if (strncmp(reader->at, "=\"", 2) != 0)
            return complain(reader, "an attribute needs a value in quotes");
        reader->at += 2;
        if (!read_text(reader, "\"", value))
            return false;
        if (*reader->at++ != '"')
            return complain(reader, "a value without its end");
        keep_attribute(attributes, name, value);
    }
    return true;
}

static bool read_end(struct reader *reader)
{
    char name[NAME_BYTES];
    reader->at += 2;
    if (!read_name(reader, name))
        return false;
    if (reader->depth == 0 || strcmp(reader->open[--reader->depth], name) != 0)
        return complain(reader, "an end that fits no beginning");
    return *reader->at++ == '>' || complain(reader, "an end without >");
}

static bool read_element(struct reader *reader)
{
    char name[NAME_BYTES], text[TEXT_BYTES];
    struct attributes attributes = {0};
    reader->at++;
    if (!read_name(reader, name) || !read_attributes(reader, &attributes))
        return false;
    if (strncmp(reader->at, "/>", 2) == 0) {
        reader->at += 2;
        return true;
    }
    if (*reader->at++ != '>')
        return complain(reader, "an element without >");
    if (reader->depth == DEPTH_MAX)
        return complain(reader, "too deep");
    memcpy(reader->open[reader->depth++], name, NAME_BYTES);
    if (!read_text(reader, "<", text))
        return false;
    if (strcmp(name, "text") == 0)
        keep_box(reader, &attributes, text);
    return true;
}

static bool read_all(struct reader *reader)
{
    char text[TEXT_BYTES];
    if (strncmp(reader->at, "<?xml", 5) == 0)
        reader->at = strstr(reader->at, "?>") + 2;
    do {
        if (!read_text(reader, "<", text))
            return false;
        if (*reader->at == '<' && !(reader->at[1] == '/' ? read_end(reader) : read_element(reader)))
            return false;
    } while (reader->depth > 0 && *reader->at != '\0');
    if (reader->depth > 0)
        return complain(reader, "an element without its end");
    return reader->at[strspn(reader->at, "\n")] == '\0' ||
           complain(reader, "more than one element");
}

static void find_overlap(const struct reader *reader, struct page_found *found)
{
    for (unsigned i = 0; i < reader->count; i++) {
        const struct box *a = &reader->boxes[i];
        if (a->left < 0 || a->right > PAGE_WIDTH_mm || a->top < 0 || a->bottom > PAGE_HEIGHT_mm)
            snprintf(found->overlap, sizeof found->overlap, "beyond the page: '%.100s'", a->text);
        for (unsigned k = 0; k < i; k++) {
            const struct box *b = &reader->boxes[k];
            if (a->left < b->right && b->left < a->right && a->top < b->bottom &&
                b->top < a->bottom)
                snprintf(found->overlap, sizeof found->overlap, "'%.100s' on '%.100s'", a->text,
                         b->text);
        }
    }
}

bool page_read(const char *xml, struct page_found *found)
{
    static struct reader reader;
    reader = (struct reader){.at = xml, .wrong = ""};
    bool good = read_all(&reader);
    *found = (struct page_found){.wrong = reader.wrong, .texts = reader.count};
    find_overlap(&reader, found);
    return good;
}

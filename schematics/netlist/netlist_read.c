/* Reading KiCad's kicadxml: expat tells of elements, and what is wanted of them is kept. */
#include "schematics/netlist/netlist.h"

#include <ctype.h>
#include <expat.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DEPTH_max = 12, TEXT_max = 4096 };

struct reading {
    XML_Parser parser;
    struct netlist *netlist;
    const char *wrong; /* the first thing that is wrong; NULL so far */
    char names[DEPTH_max][32];
    unsigned depth;
    char text[TEXT_max]; /* of the innermost element */
    size_t text_length;
};

static void fail(struct reading *reading, const char *why)
{
    if (!reading->wrong)
        reading->wrong = why;
    XML_StopParser(reading->parser, XML_FALSE);
}

static char *copy(struct reading *reading, const char *text)
{
    char *made = strdup(text);
    if (!made)
        fail(reading, "no memory");
    return made;
}

/* One more item at an array's end, all zero; NULL without memory. */
static void *append(struct reading *reading, void *array, size_t *count, size_t size)
{
    char **items = array;
    char *grown = realloc(*items, (*count + 1) * size);
    if (!grown) {
        fail(reading, "no memory");
        return NULL;
    }
    *items = grown;
    memset(grown + *count * size, 0, size);
    return grown + (*count)++ * size;
}

/* The element `up` levels above the present one, "" beyond the root. */
static const char *element(const struct reading *reading, unsigned up)
{
    return reading->depth > up ? reading->names[reading->depth - 1 - up] : "";
}

static bool inside(const struct reading *reading, const char *parent, const char *name)
{
    return strcmp(element(reading, 0), name) == 0 && strcmp(element(reading, 1), parent) == 0;
}

static const char *attribute(const XML_Char **attributes, const char *name)
{
    for (; *attributes; attributes += 2)
        if (strcmp(attributes[0], name) == 0)
            return attributes[1];
    return "";
}

/* --- elements ---------------------------------------------------------------------------------- */

static void begin_part(struct reading *reading, const XML_Char **attributes)
{
    struct netlist *netlist = reading->netlist;
    const char *reference = attribute(attributes, "ref");
    if (!*reference) {
        fail(reading, "a part without a reference");
        return;
    }
    if (netlist_part(netlist, reference)) {
        fail(reading, "two parts of the same reference");
        return;
    }
    struct netlist_part *part =
        append(reading, &netlist->parts, &netlist->part_count, sizeof *netlist->parts);
    if (!part)
        return;
    part->reference = copy(reading, reference);
    part->value = copy(reading, "");
    part->footprint = copy(reading, "");
    part->datasheet = copy(reading, "");
    part->description = copy(reading, "");
    part->sheet = copy(reading, "");
    part->symbol = copy(reading, "");
}

static struct netlist_part *last_part(struct reading *reading)
{
    struct netlist *netlist = reading->netlist;
    return netlist->part_count ? &netlist->parts[netlist->part_count - 1] : NULL;
}

static void begin_field(struct reading *reading, const XML_Char **attributes)
{
    struct netlist_part *part = last_part(reading);
    if (!part) {
        fail(reading, "a field without a part");
        return;
    }
    struct netlist_field *field =
        append(reading, &part->fields, &part->field_count, sizeof *part->fields);
    if (!field)
        return;
    field->name = copy(reading, attribute(attributes, "name"));
    field->value = copy(reading, "");
}

static void begin_net(struct reading *reading, const XML_Char **attributes)
{
    struct netlist *netlist = reading->netlist;
    const char *name = attribute(attributes, "name");
    const char *slash = *name == '/' ? strrchr(name, '/') : NULL;
    if (slash)
        name = slash + 1;
    if (!*name) {
        fail(reading, "a net without a name");
        return;
    }
    if (netlist_net(netlist, name)) {
        fail(reading, "two nets that differ only by their sheet");
        return;
    }
    struct netlist_net *net =
        append(reading, &netlist->nets, &netlist->net_count, sizeof *netlist->nets);
    if (net)
        net->name = copy(reading, name);
}

static void begin_node(struct reading *reading, const XML_Char **attributes)
{
    struct netlist *netlist = reading->netlist;
    const struct netlist_part *part = netlist_part(netlist, attribute(attributes, "ref"));
    if (!part) {
        fail(reading, "a pin of a part that is not listed");
        return;
    }
    if (netlist->net_count == 0) {
        fail(reading, "a pin outside of a net");
        return;
    }
    struct netlist_pin *pin =
        append(reading, &netlist->pins, &netlist->pin_count, sizeof *netlist->pins);
    if (!pin)
        return;
    pin->part = (size_t)(part - netlist->parts);
    pin->net = netlist->net_count - 1;
    pin->number = copy(reading, attribute(attributes, "pin"));
    pin->function = copy(reading, attribute(attributes, "pinfunction"));
    netlist->nets[pin->net].pin_count++;
}

static void XMLCALL on_begin(void *context, const XML_Char *name, const XML_Char **attributes)
{
    struct reading *reading = context;
    if (reading->depth == DEPTH_max) {
        fail(reading, "elements nested too deeply");
        return;
    }
    snprintf(reading->names[reading->depth++], sizeof *reading->names, "%s", name);
    reading->text_length = 0;
    if (inside(reading, "components", "comp"))
        begin_part(reading, attributes);
    else if (inside(reading, "fields", "field") && strcmp(element(reading, 2), "comp") == 0)
        begin_field(reading, attributes);
    else if (inside(reading, "comp", "sheetpath") && last_part(reading)) {
        free(last_part(reading)->sheet);
        last_part(reading)->sheet = copy(reading, attribute(attributes, "names"));
    } else if (inside(reading, "comp", "libsource") && last_part(reading)) {
        free(last_part(reading)->symbol);
        last_part(reading)->symbol = copy(reading, attribute(attributes, "part"));
    } else if (inside(reading, "nets", "net"))
        begin_net(reading, attributes);
    else if (inside(reading, "net", "node"))
        begin_node(reading, attributes);
}

/* Where the text of the element that ends belongs; NULL: nowhere. */
static char **text_place(struct reading *reading)
{
    struct netlist_part *part = last_part(reading);
    if (!part)
        return NULL;
    if (inside(reading, "comp", "value"))
        return &part->value;
    if (inside(reading, "comp", "footprint"))
        return &part->footprint;
    if (inside(reading, "comp", "datasheet"))
        return &part->datasheet;
    if (inside(reading, "comp", "description"))
        return &part->description;
    if (inside(reading, "fields", "field") && strcmp(element(reading, 2), "comp") == 0 &&
        part->field_count > 0)
        return &part->fields[part->field_count - 1].value;
    return NULL;
}

static void XMLCALL on_end(void *context, const XML_Char *name)
{
    (void)name;
    struct reading *reading = context;
    char **place = text_place(reading);
    if (place) {
        reading->text[reading->text_length] = '\0';
        free(*place);
        *place = copy(reading, reading->text);
    }
    reading->text_length = 0;
    reading->depth--;
}

static void XMLCALL on_text(void *context, const XML_Char *text, int length)
{
    struct reading *reading = context;
    if (reading->text_length + (size_t)length >= TEXT_max) {
        fail(reading, "a text that is too long");
        return;
    }
    memcpy(reading->text + reading->text_length, text, (size_t)length);
    reading->text_length += (size_t)length;
}

/* --- order ------------------------------------------------------------------------------------- */

/* R2 before R10. */
static int compare_references(const char *a, const char *b)
{
    while (*a && *a == *b && !isdigit((unsigned char)*a))
        a++, b++;
    if (isdigit((unsigned char)*a) && isdigit((unsigned char)*b)) {
        long difference = strtol(a, NULL, 10) - strtol(b, NULL, 10);
        return (difference > 0) - (difference < 0);
    }
    return strcmp(a, b);
}

static int by_reference(const void *a, const void *b)
{
    const struct netlist_part *left = a, *right = b;
    return compare_references(left->reference, right->reference);
}

struct moved_pin {
    struct netlist_pin pin;
    size_t at;
};

static int by_part(const void *a, const void *b)
{
    const struct moved_pin *left = a, *right = b;
    if (left->pin.part != right->pin.part)
        return left->pin.part < right->pin.part ? -1 : 1;
    int order = compare_references(left->pin.number, right->pin.number);
    return order ? order : left->at < right->at ? -1 : 1;
}

/* Parts by reference, pins by part. `before`: the parts as the file had them; `moved`: room for as many pins. */
static void sort_parts_and_pins(struct netlist *netlist, char **before, struct moved_pin *moved)
{
    size_t parts = netlist->part_count, pins = netlist->pin_count;
    for (size_t i = 0; i < parts; i++)
        before[i] = netlist->parts[i].reference;
    if (parts > 0)
        qsort(netlist->parts, parts, sizeof *netlist->parts, by_reference);
    for (size_t i = 0; i < pins; i++) {
        moved[i] = (struct moved_pin){netlist->pins[i], i};
        moved[i].pin.part =
            (size_t)(netlist_part(netlist, before[moved[i].pin.part]) - netlist->parts);
    }
    if (pins > 0)
        qsort(moved, pins, sizeof *moved, by_part);
    for (size_t i = 0; i < pins; i++) {
        netlist->pins[i] = moved[i].pin;
        struct netlist_part *part = &netlist->parts[moved[i].pin.part];
        if (part->pin_count++ == 0)
            part->first_pin = i;
    }
}

static bool put_in_order(struct netlist *netlist)
{
    char **before = calloc(netlist->part_count + 1, sizeof *before);
    struct moved_pin *moved = calloc(netlist->pin_count + 1, sizeof *moved);
    bool enough = before && moved;
    if (enough)
        sort_parts_and_pins(netlist, before, moved);
    free(before);
    free(moved);
    return enough;
}

/* --- the file ---------------------------------------------------------------------------------- */

static void parse(struct reading *reading, FILE *file)
{
    char block[8192];
    bool more = true;
    while (more && !reading->wrong) {
        size_t length = fread(block, 1, sizeof block, file);
        more = length == sizeof block;
        if (XML_Parse(reading->parser, block, (int)length, !more) != XML_STATUS_OK &&
            !reading->wrong)
            reading->wrong = XML_ErrorString(XML_GetErrorCode(reading->parser));
    }
    if (!reading->wrong && reading->netlist->part_count == 0)
        reading->wrong = "no parts in it; is it a netlist of KiCad's format kicadxml?";
}

struct netlist *netlist_read(const char *path, char *error, size_t error_size)
{
    FILE *file = fopen(path, "r");
    if (!file) {
        snprintf(error, error_size, "%s: cannot open it", path);
        return NULL;
    }
    struct reading reading = {.parser = XML_ParserCreate(NULL),
                              .netlist = calloc(1, sizeof *reading.netlist)};
    if (reading.parser && reading.netlist) {
        XML_SetUserData(reading.parser, &reading);
        XML_SetElementHandler(reading.parser, on_begin, on_end);
        XML_SetCharacterDataHandler(reading.parser, on_text);
        parse(&reading, file);
    } else {
        reading.wrong = "no memory";
    }
    fclose(file);
    unsigned long line = reading.parser ? XML_GetCurrentLineNumber(reading.parser) : 0;
    if (!reading.wrong && !put_in_order(reading.netlist))
        reading.wrong = "no memory";
    if (reading.parser)
        XML_ParserFree(reading.parser);
    if (!reading.wrong)
        return reading.netlist;
    snprintf(error, error_size, "%s:%lu: %s", path, line, reading.wrong);
    netlist_free(reading.netlist);
    return NULL;
}

#include "schematics/netlist/netlist.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

void netlist_free(struct netlist *netlist)
{
    if (!netlist)
        return;
    for (size_t i = 0; i < netlist->part_count; i++) {
        struct netlist_part *part = &netlist->parts[i];
        free(part->reference);
        free(part->value);
        free(part->footprint);
        free(part->datasheet);
        free(part->description);
        free(part->sheet);
        free(part->symbol);
        for (size_t k = 0; k < part->field_count; k++) {
            free(part->fields[k].name);
            free(part->fields[k].value);
        }
        free(part->fields);
    }
    for (size_t i = 0; i < netlist->pin_count; i++) {
        free(netlist->pins[i].number);
        free(netlist->pins[i].function);
    }
    for (size_t i = 0; i < netlist->net_count; i++)
        free(netlist->nets[i].name);
    free(netlist->parts);
    free(netlist->pins);
    free(netlist->nets);
    free(netlist);
}

const struct netlist_part *netlist_part(const struct netlist *netlist, const char *reference)
{
    for (size_t i = 0; i < netlist->part_count; i++)
        if (strcmp(netlist->parts[i].reference, reference) == 0)
            return &netlist->parts[i];
    return NULL;
}

const struct netlist_net *netlist_net(const struct netlist *netlist, const char *name)
{
    for (size_t i = 0; i < netlist->net_count; i++)
        if (strcmp(netlist->nets[i].name, name) == 0)
            return &netlist->nets[i];
    return NULL;
}

const char *netlist_field(const struct netlist_part *part, const char *name)
{
    for (size_t i = 0; i < part->field_count; i++)
        if (strcmp(part->fields[i].name, name) == 0)
            return part->fields[i].value;
    return "";
}

const char *netlist_at(const struct netlist *netlist, const struct netlist_part *part,
                       const char *pin)
{
    for (size_t i = 0; i < part->pin_count; i++) {
        const struct netlist_pin *here = &netlist->pins[part->first_pin + i];
        if (strcmp(here->number, pin) == 0 || strcmp(here->function, pin) == 0)
            return netlist->nets[here->net].name;
    }
    return NULL;
}

bool netlist_touches(const struct netlist *netlist, const struct netlist_part *part,
                     const char *net)
{
    for (size_t i = 0; i < part->pin_count; i++)
        if (strcmp(netlist->nets[netlist->pins[part->first_pin + i].net].name, net) == 0)
            return true;
    return false;
}

static bool is_called(const struct netlist_part *part, const char *letters)
{
    size_t length = strlen(letters);
    return strncmp(part->reference, letters, length) == 0 &&
           isdigit((unsigned char)part->reference[length]);
}

const struct netlist_part *netlist_between(const struct netlist *netlist, const char *letters,
                                           const char *net, const char *other_net)
{
    const struct netlist_part *found = NULL;
    for (size_t i = 0; i < netlist->part_count; i++) {
        const struct netlist_part *part = &netlist->parts[i];
        if (!is_called(part, letters) || !netlist_touches(netlist, part, net) ||
            !netlist_touches(netlist, part, other_net))
            continue;
        if (found)
            return NULL;
        found = part;
    }
    return found;
}

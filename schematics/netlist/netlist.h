/* netlist.h: the drawing as data: parts, their fields and pins, and the nets that join them.
 *
 * Reads the netlist that KiCad exports (format kicadxml), so nothing here needs KiCad.
 * A net is known by the last part of its name: KiCad writes "/motors/MOTOR_UM" for a label drawn on
 * a sheet, and here it is "MOTOR_UM".
 * Owns: what netlist_read() returns, until netlist_free(); every pointer below points into it.
 * Errors: NULL and one sentence with the file and the line.
 */
#ifndef SCHEMATICS_NETLIST_NETLIST_H
#define SCHEMATICS_NETLIST_NETLIST_H

#include <stdbool.h>
#include <stddef.h>

struct netlist_field {
    char *name, *value;
};

struct netlist_part {
    char *reference;   /* "R12" */
    char *value;       /* as SPICE reads it: "10k", "100n" */
    char *footprint;   /* "" if none */
    char *datasheet;   /* "" if none */
    char *description; /* "" if none */
    char *sheet;       /* "/Motors/" */
    char *symbol;      /* "NMOS_GDS" */
    struct netlist_field *fields;
    size_t field_count;
    size_t first_pin, pin_count; /* its pins stand together in netlist.pins */
};

/* A pin that is joined to something, or marked as not connected. */
struct netlist_pin {
    size_t part; /* index into netlist.parts */
    size_t net;  /* index into netlist.nets */
    char *number;
    char *function; /* the pin's name in its symbol; "" if it has none */
};

struct netlist_net {
    char *name;
    size_t pin_count;
};

struct netlist {
    struct netlist_part *parts; /* by reference: C2 before C10 */
    size_t part_count;
    struct netlist_pin *pins; /* by part, then by number */
    size_t pin_count;
    struct netlist_net *nets;
    size_t net_count;
};

struct netlist *netlist_read(const char *path, char *error, size_t error_size);

/* NULL is allowed. */
void netlist_free(struct netlist *netlist);

/* NULL if there is none of that name. */
const struct netlist_part *netlist_part(const struct netlist *netlist, const char *reference);
const struct netlist_net *netlist_net(const struct netlist *netlist, const char *name);

/* The field's text, "" if the part has none of that name. */
const char *netlist_field(const struct netlist_part *part, const char *name);

/* The net at a pin, named by its number or by its function; NULL if the part has no such pin. */
const char *netlist_at(const struct netlist *netlist, const struct netlist_part *part,
                       const char *pin);

/* Whether the part has a pin on the net. */
bool netlist_touches(const struct netlist *netlist, const struct netlist_part *part,
                     const char *net);

/* The only part whose reference begins with these letters and which joins the two nets directly;
 * NULL if there is none or more than one. */
const struct netlist_part *netlist_between(const struct netlist *netlist, const char *letters,
                                           const char *net, const char *other_net);

#endif

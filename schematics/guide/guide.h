/* guide.h: what of the build guide is made from the netlist, so that it cannot be wrong.
 *
 * Tables for README.md between its marks, and drawings. `make docs` writes them, and a test says when
 * they are stale.
 * Owns: nothing. Errors: a part that a drawing has no place for is a sentence on stderr and false.
 */
#ifndef SCHEMATICS_GUIDE_GUIDE_H
#define SCHEMATICS_GUIDE_GUIDE_H

#include <stdbool.h>
#include <stdio.h>

#include "schematics/guide/places.h"
#include "schematics/netlist/netlist.h"

/* What to buy: board, box and cuff. */
bool guide_print_parts(const struct netlist *drawing, FILE *out);

/* Every connector's pins, with the wire's colour and where it goes. */
bool guide_print_connectors(const struct netlist *drawing, FILE *out);

/* Every net with all that is joined to it, stage by stage, for those without a board. */
bool guide_print_breadboard(const struct netlist *drawing, FILE *out);

/* Voltages at the test points, computed in SPICE. */
bool guide_print_test_points(const struct netlist *drawing, FILE *out);

/* The board's plugs, the box and the cuff, and every wire between them. */
bool guide_draw_wiring(const struct netlist *drawing, FILE *out);

/* The parts of a stage ("/Power/") as they lie on the table, each leg with its net, and where they go on
 * the board. */
bool guide_draw_cards(const struct netlist *drawing, const struct places *places, const char *sheet,
                      FILE *out);

/* --- shared ----------------------------------------------------------------------------------- */

/* The name of a net or pin as a person reads it: "-" for one that is not connected, no bars, no
 * name made up by the editor where a cable begins. */
const char *guide_net_name(const char *net);

/* The wire's colour for a net of the cables, "" for others; and that colour for a drawing. */
const char *guide_wire_colour(const char *net);
const char *guide_wire_paint(const char *net);

/* On the board? (Else in the cuff or in the box.) */
bool guide_is_on_board(const struct netlist_part *part);

/* Do the plug's cable and the part belong together? A part off the board hangs on the plug of its own page; the
 * jack and the sync output (no VH, no XH) are for others. */
bool guide_is_wired_to(const struct netlist_part *plug, const struct netlist_part *part);

/* Not a part that is bought: a test point, a hole. */
bool guide_is_no_part(const struct netlist_part *part);

#endif

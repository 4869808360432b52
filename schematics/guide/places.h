/* places.h: where the parts lie on the board, from the position file that KiCad exports.
 *
 * Owns: nothing; the places are the caller's. Errors: false and a sentence on stderr.
 */
#ifndef SCHEMATICS_GUIDE_PLACES_H
#define SCHEMATICS_GUIDE_PLACES_H

#include <stdbool.h>
#include <stddef.h>

enum { PLACES_max = 256, PLACES_BOARD_w_mm = 156, PLACES_BOARD_h_mm = 100 };

struct places {
    struct place {
        char reference[12];
        double x_mm, y_mm; /* to the right and up from the board's lower left corner */
    } place[PLACES_max];
    size_t count;
};

/* Reads "Ref","Val","Package",PosX,PosY,... of which the first line is the heading. */
bool places_read(const char *path, struct places *places);

/* NULL if the part is not on the board. */
const struct place *places_of(const struct places *places, const char *reference);

#endif

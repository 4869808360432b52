/* thermistor.h: what a 103AT-2 thermistor under the board's 10 k divider says in degrees.
 *
 * The table is computed from the Steinhart-Hart coefficients 8.874628e-4, 2.515199e-4, 1.919450e-7,
 * which fit Semitec's table within 0.019 C over 0 to 60 C; the test recomputes it and compares it with
 * rows of the datasheet. The 103AT-2 has the lowest B of the usual 10 k parts: with any other of them
 * fitted by mistake the reading is too high, which is the safe side.
 * Owns: nothing, pure.
 */
#ifndef AVR_CORE_THERMISTOR_H
#define AVR_CORE_THERMISTOR_H

#include <stdint.h>

enum {
    THERMISTOR_SUM = 8,                            /* conversions added up for one reading */
    THERMISTOR_MIN_counts8 = 170 * THERMISTOR_SUM, /* 73.8 C; below: short, or far too hot */
    THERMISTOR_MAX_counts8 = 860 * THERMISTOR_SUM, /* -14.6 C; above: open */
};

/* The temperature for a sum of eight conversions (0 to 8184), in hundredths of a degree. Outside the valid window
 * the nearest end of it; whether a reading is plausible is for the caller to judge first. */
int16_t thermistor_counts8_to_cC(uint16_t counts8);

#endif

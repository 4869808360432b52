/* dose.h: thermal dose as CEM43, cumulative equivalent minutes at 43 C.
 *
 * CEM43 = sum of dt * R^(43 - T), R = 0.5 at and above 43 C and 0.25 below (Sapareto and Dewey 1984; limits
 * in van Rhoon et al. 2013). The device counts with it, the host bounds with it. Owns: nothing, pure.
 */
#ifndef PROTOCOL_DOSE_H
#define PROTOCOL_DOSE_H

#include <stdint.h>

/* Thousandths of an equivalent minute per minute at this temperature: 1000 at 43 C. Between the table's
 * half degrees the straight line lies above the curve, so the dose is never understated. Above 47 C: as
 * at 47 C, where the trip has long acted. */
uint16_t dose_rate_mCEM43_min(int16_t skin_cC);

#endif

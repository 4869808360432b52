/* timing.h: how long the lines of a script take, and how often `repeat fill` goes.
 *
 * Owns: nothing. Context: host. Errors: complains about stages whose steps do not fit.
 */
#ifndef HOST_CALF_LANGUAGE_TIMING_H
#define HOST_CALF_LANGUAGE_TIMING_H

#include "host/calf/language/script.h"

/* Far more ticks than a routine can last; sums stop growing here. */
#define TIMING_MANY_ticks UINT64_C(1000000000)

/* Puts into every `repeat fill` how many whole bodies fit into what its stage has left, so that what
 * is shown is what is played, and checks that every stage's steps fit into it. */
void timing_resolve(struct script *script);

#endif

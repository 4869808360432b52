/* noise.h: the kit's only source of randomness, seeded, so that every run can be repeated.
 *
 * Each model owns a generator of its own: one model drawing more numbers must not shift another's.
 * Owns: nothing; state is the caller's.
 */
#ifndef HOST_KIT_NOISE_H
#define HOST_KIT_NOISE_H

#include <stdint.h>

struct noise {
    uint64_t state;
};

/* A generator for `purpose` (any number that differs between models) under the kit's seed. */
struct noise noise_seeded(uint64_t seed, uint64_t purpose);

/* The next 64 random bits: SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number
 * Generators, OOPSLA 2014). */
uint64_t noise_bits(struct noise *noise);

/* A number from 0 up to, not including, 1. */
double noise_uniform(struct noise *noise);

/* A number of mean 0 and standard deviation 1, within +-6: the sum of twelve uniform ones less six,
 * which needs no library function that could round differently elsewhere. */
double noise_gauss(struct noise *noise);

#endif

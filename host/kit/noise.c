#include "host/kit/noise.h"

struct noise noise_seeded(uint64_t seed, uint64_t purpose)
{
    struct noise noise = {seed * 0x9E3779B97F4A7C15u + purpose};
    noise.state = noise_bits(&noise); /* neighbouring seeds must not give shifted copies */
    return noise;
}

uint64_t noise_bits(struct noise *noise)
{
    uint64_t z = noise->state += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

double noise_uniform(struct noise *noise)
{
    return (double)(noise_bits(noise) >> 11) * 0x1p-53;
}

double noise_gauss(struct noise *noise)
{
    double sum = -6.0;
    for (int i = 0; i < 12; i++)
        sum += noise_uniform(noise);
    return sum;
}

/* eva.h: values that Frama-C's Eva takes for any in their range, and what must hold of what comes of them.
 *
 * A driver is a program that Eva reads and nobody runs: .ci/eva.
 */
#ifndef TESTS_EVA_EVA_H
#define TESTS_EVA_EVA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __FRAMAC__
#include <__fc_builtin.h>
#else /* for the tools that only read */
unsigned Frama_C_unsigned_int_interval(unsigned least, unsigned most);
unsigned long Frama_C_unsigned_long_interval(unsigned long least, unsigned long most);
int Frama_C_interval(int least, int most);
void Frama_C_make_unknown(char *bytes, size_t count);
#endif

static inline uint8_t eva_u8(uint8_t least, uint8_t most)
{
    return (uint8_t)Frama_C_unsigned_int_interval(least, most);
}

static inline uint16_t eva_u16(uint16_t least, uint16_t most)
{
    return (uint16_t)Frama_C_unsigned_int_interval(least, most);
}

static inline uint32_t eva_u32(void)
{
    return (uint32_t)Frama_C_unsigned_long_interval(0, UINT32_MAX);
}

static inline int16_t eva_i16(int16_t least, int16_t most)
{
    return (int16_t)Frama_C_interval(least, most);
}

static inline void eva_bytes(void *bytes, size_t count)
{
    Frama_C_make_unknown((char *)bytes, count);
}

/* Alarms where it may not hold. */
static inline void eva_must(bool holds)
{
    /*@ assert holds != 0; */
    (void)holds;
}

#endif

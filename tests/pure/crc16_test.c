/* The check that stands between line noise and a motor: the same on both ends, and as strong as
 * protocol/crc16.h says. */
#include <string.h>

#include "protocol/crc16.h"
#include "tests/tap.h"

static const uint8_t digits[] = "123456789";
enum { DIGITS = sizeof digits - 1 };

/* Otherwise kit and PC, or a stranger's client, would refuse every frame of each other. */
static void test_known_values(void)
{
    is_int(crc16_block(CRC16_START, digits, DIGITS), 0x6F91,
           "the published check value of CRC-16/MCRF4XX");
    is_int(crc16_block(CRC16_START, digits, 0), 0xFFFF, "nothing leaves the start value");
    is_int(crc16_update(CRC16_START, 0), 0x0F87, "a zero byte counts");
}

/* A routine comes in chunks; its check must not depend on where they were cut. */
static void test_continues(void)
{
    bool same = true;
    for (uint16_t cut = 0; cut <= DIGITS; cut++) {
        uint16_t crc = crc16_block(CRC16_START, digits, cut);
        same = same && crc16_block(crc, digits + cut, (uint16_t)(DIGITS - cut)) == 0x6F91;
    }
    ok(same, "a block may be cut anywhere");
}

/* Records that carry their own CRC are checked by this. */
static void test_residue(void)
{
    uint32_t seed = 20261, state = seed;
    uint8_t block[127];
    bool zero = true;
    for (uint8_t length = 0; length <= sizeof block - 2; length++) {
        for (uint8_t i = 0; i < length; i++)
            block[i] = (uint8_t)tap_random(&state);
        uint16_t crc = crc16_block(CRC16_START, block, length);
        block[length] = (uint8_t)crc;
        block[length + 1] = (uint8_t)(crc >> 8);
        zero = zero && crc16_block(CRC16_START, block, (uint16_t)(length + 2)) == 0;
    }
    ok(zero, "a block followed by its CRC has the CRC 0 (seed %lu)", (unsigned long)seed);
}

#ifndef __AVR__

/* The CRC's answer to one flipped bit is the same in whatever block: it is linear. So all errors of
 * up to three bits are caught if no one, two or three of these answers cancel out. */
static void test_hamming_distance(void)
{
    enum { BITS = 127 * 8 };
    static uint16_t answers[BITS];
    static uint8_t taken[0x10000];
    uint8_t block[127];
    memset(block, 0, sizeof block);
    uint16_t clean = crc16_block(CRC16_START, block, sizeof block);
    long cancelled = 0;
    for (unsigned bit = 0; bit < BITS; bit++) {
        block[bit / 8] = (uint8_t)(1U << bit % 8);
        answers[bit] = (uint16_t)(clean ^ crc16_block(CRC16_START, block, sizeof block));
        block[bit / 8] = 0;
        cancelled += answers[bit] == 0 || taken[answers[bit]];
        taken[answers[bit]] = 1;
    }
    for (unsigned one = 0; one < BITS; one++)
        for (unsigned two = 0; two < one; two++)
            cancelled += taken[answers[one] ^ answers[two]];
    is_int(cancelled, 0, "any three flipped bits in the longest frame are noticed");
}

#else

static void test_hamming_distance(void)
{
    skip("the distance is counted on the host: it takes 66 KB");
}

#endif

int main(void)
{
    test_known_values();
    test_continues();
    test_residue();
    test_hamming_distance();
    return done();
}

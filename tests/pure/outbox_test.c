/* The outbox: events reach the host whole and in order, and what is lost is known to be lost. */
#include <string.h>

#include "avr/core/outbox.h"
#include "tests/tap.h"

static struct outbox outbox;
static uint8_t message[OUTBOX_MESSAGE_MAX], taken[OUTBOX_MESSAGE_MAX];

/* A message whose every byte tells its number and place. */
static void fill(uint8_t number, uint8_t length)
{
    for (uint8_t i = 0; i < length; i++)
        message[i] = (uint8_t)(31 * number + i);
}

static void put(uint8_t number, uint8_t length)
{
    fill(number, length);
    outbox_put(&outbox, message, length);
}

static bool take_is(uint8_t number, uint8_t length)
{
    fill(number, length);
    return outbox_take(&outbox, taken) == length && memcmp(taken, message, length) == 0;
}

/* From every place in the ring, so that each length and each byte crosses its end once. */
static void test_order(void)
{
    long wrong = 0;
    memset(&outbox, 0, sizeof outbox);
    for (uint8_t number = 0; number < 2 * OUTBOX_BYTES; number++) {
        put(number, 1);
        put((uint8_t)(number + 1), 14);
        put((uint8_t)(number + 2), OUTBOX_MESSAGE_MAX);
        wrong += !take_is(number, 1) || !take_is((uint8_t)(number + 1), 14) ||
                 !take_is((uint8_t)(number + 2), OUTBOX_MESSAGE_MAX);
    }
    is_int(wrong, 0, "events come out as they went in, wherever the ring ends");
    is_int(outbox_take(&outbox, taken), 0, "and then there is none");
    is_int(outbox.drops, 0, "nothing was dropped");
}

static void test_full(void)
{
    memset(&outbox, 0, sizeof outbox);
    for (uint8_t number = 1; number <= 4; number++)
        put(number, OUTBOX_MESSAGE_MAX);
    put(5, 3); /* with their lengths: 4 * 23 + 4 = 96 bytes, all there are */
    is_int(outbox.drops, 0, "the ring can be filled to its last byte");
    put(6, 1);
    is_int(outbox.drops, 1, "an event without room is counted, not half written");
    ok(take_is(1, OUTBOX_MESSAGE_MAX) && take_is(2, OUTBOX_MESSAGE_MAX) &&
           take_is(3, OUTBOX_MESSAGE_MAX) && take_is(4, OUTBOX_MESSAGE_MAX) && take_is(5, 3),
       "those before it are unharmed");
    is_int(outbox_take(&outbox, taken), 0, "and the dropped one is really gone");
    put(7, OUTBOX_MESSAGE_MAX);
    ok(take_is(7, OUTBOX_MESSAGE_MAX), "afterwards there is room again");
}

/* The host sees a gap in the numbers where an event was dropped. */
static void test_sequence(void)
{
    memset(&outbox, 0, sizeof outbox);
    long wrong = 0;
    for (uint16_t count = 0; count < 600; count++)
        wrong += outbox_sequence(&outbox) != (uint8_t)count;
    is_int(wrong, 0, "every event has the next number, kept or dropped, so that gaps show");
}

/* The user would lose: the variables behind an event, to a bit that flips in the ring. */
static void test_wild_length(void)
{
    static uint8_t behind[UINT8_MAX];
    memset(&outbox, 0, sizeof outbox);
    put(1, 3);
    memset(outbox.bytes, UINT8_MAX, OUTBOX_BYTES);
    is_int(outbox_take(&outbox, behind), 0, "a length that no event has is no event");
    is_int(behind[OUTBOX_MESSAGE_MAX], 0, "and writes nothing");
    put(2, 3);
    ok(take_is(2, 3), "the next one comes as ever");
}

/* The same, to one in the place where the next event comes out. */
static void test_wild_place(void)
{
    static struct {
        struct outbox outbox;
        uint8_t behind[UINT8_MAX];
    } memory;
    static const uint8_t nothing[sizeof memory.behind];
    unsigned wrong = 0;
    for (unsigned out = OUTBOX_BYTES; out <= UINT8_MAX; out++) {
        memset(&memory, 0, sizeof memory);
        memory.outbox.out = (uint8_t)out;
        memory.outbox.used = 32;
        outbox_put(&memory.outbox, message, sizeof message);
        wrong += memory.outbox.used != 32 + sizeof message + 1 || memory.outbox.drops > 0 ||
                 memcmp(memory.behind, nothing, sizeof nothing) != 0;
    }
    is_int(wrong, 0, "an event goes into the ring, wherever that seems to be");
}

int main(void)
{
    test_wild_length();
    test_wild_place();
    test_order();
    test_full();
    test_sequence();
    return done();
}

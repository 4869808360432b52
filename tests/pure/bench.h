/* bench.h: the whole pure core on a test bench, without a register: time, readings, EEPROM and
 * link.
 *
 * A frame here is what avr/main.c does in its ten ticks, with a kit whose pad follows nothing:
 * readings are what the test says. The EEPROM outlives bench_boot(), as it should, and so does what is kept in memory
 * if the cause is not a power-up; bench_blank() makes the chip new.
 * Owns: the one EEPROM image; the test owns its struct bench. Context: tests.
 */
#ifndef TESTS_PURE_BENCH_H
#define TESTS_PURE_BENCH_H

#include "avr/core/device.h"
#include "tests/pure/routine_maker.h"

enum { BENCH_EEPROM_BYTES = 4 * STORE_SLOT_BYTES, BENCH_NO_CUT = INT16_MAX };

struct bench {
    struct device device;
    struct safety_request request;
    struct safety_permit permit;
    bool cut; /* the outputs are cut, whatever is permitted, until a person allows them again */
    uint32_t now_ms;
    uint16_t bytes_until_cut; /* EEPROM bytes that are still written before the power fails */
    uint8_t frames;           /* since the last cycle of readings */
    void (*hear)(const uint8_t *event, uint8_t length); /* NULL: events are thrown away */
    uint8_t reply[sizeof(union view_reply)];
    uint8_t reply_length;
};

/* A new chip. */
void bench_blank(void);
uint8_t *bench_eeprom(void);

/* Power on, with healthy readings to come: skin 30 C, pad 28 C, 5.0 V. The state is BOOT. */
void bench_boot(struct bench *bench, uint8_t reset_cause);

/* Frames of 10 ms: told, planned, asked, permitted, shown, controlled, sampled, kept. */
void bench_frames(struct bench *bench, uint32_t count);

/* Sends a whole message; 0 when it was done, else the enum refusal. The reply is kept. */
uint8_t bench_send(struct bench *bench, const uint8_t *message, uint8_t length);

/* Sends a request without fields. */
uint8_t bench_ask(struct bench *bench, uint8_t type);

/* Sends well-formed requests. */
uint8_t bench_clock(struct bench *bench, uint32_t utc_min);
uint8_t bench_leg(struct bench *bench, uint8_t leg);
uint8_t bench_start(struct bench *bench, uint8_t level);
uint8_t bench_set(struct bench *bench, uint8_t zone, uint16_t strength_permille,
                  uint16_t duration_ms);
uint8_t bench_heat(struct bench *bench, int32_t setpoint_mC, uint16_t duration_ms);
uint8_t bench_test(struct bench *bench, uint8_t test, uint16_t duration_ms);
uint8_t bench_acknowledge(struct bench *bench, uint32_t faults);
uint8_t bench_setting(struct bench *bench, uint8_t setting, int32_t value);

/* Uploads a routine, in chunks, and commits it. */
uint8_t bench_upload(struct bench *bench, const struct routine_maker *maker);

/* Is some motor driven; is the heater? */
bool bench_moves(const struct bench *bench);
bool bench_heats(const struct bench *bench);

/* Makes both legs practised: two completed sessions. */
void bench_practise(struct bench *bench);

uint8_t bench_state(const struct bench *bench);

#endif

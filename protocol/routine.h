/* routine.h: a routine as bytes: what it may say (validate), how it plays (step), what it amounts to
 * (totals). The host's lint and the device's player run this very code.
 *
 * A routine is an 8-byte header and a program of one-byte operations with operands (ROUTINE_OPS).
 * Time is counted in ticks of 10 ms. A number of more than 7 bits ("varint") is stored in groups of
 * 7 bits, lowest first, the top bit meaning that more follow; at most three groups, shortest form.
 * Owns: nothing. Context: main. Errors: a place and an enum; a validated routine cannot fail to play.
 */
#ifndef PROTOCOL_ROUTINE_H
#define PROTOCOL_ROUTINE_H

#include <stdbool.h>
#include <stdint.h>

#include "protocol/words.h"

enum {
    ROUTINE_FORMAT = 1,
    ROUTINE_TICK_ms = 10,
    ROUTINE_TICKS_s = 1000 / ROUTINE_TICK_ms,
    ROUTINE_HEADER_BYTES = 8,
    ROUTINE_MAX_BYTES = 192, /* four upload chunks */
    ROUTINE_MIN_BYTES = ROUTINE_HEADER_BYTES + 1,
    ROUTINE_MAX_DEPTH = 3, /* repeats inside repeats */
    ROUTINE_MAX_KEYS = 8,  /* keyframes at one instant */
    ROUTINE_MAX_NOW = 16,  /* operations at one instant */
    ROUTINE_MAX_REPEAT = 1023,
    ROUTINE_MAX_RAMP_ticks = 6000,
    ROUTINE_MAX_STAGE_s = 1800,
    ROUTINE_MAX_STAGES = 32,
    ROUTINE_MAX_TOTAL_s = 3600,
    ROUTINE_MAX_LEVEL = 5,
    ROUTINE_NO_STAGE = 255,
    ROUTINE_PLAYER_MAX_BYTES = 97, /* of RAM beside the program */
};

/* O(NAME, first byte, last byte, "operands", "what it does") */
#define ROUTINE_OPS(O)                                                                             \
    O(END, 0x00, 0x00, "", "all zones to zero, heat off: the routine is over")                     \
    O(STAGE, 0x01, 0x01, "kind u8, bytes u8, duration_s varint, heat u8",                          \
      "all zones to zero; the next `bytes` bytes are its steps and are left when its time is up")  \
    O(REST, 0x02, 0x02, "ticks varint", "let time pass; what ramps goes on ramping")               \
    O(REPEAT, 0x03, 0x03, "count varint", "do what stands up to AGAIN, count times")               \
    O(AGAIN, 0x04, 0x04, "", "end of the innermost REPEAT")                                        \
    O(HEAT, 0x05, 0x05, "heat u8", "a new setpoint; nothing waits for it")                         \
    O(WARM, 0x06, 0x06, "heat u8, timeout_s varint",                                               \
      "a new setpoint; zones to zero and the clock stands until it is reached or the time is out") \
    O(MARK, 0x07, 0x07, "mark u8", "an event with this number, 0 to 127")                          \
    O(PROMPT, 0x08, 0x08, "prompt u8, timeout_s varint",                                           \
      "zones to zero and the clock stands until the person goes on or the time is out")            \
    O(KEY, 0x40, 0x7F, "percent u8, ramp_ticks varint",                                            \
      "the zones in the low six bits go to this strength, evenly over the ramp")                   \
    O(SHORT_REST, 0x80, 0xBF, "", "REST of 1 to 64 ticks: the low six bits, plus one")             \
    O(KEY_STEP, 0xC0, 0xFF, "percent u8, ramp_ticks varint", "KEY that begins a step")

#define AS_OP(NAME, first, last, operands, help) ROUTINE_##NAME = (first),
enum routine_op { ROUTINE_OPS(AS_OP) };
#undef AS_OP

/* Heat is one byte: 0 is off, n is 30.0 C + n/10, at most 110 = 41.0 C. */
enum { ROUTINE_HEAT_MAX = 110 };
int16_t routine_heat_to_cC(uint8_t heat);
int32_t routine_heat_to_mC(uint8_t heat);

/* E(NAME, "what is wrong"): what the validator can say of a byte. */
#define ROUTINE_ERRORS(E)                                                          \
    E(OK, "valid")                                                                 \
    E(LENGTH, "shorter or longer than a routine can be")                           \
    E(FORMAT, "not a routine of this format")                                      \
    E(CEILING, "the ceiling is not 1 to 100 %")                                    \
    E(LEVEL, "levels are 1 to 5, the default at most the highest")                 \
    E(LEGS, "no leg, or one that does not exist")                                  \
    E(UNKNOWN_OP, "no such operation")                                             \
    E(TRUNCATED, "the program ends within an operation")                           \
    E(NUMBER, "a number is too large or not in its shortest form")                 \
    E(OUTSIDE_STAGE, "this operation must be inside a stage")                      \
    E(STAGE_KIND, "no such kind of stage")                                         \
    E(STAGE_DURATION, "a stage lasts 1 s to 30 min")                               \
    E(STAGE_BYTES, "the stage's steps end within an operation or within a repeat") \
    E(TOO_MANY_STAGES, "more than 32 stages")                                      \
    E(HEAT, "warmer than 41.0 C, or a wait for no warmth")                         \
    E(HEAT_HERE, "a settle stage is without heat")                                 \
    E(MOTORS_HERE, "motors move only in a massage stage")                          \
    E(NO_ZONE, "a keyframe without a zone")                                        \
    E(PERCENT, "stronger than the routine's ceiling")                              \
    E(RAMP, "a ramp is at most 60 s")                                              \
    E(TOO_MANY_KEYS, "more than 8 keyframes at one instant")                       \
    E(TOO_MANY_NOW, "more than 16 operations at one instant")                      \
    E(TWICE_NOW, "two steps begin, or two marks stand, at one instant")            \
    E(REPEAT, "a repeat is 1 to 1023 times")                                       \
    E(DEPTH, "repeats are nested more than three deep")                            \
    E(NO_TIME, "a repeat in which no time passes")                                 \
    E(UNMATCHED, "AGAIN without REPEAT")                                           \
    E(WAIT, "the wait is 1 s to 12 min (a prompt's: 5 min)")                       \
    E(WAIT_HERE, "a wait inside a repeat: nobody could say how long it all takes") \
    E(MARK, "a routine's marks are 0 to 127")                                      \
    E(NO_END, "the program does not finish with END")                              \
    E(TOTAL, "the stages together last over an hour")                              \
    E(DECLARED, "the header's totals are not those of the program")

#define AS_ERROR(NAME, words) ROUTINE_ERROR_##NAME,
enum routine_error { ROUTINE_ERRORS(AS_ERROR) };
#undef AS_ERROR

struct routine_header {
    uint8_t ceiling_percent; /* 1 to 100 */
    uint8_t level_default;   /* 1 to level_max */
    uint8_t level_max;       /* 1 to 5 */
    uint8_t legs;            /* bit 0 left, bit 1 right */
    uint16_t motor_s;        /* motor time, rounded up; the gate limits the real one anyway */
    uint16_t total_s;        /* sum of the stages' own times */
};

void routine_put_header(uint8_t *program, const struct routine_header *header);
/* Always inlined: who asks for one field then reads one. */
__attribute__((always_inline)) static inline struct routine_header
routine_header(const uint8_t *program)
{
    return (struct routine_header){
        .ceiling_percent = program[1],
        .level_default = program[2] & 0x0F,
        .level_max = program[2] >> 4,
        .legs = program[3],
        .motor_s = (uint16_t)(program[4] | (uint16_t)program[5] << 8),
        .total_s = (uint16_t)(program[6] | (uint16_t)program[7] << 8),
    };
}

/* Writes a varint (0 to 2,097,151) and returns its bytes, 1 to 3. */
uint8_t routine_put_number(uint8_t *out, uint32_t number);

/* One operation, taken apart. */
struct routine_step {
    uint8_t op;      /* enum routine_op */
    uint8_t at;      /* its place in the program */
    uint8_t next;    /* the place of the next one */
    uint8_t zones;   /* KEY, KEY_STEP; of a STAGE its kind */
    uint8_t value;   /* percent, heat, mark or prompt */
    uint8_t bytes;   /* STAGE */
    uint32_t number; /* ticks, count, or seconds */
};

/* Takes apart the operation at `at`. ROUTINE_ERROR_OK, or why it is none. */
enum routine_error routine_read(const uint8_t *program, uint8_t length, uint8_t at,
                                struct routine_step *step);

/* Checks a whole program. On an error `at` is the place of the byte it is about. Does not compare the
 * declared motor time with the program (routine_totals does; it takes far longer). */
enum routine_error routine_check(const uint8_t *program, uint16_t length, uint8_t *at);

/* --- playing ------------------------------------------------------------------------------- */

/* One zone on its way. Every tick it goes the distance left divided by the ticks left, so it arrives
 * exactly and on time; in 1/64 permille a ramp of 10 s strays at most 0.4 % from a straight line. */
struct routine_ramp {
    uint16_t now_q6;     /* permille * 64 of the routine's percent */
    uint16_t left_ticks; /* 0: at rest */
    uint16_t rate_q6;    /* per tick: the distance left / left_ticks, rounded down, */
    uint16_t rest_q6;    /* and what that leaves over */
    uint8_t target_percent;
};

struct routine_player {
    const uint8_t *next, *end; /* the operation that comes next; the end of the program */
    const uint8_t *limit;      /* the end of the stage's steps; outside of stages `end` */
    uint32_t clock_ticks;      /* of the routine's own time; stands in waits */
    uint8_t stage;             /* index or ROUTINE_NO_STAGE */
    uint8_t kind;              /* enum stage_kind */
    uint8_t heat;              /* as in the program */
    uint32_t stage_left_ticks;
    uint32_t rest_ticks;                            /* until the next operation, or of the wait */
    uint16_t steps;                                 /* begun so far */
    uint8_t step_zones, step_percent, mark, prompt; /* of the last such event */
    bool warming, prompting;
    uint8_t moved_zones; /* bits of those that have, perhaps, since their user has cleared this */
    uint8_t depth;
    struct routine_repeat {
        const uint8_t *first; /* of its operations */
        uint16_t left;        /* turns, this one included */
    } repeats[ROUTINE_MAX_DEPTH];
    struct routine_ramp zones[ZONE_COUNT];
};
#ifdef __AVR__
_Static_assert(sizeof(struct routine_player) <= ROUTINE_PLAYER_MAX_BYTES, "RAM for the player");
#endif

/* What happened in a tick; bits. */
enum player_event {
    PLAYER_STAGE = 1,
    PLAYER_STEP = 2,
    PLAYER_MARK = 4,
    PLAYER_WAIT_BEGAN = 8, /* warming or prompting tells which */
    PLAYER_WAIT_ENDED = 16,
    PLAYER_TIMED_OUT = 32, /* with WAIT_ENDED: it was not reached, nobody answered */
    PLAYER_END = 64,
};

/* Puts the player at the beginning of a program that routine_check has passed. */
void player_begin(struct routine_player *player, const uint8_t *program, uint8_t length);

/* Plays one tick: afterwards player_permille() and heat hold for the 10 ms that follow. go: the
 * warmth is reached, or the person has answered; ends a wait. Returns player_event bits. */
uint8_t player_tick(struct routine_player *player, bool go);

/* A zone's strength, 0 to 1000, of the routine's percent: rounded up, so that moving is never 0. */
uint16_t player_permille(const struct routine_player *player, uint8_t zone);

/* Is some zone above zero? */
bool player_moving(const struct routine_player *player);

/* --- playing ahead (host; the device has no need and no time for it) -------------------------- */

/* For how many ticks to come are all alike to the one that was just played? Time passes and ramps go on, but
 * nothing begins or ends, no zone comes into motion or to rest, and no wait ends of itself. */
uint32_t player_alike_ticks(const struct routine_player *player);

/* Plays so many of them at once: the same as that many of player_tick(player, false). */
void player_skip(struct routine_player *player, uint32_t ticks);

/* A zone's player_permille() in each of so many of them, added up. */
uint32_t player_permille_sum(const struct routine_player *player, uint8_t zone, uint32_t ticks);

/* --- totals (host likewise) ------------------------------------------------------------------- */

struct routine_totals {
    uint32_t duration_ticks; /* without waits */
    uint32_t motor_ticks;    /* any zone above zero */
    uint32_t heat_ticks;     /* any heat asked for, without waits */
    uint32_t wait_s;         /* all waits, each at its longest */
    uint32_t zone_ticks[ZONE_COUNT];
    uint16_t peak_permille[ZONE_COUNT];
    uint16_t steps;
    uint8_t stages;
    uint8_t heat_max; /* as in the program */
};

/* Plays a valid program to its end without waiting and adds up. */
void routine_totals(const uint8_t *program, uint8_t length, struct routine_totals *totals);

#endif

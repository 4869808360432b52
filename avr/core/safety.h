/* safety.h: the gate. Every duty passes through safety_permit() before it can reach an output.
 *
 * It knows the readings, the clock, the declared leg and what each leg has had; it does not know the
 * controller, the routine or the protocol. Unknown means no: without fresh and plausible readings there is
 * no heat. Faults are level-triggered and latched; they end only when their cause is gone and a person
 * has acknowledged them.
 * Owns: struct safety, pure. Context: main. Sources of the limits: protocol/limits.h, SAFETY of the kit.
 */
#ifndef AVR_CORE_SAFETY_H
#define AVR_CORE_SAFETY_H

#include <stdbool.h>
#include <stdint.h>

#include "avr/core/guard.h"
#include "avr/core/heat_watch.h"
#include "avr/core/level_checks.h"
#include "avr/core/motor_watch.h"
#include "avr/core/sense.h"
#include "avr/core/trial.h"
#include "avr/core/usage.h"
#include "protocol/words.h"

struct safety {
    /* guarded, with what the legs have had: guard.h */
    uint32_t latched;      /* fault bits; survive a reset through the store */
    uint8_t leg;           /* declared; LEG_NONE: nothing may be driven */
    bool brown_out_is_off; /* detection, by its fuse: then there is no heat */
    struct trial trial;
    uint32_t present;  /* fault bits whose cause the gate sees now */
    uint32_t reported; /* those whose cause others see now */
    /* what was permitted in the last frame */
    uint16_t heater_permille;
    bool moving;
    bool has_heated;     /* in some frame of the running second */
    uint8_t cycles_seen; /* sense.cycles of that cycle */
    uint8_t seconds_tenths;
    uint8_t probe_s; /* seconds since full power was last interrupted to see that it can be */
    bool is_late;    /* too many frames in the last second */
    uint8_t late_seen, late_second;
    struct level_checks checks;
    struct heat_watch heat;
    struct motor_watch motors;
    struct guard guard;
    struct usage legs[USAGE_LEGS]; /* left, right */
};

/* What somebody wants for the next frame. */
struct safety_request {
    uint32_t now_ms;
    const uint16_t *motor_permille; /* by zone; NULL: none is to move */
    uint16_t heater_permille;
    uint8_t test;        /* enum test: in place of the above, one output by itself */
    bool was_cut;        /* until now the outputs were off, whatever was permitted */
    uint8_t late_frames; /* frames main has missed so far, wraps */
};

/* What is allowed; never more than was asked. */
struct safety_permit {
    uint16_t motor_permille[ZONE_COUNT];
    uint16_t heater_permille;
    bool arm; /* the heater's arm line may be pumped */
};

/* A struct of zeros, as static storage is after a reset, has nothing latched and nothing used, and now may be asked;
 * the store then fills in what it has kept. */
void safety_init(struct safety *safety);

/* The gate. Called once per frame of 10 ms. */
void safety_permit(struct safety *safety, const struct safety_request *request,
                   const struct sense *sense, struct safety_permit *permit);

/* Latches a fault of one instant that was found elsewhere (reset cause, store). */
static inline void safety_raise(struct safety *safety, uint8_t fault)
{
    uint8_t *latched = (uint8_t *)&safety->latched + fault / 8; /* both ends are little-endian */
    *latched = (uint8_t)(*latched | 1U << fault % 8);
    safety->guard.is_old = true;
}

/* Of 32 fault bits one byte is touched: the AVR has no shift by a variable, and four bytes are four. */
void safety_report_bit(struct safety *safety, uint8_t byte, uint8_t bit, bool is_present);

/* The cause of a fault that others watch is there, or is gone: then it is latched, and not to be acknowledged before
 * it is gone. Each fault has one reporter, who says so whenever it has looked. */
static inline void safety_report(struct safety *safety, uint8_t fault, bool is_present)
{
    safety_report_bit(safety, fault / 8, (uint8_t)(1U << fault % 8), is_present);
}

/* May outputs be armed on this leg now? 0, or the enum refusal that says why not. */
uint8_t safety_preflight(const struct safety *safety, const struct sense *sense, uint32_t now_ms);

/* May a session that was under way go on? The same, but a motor that is off by its fault is no obstacle, unless
 * current flows though none is driven. */
uint8_t safety_may_go_on(const struct safety *safety, const struct sense *sense, uint32_t now_ms);

/* Declares the leg, or LEG_NONE. */
void safety_declare_leg(struct safety *safety, uint8_t leg);

/* Clears the latched faults of the mask; false, and nothing is cleared, if a cause remains. */
bool safety_acknowledge(struct safety *safety, uint32_t mask);

/* Who will change what is kept of a leg says so before: else it is a fault (guard.h). */
static inline void safety_legs_change(struct safety *safety)
{
    guard_open(safety);
}

/* The same without that look, for which there is no time: the calendar, once in USAGE_UNIT_min and when the time is told. */
static inline void safety_legs_aged(struct safety *safety)
{
    safety->guard.is_old = true;
}

/* The declared leg's usage; NULL when none is declared. */
struct usage *safety_leg(struct safety *safety);

/* The strength the declared leg may have at most, in 1/1024 of what the routine says. */
uint16_t safety_strength_q10(const struct safety *safety);

/* Why the session must end though nothing is broken: END_MOTOR_LIMIT, END_DOSE or END_NONE. */
uint8_t safety_limit_reached(const struct safety *safety);

/* Why this leg's heat must rest now, an enum notice, or 0. */
uint8_t safety_heat_rests(const struct safety *safety);

#endif

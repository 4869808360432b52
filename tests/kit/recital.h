/* recital.h: a whole routine played by a kit, compared with its plan, 10 ms by 10 ms.
 *
 * The plan is what the routine asks for at its highest level on a practised leg, down to the values that
 * the timers can have. What the kit drives must be the plan's of that tick or of the one before or after.
 * Owns: struct recital, freed by recital_free(). Context: tests.
 */
#ifndef TESTS_KIT_RECITAL_H
#define TESTS_KIT_RECITAL_H

#include <stdbool.h>
#include <stdint.h>

#include "host/calf/language/program.h"
#include "host/kit/eeprom_image.h"
#include "tests/kit/peer.h"

struct recital {
    uint8_t eeprom[EEPROM_IMAGE_bytes]; /* what the kit remembers in the end */
    struct peer_record record;          /* and the same, read */
    struct msg_end end;
    bool ended;
    unsigned planned_steps; /* those that the plan has */
    unsigned planned_ticks; /* the stages' times */
    unsigned moving_ticks;  /* of the plan: those with a zone above zero */
    unsigned wrong_ticks;   /* zones that were driven otherwise than planned */
    unsigned stray_ticks;   /* of these: driven where the plan has zero, or not where it has not */
    uint32_t first_wrong_tick; /* and when the first was */
    long worst_step_us;        /* a STEP event's stamp against the plan */
    unsigned told_steps;       /* STEP events */
    long duration_error_us;    /* from the first stage's stamp to the end's, against the plan */
    bool rests;                /* nothing was driven in the five seconds after the end */
};

/* Plays it on a new kit that remembers `eeprom`, after so many seconds of rest; on the left leg. */
struct recital *recital_play(const struct routine_program *program, const uint8_t *eeprom,
                             double rest_s);
void recital_free(struct recital *recital);

/* Tests all of it, saying when it was played. */
void recital_judge(const struct recital *recital, const struct routine_program *program,
                   const char *when);

#endif

/* usage.h: what each leg has had, and what it may still have.
 *
 * Motor time, hot time and dose per leg; each budget is whole again after its rest. Part of the gate:
 * safety.c is the only user that changes it.
 * Owns: its structs, pure. Context: main.
 */
#ifndef AVR_CORE_USAGE_H
#define AVR_CORE_USAGE_H

#include <stdbool.h>
#include <stdint.h>

enum { USAGE_LEGS = 2 };

/* Kept through power loss. */
struct usage_leg {
    uint8_t completed; /* sessions, up to 255 */
    uint16_t motor_s;
    uint16_t hot_s;
    uint16_t dose_mCEM43;
};

/* One leg: what is kept, the rests since its last motor, hot second and dose, and parts of the next whole
 * unit. Rests and parts are lost at power loss, which only makes the rests longer. */
struct usage {
    struct usage_leg kept;
    uint16_t motor_rest_s, hot_rest_s, dose_rest_s;
    uint16_t motor_part_ms;
    uint16_t dose_part; /* sixtieths of a mCEM43 */
};

/* A frame of 10 ms in which a motor of this leg was driven. */
void usage_motor_frame(struct usage *leg);

/* A second in which the leg is under the cuff, at this displayed skin temperature (SENSE_NO_READING_cC: none),
 * its heater on or not. Comes after usage_rest_second(). */
void usage_second(struct usage *leg, int16_t skin_cC, bool heating);

/* A second of rest, for every leg; the two above begin the rest anew. */
void usage_rest_second(struct usage *leg);

/* Motor seconds the leg may still have; fewer in its first two sessions. */
uint16_t usage_motor_left_s(const struct usage *leg);

bool usage_hot_time_is_used(const struct usage *leg);
bool usage_dose_is_used(const struct usage *leg);
bool usage_is_new(const struct usage *leg);

/* What to write down so that a power cut in the coming minute cannot make it too little: charged with a
 * minute of motors and of heat at skin_cC if the leg is in use. */
struct usage_leg usage_checkpoint(const struct usage *leg, bool in_use, int16_t skin_cC);

#endif

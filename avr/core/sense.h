/* sense.h: from conversions to readings in units.
 *
 * A cycle of 100 ms has ten frames. In each of them one input is converted eight times, and the panel's ladder
 * once. The thermistors' dividers are powered only while they are read, and read once more unpowered: then
 * they must read near zero, or the reading is not the thermistor's.
 * Owns: its struct, pure. Context: main.
 */
#ifndef AVR_CORE_SENSE_H
#define AVR_CORE_SENSE_H

#include <stdbool.h>
#include <stdint.h>

enum { SENSE_FRAMES = 10 };

enum { SENSE_NO_READING_cC = -27400 }; /* colder than anything */

/* What can be wrong with one thermistor's chain. */
enum sense_state { SENSE_OK, SENSE_OPEN, SENSE_SHORT, SENSE_STRAY };

struct sense_thermistor {
    int16_t cC;             /* in hundredths of a degree; SENSE_NO_READING_cC unless OK */
    enum sense_state state; /* STRAY: not near zero with the divider unpowered */
};

struct sense {
    struct sense_thermistor skin, pad;
    uint16_t supply_mV;
    uint16_t heater_mA;
    uint16_t motor_mA;
    uint16_t bandgap_counts8, ground_counts8;
    uint32_t taken_ms;      /* when the last cycle was complete */
    uint16_t ladder_counts; /* the panel's buttons */
    uint8_t cycles;         /* complete cycles so far, wraps */
    bool complete;          /* at least one cycle since the reset */
    bool heater_was_on;     /* while heater_mA was measured */
    /* the running cycle */
    uint8_t frame;
    uint8_t sum_frame; /* the last complete frame, and its sum */
    uint16_t sum;
    uint16_t skin_counts8, pad_counts8;
};

/* Corrections from the settings. */
struct sense_trim {
    uint16_t skin_offset_mC, pad_offset_mC;
    uint16_t bandgap_mV;
};

void sense_init(struct sense *sense);

/* Which input to convert now, in this frame. */
uint8_t sense_channel(const struct sense *sense);

/* Must the thermistors' dividers be powered in this frame? */
bool sense_ntc_power(const struct sense *sense);

/* Takes a whole frame's conversions, the sum of eight and the ladder's, and moves on to the next frame;
 * sense_convert() is due then. A frame that is not whole is not taken: its input comes once more. */
void sense_take(struct sense *sense, uint16_t counts8, uint16_t ladder_counts);

/* Turns the complete frame into a reading, at any time before the next one is complete. heater_is_on: during
 * that frame. */
void sense_convert(struct sense *sense, bool heater_is_on, uint32_t now_ms,
                   const struct sense_trim *trim);

/* Do both thermistors read something? */
bool sense_both_ok(const struct sense *sense);

#endif

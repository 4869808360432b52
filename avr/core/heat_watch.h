/* heat_watch.h: does the pad do what the heater should make it do? Once a second.
 *
 * It judges by the duty that was permitted and by the temperatures; it does not know the controller. What is
 * expected is that the pad lies above the skin by what its power drives through the contact, half a minute
 * late. Part of the gate: safety.c is the only user.
 * Owns: its struct, pure. Context: main.
 */
#ifndef AVR_CORE_HEAT_WATCH_H
#define AVR_CORE_HEAT_WATCH_H

#include <stdint.h>

struct heat_watch {
    uint8_t present;          /* bits of the faults that are there now: 4, 5 and 6 */
    uint8_t rise_s;           /* of the running minute of heat */
    uint8_t off_s;            /* seconds without heat */
    int16_t rise_cC, off_cC;  /* pad when the running minute, or half minute without heat, began */
    uint16_t duty_permille_s; /* in the running minute */
    int16_t expected_q5_cC;   /* the pad above the skin, in 1/32 of a hundredth */
    int16_t astray_cCs;       /* how far and for how long it was not so */
};

/* A struct of zeros becomes one that has long been without heat. */
void heat_watch_init(struct heat_watch *watch);

/* A second passes with valid readings; heater_permille was permitted in it. */
void heat_watch_second(struct heat_watch *watch, int16_t skin_cC, int16_t pad_cC,
                       uint16_t heater_permille);

#endif

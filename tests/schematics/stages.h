/* stages.h: the drawing's stages, cut out of its netlist and fed, and what is expected of them.
 *
 * A check is a function that simulates a stage and notes whatever is not as it must be. The same
 * checks are run on the drawing, where they must find nothing, and on drawings with a planted
 * mistake, where one of them must find it.
 */
#ifndef TESTS_SCHEMATICS_STAGES_H
#define TESTS_SCHEMATICS_STAGES_H

#include "schematics/netlist/circuit.h"

#define DRAWING_NETLIST "schematics/export/calfkit.net.xml"
#define DRAWING_SPICE "schematics/export/calfkit.cir"

/* What a check found. */
struct finding {
    bool broken;     /* it could not be simulated, which proves nothing */
    char wrong[256]; /* the first thing that is not as it must be; "" if all is */
    char seen[512];  /* the figures */
};

/* A stage with the rails +5VP, +5VM (before its fuse: +5VP) and +5V held at these voltages, without
 * what its nets lead to beyond. Freed with circuit_free(). */
struct circuit *stage_heater(const struct circuit *whole, double rail_V);
struct circuit *stage_motors(const struct circuit *whole, double rail_V);
struct circuit *stage_sensing(const struct circuit *whole);
struct circuit *stage_thermistors(const struct circuit *whole, double logic_V);
struct circuit *stage_panel(const struct circuit *whole);

/* From the jack to +5VP and +5V, which are loaded with some ohms; nothing feeds it yet. */
struct circuit *stage_supply(const struct circuit *whole, double load_Ohm);

/* Makes a part as large (+1) or small (-1) as the tolerance in its fields allows. */
void stage_tolerate(struct circuit *stage, const char *reference, double sign);

/* Runs it; a failure is a finding. What is already wrong is enough: then this and what follows does nothing. */
void stage_run(struct circuit *stage, const char *name, struct finding *finding);

/* The measurement must lie between these. `what` says what it is, in which unit. */
void stage_expect(struct finding *finding, const struct circuit *stage, const char *measurement,
                  double least, double most, const char *what);

/* --- The checks ------------------------------------------------------------------------------- */

/* C(name, sentence): what a maker or user can rely on if it finds nothing. */
#define STAGE_CHECKS(C)                                                                           \
    C(motor_drive, "a motor gets its voltage, its drain stays low, its current ends at once")     \
    C(motor_rest, "motors rest while the Nano's pins float")                                      \
    C(motor_without_flyback, "a transistor outlives an open flyback diode")                       \
    C(arm_by_edges, "toggling arms the heater with the worst parts and the pad gets its voltage") \
    C(arm_hold, "a pin that sticks high or low disarms within 150 ms at the worst tolerance")     \
    C(arm_from_cold, "a pin that is high or floats from the start arms nothing")                  \
    C(arm_alone, "either switch alone leaves the pad without current")                            \
    C(arm_stop, "STOP disarms whatever the program does")                                         \
    C(supply_forward, "the supply reaches the rails")                                             \
    C(supply_reverse, "a reversed supply reaches nothing")                                        \
    C(supply_over, "a supply of 12 V or 24 V reaches nothing")                                    \
    C(thermistor_table, "a thermistor of the published table reads its temperature")              \
    C(thermistor_faults, "an open and a shorted thermistor are told from a temperature")          \
    C(thermistor_unpowered, "unpowered, the dividers read near zero")                             \
    C(current_sense, "currents read what the firmware takes them for")                            \
    C(supply_sense, "the supply reads what the firmware takes it for")                            \
    C(panel_ladder, "MODE and LEVEL are told apart at the worst tolerance")                       \
    C(panel_stop, "STOP pulls its pin low")

#define AS_CHECK(name, sentence) void check_##name(const struct circuit *whole, struct finding *f);
STAGE_CHECKS(AS_CHECK)
#undef AS_CHECK

#endif

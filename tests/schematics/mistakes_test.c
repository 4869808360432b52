/* A mistake in the drawing, or a part put in wrongly, is caught: each is planted in the drawing's own
 * netlist, and the check that is named for it must complain. */
#include "tests/schematics/stages.h"
#include "tests/tap.h"

enum { SWAP, REMOVE, SET, SHORT, GROUND, LOGIC };

static const struct {
    const char *name;
    int change;
    const char *part, *value; /* SET */
    unsigned node, other;     /* SWAP; GROUND, LOGIC: which node goes there */
    void (*check)(const struct circuit *whole, struct finding *finding);
} mistakes[] = {
    {"a reversed flyback diode", SWAP, "D301", NULL, 1, 2, check_motor_drive},
    {"a missing gate pull-down", REMOVE, "R321", NULL, 0, 0, check_motor_rest},
    {"a motor's transistor with gate and drain swapped", SWAP, "Q301", NULL, 1, 2,
     check_motor_drive},
    {"a motor's transistor with drain and source swapped", SWAP, "Q301", NULL, 2, 3,
     check_motor_drive},
    {"a gate resistor of 22 kohm", SET, "R311", "22k", 0, 0, check_motor_drive},
    {"no fuse of the motors", REMOVE, "F301", NULL, 0, 0, check_motor_drive},

    {"a wire in place of the pump's capacitor", SHORT, "C401", NULL, 0, 0, check_arm_from_cold},
    {"a pump's capacitor of 470 nF", SET, "C401", "470n", 0, 0, check_arm_from_cold},
    {"a pump's store of 4.7 uF", SET, "C402", "4.7u", 0, 0, check_arm_hold},
    {"2 Mohm to empty it", SET, "R403", "2Meg", 0, 0, check_arm_hold},
    {"the pump's first diode reversed", SWAP, "D401", NULL, 1, 2, check_arm_by_edges},
    {"the pump's second diode reversed", SWAP, "D402", NULL, 1, 2, check_arm_by_edges},
    {"a missing pull-down of the arm pin", REMOVE, "R401", NULL, 0, 0, check_arm_from_cold},
    {"a missing pull-down of the power pin", REMOVE, "R409", NULL, 0, 0, check_arm_from_cold},
    {"the arm switch with drain and source swapped", SWAP, "Q402", NULL, 2, 3, check_arm_alone},
    {"the power switch with drain and source swapped", SWAP, "Q403", NULL, 2, 3, check_arm_alone},
    {"the power switch with gate and drain swapped", SWAP, "Q403", NULL, 1, 2, check_arm_by_edges},
    {"an arm line that does not pass STOP", GROUND, "Q401", NULL, 3, 0, check_arm_stop},
    {"STOP's contacts exchanged", SWAP, "SW701", NULL, 1, 3, check_arm_stop},
    {"10 kohm in place of the arm switch's 1 kohm", SET, "R405", "10k", 0, 0, check_arm_by_edges},
    {"the heater's lamp reversed", SWAP, "D403", NULL, 1, 2, check_arm_by_edges},

    {"the polarity switch reversed", SWAP, "Q201", NULL, 2, 3, check_supply_reverse},
    {"its zener diode reversed", SWAP, "D201", NULL, 1, 2, check_supply_forward},
    {"the over-voltage switch reversed", SWAP, "Q202", NULL, 2, 3, check_supply_over},
    {"33 kohm in its divider", SET, "R202", "33k", 0, 0, check_supply_over},
    {"no reference in it", REMOVE, "U201", NULL, 0, 0, check_supply_over},
    {"the ideal diode reversed", SWAP, "U202", NULL, 1, 4, check_supply_forward},

    {"4.7 kohm in the skin's divider", SET, "R501", "4.7k", 0, 0, check_thermistor_table},
    {"10 kohm of 5 % in the pad's divider", SET, "R502", "9.5k", 0, 0, check_thermistor_table},
    {"10 uF at the skin's input", SET, "C501", "10u", 0, 0, check_thermistor_table},
    {"a divider on the logic supply", LOGIC, "R501", NULL, 1, 0, check_thermistor_unpowered},
    {"a shunt of 500 mohm", SET, "R411", "500m", 0, 0, check_current_sense},
    {"a gain of 11", SET, "R508", "10k", 0, 0, check_current_sense},
    {"an amplifier's inputs exchanged", SWAP, "U501", NULL, 2, 3, check_current_sense},
    {"20 kohm in the supply's divider", SET, "R209", "20k", 0, 0, check_supply_sense},
    {"100 kohm in the buttons' ladder", SET, "R703", "100k", 0, 0, check_panel_ladder},
    {"no pull-up at STOP", REMOVE, "R701", NULL, 0, 0, check_panel_stop},
};

static void plant(struct circuit *circuit, unsigned i)
{
    char net[64] = "0", other[64] = "0";
    switch (mistakes[i].change) {
    case SWAP:
        circuit_swap(circuit, mistakes[i].part, mistakes[i].node, mistakes[i].other);
        break;
    case REMOVE:
        circuit_remove(circuit, mistakes[i].part);
        break;
    case SHORT:
        circuit_node(circuit, mistakes[i].part, 1, net, sizeof net);
        circuit_node(circuit, mistakes[i].part, 2, other, sizeof other);
        circuit_add(circuit, "Rwire %s %s 1m", net, other);
        break;
    case GROUND:
        circuit_move(circuit, mistakes[i].part, mistakes[i].node, "GND");
        break;
    case LOGIC:
        circuit_move(circuit, mistakes[i].part, mistakes[i].node, "+5V");
        break;
    default:
        circuit_set(circuit, mistakes[i].part, mistakes[i].value);
    }
}

int main(void)
{
    struct circuit *whole = circuit_read(DRAWING_SPICE);
    for (unsigned i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
        struct circuit *spoiled = circuit_copy(whole);
        struct finding finding = {.broken = false};
        plant(spoiled, i);
        mistakes[i].check(spoiled, &finding);
        if (!ok(*finding.wrong && !finding.broken, "caught: %s", mistakes[i].name))
            diag("nothing seen in: %s", finding.seen);
        diag("%s", finding.wrong);
        circuit_free(spoiled);
    }
    circuit_free(whole);
    return done();
}

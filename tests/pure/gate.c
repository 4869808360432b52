#include "tests/pure/gate.h"

#include <string.h>

enum { FRAME_ms = 10, FRAMES_PER_CYCLE = 10, CYCLE_ms = FRAME_ms * FRAMES_PER_CYCLE };

void gate_init(struct gate *gate)
{
    memset(gate, 0, sizeof *gate);
    gate->request.motor_permille = gate->wanted_permille;
    safety_init(&gate->safety);
    sense_init(&gate->sense);
    safety_declare_leg(&gate->safety, LEG_LEFT);
    gate->safety.trial.proof_frames = TRIAL_PROOF_frames;
    for (uint8_t leg = 0; leg < USAGE_LEGS; leg++)
        gate->safety.legs[leg].kept.completed = 2;
    gate->sense.skin = (struct sense_thermistor){3000, SENSE_OK};
    gate->sense.pad = (struct sense_thermistor){2800, SENSE_OK};
    gate->sense.supply_mV = 5000;
    gate->sense.bandgap_counts8 = 1802; /* 1.1 V of 5 V */
    gate->heater_on_mA = 1500;
    gate->heater_off_mA = 20;
}

void gate_ask(struct gate *gate, uint16_t motor_permille, uint16_t heater_permille)
{
    for (uint8_t zone = 0; zone < ZONE_COUNT; zone++)
        gate->wanted_permille[zone] = motor_permille;
    gate->request.heater_permille = heater_permille;
}

static void pass(struct gate *gate, uint32_t ms)
{
    gate->request.now_ms += ms;
}

static void permit(struct gate *gate)
{
    safety_permit(&gate->safety, &gate->request, &gate->sense, &gate->permit);
}

static void complete_cycle(struct gate *gate)
{
    struct sense *sense = &gate->sense;
    sense->heater_was_on = gate_heats(gate);
    sense->heater_mA = sense->heater_was_on ? gate->heater_on_mA : gate->heater_off_mA;
    sense->complete = true;
    sense->cycles++;
    sense->taken_ms = gate->request.now_ms;
}

void gate_frames(struct gate *gate, uint32_t count)
{
    for (; count > 0; count--) {
        pass(gate, FRAME_ms);
        if (++gate->frames == FRAMES_PER_CYCLE) {
            gate->frames = 0;
            complete_cycle(gate);
        }
        permit(gate);
    }
}

void gate_cycles(struct gate *gate, uint32_t count)
{
    for (; count > 0; count--) {
        pass(gate, CYCLE_ms);
        complete_cycle(gate);
        permit(gate);
    }
}

void gate_blind_frame(struct gate *gate)
{
    pass(gate, FRAME_ms);
    permit(gate);
}

bool gate_heats(const struct gate *gate)
{
    return gate->permit.heater_permille > 0 && gate->permit.arm;
}

bool gate_moves(const struct gate *gate)
{
    for (uint8_t zone = 0; zone < ZONE_COUNT; zone++)
        if (gate->permit.motor_permille[zone] > 0)
            return true;
    return false;
}

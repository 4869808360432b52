/* kit_internal.h: what kit.c, board.c, power.c and troubles.c share. For these files only.
 *
 * Owns: the layout of struct kit.
 */
#ifndef HOST_KIT_KIT_INTERNAL_H
#define HOST_KIT_KIT_INTERNAL_H

#include "host/kit/heater.h"
#include "host/kit/kit.h"
#include "host/kit/mishap.h"
#include "host/kit/motors.h"
#include "host/kit/noise.h"
#include "host/kit/ntc.h"
#include "host/kit/thermal.h"
#include "host/kit/vcd.h"
#include "protocol/words.h"

enum { KIT_WISHES_max = 64 };

/* True time against the chip's cycles: a straight line from its last bend. */
struct kit_clock {
    uint64_t bend_cycle;
    double bend_us;
    double cycles_per_us;
};

/* A mishap that is going on. */
struct kit_trouble {
    bool on;
    double value;
    double since_us;
};

enum kit_chip {
    CHIP_RUNNING,
    CHIP_HELD, /* in brown-out reset: stands still, keeps its RAM */
    CHIP_OFF,
};

enum kit_sensor { SENSOR_SKIN, SENSOR_PAD, SENSOR_count };

/* Everything on the board and beyond, and the state of its models. */
struct board {
    struct thermal thermal;
    struct ntc ntc[SENSOR_count];
    double frozen_Ohm[SENSOR_count];
    double settled_us; /* until when the dividers' capacitors have been followed */
    struct heater heater;
    struct motor motors[ZONE_COUNT];
    struct panel panel;
    struct noise adc_noise;
    double heater_W;        /* mean over the last step */
    double pad_J, motors_J; /* from the supply since the kit was made */
};

struct kit {
    struct kit_options options;
    struct firmware firmware;
    struct machine *machine; /* NULL while CHIP_OFF */
    enum kit_chip chip;
    uint8_t eeprom[MACHINE_EEPROM_bytes]; /* while CHIP_OFF */
    struct noise noise;                   /* RAM at power-up, torn bytes */
    struct kit_clock clock;
    uint64_t idle_cycle; /* the present cycle while the chip is not running */
    struct board board;
    struct line line;
    uint32_t line_byte_cycles; /* at the host's end; 0: the usual speed */
    struct outputs outputs;
    struct vcd *vcd;

    /* what kit_run_until() waits for */
    uint64_t goal_cycle;
    enum kit_until until;

    double next_step_us;
    double power_back_us; /* end of a power cut, past or to come */
    double tear_us;       /* how long power is to fail in the next EEPROM write; 0: it is not */
    enum kit_chip wanted; /* what the supply makes of the chip; carried out between instructions */
    bool hang_wanted;
    bool reset_wanted; /* by DTR */

    struct mishap_wish wishes[KIT_WISHES_max];
    bool wish_begun[KIT_WISHES_max];
    unsigned wish_count;
    struct kit_trouble trouble[MISHAP_count];

    void (*watcher)(void *, uint64_t cycle, const struct outputs *);
    void *watcher_context;

    uint32_t resets, watchdog_resets, receive_overruns;
    uint32_t past_eeprom_writes, past_eeprom_violations; /* of chips that were switched off */
    uint8_t reset_cause;
};

/* --- kit.c --- */

/* The present kit time, with its fraction of a microsecond. */
double kit_us(const struct kit *kit);

/* From now on the chip's clock is fast by so many parts per million. */
void kit_set_clock(struct kit *kit, double ppm);

/* What a chip is to be connected to. */
struct machine_wiring kit_wiring(struct kit *kit);

/* Passes outputs that differ from the present ones to the board and to the watcher. */
void kit_change_outputs(struct kit *kit, const struct outputs *now, uint64_t cycle);

/* --- power.c: the chip's supply and reset --- */

/* Works out what the supply wants of the chip; power_apply() carries it out, between two runs of
 * the machine, together with a program that is to hang. */
void power_follow_supply(struct kit *kit, double now_us);
void power_apply(struct kit *kit);

/* All power, of supply and USB, is away for `off_us`. */
void power_cut(struct kit *kit, double now_us, double off_us);

/* The chip has started anew. */
void power_note_reset(struct kit *kit, uint8_t mcusr);

/* --- troubles.c: mishaps in time --- */

/* Begins and ends what is due, and says when something will be due next (INFINITY: never). */
void troubles_follow(struct kit *kit, double now_us);
double troubles_next_us(const struct kit *kit);

/* Those that are within the chip reach it, also one that has just been powered up. */
void troubles_reach_chip(struct kit *kit);

/* --- board.c: the parts around the chip --- */

void board_init(struct kit *kit);

/* Advances warmth, motors and the person to now; `step_s` since the last time. */
void board_step(struct kit *kit, double step_s);

/* The firmware, a reset or loss of power has changed outputs at `now_us`. */
void board_outputs_changed(struct kit *kit, const struct outputs *now, double now_us);

/* A conversion of input `channel` starts: 0..1023. */
uint16_t board_sample(struct kit *kit, unsigned channel, double now_us);

/* Mishaps have begun or ended. */
void board_troubles_changed(struct kit *kit, double now_us);

/* STOP may have moved: it pulls its pin low, and its second contact opens the heater's arm line. */
void board_follow_stop(struct kit *kit, double now_us);

/* The 5 V rail before the diode, under its present load, and the chip's own supply. */
double board_supply_V(const struct kit *kit, double now_us);
double board_avcc_V(const struct kit *kit, double now_us);

void board_truth(struct kit *kit, struct wire_truth *truth);

#endif

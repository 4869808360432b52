/* The controller itself is broken: program memory, RAM, registers, stack, clock, or the loop that arms. */
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "host/kit/firmware.h"
#include "host/kit/registers.h"
#include "tests/bench/elf.h"
#include "tests/kit/peer.h"
#include "tests/tap.h"

#define IMAGE (peer_options().firmware_path)

enum {
    HEAT_40_C = 100,
    HEATS_ms = 3000, /* after a start: up to a second for the controller, 1.4 s for the proof */
    SETTLES_ms = 500,
    IMAGE_PASS_s = 125, /* two bytes in each frame */
    PROBE_ms = 11000,   /* even at full power the heater is off for a moment */
    RECORD_ms =
        61000, /* while a kit is in use it writes one a minute, and holds two clocks against each other */
    WATCHDOG_ms = 140,
    VERDICT_us = 12000, /* registers and RAM have been tested */
    TESTS_PASSED = 0x5A,
    PUMP_ms = 15, /* half periods that one round of checks is worth */
};

static struct peer *playing;

static struct wire_truth truth_of(struct peer *peer)
{
    struct wire_truth truth;
    kit_truth(peer->kit, &truth);
    return truth;
}

/* A massage with heat is under way. */
static void begin_to_play(void)
{
    static struct peer_routine routine;
    struct kit_options options = peer_options();
    peer_make_massage(&routine, 600, HEAT_40_C);
    playing = peer_new(&options);
    peer_play(playing, &routine);
    peer_run_ms(playing, HEATS_ms);
    ok(playing->outputs.driven && truth_of(playing).heater_armed,
       "a massage with heat is under way");
}

/* Runs a check on the playing kit as it is now; whatever it does to it is undone. */
static bool in_a_copy(bool (*check)(const void *), const void *argument)
{
    int status = 1;
    fflush(NULL);
    pid_t child = fork();
    if (child == 0)
        _exit(check(argument) ? 0 : 1);
    return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}

/* --- What must follow ------------------------------------------------------------------------- */

static bool is_off(void)
{
    struct wire_truth truth = truth_of(playing);
    return !playing->outputs.driven && !truth.heater_on;
}

/* The stored record says so, too: it needs no link. */
static bool is_stored(uint8_t fault)
{
    struct peer_record record;
    return peer_read_record(playing, &record) && (record.faults & FAULT_BIT(fault));
}

/* All off within the time, the fault latched and told, and it stays so. */
static bool ends_in(uint8_t fault, double within_ms)
{
    peer_run_ms(playing, within_ms);
    if (!is_off())
        return false;
    unsigned times = playing->outputs.times;
    peer_run_ms(playing, SETTLES_ms);
    struct msg_status_reply status = peer_status(playing);
    return status.state == STATE_FAULT && (status.faults & FAULT_BIT(fault)) && is_stored(fault) &&
           peer_leg(playing, LEG_LEFT) == REFUSAL_FAULT_LATCHED && playing->outputs.times == times;
}

/* --- Registers -------------------------------------------------------------------------------- */

struct flip {
    const char *where; /* address.bit */
    const char *what;
};

static const struct flip flips[] = {
    {"0x24.1", "DDRB: a motor's pin becomes an input"},
    {"0x25.3", "PORTB: a motor is driven by its port"},
    {"0x2b.6", "PORTD: another"},
    {"0x2a.2", "DDRD: STOP's pin becomes an output"},
    {"0x45.1", "TCCR0B: a timer stands still"},
    {"0x81.3", "TCCR1B: the tick has another mode"},
    {"0x87.0", "ICR1H: ticks come sooner"},
    {"0x3d.0", "EIMSK: STOP's interrupt is off"},
    {"0x55.4", "MCUCR: no more pull-up at STOP"},
    {"0x7a.1", "ADCSRA: the converter is too fast"},
    {"0x4c.6", "SPCR: the SPI takes a motor's pin"},
    {"0xbc.2", "TWCR: the TWI takes the LEDs' pins"},
    {"0x64.3", "PRR: a timer loses its clock"},
    {"0x60.3", "WDTCSR: the watchdog is off"},
};

static bool flip_ends(const void *argument)
{
    const struct flip *flip = argument;
    char mishap[40];
    snprintf(mishap, sizeof mishap, "ram-flip=%s", flip->where);
    char *point;
    unsigned address = (unsigned)strtoul(flip->where, &point, 16);
    unsigned bit = 1u << (point[1] - '0');
    unsigned before = kit_data(playing->kit)[address] & bit;
    peer_inject(playing, mishap);
    return ends_in(FAULT_SELF_TEST, SETTLES_ms) &&
           (kit_data(playing->kit)[address] & bit) == before;
}

/* The user would lose: a motor that stops when it should, whatever has become of its port. */
static void test_registers(void)
{
    for (unsigned i = 0; i < sizeof flips / sizeof *flips; i++)
        ok(in_a_copy(flip_ends, &flips[i]), "%s: told as F17, off, and set right", flips[i].what);
}

static bool stray_interrupt_ends(const void *argument)
{
    peer_inject(playing, argument);
    peer_run_ms(playing, 2);
    return is_off() && ends_in(FAULT_ILLEGAL_RESET, WATCHDOG_ms);
}

static bool is_made_good(const void *argument)
{
    const struct flip *flip = argument;
    char mishap[40];
    snprintf(mishap, sizeof mishap, "ram-flip=%s", flip->where);
    peer_inject(playing, mishap);
    peer_run_ms(playing, 11);
    struct outputs before = kit_outputs(playing->kit);
    peer_run_ms(playing, SETTLES_ms);
    struct outputs after = kit_outputs(playing->kit);
    return memcmp(before.motor_permille, after.motor_permille, sizeof before.motor_permille) == 0 &&
           peer_status(playing).faults == 0;
}

static bool pin_ends(const void *argument)
{
    peer_inject(playing, argument);
    return ends_in(FAULT_SELF_TEST, PROBE_ms);
}

/* The user would lose: a heater whose pin no longer follows its port. */
static void test_pins(void)
{
    ok(in_a_copy(pin_ends, "ram-high=0x29.7"), "the heater's pin sticks high: told as F17, off");
    ok(in_a_copy(pin_ends, "ram-low=0x29.7"), "it sticks low: likewise");
    ok(in_a_copy(pin_ends, "ram-high=0x23.0"), "the arm line's pin sticks high: likewise");
    ok(in_a_copy(pin_ends, "ram-high=0x29.4"), "that of the thermistors' supply: likewise");
}

/* The user would lose: outputs that are what the gate has permitted, frame by frame. */
static void test_outputs(void)
{
    static const struct flip written[] = {{"0x47.6", "OCR0A"},
                                          {"0x89.1", "OCR1AH"},
                                          {"0xb0.7", "TCCR2A"},
                                          {"0x2b.7", "PORTD, the heater"}};
    for (unsigned i = 0; i < sizeof written / sizeof *written; i++)
        ok(in_a_copy(is_made_good, &written[i]), "%s: as it was within a frame", written[i].what);
    ok(in_a_copy(stray_interrupt_ends, "ram-flip=0x6f.2"),
       "an interrupt without a handler: off at once, and the watchdog's F12");
}

/* --- Memory ----------------------------------------------------------------------------------- */

static bool image_ends(const void *argument)
{
    peer_inject(playing, argument);
    return ends_in(FAULT_SELF_TEST, IMAGE_PASS_s * 1000.0);
}

static bool stack_ends(const void *argument)
{
    char mishap[40];
    (void)argument;
    snprintf(mishap, sizeof mishap, "ram-flip=0x%x.0", RAM_END - 512);
    peer_inject(playing, mishap);
    return ends_in(FAULT_SELF_TEST, 30);
}

/* Where the gate's guarded variables begin: no fault, the left leg, the brown-out's fuse, all credit. */
static unsigned guarded_at(void)
{
    enum { CREDIT = LIMIT_TEST_CREDIT_s * 100 };
    static const uint8_t head[] = {0, 0, 0, 0, LEG_LEFT, 0, CREDIT & 0xFF, CREDIT >> 8};
    for (unsigned at = RAM_START; at < RAM_END - sizeof head; at++)
        if (memcmp(kit_data(playing->kit) + at, head, sizeof head) == 0)
            return at;
    return 0;
}

static bool latch_ends(const void *argument)
{
    char mishap[40];
    (void)argument;
    snprintf(mishap, sizeof mishap, "ram-flip=0x%x.1", guarded_at() + 1);
    peer_inject(playing, mishap);
    return ends_in(FAULT_SUPPLY_HIGH, 30);
}

static bool variable_ends(const void *argument)
{
    char mishap[40];
    const unsigned *offset = argument;
    unsigned at = guarded_at();
    snprintf(mishap, sizeof mishap, "ram-flip=0x%x.1", at + *offset);
    peer_inject(playing, mishap);
    return at > 0 && ends_in(FAULT_SELF_TEST, 150);
}

/* The user would lose: what the kit knows of faults and of the leg, to a particle. */
static void test_variables(void)
{
    static const unsigned leg = 4, credit = 7;
    ok(in_a_copy(latch_ends, NULL), "a fault that is none flips into the latched ones: off");
    ok(in_a_copy(variable_ends, &leg), "the declared leg: told as F17, off");
    ok(in_a_copy(variable_ends, &credit), "the credit of tests: likewise");
}

/* The user would lose: a heater under a program that is no longer the one that was tested. */
static void test_memory_while_playing(void)
{
    static struct firmware image;
    char error[100] = "", flip[40];
    ok(firmware_load(&image, IMAGE, error, sizeof error), "the image can be read %s", error);
    snprintf(flip, sizeof flip, "flash-flip=0x%x.5", (unsigned)image.used_bytes - 1);
    ok(in_a_copy(image_ends, flip), "a bit of the program flips: told as F17 within %d s, off",
       IMAGE_PASS_s);
    ok(in_a_copy(stack_ends, NULL), "the stack is deeper than it may be: told as F17, off");
}

/* Starts a kit with this broken; it may only say so. */
static void test_start_with(const char *mishap, double at_ms, const char *what)
{
    struct kit_options options = peer_options();
    struct peer *peer = peer_new(&options);
    peer_run_ms(peer, at_ms);
    peer_inject(peer, mishap);
    peer_run_s(peer, 1);
    struct msg_status_reply status = peer_status(peer);
    ok(status.state == STATE_FAULT && status.faults == FAULT_BIT(FAULT_SELF_TEST),
       "%s at the start: F17", what);
    peer_acknowledge(peer, UINT32_MAX);
    peer_run_ms(peer, SETTLES_ms);
    is_int(peer_leg(peer, LEG_LEFT), REFUSAL_FAULT_LATCHED, "which cannot be acknowledged away");
    is_int(peer->outputs.times, 0, "nothing has been driven");
    peer_free(peer);
}

/* The user would lose: a kit that knows it is broken before it is on a leg. */
static void test_memory_at_the_start(void)
{
    char flip[40];
    snprintf(flip, sizeof flip, "flash-flip=0x%x.1", elf_function(IMAGE, "device_resume") + 1U);
    test_start_with(flip, 3, "a bit of the program"); /* while the RAM is tested */
    test_start_with("ram-low=0x7f1.6", 0, "a bit of RAM that sticks at 0");
    test_start_with("ram-high=0x6a0.1", 0, "one that sticks at 1");
}

/* The user would lose: a program whose sums are wrong. What such a program does cannot be told; so only that it
 * is found, which leaves the verdict unset, and that nothing is driven. */
static void test_core_registers(void)
{
    unsigned found = 0, driven = 0;
    for (unsigned i = 0; i < 64; i++) {
        struct kit_options options = peer_options();
        struct peer *peer = peer_new(&options);
        char mishap[40];
        snprintf(mishap, sizeof mishap, "ram-%s=%u.%u", i & 1 ? "high" : "low", i / 2, i / 2 % 8);
        peer_inject(peer, mishap);
        kit_run_until_us(peer->kit, VERDICT_us, KIT_UNTIL_TIME); /* it may well crash */
        found += kit_data(peer->kit)[REG_GPIOR2] != TESTS_PASSED;
        driven += peer->outputs.times;
        peer_free(peer);
    }
    is_int(found, 64, "a bit that sticks at 0 or 1 in each register is found");
    is_int(driven, 0, "and nothing is driven");
    is_int(kit_data(playing->kit)[REG_GPIOR2], TESTS_PASSED, "in sound ones nothing is found");
}

/* --- Clock ------------------------------------------------------------------------------------ */

static bool clock_ends(const void *argument)
{
    peer_inject(playing, argument);
    return ends_in(FAULT_CLOCK, RECORD_ms);
}

/* Nothing can be kept then. */
static bool clock_is_told(const void *argument)
{
    peer_inject(playing, argument);
    peer_run_ms(playing, RECORD_ms);
    struct msg_status_reply status = peer_status(playing);
    return is_off() && status.state == STATE_FAULT && (status.faults & FAULT_BIT(FAULT_CLOCK));
}

static bool clock_is_stored(const void *argument)
{
    peer_inject(playing, argument);
    peer_run_ms(playing, 2 * RECORD_ms); /* by its own clock it may be half as long */
    return is_off() && is_stored(FAULT_CLOCK);
}

static bool clock_is_let_pass(const void *argument)
{
    peer_inject(playing, argument);
    peer_run_ms(playing, RECORD_ms);
    return playing->outputs.driven && peer_status(playing).faults == 0;
}

/* The user would lose: minutes that are minutes; every limit in time hangs on them. */
static void test_clock(void)
{
    ok(in_a_copy(clock_ends, "rc-ppm=1000000"), "the RC oscillator twice as fast: F18, off");
    ok(in_a_copy(clock_ends, "rc-ppm=-500000"), "half as fast: likewise");
    ok(in_a_copy(clock_is_told, "rc-ppm=-999900"),
       "one that nearly stands: a byte is written for ever, F18, off");
    ok(in_a_copy(clock_is_stored, "clock-ppm=-500000"), "a clock at half its speed is found");
    ok(in_a_copy(clock_is_stored, "clock-ppm=1000000"), "one at double speed, too");
    ok(in_a_copy(clock_is_let_pass, "rc-ppm=120000"), "an oscillator 12 %% fast is none");
    ok(in_a_copy(clock_is_let_pass, "rc-ppm=-120000"), "nor one that is slow");
}

/* --- The arm line ----------------------------------------------------------------------------- */

/* A bit of a variable of the main loop sticks, and perhaps STOP is pressed: for how long may there be edges? */
struct half_dead {
    const char *variable;
    unsigned bit;
    bool is_high, stops;
    int pump_ms;
    const char *what;
};

static bool arm_ends(const void *argument)
{
    const struct half_dead *loop = argument;
    char mishap[40];
    snprintf(mishap, sizeof mishap, "ram-%s=0x%x.%u", loop->is_high ? "high" : "low",
             elf_variable(IMAGE, loop->variable), loop->bit);
    uint64_t since = kit_cycles(playing->kit);
    peer_inject(playing, mishap);
    if (loop->stops)
        peer_inject(playing, "stop-press=50");
    peer_run_ms(playing, PUMP_ms + 85); /* the pump holds for 79 ms */
    double pumped_ms = (double)(int64_t)(playing->outputs.arm_cycle - since) / PEER_CYCLES_ms;
    return pumped_ms <= loop->pump_ms + 1 && !truth_of(playing).heater_armed;
}

/* The user would lose: a heater that only a whole program can arm. */
static void test_arm_line(void)
{
    static const struct half_dead loops[] = {
        {"frames", 0, false, false, PUMP_ms, "a loop that only serves ticks"},
        {"piece", 1, true, false, PUMP_ms, "a loop that leaves out its first checks"},
        {"piece", 2, true, false, PUMP_ms, "a loop that makes only its last check"},
        {"armed", 0, true, true, 1, "a loop that does not see STOP"},
    };
    for (unsigned i = 0; i < sizeof loops / sizeof *loops; i++)
        ok(in_a_copy(arm_ends, &loops[i]), "%s pumps no longer than %d ms", loops[i].what,
           loops[i].pump_ms);
}

int main(void)
{
    begin_to_play();
    test_registers();
    test_pins();
    test_outputs();
    test_memory_while_playing();
    test_variables();
    test_clock();
    test_arm_line();
    test_core_registers();
    peer_free(playing);
    test_memory_at_the_start();
    return done();
}

/* The virtual kit around the real firmware: repeatable, and its faults arrive where they should. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "host/kit/kit.h"
#include "host/kit/registers.h"
#include "tests/tap.h"

static const char FIRMWARE[] = "build/avr/calfkit.elf";

static struct kit *new_kit(uint64_t seed)
{
    struct kit_options options = kit_default_options();
    options.firmware_path = FIRMWARE;
    options.seed = seed;
    char why[256] = "";
    struct kit *kit = kit_new(&options, why, sizeof why);
    if (!kit) {
        diag("%s", why);
        exit(1);
    }
    return kit;
}

static void inject(struct kit *kit, const char *fault)
{
    char why[2048];
    if (!kit_inject(kit, fault, why, sizeof why))
        diag("%s", why);
}

static void run_ms(struct kit *kit, double milliseconds)
{
    kit_run_until_us(kit, kit_now_us(kit) + (int64_t)(milliseconds * 1e3), KIT_UNTIL_TIME);
}

static struct wire_truth truth(struct kit *kit)
{
    struct wire_truth now;
    kit_truth(kit, &now);
    return now;
}

/* FNV-1a over everything that the kit has sent, and when. */
static uint64_t digest(struct kit *kit, uint64_t hash)
{
    struct line_byte byte;
    while (kit_read_stamped(kit, &byte, 1) == 1) {
        hash = (hash ^ byte.byte) * 0x100000001B3u;
        hash = (hash ^ byte.cycle) * 0x100000001B3u;
    }
    return hash;
}

/* Two seconds in slices, each ended by time or by the end of a frame. */
static uint64_t run_of(uint64_t seed, double slice_ms, enum kit_until until)
{
    uint64_t hash = 0xCBF29CE484222325u;
    struct kit *kit = new_kit(seed);
    while (kit_now_us(kit) < 2000000) {
        int64_t end_us = kit_now_us(kit) + (int64_t)(slice_ms * 1e3);
        kit_run_until_us(kit, end_us < 2000000 ? end_us : 2000000, until);
        hash = digest(kit, hash);
    }
    kit_free(kit);
    return hash;
}

static void test_repeatable(void)
{
    uint64_t hash = run_of(1, 2000, KIT_UNTIL_TIME);
    ok(run_of(1, 2000, KIT_UNTIL_TIME) == hash, "the same seed gives the same run, to the cycle");
    ok(run_of(1, 0.37, KIT_UNTIL_TIME) == hash, "however finely it is sliced");
    ok(run_of(1, 2000, KIT_UNTIL_FRAME) == hash, "and whether one waits for frames or not");
    ok(run_of(2, 2000, KIT_UNTIL_TIME) != hash, "another seed gives another run");
}

static void test_boot_and_stamps(void)
{
    struct kit *kit = new_kit(1);
    enum kit_stop stop = kit_run_until_us(kit, 100000, KIT_UNTIL_FRAME);
    is_int(stop, KIT_FRAME, "the firmware says something within 100 ms of power-up");
    struct line_byte bytes[128];
    size_t count = kit_read_stamped(kit, bytes, 128);
    ok(count > 0 && bytes[count - 1].byte == 0, "a whole frame can be read");
    bool spaced = true;
    for (size_t i = 1; i < count; i++)
        spaced = spaced && bytes[i].at_us - bytes[i - 1].at_us > 39.9;
    ok(spaced, "its bytes are at least ten bits apart");
    is_int((long)truth(kit).receive_overruns, 0, "nothing was lost");
    kit_free(kit);
}

static void test_sensor_faults(void)
{
    struct kit *kit = new_kit(1);
    run_ms(kit, 50);
    ok(fabs(truth(kit).skin_sensor_C - 31.5) < 0.5, "the skin sensor begins near the skin");
    inject(kit, "ntc-skin-open@100ms..200ms");
    run_ms(kit, 49);
    ok(truth(kit).skin_sensor_Ohm < 20e3f, "a fault does not begin early");
    run_ms(kit, 2);
    ok(truth(kit).skin_sensor_Ohm > 1e8f, "it begins on time");
    run_ms(kit, 100);
    ok(truth(kit).skin_sensor_Ohm < 20e3f, "and ends on time");
    inject(kit, "ntc-pad-frozen");
    float frozen_Ohm = truth(kit).pad_sensor_Ohm;
    inject(kit, "heater-fet-short");
    inject(kit, "arm-short");
    run_ms(kit, 20000);
    struct wire_truth now = truth(kit);
    ok(now.heater_on && now.pad_C > 26, "two shorts heat the pad whatever the firmware does");
    ok(fabsf(now.pad_sensor_Ohm - frozen_Ohm) < 1, "which a frozen sensor does not show");
    ok(kit_clear(kit, "arm-short") && !truth(kit).heater_on, "a fault can be ended by its name");
    ok(!kit_clear(kit, "bad-luck"), "if it has one");
    kit_free(kit);
}

static void test_power(void)
{
    struct kit *kit = new_kit(1);
    run_ms(kit, 200);
    struct wire_truth before = truth(kit);
    is_int((long)before.reset_cause & MCUSR_PORF, MCUSR_PORF, "it starts from power-on");
    inject(kit, "supply=0");
    run_ms(kit, 20);
    struct wire_truth now = truth(kit);
    ok(now.powered && now.avcc_V < 4.75f && now.supply_V <= 0, "USB feeds the chip, not the rail");
    is_int((long)(now.resets - before.resets), 0, "and it runs on");
    inject(kit, "no-usb");
    run_ms(kit, 20);
    ok(!truth(kit).powered && !kit_data(kit), "without both it has no power");
    kit_clear(kit, "supply");
    run_ms(kit, 20);
    now = truth(kit);
    ok(now.powered && now.reset_cause == MCUSR_PORF, "with power back it starts cold");

    inject(kit, "supply=4.1");
    run_ms(kit, 20);
    ok(truth(kit).powered && kit_outputs(kit).heater_arm == false, "brown-out holds it in reset");
    uint64_t held_at = kit_cycles(kit);
    run_ms(kit, 1);
    is_int((long)(kit_cycles(kit) - held_at), 16000, "while time goes on");
    kit_clear(kit, "supply");
    run_ms(kit, 20);
    is_int(truth(kit).reset_cause, MCUSR_BORF, "afterwards it says brown-out");

    uint8_t eeprom[MACHINE_EEPROM_bytes];
    run_ms(kit, 1000);
    memcpy(eeprom, kit_eeprom(kit), sizeof eeprom);
    uint32_t resets = truth(kit).resets;
    kit_power_cycle(kit, 500);
    is_int((long)(truth(kit).resets - resets), 1, "a power cycle is one reset");
    is_bytes(kit_eeprom(kit), eeprom, sizeof eeprom, "which the EEPROM survives");
    kit_free(kit);
}

static void test_clock(void)
{
    struct kit *kit = new_kit(1);
    run_ms(kit, 10);
    uint64_t start_cycle = kit_cycles(kit);
    int64_t start_us = kit_now_us(kit);
    inject(kit, "clock-ppm=100");
    run_ms(kit, 1000);
    double cycles = (double)(kit_cycles(kit) - start_cycle);
    double us = (double)(kit_now_us(kit) - start_us);
    ok(fabs(cycles / us / 16 - 1.0001) < 2e-6, "a clock 100 ppm fast makes that many more cycles");
    kit_free(kit);
}

static void test_buttons_and_hang(void)
{
    struct kit *kit = new_kit(1);
    run_ms(kit, 50);
    ok(kit_data(kit)[REG_PIND] & 1 << 2, "STOP is up");
    kit_press(kit, BUTTON_STOP, 30);
    run_ms(kit, 10);
    ok(!(kit_data(kit)[REG_PIND] & 1 << 2) && truth(kit).stop_pressed,
       "pressed, it pulls its pin low");
    run_ms(kit, 30);
    ok(kit_data(kit)[REG_PIND] & 1 << 2, "released, the pin is high again");

    uint32_t resets = truth(kit).watchdog_resets;
    inject(kit, "hang");
    run_ms(kit, 300);
    ok(truth(kit).watchdog_resets > resets, "a program that hangs is reset by its watchdog");
    kit_free(kit);
}

/* --- What a watcher sees ---------------------------------------------------------------------- */

static void on_change(void *context, uint64_t cycle, const struct outputs *outputs)
{
    uint64_t *first_ntc_cycle = context;
    if (outputs->ntc_power && *first_ntc_cycle == 0)
        *first_ntc_cycle = cycle;
}

static void test_watcher(void)
{
    struct kit *kit = new_kit(1);
    uint64_t cycle = 0;
    kit_watch(kit, on_change, &cycle);
    run_ms(kit, 500);
    ok(cycle > 0 && cycle < 8000000, "a watcher is told of an output, with its cycle");
    kit_free(kit);
}

static void test_wrong_firmware(void)
{
    static const struct {
        const char *path, *says;
    } rows[] = {
        {"build/avr/none.elf", "build/avr/none.elf: No such file"},
        {"Makefile", "Makefile: not an ELF program for the AVR"},
        {"tests", "tests: not an ELF program for the AVR"},
        {"/proc/self/exe", "/proc/self/exe: not an ELF program for the AVR"},
    };
    for (unsigned i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct kit_options options = kit_default_options();
        options.firmware_path = rows[i].path;
        char why[256] = "";
        struct kit *kit = kit_new(&options, why, sizeof why);
        ok(!kit && strncmp(why, rows[i].says, strlen(rows[i].says)) == 0, "refused: %s", why);
        kit_free(kit);
    }
}

int main(void)
{
    test_repeatable();
    test_boot_and_stamps();
    test_sensor_faults();
    test_power();
    test_clock();
    test_buttons_and_hang();
    test_watcher();
    test_wrong_firmware();
    return done();
}

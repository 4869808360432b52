/* budgets.h: what calfkit may cost, one list.
 *
 * F(NAME, kind, bound, budget, held, decimals, "unit", "what is measured", "the same in other firmwares").
 * EXACT figures are the same on every machine: `make check` measures them and fails beyond `held`, which is
 * the budget, or where that is not reached yet what is held meanwhile. TIMED ones depend on the machine
 * and on what else it does: `make bench` measures them. LONG ones are the same on every machine but take a minute:
 * likewise. It writes all of them into tests/BENCH.md.
 */
#ifndef TESTS_BUDGETS_H
#define TESTS_BUDGETS_H

/* clang-format off */
#define FIGURES(F) \
    F(REQUEST_P50, EXACT, AT_MOST, 550, 550, 0, "cycles", \
      "shortest request, idle: last byte in to first reply byte out, median", \
      "Klipper 685, grbl 808; Firmata 315 without a check") \
    F(REQUEST_MAX, EXACT, AT_MOST, 900, 900, 0, "cycles", "the same, longest of 12,000", \
      "Klipper 954, grbl 907; Firmata 461 without a check") \
    F(LOADED_MAX, EXACT, AT_MOST, 2500, 2500, 0, "cycles", \
      "any request, playing, link saturated: last byte in to reply ready, longest", \
      "grbl 6222; Klipper, idle, 1540") \
    F(QUEUE_WAIT, EXACT, AT_MOST, 1, 1, 2, "frames", "that reply's wait in the transmit queue", "") \
    F(PANIC_MAX, EXACT, AT_MOST, 400, 400, 0, "cycles", \
      "panic byte to motors and heater off, longest of 4,000", "a comparable device 800,000") \
    F(STOP_MAX, EXACT, AT_MOST, 400, 400, 0, "cycles", \
      "STOP button's edge to motors and heater off, longest of 4,000", "") \
    F(KEYFRAME_SD, EXACT, AT_MOST, 1, 1, 2, "us", \
      "timer compare to a keyframe's registers, link saturated both ways: standard deviation", \
      "Klipper 1.63") \
    F(KEYFRAME_MAX, EXACT, AT_MOST, 10, 10, 2, "us", "the same, longest", "Klipper 13.9") \
    F(KEYFRAME_DRIFT, EXACT, AT_MOST, 0, 0, 0, "cycles", "the same, drift in ten seconds", "") \
    F(INTERRUPTS_OFF, EXACT, AT_MOST, 160, 160, 0, "cycles", "longest stretch with interrupts off", \
      "grbl 102, Klipper 498") \
    F(BOOT, EXACT, AT_MOST, 12000, 12000, 0, "cycles", "reset to first byte of the BOOT event, less the self-tests", \
      "Klipper 3164, grbl 415,996") \
    F(SELF_TESTS, EXACT, AT_MOST, 900000, 900000, 0, "cycles", \
      "self-tests at the reset: registers and RAM before the BOOT event, program memory after it", \
      "none of them has any") \
    F(ASLEEP_IDLE, EXACT, AT_LEAST, 98, 98, 2, "%", "asleep, idle", "none of them sleeps") \
    F(ASLEEP_PLAYING, EXACT, AT_LEAST, 96, 96, 2, "%", "asleep, playing with telemetry at 20 Hz", \
      "none of them sleeps") \
    F(UPLOAD, EXACT, AT_MOST, 25, 25, 1, "ms", "upload of the library's largest routine, verified", "") \
    F(CHUNK_USEFUL, EXACT, AT_LEAST, 85, 85, 1, "%", "useful bytes of a full upload chunk's frame", \
      "Klipper 5 bytes a frame, MIN 10") \
    F(FLASH, EXACT, AT_MOST, 22528, 22528, 0, "bytes", "flash", "grbl 29,864, Klipper 14,696") \
    F(RAM, EXACT, AT_MOST, 1200, 1200, 0, "bytes", "static RAM", "grbl 1633, Klipper 399 + 1393") \
    F(STACK, EXACT, AT_MOST, 400, 400, 0, "bytes", "deepest stack seen: main's with an interrupt's", "") \
    F(STACK_WORST, EXACT, AT_MOST, 400, 400, 0, "bytes", \
      "deepest stack possible, worked out from the code: likewise", "") \
    F(EEPROM_WAIT, EXACT, AT_MOST, 0, 0, 0, "cycles", "main loop held by EEPROM writes", \
      "grbl loses bytes") \
    F(HEAT_TIME, LONG, AT_MOST, 1.15, 1.15, 2, "x", \
      "cold cuff to setpoint, at the worst corner: against the fastest the pad allows", "") \
    F(HEAT_AGAIN, LONG, AT_MOST, 1.15, 1.15, 2, "x", \
      "back to the setpoint after the cuff was open for 30 s, likewise", "") \
    F(HEAT_OVER, LONG, AT_MOST, 0.3, 0.3, 2, "C", "skin above the setpoint, as displayed, at any corner", "") \
    F(HEAT_NEAR, LONG, AT_MOST, 0.2, 0.2, 2, "C", "skin off the setpoint once it is reached", "") \
    F(CLOCK_OFFSET, LONG, AT_MOST, 500, 500, 0, "us", \
      "session clock: offset of the fit off the true one, crystal off by 100 ppm, link late by up to 8 ms", "") \
    F(CLOCK_DRIFT, LONG, AT_MOST, 2, 2, 3, "ppm", "the same, drift", "") \
    F(MEMORY, LONG, AT_MOST, 10, 10, 1, "%", \
      "host memory: what following 24 h of samples takes above 15 min of them", "") \
    F(KIT_SPEED, TIMED, AT_LEAST, 80, 80, 0, "x", "virtual kit, playing classic: simulated over CPU time", "") \
    F(KIT_SHARE, TIMED, AT_LEAST, 0.6, 0.6, 2, "x", \
      "the same, against simavr alone that plays this session with this image", "") \
    F(CHECK, TIMED, AT_MOST, 90, 90, 0, "s", "make check: CPU time of all tests, over two cores", "") \
    F(LINT, TIMED, AT_MOST, 5, 5, 2, "ms", "lint of the library's largest routine", "") \
    F(COMPILE, TIMED, AT_MOST, 30, 30, 2, "ms", "compile of the whole library", "")
/* clang-format on */

#define AS_FIGURE(NAME, kind, bound, budget, held, decimals, unit, what, reference) FIGURE_##NAME,
enum figure { FIGURES(AS_FIGURE) FIGURE_COUNT };
#undef AS_FIGURE

/* For a test that measures one of them itself. */
#define AS_BUDGET(NAME, kind, bound, budget, held, decimals, unit, what, reference) (budget),
static inline double figure_budget(enum figure figure)
{
    static const double budgets[] = {FIGURES(AS_BUDGET)};
    return budgets[figure];
}
#undef AS_BUDGET

#endif

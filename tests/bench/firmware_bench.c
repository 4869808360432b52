/* firmware_bench.c: measures the figures of tests/budgets.h.
 *
 *     firmware_bench            prints the tables
 *     firmware_bench FILE       writes them there with what they were measured on, and draws the plots
 *     firmware_bench exact FILE  measures and writes only what is the same on every machine; the rest stays as it is
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "protocol/crc16.h"
#include "tests/bench/figures.h"
#include "tests/bench/growth.h"
#include "tests/campaign/page.h"

#define LASTING "Firmware `" /* page_firmware() begins so */

enum { LINE_max = 256, PAGE_max = 32768 };

static void first_line(const char *command, char *line, size_t size)
{
    FILE *output = popen(command, "r");
    if (!output || !fgets(line, (int)size, output))
        snprintf(line, size, "unknown");
    if (output)
        pclose(output);
    line[strcspn(line, "\n")] = 0;
}

struct circumstance {
    const char *what, *command;
};

static const struct circumstance exact_ones[] = {
    {"avr-gcc", "avr-gcc -dumpversion"},
    {"simavr", "pkg-config --modversion simavr 2>/dev/null || dpkg-query -W -f '${Version}' "
               "libsimavr-dev"},
    {"date", "date +%Y-%m-%d"},
};

/* Of what `exact` leaves as it was. */
static const struct circumstance lasting_ones[] = {
    {"processor", "sed -n 's/^model name[^:]*: //p' /proc/cpuinfo"},
    {"gcc", "gcc -dumpversion"},
    {"date", "date +%Y-%m-%d"},
};

static void add_circumstances(char *text, const struct circumstance *ones, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        char line[LINE_max];
        size_t length = strlen(text);
        first_line(ones[i].command, line, sizeof line);
        snprintf(text + length, LINE_max - length, "%s%s: %s", length ? "; " : "", ones[i].what,
                 line);
    }
}

/* The line that a page has for them, as it is there. */
static bool read_lasting(FILE *page, char text[LINE_max])
{
    rewind(page);
    while (fgets(text, LINE_max, page))
        if (strncmp(text, LASTING, strlen(LASTING)) == 0) {
            text[strcspn(text, "\n")] = 0;
            return true;
        }
    return false;
}

/* A line here is a line there. */
/* clang-format off */
static const char beginning[] =
    "# What it costs\n\n"
    "Written by `make bench`; not by hand: `make check` measures the first table again and compares, and the last line\n"
    "is a checksum of the rest. The budgets are in `tests/budgets.h`.\n\n";

static const char exact[] =
    "## The same on every machine\n\n"
    "Cycles of the 16 MHz ATmega328P, in simavr with its deviations made good. A latency runs from the stop bit of the\n"
    "last byte received (RXC) to the write of the first reply byte (UDR), or to the instant at which the whole frame\n"
    "stands ready, check included. A byte takes 10 bits. 4 cycles are added for every interrupt entered.\n\n";

static const char exact_notes[] =
    "\n*Over* means that the budget is not reached; `make check` then holds the figure at what tests/budgets.h says.\n\n"
    "- The requests of the reference firmwares carry no, or a shorter, check and are answered by less; Klipper's nop does\n"
    "  nothing, ours is refused by name. grbl's answer under load is a status report; Klipper was measured idle.\n"
    "- The longest replies are those to STATISTICS, 26 bytes, STATUS and PROBE, 22. On an idle link STATUS takes 1,820\n"
    "  cycles: 360 until it is understood, 370 to gather its fields, 350 to stuff them, 600 for their CRC, 140 in between;\n"
    "  on a saturated one the transmitter's and receiver's interrupts take a fifth of all cycles on top. The first byte\n"
    "  does not wait for the check, which is ready 14,000 cycles before its turn on the line.\n"
    "- The kit sleeps so much in frames of 10 ms; the budgets leave 3,200 cycles awake in each when idle, 6,400 playing. They\n"
    "  go (make profile) to the ten ticks' interrupts (idle 590, playing 680), strengths to duties and the gate (650, 1,780),\n"
    "  telling and planning (390, 1,630), sensors and panel (360, 360), samples (210, 560), storing and the self-test (330,\n"
    "  320), the transmitter (70, 290), and waking up, pumping and going to sleep (380, 750). The ticks stay: PWM of 1 kHz,\n"
    "  the pump's half periods and nine conversions a frame hang on them, and 58 cycles each is what adding one up takes.\n"
    "  The gate stays: it asks everything anew in each frame. Playing, two frames of three move ramps: the player takes 490\n"
    "  a frame, its strengths for this leg 300, duties from strengths 480. Shared prologues take 10 idle, 130 playing: the\n"
    "  frame's pieces save no registers.\n"
    "- The keyframe's figures end at the write of the registers. The chip takes a new duty over at the end of its PWM\n"
    "  period: up to 128 us later on timers 0 and 2, up to 1 ms on timer 1. They are timer 0's; the others' follow within 2 us.\n"
    "- The BOOT event is said before the settings are read. Registers and RAM are tested before it, the program memory\n"
    "  after it, before anything may be driven.\n"
    "- grbl's step pulses at 10 kHz, one port that the timer's interrupt writes, are off by 0.6 us (deviation) and 5.6 us\n"
    "  (longest) on a busy link; a keyframe is six duties in three timers and the heater's switch.\n"
    "- The longest stretch with interrupts off is the tick that begins a frame: it writes all of these at once, so that no\n"
    "  frame is applied by half. grbl's lets others in as soon as its port is written.\n"
    "- Klipper says its first byte earlier: it has a third of this RAM to clear.\n"
    "- grbl and Klipper have other jobs; flash and RAM show the order of size, not skill.\n"
    "- The stack is main's deepest with the deepest interrupt on top of it: seen under load; and possible, along any path\n"
    "  of the finished image (tests/bench/stack.h).\n\n";

static const char lasting[] =
    "## Over minutes\n\n"
    "The same on every machine, too, but not measured again by `make check`, which has shorter forms: `TESTS=\"heat warm\n"
    "clock memory\"`. These figures and those of the next table were measured with:\n\n";

static const char lasting_notes[] =
    "\n- Warmth: twelve corners of room, pad, supply, blanket and setpoint (tests/evidence/heat_course.h), from a cold cuff;\n"
    "  the fastest is the bang-bang optimum under the same limits (tests/evidence/heat_optimum.h). Where the pad cannot\n"
    "  reach the setpoint only what is above it counts. `make evidence` prints every corner.\n"
    "- Clock: two sessions of classic, 100 ppm slow and fast, against the kit's own trace (tests/evidence/clock_course.h).\n\n";

static const char timed[] =
    "## By this machine's clock\n\n"
    "CPU time, so that what else runs counts little; how fast the machine is counts.\n\n";

static const char timed_notes[] =
    "\n- simavr alone gets the same bytes at the same cycles and the same results of its converter, and sends as many bytes;\n"
    "  it has no board and no physics. Two habits that make it slow are cured for it as they are for the kit, the edges\n"
    "  of PWM and polled pins, and writes of the EEPROM take their time (tests/bench/bare.h).\n\n"
    "## Growth\n\n"
    "![upload by length](bench/growth-length.svg) ![playing by zones](bench/growth-zones.svg)\n"
    "![idle by telemetry](bench/growth-telemetry.svg) ![a session by those kept](bench/growth-sessions.svg)\n"
    "![memory by sessions kept](bench/growth-memory.svg)\n\n"
    "A run makes its own record in the folder; it reads none of the others.\n\n";
/* clang-format on */

static void print_page(const struct figures *figures, const char *lasting_text, FILE *out)
{
    char text[LINE_max] = "";
    add_circumstances(text, exact_ones, sizeof exact_ones / sizeof *exact_ones);
    fputs(beginning, out);
    fprintf(out, "%s.\n\n", text);
    fputs(exact, out);
    figures_print(figures, EXACT, out);
    fputs(exact_notes, out);
    fprintf(out, "%s%s\n\n", lasting, lasting_text);
    figures_print(figures, LONG, out);
    fputs(lasting_notes, out);
    fputs(timed, out);
    figures_print(figures, TIMED, out);
    fputs(timed_notes, out);
}

static int write_page(const struct figures *figures, const char *lasting_text, const char *path)
{
    static char page[PAGE_max];
    FILE *text = fmemopen(page, sizeof page, "w");
    print_page(figures, lasting_text, text);
    fclose(text);
    FILE *file = fopen(path, "w");
    if (!file) {
        perror(path);
        return 1;
    }
    uint16_t crc = crc16_block(CRC16_START, (const uint8_t *)page, (uint16_t)strlen(page));
    fprintf(file, "%s<!-- %04x -->\n", page, crc);
    return fclose(file) == 0 ? 0 : 1;
}

static int renew_exact(const char *path)
{
    struct figures figures = {0};
    char lasting_text[LINE_max];
    FILE *page = fopen(path, "r");
    if (!page || !figures_read(&figures, LONG, page) || !figures_read(&figures, TIMED, page) ||
        !read_lasting(page, lasting_text)) {
        fprintf(stderr, "bench: %s has not every figure: make bench\n", path);
        return 1;
    }
    fclose(page);
    figures_measure_exact(&figures);
    figures_print(&figures, EXACT, stdout);
    return write_page(&figures, lasting_text, path);
}

int main(int count, char **arguments)
{
    if (count == 3 && strcmp(arguments[1], "exact") == 0)
        return renew_exact(arguments[2]);
    struct figures figures = {0};
    if (count > 1)
        growth_draw();
    figures_measure_exact(&figures);
    figures_measure_long(&figures);
    figures_measure_timed(&figures);
    figures_print(&figures, EXACT, stdout);
    figures_print(&figures, LONG, stdout);
    figures_print(&figures, TIMED, stdout);
    char lasting_text[LINE_max] = "";
    strcpy(lasting_text, page_firmware());
    add_circumstances(lasting_text, lasting_ones, sizeof lasting_ones / sizeof *lasting_ones);
    return count < 2 ? 0 : write_page(&figures, lasting_text, arguments[1]);
}

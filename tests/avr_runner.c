/* avr_runner.c: runs one AVR test program in simavr at full speed and prints the TAP it writes.
 *
 *     avr_runner [--cycles N] PROGRAM.elf
 *
 * tests/tap.c on the AVR writes stdout to GPIOR0, stderr to GPIOR2 and the exit code to GPIOR1.
 * Errors: a program that crashes, ends without done(), runs out of cycles or whose stack meets its
 * data gets a line on stderr and exit code 2: it has failed, whatever its tests said. (No "Bail
 * out!", which would make prove stop the tests of all other programs too.)
 */
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <simavr/sim_avr.h>
#include <simavr/sim_elf.h>
#include <simavr/sim_io.h>

#define MCU "atmega328p"
#define CLOCK_Hz 16000000U
#define CYCLES_DEFAULT 4000000000ULL /* about half a minute of a PC */
#define EXIT_GAVE_UP 2

/* Data addresses (ATmega328P datasheet, register summary). */
#define GPIOR0_ADDRESS 0x3E
#define GPIOR1_ADDRESS 0x4A
#define GPIOR2_ADDRESS 0x4B
#define RAM_START 0x100

#define OPCODE_JUMP_TO_SELF 0xCFFF /* rjmp .-2: where avr-libc's exit() and abort() end */
#define STACK_PAINT 0xC5

struct outcome {
    bool ended; /* the program called done() */
    int exit_code;
};

static void put_stdout(struct avr_t *avr, avr_io_addr_t address, uint8_t value, void *param)
{
    (void)avr, (void)address, (void)param;
    putchar(value);
}

static void put_stderr(struct avr_t *avr, avr_io_addr_t address, uint8_t value, void *param)
{
    (void)avr, (void)address, (void)param;
    fflush(stdout);
    fputc(value, stderr);
}

static void note_end(struct avr_t *avr, avr_io_addr_t address, uint8_t value, void *param)
{
    (void)avr, (void)address;
    struct outcome *outcome = param;
    outcome->ended = true;
    outcome->exit_code = value;
}

/* simavr's own sleep waits in real time. */
static void sleep_no_time(avr_t *avr, avr_cycle_count_t cycles)
{
    (void)avr, (void)cycles;
}

/* simavr tells of loaded sections and the like; only its errors belong in a test's output. */
static void log_errors(struct avr_t *avr, const int level, const char *format, va_list values)
{
    (void)avr;
    if (level != LOG_ERROR)
        return;
    fputs("# simavr: ", stderr);
    vfprintf(stderr, format, values);
}

static int give_up(const char *reason)
{
    fflush(stdout);
    fprintf(stderr, "# avr_runner: %s\n", reason);
    return EXIT_GAVE_UP;
}

static bool waits_for_ever(const avr_t *avr)
{
    unsigned opcode = avr->flash[avr->pc] | (unsigned)avr->flash[avr->pc + 1] << 8;
    return opcode == OPCODE_JUMP_TO_SELF && !avr->sreg[S_I];
}

/* Returns NULL when the program ended by itself, else why it was stopped. */
static const char *run(avr_t *avr, const struct outcome *outcome, uint64_t cycle_limit)
{
    while (!outcome->ended) {
        int state = avr_run(avr);
        if (outcome->ended)
            break;
        if (state == cpu_Crashed)
            return "the program crashed";
        if (state == cpu_Done || waits_for_ever(avr))
            return "the program ended without done()";
        if (avr->cycle > cycle_limit)
            return "the program ran out of cycles";
    }
    return NULL;
}

/* RAM between `from` and the stack that was never written, in bytes. */
static unsigned untouched_RAM_bytes(const avr_t *avr, unsigned from)
{
    unsigned at = from;
    while (at <= avr->ramend && avr->data[at] == STACK_PAINT)
        at++;
    return at - from;
}

static int run_program(const char *path, uint64_t cycle_limit)
{
    static elf_firmware_t program;
    if (elf_read_firmware(path, &program) != 0)
        return give_up("cannot read the program");

    avr_t *avr = avr_make_mcu_by_name(MCU);
    if (!avr || avr_init(avr) != 0)
        return give_up("simavr does not know the " MCU);
    avr->frequency = CLOCK_Hz;
    avr->sleep = sleep_no_time;
    avr_load_firmware(avr, &program);

    struct outcome outcome = {.ended = false};
    avr_register_io_write(avr, GPIOR0_ADDRESS, put_stdout, NULL);
    avr_register_io_write(avr, GPIOR1_ADDRESS, note_end, &outcome);
    avr_register_io_write(avr, GPIOR2_ADDRESS, put_stderr, NULL);

    unsigned static_end = RAM_START + program.datasize + program.bsssize;
    if (static_end > avr->ramend)
        return give_up("the program's static data alone overfills the RAM");
    memset(avr->data + static_end, STACK_PAINT, avr->ramend + 1U - static_end);

    const char *trouble = run(avr, &outcome, cycle_limit);
    unsigned free_bytes = untouched_RAM_bytes(avr, static_end);
    if (free_bytes == 0)
        trouble = "the stack ran into the static data";
    printf("# %" PRIu64 " cycles; RAM: %u bytes static, %u stack, %u never used\n",
           (uint64_t)avr->cycle, static_end - RAM_START, avr->ramend + 1U - static_end - free_bytes,
           free_bytes);
    avr_terminate(avr);
    return trouble ? give_up(trouble) : outcome.exit_code;
}

int main(int argc, char **argv)
{
    uint64_t cycle_limit = CYCLES_DEFAULT;
    if (argc == 4 && strcmp(argv[1], "--cycles") == 0) {
        char *end;
        errno = 0;
        cycle_limit = strtoull(argv[2], &end, 10);
        if (errno || *end || end == argv[2])
            return give_up("--cycles wants a number");
    } else if (argc != 2) {
        fprintf(stderr, "usage: avr_runner [--cycles N] PROGRAM.elf\n");
        return EXIT_GAVE_UP;
    }
    avr_global_logger_set(log_errors);
    return run_program(argv[argc - 1], cycle_limit);
}

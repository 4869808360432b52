#include "host/kit/options.h"

#include <getopt.h>
#include <limits.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "host/kit/mishap.h"
#include "protocol/messages.h"

/* O(letter, "long-name", argument's name or NULL, "help") */
#define OPTIONS(O)                                                                                 \
    O('f', "firmware", "ELF", "the program to run (or CALFKIT_FIRMWARE; else the one built here)") \
    O('B', "bootloader", "HEX",                                                                    \
      "a bootloader in the chip, which then starts in it; --firmware none: and nothing else")      \
    O('t', "pty", NULL, "be a serial port: prints its name, keeps to wall time")                   \
    O('s', "socket", "PATH", "serve one client after another (host/kit/wire.h)")                   \
    O('d', "fd", "N", "serve the one client on this inherited socket, end with it")                \
    O('x', "speed", "N|max", "keep to N times wall time, also while no client waits")              \
    O('n', "seed", "N", "of all noise (1)")                                                        \
    O('e', "eeprom", "FILE", "keep the EEPROM there; the word practised: as after two sessions")   \
    O('F', "fault", "WHAT", "NAME[=VALUE][@TIME[..TIME]], see below; may be repeated")             \
    O('w', "vcd", "FILE", "write the pins' edges")                                                 \
    O('a', "ambient", "C", "room temperature (23)")                                                \
    O('k', "skin", "C", "skin temperature at the beginning (32)")                                  \
    O('v', "supply", "V", "voltage of the 5 V supply (5.0)")                                       \
    O('r', "pad-ohms", "R", "resistance of the pad (3.3)")                                         \
    O('p', "perfusion", "X", "factor on the leg's blood flow (1)")                                 \
    O('m', "motor-current", "X", "factor on the motors' current (1)")                              \
    O('b', "blanket", NULL, "a blanket lies over the cuff")                                        \
    O('o', "off-leg", NULL, "the cuff is on nobody's leg")                                         \
    O('P', "person", "WHO", "present: presses MODE when the LED asks; absent: never")              \
    O('J', "jumper", "WHERE", "run: DTR is held off (so without this); flash: it resets the chip") \
    O('E', "efuse", "BYTE", "extended fuse byte (0xFC: brown-out at 4.3 V)")                       \
    O('j', "jitter", "MS", "each frame on the link is late by up to this (0)")                     \
    O('l', "for", "TIME", "end after this simulated time")                                         \
    O('h', "help", NULL, "this text")                                                              \
    O('V', "version", NULL, "version of protocol and kit")

static const struct option long_options[] = {
#define AS_GETOPT(letter, name, argument, help) \
    {name, (argument) ? required_argument : no_argument, NULL, letter},
    OPTIONS(AS_GETOPT)
#undef AS_GETOPT
        {NULL, 0, NULL, 0},
};

static void print_help(void)
{
    puts("calf-sim: the calfkit firmware in a simulated kit, on a simulated leg\n\n"
         "usage: calf-sim --pty | --socket PATH | --fd N | --for TIME  [options]\n");
#define AS_HELP(letter, name, argument, help)                               \
    {                                                                       \
        const char *takes = (argument);                                     \
        char usage[32];                                                     \
        snprintf(usage, sizeof usage, "--%s %s", name, takes ? takes : ""); \
        printf("  %-20s %s\n", usage, help);                                \
    }
    OPTIONS(AS_HELP)
#undef AS_HELP
    puts("\nTimes are like 90s, 1500ms, 2min; without @TIME a fault holds from the start. The "
         "faults\n"
         "(in parentheses: VALUE if none is given):\n");
    mishap_print_help(stdout);
    puts("\nIt ends with 0, or with 1 if something fails, or with 2 if the command line is wrong.");
}

static int wrong(const char *format, ...)
{
    va_list arguments;
    fputs("calf-sim: ", stderr);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputs("; see calf-sim --help\n", stderr);
    return OPTIONS_USAGE_ERROR;
}

static int number(double *value, const char *option, const char *text, double least, double most)
{
    char *end;
    double read = strtod(text, &end);
    if (end == text || *end || !(read >= least && read <= most))
        return wrong("--%s: '%s' is not a number from %g to %g", option, text, least, most);
    *value = read;
    return -1;
}

/* A time as the faults have it: s (also if no unit is given), ms, us or min. */
static int take_time(double *time_s, const char *option, const char *text)
{
    static const struct {
        const char *unit;
        double s;
    } units[] = {{"", 1}, {"s", 1}, {"ms", 1e-3}, {"us", 1e-6}, {"min", 60}};
    char *end;
    double read = strtod(text, &end);
    for (unsigned i = 0; end != text && i < sizeof units / sizeof *units; i++) {
        if (strcmp(end, units[i].unit) != 0 || !(read >= 0 && read * units[i].s <= 1e7))
            continue;
        *time_s = read * units[i].s;
        return -1;
    }
    return wrong("--%s: '%s' is no time such as 90s, 1500ms or 2min", option, text);
}

static int take_fault(struct options *options, const char *text)
{
    struct mishap_wish unused;
    char why[2048];
    if (!mishap_parse(&unused, text, 0, why, sizeof why))
        return wrong("%s", why);
    if (options->fault_count == OPTIONS_FAULTS_max)
        return wrong("no more than %d times --fault", OPTIONS_FAULTS_max);
    options->faults[options->fault_count++] = text;
    return -1;
}

static int take_speed(struct options *options, const char *text)
{
    if (strcmp(text, "max") != 0)
        return number(&options->speed, "speed", text, 0.01, 1000);
    options->speed = INFINITY;
    return -1;
}

static int take_person(struct options *options, const char *text)
{
    options->kit.person_absent = strcmp(text, "absent") == 0;
    if (!options->kit.person_absent && strcmp(text, "present") != 0)
        return wrong("--person: '%s' is neither present nor absent", text);
    return -1;
}

static int take_jumper(struct options *options, const char *text)
{
    options->kit.flash_jumper = strcmp(text, "flash") == 0;
    if (!options->kit.flash_jumper && strcmp(text, "run") != 0)
        return wrong("--jumper: '%s' is neither run nor flash", text);
    return -1;
}

static int take_whole(double least, double most, const char *option, const char *text, double *out)
{
    int code = number(out, option, text, least, most);
    if (code < 0 && floor(*out) < *out)
        return wrong("--%s: '%s' is not a whole number", option, text);
    return code;
}

static int take(struct options *options, int letter, const char *name, char *text)
{
    struct kit_options *kit = &options->kit;
    double whole = 0;
    int code = -1;
    switch (letter) {
    case 'f':
        kit->firmware_path = text;
        break;
    case 'B':
        kit->bootloader_path = text;
        break;
    case 't':
        options->pty = true;
        break;
    case 's':
        options->socket_path = text;
        break;
    case 'd':
        code = take_whole(0, INT_MAX, name, text, &whole);
        options->fd = (int)whole;
        break;
    case 'x':
        return take_speed(options, text);
    case 'n':
        code = take_whole(0, 9e15, name, text, &whole);
        kit->seed = (uint64_t)whole;
        break;
    case 'e':
        options->practised = strcmp(text, "practised") == 0;
        options->eeprom_path = options->practised ? NULL : text;
        break;
    case 'F':
        return take_fault(options, text);
    case 'w':
        kit->vcd_path = text;
        break;
    case 'a':
        return number(&kit->ambient_C, name, text, -20, 50);
    case 'k':
        return number(&kit->skin_C, name, text, 15, 40);
    case 'v':
        return number(&kit->supply_V, name, text, 0, 12);
    case 'r':
        return number(&kit->pad_Ohm, name, text, 0.5, 1000);
    case 'p':
        return number(&kit->perfusion, name, text, 0, 10);
    case 'm':
        return number(&kit->motor_current, name, text, 0, 10);
    case 'b':
        kit->blanket = true;
        break;
    case 'o':
        kit->off_leg = true;
        break;
    case 'P':
        return take_person(options, text);
    case 'J':
        return take_jumper(options, text);
    case 'E':
        code = take_whole(0, 255, name, text, &whole);
        kit->fuses.extended = (uint8_t)whole;
        break;
    case 'j':
        code = number(&whole, name, text, 0, 1000);
        kit->link.jitter_us = whole * 1e3;
        break;
    case 'l':
        return take_time(&options->for_s, name, text);
    default:
        break;
    }
    return code;
}

/* build/avr/calfkit.elf for build/calf-sim. */
static const char *firmware_beside_program(void)
{
    static char path[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    path[length > 0 ? length : 0] = 0;
    char *slash = strrchr(path, '/');
    size_t used = slash ? (size_t)(slash - path) : 0;
    snprintf(path + used, sizeof path - used, "/avr/calfkit.elf");
    return path;
}

/* What the options mean together. */
static int settle(struct options *options)
{
    int ways = options->pty + (options->socket_path != NULL) + (options->fd >= 0);
    if (ways > 1)
        return wrong("--pty, --socket and --fd exclude each other");
    if (ways == 0 && isinf(options->for_s))
        return wrong("nobody could reach it: give --pty, --socket, --fd or --for");
    if (!options->kit.bootloader_path && options->kit.firmware_path &&
        strcmp(options->kit.firmware_path, "none") == 0)
        return wrong("--firmware none leaves nothing to run: it needs --bootloader");
    if (options->speed <= 0 && options->pty)
        options->speed = 1;
    if (options->speed <= 0 && ways == 0)
        options->speed = INFINITY;
    if (!options->kit.firmware_path)
        options->kit.firmware_path = getenv("CALFKIT_FIRMWARE");
    if (!options->kit.firmware_path || !*options->kit.firmware_path)
        options->kit.firmware_path = firmware_beside_program();
    return -1;
}

int options_parse(struct options *options, int argc, char **argv)
{
    *options = (struct options){.kit = kit_default_options(), .fd = -1, .for_s = INFINITY};
    opterr = 0;
    int letter, index = 0;
    while ((letter = getopt_long(argc, argv, ":", long_options, &index)) != -1) {
        if (letter == ':')
            return wrong("%s needs a value", argv[optind - 1]);
        if (letter == '?')
            return wrong("unknown option %s", argv[optind - 1]);
        if (letter == 'h') {
            print_help();
            return 0;
        }
        if (letter == 'V') {
            printf("calf-sim, protocol %d\n", PROTOCOL_VERSION);
            return 0;
        }
        int code = take(options, letter, long_options[index].name, optarg);
        if (code >= 0)
            return code;
    }
    if (optind < argc)
        return wrong("'%s' is one word too many", argv[optind]);
    return settle(options);
}

/* The command flash: the firmware into the chip by avrdude, and hello to what runs there then. */
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "host/calf/avrdude.h"
#include "host/calf/command.h"
#include "host/calf/device.h"
#include "host/calf/ports.h"
#include "host/calf/print.h"
#include "host/calf/say.h"
#include "host/calf/signals.h"

/* The ATmega328P's fuses for the kit (datasheet, tables 28-5 to 28-9): crystal; EEPROM kept when the chip is
 * erased, start without a bootloader; brown-out detection at 4.3 V. */
enum { FUSE_LOW = 0xFF, FUSE_HIGH = 0xD3, FUSE_EXTENDED = 0xFC };

enum { NAME_BYTES = 128, LINE_BYTES = 64 };

/* The Nano's bootloaders, by how long they have been sold. */
static const struct {
    unsigned baud;
    const char *name;
} bootloaders[] = {{57600, "old"}, {115200, "new"}};
enum { BOOTLOADERS = sizeof bootloaders / sizeof *bootloaders };

struct flashing {
    const struct options *options;
    char hex[PATH_MAX];
    char port[PATH_MAX]; /* "" over ISP, when none is named */
    char programmer[NAME_BYTES];
    const char *programmer_port; /* within programmer, or NULL */
    unsigned baud;               /* 0: try both */
    bool isp, yes;
};

/* --- what is wanted --------------------------------------------------------------------------- */

/* The file that make builds: avr/calfkit.hex beside the program. */
static int find_hex(char path[PATH_MAX], const char *named)
{
    static const char beside[] = "/avr/calfkit.hex";
    if (named) {
        snprintf(path, PATH_MAX, "%s", named);
    } else {
        ssize_t length = readlink("/proc/self/exe", path, PATH_MAX - sizeof beside);
        if (length < 0)
            return fail(EXIT_OTHER, "/proc/self/exe: %s", strerror(errno));
        path[length] = '\0';
        strcpy(strrchr(path, '/'), beside);
    }
    FILE *file = fopen(path, "r");
    if (!file)
        return fail(EXIT_OTHER, "flash: %s: %s%s", path, strerror(errno),
                    named ? "" : "; build it with `make firmware`");
    int first = fgetc(file);
    fclose(file);
    return first == ':' ? EXIT_OK : fail(EXIT_OTHER, "flash: %s is no Intel HEX file", path);
}

static bool take_baud(struct flashing *flashing, struct arguments *arguments)
{
    double baud = arguments_number(arguments, "--baud", 57600, 115200, 0);
    flashing->baud = (unsigned)baud;
    for (int i = 0; i < BOOTLOADERS; i++)
        if (flashing->baud == 0 || flashing->baud == bootloaders[i].baud)
            return true;
    say("flash: no bootloader of a Nano speaks %u baud: 57600 or 115200", flashing->baud);
    return false;
}

/* PROGRAMMER[:PORT] */
static bool take_programmer(struct flashing *flashing, struct arguments *arguments)
{
    const char *words = arguments_value(arguments, "--isp");
    flashing->isp = words != NULL;
    snprintf(flashing->programmer, NAME_BYTES, "%s", words ? words : "arduino");
    char *colon = strchr(flashing->programmer, ':');
    if (words && colon) {
        *colon = '\0';
        flashing->programmer_port = colon + 1;
    }
    if (flashing->programmer[0] != '\0')
        return true;
    say("flash: --isp needs a programmer's name, as avrdude has it");
    return false;
}

/* The port of the bootloader, or of the kit that is to answer after ISP, which may be in nobody's reach yet. */
static int find_port(struct flashing *flashing)
{
    const struct options *options = flashing->options;
    char holder[32];
    if (options->sim || options->socket)
        return fail(
            EXIT_USAGE,
            "flash: needs a port: a kit started by `calf sim --pty --bootloader HEX` has one");
    if (flashing->isp && !options->port)
        return EXIT_OK;
    int code =
        options->port ? ports_check(options->port, flashing->port) : ports_find(flashing->port);
    if (code == EXIT_OK && ports_rival(flashing->port, holder, sizeof holder))
        return ports_say_held(flashing->port);
    return code;
}

/* --- the person ------------------------------------------------------------------------------- */

/* Enter, or an exit code: nobody there, or interrupted. */
static int await_enter(const struct flashing *flashing, const char *words)
{
    struct pollfd ready = {.fd = STDIN_FILENO, .events = POLLIN};
    char line[LINE_BYTES];
    if (flashing->yes)
        return EXIT_OK;
    if (!isatty(STDIN_FILENO) || !isatty(STDERR_FILENO))
        return fail(EXIT_USAGE, "flash: nobody to ask here: see to the jumper, then --yes");
    fprintf(stderr, "%s Enter: done. ", words);
    while (signals_count() == 0)
        if (poll(&ready, 1, 200) > 0)
            return fgets(line, sizeof line, stdin) ? EXIT_OK : fail(EXIT_STOPPED, "not flashed");
    fputc('\n', stderr);
    return fail(EXIT_STOPPED, "not flashed");
}

/* --- flashing --------------------------------------------------------------------------------- */

static struct avrdude reach(const struct flashing *flashing, unsigned baud)
{
    const char *port = flashing->isp ? flashing->programmer_port : flashing->port;
    return (struct avrdude){flashing->programmer, port, baud,
                            flashing->options->quiet || flashing->options->json};
}

/* Why avrdude could not; `what` had not happened. */
static int explain(int status, const char *what, const char *remedy)
{
    if (status == AVRDUDE_MISSING)
        return fail(EXIT_OTHER, "flash: avrdude is not installed: `apt-get install avrdude`");
    if (signals_count() > 0)
        return fail(EXIT_STOPPED,
                    "flash: interrupted: what is in the chip may be half of it, flash again");
    return fail(EXIT_DEVICE, "flash: %s: %s", what, remedy);
}

/* Which bootloader answers? Its number, or an exit code in *code. */
static int find_bootloader(const struct flashing *flashing, int *code)
{
    int status = 0;
    for (int i = 0; i < BOOTLOADERS && signals_count() == 0; i++) {
        if (flashing->baud != 0 && flashing->baud != bootloaders[i].baud)
            continue;
        if (!flashing->options->quiet)
            say("trying the %s bootloader (%u baud) at %s", bootloaders[i].name,
                bootloaders[i].baud, flashing->port);
        struct avrdude how = reach(flashing, bootloaders[i].baud);
        status = avrdude_try(&how);
        if (status == 0)
            return i;
        if (status == AVRDUDE_MISSING)
            break;
    }
    *code =
        explain(status, "no bootloader answers",
                "is the jumper on FLASH, the power on, and the port the kit's? A chip without a "
                "bootloader needs --isp");
    return -1;
}

static int flash_over_bootloader(const struct flashing *flashing)
{
    int code = await_enter(flashing, "Put the jumper on FLASH, and switch the motors' supply off.");
    if (code != EXIT_OK)
        return code;
    int bootloader = find_bootloader(flashing, &code);
    if (bootloader < 0)
        return code;
    struct avrdude how = reach(flashing, bootloaders[bootloader].baud);
    int status = avrdude_flash(&how, flashing->hex);
    if (status != 0)
        return explain(status, "the firmware was not written, or does not read back as it should",
                       "try again; another cable may help");
    if (!flashing->options->quiet && !flashing->options->json)
        printf("written and verified through the %s bootloader\n", bootloaders[bootloader].name);
    return await_enter(flashing, "Put the jumper back on RUN, and switch the supply on.");
}

static int flash_over_isp(const struct flashing *flashing)
{
    int code = await_enter(flashing, "Connect the programmer, and switch the motors' supply off.");
    if (code != EXIT_OK)
        return code;
    struct avrdude how = reach(flashing, 0);
    /* the fuses first: then the chip's erasure spares what is kept about the legs */
    int status = avrdude_fuses(&how, FUSE_LOW, FUSE_HIGH, FUSE_EXTENDED);
    if (status != 0)
        return explain(status, "the fuses were not written",
                       "is the programmer connected, and the kit's power on?");
    status = avrdude_flash(&how, flashing->hex);
    if (status != 0)
        return explain(status, "the fuses are set, but the firmware was not written", "try again");
    if (!flashing->options->quiet && !flashing->options->json)
        printf("fuses set (brown-out at 4.3 V), firmware written and verified over %s\n",
               flashing->programmer);
    return await_enter(flashing, "Take the programmer off, and switch the supply on.");
}

/* --- hello ------------------------------------------------------------------------------------ */

enum { FIRST_RECORD_us = 300000 }; /* a new kit writes 25 bytes of 3.4 ms */

static int say_hello(const struct flashing *flashing)
{
    struct options options = *flashing->options;
    struct device device;
    options.port = flashing->port;
    int code = device_open(&device, &options);
    if (code != EXIT_OK)
        return code;
    const struct msg_hello_reply *hello = &device.hello;
    if (options.json)
        print_json(stdout, device.reply, device.reply_length);
    else
        printf("it answers: calfkit, firmware %u.%u.%u, build %08" PRIx32 ", protocol %u\n",
               hello->firmware_major, hello->firmware_minor, hello->firmware_patch, hello->build_id,
               hello->protocol_version);
    /* the next command may reset a kit on FLASH: not in the midst of the first record it writes */
    int64_t written_us = device.link->now_us(device.link) + FIRST_RECORD_us;
    while (device.link->now_us(device.link) < written_us && device_listen(&device, written_us))
        ;
    device_close(&device);
    return EXIT_OK;
}

int command_flash(const struct options *options, struct arguments *arguments)
{
    struct flashing flashing = {.options = options, .yes = arguments_flag(arguments, "--yes")};
    if (!take_baud(&flashing, arguments) || !take_programmer(&flashing, arguments))
        return EXIT_USAGE;
    const char *hex = arguments_next(arguments);
    if (!arguments_end(arguments))
        return EXIT_USAGE;
    int code = find_hex(flashing.hex, hex);
    if (code == EXIT_OK)
        code = find_port(&flashing);
    if (code == EXIT_OK)
        code = flashing.isp ? flash_over_isp(&flashing) : flash_over_bootloader(&flashing);
    if (code == EXIT_OK && flashing.port[0] == '\0')
        say("`calf info` asks what answers");
    return code == EXIT_OK && flashing.port[0] != '\0' ? say_hello(&flashing) : code;
}

/* The commands that steer what the device does now: stop, panic, pause, resume, pain, level, mark,
 * ack, clock. */
#include <stdlib.h>
#include <string.h>

#include "host/calf/command.h"
#include "host/calf/device.h"
#include "host/calf/json.h"
#include "host/calf/say.h"
#include "host/calf/takeover.h"
#include "host/calf/told_time.h"
#include "host/calf/vocabulary.h"
#include "protocol/faults.h"

enum { END_WAIT_ms = 2000, CLOCK_WRITTEN_ms = 500 };

/* Prints what the device does now, as the result of a command. */
static int report(struct device *device, const struct options *options, const char *what)
{
    struct msg_status_reply status;
    int code = device_explain(device, what, device_ask_status(device, &status));
    if (code != EXIT_OK)
        return code;
    if (options->json) {
        printf("{\"command\":\"%s\",\"state\":\"%s\",\"end_reason\":", what,
               state_words(status.state));
        json_string(stdout, end_words(status.end_reason));
        printf("}\n");
    } else if (!options->quiet) {
        printf("%s: done; the device is now in state '%s'\n", what, state_words(status.state));
    }
    return EXIT_OK;
}

/* Opens the device, asks one thing, reports. */
static int steer(const struct options *options, struct arguments *arguments, const char *what,
                 enum message_type type)
{
    struct device device;
    if (!arguments_end(arguments))
        return EXIT_USAGE;
    int code = device_open(&device, options);
    if (code != EXIT_OK)
        return code;
    code = device_explain(&device, what, device_ask_plain(&device, type));
    if (code == EXIT_OK)
        code = report(&device, options, what);
    device_close(&device);
    return code;
}

int command_pause(const struct options *options, struct arguments *arguments)
{
    return steer(options, arguments, "pause", MESSAGE_PAUSE);
}

int command_resume(const struct options *options, struct arguments *arguments)
{
    return steer(options, arguments, "resume", MESSAGE_RESUME);
}

int command_pain(const struct options *options, struct arguments *arguments)
{
    return steer(options, arguments, "pain", MESSAGE_PAIN);
}

int command_stop(const struct options *options, struct arguments *arguments)
{
    if (!arguments_end(arguments))
        return EXIT_USAGE;
    int code = takeover_device(options, "stop", 1);
    if (code == EXIT_OK)
        code = steer(options, arguments, "stop", MESSAGE_STOP);
    return takeover_say_failed(options, "stop", code);
}

/* --- panic ------------------------------------------------------------------------------------ */

static bool is_still(const struct msg_status_reply *status,
                     const struct msg_readings_reply *readings)
{
    for (int zone = 0; zone < ZONE_COUNT; zone++)
        if (readings->strength_percent[zone] > 0)
            return false;
    return readings->heater_permille == 0 && status->state != STATE_RUNNING &&
           status->state != STATE_PAUSED && status->state != STATE_SETTLING &&
           status->state != STATE_BY_HAND;
}

/* Asks until everything is off. */
static int confirm_still(struct device *device)
{
    struct msg_status_reply status;
    struct msg_readings_reply readings;
    int64_t deadline_us = device->link->now_us(device->link) + END_WAIT_ms * INT64_C(1000);
    do {
        enum answer answer = device_ask_status(device, &status);
        if (answer == ANSWER_DONE)
            answer = device_ask_readings(device, &readings);
        if (answer != ANSWER_DONE)
            return device_explain(device, "panic", answer);
        if (is_still(&status, &readings))
            return EXIT_OK;
    } while (device->link->now_us(device->link) < deadline_us);
    return fail(EXIT_LINK, "panic: the device answers, but is not still");
}

static int panic(const struct options *options)
{
    struct link *link;
    int code = link_open(options, &link);
    if (code != EXIT_OK)
        return code;

    struct device device = {.link = link};
    device_panic(&device); /* before any talk; whether it arrived is asked afterwards */
    code = device_hello(&device, link);
    if (code == EXIT_OK)
        code = confirm_still(&device);
    if (code == EXIT_OK)
        code = report(&device, options, "panic");
    link->close(link);
    return code;
}

int command_panic(const struct options *options, struct arguments *arguments)
{
    if (!arguments_end(arguments))
        return EXIT_USAGE;
    int code = takeover_device(options, "panic", 2);
    if (code == EXIT_OK)
        code = panic(options);
    return takeover_say_failed(options, "panic", code);
}

/* --- with a number ---------------------------------------------------------------------------- */

int command_level(const struct options *options, struct arguments *arguments)
{
    double level = 0;
    const char *word = arguments_next(arguments);
    if (!word) {
        say("level: which one, 1 to 5?");
        return EXIT_USAGE;
    }
    if (!arguments_read_number(arguments, "level", word, 1, 5, &level) || !arguments_end(arguments))
        return EXIT_USAGE;

    struct device device;
    int code = device_open(&device, options);
    if (code != EXIT_OK)
        return code;
    struct msg_level request = {.level = (uint8_t)level};
    request.level_inverted = (uint8_t)~request.level;
    uint8_t message[LENGTH_LEVEL];
    uint8_t length = message_put_level(message, device_sequence(&device), &request);
    code = device_explain(&device, "level", device_ask(&device, message, length));
    if (code == EXIT_OK)
        code = report(&device, options, "level");
    device_close(&device);
    return code;
}

int command_mark(const struct options *options, struct arguments *arguments)
{
    double mark = 128;
    const char *word = arguments_next(arguments);
    if ((word && !arguments_read_number(arguments, "mark", word, 128, 255, &mark)) ||
        !arguments_end(arguments))
        return EXIT_USAGE;

    struct device device;
    int code = device_open(&device, options);
    if (code != EXIT_OK)
        return code;
    struct msg_mark request = {.mark = (uint8_t)mark};
    uint8_t message[LENGTH_MARK];
    uint8_t length = message_put_mark(message, device_sequence(&device), &request);
    code = device_explain(&device, "mark", device_ask(&device, message, length));
    if (code == EXIT_OK)
        code = report(&device, options, "mark");
    device_close(&device);
    return code;
}

/* --- faults ----------------------------------------------------------------------------------- */

/* The faults named on the command line, as a mask; 0 when none is. */
static bool read_faults(struct arguments *arguments, uint32_t *faults)
{
    const char *word;
    *faults = 0;
    while ((word = arguments_next(arguments))) {
        double number;
        if (word[0] == 'F' || word[0] == 'f')
            word++;
        if (!arguments_read_number(arguments, "ack", word, 1, FAULT_END - 1, &number))
            return false;
        *faults |= FAULT_BIT((unsigned)number);
    }
    return true;
}

static int acknowledge(struct device *device, uint32_t faults)
{
    struct msg_fault_ack request = {.faults = faults};
    uint8_t message[LENGTH_FAULT_ACK];
    uint8_t length = message_put_fault_ack(message, device_sequence(device), &request);
    return device_explain(device, "ack", device_ask(device, message, length));
}

/* Of those that were named; or that there is none at all. */
static void print_not_latched(uint32_t named, uint32_t latched)
{
    for (unsigned number = 0; number < FAULT_END; number++)
        if (named & ~latched & FAULT_BIT(number))
            printf("F%02u is not latched\n", number);
    if (named == 0 && latched == 0)
        printf("no fault is latched\n");
}

int command_ack(const struct options *options, struct arguments *arguments)
{
    uint32_t faults;
    struct device device;
    struct msg_status_reply status;
    if (!read_faults(arguments, &faults) || !arguments_end(arguments))
        return EXIT_USAGE;
    int code = device_open(&device, options);
    if (code != EXIT_OK)
        return code;
    code = device_explain(&device, "ack", device_ask_status(&device, &status));
    if (code == EXIT_OK && !options->json && !options->quiet)
        print_not_latched(faults, status.faults);
    uint32_t latched = faults ? faults & status.faults : status.faults;
    if (code == EXIT_OK && latched != 0)
        code = acknowledge(&device, latched);
    if (code == EXIT_OK && (latched != 0 || options->json))
        code = report(&device, options, "ack");
    device_close(&device);
    return code;
}

int command_clock(const struct options *options, struct arguments *arguments)
{
    struct device device;
    if (!arguments_end(arguments))
        return EXIT_USAGE;
    if (options->now && options->now_min == 0)
        return fail(EXIT_USAGE, "clock: --now none is no time to tell");
    int code = device_open(&device, options);
    if (code != EXIT_OK)
        return code;
    code = device_explain(&device, "clock", told_time_tell(&device));
    if (code == EXIT_OK && !device.knows_time)
        code = EXIT_REFUSED;
    int64_t written_us = device.link->now_us(device.link) + CLOCK_WRITTEN_ms * INT64_C(1000);
    while (code == EXIT_OK && device.link->now_us(device.link) < written_us)
        if (!device_listen(&device, written_us))
            code = device_explain(&device, "clock", ANSWER_LOST);
    if (code == EXIT_OK)
        code = report(&device, options, "clock");
    device_close(&device);
    return code;
}

/* The commands set and heat: one zone, or warmth, by hand, renewed for as long as it is wanted. */
#include <math.h>
#include <stdlib.h>

#include "host/calf/arm.h"
#include "host/calf/before_use.h"
#include "host/calf/command.h"
#include "host/calf/device.h"
#include "host/calf/print.h"
#include "host/calf/say.h"
#include "host/calf/signals.h"
#include "host/calf/terminal.h"
#include "host/calf/vocabulary.h"
#include "host/calf/whole_status.h"
#include "protocol/limits.h"

enum {
    RENEW_ms = 1000,
    HOLD_ms = 2500, /* asked for at each renewal, so that one may be lost */
    SET_DEFAULT_s = 2,
    SET_MAX_s = 60,
    HEAT_DEFAULT_s = 60,
    HEAT_MAX_s = 900,
};

/* What is to be held by hand: a zone, or warmth. */
struct by_hand {
    const char *what;
    bool heats;
    uint8_t zone;
    uint16_t strength_permille;
    int32_t setpoint_mC;
    int64_t span_us;
    int leg;
    bool acknowledged, attended;
};

/* Whether the device asks "still there?", and who answers. */
struct attendance {
    bool asks;
    const struct by_hand *wanted;
    struct terminal terminal;
};

static void take_event(void *context, const struct event *event)
{
    struct attendance *attendance = context;
    struct msg_notice notice;
    if (!message_get_notice(&notice, event->message, event->length))
        return;
    attendance->asks = notice.notice == NOTICE_STILL_THERE;
    const char *how = attendance->wanted->attended ? ""
                      : attendance->terminal.keys  ? "; any key answers"
                                                   : "; MODE at the kit answers";
    say("%s: %s%s", attendance->wanted->what, notice_words(notice.notice),
        attendance->asks ? how : "");
}

/* A key, or the word of whoever started this. */
static enum answer answer_if_asked(struct device *device, struct attendance *attendance)
{
    char key = terminal_key(&attendance->terminal);
    if (!attendance->asks || !(key || attendance->wanted->attended))
        return ANSWER_DONE;
    attendance->asks = false;
    return device_ask_plain(device, MESSAGE_PRESENT);
}

static enum answer ask_set(struct device *device, const struct by_hand *wanted, int64_t span_ms)
{
    struct msg_set request = {
        .zone = wanted->zone,
        .strength_permille = span_ms > 0 ? wanted->strength_permille : 0,
        .duration_ms = (uint16_t)(span_ms > 10 ? span_ms : 10),
    };
    request.strength_inverted = (uint16_t)~request.strength_permille;
    uint8_t message[LENGTH_SET];
    return device_ask(device, message, message_put_set(message, device_sequence(device), &request));
}

static enum answer ask_heat(struct device *device, const struct by_hand *wanted, int64_t span_ms)
{
    struct msg_heat request = {
        .setpoint_mC = span_ms > 0 ? wanted->setpoint_mC : 0,
        .duration_ms = (uint16_t)(span_ms > 10 ? span_ms : 10),
    };
    request.setpoint_inverted = ~request.setpoint_mC;
    uint8_t message[LENGTH_HEAT];
    return device_ask(device, message,
                      message_put_heat(message, device_sequence(device), &request));
}

/* Asks for it for that long; 0 lets it go. */
static enum answer ask_for(struct device *device, const struct by_hand *wanted, int64_t span_ms)
{
    return wanted->heats ? ask_heat(device, wanted, span_ms) : ask_set(device, wanted, span_ms);
}

static enum answer print_progress(struct device *device)
{
    struct msg_status_reply status; /* for the device's clock */
    struct msg_readings_reply now;
    char skin[PRINT_CELSIUS_BYTES], pad[PRINT_CELSIUS_BYTES], up[PRINT_SPAN_BYTES];
    enum answer answer = device_ask_status(device, &status);
    if (answer == ANSWER_DONE)
        answer = device_ask_readings(device, &now);
    if (answer == ANSWER_DONE)
        printf("%s  skin %s °C  pad %s °C  heater %u %%\n",
               print_span(up, device->clock.now_us / 1000000), print_celsius(skin, now.skin_mC),
               print_celsius(pad, now.pad_mC), now.heater_permille / 10U);
    return answer;
}

/* Renews until the time is over or somebody interrupts. */
static int renew(struct device *device, const struct by_hand *wanted, struct attendance *attendance,
                 bool quiet)
{
    struct link *link = device->link;
    int64_t end_us = link->now_us(link) + wanted->span_us;
    while (link->now_us(link) < end_us && signals_count() == 0) {
        int64_t now_us = link->now_us(link), left_us = end_us - now_us;
        int64_t span_ms = left_us / 1000 + 1 < HOLD_ms ? left_us / 1000 + 1 : HOLD_ms;
        enum answer answer = answer_if_asked(device, attendance);
        if (answer == ANSWER_DONE)
            answer = ask_for(device, wanted, span_ms);
        if (answer == ANSWER_DONE && wanted->heats && !quiet)
            answer = print_progress(device);
        if (answer == ANSWER_REFUSED && attendance->asks)
            say("%s: %s", wanted->what, notice_words(NOTICE_UNANSWERED));
        if (answer != ANSWER_DONE)
            return device_explain(device, wanted->what, answer);
        int64_t next_us = now_us + RENEW_ms * INT64_C(1000);
        next_us = next_us < end_us ? next_us : end_us;
        while (link->now_us(link) < next_us && signals_count() == 0)
            if (!device_listen(device, next_us))
                return device_explain(device, wanted->what, ANSWER_LOST);
    }
    int code = device_explain(device, wanted->what, ask_for(device, wanted, 0));
    return code == EXIT_OK && signals_count() > 0 ? EXIT_STOPPED : code;
}

static int hold(struct device *device, const struct by_hand *wanted, bool quiet)
{
    struct attendance attendance = {.wanted = wanted};
    terminal_open(&attendance.terminal, false);
    device->on_event = take_event;
    device->context = &attendance;
    int code = renew(device, wanted, &attendance, quiet);
    device->on_event = NULL;
    device->context = NULL;
    terminal_close(&attendance.terminal);
    return code;
}

/* Says what was done, and why it is over. */
static void print_end(const struct by_hand *wanted, int code)
{
    double span_s = (double)wanted->span_us / 1e6;
    const char *over = code == EXIT_STOPPED ? ": interrupted, off" : "";
    if (code != EXIT_OK && code != EXIT_STOPPED)
        return; /* then it has been said */
    if (!wanted->heats)
        printf("%s at %g %% for %g s%s\n",
               wanted->zone < ZONE_COUNT ? zone_words(wanted->zone) : "all",
               wanted->strength_permille / 10.0, span_s, over);
    else if (wanted->setpoint_mC == 0)
        printf("heat: off\n");
    else if (code == EXIT_STOPPED)
        printf("heat: interrupted, off\n");
    else
        printf("heat: the %g s are over, off\n", span_s);
}

static bool takes_by_hand(uint8_t state)
{
    return state == STATE_ARMED || state == STATE_BY_HAND;
}

static int run_by_hand(const struct options *options, const struct by_hand *wanted)
{
    struct device device;
    struct msg_status_reply status;
    struct whole_status whole;
    int held = EXIT_REFUSED; /* until it is held */
    int code = device_open(&device, options);
    if (code != EXIT_OK)
        return code;
    if (!device.link->simulated)
        code = before_use_ask(wanted->acknowledged);
    if (code == EXIT_OK)
        code = device_explain(&device, wanted->what, device_ask_status(&device, &status));
    if (code == EXIT_OK && wanted->leg != LEG_NONE)
        code = arm_declare_leg(&device, wanted->leg);
    else if (code == EXIT_OK && !takes_by_hand(status.state))
        code = fail(EXIT_USAGE, "%s: which leg is the cuff on? --leg left or --leg right",
                    wanted->what);
    if (code == EXIT_OK)
        code = held = hold(&device, wanted, options->quiet || options->json);
    if (!options->quiet && !options->json)
        print_end(wanted, held);
    if (code == EXIT_OK && options->json &&
        (code = device_explain(&device, wanted->what, whole_status_ask(&device, &whole))) ==
            EXIT_OK)
        whole_status_print_json(stdout, &whole);
    device_close(&device);
    return code;
}

int command_set(const struct options *options, struct arguments *arguments)
{
    double percent;
    struct by_hand wanted = {.what = "set", .leg = arm_take_leg(arguments)};
    wanted.acknowledged = arguments_flag(arguments, "--acknowledge");
    wanted.span_us =
        llround(1e6 * arguments_number(arguments, "--for", 0.01, SET_MAX_s, SET_DEFAULT_s));
    const char *zone = arguments_next(arguments), *strength = arguments_next(arguments);
    if (!zone || !strength) {
        say("set: which zone, and how many percent?");
        return EXIT_USAGE;
    }
    if (zone_number(zone) < 0) {
        say("set: there is no zone '%s'; `calf help set` lists them", zone);
        return EXIT_USAGE;
    }
    if (!arguments_read_number(arguments, "set", strength, 0, 100, &percent) ||
        !arguments_end(arguments))
        return EXIT_USAGE;
    wanted.zone = (uint8_t)zone_number(zone);
    wanted.strength_permille = (uint16_t)lround(percent * 10);
    return run_by_hand(options, &wanted);
}

int command_heat(const struct options *options, struct arguments *arguments)
{
    double celsius;
    struct by_hand wanted = {.what = "heat", .heats = true, .leg = arm_take_leg(arguments)};
    wanted.acknowledged = arguments_flag(arguments, "--acknowledge");
    wanted.span_us =
        llround(1e6 * arguments_number(arguments, "--for", 0.01, HEAT_MAX_s, HEAT_DEFAULT_s));
    wanted.attended = arguments_flag(arguments, "--attended");
    const char *word = arguments_next(arguments);
    if (!word) {
        say("heat: how warm?");
        return EXIT_USAGE;
    }
    if (!arguments_read_number(arguments, "heat", word, 0, LIMIT_SETPOINT_MAX_mC / 1000.0,
                               &celsius) ||
        !arguments_end(arguments))
        return EXIT_USAGE;
    wanted.setpoint_mC = (int32_t)lround(celsius * 1000);
    if (wanted.setpoint_mC != 0 && wanted.setpoint_mC < LIMIT_SETPOINT_MIN_mC) {
        say("heat: %s °C means nothing on a leg; the least is %.1f", word,
            LIMIT_SETPOINT_MIN_mC / 1000.0);
        return EXIT_USAGE;
    }
    return run_by_hand(options, &wanted);
}

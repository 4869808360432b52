/* The loop of a session: listen, obey keys and signals, answer prompts, ask how it is, draw. */
#include "host/calf/run.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "host/calf/baud.h"
#include "host/calf/print.h"
#include "host/calf/say.h"
#include "host/calf/signals.h"
#include "host/calf/tell.h"
#include "host/calf/vocabulary.h"

enum {
    SLICE_us = 100000,   /* so often keys and signals are looked at */
    STATUS_us = 2000000, /* so often the device is asked how it is: news of level and link */
    END_us = 3000000,    /* how long after a stop its END is waited for */
    PROMPT_us = 1000000, /* a virtual kit's prompt is answered after this, before its person does */
    FIRST_MARK = 128,    /* marks below are the routine's own */
};

static int64_t now_us(const struct run *run)
{
    return run->device.link->now_us(run->device.link);
}

static void print_news(const struct run *run)
{
    char position[PRINT_SPAN_BYTES];
    if (!run->lines)
        return;
    printf("%7s  %s\n", print_span(position, session_position_us(&run->session) / 1000000),
           run->news);
    fflush(stdout);
}

/* What a wait is for is known with the event after it: PROMPT, if it is for a person. */
static void tell_wait(struct run *run, const struct event *event)
{
    bool was_news = run->wait_is_news;
    run->wait_is_news = event->type == MESSAGE_WAIT && run->session.waiting;
    if (!was_news || event->type == MESSAGE_PROMPT || event->type == MESSAGE_WAIT)
        return;
    snprintf(run->news, sizeof run->news, "waiting for the warmth");
    print_news(run);
}

/* The news is the device's question already; who can answer it, and how? */
static void ask_for_person(struct run *run)
{
    size_t used = strlen(run->news);
    const char *how = run->attended             ? "; --attended answers"
                      : run->live.terminal.keys ? "; any key answers"
                                                : "; MODE at the kit answers, --attended would";
    snprintf(run->news + used, sizeof run->news - used, "%s", how);
    if (run->live.terminal.screen)
        fputs("\a", stdout);
}

/* Is it no notice, or one that is to be told? */
static bool keep_notice(struct run *run, const struct event *event)
{
    struct msg_notice notice;
    if (run->program.totals.motor_ticks == 0) /* then there is no strength to speak of */
        run->session.notices &= ~(UINT32_C(1) << NOTICE_NEW_LEG);
    return !message_get_notice(&notice, event->message, event->length) ||
           run->session.notices & (UINT32_C(1) << (notice.notice & 31));
}

void run_take_event(void *context, const struct event *event)
{
    struct run *run = context;
    if (!session_concerns(&run->session, event))
        return;
    journal_event(&run->journal, event);
    struct msg_boot boot;
    if (message_get_boot(&boot, event->message, event->length))
        run->reset_cause = boot.reset_cause;
    bool was_asking = run->session.asking;
    session_apply(&run->session, event);
    bool is_news = keep_notice(run, event);
    if (event->type == MESSAGE_PROMPT)
        run->prompt_us = event->host_us + PROMPT_us;
    tell_wait(run, event);
    if (!is_news || !tell_event(run->news, sizeof run->news, &run->program, event))
        return;
    if (run->session.asking && !was_asking)
        ask_for_person(run);
    print_news(run);
}

/* --- what a person asks for ------------------------------------------------------------------- */

__attribute__((format(printf, 2, 3))) static void set_news(struct run *run, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    vsnprintf(run->news, sizeof run->news, format, values);
    va_end(values);
}

/* Notes a request and what became of it. Returns whether it was done. */
static bool did(struct run *run, const char *what, int value, enum answer answer)
{
    if (answer == ANSWER_SILENT || answer == ANSWER_LOST) {
        run->trouble = answer;
    } else if (answer == ANSWER_REFUSED) {
        set_news(run, "%s: %s", what, refusal_words(run->device.refused.reason));
    } else {
        journal_did(&run->journal, run->device.clock.now_us, now_us(run), what, value);
        set_news(run, "%s", what);
    }
    return answer == ANSWER_DONE;
}

static void ask_plain(struct run *run, const char *what, enum message_type type)
{
    did(run, what, 0, device_ask_plain(&run->device, type));
}

static void change_level(struct run *run, int by)
{
    int level = run->session.level + by;
    if (level < 1 || level > routine_header(run->program.bytes).level_max) {
        set_news(run, "level %d is this routine's %s", run->session.level,
                 by > 0 ? "highest" : "lowest");
        return;
    }
    struct msg_level request = {.level = (uint8_t)level, .level_inverted = (uint8_t)~level};
    uint8_t message[LENGTH_LEVEL];
    uint8_t length = message_put_level(message, device_sequence(&run->device), &request);
    if (did(run, "level", level, device_ask(&run->device, message, length))) {
        run->session.level = (uint8_t)level;
        set_news(run, "level %d", level);
    }
}

static void set_mark(struct run *run)
{
    struct msg_mark request = {.mark = run->next_mark};
    uint8_t message[LENGTH_MARK];
    uint8_t length = message_put_mark(message, device_sequence(&run->device), &request);
    if (did(run, "mark", request.mark, device_ask(&run->device, message, length)) &&
        run->next_mark < UINT8_MAX)
        run->next_mark++;
}

static void feel_pain(struct run *run)
{
    if (did(run, "pain", 0, device_ask_plain(&run->device, MESSAGE_PAIN)))
        run->session.pains++;
}

static void stop(struct run *run)
{
    ask_plain(run, "stop", MESSAGE_STOP);
    run->give_up_us = now_us(run) + END_us;
}

static void panic(struct run *run)
{
    if (!device_panic(&run->device))
        run->trouble = ANSWER_LOST;
    journal_did(&run->journal, run->device.clock.now_us, now_us(run), "panic", 0);
    run->give_up_us = now_us(run) + END_us;
}

static void answer_for_person(struct run *run, const char *what)
{
    if (did(run, what, 0, device_ask_plain(&run->device, MESSAGE_PRESENT)))
        set_news(run, "somebody is there: the heat goes on");
}

/* A key that is pressed when it is asked for one is an answer only, but for those that end something. */
static bool is_answer(const struct run *run, char key)
{
    return run->session.asking && !strchr("pPq", key);
}

static void obey_key(struct run *run, char key)
{
    if (is_answer(run, key)) {
        answer_for_person(run, "present");
        return;
    }
    switch (key) {
    case ' ':
        if (run->session.state == STATE_PAUSED)
            ask_plain(run, "resume", MESSAGE_RESUME);
        else
            ask_plain(run, "pause", MESSAGE_PAUSE);
        break;
    case '\n':
    case '\r':
        if (run->session.prompting)
            ask_plain(run, "go on", MESSAGE_RESUME);
        break;
    case 'p':
    case 'P':
        feel_pain(run);
        break;
    case '+':
    case '=':
        change_level(run, +1);
        break;
    case '-':
        change_level(run, -1);
        break;
    case 'm':
        set_mark(run);
        break;
    case 'q':
        stop(run);
        break;
    default:
        break;
    }
}

/* The first signal stops, every further one panics: it means that stopping took too long. */
static void obey_signals(struct run *run)
{
    int count = signals_count();
    if (count == run->signals_seen)
        return;
    if (run->signals_seen == 0 && count == 1)
        stop(run);
    else
        panic(run);
    run->signals_seen = count;
}

/* --- the loop --------------------------------------------------------------------------------- */

static void answer_prompt(struct run *run)
{
    if (!run->session.prompting)
        run->prompt_us = 0;
    if (run->prompt_us == 0 || !run->device.link->simulated || now_us(run) < run->prompt_us)
        return;
    run->prompt_us = 0;
    ask_plain(run, "go on", MESSAGE_RESUME);
}

static int64_t wire_us(int message_bytes)
{
    enum { BITS_byte = 10 };
    return (message_bytes + FRAME_OVERHEAD) * BITS_byte * INT64_C(1000000) / LINK_baud;
}

/* What the two clocks showed at one instant, as far as one can tell from outside. */
static void note_clocks(struct run *run)
{
    const struct device *device = &run->device;
    journal_exchange(&run->journal, device->clock.now_us, device->asked_us + wire_us(LENGTH_STATUS),
                     device->heard_us - wire_us(LENGTH_STATUS_REPLY));
}

/* Levels change at the device too, an END may get lost, a link may die without a word. */
static void ask_how_it_is(struct run *run)
{
    struct msg_status_reply status;
    struct msg_usage_reply usage = {0};
    if (now_us(run) < run->next_status_us || run->trouble != ANSWER_DONE || run->session.ended)
        return;
    uint32_t repeats = run->device.repeats;
    enum answer answer = device_ask_status(&run->device, &status);
    if (answer == ANSWER_DONE && repeats == run->device.repeats)
        note_clocks(run);
    if (answer == ANSWER_DONE && !session_is_on(status.state))
        answer = device_ask_usage(&run->device, &usage);
    if (answer != ANSWER_DONE)
        run->trouble = answer;
    else if (!run->device.booted) /* after a restart it tells of another session */
        session_apply_status(&run->session, &status, usage.motor_s, run->device.clock.now_us);
    run->next_status_us = now_us(run) + STATUS_us;
}

static void draw(struct run *run, bool at_once)
{
    const struct frame_drops *drops = &run->device.receiver.drops;
    struct view view = {
        .session = &run->session,
        .program = &run->program,
        .leg = run->leg,
        .round_trip_us = run->device.round_trip_us,
        .repeats = run->device.repeats,
        .frames_lost = (uint32_t)drops->crc + drops->code + drops->too_long + drops->too_short,
        .news = run->news,
    };
    live_draw(&run->live, &view, at_once);
}

static bool goes_on(const struct run *run)
{
    return !run->session.ended && !run->restarted && run->trouble == ANSWER_DONE &&
           (run->give_up_us == 0 || now_us(run) < run->give_up_us);
}

void run_session(struct run *run)
{
    char key;
    run->next_mark = FIRST_MARK;
    run->next_status_us = now_us(run) + STATUS_us;
    while (goes_on(run)) {
        if (!device_listen(&run->device, now_us(run) + SLICE_us))
            run->trouble = ANSWER_LOST;
        run->restarted = run->device.booted;
        if (!goes_on(run))
            break;
        obey_signals(run);
        while (run->trouble == ANSWER_DONE && (key = terminal_key(&run->live.terminal)))
            obey_key(run, key);
        answer_prompt(run);
        if (run->attended && run->session.asking && run->trouble == ANSWER_DONE)
            answer_for_person(run, "attended");
        ask_how_it_is(run);
        draw(run, false);
    }
    run->restarted = run->device.booted;
    draw(run, true);
}

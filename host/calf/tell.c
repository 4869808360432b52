#include "host/calf/tell.h"

#include <stdio.h>

#include "host/calf/print.h"
#include "host/calf/vocabulary.h"
#include "protocol/faults.h"

enum { FIRST_OF_PERSON = 128 };

static void tell_stage(char *text, size_t size, const struct routine_program *program,
                       const struct msg_stage *stage)
{
    char span[PRINT_SPAN_BYTES], celsius[PRINT_CELSIUS_BYTES];
    const char *name =
        stage->stage < program->stage_count ? program->stages[stage->stage].name : "unknown";
    print_span(span, stage->duration_s);
    if (stage->setpoint_mC > 0)
        snprintf(text, size, "stage %u of %u: %s, %s, heat %s °C", stage->stage + 1U,
                 program->stage_count, name, span, print_celsius(celsius, stage->setpoint_mC));
    else
        snprintf(text, size, "stage %u of %u: %s, %s, no heat", stage->stage + 1U,
                 program->stage_count, name, span);
}

/* Of the states only pauses are news; stages, faults and the end tell of the others. */
static bool tell_state(char *text, size_t size, const struct msg_state *state)
{
    if (state->state == STATE_PAUSED)
        snprintf(text, size, "paused: all off");
    else if (state->before == STATE_PAUSED && state->state == STATE_RUNNING)
        snprintf(text, size, "going on");
    else
        return false;
    return true;
}

static void tell_mark(char *text, size_t size, const struct routine_program *program, uint8_t mark)
{
    if (mark < program->mark_count)
        snprintf(text, size, "mark: %s", program->marks[mark]);
    else
        snprintf(text, size, "mark %u%s", mark, mark >= FIRST_OF_PERSON ? ", yours" : "");
}

static void tell_prompt(char *text, size_t size, const struct routine_program *program,
                        const struct msg_prompt *prompt)
{
    char span[PRINT_SPAN_BYTES];
    snprintf(text, size, "%s (goes on by itself after %s)",
             prompt->prompt < program->prompt_count ? program->prompts[prompt->prompt] : "ready?",
             print_span(span, prompt->wait_s));
}

/* After the others the END follows; this one leaves the motors running. */
static void tell_fault(char *text, size_t size, unsigned fault)
{
    snprintf(text, size, "FAULT F%02u %s: %s; %s%s", fault, fault_title(fault),
             fault_meaning(fault), fault_remedy(fault),
             fault == FAULT_MOTOR ? "; heat is off" : "");
}

bool tell_event(char *text, size_t size, const struct routine_program *program,
                const struct event *event)
{
    union {
        struct msg_boot boot;
        struct msg_state state;
        struct msg_stage stage;
        struct msg_marked marked;
        struct msg_prompt prompt;
        struct msg_fault fault;
        struct msg_notice notice;
        struct msg_end end;
        struct msg_wait wait;
    } news;
    const uint8_t *message = event->message;
    uint8_t length = event->length;

    if (message_get_stage(&news.stage, message, length))
        tell_stage(text, size, program, &news.stage);
    else if (message_get_state(&news.state, message, length))
        return tell_state(text, size, &news.state);
    else if (message_get_marked(&news.marked, message, length))
        tell_mark(text, size, program, news.marked.mark);
    else if (message_get_wait(&news.wait, message, length) && news.wait.waiting)
        return false; /* what for, run.c tells when it is known */
    else if (message_get_wait(&news.wait, message, length))
        snprintf(text, size, "going on");
    else if (message_get_prompt(&news.prompt, message, length))
        tell_prompt(text, size, program, &news.prompt);
    else if (message_get_notice(&news.notice, message, length))
        snprintf(text, size, "note: %s", notice_words(news.notice.notice));
    else if (message_get_fault(&news.fault, message, length))
        tell_fault(text, size, news.fault.fault);
    else if (message_get_end(&news.end, message, length))
        snprintf(text, size, "end: %s", end_words(news.end.reason));
    else if (message_get_boot(&news.boot, message, length))
        snprintf(text, size, "the device has restarted (%s)", reset_words(news.boot.reset_cause));
    else
        return false;
    return true;
}

#include "host/calf/summary.h"

#include <inttypes.h>
#include <stdio.h>

#include "host/calf/exit.h"
#include "host/calf/faults.h"
#include "host/calf/json.h"
#include "host/calf/print.h"
#include "host/calf/say.h"
#include "host/calf/vocabulary.h"

enum { NOTICES_MAX = 32 };

/* How the session ended, in words; also where no END was seen. */
static const char *how_it_ended(const struct run *run)
{
    if (run->restarted)
        return "the device has restarted";
    if (run->session.ended)
        return end_words(run->session.end.reason);
    return run->trouble == ANSWER_DONE ? "stop was sent, its end was not seen" : "link lost";
}

static int code_of_end(uint8_t reason)
{
    switch (reason) {
    case END_COMPLETED:
        return EXIT_OK;
    case END_STOP_REQUEST:
    case END_STOP_BUTTON:
    case END_PANIC:
    case END_PAIN:
        return EXIT_STOPPED;
    default:
        return EXIT_FAULT;
    }
}

int summary_exit_code(struct run *run)
{
    if (run->restarted)
        return fail(EXIT_FAULT, "the device has restarted (%s); nothing runs any more",
                    reset_words(run->reset_cause));
    if (run->session.ended)
        return code_of_end(run->session.end.reason);
    int code = run->trouble == ANSWER_DONE
                   ? fail(EXIT_LINK, "stop: the device has not told its end")
                   : device_explain(&run->device, run->program.name, run->trouble);
    if (!run->device.link->simulated)
        say("the device plays on by itself, within its limits; STOP and the power switch end it");
    return code;
}

/* --- in words --------------------------------------------------------------------------------- */

static void print_notices(const struct run *run)
{
    /* that somebody was asked and answered is nothing to note afterwards */
    const uint32_t passing = UINT32_C(1) << NOTICE_STILL_THERE | UINT32_C(1) << NOTICE_ANSWERED;
    for (unsigned notice = 0; notice < NOTICES_MAX; notice++)
        if (run->session.notices & ~passing & (UINT32_C(1) << notice))
            printf("  note        %s\n", notice_words(notice));
    if (run->session.faults) {
        printf("  faults\n");
        faults_print(stdout, 14, run->session.faults);
    }
}

static bool is_completed(const struct run *run)
{
    return run->session.ended && run->session.end.reason == END_COMPLETED;
}

static void print_next(const struct run *run)
{
    const char *other = run->leg == LEG_LEFT ? "right" : "left";
    if (run->session.pains > 0)
        printf("next: it hurt. Take a break, try a gentler routine, and if it goes on\n"
               "      hurting see a physician.\n");
    if (run->session.faults)
        printf("next: find the cause (`calf selftest` helps), then `calf ack`.\n");
    if (run->session.pains > 0 || run->session.faults)
        return;
    if (is_completed(run))
        printf("next: cuff off, lie still a little. The other leg: calf run %s --leg %s.\n"
               "      The %s one again in six hours at the earliest.\n",
               run->program.name, other, leg_words(run->leg));
    else
        printf("next: `calf status` tells how the device is.\n");
}

void summary_print(const struct run *run)
{
    char played[PRINT_SPAN_BYTES], whole[PRINT_SPAN_BYTES], motor[PRINT_SPAN_BYTES],
        heat[PRINT_SPAN_BYTES], peak[PRINT_CELSIUS_BYTES];
    const struct session *session = &run->session;
    printf("\n%s: %s leg, level %u: %s\n", run->program.name, leg_words(run->leg), session->level,
           how_it_ended(run));
    printf("  played      %s of %s\n", print_span(played, session_position_us(session) / 1000000),
           print_span(whole, run->program.totals.duration_ticks / ROUTINE_TICKS_s));
    if (session->ended)
        printf("  motors      %s, %u step%s\n", print_span(motor, session->end.motor_ms / 1000),
               session->steps, session->steps == 1 ? "" : "s");
    if (session->ended && session->end.heat_ms > 0)
        printf("  heat        asked for during %s, skin at most %s °C\n",
               print_span(heat, session->end.heat_ms / 1000),
               session->peak_skin_mC ? print_celsius(peak, session->peak_skin_mC) : "--.-");
    if (is_completed(run) && session_stayed_cool(session))
        printf("              setpoint %.1f °C never reached: at most %.1f °C\n",
               session->peak_setpoint_mC / 1000.0, session->peak_skin_mC / 1000.0);
    if (session->marks > 0)
        printf("  marks       %u\n", session->marks);
    if (session->pains > 0)
        printf("  pain        %u\n", session->pains);
    print_notices(run);
    printf("  record      %s\n", run->journal.path);
    if (run->journal.failed)
        printf("              INCOMPLETE: not all of it could be written\n");
    printf("  timing      calf timing %s\n\n", run->journal.path);
    print_next(run);
}

/* --- as JSON ---------------------------------------------------------------------------------- */

void summary_print_json(const struct run *run)
{
    const struct session *session = &run->session;
    const char *comma = "";
    printf("{\"routine\":");
    json_string(stdout, run->program.name);
    printf(",\"leg\":\"%s\",\"level\":%u,\"end\":", leg_words(run->leg), session->level);
    json_string(stdout, how_it_ended(run));
    printf(",\"played_ms\":%" PRId64 ",\"duration_ms\":%" PRIu32 ",\"motor_ms\":%" PRIu32
           ",\"heat_ms\":%" PRIu32 ",\"steps\":%u,\"steps_missed\":%u,\"marks\":%u,\"pains\":%u",
           session_position_us(session) / 1000,
           run->program.totals.duration_ticks * ROUTINE_TICK_ms, session->end.motor_ms,
           session->end.heat_ms, session->steps, session->steps_missed, session->marks,
           session->pains);
    if (session->peak_skin_mC)
        printf(",\"peak_skin_mC\":%" PRId32, session->peak_skin_mC);
    if (session->peak_setpoint_mC)
        printf(",\"peak_setpoint_mC\":%" PRId32, session->peak_setpoint_mC);
    printf(",\"notices\":[");
    for (unsigned notice = 0; notice < NOTICES_MAX; notice++) {
        if (!(session->notices & (UINT32_C(1) << notice)))
            continue;
        fputs(comma, stdout);
        json_string(stdout, notice_words(notice));
        comma = ",";
    }
    printf("],\"faults\":[");
    comma = "";
    for (unsigned fault = 0; fault < 32; fault++) {
        if (!(session->faults & (UINT32_C(1) << fault)))
            continue;
        fputs(comma, stdout);
        json_string(stdout, fault_title(fault));
        comma = ",";
    }
    printf("],\"record\":");
    json_string(stdout, run->journal.path);
    printf(",\"record_complete\":%s}\n", run->journal.failed ? "false" : "true");
}

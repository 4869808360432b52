/* The commands run and send: from a routine's text to a session on a leg. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "host/calf/arm.h"
#include "host/calf/before_use.h"
#include "host/calf/command.h"
#include "host/calf/json.h"
#include "host/calf/print.h"
#include "host/calf/routine.h"
#include "host/calf/run.h"
#include "host/calf/say.h"
#include "host/calf/signals.h"
#include "host/calf/summary.h"
#include "host/calf/upload.h"
#include "host/calf/version.h"
#include "host/calf/vocabulary.h"
#include "protocol/limits.h"

struct wish {
    const char *routine;
    int leg;
    uint8_t level; /* 0: the routine's own */
    bool acknowledged, plain, attended;
};

static bool take_wish(struct wish *wish, struct arguments *arguments)
{
    double level = arguments_number(arguments, "--level", 1, ROUTINE_MAX_LEVEL, 0);
    wish->level = (uint8_t)level;
    wish->leg = arm_take_leg(arguments);
    wish->acknowledged = arguments_flag(arguments, "--acknowledge");
    wish->attended = arguments_flag(arguments, "--attended");
    wish->plain = arguments_flag(arguments, "--plain");
    wish->routine = arguments_next(arguments); /* after the options and their values */
    if (!arguments_end(arguments))
        return false;
    if (!wish->routine)
        say("run: which routine? `calf list` shows those of the library");
    else if (level != wish->level)
        say("--level: a whole number, please");
    else if (wish->leg == LEG_NONE)
        say("run: which leg is the cuff on? --leg left or --leg right");
    else
        return true;
    arguments->wrong = true;
    return false;
}

/* Is the routine for this leg, and for this level? Fills in the level. */
static int check_wish(struct wish *wish, const struct routine_program *program)
{
    struct routine_header header = routine_header(program->bytes);
    if (wish->level == 0)
        wish->level = header.level_default;
    if (wish->level > header.level_max)
        return fail(EXIT_USAGE, "level %u is above this routine's highest, %u", wish->level,
                    header.level_max);
    if (!(header.legs & (1U << (wish->leg - LEG_LEFT))))
        return fail(EXIT_USAGE, "%s is not for the %s leg", program->name,
                    leg_words((unsigned)wish->leg));
    return EXIT_OK;
}

/* A session that is on is somebody's: it is not to be overwritten. */
static int check_idle(struct device *device)
{
    struct msg_status_reply status;
    int code = device_explain(device, "run", device_ask_status(device, &status));
    if (code == EXIT_OK && session_is_on(status.state))
        return fail(EXIT_REFUSED, "a session is on (%s, stage %u): `calf stop` ends it",
                    state_words(status.state), status.stage + 1U);
    return code;
}

static enum answer ask_start(struct run *run)
{
    struct msg_start request = {.level = run->level, .routine_crc = run->program.crc};
    request.level_inverted = (uint8_t)~request.level;
    uint8_t message[LENGTH_START];
    uint8_t length = message_put_start(message, device_sequence(&run->device), &request);
    return device_ask(&run->device, message, length);
}

/* --- the record's head and foot --------------------------------------------------------------- */

static void write_head(struct run *run, const struct options *options)
{
    char when[32];
    time_t now = time(NULL);
    struct tm utc;
    const struct msg_hello_reply *hello = &run->device.hello;
    struct journal *journal = &run->journal;
    gmtime_r(&now, &utc);
    strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%SZ", &utc);

    journal_note(journal, "calf", "%s", CALF_VERSION);
    journal_note(journal, "host-time", "%s", when);
    journal_note(journal, "host-clock-us", "%" PRId64, run->device.link->now_us(run->device.link));
    journal_note(journal, "host-link", "%s", run->device.link->describe);
    if (options->sim)
        journal_note(journal, "kit", "%s", options->sim[0] ? options->sim : "as it comes");
    journal_note(journal, "routine", "%s", run->program.name);
    journal_note(journal, "routine-crc", "%04x", run->program.crc);
    journal_note(journal, "leg", "%s", leg_words(run->leg));
    journal_note(journal, "level", "%u", run->level);
    journal_note(journal, "firmware", "%u.%u.%u", hello->firmware_major, hello->firmware_minor,
                 hello->firmware_patch);
    journal_note(journal, "build", "%08" PRIx32, hello->build_id);
    journal_note(journal, "boot", "%u", hello->boot_id);
    journal_columns(journal);
}

/* What the device has counted belongs to the record: lost events above all. */
static void write_foot(struct run *run)
{
    struct field fields[FIELDS_MAX];
    if (run->trouble == ANSWER_DONE &&
        device_ask_plain(&run->device, MESSAGE_STATISTICS) == ANSWER_DONE) {
        int count = fields_of(run->device.reply, run->device.reply_length, fields);
        for (int i = 0; i < count; i++)
            journal_note(&run->journal, fields[i].name, "%" PRId64, fields[i].values[0]);
    }
    journal_note(&run->journal, "end", "%s",
                 run->restarted       ? "the device has restarted"
                 : run->session.ended ? end_words(run->session.end.reason)
                                      : "not seen");
}

/* --- run -------------------------------------------------------------------------------------- */

static void print_beginning(const struct run *run)
{
    char span[PRINT_SPAN_BYTES];
    printf("%s: %s leg, level %u, %s\n", run->program.name, leg_words(run->leg), run->level,
           print_span(span, run->program.totals.duration_ticks / ROUTINE_TICKS_s));
    fflush(stdout);
}

/* Too much for a new leg is refused here, before anything is sent; the device would refuse its start. */
static int check_new_leg(struct run *run)
{
    struct msg_usage_reply usage;
    char names[ROUTINE_NAMES_BYTES], span[PRINT_SPAN_BYTES];
    uint16_t motor_s = routine_header(run->program.bytes).motor_s;
    int code = device_explain(&run->device, "run", device_ask_usage(&run->device, &usage));
    if (code != EXIT_OK || usage.completed >= LIMIT_NEW_LEG_SESSIONS ||
        motor_s <= LIMIT_NEW_LEG_MOTOR_TIME_s)
        return code;
    code = fail(EXIT_REFUSED,
                "%s moves the motors for %s: one of the %s leg's first %d sessions may for %d:00",
                run->program.name, print_span(span, motor_s), leg_words(run->leg),
                LIMIT_NEW_LEG_SESSIONS, LIMIT_NEW_LEG_MOTOR_TIME_s / 60);
    if (routine_names_for_new_leg(names))
        say("for instance %s", names);
    return code;
}

/* Plays the routine that is loaded, on a device that is armed. */
static int play(struct run *run, const struct options *options, bool plain)
{
    bool draws = !plain && !options->json && !options->quiet;
    if (!journal_open(&run->journal, options->record, run->program.name))
        return EXIT_OTHER;
    write_head(run, options);
    session_begin(&run->session, run->level, run->device.clock.now_us);
    live_begin(&run->live, draws);
    run->lines = !run->live.terminal.screen && !options->json && !options->quiet;
    run->device.on_event = run_take_event;
    run->device.context = run;

    if (run->lines)
        print_beginning(run);
    if (run->lines && run->live.terminal.keys)
        printf("keys: space pause and go on, p PAIN, + - level, m mark, q stop\n");
    enum answer started = ask_start(run);
    if (started == ANSWER_DONE)
        run_session(run);
    live_end(&run->live);
    if (started != ANSWER_DONE) {
        journal_discard(&run->journal);
        return device_explain(&run->device, "start", started);
    }
    write_foot(run);
    bool kept = journal_close(&run->journal);
    int code = summary_exit_code(run);
    if (options->json)
        summary_print_json(run);
    else
        summary_print(run);
    return code == EXIT_OK && !kept ? EXIT_OTHER : code;
}

static int prepare_and_play(struct run *run, const struct options *options, struct wish *wish)
{
    int code = check_idle(&run->device);
    if (code == EXIT_OK && !run->device.link->simulated)
        code = before_use_ask(wish->acknowledged);
    run->leg = (uint8_t)wish->leg;
    run->level = wish->level;
    run->attended = wish->attended;
    if (code == EXIT_OK)
        code = arm_declare_leg(&run->device, wish->leg);
    if (code == EXIT_OK)
        code = check_new_leg(run);
    if (code == EXIT_OK)
        code = upload_routine(&run->device, &run->program);
    if (code == EXIT_OK && signals_count() > 0)
        code = fail(EXIT_STOPPED, "interrupted before the start");
    if (code != EXIT_OK)
        return code;
    return play(run, options, wish->plain);
}

int command_run(const struct options *options, struct arguments *arguments)
{
    struct wish wish;
    if (!take_wish(&wish, arguments))
        return EXIT_USAGE;
    struct run *run = calloc(1, sizeof *run);
    if (!run)
        return fail(EXIT_OTHER, "no memory");
    int code = routine_open(wish.routine, &run->program);
    if (code == EXIT_OK)
        code = check_wish(&wish, &run->program);
    if (code == EXIT_OK)
        code = device_open(&run->device, options);
    if (code == EXIT_OK) {
        code = prepare_and_play(run, options, &wish);
        device_close(&run->device);
    }
    free(run);
    return code;
}

/* --- send ------------------------------------------------------------------------------------- */

int command_send(const struct options *options, struct arguments *arguments)
{
    struct routine_program program;
    struct device device;
    const char *name = arguments_next(arguments);
    if (!arguments_end(arguments))
        return EXIT_USAGE;
    if (!name) {
        arguments->wrong = true;
        say("send: which routine? `calf list` shows those of the library");
        return EXIT_USAGE;
    }
    int code = routine_open(name, &program);
    if (code == EXIT_OK)
        code = device_open(&device, options);
    if (code != EXIT_OK)
        return code;
    code = upload_routine(&device, &program);
    device_close(&device);
    if (code != EXIT_OK)
        return code;
    if (options->json) {
        printf("{\"routine\":");
        json_string(stdout, program.name);
        printf(",\"bytes\":%u,\"crc\":\"%04x\"}\n", program.length, program.crc);
    } else if (!options->quiet) {
        printf("%s: sent and verified, %u bytes, checksum %04x\n", program.name, program.length,
               program.crc);
    }
    return EXIT_OK;
}

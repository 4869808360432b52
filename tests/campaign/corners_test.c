/* The library at the corners of pad, room, supply and blanket: no good kit trips; and beyond them. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "host/calf/language/library.h"
#include "host/calf/lint.h"
#include "tests/campaign/campaign.h"
#include "tests/campaign/leg.h"
#include "tests/tap.h"

enum {
    AWAKE_s = 2,
    AFTER_s = 10,
    PRESENT_s = 60, /* somebody is there, and says so */
    SAMPLE_s = 60,
};

struct corner {
    const char *name;
    double ambient_C, pad_Ohm, supply_V;
    bool blanket, off_leg;
    const char *meaning;
};

/* Beyond the corners there a named fault or notice is right. */
static const struct corner beyond[] = {
    {"cuff off the leg", 23, 3.30, 5.00, false, true, "F05: put the cuff on the leg"},
    {"pad +20 %", 23, 3.96, 5.00, false, false, "warms more slowly"},
    {"pad -20 %", 23, 2.64, 5.00, false, false, "or F11: a pad that takes too much"},
    {"room at 10 C", 10, 3.30, 5.00, false, false, "warms more slowly"},
    {"room at 35 C", 35, 3.30, 5.00, true, false, "with a blanket"},
    {"supply of 4.5 V", 23, 3.30, 4.50, false, false, "F08 or less warmth"},
    {"supply of 5.5 V", 23, 3.30, 5.50, false, false, "or F09"},
};

enum {
    WITHIN = 16, /* room, pad, supply and blanket, each at either end */
    BEYOND = sizeof beyond / sizeof *beyond,
    CORNERS = WITHIN + BEYOND,
};

/* The bits of a corner within. */
enum { WARM_ROOM = 1, WEAK_PAD = 2, LOW_SUPPLY = 4, BLANKET = 8 };

static struct corner corner_at(unsigned place)
{
    static char names[WITHIN][40];
    if (place >= WITHIN)
        return beyond[place - WITHIN];
    struct corner corner = {
        .name = names[place],
        .ambient_C = place & WARM_ROOM ? 30 : 15,
        .pad_Ohm = place & WEAK_PAD ? 3.63 : 2.97,
        .supply_V = place & LOW_SUPPLY ? 4.75 : 5.25,
        .blanket = place & BLANKET,
        .meaning = "the whole library",
    };
    snprintf(names[place], sizeof names[place], "%.0f C, pad %s, %.2f V%s", corner.ambient_C,
             place & WEAK_PAD ? "+10 %" : "-10 %", corner.supply_V,
             corner.blanket ? ", blanket" : "");
    return corner;
}

struct course {
    struct leg_log leg;
    struct msg_fault fault;
    struct msg_notice notice;
    struct msg_end end;
    bool ended;
};

static struct peer *new_peer(const struct corner *corner)
{
    struct kit_options options = peer_options();
    options.ambient_C = corner->ambient_C;
    options.pad_Ohm = corner->pad_Ohm;
    options.supply_V = corner->supply_V;
    options.blanket = corner->blanket;
    options.off_leg = corner->off_leg;
    struct peer *peer = peer_new(&options);
    peer_run_s(peer, AWAKE_s);
    return peer;
}

static int start(struct peer *peer, const struct routine_program *program)
{
    struct peer_routine routine = {.length = program->length};
    memcpy(routine.bytes, program->bytes, program->length);
    int refused = peer_load(peer, &routine);
    refused = refused ? refused : peer_leg(peer, LEG_LEFT);
    return refused ? refused : peer_start(peer, &routine, routine_header(program->bytes).level_max);
}

static void follow(struct course *course, unsigned seconds)
{
    struct peer *peer = course->leg.peer;
    struct msg_prompt prompt;
    struct msg_notice notice;
    for (unsigned second = 1; second <= seconds && !course->ended; second++) {
        leg_log_run_s(&course->leg, 1);
        if (second % PRESENT_s == 0)
            peer_order(peer, MESSAGE_PRESENT);
        if (peer_await_prompt(peer, &prompt, 0))
            peer_order(peer, MESSAGE_RESUME);
        peer_await_fault(peer, &course->fault, 0);
        while (peer_await_notice(peer, &notice, 0))
            if (notice.notice != NOTICE_STILL_THERE && notice.notice != NOTICE_ANSWERED)
                course->notice = notice;
        course->ended = peer_await_end(peer, &course->end, 0);
    }
}

_Noreturn static void play(unsigned place, const struct routine_program *program, bool is_long)
{
    const struct corner at = corner_at(place), *corner = &at;
    struct campaign_result result = {.class = (uint8_t)place,
                                     .latency_cycles = CAMPAIGN_NO_LATENCY};
    struct course course = {.ended = false};
    struct peer *peer = new_peer(corner);
    int refused = start(peer, program);
    unsigned seconds = program->totals.duration_ticks / ROUTINE_TICKS_s + LIMIT_HEAT_WAIT_s;
    leg_log_begin(&course.leg, peer);
    follow(&course, is_long ? seconds : SAMPLE_s);
    leg_log_run_s(&course.leg, AFTER_s);
    bool completed = !is_long || (course.ended && course.end.reason == END_COMPLETED);
    result.detected = course.fault.fault || course.notice.notice || refused;
    result.unsafe = leg_log_is_unsafe(&course.leg) || (course.ended && peer->outputs.driven);
    result.wrong = place < WITHIN && (course.fault.fault || refused || !completed);
    campaign_end_with(&result,
                      "%s, %s: F%02d, notice %d, end %d, refused %d; skin %.2f C, %.2f CEM43",
                      program->name, corner->name, course.fault.fault, course.notice.notice,
                      course.end.reason, refused, course.leg.skin_C, course.leg.dose_CEM43);
}

static bool is_played(unsigned place, const char *name, bool is_long)
{
    if (!is_long)
        return place == (WARM_ROOM | BLANKET) && strcmp(name, "warm-towel") == 0;
    return place < WITHIN || strcmp(name, "classic") == 0;
}

static void try(bool is_long)
{
    static struct library library;
    static struct routine_program program;
    static struct diagnostics diagnostics;
    unsigned runs = 0;
    setenv("CALFKIT_ROUTINES", "host/routines", 1);
    library_list(&library);
    for (unsigned place = 0; place < CORNERS; place++)
        for (unsigned i = 0; i < library.count; i++)
            runs += is_played(place, library.names[i], is_long);
    campaign_expect(runs);
    for (unsigned i = 0; i < library.count; i++) {
        if (!ok(routine_load(library.names[i], &program, &diagnostics), "%s loads",
                library.names[i]))
            continue;
        for (unsigned place = 0; place < CORNERS; place++)
            if (is_played(place, library.names[i], is_long) && campaign_run())
                play(place, &program, is_long);
    }
}

int main(int count, char **arguments)
{
    static struct campaign_class classes[CORNERS];
    for (unsigned i = 0; i < CORNERS; i++)
        classes[i] = (struct campaign_class){corner_at(i).name, corner_at(i).meaning};
    const struct campaign campaign = {
        .name = "library at the corners",
        .question =
            "The routines of the library are played on good kits at the corners of what a kit "
            "may be, all sixteen of room,\npad, supply and blanket: no fault, and each to "
            "its end. Beyond the corners, nothing unsafe; *detected* is a "
            "fault or a notice, which "
            "the class names.",
        .classes = classes,
        .class_count = CORNERS,
        .try = try,
    };
    return campaign_main(&campaign, count, arguments);
}

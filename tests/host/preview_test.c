/* preview_test: is what is drawn what is played, and can it be read? Who pins a page to the wall
 * relies on both. */
#include <stdlib.h>
#include <string.h>

#include "host/calf/language/compiler.h"
#include "host/calf/language/library.h"
#include "host/calf/lint.h"
#include "host/calf/preview/preview.h"
#include "tests/host/page_reader.h"
#include "tests/tap.h"

enum { STRAIGHT_permille = 5, NARROW = 50, WIDE = 210 };

static const char crowded[] =
    "routine crowded-and-with-a-long-name\n"
    "title \"<b> & \xC3\x84rzte, a title that is as long as titles may be, "
    "too\"\n"
    "source A1 A2 A3 A4 A5 A6 A7 A8 A9 A10 A11 A12 A13 A14 A15 A16\n"
    "leg left\n"
    "level default 1 max 3\n"
    "ceiling 35%\n"
    "towel before 1:00 at 37.0\n"
    "stage a-stage-with-a-name-too-long-x 0:30 heat 37.0\n"
    "  warm up to 37.5 within 6:00\n"
    "  mark \"one\"\n  rest 1s\n  mark \"two & <three>\"\n  rest 1s\n"
    "  mark \"four, and more than anybody would ever want to read\"\n"
    "  rest 1s\n  mark \"five\"\n  rest 1s\n  mark \"six\"\n"
    "  press upper 30%\n"
    "stage a 0:20 heat 38.5\n"
    "  prompt \"Turn over, on your other side, please\" within 2:00\n"
    "  repeat fill\n    roll medial<->lateral 35% over 1.2s\n"
    "stage b 0:40\n  repeat fill\n    stroke ankle->upper 30% over 1.8s\n"
    "stage c 0:20\n  press mid 20%\n"
    "stage d 3:20\n  repeat fill\n    press ankle 35%\n"
    "stage e 0:05\n  press upper 10%\n"
    "stage f 0:05\n  press upper 10%\n"
    "  mark \"m1\"\n  rest 0.1s\n  mark \"m2\"\n  rest 0.1s\n  mark \"m3\"\n"
    "towel after 1:00 at 37.0\n"
    "settle 0:10\n";

static bool compile(const char *text, struct routine_program *program)
{
    struct diagnostics diagnostics;
    bool good = routine_compile(text, strlen(text), "test.calf", program, &diagnostics);
    diagnostics_print(&diagnostics, stderr);
    return ok(good, "compiles: %.*s", (int)strcspn(text, "\n"), text);
}

/* --- the timeline ------------------------------------------------------------------------------ */

/* What a zone's line is at a tick, between its points number `next` - 1 and `next`. */
static double strength_on_line(const struct timeline_zone *line, uint32_t next, uint32_t tick)
{
    if (next == 0)
        return 0;
    const struct timeline_point *a = &line->points[next - 1];
    if (next == line->count)
        return a->permille;
    const struct timeline_point *b = &line->points[next];
    return a->permille +
           (b->permille - a->permille) * (double)(tick - a->tick) / (b->tick - a->tick);
}

/* The furthest that the player strays from the lines that are drawn. */
static double furthest_off(const struct timeline *timeline)
{
    double furthest = 0;
    for (unsigned zone = 0; zone < ZONE_COUNT; zone++) {
        const struct timeline_zone *line = &timeline->zones[zone];
        uint32_t next = 0;
        for (uint32_t tick = 0; tick < timeline->ticks; tick++) {
            while (next < line->count && line->points[next].tick <= tick)
                next++;
            double off = strength_on_line(line, next, tick) - timeline->permille[tick][zone];
            furthest = off > furthest ? off : -off > furthest ? -off : furthest;
        }
    }
    return furthest;
}

static void test_timeline(const struct routine_program *program)
{
    struct timeline timeline;
    if (!ok(timeline_play(&timeline, program, 0), "%s plays", program->name))
        return;
    is_int(timeline_motor_ticks(&timeline, 0, timeline.ticks), program->totals.motor_ticks,
           "its motor time is the device's");
    uint32_t zone_ticks[ZONE_COUNT];
    uint16_t peaks[ZONE_COUNT];
    for (unsigned zone = 0; zone < ZONE_COUNT; zone++) {
        zone_ticks[zone] = timeline_zone_ticks(&timeline, zone, 0, timeline.ticks);
        peaks[zone] = timeline_peak(&timeline, zone, 0, timeline.ticks);
    }
    is_bytes(zone_ticks, program->totals.zone_ticks, sizeof zone_ticks, "and so zone by zone");
    is_bytes(peaks, program->totals.peak_permille, sizeof peaks, "and its peaks");
    double off = furthest_off(&timeline);
    ok(off <= STRAIGHT_permille, "the lines stray %d permille at most from what is played",
       (int)(off + 1));
    timeline_free(&timeline);
}

static void test_level(void)
{
    struct routine_program program;
    struct timeline timeline;
    compile("routine all\nstage a 0:10\n  hold all 50% for 2s\n", &program);
    timeline_play(&timeline, &program, 1);
    is_int(timeline_peak(&timeline, ZONE_UPPER_MEDIAL, 0, timeline.ticks), 300,
           "level 1 is 60 %% of what the routine says");
    is_int(timeline_peak(&timeline, ZONE_ANKLE_LATERAL, 0, timeline.ticks), 225,
           "and a quarter less at the ankle");
    timeline_free(&timeline);
    timeline_play(&timeline, &program, 5);
    is_int(timeline_peak(&timeline, ZONE_ANKLE_MEDIAL, 0, timeline.ticks), 375,
           "the ankle's quarter is off at level 5 too");
    timeline_free(&timeline);
}

static void test_events(void)
{
    struct routine_program program;
    struct timeline timeline;
    compile("routine waits\nstage a 0:10\n  rest 1s\n  warm up to 38.0 within 6:00\n  rest 2s\n"
            "  prompt \"Go on?\"\n  mark \"on\"\n  heat off\n",
            &program);
    static const struct timeline_event want[] = {
        {0, TIMELINE_STAGE, 0, 0, 0},     {100, TIMELINE_HEAT, 0, 80, 0},
        {100, TIMELINE_WARM, 0, 80, 360}, {300, TIMELINE_PROMPT, 0, 80, 300},
        {300, TIMELINE_HEAT, 0, 0, 0},    {300, TIMELINE_MARK, 0, 0, 0},
    };
    timeline_play(&timeline, &program, 0);
    is_int(timeline.event_count, sizeof want / sizeof *want, "every event is there once");
    for (uint32_t i = 0; i < timeline.event_count && i < sizeof want / sizeof *want; i++) {
        const struct timeline_event *got = &timeline.events[i];
        ok(got->tick == want[i].tick && got->kind == want[i].kind && got->heat == want[i].heat &&
               got->most_s == want[i].most_s,
           "event %u: at %u, kind %d, heat %u, waits %u s", i, got->tick, (int)got->kind, got->heat,
           got->most_s);
    }
    is_int(timeline.ticks, 1000, "a wait takes none of the routine's own time");
    timeline_free(&timeline);
}

/* --- the terminal ------------------------------------------------------------------------------ */

static char *print(const struct preview *preview, const struct preview_style *style)
{
    char *text = NULL;
    size_t length;
    FILE *memory = open_memstream(&text, &length);
    if (style)
        preview_print(preview, style, memory);
    else
        preview_print_page(preview, memory);
    fclose(memory);
    return text;
}

static int characters(const char *line, size_t bytes)
{
    int count = 0;
    for (size_t i = 0; i < bytes; i++)
        count += ((unsigned char)line[i] & 0xC0) != 0x80;
    return count;
}

/* The widest line of the chart itself; what is listed below may be longer than a terminal is wide. */
static int chart_width(const char *text)
{
    int widest = 0;
    const char *line = strstr(text, "\n\n") + 2;
    while (*line != '\n' && *line != '\0') {
        size_t bytes = strcspn(line, "\n");
        int width = characters(line, bytes);
        widest = width > widest ? width : widest;
        line += bytes + 1;
    }
    return widest;
}

static void test_widths(const struct routine_program *program)
{
    struct timeline timeline;
    timeline_play(&timeline, program, 0);
    struct preview preview = {program, &timeline, 0, timeline.ticks, 0};
    int torn = 0;
    for (int columns = NARROW; columns <= WIDE && torn == 0; columns += 13) {
        struct preview_style style = {columns, false, columns % 2 == 0};
        char *text = print(&preview, &style);
        torn = chart_width(text) > columns ? columns : 0;
        free(text);
    }
    is_int(torn, 0, "%s fits every width of a terminal", program->name);
    timeline_free(&timeline);
}

static void test_chart(void)
{
    struct routine_program program;
    struct timeline timeline;
    struct preview_style style = {80, false, false};
    compile("routine tiny\nstage a 0:02 heat 38.0\n"
            "  press upper 80% attack 0.2s hold 0.4s release 0.2s\nstage b 0:02\n  rest 1s\n",
            &program);
    timeline_play(&timeline, &program, 0);
    struct preview preview = {&program, &timeline, 0, timeline.ticks, 0};
    char *text = print(&preview, &style);
    /* a column is 90 ms: of a ramp of 200 ms to 80 % the means are 16, 52 and 79 % */
    ok(strstr(text, "  upper-medial   258888852....") != NULL, "a press rises and falls");
    ok(strstr(text, "  stages         |a                    |b\n") != NULL,
       "stages over their time");
    ok(strstr(text, "  heat C         38.0===================off\n") != NULL, "and the heat");
    ok(strstr(text, "  80 %     0.79s\n") != NULL, "a zone's peak and time stand beside it");
    free(text);
    timeline_free(&timeline);
}

/* --- the page ---------------------------------------------------------------------------------- */

static void test_page(const struct routine_program *program, uint32_t from, uint32_t to)
{
    struct timeline timeline;
    struct page_found found;
    timeline_play(&timeline, program, 0);
    struct preview preview = {program, &timeline, from, to > 0 ? to : timeline.ticks, 0};
    char *text = print(&preview, NULL);
    bool is_whole = page_read(text, &found);
    ok(is_whole, "%s: its page is well-formed XML: %s", program->name, found.wrong);
    ok(found.texts > 15, "with %u texts", found.texts);
    is_str(found.overlap, "", "no text on another, none beyond the page");
    free(text);
    timeline_free(&timeline);
}

/* More notes than a page has room for, and than there are letters. */
static void test_many_notes(void)
{
    struct routine_program program;
    char text[4096] = "routine notes\nstage a 0:20\n";
    for (unsigned i = 0; i < 56; i++)
        snprintf(text + strlen(text), sizeof text - strlen(text),
                 "  mark \"note %u\"\n  rest 0.1s\n", i);
    if (compile(text, &program))
        test_page(&program, 0, 0);
}

/* The checks above must be able to fail. */
static void test_page_reader(void)
{
    struct page_found found;
    ok(!page_read("<svg><title>a & b</title></svg>", &found), "a bare & is found");
    ok(!page_read("<svg><g></svg></g>", &found), "and elements that cross");
    ok(!page_read("<svg a=1></svg>", &found), "and an attribute without quotes");
    ok(!page_read("<svg>", &found), "and an end that is missing");
    page_read(
        "<svg><text class=\"\" x=\"10\" y=\"10\" font-size=\"3\" text-anchor=\"start\">ab</text>"
        "<text class=\"\" x=\"12\" y=\"11\" font-size=\"3\" text-anchor=\"start\">cd</text></svg>",
        &found);
    ok(found.overlap[0] != '\0', "and a text that stands on another");
}

int main(void)
{
    struct routine_program program;
    struct diagnostics diagnostics;
    struct library library;
    setenv("CALFKIT_ROUTINES", "host/routines", 1);
    library_list(&library);
    ok(library.count >= 12, "there is a library: %u", library.count);
    for (unsigned i = 0; i < library.count; i++) {
        if (!ok(routine_load(library.names[i], &program, &diagnostics), "%s", library.names[i]))
            continue;
        test_timeline(&program);
        test_widths(&program);
        test_page(&program, 0, 0);
    }
    if (compile(
            "routine jumps\nstage a 0:20\n  press upper 60% attack 0s hold 1s release 0s gap 1s\n"
            "  hold mid 40% for 2s\n  press ankle 30% attack 0s hold 1s release 1s\n",
            &program))
        test_timeline(&program);
    test_level();
    test_events();
    test_chart();
    test_page_reader();
    test_many_notes();
    if (compile(crowded, &program)) {
        test_timeline(&program);
        test_page(&program, 0, 0);
        test_page(&program, 6000, 9000);
    }
    return done();
}

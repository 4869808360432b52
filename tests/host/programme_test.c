/* Programmes: are they read as they are written, is what is wrong with one said so that its writer can
 * mend it, and are those of the library what they promise? What a user would lose: a plan that is
 * kinder to the leg than the leg's owner. */
#include <stdlib.h>
#include <string.h>

#include "host/calf/dates.h"
#include "host/calf/language/library.h"
#include "host/calf/lint.h"
#include "host/calf/programme/programme.h"
#include "protocol/limits.h"
#include "tests/tap.h"

static struct diagnostics diagnostics;
static struct programme programme;

static bool parse(const char *text)
{
    return programme_parse(text, strlen(text), "test", &programme, &diagnostics);
}

static bool parse_and_check(const char *text)
{
    return parse(text) &&
           programme_check(&programme, &(struct source){text, strlen(text), &diagnostics});
}

/* --- reading ------------------------------------------------------------------------------------ */

static void test_reading(void)
{
    ok(parse_and_check("programme two-weeks   # as in the reference\n"
                       "title \"Two weeks\"\n"
                       "about \"For a leg.\"\n"
                       "source A1 A34\n"
                       "apart 2 days\n"
                       "measure tightness circumference\n"
                       "advice \"Of the whole.\"\n"
                       "session office times 2\n"
                       "  advice \"Of this one.\"\n"
                       "session classic level 5 leg left after 7 days\n"),
       "a programme with everything is read");
    diagnostics_print(&diagnostics, stderr);
    is_str(programme.name, "two-weeks", "its name");
    is_str(programme.title, "Two weeks", "its title");
    is_str(programme.about, "For a leg.", "whom it is for");
    ok(programme.references == (UINT64_C(1) << 1 | UINT64_C(1) << 34), "what it cites");
    is_int(programme.measures, 3, "what to measure");
    is_int(programme.session_count, 3, "its sessions");
    is_int(programme.sessions[0].day, 1, "the first is on day 1");
    is_int(programme.sessions[1].day, 3, "the next as far apart as the programme says");
    is_int(programme.sessions[2].day, 10, "or further, where its line says so");
    is_int(programme.lines[0].level, 2, "a level that is not written is the routine's");
    is_int(programme.lines[0].legs, 3, "so is the leg");
    is_int(programme.lines[1].level, 5, "a written level holds");
    is_int(programme.lines[1].legs, 1, "a written leg, too");
    ok(programme.advice_is_general[0] && !programme.advice_is_general[1], "whose advice is whose");
    is_str(programme.advice[programme.lines[0].advice], "Of this one.", "a session has its advice");
    is_int(programme.lines[1].advice, PROGRAMME_NO_ADVICE, "and another has none");
}

/* --- what is wrong ------------------------------------------------------------------------------ */

static const struct wrong {
    const char *text;
    unsigned line, column;
    const char *message, *hint;
} wrongs[] = {
    {"title \"a\"\n", 1, 1, "the first line gives the programme its name",
     "for example: programme weekly-recovery"},
    {"programme a\nsesion office\n", 2, 1, "no instruction is called 'sesion'",
     "did you mean 'session'?"},
    {"programme a\nsession ofice\n", 2, 9, "no routine is called 'ofice'",
     "did you mean 'office'?"},
    {"programme a\nsession office level 9\n", 2, 22, "level 9 is not 1 to 5", ""},
    {"programme a\nsession recovery level 4\n", 2, 24,
     "level 4 is above the highest of 'recovery', 3", ""},
    {"programme a\nsession office levle 2\n", 2, 16, "'session' has no 'levle'",
     "did you mean 'level'?"},
    {"programme a\nsession office level 2 level 3\n", 2, 24, "a second 'level'", ""},
    {"programme a\nsession office leg middle\n", 2, 20,
     "expected left, right or each, found 'middle'", ""},
    {"programme a\napart 6 days\nsession office after 3 days\n", 3, 22,
     "sooner than the programme's 6 days apart", ""},
    {"programme a\napart 6\n", 2, 8, "expected 'days', but the line ends here", ""},
    {"programme a\napart 0 days\n", 2, 7, "apart 0 is not 1 to 60", ""},
    {"programme a\napart six days\n", 2, 7, "expected a whole number, found 'six'", ""},
    {"programme a\nmeasure tightnes\nsession office\n", 2, 9,
     "expected tightness or circumference, found 'tightnes'", "did you mean 'tightness'?"},
    {"programme a\ntitle \"\"\nsession office\n", 2, 7, "this text is empty", ""},
    {"programme a\ntitle \"b\" \"c\"\nsession office\n", 2, 11,
     "expected the end of the line, found \"c\"", ""},
    {"programme a\ntitle \"b\"\ntitle \"c\"\nsession office\n", 3, 1, "a second 'title'", ""},
    {"programme a\nsession office\ntitle \"b\"\n", 3, 1, "'title' belongs above the sessions", ""},
    {"programme a\n  session office\n", 2, 3, "'session' must not be indented", ""},
    {"programme a\n  advice \"b\"\nsession office\n", 2, 3,
     "this line is indented, but belongs to no session", ""},
    {"programme a\nsession office\n  advice \"b\"\n  advice \"c\"\n", 4, 3,
     "a second advice for this session", ""},
    {"programme a\nsource A35\nsession office\n", 2, 8,
     "expected rules of the article, A1 to A34, found 'A35'", ""},
    {"programme a\nsource A19\nsession classic\n", 3, 9,
     "too much motor time for session 1 of a new leg, the limit for NEW_LEG_MOTOR_TIME_s", ""},
    {"programme a\nsession office times 121\n", 2, 22, "times 121 is not 1 to 120", ""},
    {"programme a\nsession office times 120\nsession office\n", 3, 9, "more than 120 sessions", ""},
    {"programme a\n", 0, 0, "a programme without a session", ""},
    {"programme a\nsession office", 2, 15,
     "the last line has no end: the file may have been cut off",
     "if it is complete, add a newline"},
};

/* The limits' own words stand in diagnostics.c; a row gives the beginning. */
static bool begins_so(const char *message, const char *wanted)
{
    const char *limit = strstr(wanted, ", the limit");
    size_t length = limit ? (size_t)(limit - wanted) : strlen(wanted);
    return strncmp(message, wanted, length) == 0 && (limit || message[length] == '\0');
}

static void test_wrong(void)
{
    for (unsigned i = 0; i < sizeof wrongs / sizeof wrongs[0]; i++) {
        const struct wrong *wrong = &wrongs[i];
        const struct diagnostic *first = &diagnostics.list[0];
        ok(!parse_and_check(wrong->text), "refused: %s", wrong->message);
        is_int(diagnostics.errors, 1, "with one error");
        is_int(first->line, wrong->line, "in its line");
        is_int(first->column, wrong->column, "at its column");
        ok(begins_so(first->message, wrong->message), "in these words: %s", first->message);
        is_str(first->hint, wrong->hint, "with this hint");
    }
}

static void test_several_errors(void)
{
    parse("programme a\nsession office level x\nsession office leg x\nsession office\n");
    is_int(diagnostics.errors, 2, "two wrong lines are two errors");
}

/* Whatever is cut off or changed in a programme, it is read or refused, never more than that. */
static void test_damaged(void)
{
    enum { TRIES = 3000 };
    static char text[SOURCE_MAX_BYTES + 1], damaged[SOURCE_MAX_BYTES + 1];
    size_t length;
    uint32_t seed = 7;
    unsigned refused = 0;
    if (!library_read("host/routines/weekly-recovery.programme", text, &length, &diagnostics) ||
        length == 0)
        return;
    for (unsigned i = 0; i < TRIES; i++) {
        size_t cut = i < length ? i : length;
        memcpy(damaged, text, length);
        for (unsigned byte = 0; i >= length && byte < 3; byte++)
            damaged[tap_random(&seed) % length] = (char)(tap_random(&seed) % 128);
        refused += !programme_parse(damaged, cut, "damaged", &programme, &diagnostics);
    }
    ok(refused > TRIES / 2, "of %d damaged programmes %u are refused", (int)TRIES, refused);
}

/* --- weeks -------------------------------------------------------------------------------------- */

/* A28: too much massage harms, so a plan of more than seven sessions a week is none. */
static void test_weeks(void)
{
    ok(parse_and_check("programme a\nsession office times 3\n") && diagnostics.count == 0,
       "three sessions within a week are no news");
    ok(parse_and_check("programme a\nsession office times 4\n"), "four are taken");
    is_int(diagnostics.count, 1, "with a warning");
    ok(parse_and_check("programme a\napart 1 day\nsession office times 30\n"),
       "one a day is seven a week, and the most");
    ok(parse_and_check("programme a\nsession office leg left\nsession office leg right\n"
                       "session office leg left after 2 days\nsession office leg right\n"
                       "session office leg left\n") &&
           diagnostics.count == 0,
       "legs are counted each by itself");
}

/* --- the library -------------------------------------------------------------------------------- */

static bool load(const char *name)
{
    bool loaded = programme_load(name, &programme, &diagnostics);
    diagnostics_print(&diagnostics, stderr);
    ok(loaded && diagnostics.count == 0, "%s loads without a warning", name);
    is_str(programme.name, name, "under its own name");
    return loaded;
}

/* The fewest days between two sessions. */
static unsigned least_apart(void)
{
    unsigned least = UINT16_MAX;
    for (unsigned i = 1; i < programme.session_count; i++) {
        unsigned days = programme.sessions[i].day - (unsigned)programme.sessions[i - 1].day;
        least = days < least ? days : least;
    }
    return least;
}

static unsigned count_sessions_of(const char *routine)
{
    unsigned count = 0;
    for (unsigned i = 0; i < programme.session_count; i++)
        count += strcmp(programme.lines[programme.sessions[i].line].routine, routine) == 0;
    return count;
}

/* A8: recovery and nothing else; A9: weekly, six days apart at the least. */
static void test_weekly_recovery(void)
{
    if (!load("weekly-recovery"))
        return;
    is_int(count_sessions_of("recovery"), programme.session_count, "A8: only the gentle routine");
    ok(programme.apart_days >= 6, "A9: its rule is %u days apart", programme.apart_days);
    ok(least_apart() >= 6, "and its plan %u", least_apart());
}

/* A19: the first two sessions are ones that the device gives to a new leg. */
static void test_settle_in(void)
{
    if (!load("settle-in"))
        return;
    is_int(programme.references >> 19 & 1, 1, "A19: it cites the rule");
    for (unsigned i = 0; i < LIMIT_NEW_LEG_SESSIONS; i++) {
        struct routine_program program;
        const char *routine = programme.lines[programme.sessions[i].line].routine;
        routine_load(routine, &program, &diagnostics);
        ok(program.totals.motor_ticks <= LIMIT_NEW_LEG_MOTOR_TIME_s * ROUTINE_TICKS_s,
           "session %u, %s, is within a new leg's ten minutes", i + 1, routine);
    }
    is_int(programme.lines[0].level, 1, "at the lowest level");
}

/* A24 to A27: ten times and more, and a tape instead of a promise. */
static void test_reshape_10(void)
{
    if (!load("reshape-10"))
        return;
    ok(count_sessions_of("reshape") >= 10, "A27: %u sessions of the soak and the sweeps",
       count_sessions_of("reshape"));
    is_int(programme.measures, 1 << PROGRAMME_MEASURE_CIRCUMFERENCE,
           "the circumference is measured");
    ok(strstr(programme.about, "Nothing is promised") != NULL, "and nothing is promised");
}

/* A34: short ones on days at the desk. */
static void test_desk_week(void)
{
    if (!load("desk-week"))
        return;
    is_int(count_sessions_of("office"), programme.session_count, "A34: five minutes each");
    ok(programme.sessions[programme.session_count - 1].day <= 5, "from Monday to Friday");
}

/* --- what nothing here claims -------------------------------------------------------------------- */

static unsigned count_claims(const char *path)
{
    static const char *const claims[] = {"arthrit", "surg",    "insuffic", "varic",
                                         "immun",   "defence", "detox",    "toxin",
                                         "cleans",  "cure",    "slimm",    "cellul"};
    char text[SOURCE_MAX_BYTES + 1];
    size_t length;
    unsigned found = 0;
    if (!library_read(path, text, &length, &diagnostics))
        return 1;
    text[length] = '\0';
    for (const char *line = text; line && *line; line = strchr(line, '\n')) {
        line += strspn(line, "\n");
        size_t end = strcspn(line, "#\n"); /* what a user is shown, not the writer's notes */
        for (unsigned i = 0; i < sizeof claims / sizeof claims[0]; i++) {
            const char *at = strstr(line, claims[i]);
            found += at && (size_t)(at - line) < end;
        }
    }
    return found;
}

/* A15, A16, A18: after surgery, arthritis, weak veins, the body's defences, a cleanse. */
static void test_no_claims(void)
{
    struct library routines, programmes;
    library_list(&routines);
    library_list_programmes(&programmes);
    ok(routines.count > 0 && programmes.count > 0, "there are texts to look through");
    for (unsigned i = 0; i < routines.count + programmes.count; i++) {
        bool is_routine = i < routines.count;
        const char *name = is_routine ? routines.names[i] : programmes.names[i - routines.count];
        char path[PATH_MAX];
        snprintf(path, sizeof path, "host/routines/%s.%s", name, is_routine ? "calf" : "programme");
        is_int(count_claims(path), 0, "%s claims no cure", name);
    }
}

/* --- dates --------------------------------------------------------------------------------------- */

static void test_dates(void)
{
    static const char *const no_dates[] = {"",           "2026",       "2026-02-29",  "2026-13-01",
                                           "1999-12-31", "2026-1-1",   "2026-01-01x", "yesterday",
                                           "2026-00-10", "2026-04-31", "26-04-30"};
    char text[DATE_BYTES];
    long day;
    ok(date_read("2026-12-01", &day), "a date is read");
    is_str(date_weekday(day), "Tue", "the first of December 2026 is a Tuesday");
    date_print(text, day + 31);
    is_str(text, "2027-01-01", "a month later it is the next year");
    ok(date_read("2028-02-29", &day), "leap years have their day");
    for (unsigned i = 0; i < sizeof no_dates / sizeof no_dates[0]; i++)
        ok(!date_read(no_dates[i], &day), "no date: %s", no_dates[i]);
}

int main(void)
{
    setenv("CALFKIT_ROUTINES", "host/routines", 1);
    test_reading();
    test_wrong();
    test_several_errors();
    test_damaged();
    test_weeks();
    test_weekly_recovery();
    test_settle_in();
    test_reshape_10();
    test_desk_week();
    test_no_claims();
    test_dates();
    return done();
}

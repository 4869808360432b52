/* A programme against the routines it names, and against what a leg may have. */
#include <string.h>

#include "host/calf/language/library.h"
#include "host/calf/language/suggest.h"
#include "host/calf/lint.h"
#include "host/calf/programme/programme.h"
#include "protocol/limits.h"

enum { ARTICLE_FIRST_TIMES = 19, WEEK_days = 7, LEGS = 2 };

/* --- one line ----------------------------------------------------------------------------------- */

static void complain_of_routine(const struct source *source, const struct programme_line *line,
                                bool exists)
{
    struct library library;
    if (exists) {
        diagnose_error(source, line->routine_place, "the routine '%s' has errors", line->routine);
        diagnose_hint(source, "'calf lint %s' shows them", line->routine);
        return;
    }
    library_list(&library);
    struct suggestion near = suggest_begin(line->routine, strlen(line->routine));
    for (unsigned i = 0; i < library.count; i++)
        suggest_consider(&near, library.names[i]);
    diagnose_error(source, line->routine_place, "no routine is called '%s'", line->routine);
    if (near.best)
        diagnose_hint(source, "did you mean '%s'?", near.best);
    else
        diagnose_hint(source, "'calf list' shows those of the library");
}

/* Only routines of the library: where a programme's reader keeps other files nobody knows. */
static bool load_routine(const struct source *source, const struct programme_line *line,
                         struct routine_program *program)
{
    struct diagnostics diagnostics;
    struct library library;
    unsigned number = 0;
    library_list(&library);
    while (number < library.count && strcmp(library.names[number], line->routine) != 0)
        number++;
    if (number < library.count && routine_load(line->routine, program, &diagnostics))
        return true;
    complain_of_routine(source, line, number < library.count);
    return false;
}

static void check_against_routine(const struct source *source, struct programme_line *line,
                                  const struct routine_program *program)
{
    struct routine_header header = routine_header(program->bytes);
    if (!line->has_level)
        line->level = header.level_default;
    else if (line->level > header.level_max)
        diagnose_error(source, line->level_place, "level %u is above the highest of '%s', %u",
                       line->level, line->routine, header.level_max);
    if (!line->has_legs)
        line->legs = header.legs;
    else if ((line->legs & ~header.legs) != 0)
        diagnose_error(source, line->legs_place, "'%s' is not for this leg", line->routine);
}

/* A19: the device refuses a new leg more. */
static void check_first_times(const struct programme *programme, const struct source *source,
                              const struct programme_line *line,
                              const struct routine_program *program)
{
    bool cites = (programme->references >> ARTICLE_FIRST_TIMES & 1) != 0;
    unsigned number = 0;
    while (number < programme->session_count &&
           &programme->lines[programme->sessions[number].line] != line)
        number++;
    if (!cites || number >= LIMIT_NEW_LEG_SESSIONS ||
        program->totals.motor_ticks <= LIMIT_NEW_LEG_MOTOR_TIME_s * (uint32_t)ROUTINE_TICKS_s)
        return;
    diagnose_error(source, line->routine_place, "too much motor time for session %u of a new leg%s",
                   number + 1, diagnose_limit_words("NEW_LEG_MOTOR_TIME_s"));
    diagnose_limit(source, "NEW_LEG_MOTOR_TIME_s");
}

/* --- weeks -------------------------------------------------------------------------------------- */

/* How many sessions of this leg are within the week that begins with that one. */
static unsigned count_week(const struct programme *programme, unsigned first, unsigned leg,
                           unsigned *last)
{
    unsigned count = 0, end_day = programme->sessions[first].day + (unsigned)WEEK_days;
    for (unsigned i = first; i < programme->session_count; i++) {
        const struct programme_session *session = &programme->sessions[i];
        if (session->day >= end_day)
            break;
        if ((programme->lines[session->line].legs >> leg & 1) == 0)
            continue;
        count++;
        *last = i;
    }
    return count;
}

static void check_weeks(const struct programme *programme, const struct source *source)
{
    unsigned most = 0, last_of_most = 0;
    for (unsigned first = 0; first < programme->session_count; first++) {
        for (unsigned leg = 0; leg < LEGS; leg++) {
            unsigned last = first, count = count_week(programme, first, leg, &last);
            last_of_most = count > most ? last : last_of_most;
            most = count > most ? count : most;
        }
    }
    if (most < PROGRAMME_WEEK_WARN)
        return;
    struct span place = programme->lines[programme->sessions[last_of_most].line].routine_place;
    if (most > PROGRAMME_WEEK_MOST)
        diagnose_error(source, place, "%u sessions of a leg within a week: at most %d", most,
                       PROGRAMME_WEEK_MOST);
    else
        diagnose_warning(source, place, "%u sessions of a leg within a week are many", most);
}

/* --- the whole ---------------------------------------------------------------------------------- */

bool programme_check(struct programme *programme, const struct source *source)
{
    for (unsigned i = 0; i < programme->line_count; i++) {
        struct routine_program program;
        if (!load_routine(source, &programme->lines[i], &program))
            continue;
        check_against_routine(source, &programme->lines[i], &program);
        check_first_times(programme, source, &programme->lines[i], &program);
    }
    if (source->diagnostics->errors == 0)
        check_weeks(programme, source);
    return source->diagnostics->errors == 0;
}

bool programme_load(const char *word, struct programme *programme, struct diagnostics *diagnostics)
{
    char path[PATH_MAX], text[SOURCE_MAX_BYTES + 1];
    size_t length;
    return library_find_programme(word, path, diagnostics) &&
           library_read(path, text, &length, diagnostics) &&
           programme_parse(text, length, path, programme, diagnostics) &&
           programme_check(programme, &(struct source){text, length, diagnostics});
}

bool programme_uses(const struct programme *programme, const char *routine)
{
    unsigned i = 0;
    while (i < programme->line_count && strcmp(programme->lines[i].routine, routine) != 0)
        i++;
    return i < programme->line_count;
}

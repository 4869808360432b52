/* A routine in plain words. */
#include <string.h>

#include "host/calf/json.h"
#include "host/calf/language/library.h"
#include "host/calf/language/values.h"
#include "host/calf/lint.h"
#include "host/calf/print.h"
#include "host/calf/show.h"
#include "protocol/limits.h"

enum {
    LINE_BYTES = 320,
    STEPS_COLUMN = 31,
    PERMILLE_PERCENT = 10,
    LEVEL_BASE_percent = 50,
    LEVEL_STEP_percent = 10
};

static unsigned level_percent(unsigned level)
{
    return LEVEL_BASE_percent + level * LEVEL_STEP_percent;
}

static unsigned peak_percent(const struct routine_totals *totals)
{
    unsigned peak_permille = 0;
    for (unsigned zone = 0; zone < ZONE_COUNT; zone++)
        if (totals->peak_permille[zone] > peak_permille)
            peak_permille = totals->peak_permille[zone];
    return peak_permille / PERMILLE_PERCENT;
}

/* --- what it does -------------------------------------------------------------------------------- */

static void show_times(const struct routine_program *program, FILE *out)
{
    const struct routine_totals *totals = &program->totals;
    char line[LINE_BYTES], total[VALUE_TEXT_BYTES], part[VALUE_TEXT_BYTES], heat[VALUE_TEXT_BYTES];
    uint32_t motor_s = totals->motor_ticks / ROUTINE_TICKS_s;
    size_t used;
    value_print_ticks(totals->duration_ticks, total);
    value_print_ticks((uint64_t)motor_s * ROUTINE_TICKS_s, part);
    used = (size_t)snprintf(line, sizeof line, "It lasts %s: ", total);
    used += (size_t)snprintf(line + used, sizeof line - used, motor_s > 0 ? "motors for %s, " : "",
                             part);
    value_print_ticks(totals->heat_ticks, part);
    value_print_heat(totals->heat_max, heat);
    if (totals->heat_ticks > 0)
        used += (size_t)snprintf(line + used, sizeof line - used, "warmth for %s, up to %s.", part,
                                 heat);
    else
        used += (size_t)snprintf(line + used, sizeof line - used, "no warmth.");
    value_print_ticks((uint64_t)totals->wait_s * ROUTINE_TICKS_s, part);
    if (totals->wait_s > 0)
        snprintf(line + used, sizeof line - used,
                 " Waits, for warmth or for you, come on top: at most %s.", part);
    show_wrapped(out, 2, line);
}

static void show_strength(const struct routine_program *program, FILE *out)
{
    char line[LINE_BYTES];
    struct routine_header header = routine_header(program->bytes);
    if (program->totals.motor_ticks == 0)
        return;
    snprintf(
        line, sizeof line,
        "At its strongest it asks for %u %% of your own window. It begins at level %u, which is "
        "%u %% of that, and goes up to level %u, %u %%; the ankle gets a quarter less.",
        peak_percent(&program->totals), header.level_default, level_percent(header.level_default),
        header.level_max, level_percent(header.level_max));
    show_wrapped(out, 2, line);
}

static void show_new_leg(const struct routine_program *program, FILE *out)
{
    if (program->totals.motor_ticks == 0)
        return;
    if (program->totals.motor_ticks > (uint32_t)LIMIT_NEW_LEG_MOTOR_TIME_s * ROUTINE_TICKS_s)
        show_wrapped(out, 2,
                     "Too long for a leg's first two sessions: the device refuses it there.");
    else
        show_wrapped(out, 2, "In a leg's first two sessions the device halves the strength.");
}

/* --- its stages ---------------------------------------------------------------------------------- */

/* press upper 30% attack 0.8s -> press upper, 30 %; roll a<->b 40% -> roll a and b, 40 %. */
static void step_in_words(const char *text, char out[LINE_BYTES])
{
    size_t used = 0;
    const char *end = strchr(text, '%');
    end = end ? end : text + strlen(text);
    const char *percent = end;
    while (percent > text && percent[-1] >= '0' && percent[-1] <= '9')
        percent--;
    for (const char *at = text; at < end && used + 8 < LINE_BYTES;) {
        bool between = strncmp(at, "<->", 3) == 0, to = strncmp(at, "->", 2) == 0;
        if (at == percent && *end == '%') {
            while (used > 0 && out[used - 1] == ' ')
                used--;
            out[used++] = ',';
            out[used++] = ' ';
        }
        if (between || to) {
            used += (size_t)snprintf(out + used, LINE_BYTES - used, between ? " and " : " to ");
            at += between ? 3 : 2;
        } else if (*at == ' ' && used > 0 && out[used - 1] == ' ') {
            at++;
        } else {
            out[used++] = *at++;
        }
    }
    snprintf(out + used, LINE_BYTES - used, *end == '%' ? " %%" : "");
}

static void show_steps(const struct routine_program *program, unsigned stage, FILE *out)
{
    for (unsigned i = 0; i < program->step_count; i++) {
        char words[LINE_BYTES];
        bool again = i > 0 && program->steps[i].line == program->steps[i - 1].line;
        if (again || program->steps[i].stage != stage)
            continue; /* a pattern has several steps in one line */
        step_in_words(program->steps[i].text, words);
        fprintf(out, "%*s%s\n", STEPS_COLUMN, "", words);
    }
}

static void show_stage(const struct routine_program *program, unsigned number, FILE *out)
{
    const struct program_stage *stage = &program->stages[number];
    char begins[PRINT_SPAN_BYTES], lasts[PRINT_SPAN_BYTES], heat[VALUE_TEXT_BYTES];
    value_print_heat(stage->heat, heat);
    /* printf counts bytes, and the degree sign has two */
    fprintf(out, "  %7s  %7s  %-*s  %s%s\n", print_span(begins, stage->begins_s),
            print_span(lasts, stage->duration_s), stage->heat == 0 ? 7 : 8, heat, stage->name,
            stage->kind == STAGE_MASSAGE  ? ""
            : stage->kind == STAGE_SETTLE ? ": rest, all off"
                                          : ": warmth alone");
    show_steps(program, number, out);
}

/* --- its programmes ------------------------------------------------------------------------------ */

static void show_programmes(const struct routine_program *program, FILE *out, bool json)
{
    struct library library;
    const char *before = json ? "" : "\n  Part of: ";
    library_list_programmes(&library);
    for (unsigned i = 0; i < library.count; i++) {
        struct programme programme;
        struct diagnostics diagnostics;
        if (!programme_load(library.names[i], &programme, &diagnostics) ||
            !programme_uses(&programme, program->name))
            continue;
        fputs(before, out);
        if (json)
            json_string(out, programme.name);
        else
            fputs(programme.name, out);
        before = json ? "," : ", ";
    }
    if (!json && before[0] == ',')
        fputs(".\n", out);
}

void show_routine(const struct routine_program *program, FILE *out)
{
    fprintf(out, "%s%s%s\n\n", program->name, program->title[0] ? ": " : "", program->title);
    if (program->about[0] != '\0') {
        show_wrapped(out, 2, program->about);
        fputc('\n', out);
    }
    show_times(program, out);
    show_strength(program, out);
    show_new_leg(program, out);
    fprintf(out, "\n  %7s  %7s  %-7s  %s\n", "begins", "lasts", "warmth", "stage");
    for (unsigned i = 0; i < program->stage_count; i++)
        show_stage(program, i, out);
    if (program->references != 0)
        fputc('\n', out);
    show_sources(program->references, out);
    show_programmes(program, out, false);
}

void show_routine_json(const struct routine_program *program, FILE *out)
{
    fputs("{\"kind\":\"routine\",\"about\":", out);
    json_string(out, program->about);
    fputs(",\"author\":", out);
    json_string(out, program->author);
    fputs(",\"sources\":", out);
    show_sources_json(program->references, out);
    fputs(",\"programmes\":[", out);
    show_programmes(program, out, true);
    fputs("],\"totals\":", out);
    lint_print_json(program, out);
    fputs("}\n", out);
}

/* A programme in plain words. */
#include "host/calf/dates.h"
#include "host/calf/json.h"
#include "host/calf/show.h"

static const char *const legs[] = {"", "left", "right", "each"};

/* --- for people ---------------------------------------------------------------------------------- */

static void show_session(const struct programme *programme, unsigned number, long first_day,
                         FILE *out)
{
    const struct programme_session *session = &programme->sessions[number];
    const struct programme_line *line = &programme->lines[session->line];
    bool is_new_line = number == 0 || programme->sessions[number - 1].line != session->line;
    char date[DATE_BYTES];
    fprintf(out, "  %7u  %4u", number + 1, session->day);
    if (first_day != SHOW_NO_DATE) {
        long day = first_day + session->day - 1;
        date_print(date, day);
        fprintf(out, "  %s %s", date_weekday(day), date);
    }
    fprintf(out, "  %5u  %-5s  %s\n", line->level, legs[line->legs], line->routine);
    if (is_new_line && line->advice != PROGRAMME_NO_ADVICE)
        show_wrapped(out, 11, programme->advice[line->advice]);
}

static void show_sessions(const struct programme *programme, long first_day, FILE *out)
{
    fprintf(out, "\n  %7s  %4s%s  %5s  %-5s  %s\n", "session", "day",
            first_day == SHOW_NO_DATE ? "" : "  date          ", "level", "leg", "routine");
    for (unsigned i = 0; i < programme->session_count; i++)
        show_session(programme, i, first_day, out);
    fprintf(out, "\n  At least %u day%s from one session of a leg to the next.\n",
            programme->apart_days, programme->apart_days == 1 ? "" : "s");
}

static void show_advice(const struct programme *programme, FILE *out)
{
    for (unsigned i = 0; i < PROGRAMME_MEASURE_COUNT; i++)
        if ((programme->measures >> i & 1) != 0) {
            fprintf(out, "\n  To write down: %s\n", programme_measure_word(i));
            show_wrapped(out, 4, programme_measure_help(i));
        }
    if (programme->advice_count > 0)
        fputs("\n", out);
    for (unsigned i = 0; i < programme->advice_count; i++)
        if (programme->advice_is_general[i])
            show_wrapped(out, 2, programme->advice[i]);
}

void show_programme(const struct programme *programme, long first_day, FILE *out)
{
    fprintf(out, "%s%s%s\n\n", programme->name, programme->title[0] ? ": " : "", programme->title);
    if (programme->about[0] != '\0')
        show_wrapped(out, 2, programme->about);
    show_sessions(programme, first_day, out);
    show_advice(programme, out);
    if (programme->references != 0)
        fputc('\n', out);
    show_sources(programme->references, out);
}

/* --- JSON ---------------------------------------------------------------------------------------- */

static void show_session_json(const struct programme *programme, unsigned number, long first_day,
                              FILE *out)
{
    const struct programme_session *session = &programme->sessions[number];
    const struct programme_line *line = &programme->lines[session->line];
    char date[DATE_BYTES];
    fprintf(out, "%s{\"session\":%u,\"day\":%u", number > 0 ? "," : "", number + 1, session->day);
    if (first_day != SHOW_NO_DATE) {
        date_print(date, first_day + session->day - 1);
        fprintf(out, ",\"date\":\"%s\"", date);
    }
    fputs(",\"routine\":", out);
    json_string(out, line->routine);
    fprintf(out, ",\"level\":%u,\"leg\":\"%s\"", line->level, legs[line->legs]);
    if (line->advice != PROGRAMME_NO_ADVICE) {
        fputs(",\"advice\":", out);
        json_string(out, programme->advice[line->advice]);
    }
    fputc('}', out);
}

static void show_lists_json(const struct programme *programme, FILE *out)
{
    const char *before = "";
    fputs(",\"measures\":[", out);
    for (unsigned i = 0; i < PROGRAMME_MEASURE_COUNT; i++)
        if ((programme->measures >> i & 1) != 0) {
            fputs(before, out);
            json_string(out, programme_measure_word(i));
            before = ",";
        }
    fputs("],\"advice\":[", out);
    before = "";
    for (unsigned i = 0; i < programme->advice_count; i++)
        if (programme->advice_is_general[i]) {
            fputs(before, out);
            json_string(out, programme->advice[i]);
            before = ",";
        }
    fputc(']', out);
}

void show_programme_json(const struct programme *programme, long first_day, FILE *out)
{
    fputs("{\"kind\":\"programme\",\"name\":", out);
    json_string(out, programme->name);
    fputs(",\"title\":", out);
    json_string(out, programme->title);
    fputs(",\"about\":", out);
    json_string(out, programme->about);
    fprintf(out, ",\"apart_days\":%u", programme->apart_days);
    show_lists_json(programme, out);
    fputs(",\"sources\":", out);
    show_sources_json(programme->references, out);
    fputs(",\"sessions\":[", out);
    for (unsigned i = 0; i < programme->session_count; i++)
        show_session_json(programme, i, first_day, out);
    fputs("]}\n", out);
}

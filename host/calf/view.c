#include "host/calf/view.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "host/calf/ascii.h"
#include "host/calf/print.h"
#include "host/calf/vocabulary.h"
#include "protocol/faults.h"

#define ITEM_GAP "   "

enum {
    MARGIN = 2,
    ZONE_WIDTH = 15,    /* the longest name, and a blank */
    STRENGTH_WIDTH = 6, /* " 100 %" */
    BAR_MAX = 32,
    CELLS = 8, /* steps that a character of a bar can show */
};

static bool continues(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80; /* a later byte of a UTF-8 character */
}

/* Cuts a UTF-8 text to so many characters, in place. Returns the characters left. */
static int cut(char *text, int columns)
{
    int characters = 0;
    for (char *at = text; *at != '\0'; at++) {
        if (continues(*at))
            continue;
        if (characters == columns) {
            *at = '\0';
            break;
        }
        characters++;
    }
    return characters;
}

/* A line with a text at either end. The left one gives way. */
static void put_ends(char line[VIEW_LINE_BYTES], int columns, const char *left, const char *right)
{
    char start[VIEW_LINE_BYTES / 2], end[VIEW_LINE_BYTES / 2];
    snprintf(start, sizeof start, "%*s%s", MARGIN, "", left);
    snprintf(end, sizeof end, "%s", right);
    int end_width = cut(end, columns - MARGIN - 1 > 0 ? columns - MARGIN - 1 : 0);
    int room = columns - end_width - 1;
    int start_width = cut(start, room - 1 > 0 ? room - 1 : 0);
    int gap = columns - start_width - end_width - 1;
    snprintf(line, VIEW_LINE_BYTES, "%s%*s%s", start, gap > 0 ? gap : 0, "", end);
}

__attribute__((format(printf, 3, 4))) static void put(char line[VIEW_LINE_BYTES], int columns,
                                                      const char *format, ...)
{
    va_list values;
    va_start(values, format);
    vsnprintf(line, VIEW_LINE_BYTES, format, values);
    va_end(values);
    cut(line, columns);
}

/* Cuts a line of items to so many characters, between two of them if it can. */
static void cut_items(char *line, int columns, const char *between)
{
    char whole[VIEW_LINE_BYTES];
    strcpy(whole, line);
    cut(line, columns);
    size_t length = strlen(line);
    if (whole[length] == '\0')
        return;
    char *end = NULL;
    for (char *at = whole; (at = strstr(at, between)) && at <= whole + length; at++)
        end = at;
    if (end && end > whole + MARGIN)
        line[end - whole] = '\0';
}

/* --- the lines -------------------------------------------------------------------------------- */

static void put_title(const struct view *view, int columns, char line[VIEW_LINE_BYTES])
{
    char right[64];
    const char *title = view->program->title[0] ? view->program->title : view->program->name;
    snprintf(right, sizeof right, "%s leg, level %u", leg_words(view->leg), view->session->level);
    put_ends(line, columns, title, right);
}

static void put_state(const struct view *view, int columns, char line[VIEW_LINE_BYTES])
{
    char left[128], right[96], stage_left[PRINT_SPAN_BYTES], all_left[PRINT_SPAN_BYTES];
    const struct session *session = view->session;
    const char *state = session->ended       ? end_words(session->end.reason)
                        : session->prompting ? "waiting for you"
                        : session->waiting   ? "warming up"
                                             : state_words(session->state);
    if (session->stage >= view->program->stage_count) {
        put_ends(line, columns, state, "");
        return;
    }
    int64_t total_us = view->program->totals.duration_ticks * INT64_C(1000) * ROUTINE_TICK_ms;
    int64_t rest_us = total_us - session_position_us(session);
    snprintf(left, sizeof left, "%s: stage %u of %u, %s", state, session->stage + 1U,
             view->program->stage_count, view->program->stages[session->stage].name);
    snprintf(right, sizeof right, "%s left, %s in all",
             print_span(stage_left, (session_stage_left_us(session) + 999999) / 1000000),
             print_span(all_left, rest_us > 0 ? (rest_us + 999999) / 1000000 : 0));
    put_ends(line, columns, left, right);
}

/* A bar of that many characters, full at 100 %. Appends to `line`. */
static void add_bar(char line[VIEW_LINE_BYTES], int width, unsigned percent, bool unicode)
{
    static const char *const parts[CELLS] = {"░", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
    unsigned cells = (percent * (unsigned)width * CELLS + 50) / 100;
    for (int i = 0; i < width; i++) {
        unsigned here = cells < CELLS ? cells : CELLS;
        const char *part = here == CELLS ? "█" : parts[here];
        if (!unicode)
            part = here >= CELLS / 2 ? "#" : ".";
        strncat(line, part, VIEW_LINE_BYTES - strlen(line) - 1);
        cells -= here;
    }
}

static void add_zone(const struct view *view, unsigned zone, int bar, char line[VIEW_LINE_BYTES])
{
    char text[64];
    unsigned percent = view->session->sample.strength_percent[zone];
    snprintf(text, sizeof text, "%*s%-*s", MARGIN, "", ZONE_WIDTH, zone_words(zone));
    strncat(line, text, VIEW_LINE_BYTES - strlen(line) - 1);
    add_bar(line, bar, percent, view->unicode);
    snprintf(text, sizeof text, "%4u %%", percent);
    strncat(line, text, VIEW_LINE_BYTES - strlen(line) - 1);
}

/* A row of the cuff: medial at the left, lateral at the right. */
static void put_row(const struct view *view, unsigned first_zone, int columns,
                    char line[VIEW_LINE_BYTES])
{
    int bar = (columns - 1) / 2 - MARGIN - ZONE_WIDTH - STRENGTH_WIDTH;
    bar = bar < 1 ? 1 : bar > BAR_MAX ? BAR_MAX : bar;
    line[0] = '\0';
    add_zone(view, first_zone, bar, line);
    add_zone(view, first_zone + 1, bar, line);
    cut(line, columns - 1);
}

/* The lowest number of those latched, or 0. */
static unsigned first_fault(uint32_t faults)
{
    unsigned number = 0;
    while (number < FAULT_END && !(faults & FAULT_BIT(number)))
        number++;
    return number < FAULT_END ? number : 0;
}

static void put_warmth(const struct view *view, int columns, char line[VIEW_LINE_BYTES])
{
    const struct msg_sample *sample = &view->session->sample;
    char skin[PRINT_CELSIUS_BYTES], pad[PRINT_CELSIUS_BYTES], setpoint[24];
    unsigned fault = first_fault(view->session->faults);
    if (!view->session->sampled) {
        put(line, columns, "%*sno reading yet", MARGIN, "");
        return;
    }
    if (sample->setpoint_mC > 0)
        snprintf(setpoint, sizeof setpoint, "%.1f °C", sample->setpoint_mC / 1000.0);
    else if (fault > 0)
        snprintf(setpoint, sizeof setpoint, "off: F%02u", fault);
    else
        strcpy(setpoint, "off");
    put(line, VIEW_LINE_BYTES,
        "%*sskin %s °C   setpoint %s   pad %s °C   heater %u %%   supply %.2f V", MARGIN, "",
        print_celsius(skin, sample->skin_mC), setpoint, print_celsius(pad, sample->pad_mC),
        sample->heater_permille / 10U, sample->supply_mV / 1000.0);
    cut_items(line, columns - 1, ITEM_GAP);
}

static void put_link(const struct view *view, int columns, char line[VIEW_LINE_BYTES])
{
    put(line, VIEW_LINE_BYTES,
        "%*slink %.1f ms, asked again %" PRIu32 ", frames lost %" PRIu32 "   steps %u   marks %u",
        MARGIN, "", (double)view->round_trip_us / 1000, view->repeats, view->frames_lost,
        view->session->steps, view->session->marks);
    cut_items(line, columns - 1, ITEM_GAP);
}

static void put_news(const struct view *view, char line[VIEW_LINE_BYTES])
{
    const struct session *session = view->session;
    if (session->asking)
        put(line, VIEW_LINE_BYTES, "%*sstill there? %s, or the heat ends", MARGIN, "",
            view->keys ? "press any key" : "press MODE at the kit");
    else if (session->prompting && session->prompt < view->program->prompt_count)
        put(line, VIEW_LINE_BYTES, "%*s%s  (Enter: go on)", MARGIN, "",
            view->program->prompts[session->prompt]);
    else if (session->state == STATE_PAUSED && !session->ended)
        put(line, VIEW_LINE_BYTES, "%*sall off; space: go on%s", MARGIN, "",
            session->pains ? ", 30 % lower" : "");
    else
        put(line, VIEW_LINE_BYTES, "%*s%s", MARGIN, "", view->news);
}

/* A fault and what to do about it may need a second line. Returns how many there are. */
static int wrap_news(int columns, char lines[2][VIEW_LINE_BYTES])
{
    char whole[VIEW_LINE_BYTES];
    strcpy(whole, lines[0]);
    cut_items(lines[0], columns - 1, " ");
    const char *rest = whole + strlen(lines[0]);
    rest += strspn(rest, " ");
    if (*rest == '\0')
        return 1;
    put(lines[1], VIEW_LINE_BYTES, "%*s%s", MARGIN, "", rest);
    cut_items(lines[1], columns - 1, " ");
    return 2;
}

/* In a terminal of few rows what can be missed goes first: blank lines, the link, the title, the zones. */
static int fit(int count, int rows, char lines[VIEW_LINES][VIEW_LINE_BYTES])
{
    enum { TITLE, STATE, BLANK, UPPER, MID, ANKLE, BLANK_AFTER, WARMTH, LINK };
    static const uint8_t go_first[] = {BLANK_AFTER, BLANK, LINK, TITLE, ANKLE, MID, UPPER};
    bool goes[VIEW_LINES] = {false};
    int kept = 0;
    for (int i = 0; i < count - rows && i < (int)sizeof go_first; i++)
        goes[go_first[i]] = true;
    for (int i = 0; i < count && kept < rows; i++)
        if (!goes[i])
            memmove(lines[kept++], lines[i], VIEW_LINE_BYTES);
    return kept;
}

int view_compose(const struct view *view, int columns, int rows,
                 char lines[VIEW_LINES][VIEW_LINE_BYTES])
{
    int count = 0;
    put_title(view, columns, lines[count++]);
    put_state(view, columns, lines[count++]);
    strcpy(lines[count++], "");
    for (unsigned zone = 0; zone < ZONE_COUNT; zone += 2)
        put_row(view, zone, columns, lines[count++]);
    strcpy(lines[count++], "");
    put_warmth(view, columns, lines[count++]);
    put_link(view, columns, lines[count++]);
    put_news(view, lines[count]);
    count += wrap_news(columns, lines + count);
    if (view->keys && !view->session->ended) {
        put(lines[count], VIEW_LINE_BYTES, "%*sspace %s · p PAIN · + - level · m mark · q stop",
            MARGIN, "", view->session->state == STATE_PAUSED ? "go on" : "pause");
        cut_items(lines[count++], columns - 1, " · ");
    }
    for (int i = 0; i < count && !view->unicode; i++)
        ascii_only(lines[i]);
    return fit(count, rows, lines);
}

/* view_test: the live view must fit its terminal at every width, or it tears; and say the right
 * numbers.
 */
#include <stdio.h>
#include <string.h>

#include "host/calf/view.h"
#include "protocol/faults.h"
#include "tests/tap.h"

static struct session session;
static struct routine_program program;

static struct view a_view(void)
{
    session = (struct session){
        .state = STATE_RUNNING,
        .level = 3,
        .stage_duration_s = 240,
        .position_us = 75500000,
        .sampled = true,
        .sample = {.skin_mC = 38940,
                   .pad_mC = 43210,
                   .setpoint_mC = 39000,
                   .heater_permille = 437,
                   .supply_mV = 4983,
                   .strength_percent = {55, 0, 100, 7, 33, 1}},
    };
    program.stage_count = 2;
    program.totals.duration_ticks = 123000;
    strcpy(program.name, "classic");
    strcpy(program.title, "Massage für die müde Wade");
    strcpy(program.stages[0].name, "upper");
    strcpy(program.prompts[0], "Turn over, please");
    program.prompt_count = 1;
    return (struct view){.session = &session,
                         .program = &program,
                         .leg = LEG_LEFT,
                         .round_trip_us = 1234,
                         .news =
                             "a notice that is rather long, as notices sometimes are, isn't it?",
                         .unicode = true,
                         .keys = true};
}

static int width_of(const char *text)
{
    int characters = 0;
    for (; *text != '\0'; text++)
        characters += ((unsigned char)*text & 0xC0) != 0x80;
    return characters;
}

/* All lines in one, for looking into. */
static const char *compose(const struct view *view, int columns)
{
    static char all[VIEW_LINES * VIEW_LINE_BYTES];
    char lines[VIEW_LINES][VIEW_LINE_BYTES];
    int count = view_compose(view, columns, VIEW_LINES, lines);
    all[0] = '\0';
    for (int i = 0; i < count; i++) {
        strcat(all, lines[i]);
        strcat(all, "\n");
    }
    return all;
}

static void test_width(void)
{
    struct view view = a_view();
    char lines[VIEW_LINES][VIEW_LINE_BYTES];
    int too_wide = 0, at = 0;
    for (int columns = 1; columns <= 300; columns++) {
        view.unicode = columns % 2 == 0;
        session.prompting = columns % 3 == 0;
        int count = view_compose(&view, columns, VIEW_LINES, lines);
        for (int i = 0; i < count; i++) {
            if (width_of(lines[i]) > columns) {
                too_wide++;
                at = columns;
            }
        }
    }
    is_int(too_wide, 0, "no line is wider than the terminal, from 1 to 300 columns (last: %d)", at);
}

static void test_content(void)
{
    struct view view = a_view();
    const char *all = compose(&view, 80);
    ok(strstr(all, "left leg, level 3"), "leg and level are shown");
    ok(strstr(all, "running: stage 1 of 2, upper"), "state and stage are shown");
    ok(strstr(all, "2:45 left, 19:15 in all"), "and both countdowns, rounded up");
    ok(strstr(all, "skin 38.9 °C   setpoint 39.0 °C   pad 43.2 °C   heater 43 %   supply 4.98 V"),
       "temperatures and supply fit on 80 columns");
    ok(strstr(all, "upper-medial") && strstr(all, "ankle-lateral"), "zones have their names");
    ok(strstr(all, "████████████████ 100 %"), "a full bar is full");
    ok(strstr(all, "░░░░░░░░░░░░░░░░   0 %"), "an empty one empty");

    all = compose(&view, 60);
    ok(strstr(all, "pad 43.2 °C\n"), "on 60 columns what does not fit goes as a whole");
    ok(!strstr(all, "heater"), "and leaves no half of it");
    ok(strstr(all, "sometimes are,\n  isn't it?"), "news go on in a second line");

    view.unicode = false;
    all = compose(&view, 80);
    int beyond_ascii = 0;
    for (const char *at = all; *at != '\0'; at++)
        beyond_ascii += (unsigned char)*at > 0x7E;
    is_int(beyond_ascii, 0, "a terminal without Unicode gets none");
    ok(strstr(all, "#########.......  55 %"), "and bars all the same");

    session.asking = true;
    ok(strstr(compose(&view, 80), "still there? press any key, or the heat ends"),
       "whether somebody is there is asked for a key");
    view.keys = false;
    ok(strstr(compose(&view, 80), "still there? press MODE at the kit"), "or for a button");
    view.keys = true;
    session.asking = false;
    session.prompting = true;
    ok(strstr(compose(&view, 80), "Turn over, please  (Enter: go on)"),
       "a prompt is shown with its key");
    session.prompting = false;
    session.state = STATE_PAUSED;
    ok(strstr(compose(&view, 80), "space go on"), "in a pause the key means another thing");
    session.sample.skin_mC = -273001;
    ok(strstr(compose(&view, 80), "skin --.-"), "no reading is no number");
    session.sample.setpoint_mC = 0;
    ok(strstr(compose(&view, 80), "setpoint off   "), "no heat is asked for");
    session.faults = FAULT_BIT(FAULT_MOTOR);
    ok(strstr(compose(&view, 80), "setpoint off: F19"), "or a fault keeps it off, and which");
    session.ended = true;
    ok(!strstr(compose(&view, 80), "space"), "after the end there are no keys");
}

/* In a low terminal the question whether somebody is there must not be what is missing. */
static void test_few_rows(void)
{
    struct view view = a_view();
    char lines[VIEW_LINES][VIEW_LINE_BYTES];
    session.asking = true;
    for (int rows = 4; rows < VIEW_LINES - 1; rows++) {
        int count = view_compose(&view, 80, rows, lines);
        is_int(count, rows, "%d rows are filled", rows);
        ok(strstr(lines[rows - 2], "still there?") && strstr(lines[rows - 1], "PAIN"),
           "with question and keys");
    }
    is_int(view_compose(&view, 80, 0, lines), 0, "no row, no line");
}

int main(void)
{
    test_width();
    test_few_rows();
    test_content();
    return done();
}

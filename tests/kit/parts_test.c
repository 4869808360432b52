/* Parts of the virtual kit that need no chip: fault wishes, the serial line, buttons and the
 * person. */
#include <math.h>
#include <string.h>

#include "host/kit/line.h"
#include "host/kit/mishap.h"
#include "host/kit/panel.h"
#include "tests/tap.h"

/* --- Wishes ----------------------------------------------------------------------------------- */

static void test_good_wishes(void)
{
    static const struct {
        const char *text;
        enum mishap mishap;
        double value, from_us, until_us;
    } rows[] = {
        {"ntc-skin-open", MISHAP_NTC_SKIN_OPEN, 0, 7, INFINITY},
        {"ntc-skin-open@120s", MISHAP_NTC_SKIN_OPEN, 0, 120e6, INFINITY},
        {"supply=4.2@10s..12s", MISHAP_SUPPLY, 4.2, 10e6, 12e6},
        {"stop-press@1500ms", MISHAP_STOP_PRESS, 200, 1.5e6, INFINITY},
        {"stop-press=50@2min", MISHAP_STOP_PRESS, 50, 120e6, INFINITY},
        {"clock-ppm=-100@3", MISHAP_CLOCK_PPM, -100, 3e6, INFINITY},
        {"motor-stalled=mid-lateral", MISHAP_MOTOR_STALLED, 8, 7, INFINITY},
        {"motor-open=all@250us", MISHAP_MOTOR_OPEN, 63, 250, INFINITY},
        {"ram-flip=0x123.4", MISHAP_RAM_FLIP, 0x123 * 8 + 4, 7, INFINITY},
    };
    for (unsigned i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct mishap_wish wish;
        char error[2048] = "";
        bool parsed = mishap_parse(&wish, rows[i].text, 7, error, sizeof error);
        ok(parsed && wish.mishap == rows[i].mishap && fabs(wish.value - rows[i].value) < 1e-9 &&
               fabs(wish.from_us - rows[i].from_us) < 1e-6 &&
               (isinf(wish.until_us) ? isinf(rows[i].until_us)
                                     : fabs(wish.until_us - rows[i].until_us) < 1e-6),
           "'%s' is understood", rows[i].text);
    }
}

static void test_bad_wishes(void)
{
    static const struct {
        const char *text, *says;
    } rows[] = {
        {"ntc-skin-opn", "no fault is called 'ntc-skin-opn'; there are: ntc-skin-open"},
        {"", "no fault is called ''"},
        {"ntc-skin-open=3", "takes no value"},
        {"supply=high", "needs a number"},
        {"supply=", "needs a number"},
        {"supply=4.2V", "needs a number"},
        {"motor-open", "needs a zone"},
        {"motor-open=knee", "needs a zone"},
        {"ram-flip=0x123", "needs an address"},
        {"ram-flip=0x900.0", "needs an address"},
        {"ram-flip=0x123.8", "needs an address"},
        {"cuff-off@", "the time must be like"},
        {"cuff-off@soon", "the time must be like"},
        {"cuff-off@-1s", "the time must be like"},
        {"cuff-off@5s..3s", "the time must be like"},
        {"cuff-off@5s..", "the time must be like"},
        {"cuff-off@5h", "the time must be like"},
    };
    for (unsigned i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct mishap_wish wish;
        char error[2048] = "";
        bool parsed = mishap_parse(&wish, rows[i].text, 0, error, sizeof error);
        if (!ok(!parsed && strstr(error, rows[i].says), "'%s' is refused with the reason",
                rows[i].text))
            diag("it said: %s", error);
    }
}

/* --- The line --------------------------------------------------------------------------------- */

static void test_line_times(void)
{
    const struct line_quality perfect = {0};
    struct line line;
    line_init(&line, 1, &perfect);
    line_host_sends(&line, (const uint8_t *)"ab", 2, 1000);
    ok(fabs(line_next_arrival_us(&line) - 1040) < 1e-6, "a byte arrives 10 bits after its start");
    is_int(line_take_arrival(&line).byte, 'a', "in order");
    ok(fabs(line_next_arrival_us(&line) - 1080) < 1e-6, "the next follows back to back");
    line_host_sends(&line, (const uint8_t *)"c", 1, 1010);
    line_take_arrival(&line);
    ok(fabs(line_next_arrival_us(&line) - 1120) < 1e-6, "a later write waits for the transmitter");

    struct line_byte got[8];
    line_device_sends(&line, 1, 10, 2000, 40);
    line_device_sends(&line, 0, 20, 2001, 40);
    is_int((long)line_host_reads(&line, got, 8, 2039), 0, "nothing is received early");
    ok(!line_frame_waits(&line, 2079) && line_frame_waits(&line, 2080), "a frame ends at its 0x00");
    is_int((long)line_host_reads(&line, got, 8, 2080), 2, "then both bytes are there");
    is_int((long)got[1].cycle, 20, "with the cycle they were written at");
    line_free(&line);
}

static void test_bad_line(void)
{
    const struct line_quality bad = {
        .jitter_us = 8000, .flips_per_byte = 0.1, .drops_per_byte = 0.1};
    struct line line;
    line_init(&line, 1, &bad);
    enum { SENT = 10000 };
    for (unsigned i = 0; i < SENT; i++)
        line_device_sends(&line, i % 10 == 9 ? 0 : 0x55, i, i * 1000.0, 40);
    static struct line_byte got[SENT];
    size_t count = line_host_reads(&line, got, SENT, INFINITY);
    unsigned flipped = 0;
    double latest_us = 0, least_us = INFINITY;
    bool ordered = true;
    for (size_t i = 0; i < count; i++) {
        flipped += got[i].byte != (got[i].cycle % 10 == 9 ? 0 : 0x55);
        double delay_us = got[i].at_us - ((double)got[i].cycle * 1000 + 40);
        latest_us = fmax(latest_us, delay_us);
        least_us = fmin(least_us, delay_us);
        ordered = ordered && (i == 0 || got[i].at_us >= got[i - 1].at_us);
    }
    ok(count > 0.88 * SENT && count < 0.92 * SENT, "one byte in ten is lost");
    ok(flipped > 0.08 * SENT && flipped < 0.10 * SENT, "one of ten others has a flipped bit");
    ok(least_us >= 0 && latest_us > 7000 && latest_us <= 8000, "frames are up to 8 ms late");
    ok(ordered, "but never overtake each other");
    line_free(&line);
}

/* --- The panel -------------------------------------------------------------------------------- */

/* A bootloader listens at another speed than the firmware: what comes at the wrong one must not be understood. */
static void test_other_speed(void)
{
    const double link_us = 40, old_us = 10e6 / 57600, new_us = 10e6 / 115200;
    unsigned same = 0, wrong_up = 0, wrong_down = 0;
    for (unsigned byte = 0; byte < 256; byte++) {
        same += line_heard((uint8_t)byte, old_us, old_us * 1.02) == byte;
        wrong_up += line_heard((uint8_t)byte, old_us, new_us) != byte;
        wrong_down += line_heard((uint8_t)byte, link_us, old_us) != byte;
    }
    is_int(same, 256, "2 %% off, every byte is heard as it was sent");
    ok(wrong_up > 200 && wrong_down > 200, "at twice the speed or a quarter hardly one is");
    is_int(line_heard(0x00, old_us, new_us), 0x00, "half of a long low is low");
}

static void test_buttons(void)
{
    struct panel panel;
    panel_init(&panel, true);
    ok(!panel_is_closed(&panel, BUTTON_STOP, 0), "nobody presses anything at first");
    panel_press(&panel, BUTTON_STOP, 1000, 500);
    ok(panel_is_closed(&panel, BUTTON_STOP, 1000) && !panel_is_closed(&panel, BUTTON_STOP, 1500),
       "a press lasts as long as it lasts");
    ok(fabs(panel_next_change_us(&panel, BUTTON_STOP, 1200) - 1500) < 1e-6,
       "its end is known beforehand");

    panel.bounce_us = 5000;
    panel_press(&panel, BUTTON_STOP, 100e3, 50e3);
    unsigned edges = 0;
    bool was = false;
    double t_us = 99e3;
    while ((t_us = panel_next_change_us(&panel, BUTTON_STOP, t_us)) < INFINITY) {
        edges += panel_is_closed(&panel, BUTTON_STOP, t_us) != was;
        was = panel_is_closed(&panel, BUTTON_STOP, t_us);
    }
    ok(edges > 20 && !was, "bouncing contacts open and close many times and end open");

    panel_press(&panel, BUTTON_LEVEL, 1e6, 1e6);
    ok(fabs(panel_ladder_share(&panel, 1.5e6) - 0.5) < 1e-9, "LEVEL halves the ladder's voltage");
    panel.buttons[BUTTON_MODE].stuck = true;
    ok(panel_ladder_share(&panel, 1.5e6) <= 0, "MODE pulls it to ground, LEVEL or not");
}

static double answer_us(bool present, double lit_us)
{
    struct panel panel;
    panel_init(&panel, present);
    for (double t_us = 0; t_us < 6e6; t_us += 10e3) {
        panel_set_attention(&panel, t_us >= 1e6 && t_us < 1e6 + lit_us, t_us);
        panel_let_person_look(&panel, t_us);
        if (panel_is_closed(&panel, BUTTON_MODE, t_us))
            return t_us;
    }
    return INFINITY;
}

static void test_person(void)
{
    ok(fabs(answer_us(true, 3e6) - 3e6) < 11e3, "who is present answers after two seconds");
    ok(isinf(answer_us(true, 1.9e6)), "but not a shorter light");
    ok(isinf(answer_us(false, 5e6)), "who is absent never answers");
}

int main(void)
{
    test_good_wishes();
    test_bad_wishes();
    test_line_times();
    test_bad_line();
    test_other_speed();
    test_buttons();
    test_person();
    return done();
}

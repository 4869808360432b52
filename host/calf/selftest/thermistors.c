/* Item thermistors: connected, unpowered when they should be, alike at rest, and near the room's temperature. */
#include <stdlib.h>

#include "host/calf/print.h"
#include "host/calf/selftest/selftest.h"

enum {
    /* the sum of eight conversions; a 10 k thermistor on 10 k gives 1,900 at 60 C and 6,000 at 0 C */
    SHORT_counts8 = 1600,
    OPEN_counts8 = 6400,
    APART_mC = 2000, /* two chains of 0.78 K each, and a little rest left to do */
    LEAST_mC = 5000, /* no room to build a kit in */
    MOST_mC = 40000,
    OFF_ROOM_mC =
        3000, /* a chain, a room thermometer of 1 K, and a place on another side of the table */
};

/* Which way one thermistor fails to read. */
static void judge_unread(struct selftest *test, uint16_t counts8, enum selftest_finding open,
                         enum selftest_finding shorted)
{
    double counts = counts8 / 8.0;
    enum selftest_finding finding = counts8 > OPEN_counts8    ? open
                                    : counts8 < SHORT_counts8 ? shorted
                                                              : FOUND_NTC_STRAY;
    selftest_found(test, finding, 0, "%.0f counts of 1023", counts);
}

static int32_t apart_mC(const struct msg_probe_reply *probe)
{
    return abs(probe->skin_mC - probe->pad_mC);
}

static bool is_implausible(int32_t mC)
{
    return mC < LEAST_mC || mC > MOST_mC;
}

static void judge_room(struct selftest *test, const struct msg_probe_reply *probe)
{
    struct question question = {ASK_ROOM, 0,
                                "What is the room's temperature, in °C (Enter: not known)?"};
    char answer[SELFTEST_TEXT];
    if (selftest_ask(test, &question, TEST_NONE, answer, sizeof answer) != ASKED_ANSWERED)
        return;
    char *end;
    double room_C = strtod(answer, &end);
    if (end == answer)
        return;
    double mean_C = (probe->skin_mC + probe->pad_mC) / 2000.0;
    selftest_measured(test, "room %.1f °C", room_C);
    if (abs((int)(1000 * (mean_C - room_C))) > OFF_ROOM_mC)
        selftest_found(test, FOUND_NTC_OFF, 0, "by %+.1f K", mean_C - room_C);
}

void selftest_do_THERMISTORS(struct selftest *test)
{
    struct msg_probe_reply probe;
    char skin[PRINT_CELSIUS_BYTES], pad[PRINT_CELSIUS_BYTES];
    if (!selftest_wait(test, 200) || !selftest_probe(test, &probe))
        return;
    selftest_measured(test, "skin %s °C, pad %s °C", print_celsius(skin, probe.skin_mC),
                      print_celsius(pad, probe.pad_mC));
    bool skin_reads = print_is_reading(probe.skin_mC), pad_reads = print_is_reading(probe.pad_mC);
    if (!skin_reads)
        judge_unread(test, probe.skin_counts8, FOUND_SKIN_OPEN, FOUND_SKIN_SHORT);
    bool stray = test->results[test->item].count > 0 &&
                 test->results[test->item].found[0].finding == FOUND_NTC_STRAY;
    if (!pad_reads && !stray)
        judge_unread(test, probe.pad_counts8, FOUND_PAD_OPEN, FOUND_PAD_SHORT);
    if (!skin_reads || !pad_reads)
        return;
    if (apart_mC(&probe) > APART_mC)
        selftest_found(test, FOUND_NTC_APART, 0, "by %.1f K", apart_mC(&probe) / 1000.0);
    else if (is_implausible(probe.skin_mC))
        selftest_found(test, FOUND_NTC_IMPLAUSIBLE, 0, "%s °C", skin);
    else
        judge_room(test, &probe);
}

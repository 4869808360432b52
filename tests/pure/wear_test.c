/* What wears the EEPROM: nothing that a host asks for, however often, does it faster than years allow. */
#include "protocol/faults.h"
#include "protocol/limits.h"
#include "tests/pure/bench.h"
#include "tests/tap.h"

static struct bench bench;

/* A routine for both legs, of ten seconds. */
static void upload_routine(void)
{
    static struct routine_maker maker;
    make_header(&maker);
    make_stage(&maker, STAGE_MASSAGE, 10, 0);
    make_rest(&maker, 1000);
    make_end(&maker);
    is_int(bench_upload(&bench, &maker), 0, "a routine is loaded");
}

/* The user would lose: the EEPROM, within hours, to a host that changes something ten times a second. */
static void test_wear(void)
{
    enum { MINUTES = 3, TENTH_frames = 10, TENTHS_min = 600 };
    static const struct {
        const char *what;
        uint8_t most; /* in three minutes; the first few are written at once */
    } rows[] = {{"a setting", 5 + 3 * 6},
                {"the use of both legs in turns", 2 + 3 * 3},
                {"a fault that is acknowledged and comes again", 2 * (5 + 3 * 6 + 2)},
                {"a session that ends as it begins, for the leg has had its dose", 5 + 3 * (6 + 1)},
                {"a time that is told anew while STOP is stuck", 5 + 3 * 6}};
    for (uint8_t what = 0; what < 5; what++) {
        bench_blank();
        bench_boot(&bench, RESET_POWER_ON);
        bench_frames(&bench, 20);
        bench_practise(&bench);
        upload_routine();
        unsigned refused = 0;
        for (uint16_t tenth = 0; tenth < MINUTES * TENTHS_min; tenth++) {
            if (what == 0) {
                bench_setting(&bench, SETTING_kick_ms, tenth % 2 ? 70 : 80);
            } else if (what == 1) {
                bench_leg(&bench, tenth % 2 ? LEG_LEFT : LEG_RIGHT);
                bench_set(&bench, ZONE_UPPER_MEDIAL, 500, 10);
            } else if (what == 3) {
                bench.device.safety.legs[0].kept.marks |= USAGE_USED | USAGE_COUNTED;
                bench.device.safety.legs[0].kept.dose_mCEM43 = LIMIT_DOSE_MAX_mCEM43;
                bench_leg(&bench, LEG_LEFT);
                refused += bench_start(&bench, 5) != 0;
            } else if (what == 4) {
                bench.device.stop_is_down = true;
                refused += bench_clock(&bench, tenth + 1U) != 0;
            } else {
                safety_raise(&bench.device.safety, FAULT_ILLEGAL_RESET);
                bench_frames(&bench, 1);
                bench_acknowledge(&bench, UINT32_MAX);
            }
            bench_frames(&bench, TENTH_frames);
        }
        ok(bench.device.store_writes <= rows[what].most, "%s: %u writes in %u min, %u at most",
           rows[what].what, bench.device.store_writes, (unsigned)MINUTES, rows[what].most);
        is_int(refused, 0, "and each began");
    }
}

/* The user would lose: the time as it was told last, behind changes that had used up what may be written at once. */
static void test_time_is_kept(void)
{
    enum { LIE_min = 10000, TRUE_min = 5000, CHANGES = 8, TENTH_frames = 10, MINUTE_frames = 6000 };
    bench_blank();
    bench_boot(&bench, RESET_POWER_ON);
    bench_frames(&bench, 20);
    bench.device.stop_is_down = true;
    is_int(bench_clock(&bench, LIE_min), 0, "with STOP held a time is believed, and kept");
    bench.device.stop_is_down = false;
    bench_frames(&bench, TENTH_frames);
    for (uint8_t change = 0; change < CHANGES; change++) {
        bench_setting(&bench, SETTING_kick_ms, change % 2 ? 70 : 80);
        bench_frames(&bench, TENTH_frames);
    }
    bench.device.stop_is_down = true;
    is_int(bench_clock(&bench, TRUE_min), 0, "another is believed anew");
    bench.device.stop_is_down = false;
    bench_frames(&bench, MINUTE_frames);
    bench_boot(&bench, RESET_POWER_ON);
    ok(bench.device.calendar.now_min < LIE_min, "and after a power cut: %lu",
       (unsigned long)bench.device.calendar.now_min);
}

int main(void)
{
    test_wear();
    test_time_is_kept();
    return done();
}

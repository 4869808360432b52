/* memory_test: a session may last, and calf runs on small computers: following and recording 24 hours of
 * samples must take no more memory than a quarter of an hour.
 */
#include <stdlib.h>
#include <unistd.h>

#include "host/calf/run.h"
#include "tests/budgets.h"
#include "tests/tap.h"

enum { SAMPLES_per_s = 5, QUARTER_s = 900, DAY_s = 86400, PERIOD_us = 1000000 / SAMPLES_per_s };

/* Of the address sanitizer, which these tests are built with; gcc ships no header of it. */
size_t __sanitizer_get_current_allocated_bytes(void); /* NOLINT: its name is what it is */

static struct run run;

static void take_sample(int64_t at_us)
{
    struct msg_sample sample = {.t_us = (uint32_t)at_us, .skin_mC = 38000, .pad_mC = 40000};
    struct event event = {.device_us = at_us, .host_us = at_us + 4000};
    event.length = message_put_sample(event.message, 0, &sample);
    event.type = event.message[0];
    run_take_event(&run, &event);
}

static size_t bytes_after(int64_t *now_us, int64_t until_s)
{
    for (; *now_us < until_s * 1000000; *now_us += PERIOD_us)
        take_sample(*now_us);
    return __sanitizer_get_current_allocated_bytes();
}

int main(void)
{
    char folder[] = "/tmp/calf-memory-XXXXXX";
    int64_t now_us = 0;
    if (!mkdtemp(folder) || !journal_open(&run.journal, folder, "day")) {
        ok(false, "a record can be begun");
        return done();
    }
    session_begin(&run.session, 2, 0);
    size_t quarter = bytes_after(&now_us, QUARTER_s), day = bytes_after(&now_us, DAY_s);
    is_int(run.journal.rows, (long)DAY_s * SAMPLES_per_s, "every sample of a day is recorded");
    diag("memory in use: %zu bytes after 15 minutes, %zu after 24 hours", quarter, day);
    ok((double)day <= (double)quarter * (1 + figure_budget(FIGURE_MEMORY) / 100),
       "in the memory that a quarter of an hour takes, within a tenth");
    ok(journal_close(&run.journal), "and nothing is lost");
    unlink(run.journal.path);
    rmdir(folder);
    return done();
}

/* Is everything that can be measured exactly still within its budget, and does tests/BENCH.md tell the
 * truth about it? */
#include <stdlib.h>
#include <string.h>

#include "protocol/crc16.h"
#include "tests/bench/figures.h"
#include "tests/campaign/page.h"
#include "tests/tap.h"

#define PAGE "tests/BENCH.md"

enum { RAM_bytes = 2048, PAGE_max = 32768, SUM_bytes = sizeof "<!-- 0000 -->\n" - 1 };
static const double SPARE_share = 0.75;

/* The user would lose: the promises of the table, one careless change at a time. */
static void test_budgets(const struct figures *measured)
{
    for (enum figure figure = 0; figure < FIGURE_COUNT; figure++) {
        const struct figure_info *info = figure_info(figure);
        double value = measured->values[figure];
        if (info->kind == EXACT)
            ok(figure_is_within(figure, value, info->held), "%s: %.*f %s, held at %g", info->what,
               info->decimals, value, info->unit, info->held);
    }
}

/* A reader of the table would lose: figures of the firmware that is there. */
static void test_page_is_fresh(const struct figures *measured)
{
    struct figures printed;
    FILE *page = fopen(PAGE, "r");
    bool read = page && figures_read(&printed, EXACT, page);
    if (page)
        fclose(page);
    ok(read, PAGE " has every figure");
    for (enum figure figure = 0; read && figure < FIGURE_COUNT; figure++) {
        const struct figure_info *info = figure_info(figure);
        double value = measured->values[figure], other = printed.values[figure];
        if (info->kind == EXACT)
            ok(!figure_differs(figure, value, other),
               "%s: %.*f, in the table %.*f (if not: make bench)", info->what, info->decimals,
               value, info->decimals, other);
    }
}

/* The user would lose: variables that a deep stack overwrites, once in a year. */
static void test_stack(const struct figures *measured)
{
    double worst = measured->values[FIGURE_STACK_WORST], seen = measured->values[FIGURE_STACK];
    double free_bytes = RAM_bytes - measured->values[FIGURE_RAM];
    ok(worst >= seen, "the stack takes at most %.0f bytes; %.0f were seen", worst, seen);
    ok(worst <= free_bytes * SPARE_share, "of %.0f bytes of free RAM a quarter is to spare",
       free_bytes);
}

static const char *read_page(size_t *length)
{
    static char page[PAGE_max];
    FILE *file = fopen(PAGE, "r");
    *length = file ? fread(page, 1, sizeof page - 1, file) : 0;
    if (file)
        fclose(file);
    return page;
}

/* What takes a minute is not measured again: work on the firmware goes on between two of them, so it is a remark. What is
 * delivered has none. */
static void test_lasting_is_fresh(void)
{
    size_t length;
    const char *ci = getenv("CI");
    bool is_fresh = strstr(read_page(&length), page_firmware());
    if (ci && strcmp(ci, "true") == 0)
        ok(is_fresh, "and what takes a minute is of this firmware (if not: make bench)");
    else if (!is_fresh)
        fprintf(stderr, "# what takes a minute in " PAGE " is of another firmware: make bench\n");
}

static void test_page_is_as_written(void)
{
    size_t length;
    const char *page = read_page(&length);
    bool has_sum = length > SUM_bytes;
    size_t end = has_sum ? length - SUM_bytes : 0;
    unsigned long sum = has_sum ? strtoul(page + end + strlen("<!-- "), NULL, 16) : 0;
    ok(has_sum && crc16_block(CRC16_START, (const uint8_t *)page, (uint16_t)end) == sum,
       PAGE " is as make bench wrote it");
}

int main(void)
{
    struct figures measured = {0};
    figures_measure_exact(&measured);
    test_budgets(&measured);
    test_page_is_fresh(&measured);
    test_lasting_is_fresh();
    test_stack(&measured);
    test_page_is_as_written();
    return done();
}

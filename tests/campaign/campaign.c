#include "tests/campaign/campaign.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/campaign/page.h"
#include "tests/campaign/tally.h"
#include "tests/tap.h"

enum { SHORT_jobs = 1, LONG_jobs = 2, PROGRESS_parts = 20, UNFIT_NOTES_max = 40, EVERY_RUN = -1 };

/* The form under way. */
static struct {
    const struct campaign *campaign;
    struct campaign_result *results; /* shared with the runs */
    unsigned expected, begun, ended, lost;
    unsigned jobs, running;
    int only; /* this run alone; EVERY_RUN: all */
    bool is_long;
} form;

static void give_up(const char *why)
{
    fprintf(stderr, "campaign: %s\n", why);
    exit(1);
}

void *campaign_share(size_t bytes)
{
    void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        give_up("out of memory");
    return memory;
}

void campaign_expect(unsigned runs)
{
    form.expected = runs;
    form.results = campaign_share((runs + 1) * sizeof *form.results);
}

/* --- Runs --------------------------------------------------------------------------------------- */

static unsigned count_unsafe(void)
{
    unsigned unsafe = 0;
    for (unsigned i = 0; i < form.begun; i++)
        unsafe += form.results[i].unsafe;
    return unsafe;
}

static void wait_for_one(void)
{
    int status = 0;
    if (wait(&status) < 0)
        give_up("a run is missing");
    form.running--;
    form.ended++;
    form.lost += !WIFEXITED(status) || WEXITSTATUS(status) != 0;
    if (form.is_long && form.ended % (form.expected / PROGRESS_parts + 1) == 0)
        fprintf(stderr, "%s: %u of %u runs, %u of them unsafe\n", form.campaign->name, form.ended,
                form.expected, count_unsafe());
}

static bool fork_run(void)
{
    fflush(NULL);
    pid_t child = fork();
    if (child < 0)
        give_up("no further process");
    if (child > 0)
        return false;
    struct rlimit limit = {CAMPAIGN_RUN_s, CAMPAIGN_RUN_s};
    setrlimit(RLIMIT_CPU, &limit);
    return true;
}

bool campaign_run(void)
{
    if (form.begun == form.expected)
        give_up("more runs than expected");
    while (form.running == form.jobs)
        wait_for_one();
    struct campaign_result *result = &form.results[form.begun++];
    if (form.only != EVERY_RUN && form.only != (int)form.begun - 1)
        return false;
    form.running++;
    *result = (struct campaign_result){.wrong = true, .note = "did not come to its end"};
    return fork_run();
}

bool campaign_rehearse(void)
{
    while (form.running > 0)
        wait_for_one();
    if (fork_run())
        return true;
    int status = 0;
    if (wait(&status) < 0 || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
        give_up("the rehearsal failed");
    return false;
}

void campaign_end(const struct campaign_result *result)
{
    form.results[form.begun - 1] = *result;
    fflush(stderr);
    _exit(0); /* what stands in stdio's buffers is the parent's */
}

void campaign_end_with(struct campaign_result *result, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    vsnprintf(result->note, sizeof result->note, format, values);
    va_end(values);
    campaign_end(result);
}

/* --- A form ------------------------------------------------------------------------------------- */

static void make_form(const struct campaign *campaign, bool is_long, int only)
{
    memset(&form, 0, sizeof form);
    form.campaign = campaign;
    form.is_long = is_long;
    form.only = only;
    form.jobs = is_long ? LONG_jobs : SHORT_jobs;
    campaign->try(is_long);
    while (form.running > 0)
        wait_for_one();
}

static void tell_of_unfit_runs(void)
{
    unsigned told = 0;
    for (unsigned i = 0; i < form.begun && told < UNFIT_NOTES_max; i++) {
        const struct campaign_result *result = &form.results[i];
        if (!result->unsafe && !result->wrong)
            continue;
        diag("run %u, %s: %s", i, result->unsafe ? "unsafe" : "wrong", result->note);
        told++;
    }
}

/* The user would lose: what the campaign's question says. */
static struct tally judge_form(void)
{
    struct tally all =
        tally_of(form.results, form.begun, form.campaign->class_count, form.campaign->class_count);
    const char *name = form.campaign->name;
    is_int(form.begun, form.expected, "%s: all of %u runs were made", name, form.expected);
    is_int(form.lost, 0, "%s: and each came to its end", name);
    is_int(all.unsafe, 0, "%s: nothing unsafe", name);
    is_int(all.wrong, 0, "%s: and each as promised", name);
    ok(all.runs > 0, "%s: %u runs, %u of them detected", name, all.runs, all.detected);
    tell_of_unfit_runs();
    for (unsigned class = 0; class < form.campaign->class_count; class ++) {
        struct tally tally = tally_of(form.results, form.begun, class, form.campaign->class_count);
        diag("%6u %-s", tally.runs, form.campaign->classes[class].name);
    }
    return all;
}

static void print_classes(FILE *out)
{
    fprintf(out, "### %c%s\n\n%s\n\n", form.campaign->name[0], form.campaign->name + 1,
            form.campaign->question);
    if (form.campaign->print) {
        form.campaign->print(out, form.results, form.begun);
        fputs("\n", out);
    }
    fputs(TALLY_CLASS_HEADING, out);
    for (unsigned class = 0; class < form.campaign->class_count; class ++) {
        struct tally tally = tally_of(form.results, form.begun, class, form.campaign->class_count);
        tally_print_row(out, form.campaign->classes[class].name, &tally,
                        form.campaign->classes[class].meaning);
    }
}

static int record(const struct campaign *campaign, const struct tally *sample, const char *program)
{
    make_form(campaign, true, EVERY_RUN);
    struct tally all = judge_form();
    FILE *out = page_open_row(program);
    if (!out)
        return 1;
    tally_print_row(out, campaign->name, &all, NULL);
    tally_print_row(out, campaign->name, sample, NULL);
    print_classes(out);
    return fclose(out) == 0 ? 0 : 1;
}

/* A reader of the page would lose: figures of the firmware that is there. */
static void compare_with_page(const struct campaign *campaign, const struct tally *sample,
                              bool is_other_firmware)
{
    char *row = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&row, &size);
    tally_print_row(out, campaign->name, sample, NULL);
    fclose(out);
    if (page_is_comparable() && !is_other_firmware)
        ok(page_has(row), "tests/EVIDENCE.md has this sample's row (if not: make evidence): %.*s",
           (int)strcspn(row, "\n"), row);
    else
        diag("not compared with tests/EVIDENCE.md, which is of other sources or tools: %s", row);
    free(row);
}

/* One run of the long form by itself, to be looked at. */
static int make_one(const struct campaign *campaign, unsigned run)
{
    make_form(campaign, true, (int)run);
    if (run >= form.begun) {
        fprintf(stderr, "campaign: there are %u runs\n", form.begun);
        return 2;
    }
    const struct campaign_result *result = &form.results[run];
    printf("%s, detected %d, unsafe %d, wrong %d, after %lld cycles: %s\n",
           campaign->classes[result->class].name, result->detected, result->unsafe, result->wrong,
           (long long)result->latency_cycles, result->note);
    return result->unsafe || result->wrong;
}

int campaign_main(const struct campaign *campaign, int count, char **arguments)
{
    bool is_other_firmware = getenv("KIT_FIRMWARE");
    setenv("KIT_FIRMWARE", CAMPAIGN_FIRMWARE, 0);
    bool records = count == 2 && strcmp(arguments[1], "--record") == 0;
    if (count == 3 && strcmp(arguments[1], "--run") == 0)
        return make_one(campaign, (unsigned)strtoul(arguments[2], NULL, 10));
    if (count > 1 && !records) {
        fprintf(stderr, "usage: %s [--record | --run NUMBER]\n", arguments[0]);
        return 2;
    }
    make_form(campaign, false, EVERY_RUN);
    struct tally sample = judge_form();
    if (!records)
        compare_with_page(campaign, &sample, is_other_firmware);
    else
        ok(record(campaign, &sample, arguments[0]) == 0, "%s: recorded", campaign->name);
    return done();
}

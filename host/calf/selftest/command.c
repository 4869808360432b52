/* The command selftest. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "host/calf/command.h"
#include "host/calf/say.h"
#include "host/calf/selftest/answers.h"
#include "host/calf/selftest/selftest.h"
#include "host/calf/signals.h"

enum { KIT_OPTIONS = 1024, LOOK_us = 50000 };

static bool take_item(struct selftest *test, const char *name)
{
    int item = item_number(name);
    if (item >= 0)
        test->results[item].outcome = WANTED;
    else
        say("selftest: there is no item '%s'; `calf help selftest` lists them", name);
    return item >= 0;
}

/* --item NAME..., or all. */
static bool take_items(struct selftest *test, struct arguments *arguments)
{
    const char *name = arguments_value(arguments, "--item");
    for (int item = 0; !name && item < ITEM_COUNT; item++)
        test->results[item].outcome = WANTED;
    for (; name; name = arguments_value(arguments, "--item"))
        if (!take_item(test, name))
            return false;
    return true;
}

/* A motor may start, the pad gets warm: that is no surprise to anybody who has read this. */
static int confirm_place(struct person *person, bool yes)
{
    static const struct question question = {
        ASK_ROOM, 0,
        "The cuff lies open on the table, on nobody's leg, and has done so for ten minutes. Motors "
        "will move,\n"
        "the pad gets a little warm, for seconds each; Ctrl-C or STOP ends it. Enter: begin."};
    char answer[SELFTEST_TEXT];
    if (yes || !person->answer)
        return EXIT_OK;
    if (!isatty(STDIN_FILENO) || !isatty(STDERR_FILENO))
        return fail(EXIT_USAGE, "selftest: nobody to ask here: --yes, or --no-questions");
    enum asked asked = ASKED_WAIT;
    while (asked == ASKED_WAIT && signals_count() == 0) {
        asked = person->answer(person->context, &question, answer, sizeof answer);
        usleep(asked == ASKED_WAIT ? LOOK_us : 0);
    }
    return asked == ASKED_ANSWERED ? EXIT_OK : fail(EXIT_STOPPED, "not started");
}

/* A virtual kit's cuff lies on the table too, and a person needs time as it passes for them. */
static void prepare_kit(struct options *options, char *words, bool asks)
{
    if (!options->sim)
        return;
    snprintf(words, KIT_OPTIONS, "--off-leg %s %.900s", asks ? "--speed 1" : "", options->sim);
    options->sim = words;
}

static void show_progress(const char *item, const char *doing)
{
    fprintf(stderr, "%s: %s\n", item, doing);
}

static void show_item(const struct selftest *test, enum selftest_item item)
{
    report_print_item(stdout, test, item);
    fflush(stdout);
}

static int conclude(const struct selftest *test, const struct options *options)
{
    if (options->json)
        report_print_json(stdout, test);
    if (test->code != EXIT_OK)
        return test->code == EXIT_STOPPED
                   ? fail(EXIT_STOPPED, "selftest: interrupted, everything is off")
                   : test->code;
    if (selftest_passed(test)) {
        if (!options->json && !options->quiet)
            puts(selftest_is_complete(test)
                     ? "nothing wrong was found"
                     : "nothing wrong was found, but what was left out is not tested");
        return EXIT_OK;
    }
    return fail(EXIT_FOUND,
                "selftest: something is wrong: see above; after mending, `calf selftest` again");
}

int command_selftest(const struct options *given, struct arguments *arguments)
{
    static struct selftest test;
    static struct answers answers;
    struct options options = *given;
    struct device device;
    char words[KIT_OPTIONS];
    bool asks = !arguments_flag(arguments, "--no-questions");
    bool yes = arguments_flag(arguments, "--yes");
    if (!take_items(&test, arguments) || !arguments_end(arguments))
        return EXIT_USAGE;
    if (asks)
        test.person = (struct person){answers_give, &answers};
    prepare_kit(&options, words, asks);
    int code = device_open(&device, &options);
    if (code != EXIT_OK)
        return code;
    code = confirm_place(&test.person, yes || device.link->simulated);
    if (code == EXIT_OK) {
        test.device = &device;
        test.progress = options.quiet || !isatty(STDERR_FILENO) ? NULL : show_progress;
        test.done = options.json ? NULL : show_item;
        selftest_walk(&test);
        code = conclude(&test, &options);
    }
    device_close(&device);
    return code;
}

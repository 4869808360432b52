#include "tests/selftest/kit_link.h"

#include <stdlib.h>
#include <string.h>

#include "host/calf/vocabulary.h"
#include "tests/tap.h"

enum { SLICE_us = 20000, LOOK_us = 400000, HOLD_ms = 400 };

static const float MOVES = 0.3f; /* of full speed: surely felt */

static struct wire_truth truth_of(const struct kit_link *self)
{
    struct wire_truth truth;
    kit_truth(self->kit, &truth);
    return truth;
}

/* --- the link --------------------------------------------------------------------------------- */

static void feel(struct kit_link *self)
{
    struct wire_truth truth = truth_of(self);
    for (unsigned zone = 0; zone < ZONE_COUNT; zone++)
        if (truth.motor_speed[zone] > self->felt[zone])
            self->felt[zone] = truth.motor_speed[zone];
    self->heater_led_seen |= truth.led_heater;
}

static int64_t now_us(const struct link *link)
{
    return kit_now_us(((const struct kit_link *)link)->kit);
}

static ssize_t read_kit(struct link *link, uint8_t *bytes, size_t size, int64_t deadline_us)
{
    struct kit_link *self = (struct kit_link *)link;
    for (;;) {
        size_t count = kit_read(self->kit, bytes, size);
        int64_t now = now_us(link), next_us = now + SLICE_us;
        if (count > 0 || now >= deadline_us)
            return (ssize_t)count;
        kit_run_until_us(self->kit, next_us < deadline_us ? next_us : deadline_us, KIT_UNTIL_FRAME);
        feel(self);
    }
}

static bool write_kit(struct link *link, const uint8_t *bytes, size_t size)
{
    kit_write(((struct kit_link *)link)->kit, bytes, size);
    return true;
}

static bool drop_dtr(struct link *link)
{
    kit_drop_dtr(((struct kit_link *)link)->kit);
    return true;
}

static void close_kit(struct link *link)
{
    kit_free(((struct kit_link *)link)->kit);
    free(link);
}

struct kit_options kit_link_options(void)
{
    struct kit_options options = kit_default_options();
    options.firmware_path = "build/avr/calfkit.elf";
    options.off_leg = true;
    options.person_absent = true; /* the one of panel.h, who only knows sessions */
    return options;
}

struct kit_link *kit_link_new(const struct kit_options *options)
{
    char why[256];
    struct kit_link *self = calloc(1, sizeof *self);
    struct kit *kit = self ? kit_new(options, why, sizeof why) : NULL;
    if (!kit) {
        printf("Bail out! no kit: %s\n", self ? why : "no memory");
        exit(1);
    }
    self->link = (struct link){read_kit, write_kit, now_us, close_kit, drop_dtr, .simulated = true};
    strcpy(self->link.describe, "kit");
    self->kit = kit;
    self->room_C = options->ambient_C;
    return self;
}

/* --- the person ------------------------------------------------------------------------------- */

static enum asked say(char *answer, size_t size, const char *words)
{
    snprintf(answer, size, "%s", words);
    return ASKED_ANSWERED;
}

static enum asked say_zone(const struct kit_link *self, char *answer, size_t size)
{
    unsigned most = 0;
    for (unsigned zone = 1; zone < ZONE_COUNT; zone++)
        if (self->felt[zone] > self->felt[most])
            most = zone;
    return say(answer, size, self->felt[most] < MOVES ? "none" : zone_words(most));
}

static enum asked say_led(const struct kit_link *self, char *answer, size_t size)
{
    struct wire_truth truth = truth_of(self);
    return say(answer, size,
               truth.led_status      ? "status"
               : truth.led_heat      ? "heat"
               : truth.led_attention ? "attention"
                                     : "none");
}

/* A question that is new to them; buttons they press once. */
static void take_up(struct kit_link *self, const struct question *question)
{
    if (self->asked_us > 0 && self->kind == question->kind && self->subject == question->subject)
        return;
    self->kind = question->kind;
    self->subject = question->subject;
    self->asked_us = now_us(&self->link);
    if (question->kind == ASK_PRESS)
        kit_press(self->kit, (enum button)question->subject, HOLD_ms);
}

/* After the answer they feel and see afresh. */
static enum asked answer_now(struct kit_link *self, const struct question *question, char *answer,
                             size_t size)
{
    switch (question->kind) {
    case ASK_ROOM:
        snprintf(answer, size, "%.1f", self->room_C);
        return ASKED_ANSWERED;
    case ASK_LED:
        return say_led(self, answer, size);
    case ASK_ZONE:
        return say_zone(self, answer, size);
    case ASK_HEATER_LED:
        return say(answer, size, self->heater_led_seen ? "" : "no");
    case ASK_PRESS:
        return say(answer, size, ""); /* it is pressed, and nothing happens */
    case ASK_RELEASE:
    default:
        return ASKED_WAIT;
    }
}

enum asked kit_link_answer(void *context, const struct question *question, char *answer,
                           size_t size)
{
    struct kit_link *self = context;
    take_up(self, question);
    if (now_us(&self->link) - self->asked_us < LOOK_us)
        return ASKED_WAIT;
    enum asked asked = answer_now(self, question, answer, size);
    if (asked == ASKED_ANSWERED) {
        memset(self->felt, 0, sizeof self->felt);
        self->heater_led_seen = question->kind == ASK_HEATER_LED ? false : self->heater_led_seen;
        self->asked_us = 0;
    }
    return asked;
}

/* --- the walk --------------------------------------------------------------------------------- */

void kit_link_walk(struct kit_link *bench, struct selftest *test, unsigned items)
{
    struct device device = {0};
    *test = (struct selftest){.device = &device, .person = {kit_link_answer, bench}};
    for (unsigned item = 0; item < ITEM_COUNT; item++)
        test->results[item].outcome = items & 1u << item ? WANTED : NOT_WANTED;
    if (device_hello(&device, &bench->link) == EXIT_OK)
        selftest_walk(test);
    else
        test->code = EXIT_LINK;
    test->device = NULL;
}

void kit_link_count(const struct selftest *test, enum selftest_finding finding, unsigned *right,
                    unsigned *wrong)
{
    static const char *const names[FOUND_COUNT] = {
#define AS_NAME(name, item, part, words, remedy) [FOUND_##name] = #name,
        SELFTEST_FINDINGS(AS_NAME)
#undef AS_NAME
    };
    *right = *wrong = 0;
    for (int item = 0; item < ITEM_COUNT; item++)
        for (unsigned i = 0; i < test->results[item].count; i++) {
            const struct found *found = &test->results[item].found[i];
            *(found->finding == finding ? right : wrong) += 1;
            if (found->finding != finding)
                diag("found %s (%s)", names[found->finding], found->detail);
        }
}

bool kit_link_is_off(const struct kit_link *bench)
{
    struct outputs outputs = kit_outputs(bench->kit);
    bool off = !outputs.heater_power;
    for (unsigned zone = 0; zone < ZONE_COUNT; zone++)
        off &= outputs.motor_permille[zone] == 0;
    return off;
}

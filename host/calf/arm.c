#include "host/calf/arm.h"

#include "host/calf/exit.h"
#include "host/calf/say.h"
#include "host/calf/told_time.h"
#include "host/calf/vocabulary.h"

enum { BOOT_LIMIT_ms = 3000, BOOT_PAUSE_ms = 100 };

int arm_take_leg(struct arguments *arguments)
{
    const char *word = arguments_value(arguments, "--leg");
    if (!word)
        return LEG_NONE;
    int leg = leg_number(word);
    if (leg < 0) {
        say("--leg: '%s' is neither left nor right", word);
        arguments->wrong = true;
    }
    return leg;
}

/* Right after a reset the device still checks itself, and its sensors have no reading yet. */
static bool may_pass(const struct device *device, enum answer answer)
{
    return answer == ANSWER_REFUSED && device->hello.uptime_ms < BOOT_LIMIT_ms &&
           ((device->refused.reason == REFUSAL_WRONG_STATE &&
             device->refused.detail == STATE_BOOT) ||
            device->refused.reason == REFUSAL_SENSORS || device->refused.reason == REFUSAL_SUPPLY);
}

static enum answer declare(struct device *device, int leg)
{
    struct msg_leg request = {.leg = (uint8_t)leg, .leg_inverted = (uint8_t)~leg};
    uint8_t message[LENGTH_LEG];
    enum answer answer;
    int64_t deadline_us = device->link->now_us(device->link) + BOOT_LIMIT_ms * INT64_C(1000);
    for (;;) {
        uint8_t length = message_put_leg(message, device_sequence(device), &request);
        answer = device_ask(device, message, length);
        if (!may_pass(device, answer) || device->link->now_us(device->link) >= deadline_us)
            return answer;
        int64_t pause_us = device->link->now_us(device->link) + BOOT_PAUSE_ms * INT64_C(1000);
        while (device->link->now_us(device->link) < pause_us)
            if (!device_listen(device, pause_us))
                return ANSWER_LOST;
    }
}

int arm_declare_leg(struct device *device, int leg)
{
    struct msg_usage_reply usage = {0};
    int code = device_explain(device, "clock", told_time_tell(device));
    if (code == EXIT_OK)
        code = device_explain(device, "leg", declare(device, leg));
    if (code == EXIT_OK)
        code = device_explain(device, "leg", device_ask_usage(device, &usage));
    if (code != EXIT_OK || usage.wait_min == 0)
        return code;
    say("leg: refused: %s", refusal_words(REFUSAL_LEG_RESTS));
    told_time_say_rest(device, usage.wait_min);
    return EXIT_REFUSED;
}

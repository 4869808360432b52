/* Meeting a device: hello, also to one that has just been reset by the opening of its port. */

#include <unistd.h>

#include "host/calf/device.h"
#include "host/calf/exit.h"
#include "host/calf/say.h"
#include "host/calf/signals.h"

enum {
    HELLO_ms = 300, /* a device that was not reset has answered by then */
    BOOT_ms = 2500, /* and one that was has left its bootloader and said so */
};

static void prepare(struct device *device, struct link *link)
{
    device->link = link;
    if (!link->simulated) /* so that an answer still due to an earlier calf is not taken for ours */
        device->sequence = (uint8_t)getpid();
    device->heard_us = link->now_us(link);
    frame_receiver_init(&device->receiver, device->buffer, sizeof device->buffer);
}

static enum answer ask_hello(struct device *device)
{
    uint8_t message[LENGTH_HELLO];
    struct msg_hello hello = {.protocol_version = PROTOCOL_VERSION};
    return device_ask_once(device, message,
                           message_put_hello(message, device_sequence(device), &hello), HELLO_ms);
}

/* One hello at once; if it stays unanswered, quiet (a bootloader takes bytes for commands) until
 * the program has started; then another. */
static enum answer ask_hello_patiently(struct device *device)
{
    int64_t start_us = device->link->now_us(device->link);
    enum answer answer = ask_hello(device);
    if (answer != ANSWER_SILENT)
        return answer;
    while (!device->booted && signals_count() == 0 &&
           device->link->now_us(device->link) < start_us + BOOT_ms * 1000)
        if (!device_listen(device, start_us + BOOT_ms * 1000))
            return ANSWER_LOST;
    return ask_hello(device);
}

/* The version stands first in every version's answer. */
static int check_version(const struct device *device)
{
    const char *remedy = "flash the firmware of this version with `make flash`";
    int version = device->reply_length > MESSAGE_HEADER ? device->reply[MESSAGE_HEADER] : -1;
    if (device->reply[0] != MESSAGE_HELLO_REPLY || version < 0)
        return fail(EXIT_DEVICE, "%s answers, but not to a hello: it is no calfkit",
                    device->link->describe);
    if (version != PROTOCOL_VERSION)
        return fail(EXIT_DEVICE, "the device speaks protocol %d, this calf speaks %d: %s", version,
                    PROTOCOL_VERSION,
                    version < PROTOCOL_VERSION ? remedy : "use the calf of that version");
    return fail(EXIT_DEVICE, "the device's answer has a wrong length: %s", remedy);
}

int device_hello(struct device *device, struct link *link)
{
    prepare(device, link);
    enum answer answer = ask_hello_patiently(device);
    if (answer == ANSWER_SILENT && signals_count() > 0)
        return fail(EXIT_STOPPED, "interrupted before the device answered");
    switch (answer) {
    case ANSWER_LOST:
        return fail(EXIT_LINK, "%s: %s", link->describe, link->lost);
    case ANSWER_SILENT:
        return device->bytes > 0
                   ? fail(EXIT_DEVICE, "what is at the %s is no calfkit: it sends something else",
                          link->describe)
                   : fail(EXIT_LINK,
                          "nothing answers at the %s: is the kit's power on, and the "
                          "firmware in it (`make flash`)?",
                          link->describe);
    case ANSWER_DONE:
    case ANSWER_REFUSED:
        break;
    }
    if (!message_get_hello_reply(&device->hello, device->reply, device->reply_length) ||
        device->hello.protocol_version != PROTOCOL_VERSION)
        return check_version(device);
    device_clock_begin(&device->clock, device->hello.uptime_ms);
    device->booted = false;
    return EXIT_OK;
}

int device_open(struct device *device, const struct options *options)
{
    struct link *link;
    *device = (struct device){.now_is_told = options->now != NULL, .now_min = options->now_min};
    int code = link_open(options, &link);
    if (code != EXIT_OK)
        return code;
    code = device_hello(device, link);
    if (code != EXIT_OK)
        link->close(link);
    return code;
}

void device_close(struct device *device)
{
    device->link->close(device->link);
}

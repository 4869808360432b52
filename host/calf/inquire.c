/* The commands that only ask: info, status, stats. */
#include <inttypes.h>

#include "host/calf/command.h"
#include "host/calf/device.h"
#include "host/calf/print.h"
#include "host/calf/vocabulary.h"
#include "host/calf/whole_status.h"

/* The brown-out level by the low three bits of the extended fuse byte (ATmega328P, table 28-4). */
static const char *brown_out_words(uint8_t fuse_extended)
{
    switch (fuse_extended & 7) {
    case 4:
        return "at 4.3 V";
    case 5:
        return "at 2.7 V, as shipped; 4.3 V is better (build guide)";
    case 6:
        return "at 1.8 V, too low to protect; 4.3 V is better (build guide)";
    default:
        return "off: heat is refused; set it to 4.3 V (build guide)";
    }
}

static void print_info(const struct device *device)
{
    char up[PRINT_SPAN_BYTES];
    const struct msg_hello_reply *hello = &device->hello;
    printf("device     calfkit, firmware %u.%u.%u", hello->firmware_major, hello->firmware_minor,
           hello->firmware_patch);
    if (hello->build_id != 0)
        printf(", build %08" PRIx32, hello->build_id);
    printf(", protocol %u\n", hello->protocol_version);
    printf("at         %s\n", device->link->describe);
    printf("up         %s since its boot no. %u (%s)\n", print_span(up, hello->uptime_ms / 1000),
           hello->boot_id, reset_words(hello->reset_cause));
    printf("brown-out  %s\n", brown_out_words(hello->fuse_extended));
    printf("routines   up to %u bytes\n", hello->routine_capacity);
}

int command_info(const struct options *options, struct arguments *arguments)
{
    struct device device;
    if (!arguments_end(arguments))
        return EXIT_USAGE;
    int code = device_open(&device, options);
    if (code != EXIT_OK)
        return code;
    if (options->json)
        print_json(stdout, device.reply, device.reply_length);
    else
        print_info(&device);
    device_close(&device);
    return EXIT_OK;
}

int command_status(const struct options *options, struct arguments *arguments)
{
    struct device device;
    struct whole_status whole;
    if (!arguments_end(arguments))
        return EXIT_USAGE;
    int code = device_open(&device, options);
    if (code != EXIT_OK)
        return code;
    code = device_explain(&device, "status", whole_status_ask(&device, &whole));
    if (code == EXIT_OK && options->json)
        whole_status_print_json(stdout, &whole);
    else if (code == EXIT_OK)
        whole_status_print(&whole);
    device_close(&device);
    return code;
}

int command_stats(const struct options *options, struct arguments *arguments)
{
    struct device device;
    if (!arguments_end(arguments))
        return EXIT_USAGE;
    int code = device_open(&device, options);
    if (code != EXIT_OK)
        return code;
    code = device_explain(&device, "stats", device_ask_plain(&device, MESSAGE_STATISTICS));
    if (code == EXIT_OK && options->json)
        print_json(stdout, device.reply, device.reply_length);
    else if (code == EXIT_OK)
        print_text(stdout, device.reply, device.reply_length);
    device_close(&device);
    return code;
}

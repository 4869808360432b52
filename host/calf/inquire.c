/* The commands that only ask: info, status, stats. */
#include <inttypes.h>

#include "host/calf/command.h"
#include "host/calf/device.h"
#include "host/calf/faults.h"
#include "host/calf/print.h"
#include "host/calf/told_time.h"
#include "host/calf/vocabulary.h"
#include "protocol/limits.h"

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

/* --- status ----------------------------------------------------------------------------------- */

static void print_playing(const struct msg_status_reply *status)
{
    char left[PRINT_SPAN_BYTES], position[PRINT_SPAN_BYTES];
    printf("state      %s", state_words(status->state));
    if (status->leg != LEG_NONE)
        printf(", %s leg", leg_words(status->leg));
    if (status->level > 0)
        printf(", level %u", status->level);
    printf("\n");
    if (status->stage != 255)
        printf("stage      no. %u, %s left; %s into the routine\n", status->stage + 1U,
               print_span(left, status->stage_left_s),
               print_span(position, status->position_ms / 1000));
    if (status->routine_length > 0)
        printf("routine    %u bytes, checksum %04x\n", status->routine_length, status->routine_crc);
    else
        printf("routine    none loaded\n");
}

static void print_motors(const struct msg_status_reply *status)
{
    const char *comma = "motors     ";
    for (unsigned zone = 0; zone < ZONE_COUNT; zone++) {
        if (status->strength_percent[zone] == 0)
            continue;
        printf("%s%s %u %%", comma, zone_words(zone), status->strength_percent[zone]);
        comma = ", ";
    }
    printf("%s\n", comma[0] == ',' ? "" : "motors     off");
}

static void print_warmth(const struct msg_status_reply *status)
{
    char skin[PRINT_CELSIUS_BYTES], pad[PRINT_CELSIUS_BYTES], setpoint[PRINT_CELSIUS_BYTES];
    printf("skin       %s °C, pad %s °C, ", print_celsius(skin, status->skin_mC),
           print_celsius(pad, status->pad_mC));
    if (status->setpoint_mC > 0)
        printf("setpoint %s °C, heater %u %%\n", print_celsius(setpoint, status->setpoint_mC),
               status->heater_permille / 10U);
    else
        printf("heat off\n");
    printf("supply     %.2f V\n", status->supply_mV / 1000.0);
}

static void print_usage(const struct msg_status_reply *status)
{
    char motor[PRINT_SPAN_BYTES], hot[PRINT_SPAN_BYTES];
    char motor_max[PRINT_SPAN_BYTES], hot_max[PRINT_SPAN_BYTES], rest[TOLD_TIME_BYTES];
    if (status->leg != LEG_NONE)
        printf("this leg   motor time %s of %s, hot time %s of %s, dose %.2f of %.0f CEM43,\n"
               "           %u sessions completed\n",
               print_span(motor, status->motor_s), print_span(motor_max, LIMIT_MOTOR_TIME_s),
               print_span(hot, status->hot_s), print_span(hot_max, LIMIT_HOT_TIME_s),
               status->dose_mCEM43 / 1000.0, LIMIT_DOSE_MAX_mCEM43 / 1000.0, status->completed);
    if (status->wait_min == UINT16_MAX)
        printf("           no other session before the kit has been switched off and on\n");
    else if (status->wait_min > 0)
        printf("           rests for %s before its next session\n",
               told_time_span(rest, status->wait_min));
    if (status->end_reason != END_NONE)
        printf("last       %s\n", end_words(status->end_reason));
}

static void print_status(const struct msg_status_reply *status)
{
    char up[PRINT_SPAN_BYTES];
    print_playing(status);
    print_motors(status);
    print_warmth(status);
    print_usage(status);
    if (status->faults == 0) {
        printf("faults     none\n");
    } else {
        printf("faults     `calf ack` acknowledges them, once their causes are gone\n");
        faults_print(stdout, 11, status->faults);
    }
    printf("up         %s\n", print_span(up, status->uptime_ms / 1000));
}

int command_status(const struct options *options, struct arguments *arguments)
{
    struct device device;
    struct msg_status_reply status;
    if (!arguments_end(arguments))
        return EXIT_USAGE;
    int code = device_open(&device, options);
    if (code != EXIT_OK)
        return code;
    code = device_explain(&device, "status", device_ask_status(&device, &status));
    if (code == EXIT_OK && options->json)
        print_json(stdout, device.reply, device.reply_length);
    else if (code == EXIT_OK)
        print_status(&status);
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

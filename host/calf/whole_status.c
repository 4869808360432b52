#include "host/calf/whole_status.h"

#include <inttypes.h>

#include "host/calf/faults.h"
#include "host/calf/print.h"
#include "host/calf/told_time.h"
#include "host/calf/vocabulary.h"
#include "protocol/limits.h"

enum answer whole_status_ask(struct device *device, struct whole_status *whole)
{
    enum answer answer = device_ask_status(device, &whole->status);
    whole->uptime_ms = device->clock.now_us / 1000;
    if (answer == ANSWER_DONE)
        answer = device_ask_readings(device, &whole->readings);
    if (answer == ANSWER_DONE)
        answer = device_ask_usage(device, &whole->usage);
    return answer;
}

void whole_status_print_json(FILE *out, const struct whole_status *whole)
{
    uint8_t message[FRAME_MAX_MESSAGE];
    fputs("{\"message\":\"status_reply\"", out);
    print_json_fields(out, message, message_put_status_reply(message, 0, &whole->status));
    fprintf(out, ",\"uptime_ms\":%" PRId64, whole->uptime_ms);
    print_json_fields(out, message, message_put_readings_reply(message, 0, &whole->readings));
    print_json_fields(out, message, message_put_usage_reply(message, 0, &whole->usage));
    fputs("}\n", out);
}

static void print_playing(const struct whole_status *whole)
{
    const struct msg_status_reply *status = &whole->status;
    char left[PRINT_SPAN_BYTES], position[PRINT_SPAN_BYTES];
    printf("state      %s", state_words(status->state));
    if (status->leg != LEG_NONE)
        printf(", %s leg", leg_words(status->leg));
    if (status->level > 0)
        printf(", level %u", status->level);
    printf("\n");
    if (status->stage != 255)
        printf("stage      no. %u, %s left; %s into the routine\n", status->stage + 1U,
               print_span(left, (whole->usage.stage_left_ms + 999) / 1000),
               print_span(position, status->position_ms / 1000));
    if (status->routine_length > 0)
        printf("routine    %u bytes, checksum %04x\n", status->routine_length, status->routine_crc);
    else
        printf("routine    none loaded\n");
}

static void print_motors(const struct msg_readings_reply *readings)
{
    const char *comma = "motors     ";
    for (unsigned zone = 0; zone < ZONE_COUNT; zone++) {
        if (readings->strength_percent[zone] == 0)
            continue;
        printf("%s%s %u %%", comma, zone_words(zone), readings->strength_percent[zone]);
        comma = ", ";
    }
    printf("%s\n", comma[0] == ',' ? "" : "motors     off");
}

static void print_warmth(const struct msg_readings_reply *readings)
{
    char skin[PRINT_CELSIUS_BYTES], pad[PRINT_CELSIUS_BYTES], setpoint[PRINT_CELSIUS_BYTES];
    printf("skin       %s °C, pad %s °C, ", print_celsius(skin, readings->skin_mC),
           print_celsius(pad, readings->pad_mC));
    if (readings->setpoint_mC > 0)
        printf("setpoint %s °C, heater %u %%\n", print_celsius(setpoint, readings->setpoint_mC),
               readings->heater_permille / 10U);
    else
        printf("heat off\n");
    printf("supply     %.2f V\n", readings->supply_mV / 1000.0);
}

static void print_usage(const struct whole_status *whole)
{
    const struct msg_usage_reply *usage = &whole->usage;
    char motor[PRINT_SPAN_BYTES], hot[PRINT_SPAN_BYTES];
    char motor_max[PRINT_SPAN_BYTES], hot_max[PRINT_SPAN_BYTES], rest[TOLD_TIME_BYTES];
    if (whole->status.leg != LEG_NONE)
        printf("this leg   motor time %s of %s, hot time %s of %s, dose %.2f of %.0f CEM43,\n"
               "           %u sessions completed\n",
               print_span(motor, usage->motor_s), print_span(motor_max, LIMIT_MOTOR_TIME_s),
               print_span(hot, usage->hot_s), print_span(hot_max, LIMIT_HOT_TIME_s),
               usage->dose_mCEM43 / 1000.0, LIMIT_DOSE_MAX_mCEM43 / 1000.0, usage->completed);
    if (usage->wait_min == UINT16_MAX)
        printf("           no other session before the kit has been switched off and on\n");
    else if (usage->wait_min > 0)
        printf("           rests for %s before its next session\n",
               told_time_span(rest, usage->wait_min));
    if (whole->status.end_reason != END_NONE)
        printf("last       %s\n", end_words(whole->status.end_reason));
}

void whole_status_print(const struct whole_status *whole)
{
    char up[PRINT_SPAN_BYTES];
    print_playing(whole);
    print_motors(&whole->readings);
    print_warmth(&whole->readings);
    print_usage(whole);
    if (whole->status.faults == 0) {
        printf("faults     none\n");
    } else {
        printf("faults     `calf ack` acknowledges them, once their causes are gone\n");
        faults_print(stdout, 11, whole->status.faults);
    }
    printf("up         %s\n", print_span(up, whole->uptime_ms / 1000));
}

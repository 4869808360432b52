/* whole_status.h: all that the device tells of itself at once, for a person or a program to read.
 *
 * STATUS, READINGS and USAGE, asked one after another: a host that steers needs one of them at a time.
 */
#ifndef HOST_CALF_WHOLE_STATUS_H
#define HOST_CALF_WHOLE_STATUS_H

#include <stdio.h>

#include "host/calf/device.h"

struct whole_status {
    int64_t uptime_ms;
    struct msg_status_reply status;
    struct msg_readings_reply readings;
    struct msg_usage_reply usage;
};

enum answer whole_status_ask(struct device *device, struct whole_status *whole);

/* As one JSON object with a newline. */
void whole_status_print_json(FILE *out, const struct whole_status *whole);

/* As lines for a person. */
void whole_status_print(const struct whole_status *whole);

#endif

/* settings.h: reading what a person has adjusted on the device.
 */
#ifndef HOST_CALF_SETTINGS_H
#define HOST_CALF_SETTINGS_H

#include "host/calf/device.h"

/* Reads the setting of that number (enum setting). An exit code; a failure has been said. */
int settings_read(struct device *device, uint8_t setting, int32_t *value);

#endif

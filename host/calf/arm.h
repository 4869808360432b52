/* arm.h: telling the device which leg the cuff is on; it then checks itself and is ready.
 *
 * Errors: said; the exit code is returned.
 */
#ifndef HOST_CALF_ARM_H
#define HOST_CALF_ARM_H

#include "host/calf/arguments.h"
#include "host/calf/device.h"

/* Takes `--leg left|right` from the arguments: LEG_LEFT, LEG_RIGHT, LEG_NONE when it is not there,
 * or -1 and arguments->wrong when it is something else. */
int arm_take_leg(struct arguments *arguments);

/* Tells the time and declares the leg, waiting a little if the device has just been switched on. A leg that must
 * rest is refused. */
int arm_declare_leg(struct device *device, int leg);

#endif

/* upload.h: a routine into the device: in chunks, each acknowledged, and verified as a whole.
 *
 * Errors: said; the exit code is returned. The device then has no routine.
 */
#ifndef HOST_CALF_UPLOAD_H
#define HOST_CALF_UPLOAD_H

#include "host/calf/device.h"
#include "host/calf/language/program.h"

/* Sends the routine and asks the device what it now holds. Returns an exit code. */
int upload_routine(struct device *device, const struct routine_program *program);

#endif

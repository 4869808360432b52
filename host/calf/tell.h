/* tell.h: an event of a session as a line for a person.
 */
#ifndef HOST_CALF_TELL_H
#define HOST_CALF_TELL_H

#include <stdbool.h>
#include <stddef.h>

#include "host/calf/device.h"
#include "host/calf/language/program.h"

/* Writes the line into `text`. False when the event is nothing to tell (samples, steps): the text
 * stays as it is. */
bool tell_event(char *text, size_t size, const struct routine_program *program,
                const struct event *event);

#endif

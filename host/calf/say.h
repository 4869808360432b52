/* say.h: what calf says on stderr: one line each, beginning with `calf: `.
 *
 * Errors: a line that cannot be written is lost; there is nowhere else to say it.
 */
#ifndef HOST_CALF_SAY_H
#define HOST_CALF_SAY_H

#include "host/calf/exit.h"

/* Says a line, printf style, without its newline. */
__attribute__((format(printf, 1, 2))) void say(const char *format, ...);

/* Says a line and returns `code`, so that a failure is one statement. */
__attribute__((format(printf, 2, 3))) int fail(enum exit_code code, const char *format, ...);

#endif

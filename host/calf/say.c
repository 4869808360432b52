#include "host/calf/say.h"

#include <stdarg.h>
#include <stdio.h>

static void say_line(const char *format, va_list values)
{
    fflush(stdout); /* so that the two keep their order on a terminal */
    fputs("calf: ", stderr);
    vfprintf(stderr, format, values);
    fputc('\n', stderr);
}

void say(const char *format, ...)
{
    va_list values;
    va_start(values, format);
    say_line(format, values);
    va_end(values);
}

int fail(enum exit_code code, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    say_line(format, values);
    va_end(values);
    return code;
}

#include "host/calf/ascii.h"

#include <stdbool.h>
#include <string.h>

void ascii_only(char *text)
{
    char *out = text;
    for (const char *at = text; *at != '\0'; at++) {
        bool ours = strncmp(at, "°", 2) == 0 || strncmp(at, "·", 2) == 0;
        bool continues = ((unsigned char)*at & 0xC0) == 0x80; /* a later byte of a character */
        if ((unsigned char)*at < 0x80)
            *out++ = *at;
        else if (!continues && !ours)
            *out++ = '?';
    }
    *out = '\0';
}

#include "schematics/netlist/value.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

double value_parse(const char *text)
{
    char *end = NULL;
    double number = strtod(text, &end);
    if (end == text)
        return NAN;
    if (strncasecmp(end, "meg", 3) == 0)
        return number * 1e6;
    switch (tolower((unsigned char)*end)) {
    case '\0':
        return number;
    case 't':
        return number * 1e12;
    case 'g':
        return number * 1e9;
    case 'k':
        return number * 1e3;
    case 'm':
        return number * 1e-3;
    case 'u':
        return number * 1e-6;
    case 'n':
        return number * 1e-9;
    case 'p':
        return number * 1e-12;
    default:
        return NAN;
    }
}

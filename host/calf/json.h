/* json.h: a string as JSON (RFC 8259) writes it. All else that calf prints as JSON is numbers. */
#ifndef HOST_CALF_JSON_H
#define HOST_CALF_JSON_H

#include <stdio.h>

/* Prints the text in quotes, with what must be escaped; bytes that are no UTF-8 become U+FFFD. */
void json_string(FILE *out, const char *text);

#endif

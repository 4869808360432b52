/* print.h: messages and quantities for a person to read, or as JSON for a program.
 *
 * JSON keeps the protocol's names and units (skin_mC: 38900) and gives words for coded values; text
 * converts (38.9 °C).
 */
#ifndef HOST_CALF_PRINT_H
#define HOST_CALF_PRINT_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "host/calf/fields.h"

enum { PRINT_SPAN_BYTES = 32, PRINT_CELSIUS_BYTES = 16 };

/* A whole message as a JSON object with a newline. */
void print_json(FILE *out, const uint8_t *message, uint8_t length);

/* Its fields, each after a comma: to join messages in one object. */
void print_json_fields(FILE *out, const uint8_t *message, uint8_t length);

/* A message as lines of name, value with unit, and help. */
void print_text(FILE *out, const uint8_t *message, uint8_t length);

/* A span as minutes and seconds ("4:05"), or with hours ("1:02:03"). Returns `text`. */
const char *print_span(char text[PRINT_SPAN_BYTES], int64_t seconds);

/* A temperature as "38.9", or "--.-" when it is no reading. Returns `text`. */
const char *print_celsius(char text[PRINT_CELSIUS_BYTES], int32_t temperature_mC);

/* Is that a reading at all? */
bool print_is_reading(int64_t temperature_mC);

#endif

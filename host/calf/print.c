#include "host/calf/print.h"

#include <inttypes.h>
#include <string.h>

#include "host/calf/json.h"
#include "host/calf/vocabulary.h"
#include "protocol/faults.h"

enum { NAME_WIDTH = 18, VALUE_WIDTH = 12, ABSOLUTE_ZERO_mC = -273000, VALUE_BYTES = 160 };

bool print_is_reading(int64_t temperature_mC)
{
    return temperature_mC >= ABSOLUTE_ZERO_mC;
}

const char *print_celsius(char text[PRINT_CELSIUS_BYTES], int32_t temperature_mC)
{
    if (!print_is_reading(temperature_mC))
        strcpy(text, "--.-");
    else
        snprintf(text, PRINT_CELSIUS_BYTES, "%.1f", temperature_mC / 1000.0);
    return text;
}

const char *print_span(char text[PRINT_SPAN_BYTES], int64_t seconds)
{
    int64_t hours = seconds / 3600;
    int minutes = (int)(seconds / 60 % 60), rest = (int)(seconds % 60);
    if (hours > 0)
        snprintf(text, PRINT_SPAN_BYTES, "%" PRId64 ":%02d:%02d", hours, minutes, rest);
    else
        snprintf(text, PRINT_SPAN_BYTES, "%d:%02d", minutes, rest);
    return text;
}

/* --- JSON ------------------------------------------------------------------------------------- */

static bool is_fault_mask(const struct field *field)
{
    return strcmp(field->name, "faults") == 0;
}

static void print_faults_json(FILE *out, int64_t mask)
{
    const char *comma = "";
    fputc('[', out);
    for (unsigned fault = 0; fault < FAULT_END; fault++) {
        if (!((uint32_t)mask & FAULT_BIT(fault)))
            continue;
        fprintf(out, "%s{\"number\":%u,\"name\":", comma, fault);
        json_string(out, fault_title(fault));
        fputc('}', out);
        comma = ",";
    }
    fputc(']', out);
}

static void print_zones_json(FILE *out, const struct field *field)
{
    for (unsigned zone = 0; zone < field->count; zone++)
        fprintf(out, "%s\"%s\":%" PRId64, zone ? "," : "{", zone_words(zone), field->values[zone]);
    fputc('}', out);
}

void print_json_fields(FILE *out, const uint8_t *message, uint8_t length)
{
    struct field fields[FIELDS_MAX];
    int count = fields_of(message, length, fields);
    for (int i = 0; i < count; i++) {
        const char *words = field_words(&fields[i]);
        if (fields[i].count == 0)
            continue;
        fprintf(out, ",\"%s\":", fields[i].name);
        if (words)
            json_string(out, words);
        else if (is_fault_mask(&fields[i]))
            print_faults_json(out, fields[i].values[0]);
        else if (fields[i].count > 1)
            print_zones_json(out, &fields[i]);
        else if (strcmp(fields[i].unit, "mC") == 0 && !print_is_reading(fields[i].values[0]))
            fputs("null", out);
        else
            fprintf(out, "%" PRId64, fields[i].values[0]);
    }
}

void print_json(FILE *out, const uint8_t *message, uint8_t length)
{
    fprintf(out, "{\"message\":\"%s\"", message_name(message[0]));
    print_json_fields(out, message, length);
    fputs("}\n", out);
}

/* --- text ------------------------------------------------------------------------------------- */

static void value_text(char text[VALUE_BYTES], const struct field *field)
{
    const char *words = field_words(field);
    double value = (double)field->values[0];
    if (words)
        snprintf(text, VALUE_BYTES, "%s", words);
    else if (strcmp(field->unit, "mC") == 0 && !print_is_reading(field->values[0]))
        strcpy(text, "no reading");
    else if (strcmp(field->unit, "mC") == 0)
        snprintf(text, VALUE_BYTES, "%.1f °C", value / 1000);
    else if (strcmp(field->unit, "mV") == 0)
        snprintf(text, VALUE_BYTES, "%.2f V", value / 1000);
    else if (field->unit[0] != '\0')
        snprintf(text, VALUE_BYTES, "%.0f %s", value, field->unit);
    else
        snprintf(text, VALUE_BYTES, "%.0f", value);
}

void print_text(FILE *out, const uint8_t *message, uint8_t length)
{
    struct field fields[FIELDS_MAX];
    int count = fields_of(message, length, fields);
    for (int i = 0; i < count; i++) {
        char text[VALUE_BYTES];
        value_text(text, &fields[i]);
        fprintf(out, "%-*s  %-*s  %s\n", NAME_WIDTH, fields[i].name, VALUE_WIDTH, text,
                fields[i].help);
    }
}

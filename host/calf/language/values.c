/* Numbers with units, exactly. */
#include "host/calf/language/values.h"

#include <string.h>

#include "host/calf/language/diagnostics.h"

enum {
    WHOLE_DIGITS = 5,
    FRACTION_DIGITS = 3,
    MINUTE_s = 60,
    TICKS_s = ROUTINE_TICKS_s,
    HEAT_BASE_mC = 30000,
    HEAT_STEP_mC = 100,
};

/* A decimal number in thousandths, and what stands behind its digits. */
struct decimal {
    uint64_t thousandths;
    struct span unit;
};

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static unsigned count_digits(const struct source *source, struct span span)
{
    unsigned digits = 0;
    while (digits < span.length && is_digit(source->text[span.start + digits]))
        digits++;
    return digits;
}

static uint64_t digits_to_number(const char *text, unsigned digits)
{
    uint64_t number = 0;
    for (unsigned i = 0; i < digits; i++)
        number = 10 * number + (uint64_t)(text[i] - '0');
    return number;
}

static struct span without(struct span span, uint32_t bytes)
{
    span.start += bytes;
    span.length -= bytes;
    return span;
}

/* Reads digits, perhaps with a fraction; false if there are none, or more than anybody needs. */
static bool read_decimal(const struct source *source, struct span span, struct decimal *decimal)
{
    unsigned whole = count_digits(source, span);
    if (whole == 0 || whole > WHOLE_DIGITS)
        return false;
    decimal->thousandths = 1000 * digits_to_number(source->text + span.start, whole);
    decimal->unit = without(span, whole);
    if (decimal->unit.length == 0 || source->text[decimal->unit.start] != '.')
        return true;

    struct span after_point = without(decimal->unit, 1);
    unsigned fraction = count_digits(source, after_point);
    if (fraction == 0 || fraction > FRACTION_DIGITS)
        return false;
    uint64_t part = digits_to_number(source->text + after_point.start, fraction);
    for (unsigned i = fraction; i < FRACTION_DIGITS; i++)
        part *= 10;
    decimal->thousandths += part;
    decimal->unit = without(after_point, fraction);
    return true;
}

void complain_expected(const struct source *source, struct token found, const char *wanted)
{
    char quote[QUOTE_BYTES];
    source_copy(source, found.span, quote, sizeof quote);
    if (found.kind == TOKEN_END)
        diagnose_error(source, found.span, "expected %s, but the line ends here", wanted);
    else if (found.kind == TOKEN_TEXT)
        diagnose_error(source, found.span, "expected %s, found %s", wanted, quote);
    else
        diagnose_error(source, found.span, "expected %s, found '%s'", wanted, quote);
}

/* --- printing -------------------------------------------------------------------------------- */

void value_print_ticks(uint64_t ticks, char text[VALUE_TEXT_BYTES])
{
    unsigned long long seconds = ticks / TICKS_s;
    unsigned hundredths = (unsigned)(ticks % TICKS_s);
    char fraction[5] = ""; /* .5 or .05 */
    if (hundredths % 10 != 0)
        snprintf(fraction, sizeof fraction, ".%02u", hundredths);
    else if (hundredths != 0)
        snprintf(fraction, sizeof fraction, ".%u", hundredths / 10);
    if (seconds < MINUTE_s)
        snprintf(text, VALUE_TEXT_BYTES, "%llu%ss", seconds, fraction);
    else
        snprintf(text, VALUE_TEXT_BYTES, "%llu:%02llu%s", seconds / MINUTE_s, seconds % MINUTE_s,
                 fraction);
}

void value_print_heat(uint32_t heat, char text[VALUE_TEXT_BYTES])
{
    uint32_t tenths = HEAT_BASE_mC / HEAT_STEP_mC + heat;
    if (heat == HEAT_OFF)
        snprintf(text, VALUE_TEXT_BYTES, "off");
    else
        snprintf(text, VALUE_TEXT_BYTES, "%u.%u °C", tenths / 10, tenths % 10);
}

static void print_value(enum argument_kind kind, uint32_t value, char text[VALUE_TEXT_BYTES])
{
    if (kind == KIND_TIME)
        value_print_ticks(value, text);
    else if (kind == KIND_SECONDS)
        value_print_ticks((uint64_t)value * TICKS_s, text);
    else if (kind == KIND_HEAT)
        value_print_heat(value, text);
    else
        snprintf(text, VALUE_TEXT_BYTES, "%u%s", value, kind == KIND_PERCENT ? "%" : "");
}

/* --- reading: each takes its tokens and gives a value that may still be out of bounds ---------- */

/* The milliseconds in a unit, or 0. */
static uint64_t unit_ms(const struct source *source, struct span unit)
{
    return source_is(source, unit, "ms")    ? 1
           : source_is(source, unit, "s")   ? 1000
           : source_is(source, unit, "min") ? 60000
                                            : 0;
}

/* 1:30 */
static bool read_clock(const struct source *source, struct span span, uint64_t *ms)
{
    unsigned minutes = count_digits(source, span);
    struct span seconds = without(span, minutes + 1);
    const char *text = source->text + seconds.start;
    if (minutes > 3 || seconds.length != 2 || count_digits(source, seconds) != 2 || text[0] > '5') {
        diagnose_error(source, span, "minutes and seconds are written like 1:30");
        return false;
    }
    *ms = 1000 * (MINUTE_s * digits_to_number(source->text + span.start, minutes) +
                  digits_to_number(text, 2));
    return true;
}

static bool read_time(const struct source *source, struct line *line, struct span *span,
                      uint64_t *ms)
{
    struct token token = line_take(line);
    *span = token.span;
    if (token.kind != TOKEN_NUMBER) {
        complain_expected(source, token, "a time such as 90s, 1:30 or 2 min");
        return false;
    }
    if (source->text[span->start + count_digits(source, *span)] == ':')
        return read_clock(source, *span, ms);

    struct decimal decimal;
    if (!read_decimal(source, *span, &decimal)) {
        complain_expected(source, token, "a time such as 90s, 1:30 or 2 min");
        return false;
    }
    if (decimal.unit.length == 0 && unit_ms(source, line_peek(line).span) != 0) {
        decimal.unit = line_take(line).span;
        *span = span_join(*span, decimal.unit);
    }
    uint64_t unit = unit_ms(source, decimal.unit);
    if (unit == 0) {
        diagnose_error(source, *span, "a time needs its unit: 90s, 1:30 or 2 min");
        return false;
    }
    uint64_t us = decimal.thousandths * unit;
    *ms = us / 1000;
    if (us % 1000 == 0)
        return true;
    diagnose_error(source, *span, "finer than a millisecond; the device counts in steps of %d ms",
                   ROUTINE_TICK_ms);
    return false;
}

/* Reads a time in steps of so many ms, named so. */
static bool read_stepped(const struct source *source, struct line *line, unsigned step_ms,
                         const char *step_name, struct span *span, uint64_t *steps)
{
    uint64_t ms;
    if (!read_time(source, line, span, &ms))
        return false;
    *steps = ms / step_ms;
    if (ms % step_ms == 0)
        return true;
    char below[VALUE_TEXT_BYTES], above[VALUE_TEXT_BYTES];
    value_print_ticks(*steps * step_ms / ROUTINE_TICK_ms, below);
    value_print_ticks((*steps + 1) * step_ms / ROUTINE_TICK_ms, above);
    diagnose_error(source, *span, "this time goes in steps of %s: %s or %s", step_name, below,
                   above);
    return false;
}

/* Reads a number that must be followed by exactly this unit, in thousandths. */
static bool read_with_unit(const struct source *source, struct line *line, const char *unit,
                           const char *wanted, struct span *span, uint64_t *thousandths)
{
    struct token token = line_take(line);
    struct decimal decimal;
    *span = token.span;
    if (token.kind != TOKEN_NUMBER || !read_decimal(source, token.span, &decimal) ||
        !source_is(source, decimal.unit, unit)) {
        complain_expected(source, token, wanted);
        return false;
    }
    *thousandths = decimal.thousandths;
    return true;
}

static bool read_whole(const struct source *source, struct line *line, enum argument_kind kind,
                       struct span *span, uint64_t *number)
{
    bool percent = kind == KIND_PERCENT;
    const char *wanted = percent ? "a percentage such as 40%" : "a number such as 6";
    uint64_t thousandths;
    if (!read_with_unit(source, line, percent ? "%" : "", wanted, span, &thousandths))
        return false;
    *number = thousandths / 1000;
    if (thousandths % 1000 == 0)
        return true;
    diagnose_error(source, *span, "expected a whole number");
    return false;
}

/* Reads 38.0 as steps above 30.0 C; below that it cannot be said and is HEAT_OFF. */
static bool read_heat(const struct source *source, struct line *line, struct span *span,
                      uint64_t *heat)
{
    static const char wanted[] = "a temperature in degrees Celsius such as 38.0";
    uint64_t mC;
    if (!read_with_unit(source, line, "", wanted, span, &mC))
        return false;
    if (mC % HEAT_STEP_mC != 0) {
        diagnose_error(source, *span, "a temperature goes in steps of 0.1 C");
        return false;
    }
    *heat = mC > HEAT_BASE_mC ? (mC - HEAT_BASE_mC) / HEAT_STEP_mC : HEAT_OFF;
    return true;
}

/* --- bounds ---------------------------------------------------------------------------------- */

static bool check_bounds(const struct source *source, struct span span,
                         const struct argument_rule *rule, uint64_t value)
{
    char found[QUOTE_BYTES], bound[VALUE_TEXT_BYTES];
    uint32_t least = rule->kind == KIND_HEAT ? HEAT_LEAST : rule->least;
    source_copy(source, span, found, sizeof found);
    if (value < least) {
        print_value(rule->kind, least, bound);
        diagnose_error(source, span, "%s %s is below %s", rule->word, found, bound);
        return false;
    }
    if (value > rule->most) {
        print_value(rule->kind, rule->most, bound);
        diagnose_error(source, span, "%s %s is above %s%s", rule->word, found, bound,
                       diagnose_limit_words(rule->origin));
        diagnose_limit(source, rule->origin);
        return false;
    }
    return true;
}

bool value_take(const struct source *source, struct line *line, enum argument argument,
                uint32_t *value)
{
    const struct argument_rule *rule = grammar_argument(argument);
    struct span span;
    uint64_t number = 0;
    bool read = false;
    switch (rule->kind) {
    case KIND_TIME:
        read = read_stepped(source, line, ROUTINE_TICK_ms, "10 ms", &span, &number);
        break;
    case KIND_SECONDS:
        read = read_stepped(source, line, 1000, "whole seconds", &span, &number);
        break;
    case KIND_HEAT:
        if (rule->least == HEAT_OFF && source_is(source, line_peek(line).span, "off")) {
            line_take(line);
            *value = HEAT_OFF;
            return true;
        }
        read = read_heat(source, line, &span, &number);
        break;
    default:
        read = read_whole(source, line, rule->kind, &span, &number);
        break;
    }
    if (!read || !check_bounds(source, span, rule, number))
        return false;
    *value = (uint32_t)number;
    return true;
}

/* What `calf lint` shows of a routine. */
#include <math.h>

#include "host/calf/json.h"
#include "host/calf/language/values.h"
#include "host/calf/lint.h"
#include "host/calf/lint_bounds.h"
#include "protocol/limits.h"

#define AS_WORDS(number, NAME, words) [number] = words,
static const char *const kind_words[] = {STAGE_KINDS(AS_WORDS)};
static const char *const zone_words[] = {ZONES(AS_WORDS)};
#undef AS_WORDS

static const char *const leg_words[] = {"no leg", "left leg", "right leg", "either leg"};

enum { REFERENCES = 64, PERMILLE_PERCENT = 10, MILLI = 1000 };

static uint32_t peak_percent(const struct routine_totals *totals)
{
    uint32_t peak_permille = 0;
    for (unsigned zone = 0; zone < ZONE_COUNT; zone++)
        if (totals->peak_permille[zone] > peak_permille)
            peak_permille = totals->peak_permille[zone];
    return peak_permille / PERMILLE_PERCENT;
}

static bool is_long_for_new_leg(const struct routine_totals *totals)
{
    return totals->motor_ticks > (uint32_t)LIMIT_NEW_LEG_MOTOR_TIME_s * ROUTINE_TICKS_s;
}

static uint32_t ticks_to_ms(uint32_t ticks)
{
    return ticks * ROUTINE_TICK_ms;
}

/* --- for people ------------------------------------------------------------------------------ */

static void print_header(const struct routine_program *program, FILE *out)
{
    struct routine_header header = routine_header(program->bytes);
    fprintf(out, "%s%s%s\n ", program->name, program->title[0] ? ": " : "", program->title);
    for (unsigned number = 0; number < REFERENCES; number++)
        if ((program->references >> number & 1) != 0)
            fprintf(out, " A%u", number);
    fprintf(out, "%s%s, level %u of at most %u, ceiling %u %%\n", program->references ? "; " : " ",
            leg_words[header.legs], header.level_default, header.level_max, header.ceiling_percent);
}

static void print_stages(const struct routine_program *program, FILE *out)
{
    char begins[VALUE_TEXT_BYTES], lasts[VALUE_TEXT_BYTES], heat[VALUE_TEXT_BYTES];
    fprintf(out, "\n  %7s  %7s  %-8s  %-7s  %s\n", "begins", "lasts", "kind", "heat", "stage");
    for (unsigned i = 0; i < program->stage_count; i++) {
        const struct program_stage *stage = &program->stages[i];
        value_print_ticks((uint64_t)stage->begins_s * ROUTINE_TICKS_s, begins);
        value_print_ticks((uint64_t)stage->duration_s * ROUTINE_TICKS_s, lasts);
        value_print_heat(stage->heat, heat);
        /* printf counts bytes, and the degree sign has two */
        fprintf(out, "  %7s  %7s  %-8s  %-*s  %s\n", begins, lasts, kind_words[stage->kind],
                stage->heat == 0 ? 7 : 8, heat, stage->name);
    }
}

static void print_zones(const struct routine_totals *totals, FILE *out)
{
    char motors[VALUE_TEXT_BYTES];
    if (totals->motor_ticks == 0)
        return;
    fprintf(out, "\n  %-13s  %8s  %s\n", "zone", "motor", "peak");
    for (unsigned zone = 0; zone < ZONE_COUNT; zone++) {
        value_print_ticks(totals->zone_ticks[zone], motors);
        fprintf(out, "  %-13s  %8s  %2d %%\n", zone_words[zone], motors,
                totals->peak_permille[zone] / PERMILLE_PERCENT);
    }
}

/* Ticks, rounded up to a second: a bound has no hundredths. */
static uint64_t whole_seconds(uint32_t ticks)
{
    return ((uint64_t)ticks + ROUTINE_TICKS_s - 1) / ROUTINE_TICKS_s * ROUTINE_TICKS_s;
}

/* What the skin can get of it depends on leg and room: these are bounds. */
static void print_heat(const struct routine_totals *totals, const struct lint_bounds *most,
                       FILE *out)
{
    char text[VALUE_TEXT_BYTES];
    value_print_ticks(totals->heat_ticks, text);
    fprintf(out, "\n  heat         %s", text);
    if (totals->heat_ticks == 0)
        return;
    value_print_ticks(whole_seconds(most->hot_heated_ticks), text);
    fprintf(out, "; skin above 38.5 °C for up to %s of at most %d:00", text, LIMIT_HOT_TIME_s / 60);
    fprintf(out, "\n  dose         up to %.2f of at most %.2f CEM43", most->dose_mCEM43 / MILLI,
            LIMIT_DOSE_MAX_mCEM43 / (double)MILLI);
}

static void print_totals(const struct routine_program *program, FILE *out)
{
    const struct routine_totals *totals = &program->totals;
    struct lint_bounds most = lint_bounds(program->bytes, program->length);
    char text[VALUE_TEXT_BYTES];
    value_print_ticks(totals->duration_ticks, text);
    fprintf(out, "\n  total        %s", text);
    if (totals->wait_s > 0) {
        value_print_ticks((uint64_t)totals->wait_s * ROUTINE_TICKS_s, text);
        fprintf(out, " and waits of at most %s", text);
    }
    value_print_ticks(totals->motor_ticks, text);
    fprintf(out, "\n  motors       %s of at most %d:00, peak %u %%", text, LIMIT_MOTOR_TIME_s / 60,
            peak_percent(totals));
    print_heat(totals, &most, out);
    fprintf(out, "\n  energy       up to %.1f kJ from the supply: pad %.1f, motors %.1f",
            (most.pad_J + most.motors_J) / MILLI, most.pad_J / MILLI, most.motors_J / MILLI);
    fprintf(out, "\n  program      %u of at most %d bytes, CRC %04x, %u step%s\n", program->length,
            ROUTINE_MAX_BYTES, program->crc, totals->steps, totals->steps == 1 ? "" : "s");
    if (totals->motor_ticks == 0)
        return;
    fprintf(out, "  new leg      ");
    if (is_long_for_new_leg(totals))
        fprintf(out, "refused in a leg's first %d sessions: more than %d:00 of motors\n",
                LIMIT_NEW_LEG_SESSIONS, LIMIT_NEW_LEG_MOTOR_TIME_s / 60);
    else
        fprintf(out, "at %d %% of this strength in a leg's first %d sessions\n",
                LIMIT_NEW_LEG_STRENGTH_permille / PERMILLE_PERCENT, LIMIT_NEW_LEG_SESSIONS);
}

void lint_print(const struct routine_program *program, FILE *out)
{
    print_header(program, out);
    print_stages(program, out);
    print_zones(&program->totals, out);
    print_totals(program, out);
}

/* --- JSON ------------------------------------------------------------------------------------ */

static void print_stages_json(const struct routine_program *program, FILE *out)
{
    fputs(",\"stages\":[", out);
    for (unsigned i = 0; i < program->stage_count; i++) {
        const struct program_stage *stage = &program->stages[i];
        fprintf(out, "%s{\"name\":", i > 0 ? "," : "");
        json_string(out, stage->name);
        fprintf(out, ",\"kind\":\"%s\",\"begins_s\":%u,\"duration_s\":%u,\"heat_mC\":%d}",
                kind_words[stage->kind], stage->begins_s, stage->duration_s,
                (int)routine_heat_to_mC(stage->heat));
    }
    fputc(']', out);
}

static void print_zones_json(const struct routine_totals *totals, FILE *out)
{
    fputs(",\"zones\":{", out);
    for (unsigned zone = 0; zone < ZONE_COUNT; zone++)
        fprintf(out, "%s\"%s\":{\"motor_ms\":%u,\"peak_permille\":%u}", zone > 0 ? "," : "",
                zone_words[zone], ticks_to_ms(totals->zone_ticks[zone]),
                totals->peak_permille[zone]);
    fputc('}', out);
}

void lint_print_json(const struct routine_program *program, FILE *out)
{
    const struct routine_totals *totals = &program->totals;
    struct routine_header header = routine_header(program->bytes);
    struct lint_bounds most = lint_bounds(program->bytes, program->length);
    fputs("{\"routine\":", out);
    json_string(out, program->name);
    fputs(",\"title\":", out);
    json_string(out, program->title);
    fprintf(out, ",\"legs\":%u,\"level_default\":%u,\"level_max\":%u,\"ceiling_percent\":%u",
            header.legs, header.level_default, header.level_max, header.ceiling_percent);
    fprintf(out, ",\"total_ms\":%u,\"wait_s\":%u,\"motor_ms\":%u,\"peak_percent\":%u",
            ticks_to_ms(totals->duration_ticks), totals->wait_s, ticks_to_ms(totals->motor_ticks),
            peak_percent(totals));
    fprintf(out,
            ",\"heat_ms\":%u,\"heat_max_mC\":%d,\"hot_heated_max_ms\":%u,\"dose_max_mCEM43\":%u",
            ticks_to_ms(totals->heat_ticks), (int)routine_heat_to_mC(totals->heat_max),
            ticks_to_ms(most.hot_heated_ticks), (unsigned)ceil(most.dose_mCEM43));
    fprintf(out, ",\"session_max_ms\":%u,\"hot_max_ms\":%u,\"pad_max_J\":%u,\"motors_max_J\":%u",
            ticks_to_ms(most.session_ticks), ticks_to_ms(most.hot_ticks),
            (unsigned)ceil(most.pad_J), (unsigned)ceil(most.motors_J));
    fprintf(out, ",\"bytes\":%u,\"crc\":%u,\"steps\":%u,\"new_leg_allowed\":%s", program->length,
            program->crc, totals->steps, is_long_for_new_leg(totals) ? "false" : "true");
    print_stages_json(program, out);
    print_zones_json(totals, out);
    fputs("}", out);
}

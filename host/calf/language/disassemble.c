/* What protocol/routine.h says of each operation, with its values. */
#include "host/calf/language/disassemble.h"

#include "host/calf/language/recognize.h"
#include "host/calf/language/values.h"

enum { BYTES_WIDTH = 3 * ROUTINE_HEADER_BYTES, NAME_WIDTH = 8, INDENT = 2 };

static const char *name_of(uint8_t op)
{
#define AS_NAME(NAME, first, last, operands, help) \
    if ((op & ~((last) - (first))) == (first))     \
        return #NAME;
    ROUTINE_OPS(AS_NAME)
#undef AS_NAME
    return "?";
}

static void print_bytes(const struct routine_program *program, unsigned at, unsigned next,
                        FILE *out)
{
    fprintf(out, "%4u  ", at);
    for (unsigned i = at; i < next; i++)
        fprintf(out, "%02X ", program->bytes[i]);
    fprintf(out, "%*s ", (int)(BYTES_WIDTH - 3 * (next - at)), "");
}

static void print_stage(const struct routine_step *step, FILE *out)
{
    static const char *const kinds[] = {
#define AS_WORDS(number, NAME, words) [number] = words,
        STAGE_KINDS(AS_WORDS)
#undef AS_WORDS
    };
    char lasts[VALUE_TEXT_BYTES], heat[VALUE_TEXT_BYTES];
    value_print_ticks((uint64_t)step->number * ROUTINE_TICKS_s, lasts);
    value_print_heat(step->value, heat);
    fprintf(out, "%s, %u bytes, %s, heat %s", kinds[step->zones], step->bytes, lasts, heat);
}

static void print_wait(const struct routine_step *step, FILE *out)
{
    char within[VALUE_TEXT_BYTES], heat[VALUE_TEXT_BYTES];
    value_print_ticks((uint64_t)step->number * ROUTINE_TICKS_s, within);
    value_print_heat(step->value, heat);
    if (step->op == ROUTINE_WARM)
        fprintf(out, "to %s within %s", heat, within);
    else
        fprintf(out, "%u within %s", step->value, within);
}

static void print_key(const struct routine_step *step, FILE *out)
{
    char zones[RECOGNIZE_ZONES_BYTES], over[VALUE_TEXT_BYTES];
    recognize_print_zones(step->zones, zones);
    value_print_ticks(step->number, over);
    fprintf(out, "%s to %u %% over %s", zones, step->value, over);
}

static void print_operands(const struct routine_step *step, FILE *out)
{
    char value[VALUE_TEXT_BYTES];
    switch (step->op) {
    case ROUTINE_STAGE:
        print_stage(step, out);
        break;
    case ROUTINE_REST:
        value_print_ticks(step->number, value);
        fputs(value, out);
        break;
    case ROUTINE_REPEAT:
        fprintf(out, "%u times", step->number);
        break;
    case ROUTINE_HEAT:
        value_print_heat(step->value, value);
        fputs(value, out);
        break;
    case ROUTINE_MARK:
        fprintf(out, "%u", step->value);
        break;
    case ROUTINE_WARM:
    case ROUTINE_PROMPT:
        print_wait(step, out);
        break;
    case ROUTINE_KEY:
    case ROUTINE_KEY_STEP:
        print_key(step, out);
        break;
    default:
        break;
    }
}

static void print_header(const struct routine_program *program, FILE *out)
{
    static const char *const legs[] = {"no leg", "left leg", "right leg", "either leg"};
    struct routine_header header = routine_header(program->bytes);
    print_bytes(program, 0, ROUTINE_HEADER_BYTES, out);
    fprintf(out, "format %u, ceiling %u %%, level %u of at most %u, %s, motors %u s of %u s\n",
            program->bytes[0], header.ceiling_percent, header.level_default, header.level_max,
            legs[header.legs], header.motor_s, header.total_s);
}

void disassemble_print(const struct routine_program *program, FILE *out)
{
    struct routine_step step = {.op = ROUTINE_STAGE, .next = ROUTINE_HEADER_BYTES};
    unsigned depth = 0, stage_end = 0;
    print_header(program, out);
    while (step.op != ROUTINE_END &&
           routine_read(program->bytes, program->length, step.next, &step) == ROUTINE_ERROR_OK) {
        depth -= step.op == ROUTINE_AGAIN;
        unsigned indent = INDENT * (depth + (step.at < stage_end));
        print_bytes(program, step.at, step.next, out);
        fprintf(out, "%*s%-*s ", (int)indent, "", NAME_WIDTH,
                step.op == ROUTINE_REST ? "REST" : name_of(program->bytes[step.at]));
        print_operands(&step, out);
        fputc('\n', out);
        depth += step.op == ROUTINE_REPEAT;
        if (step.op == ROUTINE_STAGE)
            stage_end = step.next + step.bytes;
    }
    fprintf(out, "%4u bytes, CRC %04x\n", program->length, program->crc);
}

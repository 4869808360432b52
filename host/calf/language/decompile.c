/* Operations as lines. The verbs that steps are made with are found in recognize.c. */
#include "host/calf/language/decompile.h"

#include <string.h>

#include "host/calf/language/emitter.h"
#include "host/calf/language/recognize.h"
#include "host/calf/language/values.h"

enum { INDENT = 2, REFERENCES = 64 };

struct text {
    const struct routine_program *program;
    FILE *out;
    unsigned stage, marks, prompts; /* printed so far */
};

static struct routine_step read_step(const struct text *text, uint8_t at)
{
    struct routine_step step;
    routine_read(text->program->bytes, text->program->length, at, &step);
    return step;
}

static const char *heat_word(uint8_t heat, char word[VALUE_TEXT_BYTES])
{
    if (heat == HEAT_OFF)
        return "off";
    snprintf(word, VALUE_TEXT_BYTES, "%.1f", routine_heat_to_mC(heat) / 1000.0);
    return word;
}

/* A text of the program's, or a number where there are none. */
static void print_text(struct text *text, const char texts[][PROGRAM_TEXT_BYTES], unsigned count,
                       unsigned number, unsigned serial)
{
    if (number < count)
        fprintf(text->out, " \"%s\"", texts[number]);
    else
        fprintf(text->out, " \"%u\"", serial);
}

static void print_mark(struct text *text, const struct routine_step *step)
{
    fputs("mark", text->out);
    print_text(text, text->program->marks, text->program->mark_count, step->value, text->marks++);
}

static void print_wait(struct text *text, const struct routine_step *step)
{
    char within[VALUE_TEXT_BYTES], heat[VALUE_TEXT_BYTES];
    value_print_ticks((uint64_t)step->number * ROUTINE_TICKS_s, within);
    if (step->op == ROUTINE_WARM) {
        fprintf(text->out, "warm up to %s within %s", heat_word(step->value, heat), within);
        return;
    }
    fputs("prompt", text->out);
    print_text(text, text->program->prompts, text->program->prompt_count, step->value,
               text->prompts++);
    fprintf(text->out, " within %s", within);
}

static void print_move(const struct text *text, const struct routine_step *step)
{
    char zones[RECOGNIZE_ZONES_BYTES], over[VALUE_TEXT_BYTES];
    recognize_print_zones(step->zones, zones);
    recognize_print_ticks(step->number, over);
    fprintf(text->out, "%s %s to %u%% over %s", step->op == ROUTINE_KEY ? "move" : "step", zones,
            step->value, over);
}

static void print_operation(struct text *text, const struct routine_step *step)
{
    char word[VALUE_TEXT_BYTES];
    switch (step->op) {
    case ROUTINE_REST:
        recognize_print_ticks(step->number, word);
        fprintf(text->out, "rest %s", word);
        break;
    case ROUTINE_REPEAT:
        fprintf(text->out, "repeat %u", step->number);
        break;
    case ROUTINE_HEAT:
        fprintf(text->out, "heat %s", heat_word(step->value, word));
        break;
    case ROUTINE_MARK:
        print_mark(text, step);
        break;
    case ROUTINE_WARM:
    case ROUTINE_PROMPT:
        print_wait(text, step);
        break;
    default:
        print_move(text, step);
        break;
    }
}

static void print_lines(struct text *text, uint8_t at, uint8_t end)
{
    unsigned depth = 1;
    while (at < end) {
        struct statement statement;
        uint8_t next = recognize_step(text->program, at, end, &statement);
        struct routine_step step = read_step(text, at);
        if (next == 0 && step.op == ROUTINE_AGAIN) {
            depth--;
            at = step.next;
            continue;
        }
        fprintf(text->out, "%*s", (int)(INDENT * depth), "");
        if (next != 0)
            recognize_print(&statement, text->out);
        else
            print_operation(text, &step);
        fputc('\n', text->out);
        depth += next == 0 && step.op == ROUTINE_REPEAT;
        at = next != 0 ? next : step.next;
    }
}

/* A towel or soak has some heat: if it begins without, that is said in its first line. */
static void print_warm_stage(const struct text *text, const char *words,
                             const struct routine_step *stage, const char *duration)
{
    char heat[VALUE_TEXT_BYTES];
    bool off = stage->value == HEAT_OFF;
    fprintf(text->out, "%-9s %s at %s\n%s", words, duration,
            heat_word(off ? HEAT_LEAST : stage->value, heat), off ? "  heat off\n" : "");
}

/* `towel before` is only known by its name. */
static const char *towel_words(const struct text *text)
{
    const struct routine_program *program = text->program;
    const char *name = text->stage < program->stage_count ? program->stages[text->stage].name : "";
    return strcmp(name, "towel before") == 0  ? "towel     before"
           : strcmp(name, "towel after") == 0 ? "towel     after"
                                              : "towel";
}

static void print_stage_head(const struct text *text, const struct routine_step *stage)
{
    const struct routine_program *program = text->program;
    char duration[VALUE_TEXT_BYTES], heat[VALUE_TEXT_BYTES];
    value_print_ticks((uint64_t)stage->number * ROUTINE_TICKS_s, duration);
    if (stage->zones == STAGE_TOWEL)
        print_warm_stage(text, towel_words(text), stage, duration);
    else if (stage->zones == STAGE_SOAK)
        print_warm_stage(text, "soak", stage, duration);
    else if (stage->zones == STAGE_SETTLE)
        fprintf(text->out, "settle    %s\n", duration);
    else if (text->stage < program->stage_count)
        fprintf(text->out, "stage     %s %s heat %s\n", program->stages[text->stage].name, duration,
                heat_word(stage->value, heat));
    else
        fprintf(text->out, "stage     stage-%u %s heat %s\n", text->stage + 1, duration,
                heat_word(stage->value, heat));
}

static void print_stage(struct text *text, const struct routine_step *stage)
{
    uint8_t end = (uint8_t)(stage->next + stage->bytes);
    fputc('\n', text->out);
    print_stage_head(text, stage);
    if (stage->bytes == 0 && stage->zones == STAGE_MASSAGE)
        fputs("  rest 1s\n", text->out); /* a stage has lines */
    print_lines(text, stage->next, end);
    text->stage++;
}

static void print_header(const struct text *text)
{
    static const char *const legs[] = {"", "left", "right", "each"};
    const struct routine_program *program = text->program;
    struct routine_header header = routine_header(program->bytes);
    fprintf(text->out, "routine   %s\n", program->name);
    if (program->title[0])
        fprintf(text->out, "title     \"%s\"\n", program->title);
    if (program->about[0])
        fprintf(text->out, "about     \"%s\"\n", program->about);
    if (program->author[0])
        fprintf(text->out, "author    \"%s\"\n", program->author);
    if (program->references)
        fputs("source   ", text->out);
    for (unsigned number = 0; number < REFERENCES; number++)
        if (program->references >> number & 1)
            fprintf(text->out, " A%u", number);
    fprintf(text->out, "%sleg       %s\nlevel     default %u max %u\nceiling   %u%%\n",
            program->references ? "\n" : "", legs[header.legs], header.level_default,
            header.level_max, header.ceiling_percent);
}

void decompile_print(const struct routine_program *program, FILE *out)
{
    struct text text = {.program = program, .out = out};
    print_header(&text);
    struct routine_step step = read_step(&text, ROUTINE_HEADER_BYTES);
    for (; step.op == ROUTINE_STAGE; step = read_step(&text, (uint8_t)(step.next + step.bytes)))
        print_stage(&text, &step);
}

static bool at_same_place(const struct routine_player *one, const struct routine_player *other)
{
    bool same = one->heat == other->heat && one->stage == other->stage &&
                one->kind == other->kind && one->steps == other->steps &&
                one->warming == other->warming && one->prompting == other->prompting &&
                one->clock_ticks == other->clock_ticks;
    for (uint8_t zone = 0; zone < ZONE_COUNT; zone++)
        same = same && one->zones[zone].now_q6 == other->zones[zone].now_q6;
    return same;
}

bool plays_alike(const struct routine_program *one, const struct routine_program *other)
{
    struct routine_player player, twin;
    uint8_t events = 0, twin_events = 0;
    bool alike = true;
    player_begin(&player, one->bytes, one->length);
    player_begin(&twin, other->bytes, other->length);
    while (alike && !(events & PLAYER_END)) {
        bool waits_short = player.stage % 2 == 0 && (player.warming || player.prompting);
        events = player_tick(&player, waits_short);
        twin_events = player_tick(&twin, waits_short);
        alike = events == twin_events && at_same_place(&player, &twin);
    }
    return alike;
}

/* Playing a routine for what the supply and the pad can hardly give. */
#include "host/calf/lint_warnings.h"

#include "host/calf/language/values.h"

enum {
    TICKS_MINUTE = 60 * ROUTINE_TICKS_s,
    WARM_ENOUGH_mC = 300 /* as avr/core/session.c has it */
};

struct warm_up {
    uint32_t ticks;
    int32_t skin_mC;
};

static const struct warm_up curve[] = {
#define AS_POINT(minutes, skin_mC) {(minutes)*TICKS_MINUTE, skin_mC},
    LINT_WARM_UP(AS_POINT)
#undef AS_POINT
};
enum { POINTS = sizeof curve / sizeof curve[0] };

/* How long the pad takes to bring the skin to that, from the curve's beginning. Beyond the curve: as
 * steeply as it ends. */
static uint32_t ticks_to(int32_t skin_mC)
{
    unsigned point = 1;
    if (skin_mC <= curve[0].skin_mC)
        return 0;
    while (point + 1U < POINTS && curve[point].skin_mC < skin_mC)
        point++;
    const struct warm_up *from = &curve[point - 1], *to = &curve[point];
    return from->ticks + (uint32_t)((double)(skin_mC - from->skin_mC) * (to->ticks - from->ticks) /
                                    (to->skin_mC - from->skin_mC));
}

struct walk {
    struct routine_player player;
    uint8_t starting[ZONE_COUNT]; /* ticks that a motor is still speeding up */
    uint32_t warmed_ticks;        /* how far along the curve the skin is */
    uint32_t most_mA;
    int overload_stage; /* -1: none */
};

/* In the first of so many ticks alike, when motors take the most. */
static uint32_t motors_mA(struct walk *walk, uint32_t ticks)
{
    uint32_t sum_mA = 0;
    for (uint8_t zone = 0; zone < ZONE_COUNT; zone++) {
        uint8_t *starting = &walk->starting[zone];
        if (player_permille(&walk->player, zone) == 0) {
            *starting = LINT_MOTOR_STARTS_ticks;
        } else {
            sum_mA += *starting > 0 ? LINT_MOTOR_STARTS_mA : LINT_MOTOR_RUNS_mA;
            *starting = ticks < *starting ? (uint8_t)(*starting - ticks) : 0;
        }
    }
    return sum_mA;
}

static void add_current(struct walk *walk, uint32_t ticks)
{
    uint32_t sum_mA = motors_mA(walk, ticks) + LINT_CONTROLLER_mA;
    if (walk->player.heat > 0)
        sum_mA += LINT_PAD_mA;
    if (sum_mA > LINT_SUPPLY_mA && walk->overload_stage < 0)
        walk->overload_stage = walk->player.stage;
    if (sum_mA > walk->most_mA)
        walk->most_mA = sum_mA;
}

/* The skin warms to the setpoint and stays there; without heat it is taken to stay as it is. */
static void add_warmth(struct walk *walk, uint32_t ticks)
{
    if (walk->player.heat == 0)
        return;
    uint32_t warm_ticks = ticks_to(routine_heat_to_mC(walk->player.heat));
    uint32_t to_go = warm_ticks > walk->warmed_ticks ? warm_ticks - walk->warmed_ticks : 0;
    walk->warmed_ticks += ticks < to_go ? ticks : to_go;
}

/* A wait for warmth begins: is it long enough? */
static void check_wait(struct walk *walk, const struct routine_program *program,
                       const struct source *source)
{
    uint32_t wait_ticks = walk->player.rest_ticks;
    uint32_t warm = ticks_to(routine_heat_to_mC(walk->player.heat) - WARM_ENOUGH_mC);
    uint32_t needed = warm > walk->warmed_ticks ? warm - walk->warmed_ticks : 0;
    walk->warmed_ticks += needed < wait_ticks ? needed : wait_ticks;
    if (needed <= wait_ticks)
        return;
    char heat[VALUE_TEXT_BYTES], needs[VALUE_TEXT_BYTES], waits[VALUE_TEXT_BYTES];
    value_print_heat(walk->player.heat, heat);
    value_print_ticks((needed + ROUTINE_TICKS_s - 1) / ROUTINE_TICKS_s * ROUTINE_TICKS_s, needs);
    value_print_ticks(wait_ticks, waits);
    diagnose_warning(source, program->stages[walk->player.stage].place,
                     "by the model the pad takes %s more to %s, longer than the wait of %s", needs,
                     heat, waits);
    diagnose_hint(source, "from 32 °C skin in a room of 23 °C; not yet measured on a leg");
}

/* Of a wait, which others judge, none. */
static uint32_t skip_alike(struct routine_player *player)
{
    uint32_t ticks = player->warming || player->prompting ? 0 : player_alike_ticks(player);
    player_skip(player, ticks);
    return ticks;
}

void lint_warn(const struct routine_program *program, const struct source *source)
{
    struct walk walk = {.overload_stage = -1};
    uint8_t events = 0;
    player_begin(&walk.player, program->bytes, program->length);
    while (!(events & PLAYER_END)) {
        events = player_tick(&walk.player, walk.player.warming || walk.player.prompting);
        if ((events & PLAYER_WAIT_BEGAN) && walk.player.warming)
            check_wait(&walk, program, source);
        if (events & PLAYER_END)
            break;
        uint32_t ticks = 1 + skip_alike(&walk.player);
        add_warmth(&walk, ticks);
        add_current(&walk, ticks);
    }
    if (walk.overload_stage < 0)
        return;
    diagnose_warning(
        source, program->stages[walk.overload_stage].place,
        "motors that start together take up to %.1f A with the pad and the controller, "
        "and the supply gives %.1f A",
        walk.most_mA / 1000.0, LINT_SUPPLY_mA / 1000.0);
    diagnose_hint(source,
                  "let zones begin one after the other, at least 0.1s apart, or without heat");
}

void lint_warn_of_windows(const struct routine_program *program, const struct lint_windows *windows,
                          struct diagnostics *diagnostics)
{
    static const char *const words[] = {
#define AS_WORDS(number, NAME, in_words) [number] = in_words,
        ZONES(AS_WORDS)
#undef AS_WORDS
    };
    for (unsigned zone = 0; zone < ZONE_COUNT; zone++) {
        int32_t start = windows->start[zone], max = windows->max[zone];
        if (program->totals.peak_permille[zone] == 0 || start < max)
            continue;
        diagnose_file(diagnostics, SEVERITY_WARNING,
                      "%s is above its calibrated window: its motor starts at %.1f %%, and the "
                      "comfortable maximum is %.1f %%",
                      words[zone], start / 10.0, max / 10.0);
        diagnose_file_hint(diagnostics, "every strength is that maximum: see 'calf settings'");
    }
}

/* The skin after that time at full power, as far as the curve goes. */
static int32_t skin_after(uint32_t ticks)
{
    unsigned point = 1;
    while (point + 1U < POINTS && curve[point].ticks < ticks)
        point++;
    const struct warm_up *from = &curve[point - 1], *to = &curve[point];
    return from->skin_mC + (int32_t)((double)(ticks - from->ticks) * (to->skin_mC - from->skin_mC) /
                                     (to->ticks - from->ticks));
}

struct asked {
    uint8_t stage; /* the last that asks for it, plus 1; 0: none */
    uint32_t warmed_ticks;
};

static void note(const struct routine_program *program, uint8_t heat, const struct asked *asked,
                 struct diagnostics *diagnostics)
{
    int32_t skin_mC = skin_after(asked->warmed_ticks);
    char setpoint[VALUE_TEXT_BYTES];
    if (asked->stage == 0 || skin_mC >= routine_heat_to_mC(heat) - WARM_ENOUGH_mC)
        return;
    value_print_heat(heat, setpoint);
    diagnose_file(diagnostics, SEVERITY_NOTE,
                  "the skin does not come to %s: by the model it has %.1f °C when '%s' ends",
                  setpoint, skin_mC / 1000.0, program->stages[asked->stage - 1].name);
}

void lint_note_warmth(const struct routine_program *program, struct diagnostics *diagnostics)
{
    struct walk walk = {.overload_stage = -1};
    struct asked asked[ROUTINE_HEAT_MAX + 1] = {{0}}; /* by setpoint */
    uint8_t events = 0;
    player_begin(&walk.player, program->bytes, program->length);
    while (!(events & PLAYER_END)) {
        events = player_tick(&walk.player, walk.player.prompting);
        if ((events & PLAYER_END) || walk.player.prompting || walk.player.heat == 0)
            continue;
        add_warmth(&walk, 1 + skip_alike(&walk.player));
        asked[walk.player.heat] =
            (struct asked){(uint8_t)(walk.player.stage + 1), walk.warmed_ticks};
    }
    for (unsigned heat = 1; heat <= ROUTINE_HEAT_MAX; heat++)
        note(program, (uint8_t)heat, &asked[heat], diagnostics);
}

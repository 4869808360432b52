/* Single bits inverted, at random instants of running sessions and of the rest after one. */
#include <string.h>

#include "host/kit/kit_internal.h"
#include "host/kit/registers.h"
#include "tests/campaign/follow.h"
#include "tests/campaign/upset.h"
#include "tests/tap.h"

enum {
    SEED = 41,
    SHORT_instants = 4,
    LONG_instants = 250,
};

/* P(ID, "name", flips at each instant): where the bit is. */
#define PLACES(P)            \
    P(RAM, "RAM", 8)         \
    P(IO, "I/O register", 5) \
    P(CORE, "core register", 3)

enum place {
#define AS_PLACE(id, name, flips) PLACE_##id,
    PLACES(AS_PLACE)
#undef AS_PLACE
        PLACE_count
};

/* In the order of enum outcome. */
#define AS_CLASSES(id, name, flips)                                                           \
    {name ": harmless", "outputs as without it"},                                             \
        {name ": detected", "a fault is latched, or the chip is reset; latency: until then"}, \
        {name ": stopped", "no fault; the session ended early or did not begin"},             \
        {name ": silent", "outputs as without it, but the link is dead"},                     \
        {name ": otherwise", "other outputs within every limit, noticed by nobody"},          \
        {name ": too warm", "true skin above 43.5 C for over a second"},                      \
        {name ": no end", "a motor driven over 3 s after the session should have ended"},     \
        {name ": driven again", "after a reset, though nobody has asked for it"},
static const struct campaign_class classes[PLACE_count * OUTCOME_count] = {PLACES(AS_CLASSES)};
#undef AS_CLASSES

#define AS_FLIPS(id, name, flips) (flips),
static const unsigned flips_at_once[PLACE_count] = {PLACES(AS_FLIPS)};
#undef AS_FLIPS

struct flip {
    uint16_t address;
    uint8_t bit;
};

static struct flip any_flip(enum place place, uint32_t *random)
{
    struct flip flip = {.bit = (uint8_t)(tap_random(random) % 8)};
    uint32_t any = tap_random(random);
    switch (place) {
    case PLACE_RAM:
        flip.address = (uint16_t)(RAM_START + any % (RAM_END + 1 - RAM_START));
        break;
    case PLACE_IO:
        flip.address = upset_io_address(any % upset_io_count());
        break;
    default:
        flip.address = (uint16_t)(any % UPSET_REGISTERS);
    }
    return flip;
}

_Noreturn static void try_flip(struct script *script, const struct record *record, enum place place,
                               struct flip flip)
{
    struct campaign_result result = {0};
    double at_ms = (double)(kit_cycles(script->peer->kit) - script->begin_cycle) / PEER_CYCLES_ms;
    upset_bit(script->peer->kit, flip.address, flip.bit);
    enum outcome outcome = follow(script, record, &result);
    result.class = (uint8_t)(place * OUTCOME_count + outcome);
    campaign_end_with(&result, "%s: bit %u of 0x%03x, %s at %.3f ms", classes[result.class].name,
                      flip.bit, flip.address, script_scene_name(script->scene), at_ms);
}

/* --- All of them -------------------------------------------------------------------------------- */

static void try_instant(struct script *script, void *record, uint32_t *random)
{
    for (enum place place = 0; place < PLACE_count; place++)
        for (unsigned n = 0; n < flips_at_once[place]; n++) {
            struct flip flip = any_flip(place, random);
            if (campaign_run())
                try_flip(script, record, place, flip);
        }
}

/* Before the registers were checked and put right, each of these let a motor or the heater run on. */
static const struct flip once_unsafe[] = {
    {REG_PORTB, 1}, {REG_PORTB, 2},  {REG_PORTB, 3},     {REG_PORTD, 3},
    {REG_PORTD, 5}, {REG_PORTD, 6},  {REG_TCCR1B, 0},    {REG_TCCR1B, 1},
    {REG_PORTD, 7}, {REG_GPIOR0, 0}, {REG_ICR1L + 1, 4}, {REG_ICR1L + 1, 5},
};
enum { ONCE_UNSAFE = sizeof once_unsafe / sizeof *once_unsafe };

/* The short form tries some scenes, and their later parts: what has little left to play is soon judged. */
static const double SHORT_from = 0.6;
static const enum script_scene short_scenes[] = {SCENE_HOLDING, SCENE_PLAYING, SCENE_UPLOADING};

static void try_scene(enum script_scene scene, double from, unsigned instants, uint32_t *random)
{
    struct record *record = follow_record(scene);
    struct script *script = script_new(scene);
    follow_instants(script, from * script_window_ms(scene), instants, random, try_instant, record);
    for (unsigned i = 0; i < ONCE_UNSAFE; i++)
        if (campaign_run())
            try_flip(script, record, PLACE_IO, once_unsafe[i]);
    script_free(script);
}

/* Before the routine was checked while it plays, its END, become AGAIN, left the motors as they were for ever: all bits
 * of it, in the short form those of every sixth byte, the last among them. */
enum { ROUTINE_bytes = 34, ROUTINE_instants = 4, SHORT_stride = 6 };

static unsigned stride;

static unsigned routine_at(const struct script *script)
{
    const struct peer_routine *routine = &script->routine;
    const uint8_t *data = kit_data(script->peer->kit);
    unsigned at = RAM_START;
    while (at + routine->length < RAM_END &&
           memcmp(data + at, routine->bytes, routine->length) != 0)
        at++;
    return at;
}

static void try_bytes(struct script *script, void *record, uint32_t *random)
{
    (void)random;
    unsigned at = routine_at(script);
    for (unsigned left = script->routine.length; left > 0; left -= left < stride ? left : stride)
        for (uint8_t bit = 0; bit < 8; bit++)
            if (campaign_run())
                try_flip(script, record, PLACE_RAM, (struct flip){(uint16_t)(at + left - 1), bit});
}

static unsigned routine_runs(void)
{
    return (ROUTINE_bytes + stride - 1) / stride * 8;
}

static void try_routine(double from, unsigned instants, uint32_t *random)
{
    struct record *record = follow_record(SCENE_PLAYING);
    struct script *script = script_new(SCENE_PLAYING);
    follow_instants(script, from * script_window_ms(SCENE_PLAYING), instants, random, try_bytes,
                    record);
    script_free(script);
}

static void try(bool is_long)
{
    enum { SHORT_scenes = sizeof short_scenes / sizeof *short_scenes };
    unsigned instants = is_long ? LONG_instants : SHORT_instants, flips = 0;
    unsigned scenes = is_long ? SCENE_count : SHORT_scenes;
    uint32_t random = SEED;
    for (enum place place = 0; place < PLACE_count; place++)
        flips += flips_at_once[place];
    stride = is_long ? 1 : SHORT_stride;
    unsigned routine_instants = is_long ? ROUTINE_instants : 1;
    campaign_expect(scenes * (instants * flips + ONCE_UNSAFE) + routine_instants * routine_runs());
    for (unsigned i = 0; i < scenes; i++)
        try_scene(is_long ? (enum script_scene)i : short_scenes[i], is_long ? 0 : SHORT_from,
                  instants, &random);
    try_routine(is_long ? 0.2 : SHORT_from, routine_instants, &random);
}

static const struct campaign campaign = {
    .name = "bit flips",
    .question = "One bit of RAM, of an I/O register or of a core register is inverted at a random "
                "instant of a running\n"
                "session with heat and motors, or of a kit at rest after one, half of these while "
                "the core is awake. Each is "
                "followed until the chip's\n"
                "whole state is what it would have been, or past the session's end; and while the "
                "session runs, its leg\n"
                "is made as hot as the trip allows, to see that heat goes off. Unsafe is true skin "
                "above 43.5 C for over\n"
                "a second, or a motor driven over 3 s after the session should have ended, or "
                "after the flip.",
    .classes = classes,
    .class_count = PLACE_count * OUTCOME_count,
    .try = try,
};

int main(int count, char **arguments)
{
    return campaign_main(&campaign, count, arguments);
}

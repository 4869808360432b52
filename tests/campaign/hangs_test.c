/* The program runs wild or stands still: wild jumps, a wrong stack, endless loops in main and in each interrupt. */
#include "host/kit/kit_internal.h"
#include "host/kit/registers.h"
#include "tests/campaign/follow.h"
#include "tests/campaign/upset.h"
#include "tests/tap.h"

enum {
    SEED = 51,
    SHORT_instants = 1,
    LONG_instants = 60,
    FIRST_ms = 700, /* the session is under way, and nobody will ask for anything any more */
    WATCHDOG_ms = 120,
    WATCHDOG_late_ms = 15, /* its oscillator is its own; and a frame */
    OFF_ms =
        2 * WATCHDOG_ms + WATCHDOG_late_ms, /* twice: a wild write can let it interrupt first */
    RJMP_HERE = 0xCFFF,
    JMP = 0x940C,
    BYTES_PER_VECTOR = 4,
    ERASED_FROM =
        0x6000, /* behind the firmware: all ones, which do nothing up to the end, and then all begins anew */
    SP_BITS = 12,
    SREG_BITS = 8,
    PRESS_ms = 20,
};

/* T(ID, "name", runs at each instant, must the kit notice?, "what goes wrong"). */
#define TROUBLES(T)                                                                               \
    T(JUMP, "jump into the program", 8, false, "the core goes on at any even address of it")      \
    T(ERASED, "jump behind the program", 2, false, "into erased flash, and so to the beginning")  \
    T(STACK, "stack pointer", 3, false, "one bit of it is inverted")                              \
    T(SREG, "status register", 3, false, "one bit of it is inverted, the interrupts' among them") \
    T(LOOP, "endless loop in main", 2, true, "where it stands at that instant, interrupts go on") \
    T(HANG, "standing still", 1, true, "an endless loop with interrupts off")                     \
    T(LOOP_TICK, "endless loop in the tick", 1, true, "timer 1's interrupt")                      \
    T(LOOP_RECEIVER, "endless loop in the receiver", 1, true, "a byte comes in")                  \
    T(LOOP_SENDER, "endless loop in the transmitter", 1, true, "a reply is to be sent")           \
    T(LOOP_STOP, "endless loop in STOP's interrupt", 1, true,                                     \
      "the button is pressed and cannot cut by it")

enum trouble {
#define AS_ENUM(id, name, runs, must, what) TROUBLE_##id,
    TROUBLES(AS_ENUM)
#undef AS_ENUM
        TROUBLE_count
};

#define AS_CLASS(id, name, runs, must, what) {name, what},
static const struct campaign_class classes[TROUBLE_count] = {TROUBLES(AS_CLASS)};
#undef AS_CLASS

#define AS_KIND(id, name, runs, must, what) {(runs), (must)},
static const struct {
    unsigned runs;
    bool must_be_noticed;
} kinds[TROUBLE_count] = {TROUBLES(AS_KIND)};
#undef AS_KIND

enum { VECTOR_INT0 = 1, VECTOR_TICK = 13, VECTOR_RECEIVER = 18, VECTOR_SENDER = 19 };

/* Where an interrupt's code begins: its vector is a JMP, or an RJMP where the linker found that to reach. */
static uint16_t handler_of(const struct kit *kit, unsigned vector)
{
    uint16_t at = (uint16_t)(vector * BYTES_PER_VECTOR);
    uint16_t opcode = upset_flash_word(kit, at);
    if (opcode == JMP)
        return (uint16_t)(upset_flash_word(kit, (uint16_t)(at + 2)) * 2);
    int words = (opcode & 0x0FFF) - (opcode & 0x0800 ? 0x1000 : 0);
    return (uint16_t)(at + 2 + words * 2);
}

static void loop_at(struct kit *kit, uint16_t address)
{
    const uint16_t loop = RJMP_HERE;
    upset_flash(kit, address, &loop, 1, NULL);
}

static void make_trouble(struct script *script, enum trouble trouble, uint32_t any)
{
    struct kit *kit = script->peer->kit;
    upset_let_counter_wrap(kit);
    switch (trouble) {
    case TROUBLE_JUMP:
        upset_jump(kit, (uint16_t)(any % (kit->firmware.used_bytes / 2) * 2));
        break;
    case TROUBLE_ERASED:
        upset_jump(kit, (uint16_t)(ERASED_FROM + any % (UPSET_FLASH_bytes - ERASED_FROM) / 2 * 2));
        break;
    case TROUBLE_STACK:
        upset_bit(kit, (uint16_t)(REG_SPL + any % SP_BITS / 8), any % SP_BITS % 8);
        break;
    case TROUBLE_SREG:
        upset_sreg(kit, any % SREG_BITS);
        break;
    case TROUBLE_LOOP:
        loop_at(kit, upset_where(kit));
        break;
    case TROUBLE_HANG:
        machine_hang(kit->machine);
        break;
    case TROUBLE_LOOP_TICK:
        loop_at(kit, handler_of(kit, VECTOR_TICK));
        break;
    case TROUBLE_LOOP_RECEIVER:
        loop_at(kit, handler_of(kit, VECTOR_RECEIVER));
        kit_write(kit, "", 1);
        break;
    case TROUBLE_LOOP_SENDER:
        loop_at(kit, handler_of(kit, VECTOR_SENDER));
        peer_send(script->peer, (const uint8_t[]){MESSAGE_STATUS, 1}, MESSAGE_HEADER);
        break;
    default:
        loop_at(kit, handler_of(kit, VECTOR_INT0));
        kit_press(kit, BUTTON_STOP, PRESS_ms);
    }
}

_Noreturn static void try_trouble(struct script *script, const struct record *record,
                                  enum trouble trouble, uint32_t any)
{
    static const char *const outcomes[] = {"harmless",  "detected", "stopped", "silent",
                                           "otherwise", "too warm", "no end",  "driven again"};
    struct campaign_result result = {.class = (uint8_t)trouble};
    const struct peer_outputs *outputs = &script->peer->outputs;
    uint64_t since = kit_cycles(script->peer->kit);
    bool was_driven = outputs->driven;
    uint32_t resets = script->peer->kit->resets;
    make_trouble(script, trouble, any);
    enum outcome outcome = follow(script, record, &result);
    result.latency_cycles = CAMPAIGN_NO_LATENCY;
    if (outcome == OUTCOME_DETECTED && was_driven) {
        result.latency_cycles = (int64_t)(outputs->off_cycle - since);
        bool is_late = result.latency_cycles > OFF_ms * PEER_CYCLES_ms;
        result.unsafe |= outputs->driven || (is_late && script->peer->kit->resets != resets);
    }
    result.wrong = kinds[trouble].must_be_noticed && !result.detected;
    campaign_end_with(&result, "%s, %s at %.3f ms, %08lx: %s, off after %.1f ms",
                      classes[trouble].name, script_scene_name(script->scene),
                      (double)(since - script->begin_cycle) / PEER_CYCLES_ms, (unsigned long)any,
                      outcomes[outcome], (double)result.latency_cycles / PEER_CYCLES_ms);
}

/* --- All of them -------------------------------------------------------------------------------- */

static const enum script_scene scenes[] = {SCENE_WARMING, SCENE_HOLDING, SCENE_PLAYING};

static void try_instant(struct script *script, void *record, uint32_t *random)
{
    for (enum trouble trouble = 0; trouble < TROUBLE_count; trouble++)
        for (unsigned n = 0; n < kinds[trouble].runs; n++) {
            uint32_t any = tap_random(random);
            if (campaign_run())
                try_trouble(script, record, trouble, any);
        }
}

static void try(bool is_long)
{
    enum { SCENES = sizeof scenes / sizeof *scenes };
    unsigned instants = is_long ? LONG_instants : SHORT_instants, troubles = 0;
    uint32_t random = SEED;
    for (enum trouble trouble = 0; trouble < TROUBLE_count; trouble++)
        troubles += kinds[trouble].runs;
    unsigned tried = is_long ? SCENES : 1;
    campaign_expect(tried * instants * troubles);
    for (unsigned i = 0; i < tried; i++) {
        struct record *record = follow_record(scenes[i]);
        struct script *script = script_new(scenes[i]);
        follow_instants(script, FIRST_ms, instants, &random, try_instant, record);
        script_free(script);
    }
}

static const struct campaign campaign = {
    .name = "hangs",
    .question = "The program counter is thrown to random addresses, a bit of the stack pointer or "
                "of the status\n"
                "register is inverted, main and each interrupt get stuck. What the watchdog ends "
                "must have everything\n"
                "off within twice its 120 ms (a wild write can let it interrupt first) and 15 ms, "
                "and nothing is driven\n"
                "again until a person wants it; a program that goes on is judged as after a bit "
                "flip. An opcode that\n"
                "there is none of counts as standing still with interrupts off.",
    .classes = classes,
    .class_count = TROUBLE_count,
    .try = try,
};

int main(int count, char **arguments)
{
    return campaign_main(&campaign, count, arguments);
}

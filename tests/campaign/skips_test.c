/* One to five instructions skipped, at every address of the heater's path. */
#include <stdlib.h>
#include <string.h>

#include "tests/bench/elf.h"
#include "tests/campaign/follow.h"
#include "tests/campaign/upset.h"
#include "tests/tap.h"

enum {
    SKIPPED_max = 5,
    WORDS_max = 2 * SKIPPED_max,
    ADDRESSES_max = 1 << 14,
    SHORT_every = 150, /* the short form takes one address of so many */
    AT_ms = 4000,      /* the heater holds 41 C */
    FRAME_ms = 10,
    BEFORE_HEAT_ms = 20,
    NOP = 0,
};

/* The heater's path: gate, proof and fault latch, the loop with the arm line's pump, the readings and the controller,
 * what stops at once, the tick, and the frame that drives the switch. Link-time optimization has taken their callees
 * in; one that is taken in, too, or has another name now ends the campaign. */
static const char *const functions[] = {"main",
                                        "permit",
                                        "watch_cycle",
                                        "look_around",
                                        "do_pieces",
                                        "begin_frame",
                                        "keep",
                                        "turn_conversions",
                                        "follow_state",
                                        "safety_report_bit",
                                        "set_present",
                                        "go_through",
                                        "safety_heat_rests",
                                        "safety_limit_reached",
                                        "convert_thermistor",
                                        "to_supply_mV",
                                        "clamp",
                                        "leg_of",
                                        "preflight",
                                        "device_preflight",
                                        "usage_motor_is_used",
                                        "usage_heat_rests",
                                        "usage_wait_min",
                                        "guard_check",
                                        "guard_open",
                                        "device_acknowledge",
                                        "usage_rest",
                                        "add_capped",
                                        "dose_rate_mCEM43_min",
                                        "__vector_1",
                                        "__vector_13",
                                        "__vector_frame"};

enum length { LENGTH_FRAME, LENGTH_EVER, LENGTH_count };

static const struct campaign_class classes[] = {
    {"in one frame: harmless", "all is as it would have been"},
    {"in one frame: noticed", "a fault, a reset, an early end; latency: until then"},
    {"in one frame: otherwise", "other outputs for a while, within every limit"},
    {"in one frame: unsafe", ""},
    {"for ever, hot leg: heat goes off",
     "the leg is made as hot as the trip allows; latency: until the heat is off"},
    {"for ever, hot leg: too warm", "true skin above 43.5 C for over a second"},
};

enum class {
    CLASS_HARMLESS,
    CLASS_NOTICED,
    CLASS_OTHERWISE,
    CLASS_UNSAFE,
    CLASS_GOES_OFF,
    CLASS_TOO_WARM,
};

struct skip {
    uint16_t address;
    uint8_t instructions;
    enum length length;
};

/* LDS and STS, JMP and CALL have a second word (AVR instruction set manual). */
static unsigned words_of(uint16_t opcode)
{
    bool is_wide = (opcode & 0xFC0F) == 0x9000 || (opcode & 0xFE0C) == 0x940C;
    return is_wide ? 2 : 1;
}

static unsigned list_addresses(const struct kit *kit, uint16_t *addresses)
{
    static struct elf_symbols symbols;
    unsigned count = 0;
    bool is_found[sizeof functions / sizeof *functions] = {false};
    elf_symbols(peer_options().firmware_path, &symbols);
    for (unsigned i = 0; i < symbols.count; i++)
        for (unsigned f = 0; f < sizeof functions / sizeof *functions; f++) {
            const struct elf_symbol *symbol = &symbols.list[i];
            if (!symbol->is_function || strcmp(symbol->name, functions[f]) != 0)
                continue;
            is_found[f] = true;
            for (uint16_t at = symbol->address; at < symbol->address + symbol->bytes;
                 at = (uint16_t)(at + 2 * words_of(upset_flash_word(kit, at))))
                if (count < ADDRESSES_max)
                    addresses[count++] = at;
        }
    for (unsigned f = 0; f < sizeof functions / sizeof *functions; f++)
        if (!is_found[f]) {
            fprintf(stderr, "campaign: the image has no function %s: where is what it did?\n",
                    functions[f]);
            exit(1);
        }
    return count;
}

/* --- One skip ----------------------------------------------------------------------------------- */

/* Takes out the instructions and returns how many words that were. */
static unsigned take_out(struct kit *kit, const struct skip *skip, uint16_t kept[WORDS_max])
{
    static const uint16_t nothing[WORDS_max] = {NOP};
    unsigned words = 0;
    for (unsigned n = 0; n < skip->instructions; n++)
        words += words_of(upset_flash_word(kit, (uint16_t)(skip->address + 2 * words)));
    upset_flash(kit, skip->address, nothing, words, kept);
    return words;
}

static bool run_on(struct script *script, double ms)
{
    uint64_t until = kit_cycles(script->peer->kit) + (uint64_t)(ms * PEER_CYCLES_ms);
    while (!script_run_until(script, until))
        if (!upset_stand_still(script->peer->kit))
            return false;
    return true;
}

static void skip_in_frame(struct script *script, const struct record *record,
                          const struct skip *skip, struct campaign_result *result)
{
    uint16_t kept[WORDS_max];
    unsigned words = take_out(script->peer->kit, skip, kept);
    run_on(script, FRAME_ms);
    upset_flash(script->peer->kit, skip->address, kept, words, NULL);
    enum outcome outcome = follow(script, record, result);
    result->class = outcome == OUTCOME_HARMLESS    ? CLASS_HARMLESS
                    : outcome == OUTCOME_OTHERWISE ? CLASS_OTHERWISE
                    : result->unsafe               ? CLASS_UNSAFE
                                                   : CLASS_NOTICED;
}

static void skip_for_ever(struct script *script, const struct record *record,
                          const struct skip *skip, struct campaign_result *result)
{
    uint16_t kept[WORDS_max];
    struct kit *kit = script->peer->kit;
    take_out(kit, skip, kept);
    run_on(script, BEFORE_HEAT_ms);
    uint64_t since = kit_cycles(kit);
    result->unsafe = !follow_hot_leg(script, record);
    result->detected = !result->unsafe;
    result->class = result->unsafe ? CLASS_TOO_WARM : CLASS_GOES_OFF;
    uint64_t off = script->peer->outputs.heater_off_cycle;
    result->latency_cycles =
        result->unsafe || off < since ? CAMPAIGN_NO_LATENCY : (int64_t)(off - since);
}

_Noreturn static void try_skip(struct script *script, const struct record *record,
                               const struct skip *skip)
{
    struct campaign_result result = {.latency_cycles = CAMPAIGN_NO_LATENCY};
    if (skip->length == LENGTH_FRAME)
        skip_in_frame(script, record, skip, &result);
    else
        skip_for_ever(script, record, skip, &result);
    campaign_end_with(&result, "%s: %u from 0x%04x on", classes[result.class].name,
                      skip->instructions, skip->address);
}

/* --- All of them -------------------------------------------------------------------------------- */

static void try(bool is_long)
{
    static uint16_t addresses[ADDRESSES_max];
    struct record *record = follow_record(SCENE_HOLDING);
    struct script *script = script_new(SCENE_HOLDING);
    unsigned every = is_long ? 1 : SHORT_every;
    unsigned count = list_addresses(script->peer->kit, addresses);
    campaign_expect((count + every - 1) / every * SKIPPED_max * LENGTH_count);
    script_run_until_ms(script, AT_ms);
    for (unsigned i = 0; i < count; i += every)
        for (uint8_t n = 1; n <= SKIPPED_max; n++)
            for (enum length length = 0; length < LENGTH_count; length++) {
                struct skip skip = {addresses[i], n, length};
                if (campaign_run())
                    try_skip(script, record, &skip);
            }
    script_free(script);
}

static const struct campaign campaign = {
    .name = "skipped instructions",
    .question = "One to five instructions are skipped at every address of the heater's path (the "
                "gate, the proof of its\n"
                "switches, the fault latch, the loop that pumps the arm line, the readings, the "
                "controller, the tick that\n"
                "drives the switch) while 41 C are held: in one frame of 10 ms, followed as a bit "
                "flip is; and from then\n"
                "on for ever, with the leg made as hot as the trip allows, when the heat must go "
                "off before true skin is\n"
                "above 43.5 C for over a second.",
    .classes = classes,
    .class_count = sizeof classes / sizeof *classes,
    .try = try,
};

int main(int count, char **arguments)
{
    return campaign_main(&campaign, count, arguments);
}

#include "tests/campaign/upset.h"

#include <string.h>

#include <simavr/sim_cycle_timers.h>

#include "host/kit/kit_internal.h"
#include "host/kit/machine_internal.h"
#include "host/kit/registers.h"

enum {
    IO_START = 0x20,
    REG_SREG = 0x5F,
};

static avr_t *core(const struct kit *kit)
{
    return kit->machine->avr;
}

/* --- Registers and RAM -------------------------------------------------------------------------- */

/* From the datasheet's Register Summary. EECR, SPMCSR and WDTCSR
 * take a write for an order: there the bit alone is inverted. */
struct io_register {
    uint16_t address;
    bool is_order; /* a write would do something else than hold the value */
};

static const struct io_register io_registers[] = {
    {0x23, true},  {0x24, false}, {0x25, false}, {0x26, true},  {0x27, false}, {0x28, false},
    {0x29, true},  {0x2A, false}, {0x2B, false}, {0x35, true},  {0x36, true},  {0x37, true},
    {0x3B, true},  {0x3C, true},  {0x3D, false}, {0x3E, false}, {0x3F, true},  {0x40, false},
    {0x41, false}, {0x42, false}, {0x44, false}, {0x45, false}, {0x46, false}, {0x47, false},
    {0x48, false}, {0x4A, false}, {0x4B, false}, {0x50, false}, {0x53, false}, {0x54, false},
    {0x55, false}, {0x57, true},  {0x60, true},  {0x68, false}, {0x69, false}, {0x6C, false},
    {0x6D, false}, {0x6E, false}, {0x6F, false}, {0x70, false}, {0x78, true},  {0x79, true},
    {0x7A, false}, {0x7B, false}, {0x7C, false}, {0x7E, false}, {0x7F, false}, {0x80, false},
    {0x81, false}, {0x82, false}, {0x84, false}, {0x85, false}, {0x86, false}, {0x87, false},
    {0x88, false}, {0x89, false}, {0x8A, false}, {0x8B, false}, {0xB0, false}, {0xB1, false},
    {0xB2, false}, {0xB3, false}, {0xB4, false}, {0xB6, true},  {0xC0, true},  {0xC1, false},
    {0xC2, false}, {0xC4, false}, {0xC5, false}, {0xC6, true},
};

unsigned upset_io_count(void)
{
    return sizeof io_registers / sizeof *io_registers;
}

uint16_t upset_io_address(unsigned index)
{
    return io_registers[index].address;
}

static bool is_order(uint16_t address)
{
    for (unsigned i = 0; i < upset_io_count(); i++)
        if (io_registers[i].address == address)
            return io_registers[i].is_order;
    return true;
}

void upset_bit(struct kit *kit, uint16_t address, unsigned bit)
{
    avr_t *avr = core(kit);
    uint8_t value = avr->data[address] ^ (uint8_t)(1u << bit);
    bool is_io = address >= IO_START && address < IO_REGISTERS_end;
    avr_io_addr_t io = is_io ? AVR_DATA_TO_IO(address) : 0;
    if (is_io && !is_order(address) && avr->io[io].w.c)
        avr->io[io].w.c(avr, address, value, avr->io[io].w.param);
    else
        avr->data[address] = value;
}

void upset_sreg(struct kit *kit, unsigned bit)
{
    core(kit)->sreg[bit] ^= 1;
    if (bit == S_I)
        core(kit)->interrupt_state = (int8_t)core(kit)->sreg[S_I];
}

/* --- The program -------------------------------------------------------------------------------- */

void upset_jump(struct kit *kit, uint16_t address)
{
    core(kit)->pc = address;
    core(kit)->state = cpu_Running;
}

uint16_t upset_flash_word(const struct kit *kit, uint16_t address)
{
    const uint8_t *at = core(kit)->flash + address;
    return (uint16_t)(at[0] | at[1] << 8);
}

/* What has been changed in flash, as one number: 0 when all is again as it was. */
static uint64_t changes;

static uint64_t mix(uint64_t state, uint64_t value)
{
    state = (state ^ value) * 0x9E3779B97F4A7C15; /* Fibonacci hashing (Knuth, TAOCP 3, 6.4) */
    return state ^ state >> 32;
}

void upset_flash(struct kit *kit, uint16_t address, const uint16_t *words, unsigned count,
                 uint16_t *kept)
{
    for (unsigned i = 0; i < count; i++) {
        uint16_t at = (uint16_t)(address + 2 * i);
        uint16_t old = upset_flash_word(kit, at);
        if (kept)
            kept[i] = old;
        changes ^= mix(mix(1, at), old) ^ mix(mix(1, at), words[i]);
        core(kit)->flash[at] = (uint8_t)words[i];
        core(kit)->flash[at + 1] = (uint8_t)(words[i] >> 8);
    }
}

void upset_let_counter_wrap(struct kit *kit)
{
    static const uint8_t to_the_beginning[] = {0x0C, 0x94, 0, 0}; /* JMP 0 */
    core(kit)->codeend = core(kit)->flashend = UPSET_FLASH_bytes;
    memcpy(core(kit)->flash + UPSET_FLASH_bytes - sizeof to_the_beginning, to_the_beginning,
           sizeof to_the_beginning);
}

bool upset_is_asleep(const struct kit *kit)
{
    return core(kit)->state == cpu_Sleeping;
}

uint16_t upset_where(const struct kit *kit)
{
    return (uint16_t)core(kit)->pc;
}

bool upset_stand_still(struct kit *kit)
{
    if (!kit->machine || !kit->machine->ended)
        return false;
    kit->machine->ended = false;
    kit->machine->error[0] = 0;
    machine_hang(kit->machine);
    return true;
}

void upset_let_watchdog_reset(struct kit *kit)
{
    enum { PENDING = WDTCSR_WDIF | WDTCSR_WDIE | WDTCSR_WDE };
    if (kit->machine && (core(kit)->data[REG_WDTCSR] & PENDING) == PENDING)
        core(kit)->data[REG_WDTCSR] &= (uint8_t)~WDTCSR_WDIE;
}

/* --- The same state ----------------------------------------------------------------------------- */

static uint64_t mix_bytes(uint64_t state, const uint8_t *bytes, size_t count)
{
    uint64_t word = 0;
    for (size_t i = 0; i < count; i++) {
        word = word << 8 | bytes[i];
        if (i % 8 == 7 || i + 1 == count) {
            state = mix(state, word);
            word = 0;
        }
    }
    return state;
}

/* All that simavr has planned: the timers' next events, the converter's, the UART's, the EEPROM's, the
 * watchdog's. */
static uint64_t mix_plans(uint64_t state, const struct machine *machine)
{
    const avr_t *avr = machine->avr;
    for (avr_cycle_timer_slot_p slot = avr->cycle_timers.timer; slot; slot = slot->next)
        if (slot->param != machine) /* the kit's own alarm */
            state = mix(mix(state, slot->when - avr->cycle), (uintptr_t)slot->timer);
    uint64_t busy = machine->nvm.busy_until_cycle;
    return mix(state, busy > avr->cycle ? busy - avr->cycle : 0);
}

uint64_t upset_state(const struct kit *kit, uint16_t variables_end)
{
    const avr_t *avr = core(kit);
    const uint8_t *data = avr->data;
    unsigned stack = data[REG_SPL] | (unsigned)data[REG_SPL + 1] << 8;
    uint64_t state = mix(mix(changes, avr->pc), (uint64_t)avr->state);
    state = mix_bytes(state, avr->sreg, sizeof avr->sreg);
    state = mix_bytes(state, data, REG_SREG); /* simavr fills SREG in when it is read */
    state = mix_bytes(state, data + REG_SREG + 1, variables_end - REG_SREG - 1u);
    if (stack > variables_end && stack <= RAM_END)
        state = mix_bytes(state, data + stack, RAM_END + 1u - stack);
    for (unsigned i = 0; i < avr->interrupts.vector_count; i++)
        state = mix(state, avr->interrupts.vector[i]->pending);
    state =
        mix(state, (uint64_t)(kit->machine->uart->input.write - kit->machine->uart->input.read));
    state = mix_bytes(state, machine_eeprom(kit->machine), MACHINE_EEPROM_bytes);
    state = mix(state, kit->machine->nvm.flash_changed);
    return mix_plans(state, kit->machine);
}

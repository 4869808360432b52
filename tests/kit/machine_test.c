/* The chip of the virtual kit, where simavr 1.6 differs from the data sheet: each of these could
 * hide a fault of the firmware or invent one. */
#include <string.h>

#include "host/kit/machine.h"
#include "host/kit/outputs.h"
#include "host/kit/registers.h"
#include "tests/kit/assemble.h"
#include "tests/tap.h"

enum {
    UCSR0A = 0xC0,
    UCSR0B = 0xC1,
    UDR0 = 0xC6,
    ADCL = 0x78,
    ADCH = 0x79,
    ADCSRA = 0x7A,
    WDTCSR = 0x60,
    SMCR = 0x53,
    RXC = 7,
    FE = 4,
    ADSC = 6,
};

static struct firmware program;
static struct machine *machine;

/* What the wiring saw. */
static uint64_t stop_cycle, sent_cycle, reset_cycle;
static uint8_t sent_byte, reset_cause;
static unsigned sampled_channel, output_writes;

static uint64_t on_alarm(void *context, uint64_t cycle)
{
    (void)context;
    if (cycle < stop_cycle)
        return stop_cycle;
    machine_halt(machine);
    return MACHINE_NO_ALARM;
}

static void on_outputs(void *context, uint64_t cycle)
{
    (void)context, (void)cycle;
    output_writes++;
}

static void on_byte(void *context, uint64_t cycle, uint8_t byte)
{
    (void)context;
    sent_cycle = cycle;
    sent_byte = byte;
}

static uint16_t on_sample(void *context, uint64_t cycle, unsigned channel)
{
    (void)context, (void)cycle;
    sampled_channel = channel;
    return (uint16_t)(channel * 100 + 7);
}

static void on_reset(void *context, uint64_t cycle, uint8_t mcusr)
{
    (void)context;
    reset_cycle = cycle;
    reset_cause = mcusr;
}

static void power_up(void)
{
    static uint8_t eeprom[MACHINE_EEPROM_bytes];
    memset(eeprom, 0xFF, sizeof eeprom);
    eeprom[9] = 0x0F;
    struct machine_start start = {
        .firmware = &program,
        .wiring = {NULL, on_alarm, on_outputs, on_byte, on_sample, on_reset, NULL},
        .fuses = {.low = 0xE1, .high = 0xE2, .extended = 0xE3, .lock = 0xE4},
        .mcusr = MCUSR_PORF,
        .ram_seed = 1,
        .eeprom = eeprom,
    };
    reset_cause = 0;
    machine = machine_new(&start);
}

/* Runs to a cycle. */
static bool run(uint64_t cycle)
{
    stop_cycle = cycle;
    machine_set_alarm(machine, cycle);
    return machine_run(machine);
}

static uint8_t at(uint16_t address)
{
    return machine_data(machine)[address];
}

static void set_up_uart(void)
{
    asm_begin(&program);
    asm_store(&program, REG_UBRR0L, 3);
    asm_store(&program, UCSR0B, 1 << 4 | 1 << 3); /* RXEN, TXEN */
}

static void test_receiver(void)
{
    set_up_uart();
    for (unsigned i = 0; i < 3; i++) {
        asm_wait(&program, UCSR0A, RXC, 0);
        asm_copy(&program, (uint16_t)(RAM_START + 2 * i), UCSR0A);
        asm_copy(&program, (uint16_t)(RAM_START + 2 * i + 1), UDR0);
    }
    asm_stop(&program);
    power_up();
    run(1000);
    is_int(machine_receive(machine, 0x5A, false), 1, "the first byte is alone in the FIFO");
    run(1020);
    is_int(at(RAM_START + 1), 0x5A, "a byte can be read at once after its stop bit");
    machine_receive(machine, 0x11, true);
    run(1100);
    ok(at(RAM_START + 2) & 1 << FE, "a broken stop bit sets the framing error");
    ok(!(at(RAM_START) & 1 << FE), "which a good byte did not");
    run(1200);
    machine_receive(machine, 1, false);
    run(1300);
    machine_receive(machine, 2, false);
    machine_receive(machine, 3, false);
    is_int(machine_receive(machine, 4, false), 3,
           "three unread bytes are one more than the chip holds, and are counted as three");
    machine_free(machine);

    asm_begin(&program);
    asm_store(&program, REG_UBRR0L, 8); /* 115200 baud */
    asm_store(&program, UCSR0B, 1 << 4);
    asm_wait(&program, UCSR0A, RXC, 0);
    asm_copy(&program, RAM_START, UCSR0A);
    asm_stop(&program);
    power_up();
    run(100);
    machine_receive(machine, 0x5A, false);
    run(200);
    ok(at(RAM_START) & 1 << FE, "a firmware that listens at another speed sees framing errors");
    machine_free(machine);
}

static void test_transmitter(void)
{
    set_up_uart();
    asm_store(&program, UDR0, 0xA1);
    asm_wait(&program, UCSR0A, 5, 0); /* UDRE */
    asm_store(&program, UDR0, 0xA2);
    asm_stop(&program);
    power_up();
    run(30);
    uint64_t first_cycle = sent_cycle;
    is_int(sent_byte, 0xA1, "the transmitter hands over the byte");
    run(2000);
    is_int(sent_byte, 0xA2, "and the next");
    ok(sent_cycle - first_cycle >= MACHINE_BYTE_cycles &&
           sent_cycle - first_cycle < MACHINE_BYTE_cycles + 20,
       "bytes follow each other after 10 bits, not 11");
    machine_free(machine);
}

static void test_duties(void)
{
    asm_begin(&program);
    asm_store(&program, REG_DDRB, 0x0F);
    asm_store(&program, REG_DDRD, 0xE8);
    asm_store(&program, REG_OCR0A, 127);
    asm_store(&program, REG_TCCR0A, 0x83); /* OC0A, fast PWM; OC0B disconnected */
    asm_store(&program, REG_TCCR0B, 0x02);
    asm_store(&program, REG_PORTD, 1 << 5); /* upper-lateral: driven full on */
    asm_store(&program, REG_TCCR1A, 0xA2);
    asm_store(&program, REG_TCCR1B, 0x1A); /* the clock starts before TOP is set */
    asm_store(&program, REG_ICR1L + 1, 1999 >> 8);
    asm_store(&program, REG_ICR1L, 1999 & 0xFF);
    asm_store(&program, REG_OCR1AL + 1, 499 >> 8);
    asm_store(&program, REG_OCR1AL, 499 & 0xFF);
    asm_store(&program, REG_OCR1BL + 1, 1999 >> 8);
    asm_store(&program, REG_OCR1BL, 1999 & 0xFF);
    asm_store(&program, REG_TCCR2B, 0x02);
    asm_store(&program, REG_TCCR2A, 0x33); /* OC2B inverted */
    asm_store(&program, REG_OCR2B, 63);
    asm_store(&program, 0x6F, 1); /* TIMSK1: TOIE1, only polled here */
    asm_stop(&program);
    power_up();
    run(1000);
    struct outputs out = outputs_read(machine_data(machine));
    is_int(out.motor_permille[ZONE_UPPER_MEDIAL], 500, "OC0A at 127 is half");
    is_int(out.motor_permille[ZONE_UPPER_LATERAL], 1000, "a disconnected high pin is full on");
    is_int(out.motor_permille[ZONE_MID_MEDIAL], 250, "OC1A at 499 of 1999 is a quarter");
    is_int(out.motor_permille[ZONE_MID_LATERAL], 1000, "OC1B at TOP is full on, as on the chip");
    is_int(out.motor_permille[ZONE_ANKLE_MEDIAL], 0, "a disconnected low pin is off");
    is_int(out.motor_permille[ZONE_ANKLE_LATERAL], 750, "inverted, 63 is three quarters");

    run(15000);
    ok(!(at(0x36) & 1), "timer 1 has not overflowed after 0.9 ms although TOP was set late");
    run(17000);
    ok(at(0x36) & 1, "and has after 1.1 ms"); /* TIFR1: TOV1 */
    machine_free(machine);
}

static void test_converter(void)
{
    asm_begin(&program);
    asm_store(&program, REG_ADMUX, 0x42);
    asm_store(&program, ADCSRA, 0xC7); /* enable, start, clock / 128 */
    asm_wait(&program, ADCSRA, ADSC, 1);
    asm_store(&program, REG_ADMUX, 0x4E); /* too early for simavr: the result is not read yet */
    asm_copy(&program, RAM_START, ADCL);
    asm_copy(&program, RAM_START + 1, ADCH);
    asm_store(&program, ADCSRA, 0xC7);
    asm_wait(&program, ADCSRA, ADSC, 1);
    asm_copy(&program, RAM_START + 2, ADCL);
    asm_copy(&program, RAM_START + 3, ADCH);
    asm_stop(&program);
    power_up();
    run(10000);
    is_int(at(RAM_START) | at(RAM_START + 1) << 8, 207,
           "a conversion keeps its input although ADMUX changes before it is read");
    is_int(sampled_channel, 14, "the next one samples the bandgap");
    is_int(at(RAM_START + 2) | at(RAM_START + 3) << 8, 1023, "and clips at 1023");
    machine_free(machine);
}

static void write_eeprom(uint8_t address, uint8_t value)
{
    asm_store(&program, REG_EEARH, 0);
    asm_store(&program, REG_EEARL, address);
    asm_store(&program, REG_EEDR, value);
    asm_store(&program, REG_EECR, EECR_EEMPE);
    asm_store(&program, REG_EECR, EECR_EEMPE | EECR_EEPE);
}

static void test_eeprom(void)
{
    asm_begin(&program);
    write_eeprom(9, 0xF0);
    asm_copy(&program, RAM_START, REG_EECR);
    asm_store(&program, REG_EECR, EECR_EERE); /* not allowed now */
    asm_wait(&program, REG_EECR, 1, 1);
    asm_store(&program, RAM_START + 1, 0x77);
    asm_stop(&program);
    power_up();
    run(54000);
    ok(at(RAM_START) & EECR_EEPE, "EEPE stays set while a byte is written");
    ok(machine_eeprom_busy(machine) && at(RAM_START + 1) != 0x77, "for 3.4 ms");
    run(55000);
    ok(!machine_eeprom_busy(machine) && at(RAM_START + 1) == 0x77, "and not longer");
    is_int(machine_eeprom(machine)[9], 0xF0, "the byte is stored");
    is_int(machine_eeprom_violations(machine), 1, "a read during the write is counted");
    machine_free(machine);

    power_up();
    run(1000);
    machine_tear_eeprom(machine, 0x80);
    is_int(machine_eeprom(machine)[9], 0x8F, "cut while erasing: old bits, some already set");
    machine_free(machine);
    power_up();
    run(40000);
    machine_tear_eeprom(machine, 0x01);
    is_int(machine_eeprom(machine)[9], 0xF1,
           "cut while programming: new bits, some not yet cleared");
    machine_free(machine);
}

static void test_fuses(void)
{
    asm_begin(&program);
    for (uint8_t i = 0; i < 4; i++) {
        asm_load_z(&program, i, SPMCSR_BLBSET | SPMCSR_SELFPRGEN);
        asm_word(&program, ASM_OUT_SPMCSR_R16);
        asm_word(&program, ASM_LPM_R17_Z);
        asm_store(&program, 0x101 + i, 0);
        asm_word(&program, 0x9310); /* STS 0x101 + i, r17 */
        asm_word(&program, (uint16_t)(0x101 + i));
    }
    asm_load_z(&program, 0, 0);
    asm_word(&program, ASM_LPM_R17_Z);
    asm_word(&program, 0x9310);
    asm_word(&program, 0x105);
    asm_stop(&program);
    power_up();
    run(1000);
    const uint8_t fuses[4] = {0xE1, 0xE4, 0xE3, 0xE2};
    is_bytes(machine_data(machine) + 0x101, fuses, 4, "low, lock, extended, high can be read");
    is_int(at(0x105), program.flash[0], "and flash again afterwards");
    machine_free(machine);
}

static void test_watchdog_reset(void)
{
    asm_begin(&program);
    asm_store(&program, REG_DDRD, 0x80);
    asm_store(&program, REG_PORTD, 0x80);
    asm_store(&program, WDTCSR, 0x18); /* change enable */
    asm_store(&program, WDTCSR, 0x08); /* reset after 16 ms */
    asm_stop(&program);
    power_up();
    machine_set_pin(machine, 'D', 2, true);
    run(200000);
    ok(outputs_read(machine_data(machine)).heater_power, "the power pin is on");
    is_int(reset_cause, 0, "no reset yet");
    run(262000);
    is_int(reset_cause, MCUSR_WDRF, "the watchdog resets, and says so");
    ok(reset_cycle > 256000 && reset_cycle < 257000, "after 16 ms");
    ok(at(REG_PIND) & 1 << 2, "an input keeps its level over a reset");
    machine_free(machine);
}

static void test_reset_from_outside(void)
{
    asm_begin(&program);
    asm_copy(&program, RAM_START, REG_MCUSR);
    asm_stop(&program);
    power_up();
    run(100);
    uint8_t noise = at(RAM_START + 100);
    is_int(at(RAM_START), MCUSR_PORF, "a power-up says so");
    machine_reset(machine, MCUSR_BORF, 5000);
    run(5100);
    is_int(at(RAM_START), MCUSR_BORF, "a brown-out says so");
    is_int(at(RAM_START + 100), noise, "and keeps the RAM");
    machine_free(machine);
}

static void test_end(void)
{
    asm_begin(&program);
    asm_word(&program, ASM_CLI);
    asm_store(&program, SMCR, 1);
    asm_word(&program, ASM_SLEEP);
    power_up();
    ok(!run(1000), "asleep with interrupts off is the end");
    is_str(machine_error(machine), "asleep with interrupts off", "which is said");
    machine_free(machine);

    asm_begin(&program);
    asm_stop(&program);
    power_up();
    ok(run(1000), "an endless loop is not");
    is_int(machine_cycle(machine), 1000, "it stops when the alarm says, to the cycle");
    machine_free(machine);
}

int main(void)
{
    test_receiver();
    test_transmitter();
    test_duties();
    test_converter();
    test_eeprom();
    test_fuses();
    test_watchdog_reset();
    test_reset_from_outside();
    test_end();
    return done();
}

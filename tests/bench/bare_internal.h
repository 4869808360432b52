/* bare_internal.h: what bare_record.c and bare_play.c share. For these files only.
 *
 * Owns: the layout of struct bare_session.
 */
#ifndef TESTS_BENCH_BARE_INTERNAL_H
#define TESTS_BENCH_BARE_INTERNAL_H

#include "host/kit/kit_internal.h"
#include "host/kit/machine_internal.h"
#include "tests/bench/bare.h"

struct heard {
    uint64_t cycle; /* of its stop bit */
    uint32_t value; /* with UART_INPUT_FE */
};

struct bare_session {
    struct machine *machine;      /* that is recorded */
    struct machine_wiring wiring; /* as it was */
    struct firmware firmware;
    struct machine_fuses fuses;
    uint8_t eeprom[MACHINE_EEPROM_bytes];
    uint8_t levels[PORTS], driven[PORTS];
    struct heard *bytes;
    uint16_t *samples;
    unsigned byte_count, sample_count;
    uint64_t cycles;
    struct bare_result recorded;
};

/* Listens to the transmitter: counts a byte into the struct bare_result that is `param`. */
void bare_count_sent(struct avr_irq_t *irq, uint32_t value, void *param);

/* Says why, and ends the program. */
_Noreturn void bare_give_up(const char *why);

#endif

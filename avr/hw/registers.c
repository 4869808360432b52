#include "avr/hw/registers.h"

#include <avr/io.h>
#include <util/atomic.h>

#include "avr/hw/hw.h"

#define UBRR_VALUE (BOARD_CLOCK_Hz / 16 / BOARD_LINK_baud - 1) /* datasheet table 20-1 */

#define BIT(net) _BV(PIN_BIT_##net)
#define PULL_UPS_D (BIT(STOP_BUTTON) | _BV(PORTD0)) /* STOP, and RXD while unplugged */

enum { ALL = 0xFF, NOT_CHECKED = 0 };

/* R(register, value, bits that must stay so). Written from top to bottom: pins and UART first, so that the kit
 * can say that it is there; then, when it has tested itself, the rest. */
#define REGISTERS_FIRST(R)                                                                         \
    R(GPIOR0, _BV(FLAG_CUT), NOT_CHECKED)  /* nothing may be driven before a person asks for it */ \
    R(EICRA, _BV(ISC11) | _BV(ISC01), ALL) /* falling edges; before DDRD: INT1's pin is a motor */ \
    R(PORTB, 0, (uint8_t) ~(BIT(HEATER_ARM) | BIT(SYNC) | BIT(LED_STATUS)))                        \
    R(PORTC, 0, (uint8_t) ~(BIT(LED_HEAT) | BIT(LED_ATTENTION)))                                   \
    R(PORTD, PULL_UPS_D, (uint8_t) ~(BIT(HEATER_POWER) | BIT(NTC_POWER)))                          \
    R(DDRB, PIN_DIRECTIONS_B, ALL)                                                                 \
    R(DDRC, PIN_DIRECTIONS_C, ALL)                                                                 \
    R(DDRD, PIN_DIRECTIONS_D, ALL)                                                                 \
    R(EIFR, _BV(INTF0), NOT_CHECKED)                                                               \
    R(EIMSK, _BV(INT0), ALL)                                                                       \
    R(UBRR0H, UBRR_VALUE >> 8, ALL)                                                                \
    R(UBRR0L, UBRR_VALUE & 0xFF, ALL)                                                              \
    R(UCSR0A, 0, _BV(U2X0) | _BV(MPCM0))      /* 16 samples a bit */                               \
    R(UCSR0C, _BV(UCSZ01) | _BV(UCSZ00), ALL) /* 8N1 */                                            \
    R(UCSR0B, UART_ON, UART_ON | _BV(TXCIE0))                                                      \
    R(UDR0, 0, NOT_CHECKED) /* ends a frame that the reset has cut short, so that BOOT is heard */

#define REGISTERS_REST(R)                                                                \
    R(ACSR, _BV(ACD), _BV(ACD) | _BV(ACIE)) /* no comparator: saves 70 uA */             \
    R(SMCR, _BV(SE), ALL) /* SLEEP means idle: timers, USART and converter run on */     \
    R(TCCR0A, TCCR0A_OFF, NOT_CHECKED)                                                   \
    R(TCCR0B, _BV(CS01), ALL) /* clock / 8: 7.8 kHz */                                   \
    R(TCCR1A, TCCR1A_OFF, NOT_CHECKED)                                                   \
    R(TCCR1B, TIMER1_MODE, NOT_CHECKED)    /* first: it makes ICR1 writable (16.11.6) */ \
    R(ICR1H, TIMER1_TOP >> 8, NOT_CHECKED) /* both at once: see below */                 \
    R(ICR1L, TIMER1_TOP & 0xFF, NOT_CHECKED)                                             \
    R(TCCR1B, TIMER1_MODE | _BV(CS11), ALL) /* and only then the clock / 8 */            \
    R(TCCR2A, TCCR2A_OFF, NOT_CHECKED)                                                   \
    R(TCCR2B, _BV(CS21), ALL) /* clock / 8: 7.8 kHz */                                   \
    R(TIMSK0, 0, ALL)                                                                    \
    R(TIMSK2, 0, ALL)                                                                    \
    R(DIDR0, ANALOG_ONLY, ALL)                         /* no digital input there */      \
    R(ADCSRA, ADC_ON, ADC_ON | _BV(ADATE) | _BV(ADIE)) /* 125 kHz */                     \
    R(ADCSRB, 0, ALL)                                                                    \
    R(MCUCR, 0, _BV(PUD) | _BV(IVSEL)) /* pull-ups; where the vectors are */             \
    R(PRR, 0, ALL)                                                                       \
    R(GTCCR, 0, ALL)      /* TSM would halt the timers */                                \
    R(ASSR, 0, _BV(AS2))  /* timer 2 on the chip's own clock */                          \
    R(SPCR, 0, ALL)       /* would take the pin of a motor */                            \
    R(TWCR, 0, _BV(TWEN)) /* would take the pins of LEDs */                              \
    R(PCICR, 0, ALL)                                                                     \
    R(WDTCSR, WATCHDOG_ON, (uint8_t)~_BV(WDIF)) /* it begins behind this (watchdog.c) */ \
    R(EECR, 0, _BV(EEPM1) | _BV(EEPM0) | _BV(EERIE))                                     \
    R(TIMSK1, _BV(TOIE1), ALL) /* time begins */

enum {
    UART_ON = _BV(RXCIE0) | _BV(RXEN0) | _BV(TXEN0),
    ADC_ON = _BV(ADEN) | _BV(ADPS2) | _BV(ADPS1) | _BV(ADPS0),
    ANALOG_ONLY = _BV(ADC3D) | _BV(ADC2D) | _BV(ADC1D) | _BV(ADC0D),
    WATCHDOG_ON = _BV(WDE) | _BV(WDP1) | _BV(WDP0), /* WDTO_120MS, as watchdog.c has it */
    TIMER1_MODE = _BV(WGM13) | _BV(WGM12),
};

#define AS_ROW(register, value, bits) {(uint8_t)_SFR_ADDR(register), (value), (bits)},
struct row {
    uint8_t address, value, bits;
};
static const __flash struct row list[] = {REGISTERS_FIRST(AS_ROW) REGISTERS_REST(AS_ROW)};
#undef AS_ROW
#define AS_ONE(register, value, bits) +1

enum { ROWS_FIRST = REGISTERS_FIRST(AS_ONE), ROWS = ROWS_FIRST REGISTERS_REST(AS_ONE) };

static uint8_t next_row;

static void set(const __flash struct row *at, const __flash struct row *end)
{
    do {
        volatile uint8_t *address = &_SFR_MEM8(at->address);
        *address = at->value;
    } while (++at != end);
}

void registers_set_first(void)
{
    set(list, list + ROWS_FIRST);
}

void registers_set_rest(void)
{
    set(list + ROWS_FIRST, list + ROWS);
}

static bool check_row(uint8_t row)
{
    volatile uint8_t *at = &_SFR_MEM8(list[row].address);
    uint8_t value = list[row].value;
    uint8_t bits = list[row].bits;
    if (bits == NOT_CHECKED) /* nor read: of UDR0 that would take a byte */
        return true;
    uint8_t present = *at;
    if ((present & bits) == (value & bits))
        return true;
    *at = (uint8_t)((present & (uint8_t)~bits) | value);
    return false;
}

/* Timer 1's interrupt uses the same TEMP, and drives HEATER_POWER. */
static bool check_together(void)
{
    enum { DRIVEN_B = BIT(HEATER_ARM) | BIT(SYNC), DRIVEN_D = BIT(HEATER_POWER) | BIT(NTC_POWER) };
    bool good = true;
    ATOMIC_BLOCK(ATOMIC_RESTORESTATE)
    {
        if (ICR1 != TIMER1_TOP) {
            ICR1 = TIMER1_TOP;
            good = false;
        }
        if (((PINB ^ PORTB) & DRIVEN_B) || ((PIND ^ PORTD) & DRIVEN_D))
            good = false;
        if (GPIOR0 & _BV(FLAG_CUT))
            hw_cut();
    }
    return good;
}

bool registers_check(void)
{
    if (++next_row >= ROWS)
        next_row = 0;
    bool row_is_good = check_row(next_row);
    return check_together() && row_is_good;
}

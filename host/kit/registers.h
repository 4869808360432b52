/* registers.h: the data addresses and bits of the ATmega328P that the virtual kit looks at.
 *
 * From the datasheet's chapter "Register Summary"; avr-libc's own names cannot be
 * used, because its <avr/io.h> does not compile for the PC.
 * Owns: nothing; plain constants.
 */
#ifndef HOST_KIT_REGISTERS_H
#define HOST_KIT_REGISTERS_H

enum {
    REG_PINB = 0x23,
    REG_DDRB = 0x24,
    REG_PORTB = 0x25,
    REG_PINC = 0x26,
    REG_DDRC = 0x27,
    REG_PORTC = 0x28,
    REG_PIND = 0x29,
    REG_DDRD = 0x2A,
    REG_PORTD = 0x2B,
    REG_GPIOR0 = 0x3E,
    REG_EECR = 0x3F,
    REG_EEDR = 0x40,
    REG_EEARL = 0x41,
    REG_EEARH = 0x42,
    REG_TCCR0A = 0x44,
    REG_TCCR0B = 0x45,
    REG_TCNT0 = 0x46,
    REG_OCR0A = 0x47,
    REG_OCR0B = 0x48,
    REG_GPIOR2 = 0x4B,
    REG_MCUSR = 0x54,
    REG_SPMCSR = 0x57,
    REG_SPL = 0x5D,
    REG_WDTCSR = 0x60,
    REG_TIMSK0 = 0x6E,
    REG_TIMSK2 = 0x70,
    REG_ADMUX = 0x7C,
    REG_TCCR1A = 0x80,
    REG_TCCR1B = 0x81,
    REG_ICR1L = 0x86,
    REG_OCR1AL = 0x88,
    REG_OCR1BL = 0x8A,
    REG_TCCR2A = 0xB0,
    REG_TCCR2B = 0xB1,
    REG_TCNT2 = 0xB2,
    REG_OCR2A = 0xB3,
    REG_OCR2B = 0xB4,
    REG_UCSR0A = 0xC0,
    REG_UBRR0L = 0xC4,
    RAM_START = 0x100,
    RAM_END = 0x8FF,
};

enum {
    MCUSR_PORF = 1 << 0,
    MCUSR_EXTRF = 1 << 1,
    MCUSR_BORF = 1 << 2,
    MCUSR_WDRF = 1 << 3,

    WDTCSR_WDE = 1 << 3,
    WDTCSR_WDIE = 1 << 6,
    WDTCSR_WDIF = 1 << 7,

    EECR_EERE = 1 << 0,
    EECR_EEPE = 1 << 1,
    EECR_EEMPE = 1 << 2,
    EECR_EEPM = 3 << 4,
    EECR_EEPM_ERASE_ONLY = 1 << 4,
    EECR_EEPM_WRITE_ONLY = 2 << 4,

    UCSR0A_U2X0 = 1 << 1,
    SPMCSR_SELFPRGEN = 1 << 0,
    SPMCSR_PGWRT = 1 << 2,
    SPMCSR_BLBSET = 1 << 3,

    ADMUX_MUX = 0x0F,
    TCCR_CS = 0x07, /* clock select, in TCCRnB of every timer */
};

#endif

#include "avr/hw/early.h"

#include <avr/io.h>
#include <avr/wdt.h>

#include "avr/hw/hw.h"

static uint16_t kept[2] __attribute__((section(".noinit"))); /* the second the first one inverted */

/* What else is in RAM does not outlive its test, so both are kept in spare I/O registers (datasheet 8.5.1). */
#define RESET_FLAGS GPIOR1
#define TESTS GPIOR2

enum { PASSED = 0x5A };

/* Without RAM there is no stack, and while the registers are tested no compiler's help. */
void early_start(void) __attribute__((naked, used, section(".init3")));
void early_start(void)
{
    hw_cut(); /* The program may have come here by a wild jump, with the motors on; interrupts are off since .init2. */
    RESET_FLAGS = MCUSR;
    MCUSR = 0; /* or WDRF would hold the watchdog that ran at the reset, at its shortest period */
    /* Not stopped: a start that does not get through its tests must end, too. They take a quarter of a second. */
    wdt_enable(WDTO_250MS);
    wdt_reset();
    __asm__ volatile(
        /* registers: a pattern goes through all of them, and then its complement; what comes out of the
         * last is compared with the number in the instruction */
        "   ldi r31, 0x55\n"
        "1: mov r30, r31\n mov r29, r30\n mov r28, r29\n mov r27, r28\n mov r26, r27\n"
        "   mov r25, r26\n mov r24, r25\n mov r23, r24\n mov r22, r23\n mov r21, r22\n"
        "   mov r20, r21\n mov r19, r20\n mov r18, r19\n mov r17, r18\n mov r16, r17\n"
        "   mov r15, r16\n mov r14, r15\n mov r13, r14\n mov r12, r13\n mov r11, r12\n"
        "   mov r10, r11\n mov  r9, r10\n mov  r8,  r9\n mov  r7,  r8\n mov  r6,  r7\n"
        "   mov  r5,  r6\n mov  r4,  r5\n mov  r3,  r4\n mov  r2,  r3\n mov  r1,  r2\n"
        "   mov  r0,  r1\n mov r16,  r0\n"
        "   cpi r16, 0x55\n brne 2f\n"
        "   ldi r31, 0xAA\n rjmp 1b\n"
        "2: clr r1\n"
        "   cpi r16, 0xAA\n"
        "3: brne 3b\n" /* such a core is not to go on */
        /* RAM: filled with the pattern; then in each pass every byte must hold it and gets its complement. What is
         * kept waits in registers */
        "   lds r2, %[kept]\n lds r3, %[kept]+1\n lds r4, %[kept]+2\n lds r5, %[kept]+3\n"
        "   ldi r18, 0x55\n ldi r19, 0xAA\n ldi r20, 5\n ldi r21, %[first]\n"
        "   ldi r30, 0\n ldi r31, %[first]\n"
        "3: st Z+, r18\n cpi r31, %[end]\n brne 3b\n"
        "4: ldi r31, %[first]\n" /* upwards: the first, second and last pass */
        "5: ld r24, Z\n cp r24, r18\n brne 9f\n st Z+, r19\n cpi r31, %[end]\n brne 5b\n"
        "   com r18\n com r19\n dec r20\n breq 8f\n"
        "   cpi r20, 4\n breq 4b\n"
        "6: ldi r31, %[end]\n" /* downwards: the third and fourth */
        "7: ld r24, -Z\n cp r24, r18\n brne 9f\n st Z, r19\n cp r30, r1\n cpc r31, r21\n brne 7b\n"
        "   com r18\n com r19\n dec r20\n cpi r20, 2\n breq 6b\n"
        "   rjmp 4b\n"
        "8: sts %[kept], r2\n sts %[kept]+1, r3\n sts %[kept]+2, r4\n sts %[kept]+3, r5\n"
        "   ldi r24, %[passed]\n out %[tests], r24\n"
        "9:\n"
        :
        : [first] "M"(RAMSTART >> 8), [end] "M"((RAMEND + 1) >> 8), [passed] "M"(PASSED),
          [tests] "I"(_SFR_IO_ADDR(TESTS)), [kept] "i"(kept));
}

uint8_t early_take_reset_flags(void)
{
    uint8_t flags = RESET_FLAGS;
    RESET_FLAGS = 0;
    return flags;
}

bool early_tests_passed(void)
{
    return TESTS == PASSED;
}

uint16_t early_kept_word(uint16_t otherwise)
{
    return (kept[0] ^ kept[1]) == UINT16_MAX ? kept[0] : otherwise;
}

void early_keep_word(uint16_t word)
{
    kept[0] = word;
    kept[1] = (uint16_t)~word;
}

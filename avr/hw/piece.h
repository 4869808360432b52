/* piece.h: functions that save no registers, for their caller keeps nothing in any.
 *
 * A piece of a frame needs most of the AVR's registers, and saving them took a twentieth of the time the kit is
 * awake. DO() and DO_FROM_MAIN() are the only ways to call one: they tell the compiler that it changes them all.
 * Owns: nothing. Context: main.
 */
#ifndef AVR_HW_PIECE_H
#define AVR_HW_PIECE_H

#define PIECE __attribute__((OS_task, noinline))

#define PIECE_CHANGES                                                                              \
    "r0", "r2", "r3", "r4", "r5", "r6", "r7", "r8", "r9", "r10", "r11", "r12", "r13", "r14",       \
        "r15", "r16", "r17", "r18", "r19", "r20", "r21", "r22", "r23", "r24", "r25", "r26", "r27", \
        "r30", "r31", "memory"

/* Within a piece that has no variables on the stack. */
#define DO(piece) __asm__ volatile("call %x0" : : "i"(piece) : PIECE_CHANGES, "r28", "r29")

/* From a function that has: it needs Y for them. */
#define DO_FROM_MAIN(piece)                                               \
    __asm__ volatile("push r28\n push r29\n call %x0\n pop r29\n pop r28" \
                     :                                                    \
                     : "i"(piece)                                         \
                     : PIECE_CHANGES)

#endif

/* Is the stack's worst case worked out from the code? Small programs whose stack anyone can count, and such as
 * nobody can bound. tests/kit/budgets_test.c compares the firmware's with what was seen and with the free RAM. */
#include <string.h>

#include "host/kit/firmware.h"
#include "tests/bench/stack.h"
#include "tests/tap.h"

/* Programs lie here; a table at the end. */
enum { INTERRUPT = 0x0004, MAIN = 0x0100, HELPER = 0x0140, HANDLER = 0x0180, TABLE = 0x01C0 };

/* Opcodes, from the AVR Instruction Set Manual. */
enum {
    PUSH = 0x920F,
    POP = 0x900F,
    RET = 0x9508,
    RETI = 0x9518,
    SEI = 0x9478,
    STAY = 0xCFFF,        /* RJMP to itself */
    BACK = 0xCFFE,        /* RJMP to the instruction before */
    ROOM = 0xD000,        /* RCALL to the next one */
    IN_Y_L = 0xB7CD,      /* IN r28, SPL */
    IN_Y_H = 0xB7DE,      /* IN r29, SPH */
    MORE = 0x972C,        /* SBIW r28, 12 */
    FAR_L = 0x54C0,       /* SUBI r28, 0x40 */
    FAR_H = 0x40D1,       /* SBCI r29, 0x01 */
    OUT_Y_H = 0xBFDE,     /* OUT SPH, r29 */
    OUT_Y_L = 0xBFCD,     /* OUT SPL, r28 */
    OUT_R24_L = 0xBF8D,   /* OUT SPL, r24 */
    STS_R0 = 0x9200,      /* STS, the address follows */
    SKIP = 0xFF80,        /* SBRS r24, 0 */
    IF_EQUAL = 0xF009,    /* BREQ over one */
    CALL_HELPER = 0x940E, /* CALL, the address follows */
    INDEX_L =
        0x5000 | ((0x10000 - TABLE) & 0xF0) << 4 | 0xE0 | ((0x10000 - TABLE) & 0x0F), /* SUBI r30 */
    INDEX_H = 0x4000 | ((0x10000 - TABLE) >> 8 & 0xF0) << 4 | 0xF0 |
              ((0x10000 - TABLE) >> 8 & 0x0F), /* SBCI r31 */
    ICALL = 0x9509,
    IJMP = 0x9409,
};

enum { WORDS = 12, HELPER_WORD = HELPER / 2 };

struct row {
    const char *what;
    uint16_t main[WORDS], helper[WORDS], handler[WORDS]; /* 0: the rest is not there */
    int main_bytes, interrupt_bytes;
    const char *error;
};

static const struct row rows[] = {
    {"two pushes and a call of what pushes once",
     {PUSH, PUSH, CALL_HELPER, HELPER_WORD, POP, POP, STAY},
     {PUSH, POP, RET},
     {0},
     7,
     0,
     ""},
    {"the deeper of two branches", {IF_EQUAL, STAY, PUSH, PUSH, PUSH, STAY}, {0}, {0}, 5, 0, ""},
    {"what may be skipped is looked at", {SKIP, PUSH, STAY}, {0}, {0}, 3, 0, ""},
    {"a call that only makes room", {ROOM, ROOM, STAY}, {0}, {0}, 6, 0, ""},
    {"a frame", {IN_Y_L, IN_Y_H, MORE, OUT_Y_H, OUT_Y_L, PUSH, STAY}, {0}, {0}, 15, 0, ""},
    {"a large frame", {IN_Y_L, IN_Y_H, FAR_L, FAR_H, OUT_Y_H, OUT_Y_L, STAY}, {0}, {0}, 322, 0, ""},
    {"a call through the table that is listed",
     {INDEX_L, INDEX_H, ICALL, STAY},
     {PUSH, PUSH, POP, POP, RET},
     {0},
     6,
     0,
     ""},
    {"an interrupt", {STAY}, {0}, {PUSH, PUSH, POP, POP, RETI}, 2, 4, ""},
    {"an interrupt that calls",
     {STAY},
     {PUSH, POP, RET},
     {PUSH, CALL_HELPER, HELPER_WORD, POP, RETI},
     2,
     6,
     ""},
    {"a function that calls itself",
     {CALL_HELPER, HELPER_WORD, STAY},
     {CALL_HELPER, HELPER_WORD, RET},
     {0},
     0,
     0,
     "helper, 0x0140: calls helper, which is what called it"},
    {"a call nobody knows where to",
     {ICALL, STAY},
     {0},
     {0},
     0,
     0,
     "main, 0x0100: calls through a pointer from no table"},
    {"a jump nobody knows where to", {IJMP}, {0}, {0}, 0, 0, "main, 0x0100: jumps nobody knows"},
    {"pushes without end", {PUSH, BACK}, {0}, {0}, 0, 0, "no end of values"},
    {"a stack pointer from another register", {OUT_R24_L, STAY}, {0}, {0}, 0, 0, "to what"},
    {"a frame pointer that is not the stack's",
     {IN_Y_L, IN_Y_H, POP | 28 << 4, OUT_Y_H, OUT_Y_L, STAY},
     {0},
     {0},
     0,
     0,
     "to what"},
    {"a stack pointer as a variable", {STS_R0, 0x5D, STAY}, {0}, {0}, 0, 0, "stores into"},
    {"a return that leaves bytes behind",
     {CALL_HELPER, HELPER_WORD, STAY},
     {PUSH, RET},
     {0},
     0,
     0,
     "helper, 0x0142: returns with 1"},
    {"an interrupt that lets others in",
     {STAY},
     {0},
     {SEI, RETI},
     0,
     0,
     "handler, 0x0180: an interrupt that lets others in"},
    {"one that calls what does so",
     {STAY},
     {SEI, RET},
     {CALL_HELPER, HELPER_WORD, RETI},
     0,
     0,
     "lets others in"},
};

static void put(uint8_t *flash, unsigned address, const uint16_t *words, unsigned count)
{
    for (unsigned i = 0; i < count && words[i]; i++) {
        flash[address + 2 * i] = (uint8_t)words[i];
        flash[address + 2 * i + 1] = (uint8_t)(words[i] >> 8);
    }
}

static void test_row(const struct row *row)
{
    static const struct elf_symbols symbols = {4,
                                               {{"main", MAIN, HELPER - MAIN, true},
                                                {"helper", HELPER, HANDLER - HELPER, true},
                                                {"handler", HANDLER, TABLE - HANDLER, true},
                                                {"table", TABLE, 2, false}}};
    static const char *const tables[] = {"table", NULL};
    static const uint16_t vector[] = {0x940C, HANDLER / 2}; /* JMP */
    static uint8_t flash[FIRMWARE_FLASH_bytes];
    static struct stack_report report;
    memset(flash, 0xFF, sizeof flash);
    put(flash, MAIN, row->main, WORDS);
    put(flash, HELPER, row->helper, WORDS);
    put(flash, HANDLER, row->handler, WORDS);
    put(flash, TABLE, (const uint16_t[]){HELPER_WORD}, 1);
    if (row->handler[0])
        put(flash, INTERRUPT, vector, 2);
    bool bounded = stack_follow(flash, &symbols, tables, &report);
    ok(bounded == (row->error[0] == 0) && strstr(report.error, row->error), "%s: %s", row->what,
       bounded ? report.main_path : report.error);
    if (!bounded)
        return;
    is_int(report.main_bytes, row->main_bytes, "main's bytes");
    is_int(report.interrupt_bytes, row->interrupt_bytes, "an interrupt's");
}

/* The user would lose: variables overwritten by a stack that nobody thought so deep. */
static void test_firmware(void)
{
    static struct stack_report report;
    ok(stack_of_firmware("build/avr/calfkit.elf", &report), "the firmware's stack has a bound");
    diag("%s", report.error);
    ok(report.main_bytes > 100 && report.interrupt_bytes > 2, "main %u bytes: %s",
       report.main_bytes, report.main_path);
    diag("interrupt %u bytes: %s", report.interrupt_bytes, report.interrupt_path);
}

int main(void)
{
    for (unsigned i = 0; i < sizeof rows / sizeof rows[0]; i++)
        test_row(&rows[i]);
    test_firmware();
    return done();
}

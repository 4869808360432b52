/* Bytes back to a text. If this fails, a routine taken from its bytes feels different. */
#include <stdlib.h>
#include <string.h>

#include "host/calf/language/compiler.h"
#include "host/calf/language/decompile.h"
#include "host/calf/language/disassemble.h"
#include "host/calf/lint.h"
#include "host/calf/language/library.h"
#include "tests/host/routine_writer.h"
#include "tests/pure/routine_maker.h"
#include "tests/tap.h"

enum { TEXT_BYTES = 16384 };

static struct diagnostics diagnostics;
static char text[TEXT_BYTES];

static void decompile(const struct routine_program *program)
{
    memset(text, 0, sizeof text);
    FILE *out = fmemopen(text, sizeof text, "w");
    decompile_print(program, out);
    fclose(out);
}

static bool compile(struct routine_program *program)
{
    return routine_compile(text, strlen(text), "again", program, &diagnostics);
}

static void test_library(void)
{
    struct library library;
    setenv("CALFKIT_ROUTINES", "host/routines", 1);
    library_list(&library);
    ok(library.count > 0, "there is a library");
    for (unsigned i = 0; i < library.count; i++) {
        struct routine_program program, again;
        const char *name = library.names[i];
        ok(routine_load(name, &program, &diagnostics), "%s compiles", name);
        decompile(&program);
        ok(!strstr(text, "  step ") && !strstr(text, "  move "), "all its steps have verbs");
        ok(compile(&again) && plays_alike(&program, &again),
           "what it is decompiled to plays alike");
        is_bytes(again.bytes, program.bytes, program.length, "and has the same bytes");
    }
}

static void test_text(void)
{
    static const char from[] =
        "routine all-of-it\ntitle \"T\"\nsource A3 A31\nleg left\n"
        "level default 2 max 3\nceiling 60%\n"
        "pattern p\n  ramp here to 50% over 0.1s\n  ramp here to 0% over 1:00\n"
        "towel before 1:00 at 37.0\n  warm up to 37.0 within 2:00\n"
        "mark \"go\"\nstage one 5:00\n"
        "  press upper+mid-medial 30% hold 1s gap 70.5s\n"
        "  pulse mid 40% on 0.3s off 0.5s times 8\n"
        "  roll medial<->lateral 40% over 1.01s\n"
        "  hold ankle 10% for 2s\n"
        "  prompt \"Well?\"\n"
        "  sweep up lateral 20% over 3s overlap 10%\n"
        "  play p on mid 60%\n";
    static const char want[] =
        "routine   all-of-it\ntitle     \"T\"\nsource    A3 A31\nleg       left\n"
        "level     default 2 max 3\nceiling   60%\n"
        "\ntowel     before 1:00 at 37.0\n  warm up to 37.0 within 2:00\n"
        "\nstage     one 5:00 heat off\n  mark \"go\"\n"
        "  press upper-medial+upper-lateral+mid-medial 30% hold 1s gap 70.5s\n"
        "  pulse mid 40% on 0.3s off 0.5s times 8\n"
        "  roll medial<->lateral 40% over 1.01s\n"
        "  hold ankle 10% for 2s\n"
        "  prompt \"Well?\" within 5:00\n"
        "  stroke ankle-lateral->mid-lateral->upper-lateral 20% over 3s overlap 10%\n"
        "  press mid 30% attack 0.1s hold 0s release 1:00\n";
    struct routine_program program;
    ok(routine_compile(from, strlen(from), "from", &program, &diagnostics), "compiles");
    decompile(&program);
    is_str(text, want, "as a person would write it");
}

static void test_random_texts(void)
{
    enum { ROUTINES = 300, LEAST_GOOD = 100 };
    uint32_t seed = 20261126;
    unsigned good = 0, wrong = 0;
    for (unsigned i = 0; i < ROUTINES; i++) {
        struct routine_program program, again;
        uint32_t from = seed;
        write_routine(&seed, text, sizeof text);
        if (!compile(&program))
            continue;
        good++;
        decompile(&program);
        if ((!compile(&again) || !plays_alike(&program, &again)) && wrong++ == 0)
            diag("seed %lu", (unsigned long)from);
    }
    ok(good >= LEAST_GOOD, "%u of %d random routines compile", good, (int)ROUTINES);
    is_int(wrong, 0, "each plays as before when it was bytes in between");
}

/* Bytes that no compiler wrote. Steps that a stage cuts short cannot be said; all else must be. */
static void test_random_bytes(void)
{
    enum { ROUTINES = 2000, LEAST_GOOD = 60 };
    uint32_t seed = 20261127;
    unsigned good = 0, wrong = 0;
    for (unsigned i = 0; i < ROUTINES; i++) {
        struct routine_maker maker;
        struct routine_program program = {.name = "made"}, again;
        uint32_t from = seed;
        make_random(&maker, &seed);
        memcpy(program.bytes, maker.bytes, maker.length);
        program.length = maker.length;
        decompile(&program);
        bool said = compile(&again);
        bool cut = !said && strstr(diagnostics.list[0].message, "but it lasts only");
        good += said;
        if (!cut && !(said && plays_alike(&program, &again)) && wrong++ == 0)
            diag("seed %lu: %s", (unsigned long)from, said ? "" : diagnostics.list[0].message);
    }
    ok(good >= LEAST_GOOD, "%u of %d random programs can be said", good, (int)ROUTINES);
    is_int(wrong, 0, "each of them plays alike, and the others are cut short by a stage");
}

/* The comparison must see a difference. */
static void test_difference(void)
{
    static const char from[] = "routine a\nstage b 0:10\n  press upper 40%\n  rest 1s\n";
    struct routine_program program, other;
    routine_compile(from, strlen(from), "a", &program, &diagnostics);
    other = program;
    ok(plays_alike(&program, &other), "a copy plays alike");
    for (unsigned at = ROUTINE_HEADER_BYTES + 6; at + 3U < program.length;
         at++) { /* a last rest is quiet anyway */
        uint8_t where;
        other = program;
        other.bytes[at] ^= 1;
        if (routine_check(other.bytes, other.length, &where) == ROUTINE_ERROR_OK)
            ok(!plays_alike(&program, &other), "with another byte %u it does not", at);
    }
}

static void test_disassembly(void)
{
    static const char from[] =
        "routine a\nstage b 0:10 heat 38.0\n  repeat 2\n    hold mid 40% for 1s\n"
        "    rest 0.5s\n";
    static const char want[] =
        "   0  01 64 51 03 02 00 0A 00  format 1, ceiling 100 %, level 1 of at most 5, either leg, "
        "motors 2 s of 10 s\n"
        "   8  01 00 0C 0A 50           STAGE    massage, 12 bytes, 10s, heat 38.0 °C\n"
        "  13  03 02                      REPEAT   2 times\n"
        "  15  CC 28 00                     KEY_STEP mid to 40 % over 0s\n"
        "  18  02 64                        REST     1s\n"
        "  20  4C 00 00                     KEY      mid to 0 % over 0s\n"
        "  23  B1                           REST     0.5s\n"
        "  24  04                         AGAIN    \n"
        "  25  00                       END      \n"
        "  26 bytes, CRC ";
    struct routine_program program;
    routine_compile(from, strlen(from), "a", &program, &diagnostics);
    memset(text, 0, sizeof text);
    FILE *out = fmemopen(text, sizeof text, "w");
    disassemble_print(&program, out);
    fclose(out);
    text[sizeof want - 1] = '\0';
    is_str(text, want, "one operation a line");
}

int main(void)
{
    test_library();
    test_text();
    test_random_texts();
    test_random_bytes();
    test_difference();
    test_disassembly();
    return done();
}

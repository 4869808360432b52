/* The drawing's circuits in SPICE: does the kit do what the firmware and its user count on? */
#include "tests/schematics/stages.h"
#include "tests/tap.h"

#define AS_ROW(name, sentence) {sentence, check_##name},
static const struct {
    const char *sentence;
    void (*check)(const struct circuit *whole, struct finding *finding);
} checks[] = {STAGE_CHECKS(AS_ROW)};
#undef AS_ROW

int main(void)
{
    struct circuit *whole = circuit_read(DRAWING_SPICE);
    for (unsigned i = 0; i < sizeof checks / sizeof *checks; i++) {
        struct finding finding = {.broken = false};
        checks[i].check(whole, &finding);
        if (!ok(!*finding.wrong, "%s", checks[i].sentence))
            diag("%s", finding.wrong);
        diag("%s", finding.seen);
    }
    circuit_free(whole);
    return done();
}

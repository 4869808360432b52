/* Divisions by multiplication: every value in range, or on the slow AVR a sample of them. */
#include "avr/core/divide.h"
#include "tests/tap.h"

#ifdef __AVR__
enum { STRIDE = 61 };
#else
enum { STRIDE = 1 };
#endif

int main(void)
{
    unsigned long wrong = 0;
    for (uint32_t value = 0; value < DIVIDE_BY_1000_END; value += STRIDE)
        wrong += divide_by_1000(value) != value / 1000;
    is_int(wrong, 0, "by 1000");
    is_int(divide_by_1000(DIVIDE_BY_1000_END - 1), 1048, "up to the end of the range");

    wrong = 0;
    for (uint32_t value = 0; value <= UINT16_MAX; value += STRIDE)
        wrong += divide_by_40((uint16_t)value) != value / 40;
    is_int(wrong, 0, "by 40");

    wrong = 0;
    for (uint16_t permille = 0; permille <= 1000; permille++)
        wrong += divide_by_10_up(permille) != (permille + 9) / 10;
    is_int(wrong, 0, "permille to percent, rounded up: what moves is never 0 %%");
    return done();
}

/* Three mistakes, each by one, to see that Eva would notice: one only where an int has 16 bits. */
#include "tests/eva/eva.h"

int main(void)
{
    uint8_t bytes[4] = {0}, at = eva_u8(0, sizeof bytes);
    bytes[at] = 1;
    uint16_t seconds = eva_u8(0, 33);
    int ms = (int)seconds * 1000;
    eva_must(ms < 32 * 1000 && bytes[0] < 2);
    return 0;
}

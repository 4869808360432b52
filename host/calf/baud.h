/* baud.h: the link's speed, which is none of the classic ones.
 *
 * 250000 baud is exact at the device's 16 MHz; 115200 would be 2.1 % off (ATmega328P, table 20-7).
 */
#ifndef HOST_CALF_BAUD_H
#define HOST_CALF_BAUD_H

#include <stdbool.h>

enum { LINK_baud = 250000 };

/* Sets an open tty to that speed. False, with errno, when its driver cannot. */
bool baud_set(int fd);

#endif

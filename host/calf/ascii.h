/* ascii.h: text for a terminal that shows nothing but ASCII. */
#ifndef HOST_CALF_ASCII_H
#define HOST_CALF_ASCII_H

/* Changes UTF-8 in place: our own signs (° ·) fall away, other characters become question marks. */
void ascii_only(char *text);

#endif

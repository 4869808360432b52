/* Apart from the rest, because Linux's <asm/termbits.h> and <termios.h> exclude each other. */
#include "host/calf/baud.h"

#include <asm/ioctls.h>
#include <asm/termbits.h>
#include <sys/ioctl.h>

bool baud_set(int fd)
{
    struct termios2 line;
    if (ioctl(fd, TCGETS2, &line) != 0)
        return false;
    line.c_cflag &= ~(tcflag_t)CBAUD;
    line.c_cflag |= BOTHER;
    line.c_ispeed = LINK_baud;
    line.c_ospeed = LINK_baud;
    return ioctl(fd, TCSETS2, &line) == 0;
}

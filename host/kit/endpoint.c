#define _GNU_SOURCE /* NOLINT: its name is what it is. For pseudo terminals, and ptsname_r */
#include "host/kit/endpoint.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <termios.h>
#include <unistd.h>

#include "avr/board.h"

static int fail(char *error, size_t size, const char *what, const char *why)
{
    snprintf(error, size, "%s: %s", what, why);
    return -1;
}

int endpoint_pty(char *name, size_t name_size, int *keep_fd, char *error, size_t error_size)
{
    int master = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (master < 0 || grantpt(master) != 0 || unlockpt(master) != 0 ||
        ptsname_r(master, name, name_size) != 0)
        return fail(error, error_size, "pseudo terminal", strerror(errno));

    *keep_fd = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC);
    struct termios settings;
    if (*keep_fd < 0 || tcgetattr(*keep_fd, &settings) != 0)
        return fail(error, error_size, name, strerror(errno));
    cfmakeraw(&settings);
    if (tcsetattr(*keep_fd, TCSANOW, &settings) != 0)
        return fail(error, error_size, name, strerror(errno));
    return master;
}

int endpoint_watch_opens(const char *name)
{
    int fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (fd >= 0 && inotify_add_watch(fd, name, IN_OPEN) < 0) {
        close(fd);
        fd = -1;
    }
    return fd;
}

bool endpoint_was_opened(int fd)
{
    char events[1024]; /* all alike: one file is watched for one thing */
    bool opened = false;
    while (read(fd, events, sizeof events) > 0)
        opened = true;
    return opened;
}

unsigned endpoint_baud(int fd)
{
    struct termios settings;
    if (tcgetattr(fd, &settings) != 0)
        return BOARD_LINK_baud;
    switch (cfgetospeed(&settings)) {
    case B57600:
        return 57600;
    case B115200:
        return 115200;
    default:
        return BOARD_LINK_baud;
    }
}

static bool somebody_answers(const struct sockaddr_un *address)
{
    int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    bool answers = fd >= 0 && connect(fd, (const struct sockaddr *)address, sizeof *address) == 0;
    if (fd >= 0)
        close(fd);
    return answers;
}

int endpoint_listen(const char *path, char *error, size_t error_size)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address.sun_path)
        return fail(error, error_size, path, "too long for the name of a socket");
    strcpy(address.sun_path, path);

    struct stat status;
    if (lstat(path, &status) == 0) {
        if (!S_ISSOCK(status.st_mode))
            return fail(error, error_size, path, "there is a file of that name");
        if (somebody_answers(&address))
            return fail(error, error_size, path, "another kit is listening there");
        unlink(path);
    }

    int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    mode_t old_mask = umask(077);
    bool listens =
        fd >= 0 && bind(fd, (struct sockaddr *)&address, sizeof address) == 0 && listen(fd, 4) == 0;
    umask(old_mask);
    if (listens)
        return fd;
    fail(error, error_size, path, strerror(errno));
    if (fd >= 0)
        close(fd);
    return -1;
}

bool endpoint_is_usable(int fd, char *error, size_t error_size)
{
    int type = 0;
    socklen_t size = sizeof type;
    if (getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) == 0 && type == SOCK_SEQPACKET)
        return true;
    snprintf(error, error_size, "--fd %d: not a SOCK_SEQPACKET socket", fd);
    return false;
}

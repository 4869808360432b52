/* A pseudo terminal, or a tty that libserialport refuses. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "host/calf/baud.h"
#include "host/calf/link.h"
#include "host/calf/monotonic.h"
#include "host/calf/ports.h"
#include "host/calf/say.h"

enum { WRITE_LIMIT_ms = 2000 }; /* 128 bytes take 5 ms */

struct link_fd {
    struct link link;
    int fd;
};

static ssize_t fd_read(struct link *link, uint8_t *bytes, size_t size, int64_t deadline_us)
{
    struct link_fd *self = (struct link_fd *)link;
    struct pollfd ready = {.fd = self->fd, .events = POLLIN};
    int answer = poll(&ready, 1, monotonic_ms_until(deadline_us));
    if (answer < 0 && errno == EINTR)
        return 0;
    if (answer == 0)
        return 0;
    ssize_t count = answer < 0 ? -1 : read(self->fd, bytes, size);
    if (count > 0)
        return count;
    if (count < 0 && (errno == EAGAIN || errno == EINTR))
        return 0;
    link_lose(link, count == 0 || errno == EIO ? "the other end has gone" : strerror(errno));
    return -1;
}

static bool fd_write(struct link *link, const uint8_t *bytes, size_t size)
{
    struct link_fd *self = (struct link_fd *)link;
    int64_t deadline_us = monotonic_us() + WRITE_LIMIT_ms * INT64_C(1000);
    while (size > 0) {
        ssize_t count = write(self->fd, bytes, size);
        if (count > 0) {
            bytes += count;
            size -= (size_t)count;
            continue;
        }
        if (count < 0 && errno != EAGAIN && errno != EINTR)
            return link_lose(link, errno == EIO ? "the other end has gone" : strerror(errno));
        struct pollfd ready = {.fd = self->fd, .events = POLLOUT};
        int wait_ms = monotonic_ms_until(deadline_us);
        if (wait_ms == 0)
            return link_lose(link, "takes no bytes");
        poll(&ready, 1, wait_ms);
    }
    return true;
}

static int64_t fd_now_us(const struct link *link)
{
    (void)link;
    return monotonic_us();
}

static void fd_close(struct link *link)
{
    struct link_fd *self = (struct link_fd *)link;
    ports_unlock(self->fd);
    close(self->fd);
    free(self);
}

static bool make_raw(int fd)
{
    struct termios line;
    if (tcgetattr(fd, &line) != 0)
        return false;
    cfmakeraw(&line);
    line.c_cflag |= CLOCAL | CREAD;
    line.c_cflag &= ~(tcflag_t)CRTSCTS;
    return tcsetattr(fd, TCSANOW, &line) == 0;
}

int link_fd_open(const char *path, struct link **link)
{
    int fd = open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return errno == EBUSY ? ports_say_held(path)
                              : fail(EXIT_PORT, "%s: %s", path, strerror(errno));
    if (!ports_lock(fd, path)) {
        close(fd);
        return EXIT_PORT;
    }
    struct link_fd *self = calloc(1, sizeof *self);
    if (!self || !make_raw(fd) || !(baud_set(fd) || ports_is_pseudo(path))) {
        int code = fail(EXIT_PORT, "%s cannot be set up: %s", path, strerror(errno));
        free(self);
        close(fd);
        return code;
    }
    tcflush(fd, TCIFLUSH); /* what came for an earlier program is none of ours */
    self->fd = fd;
    self->link = (struct link){fd_read, fd_write, fd_now_us, fd_close, .simulated = false};
    snprintf(self->link.describe, sizeof self->link.describe, "terminal %.140s", path);
    *link = &self->link;
    return EXIT_OK;
}

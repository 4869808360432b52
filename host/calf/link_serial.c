/* A serial port, through libserialport. */
#include <errno.h>
#include <libserialport.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "host/calf/baud.h"
#include "host/calf/link.h"
#include "host/calf/monotonic.h"
#include "host/calf/ports.h"
#include "host/calf/say.h"

enum {
    WRITE_LIMIT_ms = 2000, /* 128 bytes take 5 ms */
    DTR_OFF_ms = 50,       /* lets the reset's capacitor discharge through 1 k */
};

struct link_serial {
    struct link link;
    struct sp_port *port;
    int fd; /* the port's, to wait on: sp_wait() would not return at a signal */
};

static ssize_t serial_read(struct link *link, uint8_t *bytes, size_t size, int64_t deadline_us)
{
    struct link_serial *self = (struct link_serial *)link;
    struct pollfd ready = {.fd = self->fd, .events = POLLIN};
    int answer = poll(&ready, 1, monotonic_ms_until(deadline_us));
    if (answer == 0 || (answer < 0 && errno == EINTR))
        return 0;
    int count = answer < 0 ? -1 : (int)sp_nonblocking_read(self->port, bytes, size);
    if (count > 0)
        return count;
    if (count == 0 && !(ready.revents & (POLLHUP | POLLERR)))
        return 0;
    link_lose(link, "unplugged, or the other end has gone");
    return -1;
}

static bool serial_write(struct link *link, const uint8_t *bytes, size_t size)
{
    struct link_serial *self = (struct link_serial *)link;
    int count = (int)sp_blocking_write(self->port, bytes, size, WRITE_LIMIT_ms);
    if (count == (int)size)
        return true;
    return link_lose(link, count < 0 ? "unplugged, or the other end has gone" : "takes no bytes");
}

static int64_t serial_now_us(const struct link *link)
{
    (void)link;
    return monotonic_us();
}

/* Off and on again: the edge that opening the port makes. */
static bool serial_drop_dtr(struct link *link)
{
    const struct timespec off = {.tv_nsec = DTR_OFF_ms * 1000000L};
    struct sp_port *port = ((struct link_serial *)link)->port;
    if (sp_set_dtr(port, SP_DTR_OFF) != SP_OK)
        return false;
    nanosleep(&off, NULL);
    return sp_set_dtr(port, SP_DTR_ON) == SP_OK;
}

static void serial_close(struct link *link)
{
    struct link_serial *self = (struct link_serial *)link;
    ports_unlock(self->fd);
    sp_close(self->port);
    sp_free_port(self->port);
    free(self);
}

/* DTR and RTS stay as the opening left them, both on: to set them off and on again would reset a
 * board without the RUN jumper. */
static enum sp_return configure(struct sp_port *port)
{
    struct sp_port_config *config;
    enum sp_return result = sp_new_config(&config);
    if (result != SP_OK)
        return result;
    sp_set_config_baudrate(config, LINK_baud);
    sp_set_config_bits(config, 8);
    sp_set_config_parity(config, SP_PARITY_NONE);
    sp_set_config_stopbits(config, 1);
    sp_set_config_cts(config, SP_CTS_IGNORE);
    sp_set_config_dsr(config, SP_DSR_IGNORE);
    sp_set_config_xon_xoff(config, SP_XONXOFF_DISABLED);
    sp_set_config_dtr(config, SP_DTR_ON);
    sp_set_config_rts(config, SP_RTS_ON);
    result = sp_set_config(port, config);
    sp_free_config(config);
    return result;
}

static int say_failure(const char *path, const char *what)
{
    char *message = sp_last_error_message();
    int code =
        fail(EXIT_PORT, "%s cannot be %s: %s", path, what, message ? message : "unknown error");
    sp_free_error_message(message);
    return code;
}

/* Makes the link of a port that is open. */
static int set_up(struct sp_port *port, const char *path, struct link **link)
{
    struct link_serial *self = calloc(1, sizeof *self);
    if (!self)
        return fail(EXIT_OTHER, "no memory");
    int code = EXIT_OK;
    if (configure(port) != SP_OK || sp_get_port_handle(port, &self->fd) != SP_OK)
        code = say_failure(path, "set up");
    else if (!ports_lock(self->fd, path))
        code = EXIT_PORT;
    if (code != EXIT_OK) {
        free(self);
        return code;
    }
    sp_flush(port, SP_BUF_INPUT); /* what came for an earlier program is none of ours */
    self->port = port;
    self->link = (struct link){serial_read,  serial_write,    serial_now_us,
                               serial_close, serial_drop_dtr, .simulated = false};
    snprintf(self->link.describe, sizeof self->link.describe, "serial port %.140s", path);
    *link = &self->link;
    return EXIT_OK;
}

int link_serial_open(const char *path, struct link **link)
{
    struct sp_port *port;
    char holder[32];
    if (ports_holder(path, holder, sizeof holder)) /* before opening: that could reset the board */
        return ports_say_held(path);
    if (sp_get_port_by_name(path, &port) != SP_OK)
        return link_fd_open(path, link); /* a tty, but none that libserialport knows */
    int code;
    if (sp_open(port, SP_MODE_READ_WRITE) == SP_OK) {
        code = set_up(port, path, link);
        if (code == EXIT_OK)
            return code;
        sp_close(port);
    } else if (sp_last_error_code() == EBUSY || sp_last_error_code() == EWOULDBLOCK) {
        code = ports_say_held(path);
    } else {
        code = say_failure(path, "opened");
    }
    sp_free_port(port);
    return code;
}

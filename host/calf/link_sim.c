/* The virtual kit, by the socket protocol of host/kit/wire.h: the kit is the clock. */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "host/calf/kit_process.h"
#include "host/calf/link.h"
#include "host/calf/monotonic.h"
#include "host/calf/say.h"
#include "host/kit/wire.h"

/* A kit that says nothing for so long is stuck; one paced by wall time answers within a RUN's own
 * time. */
enum { ANSWER_LIMIT_ms = 20000 };

/* The longest piece of simulated time asked for at once, so that keys and signals are seen
 * meanwhile. */
enum { SLICE_us = 100000 };

enum { MAX_LEFTOVERS = 1000 };

struct link_sim {
    struct link link;
    int fd;
    pid_t kit; /* its process, or 0 when it was there before us */
    int64_t now_us;
    bool answered;                  /* it has, once */
    uint8_t bytes[WIRE_DATA_bytes]; /* came, and not yet read */
    size_t first, count;
};

static bool send_request(struct link_sim *self, const struct wire_request *request)
{
    size_t size = WIRE_REQUEST_HEADER_bytes + request->length;
    while (send(self->fd, request, size, MSG_NOSIGNAL) < 0)
        if (errno == EPIPE && !self->answered)
            return true; /* a kit that has a client says so, and hangs up at once */
        else if (errno != EINTR)
            return link_lose(&self->link, "the virtual kit is gone");
    return true;
}

static bool await_reply(struct link_sim *self, struct wire_reply *reply)
{
    int64_t deadline_us = monotonic_us() + ANSWER_LIMIT_ms * INT64_C(1000);
    struct pollfd ready = {.fd = self->fd, .events = POLLIN};
    int answer;
    do {
        answer = poll(&ready, 1, monotonic_ms_until(deadline_us));
    } while (answer < 0 && errno == EINTR);
    if (answer == 0)
        return link_lose(&self->link, "the virtual kit does not answer");
    ssize_t size = recv(self->fd, reply, sizeof *reply, 0);
    if (size < (ssize_t)WIRE_REPLY_HEADER_bytes ||
        (size_t)size != WIRE_REPLY_HEADER_bytes + reply->length)
        return link_lose(&self->link, "the virtual kit is gone");
    self->answered = true;
    self->now_us = reply->now_us;
    if (reply->status == WIRE_OK || reply->status == WIRE_DEADLINE)
        return true;
    char why[sizeof self->link.lost];
    snprintf(why, sizeof why, "the virtual kit %s: %.*s",
             reply->status == WIRE_DEAD ? "has stopped" : "refuses", (int)reply->length,
             (const char *)reply->data);
    return link_lose(&self->link, why);
}

static bool exchange(struct link_sim *self, const struct wire_request *request,
                     struct wire_reply *reply)
{
    return self->link.lost[0] == '\0' && send_request(self, request) && await_reply(self, reply);
}

static bool run_kit(struct link_sim *self, int64_t deadline_us)
{
    struct wire_reply reply = {.length = 0};
    struct wire_request request = {.kind = WIRE_RUN, .deadline_us = deadline_us};
    if (!exchange(self, &request, &reply))
        return false;
    self->first = 0;
    self->count = reply.length;
    memcpy(self->bytes, reply.data, reply.length);
    return true;
}

static ssize_t sim_read(struct link *link, uint8_t *bytes, size_t size, int64_t deadline_us)
{
    struct link_sim *self = (struct link_sim *)link;
    if (self->count == 0) {
        int64_t slice_us = self->now_us + SLICE_us;
        if (!run_kit(self, deadline_us < slice_us ? deadline_us : slice_us))
            return -1;
    }
    size_t count = self->count < size ? self->count : size;
    memcpy(bytes, self->bytes + self->first, count);
    self->first += count;
    self->count -= count;
    return (ssize_t)count;
}

static bool sim_write(struct link *link, const uint8_t *bytes, size_t size)
{
    struct link_sim *self = (struct link_sim *)link;
    while (size > 0) {
        struct wire_reply reply;
        struct wire_request request = {.kind = WIRE_WRITE};
        request.length = (uint32_t)(size < WIRE_DATA_bytes ? size : WIRE_DATA_bytes);
        memcpy(request.data, bytes, request.length);
        if (!exchange(self, &request, &reply))
            return false;
        bytes += request.length;
        size -= request.length;
    }
    return true;
}

static bool sim_drop_dtr(struct link *link)
{
    struct wire_reply reply;
    struct wire_request request = {.kind = WIRE_DTR};
    return exchange((struct link_sim *)link, &request, &reply);
}

static int64_t sim_now_us(const struct link *link)
{
    return ((const struct link_sim *)link)->now_us;
}

static void sim_close(struct link *link)
{
    struct link_sim *self = (struct link_sim *)link;
    close(self->fd); /* which ends a kit of our own */
    if (self->kit)
        kit_process_await(self->kit);
    free(self);
}

/* Reads the kit's clock, and away what it has kept of its talk with an earlier client. */
static bool synchronize(struct link_sim *self)
{
    for (int tries = 0; tries < MAX_LEFTOVERS; tries++) {
        if (!run_kit(self, 0)) /* a time that is over: it only answers */
            return false;
        if (self->count == 0)
            break;
        self->count = 0;
    }
    return true;
}

/* Makes the link of a connected socket. */
static int open_on(int fd, pid_t kit, const char *describe, struct link **link)
{
    struct link_sim *self = calloc(1, sizeof *self);
    if (!self) {
        close(fd);
        return fail(EXIT_OTHER, "no memory");
    }
    self->link =
        (struct link){sim_read, sim_write, sim_now_us, sim_close, sim_drop_dtr, .simulated = true};
    self->fd = fd;
    self->kit = kit;
    snprintf(self->link.describe, sizeof self->link.describe, "%.150s", describe);
    if (!synchronize(self)) {
        int code = kit ? kit_process_await(kit) : 0;
        self->kit = 0;
        if (code == 0)
            say("%s", self->link.lost); /* else it has said itself what is wrong */
        sim_close(&self->link);
        return code == EXIT_USAGE ? EXIT_USAGE : EXIT_PORT;
    }
    *link = &self->link;
    return EXIT_OK;
}

int link_sim_spawn(const char *kit_options, struct link **link)
{
    int fd;
    pid_t kit;
    int code = kit_process_start(kit_options, &fd, &kit);
    return code == EXIT_OK ? open_on(fd, kit, "virtual kit", link) : code;
}

/* Connects to the kit that listens there. Returns the socket, or -1 with errno. */
static int connect_to(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address.sun_path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    strcpy(address.sun_path, path);
    int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    if (fd >= 0 && connect(fd, (struct sockaddr *)&address, sizeof address) != 0) {
        int why = errno;
        close(fd);
        errno = why;
        return -1;
    }
    return fd;
}

int link_sim_connect(const char *path, struct link **link)
{
    char describe[160];
    int fd = connect_to(path);
    if (fd < 0)
        return fail(EXIT_PORT, "no virtual kit listens at %s: %s", path, strerror(errno));
    snprintf(describe, sizeof describe, "virtual kit at %.130s", path);
    return open_on(fd, 0, describe, link);
}

/* The kit tells whom it serves when it refuses another client (accept_client() in its server.c). */
pid_t link_sim_rival(const char *path)
{
    int process = 0;
    struct link_sim self = {.fd = connect_to(path)};
    if (self.fd < 0)
        return 0;
    if (!run_kit(&self, 0)) {
        const char *place = strstr(self.link.lost, ": process ");
        if (!place || sscanf(place, ": process %d", &process) != 1)
            process = 0;
    }
    close(self.fd);
    return process;
}

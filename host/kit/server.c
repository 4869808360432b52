#define _GNU_SOURCE /* NOLINT: its name is what it is. For struct ucred */
#include "host/kit/server.h"

#include <errno.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "host/kit/eeprom_image.h"
#include "host/kit/endpoint.h"
#include "host/kit/wire.h"

static const double SLICE_us = 10e3;       /* simulated between two looks at the outside world */
static const double MAX_LAG_s = 0.25;      /* further behind wall time is not caught up with */
static const double SAVE_INTERVAL_s = 0.2; /* between writes of the EEPROM's file */
static const int64_t LAST_us = 500000;     /* what has just been learned is written */

struct server {
    struct kit *kit;
    const struct options *options;
    int signals, listener, client, pty, pty_other_end, pty_opens; /* -1: not there */
    bool ending;

    bool run_pending; /* the client waits for the answer to WIRE_RUN */
    double run_deadline_us;

    double anchor_wall_s, anchor_us; /* this wall time was that kit time */

    uint32_t saved_writes;
    double saved_wall_s;
};

static double wall_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static bool is_paced(const struct server *server)
{
    return server->options->speed > 0 && isfinite(server->options->speed);
}

/* Time advances by itself, or only while a client waits. */
static bool runs_alone(const struct server *server)
{
    return server->options->speed > 0;
}

/* --- Replies ---------------------------------------------------------------------------------- */

static void drop_client(struct server *server)
{
    if (server->client >= 0)
        close(server->client);
    server->client = -1;
    server->run_pending = false;
    if (server->options->fd >= 0)
        server->ending = true;
}

static void reply(struct server *server, enum wire_status status, const void *data, size_t length)
{
    struct wire_reply out = {
        .now_us = kit_now_us(server->kit), .status = status, .length = (uint32_t)length};
    if (length > 0)
        memcpy(out.data, data, length);
    size_t size = WIRE_REPLY_HEADER_bytes + length;
    if (send(server->client, &out, size, MSG_NOSIGNAL) != (ssize_t)size)
        drop_client(server);
}

static void reply_text(struct server *server, enum wire_status status, const char *text)
{
    size_t length = strlen(text);
    reply(server, status, text, length < WIRE_DATA_bytes ? length : WIRE_DATA_bytes);
}

/* Answers a pending WIRE_RUN if it is fulfilled. */
static void finish_run(struct server *server, enum kit_stop stop)
{
    struct kit *kit = server->kit;
    if (!server->run_pending)
        return;
    bool enough = stop == KIT_FRAME || kit_waiting(kit) >= WIRE_DATA_bytes;
    bool late = (double)kit_now_us(kit) >= server->run_deadline_us;
    if (!enough && !late && stop != KIT_DEAD)
        return;
    server->run_pending = false;
    uint8_t bytes[WIRE_DATA_bytes];
    size_t count = kit_read(kit, bytes, sizeof bytes);
    if (count == 0 && stop == KIT_DEAD)
        reply_text(server, WIRE_DEAD, kit_error(kit));
    else
        reply(server, late && !enough ? WIRE_DEADLINE : WIRE_OK, bytes, count);
}

static void handle_request(struct server *server, struct wire_request *request)
{
    struct wire_truth truth;
    char text[WIRE_DATA_bytes + 1];
    char why[2048];
    switch (request->kind) {
    case WIRE_WRITE:
        kit_write(server->kit, request->data, request->length);
        reply(server, WIRE_OK, NULL, 0);
        break;
    case WIRE_RUN:
        server->run_pending = true;
        server->run_deadline_us = (double)request->deadline_us;
        break;
    case WIRE_TRUTH:
        kit_truth(server->kit, &truth);
        reply(server, WIRE_OK, &truth, sizeof truth);
        break;
    case WIRE_DTR:
        kit_drop_dtr(server->kit);
        reply(server, WIRE_OK, NULL, 0);
        break;
    case WIRE_INJECT:
        memcpy(text, request->data, request->length);
        text[request->length] = 0;
        if (kit_inject(server->kit, text, why, sizeof why))
            reply(server, WIRE_OK, NULL, 0);
        else
            reply_text(server, WIRE_REFUSED, why);
        break;
    default:
        reply_text(server, WIRE_REFUSED, "calf-sim does not know this request");
        break;
    }
}

/* --- The outside world ------------------------------------------------------------------------ */

static void read_client(struct server *server)
{
    struct wire_request request;
    ssize_t size = recv(server->client, &request, sizeof request, 0);
    if (size <= 0)
        drop_client(server);
    else if ((size_t)size < WIRE_REQUEST_HEADER_bytes || request.length > WIRE_DATA_bytes ||
             (size_t)size != WIRE_REQUEST_HEADER_bytes + request.length)
        reply_text(server, WIRE_REFUSED, "the packet's length is wrong");
    else
        handle_request(server, &request);
}

/* The process at a socket's other end; 0 when unknown. */
static int peer_process(int fd)
{
    struct ucred peer = {0};
    socklen_t size = sizeof peer;
    return getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 ? (int)peer.pid : 0;
}

/* Tells a second client who the first one is (calf reads the process out of it). What it has sent is
 * taken first: closing a socket with unread bytes would take the answer away from it. */
static void refuse_client(const struct server *server, int fd)
{
    struct wire_request unread;
    struct wire_reply refusal = {.now_us = kit_now_us(server->kit), .status = WIRE_REFUSED};
    refusal.length = (uint32_t)snprintf((char *)refusal.data, sizeof refusal.data,
                                        "another program is using this kit: process %d",
                                        peer_process(server->client));
    shutdown(fd, SHUT_RD);
    while (recv(fd, &unread, sizeof unread, MSG_DONTWAIT) > 0)
        ;
    send(fd, &refusal, WIRE_REPLY_HEADER_bytes + refusal.length, MSG_NOSIGNAL | MSG_DONTWAIT);
    close(fd);
}

static void accept_client(struct server *server)
{
    int fd = accept(server->listener, NULL, NULL);
    if (fd < 0)
        return;
    if (server->client < 0)
        server->client = fd;
    else
        refuse_client(server, fd);
}

static void read_pty(struct server *server)
{
    uint8_t bytes[1024];
    ssize_t count = read(server->pty, bytes, sizeof bytes);
    if (count > 0)
        kit_set_baud(server->kit, endpoint_baud(server->pty));
    if (count > 0)
        kit_write(server->kit, bytes, (size_t)count);
}

/* What nobody takes is lost, as on a serial port without flow control. */
static void write_pty(struct server *server)
{
    uint8_t bytes[1024];
    size_t count;
    while (server->pty >= 0 && (count = kit_read(server->kit, bytes, sizeof bytes)) > 0)
        if (write(server->pty, bytes, count) < 0 && errno != EAGAIN)
            server->ending = true;
}

static void look_around(struct server *server, int timeout_ms)
{
    struct pollfd fds[] = {
        {.fd = server->signals, .events = POLLIN},
        {.fd = server->listener, .events = POLLIN},
        {.fd = server->client, .events = server->run_pending ? 0 : POLLIN},
        {.fd = server->pty, .events = POLLIN},
        {.fd = server->pty_opens, .events = POLLIN},
    };
    if (poll(fds, sizeof fds / sizeof *fds, timeout_ms) <= 0)
        return;
    if (fds[0].revents)
        server->ending = true;
    if (fds[2].revents & POLLIN)
        read_client(server);
    else if (fds[2].revents)
        drop_client(server);
    if (fds[1].revents)
        accept_client(server); /* after one that has left, so that the next is not refused */
    if (fds[4].revents & POLLIN && endpoint_was_opened(server->pty_opens))
        kit_drop_dtr(server->kit); /* before what the program then sends */
    if (fds[3].revents & POLLIN)
        read_pty(server);
}

/* --- Time ------------------------------------------------------------------------------------- */

/* Where kit time should be by now. */
static double paced_target_us(struct server *server)
{
    double speed = server->options->speed, now_s = wall_s();
    double target_us = server->anchor_us + (now_s - server->anchor_wall_s) * speed * 1e6;
    double kit_us = (double)kit_now_us(server->kit);
    if (target_us - kit_us > MAX_LAG_s * speed * 1e6) {
        server->anchor_wall_s = now_s;
        server->anchor_us = target_us = kit_us;
    }
    return target_us;
}

/* Up to when the next slice goes; not beyond now if time has to wait. */
static double slice_end_us(struct server *server)
{
    double now_us = (double)kit_now_us(server->kit), end_us = now_us;
    if (runs_alone(server) || server->run_pending)
        end_us = now_us + SLICE_us;
    if (is_paced(server))
        end_us = fmin(end_us, paced_target_us(server));
    if (server->run_pending)
        end_us = fmin(end_us, server->run_deadline_us);
    return fmin(end_us, server->options->for_s * 1e6);
}

/* How long to wait for the outside world before the next slice. */
static int patience_ms(const struct server *server)
{
    if (is_paced(server))
        return 1;
    return runs_alone(server) || server->run_pending ? 0 : -1;
}

static void save_eeprom(struct server *server, double interval_s)
{
    struct wire_truth truth;
    char why[256];
    double now_s = wall_s();
    if (!server->options->eeprom_path || now_s - server->saved_wall_s < interval_s)
        return;
    kit_truth(server->kit, &truth);
    if (truth.eeprom_writes == server->saved_writes)
        return;
    server->saved_writes = truth.eeprom_writes;
    server->saved_wall_s = now_s;
    if (!eeprom_save(kit_eeprom(server->kit), server->options->eeprom_path, why, sizeof why))
        fprintf(stderr, "calf-sim: %s\n", why);
}

/* Whether the firmware's death must be told here, there being no client that will ask. */
static bool died_unseen(struct server *server, enum kit_stop stop, char *error, size_t size)
{
    if (stop != KIT_DEAD || server->listener >= 0 || server->client >= 0)
        return false;
    snprintf(error, size, "the firmware has ended: %s", kit_error(server->kit));
    return true;
}

static bool loop(struct server *server, char *error, size_t error_size)
{
    double end_us = server->options->for_s * 1e6;
    while (!server->ending && (double)kit_now_us(server->kit) < end_us) {
        look_around(server, patience_ms(server));
        enum kit_until until = server->run_pending ? KIT_UNTIL_FRAME : KIT_UNTIL_TIME;
        enum kit_stop stop = kit_run_until_us(server->kit, (int64_t)slice_end_us(server), until);
        finish_run(server, stop);
        write_pty(server);
        save_eeprom(server, SAVE_INTERVAL_s);
        if (died_unseen(server, stop, error, error_size))
            return false;
    }
    return true;
}

/* --- Life ------------------------------------------------------------------------------------- */

static bool open_endpoints(struct server *server, char *error, size_t error_size)
{
    const struct options *options = server->options;
    if (options->fd >= 0) {
        prctl(PR_SET_PDEATHSIG, SIGTERM); /* the program that started us may be killed */
        server->client = options->fd;
        return endpoint_is_usable(options->fd, error, error_size);
    }
    if (options->socket_path) {
        server->listener = endpoint_listen(options->socket_path, error, error_size);
        return server->listener >= 0;
    }
    if (options->pty) {
        char name[128];
        server->pty = endpoint_pty(name, sizeof name, &server->pty_other_end, error, error_size);
        if (server->pty < 0)
            return false;
        server->pty_opens = endpoint_watch_opens(name);
        puts(name);
        fflush(stdout);
    }
    return true;
}

static void close_endpoints(struct server *server)
{
    if (server->listener >= 0)
        unlink(server->options->socket_path);
    const int fds[] = {server->signals, server->listener,      server->client,
                       server->pty,     server->pty_other_end, server->pty_opens};
    for (unsigned i = 0; i < sizeof fds / sizeof *fds; i++)
        if (fds[i] >= 0)
            close(fds[i]);
}

bool server_run(struct kit *kit, const struct options *options, char *error, size_t error_size)
{
    struct server server = {
        .kit = kit,
        .options = options,
        .listener = -1,
        .client = -1,
        .pty = -1,
        .pty_other_end = -1,
        .pty_opens = -1,
        .anchor_wall_s = wall_s(),
    };
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGINT);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGHUP);
    sigprocmask(SIG_BLOCK, &ends, NULL);
    server.signals = signalfd(-1, &ends, SFD_CLOEXEC);

    bool fine = open_endpoints(&server, error, error_size) && loop(&server, error, error_size);
    if (fine && options->eeprom_path)
        kit_run_until_us(kit, kit_now_us(kit) + LAST_us, KIT_UNTIL_TIME);
    save_eeprom(&server, 0);
    close_endpoints(&server);
    return fine;
}

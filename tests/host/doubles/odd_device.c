/* odd_device: what may be at the other end of a port instead of a calfkit, on a pseudo terminal.
 *
 *     odd_device silent|noise|echo|old|new
 *
 * Prints the terminal's name, then answers every frame in its own way until it is killed: not at
 * all, with bytes that mean nothing, with what came, or as a calfkit of an older or a newer
 * protocol.
 */
#define _GNU_SOURCE /* NOLINT: its name is what it is */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "protocol/frame.h"
#include "protocol/message.h"

static void answer_hello(int fd, uint8_t sequence, uint8_t version)
{
    uint8_t frame[FRAME_MAX_MESSAGE + FRAME_OVERHEAD];
    const struct msg_hello_reply reply = {.protocol_version = version, .firmware_major = 9};
    uint8_t length = message_put_hello_reply(frame + 1, sequence, &reply);
    if (version > PROTOCOL_VERSION) /* a newer one may well say more */
        frame[1 + length++] = 42;
    length = frame_seal(frame, length);
    if (write(fd, frame, length) != length)
        exit(1);
}

static void answer(int fd, const char *kind, const uint8_t *bytes, size_t count,
                   struct frame_receiver *receiver)
{
    static const char noise[] = "\x1b[2J~~ 300 baud modem ready ~~\r\n";
    for (size_t i = 0; i < count; i++) {
        if (strcmp(kind, "echo") == 0 && write(fd, bytes + i, 1) != 1)
            exit(1);
        if (strcmp(kind, "noise") == 0 && write(fd, noise, sizeof noise - 1) < 0)
            exit(1);
        if (frame_feed(receiver, bytes[i]) == 0)
            continue;
        if (strcmp(kind, "old") == 0)
            answer_hello(fd, receiver->buffer[1], PROTOCOL_VERSION - 1);
        if (strcmp(kind, "new") == 0)
            answer_hello(fd, receiver->buffer[1], PROTOCOL_VERSION + 1);
    }
}

int main(int argc, char **argv)
{
    uint8_t bytes[256], buffer[FRAME_MAX_MESSAGE + 2];
    struct frame_receiver receiver;
    struct termios line;
    int fd = posix_openpt(O_RDWR | O_NOCTTY);
    if (argc != 2 || fd < 0 || grantpt(fd) != 0 || unlockpt(fd) != 0)
        return 1;
    int other =
        open(ptsname(fd), O_RDWR | O_NOCTTY); /* kept open, so that nobody's close hangs up */
    if (other < 0 || tcgetattr(other, &line) != 0)
        return 1;
    cfmakeraw(&line);
    tcsetattr(other, TCSANOW, &line);
    printf("%s\n", ptsname(fd));
    fflush(stdout);

    frame_receiver_init(&receiver, buffer, sizeof buffer);
    for (;;) {
        ssize_t count = read(fd, bytes, sizeof bytes);
        if (count <= 0)
            return 1;
        answer(fd, argv[1], bytes, (size_t)count, &receiver);
    }
}

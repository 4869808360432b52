/* calf-sim as programs meet it: its command line, the inherited socket, and the socket in a
 * file. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "host/kit/wire.h"
#include "tests/tap.h"

static char CALF_SIM[] = "build/calf-sim";
static char folder[] = "/tmp/calfkit-server-test-XXXXXX";

/* Starts calf-sim with its stderr in `errors` (a descriptor, or -1: ours). */
static pid_t start(char *const arguments[], int errors)
{
    pid_t pid = fork();
    if (pid != 0)
        return pid;
    int nowhere = open("/dev/null", O_WRONLY);
    dup2(nowhere, STDOUT_FILENO);
    if (errors >= 0)
        dup2(errors, STDERR_FILENO);
    execv(CALF_SIM, arguments);
    _exit(99);
}

static int exit_code(pid_t pid)
{
    int status;
    waitpid(pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* Reads to the end, as text, and closes. Returns the length. */
static size_t read_all(int fd, char *text, size_t size)
{
    size_t length = 0;
    ssize_t count;
    while ((count = read(fd, text + length, size - 1 - length)) > 0)
        length += (size_t)count;
    text[length] = 0;
    close(fd);
    return length;
}

/* --- The command line ------------------------------------------------------------------------- */

#define WORDS_max 6

static void test_command_line(void)
{
    static const struct {
        const char *words[WORDS_max];
        int code;
        const char *says;
    } rows[] = {
        {{"--help"}, 0, ""},
        {{"--version"}, 0, ""},
        {{"--for", "0.1"}, 0, ""},
        {{"--for", "0.1", "--eeprom", "practised"}, 0, ""},
        {{NULL}, 2, "nobody could reach it"},
        {{"--bogus"}, 2, "unknown option --bogus"},
        {{"--pty", "--ambient", "warm"}, 2, "--ambient: 'warm' is not a number from -20 to 50"},
        {{"--pty", "--supply", "230"}, 2, "--supply: '230' is not a number from 0 to 12"},
        {{"--pty", "--seed", "1.5"}, 2, "--seed: '1.5' is not a whole number"},
        {{"--pty", "--fault", "luck"}, 2, "no fault is called 'luck'"},
        {{"--pty", "--person", "asleep"}, 2, "neither present nor absent"},
        {{"--pty", "--socket", "x"}, 2, "exclude each other"},
        {{"--for"}, 2, "--for needs a value"},
        {{"--for", "1", "more"}, 2, "'more' is one word too many"},
        {{"--for", "1", "--firmware", "none.elf"}, 1, "none.elf: No such file"},
        {{"--for", "1", "--eeprom", "Makefile"}, 1, "not an EEPROM image of 1024 bytes"},
        {{"--for", "1", "--eeprom", "none/e"}, 1, "none/e: No such file"},
        {{"--for", "1", "--vcd", "none/v"}, 1, "none/v: No such file"},
        {{"--fd", "77"}, 1, "not a SOCK_SEQPACKET socket"},
        {{"--socket", "Makefile"}, 1, "there is a file of that name"},
    };
    for (unsigned i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *arguments[WORDS_max + 2] = {CALF_SIM};
        char line[128] = "";
        for (unsigned w = 0; w < WORDS_max && rows[i].words[w]; w++) {
            arguments[w + 1] = strdup(rows[i].words[w]);
            strcat(strcat(line, " "), rows[i].words[w]);
        }
        int ends[2];
        if (pipe(ends) != 0)
            exit(1);
        pid_t pid = start(arguments, ends[1]);
        close(ends[1]);
        char said[4096];
        size_t length = read_all(ends[0], said, sizeof said);
        is_int(exit_code(pid), rows[i].code, "calf-sim%s", line);
        ok(strstr(said, rows[i].says) && (rows[i].code == 0) == (length == 0), "  says: %s",
           rows[i].says);
        for (unsigned w = 1; arguments[w]; w++)
            free(arguments[w]);
    }
}

/* --- Requests --------------------------------------------------------------------------------- */

static struct wire_reply ask(int fd, enum wire_kind kind, const char *data, int64_t deadline_us)
{
    struct wire_request request = {.kind = kind, .deadline_us = deadline_us};
    request.length = (uint32_t)strlen(data);
    memcpy(request.data, data, request.length);
    struct wire_reply reply = {.status = 99};
    send(fd, &request, WIRE_REQUEST_HEADER_bytes + request.length, MSG_NOSIGNAL);
    if (recv(fd, &reply, sizeof reply, 0) < 0)
        diag("no answer: %s", strerror(errno));
    return reply;
}

static void test_inherited_socket(void)
{
    int ends[2];
    char number[12], image[64];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends) != 0)
        exit(1);
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    snprintf(number, sizeof number, "%d", ends[1]);
    snprintf(image, sizeof image, "%s/eeprom", folder);
    char *arguments[] = {CALF_SIM, "--fd", number, "--eeprom", image, NULL};
    pid_t pid = start(arguments, -1);
    close(ends[1]);
    int fd = ends[0];

    struct wire_reply reply = ask(fd, WIRE_TRUTH, "", 0);
    ok(reply.status == WIRE_OK && reply.now_us == 0, "time stands still until a client waits");
    const size_t truth_bytes = sizeof(struct wire_truth);
    is_int(reply.length, truth_bytes, "the truth can be asked for");
    reply = ask(fd, WIRE_RUN, "", 1000000);
    ok(reply.status == WIRE_OK && reply.length > 0 && reply.data[reply.length - 1] == 0,
       "WIRE_RUN ends with a frame");
    reply = ask(fd, WIRE_RUN, "", 1000000);    /* that was a zero; then comes the BOOT event */
    int64_t deadline_us = reply.now_us + 5000; /* before any other */
    reply = ask(fd, WIRE_RUN, "", deadline_us);
    ok(reply.status == WIRE_DEADLINE && reply.now_us == deadline_us, "or at its deadline");
    reply = ask(fd, WIRE_RUN, "", 0);
    ok(reply.status == WIRE_DEADLINE && reply.now_us == deadline_us, "at once if that is past");
    is_int(ask(fd, WIRE_WRITE, "abc", 0).status, WIRE_OK, "bytes are taken");
    is_int(ask(fd, WIRE_INJECT, "ntc-pad-open@3s", 0).status, WIRE_OK, "a fault is taken");
    reply = ask(fd, WIRE_INJECT, "bad-luck", 0);
    ok(reply.status == WIRE_REFUSED && strstr((char *)reply.data, "bad-luck"),
       "an unknown one is refused by name");
    is_int(ask(fd, (enum wire_kind)77, "", 0).status, WIRE_REFUSED, "so is an unknown request");
    send(fd, "short", 5, MSG_NOSIGNAL);
    ok(recv(fd, &reply, sizeof reply, 0) > 0 && reply.status == WIRE_REFUSED,
       "and a packet of the wrong length");
    close(fd);
    is_int(exit_code(pid), 0, "the kit ends with its client");
    struct stat status;
    ok(stat(image, &status) == 0 && status.st_size == 1024, "and has kept its EEPROM");
    unlink(image);
}

static int connect_to(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    strcpy(address.sun_path, path);
    for (int patience = 0; patience < 200; patience++) {
        int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
        if (connect(fd, (struct sockaddr *)&address, sizeof address) == 0)
            return fd;
        close(fd);
        usleep(10000);
    }
    return -1;
}

static void test_socket_in_a_file(void)
{
    char path[64];
    snprintf(path, sizeof path, "%s/socket", folder);
    char *arguments[] = {CALF_SIM, "--socket", path, NULL};
    pid_t pid = start(arguments, -1);
    int first = connect_to(path);
    int64_t reached_us = ask(first, WIRE_RUN, "", 1000000).now_us;
    int second = connect_to(path);
    struct wire_reply reply = {0};
    recv(second, &reply, sizeof reply, 0);
    ok(reply.status == WIRE_REFUSED && strstr((char *)reply.data, "another program"),
       "a second client is refused, and told why");
    close(second);
    close(first);
    first = connect_to(path);
    reply = ask(first, WIRE_TRUTH, "", 0);
    ok(reply.status == WIRE_OK && reply.now_us == reached_us, "the kit outlives its client");
    kill(pid, SIGTERM);
    is_int(exit_code(pid), 0, "SIGTERM ends it");
    struct stat status;
    ok(stat(path, &status) != 0, "and removes the socket");
    close(first);
}

int main(void)
{
    if (!mkdtemp(folder))
        return 1;
    test_command_line();
    test_inherited_socket();
    test_socket_in_a_file();
    rmdir(folder);
    return done();
}

#include "host/calf/takeover.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "host/calf/exit.h"
#include "host/calf/link.h"
#include "host/calf/monotonic.h"
#include "host/calf/ports.h"
#include "host/calf/say.h"

enum {
    LET_GO_ms = 5000, /* its session waits up to 3 s for the device's END */
    LOOK_ms = 50,
    NAME_BYTES = 32,
};

/* Who else has the device at `place`; 0: nobody, or somebody that cannot be seen. */
static pid_t find_rival(const struct options *options, const char *place, char name[NAME_BYTES])
{
    if (!options->socket)
        return ports_rival(place, name, NAME_BYTES);
    pid_t rival = link_sim_rival(place);
    if (rival)
        ports_process_name(rival, name, NAME_BYTES);
    return rival;
}

static void pause_a_little(void)
{
    nanosleep(&(struct timespec){.tv_nsec = LOOK_ms * 1000000L}, NULL);
}

static bool await_release(const struct options *options, const char *place, pid_t rival)
{
    char name[NAME_BYTES];
    int64_t deadline_us = monotonic_us() + LET_GO_ms * INT64_C(1000);
    int unseen = 0; /* twice: /proc is no snapshot, and a look may miss it */
    while (unseen < 2) {
        unseen = find_rival(options, place, name) == rival ? 0 : unseen + 1;
        if (unseen == 0 && monotonic_us() >= deadline_us)
            return false;
        pause_a_little();
    }
    return true;
}

/* Tells it as often as wanted, not so fast that two signals become one. */
static bool tell_to_end(pid_t rival, int signals)
{
    for (int i = 0; i < signals; i++) {
        if (i > 0)
            pause_a_little();
        if (kill(rival, SIGTERM) != 0 && errno != ESRCH)
            return false;
    }
    return true;
}

/* The path of the port or socket; "" for a kit of our own, which nobody else can have. */
static int find_place(const struct options *options, char place[PATH_MAX])
{
    place[0] = '\0';
    if (options->sim)
        return EXIT_OK;
    if (options->socket) {
        strncat(place, options->socket, PATH_MAX - 1);
        return EXIT_OK;
    }
    return options->port ? ports_check(options->port, place) : ports_find(place);
}

int takeover_device(const struct options *options, const char *what, int signals)
{
    char place[PATH_MAX], name[NAME_BYTES];
    int code = find_place(options, place);
    if (code != EXIT_OK || place[0] == '\0')
        return code;
    pid_t rival = find_rival(options, place, name);
    if (rival == 0)
        return EXIT_OK;
    if (strcmp(name, "calf") != 0)
        return fail(EXIT_PORT, "%s: %s is held by another program: %s, process %d", what, place,
                    name, (int)rival);
    if (!tell_to_end(rival, signals))
        return fail(EXIT_PORT, "%s: %s is held by another user's calf, process %d", what, place,
                    (int)rival);
    if (!await_release(options, place, rival))
        return fail(EXIT_PORT, "%s: the calf that holds %s, process %d, was told to end, in vain",
                    what, place, (int)rival);
    say("%s: another calf, process %d, was told to end its session and has let go", what,
        (int)rival);
    return EXIT_OK;
}

int takeover_say_failed(const struct options *options, const char *what, int code)
{
    if (code != EXIT_OK && code != EXIT_USAGE && !options->sim)
        say("%s: not confirmed: press the STOP button or use the kit's power switch", what);
    return code;
}

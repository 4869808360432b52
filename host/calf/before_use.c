#include "host/calf/before_use.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "host/calf/exit.h"
#include "host/calf/paths.h"
#include "host/calf/say.h"
#include "host/calf/signals.h"
#include "host/calf/version.h"

enum { LINE_BYTES = 16 };

/* R("reason against use"): one list. */
#define REASONS(R)                                                             \
    R("a known or suspected clot, or an earlier embolism")                     \
    R("unexplained pain in the calf; swelling, warmth or redness on one side") \
    R("recent surgery, a fracture, time without moving, or a long flight")     \
    R("pregnancy, or a pacemaker")                                             \
    R("phlebitis, severe varicose veins, or disease of the arteries")          \
    R("heart failure, or blood pressure that is not under control")            \
    R("diabetes with nerve damage, or any loss of feeling in the leg")         \
    R("open wounds or infection; cancer or radiotherapy there")                \
    R("a bleeding disorder, or medicine against clotting; fever")              \
    R("a child; anyone sedated, drunk or asleep")                              \
    R("an injury within 48 hours: no heat then")

void before_use_print(FILE *out)
{
    fputs("Before someone uses it: massaging a leg with a hidden clot has killed people.\n"
          "Do not use it with any of these:\n",
          out);
#define AS_LINE(reason) fputs("  - " reason "\n", out);
    REASONS(AS_LINE)
#undef AS_LINE
    fputs("In doubt ask a physician first. Seek help at once for calf pain with swelling,\n"
          "for breathlessness or chest pain. STOP is on the cuff's box; its power switch\n"
          "stops everything. calfkit is no medical device.\n",
          out);
}

/* The file whose being there says that this version's text was shown and answered. */
static bool find_mark(char path[PATH_MAX])
{
    const char *name = "/before-use-" CALF_VERSION;
    if (!paths_data(path) || strlen(path) + strlen(name) >= PATH_MAX)
        return false;
    strcat(path, name);
    return true;
}

static void leave_mark(const char *path)
{
    char folder[PATH_MAX];
    if (!paths_data(folder) || !paths_make(folder))
        return; /* then the whole text is shown again */
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
    if (fd >= 0)
        close(fd);
}

/* Is it what the question takes for agreement? */
static bool is_yes(const char *line)
{
    static const char *const words[] = {"", "y", "yes"};
    char word[LINE_BYTES];
    snprintf(word, sizeof word, "%.*s", (int)strcspn(line, "\r\n"), line);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcasecmp(word, words[i]) == 0)
            return true;
    return false;
}

/* Waits for a line; a signal or the end of input does not agree. */
static bool agrees(void)
{
    char line[LINE_BYTES] = "";
    struct pollfd ready = {.fd = STDIN_FILENO, .events = POLLIN};
    while (signals_count() == 0) {
        if (poll(&ready, 1, 200) > 0)
            return fgets(line, sizeof line, stdin) && is_yes(line);
    }
    return false;
}

int before_use_ask(bool acknowledged)
{
    char mark[PATH_MAX];
    if (acknowledged)
        return EXIT_OK;
    if (!isatty(STDIN_FILENO) || !isatty(STDERR_FILENO))
        return fail(EXIT_USAGE,
                    "nobody to ask here: see `calf help before-use`, then --acknowledge");

    bool known = find_mark(mark);
    if (known && access(mark, F_OK) == 0)
        fputs("Does none of the reasons against use (`calf help before-use`) apply today?\n",
              stderr);
    else
        before_use_print(stderr);
    fputs("Enter: none applies, begin (so do y and yes).  n or Ctrl-C: do not. ", stderr);
    if (!agrees()) {
        fputc('\n', stderr);
        return fail(EXIT_STOPPED, "not started");
    }
    if (known)
        leave_mark(mark);
    return EXIT_OK;
}

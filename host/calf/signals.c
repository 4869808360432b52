#include "host/calf/signals.h"

#include <signal.h>
#include <stddef.h>

static volatile sig_atomic_t asked_to_end;

static void count(int number)
{
    (void)number;
    asked_to_end++;
}

static void handle_all(void (*handler)(int))
{
    struct sigaction action = {.sa_handler = handler}; /* no SA_RESTART: waits are cut short */
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGHUP, &action, NULL);
    action.sa_handler = handler == SIG_DFL ? SIG_DFL : SIG_IGN;
    sigaction(SIGPIPE, &action, NULL);
}

void signals_catch(void)
{
    handle_all(count);
}

void signals_release(void)
{
    handle_all(SIG_DFL);
}

int signals_count(void)
{
    return asked_to_end;
}

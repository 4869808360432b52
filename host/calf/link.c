#include "host/calf/link.h"

#include <limits.h>
#include <stdio.h>

#include "host/calf/exit.h"
#include "host/calf/ports.h"

bool link_lose(struct link *link, const char *why)
{
    if (link->lost[0] == '\0')
        snprintf(link->lost, sizeof link->lost, "%s", why);
    return false;
}

int link_open(const struct options *options, struct link **link)
{
    char path[PATH_MAX];
    if (options->sim)
        return link_sim_spawn(options->sim, link);
    if (options->socket)
        return link_sim_connect(options->socket, link);

    int code = options->port ? ports_check(options->port, path) : ports_find(path);
    if (code != EXIT_OK)
        return code;
    return ports_is_pseudo(path) ? link_fd_open(path, link) : link_serial_open(path, link);
}

#include "host/calf/options.h"

#include "host/calf/say.h"
#include "host/calf/told_time.h"

bool options_take(struct options *options, struct arguments *arguments)
{
    *options = (struct options){
        .port = arguments_value(arguments, "--port"),
        .sim = arguments_optional_value(arguments, "--sim"),
        .socket = arguments_value(arguments, "--socket"),
        .now = arguments_value(arguments, "--now"),
        .record = arguments_value(arguments, "--record"),
        .json = arguments_flag(arguments, "--json"),
        .quiet = arguments_flag(arguments, "--quiet"),
    };
    if (!!options->port + !!options->sim + !!options->socket > 1) {
        say("--port, --sim and --socket exclude each other: one session, one device");
        arguments->wrong = true;
    }
    if ((options->port && options->port[0] == '\0') ||
        (options->socket && options->socket[0] == '\0')) {
        say("%s: an empty name", options->port ? "--port" : "--socket");
        arguments->wrong = true;
    }
    if (options->now && !told_time_read(options->now, &options->now_min)) {
        say("--now: '%s' is no time such as 2026-12-01T18:00 (UTC), nor none", options->now);
        arguments->wrong = true;
    } else if (options->now && !options->sim && !options->socket) {
        say("--now is for virtual kits (--sim, --socket): a real one is told the time it is");
        arguments->wrong = true;
    }
    return !arguments->wrong;
}

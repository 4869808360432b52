/* Running a circuit in ngspice, and what it measured. */
#include "schematics/netlist/circuit_internal.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

static bool write_deck(struct circuit *circuit, const char *path)
{
    mkdir("build", 0777);
    mkdir("build/spice", 0777);
    FILE *deck = fopen(path, "w");
    if (!deck)
        return false;
    fprintf(deck, "%s\n", path);
    for (size_t i = 0; i < circuit->line_count; i++)
        fprintf(deck, "%s\n", circuit->lines[i]);
    fputs(".end\n", deck);
    return fclose(deck) == 0;
}

/* "peak = 5.1e+00 at= 1.0e-3" */
static void take_result(struct circuit *circuit, const char *line)
{
    struct circuit_result result;
    if (circuit->result_count < CIRCUIT_RESULTS_max &&
        sscanf(line, "%31s = %lf", result.name, &result.value) == 2)
        circuit->results[circuit->result_count++] = result;
}

/* What ngspice says that means the results are not to be had. A measurement out of its interval is
 * an answer too. */
static bool is_error(const char *line)
{
    return strncasecmp(line, "Error", 5) == 0 && !strstr(line, "measure");
}

static bool run_deck(struct circuit *circuit, const char *path)
{
    char command[256], line[1024];
    snprintf(command, sizeof command, "ngspice -b %s 2>&1 </dev/null", path);
    FILE *output = popen(command, "r");
    if (!output)
        return false;
    bool complete = false;
    while (fgets(line, sizeof line, output)) {
        line[strcspn(line, "\n")] = '\0';
        if (is_error(line) || strstr(line, "aborted"))
            circuit_spoil(circuit, "%s", line);
        complete = complete || strncmp(line, "No. of Data Rows", 16) == 0;
        if (complete)
            take_result(circuit, line);
    }
    pclose(output);
    if (!complete)
        circuit_spoil(circuit, "ngspice came to no end");
    return !*circuit->wrong;
}

bool circuit_run(struct circuit *circuit, const char *name)
{
    char path[128];
    /* with the process's number, for tests run side by side */
    snprintf(path, sizeof path, "build/spice/%s-%ld.cir", name, (long)getpid());
    circuit->result_count = 0;
    if (!*circuit->wrong && !write_deck(circuit, path))
        circuit_spoil(circuit, "cannot write it");
    if (!*circuit->wrong && run_deck(circuit, path)) {
        if (!getenv("KEEP_DECKS"))
            remove(path);
        return true;
    }
    return false;
}

const char *circuit_error(const struct circuit *circuit)
{
    return circuit->wrong;
}

double circuit_result(const struct circuit *circuit, const char *name)
{
    for (unsigned i = 0; i < circuit->result_count; i++)
        if (strcasecmp(circuit->results[i].name, name) == 0)
            return circuit->results[i].value;
    return NAN;
}

/* Cutting a stage out of a circuit. */
#include "schematics/netlist/circuit_internal.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static bool is_among(const char *net, const char *const *nets)
{
    for (; *nets; nets++)
        if (strcasecmp(net, *nets) == 0)
            return true;
    return false;
}

/* Nets reached so far. */
struct reach {
    const char **nets; /* ends with NULL */
    size_t count;
};

static void reach_net(struct reach *reach, const char *net)
{
    reach->nets = circuit_must(realloc(reach->nets, (reach->count + 2) * sizeof *reach->nets));
    reach->nets[reach->count++] = net;
    reach->nets[reach->count] = NULL;
}

/* Goes on from the nets of a part that touches what has been reached; whether it does. */
static bool reach_through(struct reach *reach, const struct circuit_words *words,
                          const char *const *ends)
{
    unsigned nodes = circuit_node_count(words);
    bool touches = false;
    for (unsigned i = 1; i <= nodes; i++)
        touches = touches || is_among(words->word[i], reach->nets);
    for (unsigned i = 1; touches && i <= nodes; i++)
        if (!is_among(words->word[i], ends) && !is_among(words->word[i], reach->nets))
            reach_net(reach, words->word[i]);
    return touches;
}

void circuit_keep(struct circuit *circuit, const char *const *nets, const char *const *ends)
{
    struct circuit_words *words = circuit_must(calloc(circuit->line_count + 1, sizeof *words));
    bool *kept = circuit_must(calloc(circuit->line_count + 1, sizeof *kept));
    for (size_t i = 0; i < circuit->line_count; i++)
        if (circuit_is_part(circuit->lines[i]))
            words[i] = circuit_take_apart(circuit->lines[i]);
    struct reach reach = {0};
    for (; *nets; nets++)
        reach_net(&reach, *nets);
    for (size_t before = 0; before != reach.count;) {
        before = reach.count;
        for (size_t i = 0; i < circuit->line_count; i++)
            kept[i] = !words[i].text || reach_through(&reach, &words[i], ends);
    }
    size_t parts = 0;
    for (size_t i = circuit->line_count; i-- > 0;) {
        parts += kept[i] && words[i].text;
        free(words[i].text);
        words[i].text = NULL;
        if (!kept[i])
            circuit_remove_line(circuit, i);
    }
    if (parts == 0)
        circuit_spoil(circuit, "no part is joined to that net");
    free((void *)reach.nets);
    free(words);
    free(kept);
}

/* The profiler: plays on the virtual kit and says which functions the core's cycles went to.
 *
 * Writes build/profile/NAME.txt (a table) and NAME.svg (a flame graph) for an idle kit, for one that is
 * asked for its status 100 times a second, and for one that plays with heat and telemetry at 20 Hz. Every instruction is
 * counted, none is sampled; 4 cycles are added for the entry of each interrupt.
 */
#include <stdlib.h>
#include <string.h>

#include "tests/bench/scenes.h"
#include "tests/profile/calls.h"
#include "tests/profile/flame.h"
#include "tests/profile/names.h"

enum {
    SECONDS = 20,
    REQUESTS_s = 100,
    FRAMES_s = 100,
    MAX_FUNCTIONS = 512,
    PATH_max = 256,
    VECTORS_bytes = 26 * 4
};

static const char *vector_name(uint8_t vector)
{
    switch (vector) { /* datasheet table 12-6, counted from 0 */
    case 1:
        return "interrupt: INT0, STOP button";
    case 13:
        return "interrupt: TIMER1_OVF, tick";
    case 18:
        return "interrupt: USART_RX";
    case 19:
        return "interrupt: USART_UDRE";
    default:
        return "interrupt";
    }
}

/* --- From calls of addresses to functions of the source ------------------------------------------- */

static int descend(struct flame *flame, int node, const struct chain *chain, const char *outermost)
{
    int from = chain->length - 1;
    if (outermost && strcmp(chain->functions[from], outermost) == 0)
        from--; /* stands there already */
    for (int i = from; i >= 0; i--)
        node = flame_child(flame, node, chain->functions[i]);
    return node;
}

static const char *outer_name(const struct names *names, uint16_t address)
{
    const struct chain *chain = names_at(names, address);
    return chain->functions[chain->length - 1];
}

/* The node of a call, and with it those of everything that led there. */
static int place(struct flame *flame, const struct names *names, const struct calls *calls, int at,
                 int *placed)
{
    if (placed[at] >= 0)
        return placed[at];
    const struct call *call = &calls->tree[at];
    int node = 0;
    if (call->vector) {
        node = flame_child(flame, 0, vector_name(call->vector));
    } else if (call->parent < 0) {
        node = flame_child(flame, 0, outer_name(names, call->target));
    } else {
        const struct call *parent = &calls->tree[call->parent];
        int above = place(flame, names, calls, call->parent, placed);
        const char *outer = parent->vector ? NULL : outer_name(names, parent->target);
        node = descend(flame, above, names_at(names, call->site), outer);
        node = flame_child(flame, node, outer_name(names, call->target));
    }
    return placed[at] = node;
}

static void build(struct flame *flame, const struct names *names, const struct calls *calls)
{
    int *placed = malloc((size_t)calls->tree_size * sizeof *placed);
    for (int i = 0; i < calls->tree_size; i++)
        placed[i] = -1;
    for (unsigned i = 0; i < calls->spent_room; i++) {
        const struct spent *spent = &calls->spent[i];
        if (spent->call < 0)
            continue;
        const struct call *call = &calls->tree[spent->call];
        int node = place(flame, names, calls, spent->call, placed);
        const char *outer = call->vector ? NULL : outer_name(names, call->target);
        if (!call->vector || spent->at >= VECTORS_bytes)
            node = descend(flame, node, names_at(names, spent->at), outer);
        flame_add(flame, node, spent->cycles);
    }
    free(placed);
}

/* --- The table ------------------------------------------------------------------------------------ */

struct row {
    const char *function;
    uint64_t self, total;
    unsigned flash_bytes;
};

struct table {
    struct row rows[MAX_FUNCTIONS];
    int size;
};

static struct row *row_of(struct table *table, const char *function)
{
    for (int i = 0; i < table->size; i++)
        if (strcmp(table->rows[i].function, function) == 0)
            return &table->rows[i];
    if (table->size == MAX_FUNCTIONS) {
        fprintf(stderr, "profile: more than %d functions\n", MAX_FUNCTIONS);
        exit(1);
    }
    table->rows[table->size] = (struct row){.function = function};
    return &table->rows[table->size++];
}

static void fill(struct table *table, const struct flame *flame, const struct names *names)
{
    table->size = 0;
    for (int i = 1; i < flame->size; i++) {
        struct row *row = row_of(table, flame->nodes[i].function);
        row->self += flame->nodes[i].self;
        row->total += flame->nodes[i].total; /* no function of the firmware calls itself */
    }
    for (uint32_t at = 0; at < names->code_end; at += 2)
        row_of(table, names_at(names, (uint16_t)at)->functions[0])->flash_bytes += 2;
}

static int by_self(const void *left, const void *right)
{
    const struct row *a = left, *b = right;
    if (a->self != b->self)
        return a->self < b->self ? 1 : -1;
    return (a->flash_bytes < b->flash_bytes) - (a->flash_bytes > b->flash_bytes);
}

static void print(struct table *table, uint64_t cycles, uint64_t awake, FILE *out)
{
    qsort(table->rows, (size_t)table->size, sizeof *table->rows, by_self);
    fprintf(out, "asleep %.2f %%; awake %.0f cycles in each frame of 10 ms\n\n",
            100 * (1 - (double)awake / (double)cycles), (double)awake / (SECONDS * FRAMES_s));
    fprintf(out, "%9s %7s %9s %7s %7s\n", "self", "", "total", "", "flash");
    fprintf(out, "%9s %7s %9s %7s %7s  function\n", "cy/frame", "%", "cy/frame", "%", "byte");
    for (int i = 0; i < table->size; i++) {
        const struct row *row = &table->rows[i];
        fprintf(out, "%9.1f %7.2f %9.1f %7.2f %7u  %s\n", (double)row->self / (SECONDS * FRAMES_s),
                100 * (double)row->self / (double)awake, (double)row->total / (SECONDS * FRAMES_s),
                100 * (double)row->total / (double)awake, row->flash_bytes, row->function);
    }
}

/* --- The scenes ----------------------------------------------------------------------------------- */

static FILE *create(const char *folder, const char *name, const char *ending)
{
    char path[PATH_max];
    snprintf(path, sizeof path, "%s/%s.%s", folder, name, ending);
    FILE *file = fopen(path, "w");
    if (!file) {
        perror(path);
        exit(1);
    }
    printf("%s\n", path);
    return file;
}

static void write_down(const struct calls *calls, const struct names *names, uint64_t cycles,
                       const char *folder, const char *name)
{
    struct flame flame;
    static struct table table;
    char title[PATH_max];
    flame_init(&flame, "all");
    build(&flame, names, calls);
    fill(&table, &flame, names);
    FILE *text = create(folder, name, "txt"), *svg = create(folder, name, "svg");
    print(&table, cycles, calls->cycles, text);
    snprintf(title, sizeof title, "%s: %.0f cycles awake in a frame of 10 ms", name,
             (double)calls->cycles / (SECONDS * FRAMES_s));
    flame_draw(&flame, title, svg);
    fclose(text);
    fclose(svg);
    flame_free(&flame);
}

static void profile(struct peer *peer, const struct names *names, bool asks, const char *folder,
                    const char *name)
{
    struct calls calls;
    calls_init(&calls);
    uint64_t before = kit_cycles(peer->kit);
    kit_trace(peer->kit, calls_step, &calls);
    for (int i = 0; i < SECONDS * REQUESTS_s; i++) {
        if (asks)
            peer_status(peer);
        uint64_t end = before + (uint64_t)(i + 1) * (MACHINE_CLOCK_Hz / REQUESTS_s);
        peer_run_ms(peer, (double)(int64_t)(end - kit_cycles(peer->kit)) / PEER_CYCLES_ms);
    }
    kit_trace(peer->kit, NULL, NULL);
    write_down(&calls, names, kit_cycles(peer->kit) - before, folder, name);
    calls_free(&calls);
}

int main(int count, char **arguments)
{
    static struct names names;
    static struct firmware firmware;
    if (count != 3) {
        fprintf(stderr, "usage: profile FIRMWARE.elf FOLDER\n");
        return 2;
    }
    char why[PATH_max];
    if (!firmware_load(&firmware, arguments[1], why, sizeof why)) {
        fprintf(stderr, "profile: %s\n", why);
        return 1;
    }
    if (!names_read(&names, arguments[1], firmware.used_bytes))
        return 1;
    struct peer *idle = scene_idle(), *playing = scene_playing();
    profile(idle, &names, false, arguments[2], "idle");
    profile(idle, &names, true, arguments[2], "asked");
    profile(playing, &names, false, arguments[2], "playing");
    peer_free(idle);
    peer_free(playing);
    names_free(&names);
    return 0;
}

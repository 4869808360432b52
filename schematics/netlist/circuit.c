#include "schematics/netlist/circuit_internal.h"

#include <ctype.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "schematics/netlist/value.h"

void *circuit_must(void *memory)
{
    if (memory)
        return memory;
    fputs("Bail out! no memory\n", stdout);
    exit(EXIT_FAILURE);
}

void circuit_spoil(struct circuit *circuit, const char *format, ...)
{
    if (*circuit->wrong)
        return;
    va_list values;
    va_start(values, format);
    vsnprintf(circuit->wrong, sizeof circuit->wrong, format, values);
    va_end(values);
}

static void append(struct circuit *circuit, const char *line)
{
    circuit->lines =
        circuit_must(realloc(circuit->lines, (circuit->line_count + 1) * sizeof *circuit->lines));
    circuit->lines[circuit->line_count++] = circuit_must(strdup(line));
}

/* --- lines as words ---------------------------------------------------------------------------- */

struct circuit_words circuit_take_apart(const char *line)
{
    struct circuit_words words = {.text = circuit_must(strdup(line))};
    char *rest = words.text, *word;
    while (words.count < CIRCUIT_WORDS_max && (word = strtok_r(rest, " \t", &rest)))
        words.word[words.count++] = word;
    return words;
}

static void put_together(struct circuit *circuit, size_t line, const struct circuit_words *words)
{
    char text[1024] = "";
    size_t length = 0;
    for (unsigned i = 0; i < words->count && length < sizeof text; i++)
        length +=
            (size_t)snprintf(text + length, sizeof text - length, i ? " %s" : "%s", words->word[i]);
    if (length >= sizeof text)
        circuit_spoil(circuit, "%s: the line becomes too long", words->word[0]);
    free(circuit->lines[line]);
    circuit->lines[line] = circuit_must(strdup(text));
}

bool circuit_is_part(const char *line)
{
    return isalpha((unsigned char)*line);
}

unsigned circuit_node_count(const struct circuit_words *words)
{
    unsigned plain = 0;
    while (plain < words->count && !strchr(words->word[plain], '='))
        plain++;
    return plain > 2 ? plain - 2 : 0;
}

/* KiCad puts SPICE's own letter in front where the reference does not begin with it: XQ301. */
static bool is_named(const char *line, const char *reference)
{
    size_t length = strlen(reference);
    if (strncasecmp(line, reference, length) == 0 && isspace((unsigned char)line[length]))
        return true;
    return *line && strncasecmp(line + 1, reference, length) == 0 &&
           isspace((unsigned char)line[length + 1]);
}

static size_t find(const struct circuit *circuit, const char *reference)
{
    size_t i = 0;
    while (i < circuit->line_count &&
           !(circuit_is_part(circuit->lines[i]) && is_named(circuit->lines[i], reference)))
        i++;
    return i;
}

static size_t find_for_change(struct circuit *circuit, const char *reference)
{
    size_t line = find(circuit, reference);
    if (line == circuit->line_count)
        circuit_spoil(circuit, "the circuit has no %s", reference);
    return line;
}

/* --- reading ----------------------------------------------------------------------------------- */

static const char *last_part(const char *name)
{
    const char *slash = *name == '/' ? strrchr(name, '/') : NULL;
    return slash && slash[1] ? slash + 1 : name;
}

static void read_part(struct circuit *circuit, const char *text)
{
    struct circuit_words words = circuit_take_apart(text);
    unsigned nodes = circuit_node_count(&words);
    for (unsigned i = 1; i <= nodes; i++)
        words.word[i] = (char *)last_part(words.word[i]);
    append(circuit, text);
    put_together(circuit, circuit->line_count - 1, &words);
    free(words.text);
}

static void read_line(struct circuit *circuit, const char *path, char *line)
{
    line[strcspn(line, "\r\n")] = '\0';
    if (circuit_is_part(line))
        read_part(circuit, line);
    else if (strncasecmp(line, ".include", 8) == 0) /* named as seen from the top of the tree */
        append(circuit, line);
    else if (*line == '+')
        circuit_spoil(circuit, "%s: a continued line, which this reader does not know", path);
}

struct circuit *circuit_read(const char *path)
{
    struct circuit *circuit = circuit_must(calloc(1, sizeof *circuit));
    FILE *file = fopen(path, "r");
    char line[1024];
    if (!file)
        circuit_spoil(circuit, "%s: cannot open it", path);
    while (file && fgets(line, sizeof line, file))
        read_line(circuit, path, line);
    if (file)
        fclose(file);
    return circuit;
}

struct circuit *circuit_copy(const struct circuit *circuit)
{
    struct circuit *made = circuit_must(calloc(1, sizeof *made));
    for (size_t i = 0; i < circuit->line_count; i++)
        append(made, circuit->lines[i]);
    memcpy(made->wrong, circuit->wrong, sizeof made->wrong);
    return made;
}

void circuit_free(struct circuit *circuit)
{
    if (!circuit)
        return;
    for (size_t i = 0; i < circuit->line_count; i++)
        free(circuit->lines[i]);
    free(circuit->lines);
    free(circuit);
}

/* --- asking and changing ----------------------------------------------------------------------- */

bool circuit_has(const struct circuit *circuit, const char *reference)
{
    return find(circuit, reference) < circuit->line_count;
}

bool circuit_node(const struct circuit *circuit, const char *reference, unsigned node, char *net,
                  size_t net_size)
{
    size_t line = find(circuit, reference);
    if (line == circuit->line_count)
        return false;
    struct circuit_words words = circuit_take_apart(circuit->lines[line]);
    bool there = node >= 1 && node <= circuit_node_count(&words);
    if (there)
        snprintf(net, net_size, "%s", words.word[node]);
    free(words.text);
    return there;
}

double circuit_value(struct circuit *circuit, const char *reference)
{
    size_t line = find_for_change(circuit, reference);
    if (line == circuit->line_count)
        return NAN;
    struct circuit_words words = circuit_take_apart(circuit->lines[line]);
    double value = value_parse(words.word[words.count - 1]);
    free(words.text);
    return value;
}

void circuit_remove_line(struct circuit *circuit, size_t line)
{
    free(circuit->lines[line]);
    memmove(&circuit->lines[line], &circuit->lines[line + 1],
            (--circuit->line_count - line) * sizeof *circuit->lines);
}

void circuit_remove(struct circuit *circuit, const char *reference)
{
    size_t line = find_for_change(circuit, reference);
    if (line < circuit->line_count)
        circuit_remove_line(circuit, line);
}

void circuit_set(struct circuit *circuit, const char *reference, const char *value)
{
    size_t line = find_for_change(circuit, reference);
    if (line == circuit->line_count)
        return;
    struct circuit_words words = circuit_take_apart(circuit->lines[line]);
    words.word[words.count - 1] = (char *)value;
    put_together(circuit, line, &words);
    free(words.text);
}

void circuit_scale(struct circuit *circuit, const char *reference, double factor)
{
    char text[32];
    double value = circuit_value(circuit, reference);
    if (isnan(value))
        circuit_spoil(circuit, "the value of %s is no number", reference);
    snprintf(text, sizeof text, "%.6g", value * factor);
    circuit_set(circuit, reference, text);
}

static void set_nodes(struct circuit *circuit, const char *reference, unsigned node, unsigned other,
                      const char *net)
{
    size_t line = find_for_change(circuit, reference);
    if (line == circuit->line_count)
        return;
    struct circuit_words words = circuit_take_apart(circuit->lines[line]);
    unsigned nodes = circuit_node_count(&words);
    if (node < 1 || node > nodes || other < 1 || other > nodes)
        circuit_spoil(circuit, "%s has only %u nodes", reference, nodes);
    else {
        char *before = words.word[node];
        words.word[node] = net ? (char *)net : words.word[other];
        if (!net)
            words.word[other] = before;
        put_together(circuit, line, &words);
    }
    free(words.text);
}

void circuit_swap(struct circuit *circuit, const char *reference, unsigned node, unsigned other)
{
    set_nodes(circuit, reference, node, other, NULL);
}

void circuit_move(struct circuit *circuit, const char *reference, unsigned node, const char *net)
{
    set_nodes(circuit, reference, node, node, net);
}

/* Memory of its own for what printf would write. */
static char *print_text(const char *format, va_list values)
{
    char *text = NULL;
    size_t length = 0;
    FILE *out = circuit_must(open_memstream(&text, &length));
    vfprintf(out, format, values);
    fclose(out);
    return circuit_must(text);
}

void circuit_parameter(struct circuit *circuit, const char *reference, const char *format, ...)
{
    size_t line = find_for_change(circuit, reference);
    if (line == circuit->line_count)
        return;
    va_list values;
    va_start(values, format);
    char *assignment = print_text(format, values);
    va_end(values);
    char text[1024];
    snprintf(text, sizeof text, "%s %s", circuit->lines[line], assignment);
    free(assignment);
    free(circuit->lines[line]);
    circuit->lines[line] = circuit_must(strdup(text));
}

void circuit_add(struct circuit *circuit, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    char *text = print_text(format, values);
    va_end(values);
    append(circuit, text);
    free(text);
}

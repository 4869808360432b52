#include "tests/profile/flame.h"

#include <stdlib.h>
#include <string.h>

enum { WIDTH = 1200, ROW = 17, MARGIN = 8, TITLE = 30, LETTER = 7, NARROWEST = 1, DEPTH_max = 64 };

void flame_init(struct flame *flame, const char *root)
{
    *flame = (struct flame){0};
    flame_child(flame, -1, root);
}

void flame_free(struct flame *flame)
{
    free(flame->nodes);
}

int flame_child(struct flame *flame, int node, const char *function)
{
    if (node >= 0)
        for (int at = flame->nodes[node].first_child; at >= 0; at = flame->nodes[at].next_sibling)
            if (strcmp(flame->nodes[at].function, function) == 0)
                return at;
    if (flame->size == flame->room) {
        flame->room = 2 * flame->room + 256;
        flame->nodes = realloc(flame->nodes, (size_t)flame->room * sizeof *flame->nodes);
        if (!flame->nodes) {
            fprintf(stderr, "profile: out of memory\n");
            exit(1);
        }
    }
    struct flame_node *made = &flame->nodes[flame->size];
    *made = (struct flame_node){
        .function = function, .parent = node, .first_child = -1, .next_sibling = -1};
    if (node >= 0) {
        made->next_sibling = flame->nodes[node].first_child;
        flame->nodes[node].first_child = flame->size;
    }
    return flame->size++;
}

void flame_add(struct flame *flame, int node, uint64_t cycles)
{
    flame->nodes[node].self += cycles;
    for (; node >= 0; node = flame->nodes[node].parent)
        flame->nodes[node].total += cycles;
}

/* --- The picture --------------------------------------------------------------------------------- */

static int depth_of(const struct flame *flame, int node)
{
    int deepest = 0;
    for (int at = flame->nodes[node].first_child; at >= 0; at = flame->nodes[at].next_sibling) {
        int depth = depth_of(flame, at);
        deepest = depth > deepest ? depth : deepest;
    }
    return deepest + 1;
}

/* A warm colour that a function keeps wherever it stands. */
static unsigned colour_of(const char *function)
{
    unsigned hash = 5381;
    while (*function)
        hash = hash * 33 + (unsigned char)*function++;
    return (215 + hash % 40) << 16 | (120 + hash / 40 % 100) << 8 | (50 + hash / 4000 % 50);
}

static void draw_node(const struct flame *flame, int node, double x, int depth, int bottom,
                      FILE *svg)
{
    const struct flame_node *this = &flame->nodes[node];
    double all = (double)flame->nodes[0].total;
    double width = (WIDTH - 2 * MARGIN) * (double)this->total / all;
    if (width < NARROWEST)
        return;
    int y = bottom - (depth + 1) * ROW;
    fprintf(svg,
            "<g><title>%s: %.2f %% with what it calls, %.2f %% itself</title>"
            "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"#%06x\"/>",
            this->function, 100 * (double)this->total / all, 100 * (double)this->self / all, x, y,
            width, ROW - 1, colour_of(this->function));
    int letters = (int)(width / LETTER) - 1;
    if (letters >= 3)
        fprintf(svg, "<text x=\"%.1f\" y=\"%d\">%.*s</text>", x + 3, y + ROW - 5, letters,
                this->function);
    fprintf(svg, "</g>\n");
    for (int at = this->first_child; at >= 0; at = flame->nodes[at].next_sibling) {
        draw_node(flame, at, x, depth + 1, bottom, svg);
        x += (WIDTH - 2 * MARGIN) * (double)flame->nodes[at].total / all;
    }
}

void flame_draw(const struct flame *flame, const char *title, FILE *svg)
{
    int height = TITLE + depth_of(flame, 0) * ROW + MARGIN;
    fprintf(svg,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" "
            "viewBox=\"0 0 %d %d\" font-family=\"monospace\" font-size=\"11\">\n"
            "<rect width=\"100%%\" height=\"100%%\" fill=\"#fffdf8\"/>\n"
            "<text x=\"%d\" y=\"18\" font-size=\"13\">%s</text>\n",
            WIDTH, height, WIDTH, height, MARGIN, title);
    draw_node(flame, 0, MARGIN, 0, height - MARGIN, svg);
    fprintf(svg, "</svg>\n");
}

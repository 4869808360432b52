/* gen_guide README.md PICTURES NETLIST PLACES: writes what of the build guide comes from the netlist.
 *
 * In the page, the parts between `<!-- generated: NAME -->` and `<!-- end -->`; in the folder, the
 * drawings. Run from the top of the tree. Exit codes: 0 written, 1 not.
 */
#include <stdlib.h>
#include <string.h>

#include "schematics/guide/guide.h"

#define BEGIN_MARK "<!-- generated: "
#define END_MARK "<!-- end -->\n"

static const struct part {
    const char *name;
    bool (*print)(const struct netlist *drawing, FILE *out);
} parts[] = {
    {"parts", guide_print_parts},
    {"connectors", guide_print_connectors},
    {"breadboard", guide_print_breadboard},
    {"test-points", guide_print_test_points},
};

static const char *const stages[] = {"Power", "Controller", "Panel", "Sensing", "Motors", "Heater"};

static const struct part *find_part(const char *line)
{
    const char *name = line + strlen(BEGIN_MARK);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        size_t length = strlen(parts[i].name);
        if (strncmp(name, parts[i].name, length) == 0 && strcmp(name + length, " -->\n") == 0)
            return &parts[i];
    }
    return NULL;
}

/* Copies a page with its generated parts renewed. Returns NULL, or what is wrong. */
static const char *renew(FILE *page, const struct netlist *drawing, FILE *out)
{
    char line[4096]; /* a longer line is copied in pieces */
    bool inside = false;
    unsigned renewed = 0;
    while (fgets(line, sizeof line, page)) {
        if (strcmp(line, END_MARK) == 0) {
            if (!inside)
                return "an end without a beginning";
            inside = false;
        }
        if (!inside)
            fputs(line, out);
        if (strncmp(line, BEGIN_MARK, strlen(BEGIN_MARK)) == 0) {
            const struct part *part = find_part(line);
            if (inside)
                return "a generated part inside another";
            if (!part)
                return "a generated part of unknown name";
            if (!part->print(drawing, out))
                return "a part could not be made";
            inside = true;
            renewed++;
        }
    }
    if (renewed != sizeof parts / sizeof *parts)
        return "not every generated part is there once";
    return inside ? "a generated part without an end" : NULL;
}

static bool write_file(const char *path, const char *text, size_t length)
{
    FILE *file = fopen(path, "w");
    if (!file)
        return false;
    bool written = fwrite(text, 1, length, file) == length;
    return fclose(file) == 0 && written;
}

static const char *renew_page(const char *path, const struct netlist *drawing)
{
    char *text = NULL;
    size_t length = 0;
    FILE *page = fopen(path, "r");
    if (!page)
        return "cannot open it";
    FILE *out = open_memstream(&text, &length);
    const char *trouble = out ? renew(page, drawing, out) : "no memory";
    fclose(page);
    if (out && fclose(out) != 0 && !trouble)
        trouble = "no memory";
    if (!trouble && !write_file(path, text, length))
        trouble = "cannot write it";
    free(text);
    return trouble;
}

/* `stage` NULL: the wiring drawing. */
static const char *draw(const char *path, const struct netlist *drawing,
                        const struct places *places, const char *stage)
{
    char sheet[32];
    FILE *out = fopen(path, "w");
    if (!out)
        return "cannot write it";
    snprintf(sheet, sizeof sheet, "/%s/", stage ? stage : "");
    bool drawn =
        stage ? guide_draw_cards(drawing, places, sheet, out) : guide_draw_wiring(drawing, out);
    if (fclose(out) != 0)
        return "cannot write it";
    return drawn ? NULL : "something is missing in it";
}

static bool complain(const char *path, const char *trouble)
{
    if (trouble)
        fprintf(stderr, "gen-guide: %s: %s\n", path, trouble);
    return trouble != NULL;
}

int main(int argc, char **argv)
{
    char path[512], error[256];
    bool failed = false;
    static struct places places;
    if (argc != 5) {
        fputs("usage: gen-guide README.md PICTURES NETLIST PLACES\n", stderr);
        return EXIT_FAILURE;
    }
    struct netlist *drawing = netlist_read(argv[3], error, sizeof error);
    if (!drawing) {
        fprintf(stderr, "gen-guide: %s\n", error);
        return EXIT_FAILURE;
    }
    failed |= !places_read(argv[4], &places);
    snprintf(path, sizeof path, "%s/wiring.svg", argv[2]);
    failed |= complain(path, draw(path, drawing, &places, NULL));
    for (size_t i = 0; i < sizeof stages / sizeof *stages; i++) {
        snprintf(path, sizeof path, "%s/parts-%s.svg", argv[2], stages[i]);
        failed |= complain(path, draw(path, drawing, &places, stages[i]));
    }
    failed |= complain(argv[1], renew_page(argv[1], drawing));
    netlist_free(drawing);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

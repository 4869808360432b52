/* gen_guide README.md PICTURES NETLIST PLACES: writes what of the build guide comes from the netlist.
 *
 * In the page, the parts between `<!-- generated: NAME -->` and `<!-- end -->`; in the folder, the
 * drawings. Run from the top of the tree. Exit codes: 0 written, 1 not.
 */
#include <stdlib.h>
#include <string.h>

#include "host/docs/page.h"
#include "schematics/guide/guide.h"

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

enum { PARTS = sizeof parts / sizeof *parts };

struct making {
    const struct netlist *drawing;
    unsigned made; /* a bit per part */
};

static const char *print_part(void *context, const char *name, FILE *out)
{
    struct making *making = context;
    for (unsigned i = 0; i < PARTS; i++) {
        if (strcmp(name, parts[i].name) != 0)
            continue;
        making->made |= 1U << i;
        return parts[i].print(making->drawing, out) ? NULL : "a part could not be made";
    }
    return "a generated part of unknown name";
}

static const char *renew_page(const char *path, const struct netlist *drawing)
{
    struct making making = {drawing, 0};
    const char *trouble = page_renew(path, &(struct page_parts){print_part, &making});
    if (!trouble && making.made != (1U << PARTS) - 1)
        return "not every generated part is there";
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

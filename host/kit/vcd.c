#include "host/kit/vcd.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "host/kit/pins.h"

struct vcd {
    FILE *file;
    uint64_t stamp_ns;
    bool level[PIN_count];
};

/* One printable character names a signal in the file. */
static char code(unsigned pin)
{
    return (char)('!' + pin);
}

static void write_header(FILE *file)
{
    fputs("$timescale 1 ns $end\n$scope module calfkit $end\n", file);
    for (unsigned pin = 0; pin < PIN_count; pin++)
        fprintf(file, "$var wire 1 %c %s $end\n", code(pin), pin_places[pin].net);
    fputs("$upscope $end\n$enddefinitions $end\n#0\n$dumpvars\n", file);
    for (unsigned pin = 0; pin < PIN_count; pin++)
        fprintf(file, "0%c\n", code(pin));
    fputs("$end\n", file);
}

struct vcd *vcd_open(const char *path)
{
    struct vcd *vcd = calloc(1, sizeof *vcd);
    if (!vcd)
        return NULL;
    vcd->file = fopen(path, "w");
    if (!vcd->file) {
        free(vcd);
        return NULL;
    }
    write_header(vcd->file);
    return vcd;
}

void vcd_close(struct vcd *vcd)
{
    if (!vcd)
        return;
    fclose(vcd->file);
    free(vcd);
}

static void write_level(struct vcd *vcd, double now_us, unsigned pin, bool level)
{
    if (vcd->level[pin] == level)
        return;
    uint64_t now_ns = (uint64_t)(now_us * 1000 + 0.5);
    if (now_ns > vcd->stamp_ns)
        fprintf(vcd->file, "#%" PRIu64 "\n", now_ns);
    vcd->stamp_ns = now_ns;
    vcd->level[pin] = level;
    fprintf(vcd->file, "%d%c\n", level, code(pin));
}

void vcd_pin(struct vcd *vcd, double now_us, char port, unsigned bit, bool level)
{
    if (!vcd)
        return;
    for (unsigned pin = 0; pin < PIN_count; pin++) {
        const struct pin_place *place = &pin_places[pin];
        if (place->port == port && place->bit == bit)
            write_level(vcd, now_us, pin, level);
    }
}

void vcd_outputs_low(struct vcd *vcd, double now_us)
{
    if (!vcd)
        return;
    for (unsigned pin = 0; pin < PIN_count; pin++)
        if (pin != PIN_STOP_BUTTON)
            write_level(vcd, now_us, pin, false);
}

/* vcd.h: the edges of the board's pins as a value change dump, for waveform viewers and SPICE.
 *
 * Owns: the file. Time scale 1 ns, kit time.
 * Errors: NULL with errno set when the file cannot be written.
 */
#ifndef HOST_KIT_VCD_H
#define HOST_KIT_VCD_H

#include <stdbool.h>

struct vcd;

/* Begins a file; all pins are low until told. */
struct vcd *vcd_open(const char *path);

/* Finishes and closes the file. NULL is allowed. */
void vcd_close(struct vcd *vcd);

/* A port pin has this level from `now_us` on; pins without a net are left out. NULL is allowed. */
void vcd_pin(struct vcd *vcd, double now_us, char port, unsigned bit, bool level);

/* The chip has lost power or is held in reset: its outputs are low, by the board's pull-downs. */
void vcd_outputs_low(struct vcd *vcd, double now_us);

#endif

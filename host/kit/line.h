/* line.h: the serial line between host and device, byte by byte in time.
 *
 * 250000 baud unless the host is set to another, 10 bits to the byte, with what a real link adds: delay, flipped bits, lost bytes.
 * Owns: two queues, freed by line_free(). Time is kit time in microseconds.
 * Errors: bytes beyond LINE_KEPT_bytes that nobody reads are dropped and counted.
 */
#ifndef HOST_KIT_LINE_H
#define HOST_KIT_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "host/kit/noise.h"

enum { LINE_KEPT_bytes = 1 << 20 };

struct line_byte {
    double at_us;   /* when its stop bit has passed and the link has delivered it */
    uint64_t cycle; /* from the device: when the firmware wrote it to UDR; otherwise 0 */
    uint8_t byte;
    bool framing_error;
};

struct line_queue {
    struct line_byte *bytes;
    size_t first, end, room;
};

struct line_quality {
    double jitter_us;      /* each frame is late by up to this, evenly spread, in both directions */
    double flips_per_byte; /* probability that a byte has one bit inverted */
    double drops_per_byte; /* probability that a byte is lost */
};

struct line {
    struct line_queue to_device, to_host;
    struct line_quality quality;
    struct noise noise;
    double host_byte_us;                 /* how long a byte takes at the host's speed */
    double host_busy_us, device_busy_us; /* until when each transmitter is busy */
    double frame_delay_us, delivered_us; /* of the frame that the device is sending */
    uint32_t bytes_lost;
};

void line_init(struct line *line, uint64_t seed, const struct line_quality *quality);
void line_free(struct line *line);

/* The host sends bytes back to back, behind those it has sent before. */
void line_host_sends(struct line *line, const uint8_t *bytes, size_t count, double now_us);

/* As above, one byte whose stop bit is broken. */
void line_host_sends_broken(struct line *line, uint8_t byte, double now_us);

/* When the next byte reaches the device; INFINITY if none is on its way. */
double line_next_arrival_us(const struct line *line);

/* Takes that byte off the line. */
struct line_byte line_take_arrival(struct line *line);

/* Forgets what the host has sent and the device has not received. */
void line_flush_to_device(struct line *line);

/* The firmware wrote UDR; a byte takes `byte_us` at the device's own clock. */
void line_device_sends(struct line *line, uint8_t byte, uint64_t cycle, double now_us,
                       double byte_us);

/* Copies the bytes that have reached the host, up to `count`, and returns how many. */
size_t line_host_reads(struct line *line, struct line_byte *bytes, size_t count, double now_us);

/* What a receiver makes of a byte whose bits come at another speed: it looks in the middle of its own bits. */
uint8_t line_heard(uint8_t byte, double sent_byte_us, double heard_byte_us);

/* How many bytes wait for the host, whether a whole frame is among them, and when the next frame
 * will be whole (INFINITY: none is being sent). */
size_t line_waiting(const struct line *line, double now_us);
bool line_frame_waits(const struct line *line, double now_us);
double line_next_frame_us(const struct line *line, double now_us);

#endif

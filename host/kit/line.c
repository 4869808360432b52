#include "host/kit/line.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { FRAME_END = 0x00 };

static const double HOST_BYTE_us = 40.0; /* 10 bits at 250000 baud */

static bool queue_put(struct line_queue *queue, struct line_byte byte)
{
    if (queue->end == queue->room && queue->first > 0) {
        memmove(queue->bytes, queue->bytes + queue->first,
                (queue->end - queue->first) * sizeof *queue->bytes);
        queue->end -= queue->first;
        queue->first = 0;
    }
    if (queue->end == queue->room) {
        size_t room = queue->room ? queue->room * 2 : 256;
        if (room > LINE_KEPT_bytes)
            return false;
        struct line_byte *bytes = realloc(queue->bytes, room * sizeof *bytes);
        if (!bytes)
            return false;
        queue->bytes = bytes;
        queue->room = room;
    }
    queue->bytes[queue->end++] = byte;
    return true;
}

void line_init(struct line *line, uint64_t seed, const struct line_quality *quality)
{
    *line = (struct line){
        .quality = *quality, .host_byte_us = HOST_BYTE_us, .noise = noise_seeded(seed, 'L')};
}

void line_free(struct line *line)
{
    free(line->to_device.bytes);
    free(line->to_host.bytes);
}

/* What the link does to a byte. False: it is lost. Draws nothing from a perfect link. */
static bool suffer(struct line *line, uint8_t *byte)
{
    const struct line_quality *quality = &line->quality;
    if (quality->drops_per_byte > 0 && noise_uniform(&line->noise) < quality->drops_per_byte)
        return false;
    if (quality->flips_per_byte > 0 && noise_uniform(&line->noise) < quality->flips_per_byte)
        *byte ^= (uint8_t)(1u << (noise_bits(&line->noise) & 7));
    return true;
}

static double draw_delay_us(struct line *line)
{
    return line->quality.jitter_us > 0 ? line->quality.jitter_us * noise_uniform(&line->noise) : 0;
}

static void host_sends(struct line *line, uint8_t byte, bool broken)
{
    line->host_busy_us += line->host_byte_us;
    if (!suffer(line, &byte))
        return;
    struct line_byte sent = {.at_us = line->host_busy_us, .byte = byte, .framing_error = broken};
    line->bytes_lost += !queue_put(&line->to_device, sent);
}

void line_host_sends(struct line *line, const uint8_t *bytes, size_t count, double now_us)
{
    if (count > 0)
        line->host_busy_us = fmax(line->host_busy_us, now_us + draw_delay_us(line));
    for (size_t i = 0; i < count; i++)
        host_sends(line, bytes[i], false);
}

void line_host_sends_broken(struct line *line, uint8_t byte, double now_us)
{
    line->host_busy_us = fmax(line->host_busy_us, now_us);
    host_sends(line, byte, true);
}

double line_next_arrival_us(const struct line *line)
{
    const struct line_queue *queue = &line->to_device;
    return queue->first < queue->end ? queue->bytes[queue->first].at_us : INFINITY;
}

struct line_byte line_take_arrival(struct line *line)
{
    return line->to_device.bytes[line->to_device.first++];
}

void line_flush_to_device(struct line *line)
{
    line->to_device.first = line->to_device.end = 0;
}

void line_device_sends(struct line *line, uint8_t byte, uint64_t cycle, double now_us,
                       double byte_us)
{
    line->device_busy_us = fmax(line->device_busy_us, now_us) + byte_us;
    line->delivered_us = fmax(line->delivered_us, line->device_busy_us + line->frame_delay_us);
    bool ends_frame = byte == FRAME_END;
    if (suffer(line, &byte)) {
        struct line_byte sent = {.at_us = line->delivered_us, .cycle = cycle, .byte = byte};
        line->bytes_lost += !queue_put(&line->to_host, sent);
    }
    if (ends_frame)
        line->frame_delay_us = draw_delay_us(line);
}

uint8_t line_heard(uint8_t byte, double sent_byte_us, double heard_byte_us)
{
    if (fabs(sent_byte_us - heard_byte_us) <= 0)
        return byte;
    unsigned frame = (unsigned)byte << 1 | ~0x1FFu; /* start bit, data from the lowest, then high */
    uint8_t heard = 0;
    for (unsigned bit = 0; bit < 8; bit++) {
        double at = (bit + 1.5) * heard_byte_us / sent_byte_us;
        if (at >= 31 || frame >> (unsigned)at & 1)
            heard |= (uint8_t)(1u << bit);
    }
    return heard;
}

size_t line_waiting(const struct line *line, double now_us)
{
    const struct line_queue *queue = &line->to_host;
    size_t i = queue->first;
    while (i < queue->end && queue->bytes[i].at_us <= now_us)
        i++;
    return i - queue->first;
}

/* When the first frame among the unread bytes is whole. */
static double first_frame_us(const struct line *line)
{
    const struct line_queue *queue = &line->to_host;
    for (size_t i = queue->first; i < queue->end; i++)
        if (queue->bytes[i].byte == FRAME_END)
            return queue->bytes[i].at_us;
    return INFINITY;
}

bool line_frame_waits(const struct line *line, double now_us)
{
    return first_frame_us(line) <= now_us;
}

double line_next_frame_us(const struct line *line, double now_us)
{
    return line_frame_waits(line, now_us) ? INFINITY : first_frame_us(line);
}

size_t line_host_reads(struct line *line, struct line_byte *bytes, size_t count, double now_us)
{
    size_t waiting = line_waiting(line, now_us);
    size_t taken = waiting < count ? waiting : count;
    if (taken > 0)
        memcpy(bytes, line->to_host.bytes + line->to_host.first, taken * sizeof *bytes);
    line->to_host.first += taken;
    if (line->to_host.first == line->to_host.end)
        line->to_host.first = line->to_host.end = 0;
    return taken;
}

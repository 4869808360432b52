#include "tests/pure/ear.h"

#include <string.h>

static struct heard heard;

static void hear(const uint8_t *event, uint8_t length)
{
    struct msg_notice notice;
    heard.counts[event[0] - MESSAGE_BOOT]++;
    heard.gaps = (uint8_t)(heard.gaps + (event[1] != heard.sequence));
    heard.sequence = (uint8_t)(event[1] + 1);
    message_get_boot(&heard.boot, event, length);
    message_get_state(&heard.state, event, length);
    message_get_stage(&heard.stage, event, length);
    message_get_step(&heard.step, event, length);
    message_get_sample(&heard.sample, event, length);
    message_get_marked(&heard.marked, event, length);
    message_get_prompt(&heard.prompt, event, length);
    message_get_fault(&heard.fault, event, length);
    message_get_end(&heard.end, event, length);
    message_get_wait(&heard.wait, event, length);
    if (message_get_notice(&notice, event, length))
        heard.notices = (uint16_t)(heard.notices | 1U << notice.notice);
}

const struct heard *ear_listen(struct bench *bench)
{
    memset(&heard, 0, sizeof heard);
    heard.sequence = bench->device.outbox.sequence;
    bench->hear = hear;
    return &heard;
}

const struct heard *ear_begin(struct bench *bench)
{
    bench_blank();
    bench_boot(bench, RESET_POWER_ON);
    bench_frames(bench, 20);
    bench_practise(bench);
    return ear_listen(bench);
}

long ear_count(uint8_t type)
{
    return heard.counts[type - MESSAGE_BOOT];
}

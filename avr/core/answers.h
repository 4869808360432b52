/* answers.h: the requests that are answered by a reply of their own, which is more than OK.
 *
 * Each writes the fields of its reply; who asked adds type and sequence.
 * Owns: nothing. Context: main.
 */
#ifndef AVR_CORE_ANSWERS_H
#define AVR_CORE_ANSWERS_H

#include "avr/core/device.h"

void answer_status(struct view_status_reply *reply, const struct device *device, uint32_t now_us);
void answer_probe(struct view_probe_reply *reply, const struct device *device);
void answer_usage(struct view_usage_reply *reply, const struct device *device);

/* 0, or REFUSAL_BAD_VALUE when there is no such setting. */
uint8_t answer_setting_get(struct view_setting_reply *reply, const struct device *device,
                           uint8_t setting);

/* How long the reply to a request of this type is that was done: LENGTH_OK if it has none of its own. */
uint8_t answer_length(uint8_t type);

#endif

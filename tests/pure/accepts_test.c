/* Which request is taken in which state: the few rules that a person's safety hangs on, said again. */
#include "protocol/accepts.h"
#include "protocol/message.h"
#include "tests/tap.h"

/* The states in which a request is accepted, one bit each. */
static unsigned long accepted_in(uint8_t type)
{
    unsigned long states = 0;
    for (uint8_t state = 0; state < STATE_COUNT; state++)
        if (accepts_request((enum state)state, type))
            states |= 1UL << state;
    return states;
}

static unsigned long only(enum state state)
{
    return 1UL << state;
}

int main(void)
{
    unsigned long everywhere = (1UL << STATE_COUNT) - 1;
    is_int(accepted_in(MESSAGE_STOP), everywhere, "STOP is accepted in every state");
    is_int(accepted_in(MESSAGE_HELLO), everywhere, "so is HELLO");
    is_int(accepted_in(MESSAGE_STATUS), everywhere, "and STATUS");
    is_int(accepted_in(MESSAGE_START), only(STATE_ARMED), "START needs a declared leg");
    is_int(accepted_in(MESSAGE_FAULT_ACK) & accepted_in(MESSAGE_PAUSE), 0,
           "no fault is acknowledged while a routine plays");
    is_int(accepted_in(MESSAGE_SET), only(STATE_ARMED) | only(STATE_BY_HAND),
           "nothing moves by hand without a declared leg, or beside a routine");
    is_int(accepted_in(MESSAGE_HEAT), accepted_in(MESSAGE_SET), "nothing warms then either");
    is_int(accepted_in(MESSAGE_LEG) & only(STATE_FAULT), 0, "a latched fault comes first");
    is_int(accepted_in(MESSAGE_UPLOAD_BEGIN) & only(STATE_RUNNING), 0,
           "a playing routine cannot be overwritten");
    is_int(accepted_in(MESSAGE_PAIN) & (only(STATE_RUNNING) | only(STATE_BY_HAND)),
           only(STATE_RUNNING) | only(STATE_BY_HAND), "PAIN is accepted wherever motors may run");

    long wrong = 0;
#define AS_TEST(NAME, name, type, kind, help) wrong += (accepted_in(type) != 0) != (type < 0x80);
    MESSAGES(AS_TEST)
#undef AS_TEST
    is_int(wrong, 0, "every request is accepted in some state, no reply or event in any");
    is_int(accepted_in(0x7F), 0, "nor an unknown request");
    return done();
}

#include "avr/core/trial.h"

#include "avr/core/safety.h"
#include "protocol/limits.h"

enum {
    FRAME_ms = 10,
    FRAMES_s = 100,
    DUTY_FULL = 1000,
    CREDIT_MAX_frames = LIMIT_TEST_CREDIT_s * FRAMES_s,
    CREDIT_EARNED_frames_s =
        25, /* a fifth of the time for a motor, a seventeenth for the heater (J) */
    HEATER_COSTS = 4,
    ALONE_frames =
        TRIAL_PROOF_frames / 2, /* fault 11 takes six cycles of ten frames, the first cut */
};

void trial_init(struct trial *trial)
{
    *trial = (struct trial){.credit_frames = CREDIT_MAX_frames};
}

void trial_take_over(struct trial *trial, uint16_t credit_frames)
{
    if (credit_frames < trial->credit_frames)
        trial->credit_frames = credit_frames;
}

void trial_begin_proof(struct trial *trial)
{
    trial->proof_frames = 0;
}

/* One switch alone costs as much as both: the arm line falls slowly, so that in quick turns they warm. */
static uint8_t cost(uint8_t test)
{
    return test < TEST_HEATER_POWER ? 1 : HEATER_COSTS;
}

void trial_permit(struct trial *trial, uint8_t test, bool may_warm, struct safety_permit *permit)
{
    if (test >= TEST_HEATER_POWER && !may_warm)
        return;
    if (trial->credit_frames < cost(test))
        return;
    trial->credit_frames = (uint16_t)(trial->credit_frames - cost(test));
    trial->permitted = test;
    if (test < TEST_HEATER_POWER) {
        permit->motor_permille[test - TEST_MOTOR_UM] = DUTY_FULL;
        return;
    }
    if (test != TEST_HEATER_ARM)
        permit->heater_permille = DUTY_FULL;
    permit->arm = test != TEST_HEATER_POWER;
}

bool trial_prove(struct trial *trial, bool wanted, struct safety_permit *permit)
{
    if (trial->proof_frames == TRIAL_PROOF_frames)
        return wanted;
    if (!wanted) { /* fault 11 needs all of it in a row */
        trial->proof_frames = 0;
        return false;
    }
    /* the low-side switch first: the arm line, once pumped, takes a while to fall */
    if (trial->proof_frames < ALONE_frames)
        permit->heater_permille = DUTY_FULL;
    else if (trial->proof_frames > ALONE_frames) /* a frame later: duty falls at the frame's end */
        permit->arm = true;
    trial->proof_frames++;
    return false;
}

void trial_second(struct trial *trial)
{
    if (trial->credit_frames < CREDIT_MAX_frames)
        trial->credit_frames = (uint16_t)(trial->credit_frames + CREDIT_EARNED_frames_s);
}

bool trial_has_credit(const struct trial *trial, uint8_t test, uint16_t duration_ms)
{
    return trial->credit_frames >= duration_ms / FRAME_ms * cost(test);
}

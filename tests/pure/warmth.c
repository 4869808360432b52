#include "tests/pure/warmth.h"

enum {
    UC_PER_MC = 1000,
    UC_PER_cC = 10000,
    PAD_J_K = 23,
    SKIN_J_K = 400,
    CONTACT_mW_K = 900,
    BLOOD_mW_K = 700,
    ROOM_mW_K = 90,         /* pad to room, through the cuff's foam */
    OFF_LEG_mW_K = 250,     /* both faces of the pad */
    SENSOR_AIR_mW_K = 9000, /* a sensor that hangs in the air soon has its temperature */
};

#define BLOOD_uC 36000000L

void warmth_init(struct warmth *warmth, int16_t room_cC, int16_t skin_cC)
{
    *warmth = (struct warmth){.pad_uC = (int32_t)room_cC * UC_PER_cC,
                              .skin_uC = (int32_t)skin_cC * UC_PER_cC,
                              .room_uC = (int32_t)room_cC * UC_PER_cC,
                              .full_mW = 7500};
}

/* What flows from here to there. */
static int32_t flow_mW(int32_t from_uC, int32_t to_uC, int32_t mW_K)
{
    return (from_uC - to_uC) / UC_PER_MC * mW_K / 1000;
}

static void gain(int32_t *temperature_uC, int32_t mW, int32_t J_K, uint16_t ms)
{
    *temperature_uC += mW * ms / J_K;
}

void warmth_pass(struct warmth *warmth, uint16_t duty_permille, uint16_t ms)
{
    int32_t heater_mW = (int32_t)((uint32_t)warmth->full_mW * duty_permille / 1000);
    int32_t to_room_mW =
        flow_mW(warmth->pad_uC, warmth->room_uC, warmth->off_leg ? OFF_LEG_mW_K : ROOM_mW_K);
    if (warmth->off_leg) {
        gain(&warmth->pad_uC, heater_mW - to_room_mW, PAD_J_K, ms);
        gain(&warmth->skin_uC, flow_mW(warmth->room_uC, warmth->skin_uC, SENSOR_AIR_mW_K), SKIN_J_K,
             ms);
        return;
    }
    int32_t to_skin_mW = flow_mW(warmth->pad_uC, warmth->skin_uC, CONTACT_mW_K);
    int32_t to_blood_mW = flow_mW(warmth->skin_uC, BLOOD_uC, BLOOD_mW_K);
    gain(&warmth->pad_uC, heater_mW - to_skin_mW - to_room_mW, PAD_J_K, ms);
    gain(&warmth->skin_uC, to_skin_mW - to_blood_mW, SKIN_J_K, ms);
}

int16_t warmth_pad_cC(const struct warmth *warmth)
{
    return (int16_t)(warmth->pad_uC / UC_PER_cC);
}

int16_t warmth_skin_cC(const struct warmth *warmth)
{
    return (int16_t)(warmth->skin_uC / UC_PER_cC);
}

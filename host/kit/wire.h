/* wire.h: how a program talks to calf-sim over its socket, and what it can learn about the truth.
 *
 * SOCK_SEQPACKET, one request, one reply, host byte order: both ends run on one machine. While a
 * client waits for WIRE_RUN the kit is the clock; simulated time stands still otherwise (unless
 * calf-sim was started with --speed, which paces it by wall time). Free of simavr, for calf.
 * Owns: nothing.
 */
#ifndef HOST_KIT_WIRE_H
#define HOST_KIT_WIRE_H

#include <stdint.h>

enum { WIRE_DATA_bytes = 256, WIRE_ZONES = 6 };

enum wire_kind {
    WIRE_WRITE = 1, /* data: bytes for the device, on the line from the present instant on */
    WIRE_RUN,       /* advance until the device has sent a 0x00, or WIRE_DATA_bytes wait to be read,
                       or kit time reaches deadline_us; the reply's data are the bytes */
    WIRE_TRUTH,     /* the reply's data: one struct wire_truth */
    WIRE_DTR,       /* DTR of the USB bridge falls, as when a port is opened */
    WIRE_INJECT,    /* data: a fault as for --fault, no NUL needed; reply's data: the complaint */
};

enum wire_status {
    WIRE_OK = 0,
    WIRE_DEADLINE, /* WIRE_RUN: deadline_us came first */
    WIRE_DEAD,     /* the firmware has crashed; data: why */
    WIRE_REFUSED,  /* not understood, or another client is connected; data: why */
};

struct wire_request {
    uint32_t kind;
    uint32_t length; /* of data */
    int64_t deadline_us;
    uint8_t data[WIRE_DATA_bytes];
};

struct wire_reply {
    int64_t now_us; /* simulated time since the kit was first switched on */
    uint32_t status;
    uint32_t length; /* of data */
    uint8_t data[WIRE_DATA_bytes];
};

/* A packet is as long as its data: this much without any. */
#define WIRE_REQUEST_HEADER_bytes (sizeof(struct wire_request) - WIRE_DATA_bytes)
#define WIRE_REPLY_HEADER_bytes (sizeof(struct wire_reply) - WIRE_DATA_bytes)

/* The state of things as no sensor shows it. */
struct wire_truth {
    float skin_C; /* surface of the skin under the pad, its hottest place */
    float pad_C;
    float deepest_C;     /* tissue 27 mm below */
    float skin_sensor_C; /* the thermistor's own temperature */
    float pad_sensor_C;
    float skin_sensor_Ohm;
    float pad_sensor_Ohm;
    float heater_W;        /* mean over the last 10 ms */
    float pad_J, motors_J; /* taken from the supply since the kit was made */
    float arm_V;           /* charge pump, on the arm switch's gate */
    float supply_V;
    float avcc_V;
    float motor_speed[WIRE_ZONES]; /* 0..1, as it can be felt */
    uint16_t motor_permille[WIRE_ZONES];
    uint8_t heater_power, heater_armed, heater_on;
    uint8_t led_status, led_heat, led_attention; /* as a person sees them */
    uint8_t led_heater;                          /* the one across the pad, lit by its current */
    uint8_t sync, stop_pressed;
    uint8_t powered;
    uint8_t reset_cause; /* MCUSR of the last reset */
    uint32_t resets;     /* since the kit was made, power-ups included */
    uint32_t watchdog_resets;
    uint32_t receive_overruns; /* more bytes than the chip's receiver holds */
    uint32_t eeprom_writes;
    uint32_t eeprom_violations; /* accesses while a write was under way */
    uint32_t bytes_lost;        /* unread by the host, beyond what the kit keeps */
};

_Static_assert(sizeof(struct wire_truth) <= WIRE_DATA_bytes, "the truth fits into one packet");

#endif

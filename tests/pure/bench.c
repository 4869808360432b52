#include "tests/pure/bench.h"

#include <string.h>

#include "protocol/crc16.h"

enum { FRAME_ms = 10, FRAMES_PER_CYCLE = 10, SEQUENCE = 77, BLANK = 0xFF, BYTES_PER_FRAME = 10 };

static uint8_t eeprom[BENCH_EEPROM_BYTES];
static uint16_t kept; /* outlives a reset, as .noinit does */

void bench_blank(void)
{
    memset(eeprom, BLANK, sizeof eeprom);
    kept = DEVICE_KEPT_NOTHING;
}

uint8_t *bench_eeprom(void)
{
    return eeprom;
}

static uint8_t read_eeprom(uint16_t address)
{
    return address < sizeof eeprom ? eeprom[address] : BLANK;
}

void bench_boot(struct bench *bench, uint8_t reset_cause)
{
    if (reset_cause == RESET_POWER_ON)
        kept = DEVICE_KEPT_NOTHING;
    struct device_boot boot = {
        .build_id = 0x12345678, .reset_cause = reset_cause, .fuse_extended = 0xFC, .kept = kept};
    memset(bench, 0, sizeof *bench);
    bench->bytes_until_cut = BENCH_NO_CUT;
    device_recall(&bench->device, &boot, read_eeprom);
    device_init(&bench->device, read_eeprom);
    struct sense *sense = &bench->device.sense;
    sense->skin = (struct sense_thermistor){3000, SENSE_OK};
    sense->pad = (struct sense_thermistor){2800, SENSE_OK};
    sense->supply_mV = 5000;
    sense->bandgap_counts8 = 1802;
}

/* --- time ------------------------------------------------------------------------------------- */

static void read_inputs(struct bench *bench)
{
    if (++bench->frames < FRAMES_PER_CYCLE)
        return;
    struct sense *sense = &bench->device.sense;
    bench->frames = 0;
    sense->heater_was_on = bench->permit.heater_permille > 0 && bench->permit.arm;
    sense->heater_mA = sense->heater_was_on ? 1500 : 0;
    sense->complete = true;
    sense->cycles++;
    sense->taken_ms = bench->now_ms;
}

static void write_store(struct bench *bench)
{
    struct store_writer *writer = &bench->device.writer;
    for (uint8_t i = 0; i < BYTES_PER_FRAME && !store_writer_is_idle(writer); i++) {
        uint16_t address;
        uint8_t byte = store_writer_next(writer, &address);
        if (bench->bytes_until_cut == 0)
            continue;
        if (bench->bytes_until_cut != BENCH_NO_CUT)
            bench->bytes_until_cut--;
        if (address < sizeof eeprom)
            eeprom[address] = byte;
    }
}

static void send_events(struct bench *bench)
{
    uint8_t event[OUTBOX_MESSAGE_MAX], length;
    while ((length = outbox_take(&bench->device.outbox, event)) > 0)
        if (bench->hear)
            bench->hear(event, length);
}

/* As main does: what has been allowed again comes with the next frame ... */
static void permit(struct bench *bench)
{
    struct device *device = &bench->device;
    device_ask(device, &bench->request);
    bench->request.now_ms = bench->now_ms;
    safety_permit(&device->safety, &bench->request, &device->sense, &bench->permit);
    kept = device_kept(device);
    if (device->restore)
        bench->cut = false;
    device->restore = false;
}

/* ... and what must be off is off after any piece of work. */
static void follow_state(struct bench *bench)
{
    if (!device_must_rest(&bench->device))
        return;
    bench->cut = true;
    bench->device.restore = false;
}

static void frame(struct bench *bench)
{
    struct device *device = &bench->device;
    bench->now_ms += FRAME_ms;
    read_inputs(bench);
    device_tell(device, bench->now_ms * 1000, bench->now_ms);
    device_plan(device, bench->now_ms + FRAME_ms);
    permit(bench);
    device_panel(device, bench->now_ms);
    device_control(device);
    if (device_sample_is_due(device))
        device_sample(device, bench->now_ms * 1000);
    send_events(bench);
    device_keep(device);
    write_store(bench);
    follow_state(bench);
}

void bench_frames(struct bench *bench, uint32_t count)
{
    for (; count > 0; count--)
        frame(bench);
}

/* --- requests --------------------------------------------------------------------------------- */

static void count_statistics(struct view_statistics_reply *statistics)
{
    *statistics = (struct view_statistics_reply){.drops_crc = 1};
}

static uint32_t request_ms;

static uint32_t tell_request_ms(void)
{
    return request_ms;
}

static uint32_t tell_request_us(void)
{
    return request_ms * 1000;
}

uint8_t bench_send(struct bench *bench, const uint8_t *message, uint8_t length)
{
    struct request_context context = {tell_request_ms, tell_request_us, count_statistics};
    request_ms = bench->now_ms;
    bench->reply_length = requests_answer(&bench->device, message, length, &context, bench->reply);
    follow_state(bench);
    struct msg_refused refused;
    return message_get_refused(&refused, bench->reply, bench->reply_length) ? refused.reason : 0;
}

uint8_t bench_ask(struct bench *bench, uint8_t type)
{
    return bench_send(bench, (const uint8_t[]){type, SEQUENCE}, MESSAGE_HEADER);
}

/* SEND(leg, fields...): encodes struct msg_leg and sends it. */
#define SEND(bench, NAME, name, ...)                                                         \
    do {                                                                                     \
        uint8_t message[LENGTH_##NAME];                                                      \
        struct msg_##name fields = {__VA_ARGS__};                                            \
        return bench_send((bench), message, message_put_##name(message, SEQUENCE, &fields)); \
    } while (0)

uint8_t bench_clock(struct bench *bench, uint32_t utc_min)
{
    SEND(bench, CLOCK, clock, utc_min, ~utc_min);
}

uint8_t bench_leg(struct bench *bench, uint8_t leg)
{
    SEND(bench, LEG, leg, leg, (uint8_t)~leg);
}

uint8_t bench_start(struct bench *bench, uint8_t level)
{
    SEND(bench, START, start, level, (uint8_t)~level, bench->device.session.crc);
}

uint8_t bench_set(struct bench *bench, uint8_t zone, uint16_t strength_permille,
                  uint16_t duration_ms)
{
    SEND(bench, SET, set, strength_permille, (uint16_t)~strength_permille, zone, duration_ms);
}

uint8_t bench_heat(struct bench *bench, int32_t setpoint_mC, uint16_t duration_ms)
{
    SEND(bench, HEAT, heat, setpoint_mC, ~setpoint_mC, duration_ms);
}

uint8_t bench_test(struct bench *bench, uint8_t test, uint16_t duration_ms)
{
    SEND(bench, TEST, test, test, (uint8_t)~test, duration_ms);
}

uint8_t bench_acknowledge(struct bench *bench, uint32_t faults)
{
    SEND(bench, FAULT_ACK, fault_ack, faults);
}

uint8_t bench_setting(struct bench *bench, uint8_t setting, int32_t value)
{
    SEND(bench, SETTING_SET, setting_set, value, ~value, setting);
}

static uint8_t send_begin(struct bench *bench, uint8_t length, uint16_t crc)
{
    SEND(bench, UPLOAD_BEGIN, upload_begin, length, crc);
}

static uint8_t send_chunk(struct bench *bench, uint8_t index, const uint8_t *data, uint8_t length)
{
    uint8_t message[LENGTH_UPLOAD_CHUNK] = {MESSAGE_UPLOAD_CHUNK, SEQUENCE, index};
    memcpy(message + LEAST_UPLOAD_CHUNK - 1, data, length);
    return bench_send(bench, message, (uint8_t)(LEAST_UPLOAD_CHUNK - 1 + length));
}

uint8_t bench_upload(struct bench *bench, const struct routine_maker *maker)
{
    uint8_t refusal =
        send_begin(bench, maker->length, crc16_block(CRC16_START, maker->bytes, maker->length));
    for (uint8_t at = 0; at < maker->length && refusal == 0;
         at = (uint8_t)(at + MESSAGE_CHUNK_BYTES)) {
        uint8_t rest = (uint8_t)(maker->length - at);
        refusal = send_chunk(bench, at / MESSAGE_CHUNK_BYTES, maker->bytes + at,
                             rest < MESSAGE_CHUNK_BYTES ? rest : MESSAGE_CHUNK_BYTES);
    }
    return refusal ? refusal : bench_ask(bench, MESSAGE_UPLOAD_COMMIT);
}

/* --- the kit ---------------------------------------------------------------------------------- */

bool bench_moves(const struct bench *bench)
{
    bool moves = false;
    for (uint8_t zone = 0; zone < ZONE_COUNT; zone++)
        moves = moves || bench->permit.motor_permille[zone] > 0;
    return moves && !bench->cut;
}

bool bench_heats(const struct bench *bench)
{
    return bench->permit.heater_permille > 0 && bench->permit.arm && !bench->cut;
}

void bench_practise(struct bench *bench)
{
    bench->device.safety.guard.is_old = true; /* rightly so */
    for (uint8_t leg = 0; leg < USAGE_LEGS; leg++)
        bench->device.safety.legs[leg].kept.completed = 2;
}

uint8_t bench_state(const struct bench *bench)
{
    return bench->device.session.state;
}

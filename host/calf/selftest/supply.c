/* Items jumper, fuses and supply: what can be seen without driving anything. */
#include "host/calf/selftest/selftest.h"
#include "protocol/limits.h"

enum {
    MISSING_mV = 500,   /* the sense stands before the diode: USB does not reach it */
    BROWN_OUT_BITS = 7, /* BODLEVEL of the extended fuse (ATmega328P, table 28-4) */
    BROWN_OUT_4V3 = 4,
};

/* Only a board whose jumper stands on FLASH starts anew when DTR falls. */
void selftest_do_JUMPER(struct selftest *test)
{
    struct device *device = test->device;
    uint16_t boot_id = device->hello.boot_id;
    if (!device->link->drop_dtr || !device->link->drop_dtr(device->link)) {
        selftest_skip(test, "this link has no DTR line to try it with");
        return;
    }
    int code = device_hello(device, device->link); /* waits for a board that starts */
    if (code != EXIT_OK)
        test->code = code;
    else if (device->hello.boot_id != boot_id)
        selftest_found(test, FOUND_JUMPER_FLASH, 0, "%s", "");
    else
        selftest_measured(test, "RUN");
}

void selftest_do_FUSES(struct selftest *test)
{
    uint8_t fuse = test->device->hello.fuse_extended;
    if ((fuse & BROWN_OUT_BITS) != BROWN_OUT_4V3)
        selftest_found(test, FOUND_BROWN_OUT, 0, "extended fuse 0x%02X", fuse);
    else
        selftest_measured(test, "brown-out detection at 4.3 V");
}

void selftest_do_SUPPLY(struct selftest *test)
{
    struct msg_probe_reply probe;
    if (!selftest_wait(test, 200) || !selftest_probe(test, &probe))
        return;
    double volts = probe.supply_mV / 1000.0;
    selftest_measured(test, "%.2f V", volts);
    if (probe.supply_mV < MISSING_mV)
        selftest_found(test, FOUND_SUPPLY_MISSING, 0, "%.2f V", volts);
    else if (probe.supply_mV < LIMIT_SUPPLY_LOW_mV)
        selftest_found(test, FOUND_SUPPLY_LOW, 0, "%.2f V", volts);
    else if (probe.supply_mV > LIMIT_SUPPLY_HIGH_mV)
        selftest_found(test, FOUND_SUPPLY_HIGH, 0, "%.2f V", volts);
}

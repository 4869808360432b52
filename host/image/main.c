/* image-crc PROGRAM CRC: works out the CRC-16 of a program as it will stand in flash (a plain binary), and
 * writes the two bytes that go behind it, low byte first.
 *
 * With them the CRC of the whole image is zero, which is what the firmware checks (avr/hw/image.c).
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "protocol/crc16.h"

static FILE *open_or_exit(const char *path, const char *mode)
{
    FILE *file = fopen(path, mode);
    if (file)
        return file;
    fprintf(stderr, "image-crc: %s: %s\n", path, strerror(errno));
    exit(1);
}

int main(int count, char **arguments)
{
    if (count != 3) {
        fprintf(stderr, "usage: image-crc PROGRAM CRC\n");
        return 2;
    }
    FILE *program = open_or_exit(arguments[1], "rb");
    uint16_t crc = CRC16_START;
    unsigned long length = 0;
    for (int byte; (byte = getc(program)) != EOF; length++)
        crc = crc16_update(crc, (uint8_t)byte);
    if (ferror(program) || length == 0) {
        fprintf(stderr, "image-crc: %s: cannot be read, or is empty\n", arguments[1]);
        return 1;
    }
    fclose(program);
    FILE *out = open_or_exit(arguments[2], "wb");
    putc(crc & 0xFF, out);
    putc(crc >> 8, out);
    if (fclose(out) != 0) {
        fprintf(stderr, "image-crc: %s: %s\n", arguments[2], strerror(errno));
        return 1;
    }
    return 0;
}

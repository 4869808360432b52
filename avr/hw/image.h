/* image.h: the program memory, held against the CRC that the build has put behind the program.
 *
 * CRC-16/MCRF4XX over the image and its own CRC is zero (protocol/crc16.h; 36 cycles a byte with the loop).
 * The whole image is read before anything is driven, and then again and again, a little in each frame.
 * Owns: its state. Context: main.
 */
#ifndef AVR_HW_IMAGE_H
#define AVR_HW_IMAGE_H

#include <stdbool.h>
#include <stdint.h>

/* Reads on, so many bytes or to the image's end. Is the image, as far as it was last read through, the one that was
 * built? */
bool image_check(uint16_t bytes);

/* image_check() of the whole image. */
#define IMAGE_ALL UINT16_MAX

#endif

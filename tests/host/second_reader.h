/* second_reader.h: a second reader of the wire form, written from protocol/PROTOCOL.md alone.
 *
 * It includes nothing of protocol/ and goes about everything differently (whole frames, the CRC bit by
 * bit the other way round, fields from a table of words), so that a mistake shared by both ends of
 * the link, or a page that tells something else than the code does, shows as a disagreement.
 * Owns: nothing. Context: tests. Errors: a refused frame, with the reason.
 */
#ifndef TESTS_HOST_SECOND_READER_H
#define TESTS_HOST_SECOND_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SECOND_READER_TEXT = 512 };

/* Reads one frame, its ending zero included. Writes what it says as `NAME #sequence field=value ...`
 * into text (SECOND_READER_TEXT bytes); if the frame is not to be taken, writes why and returns false. */
bool second_reader_read(const uint8_t *frame, size_t length, char *text);

#endif

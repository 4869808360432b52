/* routine_writer.h: routines at random, as a person might write them: all verbs, patterns, repeats.
 *
 * Some do not compile: too large for the device, or filling less than nothing.
 * Owns: nothing. Context: tests. Errors: what does not fit into `text` is cut off, and does not compile.
 */
#ifndef TESTS_HOST_ROUTINE_WRITER_H
#define TESTS_HOST_ROUTINE_WRITER_H

#include <stddef.h>
#include <stdint.h>

void write_routine(uint32_t *seed, char *text, size_t size);

#endif

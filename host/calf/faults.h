/* faults.h: faults as a person reads them: number, name, what it means, what to do.
 */
#ifndef HOST_CALF_FAULTS_H
#define HOST_CALF_FAULTS_H

#include <stdint.h>
#include <stdio.h>

/* "F01 thermistor open: ... Remedy: ..." on stderr, a line for each bit of the mask. */
void faults_say(uint32_t faults);

/* The same on a stream, each line after an indentation of that many blanks. */
void faults_print(FILE *out, int indent, uint32_t faults);

#endif

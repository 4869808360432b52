/* show.h: a routine or a programme explained: what `calf show` prints.
 *
 * Owns: nothing. Context: host. Errors: none; what is shown was loaded before.
 */
#ifndef HOST_CALF_SHOW_H
#define HOST_CALF_SHOW_H

#include <stdint.h>
#include <stdio.h>

#include "host/calf/language/program.h"
#include "host/calf/programme/programme.h"

enum { SHOW_NO_DATE = -1 };

/* For people, and as a JSON object. */
void show_routine(const struct routine_program *program, FILE *out);
void show_routine_json(const struct routine_program *program, FILE *out);

/* `first_day`: the date of day 1 (dates.h), or SHOW_NO_DATE. */
void show_programme(const struct programme *programme, long first_day, FILE *out);
void show_programme_json(const struct programme *programme, long first_day, FILE *out);

/* A text with line breaks, each line after so many blanks, in 79 columns. */
void show_wrapped(FILE *out, unsigned indent, const char *text);

/* The rules of the article that are cited, in words. */
void show_sources(uint64_t references, FILE *out);
void show_sources_json(uint64_t references, FILE *out);

#endif

/* arguments.h: the words after a command, taken away one by one as they are understood.
 *
 * A command first takes its options, then its operands, and at last calls arguments_end(), which
 * complains of whatever is left. Options may stand anywhere: `--level 3`, `--level=3`; a lone `--`
 * ends them.
 * Owns: nothing; the words are main's. Errors: said on stderr, noted in `wrong`.
 */
#ifndef HOST_CALF_ARGUMENTS_H
#define HOST_CALF_ARGUMENTS_H

#include <stdbool.h>

struct arguments {
    char **words;
    int count;
    bool wrong; /* something was said about them */
    bool ended; /* and arguments_end() was asked */
};

/* Is the option there? Takes it. A value given to it (`--json=1`) is an error. */
bool arguments_flag(struct arguments *arguments, const char *option);

/* The option's value, or NULL when it is not there. A missing value is an error. */
const char *arguments_value(struct arguments *arguments, const char *option);

/* The value of an option that may also stand alone, where it is "" (`--sim`, `--sim=WORDS`), or
 * NULL. */
const char *arguments_optional_value(struct arguments *arguments, const char *option);

/* The next operand, or NULL when there is none. */
const char *arguments_next(struct arguments *arguments);

/* The option's value as a number from minimum to maximum, or `otherwise` when it is not there. */
double arguments_number(struct arguments *arguments, const char *option, double minimum,
                        double maximum, double otherwise);

/* Reads a whole number or decimal from minimum to maximum; `what` names it in the complaint. */
bool arguments_read_number(struct arguments *arguments, const char *what, const char *word,
                           double minimum, double maximum, double *number);

/* True when everything was understood; otherwise says what was not. */
bool arguments_end(struct arguments *arguments);

#endif

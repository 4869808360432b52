/* exit.h: how calf ends: one exit code per class of failure, one list.
 *
 * X(number, NAME, "what it means"). The manual page and `calf help exit-codes` say the same words.
 * Commands return one of these; whoever finds the failure has already said it on stderr.
 */
#ifndef HOST_CALF_EXIT_H
#define HOST_CALF_EXIT_H

#define EXITS(X)                                                                          \
    X(0, OK, "done as asked")                                                             \
    X(1, OTHER, "something else failed: a file could not be written, two records differ") \
    X(2, USAGE, "the command line is wrong")                                              \
    X(3, ROUTINE, "the routine has errors, or is not to be found")                        \
    X(4, PORT, "no port: none found, no permission, or held by another program")          \
    X(5, DEVICE, "what answers is no calfkit, or speaks another protocol version")        \
    X(6, REFUSED, "the device refused")                                                   \
    X(7, LINK, "the link was lost, or the device does not answer")                        \
    X(8, FAULT, "the session was ended by a fault or a limit")                            \
    X(9, STOPPED, "the session was stopped by a person")                                  \
    X(10, FOUND, "the self-test has found something wrong")

#define AS_EXIT(number, name, words) EXIT_##name = (number),
enum exit_code { EXITS(AS_EXIT) };
#undef AS_EXIT

#endif

/* command.h: every command of calf, one list: its name, arguments, purpose, and more help.
 *
 * C(name, "arguments", "help", "options and remarks, a line each"). Table, help and the functions'
 * declarations expand from it. A command returns one of exit.h, and has said why on stderr.
 */
#ifndef HOST_CALF_COMMAND_H
#define HOST_CALF_COMMAND_H

#include "host/calf/arguments.h"
#include "host/calf/exit.h"
#include "host/calf/options.h"

#define COMMANDS(C)                                                                             \
    C(run, "ROUTINE --leg left|right", "play a routine, watch it, record it",                   \
      "ROUTINE is a file or a name that `calf list` shows.\n"                                   \
      "--leg LEG       the leg the cuff is on: left or right\n"                                 \
      "--level N       1 to 5; without it the routine's own\n"                                  \
      "--acknowledge   none of the reasons against use applies (`calf help before-use`)\n"      \
      "--attended      a person is there all the time: answers \"still there?\" for them\n"     \
      "--plain         a line for each thing that happens, also on a terminal\n")               \
    C(list, "", "the routines and programmes of the library", "")                               \
    C(show, "NAME", "explain a routine or a programme in plain words",                          \
      "NAME is one that `calf list` shows, or a file.\n"                                        \
      "--from DATE     give a programme its dates, as in 2026-12-01\n")                         \
    C(lint, "ROUTINE...", "check routines and add up what they do",                             \
      "--calibrated   also against the zones' windows on the device (--port, --sim ...)\n")     \
    C(fmt, "ROUTINE...", "lay routines out in the usual way, in place",                         \
      "ROUTINE is a file, or - to read standard input and write standard output.\n"             \
      "Comments stay. A routine with errors stays as it is.\n"                                  \
      "--check   change nothing, name those that would change, exit code 1 if any\n")           \
    C(preview, "ROUTINE", "draw what a routine does, without playing it",                       \
      "In the terminal: a row for each zone, a column for each stretch of time.\n"              \
      "--svg FILE      instead a page of A4 to print; - is standard output\n"                   \
      "--from TIME     begin there, as in --from 5:00; single strokes can be seen in\n"         \
      "--to TIME       a stretch of half a minute\n"                                            \
      "--level N       with what a leg gets at that level; without it as the routine says\n")   \
    C(export, "ROUTINE --format hjif|csv [-o FILE]", "write a routine for other programs",      \
      "--format hjif   MPEG haptics, ISO/IEC 23090-31, as JSON\n"                               \
      "--format csv    a row for each change; the columns are in the manual page\n"             \
      "-o FILE         there, and not to standard output; its ending can stand for --format\n"  \
      "--leg LEG       left or right: which calf a hjif file names\n")                          \
    C(import, "FILE --name NAME [-o FILE.calf]", "make a pattern of a haptic file",             \
      "FILE is Apple's AHAP or a .haptic file.\n"                                               \
      "--name NAME     what the pattern and its routine are called\n"                           \
      "-o FILE.calf    there, and not to standard output\n"                                     \
      "--force         also if that file is there already\n")                                   \
    C(compile, "ROUTINE", "show a routine as the bytes that are sent",                          \
      "-o FILE   write them to a file instead\n")                                               \
    C(disassemble, "ROUTINE", "show those bytes, one operation a line",                         \
      "ROUTINE is a file or a name, or a file of bytes as `calf compile` writes it.\n")         \
    C(decompile, "ROUTINE", "write those bytes as a routine that plays the same",               \
      "ROUTINE is a file or a name, or a file of bytes as `calf compile` writes it.\n"          \
      "Patterns are written out, comments are not in the bytes.\n")                             \
    C(send, "ROUTINE", "load a routine into the device, do not start it", "")                   \
    C(info, "", "which device is it, and what runs on it?", "")                                 \
    C(status, "", "what is it doing now?", "")                                                  \
    C(stop, "", "end the session now", "")                                                      \
    C(panic, "", "stop everything by the byte that needs no understanding", "")                 \
    C(pause, "", "all off, remember the place", "")                                             \
    C(resume, "", "go on after a pause; also answers a prompt", "")                             \
    C(pain, "", "it hurts: all off; the second time the session ends", "")                      \
    C(level, "N", "change the level of the session, 1 to 5", "")                                \
    C(mark, "[N]", "note this instant in the session's record",                                 \
      "N is 128 (the default) to 255; the lower ones are the routine's own.\n")                 \
    C(set, "ZONE PERCENT [--leg LEG]", "drive a zone by hand",                                  \
      "ZONE is upper-medial, upper-lateral, mid-medial, mid-lateral, ankle-medial,\n"           \
      "ankle-lateral or all; PERCENT is of its calibrated window.\n"                            \
      "--for SECONDS   how long, up to 60; without it 2\n"                                      \
      "--leg LEG       the leg the cuff is on, unless the device has been told\n"               \
      "--acknowledge   none of the reasons against use applies (`calf help before-use`)\n")     \
    C(heat, "CELSIUS [--leg LEG]", "warm by hand, and show the temperatures",                   \
      "CELSIUS is the skin's setpoint, 30.1 to 41.0, or 0: off.\n"                              \
      "--for SECONDS   how long, up to 900; without it 60\n"                                    \
      "--attended      a person is there all the time: answers \"still there?\" for them\n"     \
      "--leg LEG       the leg the cuff is on, unless the device has been told\n"               \
      "--acknowledge   none of the reasons against use applies (`calf help before-use`)\n")     \
    C(flash, "[HEX]", "write the firmware into the kit, verify it, and say hello to it",        \
      "HEX is an Intel HEX file; without one build/avr/calfkit.hex, beside calf.\n"             \
      "--baud N        57600 for a Nano's old bootloader, 115200 for the new one; without\n"    \
      "                it both are tried\n"                                                     \
      "--isp PROGRAMMER[:PORT]  over ISP instead, with the fuse step: PROGRAMMER is one of\n"   \
      "                avrdude's, such as usbasp\n"                                             \
      "--yes           the jumper stands on FLASH, the motors' supply is off: do not ask\n")    \
    C(ack, "[NUMBER...]", "acknowledge faults whose cause is gone",                             \
      "NUMBER is a fault's, as `calf status` shows it; without one: all that are latched.\n")   \
    C(clock, "", "tell the kit the time, as run, set and heat do",                              \
      "While somebody holds its STOP button it forgets a later time that it was told before;\n" \
      "no leg gains anything by that.\n")                                                       \
    C(selftest, "", "is the kit built right? walk through all its parts",                       \
      "--item NAME     only this: jumper, fuses, supply, thermistors, buttons, leds, motors,\n" \
      "                heater; may be repeated\n"                                               \
      "--yes           the cuff lies on the table, on nobody's leg: begin without asking\n"     \
      "--no-questions  leave out what needs a person\n")                                        \
    C(settings, "[NAME [VALUE]]", "show or change what may be adjusted", "")                    \
    C(stats, "", "what the device has counted since its reset", "")                             \
    C(timing, "RECORD", "how exactly a recorded session was played",                            \
      "--csv               a row for each step\n"                                               \
      "--compare OTHER     are two records the same but for the host's times?\n")               \
    C(sim, "[OPTIONS OF calf-sim]", "start a virtual kit by itself",                            \
      "All words after `sim` are calf-sim's own: see `calf sim --help`. Without any: --pty.\n") \
    C(help, "[COMMAND]", "this, or more about a command",                                       \
      "Also: `calf help exit-codes`, `calf help before-use`.\n")

#define AS_FUNCTION(name, words, help, more) \
    int command_##name(const struct options *options, struct arguments *arguments);
COMMANDS(AS_FUNCTION)
#undef AS_FUNCTION

#endif

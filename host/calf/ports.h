/* ports.h: which serial port the device is on, and why a port cannot be used.
 *
 * Errors: said in one line with what to do about them; the exit code is EXIT_PORT.
 */
#ifndef HOST_CALF_PORTS_H
#define HOST_CALF_PORTS_H

#include <stdbool.h>
#include <sys/types.h>

/* Finds the one port that a kit's USB bridge is on; `path` holds PATH_MAX bytes. */
int ports_find(char *path);

/* Follows links to the port `name`, and checks that it exists and may be used. */
int ports_check(const char *name, char *path);

/* Is this the other end of a program (a pseudo terminal) and no serial port? */
bool ports_is_pseudo(const char *path);

/* Locks an open port against others, and against the DTR pulse that would reset the board at the
 * next opening. False, having said who holds it, when another program has it. */
bool ports_lock(int fd, const char *path);

/* Lets others have the port again; to be called before closing it. */
void ports_unlock(int fd);

/* Another process that has the file open: its id and name; 0 when none is seen. */
pid_t ports_holder(const char *path, char *name, size_t size);

/* The process that uses the port as its device, unlike the one behind a pseudo terminal; 0 when none is
 * seen. */
pid_t ports_rival(const char *path, char *name, size_t size);

/* The name of a process' program. */
void ports_process_name(pid_t process, char *name, size_t size);

/* Says that the port is held by another program, by which, and returns EXIT_PORT. */
int ports_say_held(const char *path);

#endif

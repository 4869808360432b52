/* kit_process.h: calf-sim as a process: found beside calf, started, awaited.
 *
 * A kit of our own ends when its socket closes, or with calf, whatever happens to it.
 */
#ifndef HOST_CALF_KIT_PROCESS_H
#define HOST_CALF_KIT_PROCESS_H

#include <sys/types.h>

/* Starts calf-sim with options as a shell would split them; `fd` is our end of its socket. Returns
 * an exit code. */
int kit_process_start(const char *options, int *fd, pid_t *process);

/* Waits for its end, at most 2 s and then with force. Returns its exit code, or 128 + a signal. */
int kit_process_await(pid_t process);

#endif

/* signals.h: Ctrl-C and its relatives, as a count that a waiting loop looks at.
 *
 * Owns: SIGINT, SIGTERM, SIGHUP, and the one piece of global state in calf. SIGPIPE is ignored: a
 * reader that went away is an error of write(). Context: the handlers count, nothing else.
 */
#ifndef HOST_CALF_SIGNALS_H
#define HOST_CALF_SIGNALS_H

/* Makes the signals count from now on. */
void signals_catch(void);

/* Lets them end the program again, as before another program takes this one's place. */
void signals_release(void);

/* How often somebody has asked this program to end. */
int signals_count(void);

#endif

/* serial_shim: lets a pseudo terminal pass for a USB serial port, so that libserialport takes it.
 *
 * Preloaded into calf. /dev/ttyUSB7 leads to the terminal that $SERIAL_SHIM_PTY names,
 * /sys/class/tty to the folder $SERIAL_SHIM_SYS, and modem lines exist: DTR and RTS are remembered,
 * and every change of DTR and of the speed is noted in the file $SERIAL_SHIM_LOG. All else goes to
 * the C library.
 */
#define _GNU_SOURCE /* NOLINT: its name is what it is */
#include <asm/termbits.h>
#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#define PORT "/dev/ttyUSB7"
#define SYS "/sys/class/tty"

enum { PATH_BYTES = 4096, TTY_USB_MAJOR = 188 };

/* glibc's names for what open() and lstat() become in programs built with checks, or long ago. */
int __open_2(const char *path, int flags);                      /* NOLINT: likewise */
int __lxstat(int version, const char *path, struct stat *file); /* NOLINT */

static const char *setting(const char *name)
{
    const char *value = getenv(name);
    if (!value) {
        fprintf(stderr, "serial_shim: %s is not set\n", name);
        abort();
    }
    return value;
}

/* Where a path really leads. */
static const char *lead(const char *path, char *buffer)
{
    if (strcmp(path, PORT) == 0)
        return setting("SERIAL_SHIM_PTY");
    if (strncmp(path, SYS, strlen(SYS)) != 0)
        return path;
    snprintf(buffer, PATH_BYTES, "%s/class/tty%s", setting("SERIAL_SHIM_SYS"), path + strlen(SYS));
    return buffer;
}

/* The C library's own, by the conversion that POSIX gives for dlsym(). */
#define NEXT(function)          \
    __typeof__(function) *next; \
    *(void **)&next = dlsym(RTLD_NEXT, #function)

int open(const char *path, int flags, ...)
{
    char buffer[PATH_BYTES];
    NEXT(open);
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = flags & O_CREAT ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    return next(lead(path, buffer), flags, mode);
}

int __open_2(const char *path, int flags)
{
    return open(path, flags);
}

FILE *fopen(const char *path, const char *mode)
{
    char buffer[PATH_BYTES];
    NEXT(fopen);
    return next(lead(path, buffer), mode);
}

DIR *opendir(const char *path)
{
    char buffer[PATH_BYTES];
    NEXT(opendir);
    return next(lead(path, buffer));
}

ssize_t readlink(const char *path, char *target, size_t size)
{
    char buffer[PATH_BYTES];
    NEXT(readlink);
    return next(lead(path, buffer), target, size);
}

int access(const char *path, int mode)
{
    char buffer[PATH_BYTES];
    NEXT(access);
    return next(lead(path, buffer), mode);
}

char *realpath(const char *path, char *resolved)
{
    NEXT(realpath);
    return strcmp(path, PORT) == 0 ? strcpy(resolved, path) : next(path, resolved);
}

int stat(const char *path, struct stat *file)
{
    char buffer[PATH_BYTES];
    NEXT(stat);
    int result = next(lead(path, buffer), file);
    if (strcmp(path, PORT) == 0)
        file->st_rdev = makedev(TTY_USB_MAJOR, 7);
    return result;
}

int lstat(const char *path, struct stat *file)
{
    char buffer[PATH_BYTES];
    NEXT(lstat);
    return next(lead(path, buffer), file);
}

int __lxstat(int version, const char *path, struct stat *file)
{
    (void)version;
    return lstat(path, file);
}

/* --- modem lines ------------------------------------------------------------------------------ */

static int lines = TIOCM_DTR | TIOCM_RTS; /* as Linux sets them at opening */

static void note(const char *what, unsigned value)
{
    FILE *log = fopen(setting("SERIAL_SHIM_LOG"), "a");
    if (log) {
        fprintf(log, "%s %u\n", what, value);
        fclose(log);
    }
}

static void set_lines(int wanted)
{
    if ((lines ^ wanted) & TIOCM_DTR)
        note("DTR", (wanted & TIOCM_DTR) != 0);
    lines = wanted;
}

int ioctl(int fd, unsigned long request, ...)
{
    NEXT(ioctl);
    va_list arguments;
    va_start(arguments, request);
    void *argument = va_arg(arguments, void *);
    va_end(arguments);
    switch (request) {
    case TIOCMGET:
        *(int *)argument = lines;
        return 0;
    case TIOCMSET:
        set_lines(*(int *)argument);
        return 0;
    case TIOCMBIS:
        set_lines(lines | *(int *)argument);
        return 0;
    case TIOCMBIC:
        set_lines(lines & ~*(int *)argument);
        return 0;
    case TCSETS2:
        note("baud", ((const struct termios2 *)argument)->c_ospeed);
        return next(fd, request, argument);
    default:
        return next(fd, request, argument);
    }
}

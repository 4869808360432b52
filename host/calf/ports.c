#include "host/calf/ports.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <libserialport.h>
#include <limits.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <termios.h>
#include <unistd.h>

#include "host/calf/say.h"

/* The USB bridges of Nanos and their copies. Ids: the USB id repository (linux-usb.org/usb.ids) and
 * the tables of Linux's drivers ch341.c, ftdi_sio_ids.h and cp210x.c. */
static const struct bridge {
    int vendor, product;
    const char *name;
} bridges[] = {
    {0x1A86, 0x7523, "CH340"},       {0x1A86, 0x5523, "CH341"},
    {0x1A86, 0x55D4, "CH9102"},      {0x0403, 0x6001, "FT232R"},
    {0x0403, 0x6015, "FT231X"},      {0x10C4, 0xEA60, "CP2102"},
    {0x2341, 0x0043, "Arduino Uno"}, {0x2341, 0x0001, "Arduino Uno"},
    {0x2A03, 0x0043, "Arduino Uno"},
};

/* Linux gives /dev/null and its like, and the ends of pseudo terminals, these major numbers
 * (devices.txt: memory devices, UNIX98 PTY slaves). */
enum { MEMORY_MAJOR = 1, PTY_MAJOR_FIRST = 136, PTY_MAJOR_LAST = 143 };

enum { LIST_SIZE = 512 };

static const struct bridge *bridge_of(const struct sp_port *port)
{
    int vendor, product;
    if (sp_get_port_usb_vid_pid(port, &vendor, &product) != SP_OK)
        return NULL;
    for (size_t i = 0; i < sizeof bridges / sizeof *bridges; i++)
        if (bridges[i].vendor == vendor && bridges[i].product == product)
            return &bridges[i];
    return NULL;
}

/* Appends a port to a list of them; what does not fit is left out. */
static void add_to_list(char *list, const char *path, const char *name)
{
    char item[128];
    snprintf(item, sizeof item, name ? "%s (%s)" : "%s", path, name);
    size_t used = strlen(list);
    if (used + strlen(item) + sizeof ", " <= LIST_SIZE)
        sprintf(list + used, "%s%s", used ? ", " : "", item);
}

/* Goes through the ports on USB: how many have a bridge we know, which was the last of them, a list
 * of these and a list of all. */
static int survey(char *path, char *known, char *all)
{
    struct sp_port **ports;
    int count = 0;
    known[0] = all[0] = '\0';
    if (sp_list_ports(&ports) != SP_OK)
        return 0;
    for (int i = 0; ports[i]; i++) {
        const char *name = sp_get_port_name(ports[i]);
        const struct bridge *bridge = bridge_of(ports[i]);
        if (bridge) {
            count++;
            snprintf(path, PATH_MAX, "%s", name);
            add_to_list(known, name, bridge->name);
            add_to_list(all, name, bridge->name);
        } else if (sp_get_port_transport(ports[i]) == SP_TRANSPORT_USB) {
            add_to_list(all, name, sp_get_port_description(ports[i]));
        }
    }
    sp_free_port_list(ports);
    return count;
}

int ports_find(char *path)
{
    char known[LIST_SIZE], all[LIST_SIZE];
    int count = survey(path, known, all);
    if (count == 1)
        return EXIT_OK;
    if (count > 1)
        return fail(EXIT_PORT, "there are several: %s; choose with --port", known);
    if (all[0] != '\0')
        return fail(EXIT_PORT, "no kit found by its USB id, but there are %s; choose with --port",
                    all);
    return fail(EXIT_PORT, "no kit found: plug it in, or try without one: --sim");
}

bool ports_is_pseudo(const char *path)
{
    struct stat file;
    return stat(path, &file) == 0 && S_ISCHR(file.st_mode) &&
           major(file.st_rdev) >= PTY_MAJOR_FIRST && major(file.st_rdev) <= PTY_MAJOR_LAST;
}

static int say_missing(const char *name)
{
    char path[PATH_MAX], known[LIST_SIZE], all[LIST_SIZE];
    survey(path, known, all);
    return all[0] != '\0' ? fail(EXIT_PORT, "port %s does not exist; there are %s", name, all)
                          : fail(EXIT_PORT, "port %s does not exist, nor any other on USB", name);
}

static int say_forbidden(const char *path, const struct stat *file)
{
    const struct group *group = getgrgid(file->st_gid);
    const struct passwd *user = getpwuid(geteuid());
    bool group_helps =
        group && (file->st_mode & S_IRGRP) && (file->st_mode & S_IWGRP) && file->st_gid != 0;
    if (!group_helps)
        return fail(EXIT_PORT, "no permission for %s (it has mode %03o)", path,
                    (unsigned)file->st_mode & 0777);
    return fail(EXIT_PORT,
                "no permission for %s: it is for group %s; "
                "`sudo usermod -aG %s %s`, then log in again",
                path, group->gr_name, group->gr_name, user ? user->pw_name : "$USER");
}

/* Is the character device a terminal line? Told without opening it, which could reset a board: by
 * its class in sysfs(5), or, where there is no sysfs, by not being a memory device. */
static bool is_line(const char *path, const struct stat *file)
{
    char link[64], class[PATH_MAX];
    if (ports_is_pseudo(path))
        return true;
    snprintf(link, sizeof link, "/sys/dev/char/%u:%u/subsystem", major(file->st_rdev),
             minor(file->st_rdev));
    ssize_t length = readlink(link, class, sizeof class - 1);
    if (length < 0)
        return major(file->st_rdev) != MEMORY_MAJOR;
    class[length] = '\0';
    const char *slash = strrchr(class, '/');
    return strcmp(slash ? slash + 1 : class, "tty") == 0;
}

int ports_check(const char *name, char *path)
{
    struct stat file;
    if (!realpath(name, path) || stat(path, &file) != 0)
        return errno == ENOENT ? say_missing(name)
                               : fail(EXIT_PORT, "port %s: %s", name, strerror(errno));
    if (!S_ISCHR(file.st_mode))
        return fail(EXIT_PORT, "%s is no serial port but a %s", name,
                    S_ISDIR(file.st_mode) ? "directory" : "file");
    if (!is_line(path, &file))
        return fail(EXIT_PORT, "%s is no serial port", name);
    if (access(path, R_OK | W_OK) != 0)
        return say_forbidden(path, &file);
    return EXIT_OK;
}

/* --- who else has it -------------------------------------------------------------------------- */

static bool has_open(const char *process, const struct stat *wanted)
{
    char folder[64], entry[384];
    bool found = false;
    snprintf(folder, sizeof folder, "/proc/%.20s/fd", process);
    DIR *descriptors = opendir(folder);
    if (!descriptors)
        return false; /* not ours to look at, or gone */
    for (struct dirent *fd; !found && (fd = readdir(descriptors));) {
        struct stat file;
        snprintf(entry, sizeof entry, "%s/%s", folder, fd->d_name);
        found = stat(entry, &file) == 0 && S_ISCHR(file.st_mode) &&
                file.st_rdev == wanted->st_rdev && file.st_ino == wanted->st_ino;
    }
    closedir(descriptors);
    return found;
}

void ports_process_name(pid_t process, char *name, size_t size)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/comm", (int)process);
    FILE *file = fopen(path, "r");
    if (!file || !fgets(name, (int)size, file))
        snprintf(name, size, "unknown");
    name[strcspn(name, "\n")] = '\0';
    if (file)
        fclose(file);
}

pid_t ports_holder(const char *path, char *name, size_t size)
{
    struct stat wanted;
    pid_t holder = 0;
    DIR *processes = opendir("/proc");
    if (!processes || stat(path, &wanted) != 0) {
        if (processes)
            closedir(processes);
        return 0;
    }
    for (struct dirent *entry; !holder && (entry = readdir(processes));) {
        pid_t process = (pid_t)strtol(entry->d_name, NULL, 10);
        if (process > 0 && process != getpid() && has_open(entry->d_name, &wanted)) {
            holder = process;
            ports_process_name(process, name, size);
        }
    }
    closedir(processes);
    return holder;
}

/* The process that has locked the file, by /proc/locks (proc(5)): `1: FLOCK ADVISORY WRITE PID
 * MAJOR:MINOR:INODE 0 EOF`, the device numbers in hexadecimal. 0 when none is seen. */
static pid_t find_locker(const char *path)
{
    struct stat wanted;
    char line[256];
    pid_t locker = 0;
    FILE *locks = fopen("/proc/locks", "r");
    if (!locks)
        return 0;
    while (stat(path, &wanted) == 0 && !locker && fgets(line, sizeof line, locks)) {
        int process;
        unsigned device_major, device_minor;
        unsigned long inode;
        if (sscanf(line, "%*d: FLOCK %*s %*s %d %x:%x:%lu", &process, &device_major, &device_minor,
                   &inode) == 4 &&
            inode == wanted.st_ino && device_major == major(wanted.st_dev) &&
            device_minor == minor(wanted.st_dev))
            locker = process;
    }
    fclose(locks);
    return locker;
}

pid_t ports_rival(const char *path, char *name, size_t size)
{
    pid_t rival = find_locker(path);
    if (rival > 0)
        ports_process_name(rival, name, size);
    else if (!ports_is_pseudo(path))
        rival = ports_holder(path, name, size);
    return rival;
}

int ports_say_held(const char *path)
{
    char name[32];
    pid_t holder = ports_rival(path, name, sizeof name);
    if (holder)
        return fail(EXIT_PORT, "%s is held by another program: %s, process %d%s", path, name,
                    (int)holder, strcmp(name, "calf") == 0 ? "; `calf stop` ends its session" : "");
    return fail(EXIT_PORT, "%s is held by another program (of another user)", path);
}

bool ports_lock(int fd, const char *path)
{
    int exclusive = 0;
    struct termios line;
    /* The program behind a pseudo terminal has it open too, and is no rival. */
    bool pseudo = ports_is_pseudo(path);
    if (!pseudo) /* asked, because root is let in all the same */
        ioctl(fd, TIOCGEXCL, &exclusive);
    if (exclusive || (flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)) {
        ports_say_held(path);
        return false;
    }
    if (!pseudo)
        ioctl(fd, TIOCEXCL);
    /* Without HUPCL, DTR stays as it is at closing, and does not pulse at the next opening. */
    if (tcgetattr(fd, &line) == 0) {
        line.c_cflag &= ~(tcflag_t)HUPCL;
        tcsetattr(fd, TCSANOW, &line);
    }
    return true;
}

void ports_unlock(int fd)
{
    ioctl(fd, TIOCNXCL);
    flock(fd, LOCK_UN);
}

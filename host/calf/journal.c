#include "host/calf/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdarg.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "host/calf/fields.h"
#include "host/calf/paths.h"
#include "host/calf/say.h"
#include "host/calf/vocabulary.h"

enum { MAX_SAME_NAME = 100, NAME_BYTES = 200 };

/* --- making the file -------------------------------------------------------------------------- */

/* The routine's file name without its folders and `.calf`, in characters that any file system
 * takes. */
static void make_stem(char stem[NAME_BYTES], const char *routine)
{
    char when[32];
    time_t now = time(NULL);
    struct tm utc;
    gmtime_r(&now, &utc);
    strftime(when, sizeof when, "%Y-%m-%dT%H%M%SZ", &utc);

    const char *slash = strrchr(routine, '/');
    const char *name = slash ? slash + 1 : routine;
    size_t length = strlen(name);
    if (length > 5 && strcmp(name + length - 5, ".calf") == 0)
        length -= 5;
    snprintf(stem, NAME_BYTES, "%s-%.*s", when, length < 100 ? (int)length : 100, name);
    for (char *at = stem; *at != '\0'; at++)
        if ((unsigned char)*at <= ' ' || strchr("/\\:*?\"<>|,", *at))
            *at = '_';
}

/* A file that did not exist before; the same second and routine get a number. */
static int create(struct journal *journal, const char *folder, const char *stem)
{
    for (int number = 1; number <= MAX_SAME_NAME; number++) {
        char suffix[16] = "";
        if (number > 1)
            snprintf(suffix, sizeof suffix, "-%d", number);
        int length =
            snprintf(journal->path, sizeof journal->path, "%s/%s%s.csv", folder, stem, suffix);
        if (length >= (int)sizeof journal->path) {
            errno = ENAMETOOLONG;
            return -1;
        }
        int fd = open(journal->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (fd >= 0 || errno != EEXIST)
            return fd;
    }
    return -1;
}

bool journal_open(struct journal *journal, const char *folder, const char *routine)
{
    char usual[PATH_MAX], stem[NAME_BYTES];
    *journal = (struct journal){0};
    if (!folder) {
        if (!paths_data(usual) || strlen(usual) + sizeof "/sessions" > sizeof usual) {
            fail(EXIT_OTHER, "no folder for the record: set HOME, or use --record DIR");
            return false;
        }
        folder = strcat(usual, "/sessions");
    }
    make_stem(stem, routine);
    int fd = paths_make(folder) ? create(journal, folder, stem) : -1;
    journal->file = fd >= 0 ? fdopen(fd, "w") : NULL;
    if (!journal->file)
        say("no record can be made in %s: %s", folder, strerror(errno));
    return journal->file != NULL;
}

/* --- writing ---------------------------------------------------------------------------------- */

/* A line is complete in the file as soon as it is written: what happens to calf later cannot spoil
 * it. */
static void end_line(struct journal *journal)
{
    fputc('\n', journal->file);
    if (fflush(journal->file) != 0 && !journal->failed) {
        say("the record %s cannot be written on: %s", journal->path, strerror(errno));
        journal->failed = true;
    }
}

void journal_note(struct journal *journal, const char *key, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    fprintf(journal->file, "# %s: ", key);
    vfprintf(journal->file, format, values);
    va_end(values);
    end_line(journal);
}

/* The device's stamp has become the first column; a plan is written on the same 64-bit scale. */
static bool is_stamp(const struct field *field)
{
    return strcmp(field->name, "t_us") == 0;
}

static void write_columns(struct journal *journal, uint8_t type)
{
    struct field fields[FIELDS_MAX];
    int count = fields_of_type(type, fields);
    fprintf(journal->file, "# columns %s: device_us,host_us,kind", message_name(type));
    for (int i = 0; i < count; i++) {
        if (is_stamp(&fields[i]))
            continue;
        if (fields[i].count == 1)
            fprintf(journal->file, ",%s", fields[i].name);
        for (unsigned zone = 0; fields[i].count > 1 && zone < fields[i].count; zone++)
            fprintf(journal->file, ",%s.%s", fields[i].name, zone_words(zone));
    }
    end_line(journal);
}

void journal_columns(struct journal *journal)
{
    for (int type = MESSAGE_BOOT; type <= UINT8_MAX; type++)
        if (message_name((uint8_t)type))
            write_columns(journal, (uint8_t)type);
    fprintf(journal->file, "# columns host: device_us,host_us,kind,what,value");
    end_line(journal);
}

void journal_event(struct journal *journal, const struct event *event)
{
    struct field fields[FIELDS_MAX];
    int count = fields_of(event->message, event->length, fields);
    fprintf(journal->file, "%" PRId64 ",%" PRId64 ",%s", event->device_us, event->host_us,
            message_name(event->type));
    int64_t t_us = 0;
    for (int i = 0; i < count; i++) {
        const char *words = field_words(&fields[i]);
        if (is_stamp(&fields[i])) {
            t_us = fields[i].values[0];
            continue;
        }
        if (words) {
            fprintf(journal->file, strchr(words, ',') ? ",\"%s\"" : ",%s", words);
        } else if (strcmp(fields[i].name, "planned_us") == 0) {
            int32_t late_us = (int32_t)((uint32_t)t_us - (uint32_t)fields[i].values[0]);
            fprintf(journal->file, ",%" PRId64, event->device_us - late_us);
        } else {
            for (unsigned value = 0; value < fields[i].count; value++)
                fprintf(journal->file, ",%" PRId64, fields[i].values[value]);
        }
    }
    journal->rows++;
    end_line(journal);
}

void journal_did(struct journal *journal, int64_t device_us, int64_t host_us, const char *what,
                 int value)
{
    fprintf(journal->file, "%" PRId64 ",%" PRId64 ",host,%s,%d", device_us, host_us, what, value);
    journal->rows++;
    end_line(journal);
}

void journal_exchange(struct journal *journal, int64_t device_us, int64_t left_us, int64_t came_us)
{
    journal_note(journal, "host-exchange", "%" PRId64 ",%" PRId64 ",%" PRId64, device_us, left_us,
                 came_us);
}

bool journal_close(struct journal *journal)
{
    journal_note(journal, "rows", "%u", journal->rows);
    bool kept =
        fsync(fileno(journal->file)) == 0 || errno == EINVAL; /* a pipe has nothing to sync */
    if (fclose(journal->file) != 0)
        kept = false;
    if (!kept && !journal->failed)
        say("the record %s is not complete: %s", journal->path, strerror(errno));
    journal->failed |= !kept;
    return !journal->failed;
}

void journal_discard(struct journal *journal)
{
    fclose(journal->file);
    unlink(journal->path);
}

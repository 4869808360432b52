#include "host/calf/record.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/calf/say.h"

bool record_number(const char **fields, int64_t *number)
{
    char *end;
    errno = 0;
    *number = strtoll(*fields, &end, 10);
    if (end == *fields || errno != 0 || (*end != ',' && *end != '\0'))
        return false;
    *fields = *end == ',' ? end + 1 : end;
    return true;
}

static void read_note(const struct record_reader *reader, char *line, const char **complaint)
{
    char *colon = strchr(line, ':');
    if (line[1] != ' ' || !colon || colon[1] != ' ') {
        *complaint = "a line that begins with # has the form `# key: value`";
        return;
    }
    *colon = '\0';
    reader->note(reader->context, line + 2, colon + 2);
}

static void read_row(const struct record_reader *reader, const char *line, const char **complaint)
{
    struct record_row row;
    const char *at = line;
    if (!record_number(&at, &row.device_us) || !record_number(&at, &row.host_us)) {
        *complaint = "a row begins with two times in microseconds";
        return;
    }
    size_t length = strcspn(at, ",");
    if (length == 0 || length >= sizeof row.kind) {
        *complaint = "after the times stands what kind of row it is";
        return;
    }
    memcpy(row.kind, at, length);
    row.kind[length] = '\0';
    row.fields = at[length] == ',' ? at + length + 1 : at + length;
    reader->row(reader->context, &row, complaint);
}

static int read_lines(const char *path, FILE *file, const struct record_reader *reader)
{
    char *line = NULL;
    size_t size = 0;
    unsigned number = 0;
    const char *complaint = NULL;
    ssize_t length;
    while (!complaint && (length = getline(&line, &size, file)) >= 0) {
        number++;
        if (number == 1 && strncmp(line, "# calf: ", 8) != 0) {
            free(line);
            return fail(EXIT_OTHER, "%s: is no record of calf", path);
        }
        if (strlen(line) != (size_t)length) {
            complaint = "this is no text";
            break;
        }
        if (line[length - 1] != '\n')
            break; /* cut off while it was written: what stands before is good */
        line[length - 1] = '\0';
        if (line[0] == '#')
            read_note(reader, line, &complaint);
        else
            read_row(reader, line, &complaint);
    }
    free(line);
    if (ferror(file))
        return fail(EXIT_OTHER, "%s: %s", path, strerror(errno));
    if (complaint)
        return fail(EXIT_OTHER, "%s:%u: %s", path, number, complaint);
    return number > 0 ? EXIT_OK : fail(EXIT_OTHER, "%s: is empty, and so no record", path);
}

int record_read(const char *path, const struct record_reader *reader)
{
    FILE *file = fopen(path, "r");
    if (!file)
        return fail(EXIT_OTHER, "%s: %s", path, strerror(errno));
    int code = read_lines(path, file, reader);
    fclose(file);
    return code;
}

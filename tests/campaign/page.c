#include "tests/campaign/page.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "protocol/crc16.h"
#include "tests/campaign/fingerprint.h"
#include "tests/campaign/tally.h"

enum { LINE_max = 256, TEXT_max = 1 << 16, SUM_bytes = sizeof "<!-- 0000 -->\n" - 1 };

/* --- What it was measured on -------------------------------------------------------------------- */

static void add_output(char *line, size_t size, const char *name, const char *command)
{
    char output[LINE_max] = "unknown";
    FILE *pipe = popen(command, "r");
    if (pipe) {
        if (!fgets(output, sizeof output, pipe))
            strcpy(output, "unknown");
        pclose(pipe);
    }
    size_t length = strlen(line);
    snprintf(line + length, size - length, "; %s %.*s", name, (int)strcspn(output, "\n-+"), output);
}

const char *page_firmware(void)
{
    static char *folders[] = {"avr", "protocol", NULL};
    static char text[LINE_max];
    if (!text[0])
        snprintf(text, sizeof text, "Firmware `%016llx`",
                 (unsigned long long)fingerprint_of(folders));
    return text;
}

const char *page_circumstances(void)
{
    static char line[LINE_max];
    if (!line[0]) {
        strcpy(line, page_firmware());
        add_output(line, sizeof line, "avr-gcc", "avr-gcc -dumpversion");
        add_output(line, sizeof line, "simavr",
                   "pkg-config --modversion simavr 2>/dev/null || dpkg-query -W -f '${Version}' "
                   "libsimavr-dev");
    }
    return line;
}

/* --- Reading ------------------------------------------------------------------------------------ */

static const char *page_text(void)
{
    static char text[TEXT_max];
    FILE *file = text[0] ? NULL : fopen(PAGE_PATH, "r");
    if (file) {
        text[fread(text, 1, sizeof text - 1, file)] = 0;
        fclose(file);
    }
    return text;
}

bool page_has(const char *text)
{
    return strstr(page_text(), text);
}

bool page_is_of_this_firmware(void)
{
    return page_has(page_firmware());
}

bool page_is_comparable(void)
{
    return page_is_of_this_firmware() && page_has(page_circumstances());
}

static unsigned sum_of(const char *text, size_t length)
{
    return crc16_block(CRC16_START, (const uint8_t *)text, (uint16_t)length);
}

bool page_is_as_written(void)
{
    const char *text = page_text();
    size_t length = strlen(text);
    if (length <= SUM_bytes)
        return false;
    char last[SUM_bytes + 1];
    snprintf(last, sizeof last, "<!-- %04x -->\n", sum_of(text, length - SUM_bytes));
    return strcmp(text + length - SUM_bytes, last) == 0;
}

/* --- Writing ------------------------------------------------------------------------------------ */

/* A row file: the circumstances, the long form's row, the sample's, and the table of classes. */
struct row_file {
    char circumstances[LINE_max], all[TALLY_ROW_bytes], sample[TALLY_ROW_bytes];
    char classes[TEXT_max];
};

static void row_path(char path[LINE_max], const char *program)
{
    const char *slash = strrchr(program, '/');
    snprintf(path, LINE_max, PAGE_ROWS_FOLDER "/%s.row", slash ? slash + 1 : program);
}

FILE *page_open_row(const char *program)
{
    char path[LINE_max];
    row_path(path, program);
    mkdir(PAGE_ROWS_FOLDER, 0777);
    FILE *file = fopen(path, "w");
    if (file)
        fprintf(file, "%s\n", page_circumstances());
    else
        fprintf(stderr, "%s: %s\n", path, strerror(errno));
    return file;
}

static bool read_row(struct row_file *row, const char *program)
{
    char path[LINE_max];
    row_path(path, program);
    FILE *file = fopen(path, "r");
    bool read = file && fgets(row->circumstances, sizeof row->circumstances, file) &&
                fgets(row->all, sizeof row->all, file) &&
                fgets(row->sample, sizeof row->sample, file);
    if (read)
        row->classes[fread(row->classes, 1, sizeof row->classes - 1, file)] = 0;
    if (file)
        fclose(file);
    row->circumstances[strcspn(row->circumstances, "\n")] = 0;
    if (read && strcmp(row->circumstances, page_circumstances()) == 0)
        return true;
    fprintf(stderr, "%s is %s: make campaigns\n", path,
            read ? "of another firmware or other tools" : "missing or cut short");
    return false;
}

static void print_page(FILE *out, const struct row_file *rows, int count)
{
    char date[LINE_max] = "";
    add_output(date, sizeof date, "date", "date +%Y/%m/%d");
    fputs("# What was tried against it\n\n"
          "Written by `make evidence`; not by hand: the last line is a checksum of the rest. Every "
          "run is "
          "the whole firmware\nimage in the virtual kit, on a simulated leg. `make check` makes "
          "the samples "
          "below again and compares them with their\nrows; when the firmware's sources have "
          "changed since, "
          "it says so.\n\n",
          out);
    fprintf(out, "%s%s.\n\n## The campaigns\n\n" TALLY_HEADING, page_circumstances(), date);
    for (int i = 0; i < count; i++)
        fputs(rows[i].all, out);
    fputs("\n*Detected*: the kit has noticed: a fault, a reset, a refusal, a stop. *Latency*: from "
          "the "
          "trouble to all outputs\noff, or, where a class below says so, to the first sign that it "
          "is "
          "noticed. *Unsafe*: what each campaign below says must\nnever be.\n\n"
          "## Their samples in make check\n\nFewer instants, and so other ones: what is longest "
          "here may be longer than above.\n\n" TALLY_HEADING,
          out);
    for (int i = 0; i < count; i++)
        fputs(rows[i].sample, out);
    fputs("\n## What came of the runs\n\n", out);
    for (int i = 0; i < count; i++)
        fprintf(out, "%s\n", rows[i].classes);
}

static bool save(const char *text)
{
    FILE *file = fopen(PAGE_PATH, "w");
    if (!file) {
        perror(PAGE_PATH);
        return false;
    }
    fprintf(file, "%s<!-- %04x -->\n", text, sum_of(text, strlen(text)));
    return fclose(file) == 0;
}

bool page_write(char **programs, int count)
{
    struct row_file *rows = calloc((size_t)count, sizeof *rows);
    bool complete = rows;
    for (int i = 0; i < count && rows; i++)
        complete = read_row(&rows[i], programs[i]) && complete;
    char *text = NULL;
    size_t size = 0;
    FILE *out = complete ? open_memstream(&text, &size) : NULL;
    if (out) {
        print_page(out, rows, count);
        fclose(out);
        complete = save(text);
        printf("%s", text);
    }
    free(text);
    free(rows);
    return complete && out;
}

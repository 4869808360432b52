#include "host/docs/quotes.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define QUOTE_MARK "<!-- quote "
#define MARK_END "-->"
#define UNQUOTE_MARK "<!-- / -->"

enum { CELLS_max = 12, CELL_BYTES = 200, PARTS_max = 3 };

static char trouble[3 * CELL_BYTES];

__attribute__((format(printf, 1, 2))) static const char *complain(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(trouble, sizeof trouble, format, arguments);
    va_end(arguments);
    return trouble;
}

/* --- rows ------------------------------------------------------------------------------------ */

struct row {
    unsigned count;
    char cells[CELLS_max][CELL_BYTES];
};

/* Cuts a text at its bars, without the blanks around them. */
static void cut(const char *text, size_t length, struct row *row)
{
    row->count = 0;
    for (const char *end = text + length; text <= end && row->count < CELLS_max;) {
        const char *bar = memchr(text, '|', (size_t)(end - text));
        const char *from = text, *to = bar ? bar : end;
        text = to + 1;
        while (from < to && strchr(" \n", *from))
            from++;
        while (to > from && strchr(" \n", to[-1]))
            to--;
        snprintf(row->cells[row->count++], CELL_BYTES, "%.*s", (int)(to - from), from);
    }
}

static bool is_row(const char *line)
{
    return line[0] == '|';
}

/* --- the table ------------------------------------------------------------------------------- */

struct search {
    const char *row, *column; /* column "": the second */
    struct row heading, found;
    bool exactly;
    unsigned found_count;
};

static void look_at_row(struct search *search, const char *line)
{
    struct row row;
    cut(line + 1, strlen(line + 1), &row);
    bool exactly = strcmp(row.cells[0], search->row) == 0;
    if (search->exactly || strncmp(row.cells[0], search->row, strlen(search->row)) != 0)
        return;
    search->found_count = exactly ? 1 : search->found_count + 1;
    search->exactly = exactly;
    search->found = row;
}

/* Reads to the end of the first table that has such a row. */
static void look_through(struct search *search, FILE *page)
{
    char *line = NULL;
    size_t size = 0;
    bool in_table = false;
    while (getline(&line, &size, page) >= 0) {
        if (!is_row(line) && search->found_count > 0)
            break;
        if (is_row(line) && !in_table)
            cut(line + 1, strlen(line + 1), &search->heading);
        else if (is_row(line))
            look_at_row(search, line);
        in_table = is_row(line);
    }
    free(line);
}

static unsigned column_of(const struct search *search)
{
    unsigned column = 0;
    if (!search->column[0])
        return 1;
    while (column < search->heading.count &&
           strcmp(search->heading.cells[column], search->column) != 0)
        column++;
    return column;
}

static const char *print_cell(const char *path, struct search *search, FILE *out)
{
    FILE *page = fopen(path, "r");
    if (!page)
        return complain("quotes %s, which cannot be opened", path);
    look_through(search, page);
    fclose(page);
    if (search->found_count == 0)
        return complain("%s has no row that begins with '%s'", path, search->row);
    if (search->found_count > 1)
        return complain("%s has %u rows that begin with '%s'", path, search->found_count,
                        search->row);
    unsigned column = column_of(search);
    if (column >= search->found.count)
        return complain("%s has no column '%s' at '%s'", path, search->column, search->row);
    fputs(search->found.cells[column], out);
    return NULL;
}

/* --- the line -------------------------------------------------------------------------------- */

/* Prints one quote, which begins at `mark`, and says where it ends. */
static const char *print_quote(const char *mark, const char **end, FILE *out)
{
    const char *page = mark + strlen(QUOTE_MARK), *mark_end = strstr(page, MARK_END);
    const char *close = mark_end ? strstr(mark_end, UNQUOTE_MARK) : NULL;
    struct row parts;
    if (!close)
        return complain("a quote without an end in its line: %.60s", mark);
    cut(page, (size_t)(mark_end - page), &parts);
    if (parts.count < 2 || parts.count > PARTS_max || !parts.cells[1][0])
        return complain("a quote names a page and a row, and perhaps a column: %.60s", mark);
    struct search search = {.row = parts.cells[1],
                            .column = parts.count == PARTS_max ? parts.cells[2] : ""};
    *end = close + strlen(UNQUOTE_MARK);
    fwrite(mark, 1, (size_t)(mark_end - mark) + strlen(MARK_END), out);
    const char *wrong = print_cell(parts.cells[0], &search, out);
    fputs(UNQUOTE_MARK, out);
    return wrong;
}

const char *quotes_print(const char *line, FILE *out)
{
    const char *wrong = NULL, *mark;
    if (strncmp(line + strspn(line, " "), QUOTE_MARK, strlen(QUOTE_MARK)) == 0)
        return complain("a quote begins its line, which makes HTML of it: %.60s", line);
    while (!wrong && (mark = strstr(line, QUOTE_MARK)) != NULL) {
        fwrite(line, 1, (size_t)(mark - line), out);
        wrong = print_quote(mark, &line, out);
    }
    if (!wrong)
        fputs(line, out);
    return wrong;
}

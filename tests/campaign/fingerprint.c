#include "tests/campaign/fingerprint.h"

#include <ctype.h>
#include <fts.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* FNV-1a, 64 bits (Fowler, Noll, Vo; draft-eastlake-fnv). */
static const uint64_t FNV_OFFSET = 0xCBF29CE484222325, FNV_PRIME = 0x100000001B3;

static uint64_t add(uint64_t fingerprint, char c)
{
    return (fingerprint ^ (uint8_t)c) * FNV_PRIME;
}

/* Where a comment that begins here ends, or the text itself. */
static const char *behind_comment(const char *text)
{
    if (strncmp(text, "//", 2) == 0)
        return text + strcspn(text, "\n");
    if (strncmp(text, "/*", 2) != 0)
        return text;
    const char *end = strstr(text + 2, "*/");
    return end ? end + 2 : text + strlen(text);
}

/* Where a string or character that begins here ends, or the text itself. */
static const char *behind_literal(const char *text)
{
    char quote = *text;
    if (quote != '"' && quote != '\'')
        return text;
    for (text++; *text && *text != quote; text++)
        if (*text == '\\' && text[1])
            text++;
    return *text ? text + 1 : text;
}

uint64_t fingerprint_add(uint64_t fingerprint, const char *text)
{
    while (*text) {
        const char *next = behind_comment(text);
        if (next == text) {
            next = behind_literal(text);
            if (next == text)
                next = text + 1;
            for (; text < next; text++)
                if (next - text > 1 || !isspace((unsigned char)*text))
                    fingerprint = add(fingerprint, *text);
        }
        text = next;
    }
    return fingerprint;
}

static bool is_source(const char *name)
{
    const char *dot = strrchr(name, '.');
    static const char *const ends[] = {".c", ".h", ".S", ".ld"};
    for (unsigned i = 0; dot && i < sizeof ends / sizeof *ends; i++)
        if (strcmp(dot, ends[i]) == 0)
            return true;
    return false;
}

static uint64_t add_file(uint64_t fingerprint, const char *path, size_t size)
{
    char *text = calloc(size + 1, 1);
    FILE *file = fopen(path, "r");
    if (!text || !file || fread(text, 1, size, file) != size) {
        fprintf(stderr, "%s: cannot be read\n", path);
        exit(1);
    }
    fclose(file);
    fingerprint = fingerprint_add(fingerprint_add(fingerprint, path), text);
    free(text);
    return fingerprint;
}

static int by_name(const FTSENT **left, const FTSENT **right)
{
    return strcmp((*left)->fts_name, (*right)->fts_name);
}

uint64_t fingerprint_of(char *const *folders)
{
    uint64_t fingerprint = FNV_OFFSET;
    FTS *tree = fts_open(folders, FTS_NOCHDIR, by_name);
    for (FTSENT *entry; tree && (entry = fts_read(tree));)
        if (entry->fts_info == FTS_F && is_source(entry->fts_name))
            fingerprint = add_file(fingerprint, entry->fts_path, (size_t)entry->fts_statp->st_size);
    if (tree)
        fts_close(tree);
    return fingerprint;
}

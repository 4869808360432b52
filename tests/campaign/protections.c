#include "tests/campaign/protections.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_max = 1 << 16 };

static const struct protection protections[PROTECTION_count] = {
#define AS_ROW(name, against, file, code, instead, tests) \
    [PROTECTION_##name] = {#name, against, file, code, instead, tests},
    PROTECTIONS(AS_ROW)
#undef AS_ROW
};

const struct protection *protection_at(unsigned place)
{
    return &protections[place];
}

const struct protection *protection_called(const char *name)
{
    for (unsigned i = 0; i < PROTECTION_count; i++)
        if (strcmp(protections[i].name, name) == 0)
            return &protections[i];
    return NULL;
}

/* The file's text, which stands until the next call, or NULL. */
static const char *read_file(const char *path)
{
    static char text[FILE_max];
    FILE *file = fopen(path, "r");
    if (!file) {
        fprintf(stderr, "%s: %s\n", path, strerror(errno));
        return NULL;
    }
    text[fread(text, 1, sizeof text - 1, file)] = 0;
    fclose(file);
    return text;
}

static int count_of(const char *text, const char *code)
{
    int count = 0;
    for (const char *at = strstr(text, code); at; at = strstr(at + 1, code))
        count++;
    return count;
}

int protection_finds(const struct protection *protection)
{
    const char *text = read_file(protection->file);
    return text ? count_of(text, protection->code) : -1;
}

bool protection_take_out(const struct protection *protection, const char *to_path)
{
    const char *text = read_file(protection->file);
    if (!text)
        return false;
    if (count_of(text, protection->code) != 1) {
        fprintf(stderr, "%s: '%s' stands there %d times\n", protection->file, protection->code,
                count_of(text, protection->code));
        return false;
    }
    FILE *out = fopen(to_path, "w");
    if (!out) {
        fprintf(stderr, "%s: %s\n", to_path, strerror(errno));
        return false;
    }
    const char *at = strstr(text, protection->code);
    fprintf(out, "#line 1 \"%s\"\n", protection->file);
    fwrite(text, 1, (size_t)(at - text), out);
    fputs(protection->instead, out);
    fputs(at + strlen(protection->code), out);
    return fclose(out) == 0;
}

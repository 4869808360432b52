#include "tests/profile/names.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_max = 512 };

static const char *shared(struct names *names, const char *text)
{
    for (unsigned i = 0; i < names->string_count; i++)
        if (strcmp(names->strings[i], text) == 0)
            return names->strings[i];
    names->strings = realloc(names->strings, (names->string_count + 1) * sizeof *names->strings);
    if (!names->strings || !(names->strings[names->string_count] = strdup(text))) {
        fprintf(stderr, "profile: out of memory\n");
        exit(1);
    }
    return names->strings[names->string_count++];
}

/* The compiler's clones (.constprop.3, .lto_priv.7, .part.0) are the function of the source. */
static void cut_suffix(char *name)
{
    name[strcspn(name, ".\n")] = 0;
}

/* avr-addr2line -a -f -i answers "0x<address>", then pairs of a function and a place. */
static bool read_chains(struct names *names, FILE *answers)
{
    char line[LINE_max];
    struct chain *chain = NULL;
    bool is_function = false;
    while (fgets(line, sizeof line, answers)) {
        if (strncmp(line, "0x", 2) == 0) {
            chain = &names->chains[strtoul(line, NULL, 16) / 2 % NAMES_WORDS];
            is_function = true;
            continue;
        }
        if (is_function && chain && chain->length < NAMES_CHAIN_max && line[0] != '?') {
            cut_suffix(line);
            chain->functions[chain->length++] = shared(names, line);
        }
        is_function = !is_function;
    }
    return chain != NULL;
}

static bool ask_addr2line(struct names *names, const char *elf_path)
{
    char questions[] = "/tmp/calfkit-profile-XXXXXX", command[LINE_max];
    int file = mkstemp(questions);
    FILE *out = file < 0 ? NULL : fdopen(file, "w");
    if (!out) {
        perror("profile: a temporary file");
        return false;
    }
    for (uint32_t address = 0; address < names->code_end; address += 2)
        fprintf(out, "0x%x\n", address);
    fclose(out);
    snprintf(command, sizeof command, "avr-addr2line -a -f -i -e '%s' <%s", elf_path, questions);
    FILE *answers = popen(command, "r");
    bool read = answers && read_chains(names, answers);
    read = answers && pclose(answers) == 0 && read;
    remove(questions);
    if (!read)
        fprintf(stderr, "profile: avr-addr2line cannot read %s\n", elf_path);
    return read;
}

/* What has no debugging information takes the name of the symbol before it. */
static bool fill_from_symbols(struct names *names, const char *elf_path)
{
    char command[LINE_max], line[LINE_max], kind, name[LINE_max];
    unsigned address, at = 0;
    const char *symbol = "(vectors and tables)";
    snprintf(command, sizeof command, "avr-nm --numeric-sort '%s'", elf_path);
    FILE *list = popen(command, "r");
    if (!list)
        return false;
    while (fgets(line, sizeof line, list)) {
        if (sscanf(line, "%x %c %511s", &address, &kind, name) != 3 || !strchr("tTW", kind) ||
            address >= names->code_end)
            continue;
        for (; at < address; at += 2)
            if (names->chains[at / 2].length == 0)
                names->chains[at / 2] = (struct chain){{symbol}, 1};
        cut_suffix(name);
        symbol = shared(names, name);
    }
    for (; at < names->code_end; at += 2)
        if (names->chains[at / 2].length == 0)
            names->chains[at / 2] = (struct chain){{symbol}, 1};
    return pclose(list) == 0;
}

bool names_read(struct names *names, const char *elf_path, uint32_t code_end)
{
    memset(names, 0, sizeof *names);
    names->code_end = code_end;
    return ask_addr2line(names, elf_path) && fill_from_symbols(names, elf_path);
}

void names_free(struct names *names)
{
    for (unsigned i = 0; i < names->string_count; i++)
        free(names->strings[i]);
    free(names->strings);
}

const struct chain *names_at(const struct names *names, uint16_t address)
{
    return &names->chains[address / 2 % NAMES_WORDS];
}

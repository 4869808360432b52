/* Edit distance with swaps of neighbours ("optimal string alignment": Damerau, CACM 7(3), 1964, with
 * the table of Wagner & Fischer, JACM 21(1), 1974). */
#include "host/calf/language/suggest.h"

#include <string.h>

enum { LONGEST = 32, SLIPS_PER_LETTERS = 3 };

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* How many letters must be changed, added, dropped or swapped. Both words have at most LONGEST. */
static unsigned distance(const char *a, size_t a_length, const char *b, size_t b_length)
{
    unsigned table[LONGEST + 1][LONGEST + 1];
    for (size_t i = 0; i <= a_length; i++)
        table[i][0] = (unsigned)i;
    for (size_t j = 0; j <= b_length; j++)
        table[0][j] = (unsigned)j;
    for (size_t i = 1; i <= a_length; i++) {
        for (size_t j = 1; j <= b_length; j++) {
            unsigned changed = table[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
            unsigned added = least(table[i - 1][j], table[i][j - 1]) + 1;
            table[i][j] = least(changed, added);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                table[i][j] = least(table[i][j], table[i - 2][j - 2] + 1);
        }
    }
    return table[a_length][b_length];
}

struct suggestion suggest_begin(const char *word, size_t length)
{
    unsigned near = (unsigned)((length + 1) / SLIPS_PER_LETTERS);
    return (struct suggestion){.word = word, .length = length, .distance = near + 1};
}

void suggest_consider(struct suggestion *suggestion, const char *known)
{
    size_t length = strlen(known);
    if (suggestion->length > LONGEST || length > LONGEST)
        return;
    unsigned slips = distance(suggestion->word, suggestion->length, known, length);
    if (slips >= suggestion->distance || slips >= length)
        return;
    suggestion->distance = slips;
    suggestion->best = known;
}

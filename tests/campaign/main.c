/* main.c: evidence_page PROGRAM...: makes tests/EVIDENCE.md of what these campaigns have recorded. */
#include "tests/campaign/page.h"

int main(int count, char **arguments)
{
    if (count < 2) {
        fprintf(stderr, "usage: %s CAMPAIGN...\n", arguments[0]);
        return 2;
    }
    return page_write(arguments + 1, count - 1) ? 0 : 1;
}

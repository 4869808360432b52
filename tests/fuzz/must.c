#include <stdio.h>
#include <stdlib.h>

#include "tests/fuzz/fuzz.h"

void fuzz_must(bool holds, const char *sentence)
{
    if (holds)
        return;
    fprintf(stderr, "must hold: %s\n", sentence);
    abort();
}

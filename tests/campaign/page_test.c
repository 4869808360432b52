/* Is tests/EVIDENCE.md as `make evidence` wrote it, and of the firmware that is there? */
#include <stdlib.h>
#include <string.h>

#include "tests/campaign/fingerprint.h"
#include "tests/campaign/page.h"
#include "tests/tap.h"

/* A reader of the page would lose: figures of the firmware that is there. Work on the firmware goes on between
 * two campaigns, so it is a remark; what is delivered has none. */
static void test_page_is_fresh(void)
{
    const char *ci = getenv("CI");
    bool is_fresh = page_is_of_this_firmware();
    if (ci && strcmp(ci, "true") == 0)
        ok(is_fresh, "EVIDENCE.md was written for this firmware (if not: make evidence)");
    else if (!is_fresh)
        fprintf(stderr, "# EVIDENCE.md was written for another firmware: make evidence\n");
}

static void test_fingerprint(void)
{
    static const struct {
        const char *one, *other;
        bool is_same;
    } rows[] = {
        {"int a;", "int /* of them */ a; // one\n", true},
        {"int a;", "int  a ;\n", true},
        {"if (a) b();", "if (a) c();", false},
        {"\"a b\"", "\"a  b\"", false},
        {"\"/* a */\"", "\"/* b */\"", false},
        {"'\\'' /* a */", "'\\'' /* b */", true},
        {"a / b", "a * b", false},
    };
    for (unsigned i = 0; i < sizeof rows / sizeof *rows; i++)
        is_int(fingerprint_add(0, rows[i].one) == fingerprint_add(0, rows[i].other),
               rows[i].is_same, "`%s`: what the compiler reads is its fingerprint", rows[i].one);
}

int main(void)
{
    test_fingerprint();
    ok(page_is_as_written(), PAGE_PATH " is as make evidence wrote it");
    test_page_is_fresh();
    return done();
}

/* The readers themselves: what they make of a drawing, and that they complain of what is none. */
#include "schematics/netlist/netlist.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "schematics/netlist/value.h"
#include "schematics/netlist/circuit.h"
#include "tests/tap.h"

#define DRAFT "build/spice/draft"

static void write_draft(const char *text)
{
    mkdir("build", 0777);
    mkdir("build/spice", 0777);
    FILE *file = fopen(DRAFT, "w");
    if (file) {
        fputs(text, file);
        fclose(file);
    }
}

static const char two_parts[] =
    "<?xml version=\"1.0\"?><export version=\"E\"><components>\n"
    "<comp ref=\"R10\"><value>10k</value><fields><field name=\"MPN\">MFR &amp; Co</field></fields>"
    "<sheetpath names=\"/Heater/\" tstamps=\"/\"/></comp>\n"
    "<comp ref=\"R2\"><value>47k</value></comp></components>\n"
    "<nets><net code=\"1\" name=\"/Heater/PUMP\"><node ref=\"R10\" pin=\"1\"/>"
    "<node ref=\"R2\" pin=\"1\" pinfunction=\"A\"/></net>\n"
    "<net code=\"2\" name=\"GND\"><node ref=\"R2\" pin=\"2\"/><node ref=\"R10\" pin=\"2\"/></net>"
    "</nets></export>\n";

static void test_reading(void)
{
    char error[200] = "";
    write_draft(two_parts);
    struct netlist *netlist = netlist_read(DRAFT, error, sizeof error);
    if (!ok(netlist, "a netlist is read %s", error))
        return;
    is_int((long)netlist->part_count, 2, "with its parts");
    is_str(netlist->parts[0].reference, "R2", "R2 before R10");
    const struct netlist_part *r10 = netlist_part(netlist, "R10");
    is_str(netlist_field(r10, "MPN"), "MFR & Co", "their fields");
    is_str(netlist_field(r10, "Price"), "", "a field it has not is empty");
    is_str(r10->sheet, "/Heater/", "their sheets");
    is_str(netlist_at(netlist, r10, "1"), "PUMP", "a net goes by its own name, not by its sheet's");
    is_str(netlist_at(netlist, &netlist->parts[0], "A"), "PUMP", "a pin by its function too");
    is_str(netlist_at(netlist, r10, "3"), NULL, "a pin it has not has no net");
    ok(netlist_between(netlist, "R", "PUMP", "GND") == NULL, "two parts between nets are not one");
    netlist_free(netlist);
}

static void test_no_netlists(void)
{
    static const struct {
        const char *text, *says;
    } rows[] = {
        {"", ":1: no element found"},
        {"<export><components>\n<comp ref=\"R1\">", ":2: no element found"},
        {"<html/>\n", ":2: no parts in it"},
        {"<export><components><comp ref=\"R1\"/><comp ref=\"R1\"/></components></export>",
         ":1: two parts of the same reference"},
        {"<export><components><comp ref=\"R1\"/></components><nets><net name=\"A\">"
         "<node ref=\"R2\" pin=\"1\"/></net></nets></export>",
         ":1: a pin of a part that is not listed"},
        {"<export><components><comp ref=\"R1\"/></components>"
         "<nets><net name=\"/a/A\"/><net name=\"/b/A\"/></nets></export>",
         ":1: two nets that differ only by their sheet"},
        {"<a><a><a><a><a><a><a><a><a><a><a><a><a>", ":1: elements nested too deeply"},
    };
    for (unsigned i = 0; i < sizeof rows / sizeof *rows; i++) {
        char error[200] = "";
        write_draft(rows[i].text);
        struct netlist *netlist = netlist_read(DRAFT, error, sizeof error);
        if (!ok(!netlist && strstr(error, rows[i].says), "refused: %s", error))
            diag("it should say %s", rows[i].says);
        netlist_free(netlist);
    }
    char error[200] = "";
    ok(!netlist_read("build/spice/none", error, sizeof error) && strstr(error, "cannot open it"),
       "a file that is not there: %s", error);
}

static void test_values(void)
{
    static const struct {
        const char *text;
        double value;
    } rows[] = {{"10k", 10e3}, {"19.1k", 19.1e3}, {"100n", 100e-9}, {"50m", 0.05},
                {"1Meg", 1e6}, {"220", 220},      {"1000u", 1e-3},  {"3.3", 3.3}};
    for (unsigned i = 0; i < sizeof rows / sizeof *rows; i++)
        ok(fabs(value_parse(rows[i].text) / rows[i].value - 1) < 1e-9, "%s is a value",
           rows[i].text);
    ok(isnan(value_parse("103AT-2")) && isnan(value_parse("ERM")) && isnan(value_parse("")),
       "the name of a part is none");
}

/* --- circuits ---------------------------------------------------------------------------------- */

/* A divider that another part hangs on, and a second stage on the same rail. */
static struct circuit *divider(void)
{
    write_draft(".title none\nR1 /power/+5V /a/MID 10k\nR2 /a/MID 0 10k\n"
                "XR3 MID OUT LOAD\nR4 OUT 0 1k\nR9 +5V B 1k\nR10 B 0 1k\n"
                ".end\n");
    return circuit_read(DRAFT);
}

static double mid_V(struct circuit *circuit)
{
    circuit_add(circuit, "Vtest +5V 0 5\n.tran 1m 2m\n.meas tran mid find v(MID) at=1m");
    return circuit_run(circuit, "divider") ? circuit_result(circuit, "mid") : NAN;
}

static void test_circuits(void)
{
    static const char *const middle[] = {"MID", NULL}, *const rails[] = {"+5V", "0", NULL};
    struct circuit *whole = divider();
    circuit_remove(whole, "R3");
    struct circuit *stage = circuit_copy(whole);
    circuit_keep(stage, middle, rails);
    ok(circuit_has(stage, "R2") && !circuit_has(stage, "R9"), "a stage is cut out at the rails");
    ok(fabs(mid_V(stage) - 2.5) < 1e-6, "and simulated");
    circuit_free(stage);

    stage = circuit_copy(whole);
    circuit_scale(stage, "R2", 3);
    ok(fabs(circuit_value(stage, "R2") - 30e3) < 1e-6, "a value is scaled");
    ok(fabs(mid_V(stage) - 3.75) < 1e-6, "which shows");
    circuit_free(stage);
    circuit_free(whole);
}

/* A test that changed nothing must not go on as if it had. */
static void test_mistakes(void)
{
    static const char *const nowhere[] = {"NOWHERE", NULL}, *const rails[] = {"0", NULL};
    struct circuit *whole = divider();
    for (unsigned mistake = 0; mistake < 5; mistake++) {
        struct circuit *circuit = circuit_copy(whole);
        circuit_remove(circuit, "R3");
        if (mistake == 0)
            circuit_remove(circuit, "R77");
        else if (mistake == 1)
            circuit_swap(circuit, "R1", 1, 3);
        else if (mistake == 2)
            circuit_set(circuit, "R1", "nonsense");
        else if (mistake == 3)
            circuit_keep(circuit, nowhere, rails);
        else
            circuit_add(circuit, "XBAD MID 0 THING");
        ok(isnan(mid_V(circuit)) && *circuit_error(circuit), "no result where %s",
           circuit_error(circuit));
        circuit_free(circuit);
    }
    circuit_free(whole);
    struct circuit *none = circuit_read("build/spice/none");
    ok(isnan(mid_V(none)), "nor where %s", circuit_error(none));
    circuit_free(none);
}

int main(void)
{
    test_reading();
    test_no_netlists();
    test_values();
    test_circuits();
    test_mistakes();
    return done();
}

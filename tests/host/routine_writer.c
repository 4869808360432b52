#include "tests/host/routine_writer.h"

#include <stdarg.h>
#include <stdio.h>

#include "tests/tap.h"

struct writer {
    uint32_t *seed;
    char *text;
    size_t size, at;
};

static uint32_t below(struct writer *writer, uint32_t bound)
{
    return tap_random(writer->seed) % bound;
}

__attribute__((format(printf, 2, 3))) static void put(struct writer *writer, const char *format,
                                                      ...)
{
    va_list values;
    va_start(values, format);
    int length = vsnprintf(writer->text + writer->at, writer->size - writer->at, format, values);
    va_end(values);
    writer->at += (size_t)length;
    if (writer->at >= writer->size)
        writer->at = writer->size - 1;
}

static const char *pick(struct writer *writer, const char *const words[], uint32_t count)
{
    return words[below(writer, count)];
}

#define PICK(writer, ...)                              \
    pick((writer), (const char *const[]){__VA_ARGS__}, \
         sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))

/* A step or a rest. All verbs fit into any pattern but those with rows, which want two columns. */
static void put_step(struct writer *writer, int indent)
{
    unsigned percent = 1 + below(writer, 100), hundredths = 10 + below(writer, 300);
    put(writer, "%*s", indent, "");
    switch (below(writer, 7)) {
    case 0:
        put(writer, "press %s %u%% attack %u0ms hold %u0ms gap %u0ms\n",
            PICK(writer, "upper", "mid", "ankle", "upper-medial", "all"), percent, hundredths,
            below(writer, 200), below(writer, 100));
        break;
    case 1:
        put(writer, "roll %s %u%% over %u0ms times %u\n",
            PICK(writer, "medial<->lateral", "upper<->ankle", "mid-medial<->mid-lateral"), percent,
            hundredths, 1 + below(writer, 4));
        break;
    case 2:
        put(writer, "stroke %s %u%% over %u0ms overlap %u%%\n",
            PICK(writer, "ankle->upper", "upper->mid", "medial->lateral"), percent, hundredths,
            below(writer, 51));
        break;
    case 3:
        put(writer, "hold %s %u%% for %u0ms\n", PICK(writer, "mid", "mid-lateral", "lateral"),
            percent, hundredths);
        break;
    case 4:
        put(writer, "pulse %s %u%% on %u0ms off %u0ms times %u\n",
            PICK(writer, "ankle", "medial", "upper-lateral"), percent, hundredths,
            1 + below(writer, 90), 1 + below(writer, 5));
        break;
    case 5:
        put(writer, "sweep %s %u%% over %u0ms overlap %u%%\n",
            PICK(writer, "down", "up medial", "up lateral"), percent, hundredths,
            below(writer, 51));
        break;
    default:
        put(writer, "rest %u0ms\n", hundredths);
        break;
    }
}

static void put_line(struct writer *writer, int indent)
{
    switch (below(writer, 8)) {
    case 0:
        put(writer, "%*splay ease on %s %u%% times %u gap 1s\n", indent, "",
            PICK(writer, "upper", "mid-medial", "all"), 1 + below(writer, 100),
            1 + below(writer, 3));
        break;
    case 1:
        put(writer, "%*smark  \"%u\"   # noted\n", indent, "", below(writer, 100));
        put(writer, "%*srest 1s\n", indent, "");
        break;
    case 2:
        put(writer, "%*sheat %u.%u\n", indent, "", 31 + below(writer, 9), below(writer, 10));
        break;
    default:
        put_step(writer, indent);
        break;
    }
}

void write_routine(uint32_t *seed, char *text, size_t size)
{
    struct writer writer = {.seed = seed, .text = text, .size = size};
    put(&writer, "# at random\nroutine random\nlevel default 1 max %u\n\n\n",
        1 + below(&writer, 5));
    put(&writer, "pattern ease\n  ramp here to %u%% over 0.5s\n  rest 0.4s\n",
        1 + below(&writer, 100));
    put(&writer, "  ramp  here  to 0%% over 1s   # and rest\n");
    if (below(&writer, 3) == 0)
        put(&writer, "towel before 20s at 38.0\n  warm up to 37.0 within 2:00\n");
    for (unsigned stages = 1 + below(&writer, 3); stages > 0; stages--) {
        put(&writer, "stage s%u %us\n", stages, 20 + below(&writer, 40));
        if (below(&writer, 2) == 0)
            put_line(&writer, 2);
        if (below(&writer, 3) == 0) {
            put(&writer, "  repeat 2\n");
            put_step(&writer, 4);
        }
        put(&writer, "   # to the end\n  repeat fill\n");
        for (unsigned lines = 1 + below(&writer, 3); lines > 0; lines--)
            put_line(&writer, 4);
    }
}

/* planted.c: defects, to show that the fuzz targets would notice them. The linker puts these functions
 * before the real ones (--wrap); the variable PLANTED names the one that errs. */
#include <stdlib.h>
#include <string.h>

#include "host/calf/language/decompile.h"
#include "host/calf/language/format.h"
#include "protocol/routine.h"
#include "tests/fuzz/fuzz.h"

/* The linker wants these names. NOLINTBEGIN(bugprone-reserved-identifier) */

enum routine_error __real_routine_check(const uint8_t *program, uint16_t length, uint8_t *at);
void __real_routine_totals(const uint8_t *program, uint8_t length, struct routine_totals *totals);
void __real_routine_put_header(uint8_t *program, const struct routine_header *header);
uint8_t __real_player_tick(struct routine_player *player, bool go);
uint16_t __real_player_permille(const struct routine_player *player, uint8_t zone);
bool __real_format_print(const struct source *source, const char *name, FILE *out);
void __real_decompile_print(const struct routine_program *program, FILE *out);

enum routine_error __wrap_routine_check(const uint8_t *program, uint16_t length, uint8_t *at);
void __wrap_routine_totals(const uint8_t *program, uint8_t length, struct routine_totals *totals);
void __wrap_routine_put_header(uint8_t *program, const struct routine_header *header);
uint8_t __wrap_player_tick(struct routine_player *player, bool go);
uint16_t __wrap_player_permille(const struct routine_player *player, uint8_t zone);
bool __wrap_format_print(const struct source *source, const char *name, FILE *out);
void __wrap_decompile_print(const struct routine_program *program, FILE *out);

static bool errs(const char *name)
{
    const char *planted = getenv("PLANTED");
    return planted && strcmp(planted, name) == 0;
}

enum routine_error __wrap_routine_check(const uint8_t *program, uint16_t length, uint8_t *at)
{
    enum routine_error error = __real_routine_check(program, length, at);
    if (errs("one-too-far") && program[length] == 0) /* beyond its end */
        return ROUTINE_ERROR_LENGTH;
    if (errs("twice") && error == ROUTINE_ERROR_TWICE_NOW)
        return ROUTINE_ERROR_OK;
    if (errs("hot") && error == ROUTINE_ERROR_HEAT)
        return ROUTINE_ERROR_OK;
    if (errs("strict") && error == ROUTINE_ERROR_OK && routine_header(program).total_s % 2 == 0)
        return ROUTINE_ERROR_LEVEL;
    return error;
}

void __wrap_routine_totals(const uint8_t *program, uint8_t length, struct routine_totals *totals)
{
    __real_routine_totals(program, length, totals);
    if (errs("half"))
        totals->motor_ticks /= 2;
    if (errs("one-step"))
        totals->steps++;
}

void __wrap_routine_put_header(uint8_t *program, const struct routine_header *header)
{
    struct routine_header changed = *header;
    if (errs("declares-less") && changed.motor_s > 0)
        changed.motor_s--;
    if (errs("no-leg"))
        changed.legs = 0;
    __real_routine_put_header(program, &changed);
}

uint8_t __wrap_player_tick(struct routine_player *player, bool go)
{
    uint8_t events = __real_player_tick(player, go);
    if (errs("left-running") && (events & PLAYER_END))
        player->zones[ZONE_ANKLE_LATERAL].now_q6 = 64;
    if (errs("longer") && player->clock_ticks == 150)
        player->stage_left_ticks++;
    return events;
}

uint16_t __wrap_player_permille(const struct routine_player *player, uint8_t zone)
{
    uint16_t permille = __real_player_permille(player, zone);
    return errs("stronger") && permille > 0 ? (uint16_t)(permille + 1) : permille;
}

bool __wrap_format_print(const struct source *source, const char *name, FILE *out)
{
    bool laid_out = __real_format_print(source, name, out);
    if (errs("one-more-line"))
        fputs("# once more\n", out);
    return laid_out;
}

void __wrap_decompile_print(const struct routine_program *program, FILE *out)
{
    __real_decompile_print(program, out);
    if (errs("one-towel-more"))
        fputs("towel 0:01 at 35.0\n", out);
}

/* NOLINTEND(bugprone-reserved-identifier) */

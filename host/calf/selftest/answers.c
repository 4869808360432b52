#include "host/calf/selftest/answers.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static bool is_same(const struct question *a, const struct question *b)
{
    return a->kind == b->kind && a->subject == b->subject;
}

static void put_question(struct answers *answers, const struct question *question)
{
    if (answers->is_asked && is_same(&answers->asked, question))
        return;
    /* one that nobody needed to answer in words, because the button came, still wants its line's end */
    fprintf(stderr, "%s%s ", answers->is_asked ? "\n" : "", question->words);
    fflush(stderr);
    answers->asked = *question;
    answers->is_asked = true;
}

/* Takes a byte of what was typed; true at a line's end. What does not fit is no answer to anything. */
static bool take_byte(struct answers *answers, char byte)
{
    if (byte == '\n')
        return true;
    if (byte != '\r' && answers->length + 1 < sizeof answers->line)
        answers->line[answers->length++] = byte;
    return false;
}

/* Is a whole line there? */
static bool take_line(struct answers *answers)
{
    struct pollfd ready = {.fd = STDIN_FILENO, .events = POLLIN};
    char byte;
    while (!answers->ended && poll(&ready, 1, 0) > 0) {
        if (read(STDIN_FILENO, &byte, 1) != 1)
            answers->ended = true;
        else if (take_byte(answers, byte))
            return true;
    }
    return false;
}

enum asked answers_give(void *context, const struct question *question, char *answer, size_t size)
{
    struct answers *answers = context;
    put_question(answers, question);
    if (!take_line(answers))
        return answers->ended ? ASKED_NOBODY : ASKED_WAIT;
    snprintf(answer, size, "%.*s", (int)answers->length, answers->line);
    answers->length = 0;
    answers->is_asked = false;
    return ASKED_ANSWERED;
}

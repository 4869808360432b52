/* article.h: the article that the kit carries out, rule by rule, one list, and what became of each.
 *
 * The rules' numbers are stable: routines cite them (`source A13`), tests name them. `calf show`, the
 * page host/routines/RULES.md and the test that every rule is accounted for expand from these lists.
 * Owns: nothing; plain data. Context: host. Errors: none.
 */
#ifndef HOST_CALF_ARTICLE_H
#define HOST_CALF_ARTICLE_H

#include <stdint.h>

enum { ARTICLE_RULES = 34 };

/* R(first, last, "what the article says", "what the kit makes of it") */
#define ARTICLE(R)                                                                               \
    R(1, 1, "the calf is one of the more painful places to massage",                             \
      "begins at a low level and softly; levels are small steps")                                \
    R(2, 2, "the right pressure helps the circulation",                                          \
      "a percentage is one of the window between each motor's start and the person's maximum")   \
    R(3, 3, "shiatsu", "presses: in, stay, let go")                                              \
    R(4, 4, "traditional kneading", "rolls: two zones in counter-phase, inner and outer side")   \
    R(5, 5, "massage moves the blood in muscles and veins", "a wave from the ankle to the knee") \
    R(6, 6, "it is better with warmth", "heat and motors run together")                          \
    R(7, 7, "and with essential oil", "a note on the session's record")                          \
    R(8, 12, "an injury heals faster with massage: weekly, short, not too strong",               \
      "a gentle routine of ten to fifteen minutes under a ceiling, at least six days apart")     \
    R(13, 14, "from top to bottom it drains the lymph",                                          \
      "rows are worked from the top down, and every stroke runs towards the heart; lightly")     \
    R(15, 16, "it is said to help after surgery and with arthritis or weak veins",               \
      "not claimed: whom this concerns asks a physician first")                                  \
    R(17, 17, "it hurts more at first", "a leg's first two sessions are gentler and shorter")    \
    R(18, 18, "it is said to help the body's defences and to cleanse it", "not claimed")         \
    R(19, 19, "above all the first or second time",                                              \
      "the first two sessions of a leg: at most 10 minutes of motors, at half strength")         \
    R(20, 20, "muscles can be tense for long", "tightness from 0 to 10, before and after")       \
    R(21, 23, "if it hurts too much: ask a physician, take a break, try another therapist",      \
      "PAIN switches everything off, going on is 30 % weaker, the second time ends the session") \
    R(24, 27,                                                                                    \
      "to make a calf smaller: soak it 15 minutes, then massage up and down, ten times "         \
      "and more",                                                                                \
      "a soak without motors, then sweeps along the leg; a tape tells, and nothing is promised") \
    R(28, 30, "too much massage harms: ten to fifteen minutes a leg",                            \
      "15 minutes of motors a leg and session, whatever a routine says")                         \
    R(31, 31, "begin at the top, then slowly down to the ankle",                                 \
      "from the knee down, at least 1.5 s from one row to the next")                             \
    R(32, 32, "a warm towel before and after", "stages of warmth alone")                         \
    R(33, 33, "massagers for ankle and calf",                                                    \
      "the ankle is a row of its own, and gets a quarter less: it is bony")                      \
    R(34, 34, "to take along", "short routines, and in the end no need of a computer")

/* B(number, "behaviour", "test program", "its test") : the test's file has a function, or a line of a
 * script, of that name, and the rule's number stands in it. */
#define ARTICLE_BEHAVIOURS(B)                                                                      \
    B(1, "routines begin at level 1 or 2, and no strength comes in under half a second",           \
      "tests/host/library_test.c", "test_soft_start")                                              \
    B(1, "levels 1 to 5 are 60, 70, 80, 90 and 100 %", "tests/pure/orders_test.c",                 \
      "test_strength")                                                                             \
    B(2, "100 % is the person's own maximum, and the least strength still turns the motor",        \
      "tests/pure/drive_test.c", "test_window")                                                    \
    B(3, "shiatsu is nothing but presses, zone by zone", "tests/host/library_test.c",              \
      "test_shiatsu")                                                                              \
    B(4, "kneading rolls each row", "tests/host/library_test.c", "test_kneading")                  \
    B(5, "circulation is a wave from the ankle up", "tests/host/library_test.c",                   \
      "test_circulation")                                                                          \
    B(6, "the pad is warm while the motors move", "tests/host/library_test.c", "test_circulation") \
    B(8, "recovery only cross-fades, and weekly-recovery uses nothing else",                       \
      "tests/host/programme_test.c", "test_weekly_recovery")                                       \
    B(9, "weekly-recovery has at least six days between two sessions",                             \
      "tests/host/programme_test.c", "test_weekly_recovery")                                       \
    B(10, "recovery lasts ten minutes or more", "tests/host/library_test.c", "test_recovery")      \
    B(11, "and fifteen at most", "tests/host/library_test.c", "test_recovery")                     \
    B(12, "recovery has a ceiling of 40 %", "tests/host/library_test.c", "test_recovery")          \
    B(13, "lymph-drain works the rows from the top down", "tests/host/library_test.c",             \
      "test_drainage")                                                                             \
    B(14, "its strokes run towards the heart, at 30 % at most", "tests/host/library_test.c",       \
      "test_drainage")                                                                             \
    B(15, "no text of the library promises it", "tests/host/programme_test.c", "test_no_claims")   \
    B(15, "surgery is named as a reason against use", "tests/host/usage.t",                        \
      "the reasons against use are shown")                                                         \
    B(16, "diseased veins are named as a reason against use", "tests/host/usage.t",                \
      "the reasons against use are shown")                                                         \
    B(16, "no text of the library promises it", "tests/host/programme_test.c", "test_no_claims")   \
    B(17, "a new leg's strength is halved", "tests/pure/safety_limits_test.c",                     \
      "test_new_leg_strength")                                                                     \
    B(18, "no text of the library promises it", "tests/host/programme_test.c", "test_no_claims")   \
    B(19, "a new leg gets half strength, and nothing over 10 motor minutes",                       \
      "tests/kit/limits_test.c", "test_new_leg")                                                   \
    B(19, "settle-in begins with sessions that a new leg may have", "tests/host/programme_test.c", \
      "test_settle_in")                                                                            \
    B(21, "PAIN takes motors and heat at once, and going on is 30 % weaker",                       \
      "tests/kit/limits_test.c", "test_pain")                                                      \
    B(22, "only the person goes on, and a second PAIN ends the session",                           \
      "tests/pure/orders_test.c", "test_pain")                                                     \
    B(23, "the summary of a session that hurt advises a break, a gentler routine, a physician",    \
      "tests/host/terminal.t", "the summary counts the pain")                                      \
    B(24, "reshape begins with a soak of 15 minutes", "tests/host/library_test.c", "test_reshape") \
    B(25, "no motor moves in it", "tests/host/library_test.c", "test_reshape")                     \
    B(26, "then it massages along the leg only", "tests/host/library_test.c", "test_reshape")      \
    B(27, "reshape-10 has ten sessions or more, and measures instead of promising",                \
      "tests/host/programme_test.c", "test_reshape_10")                                            \
    B(28, "a week of more than seven sessions of a leg is no programme",                           \
      "tests/host/programme_test.c", "test_weeks")                                                 \
    B(29, "a leg must be declared before anything is driven", "tests/pure/safety_test.c",          \
      "test_no_leg")                                                                               \
    B(28, "no routine of the library has more than 15 minutes of motors",                          \
      "tests/host/library_test.c", "test_limits")                                                  \
    B(30, "after 15 minutes of motors a leg's massage ends", "tests/kit/limits_test.c",            \
      "test_motor_time")                                                                           \
    B(31, "routines begin at the top and take 1.5 s from row to row", "tests/host/library_test.c", \
      "test_order")                                                                                \
    B(32, "classic has a warm towel before and after", "tests/host/library_test.c", "test_towels") \
    B(33, "the routine ankle leaves the other rows alone", "tests/host/library_test.c",            \
      "test_short_ones")                                                                           \
    B(33, "the ankle row is driven at three quarters", "tests/pure/orders_test.c",                 \
      "test_strength")                                                                             \
    B(34, "office takes five minutes", "tests/host/library_test.c", "test_short_ones")             \
    B(34, "desk-week plans it for days at the desk", "tests/host/programme_test.c",                \
      "test_desk_week")

/* N(number, "what is not there, and why"): also of rules of which the rest is tested. */
#define ARTICLE_NOT_THERE(N)                                                                     \
    N(7, "not built yet: notes on a session, and care instructions for the cuff")                \
    N(15, "not claimed")                                                                         \
    N(16, "not claimed")                                                                         \
    N(18, "not claimed")                                                                         \
    N(20,                                                                                        \
      "not built yet: asking for the tightness and plotting it; programmes only say to note it") \
    N(23, "not built yet: advice after three sessions with PAIN, and a page to print")           \
    N(27, "not built yet: a log of the circumference; reshape-10 says how to measure")           \
    N(28, "not built yet: the device counts no sessions a day and a week")                       \
    N(34, "not built yet: sessions without a computer, from stored routines")

/* The rule's words, or NULL if there is no such rule. */
struct article_rule {
    uint8_t first, last; /* the numbers these words are for */
    const char *says, *kit;
};
const struct article_rule *article_rule(unsigned number);

#endif

#include "host/calf/article.h"

#include <stddef.h>

static const struct article_rule rules[] = {
#define AS_RULE(first, last, says, kit) {first, last, says, kit},
    ARTICLE(AS_RULE)
#undef AS_RULE
};

const struct article_rule *article_rule(unsigned number)
{
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++)
        if (number >= rules[i].first && number <= rules[i].last)
            return &rules[i];
    return NULL;
}

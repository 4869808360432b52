/* The editors' grammar knows the words that the parser knows. If this fails, a writer's editor leaves a
 * verb uncoloured, or colours one that does not exist.
 *
 * The file is made from grammar.h alone; what it should be is written to build/calf.tmLanguage.json. */
#include <stdlib.h>
#include <string.h>

#include "host/calf/interchange/json_tree.h"
#include "host/calf/language/grammar.h"
#include "tests/tap.h"

static const char committed[] = "host/editor/calf.tmLanguage.json";
static const char expected[] = "build/calf.tmLanguage.json";

enum { TEXT_BYTES = 16384, WORD_BYTES = 32, RULES = 10 };

/* A rule of the grammar: what stands there is of that kind (a scope of the TextMate manual). */
static void rule(FILE *out, const char *scope, const char *expression, bool last)
{
    fprintf(out, "    { \"name\": \"%s.calf\",\n      \"match\": \"%s\" }%s\n", scope, expression,
            last ? "" : ",");
}

static bool is_header(enum verb_place place)
{
    return place == PLACE_HEADER || place == PLACE_MARGIN || place == PLACE_DEFINITION;
}

/* Verbs at the margin are sections, those inside are what is done. They begin a line. */
static void verbs(char text[TEXT_BYTES], bool margin)
{
    strcpy(text, "^\\\\s*(");
    for (unsigned verb = 0; verb < VERB_COUNT; verb++) {
        const struct verb_rule *one = grammar_verb((enum verb)verb);
        if (is_header(one->place) == margin)
            strcat(strcat(text, text[strlen(text) - 1] == '(' ? "" : "|"), one->word);
    }
    strcat(text, ")(?=\\\\s|$)");
}

static bool has_word(const char *words, const char *word)
{
    char bounded[WORD_BYTES];
    snprintf(bounded, sizeof bounded, "|%s|", word);
    return strstr(words, bounded) != NULL;
}

/* All words of options, each once. */
static void options(char text[TEXT_BYTES])
{
    uint64_t used = 0;
    char words[TEXT_BYTES / 2] = "|on|up|";
    for (unsigned verb = 0; verb < VERB_COUNT; verb++)
        used |= grammar_verb((enum verb)verb)->needs | grammar_verb((enum verb)verb)->allows;
    for (unsigned argument = 0; argument < ARGUMENT_COUNT; argument++) {
        const char *word = grammar_argument((enum argument)argument)->word;
        if (used >> argument & 1 && !has_word(words, word))
            strcat(strcat(words, word), "|");
    }
    words[strlen(words) - 1] = '\0';
    sprintf(text, "(?<=\\\\s)(%s)(?=\\\\s)", words + 1);
}

static void places(char text[TEXT_BYTES])
{
    const struct place_rule *place;
    strcpy(text, "(?<=[\\\\s+>])(");
    for (unsigned i = 0; (place = grammar_place(i)); i++)
        strcat(strcat(text, i > 0 ? "|" : ""), place->word);
    strcat(text, ")(?=[\\\\s+<-]|$)");
}

static void print_grammar(FILE *out)
{
    static char text[TEXT_BYTES];
    fputs("{\n  \"name\": \"calfkit routine\",\n  \"scopeName\": \"source.calf\",\n"
          "  \"fileTypes\": [\"calf\"],\n  \"patterns\": [\n",
          out);
    rule(out, "comment.line.number-sign", "#.*$", false);
    rule(out, "string.quoted.double", "\\\"[^\\\"]*\\\"", false);
    verbs(text, true);
    rule(out, "keyword.control", text, false);
    verbs(text, false);
    rule(out, "support.function", text, false);
    places(text);
    rule(out, "variable.language", text, false);
    rule(out, "keyword.operator", "<->|->|\\\\+", false);
    options(text);
    rule(out, "keyword.other", text, false);
    rule(out, "constant.language",
         "(?<=\\\\s)(before|after|left|right|each|fill|off|down|up)(?=\\\\s|$)", false);
    rule(out, "constant.other.reference", "(?<=\\\\s)A[0-9]{1,2}(?=\\\\s|$)", false);
    rule(out, "constant.numeric",
         "(?<=\\\\s)[0-9]+(:[0-5][0-9]|\\\\.[0-9]+)?( ?(ms|s|min)|%)?(?=\\\\s|$)", true);
    fputs("  ]\n}\n", out);
}

static void read_file(const char *path, char text[TEXT_BYTES])
{
    FILE *file = fopen(path, "r");
    size_t length = file ? fread(text, 1, TEXT_BYTES - 1, file) : 0;
    text[length] = '\0';
    if (file)
        fclose(file);
}

int main(void)
{
    static char got[TEXT_BYTES], want[TEXT_BYTES];
    FILE *out = fopen(expected, "w");
    if (out) {
        print_grammar(out);
        fclose(out);
    }
    read_file(expected, want);
    read_file(committed, got);
    is_str(got, want, "%s is what the lists make it (a right one is in %s)", committed, expected);
    struct json_object *grammar = json_tree_read(committed);
    ok(json_tree_length(json_tree_get(grammar, "patterns")) == RULES, "it is JSON, with its rules");
    json_object_put(grammar);
    ok(strstr(got, "sweep") && strstr(got, "upper-medial") && strstr(got, "overlap"),
       "with verbs, places and options");
    return done();
}

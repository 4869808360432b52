#include "host/calf/interchange/json_tree.h"

#include <errno.h>
#include <json-c/json_tokener.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/calf/say.h"

/* The whole file as a string, or NULL, and it has been said why. */
static char *read_whole(const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");
    char *text = file ? malloc(JSON_TREE_MAX_BYTES + 1) : NULL;
    if (!file || !text) {
        say("%s: %s", path, strerror(errno));
        if (file)
            fclose(file);
        return NULL;
    }
    *length = fread(text, 1, JSON_TREE_MAX_BYTES + 1, file);
    bool failed = ferror(file) != 0;
    if (failed)
        say("%s: %s", path, strerror(errno));
    else if (*length > JSON_TREE_MAX_BYTES)
        say("%s: larger than %d MB", path, JSON_TREE_MAX_BYTES >> 20);
    fclose(file);
    if (!failed && *length <= JSON_TREE_MAX_BYTES)
        return text;
    free(text);
    return NULL;
}

static void say_place(const char *path, const char *text, size_t at, const char *why)
{
    unsigned line = 1, column = 1;
    for (size_t i = 0; i < at; i++) {
        bool continues = ((unsigned char)text[i] & 0xC0) == 0x80; /* a later byte of a character */
        column = text[i] == '\n' ? 1 : column + !continues;
        line += text[i] == '\n';
    }
    say("%s:%u:%u: %s", path, line, column, why);
}

struct json_object *json_tree_read(const char *file)
{
    size_t length;
    char *text = read_whole(file, &length);
    struct json_tokener *tokener = text ? json_tokener_new() : NULL;
    struct json_object *root = NULL;
    if (tokener) {
        json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
        root = json_tokener_parse_ex(tokener, text, (int)length);
        enum json_tokener_error error = json_tokener_get_error(tokener);
        if (error == json_tokener_continue)
            say_place(file, text, length, "the file ends within its JSON");
        else if (error != json_tokener_success)
            say_place(file, text, json_tokener_get_parse_end(tokener),
                      json_tokener_error_desc(error));
        else if (!root)
            say_place(file, text, 0, "null is no haptic file");
        json_tokener_free(tokener);
    }
    free(text);
    return root;
}

struct json_object *json_tree_get(const struct json_object *object, const char *name)
{
    struct json_object *found = NULL;
    if (json_object_is_type(object, json_type_object))
        json_object_object_get_ex(object, name, &found);
    return found;
}

size_t json_tree_length(const struct json_object *list)
{
    return json_object_is_type(list, json_type_array) ? json_object_array_length(list) : 0;
}

struct json_object *json_tree_at(const struct json_object *list, size_t index)
{
    return index < json_tree_length(list) ? json_object_array_get_idx(list, index) : NULL;
}

bool json_tree_is_number(const struct json_object *number)
{
    return json_object_is_type(number, json_type_double) ||
           json_object_is_type(number, json_type_int);
}

double json_tree_number(const struct json_object *number)
{
    return json_tree_is_number(number) ? json_object_get_double(number) : 0;
}

const char *json_tree_text(const struct json_object *object, const char *name)
{
    struct json_object *text = json_tree_get(object, name);
    return json_object_is_type(text, json_type_string) ? json_object_get_string(text) : "";
}

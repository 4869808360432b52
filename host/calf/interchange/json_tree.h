/* json_tree.h: a JSON file as a tree (json-c), where asking for what is not there is no error.
 *
 * Owns: json_tree_read()'s tree, until json_object_put(). Context: host.
 */
#ifndef HOST_CALF_INTERCHANGE_JSON_TREE_H
#define HOST_CALF_INTERCHANGE_JSON_TREE_H

#include <json-c/json_object.h>
#include <stdbool.h>
#include <stddef.h>

enum { JSON_TREE_MAX_BYTES = 16 << 20 };

/* Reads a file of at most that size. NULL: it could not be read, or is no JSON (RFC 8259); then
 * `calf: FILE:line:column: why` has been said. */
struct json_object *json_tree_read(const char *file);

/* A member of an object, or NULL. */
struct json_object *json_tree_get(const struct json_object *object, const char *name);

/* How long a list is, 0 if it is none; and one of its elements, or NULL. */
size_t json_tree_length(const struct json_object *list);
struct json_object *json_tree_at(const struct json_object *list, size_t index);

bool json_tree_is_number(const struct json_object *number);

/* Its value; 0 if it is no number. */
double json_tree_number(const struct json_object *number);

/* A member that is a string, or "". */
const char *json_tree_text(const struct json_object *object, const char *name);

#endif

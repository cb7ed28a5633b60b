/*
 * A strict JSON scanner (RFC 8259) for the small files of a home and of projects.
 *
 * It works in place on a buffer that ends in a NUL, takes no memory, does not recurse, and checks
 * the whole text: UTF-8, escapes, surrogate pairs, numbers, nesting up to JSON_DEPTH_MAX.
 */
#ifndef VOLTAD_JSON_H
#define VOLTAD_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { JSON_DEPTH_MAX = 64 };

enum json_token {
    JSON_BAD, /* not JSON; every later token is JSON_BAD too */
    JSON_END, /* the value is complete and nothing follows it */
    JSON_KEY,
    JSON_STRING,
    JSON_NUMBER,
    JSON_TRUE,
    JSON_FALSE,
    JSON_NULL,
    JSON_OBJECT,
    JSON_OBJECT_END,
    JSON_ARRAY,
    JSON_ARRAY_END
};

struct json {
    char *at;
    char *end;          /* *end is NUL */
    char *string;       /* of the last key or string: decoded, NUL-terminated, inside the buffer */
    size_t length;      /* of it; differs from strlen when it holds \u0000 */
    uint64_t is_array;  /* one bit for each open level */
    unsigned depth;     /* open levels */
    int expect;
};

/* text[size] must be writable. */
void json_start(struct json *json, char *text, size_t size);

enum json_token json_next(struct json *json);

/* What a member of an object may hold. A member that no field names is skipped. */
enum json_shape {
    JSON_TEXT,     /* string or null: sets *text, null leaves it alone */
    JSON_ANY_TEXT, /* the same, and everything else is skipped */
    JSON_MEMBERS,  /* object or null: its members go to fields; *seen tells that it was an object */
    JSON_TEXT_MAP, /* object of strings or null: *seen is set when it has the key *text */
};

struct json_field {
    const char *name;
    enum json_shape shape;
    const char **text;
    const struct json_field *fields; /* ends with a field without a name */
    bool *seen;
};

/*
 * Reads a whole document whose root is an object. Returns 0, or -1 if it is not JSON or a field has
 * another shape; json->at then shows where.
 */
int json_read(struct json *json, const struct json_field *fields);

#endif

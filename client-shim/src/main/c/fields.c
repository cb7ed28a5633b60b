/* Reads the members of a JSON object that a table of fields asks for, and skips the others. */
#include <string.h>

#include "json.h"
#include "text.h"

static int members(struct json *json, const struct json_field *fields);

/* Reads to the end of the value that began with this token. */
static int skip(struct json *json, enum json_token first)
{
    unsigned outside = json->depth - 1;

    if (first == JSON_BAD)
        return -1;
    if (first != JSON_OBJECT && first != JSON_ARRAY)
        return 0;
    while (json->depth > outside)
        if (json_next(json) == JSON_BAD)
            return -1;
    return 0;
}

static int text_map(struct json *json, const struct json_field *field)
{
    enum json_token token;

    while ((token = json_next(json)) == JSON_KEY) {
        if (*field->text != NULL && same(json->string, *field->text))
            *field->seen = true;
        if (json_next(json) != JSON_STRING)
            return -1;
    }
    return token == JSON_OBJECT_END ? 0 : -1;
}

static int member(struct json *json, const struct json_field *field)
{
    enum json_token token = json_next(json);

    if (token == JSON_NULL)
        return 0;
    if (field->shape == JSON_ANY_TEXT) {
        if (token != JSON_STRING || strlen(json->string) != json->length)
            return skip(json, token);
        *field->text = json->string;
        return 0;
    }
    if (field->shape == JSON_TEXT) {
        if (token != JSON_STRING || strlen(json->string) != json->length)
            return -1; /* a NUL inside would cut a path short */
        *field->text = json->string;
        return 0;
    }
    if (token != JSON_OBJECT)
        return -1;
    if (field->shape == JSON_TEXT_MAP)
        return text_map(json, field);
    *field->seen = true;
    return members(json, field->fields);
}

/* Calls itself through member() once for each level of the tables, not of the input. */
static int members(struct json *json, const struct json_field *fields)
{
    enum json_token token;

    while ((token = json_next(json)) == JSON_KEY) {
        const struct json_field *field = fields;

        while (field->name != NULL && !same(field->name, json->string))
            field++;
        if (field->name == NULL ? skip(json, json_next(json)) < 0 : member(json, field) < 0)
            return -1;
    }
    return token == JSON_OBJECT_END ? 0 : -1;
}

int json_read(struct json *json, const struct json_field *fields)
{
    if (json_next(json) != JSON_OBJECT || members(json, fields) < 0)
        return -1;
    return json_next(json) == JSON_END ? 0 : -1;
}

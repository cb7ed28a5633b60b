#include "json.h"

#include <string.h>

#include "json_string.h"

/* What may come next. */
enum {
    VALUE,
    FIRST_VALUE, /* or the end of the array */
    KEY,
    FIRST_KEY, /* or the end of the object */
    AFTER_VALUE,
    NOTHING /* after an error */
};

void json_start(struct json *json, char *text, size_t size)
{
    memset(json, 0, sizeof *json);
    json->at = text;
    json->end = text + size;
    json->expect = VALUE;
    *json->end = '\0'; /* the sentinel: no JSON token contains it */
}

static enum json_token bad(struct json *json)
{
    json->expect = NOTHING;
    return JSON_BAD;
}

static char skip_space(struct json *json)
{
    char *at = json->at;

    while (*at == ' ' || *at == '\n' || *at == '\r' || *at == '\t')
        at++;
    json->at = at;
    return *at;
}

static int digits(struct json *json)
{
    if (*json->at < '0' || *json->at > '9')
        return -1;
    while (*json->at >= '0' && *json->at <= '9')
        json->at++;
    return 0;
}

static int scan_number(struct json *json)
{
    if (*json->at == '-')
        json->at++;
    if (*json->at == '0')
        json->at++;
    else if (digits(json) < 0)
        return -1;
    if (*json->at == '.') {
        json->at++;
        if (digits(json) < 0)
            return -1;
    }
    if (*json->at == 'e' || *json->at == 'E') {
        json->at++;
        if (*json->at == '+' || *json->at == '-')
            json->at++;
        return digits(json);
    }
    return 0;
}

static enum json_token word(struct json *json, const char *text, enum json_token token)
{
    size_t length = strlen(text);

    if (strncmp(json->at, text, length) != 0)
        return bad(json);
    json->at += length;
    return token;
}

static enum json_token open_level(struct json *json, bool is_array)
{
    if (json->depth == JSON_DEPTH_MAX)
        return bad(json);
    json->is_array = json->is_array << 1 | (is_array ? 1 : 0);
    json->depth++;
    json->at++;
    json->expect = is_array ? FIRST_VALUE : FIRST_KEY;
    return is_array ? JSON_ARRAY : JSON_OBJECT;
}

static enum json_token close_level(struct json *json)
{
    bool is_array = (json->is_array & 1) != 0;

    if (*json->at != (is_array ? ']' : '}'))
        return bad(json);
    json->at++;
    json->is_array >>= 1;
    json->depth--;
    json->expect = AFTER_VALUE;
    return is_array ? JSON_ARRAY_END : JSON_OBJECT_END;
}

static enum json_token key(struct json *json)
{
    if (*json->at != '"' || json_string(json) < 0 || skip_space(json) != ':')
        return bad(json);
    json->at++;
    json->expect = VALUE;
    return JSON_KEY;
}

static enum json_token value(struct json *json)
{
    json->expect = AFTER_VALUE;
    switch (*json->at) {
    case '{':
        return open_level(json, false);
    case '[':
        return open_level(json, true);
    case '"':
        return json_string(json) < 0 ? bad(json) : JSON_STRING;
    case 't':
        return word(json, "true", JSON_TRUE);
    case 'f':
        return word(json, "false", JSON_FALSE);
    case 'n':
        return word(json, "null", JSON_NULL);
    default:
        return scan_number(json) < 0 ? bad(json) : JSON_NUMBER;
    }
}

enum json_token json_next(struct json *json)
{
    char c = skip_space(json);

    if (json->expect == NOTHING)
        return JSON_BAD;
    if (json->expect == AFTER_VALUE) {
        if (json->depth == 0)
            return json->at == json->end ? JSON_END : bad(json);
        if (c != ',')
            return close_level(json);
        json->at++;
        skip_space(json);
        json->expect = (json->is_array & 1) != 0 ? VALUE : KEY;
    } else if ((json->expect == FIRST_KEY && c == '}') ||
               (json->expect == FIRST_VALUE && c == ']')) {
        return close_level(json);
    }
    return json->expect == KEY || json->expect == FIRST_KEY ? key(json) : value(json);
}

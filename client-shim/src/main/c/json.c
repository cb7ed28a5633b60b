#include "json.h"

#include <string.h>

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

static int hex4(const char *at)
{
    int value = 0;

    for (int i = 0; i < 4; i++) {
        char c = at[i];

        if (c >= '0' && c <= '9')
            value = value * 16 + (c - '0');
        else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
            value = value * 16 + ((c | 0x20) - 'a' + 10);
        else
            return -1; /* the sentinel ends up here as well */
    }
    return value;
}

static char *put_utf8(char *out, uint32_t point)
{
    if (point < 0x80) {
        *out++ = (char)point;
    } else if (point < 0x800) {
        *out++ = (char)(0xc0 | point >> 6);
        *out++ = (char)(0x80 | (point & 0x3f));
    } else if (point < 0x10000) {
        *out++ = (char)(0xe0 | point >> 12);
        *out++ = (char)(0x80 | (point >> 6 & 0x3f));
        *out++ = (char)(0x80 | (point & 0x3f));
    } else {
        *out++ = (char)(0xf0 | point >> 18);
        *out++ = (char)(0x80 | (point >> 12 & 0x3f));
        *out++ = (char)(0x80 | (point >> 6 & 0x3f));
        *out++ = (char)(0x80 | (point & 0x3f));
    }
    return out;
}

/* Decodes \uXXXX at json->at, which stands on the X; NULL when it is no character. */
static char *unicode_escape(struct json *json, char *out)
{
    int high = hex4(json->at);
    int low;

    if (high < 0 || (high >= 0xdc00 && high <= 0xdfff))
        return NULL;
    json->at += 4;
    if (high < 0xd800 || high > 0xdbff)
        return put_utf8(out, (uint32_t)high);
    if (json->at[0] != '\\' || json->at[1] != 'u')
        return NULL;
    low = hex4(json->at + 2);
    if (low < 0xdc00 || low > 0xdfff)
        return NULL;
    json->at += 6;
    return put_utf8(out, 0x10000 + ((uint32_t)(high - 0xd800) << 10) + (uint32_t)(low - 0xdc00));
}

static char *escape(struct json *json, char *out)
{
    static const char names[] = "\"\\/bfnrt";
    static const char values[] = "\"\\/\b\f\n\r\t";
    char c = *++json->at;
    const char *found = c == '\0' ? NULL : strchr(names, c);

    if (c == 'u') {
        json->at++;
        return unicode_escape(json, out);
    }
    if (found == NULL)
        return NULL;
    json->at++;
    *out++ = values[found - names];
    return out;
}

/* Copies one character of two to four bytes; NULL when it is not UTF-8. */
static char *utf8(struct json *json, char *out)
{
    const unsigned char *at = (const unsigned char *)json->at;
    int more = at[0] >= 0xf0 ? 3 : at[0] >= 0xe0 ? 2 : 1;
    unsigned char low = at[0] == 0xe0 ? 0xa0 : at[0] == 0xf0 ? 0x90 : 0x80;
    unsigned char high = at[0] == 0xed ? 0x9f : at[0] == 0xf4 ? 0x8f : 0xbf;

    if (at[0] < 0xc2 || at[0] > 0xf4 || at[1] < low || at[1] > high)
        return NULL;
    for (int i = 2; i <= more; i++)
        if ((at[i] & 0xc0) != 0x80)
            return NULL;
    for (int i = 0; i <= more; i++)
        *out++ = *json->at++;
    return out;
}

/* The end of the characters that stand for themselves. A local pointer: it stays in a register. */
static char *plain(char *at)
{
    while (*at >= 0x20 && *at < 0x7f && *at != '"' && *at != '\\')
        at++;
    return at;
}

/* Reads a string, json->at on its quote. The decoded text is never longer than the source. */
static int string(struct json *json)
{
    char *start = ++json->at;
    char *out = json->at = plain(start);

    json->string = start;
    while (out != NULL && *json->at != '"') {
        unsigned char c = (unsigned char)*json->at;

        if (c < 0x20)
            return -1;
        if (c == '\\')
            out = escape(json, out);
        else if (c >= 0x80)
            out = utf8(json, out);
        else
            *out++ = *json->at++;
    }
    if (out == NULL)
        return -1;
    json->at++;
    json->length = (size_t)(out - start);
    *out = '\0'; /* at the latest on the closing quote, which is read already */
    return 0;
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
    if (*json->at != '"' || string(json) < 0 || skip_space(json) != ':')
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
        return string(json) < 0 ? bad(json) : JSON_STRING;
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

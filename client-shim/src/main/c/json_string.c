#include "json_string.h"

#include <string.h>

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

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
/*
 * The end of the characters that stand for themselves, eight at a time. A byte of special gets its
 * high bit where the character is a quote, a backslash, control, or not ASCII. A borrow can set it
 * too far up, but the lowest one is right.
 */
static char *plain_eights(char *at, const char *end)
{
    const uint64_t ones = UINT64_MAX / 255;

    for (; end - at >= 8; at += 8) {
        uint64_t eight;
        uint64_t special;

        memcpy(&eight, at, sizeof eight);
        special = eight | (eight - ones * 0x20);
        special |= (eight ^ ones * '"') - ones;
        special |= (eight ^ ones * '\\') - ones;
        special &= ones * 0x80;
        if (special != 0)
            return at + __builtin_ctzll(special) / 8;
    }
    return at;
}
#else
static char *plain_eights(char *at, const char *end)
{
    (void)end;
    return at;
}
#endif

/* The same to the end: *end is no such character. */
static char *plain(char *at, const char *end)
{
    at = plain_eights(at, end);
    while (*at >= 0x20 && *at <= 0x7e && *at != '"' && *at != '\\')
        at++;
    return at;
}

int json_string(struct json *json)
{
    char *start = ++json->at;
    char *out = json->at = plain(start, json->end);

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

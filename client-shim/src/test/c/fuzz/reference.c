#include "reference.h"

/* The rest of the text: what is read is taken off. */
struct rest {
    const uint8_t *at;
    const uint8_t *end;
};

static bool value(struct rest *rest, int levels);

static int peek(const struct rest *rest)
{
    return rest->at < rest->end ? *rest->at : -1;
}

static bool take(struct rest *rest, int byte)
{
    if (peek(rest) != byte)
        return false;
    rest->at++;
    return true;
}

static void space(struct rest *rest)
{
    while (take(rest, ' ') || take(rest, '\t') || take(rest, '\n') || take(rest, '\r'))
        ;
}

static bool digit(struct rest *rest)
{
    if (peek(rest) < '0' || peek(rest) > '9')
        return false;
    rest->at++;
    return true;
}

static bool some_digits(struct rest *rest)
{
    if (!digit(rest))
        return false;
    while (digit(rest))
        ;
    return true;
}

static bool number(struct rest *rest)
{
    take(rest, '-');
    if (!take(rest, '0') && !some_digits(rest))
        return false;
    if (take(rest, '.') && !some_digits(rest))
        return false;
    if (!take(rest, 'e') && !take(rest, 'E'))
        return true;
    if (!take(rest, '+'))
        take(rest, '-');
    return some_digits(rest);
}

static long hex(struct rest *rest)
{
    long result = 0;

    for (int i = 0; i < 4; i++) {
        int c = peek(rest);

        if (c >= 'A' && c <= 'F')
            c += 'a' - 'A';
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')))
            return -1;
        result = result * 16 + (c <= '9' ? c - '0' : c - 'a' + 10);
        rest->at++;
    }
    return result;
}

static bool escape(struct rest *rest)
{
    static const char simple[] = {'"', '\\', '/', 'b', 'f', 'n', 'r', 't'};
    long unit;

    for (size_t i = 0; i < sizeof simple; i++)
        if (take(rest, simple[i]))
            return true;
    if (!take(rest, 'u'))
        return false;
    unit = hex(rest);
    if (unit >= 0xd800 && unit < 0xdc00) {
        if (!take(rest, '\\') || !take(rest, 'u'))
            return false;
        unit = hex(rest);
        return unit >= 0xdc00 && unit < 0xe000;
    }
    return unit >= 0 && !(unit >= 0xdc00 && unit < 0xe000);
}

/* One character beyond ASCII, by decoding it and looking at the result. */
static bool wide(struct rest *rest)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    int first = *rest->at++;
    int length = first >= 0xf8 ? 0 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 0;
    uint32_t point;

    if (length == 0)
        return false;
    point = (uint32_t)first & (0x7fu >> length);
    for (int i = 1; i < length; i++) {
        int next = peek(rest);

        if (next < 0x80 || next > 0xbf)
            return false;
        point = point << 6 | ((uint32_t)next & 0x3f);
        rest->at++;
    }
    return point >= least[length] && point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff);
}

static bool string(struct rest *rest)
{
    if (!take(rest, '"'))
        return false;
    while (!take(rest, '"')) {
        int c = peek(rest);

        if (c < 0x20)
            return false; /* the end as well */
        if (c >= 0x80) {
            if (!wide(rest))
                return false;
        } else if (take(rest, '\\')) {
            if (!escape(rest))
                return false;
        } else {
            rest->at++;
        }
    }
    return true;
}

static bool word(struct rest *rest, const char *text)
{
    while (*text != '\0')
        if (!take(rest, *text++))
            return false;
    return true;
}

static bool members(struct rest *rest, int end, bool has_keys, int levels)
{
    if (levels == 0)
        return false;
    space(rest);
    if (take(rest, end))
        return true;
    do {
        space(rest);
        if (has_keys) {
            if (!string(rest))
                return false;
            space(rest);
            if (!take(rest, ':'))
                return false;
        }
        if (!value(rest, levels - 1))
            return false;
    } while (take(rest, ','));
    return take(rest, end);
}

/* With the space around it. */
static bool value(struct rest *rest, int levels)
{
    bool good;

    space(rest);
    switch (peek(rest)) {
    case '{':
        rest->at++;
        good = members(rest, '}', true, levels);
        break;
    case '[':
        rest->at++;
        good = members(rest, ']', false, levels);
        break;
    case '"':
        good = string(rest);
        break;
    case 't':
        good = word(rest, "true");
        break;
    case 'f':
        good = word(rest, "false");
        break;
    case 'n':
        good = word(rest, "null");
        break;
    default:
        good = number(rest);
    }
    space(rest);
    return good;
}

bool reference_is_json(const uint8_t *data, size_t size)
{
    struct rest rest = {.at = data, .end = data + size};

    return size > 0 && value(&rest, 64) && rest.at == rest.end;
}

#include "platform.h"

static const char *digits(const char *at)
{
    const char *start = at;

    while (*at >= '0' && *at <= '9')
        at++;
    /* No leading zeros, and nothing that would not fit into 64 bits. */
    return at == start || (*start == '0' && at > start + 1) || at > start + 19 ? NULL : at;
}

static const char *words(const char *at)
{
    const char *start;

    do {
        start = ++at; /* past '-', '+' or '.' */
        while ((*at >= '0' && *at <= '9') || (*at >= 'a' && *at <= 'z') ||
               (*at >= 'A' && *at <= 'Z') || *at == '-')
            at++;
        if (at == start)
            return NULL;
    } while (*at == '.');
    return at;
}

static const char *skip_space(const char *at)
{
    while (*at == ' ' || (*at >= '\t' && *at <= '\r'))
        at++;
    return at;
}

const char *version_checked(struct arena *arena, const char *text)
{
    const char *start = skip_space(text);
    const char *at;

    if (*start == 'v' || *start == 'V')
        start++;
    at = digits(start);
    for (int i = 0; i < 2 && at != NULL; i++)
        at = *at == '.' ? digits(at + 1) : NULL;
    if (at != NULL && *at == '-')
        at = words(at);
    if (at != NULL && *at == '+')
        at = words(at);
    if (at == NULL || *skip_space(at) != '\0' || at - start > 128)
        return NULL;
    return keep(arena, start, (size_t)(at - start));
}

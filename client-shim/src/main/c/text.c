#include "text.h"

#include <stdarg.h>
#include <string.h>

#include "constants.h"
#include "die.h"

static _Noreturn void full(void)
{
    die(EXIT_CANNOT_RUN, PROBLEM_TOO_LARGE, "run the tool",
        "Its arguments, environment and settings together need more than 16 MiB.",
        "Start it with a smaller environment.");
}

void *arena_take(struct arena *arena, size_t size)
{
    size_t start = (arena->used + sizeof(void *) - 1) & ~(sizeof(void *) - 1);

    if (start > arena->size || size > arena->size - start)
        full();
    arena->used = start + size;
    return arena->base + start;
}

char *join(struct arena *arena, const char *first, ...)
{
    va_list parts;
    size_t length = 0;
    char *result;
    char *at;

    va_start(parts, first);
    for (const char *part = first; part != NULL; part = va_arg(parts, const char *))
        length += strlen(part); /* cannot overflow: every part is in memory at the same time */
    va_end(parts);

    at = result = arena_take(arena, length + 1);
    va_start(parts, first);
    for (const char *part = first; part != NULL; part = va_arg(parts, const char *)) {
        size_t size = strlen(part);

        memcpy(at, part, size);
        at += size;
    }
    va_end(parts);
    *at = '\0';
    return result;
}

char *keep(struct arena *arena, const char *text, size_t length)
{
    char *result = arena_take(arena, length + 1);

    memcpy(result, text, length);
    result[length] = '\0';
    return result;
}

char *system_error(struct arena *arena, const char *call, int error)
{
    return join(arena, call, ": ", strerror(error), ".", NULL);
}

char *number(struct arena *arena, unsigned long value)
{
    char digits[24];
    char *at = digits + sizeof digits;

    do
        *--at = (char)('0' + value % 10);
    while ((value /= 10) != 0);
    return keep(arena, at, (size_t)(digits + sizeof digits - at));
}

const char *last_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash == NULL ? path : slash + 1;
}

bool same(const char *a, const char *b)
{
    return strcmp(a, b) == 0;
}

bool starts_with(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

static int lower(char c)
{
    return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

bool same_letters(const char *a, const char *b)
{
    while (*a != '\0' && lower(*a) == lower(*b)) {
        a++;
        b++;
    }
    return lower(*a) == lower(*b);
}

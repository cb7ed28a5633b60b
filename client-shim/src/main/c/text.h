/*
 * Bounded memory and strings.
 *
 * Everything a program of ours keeps lies in one arena of fixed size that main owns. There is no
 * malloc: a program that would need more than the arena ends with an error instead.
 */
#ifndef VOLTAD_TEXT_H
#define VOLTAD_TEXT_H

#include <stdbool.h>
#include <stddef.h>

struct arena {
    char *base;
    size_t used;
    size_t size;
};

/* Returns size bytes, aligned for pointers, not cleared. A full arena ends the program. */
void *arena_take(struct arena *arena, size_t size);

/* Joins strings, the last argument is NULL. The result lives as long as the arena. */
__attribute__((sentinel)) char *join(struct arena *arena, const char *first, ...);

/* The same for length bytes of text, with a NUL behind them. */
char *keep(struct arena *arena, const char *text, size_t length);

/* "call: what errno says.", for the line that tells why. */
char *system_error(struct arena *arena, const char *call, int error);

/* The number in decimal. */
char *number(struct arena *arena, unsigned long value);

/* The part behind the last slash; "" when the path ends in a slash. */
const char *last_name(const char *path);

bool same(const char *a, const char *b);
bool starts_with(const char *text, const char *prefix);

/* The same without regard to the case of ASCII letters. */
bool same_letters(const char *a, const char *b);

#endif

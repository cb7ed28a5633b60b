#include <string.h>

#include "shim.h"

enum { NESTING_MAX = 1000 };

const char *next_level(struct shim *shim)
{
    unsigned long level = 0;

    for (const char *at = shim->environment.recursion; at != NULL && *at >= '0' && *at <= '9'; at++)
        if (level <= NESTING_MAX)
            level = level * 10 + (unsigned long)(*at - '0');
    if (level >= NESTING_MAX)
        fail(PROBLEM_TOO_DEEP, join(&shim->arena, "run ", shim->tool, NULL),
             "1000 shims have started each other in a row.",
             "Look on PATH for a program that starts itself through " ENV_HOME "/bin.");
    return number(&shim->arena, level + 1);
}

static bool is_named(const char *assignment, const char *name)
{
    size_t length = strlen(name);

    return strncmp(assignment, name, length) == 0 && assignment[length] == '=';
}

static bool is_changed(const char *assignment, const struct variable *changes)
{
    for (; changes->name != NULL; changes++)
        if (is_named(assignment, changes->name))
            return true;
    return false;
}

char **environment_with(struct shim *shim, const struct variable *changes)
{
    size_t count = 1;
    size_t used = 0;
    char **all;

    for (char *const *from = shim->environment.all; *from != NULL; from++)
        count++;
    for (const struct variable *change = changes; change->name != NULL; change++)
        count++;
    all = arena_take(&shim->arena, count * sizeof *all);
    for (char *const *from = shim->environment.all; *from != NULL; from++)
        if (!is_changed(*from, changes))
            all[used++] = *from;
    for (; changes->name != NULL; changes++)
        if (changes->value != NULL)
            all[used++] = join(&shim->arena, changes->name, "=", changes->value, NULL);
    all[used] = NULL;
    return all;
}

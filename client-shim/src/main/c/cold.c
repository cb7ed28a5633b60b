#include "cold.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file.h"
#include "self.h"

void hand_to_upstream(struct shim *shim)
{
    const char *program = join(&shim->arena, shim->home, "/" UPSTREAM_SHIM, NULL);
    /* So that the links which it makes lead to bin/volta-shim, which is ours. */
    const struct variable changes[] = {
        {ENV_HOME, shim->home},
        {ENV_INSTALL, join(&shim->arena, shim->home, "/bin", NULL)},
        {ENV_SWITCHED, NULL},
        {NULL, NULL},
    };
    struct stat status;

    /* Were it this program, it would come here again, for ever. */
    if (stat(program, &status) == 0 && S_ISREG(status.st_mode) && !is_self(&shim->arena, &status))
        execve(program, shim->argv, environment_with(shim, changes));
}

static char **arguments_for(struct shim *shim, char *const *first, size_t count)
{
    size_t more = shim->argc > 0 ? (size_t)shim->argc - 1 : 0;
    char **all = arena_take(&shim->arena, (count + more + 1) * sizeof *all);

    memcpy(all, first, count * sizeof *all);
    if (more > 0)
        memcpy(all + count, shim->argv + 1, more * sizeof *all);
    all[count + more] = NULL;
    return all;
}

_Noreturn void cold(struct shim *shim, const char *rare, const char *subject, const char *detail)
{
    struct arena *arena = &shim->arena;
    const char *folder = shim->environment.install;
    const struct variable changes[] = {
        {ENV_HOME, shim->home},
        {ENV_RECURSION, next_level(shim)}, /* should it be a copy of this program, it ends */
        {ENV_SWITCHED, NULL},
        {NULL, NULL},
    };
    struct stat status;
    char *first[] = {
        NULL,
        join(arena, COLD_COMMAND, NULL),
        join(arena, rare, NULL),
        join(arena, subject, NULL),
        join(arena, detail, NULL),
        join(arena, shim->tool, NULL),
    };

    hand_to_upstream(shim);
    if (folder == NULL || *folder == '\0')
        folder = program_folder(shim);
    first[0] = join(arena, folder, "/" CLI_PROGRAM, NULL);
    errno = EINVAL;
    if (stat(first[0], &status) == 0 && !is_self(arena, &status))
        execve(first[0], arguments_for(shim, first, sizeof first / sizeof first[0]),
               environment_with(shim, changes));
    fail(PROBLEM_NO_PROGRAM, join(arena, "run ", shim->tool, NULL),
         join(arena, rare, ": ", subject, ". The program that deals with it cannot be started: ",
              system_error(arena, first[0], errno), NULL),
         "Install it there, or name its folder in " ENV_INSTALL ".");
}

/* A Node that cannot be run is none. Of the others upstream wants the folder only. */
static bool is_installed(struct shim *shim, enum kind kind, const char *version)
{
    const char *name = kind_names[kind];
    const char *image = join(&shim->arena, shim->home, "/tools/image/", name, "/", version, NULL);
    struct stat status;

    return kind == NODE ? file_is_program(join(&shim->arena, image, "/bin/node", NULL))
                        : stat(image, &status) == 0 && S_ISDIR(status.st_mode);
}

void check_out(struct shim *shim, const struct platform *platform)
{
    for (int kind = 0; kind < KINDS; kind++) {
        const char *version = platform->version[kind];
        const char *name = kind_names[kind];

        if (version == NULL || (kind == PNPM && !shim->environment.pnpm))
            continue;
        if (!is_installed(shim, (enum kind)kind, version))
            cold(shim, COLD_NOT_INSTALLED, join(&shim->arena, name, "@", version, NULL),
                 platform->asked_by[kind]);
    }
}

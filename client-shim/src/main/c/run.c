#include "run.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "self.h"

static _Noreturn void fail_to_run(struct shim *shim, const struct run *run, const char *why)
{
    const char *name = last_name(run->program);
    const char *what = join(&shim->arena, "run ", name, NULL);

    switch (run->failure) {
    case NO_PLATFORM:
        fail(PROBLEM_NO_PLATFORM, what,
             "Node is not available: there is no default version, and none elsewhere on PATH.",
             "Run `volta install node`.");
    case BYPASSED:
        fail(PROBLEM_BYPASSED, what,
             join(&shim->arena, "VOLTA_BYPASS is enabled. ", why, NULL),
             "Unset VOLTA_BYPASS, or put the tool on PATH.");
    case NOT_FOUND:
        fail(PROBLEM_EXECUTABLE_NOT_FOUND, what,
             join(&shim->arena, "Could not find executable \"", name,
                  "\": no installed package has it, and it is nowhere else on PATH.", NULL),
             join(&shim->arena, "Run `volta install` with the package that has ", name, ".", NULL));
    case LOCAL_NOT_EXECUTABLE:
    case NOT_EXECUTABLE:
        break;
    }
    fail(PROBLEM_NOT_EXECUTABLE, what, why,
         run->failure == NOT_EXECUTABLE ? "Install it again." : "Install the project again.");
}

/* The environment of the tool: ours, with at most three variables set anew. */
static char **environment(struct shim *shim, const struct run *run, const char *path)
{
    const char *packages = shim->environment.node_path;
    struct variable changes[] = {
        {"PATH", path},
        {ENV_RECURSION, next_level(shim)},
        {ENV_SWITCHED, NULL},
        {NULL, NULL},
        {NULL, NULL},
    };

    if (run->shared_packages) {
        changes[3].name = "NODE_PATH";
        changes[3].value = join(&shim->arena, shim->home,
                                "/tools/shared:", packages == NULL ? "" : packages, NULL);
    }
    return environment_with(shim, changes);
}

/* A file without "#!" is a shell script, as for execvp. */
static void run_script(struct shim *shim, const char *path, char **arguments, char **all)
{
    size_t count = 0;
    char **script;

    while (arguments[count] != NULL)
        count++;
    script = arena_take(&shim->arena, (count + 2) * sizeof *script);
    script[0] = join(&shim->arena, "/bin/sh", NULL);
    script[1] = join(&shim->arena, path, NULL);
    memcpy(script + 2, arguments + 1, count * sizeof *script); /* with the NULL */
    execve(script[0], script, all);
}

static void execute(struct shim *shim, const struct run *run, const char *path, char **all)
{
    execve(path, run->arguments, all);
    if (errno == ENOEXEC)
        run_script(shim, path, run->arguments, all);
}

/* As for execvp: what says that the program is not in this folder, or not for us. */
static bool is_elsewhere(int error)
{
    return error == ENOENT || error == ENOTDIR || error == EACCES || error == ESTALE ||
           error == ENODEV || error == ETIMEDOUT;
}

/* Returns when none of the entries of path has the program; errno tells why. */
static void search(struct shim *shim, const struct run *run, const char *path, char **all)
{
    int reason = ENOENT;

    for (const char *entry = path;; entry++) {
        size_t length = strcspn(entry, ":");
        size_t used = shim->arena.used;
        char *folder = keep(&shim->arena, length == 0 ? "." : entry, length == 0 ? 1 : length);
        char *candidate = join(&shim->arena, folder, "/", run->program, NULL);
        struct stat status;
        bool is_ours = starts_with(candidate, shim->home) &&
                       starts_with(candidate + strlen(shim->home), "/tools/image/");

        if (is_ours || (stat(candidate, &status) == 0 && S_ISREG(status.st_mode) &&
                        !is_self(&shim->arena, &status))) {
            execute(shim, run, candidate, all);
            if (!is_elsewhere(errno))
                return; /* it is this one; another version in its place would be wrong */
            if (errno == EACCES)
                reason = errno;
        }
        shim->arena.used = used;
        entry += length;
        if (*entry == '\0')
            break;
    }
    errno = reason;
}

_Noreturn void run_tool(struct shim *shim, const struct run *run)
{
    const char *path =
        run->platform == NULL ? path_without_shims(shim) : path_with(shim, run->platform);
    char **all = environment(shim, run, path);

    if (run->platform == NULL)
        explain_system(shim);
    else
        explain_image(shim, run->platform);
    run->arguments[0] = join(&shim->arena, run->program, NULL);
    if (strchr(run->program, '/') != NULL)
        execute(shim, run, run->program, all);
    else
        search(shim, run, path, all);
    fail_to_run(shim, run, system_error(&shim->arena, run->program, errno));
}

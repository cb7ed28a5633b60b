/*
 * volta-shim: runs the tool that it is called as, in the version that holds in this folder.
 *
 * Input: argv[0], whose last part is the name of the tool; the variables of struct environment.
 * Reads: the marker of the home (one stat), package.json of the folders above, and of the home
 * tools/user/platform.json and tools/user/bins/<tool>.json, as far as the tool needs them.
 * Executes, in its own place: the tool, from tools/image or from the rest of PATH. Only when the
 * marker is missing it talks to the daemon, or starts volta-migrate and waits for it.
 *
 * Exit status: the tool's own; 126 when it could not be run, whatever the reason (as upstream);
 * that of volta-migrate when a migration failed, 1 when a signal ended it.
 */
#include "shim.h"

#include <errno.h>
#include <stdlib.h>

#include "home.h"
#include "run.h"
#include "self.h"

enum { ARENA_SIZE = 16 << 20 };

_Noreturn void fail(const char *code, const char *what, const char *why, const char *next)
{
    die(EXIT_CANNOT_RUN, code, what, why, next);
}

const char *program_folder(struct shim *shim)
{
    const char *path = self_path(&shim->arena);

    if (path == NULL)
        fail(PROBLEM_NO_INSTALL_FOLDER, "find the folder of this program",
             system_error(&shim->arena, "readlink", errno),
             "Name it in VOLTA_INSTALL_DIR.");
    return keep(&shim->arena, path, (size_t)(last_name(path) - path) - 1);
}

static const char *home_or_fail(struct arena *arena)
{
    const char *home = find_home(arena, getenv(ENV_HOME), getenv("HOME"));

    if (home != NULL)
        return home;
    if (errno == ENOENT)
        fail(PROBLEM_NO_HOME, "find the home of Volta", "HOME is not set.",
             "Set HOME or VOLTA_HOME.");
    fail(PROBLEM_NO_CURRENT_FOLDER, "find the current folder",
         system_error(arena, "getcwd", errno), "Set VOLTA_HOME to an absolute path.");
}

static struct environment read_environment(char *const *all)
{
    struct environment environment = {
        .all = all,
        .install = getenv(ENV_INSTALL),
        .log_level = getenv(ENV_LOG_LEVEL),
        .migrating = getenv(ENV_MIGRATING),
        .node_path = getenv("NODE_PATH"),
        .path = getenv("PATH"),
        .recursion = getenv(ENV_RECURSION),
        .switched = getenv(ENV_SWITCHED),
        .bypass = getenv(ENV_BYPASS) != NULL,
        .pnpm = getenv(ENV_FEATURE_PNPM) != NULL,
        .unsafe_global = getenv(ENV_UNSAFE_GLOBAL) != NULL,
    };

    return environment;
}

int main(int argc, char **argv, char **all)
{
    /* Not on the stack, whose limit may be small. Only pages that are used cost anything. */
    static char memory[ARENA_SIZE];
    struct shim shim = {
        .arena = {.base = memory, .size = sizeof memory},
        .environment = read_environment(all),
        .argc = argc,
        .argv = argv,
    };

    shim.tool = argc > 0 ? last_name(argv[0]) : "";
    shim.home = home_or_fail(&shim.arena);
    ensure_layout(&shim);
    if (*shim.tool == '\0')
        fail(PROBLEM_NO_TOOL_NAME, "run a tool", "The program was started without a name.",
             "Run the tool by its name, for example `node`.");
    dispatch(&shim);
}

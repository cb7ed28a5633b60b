/*
 * The rule for executables of packages: the project's own one if the project depends on the package
 * that the home has it from, else the home's, else one from the system's PATH.
 */
#include <string.h>
#include <sys/stat.h>

#include "cold.h"
#include "run.h"

static bool exists(const char *path)
{
    struct stat status;

    return stat(path, &status) == 0;
}

static bool is_regular(const char *path)
{
    struct stat status;

    return stat(path, &status) == 0 && S_ISREG(status.st_mode);
}

static bool has_plug_and_play(struct shim *shim, const struct project *project)
{
    static const char *const signs[] = {"/.yarnrc.yml", "/.pnp.cjs", "/.pnp.js"};

    for (size_t i = 0; i < project->root_count; i++)
        for (size_t j = 0; j < sizeof signs / sizeof signs[0]; j++)
            if (exists(join(&shim->arena, project->roots[i], signs[j], NULL)))
                return true;
    return false;
}

static _Noreturn void run_through_yarn(struct shim *shim, const struct platform *platform)
{
    size_t count = (size_t)shim->argc;
    char **arguments = arena_take(&shim->arena, (count + 2) * sizeof *arguments);

    arguments[0] = arguments[1] = join(&shim->arena, shim->tool, NULL);
    memcpy(arguments + 2, shim->argv + 1, count * sizeof *arguments); /* with the NULL */
    run_yarn_with(shim, platform, arguments);
}

static _Noreturn void run_local(struct shim *shim, const struct project *project)
{
    struct platform platform;
    bool found = platform_current(shim, project, &platform);
    struct run run = {
        .arguments = shim->argv,
        .platform = found ? &platform : NULL,
        .failure = found ? LOCAL_NOT_EXECUTABLE : NO_PLATFORM,
    };

    for (size_t i = 0; i < project->root_count; i++) {
        run.program =
            join(&shim->arena, project->roots[i], "/node_modules/.bin/", shim->tool, NULL);
        if (!is_regular(run.program))
            continue;
        if (found)
            check_out(shim, &platform);
        run_tool(shim, &run);
    }
    if (found && platform.version[YARN] != NULL && has_plug_and_play(shim, project))
        run_through_yarn(shim, &platform);
    fail(PROBLEM_LOCAL_NOT_FOUND, join(&shim->arena, "run ", shim->tool, NULL),
         join(&shim->arena, "Could not locate executable `", shim->tool,
              "` in your project: ", project->manifest,
              " depends on its package, but node_modules does not have it.", NULL),
         "Install the project's dependencies, for example with `npm install`.");
}

static _Noreturn void run_installed(struct shim *shim, struct package_binary *binary)
{
    struct run run = {
        .program = join(&shim->arena, shim->home, "/tools/image/packages/", binary->package,
                        "/bin/", shim->tool, NULL),
        .arguments = shim->argv,
        .platform = &binary->platform,
        .shared_packages = true,
        .failure = NOT_EXECUTABLE,
    };

    platform_add_yarn(shim, &binary->platform);
    check_out(shim, &binary->platform);
    run_tool(shim, &run);
}

_Noreturn void run_package_binary(struct shim *shim)
{
    struct package_binary binary;
    struct project project;
    struct run run = {.program = shim->tool, .arguments = shim->argv, .failure = NOT_FOUND};
    bool installed = package_binary_read(shim, shim->tool, &binary);

    project_read(shim, installed ? binary.package : NULL, &project);
    if (installed && project.found && project.depends)
        run_local(shim, &project);
    if (installed)
        run_installed(shim, &binary);
    run_tool(shim, &run);
}

/* The rules for node, npm, npx, pnpm and yarn, and the table that leads to them. */
#include <stdlib.h>
#include <string.h>

#include "cold.h"
#include "events.h"
#include "run.h"

typedef void rule(struct shim *);

static bool find_platform(struct shim *shim, struct platform *platform)
{
    struct project project;

    project_read(shim, NULL, &project);
    return platform_current(shim, &project, platform);
}

static _Noreturn void run_in(struct shim *shim, const char *program,
                             const struct platform *platform, char **arguments)
{
    struct run run = {
        .program = program,
        .arguments = arguments,
        .platform = platform,
        .failure = platform == NULL ? NO_PLATFORM : NOT_EXECUTABLE,
    };

    if (platform != NULL)
        check_out(shim, platform);
    run_tool(shim, &run);
}

static void run_node(struct shim *shim)
{
    struct platform platform;

    run_in(shim, "node", find_platform(shim, &platform) ? &platform : NULL, shim->argv);
}

/* The command of volta that does what the word of npm or yarn stands for. */
static const char *volta_command(const char *word)
{
    bool removes = word[0] == 'r' || (word[0] == 'u' && word[1] == 'n');

    return removes ? "volta uninstall" : "volta install";
}

/* The positional word behind so many others. */
static const char *first_word(const struct shim *shim, int skip)
{
    for (int i = 1; i < shim->argc; i++)
        if (shim->argv[i][0] != '-' && skip-- == 0)
            return shim->argv[i];
    return "";
}

static void run_npm(struct shim *shim)
{
    struct platform platform;
    struct project project;
    bool found;

    if (is_global_npm(shim) && platform_default(shim, &platform))
        cold(shim, COLD_GLOBAL_COMMAND, volta_command(first_word(shim, 0)), "");
    project_read(shim, NULL, &project);
    found = platform_current(shim, &project, &platform);
    if (found && is_link_npm(shim))
        cold(shim, COLD_LINK, "link", "");
    if (found && is_unlink_npm(shim) && project.name != NULL)
        cold(shim, COLD_LINK, "unlink", "");
    run_in(shim, "npm", found ? &platform : NULL, shim->argv);
}

/* npx is part of npm from 5.2.0 on; an unknown npm is taken for new enough. */
static bool has_npx(const char *npm)
{
    char *end;
    unsigned long major = strtoul(npm, &end, 10);

    return major > 5 || (major == 5 && *end == '.' && strtoul(end + 1, NULL, 10) >= 2);
}

static void run_npx(struct shim *shim)
{
    struct platform platform;
    const char *npm;

    if (!find_platform(shim, &platform))
        run_in(shim, "npx", NULL, shim->argv);
    check_out(shim, &platform);
    npm = platform.version[NPM];
    if (npm == NULL)
        npm = bundled_npm(shim, platform.version[NODE]);
    if (npm != NULL && !has_npx(npm))
        fail(PROBLEM_NPX_NOT_AVAILABLE, "run npx",
             join(&shim->arena, "It needs npm 5.2.0 or later, and npm is ", npm, " here.", NULL),
             "Choose a newer npm with `volta pin npm` or `volta install npm`.");
    run_in(shim, "npx", &platform, shim->argv);
}

static _Noreturn void fail_without(struct shim *shim, enum kind kind, enum source source)
{
    const char *name = kind_names[kind];
    const char *shown = kind == YARN ? "Yarn" : name;

    if (source == FROM_PROJECT)
        fail(kind == YARN ? PROBLEM_NO_PROJECT_YARN : PROBLEM_NO_PROJECT_PNPM,
             join(&shim->arena, "run ", name, NULL),
             join(&shim->arena, "No ", shown, " version found in this project.", NULL),
             join(&shim->arena, "Run `volta pin ", name, "`.", NULL));
    fail(kind == YARN ? PROBLEM_NO_DEFAULT_YARN : PROBLEM_NO_DEFAULT_PNPM,
         join(&shim->arena, "run ", name, NULL),
         join(&shim->arena, shown, " is not available: there is no default version.", NULL),
         join(&shim->arena, "Run `volta install ", name, "`.", NULL));
}

static void run_pnpm(struct shim *shim)
{
    struct platform platform;

    if (is_global_pnpm(shim))
        fail(PROBLEM_NOT_SUPPORTED, "run pnpm", "pnpm global commands is not supported yet.",
             "Run `volta install` with the package.");
    if (!find_platform(shim, &platform))
        run_in(shim, "pnpm", NULL, shim->argv);
    if (platform.version[PNPM] == NULL)
        fail_without(shim, PNPM, platform.source[NODE]);
    run_in(shim, "pnpm", &platform, shim->argv);
}

_Noreturn void run_yarn_with(struct shim *shim, const struct platform *platform, char **arguments)
{
    if (platform != NULL && platform->version[YARN] == NULL)
        fail_without(shim, YARN, platform->source[NODE]);
    run_in(shim, "yarn", platform, arguments);
}

static void run_yarn(struct shim *shim)
{
    struct platform platform;

    if (is_global_yarn(shim) && platform_default(shim, &platform))
        cold(shim, COLD_GLOBAL_COMMAND, volta_command(first_word(shim, 1)), "");
    run_yarn_with(shim, find_platform(shim, &platform) ? &platform : NULL, shim->argv);
}

static _Noreturn void run_bypassed(struct shim *shim)
{
    struct run run = {.program = shim->tool, .arguments = shim->argv, .failure = BYPASSED};

    run_tool(shim, &run);
}

_Noreturn void dispatch(struct shim *shim)
{
    static const struct {
        const char *tool;
        const char *program;
        rule *apply;
    } rules[] = {
        {"node", "node", run_node}, {"npm", "npm", run_npm},    {"npx", "npx", run_npx},
        {"pnpm", "pnpm", run_pnpm}, {"yarn", "yarn", run_yarn}, {"yarnpkg", "yarn", run_yarn},
    };

    events_of_home(shim);
    if (shim->environment.bypass)
        run_bypassed(shim);
    if (same(shim->tool, SHIM_PROGRAM))
        fail(PROBLEM_CALLED_DIRECTLY, "run a tool",
             "'" SHIM_PROGRAM "' should not be called directly: links with the names of tools lead "
             "to it.",
             "Run the tool by its name, for example `node`.");
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        if (!same(shim->tool, rules[i].tool) ||
            (same(shim->tool, "pnpm") && !shim->environment.pnpm))
            continue;
        if (shim->environment.recursion != NULL)
            run_in(shim, rules[i].program, NULL, shim->argv);
        rules[i].apply(shim);
    }
    run_package_binary(shim);
}

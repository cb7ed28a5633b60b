/* What VOLTA_LOGLEVEL=debug shows, in upstream's words: people and scripts look for these lines. */
#include "run.h"

static const char *const source_names[] = {
    [FROM_PROJECT] = " from project configuration",
    [FROM_DEFAULT] = " from default configuration",
    [FROM_PACKAGE] = " from binary configuration",
};

static bool is_verbose(const struct shim *shim)
{
    const char *level = shim->environment.log_level;

    return level != NULL && (same_letters(level, "debug") || same_letters(level, "trace"));
}

static const char *describe(struct shim *shim, const char *version, enum source source,
                            const char *without)
{
    return version == NULL ? without : join(&shim->arena, version, source_names[source], NULL);
}

void explain_image(struct shim *shim, const struct platform *platform)
{
    const char *npm = platform->version[NPM];
    enum source npm_source = platform->source[npm == NULL ? NODE : NPM];

    if (!is_verbose(shim))
        return;
    if (npm == NULL)
        npm = bundled_npm(shim, platform->version[NODE]);
    verbose(join(&shim->arena, "Active Image:\n    Node: ",
                 describe(shim, platform->version[NODE], platform->source[NODE], "None"),
                 "\n    npm: ", describe(shim, npm, npm_source, "Bundled with Node"),
                 "\n    pnpm: ",
                 describe(shim, platform->version[PNPM], platform->source[PNPM], "None"),
                 "\n    Yarn: ",
                 describe(shim, platform->version[YARN], platform->source[YARN], "None"), NULL));
}

void explain_system(const struct shim *shim)
{
    if (is_verbose(shim) && !shim->environment.bypass)
        verbose("Could not find Volta-managed platform, delegating to system");
}

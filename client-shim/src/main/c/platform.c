#include "platform.h"

#include <errno.h>
#include <string.h>

#include "cold.h"
#include "file.h"
#include "json.h"

const char *const kind_names[KINDS] = {"node", "npm", "pnpm", "yarn"};

_Noreturn void fail_unreadable(struct shim *shim, const char *path, int reason)
{
    if (reason == EFBIG)
        cold(shim, COLD_TOO_LARGE, path, "");
    fail(PROBLEM_FILE_UNREADABLE, join(&shim->arena, "read ", path, NULL),
         system_error(&shim->arena, "read", reason), "Make it a file that you may read.");
}

_Noreturn void fail_malformed(struct shim *shim, const char *path, size_t offset)
{
    cold(shim, COLD_MALFORMED, path, number(&shim->arena, offset));
}

_Noreturn void fail_version(struct shim *shim, const char *path, const char *text)
{
    fail(PROBLEM_VERSION_INVALID, join(&shim->arena, "understand ", path, NULL),
         join(&shim->arena, "\"", text, "\" is not a complete version such as 20.11.1.", NULL),
         "Correct the version in the file.");
}

static void set_version(struct shim *shim, struct platform *platform, enum kind kind,
                        const char *text, const char *path, enum source source)
{
    platform->source[kind] = source;
    platform->asked_by[kind] = path;
    platform->version[kind] = text == NULL ? NULL : version_checked(&shim->arena, text);
    if (text != NULL && platform->version[kind] == NULL)
        fail_version(shim, path, text);
}

/* All versions of the platform are as the file of this path has them. */
static void check_versions(struct shim *shim, const char *path, enum source source,
                           struct platform *platform)
{
    for (int kind = 0; kind < KINDS; kind++)
        set_version(shim, platform, (enum kind)kind, platform->version[kind], path, source);
}

/* Reads a JSON file of the home; false when it is not there, or empty. */
static bool read_record(struct shim *shim, const char *path, const struct json_field *fields)
{
    struct file file;
    struct json json;

    if (file_read(&shim->arena, path, &file) < 0) {
        if (errno == ENOENT)
            return false;
        fail_unreadable(shim, path, errno);
    }
    if (file.size == 0)
        return false; /* upstream writes platform.json so when it has nothing to say */
    json_start(&json, file.text, file.size);
    if (json_read(&json, fields) < 0)
        fail_malformed(shim, path, (size_t)(json.at - file.text));
    return true;
}

bool platform_default(struct shim *shim, struct platform *platform)
{
    const char *path = join(&shim->arena, shim->home, "/tools/user/platform.json", NULL);
    bool has_node = false;
    const char **version = platform->version;
    const struct json_field node[] = {
        {"runtime", JSON_TEXT, &version[NODE], NULL, NULL},
        {"npm", JSON_TEXT, &version[NPM], NULL, NULL},
        {NULL, JSON_TEXT, NULL, NULL, NULL},
    };
    const struct json_field fields[] = {
        {"node", JSON_MEMBERS, NULL, node, &has_node},
        {"pnpm", JSON_TEXT, &version[PNPM], NULL, NULL},
        {"yarn", JSON_TEXT, &version[YARN], NULL, NULL},
        {NULL, JSON_TEXT, NULL, NULL, NULL},
    };

    memset(platform, 0, sizeof *platform);
    if (!read_record(shim, path, fields) || !has_node)
        return false;
    if (version[NODE] == NULL)
        fail_version(shim, path, "");
    check_versions(shim, path, FROM_DEFAULT, platform);
    return true;
}

static void inherit(struct platform *platform, const struct platform *other, enum kind kind)
{
    if (platform->version[kind] != NULL)
        return;
    platform->version[kind] = other->version[kind];
    platform->source[kind] = other->source[kind];
    platform->asked_by[kind] = other->asked_by[kind];
}

bool platform_current(struct shim *shim, const struct project *project, struct platform *platform)
{
    struct platform other;

    if (!project->found || !project->has_section)
        return platform_default(shim, platform);
    memset(platform, 0, sizeof *platform);
    for (int kind = 0; kind < KINDS; kind++)
        set_version(shim, platform, (enum kind)kind, project->version[kind],
                    project->asked_by[kind], FROM_PROJECT);
    /* npm is not inherited: a project without one uses the npm of its node. */
    if (platform->version[YARN] != NULL &&
        (platform->version[PNPM] != NULL || !shim->environment.pnpm))
        return true;
    if (!platform_default(shim, &other))
        return true;
    inherit(platform, &other, PNPM);
    inherit(platform, &other, YARN);
    return true;
}

bool package_binary_read(struct shim *shim, const char *name, struct package_binary *binary)
{
    const char *path = join(&shim->arena, shim->home, "/tools/user/bins/", name, ".json", NULL);
    bool has_platform = false;
    const char **version = binary->platform.version;
    const struct json_field platform[] = {
        {"node", JSON_TEXT, &version[NODE], NULL, NULL},
        {"npm", JSON_TEXT, &version[NPM], NULL, NULL},
        {"pnpm", JSON_TEXT, &version[PNPM], NULL, NULL},
        {"yarn", JSON_TEXT, &version[YARN], NULL, NULL},
        {NULL, JSON_TEXT, NULL, NULL, NULL},
    };
    const struct json_field fields[] = {
        {"package", JSON_TEXT, &binary->package, NULL, NULL},
        {"manager", JSON_TEXT, &binary->manager, NULL, NULL},
        {"platform", JSON_MEMBERS, NULL, platform, &has_platform},
        {NULL, JSON_TEXT, NULL, NULL, NULL},
    };

    memset(binary, 0, sizeof *binary);
    if (!read_record(shim, path, fields))
        return false;
    if (binary->package == NULL || binary->manager == NULL || version[NODE] == NULL)
        fail_malformed(shim, path, 0);
    check_versions(shim, path, FROM_PACKAGE, &binary->platform);
    return true;
}

void platform_add_yarn(struct shim *shim, struct platform *platform)
{
    struct platform other;

    if (platform->version[YARN] == NULL && platform_default(shim, &other))
        inherit(platform, &other, YARN);
}

const char *bundled_npm(struct shim *shim, const char *node)
{
    const char *folder = join(&shim->arena, shim->home, "/tools/inventory/node/", NULL);
    const char *path = join(&shim->arena, folder, "node-v", node, "-npm", NULL);
    struct file file;

    if (file_read(&shim->arena, path, &file) < 0)
        return NULL;
    return version_checked(&shim->arena, file.text);
}

/*
 * The project of the current folder: the nearest package.json above it whose folder does not lie
 * directly in a node_modules, joined with the files that its "volta" section extends.
 */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "events.h"
#include "file.h"
#include "json.h"
#include "platform.h"

#define MANIFEST "/package.json"

/* One file of the chain. */
struct manifest {
    const char *path;
    const char *name;
    const char *extends;
    bool has_section;
    bool depends;
    const char *version[KINDS];
};

static bool lies_in_node_modules(const char *folder, size_t length)
{
    static const char parent[] = "/node_modules";
    size_t size = sizeof parent - 1;

    while (length > 0 && folder[length - 1] != '/')
        length--;
    /* folder[length - 1] is the slash before the last name */
    return length > size && memcmp(folder + length - 1 - size, parent, size) == 0;
}

/* Finds and reads the innermost manifest; the path is left in path, which has room for it. */
static bool find(struct shim *shim, char *path, struct file *file)
{
    size_t length = strlen(path);

    for (;;) {
        if (!lies_in_node_modules(path, length)) {
            memcpy(path + length, MANIFEST, sizeof MANIFEST);
            if (file_read(&shim->arena, path, file) == 0)
                return true;
            if (errno != ENOENT)
                fail_unreadable(shim, path, errno);
        }
        if (length == 0)
            return false;
        while (length > 0 && path[length - 1] != '/')
            length--;
        length--; /* the path begins with a slash, so length was not 0 */
    }
}

static void read_manifest(struct shim *shim, struct manifest *manifest, struct file *file,
                          const char *dependency)
{
    const char **version = manifest->version;
    const struct json_field section[] = {
        {"node", JSON_TEXT, &version[NODE], NULL, NULL},
        {"npm", JSON_TEXT, &version[NPM], NULL, NULL},
        {"pnpm", JSON_TEXT, &version[PNPM], NULL, NULL},
        {"yarn", JSON_TEXT, &version[YARN], NULL, NULL},
        {"extends", JSON_TEXT, &manifest->extends, NULL, NULL},
        {NULL, JSON_TEXT, NULL, NULL, NULL},
    };
    const struct json_field fields[] = {
        {"name", JSON_ANY_TEXT, &manifest->name, NULL, NULL},
        {"dependencies", JSON_TEXT_MAP, &dependency, NULL, &manifest->depends},
        {"devDependencies", JSON_TEXT_MAP, &dependency, NULL, &manifest->depends},
        {"volta", JSON_MEMBERS, NULL, section, &manifest->has_section},
        {NULL, JSON_TEXT, NULL, NULL, NULL},
    };
    struct json json;

    json_start(&json, file->text, file->size);
    if (json_read(&json, fields) < 0)
        fail_malformed(shim, manifest->path, (size_t)(json.at - file->text));
}

static const char *folder_of(struct shim *shim, const char *path)
{
    size_t length = (size_t)(last_name(path) - path);

    return keep(&shim->arena, path, length > 1 ? length - 1 : length);
}

/* Takes over what the files before it in the chain leave open. */
static void take(struct shim *shim, struct project *project, const struct manifest *manifest)
{
    if (project->root_count == ROOTS_MAX)
        fail(PROBLEM_EXTENDS_CYCLE, join(&shim->arena, "read ", manifest->path, NULL),
             "It is reached through more than 64 files that extend each other.",
             "Shorten the chain of \"extends\".");
    project->roots[project->root_count++] = folder_of(shim, manifest->path);
    project->has_section = project->has_section || manifest->has_section;
    project->depends = project->depends || manifest->depends;
    for (int kind = 0; kind < KINDS; kind++)
        if (project->version[kind] == NULL) {
            project->version[kind] = manifest->version[kind];
            project->asked_by[kind] = manifest->path;
        }
}

/* The real path of the file that the manifest extends. */
static const char *extended(struct shim *shim, const struct manifest *manifest)
{
    char real[PATH_MAX];
    const char *path = manifest->extends;

    if (path[0] != '/')
        path = join(&shim->arena, folder_of(shim, manifest->path), "/", path, NULL);
    if (realpath(path, real) == NULL)
        fail(PROBLEM_EXTENDS_MISSING, join(&shim->arena, "find ", path, NULL),
             system_error(&shim->arena, "realpath", errno),
             join(&shim->arena, "Correct \"extends\" in ", manifest->path, ".", NULL));
    return join(&shim->arena, real, NULL);
}

/* The real path of a file in the current folder or above it: only the file itself may be a link. */
static const char *real_path(struct shim *shim, const char *path)
{
    char real[PATH_MAX];
    struct stat status;

    return lstat(path, &status) == 0 && S_ISLNK(status.st_mode) && realpath(path, real) != NULL
               ? join(&shim->arena, real, NULL)
               : path;
}

static void read_chain(struct shim *shim, struct project *project, struct manifest *manifest,
                       const char *dependency)
{
    const char *seen[ROOTS_MAX + 1];
    size_t count = 0;
    struct file file;

    if (manifest->extends == NULL)
        return;
    seen[count++] = real_path(shim, manifest->path);
    while (manifest->extends != NULL) {
        const char *path = extended(shim, manifest);

        for (size_t i = 0; i < count; i++)
            if (same(seen[i], path))
                fail(PROBLEM_EXTENDS_CYCLE, join(&shim->arena, "read ", path, NULL),
                     "It extends itself, directly or through other files.",
                     join(&shim->arena, "Correct \"extends\" in ", manifest->path, ".", NULL));
        seen[count++] = path; /* fits: take() ends a chain of more than ROOTS_MAX files */
        memset(manifest, 0, sizeof *manifest);
        manifest->path = path;
        if (file_read(&shim->arena, path, &file) < 0)
            fail_unreadable(shim, path, errno);
        read_manifest(shim, manifest, &file, dependency);
        take(shim, project, manifest);
    }
}

void project_read(struct shim *shim, const char *dependency, struct project *project)
{
    char path[PATH_MAX + sizeof MANIFEST];
    struct manifest manifest;
    struct file file;

    memset(project, 0, sizeof *project);
    if (getcwd(path, PATH_MAX) == NULL || path[0] != '/')
        fail(PROBLEM_NO_CURRENT_FOLDER, "find the current folder",
             system_error(&shim->arena, "getcwd", errno),
             "Change to a folder that exists.");
    if (same(path, "/"))
        path[0] = '\0';
    if (!find(shim, path, &file))
        return;
    memset(&manifest, 0, sizeof manifest);
    manifest.path = join(&shim->arena, path, NULL);
    read_manifest(shim, &manifest, &file, dependency);
    project->found = true;
    project->name = manifest.name;
    project->manifest = manifest.path;
    take(shim, project, &manifest);
    read_chain(shim, project, &manifest, dependency);
    events_of_project(shim, project);
    if (project->has_section && project->version[NODE] == NULL)
        fail(PROBLEM_NO_PROJECT_NODE, join(&shim->arena, "use ", project->manifest, NULL),
             "It has a \"volta\" section, but no version of node in it.",
             "Run `volta pin node` there, or take the section out.");
}

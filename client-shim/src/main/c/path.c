#include <string.h>
#include <sys/stat.h>

#include "run.h"

static const char *folder(struct shim *shim, const struct platform *platform, enum kind kind)
{
    const char *version = platform->version[kind];

    if (version == NULL || (kind == PNPM && !shim->environment.pnpm))
        return "";
    return join(&shim->arena, shim->home, "/tools/image/", kind_names[kind], "/", version, "/bin:",
                NULL);
}

const char *path_with(struct shim *shim, const struct platform *platform)
{
    const char *old = shim->environment.path;

    if (strchr(shim->home, ':') != NULL)
        fail(PROBLEM_PATH_INVALID, "build the PATH of the tool",
             join(&shim->arena, "The name of ", shim->home, " contains a colon.", NULL),
             "Move it, and set VOLTA_HOME.");
    return join(&shim->arena, folder(shim, platform, NPM), folder(shim, platform, PNPM),
                folder(shim, platform, YARN), folder(shim, platform, NODE), old == NULL ? "" : old,
                NULL);
}

/* Equal part by part: "a//b/./c/" is "a/b/c". */
static bool same_path(const char *a, const char *end_of_a, const char *b)
{
    const char *end_of_b = b + strlen(b);

    for (;;) {
        const char *ends[] = {end_of_a, end_of_b};
        const char **sides[] = {&a, &b};

        for (int i = 0; i < 2; i++) {
            const char *at = *sides[i];

            while (at < ends[i] && at[0] == '/' &&
                   (at + 1 == ends[i] || at[1] == '/' ||
                    (at[1] == '.' && (at + 2 == ends[i] || at[2] == '/'))))
                at += at + 1 < ends[i] && at[1] == '.' ? 2 : 1;
            *sides[i] = at;
        }
        if (a == end_of_a || b == end_of_b)
            return a == end_of_a && b == end_of_b;
        if (*a++ != *b++)
            return false;
    }
}

static bool same_folder(const char *path, const struct stat *shims)
{
    struct stat status;

    return stat(path, &status) == 0 && status.st_dev == shims->st_dev &&
           status.st_ino == shims->st_ino;
}

const char *path_without_shims(struct shim *shim)
{
    const char *old = shim->environment.path == NULL ? "" : shim->environment.path;
    const char *shims = join(&shim->arena, shim->home, "/bin", NULL);
    char *result = arena_take(&shim->arena, strlen(old) + 1);
    char *out = result;
    struct stat status;
    bool known = stat(shims, &status) == 0;
    bool first = true;

    for (const char *entry = old;; entry++) {
        size_t length = strcspn(entry, ":");
        char *name = first ? out : out + 1; /* not ahead of the entry in old, so it fits */

        memcpy(name, entry, length);
        name[length] = '\0';
        if (!same_path(entry, entry + length, shims) && !(known && same_folder(name, &status))) {
            if (!first)
                *out = ':';
            first = false;
            out = name + length;
        }
        entry += length;
        if (*entry == '\0')
            break;
    }
    *out = '\0';
    return result;
}

#include "self.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

#ifdef __APPLE__
#include <mach-o/dyld.h>
#include <stdint.h>

const char *self_path(struct arena *arena)
{
    char path[PATH_MAX];
    char real[PATH_MAX];
    uint32_t size = sizeof path;

    if (_NSGetExecutablePath(path, &size) != 0) {
        errno = ENAMETOOLONG;
        return NULL;
    }
    return realpath(path, real) == NULL ? NULL : join(arena, real, NULL);
}
#else
const char *self_path(struct arena *arena)
{
    char path[PATH_MAX];
    ssize_t size = readlink("/proc/self/exe", path, sizeof path);

    if (size == (ssize_t)sizeof path) {
        errno = ENAMETOOLONG; /* never cut */
        return NULL;
    }
    return size < 0 ? NULL : keep(arena, path, (size_t)size);
}
#endif

bool is_self(struct arena *arena, const struct stat *status)
{
    size_t used = arena->used;
    const char *path = self_path(arena);
    struct stat own;
    bool same_file = path != NULL && stat(path, &own) == 0 && own.st_dev == status->st_dev &&
                     own.st_ino == status->st_ino;

    arena->used = used;
    return same_file;
}

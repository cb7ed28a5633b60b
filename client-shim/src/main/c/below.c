/*
 * Who waits for whom: upstream's volta-migrate runs npm under its lock and waits for it. If that
 * npm is a shim and the marker is missing, the shim would wait for the lock of its own ancestor,
 * for ever. Linux only, from proc(5); elsewhere nothing is known, and the waits have their bounds.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include "file.h"
#include "shim.h"

enum { ANCESTORS_MAX = 256, DESCRIPTORS_MAX = 1024 };

static const char *skip_fields(const char *at, int count)
{
    while (count-- > 0) {
        at += strcspn(at, " \n");
        at += strspn(at, " ");
    }
    return at;
}

/* The holder from a line such as "1: FLOCK  ADVISORY  WRITE 4711 fe:00:131 0 EOF"; 0: another. */
static pid_t holder_in(const char *line, const char *inode)
{
    const char *kind = skip_fields(line, 1); /* "->" for those that wait */
    const char *holder = skip_fields(kind, 3);
    const char *file = skip_fields(holder, 1);
    size_t length = strcspn(file, " \n");
    size_t size = strlen(inode);

    if (!starts_with(kind, "FLOCK ") || length <= size ||
        strncmp(file + length - size, inode, size) != 0)
        return 0;
    return (pid_t)strtol(holder, NULL, 10);
}

/* 0 at the top, and where the system does not tell. */
static pid_t parent_of(struct shim *shim, pid_t process)
{
    const char *id = number(&shim->arena, (unsigned long)process);
    struct file file;
    const char *end;

    if (file_read(&shim->arena, join(&shim->arena, "/proc/", id, "/stat", NULL), &file) < 0)
        return 0;
    end = strrchr(file.text, ')'); /* "4711 (name) S 4710 ...", and the name may hold anything */
    return end == NULL ? 0 : (pid_t)strtol(skip_fields(end, 2), NULL, 10);
}

static bool is_ancestor(struct shim *shim, pid_t wanted)
{
    pid_t process = getppid();

    for (int i = 0; process > 0 && process != wanted && i < ANCESTORS_MAX; i++)
        process = parent_of(shim, process);
    return process == wanted;
}

/* The kernel names the filesystem of a lock in its own way, so the process itself is looked at. */
static bool has_open(struct shim *shim, pid_t process, const struct stat *file)
{
    const char *id = number(&shim->arena, (unsigned long)process);
    struct stat status;

    for (unsigned long fd = 0; fd < DESCRIPTORS_MAX; fd++)
        if (stat(join(&shim->arena, "/proc/", id, "/fd/", number(&shim->arena, fd), NULL),
                 &status) == 0 &&
            status.st_dev == file->st_dev && status.st_ino == file->st_ino)
            return true;
    return false;
}

bool is_below_lock_holder(struct shim *shim)
{
    struct file locks;
    struct stat status;
    const char *inode;

    if (stat(join(&shim->arena, shim->home, "/" LOCK_FILE, NULL), &status) != 0 ||
        file_read(&shim->arena, "/proc/locks", &locks) < 0)
        return false;
    inode = join(&shim->arena, ":", number(&shim->arena, (unsigned long)status.st_ino), NULL);
    for (const char *line = locks.text; *line != '\0'; line += *line == '\n') {
        pid_t holder = holder_in(line, inode);

        if (holder > 0 && is_ancestor(shim, holder) && has_open(shim, holder, &status))
            return true;
        line += strcspn(line, "\n");
    }
    return false;
}

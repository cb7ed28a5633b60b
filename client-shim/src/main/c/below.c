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

enum { ANCESTORS_MAX = 256 };

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

static pid_t find_holder(struct shim *shim)
{
    struct file locks;
    struct stat status;
    const char *inode;
    pid_t holder = 0;

    if (stat(join(&shim->arena, shim->home, "/" LOCK_FILE, NULL), &status) != 0 ||
        file_read(&shim->arena, "/proc/locks", &locks) < 0)
        return 0;
    inode = join(&shim->arena, ":", number(&shim->arena, (unsigned long)status.st_ino), NULL);
    for (const char *line = locks.text; holder == 0 && *line != '\0';) {
        holder = holder_in(line, inode);
        line += strcspn(line, "\n");
        line += *line == '\n';
    }
    return holder;
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

bool is_below_lock_holder(struct shim *shim)
{
    pid_t holder = find_holder(shim);
    pid_t process = getppid();

    for (int i = 0; holder > 0 && process > 0 && i < ANCESTORS_MAX; i++) {
        if (process == holder)
            return true;
        process = parent_of(shim, process);
    }
    return false;
}

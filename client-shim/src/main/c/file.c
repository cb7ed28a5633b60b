#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static int open_file(const char *path)
{
    struct stat status;
    int fd;

    /*
     * O_NONBLOCK: a pipe in the place of a file must not stop us for ever. openat, because musl's
     * open sets O_CLOEXEC once more, with a call of its own for every file.
     */
    do
        fd = openat(AT_FDCWD, path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    while (fd < 0 && errno == EINTR);
    if (fd < 0 && (errno == ENOTDIR || errno == ENAMETOOLONG || errno == ELOOP))
        errno = ENOENT; /* there can be no such file */
    if (fd < 0 && errno == EACCES) {
        /* Is it the file that may not be read, or is it out of sight? */
        errno = stat(path, &status) == 0 ? EACCES : ENOENT;
    }
    return fd;
}

static int read_all(int fd, char *text, size_t *size)
{
    *size = 0;
    for (;;) {
        ssize_t n = read(fd, text + *size, (size_t)FILE_SIZE_MAX + 1 - *size);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return (int)n;
        *size += (size_t)n;
        if (*size > FILE_SIZE_MAX) {
            errno = EFBIG;
            return -1;
        }
    }
}

int file_read(struct arena *arena, const char *path, struct file *file)
{
    int fd = open_file(path);
    int result;
    int reason;
    size_t used;

    if (fd < 0)
        return -1;
    used = arena->used;
    file->text = arena_take(arena, (size_t)FILE_SIZE_MAX + 2);
    result = read_all(fd, file->text, &file->size);
    reason = errno;
    close(fd);
    /* Keep what was read, give the rest back. */
    arena->used = result < 0 ? used : (size_t)(file->text - arena->base) + file->size + 1;
    file->text[file->size] = '\0';
    errno = reason;
    return result;
}

bool file_is_program(const char *path)
{
    struct stat status;

    return stat(path, &status) == 0 && S_ISREG(status.st_mode) && (status.st_mode & 0111) != 0;
}

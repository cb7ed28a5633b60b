/*
 * Reads a file once, in blocks of 64 KiB, then executes a program.
 *
 * Usage: reader MARKER FILE PROGRAM WORD...
 */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

int main(int argc, char **argv, char **all)
{
    static char block[64 * 1024];
    struct stat status;
    int fd;

    if (argc < 4 || stat(argv[1], &status) != 0)
        return 1;
    fd = open(argv[2], O_RDONLY | O_CLOEXEC);
    while (read(fd, block, sizeof block) > 0)
        ;
    close(fd);
    execve(argv[3], argv + 3, all);
    return 1;
}

/*
 * The least that a shim can cost: one stat of the marker, one execve.
 *
 * Usage: floor MARKER PROGRAM WORD...
 */
#include <sys/stat.h>
#include <unistd.h>

int main(int argc, char **argv, char **all)
{
    struct stat status;

    if (argc < 3 || stat(argv[1], &status) != 0)
        return 1;
    execve(argv[2], argv + 2, all);
    return 1;
}

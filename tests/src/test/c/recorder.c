/* Stands for a tool: prints which file it is, its arguments and its environment, and ends with 0. */
#include <limits.h>
#include <stdio.h>
#include <unistd.h>

int main(int argc, char **argv, char **all)
{
    char path[PATH_MAX + 1];
    ssize_t size = readlink("/proc/self/exe", path, PATH_MAX);

    if (size < 0)
        return 1;
    path[size] = '\0';
    printf("exe %s\n", path);
    for (int i = 0; i < argc; i++)
        printf("arg %s\n", argv[i]);
    for (char **at = all; *at != NULL; at++)
        printf("env %s\n", *at);
    return fflush(stdout) == 0 ? 0 : 1;
}

#include "descriptors.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

/*
 * The first socket that a service manager has opened for this very process (sd_listen_fds(3))
 * becomes standard input: Java can take it over only there. It must not be passed on to others.
 */
void take_socket(struct arena *arena)
{
    enum { FIRST = 3 };
    const char *for_pid = getenv("LISTEN_PID");
    const char *sockets = getenv("LISTEN_FDS");

    if (for_pid == NULL || sockets == NULL || same(sockets, "0") ||
        !same(for_pid, number(arena, (unsigned long)getpid())))
        return;
    if (dup2(FIRST, STDIN_FILENO) >= 0)
        close(FIRST);
}

/*
 * Where one of the first three descriptors is closed, the next file that is opened would become it,
 * and what is printed would end up in that file.
 */
void open_standard_streams(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0 && errno == EBADF)
            (void)open("/dev/null", O_RDWR); /* the lowest that is free: this one */
}

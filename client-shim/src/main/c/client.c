#include "client.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "constants.h"
#include "file.h"

#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0 /* macOS: the socket option below does it */
#endif

/* The socket's path as self/endpoint has it; NULL when it is not there or no absolute path. */
static const char *endpoint(struct arena *arena, const char *home)
{
    struct file file;
    const char *path = join(arena, home, "/" ENDPOINT_FILE, NULL);

    if (file_read(arena, path, &file) < 0)
        return NULL;
    file.text[strcspn(file.text, "\n")] = '\0';
    return file.text[0] == '/' ? file.text : NULL;
}

/* Nobody else can have put the socket there: it and its folder are ours, which is closed to others. */
static bool is_ours(struct arena *arena, const char *socket_path)
{
    const char *name = last_name(socket_path);
    const char *folder = keep(arena, socket_path, (size_t)(name - socket_path));
    uid_t user = geteuid();
    struct stat status;

    if (stat(folder, &status) != 0 || !S_ISDIR(status.st_mode) || status.st_uid != user ||
        (status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return false;
    return lstat(socket_path, &status) == 0 && S_ISSOCK(status.st_mode) && status.st_uid == user;
}

static int connect_to(const char *path, const char *request)
{
    struct sockaddr_un address;
    size_t size = strlen(path) + 1;
    int fd;
    int flags;

    memset(&address, 0, sizeof address);
    if (size > sizeof address.sun_path)
        return -1;
    address.sun_family = AF_UNIX;
    memcpy(address.sun_path, path, size);
    fd = socket(AF_UNIX, SOCK_STREAM, 0);
    if (fd < 0)
        return -1;
#ifdef SO_NOSIGPIPE
    setsockopt(fd, SOL_SOCKET, SO_NOSIGPIPE, &(int){1}, sizeof(int));
#endif
    flags = fcntl(fd, F_GETFL);
    /* Not blocking: when the queue of the daemon is full, connect fails instead of waiting. */
    if (fcntl(fd, F_SETFD, FD_CLOEXEC) < 0 || flags < 0 ||
        fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0 ||
        connect(fd, (const struct sockaddr *)&address, sizeof address) < 0 ||
        send(fd, request, strlen(request), MSG_NOSIGNAL) != (ssize_t)strlen(request)) {
        close(fd);
        return -1;
    }
    return fd;
}

int client_connect(struct arena *arena, const char *home, const char *request)
{
    const char *path = endpoint(arena, home);

    return path == NULL || !is_ours(arena, path) ? -1 : connect_to(path, request);
}

ssize_t client_receive(int fd, char *bytes, size_t size, int milliseconds)
{
    struct pollfd wait = {.fd = fd, .events = POLLIN};
    int ready;

    do
        ready = poll(&wait, 1, milliseconds); /* an interrupted wait begins anew: signals are few */
    while (ready < 0 && errno == EINTR);
    return ready > 0 ? recv(fd, bytes, size, 0) : -1;
}

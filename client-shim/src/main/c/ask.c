/*
 * Asks the daemon for a migration: POST on the socket that self/endpoint names, then progress line
 * by line until the result. No wait is without a bound; whatever goes wrong, the answer is false
 * and the caller does without the daemon.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "file.h"
#include "json.h"
#include "reply.h"
#include "shim.h"

#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0 /* macOS: the socket option below does it */
#endif

enum { FIRST_BYTE_MS = 2000, NEXT_BYTE_MS = 10000, ALTOGETHER_S = 900 };

static const char request[] = "POST " MIGRATIONS_RESOURCE "?wait=true HTTP/1.1\r\n"
                              "Host: localhost\r\n"
                              "Accept: application/x-ndjson\r\n"
                              "Content-Length: 0\r\n"
                              "Connection: close\r\n\r\n";

/* The socket's path as self/endpoint has it; NULL when it is not there or no absolute path. */
static const char *endpoint(struct shim *shim)
{
    struct file file;
    const char *path = join(&shim->arena, shim->home, "/" ENDPOINT_FILE, NULL);

    if (file_read(&shim->arena, path, &file) < 0)
        return NULL;
    file.text[strcspn(file.text, "\n")] = '\0';
    return file.text[0] == '/' ? file.text : NULL;
}

/* Nobody else can have put the socket there: it and its folder are ours, and only we may write. */
static bool is_ours(struct shim *shim, const char *socket_path)
{
    const char *name = last_name(socket_path);
    const char *folder = keep(&shim->arena, socket_path, (size_t)(name - socket_path));
    uid_t user = geteuid();
    struct stat status;

    if (stat(folder, &status) != 0 || !S_ISDIR(status.st_mode) || status.st_uid != user ||
        (status.st_mode & (S_IWGRP | S_IWOTH)) != 0)
        return false;
    return lstat(socket_path, &status) == 0 && S_ISSOCK(status.st_mode) && status.st_uid == user;
}

/* Returns the connection, not blocking, or -1. */
static int connect_to(const char *path)
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
        send(fd, request, sizeof request - 1, MSG_NOSIGNAL) != (ssize_t)(sizeof request - 1)) {
        close(fd);
        return -1;
    }
    return fd;
}

static time_t seconds(void)
{
    struct timespec now;

    return clock_gettime(CLOCK_MONOTONIC, &now) == 0 ? now.tv_sec : 0;
}

/* Waits at most so long for bytes and reads them; 0 at the end of the reply, -1 for no bytes. */
static ssize_t receive(int fd, char *bytes, size_t size, int milliseconds)
{
    struct pollfd wait = {.fd = fd, .events = POLLIN};
    int ready;

    do
        ready = poll(&wait, 1, milliseconds); /* an interrupted wait begins anew: signals are few */
    while (ready < 0 && errno == EINTR);
    return ready > 0 ? recv(fd, bytes, size, 0) : -1;
}

enum verdict { GO_ON, DONE, GIVE_UP };

/* One line of the reply; progress is shown when somebody may see it. */
static enum verdict understand(struct reply *reply)
{
    const char *event = NULL;
    const char *text = NULL;
    const struct json_field fields[] = {
        {"event", JSON_TEXT, &event, NULL, NULL},
        {"text", JSON_TEXT, &text, NULL, NULL},
        {NULL, JSON_TEXT, NULL, NULL, NULL},
    };
    struct json json;

    if (reply->length == 0)
        return GO_ON;
    json_start(&json, reply->line, reply->length);
    if (json_read(&json, fields) < 0 || event == NULL)
        return GIVE_UP;
    if (same(event, "result"))
        return DONE;
    if (same(event, "problem"))
        return GIVE_UP; /* volta-migrate will meet it as well, and say it */
    if (text != NULL && *text != '\0' && isatty(STDERR_FILENO))
        note(text);
    return GO_ON; /* unknown events are for later releases */
}

static enum verdict take(struct reply *reply, const char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        enum reply_event event = reply_take(reply, bytes[i]);
        enum verdict verdict = GO_ON;

        if (event == REPLY_BAD || event == REPLY_END)
            return GIVE_UP; /* an end without a result is no result */
        if (event == REPLY_LINE)
            verdict = reply->status == 200 ? understand(reply) : GIVE_UP;
        if (verdict != GO_ON)
            return verdict;
    }
    return GO_ON;
}

static bool wait_for_result(struct reply *reply, int fd)
{
    time_t limit = seconds() + ALTOGETHER_S;
    int patience = FIRST_BYTE_MS;
    enum verdict verdict = GO_ON;

    reply_start(reply);
    while (verdict == GO_ON && seconds() < limit) {
        char bytes[4096];
        ssize_t n = receive(fd, bytes, sizeof bytes, patience);

        verdict = n > 0 ? take(reply, bytes, (size_t)n) : GIVE_UP;
        patience = NEXT_BYTE_MS;
    }
    return verdict == DONE;
}

bool ask_daemon(struct shim *shim)
{
    const char *path = endpoint(shim);
    struct reply *reply;
    bool done;
    int fd;

    if (path == NULL || !is_ours(shim, path))
        return false;
    fd = connect_to(path);
    if (fd < 0)
        return false;
    reply = arena_take(&shim->arena, sizeof *reply);
    done = wait_for_result(reply, fd);
    close(fd);
    return done;
}

/*
 * Asks the daemon for a migration: POST on the socket that self/endpoint names, then progress line
 * by line until the result. No wait is without a bound; whatever goes wrong, the answer is false
 * and the caller does without the daemon.
 */
#include <time.h>
#include <unistd.h>

#include "client.h"
#include "json.h"
#include "reply.h"
#include "shim.h"

enum { FIRST_BYTE_MS = 2000, NEXT_LINE_MS = 10000, ALTOGETHER_S = 900 };

static const char request[] = "POST " MIGRATIONS_RESOURCE "?wait=true HTTP/1.1\r\n"
                              "Host: localhost\r\n"
                              "Accept: application/x-ndjson\r\n"
                              "Content-Length: 0\r\n"
                              "Connection: close\r\n\r\n";

static time_t seconds(void)
{
    struct timespec now;

    return clock_gettime(CLOCK_MONOTONIC, &now) == 0 ? now.tv_sec : 0;
}

/* Whoever sends a byte now and then and never a line is not our daemon. */
struct patience {
    time_t line; /* when the next line must have come */
    time_t all;
};

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

static enum verdict take(struct reply *reply, const char *bytes, size_t size,
                         struct patience *patience)
{
    for (size_t i = 0; i < size; i++) {
        enum reply_event event = reply_take(reply, bytes[i]);
        enum verdict verdict = GO_ON;

        if (event == REPLY_BAD || event == REPLY_END)
            return GIVE_UP; /* an end without a result is no result */
        if (event == REPLY_LINE) {
            patience->line = seconds() + NEXT_LINE_MS / 1000;
            verdict = reply->status == 200 ? understand(reply) : GIVE_UP;
        }
        if (verdict != GO_ON)
            return verdict;
    }
    return GO_ON;
}

static bool wait_for_result(struct reply *reply, int fd)
{
    time_t start = seconds();
    struct patience patience = {start + FIRST_BYTE_MS / 1000, start + ALTOGETHER_S};
    int wait_ms = FIRST_BYTE_MS;
    enum verdict verdict = GO_ON;

    reply_start(reply);
    while (verdict == GO_ON && seconds() <= patience.line && seconds() < patience.all) {
        char bytes[4096];
        ssize_t n = client_receive(fd, bytes, sizeof bytes, wait_ms);

        verdict = n > 0 ? take(reply, bytes, (size_t)n, &patience) : GIVE_UP;
        wait_ms = NEXT_LINE_MS;
    }
    return verdict == DONE;
}

bool ask_daemon(struct shim *shim)
{
    struct reply *reply;
    bool done;
    int fd = client_connect(&shim->arena, shim->home, request);

    if (fd < 0)
        return false;
    reply = arena_take(&shim->arena, sizeof *reply);
    done = wait_for_result(reply, fd);
    close(fd);
    return done;
}

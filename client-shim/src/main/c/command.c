#include "command.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "client.h"
#include "constants.h"
#include "file.h"
#include "reply.h"

enum { ANSWER_MS = 5000, ANSWER_MAX = 1 << 20 };

#define STATUS_REQUEST(type) \
    "GET " STATUS_RESOURCE " HTTP/1.1\r\nHost: localhost\r\nAccept: " type \
    "\r\nConnection: close\r\n\r\n"

/* The body of the answer and its length; false unless all of it came and it is the status. */
struct answer {
    char *body;
    size_t length;
};

static bool take(struct answer *answer, struct reply *reply, const char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        enum reply_event event = reply_take(reply, bytes[i]);

        if (event == REPLY_BAD || reply->length >= ANSWER_MAX - answer->length)
            return false;
        if (event == REPLY_LINE) {
            memcpy(answer->body + answer->length, reply->line, reply->length);
            answer->length += reply->length;
            answer->body[answer->length++] = '\n';
        }
    }
    return true;
}

static bool read_answer(struct answer *answer, struct reply *reply, int fd)
{
    char bytes[4096];
    ssize_t n;

    time_t limit = time(NULL) + ANSWER_MS / 1000;

    reply_start(reply);
    while ((n = client_receive(fd, bytes, sizeof bytes, ANSWER_MS)) > 0)
        if (!take(answer, reply, bytes, (size_t)n) || time(NULL) > limit)
            return false;
    return n == 0 && reply->status == 200 && reply->is_complete && answer->length > 0;
}

static bool write_all(const char *text, size_t size)
{
    while (size > 0) {
        ssize_t n = write(STDOUT_FILENO, text, size);

        if (n < 0 && errno != EINTR)
            return false;
        if (n > 0) {
            text += n;
            size -= (size_t)n;
        }
    }
    return true;
}

static void show_status(struct arena *arena, const char *home, const char *request)
{
    struct reply *reply = arena_take(arena, sizeof *reply);
    struct answer answer = {.body = arena_take(arena, (size_t)ANSWER_MAX + 1)};
    int fd = client_connect(arena, home, request);
    bool is_whole;

    if (fd < 0)
        return;
    is_whole = read_answer(&answer, reply, fd);
    close(fd);
    if (is_whole)
        _exit(write_all(answer.body, answer.length) && reply->is_healthy ? 0 : 1);
}

static bool is_upstreams(const char *word)
{
    static const char *const words[] = {UPSTREAM_COMMANDS};

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (same(word, words[i]))
            return true;
    return false;
}

/* Its own arguments and terminal, byte for byte; a JVM between would change signals. */
static void hand_to_upstream(struct arena *arena, const struct command *command)
{
    const char *program = join(arena, command->home, "/" UPSTREAM_CLI, NULL);
    char *install = join(arena, ENV_INSTALL "=", command->home, "/bin", NULL);
    struct stat status;
    size_t count = 0;
    size_t used = 0;
    char **all;

    if (stat(join(arena, command->home, "/" LAYOUT_MARKER, NULL), &status) != 0 ||
        !file_is_program(program))
        return;
    while (command->environment[count] != NULL)
        count++;
    all = arena_take(arena, (count + 2) * sizeof *all);
    for (char **from = command->environment; *from != NULL; from++)
        if (!starts_with(*from, ENV_INSTALL "="))
            all[used++] = *from;
    all[used++] = install;
    all[used] = NULL;
    execve(program, command->argv, all);
}

void run_without_jvm(struct arena *arena, const struct command *command)
{
    char **words = command->argv + 1;

    if (command->home == NULL || command->argc < 2)
        return;
    if (is_upstreams(words[0]))
        hand_to_upstream(arena, command);
    if (!same(words[0], "daemon") || command->argc < 3 || !same(words[1], "status"))
        return;
    if (command->argc == 3)
        show_status(arena, command->home, STATUS_REQUEST("text/plain"));
    else if (command->argc == 4 && same(words[2], "--json"))
        show_status(arena, command->home, STATUS_REQUEST("application/json"));
}

#include "die.h"

#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

static struct iovec part(const char *text)
{
    union {
        const char *from;
        void *to;
    } unconst = {.from = text};
    struct iovec vector = {.iov_base = unconst.to, .iov_len = strlen(text)};

    return vector;
}

_Noreturn void die(int exit_code, const char *code, const char *what, const char *why,
                   const char *next)
{
    const struct iovec lines[] = {
        part("volta: Could not "), part(what), part(".\n  why:  "), part(why), part("\n  next: "),
        part(next),                part("\n  code: "), part(code),     part("\n"),
    };
    /* One call, so that the lines of many shims that fail at once do not mix. */
    ssize_t ignored = writev(STDERR_FILENO, lines, (int)(sizeof lines / sizeof lines[0]));

    (void)ignored; /* there is nobody left to tell */
    _exit(exit_code);
}

void verbose(const char *text)
{
    const struct iovec lines[] = {part("[verbose] "), part(text), part("\n")};
    ssize_t ignored = writev(STDERR_FILENO, lines, 3);

    (void)ignored;
}

void note(const char *text)
{
    static const char prefix[] = "volta: ";
    char line[512];
    size_t used = sizeof prefix - 1;
    ssize_t ignored;

    memcpy(line, prefix, used);
    for (; *text != '\0' && used < sizeof line - 1; text++) {
        unsigned char c = (unsigned char)*text;

        line[used++] = c < 0x20 || c == 0x7f ? '?' : *text;
    }
    line[used++] = '\n';
    ignored = write(STDERR_FILENO, line, used);
    (void)ignored; /* a note that cannot be shown stops nothing */
}

#include "die.h"

#include <stdbool.h>
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

enum { PART_MAX = 2000 };

struct lines {
    char text[4 * PART_MAX];
    size_t used;
};

static void add(struct lines *lines, const char *text)
{
    size_t size = strlen(text);

    memcpy(lines->text + lines->used, text, size);
    lines->used += size;
}

/* Text that may come from a file of somebody else: cut, and without what a terminal acts on. */
static void add_foreign(struct lines *lines, const char *text)
{
    size_t end = lines->used + PART_MAX;

    for (; *text != '\0' && lines->used < end; text++) {
        unsigned char c = (unsigned char)*text;
        unsigned char next = (unsigned char)text[1];
        bool is_control = c < 0x20 || c == 0x7f || (c == 0xc2 && next >= 0x80 && next < 0xa0);

        lines->text[lines->used++] = is_control ? '?' : *text;
        if (c == 0xc2 && is_control)
            text++;
    }
    if (*text != '\0')
        add(lines, "...");
}

_Noreturn void die(int exit_code, const char *code, const char *what, const char *why,
                   const char *next)
{
    static struct lines lines;
    ssize_t ignored;

    add(&lines, "volta: Could not ");
    add_foreign(&lines, what);
    add(&lines, ".\n  why:  ");
    add_foreign(&lines, why);
    add(&lines, "\n  next: ");
    add_foreign(&lines, next);
    add(&lines, "\n  code: ");
    add(&lines, code);
    add(&lines, "\n");
    /* One call, so that the lines of many shims that fail at once do not mix. */
    ignored = write(STDERR_FILENO, lines.text, lines.used);
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

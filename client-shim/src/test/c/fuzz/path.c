/*
 * PATH without the shims: every entry that is kept is kept as it was and in its order, and the ones
 * left out are those that name the folder of the shims, part by part.
 */
#include "fuzz.h"
#include "run.h"

/* For the other half of path.c, which nothing here calls. */
const char *const kind_names[KINDS] = {"", "", "", ""};

_Noreturn void fail(const char *code, const char *what, const char *why, const char *next)
{
    (void)what, (void)why, (void)next;
    fprintf(stderr, "fail: %s\n", code);
    abort();
}

/* Takes the next part of a path off; empty parts and "." are none, but a leading slash is one. */
static size_t part(const char **at, const char *end, bool first)
{
    if (first && *at < end && **at == '/')
        return (*at)++, 0;
    for (;;) {
        const char *start;

        while (*at < end && **at == '/')
            (*at)++;
        start = *at;
        while (*at < end && **at != '/')
            (*at)++;
        if (*at - start != 1 || *start != '.' || (start == *at))
            return (size_t)(*at - start);
    }
}

static bool names_shims(const char *entry, size_t length, const char *shims)
{
    const char *a = entry;
    const char *end = entry + length;
    const char *b = shims;
    const char *end_of_b = shims + strlen(shims);

    if (length == 0 || *entry != '/')
        return false;
    part(&a, end, true);
    part(&b, end_of_b, true);
    for (;;) {
        size_t size_a = part(&a, end, false);
        size_t size_b = part(&b, end_of_b, false);

        if (size_a != size_b || memcmp(a - size_a, b - size_b, size_a) != 0)
            return false;
        if (size_a == 0)
            return true;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char memory[1 << 18];
    char *old = copy(data, size);
    struct shim shim = {
        .arena = {.base = memory, .size = sizeof memory},
        .environment = {.path = old},
        .home = "/no/h",
    };
    char *expected = malloc(size + 1);
    const char *result;
    size_t used = 0;
    bool first = true;

    if (size > 4096) {
        free(old);
        free(expected);
        return -1;
    }
    CHECK(expected != NULL);
    for (const char *entry = old;; entry++) {
        size_t length = strcspn(entry, ":");

        if (!names_shims(entry, length, "/no/h/bin")) {
            if (!first)
                expected[used++] = ':';
            first = false;
            memcpy(expected + used, entry, length);
            used += length;
        }
        entry += length;
        if (*entry == '\0')
            break;
    }
    expected[used] = '\0';
    result = path_without_shims(&shim);
    CHECK(same(result, expected));
    free(expected);
    free(old);
    return 0;
}

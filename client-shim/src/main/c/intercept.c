/*
 * Which commands of npm, yarn and pnpm change what is installed for the user. A word that starts
 * with '-' is a flag, every other one is positional; the first positional one is the command.
 */
#include "run.h"

struct words {
    const char *first; /* positional words; "" when there is none */
    const char *second;
    int positional;
    bool global; /* -g or --global */
    bool prefix; /* --prefix... */
};

static struct words split(const struct shim *shim)
{
    struct words words = {.first = "", .second = ""};

    for (int i = 1; i < shim->argc; i++) {
        const char *word = shim->argv[i];

        if (word[0] == '-') {
            words.global = words.global || same(word, "-g") || same(word, "--global");
            words.prefix = words.prefix || starts_with(word, "--prefix");
        } else if (words.positional++ == 0) {
            words.first = word;
        } else if (words.positional == 2) {
            words.second = word;
        }
    }
    return words;
}

static bool is_one_of(const char *word, const char *const *list)
{
    while (*list != NULL)
        if (same(word, *list++))
            return true;
    return false;
}

bool is_global_npm(const struct shim *shim)
{
    static const char *const with_packages[] = {
        "i",    "in",     "ins",     "inst", "insta",     "instal", "install", "isnt", "isnta",
        "isntal", "isntall", "add",  "un",   "uninstall", "unlink", "remove",  "rm",   "r",
        NULL};
    static const char *const update[] = {"update", "udpate", "upgrade", "up", NULL};
    struct words words = split(shim);

    if (shim->environment.unsafe_global || !words.global || words.prefix)
        return false;
    return is_one_of(words.first, update) ||
           (words.positional > 1 && is_one_of(words.first, with_packages));
}

bool is_link_npm(const struct shim *shim)
{
    struct words words = split(shim);

    return !shim->environment.unsafe_global &&
           (same(words.first, "link") || same(words.first, "ln"));
}

bool is_unlink_npm(const struct shim *shim)
{
    struct words words = split(shim);

    return !shim->environment.unsafe_global && same(words.first, "unlink") && words.positional == 1;
}

bool is_global_yarn(const struct shim *shim)
{
    struct words words = split(shim);

    if (shim->environment.unsafe_global || !same(words.first, "global"))
        return false;
    return same(words.second, "upgrade") ||
           (words.positional > 2 && (same(words.second, "add") || same(words.second, "remove")));
}

bool is_global_pnpm(const struct shim *shim)
{
    return split(shim).global;
}

#include "home.h"

#include <errno.h>
#include <limits.h>
#include <unistd.h>

#include "self.h"

static bool is_set(const char *value)
{
    return value != NULL && *value != '\0';
}

const char *find_home(struct arena *arena, const char *named, const char *user)
{
    char folder[PATH_MAX];
    const char *home = named;

    if (!is_set(named)) {
        if (!is_set(user))
            user = user_folder(arena);
        if (user == NULL) {
            errno = ENOENT;
            return NULL;
        }
        home = join(arena, user, "/.volta", NULL);
    }
    if (home[0] == '/')
        return home;
    if (getcwd(folder, sizeof folder) == NULL) {
        if (errno == ENOENT)
            errno = ESTALE; /* the current folder is gone; ENOENT says something else here */
        return NULL;
    }
    return join(arena, folder, "/", home, NULL);
}

/* What every part of the shim needs: the process as it was started, and how to end it. */
#ifndef VOLTAD_SHIM_H
#define VOLTAD_SHIM_H

#include "constants.h"
#include "die.h"
#include "text.h"

/* The variables that main read. NULL: not set. */
struct environment {
    char *const *all;
    const char *install;
    const char *log_level;
    const char *migrating; /* set for the volta-migrate that a shim started */
    const char *node_path;
    const char *path;
    const char *recursion; /* how many shims are above this one */
    const char *switched;  /* the process that an older shim program left to this one */
    bool bypass;
    bool pnpm;
    bool unsafe_global;
};

struct shim {
    struct arena arena;
    struct environment environment;
    const char *home; /* absolute */
    const char *tool; /* the name it was called by */
    int argc;
    char **argv; /* as they came; what goes to the tool is made from them */
};

/* A variable of what is started: value NULL takes it out. */
struct variable {
    const char *name;
    const char *value;
};

/* Ends with exit status 126, which upstream uses for all errors of its shim. */
_Noreturn void fail(const char *code, const char *what, const char *why, const char *next);

/* Brings the home to the current layout if its marker is missing; see layout.c. */
void ensure_layout(struct shim *shim);

/* Asks the daemon for a migration and waits, with bounds; true if it reports success: ask.c. */
bool ask_daemon(struct shim *shim);

/* Whether a process above this one holds the lock of the home, so that waiting would be for ever. */
bool is_below_lock_holder(struct shim *shim);

/*
 * How many shims have started each other down to what this one starts, as text; ends the program
 * when they are so many that they must be going round in a circle.
 */
const char *next_level(struct shim *shim);

/* The environment of this process with changes, which end with a name NULL. */
char **environment_with(struct shim *shim, const struct variable *changes);

/* The folder that this program lies in, links resolved. Ends the program when it is unknown. */
const char *program_folder(struct shim *shim);

#endif

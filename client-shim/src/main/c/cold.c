/*
 * The cold path: what is rare, or needs the network or the lock, and so is not the shim's work.
 * Every such case ends here and nowhere else.
 */
#include "file.h"
#include "run.h"

_Noreturn void cold(struct shim *shim, enum cold_case rare, const char *subject)
{
    const char *what = join(&shim->arena, "run ", shim->tool, NULL);

    switch (rare) {
    case COLD_NOT_INSTALLED:
        fail(PROBLEM_NOT_INSTALLED, what, join(&shim->arena, subject, " is not installed.", NULL),
             join(&shim->arena, "Run `volta fetch ", subject, "`.", NULL));
    case COLD_GLOBAL:
        fail(PROBLEM_NOT_SUPPORTED, what,
             join(&shim->arena, "Its global command would bypass the home; `", subject,
                  "` does that work.", NULL),
             join(&shim->arena, "Run `", subject, "`, or set VOLTA_UNSAFE_GLOBAL.", NULL));
    case COLD_LINK:
        break;
    }
    fail(PROBLEM_NOT_SUPPORTED, what,
         join(&shim->arena, "`npm ", subject, "` is not supported for packages of the home yet.",
              NULL),
         "Set VOLTA_UNSAFE_GLOBAL to let npm do it alone.");
}

void check_out(struct shim *shim, const struct platform *platform)
{
    for (int kind = 0; kind < KINDS; kind++) {
        const char *version = platform->version[kind];
        const char *name = kind_names[kind];

        if (version == NULL || (kind == PNPM && !shim->environment.pnpm))
            continue;
        if (!file_is_program(join(&shim->arena, shim->home, "/tools/image/", name, "/", version,
                                  "/bin/", name, NULL)))
            cold(shim, COLD_NOT_INSTALLED, join(&shim->arena, name, "@", version, NULL));
    }
}

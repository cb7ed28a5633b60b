/*
 * The layout check. The marker is there: one stat, nothing else. It is missing: in this order
 *
 *  1. a home that may not be written stays as it is; a note, and the tool is tried;
 *  2. below a migration nothing waits: the migration may be waiting for this very process;
 *  3. the daemon is asked, with bounds (ask.c);
 *  4. volta-migrate beside this program is started and waited for, by one shim at a time; its
 *     failure is passed on.
 *
 * After 3 and 4 only the marker decides. Where it is missing still and self/current leads to
 * another shim program, that one is executed. So a wrong answer cannot lead to a tool that is run on an
 * old layout, and there is no loop.
 */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "self.h"
#include "shim.h"

enum {
    TURN_MS = 60000,
    LOOK_AGAIN_MS = 10,
    EXIT_MIGRATION_KILLED = 1 /* as upstream */
};

static bool has_marker(const char *marker)
{
    struct stat status;

    return stat(marker, &status) == 0;
}

static const char *log_level(const struct shim *shim)
{
    static const char *const levels[] = {"off", "error", "warn", "info", "debug", "trace"};
    const char *level = shim->environment.log_level;

    for (size_t i = 0; level != NULL && i < sizeof levels / sizeof levels[0]; i++)
        if (same_letters(level, levels[i]))
            return levels[i];
    return isatty(STDOUT_FILENO) ? "info" : "error";
}

/*
 * Waits for volta-migrate. Returns its exit status, or the number of the signal that ended it below
 * zero; 0 when nobody can tell.
 */
static int wait_for(pid_t child)
{
    int status;

    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return 0; /* SIGCHLD is ignored in this process: the marker tells the result */
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

/* Runs volta-migrate to its end and returns what wait_for returns. */
static int migrate(struct shim *shim)
{
    const char *folder = shim->environment.install;
    char *arguments[2] = {NULL, NULL};
    const struct variable changes[] = {
        {ENV_LOG_LEVEL, log_level(shim)},
        {ENV_MIGRATING, "1"},
        {ENV_SWITCHED, NULL},
        {NULL, NULL},
    };
    pid_t child;
    int result;

    if (folder == NULL || *folder == '\0')
        folder = program_folder(shim);
    arguments[0] = join(&shim->arena, folder, "/", MIGRATE_PROGRAM, NULL);
    result = posix_spawn(&child, arguments[0], NULL, NULL, arguments,
                         environment_with(shim, changes));
    if (result != 0)
        fail(PROBLEM_NO_MIGRATION, join(&shim->arena, "start ", arguments[0], NULL),
             system_error(&shim->arena, "posix_spawn", result),
             "Install volta-migrate there, or name its folder in VOLTA_INSTALL_DIR.");
    return wait_for(child);
}

/*
 * An update changes the marker and the program while shims run, and this may be a shim of the old
 * release. Executes the new one, once: the variable holds the number of the process, so it means
 * nothing to the processes that inherit it.
 */
static void switch_to_current(struct shim *shim)
{
    const char *program =
        join(&shim->arena, shim->home, "/" POINTER "/bin/" SHIM_PROGRAM, NULL);
    const char *self = number(&shim->arena, (unsigned long)getpid());
    const struct variable changes[] = {{ENV_SWITCHED, self}, {NULL, NULL}};
    const char *switched = shim->environment.switched;
    struct stat status;

    if ((switched == NULL || !same(switched, self)) && stat(program, &status) == 0 &&
        S_ISREG(status.st_mode) && !is_self(&shim->arena, &status))
        execve(program, shim->argv, environment_with(shim, changes));
}

/*
 * Waits until no other shim has a migration running, or has ended one with success. So a thousand
 * shims that a build starts at once start one volta-migrate and not a thousand. It is a lock on the
 * folder of the home, which leaves no file behind and ends with its holder; whoever cannot have it
 * in time goes on without it, for volta-migrate has a lock of its own.
 */
static int await_turn(const char *home, const char *marker)
{
    const struct timespec pause = {.tv_nsec = LOOK_AGAIN_MS * 1000000L};
    int fd = open(home, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    for (int waited = 0; fd >= 0 && waited < TURN_MS && !has_marker(marker) &&
                         flock(fd, LOCK_EX | LOCK_NB) < 0 && errno == EWOULDBLOCK;
         waited += LOOK_AGAIN_MS)
        nanosleep(&pause, NULL);
    return fd;
}

static bool may_be_written(const char *home)
{
    return access(home, W_OK) == 0 || (errno != EROFS && errno != EACCES);
}

/* The marker is missing after volta-migrate, which ended with result. */
static _Noreturn void end_without(struct shim *shim, const char *marker, int result)
{
    const char *what = join(&shim->arena, "update ", shim->home, NULL);

    if (result > 0)
        _exit(result); /* volta-migrate has said why */
    if (result < 0) /* and here it could not: a full memory ends programs so, for example */
        die(EXIT_MIGRATION_KILLED, PROBLEM_MARKER_MISSING, what,
            join(&shim->arena, MIGRATE_PROGRAM " was ended by signal ",
                 number(&shim->arena, (unsigned long)-result), ".", NULL),
            "Run `volta-migrate`: it finishes or takes back what was cut off.");
    fail(PROBLEM_MARKER_MISSING, what,
         join(&shim->arena, marker, " is still missing after a migration.", NULL),
         "Run `volta-migrate --status` to see what is there.");
}

void ensure_layout(struct shim *shim)
{
    const char *marker = join(&shim->arena, shim->home, "/" LAYOUT_MARKER, NULL);
    int result;
    int turn;

    if (has_marker(marker))
        return;
    if (!may_be_written(shim->home)) {
        if (!same(log_level(shim), "off"))
            note(join(&shim->arena, shim->home,
                      " may not be written, so it keeps its old layout.", NULL));
        return;
    }
    if (shim->environment.migrating != NULL || is_below_lock_holder(shim))
        fail(PROBLEM_BELOW_MIGRATION, join(&shim->arena, "run ", shim->tool, NULL),
             join(&shim->arena, "A process above this one is changing ", shim->home,
                  " and may be waiting for this one to end.", NULL),
             "Wait until it has ended, then run it again.");
    if (ask_daemon(shim) && has_marker(marker))
        return;
    switch_to_current(shim);
    turn = await_turn(shim->home, marker);
    result = has_marker(marker) ? 0 : migrate(shim);
    if (turn >= 0)
        close(turn);
    if (has_marker(marker))
        return;
    switch_to_current(shim);
    end_without(shim, marker, result);
}

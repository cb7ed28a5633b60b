/*
 * Shims that break the contract, each in its own way, to prove that the cases can fail. TOOL is the
 * program that they run; HOW is one of
 *
 *   SPAWNING    starts the tool and waits, deaf to SIGINT; a tool that was killed is exit 1
 *   FORWARDING  starts the tool and hands every signal on; passes on seven bits of the exit status
 *   DETACHING   starts the tool in a process group of its own
 *   CARELESS    becomes the tool, but changes what a tool inherits
 *
 * Where the marker is missing they start volta-migrate in the same way: FORWARDING hands signals
 * on, DETACHING and SPAWNING take it away from the terminal, CARELESS is deaf to SIGINT and SIGTERM.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

enum { SPAWNING, FORWARDING, DETACHING, CARELESS };

static const int all[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2, SIGWINCH};
static volatile pid_t child;

static void forward(int number)
{
    if (child > 0)
        kill(child, number);
}

static void set_all(void (*handler)(int))
{
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        signal(all[i], handler);
}

static int start(const char *program, char **argv, int is_migration)
{
    int status;

    if (HOW == FORWARDING)
        set_all(forward);
    child = fork();
    if (child == 0) {
        set_all(SIG_DFL);
        if (is_migration && HOW != FORWARDING)
            setsid();
        else if (HOW == DETACHING)
            setpgid(0, 0);
        execv(program, argv);
        _exit(126);
    }
    if (HOW == SPAWNING || is_migration)
        signal(SIGINT, HOW == FORWARDING ? forward : SIG_IGN);
    if (HOW == CARELESS)
        signal(SIGTERM, SIG_IGN);
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return 125;
    if (HOW == FORWARDING)
        return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status) & 127;
    return WIFSIGNALED(status) ? 1 : WEXITSTATUS(status);
}

static void change_all(char **argv)
{
    struct rlimit files = {256, 256};
    struct winsize size = {.ws_row = 1, .ws_col = 1};
    sigset_t set;

    set_all(SIG_IGN);
    sigemptyset(&set);
    sigprocmask(SIG_SETMASK, &set, NULL);
    signal(SIGPIPE, SIG_DFL);
    (void)!open("/dev/null", O_RDWR);
    (void)!dup(0);
    umask(0);
    (void)!chdir("/");
    setrlimit(RLIMIT_NOFILE, &files);
    ioctl(0, TIOCSWINSZ, &size);
    setenv("LC_ALL", "C", 1);
    for (size_t i = 1; argv[i] != NULL; i++)
        if (argv[i][0] == '\0')
            argv[i] = argv[0];
}

int main(int argc, char **argv)
{
    char path[PATH_MAX];
    char *migrate[] = {path, NULL};

    (void)argc;
    snprintf(path, sizeof path, "%s/layout.v4", getenv("VOLTA_HOME"));
    if (access(path, F_OK) != 0) {
        snprintf(path, sizeof path, "%s/volta-migrate", getenv("VOLTA_INSTALL_DIR"));
        if (start(path, migrate, 1) != 0)
            return 1;
    }
    if (HOW != CARELESS)
        return start(TOOL, argv, 0);
    change_all(argv);
    execv(TOOL, argv);
    return 126;
}

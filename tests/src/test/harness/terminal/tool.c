/*
 * Stands for a tool in the tests of the terminal, and for volta-migrate when it is called so.
 *
 * First it appends what it finds itself to be to the file $RECORD, one fact a line, and "ready".
 * Then it does what its first argument says:
 *
 *   state     ends with 0
 *   exit N    ends with N
 *   die N     ends by signal N
 *   flood     writes lines to stdout for ever
 *   wait      ends with 0 at a byte in the FIFO $RECORD.tool; signals are as they came
 *   signals   the same, and appends every signal that it gets, with its sender
 *
 * As volta-migrate it appends its process, waits for a byte in the FIFO $RECORD.migrate, makes the
 * marker of the home and ends with 0.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <termios.h>
#include <unistd.h>

static int seen[2]; /* a pipe: from the handler of signals to the loop */

struct arrival {
    int signal;
    int code;
    pid_t sender;
};

static void die(const char *call)
{
    perror(call);
    _exit(99);
}

static void put_hex(FILE *out, const char *key, const char *text)
{
    fprintf(out, "%s ", key);
    for (; *text != '\0'; text++)
        fprintf(out, "%02x", (unsigned char)*text);
    fputc('\n', out);
}

static void put_link(FILE *out, const char *key, const char *path)
{
    char target[4096];
    ssize_t size = readlink(path, target, sizeof target - 1);

    target[size < 0 ? 0 : size] = '\0';
    fprintf(out, "%s %s\n", key, target);
}

/* Before anything of ours is open. */
static void put_descriptors(FILE *out)
{
    DIR *folder = opendir("/proc/self/fd");
    struct dirent *entry;

    if (folder == NULL)
        die("opendir");
    while ((entry = readdir(folder)) != NULL) {
        int fd = atoi(entry->d_name);
        char path[64];
        char key[128];

        if (entry->d_name[0] == '.' || fd == dirfd(folder))
            continue;
        snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
        snprintf(key, sizeof key, "descriptor %d %d %x %ld", fd, fcntl(fd, F_GETFD),
                 (unsigned)fcntl(fd, F_GETFL), (long)lseek(fd, 0, SEEK_CUR));
        put_link(out, key, path);
    }
    closedir(folder);
}

static void put_terminal(FILE *out, int fd)
{
    struct winsize size = {0};
    struct termios modes = {0};
    struct stat status = {0};

    fstat(fd, &status);
    ioctl(fd, TIOCGWINSZ, &size);
    tcgetattr(fd, &modes);
    fprintf(out, "terminal %d %d %s %lx %dx%d %x %x %x %x %d\n", fd, isatty(fd),
            isatty(fd) ? ttyname(fd) : "-", (unsigned long)status.st_rdev, size.ws_row,
            size.ws_col, modes.c_iflag, modes.c_oflag, modes.c_cflag, modes.c_lflag,
            tcgetpgrp(fd) == getpgrp());
}

/* The lines of a file of /proc that begin with one of the names; all when there are no names. */
static void put_file(FILE *out, const char *path, const char *const *names)
{
    char line[4096];
    FILE *in = fopen(path, "re");

    while (in != NULL && fgets(line, sizeof line, in) != NULL) {
        const char *const *name = names;

        while (name != NULL && *name != NULL && strncmp(line, *name, strlen(*name)) != 0)
            name++;
        if (name == NULL || *name != NULL)
            fprintf(out, "%s %s", strrchr(path, '/') + 1, line);
    }
    if (in != NULL)
        fclose(in);
}

static void put_self(FILE *out, char **argv, char **all)
{
    static const char *const names[] = {"Umask", "Uid",  "Gid",        "Groups",  "SigPnd",
                                        "ShdPnd", "Sig",  "Cap",        "NoNewPrivs", "Seccomp",
                                        "Cpus_allowed_list", NULL};
    struct itimerval timer = {0};

    put_descriptors(out);
    for (int fd = 0; fd < 3; fd++)
        put_terminal(out, fd);
    fprintf(out, "pid %d\nppid %d\npgid %d\nsid %d\n", getpid(), getppid(), getpgrp(), getsid(0));
    put_file(out, "/proc/self/status", names);
    put_file(out, "/proc/self/limits", NULL);
    put_file(out, "/proc/self/oom_score_adj", NULL);
    put_file(out, "/proc/self/timerslack_ns", NULL);
    put_file(out, "/proc/self/comm", NULL);
    put_link(out, "exe", "/proc/self/exe");
    put_link(out, "cwd", "/proc/self/cwd");
    getitimer(ITIMER_REAL, &timer);
    fprintf(out, "nice %d\nalarm %d\n", getpriority(PRIO_PROCESS, 0), timer.it_value.tv_sec > 0);
    for (; *argv != NULL; argv++)
        put_hex(out, "argument", *argv);
    for (; *all != NULL; all++)
        put_hex(out, "variable", *all);
}

static void append(const char *text)
{
    int fd = open(getenv("RECORD"), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);

    if (fd < 0 || write(fd, text, strlen(text)) != (ssize_t)strlen(text))
        die("append");
    close(fd);
}

static void handle(int number, siginfo_t *info, void *context)
{
    struct arrival arrival = {.signal = number, .code = info->si_code, .sender = info->si_pid};

    (void)context;
    if (write(seen[1], &arrival, sizeof arrival) != sizeof arrival)
        _exit(98);
}

static void catch_signals(void)
{
    static const int all[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2, SIGWINCH};
    struct sigaction action = {.sa_sigaction = handle, .sa_flags = SA_SIGINFO | SA_RESTART};

    if (pipe2(seen, O_CLOEXEC) != 0)
        die("pipe2");
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        sigaction(all[i], &action, NULL);
}

static void append_arrival(void)
{
    struct arrival arrival;
    struct winsize size = {0};
    char line[128];

    if (read(seen[0], &arrival, sizeof arrival) != sizeof arrival)
        die("read");
    ioctl(STDIN_FILENO, TIOCGWINSZ, &size);
    snprintf(line, sizeof line, "signal %s %d %dx%d\n", sigabbrev_np(arrival.signal),
             arrival.code == SI_KERNEL ? 0 : (int)arrival.sender, size.ws_row, size.ws_col);
    append(line);
}

/* Until a byte comes through the FIFO. */
static void wait_for_byte(const char *suffix, bool records)
{
    char byte;
    char path[4096];
    struct pollfd waits[2] = {{.events = POLLIN}, {.fd = -1, .events = POLLIN}};

    snprintf(path, sizeof path, "%s.%s", getenv("RECORD"), suffix);
    waits[0].fd = open(path, O_RDWR | O_CLOEXEC);
    if (waits[0].fd < 0)
        die(path);
    if (records)
        waits[1].fd = seen[0];
    while (waits[0].revents == 0) {
        if (poll(waits, 2, -1) < 0 && errno != EINTR)
            die("poll");
        if (waits[1].revents != 0)
            append_arrival();
        waits[1].revents = 0;
    }
    if (read(waits[0].fd, &byte, 1) != 1) /* whoever wrote it waits until it is gone */
        die("read");
}

static int migrate(void)
{
    char text[4096];

    snprintf(text, sizeof text, "migrate %d\n", getpid());
    append(text);
    wait_for_byte("migrate", false);
    snprintf(text, sizeof text, "%s/layout.v4", getenv("VOLTA_HOME"));
    return close(open(text, O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
}

int main(int argc, char **argv, char **all)
{
    const char *act = argc > 1 ? argv[1] : "state";
    int value = argc > 2 ? atoi(argv[2]) : 0;
    char *text;
    size_t size;
    FILE *out;

    if (strstr(argv[0], "volta-migrate") != NULL)
        return migrate();
    out = open_memstream(&text, &size);
    put_self(out, argv, all);
    fputs("ready\n", out);
    fclose(out);
    if (strcmp(act, "signals") == 0)
        catch_signals();
    append(text);
    if (strcmp(act, "exit") == 0)
        return value;
    if (strcmp(act, "die") == 0)
        raise(value);
    while (strcmp(act, "flood") == 0)
        if (write(STDOUT_FILENO, "flood\n", 6) < 0)
            return 97;
    if (strcmp(act, "wait") == 0 || strcmp(act, "signals") == 0)
        wait_for_byte("tool", strcmp(act, "signals") == 0);
    return 0;
}

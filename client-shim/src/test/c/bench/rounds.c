/*
 * Times programs against each other: every round runs each of them once, in another order each time,
 * so that what else the machine does, and what ran before, hits all of them alike.
 *
 * Usage: rounds COUNT < list. A line of the list is a program: folder, PATH, file and arguments, with
 * tabs between; argv[0] is the file. Prints a line of nanoseconds for each program, from before its
 * start to after its end. Output of the programs goes nowhere; one that fails ends the measurement.
 */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PROGRAMS_MAX = 64, WORDS_MAX = 16, WARM_UP = 10 };

struct program {
    char *folder;
    char *words[WORDS_MAX + 1];
    char **environment;
    long *times;
};

static void stop(const char *what)
{
    perror(what);
    exit(1);
}

static char **environment_with(char *path, char **old)
{
    size_t count = 0;
    size_t used = 0;
    char **all;

    while (old[count] != NULL)
        count++;
    all = calloc(count + 2, sizeof *all);
    for (size_t i = 0; i < count; i++)
        if (strncmp(old[i], "PATH=", 5) != 0)
            all[used++] = old[i];
    all[used] = malloc(strlen(path) + 6);
    sprintf(all[used], "PATH=%s", path);
    return all;
}

static int read_programs(struct program *programs, char **old, long rounds)
{
    char *line = NULL;
    size_t size = 0;
    int count = 0;

    while (getline(&line, &size, stdin) > 0 && count < PROGRAMS_MAX) {
        struct program *program = &programs[count++];
        char *at = strdup(line);
        int words = 0;

        at[strcspn(at, "\n")] = '\0';
        program->folder = strsep(&at, "\t");
        program->environment = environment_with(strsep(&at, "\t"), old);
        while (at != NULL && words < WORDS_MAX)
            program->words[words++] = strsep(&at, "\t");
        program->times = calloc((size_t)rounds, sizeof *program->times);
    }
    free(line);
    return count;
}

static long now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000L + time.tv_nsec;
}

static long run(const struct program *program, const posix_spawn_file_actions_t *actions)
{
    long start;
    long took;
    pid_t child;
    int status;

    if (chdir(program->folder) != 0)
        stop(program->folder);
    start = now();
    errno = posix_spawn(&child, program->words[0], actions, NULL, (char **)program->words,
                        program->environment);
    if (errno != 0 || waitpid(child, &status, 0) != child)
        stop(program->words[0]);
    took = now() - start;
    if (status != 0) {
        fprintf(stderr, "%s ended with status %d\n", program->words[0], status);
        exit(1);
    }
    return took;
}

/* Another order of the numbers below count: Fisher and Yates, with numbers that are always the same. */
static void shuffle(int *order, int count)
{
    static uint64_t state = 1;

    for (int i = count - 1; i > 0; i--) {
        int other;
        int kept = order[i];

        state = state * 6364136223846793005u + 1442695040888963407u;
        other = (int)((state >> 33) % (unsigned)(i + 1));
        order[i] = order[other];
        order[other] = kept;
    }
}

int main(int argc, char **argv, char **old)
{
    static struct program programs[PROGRAMS_MAX];
    long rounds = argc == 2 ? atol(argv[1]) : 0;
    int order[PROGRAMS_MAX];
    int count = read_programs(programs, old, rounds);
    posix_spawn_file_actions_t actions;

    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    for (int i = 0; i < count; i++)
        order[i] = i;
    for (long round = -WARM_UP; round < rounds; round++) {
        shuffle(order, count);
        for (int i = 0; i < count; i++) {
            long took = run(&programs[order[i]], &actions);

            if (round >= 0)
                programs[order[i]].times[round] = took;
        }
    }
    for (int i = 0; i < count; i++)
        for (long round = 0; round < rounds; round++)
            printf("%ld%c", programs[i].times[round], round + 1 < rounds ? ' ' : '\n');
    return 0;
}

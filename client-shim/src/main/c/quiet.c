/*
 * libquiet: preloaded into the JVM of a daemon that is at rest for days.
 *
 * Some threads of the JVM's own look every few seconds whether there is work for them, although
 * whoever makes the work also wakes them: the compiler's, the one that frees unused arenas, the one
 * that frees unused monitors, and the cleaners of Java and of JNA. Their timed waits are made ten
 * minutes longer here. All other threads wait as they ask to.
 *
 * Input: the variable LD_PRELOAD, from which this library is taken out, so that no child has it.
 * Without this library the daemon does the same and wakes about thirty times a minute.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <time.h>

enum { LONGER_SECONDS = 600, NAME_SIZE = 16 };

typedef int timed_wait(pthread_cond_t *, pthread_mutex_t *, const struct timespec *);

/* The kernel keeps the first 15 bytes of a name. */
static bool is_for_upkeep(void)
{
    static const char *const names[] = {
        "C1 CompilerThre", "Common-Cleaner", "JNA Cleaner", "Monitor Deflati", "VM Periodic Tas",
    };
    char name[NAME_SIZE] = "";

    prctl(PR_GET_NAME, name);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}

static timed_wait *libc_timed_wait(void)
{
    static _Atomic(timed_wait *) found;
    timed_wait *wait = atomic_load(&found);

    if (wait == NULL) {
        void *symbol = dlsym(RTLD_NEXT, "pthread_cond_timedwait");

        memcpy(&wait, &symbol, sizeof wait); /* ISO C has no cast from an object to a function */
        atomic_store(&found, wait);
    }
    return wait;
}

int pthread_cond_timedwait(pthread_cond_t *condition, pthread_mutex_t *mutex,
                           const struct timespec *until)
{
    struct timespec later = *until;

    if (is_for_upkeep())
        later.tv_sec += LONGER_SECONDS;
    return libc_timed_wait()(condition, mutex, &later);
}

/* The launcher has put it first: <this library>[:<what was there before>]. */
__attribute__((constructor)) static void leave_environment(void)
{
    const char *preloaded = getenv("LD_PRELOAD");
    const char *others = preloaded == NULL ? NULL : strchr(preloaded, ':');

    if (others == NULL)
        unsetenv("LD_PRELOAD");
    else
        setenv("LD_PRELOAD", others + 1, 1);
}

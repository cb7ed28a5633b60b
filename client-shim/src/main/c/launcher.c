/*
 * The launcher: one program for bin/volta, bin/volta-migrate and bin/voltad. It becomes the JVM
 * that runs app/<program>.jar of the tree it belongs to; command.c says what needs none. In the
 * bin/ of a home it is volta-shim too, and becomes the one of the tree: links to it stay right.
 *
 * Input: argv[0], when its last part is one of the three names, else the name of the file; the
 * variables JAVA_HOME, PATH, LC_ALL, LC_CTYPE, LANG, MALLOC_ARENA_MAX, VOLTA_HOME, HOME; for voltad
 * LISTEN_PID, LISTEN_FDS and LD_PRELOAD. What is closed of the standard streams becomes /dev/null.
 * Reads: nothing of its own. The tree is <folder of this file>/../self/current, if that is there, else
 * <folder of this file>/.. ; it is resolved once, so an update cannot mix two releases in one run.
 * Executes, in its own place: <tree>/runtime/bin/java, else $JAVA_HOME/bin/java, else java on PATH;
 * without JAVA_TOOL_OPTIONS, JDK_JAVA_OPTIONS and _JAVA_OPTIONS.
 *
 * Exit status: that of the JVM; 6 when the tree or a JVM is missing or cannot be run.
 */
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "command.h"
#include "constants.h"
#include "descriptors.h"
#include "die.h"
#include "file.h"
#include "home.h"
#include "self.h"

enum { ARENA_SIZE = 8 << 20 };

struct variables {
    const char *java_home;
    const char *path;
    const char *locale; /* the first of the three that is set; NULL: none */
    const char *preload;
    bool has_arenas;
    char **all;
};

struct place {
    const char *tree;
    const char *install; /* the folder that shims lead to */
    const char *program;
};

static const char *locate_program(struct arena *arena, const char *called, const char *self)
{
    static const char *const names[] = {CLI_PROGRAM, MIGRATE_PROGRAM, DAEMON_PROGRAM};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (same(last_name(called), names[i]))
            return names[i];
    return join(arena, last_name(self), NULL);
}

static struct place locate(struct arena *arena, const char *called)
{
    char real[PATH_MAX];
    const char *self = self_path(arena);
    const char *above;
    const char *current;
    struct place place;

    if (self == NULL)
        die(EXIT_ENVIRONMENT, PROBLEM_NO_INSTALL_FOLDER, "find the folder of this program",
            system_error(arena, "readlink", errno), "Make sure that /proc is there.");
    above = keep(arena, self, (size_t)(last_name(self) - self));
    above = join(arena, above, "..", NULL);
    current = join(arena, above, "/self/current", NULL);
    place.program = locate_program(arena, called, self);
    if (realpath(current, real) != NULL) {
        place.tree = join(arena, real, NULL);
        if (realpath(above, real) != NULL)
            above = real;
        place.install = join(arena, above, "/self/current/bin", NULL);
        return place;
    }
    if (realpath(above, real) == NULL)
        die(EXIT_ENVIRONMENT, PROBLEM_NO_INSTALL_FOLDER, join(arena, "find ", above, NULL),
            system_error(arena, "realpath", errno), "Install the programs again.");
    place.tree = join(arena, real, NULL);
    place.install = join(arena, place.tree, "/bin", NULL);
    return place;
}

static const char *java_on_path(struct arena *arena, const char *path)
{
    for (const char *entry = path; entry != NULL && *entry != '\0';) {
        size_t length = strcspn(entry, ":");

        if (length > 0) {
            const char *folder = keep(arena, entry, length);
            const char *java = join(arena, folder, "/java", NULL);

            if (file_is_program(java))
                return java;
        }
        entry += entry[length] == ':' ? length + 1 : length;
    }
    return NULL;
}

static const char *find_java(struct arena *arena, const struct place *place,
                             const struct variables *variables)
{
    const char *java = join(arena, place->tree, "/runtime/bin/java", NULL);

    if (file_is_program(java))
        return java;
    if (variables->java_home != NULL && *variables->java_home != '\0') {
        java = join(arena, variables->java_home, "/bin/java", NULL);
        if (file_is_program(java))
            return java;
    }
    java = java_on_path(arena, variables->path);
    if (java == NULL)
        die(EXIT_ENVIRONMENT, PROBLEM_NO_JAVA, join(arena, "start ", place->program, NULL),
            "There is no java in the installation, in JAVA_HOME or on PATH.",
            "Install the programs again, or set JAVA_HOME to a Java of version 17 or later.");
    return java;
}

static char **build_arguments(struct arena *arena, const struct place *place, const char *java,
                              int argc, char **argv)
{
    const char *app = join(arena, place->tree, "/app/", NULL);
    char *jar = join(arena, app, place->program, ".jar", NULL);
    char *archive = join(arena, app, place->program, ".jsa", NULL);
    char **all = arena_take(arena, ((size_t)argc + 12) * sizeof *all);
    size_t n = 0;

    if (access(jar, R_OK) != 0)
        die(EXIT_ENVIRONMENT, PROBLEM_NO_PROGRAM, join(arena, "start ", place->program, NULL),
            system_error(arena, jar, errno), "Install the programs again.");
    all[n++] = join(arena, java, NULL);
    all[n++] = join(arena, "@", app, place->program, ".args", NULL);
    if (access(archive, R_OK) == 0)
        all[n++] = join(arena, "-XX:SharedArchiveFile=", archive, NULL);
    all[n++] = join(arena, "-Djna.boot.library.path=", app, "native", NULL);
    all[n++] = join(arena, "-Dvoltad.tree=", place->tree, NULL);
    all[n++] = join(arena, "-Dvoltad.install=", place->install, NULL);
    if (isatty(STDOUT_FILENO)) /* Java cannot tell one from the other */
        all[n++] = join(arena, "-Dvoltad.terminal=true", NULL);
    if (isatty(STDERR_FILENO))
        all[n++] = join(arena, "-Dvoltad.progress=true", NULL);
    all[n++] = join(arena, "-jar", NULL);
    all[n++] = jar;
    for (int i = 1; i < argc; i++)
        all[n++] = argv[i];
    all[n] = NULL;
    return all;
}

static bool names_utf8(const char *locale)
{
    for (; locale != NULL && *locale != '\0'; locale++)
        if ((locale[0] | 0x20) == 'u' && (locale[1] | 0x20) == 't' && (locale[2] | 0x20) == 'f' &&
            (locale[3] == '8' || (locale[3] == '-' && locale[4] == '8')))
            return true;
    return false;
}

/*
 * What the daemon's JVM is to load first: quiet.c, then what was asked for anyway. NULL if the tree
 * has no such library, or its path has a character that ends a name in the variable (ld.so(8)).
 */
static const char *preloaded(struct arena *arena, const struct place *place, const char *others)
{
    const char *library = join(arena, place->tree, "/app/native/libquiet.so", NULL);

    if (library[strcspn(library, " :")] != '\0' || access(library, R_OK) != 0)
        return NULL;
    if (others == NULL || *others == '\0')
        return library;
    return join(arena, library, ":", others, NULL);
}

/* Meant for other Java programs: a collector or an agent of theirs would stop ours from starting. */
static bool is_for_java(const char *variable)
{
    static const char *const all[] = {"JAVA_TOOL_OPTIONS=", "JDK_JAVA_OPTIONS=", "_JAVA_OPTIONS="};

    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        if (starts_with(variable, all[i]))
            return true;
    return false;
}

static char **build_environment(struct arena *arena, const struct place *place,
                                const struct variables *variables)
{
    bool keep_locale = names_utf8(variables->locale);
    bool is_daemon = same(place->program, DAEMON_PROGRAM);
    const char *preload = is_daemon ? preloaded(arena, place, variables->preload) : NULL;
    size_t count = 0;
    size_t n = 0;
    char **all;

    while (variables->all[count] != NULL)
        count++;
    all = arena_take(arena, (count + 4) * sizeof *all);
    for (char **from = variables->all; *from != NULL; from++)
        if (!is_for_java(*from) && (keep_locale || !starts_with(*from, "LC_ALL=")) &&
            (preload == NULL || !starts_with(*from, "LD_PRELOAD=")))
            all[n++] = *from;
    if (preload != NULL)
        all[n++] = join(arena, "LD_PRELOAD=", preload, NULL);
    /* Without it the JVM can neither read nor write names that are not ASCII. */
    if (!keep_locale)
        all[n++] = join(arena, "LC_ALL=C.UTF-8", NULL);
    /* The daemon lives long, and glibc's arenas for each thread would keep memory for nothing. */
    if (is_daemon && !variables->has_arenas)
        all[n++] = join(arena, "MALLOC_ARENA_MAX=1", NULL);
    all[n] = NULL;
    return all;
}

static struct variables read_variables(char **all)
{
    static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    struct variables variables = {
        .java_home = getenv("JAVA_HOME"),
        .path = getenv("PATH"),
        .preload = getenv("LD_PRELOAD"),
        .has_arenas = getenv("MALLOC_ARENA_MAX") != NULL,
        .all = all,
    };

    for (size_t i = 0; i < sizeof names / sizeof names[0] && variables.locale == NULL; i++) {
        variables.locale = getenv(names[i]);
        if (variables.locale != NULL && *variables.locale == '\0')
            variables.locale = NULL; /* POSIX: empty is as if not set */
    }
    return variables;
}

/* The name by which it was called is the tool's, and stays. */
static void run_shim(struct arena *arena, const struct place *place, char **argv, char **all)
{
    const char *shim = join(arena, place->tree, "/bin/" SHIM_PROGRAM, NULL);
    struct stat status;

    errno = ELOOP;
    if (stat(shim, &status) == 0 && !is_self(arena, &status))
        execve(shim, argv, all);
    die(EXIT_CANNOT_RUN, PROBLEM_NO_PROGRAM, "run the tool", system_error(arena, shim, errno),
        "Install the programs again.");
}

int main(int argc, char **argv, char **all)
{
    static char memory[ARENA_SIZE];
    struct arena arena = {.base = memory, .size = sizeof memory};
    struct variables variables = read_variables(all);
    struct place place = locate(&arena, argc > 0 ? argv[0] : "");
    const char *java;

    if (same(place.program, SHIM_PROGRAM))
        run_shim(&arena, &place, argv, all);
    open_standard_streams();
    if (same(place.program, CLI_PROGRAM)) {
        struct command command = {
            .home = find_home(&arena, getenv(ENV_HOME), getenv("HOME")),
            .argc = argc,
            .argv = argv,
            .environment = all,
        };

        run_without_jvm(&arena, &command);
    }
    if (same(place.program, DAEMON_PROGRAM)) {
        take_socket(&arena);
        signal(SIGUSR1, SIG_IGN); /* the JVM has no use for it, and it would end it at once */
    }
    java = find_java(&arena, &place, &variables);

    execve(java, build_arguments(&arena, &place, java, argc, argv),
           build_environment(&arena, &place, &variables));
    die(EXIT_ENVIRONMENT, PROBLEM_NO_JAVA, join(&arena, "start ", place.program, NULL),
        system_error(&arena, java, errno),
        "Install the programs again, or set JAVA_HOME to a Java of version 17 or later.");
}

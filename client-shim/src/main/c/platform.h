/* Which versions apply here: the project's, the user's default ones, or those of a package. */
#ifndef VOLTAD_PLATFORM_H
#define VOLTAD_PLATFORM_H

#include "shim.h"

enum kind { NODE, NPM, PNPM, YARN, KINDS };

enum source { FROM_PROJECT, FROM_DEFAULT, FROM_PACKAGE };

struct platform {
    const char *version[KINDS]; /* checked, without "v"; NULL: not set */
    enum source source[KINDS];
    const char *asked_by[KINDS]; /* the file that names the version */
};

enum { ROOTS_MAX = 64 };

/* The package.json above the current folder, joined with those that it extends. */
struct project {
    bool found;
    bool has_section;     /* one of the files has an object "volta" */
    bool depends;         /* on the package that was asked about */
    const char *name;     /* of the innermost file */
    const char *manifest; /* its path */
    const char *version[KINDS];
    const char *asked_by[KINDS]; /* the file that names the version */
    size_t root_count;
    const char *roots[ROOTS_MAX]; /* folders of the files, innermost first */
};

/* What tools/user/bins/<name>.json says. */
struct package_binary {
    const char *package;
    const char *manager;
    struct platform platform;
};

/*
 * Reads the project of the current folder; dependency may be NULL. Ends the program when one of the
 * files cannot be used.
 */
void project_read(struct shim *shim, const char *dependency, struct project *project);

/* The npm that came with a node; NULL when its record is missing or odd. */
const char *bundled_npm(struct shim *shim, const char *node);

/* The versions of the project, or the default ones; false when there are neither. */
bool platform_current(struct shim *shim, const struct project *project, struct platform *platform);

/* The user's default versions; false when there are none. */
bool platform_default(struct shim *shim, struct platform *platform);

/* Reads the record of a package's executable; false when there is none. */
bool package_binary_read(struct shim *shim, const char *name, struct package_binary *binary);

/* The default yarn, where the platform of a package has none. */
void platform_add_yarn(struct shim *shim, struct platform *platform);

/*
 * Checks "1.2.3", " v1.2.3-rc.1 " and the like, and returns it without space and "v"; NULL when it
 * is not a complete version. So no version can lead out of its folder.
 */
const char *version_checked(struct arena *arena, const char *text);

/* A file that cannot be read or is not what it should be. Does not return. */
_Noreturn void fail_unreadable(struct shim *shim, const char *path, int reason);
_Noreturn void fail_malformed(struct shim *shim, const char *path, size_t offset);
_Noreturn void fail_version(struct shim *shim, const char *path, const char *text);

extern const char *const kind_names[KINDS];

#endif

/* Starting the tool in place of the shim. */
#ifndef VOLTAD_RUN_H
#define VOLTAD_RUN_H

#include "platform.h"

/* Why a tool that could not be started could not be started. */
enum failure { NO_PLATFORM, BYPASSED, NOT_EXECUTABLE, LOCAL_NOT_EXECUTABLE, NOT_FOUND };

struct run {
    const char *program; /* a bare name, looked up on the tool's own PATH, or a path */
    char **arguments;    /* with argv[0], which is replaced by program */
    const struct platform *platform; /* NULL: the tool comes from the system's PATH */
    bool shared_packages;            /* NODE_PATH leads to the installed packages */
    enum failure failure;
};

/* Does not return: the process becomes the tool, or ends with an error. */
_Noreturn void run_tool(struct shim *shim, const struct run *run);

/* The PATH for a tool of the platform: its folders, then the old PATH unchanged. See path.c. */
const char *path_with(struct shim *shim, const struct platform *platform);

/* The old PATH without the home's bin, whatever its spelling there. */
const char *path_without_shims(struct shim *shim);

/* For VOLTA_LOGLEVEL=debug: the versions in use, or that there are none. See explain.c. */
void explain_image(struct shim *shim, const struct platform *platform);
void explain_system(const struct shim *shim);

/* Does the command change what is installed for the user? Only then is it not the tool's own. */
bool is_global_npm(const struct shim *shim);
bool is_link_npm(const struct shim *shim);
bool is_unlink_npm(const struct shim *shim);
bool is_global_yarn(const struct shim *shim);
bool is_global_pnpm(const struct shim *shim);

/* The rule for every tool that is not built in: executables of packages. See package.c. */
_Noreturn void run_package_binary(struct shim *shim);

/* The rule for yarn with a platform that is known already. See tools.c. */
_Noreturn void run_yarn_with(struct shim *shim, const struct platform *platform, char **arguments);

/* Runs the tool that the shim was called as. See tools.c. */
_Noreturn void dispatch(struct shim *shim);

#endif

/* Written by dev.voltad.cli.ConstantsHeader; a test compares the two. */
#ifndef VOLTAD_CONSTANTS_H
#define VOLTAD_CONSTANTS_H

/* Exit codes. */
#define EXIT_ENVIRONMENT 6
#define EXIT_CANNOT_RUN 126

/* Files and resources; files are relative to the home. */
#define LAYOUT_MARKER "layout.v4"
#define LOCK_FILE "volta.lock"
#define ENDPOINT_FILE "self/endpoint"
#define POINTER "self/current"
#define UPSTREAM_CLI "self/upstream/volta"
#define UPSTREAM_SHIM "self/upstream/volta-shim"
#define STATUS_RESOURCE "/v1/status"
#define HEALTHY_HEADER "voltad-healthy"
#define MIGRATIONS_RESOURCE "/v1/migrations"
#define CLI_PROGRAM "volta"
#define COLD_COMMAND "cold"
#define DAEMON_PROGRAM "voltad"
#define MIGRATE_PROGRAM "volta-migrate"
#define SHIM_PROGRAM "volta-shim"

/* Commands that only upstream's volta has. */
#define UPSTREAM_COMMANDS \
    "fetch", \
    "install", \
    "uninstall", \
    "pin", \
    "list", \
    "ls", \
    "which", \
    "use", \
    "run"

/* Variables of the environment. */
#define ENV_BYPASS "VOLTA_BYPASS"
#define ENV_FEATURE_PNPM "VOLTA_FEATURE_PNPM"
#define ENV_HOME "VOLTA_HOME"
#define ENV_INSTALL "VOLTA_INSTALL_DIR"
#define ENV_LOG_LEVEL "VOLTA_LOGLEVEL"
#define ENV_MIGRATING "_VOLTA_MIGRATING"
#define ENV_RECURSION "_VOLTA_TOOL_RECURSION"
#define ENV_SWITCHED "_VOLTA_SHIM_SWITCHED"
#define ENV_UNSAFE_GLOBAL "VOLTA_UNSAFE_GLOBAL"

/* Cases of the cold path. */
#define COLD_NOT_INSTALLED "not-installed"
#define COLD_GLOBAL_COMMAND "global-command"
#define COLD_LINK "link"
#define COLD_MALFORMED "malformed"
#define COLD_TOO_LARGE "too-large"

/* Problems. */
#define PROBLEM_BELOW_MIGRATION "below-migration"
#define PROBLEM_BYPASSED "bypassed"
#define PROBLEM_CALLED_DIRECTLY "called-directly"
#define PROBLEM_EXECUTABLE_NOT_FOUND "executable-not-found"
#define PROBLEM_EXTENDS_CYCLE "extends-cycle"
#define PROBLEM_EXTENDS_MISSING "extends-missing"
#define PROBLEM_FILE_MALFORMED "file-malformed"
#define PROBLEM_FILE_UNREADABLE "file-unreadable"
#define PROBLEM_LOCAL_NOT_FOUND "local-not-found"
#define PROBLEM_MARKER_MISSING "marker-missing"
#define PROBLEM_NOT_EXECUTABLE "not-executable"
#define PROBLEM_NOT_INSTALLED "not-installed"
#define PROBLEM_NOT_SUPPORTED "not-supported"
#define PROBLEM_NO_CURRENT_FOLDER "no-current-folder"
#define PROBLEM_NO_DEFAULT_PNPM "no-default-pnpm"
#define PROBLEM_NO_DEFAULT_YARN "no-default-yarn"
#define PROBLEM_NO_HOME "no-home"
#define PROBLEM_NO_INSTALL_FOLDER "no-install-folder"
#define PROBLEM_NO_JAVA "no-java"
#define PROBLEM_NO_MIGRATION "no-migration"
#define PROBLEM_NO_PLATFORM "no-platform"
#define PROBLEM_NO_PROGRAM "no-program"
#define PROBLEM_NO_PROJECT_NODE "no-project-node"
#define PROBLEM_NO_PROJECT_PNPM "no-project-pnpm"
#define PROBLEM_NO_PROJECT_YARN "no-project-yarn"
#define PROBLEM_NO_TOOL_NAME "no-tool-name"
#define PROBLEM_NPX_NOT_AVAILABLE "npx-not-available"
#define PROBLEM_PATH_INVALID "path-invalid"
#define PROBLEM_TOO_DEEP "too-deep"
#define PROBLEM_TOO_LARGE "too-large"
#define PROBLEM_VERSION_INVALID "version-invalid"

#endif

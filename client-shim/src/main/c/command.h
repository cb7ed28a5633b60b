/* What of the command line needs no JVM. */
#ifndef VOLTAD_COMMAND_H
#define VOLTAD_COMMAND_H

#include "text.h"

struct command {
    const char *home; /* NULL: unknown */
    int argc;
    char **argv;
    char **environment;
};

/*
 * Does the command `volta ...` and ends the program, if it is one of these: the status of a daemon
 * that answers; a command that only upstream's volta has, where the home keeps that and is current.
 * Else it returns, with nothing written, and the JVM does it.
 */
void run_without_jvm(struct arena *arena, const struct command *command);

#endif

/*
 * The cold path: what is rare, or needs the network or the lock, and so is not the shim's work. The
 * cases, COLD_*, are those of dev.voltad.cli.ColdPath.
 */
#ifndef VOLTAD_COLD_H
#define VOLTAD_COLD_H

#include "platform.h"

/*
 * Executes, in place of the shim and with its own arguments and environment, upstream's shim
 * program where the home keeps one; else our command line, which says what is to be done. subject
 * and detail belong to the case: see ColdPath.
 */
_Noreturn void cold(struct shim *shim, const char *rare, const char *subject, const char *detail);

/* Executes upstream's shim program where the home keeps one; else, or if that fails, returns. */
void hand_to_upstream(struct shim *shim);

/* Makes sure that the versions are installed; ends in the cold path when one is not. */
void check_out(struct shim *shim, const struct platform *platform);

#endif

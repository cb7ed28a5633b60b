/* Upstream's event hook: a command that is told about every run of a tool, in hooks.json. */
#ifndef VOLTAD_EVENTS_H
#define VOLTAD_EVENTS_H

#include "platform.h"

/*
 * Hands the run to upstream's shim program if a hook is configured in the home, or in one of the
 * folders of the project. Where the home keeps no such program, says on a terminal that nothing
 * will be published, and returns: the tool is more important than the report about it.
 */
void events_of_home(struct shim *shim);
void events_of_project(struct shim *shim, const struct project *project);

#endif

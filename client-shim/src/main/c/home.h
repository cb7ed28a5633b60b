/* Where the home is: VOLTA_HOME, else .volta in the folder of the user. */
#ifndef VOLTAD_HOME_H
#define VOLTAD_HOME_H

#include "text.h"

/*
 * The home as an absolute path: it goes into PATH and NODE_PATH of tools. named and user are the
 * values of VOLTA_HOME and HOME, or NULL. Returns NULL with errno: ENOENT when nothing tells the
 * folder of the user, another one when the current folder is needed and cannot be told.
 */
const char *find_home(struct arena *arena, const char *named, const char *user);

#endif

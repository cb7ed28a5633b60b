/* Where this program and its user are. */
#ifndef VOLTAD_SELF_H
#define VOLTAD_SELF_H

#include <sys/stat.h>

#include "text.h"

/* The real path of the running program; NULL with errno when the system cannot tell. */
const char *self_path(struct arena *arena);

/* Whether status is that of the running program. */
bool is_self(struct arena *arena, const struct stat *status);

/* The folder of the user as /etc/passwd has it; NULL when it has none. */
const char *user_folder(struct arena *arena);

#endif

/* Reading small files, whole and bounded. */
#ifndef VOLTAD_FILE_H
#define VOLTAD_FILE_H

#include "text.h"

enum { FILE_SIZE_MAX = 1 << 20 };

struct file {
    char *text; /* in the arena; text[size] is writable and NUL */
    size_t size;
};

/*
 * Reads a file. Returns 0, or -1 with errno: ENOENT when nothing is there (a folder on the way
 * that may not be searched counts as nothing too), EFBIG when it has more than FILE_SIZE_MAX bytes.
 */
int file_read(struct arena *arena, const char *path, struct file *file);

/* A path exists, as a regular file with an execute bit, links followed. */
bool file_is_program(const char *path);

#endif

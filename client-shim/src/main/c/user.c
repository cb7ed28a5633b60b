#include <string.h>
#include <unistd.h>

#include "file.h"
#include "self.h"

/*
 * Read by hand, because getpwuid would bring stdio and malloc into a program that needs neither
 * otherwise. It is read only where HOME is not set; users that only a directory service knows have
 * it set by their login.
 */
const char *user_folder(struct arena *arena)
{
    const char *id = number(arena, (unsigned long)getuid());
    struct file file;

    if (file_read(arena, "/etc/passwd", &file) < 0)
        return NULL;
    for (char *line = file.text; *line != '\0';) {
        char *end = line + strcspn(line, "\n");
        bool is_last = *end == '\0';
        const char *field[6] = {NULL}; /* name, password, user, group, comment, folder */
        size_t count = 0;

        *end = '\0';
        for (char *at = line; at != NULL && count < 6; count++) {
            field[count] = at;
            at = strchr(at, ':');
            if (at != NULL)
                *at++ = '\0';
        }
        if (count == 6 && same(field[2], id) && field[5][0] == '/')
            return field[5];
        line = is_last ? end : end + 1;
    }
    return NULL;
}

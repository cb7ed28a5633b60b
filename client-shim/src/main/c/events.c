#include "events.h"

#include <unistd.h>

#include "cold.h"
#include "file.h"
#include "json.h"

static bool has_hook(struct shim *shim, const char *path)
{
    bool seen = false;
    const char *command = NULL;
    const struct json_field publish[] = {
        {"bin", JSON_TEXT, &command, NULL, NULL},
        {NULL, JSON_TEXT, NULL, NULL, NULL},
    };
    const struct json_field events[] = {
        {"publish", JSON_MEMBERS, NULL, publish, &seen},
        {NULL, JSON_TEXT, NULL, NULL, NULL},
    };
    const struct json_field fields[] = {
        {"events", JSON_MEMBERS, NULL, events, &seen},
        {NULL, JSON_TEXT, NULL, NULL, NULL},
    };
    struct file file;
    struct json json;

    /* As for upstream, a file of hooks that cannot be read stops no tool. */
    if (file_read(&shim->arena, path, &file) < 0)
        return false;
    json_start(&json, file.text, file.size);
    return json_read(&json, fields) == 0 && command != NULL;
}

static void look(struct shim *shim, const char *path)
{
    /* Below another shim the run is a part of that one; and upstream would start its count anew. */
    if (shim->environment.recursion != NULL || !has_hook(shim, path))
        return;
    hand_to_upstream(shim);
    if (isatty(STDERR_FILENO))
        note(join(&shim->arena, "This run is not published, as ", path,
                  " asks: that needs upstream Volta in " UPSTREAM_SHIM ".", NULL));
}

void events_of_home(struct shim *shim)
{
    look(shim, join(&shim->arena, shim->home, "/hooks.json", NULL));
}

void events_of_project(struct shim *shim, const struct project *project)
{
    for (size_t i = 0; i < project->root_count; i++)
        look(shim, join(&shim->arena, project->roots[i], "/.volta/hooks.json", NULL));
}

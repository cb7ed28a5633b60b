/*
 * The JSON scanner: its verdict is that of a second, plain parser (reference.c), its strings lie in
 * the buffer, and it ends in time. Then the reader of fields, with a table like that of package.json.
 */
#include "json.h"

#include "fuzz.h"
#include "reference.h"

static bool scan(const uint8_t *data, size_t size)
{
    char *text = copy(data, size);
    enum json_token token;
    struct json json;
    size_t count = 0;

    json_start(&json, text, size);
    do {
        token = json_next(&json);
        CHECK(count++ <= size + 1);
        CHECK(json.depth <= JSON_DEPTH_MAX);
        CHECK(json.at >= text && json.at <= text + size);
        if (token == JSON_KEY || token == JSON_STRING) {
            CHECK(json.string > text && json.string + json.length < text + size);
            CHECK(json.string[json.length] == '\0');
        }
    } while (token != JSON_BAD && token != JSON_END);
    if (token == JSON_BAD)
        CHECK(json_next(&json) == JSON_BAD);
    free(text);
    return token == JSON_END;
}

static void read_fields(const uint8_t *data, size_t size, bool is_json)
{
    char *text = copy(data, size);
    const char *version = NULL;
    const char *name = NULL;
    const char *wanted = "a";
    bool depends = false;
    bool seen = false;
    const struct json_field section[] = {
        {"node", JSON_TEXT, &version, NULL, NULL},
        {NULL, JSON_TEXT, NULL, NULL, NULL},
    };
    const struct json_field fields[] = {
        {"name", JSON_TEXT, &name, NULL, NULL},
        {"dependencies", JSON_TEXT_MAP, &wanted, NULL, &depends},
        {"volta", JSON_MEMBERS, NULL, section, &seen},
        {NULL, JSON_TEXT, NULL, NULL, NULL},
    };
    struct json json;

    json_start(&json, text, size);
    if (json_read(&json, fields) == 0)
        CHECK(is_json);
    CHECK(json.at >= text && json.at <= text + size);
    /* What was found is a whole string in the buffer, in whatever order the members came. */
    CHECK(version == NULL || (version > text && version + strlen(version) < text + size));
    CHECK(name == NULL || (name > text && name + strlen(name) < text + size));
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bool is_json = scan(data, size);

    CHECK(is_json == reference_is_json(data, size));
    read_fields(data, size, is_json);
#ifdef PLANTED_FAULT
    CHECK(!(is_json && size > 3 && memchr(data, '[', size) != NULL));
#endif
    return 0;
}

/* Versions become names of folders: what passes must not lead anywhere else, and passes again. */
#include "fuzz.h"
#include "platform.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char allowed[] = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.+-";
    static char memory[4096];
    struct arena arena = {.base = memory, .size = sizeof memory};
    char *text = copy(data, size);
    const char *version = version_checked(&arena, text);

    if (version != NULL) {
        CHECK(strlen(version) <= 128 && strspn(version, allowed) == strlen(version));
        CHECK(version[0] >= '0' && version[0] <= '9' && strstr(version, "..") == NULL);
        CHECK(strstr(text, version) != NULL);
        CHECK(same(version_checked(&arena, version), version));
    }
    free(text);
    return 0;
}

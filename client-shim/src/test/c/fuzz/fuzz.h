/* What the fuzz targets share. A broken property ends the program, which the fuzzer reports. */
#ifndef VOLTAD_FUZZ_H
#define VOLTAD_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHECK(property) \
    do { \
        if (!(property)) { \
            fprintf(stderr, "broken: %s (%s:%d)\n", #property, __FILE__, __LINE__); \
            abort(); \
        } \
    } while (0)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A copy with a NUL behind it and not one byte more, so that a read past the end is seen. */
static inline char *copy(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);

    CHECK(text != NULL);
    if (size > 0)
        memcpy(text, data, size);
    text[size] = '\0';
    return text;
}

#endif

/* A second opinion on what JSON is (RFC 8259), nested at most 64 deep: plain, and slow. */
#ifndef VOLTAD_REFERENCE_H
#define VOLTAD_REFERENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

bool reference_is_json(const uint8_t *data, size_t size);

#endif

/* bytes.h  The plain value types that every folder shares. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bytes { /* borrowed memory; data is NULL for an absent value, size counts bytes */
    const uint8_t *data;
    size_t size;
};

struct uuid { /* 16 raw bytes: ids of people, documents, events */
    uint8_t b[16];
};

struct digest { /* 32 raw bytes: SHA-256, commitments, roots */
    uint8_t b[32];
};

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))
#define BYTES(pointer, length) ((struct bytes){(const uint8_t *)(pointer), (length)})

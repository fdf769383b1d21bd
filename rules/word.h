/* word.h  Lists of words with codes: what .def files name and people write. Pure. */
#pragma once

#include "base/result.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct word {
    int code;
    const char *name, *text[2];
};

/* The word of a code; "?" where there is none. */
const struct word *word_of(const struct word *list, size_t count, int code);

/* False: unknown. */
bool word_parse(const struct word *list, size_t count, const char *name, uint16_t *ret_code);

/* embed.h  A file of the source tree inside the program: SQL, templates, charts, bank profiles. */
#pragma once

#include <stddef.h>

struct embedded {
    const char *name; /* file name without folder */
    const char *text; /* NUL-terminated */
    size_t size;
    const char *sha256; /* lower-case hexadecimal, of the file's bytes */
};

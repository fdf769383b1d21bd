/* charset.h  Between a file's own charset and UTF-8, strictly. */
#pragma once

#include "base/ctx.h"

struct charset_text {
    const char *name;    /* "UTF-8" or "GB18030" */
    struct bytes source; /* the file behind its byte order mark, as it lies */
    struct bytes utf8;   /* the same text; line k here is line k there, since neither charset hides a line end inside a
                            character */
};

/* UTF-8 when it is well-formed, else GB18030 when it is. Detail offset: the first bad byte, counted from 0, of the
 * charset that got further. Refusals in order: import.charset, memory.exhausted. */
RESULT charset_decode(struct ctx *ctx, struct bytes file, struct charset_text *ret_text);

/* The text in GB18030, as the banks' Windows programs write it. Refusals in order: import.charset when the text is not
 * well-formed UTF-8, memory.exhausted. */
RESULT charset_encode(struct ctx *ctx, struct bytes utf8, struct bytes *ret_gb18030);

#include "importers/parse/heading.h"

#include "base/text.h"

#include <string.h>

/* Full-width ASCII and the ideographic blank as their half-width twins. */
static uint32_t narrow(uint32_t code)
{
    if (code >= 0xFF01 && code <= 0xFF5E)
        return code - 0xFEE0;
    return code == 0x3000 || code == 0xA0 ? ' ' : code;
}

/* 1 for an opening bracket, -1 for a closing one, 0 else. */
static int bracket(uint32_t code)
{
    switch (code) {
    case '(':
    case '[':
    case 0x3010: /* 【 */
        return 1;
    case ')':
    case ']':
    case 0x3011: /* 】 */
        return -1;
    default:
        return 0;
    }
}

RESULT heading_key(struct arena *arena, const char *text, const char **ret_key)
{
    static const char unit[] = "/元";
    const struct bytes from = BYTES(text, strlen(text));
    const size_t tail = sizeof unit - 1;
    char *key;
    size_t used = 0, offset = 0;
    int depth = 0;
    TRY(ARENA_TAKE(arena, from.size + 1, &key));
    while (offset < from.size) {
        const size_t start = offset;
        const uint32_t code = narrow(text_next(from, &offset));
        const int step = bracket(code);
        depth = depth + step < 0 ? 0 : depth + step;
        if (depth > 0 || step != 0 || code == ' ' || code == '\t' || code == '\r' || code == '\n')
            continue;
        if (code < 0x80) {
            key[used++] = (char)code;
            continue;
        }
        memcpy(key + used, text + start, offset - start);
        used += offset - start;
        if (used >= tail && memcmp(key + used - tail, unit, tail) == 0)
            used -= tail;
    }
    *ret_key = key;
    key[used] = '\0';
    return OK;
}

#include "base/text.h"

#include "base/buffer.h"
#include "base/unicode_tables.h"

#include <string.h>

/* A run of text normalises by itself: a starter and what may combine with it. No kept text is long enough to pass the
 * limit. */
enum { RUN_MAX = 1024 };
enum {
    HANGUL_S = 0xAC00,
    HANGUL_L = 0x1100,
    HANGUL_V = 0x1161,
    HANGUL_T = 0x11A7,
    L_COUNT = 19,
    V_COUNT = 21,
    T_COUNT = 28,
    S_COUNT = L_COUNT * V_COUNT * T_COUNT
};

struct run {
    uint32_t code[RUN_MAX];
    uint8_t class[RUN_MAX]; /* filled for runs in normal form */
    size_t count;
};

/* ---- UTF-8 ---- */

/* Length of the well-formed sequence at the start of the bytes, 0 when it is not one (RFC 3629). */
static size_t sequence(const uint8_t *at, size_t left, uint32_t *ret_code)
{
    const uint8_t lead = at[0];
    const size_t length = lead < 0x80 ? 1 : lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    if (length == 0 || length > left)
        return 0;
    uint32_t code = length == 1 ? lead : lead & (0x7FU >> length);
    for (size_t i = 1; i < length; i++) {
        if ((at[i] & 0xC0) != 0x80)
            return 0;
        code = code << 6 | (at[i] & 0x3F);
    }
    if (code < least[length] || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
        return 0;
    *ret_code = code;
    return length;
}

bool text_is_utf8(struct bytes text, size_t *ret_bad)
{
    size_t i = 0;
    while (i < text.size) {
        uint32_t code;
        const size_t length = sequence(text.data + i, text.size - i, &code);
        if (length == 0) {
            if (ret_bad)
                *ret_bad = i;
            return false;
        }
        i += length;
    }
    return true;
}

uint32_t text_next(struct bytes text, size_t *offset)
{
    uint32_t code = 0;
    *offset += sequence(text.data + *offset, text.size - *offset, &code);
    return code;
}

static void put_code(struct buffer *out, uint32_t code)
{
    uint8_t bytes[4];
    size_t length = 1;
    if (code < 0x80) {
        bytes[0] = (uint8_t)code;
    } else {
        length = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
        for (size_t i = length - 1; i > 0; i--, code >>= 6)
            bytes[i] = (uint8_t)(0x80 | (code & 0x3F));
        bytes[0] = (uint8_t)((0xF00U >> length) | code);
    }
    buffer_put(out, bytes, length);
}

/* ---- tables ---- */

#define IN_RANGES(table, wanted) in_ranges(&table[0].low, LENGTH(table), wanted)

static bool in_ranges(const uint32_t *ranges, size_t count, uint32_t code)
{
    size_t low = 0, high = count;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (code > ranges[2 * middle + 1])
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && code >= ranges[2 * low];
}

static uint32_t combining_class(uint32_t code)
{
    size_t low = 0, high = LENGTH(combining);
    if (code < 0x300)
        return 0;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (combining[middle].code < code)
            low = middle + 1;
        else
            high = middle;
    }
    return low < LENGTH(combining) && combining[low].code == code ? combining[low].class : 0;
}

static uint32_t compose_pair(uint32_t first, uint32_t second)
{
    if (first - HANGUL_L < L_COUNT && second - HANGUL_V < V_COUNT)
        return HANGUL_S + ((first - HANGUL_L) * V_COUNT + (second - HANGUL_V)) * T_COUNT;
    if (first - HANGUL_S < S_COUNT && (first - HANGUL_S) % T_COUNT == 0 && second - HANGUL_T - 1 < T_COUNT - 1)
        return first + (second - HANGUL_T);
    size_t low = 0, high = LENGTH(compositions);
    while (low < high) {
        const size_t middle = (low + high) / 2;
        const bool before = compositions[middle].first != first ? compositions[middle].first < first
                                                                : compositions[middle].second < second;
        if (before)
            low = middle + 1;
        else
            high = middle;
    }
    const bool found =
        low < LENGTH(compositions) && compositions[low].first == first && compositions[low].second == second;
    return found ? compositions[low].composed : 0;
}

/* ---- normal form C ---- */

/* Ideographs, the punctuation before kana, full-width forms and everything below U+0300: assigned, and they stay as
 * they are. */
static bool is_plain(uint32_t code)
{
    return code < 0x300 || (code >= 0x4E00 && code <= 0x9FFF) || (code >= 0x3000 && code <= 0x3029) ||
           (code >= 0xFF01 && code <= 0xFF60);
}

static bool is_settled(struct bytes text)
{
    size_t offset = 0;
    while (offset < text.size) {
        const uint32_t code = text_next(text, &offset);
        if (!is_plain(code) && IN_RANGES(unsettled, code))
            return false;
    }
    return true;
}

static bool add_raw(struct run *run, uint32_t code)
{
    if (run->count == RUN_MAX)
        return false;
    run->code[run->count++] = code;
    return true;
}

static bool add_classed(struct run *run, uint32_t code)
{
    if (run->count == RUN_MAX)
        return false;
    run->class[run->count] = (uint8_t)combining_class(code);
    run->code[run->count++] = code;
    return true;
}

static bool add_decomposed(struct run *run, uint32_t code)
{
    if (code - HANGUL_S < S_COUNT) {
        const uint32_t s = code - HANGUL_S, t = s % T_COUNT;
        return add_classed(run, HANGUL_L + s / (V_COUNT * T_COUNT)) &&
               add_classed(run, HANGUL_V + s % (V_COUNT * T_COUNT) / T_COUNT) &&
               (t == 0 || add_classed(run, HANGUL_T + t));
    }
    size_t low = 0, high = LENGTH(decompositions);
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (decompositions[middle].code < code)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == LENGTH(decompositions) || decompositions[low].code != code)
        return add_classed(run, code);
    for (uint32_t i = 0; i < decompositions[low].count; i++)
        if (!add_classed(run, decomposed[decompositions[low].start + i].code))
            return false;
    return true;
}

/* Canonical ordering: marks sorted by class, equal classes stay in order, starters stay where they are. */
static void order(struct run *run)
{
    for (size_t i = 1; i < run->count; i++) {
        const uint32_t code = run->code[i];
        const uint8_t class = run->class[i];
        size_t at = i;
        while (class != 0 && at > 0 && run->class[at - 1] > class) {
            run->code[at] = run->code[at - 1];
            run->class[at] = run->class[at - 1];
            at--;
        }
        run->code[at] = code;
        run->class[at] = class;
    }
}

/* Canonical composition in place (UAX #15 D117). */
static void compose(struct run *run)
{
    size_t kept = 0, starter = SIZE_MAX;
    uint8_t last_class = 0;
    for (size_t i = 0; i < run->count; i++) {
        const uint32_t code = run->code[i];
        const uint8_t class = run->class[i];
        const bool adjacent = starter != SIZE_MAX && kept == starter + 1;
        const bool blocked = starter == SIZE_MAX || (!adjacent && last_class >= class);
        const uint32_t composed = blocked ? 0 : compose_pair(run->code[starter], code);
        if (composed) {
            run->code[starter] = composed;
            continue;
        }
        if (class == 0)
            starter = kept;
        last_class = class;
        run->code[kept++] = code;
    }
    run->count = kept;
}

/* Reads the next run as it stands and in normal form; false when it is too long. */
static bool read_run(struct bytes text, size_t *offset, struct run *raw, struct run *normal)
{
    raw->count = normal->count = 0;
    while (*offset < text.size) {
        size_t next = *offset;
        const uint32_t code = text_next(text, &next);
        if (raw->count > 0 && (is_plain(code) || !IN_RANGES(joining, code)))
            break;
        if (!add_raw(raw, code) || !add_decomposed(normal, code))
            return false;
        *offset = next;
    }
    order(normal);
    compose(normal);
    return true;
}

RESULT text_nfc(struct arena *arena, struct bytes text, struct bytes *ret_text)
{
    struct buffer out;
    size_t offset = 0;
    if (!text_is_utf8(text, NULL))
        return REFUSE(text, refused);
    if (is_settled(text))
        return arena_bytes(arena, text, ret_text);
    buffer_init(&out, arena, text.size * 3 + 1);
    while (offset < text.size) {
        struct run raw, normal;
        if (!read_run(text, &offset, &raw, &normal))
            return REFUSE(text, refused);
        for (size_t i = 0; i < normal.count; i++)
            put_code(&out, normal.code[i]);
    }
    return buffer_done(&out, ret_text);
}

/* ---- the text rules ---- */

/* Rule 3, by code point. */
static const struct {
    uint32_t low, high;
    const char *reason;
} refused_ranges[] = {
    {0x0, 0x1F, "control character"},          {0x7F, 0x9F, "control character"},
    {0x61C, 0x61C, "direction control"},       {0x200E, 0x200F, "direction control"},
    {0x2028, 0x2029, "control character"},     {0x202A, 0x202E, "direction control"},
    {0x2066, 0x2069, "direction control"},     {0xE000, 0xF8FF, "private use"},
    {0xFDD0, 0xFDEF, "non-character"},         {0xFEFF, 0xFEFF, "byte order mark"},
    {0xFFFD, 0xFFFD, "replacement character"}, {0xF0000, 0xFFFFD, "private use"},
    {0x100000, 0x10FFFD, "private use"},
};

static const char *refused_code(uint32_t code)
{
    if ((code >= 0x20 && code < 0x7F) || (code >= 0x4E00 && code <= 0x9FFF))
        return NULL;
    for (size_t i = 0; i < LENGTH(refused_ranges) && code >= refused_ranges[i].low; i++)
        if (code <= refused_ranges[i].high)
            return refused_ranges[i].reason;
    if ((code & 0xFFFE) == 0xFFFE)
        return "non-character";
    return is_plain(code) || IN_RANGES(assigned, code) ? NULL : "unassigned in Unicode 15.0";
}

static bool is_blank(uint32_t code)
{
    return code == 0x20 || code == 0xA0 || code == 0x3000;
}

/* NULL when the text is in normal form C. */
static const char *refused_form(struct bytes text)
{
    size_t offset = 0;
    if (is_settled(text))
        return NULL;
    while (offset < text.size) {
        struct run raw, normal;
        if (!read_run(text, &offset, &raw, &normal))
            return "too many combining marks";
        if (raw.count != normal.count || memcmp(raw.code, normal.code, raw.count * sizeof *raw.code) != 0)
            return "not NFC";
    }
    return NULL;
}

/* NULL when every code point may stand in kept text. */
static const char *refused_content(struct bytes text)
{
    size_t offset = 0;
    uint32_t code = 0;
    while (offset < text.size) {
        const bool first = offset == 0;
        code = text_next(text, &offset);
        const char *reason = refused_code(code);
        if (reason)
            return reason;
        if (first && is_blank(code))
            return "blank at the beginning";
    }
    return is_blank(code) ? "blank at the end" : NULL;
}

RESULT text_check(struct bytes text, size_t max, const char **ret_reason)
{
    const char *reason = text.size == 0 ? "empty" : text.size > max ? "too long" : NULL;
    if (!reason && !text_is_utf8(text, NULL))
        reason = "not UTF-8";
    if (!reason)
        reason = refused_content(text);
    if (!reason)
        reason = refused_form(text);
    *ret_reason = reason;
    return reason ? REFUSE(text, refused) : OK;
}

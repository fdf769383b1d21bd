#include "importers/parse/charset.h"

#include "base/text.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

static const iconv_t no_converter = (iconv_t)-1;

static void close_converter(iconv_t *converter)
{
    if (*converter != no_converter)
        (void)iconv_close(*converter);
}

/* Converts the whole of `from` into `to`, which is large enough for any text. *ret_done: bytes of `from` that were
 * converted. */
static bool convert_all(iconv_t converter, struct bytes from, struct bytes *to, size_t *ret_done)
{
    char *in = (char *)(uintptr_t)from.data, *out = (char *)(uintptr_t)to->data;
    size_t in_left = from.size, out_left = to->size;
    const size_t turned = iconv(converter, &in, &in_left, &out, &out_left);
    *ret_done = from.size - in_left;
    to->size -= out_left;
    return turned != (size_t)-1 && in_left == 0;
}

/* From names[0] to names[1]. *ret_done counts the bytes before the first bad one. */
static RESULT convert(struct ctx *ctx, const char *const names[2], struct bytes from, struct bytes *ret_to,
                      size_t *ret_done)
{
    iconv_t converter CLEANUP(close_converter) = iconv_open(names[1], names[0]);
    uint8_t *memory;
    if (converter == no_converter) {
        error_set(&ctx->error, "reason", "iconv %s: %s", names[0], strerror(errno));
        return REFUSE(fault, internal);
    }
    const size_t room = from.size * 2 + 8; /* there two bytes become three at most, back two may become four */
    TRY(ARENA_TAKE(ctx->arena, room, &memory));
    struct bytes to = BYTES(memory, room);
    if (!convert_all(converter, from, &to, ret_done))
        return REFUSE(import, charset);
    *ret_to = to;
    return OK;
}

static RESULT refuse_offset(struct ctx *ctx, size_t offset)
{
    error_set(&ctx->error, "offset", "%zu", offset);
    return REFUSE(import, charset);
}

RESULT charset_decode(struct ctx *ctx, struct bytes file, struct charset_text *ret_text)
{
    static const char *const names[] = {"GB18030", "UTF-8"};
    const bool mark = file.size >= 3 && memcmp(file.data, "\xEF\xBB\xBF", 3) == 0;
    const size_t skip = mark ? 3 : 0;
    const struct bytes source = BYTES(file.data + skip, file.size - skip);
    struct charset_text text = {.name = "UTF-8", .source = source, .utf8 = source};
    size_t bad = 0, done = 0;
    if (!text_is_utf8(source, &bad)) {
        if (mark)
            return refuse_offset(ctx, bad + skip);
        text.name = "GB18030";
        const result converted = convert(ctx, names, source, &text.utf8, &done);
        if (converted.code == ERROR_import_charset)
            return refuse_offset(ctx, done > bad ? done : bad);
        TRY(converted);
    }
    *ret_text = text;
    return OK;
}

RESULT charset_encode(struct ctx *ctx, struct bytes utf8, struct bytes *ret_gb18030)
{
    static const char *const names[] = {"UTF-8", "GB18030"};
    size_t done = 0;
    const result converted = convert(ctx, names, utf8, ret_gb18030, &done);
    return converted.code == ERROR_import_charset ? refuse_offset(ctx, done) : converted;
}

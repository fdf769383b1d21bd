#include "ledger/book/entry_request.h"

#include "base/canon.h"

#include <string.h>

static void request_text(struct buffer *out, const char *text)
{
    canon_u8(out, text != NULL);
    canon_bytes(out, BYTES(text, text ? strlen(text) : 0));
}

static void request_maybe(struct buffer *out, struct maybe value)
{
    canon_u8(out, value.present);
    canon_i64(out, value.value);
}

/* Behind the lines, and only where there is a link, a capture or a document; 0xff and 0xfe are no fund. */
static void request_links(struct buffer *out, const struct entry_in *in)
{
    for (size_t i = 0; i < in->capture_count; i++) {
        canon_u8(out, 0xfe);
        canon_u64(out, in->captures[i].reservation);
        canon_i64(out, in->captures[i].amount.fen);
    }
    if (!in->replaces.present && !in->adjusts.present && in->document_count == 0)
        return;
    canon_u8(out, 0xff);
    request_maybe(out, in->replaces);
    request_maybe(out, in->adjusts);
    for (size_t i = 0; i < in->document_count; i++) {
        canon_u64(out, in->documents[i].seq);
        canon_i64(out, in->documents[i].amount.fen);
    }
}

static void request_line(struct buffer *out, const struct entry_line_in *line)
{
    canon_u16(out, line->fund);
    request_text(out, line->account);
    canon_u8(out, line->side);
    canon_i64(out, line->amount.fen);
    request_text(out, line->summary);
    canon_u8(out, (uint8_t)line->dimension_count);
    for (size_t d = 0; d < line->dimension_count; d++) {
        canon_u16(out, line->dimensions[d].dimension);
        canon_u64(out, line->dimensions[d].value);
    }
    for (size_t s = 0; s < line->share_count; s++) {
        canon_u8(out, 0xfd);
        buffer_put(out, line->shares[s].unit.b, sizeof line->shares[s].unit.b);
        canon_i64(out, line->shares[s].amount.fen);
    }
}

RESULT entry_request(struct ctx *ctx, const struct entry_in *in, struct bytes *ret_request)
{
    struct buffer out;
    buffer_init(&out, ctx->arena, 1 << 20);
    canon_u8(&out, in->entry_type);
    canon_u8(&out, in->word);
    canon_i32(&out, in->booking_date);
    request_maybe(&out, in->value_date);
    request_maybe(&out, in->original_date);
    request_text(&out, in->summary);
    request_text(&out, in->payee);
    request_maybe(&out, in->reverses);
    for (size_t l = 0; l < in->line_count; l++)
        request_line(&out, &in->lines[l]);
    request_links(&out, in);
    return buffer_done(&out, ret_request);
}

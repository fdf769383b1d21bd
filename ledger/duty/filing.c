#include "ledger/duty/filing.h"

#include <assert.h>
#include <string.h>

RESULT filing_begin(struct ctx *ctx, uint64_t community, const char *key, struct filing_begun *ret_begun)
{
    struct journal_head head;
    TRY(journal_head(ctx, community, &head)); /* before reading: what is decided holds for this size */
    ret_begun->size = head.size;
    return journal_written(ctx, community, key, &ret_begun->written);
}

static RESULT add_opened(struct ctx *ctx, struct change *change, const struct filing *filing)
{
    struct record_matter_opened *record;
    TRY(ARENA_TAKE(ctx->arena, 1, &record));
    TRY(ARENA_TAKE(ctx->arena, 1, &record->refs));
    record->noun = (uint16_t)filing->noun;
    record->id = random_uuid7(ctx->random, ctx->now);
    record->from = filing->from;
    record->has_due = filing->due.present;
    record->due = (day)filing->due.value;
    record->has_amount = filing->amount.present;
    record->amount = FEN(filing->amount.value);
    if (filing->document_seq != 0) {
        record->refs[0] = (struct record_ref){REF_DOCUMENT, filing->document_seq, FEN(0)};
        record->refs_count = 1;
    }
    TRY(change_commit(ctx, change, COMMIT_MATTER_DETAILS, filing->text, &record->details));
    return change_add(change, RECORD_matter_opened, record, NULL);
}

static RESULT add_superseded(struct ctx *ctx, struct change *change, const struct filing *filing)
{
    struct record_matter_moved *record;
    TRY(ARENA_TAKE(ctx->arena, 1, &record));
    record->noun = (uint16_t)filing->noun;
    record->id = *filing->replaces;
    record->old_state = FILING_IN_FORCE;
    record->new_state = FILING_SUPERSEDED;
    TRY(change_commit(ctx, change, COMMIT_REASON, filing->reason, &record->details));
    return change_add(change, RECORD_matter_moved, record, NULL);
}

RESULT filing_post(struct ctx *ctx, const struct filing_begun *begun, const struct filing *filing, uint64_t *ret_seq)
{
    struct change change;
    struct digest secret;
    assert(filing->request.size > 0 && filing->noun > 0);
    change_init(&change, ctx->arena);
    TRY(journal_secret(ctx, &secret));
    const struct digest mac = change_mac(&secret, filing->community, filing->operation, filing->request);
    TRY(change_request(ctx, &change, filing->community, filing->key, &mac));
    if (!begun->written) {
        change.requests.items[0].at_size = begun->size;
        TRY(add_opened(ctx, &change, filing));
        if (filing->replaces)
            TRY(add_superseded(ctx, &change, filing));
    }
    TRY(journal_post(ctx, &change));
    *ret_seq = change.requests.items[0].seq;
    return OK;
}

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
    record->noun = (uint16_t)filing->noun;
    record->id = random_uuid7(ctx->random, ctx->now);
    record->from = filing->from;
    record->has_due = filing->due.present;
    record->due = (day)filing->due.value;
    record->has_amount = filing->amount.present;
    record->amount = FEN(filing->amount.value);
    TRY(ARENA_TAKE(ctx->arena, filing->ref_count + 1, &record->refs));
    for (size_t i = 0; i < filing->ref_count; i++)
        record->refs[record->refs_count++] = filing->refs[i];
    TRY(change_commit(ctx, change, COMMIT_MATTER_DETAILS, filing->text, &record->details));
    return change_add(change, RECORD_matter_opened, record, NULL);
}

static RESULT add_moved(struct ctx *ctx, struct change *change, const struct filing_step *step)
{
    struct record_matter_moved *record;
    TRY(ARENA_TAKE(ctx->arena, 1, &record));
    record->noun = (uint16_t)step->noun;
    record->id = step->id;
    record->old_state = step->from;
    record->new_state = step->to;
    TRY(change_commit(ctx, change, COMMIT_REASON, step->text, &record->details));
    return change_add(change, RECORD_matter_moved, record, NULL);
}

struct asked { /* under which key, for what */
    uint64_t community;
    const char *key, *operation;
    struct bytes request;
};

static RESULT begin_change(struct ctx *ctx, const struct filing_begun *begun, const struct asked *asked,
                           struct change *ret_change)
{
    struct digest secret;
    assert(asked->request.size > 0);
    change_init(ret_change, ctx->arena);
    TRY(journal_secret(ctx, &secret));
    const struct digest mac = change_mac(&secret, asked->community, asked->operation, asked->request);
    TRY(change_request(ctx, ret_change, asked->community, asked->key, &mac));
    if (!begun->written)
        ret_change->requests.items[0].at_size = begun->size;
    return OK;
}

RESULT filing_post(struct ctx *ctx, const struct filing_begun *begun, const struct filing *filing, uint64_t *ret_seq)
{
    const struct asked asked = {filing->community, filing->key, filing->operation, filing->request};
    struct change change;
    assert(filing->noun > 0);
    TRY(begin_change(ctx, begun, &asked, &change));
    if (!begun->written) {
        TRY(add_opened(ctx, &change, filing));
        if (filing->replaces)
            TRY(add_moved(ctx, &change,
                          &(struct filing_step){.noun = filing->noun,
                                                .id = *filing->replaces,
                                                .from = FILING_IN_FORCE,
                                                .to = FILING_SUPERSEDED,
                                                .text = filing->reason}));
    }
    TRY(journal_post(ctx, &change));
    *ret_seq = change.requests.items[0].seq;
    return OK;
}

RESULT filing_move(struct ctx *ctx, const struct filing_begun *begun, const struct filing_step *step, uint64_t *ret_seq)
{
    const struct asked asked = {step->community, step->key, step->operation, step->request};
    struct change change;
    TRY(begin_change(ctx, begun, &asked, &change));
    if (!begun->written)
        TRY(add_moved(ctx, &change, step));
    TRY(journal_post(ctx, &change));
    *ret_seq = change.requests.items[0].seq;
    return OK;
}

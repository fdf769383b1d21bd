#include "audit/desk/verify.h"

#include "audit/desk/ballot.h"
#include "audit/desk/compare.h"
#include "audit/desk/evidence.h"
#include "audit/desk/seal.h"
#include "audit/desk/statement.h"
#include "audit/desk/stream.h"
#include "audit/desk/unit.h"
#include "embed/sql.h"

#include <stdio.h>
#include <string.h>

enum { VERIFY_SUSPECTS_MAX = 1 << 20 };
static const size_t community_memory = (size_t)8 << 30, chunk_memory = (size_t)1 << 30;

struct listed {
    uint64_t community_id;
};

struct verify {
    struct verify_options options;
    struct report *report;
    struct listed *communities;
    size_t count;
    struct digest secret;
    struct desk_suspects suspects;
};

struct secret_row {
    struct bytes secret;
};

static RESULT read_secret(struct ctx *ctx, struct digest *ret_secret)
{
    static const struct db_column row[] = {COLUMN(secret_row, secret)};
    struct secret_row found = {{NULL, 0}};
    bool any;
    TRY(db_maybe(ctx, CALL0(sql_secret_get), ROW(secret_row, row), &found, &any));
    memset(ret_secret, 0, sizeof *ret_secret);
    if (any && found.secret.size == sizeof *ret_secret)
        memcpy(ret_secret->b, found.secret.data, sizeof *ret_secret);
    return OK;
}

RESULT verify_new(struct ctx *ctx, uint64_t community, const struct verify_options *options, struct report *report,
                  struct verify **ret_verify)
{
    static const struct db_column row[] = {COLUMN(listed, community_id)};
    struct verify *verify;
    TRY(ARENA_TAKE(ctx->arena, 1, &verify));
    verify->options = *options;
    verify->report = report;
    verify->suspects.findings.arena = ctx->arena;
    verify->suspects.findings.max = VERIFY_SUSPECTS_MAX;
    TRY(read_secret(ctx, &verify->secret));
    if (community == 0) {
        TRY(db_list(ctx, CALL0(sql_community_verify_list), ROW(listed, row), &verify->communities, &verify->count));
    } else {
        TRY(ARENA_TAKE(ctx->arena, 1, &verify->communities));
        verify->communities[0].community_id = community;
        verify->count = 1;
    }
    *ret_verify = verify;
    return OK;
}

size_t verify_count(const struct verify *verify)
{
    return verify->count;
}

static RESULT examine_rows(struct desk *desk)
{
    TRY(compare_tail(desk));
    if (desk->has_lone_head && !desk_lost(desk, 0))
        (void)report_add(desk->report, &desk->lone_head);
    TRY(stream_tiles(desk));
    TRY(compare_load(desk));
    TRY(unit_load_keys(desk));
    TRY(compare_entries(desk));
    TRY(compare_tables(desk));
    TRY(evidence_claims(desk));
    TRY(evidence_openings(desk));
    TRY(evidence_documents(desk));
    TRY(unit_keys(desk));
    TRY(seal_check(desk));
    TRY(ballot_rows(desk));
    return statement_rows(desk);
}

static RESULT examine(struct desk *desk, const struct verify *verify)
{
    desk->arena = arena_new(community_memory);
    desk->chunk = arena_new(chunk_memory);
    if (!desk->arena || !desk->chunk)
        return REFUSE(memory, exhausted);
    desk->ctx->arena = desk->arena;
    desk->drift.arena = desk->facts.arena = desk->arena;
    desk->drift.max = desk->facts.max = BOOKS_MAX;
    map_init(&desk->drift_at, desk->arena, BOOKS_MAX);
    TRY(stream_journal(desk));
    return verify->options.chain_only ? stream_tiles(desk) : examine_rows(desk);
}

static void summarise(const struct desk *desk, struct verify_summary *summary)
{
    summary->records = desk->scan.chain.next;
    summary->entries = desk->entries;
    summary->recorded_at = desk->scan.last_recorded_at;
    summary->has_root = chain_root(&desk->scan.chain, &summary->root);
}

RESULT verify_step(struct ctx *ctx, struct verify *verify, size_t i, struct verify_summary *ret_summary)
{
    struct arena *kept = ctx->arena;
    struct desk desk = {.ctx = ctx,
                        .report = verify->report,
                        .community = verify->communities[i].community_id,
                        .secret = verify->secret,
                        .packs = verify->options.packs,
                        .pack_count = verify->options.pack_count,
                        .suspects = &verify->suspects};
    *ret_summary =
        (struct verify_summary){.community = desk.community, .first_finding = verify->report->findings.count};
    const result examined = examine(&desk, verify);
    if (!FAILED(examined))
        summarise(&desk, ret_summary);
    ctx->arena = kept;
    arena_free(&desk.chunk);
    arena_free(&desk.arena);
    return examined;
}

/* When no id of any bank line follows from its fields, although each fits its entry, it is the secret that was changed.
 */
void verify_end(struct ctx *ctx, struct verify **verify)
{
    struct verify *v = *verify;
    const size_t count = v->suspects.findings.count;
    (void)ctx;
    if (count >= 2 && count == v->suspects.bank_lines) {
        struct finding finding = v->suspects.findings.items[0];
        finding.table = "server_secret";
        finding.has_seq = false;
        finding.consequences = count;
        (void)snprintf(finding.key, sizeof finding.key, "id=1");
        (void)snprintf(finding.column, sizeof finding.column, "secret");
        (void)report_add(v->report, &finding);
    } else {
        for (size_t i = 0; i < count; i++)
            (void)report_add(v->report, &v->suspects.findings.items[i]);
    }
    *verify = NULL;
}

struct verify_call {
    uint64_t community;
    const struct verify_options *options;
    struct report *report;
};

static RESULT run(struct ctx *ctx, void *arg)
{
    const struct verify_call *call = arg;
    struct verify *verify;
    struct verify_summary summary;
    TRY(verify_new(ctx, call->community, call->options, call->report, &verify));
    for (size_t i = 0; i < verify->count; i++)
        TRY(verify_step(ctx, verify, i, &summary));
    verify_end(ctx, &verify);
    return OK;
}

RESULT verify_run(struct ctx *ctx, uint64_t community, const struct verify_options *options, struct report *ret_report)
{
    struct verify_call call = {community, options, ret_report};
    report_init(ret_report, ctx->arena);
    return db_read(ctx, run, &call);
}

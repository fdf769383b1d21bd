#include "ledger/matter/contract.h"

#include "base/canon.h"
#include "embed/sql.h"
#include "ledger/book/account.h"
#include "ledger/matter/document.h"
#include "ledger/matter/matter.h"
#include "ledger/people/community.h"
#include "ledger/people/party.h"

#include <assert.h>
#include <string.h>

/* ---- reading ---- */

RESULT contract_list(struct ctx *ctx, uint64_t community, struct contract **ret_list, size_t *ret_count)
{
    static const struct db_column row[] = {COLUMN(contract, contract),  COLUMN(contract, seq),
                                           COLUMN(contract, party_seq), COLUMN(contract, party),
                                           COLUMN(contract, stream),    COLUMN(contract, from_date),
                                           COLUMN(contract, to_date),   COLUMN(contract, document_seq),
                                           COLUMN(contract, ended_on),  COLUMN(contract, end_reason)};
    const struct db_value in[] = {db_number((int64_t)community)};
    *ret_list = NULL;
    return db_list(ctx, CALL(sql_contract_list, in), ROW(contract, row), ret_list, ret_count);
}

RESULT contract_due_list(struct ctx *ctx, uint64_t community, const struct contract_span *span,
                         struct contract_due **ret_list, size_t *ret_count)
{
    static const struct db_column row[] = {COLUMN(contract_due, contract_seq), COLUMN(contract_due, due),
                                           COLUMN(contract_due, amount), COLUMN(contract_due, cancelled)};
    const struct db_value in[] = {db_number((int64_t)community), db_number(span->first), db_number(span->last)};
    *ret_list = NULL;
    return db_list(ctx, CALL(sql_contract_due_list, in), ROW(contract_due, row), ret_list, ret_count);
}

RESULT contract_find(struct ctx *ctx, uint64_t community, const char *name, struct contract *ret_contract)
{
    struct contract *list;
    size_t count;
    error_set(&ctx->error, "contract", "%s", name);
    TRY(contract_list(ctx, community, &list, &count));
    for (size_t i = 0; i < count; i++) {
        if (!matter_is(&list[i].contract, list[i].seq, name))
            continue;
        *ret_contract = list[i];
        return OK;
    }
    return REFUSE(contract, unknown);
}

/* The contract that a request recorded or ended. */
static RESULT read_back(struct ctx *ctx, uint64_t community, uint64_t seq, struct contract *ret_contract)
{
    const char *name;
    TRY(arena_print(ctx->arena, &name, "#%llu", (unsigned long long)seq));
    return contract_find(ctx, community, name, ret_contract);
}

/* ---- checks ---- */

/* The chart says which streams of income stand under contracts. */
static RESULT check_stream(struct ctx *ctx, uint16_t stream)
{
    char code[16];
    (void)snprintf(code, sizeof code, "%u", 4000U + stream);
    error_set(&ctx->error, "value", "P%02u", stream);
    if (stream < 1 || stream > STREAM_MAX || !account_requires(FUND_PI, code, DIMENSION_CONTRACT))
        return REFUSE(contract, stream);
    return OK;
}

static RESULT check_term(struct ctx *ctx, day from, day to)
{
    char text[DATE_TEXT];
    date_format(from, text);
    error_set(&ctx->error, "from", "%s", text);
    date_format(to, text);
    error_set(&ctx->error, "to", "%s", text);
    return to >= from && month_of(to) - month_of(from) <= CONTRACT_YEARS_MAX * 12 ? OK : REFUSE(contract, term);
}

static RESULT refuse_due(struct ctx *ctx, size_t place, const char *reason)
{
    error_set(&ctx->error, "line", "%zu", place);
    error_set(&ctx->error, "reason", "%s", reason);
    return REFUSE(contract, schedule);
}

static RESULT check_dues(struct ctx *ctx, const struct contract_record_in *in)
{
    money sum = FEN(0);
    if (in->due_count == 0 || in->due_count > CONTRACT_DUES_MAX)
        return refuse_due(ctx, in->due_count, "1–240");
    for (size_t i = 0; i < in->due_count; i++) {
        if (in->dues[i].amount.fen <= 0)
            return refuse_due(ctx, i + 1, "金额 amount");
        if (i > 0 && in->dues[i].due <= in->dues[i - 1].due)
            return refuse_due(ctx, i + 1, "日期次序 order");
        if (in->dues[i].due > in->to)
            return refuse_due(ctx, i + 1, "晚于截止日 behind the term");
        TRY(money_add(sum, in->dues[i].amount, &sum));
    }
    return OK;
}

/* ---- recording ---- */

static RESULT begin(struct ctx *ctx, struct change *change, const struct contract_record_in *in,
                    const struct record_contract_recorded *record)
{
    struct buffer out;
    struct bytes request;
    struct digest secret;
    const char *key = in->key;
    buffer_init(&out, ctx->arena, 1 << 16);
    buffer_put(&out, record->party.b, sizeof record->party.b);
    canon_u16(&out, in->stream);
    canon_i32(&out, in->from);
    canon_i32(&out, in->to);
    canon_u64(&out, record->document_seq);
    for (size_t i = 0; i < in->due_count; i++) {
        canon_i32(&out, in->dues[i].due);
        canon_i64(&out, in->dues[i].amount.fen);
    }
    TRY(buffer_done(&out, &request));
    TRY(journal_secret(ctx, &secret));
    const struct digest mac = change_mac(&secret, in->community, "contract_record", request);
    TRY(change_default_key(ctx, "contract", &mac, &key));
    change_init(change, ctx->arena);
    return change_request(ctx, change, in->community, key, &mac);
}

static RESULT fill(struct ctx *ctx, const struct contract_record_in *in, struct record_contract_recorded *record)
{
    struct party party;
    struct document document;
    TRY(party_find(ctx, in->community, in->party, &party));
    TRY(document_find(ctx, in->community, in->document, &document));
    TRY(ARENA_TAKE(ctx->arena, in->due_count, &record->dues));
    record->contract = random_uuid7(ctx->random, ctx->now);
    record->party = party.party;
    record->stream = in->stream;
    record->from = in->from;
    record->to = in->to;
    record->document_seq = document.seq;
    record->dues_count = (uint32_t)in->due_count;
    for (size_t i = 0; i < in->due_count; i++)
        record->dues[i] = (struct record_due){in->dues[i].due, in->dues[i].amount};
    return OK;
}

RESULT contract_record(struct ctx *ctx, const struct contract_record_in *in, struct contract *ret_contract)
{
    struct record_contract_recorded *record;
    struct change change;
    TRY(check_stream(ctx, in->stream));
    TRY(check_term(ctx, in->from, in->to));
    TRY(check_dues(ctx, in));
    TRY(community_act(ctx, in->community, ACTOR_PERSON));
    TRY(ARENA_TAKE(ctx->arena, 1, &record));
    TRY(fill(ctx, in, record));
    TRY(begin(ctx, &change, in, record));
    TRY(change_add(&change, RECORD_contract_recorded, record, NULL));
    TRY(journal_post(ctx, &change));
    return read_back(ctx, in->community, change.requests.items[0].seq, ret_contract);
}

/* ---- a schedule from its rule ---- */

/* A day of the month, or the last one of a shorter month. */
static day day_in(int32_t month, int day_of_month)
{
    const day first = month_first(month), last = month_last(month);
    return first + day_of_month - 1 < last ? first + day_of_month - 1 : last;
}

RESULT contract_schedule(struct ctx *ctx, const struct contract_schedule_in *in, struct contract_due_in **ret_dues,
                         size_t *ret_count)
{
    const int day_of_month = date_to_civil(in->from).day;
    struct contract_due_in *dues;
    size_t count = 0;
    assert(in->step >= CONTRACT_MONTHLY && in->step <= CONTRACT_YEARLY);
    TRY(check_term(ctx, in->from, in->to));
    TRY(ARENA_TAKE(ctx->arena, CONTRACT_DUES_MAX, &dues));
    for (int32_t month = month_of(in->from); day_in(month, day_of_month) <= in->to; month += (int32_t)in->step) {
        if (count == CONTRACT_DUES_MAX)
            return refuse_due(ctx, count + 1, "1–240");
        dues[count++] = (struct contract_due_in){day_in(month, day_of_month), in->amount};
    }
    *ret_dues = dues;
    *ret_count = count;
    return OK;
}

/* ---- ending ---- */

static RESULT check_end(struct ctx *ctx, const struct contract_end_in *in, const struct contract *contract)
{
    char text[DATE_TEXT];
    error_set(&ctx->error, "contract", "%s", in->contract);
    TRY(check_term(ctx, contract->from_date, contract->to_date));
    date_format(in->on, text);
    error_set(&ctx->error, "value", "%s", text);
    if (in->on < contract->from_date || in->on > contract->to_date)
        return REFUSE(contract, end_day);
    if (!contract->ended_on.present)
        return OK;
    date_format((day)contract->ended_on.value, text);
    error_set(&ctx->error, "value", "%s", text);
    return REFUSE(contract, ended);
}

RESULT contract_end(struct ctx *ctx, const struct contract_end_in *in, struct contract *ret_contract)
{
    struct record_contract_ended *record;
    struct change change;
    struct digest secret;
    const char *key, *request;
    error_set(&ctx->error, "value", "%u", in->reason);
    if (in->reason < CONTRACT_AGREED || in->reason > CONTRACT_OTHER)
        return REFUSE(contract, reason);
    TRY(community_act(ctx, in->community, ACTOR_PERSON));
    TRY(contract_find(ctx, in->community, in->contract, ret_contract));
    if (ret_contract->ended_on.present && ret_contract->ended_on.value == in->on &&
        ret_contract->end_reason.value == in->reason)
        return OK;
    TRY(check_end(ctx, in, ret_contract));
    TRY(journal_secret(ctx, &secret));
    TRY(arena_print(ctx->arena, &key, "contract-end-%llu", (unsigned long long)ret_contract->seq));
    TRY(arena_print(ctx->arena, &request, "%d %u", in->on, in->reason));
    const struct digest mac = change_mac(&secret, in->community, "contract_end", BYTES(request, strlen(request)));
    change_init(&change, ctx->arena);
    TRY(change_request(ctx, &change, in->community, key, &mac));
    TRY(ARENA_TAKE(ctx->arena, 1, &record));
    *record = (struct record_contract_ended){.contract_seq = ret_contract->seq, .on = in->on, .reason = in->reason};
    TRY(change_add(&change, RECORD_contract_ended, record, NULL));
    TRY(journal_post(ctx, &change));
    return read_back(ctx, in->community, ret_contract->seq, ret_contract);
}

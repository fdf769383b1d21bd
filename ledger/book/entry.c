#include "ledger/book/entry.h"

#include "base/canon.h"
#include "base/text.h"
#include "embed/sql.h"
#include "ledger/book/account.h"
#include "ledger/book/correction.h"
#include "ledger/book/dimension.h"
#include "ledger/book/entry_request.h"
#include "ledger/book/subledger.h"
#include "ledger/people/community.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* ---- what a batch looks up at once ---- */

/* Dimensions that the chart can demand of a line; the others come with later nouns. */
static const enum dimension demanded[] = {DIMENSION_BANK_ACCOUNT, DIMENSION_STREAM, DIMENSION_WARRANTY};

struct bank_key {
    uint64_t community, seq;
};

struct bank_found {
    int64_t ordinal, fund;
};

struct lookup {
    struct account_key *keys; /* distinct, sorted */
    struct account_found *accounts;
    uint8_t *demands; /* of each key: bit n set where lines need dimension n */
    size_t key_count;
    struct bank_key *banks; /* distinct, sorted */
    int64_t *bank_funds;    /* 0: no such bank account */
    size_t bank_count;
    struct subledger *subledger;
    struct dimension_set *named; /* contracts, parties, warranty deposits */
};

static int compare_account_keys(const void *x, const void *y)
{
    const struct account_key *a = x, *b = y;
    if (a->community != b->community)
        return a->community < b->community ? -1 : 1;
    return a->fund != b->fund ? (a->fund < b->fund ? -1 : 1) : strcmp(a->code, b->code);
}

static int compare_bank_keys(const void *x, const void *y)
{
    const struct bank_key *a = x, *b = y;
    if (a->community != b->community)
        return a->community < b->community ? -1 : 1;
    return (a->seq > b->seq) - (a->seq < b->seq);
}

/* Sorts and drops equal neighbours; returns how many remain. */
static size_t distinct(void *items, size_t count, size_t size, int (*compare)(const void *, const void *))
{
    uint8_t *at = items;
    size_t kept = 0;
    if (count > 0)
        qsort(items, count, size, compare);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || compare(at + (kept - 1) * size, at + i * size) != 0)
            memmove(at + kept++ * size, at + i * size, size);
    return kept;
}

static size_t count_lines(const struct entry_in *in, size_t count)
{
    size_t lines = 0;
    for (size_t i = 0; i < count; i++)
        lines += in[i].line_count;
    return lines;
}

/* The keys that one line asks for. */
static void collect_line(struct lookup *lookup, uint64_t community, const struct entry_line_in *line)
{
    lookup->keys[lookup->key_count++] = (struct account_key){community, line->fund, line->account};
    for (size_t d = 0; d < line->dimension_count; d++)
        if (line->dimensions[d].dimension == DIMENSION_BANK_ACCOUNT)
            lookup->banks[lookup->bank_count++] = (struct bank_key){community, line->dimensions[d].value};
}

static RESULT collect_keys(struct ctx *ctx, const struct entry_in *in, size_t count, struct lookup *lookup)
{
    const size_t lines = count_lines(in, count);
    TRY(ARENA_TAKE(ctx->arena, lines + 1, &lookup->keys));
    TRY(ARENA_TAKE(ctx->arena, lines * ENTRY_DIMENSIONS_MAX + 1, &lookup->banks));
    for (size_t i = 0; i < count; i++)
        for (size_t l = 0; l < in[i].line_count; l++)
            collect_line(lookup, in[i].community, &in[i].lines[l]);
    lookup->key_count = distinct(lookup->keys, lookup->key_count, sizeof *lookup->keys, compare_account_keys);
    lookup->bank_count = distinct(lookup->banks, lookup->bank_count, sizeof *lookup->banks, compare_bank_keys);
    return OK;
}

static RESULT find_banks(struct ctx *ctx, struct lookup *lookup)
{
    static const struct db_column row[] = {COLUMN(bank_found, ordinal), COLUMN(bank_found, fund)};
    struct db_array communities, seqs;
    struct db_value in[2];
    struct bank_found *found = NULL;
    size_t count = 0;
    TRY(ARENA_TAKE(ctx->arena, lookup->bank_count + 1, &lookup->bank_funds));
    if (lookup->bank_count == 0)
        return OK;
    db_array_init(&communities, ctx->arena, DB_INT8);
    db_array_init(&seqs, ctx->arena, DB_INT8);
    for (size_t i = 0; i < lookup->bank_count; i++) {
        db_array_number(&communities, (int64_t)lookup->banks[i].community);
        db_array_number(&seqs, (int64_t)lookup->banks[i].seq);
    }
    TRY(db_array_value(&communities, &in[0]));
    TRY(db_array_value(&seqs, &in[1]));
    TRY(db_list(ctx, CALL(sql_bank_account_funds, in), ROW(bank_found, row), &found, &count));
    for (size_t i = 0; i < count; i++)
        lookup->bank_funds[found[i].ordinal - 1] = found[i].fund;
    return OK;
}

static RESULT find_demands(struct ctx *ctx, struct lookup *lookup)
{
    TRY(ARENA_TAKE(ctx->arena, lookup->key_count + 1, &lookup->demands));
    for (size_t i = 0; i < lookup->key_count; i++)
        for (size_t d = 0; d < LENGTH(demanded); d++)
            if (account_requires(lookup->keys[i].fund, lookup->keys[i].code, demanded[d]))
                lookup->demands[i] |= (uint8_t)(1U << demanded[d]);
    return OK;
}

static RESULT look_up(struct ctx *ctx, const struct entry_in *in, size_t count, struct lookup *lookup)
{
    TRY(collect_keys(ctx, in, count, lookup));
    TRY(account_find(ctx, lookup->keys, lookup->key_count, &lookup->accounts));
    TRY(find_demands(ctx, lookup));
    TRY(subledger_find(ctx, in, count, &lookup->subledger));
    TRY(dimension_find(ctx, in, count, &lookup->named));
    return find_banks(ctx, lookup);
}

static const struct account_found *account_of(const struct lookup *lookup, uint64_t community,
                                              const struct entry_line_in *line)
{
    const struct account_key key = {community, line->fund, line->account};
    const struct account_key *at = bsearch(&key, lookup->keys, lookup->key_count, sizeof key, compare_account_keys);
    assert(at);
    return &lookup->accounts[at - lookup->keys];
}

static int64_t bank_fund_of(const struct lookup *lookup, uint64_t community, uint64_t seq)
{
    const struct bank_key key = {community, seq};
    const struct bank_key *at = bsearch(&key, lookup->banks, lookup->bank_count, sizeof key, compare_bank_keys);
    assert(at);
    return lookup->bank_funds[at - lookup->banks];
}

/* ---- checks, in documented order ---- */

/* A refusal with the line it is about. */
static RESULT at_line(struct ctx *ctx, const struct entry_in *in, size_t l, result refused)
{
    char amount[MONEY_TEXT];
    const struct entry_line_in *line = &in->lines[l];
    money_format(line->amount, amount);
    error_set(&ctx->error, "line", "%zu", l + 1);
    error_set(&ctx->error, "fund", "%s", fund_code(line->fund));
    error_set(&ctx->error, "account", "%s", line->account);
    error_set(&ctx->error, "amount", "%s", amount);
    return refused;
}

static RESULT check_text(struct ctx *ctx, const char *text)
{
    const char *reason = NULL;
    if (!text || !FAILED(text_check(BYTES(text, strlen(text)), 1000, &reason)))
        return OK;
    error_set(&ctx->error, "reason", "%s", reason);
    return REFUSE(text, refused);
}

static RESULT check_texts(struct ctx *ctx, const struct entry_in *in)
{
    TRY(check_text(ctx, in->summary ? in->summary : ""));
    TRY(check_text(ctx, in->payee));
    if (in->line_count > ENTRY_LINES_MAX)
        return REFUSE(entry, too_many_lines);
    for (size_t l = 0; l < in->line_count; l++) {
        result checked = check_text(ctx, in->lines[l].summary);
        if (!FAILED(checked))
            checked = money_check(in->lines[l].amount);
        if (FAILED(checked))
            return at_line(ctx, in, l, checked);
    }
    return OK;
}

static bool stream_fits(const struct entry_in *in, const struct entry_line_in *line, uint64_t value,
                        const struct lookup *lookup)
{
    (void)in, (void)line, (void)lookup;
    return value >= 1 && value <= STREAM_MAX;
}

static bool bank_account_fits(const struct entry_in *in, const struct entry_line_in *line, uint64_t value,
                              const struct lookup *lookup)
{
    return bank_fund_of(lookup, in->community, value) == line->fund;
}

static bool contract_fits(const struct entry_in *in, const struct entry_line_in *line, uint64_t value,
                          const struct lookup *lookup)
{
    (void)line;
    return dimension_known(lookup->named, in->community, &(struct entry_dimension_in){DIMENSION_CONTRACT, value});
}

static bool party_fits(const struct entry_in *in, const struct entry_line_in *line, uint64_t value,
                       const struct lookup *lookup)
{
    (void)line;
    return dimension_known(lookup->named, in->community, &(struct entry_dimension_in){DIMENSION_PARTY, value});
}

static bool warranty_fits(const struct entry_in *in, const struct entry_line_in *line, uint64_t value,
                          const struct lookup *lookup)
{
    const struct entry_dimension_in named = {DIMENSION_WARRANTY, value};
    return line->fund == FUND_WD && dimension_known(lookup->named, in->community, &named);
}

/* Each dimension a line may carry, and what its value must be: a code, or the record that registered the thing. A
 * noun that brings a dimension adds its row here. */
static const struct {
    enum dimension dimension;
    bool (*fits)(const struct entry_in *in, const struct entry_line_in *line, uint64_t value,
                 const struct lookup *lookup);
} registry[] = {
    {DIMENSION_BANK_ACCOUNT, bank_account_fits}, {DIMENSION_STREAM, stream_fits},
    {DIMENSION_CONTRACT, contract_fits},         {DIMENSION_PARTY, party_fits},
    {DIMENSION_WARRANTY, warranty_fits},
};

static bool dimension_fits(const struct entry_in *in, const struct entry_line_in *line,
                           const struct entry_dimension_in *dim, const struct lookup *lookup)
{
    for (size_t i = 0; i < LENGTH(registry); i++)
        if (registry[i].dimension == dim->dimension)
            return registry[i].fits(in, line, dim->value, lookup);
    return false;
}

static RESULT check_dimensions(struct ctx *ctx, const struct entry_in *in, const struct entry_line_in *line,
                               const struct lookup *lookup)
{
    for (size_t d = 0; d < line->dimension_count; d++) {
        const struct entry_dimension_in *dim = &line->dimensions[d];
        const bool known = dimension_fits(in, line, dim, lookup);
        if (known && (d == 0 || line->dimensions[d - 1].dimension < dim->dimension))
            continue;
        error_set(&ctx->error, "dimension", "%s", dimension_name(dim->dimension));
        error_set(&ctx->error, "value", "%llu", (unsigned long long)dim->value);
        return REFUSE(entry, dimension_unknown);
    }
    return OK;
}

static RESULT check_references(struct ctx *ctx, const struct entry_in *in, const struct lookup *lookup)
{
    for (size_t l = 0; l < in->line_count; l++) {
        if (account_of(lookup, in->community, &in->lines[l])->account_no == 0)
            return at_line(ctx, in, l, REFUSE(account, unknown));
        const result dimensions = check_dimensions(ctx, in, &in->lines[l], lookup);
        if (FAILED(dimensions))
            return at_line(ctx, in, l, dimensions);
    }
    return OK;
}

static RESULT check_date(struct ctx *ctx, const struct entry_in *in)
{
    if (in->booking_date <= ctx_today(ctx))
        return OK;
    char text[DATE_TEXT];
    date_format(in->booking_date, text);
    error_set(&ctx->error, "value", "%s", text);
    date_format(ctx_today(ctx), text);
    error_set(&ctx->error, "today", "%s", text);
    return REFUSE(date, future);
}

static RESULT check_accounts(struct ctx *ctx, const struct entry_in *in, const struct lookup *lookup)
{
    for (size_t l = 0; l < in->line_count; l++) {
        const struct account_found *account = account_of(lookup, in->community, &in->lines[l]);
        const bool negative = in->lines[l].amount.fen < 0;
        if (account->closed)
            return at_line(ctx, in, l, REFUSE(account, closed));
        if (account->has_children)
            return at_line(ctx, in, l, REFUSE(account, not_leaf));
        if (in->lines[l].amount.fen == 0 ||
            (in->entry_type != ENTRY_DIFFERENCE && negative != (in->entry_type == ENTRY_RED_LETTER)))
            return at_line(ctx, in, l, REFUSE(line, sign));
    }
    return in->line_count < 2 ? REFUSE(entry, too_few_lines) : OK;
}

/* Debit and credit of one fund, or of all (fund 0). */
static RESULT sums(const struct entry_in *in, int fund, money ret_sums[3])
{
    ret_sums[SIDE_DEBIT] = ret_sums[SIDE_CREDIT] = FEN(0);
    for (size_t l = 0; l < in->line_count; l++)
        if (fund == 0 || in->lines[l].fund == fund)
            TRY(money_add(ret_sums[in->lines[l].side], in->lines[l].amount, &ret_sums[in->lines[l].side]));
    return OK;
}

static RESULT check_balance(struct ctx *ctx, const struct entry_in *in)
{
    for (int fund = 0; fund <= FUND_OP; fund++) {
        money sum[3];
        TRY(sums(in, fund, sum));
        if (money_cmp(sum[SIDE_DEBIT], sum[SIDE_CREDIT]) == 0)
            continue;
        char text[MONEY_TEXT];
        money_format(sum[SIDE_DEBIT], text);
        error_set(&ctx->error, "debit", "%s", text);
        money_format(sum[SIDE_CREDIT], text);
        error_set(&ctx->error, "credit", "%s", text);
        money_format(FEN(sum[SIDE_DEBIT].fen - sum[SIDE_CREDIT].fen), text);
        error_set(&ctx->error, "difference", "%s", text);
        error_set(&ctx->error, "fund", "%s",
                  fund ? fund_name(fund, LANGUAGE_ZH) : fund_name(in->lines[0].fund, LANGUAGE_ZH));
        return fund == 0 ? REFUSE(entry, unbalanced) : REFUSE(entry, fund_unbalanced);
    }
    return OK;
}

static bool has_dimension(const struct entry_line_in *line, enum dimension dimension)
{
    for (size_t d = 0; d < line->dimension_count; d++)
        if (line->dimensions[d].dimension == dimension)
            return true;
    return false;
}

static RESULT check_demands(struct ctx *ctx, const struct entry_in *in, const struct lookup *lookup)
{
    for (size_t l = 0; l < in->line_count; l++) {
        const struct entry_line_in *line = &in->lines[l];
        const struct account_found *account = account_of(lookup, in->community, line);
        const unsigned demands = lookup->demands[account - lookup->accounts];
        const result shares = subledger_check(ctx, lookup->subledger, in, l, account->unit_ledger == 1);
        if (FAILED(shares))
            return at_line(ctx, in, l, shares);
        for (size_t i = 0; i < LENGTH(demanded) && in->entry_type != ENTRY_CARRY_FORWARD; i++) {
            if (has_dimension(line, demanded[i]) || !(demands & 1U << demanded[i]))
                continue;
            error_set(&ctx->error, "dimension", "%s", dimension_name((int)demanded[i]));
            return at_line(ctx, in, l, REFUSE(entry, dimension_missing));
        }
        if (!has_dimension(line, DIMENSION_CONTRACT) && dimension_demands_contract(lookup->named, in, line)) {
            error_set(&ctx->error, "dimension", "%s", dimension_name(DIMENSION_CONTRACT));
            return at_line(ctx, in, l, REFUSE(entry, dimension_missing));
        }
    }
    return OK;
}

static RESULT check_entry(struct ctx *ctx, const struct entry_in *in, const struct lookup *lookup)
{
    TRY(check_texts(ctx, in));
    TRY(check_references(ctx, in, lookup));
    TRY(correction_check_links(ctx, in));
    TRY(check_date(ctx, in));
    TRY(check_accounts(ctx, in, lookup));
    TRY(check_balance(ctx, in));
    TRY(check_demands(ctx, in, lookup));
    return correction_check_year(ctx, in);
}

/* ---- the record ---- */

static RESULT fill_line(struct ctx *ctx, struct change *change, const struct entry_line_in *in,
                        struct record_line *line)
{
    line->fund = in->fund;
    line->side = in->side;
    line->amount = in->amount;
    line->has_summary = in->summary || in->summary_commitment;
    if (in->summary_commitment)
        line->summary = *in->summary_commitment;
    if (in->summary)
        TRY(change_commit(ctx, change, COMMIT_SUMMARY, BYTES(in->summary, strlen(in->summary)), &line->summary));
    if (in->dimension_count > 0)
        TRY(ARENA_TAKE(ctx->arena, in->dimension_count, &line->dimensions));
    line->dimensions_count = (uint32_t)in->dimension_count;
    for (size_t d = 0; d < in->dimension_count; d++)
        line->dimensions[d] = (struct record_dimension){in->dimensions[d].dimension, in->dimensions[d].value};
    return OK;
}

/* One number per fund the entry touches, ascending by fund; the numbers themselves are given under the head lock. */
static RESULT fill_numbers(struct ctx *ctx, const struct entry_in *in, struct record_entry *entry)
{
    const struct civil date = date_to_civil(in->booking_date);
    TRY(ARENA_TAKE(ctx->arena, FUND_OP, &entry->numbers));
    for (uint16_t fund = FUND_MF; fund <= FUND_OP; fund++) {
        bool touched = false;
        for (size_t l = 0; l < in->line_count; l++)
            touched |= in->lines[l].fund == fund;
        if (touched)
            entry->numbers[entry->numbers_count++] = (struct record_number){
                .fund = fund, .word = in->word, .year = (uint16_t)date.year, .month = (uint8_t)date.month, .number = 1};
    }
    return OK;
}

/* The name that a reservation was approved for is repeated, not said again. */
static RESULT fill_payee(struct ctx *ctx, struct change *change, const struct entry_in *in,
                         const struct bytes *reserved, struct record_entry *entry)
{
    entry->has_payee = in->payee || reserved->data;
    if (reserved->data)
        memcpy(entry->payee.b, reserved->data, sizeof entry->payee.b);
    else if (in->payee)
        TRY(change_commit(ctx, change, COMMIT_PAYEE_NAME, BYTES(in->payee, strlen(in->payee)), &entry->payee));
    return OK;
}

static RESULT fill_refs(struct ctx *ctx, struct change *change, const struct entry_in *in, struct record_entry *entry)
{
    const struct {
        uint16_t role;
        struct maybe target;
    } links[] = {{REF_REVERSES, in->reverses}, {REF_REPLACES, in->replaces}, {REF_ADJUSTS, in->adjusts}};
    struct attachment_list attachments = {
        .community = in->community, .items = in->documents, .count = in->document_count};
    struct bytes payee = {NULL, 0};
    money sum[3];
    const struct reservation_captures captures = {in->community, in->captures, in->capture_count, in->payee};
    TRY(ARENA_TAKE(ctx->arena, LENGTH(links) + 2 + in->capture_count + in->document_count, &entry->refs));
    for (size_t i = 0; i < LENGTH(links); i++)
        if (links[i].target.present)
            entry->refs[entry->refs_count++] =
                (struct record_ref){links[i].role, (uint64_t)links[i].target.value, FEN(0)};
    if (in->import_item.present) {
        struct record_ref *ref = &entry->refs[entry->refs_count++];
        ref->role = REF_IMPORTED_BY;
        TRY(change_link(change, &ref->seq, (uint32_t)in->import_item.value));
    }
    TRY(reservation_refs(ctx, &captures, &entry->refs[entry->refs_count], &payee));
    entry->refs_count += (uint32_t)in->capture_count;
    TRY(fill_payee(ctx, change, in, &payee, entry));
    TRY(sums(in, 0, sum));
    attachments.total = sum[SIDE_DEBIT];
    TRY(attachment_refs(ctx, &attachments, &entry->refs[entry->refs_count]));
    entry->refs_count += (uint32_t)in->document_count;
    if (!in->matter_item.present)
        return OK;
    struct record_ref *ref = &entry->refs[entry->refs_count++];
    ref->role = REF_APPLIED_BY;
    return change_link(change, &ref->seq, (uint32_t)in->matter_item.value);
}

static RESULT fill_hands(struct ctx *ctx, const struct entry_in *in, struct record_entry *entry)
{
    TRY(ARENA_TAKE(ctx->arena, ENTRY_HANDS_MAX, &entry->hands));
    if (in->hand_count == 0)
        entry->hands[entry->hands_count++] =
            (struct record_hand){.function = HAND_PREPARED, .subject = ctx->actor.subject};
    for (size_t i = 0; i < in->hand_count; i++)
        entry->hands[entry->hands_count++] =
            (struct record_hand){.function = in->hands[i].function, .subject = in->hands[i].subject};
    return OK;
}

static RESULT fill(struct ctx *ctx, struct change *change, const struct entry_in *in, const struct lookup *lookup)
{
    struct record_entry *entry;
    TRY(ARENA_TAKE(ctx->arena, 1, &entry));
    entry->entry_type = in->entry_type;
    entry->source = in->source;
    entry->booking_date = in->booking_date;
    entry->has_value_date = in->value_date.present;
    entry->value_date = (day)in->value_date.value;
    entry->has_original_date = in->original_date.present;
    entry->original_date = (day)in->original_date.value;
    TRY(change_commit(ctx, change, COMMIT_SUMMARY, BYTES(in->summary, strlen(in->summary)), &entry->summary));
    TRY(fill_numbers(ctx, in, entry));
    TRY(fill_hands(ctx, in, entry));
    TRY(fill_refs(ctx, change, in, entry));
    TRY(ARENA_TAKE(ctx->arena, in->line_count, &entry->lines));
    entry->lines_count = (uint32_t)in->line_count;
    for (size_t l = 0; l < in->line_count; l++) {
        TRY(fill_line(ctx, change, &in->lines[l], &entry->lines[l]));
        entry->lines[l].account_no = (uint32_t)account_of(lookup, in->community, &in->lines[l])->account_no;
        TRY(subledger_fill(change, lookup->subledger, &(struct subledger_line){in, l}, &entry->lines[l]));
    }
    return change_add(change, RECORD_entry, entry, NULL);
}

RESULT entry_prepare(struct ctx *ctx, struct change *change, const struct entry_in *in, size_t count)
{
    struct lookup lookup = {0};
    struct digest secret;
    TRY(journal_secret(ctx, &secret));
    TRY(look_up(ctx, in, count, &lookup));
    for (size_t i = 0; i < count; i++) {
        struct bytes request;
        const result checked = check_entry(ctx, &in[i], &lookup);
        if (FAILED(checked)) {
            if (checked.code != ERROR_entry_unknown && checked.code != ERROR_entry_not_reversible)
                error_set(&ctx->error, "entry", "%zu", i + 1); /* those name the entry linked to */
            return checked;
        }
        TRY(entry_request(ctx, &in[i], &request));
        const struct digest mac = change_mac(&secret, in[i].community, "entry_post", request);
        TRY(change_request(ctx, change, in[i].community, in[i].key, &mac));
        error_set(&ctx->error, "entry", "%zu", i + 1);
        TRY(fill(ctx, change, &in[i], &lookup));
    }
    return OK;
}

RESULT entry_post(struct ctx *ctx, const struct entry_in *in, size_t count, struct entry_out *ret_out)
{
    if (count == 0)
        return REFUSE(entry, empty);
    error_set(&ctx->error, "count", "%zu", count);
    if (count > ENTRY_BATCH_MAX)
        return REFUSE(entry, too_many);
    struct change change;
    change_init(&change, ctx->arena);
    TRY(entry_prepare(ctx, &change, in, count));
    TRY(journal_post(ctx, &change));
    for (size_t i = 0; i < count; i++) {
        const struct change_request *request = &change.requests.items[i];
        ret_out[i] = (struct entry_out){request->community, request->seq, request->event_id, request->replayed};
    }
    return OK;
}

#include "ledger/book/entry.h"

#include "base/canon.h"
#include "base/number.h"
#include "base/text.h"
#include "embed/sql.h"
#include "ledger/book/account.h"
#include "ledger/people/community.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* ---- what a batch looks up at once ---- */

/* Dimensions that the chart can demand of a line; the others come with later nouns. */
static const enum dimension demanded[] = {DIMENSION_BANK_ACCOUNT, DIMENSION_STREAM};

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

static RESULT check_dimensions(struct ctx *ctx, const struct entry_in *in, const struct entry_line_in *line,
                               const struct lookup *lookup)
{
    for (size_t d = 0; d < line->dimension_count; d++) {
        const struct entry_dimension_in *dim = &line->dimensions[d];
        const bool known = dim->dimension == DIMENSION_STREAM ? dim->value >= 1 && dim->value <= STREAM_MAX
                           : dim->dimension == DIMENSION_BANK_ACCOUNT
                               ? bank_fund_of(lookup, in->community, dim->value) == line->fund
                               : false;
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
        if (in->lines[l].amount.fen == 0 || negative != (in->entry_type == ENTRY_RED_LETTER))
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
        if (account->unit_ledger)
            return at_line(ctx, in, l, REFUSE(entry, unit_lines));
        for (size_t i = 0; i < LENGTH(demanded); i++) {
            if (has_dimension(line, demanded[i]) || !(demands & 1U << demanded[i]))
                continue;
            error_set(&ctx->error, "dimension", "%s", dimension_name((int)demanded[i]));
            return at_line(ctx, in, l, REFUSE(entry, dimension_missing));
        }
    }
    return OK;
}

static RESULT check_entry(struct ctx *ctx, const struct entry_in *in, const struct lookup *lookup)
{
    TRY(check_texts(ctx, in));
    TRY(check_references(ctx, in, lookup));
    TRY(check_date(ctx, in));
    TRY(check_accounts(ctx, in, lookup));
    TRY(check_balance(ctx, in));
    return check_demands(ctx, in, lookup);
}

/* ---- the canonical request: what "the same content" means ---- */

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

/* Entries without documents keep the request they had before documents were known: no fund has the number 65,535. */
static void request_documents(struct buffer *out, const struct entry_in *in)
{
    if (in->document_count == 0)
        return;
    canon_u16(out, UINT16_MAX);
    canon_u64(out, in->document_count);
    for (size_t i = 0; i < in->document_count; i++) {
        canon_u64(out, in->documents[i].seq);
        canon_i64(out, in->documents[i].amount.fen);
    }
}

static RESULT request_of(struct ctx *ctx, const struct entry_in *in, struct bytes *ret_request)
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
    request_documents(&out, in);
    for (size_t l = 0; l < in->line_count; l++) {
        const struct entry_line_in *line = &in->lines[l];
        canon_u16(&out, line->fund);
        request_text(&out, line->account);
        canon_u8(&out, line->side);
        canon_i64(&out, line->amount.fen);
        request_text(&out, line->summary);
        canon_u8(&out, (uint8_t)line->dimension_count);
        for (size_t d = 0; d < line->dimension_count; d++) {
            canon_u16(&out, line->dimensions[d].dimension);
            canon_u64(&out, line->dimensions[d].value);
        }
    }
    return buffer_done(&out, ret_request);
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

static RESULT fill_refs(struct ctx *ctx, struct change *change, const struct entry_in *in, struct record_entry *entry)
{
    struct attachment_list attachments = {
        .community = in->community, .items = in->documents, .count = in->document_count};
    money sum[3];
    TRY(ARENA_TAKE(ctx->arena, 2 + in->document_count, &entry->refs));
    if (in->reverses.present)
        entry->refs[entry->refs_count++] = (struct record_ref){REF_REVERSES, (uint64_t)in->reverses.value, FEN(0)};
    if (in->import_item.present) {
        struct record_ref *ref = &entry->refs[entry->refs_count++];
        ref->role = REF_IMPORTED_BY;
        TRY(change_link(change, &ref->seq, (uint32_t)in->import_item.value));
    }
    TRY(sums(in, 0, sum));
    attachments.total = sum[SIDE_DEBIT];
    TRY(attachment_refs(ctx, &attachments, &entry->refs[entry->refs_count]));
    entry->refs_count += (uint32_t)in->document_count;
    return OK;
}

static RESULT fill_hands(struct ctx *ctx, struct record_entry *entry)
{
    enum { PREPARED = 1 };
    TRY(ARENA_TAKE(ctx->arena, 1, &entry->hands));
    entry->hands[0] = (struct record_hand){.function = PREPARED, .subject = ctx->actor.subject};
    entry->hands_count = 1;
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
    entry->has_payee = in->payee != NULL;
    if (in->payee)
        TRY(change_commit(ctx, change, COMMIT_PAYEE_NAME, BYTES(in->payee, strlen(in->payee)), &entry->payee));
    TRY(fill_numbers(ctx, in, entry));
    TRY(fill_hands(ctx, entry));
    TRY(fill_refs(ctx, change, in, entry));
    TRY(ARENA_TAKE(ctx->arena, in->line_count, &entry->lines));
    entry->lines_count = (uint32_t)in->line_count;
    for (size_t l = 0; l < in->line_count; l++) {
        TRY(fill_line(ctx, change, &in->lines[l], &entry->lines[l]));
        entry->lines[l].account_no = (uint32_t)account_of(lookup, in->community, &in->lines[l])->account_no;
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
            error_set(&ctx->error, "entry", "%zu", i + 1);
            return checked;
        }
        TRY(request_of(ctx, &in[i], &request));
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

/* ---- reading ---- */

void entry_number_format(int fund, int word, int32_t series, int64_t number, char out[ENTRY_NUMBER_TEXT])
{
    (void)snprintf(out, ENTRY_NUMBER_TEXT, "%s-%s-%04d-%02d-%04lld", fund_code(fund), word_name(word),
                   series / 100 % 10000, series % 100, (long long)number);
}

RESULT entry_list(struct ctx *ctx, uint64_t community, int64_t limit, struct entry_listed **ret_list, size_t *ret_count)
{
    static const struct db_column row[] = {COLUMN(entry_listed, seq),        COLUMN(entry_listed, booking_date),
                                           COLUMN(entry_listed, entry_type), COLUMN(entry_listed, word),
                                           COLUMN(entry_listed, fund),       COLUMN(entry_listed, series),
                                           COLUMN(entry_listed, number),     COLUMN(entry_listed, summary),
                                           COLUMN(entry_listed, amount),     COLUMN(entry_listed, documents)};
    const struct db_value in[] = {db_number((int64_t)community), db_number(limit)};
    *ret_list = NULL;
    return db_list(ctx, CALL(sql_entry_list, in), ROW(entry_listed, row), ret_list, ret_count);
}

/* The parts of "PI-记-2026-03-0017". */
static bool split_number(const char *text, uint16_t *fund, int64_t *word, int64_t *series, int64_t *number)
{
    char part[5][24] = {{0}};
    size_t count = 0;
    for (const char *p = text; count < LENGTH(part); p += strcspn(p, "-") + 1) {
        const size_t length = strcspn(p, "-");
        (void)snprintf(part[count++], sizeof part[0], "%.*s", (int)(length < 20 ? length : 20), p);
        if (p[length] == '\0')
            break;
    }
    int64_t year, month;
    if (count != LENGTH(part) || FAILED(fund_parse(part[0], fund)) ||
        FAILED(number_parse(part[2], 1990, 2199, &year)) || FAILED(number_parse(part[3], 0, 12, &month)) ||
        FAILED(number_parse(part[4], 1, UINT32_MAX, number)))
        return false;
    *series = year * 100 + month;
    for (*word = WORD_GENERAL; *word <= WORD_OPENING; (*word)++)
        if (strcmp(word_name((int)*word), part[1]) == 0)
            return true;
    return false;
}

struct seq_row {
    int64_t seq;
};

RESULT entry_find(struct ctx *ctx, uint64_t community, const char *number, uint64_t *ret_seq)
{
    static const struct db_column row[] = {COLUMN(seq_row, seq)};
    uint16_t fund = 0;
    int64_t word = 0, series = 0, no = 0;
    struct seq_row found;
    bool any = false;
    error_set(&ctx->error, "entry", "%s", number);
    if (!split_number(number, &fund, &word, &series, &no))
        return REFUSE(entry, unknown);
    const struct db_value in[] = {db_number((int64_t)community), db_number(fund), db_number(word), db_number(series),
                                  db_number(no)};
    TRY(db_maybe(ctx, CALL(sql_entry_find, in), ROW(seq_row, row), &found, &any));
    if (!any)
        return REFUSE(entry, unknown);
    *ret_seq = (uint64_t)found.seq;
    return OK;
}

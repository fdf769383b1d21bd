#include "importers/import.h"

#include "audit/bank_line.h"
#include "audit/log/tree.h"
#include "base/canon.h"
#include "embed/rules.h"
#include "embed/sql.h"
#include "importers/closing.h"
#include "importers/duplicate.h"
#include "importers/match.h"
#include "ledger/book/account.h"
#include "ledger/people/community.h"
#include "ledger/people/rule_activation.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { SOURCE_BANK_FILE = 1, KEEP_YEARS = 30, SUMMARY_MAX = 600 };

/* ---- was this very file imported before? ---- */

struct earlier {
    uint64_t received_seq;
    inst recorded_at;
};

static RESULT find_earlier(struct ctx *ctx, struct work *w)
{
    static const struct db_column row[] = {COLUMN(earlier, received_seq), COLUMN(earlier, recorded_at)};
    const struct db_value in[] = {db_number((int64_t)w->in->community), db_digest(&w->sha256)};
    struct earlier found;
    TRY(db_maybe(ctx, CALL(sql_import_find, in), ROW(earlier, row), &found, &w->out->replayed));
    if (w->out->replayed) {
        w->out->received_seq = found.received_seq;
        w->out->replayed_at = found.recorded_at;
    }
    return OK;
}

/* ---- the account ---- */

static RESULT find_account(struct ctx *ctx, struct work *w)
{
    const char *stated = w->out->statement.account_number, *given = w->in->bank_account;
    work_name_file(ctx, w);
    error_set(&ctx->error, "line", "1");
    error_set(&ctx->error, "found", "%s", stated);
    error_set(&ctx->error, "expected", "%s", given ? given : "");
    if (given && stated[0] && strcmp(given, stated) != 0)
        return REFUSE(import, other_account);
    return bank_account_find(ctx, w->in->community, given ? given : stated, &w->out->account);
}

static RESULT count_rows(struct ctx *ctx, struct work *w)
{
    struct import_out *out = w->out;
    for (uint32_t i = 0; i < out->statement.count; i++) {
        const struct import_row *row = &out->rows[i];
        work_name_file(ctx, w);
        error_set(&ctx->error, "line", "%u", row->line->row);
        if (row->line->booked_on > ctx_today(ctx)) {
            char text[DATE_TEXT];
            date_format(row->line->booked_on, text);
            error_set(&ctx->error, "value", "%s", text);
            return REFUSE(import, future);
        }
        out->fresh += row->state == IMPORT_NEW;
        out->seen += row->state == IMPORT_SEEN;
        if (row->state == IMPORT_NEW && row->line->amount.fen > 0)
            TRY(money_add(out->in, row->line->amount, &out->in));
        if (row->state == IMPORT_NEW && row->line->amount.fen < 0)
            TRY(money_sub(out->out, row->line->amount, &out->out));
    }
    return OK;
}

/* ---- from lines to entries ---- */

/* How much of a text fits: at most `max` bytes, whole characters, no blank at the end. */
static int fit(const char *text, size_t max)
{
    size_t length = strlen(text);
    if (length <= max)
        return (int)length;
    for (length = max; length > 0 && ((uint8_t)text[length] & 0xC0) == 0x80; length--)
        continue;
    for (;;) {
        if (length > 0 && text[length - 1] == ' ')
            length -= 1;
        else if (length > 2 && memcmp(text + length - 3, "\xE3\x80\x80", 3) == 0)
            length -= 3;
        else if (length > 1 && memcmp(text + length - 2, "\xC2\xA0", 2) == 0)
            length -= 2;
        else
            return (int)length;
    }
}

/* What the entry is called: the bank's summary and purpose, each once; and who stands on the other side. */
static RESULT summarise(struct ctx *ctx, struct import_row *row)
{
    const char *a = row->line->summary, *b = row->line->purpose;
    const char *fallback = row->line->amount.fen > 0 ? "收款" : "付款";
    const char *one = a[0] ? a : b[0] ? b : fallback, *party = row->line->party_name;
    TRY(arena_print(ctx->arena, &row->payee, "%.*s", fit(party, SUMMARY_MAX), party));
    if (!a[0] || !b[0] || strcmp(a, b) == 0)
        return arena_print(ctx->arena, &row->summary, "%.*s", fit(one, SUMMARY_MAX), one);
    return arena_print(ctx->arena, &row->summary, "%.*s %.*s", fit(a, SUMMARY_MAX / 2), a, fit(b, SUMMARY_MAX / 2), b);
}

/* A bank reversal cancels an earlier line: it is never income nor cost, a person must look at it. */
static bool is_bank_reversal(const struct statement_line *line)
{
    static const char *const marks[] = {"冲正", "抹账", "冲账"};
    for (size_t i = 0; i < LENGTH(marks); i++)
        if (strstr(line->summary, marks[i]) || strstr(line->purpose, marks[i]))
            return true;
    return false;
}

/*= ZHJ-11-3 有规则约束的小区，银行流水里的支出等已审批的付款与它勾对 */
static RESULT hold_payments(struct ctx *ctx, struct work *w)
{
    bool bound;
    TRY(rule_activation_binds(ctx, w->in->community, ctx_today(ctx), &bound));
    for (uint32_t i = 0; bound && i < w->out->statement.count; i++) {
        struct import_row *row = &w->out->rows[i];
        if (row->state != IMPORT_NEW || row->held || row->line->amount.fen > 0)
            continue;
        row->held = true;
        w->out->held++;
    }
    return OK;
}

static RESULT decide(struct ctx *ctx, struct work *w, struct import_row *row)
{
    const int fund = w->out->account.fund;
    TRY(summarise(ctx, row));
    if (row->held)
        return OK;
    if (is_bank_reversal(row->line) && fund != FUND_MF)
        category_suspense(row->line, &row->decision);
    else
        category_match(w->rules, fund, row->line, &row->decision);
    if (row->decision.account && row->decision.stream == 0 &&
        account_requires(fund, row->decision.account, DIMENSION_STREAM))
        category_suspense(row->line, &row->decision);
    if (row->decision.account) {
        w->out->suspense += row->decision.suspense;
        return OK;
    }
    row->held = w->in->hold;
    w->out->held += row->held;
    if (row->held)
        return OK;
    char text[MONEY_TEXT];
    money_format_grouped(row->line->amount, text);
    work_name_file(ctx, w);
    error_set(&ctx->error, "line", "%u", row->line->row);
    error_set(&ctx->error, "summary", "%s", row->summary);
    error_set(&ctx->error, "amount", "%s", text);
    return REFUSE(import, undecided);
}

static void fill_bank_line(const struct work *w, struct entry_line_in *line, money amount)
{
    *line = (struct entry_line_in){.fund = w->out->account.fund,
                                   .account = bank_account_leaf(&w->out->account),
                                   .side = amount.fen > 0 ? SIDE_DEBIT : SIDE_CREDIT,
                                   .amount = amount.fen > 0 ? amount : money_neg(amount),
                                   .dimensions = {{DIMENSION_BANK_ACCOUNT, (uint64_t)w->out->account.opened_seq}},
                                   .dimension_count = 1};
}

/* The other side; its dimensions are those that the chart demands. */
static void fill_counter_line(const struct work *w, struct entry_line_in *line,
                              const struct category_decision *decision, money amount)
{
    const int fund = w->out->account.fund;
    *line = (struct entry_line_in){.fund = (uint16_t)fund,
                                   .account = decision->account,
                                   .side = amount.fen > 0 ? SIDE_CREDIT : SIDE_DEBIT,
                                   .amount = amount.fen > 0 ? amount : money_neg(amount)};
    if (account_requires(fund, decision->account, DIMENSION_BANK_ACCOUNT))
        line->dimensions[line->dimension_count++] =
            (struct entry_dimension_in){DIMENSION_BANK_ACCOUNT, (uint64_t)w->out->account.opened_seq};
    if (decision->stream > 0)
        line->dimensions[line->dimension_count++] =
            (struct entry_dimension_in){DIMENSION_STREAM, (uint64_t)decision->stream};
}

/* A two-line entry of this import; the caller fills key, summary and the lines. */
static RESULT new_entry(struct ctx *ctx, struct work *w, day booking_date, struct entry_in **ret_entry,
                        struct entry_line_in **ret_lines)
{
    struct entry_in *entry = &w->entries[w->entry_count++];
    w->pending++;
    struct entry_line_in *lines;
    TRY(ARENA_TAKE(ctx->arena, 2, &lines));
    *entry = (struct entry_in){.community = w->in->community,
                               .entry_type = ENTRY_ORDINARY,
                               .source = SOURCE_IMPORT,
                               .word = WORD_GENERAL,
                               .booking_date = booking_date,
                               .value_date = {true, booking_date},
                               .import_item = {true, w->received_item},
                               .lines = lines,
                               .line_count = 2};
    *ret_entry = entry;
    *ret_lines = lines;
    return OK;
}

static RESULT row_entry(struct ctx *ctx, struct work *w, const struct import_row *row)
{
    struct entry_in *entry;
    struct entry_line_in *lines;
    char key[BANK_LINE_KEY];
    TRY(new_entry(ctx, w, row->line->booked_on, &entry, &lines));
    bank_line_key(&row->id, key);
    TRY(arena_print(ctx->arena, &entry->key, "%s", key));
    entry->summary = row->summary;
    entry->payee = row->payee[0] ? row->payee : NULL;
    fill_bank_line(w, &lines[0], row->line->amount);
    fill_counter_line(w, &lines[1], &row->decision, row->line->amount);
    return OK;
}

/* 期初: bank against unrestricted net assets, dated the day before the first line. */
static RESULT opening_entry(struct ctx *ctx, struct work *w)
{
    static const struct category_decision net_assets = {.account = "3101"};
    struct entry_in *entry;
    struct entry_line_in *lines;
    TRY(new_entry(ctx, w, w->out->rows[0].line->booked_on - 1, &entry, &lines));
    entry->entry_type = ENTRY_OPENING;
    entry->word = WORD_OPENING;
    entry->summary = "期初余额";
    TRY(arena_print(ctx->arena, &entry->key, "opening-%lld", (long long)w->out->account.opened_seq));
    fill_bank_line(w, &lines[0], w->out->opening);
    fill_counter_line(w, &lines[1], &net_assets, w->out->opening);
    return OK;
}

/* Puts the entries that wait into the change, so that records stand in the order of the lines. */
static RESULT flush_entries(struct ctx *ctx, struct work *w)
{
    const uint32_t count = w->pending;
    w->pending = 0;
    return count > 0 ? entry_prepare(ctx, &w->change, w->entries + w->entry_count - count, count) : OK;
}

static RESULT make_entries(struct ctx *ctx, struct work *w)
{
    TRY(ARENA_TAKE(ctx->arena, w->out->fresh + 2, &w->entries));
    w->first_entry_request = (uint32_t)w->change.requests.count;
    if (w->out->has_opening)
        TRY(opening_entry(ctx, w));
    for (uint32_t i = 0; i < w->out->statement.count; i++) {
        const struct import_row *row = &w->out->rows[i];
        if (row->state != IMPORT_NEW)
            continue;
        if (row->held)
            TRY(flush_entries(ctx, w));
        TRY(row->held ? match_hold(ctx, w, row) : row_entry(ctx, w, row));
    }
    return flush_entries(ctx, w);
}

/* ---- the change ---- */

static int compare_file_order(const void *x, const void *y, void *arg)
{
    const struct import_row *rows = arg;
    const uint32_t a = rows[*(const uint32_t *)x].line->row, b = rows[*(const uint32_t *)y].line->row;
    return (a > b) - (a < b);
}

/* RFC 6962 root over the salted raw rows in file order. */
static RESULT root_rows(struct ctx *ctx, struct work *w, struct digest *ret_root)
{
    const uint32_t count = w->out->statement.count;
    struct tree_frontier tree;
    TRY(ARENA_TAKE(ctx->arena, count, &w->salts));
    TRY(ARENA_TAKE(ctx->arena, count, &w->file_order));
    for (uint32_t i = 0; i < count; i++)
        w->file_order[i] = i;
    qsort_r(w->file_order, count, sizeof *w->file_order, compare_file_order, w->out->rows);
    tree_init(&tree);
    for (uint32_t i = 0; i < count; i++) {
        random_bytes(ctx->random, w->salts[i].b, sizeof w->salts[i].b);
        const struct digest leaf = record_row_leaf(&w->salts[i], w->out->rows[w->file_order[i]].line->raw);
        tree_append(&tree, &leaf);
    }
    tree_root(&tree, ret_root);
    return OK;
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash && slash[1] ? slash + 1 : path;
}

static RESULT add_document(struct ctx *ctx, struct work *w, uint32_t *ret_item)
{
    struct record_document_archived *document;
    TRY(ARENA_TAKE(ctx->arena, 1, &document));
    const char *title = base_name(w->in->name);
    const struct civil today = date_to_civil(ctx_today(ctx));
    w->document = document->document = random_uuid7(ctx->random, ctx->now);
    document->type = DOCUMENT_STATEMENT;
    document->length = w->in->file.size;
    TRY(change_commit(ctx, &w->change, COMMIT_DOCUMENT_TITLE, BYTES(title, strlen(title)), &document->title));
    TRY(change_commit(ctx, &w->change, COMMIT_DOCUMENT_CONTENT, BYTES(w->sha256.b, sizeof w->sha256.b),
                      &document->content));
    TRY(date_from_civil(today.year + KEEP_YEARS, 12, 31, &document->keep_until));
    TRY(change_blob(&w->change, &w->document, &w->sha256, w->in->file));
    return change_add(&w->change, RECORD_document_archived, document, ret_item);
}

static RESULT add_received(struct ctx *ctx, struct work *w)
{
    struct record_import_received *received;
    TRY(add_document(ctx, w, &w->document_item));
    TRY(ARENA_TAKE(ctx->arena, 1, &received));
    received->import = random_uuid7(ctx->random, ctx->now);
    received->source = SOURCE_BANK_FILE;
    received->rows = w->out->statement.count;
    TRY(root_rows(ctx, w, &received->row_root));
    TRY(change_link(&w->change, &received->document_seq, w->document_item));
    return change_add(&w->change, RECORD_import_received, received, &w->received_item);
}

static RESULT add_posted(struct ctx *ctx, struct work *w)
{
    struct record_import_posted *posted;
    TRY(ARENA_TAKE(ctx->arena, 1, &posted));
    posted->posted = w->out->fresh - w->out->held;
    posted->refused = w->out->held;
    posted->duplicate = w->out->seen;
    TRY(change_link(&w->change, &posted->received_seq, w->received_item));
    return change_add(&w->change, RECORD_import_posted, posted, NULL);
}

/* Keys follow from the file's digest and the account: the same file is one request for ever. */
static RESULT begin_request(struct ctx *ctx, struct work *w, const char *step)
{
    char hex[65];
    const char *key;
    hex_encode(BYTES(w->sha256.b, sizeof w->sha256.b), hex);
    TRY(arena_print(ctx->arena, &key, "import-%s-%lld-%.40s", step, (long long)w->out->account.opened_seq, hex));
    const struct digest mac = change_mac(&w->secret, w->in->community, step, BYTES(w->sha256.b, sizeof w->sha256.b));
    return change_request(ctx, &w->change, w->in->community, key, &mac);
}

static RESULT make_change(struct ctx *ctx, struct work *w)
{
    change_init(&w->change, ctx->arena);
    TRY(begin_request(ctx, w, "received"));
    TRY(add_received(ctx, w));
    TRY(make_entries(ctx, w));
    if (w->match_count > 0) {
        TRY(begin_request(ctx, w, "matched"));
        TRY(match_add(ctx, w));
    }
    TRY(begin_request(ctx, w, "posted"));
    TRY(add_posted(ctx, w));
    return closing_add(ctx, w);
}

/* ---- writing ---- */

static RESULT write_rows(struct ctx *ctx, const struct work *w)
{
    struct db_array arrays[6];
    struct db_value in[2 + LENGTH(arrays)] = {db_number((int64_t)w->in->community),
                                              db_number((int64_t)w->out->received_seq)};
    DB_ARRAYS_INIT(ctx->arena, arrays, DB_INT4, DB_INT4, DB_BYTEA, DB_BYTEA, DB_UUID, DB_INT2);
    for (uint32_t i = 0; i < w->out->statement.count; i++) {
        const struct import_row *row = &w->out->rows[w->file_order[i]];
        db_array_number(&arrays[0], i);
        db_array_number(&arrays[1], row->line->row);
        db_array_bytes(&arrays[2], row->line->raw);
        db_array_bytes(&arrays[3], BYTES(w->salts[i].b, sizeof w->salts[i].b));
        db_array_bytes(&arrays[4], BYTES(row->id.b, sizeof row->id.b));
        db_array_number(&arrays[5], row->state);
    }
    TRY(db_arrays_value(arrays, LENGTH(arrays), &in[2]));
    return db_exec(ctx, CALL(sql_import_row_append, in));
}

static RESULT write_lines(struct ctx *ctx, const struct work *w)
{
    struct db_array arrays[9];
    struct db_value in[3 + LENGTH(arrays)] = {db_number((int64_t)w->in->community)};
    DB_ARRAYS_INIT(ctx->arena, arrays, DB_UUID, DB_INT4, DB_DATE, DB_INT4, DB_INT8, DB_INT8, DB_STRING, DB_INT4,
                   DB_INT8);
    for (uint32_t i = 0; i < w->out->statement.count; i++) {
        const struct import_row *row = &w->out->rows[i];
        if (row->state != IMPORT_NEW)
            continue;
        db_array_bytes(&arrays[0], BYTES(row->id.b, sizeof row->id.b));
        db_array_number(&arrays[1], row->line->row);
        db_array_number(&arrays[2], row->line->booked_on);
        db_array_number(&arrays[3], row->line->seconds);
        db_array_number(&arrays[4], row->line->amount.fen);
        if (row->line->has_balance)
            db_array_number(&arrays[5], row->line->balance.fen);
        else
            db_array_null(&arrays[5]);
        db_array_bytes(&arrays[6], BYTES(row->line->serial, strlen(row->line->serial)));
        db_array_number(&arrays[7], row->occurrence);
        db_array_number(&arrays[8], (int64_t)row->entry_seq);
    }
    if (arrays[0].count == 0)
        return OK;
    TRY(db_array_value(&arrays[0], &in[1]));
    in[2] = db_number(w->out->account.opened_seq);
    in[3] = db_number((int64_t)w->out->received_seq);
    TRY(db_arrays_value(&arrays[1], LENGTH(arrays) - 1, &in[4]));
    return db_exec(ctx, CALL(sql_bank_line_append, in));
}

/* The seqs that the commit gave: of the import, and of the entry of each new row. */
static void take_seqs(struct work *w)
{
    uint32_t request = w->first_entry_request + w->out->has_opening;
    w->out->received_seq = w->change.items.items[w->received_item].seq;
    for (uint32_t i = 0; i < w->out->statement.count; i++)
        if (w->out->rows[i].state == IMPORT_NEW)
            w->out->rows[i].entry_seq = w->change.requests.items[request++].seq;
}

static RESULT write_import(struct ctx *ctx, void *arg)
{
    struct work *w = arg;
    TRY(journal_commit(ctx, &w->change));
    take_seqs(w);
    if (w->change.requests.items[0].replayed) { /* another process imported the same file first */
        w->out->replayed = true;
        w->out->replayed_at = ctx->now;
        return OK;
    }
    TRY(write_rows(ctx, w));
    return write_lines(ctx, w);
}

/* ---- the whole ---- */

static RESULT load_rules(struct ctx *ctx, struct work *w)
{
    if (w->in->rules_name)
        return category_load(ctx, w->in->rules_name, w->in->rules, &w->rules);
    return category_load(ctx, rules_default.name, BYTES(rules_default.text, rules_default.size), &w->rules);
}

static RESULT read_rows(struct ctx *ctx, struct work *w)
{
    struct import_out *out = w->out;
    TRY(statement_read(ctx, w->in->name, w->in->file, &out->statement));
    TRY(find_account(ctx, w));
    TRY(ARENA_TAKE(ctx->arena, out->statement.count, &out->rows));
    for (uint32_t i = 0; i < out->statement.count; i++)
        out->rows[i].line = &out->statement.lines[i];
    TRY(duplicate_mark(ctx, w));
    TRY(count_rows(ctx, w));
    return duplicate_continuity(ctx, w);
}

RESULT import_file(struct ctx *ctx, const struct import_in *in, struct import_out *ret_out)
{
    struct work w = {.in = in, .out = ret_out};
    *ret_out = (struct import_out){0};
    TRY(community_act(ctx, in->community, ACTOR_IMPORTER));
    TRY(journal_secret(ctx, &w.secret));
    digest_sha256(in->file, &w.sha256);
    TRY(read_rows(ctx, &w));
    TRY(find_earlier(ctx, &w));
    if (ret_out->replayed)
        return OK;
    TRY(closing_check(ctx, &w));
    TRY(load_rules(ctx, &w));
    TRY(match_rows(ctx, &w));
    TRY(hold_payments(ctx, &w));
    for (uint32_t i = 0; i < ret_out->statement.count; i++)
        if (ret_out->rows[i].state == IMPORT_NEW)
            TRY(decide(ctx, &w, &ret_out->rows[i]));
    TRY(make_change(ctx, &w));
    return in->dry_run ? OK : journal_run(ctx, write_import, &w);
}

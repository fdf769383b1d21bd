#include "ledger/book/account.h"

#include "base/canon.h"
#include "base/text.h"
#include "embed/chart.h"
#include "embed/sql.h"
#include "ledger/book/fund.h"

#include <string.h>

enum { CHART_COLUMNS = 8, CODE_MAX = 32, LEVEL = 2, LONGEST = 10, ATTEMPTS = 5 };
enum chart_column {
    CHART_CODE,
    CHART_NAME,
    CHART_ENGLISH,
    CHART_CLASS,
    CHART_SIDE,
    CHART_FUNDS,
    CHART_DIMENSIONS,
    CHART_NOTE
};

struct chart_row { /* cells of one line of sql/seed/chart_*.csv, borrowed from the embedded file */
    struct bytes cell[CHART_COLUMNS];
};

static const struct embedded *chart_of(int fund)
{
    return fund == FUND_MF ? &chart_chart_mf : &chart_chart_gsy;
}

/* The next row behind *at; our own files have no quotes. False at the end. */
static bool next_row(const char **at, struct chart_row *row)
{
    const char *line = *at;
    if (*line == '\0')
        return false;
    const size_t length = strcspn(line, "\n");
    *at = line + length + (line[length] == '\n');
    const char *end = line + length;
    for (size_t i = 0; i < CHART_COLUMNS; i++) {
        const size_t cell = i + 1 < CHART_COLUMNS ? strcspn(line, ",\n") : (size_t)(end - line);
        row->cell[i] = BYTES(line, cell);
        line += cell + (line < end && line[cell] == ',');
    }
    return true;
}

static const char *first_row(int fund)
{
    const char *text = chart_of(fund)->text;
    return text + strcspn(text, "\n") + 1; /* behind the heads */
}

/* True when the blank-separated list holds the word. */
static bool lists(struct bytes list, const char *word)
{
    const size_t length = strlen(word);
    for (size_t i = 0; i + length <= list.size; i++) {
        const bool begins = i == 0 || list.data[i - 1] == ' ';
        const bool ends = i + length == list.size || list.data[i + length] == ' ';
        if (begins && ends && memcmp(list.data + i, word, length) == 0)
            return true;
    }
    return false;
}

static bool same(struct bytes cell, const char *text)
{
    return cell.size == strlen(text) && memcmp(cell.data, text, cell.size) == 0;
}

static bool find_row(int fund, const char *code, struct chart_row *ret_row)
{
    const char *at = first_row(fund);
    while (next_row(&at, ret_row))
        if (same(ret_row->cell[CHART_CODE], code) && lists(ret_row->cell[CHART_FUNDS], fund_code(fund)))
            return true;
    return false;
}

bool account_is_listed(int fund, const char *code)
{
    struct chart_row row;
    return find_row(fund, code, &row);
}

bool account_requires(int fund, const char *code, enum dimension dimension)
{
    char prefix[CODE_MAX + 1];
    (void)snprintf(prefix, sizeof prefix, "%s", code);
    for (size_t length = strlen(prefix); length >= 4; length--) {
        struct chart_row row;
        prefix[length] = '\0';
        if (find_row(fund, prefix, &row))
            return lists(row.cell[CHART_DIMENSIONS], dimension_name((int)dimension));
    }
    return false;
}

/* CN-MF-10: these accounts of the maintenance fund are kept per unit; their sub-accounts too. */
static uint8_t unit_ledger(int fund, const char *code)
{
    static const char *const roots[] = {"3001", "3002", "4001", "5001", "5101"};
    for (size_t i = 0; fund == FUND_MF && i < LENGTH(roots); i++)
        if (strncmp(code, roots[i], 4) == 0)
            return 1;
    return 0;
}

/* Due-from 1301nn and due-to 2301nn name the other fund in their last two digits; so do the transfers 4801nn and
 * 6801nn. */
static bool counter_fund(int fund, const char *code, uint16_t *ret_fund)
{
    static const char *const roots[] = {"1301", "2301", "4801", "6801"};
    for (size_t i = 0; fund != FUND_MF && i < LENGTH(roots); i++) {
        if (strncmp(code, roots[i], 4) == 0 && strlen(code) == 6) {
            *ret_fund = (uint16_t)(code[5] - '0');
            return true;
        }
    }
    return false;
}

static uint8_t class_of(const struct chart_row *row)
{
    const struct bytes class = row->cell[CHART_CLASS];
    if (same(class, "asset"))
        return CLASS_ASSET;
    if (same(class, "liability"))
        return CLASS_LIABILITY;
    if (same(class, "net_asset"))
        return CLASS_NET_ASSET;
    const bool credit = same(row->cell[CHART_SIDE], "C");
    return same(class, "income") || (same(class, "transfer") && credit) ? CLASS_INCOME : CLASS_EXPENSE;
}

struct opened { /* codes opened so far, to find parents */
    const char *code;
    uint32_t account_no;
};

/* The nearest account above: the longest shorter code that this one begins with. */
static uint32_t parent_of(const struct opened *opened, size_t count, const char *code)
{
    uint32_t parent = 0;
    size_t longest = 0;
    for (size_t i = 0; i < count; i++) {
        const size_t length = strlen(opened[i].code);
        if (length > longest && length < strlen(code) && strncmp(opened[i].code, code, length) == 0) {
            longest = length;
            parent = opened[i].account_no;
        }
    }
    return parent;
}

static RESULT open_account(struct ctx *ctx, struct change *change, enum fund fund, const struct chart_row *row,
                           struct opened *opened)
{
    struct record_account_opened *record;
    TRY(ARENA_TAKE(ctx->arena, 1, &record));
    *record = (struct record_account_opened){.account_no = opened->account_no,
                                             .fund = (uint16_t)fund,
                                             .code = row->cell[CHART_CODE],
                                             .name = row->cell[CHART_NAME],
                                             .class = class_of(row),
                                             .normal_side = same(row->cell[CHART_SIDE], "D") ? SIDE_DEBIT : SIDE_CREDIT,
                                             .unit_ledger = unit_ledger((int)fund, opened->code)};
    record->has_counter_fund = counter_fund((int)fund, opened->code, &record->counter_fund);
    return change_add(change, RECORD_account_opened, record, NULL);
}

RESULT account_open_chart(struct ctx *ctx, struct change *change, enum fund fund, uint32_t *account_no)
{
    LIST(struct opened) opened = LIST_INIT(ctx->arena, 1000);
    const char *at = first_row((int)fund);
    struct chart_row row;
    while (next_row(&at, &row)) {
        if (!lists(row.cell[CHART_FUNDS], fund_code((int)fund)))
            continue;
        struct opened this = {.account_no = (*account_no)++};
        TRY(arena_text(ctx->arena, (const char *)row.cell[CHART_CODE].data, row.cell[CHART_CODE].size, &this.code));
        TRY(open_account(ctx, change, fund, &row, &this));
        struct record_account_opened *record = change->items.items[change->items.count - 1].body;
        record->parent = parent_of(opened.items, opened.count, this.code);
        record->has_parent = record->parent != 0;
        TRY(LIST_ADD(&opened, this));
    }
    return OK;
}

static const struct db_column found_row[] = {COLUMN(account_found, ordinal), COLUMN(account_found, account_no),
                                             COLUMN(account_found, class),   COLUMN(account_found, unit_ledger),
                                             COLUMN(account_found, closed),  COLUMN(account_found, has_children)};

RESULT account_find(struct ctx *ctx, const struct account_key *keys, size_t count, struct account_found **ret_found)
{
    struct db_array communities, funds, codes;
    struct db_value in[3];
    struct account_found *rows = NULL, *found;
    size_t row_count = 0;
    db_array_init(&communities, ctx->arena, DB_INT8);
    db_array_init(&funds, ctx->arena, DB_INT2);
    db_array_init(&codes, ctx->arena, DB_STRING);
    for (size_t i = 0; i < count; i++) {
        db_array_number(&communities, (int64_t)keys[i].community);
        db_array_number(&funds, keys[i].fund);
        db_array_bytes(&codes, BYTES(keys[i].code, strlen(keys[i].code)));
    }
    TRY(db_array_value(&communities, &in[0]));
    TRY(db_array_value(&funds, &in[1]));
    TRY(db_array_value(&codes, &in[2]));
    TRY(db_list(ctx, CALL(sql_account_find, in), ROW(account_found, found_row), &rows, &row_count));
    TRY(ARENA_TAKE(ctx->arena, count + 1, &found));
    for (size_t i = 0; i < row_count; i++)
        found[rows[i].ordinal - 1] = rows[i];
    *ret_found = found;
    return OK;
}

RESULT account_leaf(struct ctx *ctx, const struct account_key *key, uint32_t *ret_account_no)
{
    struct account_found *found;
    error_set(&ctx->error, "entry", "-");
    error_set(&ctx->error, "line", "-");
    error_set(&ctx->error, "fund", "%s", fund_code(key->fund));
    error_set(&ctx->error, "account", "%s", key->code);
    TRY(account_find(ctx, key, 1, &found));
    if (found->account_no == 0)
        return REFUSE(account, unknown);
    if (found->closed)
        return REFUSE(account, closed);
    if (found->has_children)
        return REFUSE(account, not_leaf);
    *ret_account_no = (uint32_t)found->account_no;
    return OK;
}

RESULT account_list(struct ctx *ctx, uint64_t community, struct account **ret_list, size_t *ret_count)
{
    static const struct db_column row[] = {
        COLUMN(account, account_no), COLUMN(account, fund),        COLUMN(account, code),
        COLUMN(account, name),       COLUMN(account, class),       COLUMN(account, normal_side),
        COLUMN(account, parent),     COLUMN(account, unit_ledger), COLUMN(account, opened_seq),
        COLUMN(account, closed_seq), COLUMN(account, has_children)};
    const struct db_value in[] = {db_number((int64_t)community)};
    *ret_list = NULL;
    return db_list(ctx, CALL(sql_account_list, in), ROW(account, row), ret_list, ret_count);
}

RESULT account_name_list(struct ctx *ctx, uint64_t community, struct account_name **ret_list, size_t *ret_count)
{
    static const struct db_column row[] = {COLUMN(account_name, account_no), COLUMN(account_name, from_seq),
                                           COLUMN(account_name, name)};
    const struct db_value in[] = {db_number((int64_t)community)};
    *ret_list = NULL;
    return db_list(ctx, CALL(sql_account_name_list, in), ROW(account_name, row), ret_list, ret_count);
}

/* ---- leaves below the chart ---- */

struct account_state { /* of one account; account_no 0: there is none */
    int32_t account_no;
    const char *name;
    int16_t class, normal_side, unit_ledger;
    bool closed, has_children, booked, limited;
    int64_t seq;
    money balance, reserved;
};

struct altering { /* one change of one account */
    const struct account_key *account;
    const char *name; /* NULL: it is closed */
    struct account_state state;
    uint64_t size; /* of the journal when the state was read */
    struct change change;
};

struct number_row {
    int64_t account_no;
};

RESULT account_next_no(struct ctx *ctx, uint64_t community, uint32_t *ret_account_no)
{
    static const struct db_column row[] = {COLUMN(number_row, account_no)};
    const struct db_value in[] = {db_number((int64_t)community)};
    struct number_row last;
    TRY(db_one(ctx, CALL(sql_account_last, in), ROW(number_row, row), &last));
    if (last.account_no >= INT32_MAX)
        return REFUSE(list, full);
    *ret_account_no = (uint32_t)last.account_no + 1;
    return OK;
}

static RESULT read_state(struct ctx *ctx, const struct account_key *account, struct account_state *ret_state)
{
    static const struct db_column row[] = {
        COLUMN(account_state, account_no),  COLUMN(account_state, name),         COLUMN(account_state, class),
        COLUMN(account_state, normal_side), COLUMN(account_state, unit_ledger),  COLUMN(account_state, closed),
        COLUMN(account_state, seq),         COLUMN(account_state, has_children), COLUMN(account_state, booked),
        COLUMN(account_state, balance),     COLUMN(account_state, reserved),     COLUMN(account_state, limited)};
    const struct db_value in[] = {db_number((int64_t)account->community), db_number(account->fund),
                                  db_text(account->code)};
    bool found;
    *ret_state = (struct account_state){0};
    error_set(&ctx->error, "entry", "-");
    error_set(&ctx->error, "line", "-");
    error_set(&ctx->error, "fund", "%s", fund_code(account->fund));
    error_set(&ctx->error, "account", "%s", account->code);
    return db_maybe(ctx, CALL(sql_account_state, in), ROW(account_state, row), ret_state, &found);
}

static RESULT check_name(struct ctx *ctx, const char *name)
{
    const char *reason = NULL;
    const result checked = text_check(BYTES(name, strlen(name)), ACCOUNT_NAME_MAX, &reason);
    if (FAILED(checked))
        error_set(&ctx->error, "reason", "%s", reason);
    return checked;
}

/* Two digits more than the account above. */
static RESULT check_code(struct ctx *ctx, const char *code)
{
    const size_t length = strlen(code);
    const bool even = length >= 4 + LEVEL && length <= LONGEST && length % LEVEL == 0;
    error_set(&ctx->error, "account", "%s", code);
    return even && strspn(code, "0123456789") == length && strcmp(code + length - LEVEL, "00") != 0
               ? OK
               : REFUSE(account, code);
}

/* Whether the program books on the account itself, or the forms name its sub-accounts one by one. */
static bool kept_whole(int fund, const char *code)
{
    static const char *const of_fund[] = {"100101", "200101", "200102", "3001", "3002", "310101", "310102", "500101"};
    static const char *const of_gsy[] = {"100201", "100202", "100204", "122109", "224103", "3101", "3901"};
    static const char *const roots_of_fund[] = {"4001", "5101"};
    static const char *const roots_of_gsy[] = {"1301", "2301", "4801", "6801", "40"};
    const bool mf = fund == FUND_MF;
    const char *const *codes = mf ? of_fund : of_gsy, *const *roots = mf ? roots_of_fund : roots_of_gsy;
    for (size_t i = 0; i < (mf ? LENGTH(of_fund) : LENGTH(of_gsy)); i++)
        if (strcmp(code, codes[i]) == 0)
            return true;
    for (size_t i = 0; i < (mf ? LENGTH(roots_of_fund) : LENGTH(roots_of_gsy)); i++)
        if (strncmp(code, roots[i], strlen(roots[i])) == 0)
            return true;
    return false;
}

/* An empty change that holds only at the size at which the state was read. key: of the operation on this account. */
static RESULT begin(struct ctx *ctx, struct altering *a, const char *operation, const char *key)
{
    struct buffer out;
    struct bytes request;
    struct digest secret;
    buffer_init(&out, ctx->arena, 512);
    canon_u16(&out, a->account->fund);
    canon_bytes(&out, BYTES(a->account->code, strlen(a->account->code)));
    if (a->name)
        canon_bytes(&out, BYTES(a->name, strlen(a->name)));
    TRY(buffer_done(&out, &request));
    TRY(journal_secret(ctx, &secret));
    const struct digest mac = change_mac(&secret, a->account->community, operation, request);
    change_init(&a->change, ctx->arena);
    TRY(change_request(ctx, &a->change, a->account->community, key, &mac));
    a->change.requests.items[0].at_size = a->size;
    return OK;
}

static RESULT post(struct ctx *ctx, struct altering *a, struct account_out *ret_out)
{
    TRY(journal_post(ctx, &a->change));
    *ret_out = (struct account_out){a->change.requests.items[0].seq, a->change.requests.items[0].replayed};
    return OK;
}

/* What is known before the decision: the size first, so that whatever comes between is noticed. */
static RESULT look(struct ctx *ctx, struct altering *a)
{
    struct journal_head head;
    TRY(community_act(ctx, a->account->community, ACTOR_PERSON));
    TRY(journal_head(ctx, a->account->community, &head));
    a->size = head.size;
    return read_state(ctx, a->account, &a->state);
}

static RESULT check_parent(struct ctx *ctx, const struct altering *a, const char *code,
                           const struct account_state *parent)
{
    error_set(&ctx->error, "parent", "%s", code);
    error_set(&ctx->error, "account", "%s", a->account->code);
    if (parent->account_no == 0)
        return REFUSE(account, no_parent);
    if (a->state.account_no != 0 && account_is_listed(a->account->fund, a->account->code))
        return REFUSE(account, exists);
    if (a->state.account_no != 0)
        return OK; /* opened before: the key decides whether this is the same request */
    error_set(&ctx->error, "account", "%s", code);
    if (parent->closed)
        return REFUSE(account, closed);
    if (kept_whole(a->account->fund, code))
        return REFUSE(account, kept_whole);
    return parent->booked || parent->limited ? REFUSE(account, in_use) : OK;
}

static RESULT add_leaf(struct ctx *ctx, struct altering *a, const struct account_state *parent)
{
    struct record_account_opened *record;
    TRY(ARENA_TAKE(ctx->arena, 1, &record));
    *record = (struct record_account_opened){.fund = a->account->fund,
                                             .code = BYTES(a->account->code, strlen(a->account->code)),
                                             .name = BYTES(a->name, strlen(a->name)),
                                             .class = (uint8_t)parent->class,
                                             .normal_side = (uint8_t)parent->normal_side,
                                             .has_parent = true,
                                             .parent = (uint32_t)parent->account_no,
                                             .unit_ledger = (uint8_t)parent->unit_ledger};
    TRY(account_next_no(ctx, a->account->community, &record->account_no));
    return change_add(&a->change, RECORD_account_opened, record, NULL);
}

static RESULT open_once(struct ctx *ctx, struct altering *a, struct account_out *ret_out)
{
    struct account_state parent;
    char above[CODE_MAX];
    const char *key;
    TRY(look(ctx, a));
    TRY(fund_check(ctx, a->account->community, a->account->fund));
    (void)snprintf(above, sizeof above, "%.*s", (int)(strlen(a->account->code) - LEVEL), a->account->code);
    TRY(read_state(ctx, &(struct account_key){a->account->community, a->account->fund, above}, &parent));
    TRY(check_parent(ctx, a, above, &parent));
    TRY(arena_print(ctx->arena, &key, "account-open-%s-%s", fund_code(a->account->fund), a->account->code));
    TRY(begin(ctx, a, "account_open", key));
    TRY(add_leaf(ctx, a, &parent));
    const result posted = post(ctx, a, ret_out);
    error_set(&ctx->error, "account", "%s", a->account->code);
    return posted.code == ERROR_idempotency_key_reused ? REFUSE(account, exists) : posted;
}

static RESULT check_own(const struct altering *a)
{
    if (a->state.account_no == 0)
        return REFUSE(account, unknown);
    return account_is_listed(a->account->fund, a->account->code) ? REFUSE(account, listed) : OK;
}

static RESULT rename_once(struct ctx *ctx, struct altering *a, struct account_out *ret_out)
{
    struct record_account_renamed *record;
    const char *key;
    TRY(look(ctx, a));
    TRY(check_own(a));
    if (a->state.closed)
        return REFUSE(account, closed);
    *ret_out = (struct account_out){.replayed = true};
    if (strcmp(a->state.name, a->name) == 0)
        return OK;
    TRY(arena_print(ctx->arena, &key, "account-rename-%d-%lld", a->state.account_no, (long long)a->state.seq));
    TRY(begin(ctx, a, "account_rename", key));
    TRY(ARENA_TAKE(ctx->arena, 1, &record));
    *record = (struct record_account_renamed){(uint32_t)a->state.account_no, BYTES(a->name, strlen(a->name))};
    TRY(change_add(&a->change, RECORD_account_renamed, record, NULL));
    return post(ctx, a, ret_out);
}

static RESULT check_settled(struct ctx *ctx, const struct account_state *state)
{
    char text[MONEY_TEXT];
    if (state->has_children)
        return REFUSE(account, has_children);
    money_format(state->balance, text);
    error_set(&ctx->error, "balance", "%s", text);
    money_format(state->reserved, text);
    error_set(&ctx->error, "reserved", "%s", text);
    return state->balance.fen != 0 || state->reserved.fen != 0 ? REFUSE(account, unsettled) : OK;
}

static RESULT close_once(struct ctx *ctx, struct altering *a, struct account_out *ret_out)
{
    struct record_account_closed *record;
    const char *key;
    TRY(look(ctx, a));
    TRY(check_own(a));
    *ret_out = (struct account_out){.replayed = true};
    if (a->state.closed)
        return OK;
    TRY(check_settled(ctx, &a->state));
    TRY(arena_print(ctx->arena, &key, "account-close-%d", a->state.account_no));
    TRY(begin(ctx, a, "account_close", key));
    TRY(ARENA_TAKE(ctx->arena, 1, &record));
    *record = (struct record_account_closed){(uint32_t)a->state.account_no};
    TRY(change_add(&a->change, RECORD_account_closed, record, NULL));
    return post(ctx, a, ret_out);
}

/* Decides again when the journal grew in between. */
static RESULT alter(struct ctx *ctx, struct altering *a, struct account_out *ret_out,
                    result once(struct ctx *ctx, struct altering *a, struct account_out *ret_out))
{
    result done = OK;
    for (int i = 0; i < ATTEMPTS; i++) {
        done = once(ctx, a, ret_out);
        if (done.code != ERROR_journal_moved)
            return done;
    }
    return done;
}

RESULT account_open(struct ctx *ctx, const struct account_key *account, const char *name, struct account_out *ret_out)
{
    struct altering a = {.account = account, .name = name};
    TRY(check_code(ctx, account->code));
    TRY(check_name(ctx, name));
    return alter(ctx, &a, ret_out, open_once);
}

RESULT account_rename(struct ctx *ctx, const struct account_key *account, const char *name, struct account_out *ret_out)
{
    struct altering a = {.account = account, .name = name};
    TRY(check_name(ctx, name));
    return alter(ctx, &a, ret_out, rename_once);
}

RESULT account_close(struct ctx *ctx, const struct account_key *account, struct account_out *ret_out)
{
    struct altering a = {.account = account};
    return alter(ctx, &a, ret_out, close_once);
}

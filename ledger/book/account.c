#include "ledger/book/account.h"

#include "embed/chart.h"
#include "embed/sql.h"

#include <string.h>

enum { CHART_COLUMNS = 8, CODE_MAX = 32 };
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
        COLUMN(account, account_no), COLUMN(account, fund),        COLUMN(account, code),        COLUMN(account, name),
        COLUMN(account, class),      COLUMN(account, normal_side), COLUMN(account, has_children)};
    const struct db_value in[] = {db_number((int64_t)community)};
    *ret_list = NULL;
    return db_list(ctx, CALL(sql_account_list, in), ROW(account, row), ret_list, ret_count);
}

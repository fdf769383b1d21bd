#include "importers/parse/statement.h"

#include "importers/parse/own_account.h"
#include "importers/parse/sniff.h"
#include "importers/parse/totals.h"

#include <string.h>

struct work { /* one file under way */
    struct ctx *ctx;
    const struct layout *layout;
    struct statement statement;
    LIST(struct statement_line) lines;
    struct totals totals;
};

static RESULT check_size(struct ctx *ctx, struct bytes file)
{
    if (file.size <= STATEMENT_FILE_MAX)
        return OK;
    error_set(&ctx->error, "size", "%zu", file.size);
    error_set(&ctx->error, "limit", "%d", STATEMENT_FILE_MAX);
    return REFUSE(file, too_large);
}

/* ---- above the header ---- */

static RESULT find_caption(const struct work *w, enum profile_caption caption, struct preamble_value *ret_value)
{
    const struct profile_name *name = &w->layout->profile->captions[caption];
    *ret_value = (struct preamble_value){0};
    return name->key ? preamble_find(w->ctx, &w->layout->preamble, name->key, ret_value) : OK;
}

static result at_caption(const struct work *w, enum profile_caption caption, const struct preamble_value *at,
                         result refusal)
{
    error_set(&w->ctx->error, "line", "%u", at->line);
    error_set(&w->ctx->error, "column", "%s", w->layout->profile->captions[caption].text);
    error_set(&w->ctx->error, "value", "%s", at->text);
    return refusal;
}

static RESULT read_account_number(struct work *w)
{
    struct preamble_value at;
    TRY(find_caption(w, CAPTION_ACCOUNT_NUMBER, &at));
    TRY(own_account_digits(w->ctx->arena, at.text ? at.text : "", &w->statement.account_number));
    if (w->statement.account_number)
        return OK;
    error_set(&w->ctx->error, "reason", "账号不是完整的数字 / not a whole account number");
    return at_caption(w, CAPTION_ACCOUNT_NUMBER, &at, REFUSE(import, text));
}

static RESULT read_account_name(struct work *w)
{
    struct preamble_value at;
    const char *reason;
    TRY(find_caption(w, CAPTION_ACCOUNT_NAME, &at));
    TRY(line_text(w->ctx, at.text ? at.text : "", &w->statement.account_name, &reason));
    if (!reason)
        return OK;
    error_set(&w->ctx->error, "reason", "%s", reason);
    return at_caption(w, CAPTION_ACCOUNT_NAME, &at, REFUSE(import, text));
}

static RESULT read_preamble(struct work *w)
{
    struct preamble_value currency;
    const struct profile *profile = w->layout->profile;
    w->statement.profile = profile->id;
    w->statement.profile_sha256 = profile->sha256;
    w->statement.bank = profile->bank;
    TRY(read_account_number(w));
    TRY(read_account_name(w));
    TRY(find_caption(w, CAPTION_CURRENCY, &currency));
    if (currency.text && !line_currency_is_ours(currency.text))
        return at_caption(w, CAPTION_CURRENCY, &currency, REFUSE(import, currency));
    return totals_read_balances(w->ctx, w->layout, &w->statement);
}

/* ---- rows ---- */

/* One file holds the lines of one account. */
static RESULT check_own_account(struct work *w, const struct line_row *row)
{
    if (row->own_account[0] == '\0')
        return OK;
    if (w->statement.account_number[0] == '\0')
        w->statement.account_number = row->own_account;
    if (strcmp(w->statement.account_number, row->own_account) == 0)
        return OK;
    error_set(&w->ctx->error, "line", "%u", row->line.row);
    error_set(&w->ctx->error, "expected", "%s", w->statement.account_number);
    error_set(&w->ctx->error, "found", "%s", row->own_account);
    return REFUSE(import, other_account);
}

static RESULT add_row(struct work *w, const struct csv_row *row)
{
    struct line_row read;
    bool skip;
    TRY(layout_skips(w->ctx, w->layout, row, &skip));
    if (skip)
        return OK;
    TRY(line_read(w->ctx, w->layout, row, &read));
    TRY(check_own_account(w, &read));
    if (w->lines.count == STATEMENT_ROWS_MAX) {
        error_set(&w->ctx->error, "limit", "%d", STATEMENT_ROWS_MAX);
        return REFUSE(import, too_many_rows);
    }
    TRY(totals_add(&w->totals, &read));
    return LIST_ADD(&w->lines, read.line);
}

static RESULT read_rows(struct work *w, struct csv_reader *reader)
{
    const struct csv_row *row;
    TRY(layout_find(w->ctx, reader, &w->layout));
    TRY(read_preamble(w));
    for (;;) {
        TRY(csv_next(w->ctx, reader, &row));
        if (!row)
            break;
        TRY(add_row(w, row));
    }
    w->statement.lines = w->lines.items;
    w->statement.count = (uint32_t)w->lines.count;
    return w->lines.count > 0 ? OK : REFUSE(import, empty);
}

static RESULT check_balances(struct work *w)
{
    struct statement *statement = &w->statement;
    enum continuity_count count;
    TRY(continuity_arrange(w->ctx, statement->lines, statement->count,
                           statement->has_opening ? &statement->opening : NULL));
    TRY(totals_check(w->ctx, w->layout, &w->totals, statement, &count));
    return continuity_check(w->ctx, statement, count);
}

RESULT statement_read(struct ctx *ctx, const char *name, struct bytes file, struct statement *ret_statement)
{
    struct work w = {.ctx = ctx, .lines = LIST_INIT(ctx->arena, STATEMENT_ROWS_MAX)};
    struct csv_reader *reader CLEANUP(csv_close) = NULL;
    struct charset_text text;
    error_set(&ctx->error, "file", "%s", name);
    TRY(check_size(ctx, file));
    TRY(sniff_text(ctx, file));
    TRY(charset_decode(ctx, file, &text));
    w.statement.charset = text.name;
    TRY(csv_open(ctx, &text, &reader));
    TRY(read_rows(&w, reader));
    TRY(check_balances(&w));
    *ret_statement = w.statement;
    return OK;
}

#include "importers/parse/totals.h"

#include "base/number.h"
#include "importers/parse/amount.h"

#include <string.h>

enum { NUMBER_TEXT = 32 };

RESULT totals_add(struct totals *totals, const struct line_row *row)
{
    TRY(money_add(totals->in, row->in, &totals->in));
    TRY(money_add(totals->out, row->out, &totals->out));
    totals->count_in += row->in.fen != 0;
    totals->count_out += row->out.fen != 0;
    return OK;
}

/* ---- what the bank states ---- */

struct stated {
    bool is_there;
    int64_t value; /* fen, or a number of rows */
};

static RESULT find(struct ctx *ctx, const struct layout *layout, enum profile_caption caption,
                   struct preamble_value *ret)
{
    const struct profile_name *name = &layout->profile->captions[caption];
    *ret = (struct preamble_value){0};
    return name->key ? preamble_find(ctx, &layout->preamble, name->key, ret) : OK;
}

static RESULT refuse_value(struct ctx *ctx, const struct layout *layout, enum profile_caption caption,
                           const struct preamble_value *at)
{
    error_set(&ctx->error, "line", "%u", at->line);
    error_set(&ctx->error, "column", "%s", layout->profile->captions[caption].text);
    error_set(&ctx->error, "value", "%s", at->text);
    return REFUSE(import, amount);
}

static RESULT find_amount(struct ctx *ctx, const struct layout *layout, enum profile_caption caption,
                          struct stated *ret)
{
    struct preamble_value at;
    money amount = FEN(0);
    TRY(find(ctx, layout, caption, &at));
    *ret = (struct stated){.is_there = at.text && !amount_is_absent(at.text)};
    if (ret->is_there && FAILED(amount_parse(at.text, &amount)))
        return refuse_value(ctx, layout, caption, &at);
    ret->value = amount.fen;
    return OK;
}

static RESULT find_count(struct ctx *ctx, const struct layout *layout, enum profile_caption caption, struct stated *ret)
{
    struct preamble_value at;
    char digits[NUMBER_TEXT] = "";
    TRY(find(ctx, layout, caption, &at));
    *ret = (struct stated){.is_there = at.text != NULL};
    if (!ret->is_there)
        return OK;
    const char *unit = strstr(at.text, "笔");
    const size_t size = unit && strcmp(unit, "笔") == 0 ? (size_t)(unit - at.text) : strlen(at.text);
    (void)snprintf(digits, sizeof digits, "%.*s", (int)(size < sizeof digits ? size : sizeof digits), at.text);
    if (FAILED(number_parse(digits, 0, INT32_MAX, &ret->value)))
        return refuse_value(ctx, layout, caption, &at);
    return OK;
}

RESULT totals_read_balances(struct ctx *ctx, const struct layout *layout, struct statement *statement)
{
    struct stated opening, closing;
    TRY(find_amount(ctx, layout, CAPTION_OPENING, &opening));
    TRY(find_amount(ctx, layout, CAPTION_CLOSING, &closing));
    statement->has_opening = opening.is_there;
    statement->opening = FEN(opening.value);
    statement->has_closing = closing.is_there;
    statement->closing = FEN(closing.value);
    return OK;
}

/* ---- comparing ---- */

struct comparison {
    const char *what;
    bool is_amount;
    struct stated stated;
    int64_t found;
};

static void show(const struct comparison *c, int64_t value, char out[MONEY_TEXT])
{
    if (c->is_amount)
        money_format_grouped(FEN(value), out);
    else
        (void)snprintf(out, MONEY_TEXT, "%lld", (long long)value);
}

/* Says where to look: the row at which the running balance breaks, or that it does not. */
static void add_cause(struct ctx *ctx, const struct statement *statement, enum continuity_count count)
{
    if (!statement->lines[0].has_balance) {
        error_set(&ctx->error, "cause", "没有余额列 / there is no balance column");
        return;
    }
    if (!FAILED(continuity_check(ctx, statement, count))) {
        error_set(&ctx->error, "cause",
                  "逐行余额相接，缺的在开头或末尾 / the running balance is unbroken: look at both ends");
        return;
    }
    char cause[ERROR_VALUE_SIZE];
    (void)snprintf(cause, sizeof cause, "%s", error_get(&ctx->error, "cause"));
    error_set(&ctx->error, "cause", "第 %s 行：%s", error_get(&ctx->error, "line"), cause);
}

static RESULT refuse_total(struct ctx *ctx, const struct comparison *c, const struct statement *statement,
                           enum continuity_count count)
{
    char expected[MONEY_TEXT], found[MONEY_TEXT];
    add_cause(ctx, statement, count);
    show(c, c->stated.value, expected);
    show(c, c->found, found);
    error_set(&ctx->error, "what", "%s", c->what);
    error_set(&ctx->error, "expected", "%s", expected);
    error_set(&ctx->error, "found", "%s", found);
    return REFUSE(import, totals);
}

static enum continuity_count judge_counts(const struct comparison *in, const struct comparison *out)
{
    if (!in->stated.is_there || !out->stated.is_there)
        return COUNT_UNKNOWN;
    const int64_t stated = in->stated.value + out->stated.value, found = in->found + out->found;
    return found == stated ? COUNT_EQUAL : found < stated ? COUNT_MISSING : COUNT_MORE;
}

RESULT totals_check(struct ctx *ctx, const struct layout *layout, const struct totals *totals,
                    const struct statement *statement, enum continuity_count *ret_count)
{
    const struct statement_line *first = &statement->lines[0], *last = &statement->lines[statement->count - 1];
    struct comparison all[] = {
        {.what = "支出笔数 (number of payments)", .found = totals->count_out},
        {.what = "收入笔数 (number of receipts)", .found = totals->count_in},
        {.what = "支出合计 (sum of payments)", .is_amount = true, .found = totals->out.fen},
        {.what = "收入合计 (sum of receipts)", .is_amount = true, .found = totals->in.fen},
        {.what = "期初余额 (opening balance)", .is_amount = true, .found = first->balance.fen - first->amount.fen},
        {.what = "期末余额 (closing balance)", .is_amount = true, .found = last->balance.fen},
    };
    TRY(find_count(ctx, layout, CAPTION_COUNT_OUT, &all[0].stated));
    TRY(find_count(ctx, layout, CAPTION_COUNT_IN, &all[1].stated));
    TRY(find_amount(ctx, layout, CAPTION_TOTAL_OUT, &all[2].stated));
    TRY(find_amount(ctx, layout, CAPTION_TOTAL_IN, &all[3].stated));
    all[4].stated = (struct stated){statement->has_opening && first->has_balance, statement->opening.fen};
    all[5].stated = (struct stated){statement->has_closing && first->has_balance, statement->closing.fen};
    *ret_count = judge_counts(&all[1], &all[0]);
    for (size_t i = 0; i < LENGTH(all); i++)
        if (all[i].stated.is_there && all[i].stated.value != all[i].found)
            return refuse_total(ctx, &all[i], statement, *ret_count);
    return OK;
}

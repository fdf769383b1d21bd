#include "importers/parse/line.h"

#include "base/text.h"
#include "importers/parse/amount.h"
#include "importers/parse/bank_date.h"
#include "importers/parse/own_account.h"

#include <string.h>

struct reading { /* one row under way */
    struct ctx *ctx;
    const struct layout *layout;
    const struct csv_row *row;
};

static const char *cell(const struct reading *reading, enum profile_column column)
{
    return layout_cell(reading->layout, reading->row, column);
}

/* Names the cell in the details and passes the refusal on. */
static result at_cell(const struct reading *reading, enum profile_column column, result refusal)
{
    struct error_detail *detail = &reading->ctx->error;
    error_set(detail, "line", "%u", reading->row->line);
    error_set(detail, "column", "%s", reading->layout->profile->columns[column].text);
    error_set(detail, "value", "%s", cell(reading, column));
    return refusal;
}

/* ---- columns ---- */

static RESULT check_columns(const struct reading *reading)
{
    const uint32_t width = reading->layout->width;
    uint32_t found = reading->row->count;
    while (found > width && reading->row->cells[found - 1][0] == '\0')
        found--; /* banks like to end rows with a separator */
    if (found == width)
        return OK;
    error_set(&reading->ctx->error, "line", "%u", reading->row->line);
    error_set(&reading->ctx->error, "expected", "%u", width);
    error_set(&reading->ctx->error, "found", "%u", found);
    return found < width && !reading->row->complete ? REFUSE(import, torn) : REFUSE(import, columns);
}

/* ---- text ---- */

/* Blanks with a line end or a TAB among them become one blank; the size of the result. */
static size_t join_lines(char *text)
{
    size_t used = 0;
    for (const char *at = text; *at;) {
        const size_t blanks = strspn(at, " \r\n\t");
        const bool join = blanks > strcspn(at, "\r\n\t");
        text[used++] = join ? ' ' : *at;
        at += join ? blanks : 1;
    }
    text[used] = '\0';
    return used;
}

RESULT line_text(struct ctx *ctx, const char *cell_text, const char **ret_text, const char **ret_reason)
{
    char *copy;
    *ret_text = "";
    *ret_reason = NULL;
    if (cell_text[0] == '\0')
        return OK;
    const size_t size = strlen(cell_text);
    TRY(ARENA_TAKE(ctx->arena, size + 1, &copy));
    memcpy(copy, cell_text, size + 1);
    struct bytes text = BYTES(copy, join_lines(copy));
    if (FAILED(text_check(text, STATEMENT_CELL_MAX, ret_reason))) {
        const result composed = text_nfc(ctx->arena, text, &text);
        if (composed.code == ERROR_text_refused)
            return OK;
        TRY(composed);
        if (FAILED(text_check(text, STATEMENT_CELL_MAX, ret_reason)))
            return OK;
    }
    *ret_reason = NULL;
    *ret_text = (const char *)text.data;
    return OK;
}

static RESULT read_text(const struct reading *reading, enum profile_column column, const char **ret_text)
{
    const char *reason;
    TRY(line_text(reading->ctx, cell(reading, column), ret_text, &reason));
    if (!reason)
        return OK;
    error_set(&reading->ctx->error, "reason", "%s", reason);
    return at_cell(reading, column, REFUSE(import, text));
}

/* 6.22E+18 is what a spreadsheet leaves of an account number. */
static bool lost_digits(const char *text)
{
    const size_t mantissa = strspn(text, "0123456789.");
    return mantissa > 0 && (text[mantissa] == 'E' || text[mantissa] == 'e') && text[mantissa + 1] == '+';
}

static RESULT refuse_number(const struct reading *reading, enum profile_column column)
{
    error_set(&reading->ctx->error, "reason", "号码不完整 / digits of the number are lost");
    return at_cell(reading, column, REFUSE(import, text));
}

static RESULT read_texts(const struct reading *reading, struct line_row *row)
{
    struct statement_line *line = &row->line;
    TRY(read_text(reading, COLUMN_SERIAL, &line->serial));
    TRY(read_text(reading, COLUMN_PARTY_NAME, &line->party_name));
    TRY(read_text(reading, COLUMN_PARTY_ACCOUNT, &line->party_account));
    TRY(read_text(reading, COLUMN_SUMMARY, &line->summary));
    TRY(read_text(reading, COLUMN_PURPOSE, &line->purpose));
    TRY(read_text(reading, COLUMN_VOUCHER, &line->voucher));
    TRY(own_account_digits(reading->ctx->arena, cell(reading, COLUMN_OWN_ACCOUNT), &row->own_account));
    if (!row->own_account)
        return refuse_number(reading, COLUMN_OWN_ACCOUNT);
    if (lost_digits(line->party_account))
        return refuse_number(reading, COLUMN_PARTY_ACCOUNT);
    return lost_digits(line->serial) ? refuse_number(reading, COLUMN_SERIAL) : OK;
}

/* ---- currency, dates ---- */

bool line_currency_is_ours(const char *text)
{
    static const char *const names[] = {"", "人民币", "人民币元", "CNY", "RMB", "156"};
    for (size_t i = 0; i < LENGTH(names); i++)
        if (strcmp(text, names[i]) == 0)
            return true;
    return false;
}

static RESULT read_date(const struct reading *reading, enum profile_column column, struct bank_date *ret_date)
{
    if (FAILED(bank_date_parse(cell(reading, column), ret_date)))
        return at_cell(reading, column, REFUSE(import, date));
    return OK;
}

/* A bank that gives one date means both by it. */
static RESULT read_dates(const struct reading *reading, struct statement_line *line)
{
    const bool has_transacted = cell(reading, COLUMN_TRANSACTED)[0] != '\0';
    const bool has_booked = cell(reading, COLUMN_BOOKED)[0] != '\0';
    struct bank_date transacted = {.seconds = -1}, booked = transacted;
    if (has_transacted || !has_booked)
        TRY(read_date(reading, reading->layout->place[COLUMN_TRANSACTED] ? COLUMN_TRANSACTED : COLUMN_BOOKED,
                      &transacted));
    if (has_booked)
        TRY(read_date(reading, COLUMN_BOOKED, &booked));
    line->transacted_on = has_transacted ? transacted.date : booked.date;
    line->booked_on = has_booked ? booked.date : transacted.date;
    line->seconds = has_transacted ? transacted.seconds : booked.seconds;
    return OK;
}

/* ---- amounts ---- */

static RESULT read_amount(const struct reading *reading, enum profile_column column, money *ret_amount)
{
    const char *text = cell(reading, column);
    *ret_amount = FEN(0);
    if (!amount_is_absent(text) && FAILED(amount_parse(text, ret_amount)))
        return at_cell(reading, column, REFUSE(import, amount));
    return OK;
}

static RESULT read_balance(const struct reading *reading, struct statement_line *line)
{
    line->has_balance = reading->layout->place[COLUMN_BALANCE] > 0;
    /* a blanked-out balance would hide a missing row */
    if (line->has_balance && FAILED(amount_parse(cell(reading, COLUMN_BALANCE), &line->balance)))
        return at_cell(reading, COLUMN_BALANCE, REFUSE(import, amount));
    return OK;
}

static RESULT check_flag(const struct reading *reading, bool is_in)
{
    const struct profile *profile = reading->layout->profile;
    const char *flag = cell(reading, COLUMN_FLAG);
    if (flag[0] == '\0' || strcmp(flag, is_in ? profile->flag_in : profile->flag_out) == 0)
        return OK;
    return at_cell(reading, COLUMN_FLAG, REFUSE(import, direction));
}

static RESULT read_amounts(const struct reading *reading, struct line_row *row)
{
    TRY(read_amount(reading, COLUMN_OUT, &row->out));
    TRY(read_amount(reading, COLUMN_IN, &row->in));
    TRY(read_balance(reading, &row->line));
    if (row->in.fen != 0 && row->out.fen != 0)
        return at_cell(reading, COLUMN_IN, REFUSE(import, both_sides));
    if (row->in.fen == 0 && row->out.fen == 0)
        return at_cell(reading, COLUMN_IN, REFUSE(import, no_amount));
    row->line.amount = row->in.fen != 0 ? row->in : money_neg(row->out);
    return check_flag(reading, row->in.fen != 0);
}

RESULT line_read(struct ctx *ctx, const struct layout *layout, const struct csv_row *row, struct line_row *ret_row)
{
    const struct reading reading = {ctx, layout, row};
    struct line_row read = {.line = {.row = row->line, .raw = row->raw}};
    TRY(check_columns(&reading));
    TRY(read_texts(&reading, &read));
    if (!line_currency_is_ours(cell(&reading, COLUMN_CURRENCY)))
        return at_cell(&reading, COLUMN_CURRENCY, REFUSE(import, currency));
    TRY(read_dates(&reading, &read.line));
    TRY(read_amounts(&reading, &read));
    *ret_row = read;
    return OK;
}

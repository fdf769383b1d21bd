/* statement.h  What a bank file says, normalised: one struct for every bank and layout.
 *
 * Raw rows are kept exactly as they stood, byte for byte before charset conversion; a normalised line points to its raw
 * row and never replaces it. Amounts carry the account holder's sign: in > 0, out < 0. */
#pragma once

#include "base/ctx.h"
#include "base/money.h"

enum {
    STATEMENT_FILE_MAX = 20 << 20,
    STATEMENT_ROWS_MAX = 100000,
    STATEMENT_COLUMNS_MAX = 256,
    STATEMENT_CELL_MAX = 131072
};

struct statement_line {
    uint32_t row;      /* line number in the file, from 1 */
    struct bytes raw;  /* the row's bytes from line start to line end, without the line end */
    day booked_on;     /* the bank's booking date: decides the period */
    int32_t seconds;   /* of the transaction's time of day, or -1 where only a date is given */
    day transacted_on; /* the transaction's own date; equal to booked_on where the bank gives one date */
    money amount;      /* in > 0, out < 0, never 0; a bank reversal (冲正) keeps its sign */
    bool has_balance;
    money balance;      /* after this line */
    const char *serial; /* the bank's transaction id, trimmed, or "" where the layout has none */
    const char *party_name, *party_account, *summary, *purpose; /* NFC, trimmed, "" when absent */
    const char *voucher; /* 凭证号, "" when absent; a weak reference, never an identity */
};

struct statement {
    const char *profile; /* "ccb-corp-c@1" */
    const char *profile_sha256;
    const char *bank;           /* "中国建设银行" */
    const char *charset;        /* "UTF-8" or "GB18030" */
    const char *account_number; /* own account as the file states it, digits only; "" when it does not */
    const char *account_name;   /* "" when absent */
    bool has_opening, has_closing;
    money opening, closing;       /* as the bank states them in the preamble */
    struct statement_line *lines; /* oldest first, even if the file runs backwards */
    uint32_t count;
};

/* Reads a bank file from memory. `name` is used in refusals only; content decides.
 * Everything returned lives in ctx->arena and in `file`, which must outlive it.
 * Refusals in order, each with details file, line, column, value where they apply. Of the file: file.too_large,
 * import.empty, import.unknown_layout (a workbook, a PDF), import.charset, import.unknown_layout (reason). Then from
 * the first row on, of each row: import.torn, import.columns, import.text, import.currency, import.date, import.amount,
 * import.both_sides, import.no_amount, import.direction, import.other_account, import.too_many_rows. Then of the whole:
 * import.empty, import.totals, import.balance_break. Any time: memory.exhausted. */
RESULT statement_read(struct ctx *ctx, const char *name, struct bytes file, struct statement *ret_statement);

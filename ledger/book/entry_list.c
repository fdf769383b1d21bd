/* Reading posted entries: lists, voucher numbers and their text. */
#include "base/number.h"
#include "embed/sql.h"
#include "ledger/book/entry.h"

#include <string.h>

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

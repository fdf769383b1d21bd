#include "ledger/book/reversal.h"

#include "embed/sql.h"
#include "ledger/book/correction.h"
#include "ledger/book/subledger.h"

#include <assert.h>

struct code_row {
    int32_t account_no;
    const char *code;
};

/* CN-MF-10: the shares of units are cancelled with the amounts they had. */
static RESULT red_shares(struct ctx *ctx, const struct reversal_in *in, size_t l, struct entry_line_in *line)
{
    struct entry_share_in *shares;
    const struct subledger_place place = {in->community, in->seq, l + 1};
    TRY(subledger_lines(ctx, &place, &shares, &line->share_count));
    for (size_t i = 0; i < line->share_count; i++)
        shares[i].amount = money_neg(shares[i].amount);
    line->shares = shares;
    return OK;
}

static RESULT red_lines(struct ctx *ctx, const struct reversal_in *in, const struct record_entry *entry,
                        struct entry_line_in **ret_lines)
{
    static const struct db_column row[] = {COLUMN(code_row, account_no), COLUMN(code_row, code)};
    const struct db_value key[] = {db_number((int64_t)in->community)};
    struct code_row *codes = NULL;
    size_t count = 0;
    struct entry_line_in *lines;
    TRY(db_list(ctx, CALL(sql_account_codes, key), ROW(code_row, row), &codes, &count));
    TRY(ARENA_TAKE(ctx->arena, entry->lines_count, &lines));
    for (uint32_t l = 0; l < entry->lines_count; l++) {
        const struct record_line *line = &entry->lines[l];
        assert(line->account_no >= 1 && line->account_no <= count &&
               codes[line->account_no - 1].account_no == (int32_t)line->account_no);
        lines[l] = (struct entry_line_in){.fund = line->fund,
                                          .account = codes[line->account_no - 1].code,
                                          .side = line->side,
                                          .amount = money_neg(line->amount),
                                          .summary_commitment = line->has_summary ? &line->summary : NULL,
                                          .dimension_count = line->dimensions_count};
        for (uint32_t d = 0; d < line->dimensions_count; d++)
            lines[l].dimensions[d] =
                (struct entry_dimension_in){line->dimensions[d].dimension, line->dimensions[d].value};
        if (line->has_unit_lines)
            TRY(red_shares(ctx, in, l, &lines[l]));
    }
    *ret_lines = lines;
    return OK;
}

/* CN-BAW-51-5: 注销某月某日某号凭证 */
static RESULT red_summary(struct ctx *ctx, const struct record_entry *entry, const char **ret_summary)
{
    const struct civil date = date_to_civil(entry->booking_date);
    return arena_print(ctx->arena, ret_summary, "注销%d月%d日%s%u号凭证", date.month, date.day,
                       word_name(entry->numbers[0].word), entry->numbers[0].number);
}

RESULT reversal_fill(struct ctx *ctx, const struct reversal_in *in, struct entry_in *ret_entry)
{
    const struct record_entry *original;
    struct entry_line_in *lines;
    TRY(correction_original(ctx, in->community, in->seq, &original));
    if (correction_is_final(original->entry_type))
        return REFUSE(entry, not_reversible);
    TRY(red_lines(ctx, in, original, &lines));
    struct entry_in red = {.community = in->community,
                           .key = in->key,
                           .entry_type = ENTRY_RED_LETTER,
                           .source = SOURCE_HAND,
                           .word = original->numbers[0].word,
                           .booking_date = in->booking_date,
                           .summary = in->summary,
                           .reverses = {true, (int64_t)in->seq},
                           .lines = lines,
                           .line_count = original->lines_count};
    if (original->booking_date != in->booking_date)
        red.original_date = (struct maybe){true, original->booking_date};
    if (!red.summary)
        TRY(red_summary(ctx, original, &red.summary));
    *ret_entry = red;
    return OK;
}

RESULT reversal_post(struct ctx *ctx, const struct reversal_in *in, struct entry_out *ret_out)
{
    struct entry_in red;
    TRY(reversal_fill(ctx, in, &red));
    return entry_post(ctx, &red, 1, ret_out);
}

#include "ledger/book/correction.h"

#include "embed/sql.h"

#include <string.h>

struct record_row {
    struct bytes record;
};

RESULT correction_original(struct ctx *ctx, uint64_t community, uint64_t seq, const struct record_entry **ret_entry)
{
    static const struct db_column row[] = {COLUMN(record_row, record)};
    const struct db_value key[] = {db_number((int64_t)community), db_number((int64_t)seq)};
    struct record_row found;
    struct record_header header;
    const void *body;
    bool any;
    error_set(&ctx->error, "entry", "#%llu", (unsigned long long)seq);
    TRY(db_maybe(ctx, CALL(sql_journal_get, key), ROW(record_row, row), &found, &any));
    if (!any)
        return REFUSE(entry, unknown);
    TRY(record_decode(ctx->arena, found.record, &header, &body));
    if (header.kind != RECORD_entry)
        return REFUSE(entry, unknown);
    *ret_entry = body;
    return OK;
}

static RESULT link_refused(struct ctx *ctx, const char *link)
{
    error_set(&ctx->error, "link", "%s", link);
    return REFUSE(entry, link_missing);
}

bool correction_is_final(uint8_t entry_type)
{
    return entry_type == ENTRY_RED_LETTER || entry_type == ENTRY_DIFFERENCE || entry_type == ENTRY_CARRY_FORWARD;
}

RESULT correction_check_links(struct ctx *ctx, const struct entry_in *in)
{
    const struct record_entry *original;
    const bool red = in->entry_type == ENTRY_RED_LETTER, difference = in->entry_type == ENTRY_DIFFERENCE;
    if (in->reverses.present != red)
        return link_refused(ctx, "reverses");
    if (in->adjusts.present != difference)
        return link_refused(ctx, "adjusts");
    if (in->replaces.present && in->entry_type != ENTRY_CORRECTION)
        return link_refused(ctx, "replaces");
    const struct maybe target = difference ? in->adjusts : red ? in->reverses : in->replaces;
    if (!target.present)
        return OK;
    TRY(correction_original(ctx, in->community, (uint64_t)target.value, &original));
    return correction_is_final(original->entry_type) ? REFUSE(entry, not_reversible) : OK;
}

/* 3201 以前年度调整; in the maintenance fund the net assets themselves. */
static bool takes_former_years(const struct entry_line_in *line)
{
    static const char *const maintenance[] = {"3001", "3002", "3101"};
    if (line->fund != FUND_MF)
        return strncmp(line->account, "3201", 4) == 0;
    for (size_t i = 0; i < LENGTH(maintenance); i++)
        if (strncmp(line->account, maintenance[i], 4) == 0)
            return true;
    return false;
}

static bool fund_is_covered(const struct entry_in *in, uint16_t fund)
{
    for (size_t l = 0; l < in->line_count; l++)
        if (in->lines[l].fund == fund && takes_former_years(&in->lines[l]))
            return true;
    return false;
}

RESULT correction_check_year(struct ctx *ctx, const struct entry_in *in)
{
    if (in->entry_type != ENTRY_CORRECTION || in->replaces.present)
        return OK;
    const int booked = date_to_civil(in->booking_date).year;
    if (!in->original_date.present || date_to_civil((day)in->original_date.value).year >= booked) {
        error_set(&ctx->error, "reason", "%s", "original_date 不在以前年度 lies in no former year");
        return REFUSE(entry, prior_year);
    }
    for (size_t l = 0; l < in->line_count; l++) {
        if (fund_is_covered(in, in->lines[l].fund))
            continue;
        error_set(&ctx->error, "reason", "%s 没有以前年度科目 has no account of former years",
                  fund_code(in->lines[l].fund));
        return REFUSE(entry, prior_year);
    }
    return OK;
}

/* CN-BAW-51-5: 订正某月某日某号凭证 */
RESULT correction_summary(struct ctx *ctx, uint64_t community, uint64_t original, const char **ret_summary)
{
    const struct record_entry *entry;
    TRY(correction_original(ctx, community, original, &entry));
    const struct civil date = date_to_civil(entry->booking_date);
    return arena_print(ctx->arena, ret_summary, "订正%d月%d日%s%u号凭证", date.month, date.day,
                       word_name(entry->numbers[0].word), entry->numbers[0].number);
}

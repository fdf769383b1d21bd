#include "ledger/matter/income_gap.h"

#include "embed/sql.h"
#include "ledger/people/community.h"

RESULT income_gap_list(struct ctx *ctx, uint64_t community, const struct contract_span *span,
                       struct income_gap **ret_list, size_t *ret_count)
{
    static const struct db_column row[] = {COLUMN(income_gap, stream), COLUMN(income_gap, month),
                                           COLUMN(income_gap, expected), COLUMN(income_gap, booked),
                                           COLUMN(income_gap, banked)};
    const struct db_value in[] = {db_number((int64_t)community), db_number(span->first), db_number(span->last)};
    struct community found;
    *ret_list = NULL;
    TRY(community_get(ctx, community, &found));
    return db_list(ctx, CALL(sql_income_gap_list, in), ROW(income_gap, row), ret_list, ret_count);
}

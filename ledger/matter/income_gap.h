/* income_gap.h  应收、入账与到账: what contracts promise, what is booked as income and what came in, per stream and
 * month. A gap between the first two is rent nobody asked for, between the last two money nobody handed over. */
#pragma once

#include "base/money.h"
#include "ledger/matter/contract.h"

struct income_gap {
    uint16_t stream;
    int32_t month;
    money expected; /* dues of contracts in the month, none behind an early end */
    money booked;   /* 40nn of the stream, red letters with their sign, carry-forward apart */
    money banked;   /* under the stream in entries that move money, costs apart: income, prepaid, receivables */
};

/* By stream and month; streams and months without any of the three are left out. Refusals: community.unknown, those of
 * db_list. */
RESULT income_gap_list(struct ctx *ctx, uint64_t community, const struct contract_span *span,
                       struct income_gap **ret_list, size_t *ret_count);

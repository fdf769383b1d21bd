#include "cli/matter/span.h"

#include "base/number.h"
#include "ledger/book/period.h"
#include "reports/period.h"

#include <string.h>

RESULT span_read(struct cli *cli, struct contract_span *ret_span)
{
    struct period period;
    int64_t year;
    int32_t month;
    const size_t length = strlen(cli->period);
    if (length == 4 && !FAILED(number_parse(cli->period, 1990, 2199, &year))) {
        *ret_span = (struct contract_span){month_first((int32_t)year * 12), month_last((int32_t)year * 12 + 11)};
        return OK;
    }
    if (length == 7 && !FAILED(period_parse(&cli->ctx, cli->period, &month))) {
        *ret_span = (struct contract_span){month_first(month), month_last(month)};
        return OK;
    }
    TRY(report_period_parse(&cli->ctx, cli->period, &period));
    *ret_span = (struct contract_span){month_first(period.first), month_last(period.last)};
    return OK;
}

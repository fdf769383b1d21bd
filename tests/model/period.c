#include "ledger/book/period.h"

#include "tests/model/operation.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* Drafts on their way that are dated up to the end of the month. */
static bool is_undecided(const struct town *town, int32_t month)
{
    for (size_t d = 0; d < MODEL_DRAFTS; d++)
        if (town->drafts[d].state >= 1 && town->drafts[d].state <= 3 && town->drafts[d].entry.date <= month_last(month))
            return true;
    return false;
}

static enum error judge(const struct life *life, int32_t month, int32_t next)
{
    const struct model *model = life->model;
    if (model->entry_count == 0)
        return ERROR_period_empty;
    if (month_last(month) >= life_today(life))
        return ERROR_period_future;
    if (month < next)
        return model->sealed && month == next - 1 ? ERROR_none : ERROR_period_closed;
    if (model->sealed && month > next)
        return ERROR_period_gap;
    return is_undecided(life->town, month) ? ERROR_period_undecided : ERROR_none;
}

void period_end_month(struct life *life)
{
    struct model *model = life->model;
    const int32_t next = model->entry_count == 0 ? month_of(life_today(life))
                         : model->sealed         ? month_of(model->sealed) + 1
                                                 : month_of(model->first);
    const int32_t month = next + (life_once_in(life, 6) ? (int32_t)life_any(life, 4) - 2 : 0);
    struct period_out out;
    life_expect(life, judge(life, month, next));
    if (!life_agreed(life, period_close(life->ctx, &(struct period_in){life->town->code, month, false}, &out)))
        return;
    assert_int_equal(out.replayed, month < next);
    if (month >= next)
        assert_int_equal(out.entries, model_close(model, month));
    assert_int_equal(out.seal_seq, model->seal);
}

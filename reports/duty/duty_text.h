/* duty_text.h  应办事项的文字: periods, states and clauses of duties as people read them. */
#pragma once

#include "base/ctx.h"
#include "rules/duty.h"

/* "2026年第1季度", "2026年上半年", "2026年3月", "2026年"; any other span "2026-01-15 至 2028-01-14". */
RESULT duty_text_period(struct ctx *ctx, const struct duty *duty, enum language language, const char **ret_text);

/* "按期完成 2026-04-20", "迟办 3 天（2026-05-03）", "还有 12 天", "逾期 23 天". */
RESULT duty_text_state(struct ctx *ctx, const struct duty *duty, day as_of, enum language language,
                       const char **ret_text);

/* "ZHJ-12-2（程序自定）": the clause and how sure it is; "程序缺省" where no clause speaks. */
RESULT duty_text_law(struct ctx *ctx, const struct duty *duty, enum language language, const char **ret_text);

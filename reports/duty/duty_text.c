#include "reports/duty/duty_text.h"

#include <assert.h>

enum { MONTHS = 12, QUARTER = 3, HALF = 6 };

static RESULT span_text(struct ctx *ctx, const struct duty *duty, enum language language, const char **ret_text)
{
    char first[DATE_TEXT], last[DATE_TEXT];
    date_format(duty->first, first);
    date_format(duty->last, last);
    return arena_print(ctx->arena, ret_text, language == LANGUAGE_ZH ? "%s 至 %s" : "%s to %s", first, last);
}

static RESULT half_text(struct ctx *ctx, int32_t first, enum language language, const char **ret_text)
{
    const int year = first / MONTHS;
    const bool second = first % MONTHS != 0;
    if (language == LANGUAGE_ZH)
        return arena_print(ctx->arena, ret_text, "%d年%s", year, second ? "下半年" : "上半年");
    return arena_print(ctx->arena, ret_text, "%d H%d", year, second ? 2 : 1);
}

RESULT duty_text_period(struct ctx *ctx, const struct duty *duty, enum language language, const char **ret_text)
{
    const bool zh = language == LANGUAGE_ZH;
    const int32_t first = month_of(duty->first), length = month_of(duty->last) - first + 1;
    const int year = first / MONTHS, month = first % MONTHS;
    assert(duty->first <= duty->last);
    if (duty->first != month_first(first) || duty->last != month_last(first + length - 1) || month % length != 0)
        return span_text(ctx, duty, language, ret_text);
    switch (length) {
    case 1:
        return arena_print(ctx->arena, ret_text, zh ? "%d年%d月" : "%d-%02d", year, month + 1);
    case QUARTER:
        return arena_print(ctx->arena, ret_text, zh ? "%d年第%d季度" : "%d Q%d", year, month / QUARTER + 1);
    case HALF:
        return half_text(ctx, first, language, ret_text);
    case MONTHS:
        return arena_print(ctx->arena, ret_text, zh ? "%d年" : "%d", year);
    default:
        return span_text(ctx, duty, language, ret_text);
    }
}

RESULT duty_text_state(struct ctx *ctx, const struct duty *duty, day as_of, enum language language,
                       const char **ret_text)
{
    const bool zh = language == LANGUAGE_ZH;
    char on[DATE_TEXT];
    date_format(duty->done_on == 0 ? as_of : duty->done_on, on);
    switch (duty->state) {
    case DUTY_DONE:
        return arena_print(ctx->arena, ret_text, zh ? "按期完成 %s" : "done in time %s", on);
    case DUTY_LATE:
        return arena_print(ctx->arena, ret_text, zh ? "迟办 %d 天（%s）" : "%d days late (%s)", duty->days, on);
    case DUTY_OPEN:
        return arena_print(ctx->arena, ret_text, zh ? "还有 %d 天" : "%d days left", duty->due - as_of);
    case DUTY_OVERDUE:
        return arena_print(ctx->arena, ret_text, zh ? "逾期 %d 天" : "overdue by %d days", duty->days);
    case DUTY_LAPSED:
        break;
    }
    return arena_print(ctx->arena, ret_text, zh ? "未办（倡导）" : "not done (encouraged)");
}

RESULT duty_text_law(struct ctx *ctx, const struct duty *duty, enum language language, const char **ret_text)
{
    const bool zh = language == LANGUAGE_ZH;
    const char *sure = pack_certainty_say(duty->rule->certainty, language);
    return arena_print(ctx->arena, ret_text, zh ? "%s（%s）" : "%s (%s)", duty->rule->law[0] ? duty->rule->law : "–",
                       sure);
}

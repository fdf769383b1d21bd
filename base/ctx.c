#include "base/ctx.h"

day ctx_today(const struct ctx *ctx)
{
    return date_of_inst(ctx->now);
}

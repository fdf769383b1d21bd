#include "importers/work.h"

void work_name_file(struct ctx *ctx, const struct work *w)
{
    error_set(&ctx->error, "file", "%s", w->in->name);
}

void work_name_amounts(struct ctx *ctx, money expected, money found)
{
    char text[MONEY_TEXT];
    money_format_grouped(expected, text);
    error_set(&ctx->error, "expected", "%s", text);
    money_format_grouped(found, text);
    error_set(&ctx->error, "found", "%s", text);
    money_format_grouped(FEN(found.fen - expected.fen), text);
    error_set(&ctx->error, "difference", "%s", text);
}

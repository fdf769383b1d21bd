#include "server/page/page.h"

#include "base/text.h"
#include "db/db.h"
#include "embed/sql.h"
#include "embed/web.h"
#include "reports/render/phrase.h"

#include <stdio.h>
#include <string.h>

enum { QUERY_MAX = 240 };

struct community_row {
    uint64_t community_id;
    const char *name;
    uint64_t size;
};

static RESULT put_community(struct ctx *ctx, const struct http_request *request, const struct community_row *row,
                            struct template_scope *item)
{
    const char *code, *path, *url, *number, *records;
    TRY(arena_print(ctx->arena, &code, "%012llu", (unsigned long long)row->community_id));
    TRY(arena_print(ctx->arena, &path, "/c/%s", code));
    TRY(http_url(ctx, request, path, NULL, &url));
    TRY(arena_print(ctx->arena, &number, "%llu", (unsigned long long)row->size));
    TRY(phrase_fill(ctx->arena, phrase(PHRASE_records, request->language), number, NULL, &records));
    TRY(template_text(item, "name", row->name));
    TRY(template_text(item, "code", code));
    TRY(template_text(item, "records", records));
    return template_text(item, "url", url);
}

/* What is searched for: nothing when it is not text, or too long to be a name. */
static const char *query_of(const struct http_request *request)
{
    const char *query = http_arg(request, "q");
    if (!query || strlen(query) > QUERY_MAX || !text_is_utf8(BYTES(query, strlen(query)), NULL))
        return "";
    return query;
}

RESULT page_home(struct ctx *ctx, const struct http_request *request, struct http_reply *reply)
{
    static const struct db_column columns[] = {COLUMN(community_row, community_id), COLUMN(community_row, name),
                                               COLUMN(community_row, size)};
    const char *query = query_of(request);
    const struct db_value in[] = {db_text(query)};
    struct community_row *rows;
    size_t count;
    TRY(db_list(ctx, CALL(sql_community_search, in), ROW(community_row, columns), &rows, &count));
    struct template_scope *scope;
    TRY(http_reply_scope(ctx, request, phrase(PHRASE_home_title, request->language), &scope));
    TRY(template_text(scope, "query", query));
    TRY(template_list(scope, "communities"));
    for (size_t i = 0; i < count; i++) {
        struct template_scope *item;
        TRY(template_item(scope, "communities", &item));
        TRY(put_community(ctx, request, &rows[i], item));
    }
    return http_reply_page(ctx, web_home.name, scope, reply);
}

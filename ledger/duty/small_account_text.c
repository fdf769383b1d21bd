/* small_account: the files in which companies hand them in. */
#include "ledger/duty/small_account.h"

#include "base/json.h"
#include "base/number.h"
#include "ledger/book/period.h"

#include <string.h>

enum { CSV_FIELDS = 5, CELL_MAX = 80 };

static RESULT refuse_row(struct ctx *ctx, size_t row, const char *reason)
{
    error_set(&ctx->error, "row", "%zu", row);
    error_set(&ctx->error, "reason", "%s", reason);
    return REFUSE(small_account, row);
}

/* "P01". */
static bool read_stream(const char *text, uint16_t *ret_stream)
{
    int64_t number;
    if (text[0] != 'P' || strlen(text) != 3 || FAILED(number_parse(text + 1, 1, STREAM_MAX, &number)))
        return false;
    *ret_stream = (uint16_t)number;
    return true;
}

/* ---- JSON ---- */

static RESULT read_json_row(struct ctx *ctx, const struct json_value *value, size_t at, struct small_account_row *row)
{
    static const char *const members[] = {"stream", "count", "gross", "cost", "paid", NULL};
    const char *stream;
    char pointer[32];
    (void)snprintf(pointer, sizeof pointer, "/rows/%zu", at);
    TRY(json_members(ctx, value, pointer, members));
    TRY(json_get_text(ctx, value, pointer, "stream", &stream));
    if (!read_stream(stream, &row->stream))
        return refuse_row(ctx, at + 1, "来源写 P01 到 P17 the stream is P01 to P17");
    if (!json_as_integer(json_member(value, "count"), &row->count))
        return refuse_row(ctx, at + 1, "数量是整数 the count is a whole number");
    TRY(json_get_money(ctx, value, pointer, "gross", &row->gross));
    TRY(json_get_money(ctx, value, pointer, "cost", &row->cost));
    return json_get_money(ctx, value, pointer, "paid", &row->paid);
}

static RESULT read_root(struct ctx *ctx, const struct json_value *root, struct small_account_file_in *in,
                        struct small_account_row *rows)
{
    static const char *const members[] = {"month", "company", "rows", NULL};
    const struct json_value *array;
    const char *month, *company;
    TRY(json_members(ctx, root, "", members));
    if (json_member(root, "month")) {
        TRY(json_get_text(ctx, root, "", "month", &month));
        TRY(period_parse(ctx, month, &in->month));
    }
    if (json_member(root, "company")) {
        TRY(json_get_text(ctx, root, "", "company", &company));
        TRY(arena_text(ctx->arena, company, strlen(company), &in->company));
    }
    TRY(json_get_array(ctx, root, "", "rows", &array));
    in->count = json_count(array);
    if (in->count > SMALL_ACCOUNT_ROWS_MAX)
        return refuse_row(ctx, in->count, "行数太多 too many rows");
    for (size_t i = 0; i < in->count; i++)
        TRY(read_json_row(ctx, json_at(array, i), i, &rows[i]));
    return OK;
}

static RESULT read_json(struct ctx *ctx, struct bytes file, struct small_account_file_in *in,
                        struct small_account_row *rows)
{
    CLEANUP(json_free) struct json *json = NULL;
    TRY(json_parse(ctx, file, &json));
    return read_root(ctx, json_root(json), in, rows);
}

/* ---- CSV ---- */

static RESULT read_cell(struct ctx *ctx, size_t row, const char *cell, money *ret_amount)
{
    if (FAILED(money_parse(cell, ret_amount)))
        return refuse_row(ctx, row, "金额写成 1234.50 an amount looks like 1234.50");
    return OK;
}

static RESULT read_line(struct ctx *ctx, char *line, size_t number, struct small_account_row *row)
{
    const char *cells[CSV_FIELDS] = {NULL};
    size_t count = 0;
    for (char *cell; (cell = strsep(&line, ","));) {
        if (count == CSV_FIELDS || strlen(cell) > CELL_MAX)
            return refuse_row(ctx, number, "一行五项 a row has five cells");
        cells[count++] = cell;
    }
    if (count != CSV_FIELDS)
        return refuse_row(ctx, number, "一行五项 a row has five cells");
    if (!read_stream(cells[0], &row->stream))
        return refuse_row(ctx, number, "来源写 P01 到 P17 the stream is P01 to P17");
    if (FAILED(number_parse(cells[1], 0, INT32_MAX, &row->count)))
        return refuse_row(ctx, number, "数量是整数 the count is a whole number");
    TRY(read_cell(ctx, number, cells[2], &row->gross));
    TRY(read_cell(ctx, number, cells[3], &row->cost));
    return read_cell(ctx, number, cells[4], &row->paid);
}

static RESULT read_csv(struct ctx *ctx, struct bytes file, struct small_account_file_in *in,
                       struct small_account_row *rows)
{
    static const char heads[] = "来源,数量,总额,成本,上交";
    struct bytes copy;
    TRY(arena_bytes(ctx->arena, file, &copy));
    char *rest;
    TRY(ARENA_TAKE(ctx->arena, copy.size + 1, &rest));
    memcpy(rest, copy.data, copy.size);
    if (copy.size >= 3 && memcmp(rest, "\xEF\xBB\xBF", 3) == 0)
        rest += 3;
    for (size_t line = 1; rest && *rest; line++) {
        char *text = strsep(&rest, "\n");
        const size_t size = strlen(text);
        if (size > 0 && text[size - 1] == '\r')
            text[size - 1] = '\0';
        if (line == 1 && strcmp(text, heads) != 0)
            return refuse_row(ctx, 1, "第一行应是 来源,数量,总额,成本,上交 the first line names the columns so");
        if (line > SMALL_ACCOUNT_ROWS_MAX + 1)
            return refuse_row(ctx, line, "行数太多 too many rows");
        if (line > 1)
            TRY(read_line(ctx, text, line, &rows[in->count++]));
    }
    return OK;
}

RESULT small_account_read(struct ctx *ctx, struct bytes file, struct small_account_file_in *in)
{
    struct small_account_row *rows;
    size_t at = 0;
    TRY(ARENA_TAKE(ctx->arena, SMALL_ACCOUNT_ROWS_MAX, &rows));
    while (at < file.size && (file.data[at] == ' ' || file.data[at] == '\n' || file.data[at] == '\r'))
        at++;
    in->rows = rows;
    in->count = 0;
    return at < file.size && file.data[at] == '{' ? read_json(ctx, file, in, rows) : read_csv(ctx, file, in, rows);
}

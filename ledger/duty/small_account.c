#include "ledger/duty/small_account.h"

#include "base/json.h"
#include "base/json_write.h"
#include "base/number.h"
#include "embed/sql.h"
#include "ledger/book/period.h"
#include "ledger/duty/filing.h"
#include "ledger/people/community.h"

#include <assert.h>
#include <string.h>

/* ---- the text ---- */

static RESULT write_text(struct ctx *ctx, const struct small_account_file_in *in, struct bytes *ret_text)
{
    struct buffer out;
    char month[PERIOD_NAME], date[DATE_TEXT];
    period_format(in->month, month);
    date_format(in->on, date);
    buffer_init(&out, ctx->arena, FILING_TEXT_MAX);
    json_open_object(&out, NULL);
    json_put_string(&out, "month", month);
    json_put_string(&out, "filed_on", date);
    json_put_string(&out, "company", in->company ? in->company : "");
    json_put_string(&out, "reason", in->reason ? in->reason : "");
    json_open_array(&out, "rows");
    for (size_t i = 0; i < in->count; i++) {
        json_open_object(&out, NULL);
        json_put_number(&out, "stream", in->rows[i].stream);
        json_put_number(&out, "count", in->rows[i].count);
        json_put_money(&out, "gross", in->rows[i].gross);
        json_put_money(&out, "cost", in->rows[i].cost);
        json_put_money(&out, "paid", in->rows[i].paid);
        json_close_object(&out);
    }
    json_close_array(&out);
    json_close_object(&out);
    return buffer_done(&out, ret_text);
}

static RESULT load_row(struct ctx *ctx, const struct json_value *value, struct small_account_row *row)
{
    int64_t stream = 0;
    (void)json_as_integer(json_member(value, "stream"), &stream);
    (void)json_as_integer(json_member(value, "count"), &row->count);
    row->stream = (uint16_t)stream;
    TRY(json_get_money(ctx, value, "", "gross", &row->gross));
    TRY(json_get_money(ctx, value, "", "cost", &row->cost));
    return json_get_money(ctx, value, "", "paid", &row->paid);
}

static RESULT load(struct ctx *ctx, const struct json_value *value, struct small_account *account)
{
    const char *month, *company, *reason;
    const struct json_value *array;
    struct small_account_row *rows;
    TRY(json_get_text(ctx, value, "", "month", &month));
    TRY(period_parse(ctx, month, &account->month));
    TRY(json_get_date(ctx, value, "", "filed_on", &account->on));
    TRY(json_get_text(ctx, value, "", "company", &company));
    TRY(json_get_text(ctx, value, "", "reason", &reason));
    TRY(arena_text(ctx->arena, company, strlen(company), &account->company));
    TRY(arena_text(ctx->arena, reason, strlen(reason), &account->reason));
    TRY(json_get_array(ctx, value, "", "rows", &array));
    account->count = json_count(array);
    TRY(ARENA_TAKE(ctx->arena, account->count + 1, &rows));
    for (size_t i = 0; i < account->count; i++)
        TRY(load_row(ctx, json_at(array, i), &rows[i]));
    account->rows = rows;
    return OK;
}

static RESULT load_text(struct ctx *ctx, struct bytes text, struct small_account *account)
{
    CLEANUP(json_free) struct json *json = NULL;
    error_set(&ctx->error, "file", "opening");
    TRY(json_parse(ctx, text, &json));
    return load(ctx, json_root(json), account);
}

static void supersede(struct small_account *list, size_t count, const struct uuid *id)
{
    for (size_t i = 0; i < count; i++)
        if (uuid_equal(&list[i].small_account, id))
            list[i].superseded = true;
}

RESULT small_account_list(struct ctx *ctx, uint64_t community, struct small_account **ret_list, size_t *ret_count)
{
    const struct matter_key key = {.community = community, .noun = NOUN_SMALL_ACCOUNT};
    struct matter_step *steps;
    size_t count, used = 0;
    TRY(matter_steps(ctx, &key, &steps, &count));
    TRY(ARENA_TAKE(ctx->arena, count + 1, ret_list));
    for (size_t i = 0; i < count; i++) {
        if (!steps[i].opened) {
            supersede(*ret_list, used, &steps[i].id);
            continue;
        }
        (*ret_list)[used] = (struct small_account){.small_account = steps[i].id, .seq = steps[i].seq};
        TRY(load_text(ctx, steps[i].text, &(*ret_list)[used++]));
    }
    *ret_count = used;
    return OK;
}

/* ---- filing ---- */

static RESULT refuse_row(struct ctx *ctx, size_t row, const char *reason)
{
    error_set(&ctx->error, "row", "%zu", row);
    error_set(&ctx->error, "reason", "%s", reason);
    return REFUSE(small_account, row);
}

static RESULT check_rows(struct ctx *ctx, const struct small_account_file_in *in)
{
    uint32_t seen = 0;
    if (in->count == 0)
        return refuse_row(ctx, 0, "没有内容 nothing there");
    for (size_t i = 0; i < in->count; i++) {
        const struct small_account_row *row = &in->rows[i];
        assert(row->stream >= 1 && row->stream <= STREAM_MAX);
        if (seen & 1u << row->stream)
            return refuse_row(ctx, i + 1, "同一来源写了两次 the stream stands there twice");
        if (row->count < 0 || row->gross.fen < 0 || row->cost.fen < 0 || row->paid.fen < 0 ||
            FAILED(money_check(row->gross)) || FAILED(money_check(row->cost)) || FAILED(money_check(row->paid)))
            return refuse_row(ctx, i + 1, "数量和金额不能为负 nothing is negative");
        seen |= 1u << row->stream;
    }
    return OK;
}

static RESULT check(struct ctx *ctx, const struct small_account_file_in *in)
{
    char month[PERIOD_NAME] = "–", date[DATE_TEXT];
    error_set(&ctx->error, "value", "%s", month);
    if (in->month == 0)
        return REFUSE(report, period);
    period_format(in->month, month);
    date_format(in->on, date);
    TRY(check_rows(ctx, in));
    TRY(in->company && in->company[0] ? community_check_text(ctx, in->company) : OK);
    TRY(in->reason ? community_check_text(ctx, in->reason) : OK);
    error_set(&ctx->error, "month", "%s", month);
    error_set(&ctx->error, "date", "%s", date);
    if (in->on <= month_last(in->month))
        return REFUSE(small_account, early);
    return in->on <= ctx_today(ctx) ? OK : REFUSE(disclosure, future);
}

static RESULT decide(struct ctx *ctx, const struct small_account_file_in *in, struct filing *filing)
{
    struct small_account *list;
    size_t count;
    char month[PERIOD_NAME], date[DATE_TEXT];
    TRY(small_account_list(ctx, in->community, &list, &count));
    period_format(in->month, month);
    for (size_t i = 0; i < count; i++) {
        if (list[i].month != in->month || list[i].superseded)
            continue;
        date_format(list[i].on, date);
        error_set(&ctx->error, "month", "%s", month);
        error_set(&ctx->error, "date", "%s", date);
        if (!in->reason)
            return REFUSE(small_account, exists);
        filing->replaces = &list[i].small_account;
        filing->reason = BYTES(in->reason, strlen(in->reason));
    }
    return OK;
}

static RESULT file_once(struct ctx *ctx, const struct small_account_file_in *in, struct bytes text, uint64_t *ret_seq)
{
    struct filing filing = {.community = in->community,
                            .key = in->key,
                            .operation = "small_account_file",
                            .request = text,
                            .text = text,
                            .noun = NOUN_SMALL_ACCOUNT,
                            .from = month_first(in->month),
                            .due = {true, month_last(in->month)},
                            .amount = {true, 0}};
    struct filing_begun begun;
    money sum = FEN(0);
    for (size_t i = 0; i < in->count; i++)
        TRY(money_add(sum, in->rows[i].gross, &sum));
    filing.amount.value = sum.fen;
    TRY(filing_begin(ctx, in->community, in->key, &begun));
    if (!begun.written)
        TRY(decide(ctx, in, &filing));
    return filing_post(ctx, &begun, &filing, ret_seq);
}

/*= ZHJ-6-2 鼓励物业企业定期公布所管项目收支情况，即企业小账 */
RESULT small_account_file(struct ctx *ctx, const struct small_account_file_in *in, uint64_t *ret_seq)
{
    struct bytes text;
    result done = OK;
    TRY(check(ctx, in));
    TRY(community_act(ctx, in->community, ACTOR_PERSON));
    TRY(write_text(ctx, in, &text));
    for (int i = 0; i < JOURNAL_ATTEMPTS; i++) {
        done = file_once(ctx, in, text, ret_seq);
        if (done.code != ERROR_journal_moved)
            return done;
    }
    return done;
}

/* ---- against the books ---- */

struct booked_row {
    int16_t stream;
    money booked, banked;
};

static RESULT find_filed(struct ctx *ctx, uint64_t community, int32_t month, const struct small_account **ret_filed)
{
    struct small_account *list;
    size_t count;
    char text[PERIOD_NAME];
    TRY(small_account_list(ctx, community, &list, &count));
    period_format(month, text);
    error_set(&ctx->error, "month", "%s", text);
    for (size_t i = 0; i < count; i++)
        if (list[i].month == month && !list[i].superseded) {
            *ret_filed = &list[i];
            return OK;
        }
    return REFUSE(small_account, unknown);
}

RESULT small_account_compare(struct ctx *ctx, uint64_t community, int32_t month, struct small_account_match **ret_list,
                             size_t *ret_count)
{
    static const struct db_column columns[] = {COLUMN(booked_row, stream), COLUMN(booked_row, booked),
                                               COLUMN(booked_row, banked)};
    const struct db_value in[] = {db_number((int64_t)community), db_number(month_first(month)),
                                  db_number(month_last(month))};
    const struct small_account *filed;
    struct community known;
    struct booked_row *rows = NULL;
    struct small_account_match all[STREAM_MAX + 1] = {0};
    size_t count = 0;
    TRY(community_get(ctx, community, &known));
    TRY(find_filed(ctx, community, month, &filed));
    TRY(db_list(ctx, CALL(sql_small_account_booked, in), ROW(booked_row, columns), &rows, &count));
    for (size_t i = 0; i < count; i++)
        if (rows[i].stream >= 1 && rows[i].stream <= STREAM_MAX) {
            all[rows[i].stream].booked = rows[i].booked;
            all[rows[i].stream].banked = rows[i].banked;
            all[rows[i].stream].filed.stream = (uint16_t)rows[i].stream;
        }
    for (size_t i = 0; i < filed->count; i++)
        all[filed->rows[i].stream].filed = filed->rows[i];
    TRY(ARENA_TAKE(ctx->arena, STREAM_MAX + 1, ret_list));
    *ret_count = 0;
    for (size_t stream = 1; stream <= STREAM_MAX; stream++)
        if (all[stream].filed.stream != 0)
            (*ret_list)[(*ret_count)++] = all[stream];
    return OK;
}

/* small-account: what companies file. holiday: years of the calendar. */
#include "ledger/duty/small_account.h"

#include "base/number.h"
#include "cli/cli.h"
#include "ledger/book/period.h"
#include "ledger/people/community.h"
#include "ledger/people/holiday.h"

#include <string.h>

enum { OUT_MAX = 16 << 20 };

/* ---- small account ---- */

static RESULT list_accounts(struct cli *cli)
{
    struct small_account *list;
    struct community community;
    struct buffer out;
    size_t count;
    TRY(community_get(&cli->ctx, cli->community, &community));
    TRY(small_account_list(&cli->ctx, cli->community, &list, &count));
    buffer_init(&out, cli->arena, OUT_MAX);
    json_open_array(&out, NULL);
    for (size_t i = 0; i < count; i++) {
        char month[PERIOD_NAME], date[DATE_TEXT], amount[MONEY_TEXT];
        money gross = FEN(0);
        for (size_t row = 0; row < list[i].count; row++)
            TRY(money_add(gross, list[i].rows[row].gross, &gross));
        period_format(list[i].month, month);
        date_format(list[i].on, date);
        money_format_grouped(gross, amount);
        json_open_object(&out, NULL);
        json_put_unsigned(&out, "seq", list[i].seq);
        json_put_string(&out, "month", month);
        json_put_string(&out, "filed_on", date);
        json_put_string(&out, "company", list[i].company);
        json_put_money(&out, "gross", gross);
        json_put_bool(&out, "superseded", list[i].superseded);
        json_close_object(&out);
        if (!cli->json)
            (void)printf("#%-8llu %s  %s %s %14s  %s  %s\n", (unsigned long long)list[i].seq, month, date,
                         list[i].superseded ? cli_text(cli, "已更正", "corrected") : cli_text(cli, "有效", "in force"),
                         amount, list[i].company, list[i].reason);
    }
    json_close_array(&out);
    return cli->json ? cli_print_json(&out) : OK;
}

static void put_match(struct buffer *out, const struct small_account_match *match)
{
    json_open_object(out, NULL);
    json_put_number(out, "stream", match->filed.stream);
    json_put_number(out, "count", match->filed.count);
    json_put_money(out, "gross", match->filed.gross);
    json_put_money(out, "booked", match->booked);
    json_put_money(out, "gross_difference", FEN(match->filed.gross.fen - match->booked.fen));
    json_put_money(out, "paid", match->filed.paid);
    json_put_money(out, "banked", match->banked);
    json_put_money(out, "paid_difference", FEN(match->filed.paid.fen - match->banked.fen));
    json_close_object(out);
}

static void print_match(const struct cli *cli, const struct small_account_match *match)
{
    const money amounts[] = {match->filed.gross, match->booked, FEN(match->filed.gross.fen - match->booked.fen),
                             match->filed.paid,  match->banked, FEN(match->filed.paid.fen - match->banked.fen)};
    (void)printf("P%02d %8lld", match->filed.stream, (long long)match->filed.count);
    for (size_t i = 0; i < LENGTH(amounts); i++) {
        char text[MONEY_TEXT];
        money_format_grouped(amounts[i], text);
        (void)printf(" %14s", text);
    }
    (void)printf("  %s\n", stream_name(match->filed.stream, cli->language));
}

static RESULT compare_month(struct cli *cli)
{
    struct small_account_match *list;
    struct buffer out;
    size_t count;
    int32_t month;
    TRY(period_parse(&cli->ctx, cli->args[1], &month));
    TRY(small_account_compare(&cli->ctx, cli->community, month, &list, &count));
    buffer_init(&out, cli->arena, OUT_MAX);
    json_open_array(&out, NULL);
    if (!cli->json)
        (void)printf("%s\n",
                     cli_text(cli,
                              "来源     数量       企业报送         账面收入           差额       企业上交         "
                              "银行到账           差额",
                              "stream  count          filed         booked     difference      paid over         "
                              "banked     difference"));
    for (size_t i = 0; i < count; i++) {
        put_match(&out, &list[i]);
        if (!cli->json)
            print_match(cli, &list[i]);
    }
    json_close_array(&out);
    return cli->json ? cli_print_json(&out) : OK;
}

static RESULT file_account(struct cli *cli, struct bytes file)
{
    struct small_account_file_in in = {.community = cli->community, .key = cli->key, .reason = cli->reason};
    uint64_t seq;
    error_set(&cli->ctx.error, "file", "%s", cli->args[1]);
    TRY(small_account_read(&cli->ctx, file, &in));
    if (in.month == 0 && cli->period)
        TRY(period_parse(&cli->ctx, cli->period, &in.month));
    TRY(cli_date(cli, &in.on));
    TRY(small_account_file(&cli->ctx, &in, &seq));
    return list_accounts(cli);
}

static int open_file(struct cli *cli)
{
    struct bytes file = {NULL, 0};
    result done = cli_read_file(cli, cli->args[1], SMALL_ACCOUNT_FILE_MAX, &file);
    if (!FAILED(done))
        done = cli_open(cli, "mz_app", false);
    return cli_finish(cli, FAILED(done) ? done : file_account(cli, file));
}

int verb_small_account(struct cli *cli)
{
    const char *what = cli->arg_count > 0 ? cli->args[0] : "list";
    if (cli->community != 0 && cli->arg_count <= 1 && strcmp(what, "list") == 0)
        return cli_in_session(cli, list_accounts);
    if (cli->community != 0 && cli->arg_count == 2 && strcmp(what, "compare") == 0)
        return cli_in_session(cli, compare_month);
    if (cli->community != 0 && cli->arg_count == 2 && cli->key && strcmp(what, "file") == 0)
        return open_file(cli);
    return cli_usage(cli, "small-account file FILE --key K [--period 2026-09] [--date D] [--reason R] | list | compare "
                          "MONTH, --community CODE");
}

/* ---- holiday ---- */

static void print_days(const struct cli *cli, const struct holiday *days, size_t count, struct buffer *out)
{
    json_open_array(out, NULL);
    for (size_t i = 0; i < count; i++) {
        char date[DATE_TEXT];
        date_format(days[i].date, date);
        json_open_object(out, NULL);
        json_put_string(out, "date", date);
        json_put_string(out, "kind", days[i].works ? "work" : "rest");
        json_put_string(out, "name", days[i].name);
        json_close_object(out);
        if (!cli->json)
            (void)printf("%s  %s  %s\n", date,
                         days[i].works ? cli_text(cli, "上班", "work") : cli_text(cli, "休息", "rest"), days[i].name);
    }
    json_close_array(out);
}

static RESULT list_holidays(struct cli *cli)
{
    struct calendar calendar;
    struct buffer out;
    int64_t year;
    size_t first = 0;
    error_set(&cli->ctx.error, "value", "%s", cli->args[1]);
    TRY(number_parse(cli->args[1], 1990, 2199, &year));
    TRY(holiday_calendar(&cli->ctx, &calendar));
    while (first < calendar.count && date_to_civil(calendar.days[first].date).year < year)
        first++;
    size_t end = first;
    while (end < calendar.count && date_to_civil(calendar.days[end].date).year == year)
        end++;
    if (end == first)
        (void)fprintf(
            stderr, "%lld %s\n", (long long)year,
            cli_text(cli, "年的放假安排还没有，只按周末计算", "has no list of holidays here, weekends alone count"));
    buffer_init(&out, cli->arena, OUT_MAX);
    print_days(cli, calendar.days + first, end - first, &out);
    return cli->json ? cli_print_json(&out) : OK;
}

static RESULT load_year(struct cli *cli, struct bytes file)
{
    struct holiday_year year;
    struct buffer out;
    error_set(&cli->ctx.error, "file", "%s", cli->args[1]);
    TRY(holiday_load(&cli->ctx, file, &year));
    buffer_init(&out, cli->arena, OUT_MAX);
    print_days(cli, year.days, year.count, &out);
    return cli->json ? cli_print_json(&out) : OK;
}

static int load_file(struct cli *cli)
{
    struct bytes file = {NULL, 0};
    result done = cli_read_file(cli, cli->args[1], SMALL_ACCOUNT_FILE_MAX, &file);
    if (!FAILED(done))
        done = cli_open(cli, "mz_app", false);
    return cli_finish(cli, FAILED(done) ? done : load_year(cli, file));
}

int verb_holiday(struct cli *cli)
{
    if (cli->arg_count == 2 && strcmp(cli->args[0], "list") == 0)
        return cli_in_session(cli, list_holidays);
    if (cli->arg_count == 2 && strcmp(cli->args[0], "load") == 0)
        return load_file(cli);
    return cli_usage(cli, "holiday load FILE.csv | list YEAR");
}

/* duty: what a community owes by when, what is overdue in a township, and the calendar of it. */
#include "ledger/duty/duty.h"

#include "base/number.h"
#include "cli/cli.h"
#include "reports/duty/duty_calendar.h"
#include "reports/duty/duty_text.h"

#include <string.h>

enum { OUT_MAX = 32 << 20 };

/* ---- one duty ---- */

static void put_duty(struct buffer *out, const struct duty *duty)
{
    json_open_object(out, NULL);
    json_put_string(out, "kind", duty_kind_code(duty->kind));
    json_put_string(out, "name", duty_kind_name(duty->kind, LANGUAGE_ZH));
    json_put_string(out, "who", duty_who_name(duty->kind, LANGUAGE_ZH));
    json_put_date(out, "first", duty->first);
    json_put_date(out, "last", duty->last);
    json_put_date(out, "due", duty->due);
    json_put_string(out, "state", duty_state_code(duty->state));
    json_put_number(out, "days", duty->days);
    if (duty->done_on != 0) {
        json_put_date(out, "done_on", duty->done_on);
        json_put_unsigned(out, "record", duty->seq);
    }
    json_put_bool(out, "binding", duty->binding);
    json_put_string(out, "law", duty->rule->law[0] ? duty->rule->law : NULL);
    json_put_string(out, "certainty", pack_certainty_name(duty->rule->certainty));
    json_put_bool(out, "week_only", duty->week_only);
    json_close_object(out);
}

/* A cell of so many columns; Chinese characters take two. */
static void print_cell(const char *text, int width)
{
    for (const char *at = text; *at; at++)
        width -= (*at & 0xC0) == 0x80 ? 0 : (*at & 0x80) != 0 ? 2 : 1;
    (void)printf("%s%*s  ", text, width > 0 ? width : 0, "");
}

static RESULT print_duty(struct cli *cli, const struct duty *duty, day as_of)
{
    const char *period, *state, *law;
    char due[DATE_TEXT];
    TRY(duty_text_period(&cli->ctx, duty, cli->language, &period));
    TRY(duty_text_state(&cli->ctx, duty, as_of, cli->language, &state));
    TRY(duty_text_law(&cli->ctx, duty, cli->language, &law));
    date_format(duty->due, due);
    print_cell(due, 10);
    print_cell(state, 21);
    print_cell(duty_kind_name(duty->kind, cli->language), cli->language == LANGUAGE_ZH ? 24 : 38);
    print_cell(period, 24);
    print_cell(duty_who_name(duty->kind, cli->language), 12);
    (void)printf("%s\n", law);
    return OK;
}

/* Years without a notice on holidays among what falls due. */
static void warn_years(const struct cli *cli, const struct duty_list *list)
{
    int warned = 0;
    for (size_t i = 0; i < list->count; i++) {
        const int year = date_to_civil(list->items[i].due).year;
        if (!list->items[i].week_only || year == warned)
            continue;
        warned = year;
        (void)fprintf(stderr, "%d %s\n", year,
                      cli_text(cli, "年的放假安排还没有，只按周末计算；请用 mingzhang holiday load 载入",
                               "has no list of holidays here, weekends alone count; load it with mingzhang holiday "
                               "load"));
    }
}

/* ---- list ---- */

static RESULT read_list(struct cli *cli, struct duty_in *in, struct community *community, struct duty_list *list)
{
    in->community = cli->community;
    TRY(community_get(&cli->ctx, cli->community, community));
    TRY(cli_date(cli, &in->as_of));
    TRY(duty_horizon(in->as_of, &in->until));
    return duty_read(&cli->ctx, in, list);
}

static RESULT list_duties(struct cli *cli)
{
    struct community community;
    struct duty_list list;
    struct duty_in in;
    struct buffer out;
    TRY(read_list(cli, &in, &community, &list));
    if (!cli->json) {
        (void)printf("%s\n",
                     cli_text(cli,
                              "期限        状态                   事项                      期间                      "
                              "谁办          依据（核实程度）",
                              "due         state                  duty                                    "
                              "period                    who           clause (standing)"));
        for (size_t i = 0; i < list.count; i++)
            TRY(print_duty(cli, &list.items[i], in.as_of));
        warn_years(cli, &list);
        return OK;
    }
    buffer_init(&out, cli->arena, OUT_MAX);
    json_open_object(&out, NULL);
    json_put_date(&out, "as_of", in.as_of);
    json_open_array(&out, "duties");
    for (size_t i = 0; i < list.count; i++)
        put_duty(&out, &list.items[i]);
    json_close_array(&out);
    json_close_object(&out);
    return cli_print_json(&out);
}

/* ---- overdue ---- */

static RESULT print_overdue(struct cli *cli, const struct duty_community *list, size_t count, day as_of)
{
    if (count == 0)
        (void)printf("%s\n", cli_text(cli, "没有逾期事项", "nothing is overdue"));
    for (size_t i = 0; i < count; i++) {
        (void)printf("%012llu %s  %s %zu  %s %d\n", (unsigned long long)list[i].community, list[i].name,
                     cli_text(cli, "逾期事项", "overdue:"), list[i].overdue.count,
                     cli_text(cli, "最长天数", "days at most:"), list[i].days);
        for (size_t j = 0; j < list[i].overdue.count; j++) {
            (void)printf("  ");
            TRY(print_duty(cli, &list[i].overdue.items[j], as_of));
        }
    }
    return OK;
}

static RESULT list_overdue(struct cli *cli)
{
    struct duty_community *list;
    struct buffer out;
    size_t count;
    int64_t county = 0;
    day as_of;
    error_set(&cli->ctx.error, "value", "%s", cli->county ? cli->county : "");
    if (cli->county)
        TRY(number_parse(cli->county, 100000, 999999, &county));
    TRY(cli_date(cli, &as_of));
    TRY(duty_overdue(&cli->ctx, (int32_t)county, as_of, &list, &count));
    if (!cli->json)
        return print_overdue(cli, list, count, as_of);
    buffer_init(&out, cli->arena, OUT_MAX);
    json_open_array(&out, NULL);
    for (size_t i = 0; i < count; i++) {
        char code[COMMUNITY_CODE_TEXT];
        community_code_format(list[i].community, code);
        json_open_object(&out, NULL);
        json_put_string(&out, "community", code);
        json_put_string(&out, "name", list[i].name);
        json_put_number(&out, "days", list[i].days);
        json_open_array(&out, "duties");
        for (size_t j = 0; j < list[i].overdue.count; j++)
            put_duty(&out, &list[i].overdue.items[j]);
        json_close_array(&out);
        json_close_object(&out);
    }
    json_close_array(&out);
    return cli_print_json(&out);
}

/* ---- calendar ---- */

static RESULT write_calendar(struct cli *cli)
{
    struct community community;
    struct duty_list list;
    struct duty_in in;
    struct buffer out;
    struct bytes text;
    TRY(read_list(cli, &in, &community, &list));
    const struct duty_calendar_in calendar = {cli->community, community.name, in.as_of, cli->language, &list};
    buffer_init(&out, cli->arena, OUT_MAX);
    TRY(duty_calendar_write(&cli->ctx, &calendar, &out));
    TRY(buffer_done(&out, &text));
    (void)fwrite(text.data, 1, text.size, stdout);
    warn_years(cli, &list);
    return OK;
}

int verb_duty(struct cli *cli)
{
    const char *what = cli->arg_count > 0 ? cli->args[0] : "list";
    const bool one = cli->arg_count <= 1;
    if (one && cli->community != 0 && strcmp(what, "list") == 0)
        return cli_in_session(cli, list_duties);
    if (one && strcmp(what, "overdue") == 0)
        return cli_in_session(cli, list_overdue);
    if (one && cli->community != 0 && strcmp(what, "calendar") == 0 && cli->format && strcmp(cli->format, "ics") == 0)
        return cli_in_session(cli, write_calendar);
    return cli_usage(cli, "duty list --community CODE [--date D] | overdue [--county 330681] [--date D] | calendar "
                          "--community CODE --format ics");
}

/* placement: term deposits and treasury bonds, what they bring and what came in. */
#include "ledger/matter/placement.h"

#include "base/json.h"
#include "base/number.h"
#include "cli/cli.h"
#include "cli/matter/span.h"
#include "ledger/matter/placement_json.h"
#include "ledger/matter/placement_receipt.h"
#include "ledger/matter/placement_schedule.h"
#include "ledger/people/community.h"

#include <string.h>

enum { FILE_MAX = 1 << 20, OUT_MAX = 64 << 20 };

/* ---- one placement ---- */

static void put_placement(struct buffer *out, const struct placement *placement)
{
    const struct placement_terms *terms = &placement->terms;
    char id[UUID_TEXT];
    uuid_format(&placement->placement, id);
    json_open_object(out, NULL);
    json_put_string(out, "placement", placement->seq > 0 ? id : NULL);
    json_put_unsigned(out, "seq", placement->seq);
    json_put_string(out, "fund", fund_code(terms->fund));
    json_put_string(out, "kind", placement_kind_code(terms->kind));
    json_put_string(out, "issuer", terms->issuer);
    json_put_string(out, "account", placement_leaf(terms));
    json_put_money(out, "cost", terms->cost);
    json_put_money(out, "face", terms->face);
    json_put_unsigned(out, "rate_ppm", terms->rate_ppm);
    json_put_date(out, "from", terms->from);
    json_put_date(out, "to", terms->to);
    json_put_string(out, "market", terms->market ? placement_market_code(terms->market) : NULL);
    json_put_string(out, "decision", terms->decision);
    json_put_string(out, "state",
                    placement->cancelled ? "cancelled" : placement_state_name(placement->state, LANGUAGE_EN));
    json_put_money(out, "outstanding", placement->outstanding);
    json_put_money(out, "interest_received", placement->received);
    json_open_array(out, "payments");
    for (size_t i = 0; i < placement->payment_count; i++) {
        json_open_object(out, NULL);
        json_put_date(out, "due", placement->payments[i].due);
        json_put_money(out, "interest", placement->payments[i].interest);
        json_put_money(out, "principal", placement->payments[i].principal);
        json_close_object(out);
    }
    json_close_array(out);
    json_close_object(out);
}

static void print_placement(const struct cli *cli, const struct placement *placement)
{
    const struct placement_terms *terms = &placement->terms;
    const uint32_t rate = terms->rate_ppm;
    char from[DATE_TEXT], to[DATE_TEXT], texts[2][MONEY_TEXT];
    date_format(terms->from, from);
    date_format(terms->to, to);
    money_format_grouped(terms->cost, texts[0]);
    money_format_grouped(placement->outstanding, texts[1]);
    (void)printf("#%-8llu %s %s %16s %16s %3u.%04u%% %s %s  %s  %s  %s\n", (unsigned long long)placement->seq,
                 fund_code(terms->fund), placement_leaf(terms), texts[0], texts[1], rate / 10000, rate % 10000, from,
                 to,
                 placement->cancelled ? cli_text(cli, "已冲销", "cancelled")
                                      : placement_state_name(placement->state, cli->language),
                 placement_kind_name(terms->kind, cli->language), terms->issuer);
}

static void print_heads(const struct cli *cli)
{
    (void)printf("%s\n",
                 cli_text(cli, "记录      资金 科目             成本             余额     年利率 起息日     到期日",
                          "record    fund account          cost      outstanding       rate from       to"));
}

static void print_payments(const struct cli *cli, const struct placement *placement)
{
    (void)printf("%s\n", cli_text(cli, "期次 到期日                   利息             本金",
                                  "  no due                    interest        principal"));
    for (size_t i = 0; i < placement->payment_count; i++) {
        char due[DATE_TEXT], texts[2][MONEY_TEXT];
        date_format(placement->payments[i].due, due);
        money_format_grouped(placement->payments[i].interest, texts[0]);
        money_format_grouped(placement->payments[i].principal, texts[1]);
        (void)printf("%4zu %s %16s %16s\n", i + 1, due, texts[0], texts[1]);
    }
}

static RESULT show_placement(struct cli *cli, const struct placement *placement)
{
    struct buffer out;
    if (!cli->json) {
        print_heads(cli);
        print_placement(cli, placement);
        if (placement->terms.market)
            (void)printf("%s  %s\n", placement_market_name(placement->terms.market, cli->language),
                         placement->terms.decision);
        print_payments(cli, placement);
        return OK;
    }
    buffer_init(&out, cli->arena, 1 << 20);
    put_placement(&out, placement);
    return cli_print_json(&out);
}

static RESULT show_record(struct cli *cli, uint64_t seq)
{
    struct placement placement;
    const char *name;
    TRY(arena_print(cli->arena, &name, "#%llu", (unsigned long long)seq));
    TRY(placement_find(&cli->ctx, cli->community, name, &placement));
    return show_placement(cli, &placement);
}

static RESULT show_named(struct cli *cli)
{
    struct community community;
    struct placement placement;
    TRY(community_get(&cli->ctx, cli->community, &community));
    TRY(placement_find(&cli->ctx, cli->community, cli->args[1], &placement));
    return show_placement(cli, &placement);
}

/* ---- list ---- */

static void show_holding(const struct cli *cli, const struct placement_holding *holding, struct buffer *out)
{
    const money difference = FEN(holding->booked.fen - holding->registered.fen);
    char texts[3][MONEY_TEXT];
    money_format_grouped(holding->booked, texts[0]);
    money_format_grouped(holding->registered, texts[1]);
    money_format_grouped(difference, texts[2]);
    if (!cli->json)
        (void)printf("%s %s %16s %16s %16s  %s\n", fund_code(holding->fund), holding->account, texts[0], texts[1],
                     texts[2], holding->name);
    json_open_object(out, NULL);
    json_put_string(out, "fund", fund_code(holding->fund));
    json_put_string(out, "account", holding->account);
    json_put_number(out, "time_account", holding->time_account);
    json_put_money(out, "booked", holding->booked);
    json_put_money(out, "registered", holding->registered);
    json_put_money(out, "difference", difference);
    json_close_object(out);
}

static RESULT list_placements(struct cli *cli)
{
    struct placement *list;
    struct placement_holding *holdings;
    struct community community;
    struct buffer out;
    size_t count, holding_count;
    TRY(community_get(&cli->ctx, cli->community, &community));
    TRY(placement_list(&cli->ctx, cli->community, &list, &count));
    TRY(placement_holdings(&cli->ctx, cli->community, &holdings, &holding_count));
    buffer_init(&out, cli->arena, OUT_MAX);
    json_open_object(&out, NULL);
    json_open_array(&out, "placements");
    if (!cli->json)
        print_heads(cli);
    for (size_t i = 0; i < count; i++) {
        put_placement(&out, &list[i]);
        if (!cli->json)
            print_placement(cli, &list[i]);
    }
    json_close_array(&out);
    json_open_array(&out, "holdings");
    if (!cli->json)
        (void)printf("%s\n", cli_text(cli, "资金 科目         账面             台账             差额",
                                      "fund account    by books      by register       difference"));
    for (size_t i = 0; i < holding_count; i++)
        show_holding(cli, &holdings[i], &out);
    json_close_array(&out);
    json_close_object(&out);
    return cli->json ? cli_print_json(&out) : OK;
}

/* ---- schedule ---- */

static void put_due(struct buffer *out, const struct placement_due *due)
{
    const struct placement_receipt *receipt = due->receipt;
    json_open_object(out, NULL);
    json_put_unsigned(out, "placement", due->placement->seq);
    json_put_unsigned(out, "payment", due->payment);
    json_put_date(out, "due", due->due);
    json_put_money(out, "interest", due->interest);
    json_put_money(out, "principal", due->principal);
    json_put_string(out, "state", placement_due_code((int)due->state));
    if (receipt) {
        json_put_date(out, "received_on", receipt->on);
        json_put_money(out, "interest_received", receipt->interest);
        json_put_money(out, "principal_received", receipt->principal);
        json_put_money(out, "difference", FEN(receipt->interest.fen - due->interest.fen));
        json_put_string(out, "reason", receipt->reason);
        json_put_unsigned(out, "entry", receipt->entry_seq);
    }
    json_close_object(out);
}

static void print_due(const struct cli *cli, const struct placement_due *due)
{
    char date[DATE_TEXT], received[DATE_TEXT] = "-", texts[3][MONEY_TEXT] = {"", "", "-"};
    date_format(due->due, date);
    money_format_grouped(due->interest, texts[0]);
    money_format_grouped(due->principal, texts[1]);
    if (due->receipt) {
        date_format(due->receipt->on, received);
        money_format_grouped(due->receipt->interest, texts[2]);
    }
    (void)printf("#%-8llu %3u %s %14s %16s %14s %-10s  %s  %s\n", (unsigned long long)due->placement->seq, due->payment,
                 date, texts[0], texts[1], texts[2], received, placement_due_name((int)due->state, cli->language),
                 due->receipt ? due->receipt->reason : "");
}

static void show_sums(const struct cli *cli, const struct placement_sums *sums, struct buffer *out)
{
    const struct {
        const char *key, *zh, *en;
        money amount;
    } rows[] = {{"interest", "应收利息", "interest expected", sums->interest},
                {"principal", "应收本金", "principal expected", sums->principal},
                {"received", "已收利息", "interest received", sums->received},
                {"returned", "已收本金", "principal received", sums->returned},
                {"difference", "利息差额", "difference of interest", sums->difference},
                {"overdue", "逾期未收", "overdue", sums->overdue},
                {"open", "未到期", "not due yet", sums->open}};
    json_open_object(out, "sums");
    for (size_t i = 0; i < LENGTH(rows); i++) {
        char text[MONEY_TEXT];
        money_format_grouped(rows[i].amount, text);
        json_put_money(out, rows[i].key, rows[i].amount);
        if (!cli->json)
            (void)printf("%16s  %s\n", text, cli_text(cli, rows[i].zh, rows[i].en));
    }
    json_close_object(out);
}

static RESULT show_schedule(struct cli *cli)
{
    struct placement_schedule_in in = {.community = cli->community, .first = DAY_MIN, .last = DAY_MAX};
    struct placement_schedule schedule;
    struct contract_span span;
    struct buffer out;
    TRY(cli_date(cli, &in.as_of));
    if (cli->period) {
        TRY(span_read(cli, &span));
        in.first = span.first;
        in.last = span.last;
    }
    TRY(placement_schedule(&cli->ctx, &in, &schedule));
    buffer_init(&out, cli->arena, OUT_MAX);
    json_open_object(&out, NULL);
    json_put_date(&out, "as_of", in.as_of);
    json_open_array(&out, "payments");
    if (!cli->json)
        (void)printf("%s\n",
                     cli_text(cli, "记录     期次 到期日           应收利息         应收本金       实收利息 收到日",
                              "record     no due              interest        principal       received on"));
    for (size_t i = 0; i < schedule.count; i++) {
        put_due(&out, &schedule.dues[i]);
        if (!cli->json)
            print_due(cli, &schedule.dues[i]);
    }
    json_close_array(&out);
    show_sums(cli, &schedule.sums, &out);
    json_close_object(&out);
    return cli->json ? cli_print_json(&out) : OK;
}

/* ---- open, receive, withdraw, renew ---- */

static RESULT read_receipt(struct cli *cli, struct placement_receipt_in *in)
{
    money interest;
    *in = (struct placement_receipt_in){.community = cli->community,
                                        .key = cli->key,
                                        .placement = cli->args[1],
                                        .early = cli->early,
                                        .reason = cli->reason,
                                        .document = cli->document};
    TRY(cli_date(cli, &in->on));
    if (!cli->amount)
        return OK;
    TRY(cli_amount(cli, cli->amount, &interest));
    in->interest = (struct maybe){true, interest.fen};
    return OK;
}

static RESULT read_number(struct cli *cli, uint32_t *ret_number)
{
    int64_t number;
    error_set(&cli->ctx.error, "value", "%s", cli->args[2]);
    TRY(number_parse(cli->args[2], 0, UINT32_MAX, &number));
    *ret_number = (uint32_t)number;
    return OK;
}

static RESULT receive(struct cli *cli)
{
    struct placement_receipt_in in;
    uint64_t seq;
    TRY(read_receipt(cli, &in));
    TRY(read_number(cli, &in.payment));
    TRY(placement_receive(&cli->ctx, &in, &seq));
    return show_named(cli);
}

static RESULT withdraw(struct cli *cli)
{
    struct placement_receipt_in in;
    uint64_t seq;
    TRY(read_receipt(cli, &in));
    TRY(read_number(cli, &in.rate_ppm));
    TRY(placement_withdraw(&cli->ctx, &in, &seq));
    return show_named(cli);
}

/* The file of a new placement, or of the one that follows. */
static RESULT with_file(struct cli *cli, struct bytes file)
{
    CLEANUP(json_free) struct json *json = NULL;
    struct placement_open_in next = {.community = cli->community};
    struct placement_receipt_in in;
    struct placement placement;
    uint64_t seq;
    const bool renews = strcmp(cli->args[0], "renew") == 0;
    error_set(&cli->ctx.error, "file", "%s", cli->args[cli->arg_count - 1]);
    TRY(json_parse(&cli->ctx, file, &json));
    TRY(placement_json_read(&cli->ctx, json_root(json), &next));
    if (cli->dry_run) {
        TRY(placement_preview(&cli->ctx, &next, &placement));
        return show_placement(cli, &placement);
    }
    if (!renews) {
        TRY(placement_open(&cli->ctx, &next, &seq));
        return show_record(cli, seq);
    }
    TRY(read_receipt(cli, &in));
    in.next = &next;
    TRY(placement_renew(&cli->ctx, &in, &seq));
    return show_named(cli);
}

static int open_file(struct cli *cli)
{
    struct bytes file = {NULL, 0};
    result done = cli_read_file(cli, cli->args[cli->arg_count - 1], FILE_MAX, &file);
    if (!FAILED(done))
        done = cli_open(cli, "mz_app", false);
    return cli_finish(cli, FAILED(done) ? done : with_file(cli, file));
}

int verb_placement(struct cli *cli)
{
    static const struct {
        const char *verb;
        size_t args;
        bool key;
        RESULT (*run)(struct cli *cli);
    } kinds[] = {{"list", 1, false, list_placements},
                 {"show", 2, false, show_named},
                 {"schedule", 1, false, show_schedule},
                 {"receive", 3, true, receive},
                 {"withdraw", 3, true, withdraw}};
    const char *what = cli->arg_count > 0 ? cli->args[0] : "list";
    const size_t args = cli->arg_count > 0 ? cli->arg_count : 1;
    if (cli->community != 0 && args == 2 && strcmp(what, "open") == 0)
        return open_file(cli);
    if (cli->community != 0 && args == 3 && strcmp(what, "renew") == 0 && (cli->key || cli->dry_run))
        return open_file(cli);
    for (size_t i = 0; cli->community != 0 && i < LENGTH(kinds); i++)
        if (args == kinds[i].args && strcmp(kinds[i].verb, what) == 0 && (cli->key || !kinds[i].key))
            return cli_in_session(cli, kinds[i].run);
    return cli_usage(cli,
                     "placement open FILE [--dry-run] | list | show ID | schedule [--period P] [--date D] | receive "
                     "ID N --key K | withdraw ID RATE_PPM --reason R --key K | renew ID FILE --key K "
                     "[--amount INTEREST] [--date D] [--document ID] [--early], --community CODE");
}

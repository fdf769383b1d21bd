/* reservation: money held for approved payments, what is available beside it, limits of accounts. */
#include "ledger/book/reservation.h"

#include "base/number.h"
#include "cli/cli.h"
#include "ledger/book/limit_policy.h"
#include "ledger/people/community.h"

#include <string.h>

/* "#41" or "41". */
static RESULT read_seq(struct cli *cli, const char *text, int64_t *ret_seq)
{
    error_set(&cli->ctx.error, "value", "%s", text);
    return number_parse_record(text, ret_seq);
}

static RESULT make(struct cli *cli)
{
    struct reservation_make_in in = {
        .community = cli->community, .key = cli->key, .account = cli->args[1], .payee = cli->payee};
    uint64_t seq;
    TRY(cli_fund(cli, &in.fund));
    TRY(cli_amount(cli, cli->args[2], &in.amount));
    TRY(cli_date(cli, &in.expires));
    if (cli->rests_on) {
        in.rests_on.present = true;
        TRY(read_seq(cli, cli->rests_on, &in.rests_on.value));
    }
    TRY(community_act(&cli->ctx, cli->community, ACTOR_PERSON));
    TRY(reservation_make(&cli->ctx, &in, &seq));
    (void)printf("#%llu\n", (unsigned long long)seq);
    return OK;
}

static RESULT release(struct cli *cli)
{
    int64_t seq;
    const char *key;
    TRY(read_seq(cli, cli->args[1], &seq));
    TRY(arena_print(cli->arena, &key, "reservation-released-%lld", (long long)seq));
    TRY(community_act(&cli->ctx, cli->community, ACTOR_PERSON));
    TRY(reservation_release(&cli->ctx, cli->community, cli->key ? cli->key : key, (uint64_t)seq));
    (void)printf("%s #%lld\n", cli_text(cli, "已释放：", "released:"), (long long)seq);
    return OK;
}

static RESULT expire(struct cli *cli)
{
    size_t count;
    TRY(community_act(&cli->ctx, cli->community, ACTOR_PERSON));
    TRY(reservation_expire(&cli->ctx, cli->community, ctx_today(&cli->ctx), &count));
    (void)printf("%s %zu\n", cli_text(cli, "已到期：", "expired:"), count);
    return OK;
}

static const char *state_text(const struct cli *cli, int state)
{
    static const char *const names[][2] = {
        {"?", "?"}, {"有效", "open"}, {"已释放", "released"}, {"已到期", "expired"}, {"已用尽", "exhausted"}};
    return names[state >= RESERVATION_OPEN && state <= RESERVATION_EXHAUSTED ? state : 0][cli->language];
}

static void put_reservation(struct buffer *out, const struct reservation_listed *r)
{
    char date[DATE_TEXT];
    date_format(r->expires, date);
    json_open_object(out, NULL);
    json_put_unsigned(out, "reservation", r->seq);
    json_put_string(out, "fund", fund_code(r->fund));
    json_put_string(out, "account", r->account);
    json_put_money(out, "amount", r->amount);
    json_put_money(out, "captured", r->captured);
    json_put_string(out, "expires", date);
    json_put_number(out, "state", r->state);
    json_put_string(out, "payee", r->payee[0] ? r->payee : NULL);
    json_close_object(out);
}

static RESULT list(struct cli *cli)
{
    struct reservation_listed *items;
    struct buffer out;
    size_t count;
    TRY(reservation_list(&cli->ctx, cli->community, true, &items, &count));
    buffer_init(&out, cli->arena, 16 << 20);
    json_open_array(&out, NULL);
    for (size_t i = 0; i < count; i++) {
        char date[DATE_TEXT], texts[2][MONEY_TEXT];
        put_reservation(&out, &items[i]);
        date_format(items[i].expires, date);
        money_format_grouped(items[i].amount, texts[0]);
        money_format_grouped(items[i].captured, texts[1]);
        if (!cli->json)
            (void)printf("#%llu  %s %s  %14s %14s  %s  %s  %s\n", (unsigned long long)items[i].seq,
                         fund_code(items[i].fund), items[i].account, texts[0], texts[1], date,
                         state_text(cli, items[i].state), items[i].payee);
    }
    json_close_array(&out);
    return cli->json ? cli_print_json(&out) : OK;
}

static RESULT available(struct cli *cli)
{
    struct reservation_available *items;
    struct buffer out;
    size_t count;
    TRY(reservation_available_list(&cli->ctx, cli->community, &items, &count));
    buffer_init(&out, cli->arena, 16 << 20);
    json_open_array(&out, NULL);
    for (size_t i = 0; i < count; i++) {
        char texts[3][MONEY_TEXT];
        json_open_object(&out, NULL);
        json_put_string(&out, "fund", fund_code(items[i].fund));
        json_put_string(&out, "account", items[i].account);
        json_put_money(&out, "balance", items[i].balance);
        json_put_money(&out, "reserved", items[i].reserved);
        json_put_money(&out, "available", items[i].available);
        json_close_object(&out);
        money_format_grouped(items[i].balance, texts[0]);
        money_format_grouped(items[i].reserved, texts[1]);
        money_format_grouped(items[i].available, texts[2]);
        if (!cli->json)
            (void)printf("%s %-8s %14s %14s %14s  %s\n", fund_code(items[i].fund), items[i].account, texts[0], texts[1],
                         texts[2], items[i].name);
    }
    json_close_array(&out);
    return cli->json ? cli_print_json(&out) : OK;
}

static RESULT limit(struct cli *cli)
{
    struct limit_policy_in in = {
        .community = cli->community, .key = cli->key, .account = cli->args[1], .kind = LIMIT_DEBIT};
    if (cli->kind && strcmp(cli->kind, "credit") == 0)
        in.kind = LIMIT_CREDIT;
    TRY(cli_fund(cli, &in.fund));
    TRY(cli_amount(cli, cli->args[2], &in.amount));
    TRY(community_act(&cli->ctx, cli->community, ACTOR_PERSON));
    TRY(limit_policy_set(&cli->ctx, &in));
    (void)printf("%s %s %s\n", cli_text(cli, "已设限额：", "limit set:"), in.account, cli->args[2]);
    return OK;
}

int verb_reservation(struct cli *cli)
{
    static const struct {
        const char *name;
        size_t args;
        bool keyed, dated;
        result (*run)(struct cli *cli);
    } verbs[] = {{"make", 3, true, true, make},
                 {"list", 1, false, false, list},
                 {"release", 2, false, false, release},
                 {"expire", 1, false, false, expire},
                 {"available", 1, false, false, available},
                 {"limit", 3, true, false, limit}};
    const char *what = cli->arg_count > 0 ? cli->args[0] : "";
    for (size_t i = 0; i < LENGTH(verbs) && cli->community != 0; i++)
        if (strcmp(verbs[i].name, what) == 0 && cli->arg_count == verbs[i].args && (!verbs[i].keyed || cli->key) &&
            (!verbs[i].dated || cli->date))
            return cli_in_session(cli, verbs[i].run);
    return cli_usage(cli,
                     "reservation make ACCOUNT AMOUNT --date LAST-DAY --key K [--fund F --payee NAME --rests-on N] | "
                     "list | release N | expire | available | limit ACCOUNT AMOUNT --key K [--kind debit|credit], "
                     "--community CODE");
}

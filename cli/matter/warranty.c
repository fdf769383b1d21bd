/* warranty: what developers deposit for the repair of their buildings. */
#include "ledger/warranty/warranty.h"

#include "cli/cli.h"
#include "ledger/people/community.h"
#include "ledger/people/party.h"

#include <string.h>

struct register_of { /* deposits, and the names of their developers */
    struct warranty *items;
    struct party *parties;
    size_t count, party_count;
};

static const char *developer_of(const struct register_of *all, const struct warranty *warranty)
{
    for (size_t i = 0; i < all->party_count; i++)
        if (all->parties[i].seq == warranty->developer)
            return all->parties[i].name;
    return "";
}

static void put_warranty(struct buffer *out, const struct register_of *all, const struct warranty *warranty)
{
    char token[UUID_TEXT];
    uuid_format(&warranty->warranty, token);
    json_open_object(out, NULL);
    json_put_string(out, "warranty", token);
    json_put_unsigned(out, "seq", warranty->seq);
    json_put_string(out, "developer", developer_of(all, warranty));
    json_put_string(out, "building", warranty->building);
    json_put_date(out, "from", warranty->from_date);
    json_put_date(out, "expires", warranty->expires);
    json_put_money(out, "amount", warranty->amount);
    json_close_object(out);
}

static void print_warranty(const struct register_of *all, const struct warranty *warranty)
{
    char from[DATE_TEXT], expires[DATE_TEXT], amount[MONEY_TEXT];
    date_format(warranty->from_date, from);
    date_format(warranty->expires, expires);
    money_format(warranty->amount, amount);
    (void)printf("#%-8llu %s %s %s  %s  %s\n", (unsigned long long)warranty->seq, from, expires, amount,
                 developer_of(all, warranty), warranty->building);
}

static RESULT add_warranty(struct cli *cli)
{
    struct warranty_add_in in = {.community = cli->community, .developer = cli->args[1], .building = cli->args[2]};
    struct register_of all = {.count = 1};
    struct warranty warranty;
    struct buffer out;
    error_set(&cli->ctx.error, "value", "%s", cli->args[3]);
    TRY(date_parse(cli->args[3], &in.expires));
    TRY(cli_date(cli, &in.from));
    if (cli->amount)
        TRY(cli_amount(cli, cli->amount, &in.amount));
    TRY(warranty_add(&cli->ctx, &in, &warranty));
    TRY(party_list(&cli->ctx, cli->community, &all.parties, &all.party_count));
    if (!cli->json) {
        print_warranty(&all, &warranty);
        return OK;
    }
    buffer_init(&out, cli->arena, 1 << 16);
    put_warranty(&out, &all, &warranty);
    return cli_print_json(&out);
}

static RESULT list_warranties(struct cli *cli)
{
    struct register_of all;
    struct community community;
    struct buffer out;
    TRY(community_get(&cli->ctx, cli->community, &community));
    TRY(warranty_list(&cli->ctx, cli->community, &all.items, &all.count));
    TRY(party_list(&cli->ctx, cli->community, &all.parties, &all.party_count));
    buffer_init(&out, cli->arena, 16 << 20);
    json_open_array(&out, NULL);
    for (size_t i = 0; i < all.count; i++) {
        put_warranty(&out, &all, &all.items[i]);
        if (!cli->json)
            print_warranty(&all, &all.items[i]);
    }
    json_close_array(&out);
    return cli->json ? cli_print_json(&out) : OK;
}

int verb_warranty(struct cli *cli)
{
    const char *what = cli->arg_count > 0 ? cli->args[0] : "list";
    if (cli->community != 0 && cli->arg_count == 4 && strcmp(what, "add") == 0)
        return cli_in_session(cli, add_warranty);
    if (cli->community != 0 && cli->arg_count <= 1 && strcmp(what, "list") == 0)
        return cli_in_session(cli, list_warranties);
    return cli_usage(cli, "warranty add DEVELOPER BUILDING EXPIRES [--amount YUAN] [--date FROM] | list, "
                          "--community CODE");
}

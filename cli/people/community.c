/* community, fund, bank-account: opening books and seeing what there is. */
#include "ledger/people/community.h"

#include "base/digest.h"
#include "cli/cli.h"
#include "ledger/book/bank_account.h"
#include "ledger/book/fund.h"

#include <string.h>

static RESULT open_community(struct cli *cli)
{
    const struct fund_open_in in = {
        .community = {.community = cli->community, .name = cli->name, .treasurer = "财务委员"},
        .custodian = cli->custodian ? cli->custodian : cli->name};
    TRY(fund_open_books(&cli->ctx, &in));
    (void)printf("%s %012llu %s\n", cli_text(cli, "已开账：", "opened:"), (unsigned long long)cli->community,
                 cli->name);
    return OK;
}

static RESULT list_communities(struct cli *cli)
{
    struct community *list;
    size_t count;
    TRY(community_list(&cli->ctx, &list, &count));
    struct buffer out;
    buffer_init(&out, cli->arena, 64 << 20);
    json_open_array(&out, NULL);
    for (size_t i = 0; i < count; i++) {
        char code[COMMUNITY_CODE_TEXT], root[65];
        community_code_format(list[i].community_id, code);
        hex_encode(BYTES(list[i].root.b, sizeof list[i].root.b), root);
        json_open_object(&out, NULL);
        json_put_string(&out, "community", code);
        json_put_string(&out, "name", list[i].name);
        json_put_unsigned(&out, "size", list[i].size);
        json_put_string(&out, "root", root);
        json_close_object(&out);
        if (!cli->json)
            (void)printf("%s  %s  %llu %s  %.16s…\n", code, list[i].name, (unsigned long long)list[i].size,
                         cli_text(cli, "条记录", "records"), root);
    }
    json_close_array(&out);
    return cli->json ? cli_print_json(&out) : OK;
}

int verb_community(struct cli *cli)
{
    const char *what = cli->arg_count > 0 ? cli->args[0] : "list";
    if (strcmp(what, "list") == 0)
        return cli_in_session(cli, list_communities);
    if (strcmp(what, "open") != 0)
        return cli_usage(cli, "community open | list");
    if (cli->community == 0 || !cli->name)
        return cli_usage(cli, "community open --community CODE --name NAME [--custodian NAME]");
    return cli_in_session(cli, open_community);
}

/* The fund among the arguments; its custodian is the community unless somebody else is named. */
static RESULT open_fund(struct cli *cli)
{
    struct community community;
    struct fund_kept in = {.custodian = cli->custodian};
    bool replayed;
    error_set(&cli->ctx.error, "fund", "%s", cli->args[1]);
    error_set(&cli->ctx.error, "community", "%012llu", (unsigned long long)cli->community);
    TRY(fund_parse(cli->args[1], &in.fund));
    TRY(community_get(&cli->ctx, cli->community, &community));
    if (!in.custodian)
        in.custodian = community.name;
    TRY(fund_open(&cli->ctx, cli->community, &in, &replayed));
    (void)printf("%s %s %s%s\n", cli_text(cli, "已开设：", "opened:"), fund_code(in.fund),
                 fund_name(in.fund, cli->language),
                 replayed ? cli_text(cli, "  本来如此，未写入", "  it was so already, nothing written") : "");
    return OK;
}

static RESULT list_funds(struct cli *cli)
{
    struct community community;
    struct fund_kept *list;
    struct buffer out;
    size_t count;
    TRY(community_get(&cli->ctx, cli->community, &community));
    TRY(fund_list(&cli->ctx, cli->community, &list, &count));
    buffer_init(&out, cli->arena, 1 << 16);
    json_open_array(&out, NULL);
    for (size_t i = 0; i < count; i++) {
        json_open_object(&out, NULL);
        json_put_string(&out, "fund", fund_code(list[i].fund));
        json_put_string(&out, "custodian", list[i].custodian);
        json_close_object(&out);
        if (!cli->json)
            (void)printf("%s  %s  %s\n", fund_code(list[i].fund), fund_name(list[i].fund, cli->language),
                         list[i].custodian);
    }
    json_close_array(&out);
    return cli->json ? cli_print_json(&out) : OK;
}

int verb_fund(struct cli *cli)
{
    const char *what = cli->arg_count > 0 ? cli->args[0] : "list";
    if (cli->community != 0 && strcmp(what, "list") == 0 && cli->arg_count <= 1)
        return cli_in_session(cli, list_funds);
    if (cli->community != 0 && strcmp(what, "open") == 0 && cli->arg_count == 2)
        return cli_in_session(cli, open_fund);
    return cli_usage(cli, "fund open OP|WD [--custodian NAME] | list, --community CODE");
}

static RESULT open_bank_account(struct cli *cli)
{
    struct bank_account_open_in in = {.community = cli->community, .bank = cli->bank, .number = cli->number};
    error_set(&cli->ctx.error, "community", "%012llu", (unsigned long long)cli->community);
    error_set(&cli->ctx.error, "fund", "%s", cli->fund);
    TRY(fund_parse(cli->fund, &in.fund));
    TRY(cli->kind ? bank_account_open_time(&cli->ctx, &in) : bank_account_open(&cli->ctx, &in));
    (void)printf("%s %s %s %s\n", cli_text(cli, "已登记：", "registered:"), cli->fund, cli->bank, cli->number);
    return OK;
}

static RESULT list_bank_accounts(struct cli *cli)
{
    struct bank_account *list;
    struct community community;
    size_t count;
    TRY(community_get(&cli->ctx, cli->community, &community));
    TRY(bank_account_list(&cli->ctx, cli->community, &list, &count));
    struct buffer out;
    buffer_init(&out, cli->arena, 1 << 20);
    json_open_array(&out, NULL);
    for (size_t i = 0; i < count; i++) {
        json_open_object(&out, NULL);
        json_put_number(&out, "seq", list[i].opened_seq);
        json_put_string(&out, "fund", fund_code(list[i].fund));
        json_put_string(&out, "bank", list[i].bank);
        json_put_string(&out, "number", list[i].number);
        json_put_bool(&out, "time", list[i].purpose == PURPOSE_TIME);
        json_close_object(&out);
        if (!cli->json)
            (void)printf("%s  %s  %s  %s\n", fund_code(list[i].fund), list[i].number, list[i].bank,
                         bank_account_leaf(&list[i]));
    }
    json_close_array(&out);
    return cli->json ? cli_print_json(&out) : OK;
}

int verb_bank_account(struct cli *cli)
{
    const char *what = cli->arg_count > 0 ? cli->args[0] : "list";
    if (cli->community == 0)
        return cli_usage(cli, "bank-account %s --community CODE …", what);
    if (strcmp(what, "list") == 0)
        return cli_in_session(cli, list_bank_accounts);
    if (strcmp(what, "open") != 0 || !cli->fund || !cli->bank || !cli->number)
        return cli_usage(cli, "bank-account open --community CODE --fund PI --bank BANK --number DIGITS [--kind time]");
    if (cli->kind && strcmp(cli->kind, "time") != 0)
        return cli_usage(cli, "bank-account open --kind time");
    return cli_in_session(cli, open_bank_account);
}

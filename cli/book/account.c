/* account: the chart of each fund, and the leaves that a community opens below it. */
#include "ledger/book/account.h"

#include "cli/cli.h"
#include "ledger/people/community.h"

#include <string.h>

static const char *class_name(int class)
{
    static const char *const names[] = {"?", "asset", "liability", "net_asset", "income", "expense"};
    return names[class >= CLASS_ASSET && class <= CLASS_EXPENSE ? class : 0];
}

struct chart { /* as it is printed */
    struct account *accounts;
    struct account_name *names; /* of those that were renamed, by account and record */
    size_t account_count, name_count;
};

static RESULT read_chart(struct cli *cli, struct chart *ret_chart)
{
    struct community community;
    TRY(community_get(&cli->ctx, cli->community, &community));
    TRY(account_list(&cli->ctx, cli->community, &ret_chart->accounts, &ret_chart->account_count));
    return account_name_list(&cli->ctx, cli->community, &ret_chart->names, &ret_chart->name_count);
}

static void put_names(struct buffer *out, const struct chart *chart, const struct account *account)
{
    json_open_array(out, "names");
    for (size_t i = 0; i < chart->name_count; i++) {
        if (chart->names[i].account_no != account->account_no)
            continue;
        json_open_object(out, NULL);
        json_put_number(out, "from_seq", chart->names[i].from_seq);
        json_put_string(out, "name", chart->names[i].name);
        json_close_object(out);
    }
    json_close_array(out);
}

static void put_account(struct buffer *out, const struct chart *chart, const struct account *account)
{
    json_open_object(out, NULL);
    json_put_string(out, "fund", fund_code(account->fund));
    json_put_string(out, "code", account->code);
    json_put_string(out, "name", account->name);
    json_put_string(out, "class", class_name(account->class));
    json_put_string(out, "side", account->normal_side == SIDE_DEBIT ? "debit" : "credit");
    if (account->parent)
        json_put_string(out, "parent", account->parent);
    json_put_bool(out, "leaf", !account->has_children);
    json_put_bool(out, "listed", account_is_listed(account->fund, account->code));
    json_put_bool(out, "unit_ledger", account->unit_ledger == 1);
    json_put_number(out, "opened_seq", account->opened_seq);
    if (account->closed_seq.present)
        json_put_number(out, "closed_seq", account->closed_seq.value);
    put_names(out, chart, account);
    json_close_object(out);
}

static void print_account(const struct cli *cli, const struct account *account)
{
    const int indent = (int)strlen(account->code) - 4;
    (void)printf("%s  %-10s%*s%s%s%s\n", fund_code(account->fund), account->code, indent, "", account->name,
                 account->has_children ? cli_text(cli, "（上级）", " (parent)") : "",
                 account->closed_seq.present ? cli_text(cli, "（已停用）", " (closed)") : "");
}

/* All funds, or the one of --fund. */
static RESULT list_accounts(struct cli *cli)
{
    struct chart chart = {0};
    struct buffer out;
    uint16_t fund = 0;
    if (cli->fund)
        TRY(cli_fund(cli, &fund));
    TRY(read_chart(cli, &chart));
    buffer_init(&out, cli->arena, 64 << 20);
    json_open_array(&out, NULL);
    for (size_t i = 0; i < chart.account_count; i++) {
        if (fund != 0 && chart.accounts[i].fund != fund)
            continue;
        put_account(&out, &chart, &chart.accounts[i]);
        if (!cli->json)
            print_account(cli, &chart.accounts[i]);
    }
    json_close_array(&out);
    return cli->json ? cli_print_json(&out) : OK;
}

/* What was done; without a record it already was so. */
static RESULT say(struct cli *cli, const char *done, const struct account_key *account, const struct account_out *out)
{
    struct buffer json;
    if (!cli->json) {
        (void)printf("%s %s %s%s\n", done, fund_code(account->fund), account->code,
                     out->replayed ? cli_text(cli, "  本来如此，未写入", "  it was so already, nothing written") : "");
        return OK;
    }
    buffer_init(&json, cli->arena, 1024);
    json_open_object(&json, NULL);
    json_put_string(&json, "fund", fund_code(account->fund));
    json_put_string(&json, "code", account->code);
    json_put_bool(&json, "replayed", out->replayed);
    json_close_object(&json);
    return cli_print_json(&json);
}

static RESULT alter(struct cli *cli)
{
    struct account_key account = {.community = cli->community, .code = cli->args[1]};
    struct account_out out;
    TRY(cli_fund(cli, &account.fund));
    if (strcmp(cli->args[0], "open") == 0) {
        TRY(account_open(&cli->ctx, &account, cli->args[2], &out));
        return say(cli, cli_text(cli, "已开设：", "opened:"), &account, &out);
    }
    if (strcmp(cli->args[0], "rename") == 0) {
        TRY(account_rename(&cli->ctx, &account, cli->args[2], &out));
        return say(cli, cli_text(cli, "已改名：", "renamed:"), &account, &out);
    }
    TRY(account_close(&cli->ctx, &account, &out));
    return say(cli, cli_text(cli, "已停用：", "closed:"), &account, &out);
}

int verb_account(struct cli *cli)
{
    static const struct {
        const char *what;
        size_t arguments;
    } verbs[] = {{"open", 3}, {"rename", 3}, {"close", 2}};
    const char *what = cli->arg_count > 0 ? cli->args[0] : "list";
    if (cli->community != 0 && strcmp(what, "list") == 0 && cli->arg_count <= 1)
        return cli_in_session(cli, list_accounts);
    for (size_t i = 0; i < LENGTH(verbs); i++)
        if (cli->community != 0 && strcmp(what, verbs[i].what) == 0 && cli->arg_count == verbs[i].arguments)
            return cli_in_session(cli, alter);
    return cli_usage(cli,
                     "account list | open CODE NAME | rename CODE NAME | close CODE, --community CODE [--fund PI]");
}

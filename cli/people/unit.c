/* unit, deposit: the register of units, what they pay into the maintenance fund, and the sub-account of each. */
#include "ledger/people/unit.h"

#include "cli/cli.h"
#include "importers/unit_file.h"
#include "ledger/book/bank_account.h"
#include "ledger/book/deposit.h"
#include "ledger/people/community.h"

#include <string.h>

/* ---- unit ---- */

static RESULT import_units(struct cli *cli)
{
    struct unit_register_in in = {.community = cli->community, .key = cli->key};
    struct unit_in *units;
    struct bytes file;
    size_t registered;
    TRY(cli_read_file(cli, cli->args[1], UNIT_FILE_MAX, &file));
    TRY(cli_open(cli, "mz_app", false));
    error_set(&cli->ctx.error, "file", "%s", cli->args[1]);
    TRY(unit_file_read(&cli->ctx, file, &units, &in.count));
    TRY(cli_date(cli, &in.owned_from));
    TRY(community_act(&cli->ctx, cli->community, ACTOR_PERSON));
    in.units = units;
    TRY(unit_register(&cli->ctx, &in, &registered));
    (void)printf("%s %zu %s\n", cli_text(cli, "已登记：", "registered:"), registered, cli_text(cli, "户", "units"));
    return OK;
}

static void balance_json(struct buffer *out, const struct subledger_balance *b)
{
    char area[32], token[UUID_TEXT];
    unit_area_format(b->area_cm2, area);
    uuid_format(&b->unit, token);
    json_open_object(out, NULL);
    json_put_string(out, "unit", b->address);
    json_put_string(out, "id", token);
    json_put_string(out, "area", area);
    json_put_number(out, "use", b->use);
    json_put_money(out, "deposited", b->deposited);
    json_put_money(out, "spent", b->spent);
    json_put_money(out, "earned", b->earned);
    json_put_money(out, "balance", b->balance);
    json_close_object(out);
}

static void print_balance(const struct subledger_balance *b)
{
    char area[32], texts[4][MONEY_TEXT];
    unit_area_format(b->area_cm2, area);
    money_format_grouped(b->deposited, texts[0]);
    money_format_grouped(b->spent, texts[1]);
    money_format_grouped(b->earned, texts[2]);
    money_format_grouped(b->balance, texts[3]);
    (void)printf("%10s %14s %14s %14s %14s  %s\n", area, texts[0], texts[1], texts[2], texts[3], b->address);
}

static RESULT list_units(struct cli *cli)
{
    struct subledger_balance *list;
    struct community community;
    struct buffer out;
    size_t count;
    day as_of;
    TRY(cli_date(cli, &as_of));
    TRY(community_get(&cli->ctx, cli->community, &community));
    TRY(subledger_balances(&cli->ctx, cli->community, as_of, &list, &count));
    buffer_init(&out, cli->arena, 64 << 20);
    json_open_array(&out, NULL);
    if (!cli->json)
        (void)printf("%s\n", cli_text(cli, "      面积           交存           维修           收益           余额  户",
                                      "      area      deposited          spent         earned        balance  unit"));
    for (size_t i = 0; i < count; i++) {
        balance_json(&out, &list[i]);
        if (!cli->json)
            print_balance(&list[i]);
    }
    json_close_array(&out);
    return cli->json ? cli_print_json(&out) : OK;
}

static RESULT find_unit(struct cli *cli, const char *name, struct unit *ret_unit)
{
    struct unit *list;
    const struct unit *found;
    size_t count;
    TRY(unit_list(&cli->ctx, cli->community, &list, &count));
    TRY(unit_find(&cli->ctx, list, count, name, &found));
    *ret_unit = *found;
    return OK;
}

static RESULT show_unit(struct cli *cli)
{
    struct subledger_movement *list;
    struct unit unit;
    size_t count;
    money balance = FEN(0);
    TRY(find_unit(cli, cli->args[1], &unit));
    TRY(subledger_statement(&cli->ctx, cli->community, &unit.unit, &list, &count));
    for (size_t i = 0; i < count; i++) {
        char date[DATE_TEXT], amount[MONEY_TEXT], left[MONEY_TEXT];
        const money change = list[i].side == SIDE_CREDIT ? list[i].amount : money_neg(list[i].amount);
        TRY(money_add(balance, change, &balance));
        date_format(list[i].booking_date, date);
        money_format_grouped(change, amount);
        money_format_grouped(balance, left);
        (void)printf("%s %14s %14s  #%llu %s %s  %s\n", date, amount, left, (unsigned long long)list[i].seq,
                     list[i].account, list[i].account_name, list[i].summary);
    }
    return OK;
}

static RESULT transfer_unit(struct cli *cli)
{
    struct unit_transfer_in in = {.community = cli->community,
                                  .key = cli->key,
                                  .owner_count = cli->arg_count - 2,
                                  .reason = cli->summary ? cli->summary : "买卖"};
    struct unit unit;
    TRY(find_unit(cli, cli->args[1], &unit));
    in.unit = unit.unit;
    for (size_t i = 0; i < in.owner_count; i++)
        in.owners[i] = cli->args[2 + i];
    TRY(cli_date(cli, &in.from));
    TRY(community_act(&cli->ctx, cli->community, ACTOR_PERSON));
    TRY(unit_transfer(&cli->ctx, &in));
    (void)printf("%s %s\n", cli_text(cli, "已过户：", "transferred:"), unit.address);
    return OK;
}

int verb_unit(struct cli *cli)
{
    const char *what = cli->arg_count > 0 ? cli->args[0] : "list";
    if (cli->community != 0 && strcmp(what, "list") == 0 && cli->arg_count <= 1)
        return cli_in_session(cli, list_units);
    if (cli->community != 0 && strcmp(what, "import") == 0 && cli->arg_count == 2)
        return cli_finish(cli, import_units(cli));
    if (cli->community != 0 && strcmp(what, "show") == 0 && cli->arg_count == 2)
        return cli_in_session(cli, show_unit);
    if (cli->community != 0 && strcmp(what, "transfer") == 0 && cli->arg_count > 2 &&
        cli->arg_count <= 2 + UNIT_OWNERS_MAX)
        return cli_in_session(cli, transfer_unit);
    return cli_usage(cli, "unit import FILE | list [--date D] | show UNIT | transfer UNIT OWNER…, --community CODE");
}

/* ---- deposit ---- */

/* The one bank account of the maintenance fund, or the one named. */
static RESULT maintenance_account(struct cli *cli, int64_t *ret_seq)
{
    struct bank_account *list, named;
    size_t count;
    if (cli->bank_account) {
        TRY(bank_account_find(&cli->ctx, cli->community, cli->bank_account, &named));
        *ret_seq = named.opened_seq;
        return OK;
    }
    TRY(bank_account_list(&cli->ctx, cli->community, &list, &count));
    for (size_t i = 0; i < count; i++) {
        *ret_seq = list[i].opened_seq;
        if (list[i].fund == FUND_MF)
            return OK;
    }
    error_set(&cli->ctx.error, "number", "MF");
    return REFUSE(fund, bank_account);
}

static RESULT one_deposit(struct cli *cli, struct deposit_in *in, struct entry_share_in *share)
{
    struct unit unit;
    TRY(community_act(&cli->ctx, cli->community, ACTOR_PERSON));
    TRY(find_unit(cli, cli->args[1], &unit));
    share->unit = unit.unit;
    TRY(cli_amount(cli, cli->args[2], &share->amount));
    TRY(cli_date(cli, &in->booking_date));
    TRY(maintenance_account(cli, &in->bank_account_seq));
    in->community = cli->community;
    in->key = cli->key;
    in->summary = cli->summary;
    in->shares = share;
    in->count = 1;
    return OK;
}

static void print_posted(struct cli *cli, const struct entry_out *out)
{
    (void)printf("#%llu%s\n", (unsigned long long)out->seq, cli_replayed(cli, out->replayed));
}

static RESULT add_deposit(struct cli *cli)
{
    struct deposit_in in = {0};
    struct entry_share_in share;
    struct entry_out out;
    TRY(one_deposit(cli, &in, &share));
    TRY(deposit_post(&cli->ctx, &in, &out));
    print_posted(cli, &out);
    return OK;
}

static RESULT refund_kind_of(struct cli *cli, enum refund_kind *ret_kind)
{
    static const char *const kinds[] = {"this-year", "former-year", "house-lost", "paid"};
    for (int i = 0; cli->kind && i < (int)LENGTH(kinds); i++) {
        if (strcmp(kinds[i], cli->kind) != 0)
            continue;
        *ret_kind = (enum refund_kind)(i + 1);
        return OK;
    }
    error_set(&cli->ctx.error, "reason", "--kind this-year | former-year | house-lost | paid");
    return REFUSE(usage, invalid);
}

static RESULT refund_deposit(struct cli *cli)
{
    struct deposit_in in = {0};
    struct entry_share_in share;
    struct entry_out out;
    enum refund_kind kind;
    TRY(refund_kind_of(cli, &kind));
    TRY(one_deposit(cli, &in, &share));
    TRY(deposit_refund(&cli->ctx, &in, kind, &out));
    print_posted(cli, &out);
    return OK;
}

static RESULT list_short(struct cli *cli)
{
    struct deposit_short_in in = {.community = cli->community};
    struct deposit_short *list;
    size_t count;
    money rate;
    TRY(cli_amount(cli, cli->rate, &rate));
    TRY(cli_date(cli, &in.as_of));
    in.rate_fen = rate.fen;
    TRY(deposit_short_list(&cli->ctx, &in, &list, &count));
    for (size_t i = 0; i < count; i++) {
        char texts[3][MONEY_TEXT];
        money_format_grouped(list[i].first_deposit, texts[0]);
        money_format_grouped(list[i].balance, texts[1]);
        money_format_grouped(list[i].missing, texts[2]);
        (void)printf("%14s %14s %14s  %s\n", texts[0], texts[1], texts[2], list[i].address);
    }
    return OK;
}

int verb_deposit(struct cli *cli)
{
    const char *what = cli->arg_count > 0 ? cli->args[0] : "";
    if (cli->community != 0 && cli->key && strcmp(what, "add") == 0 && cli->arg_count == 3)
        return cli_in_session(cli, add_deposit);
    if (cli->community != 0 && cli->key && strcmp(what, "refund") == 0 && cli->arg_count == 3)
        return cli_in_session(cli, refund_deposit);
    if (cli->community != 0 && cli->rate && strcmp(what, "short") == 0 && cli->arg_count == 1)
        return cli_in_session(cli, list_short);
    return cli_usage(cli, "deposit add UNIT AMOUNT --key K | refund UNIT AMOUNT --kind KIND --key K | short --rate "
                          "YUAN-PER-M2, --community CODE [--date D] [--bank-account N]");
}

/* bank: what statements say of a bank account, what stands between it and the books, and matching by hand. */
#include "base/number.h"
#include "cli/cli.h"
#include "ledger/bank/assertion.h"
#include "ledger/bank/line_match.h"
#include "ledger/book/entry.h"
#include "ledger/matter/document.h"
#include "ledger/people/community.h"

#include <string.h>

static RESULT find_account(struct cli *cli, struct bank_account *ret_account)
{
    error_set(&cli->ctx.error, "file", "--bank-account");
    return bank_account_find(&cli->ctx, cli->community, cli->bank_account, ret_account);
}

/* "#41" or "41". */
static RESULT read_seq(struct cli *cli, const char *text, uint64_t *ret_seq)
{
    int64_t seq;
    error_set(&cli->ctx.error, "value", "%s", text);
    TRY(number_parse_record(text, &seq));
    *ret_seq = (uint64_t)seq;
    return OK;
}

/* ---- what statements say ---- */

static RESULT assert_balance(struct cli *cli)
{
    struct assertion_in in = {.community = cli->community};
    struct bank_account account;
    struct document document;
    uint64_t seq;
    TRY(find_account(cli, &account));
    TRY(cli_date(cli, &in.as_of));
    TRY(cli_amount(cli, cli->balance, &in.balance));
    TRY(document_find(&cli->ctx, cli->community, cli->document, &document));
    TRY(community_act(&cli->ctx, cli->community, ACTOR_PERSON));
    in.account = &account;
    in.document_seq = document.seq;
    TRY(assertion_post(&cli->ctx, &in, &seq));
    (void)printf("%s #%llu\n", cli_text(cli, "已登记对账单余额：", "balance asserted:"), (unsigned long long)seq);
    return OK;
}

static money difference_of(const struct assertion *a)
{
    return FEN(a->book.fen + a->items.fen - a->bank.fen);
}

static RESULT list(struct cli *cli)
{
    struct bank_account account;
    struct assertion *items;
    struct buffer out;
    size_t count;
    TRY(find_account(cli, &account));
    TRY(assertion_list(&cli->ctx, cli->community, &account, &items, &count));
    buffer_init(&out, cli->arena, 16 << 20);
    json_open_array(&out, NULL);
    for (size_t i = 0; i < count; i++) {
        char date[DATE_TEXT], texts[3][MONEY_TEXT];
        date_format(items[i].as_of, date);
        json_open_object(&out, NULL);
        json_put_unsigned(&out, "seq", items[i].seq);
        json_put_string(&out, "date", date);
        json_put_money(&out, "bank", items[i].bank);
        json_put_money(&out, "book", items[i].book);
        json_put_money(&out, "difference", difference_of(&items[i]));
        json_close_object(&out);
        money_format_grouped(items[i].bank, texts[0]);
        money_format_grouped(items[i].book, texts[1]);
        money_format_grouped(difference_of(&items[i]), texts[2]);
        if (!cli->json)
            (void)printf("%s  %s %14s  %s %14s  %s %s\n", date, cli_text(cli, "银行", "bank"), texts[0],
                         cli_text(cli, "账面", "book"), texts[1], cli_text(cli, "未解释差额", "unexplained"), texts[2]);
    }
    json_close_array(&out);
    return cli->json ? cli_print_json(&out) : OK;
}

/* ---- open items ---- */

static const char *part_text(const struct cli *cli, const struct reconciliation_item *item)
{
    if (item->part == RECONCILIATION_BANK)
        return item->amount.fen > 0 ? cli_text(cli, "银行已收企业未收", "bank only, in")
                                    : cli_text(cli, "银行已付企业未付", "bank only, out");
    return item->amount.fen > 0 ? cli_text(cli, "企业已收银行未收", "books only, in")
                                : cli_text(cli, "企业已付银行未付", "books only, out");
}

static void print_item(struct cli *cli, struct buffer *out, const struct bank_account *account,
                       const struct reconciliation_item *item)
{
    char date[DATE_TEXT], amount[MONEY_TEXT], number[ENTRY_NUMBER_TEXT] = "";
    date_format(item->date, date);
    money_format_grouped(item->amount, amount);
    if (item->word > 0)
        entry_number_format(account->fund, item->word, item->series, item->number, number);
    json_open_object(out, NULL);
    json_put_string(out, "side", item->part == RECONCILIATION_BANK ? "bank" : "book");
    json_put_unsigned(out, "seq", item->seq);
    json_put_string(out, "date", date);
    json_put_money(out, "amount", item->amount);
    json_put_number(out, "cause", item->cause);
    json_put_string(out, "number", number[0] ? number : NULL);
    json_put_string(out, "summary", item->summary);
    json_close_object(out);
    if (!cli->json)
        (void)printf("#%llu  %s  %14s  %s  %s%s%s\n", (unsigned long long)item->seq, date, amount, part_text(cli, item),
                     number, number[0] ? "  " : "", item->summary);
}

/* Both lists of a day, by default as they stand now. */
static RESULT show_items(struct cli *cli)
{
    struct bank_account account;
    struct reconciliation_in in = {cli->community, &account, DAY_MAX, UINT64_MAX};
    struct reconciliation r;
    struct buffer out;
    TRY(find_account(cli, &account));
    if (cli->date)
        TRY(cli_date(cli, &in.as_of));
    TRY(reconciliation_read(&cli->ctx, &in, &r));
    buffer_init(&out, cli->arena, 16 << 20);
    json_open_array(&out, NULL);
    for (size_t i = 0; i < r.count; i++)
        print_item(cli, &out, &account, &r.items[i]);
    json_close_array(&out);
    if (!cli->json && r.count == 0)
        (void)printf("%s\n", cli_text(cli, "没有未达账项", "no open items"));
    return cli->json ? cli_print_json(&out) : OK;
}

/* ---- matching ---- */

/* The entry by its number, or by its record. */
static RESULT find_entry(struct cli *cli, const char *text, uint64_t *ret_seq)
{
    return text[0] == '#' ? read_seq(cli, text, ret_seq) : entry_find(&cli->ctx, cli->community, text, ret_seq);
}

static RESULT match(struct cli *cli)
{
    struct line_match_in in = {.community = cli->community};
    struct bank_account account;
    money amount;
    uint64_t seq;
    TRY(find_account(cli, &account));
    in.account = &account;
    TRY(read_seq(cli, cli->args[1], &in.line_seq));
    TRY(find_entry(cli, cli->args[2], &in.entry_seq));
    if (cli->amount) {
        TRY(cli_amount(cli, cli->amount, &amount));
        in.amount = (struct maybe){true, amount.fen};
    }
    TRY(community_act(&cli->ctx, cli->community, ACTOR_PERSON));
    TRY(line_match_post(&cli->ctx, &in, &seq));
    (void)printf("%s #%llu\n", cli_text(cli, "已勾对：", "matched:"), (unsigned long long)seq);
    return OK;
}

static RESULT unmatch(struct cli *cli)
{
    static const char *const reasons[] = {
        [MATCH_MISTAKEN] = "mistaken", [MATCH_CORRECTED] = "corrected", [MATCH_OTHER] = "other"};
    enum line_match_reason reason = cli->reason ? 0 : MATCH_MISTAKEN;
    uint64_t seq;
    for (int i = MATCH_MISTAKEN; i <= MATCH_OTHER && reason == 0; i++)
        if (strcmp(reasons[i], cli->reason) == 0)
            reason = (enum line_match_reason)i;
    error_set(&cli->ctx.error, "reason", "--reason mistaken|corrected|other");
    if (reason == 0)
        return REFUSE(usage, invalid);
    TRY(read_seq(cli, cli->args[1], &seq));
    TRY(community_act(&cli->ctx, cli->community, ACTOR_PERSON));
    TRY(line_match_undo(&cli->ctx, cli->community, seq, reason));
    (void)printf("%s #%llu\n", cli_text(cli, "已取消勾对：", "match undone:"), (unsigned long long)seq);
    return OK;
}

int verb_bank(struct cli *cli)
{
    static const struct {
        const char *name;
        size_t args;
        bool account, stated;
        result (*run)(struct cli *cli);
    } verbs[] = {{"assert", 1, true, true, assert_balance},
                 {"list", 1, true, false, list},
                 {"items", 1, true, false, show_items},
                 {"match", 3, true, false, match},
                 {"unmatch", 2, false, false, unmatch}};
    const char *what = cli->arg_count > 0 ? cli->args[0] : "";
    for (size_t i = 0; i < LENGTH(verbs) && cli->community != 0; i++)
        if (strcmp(verbs[i].name, what) == 0 && cli->arg_count == verbs[i].args &&
            (!verbs[i].account || cli->bank_account) &&
            (!verbs[i].stated || (cli->date && cli->balance && cli->document)))
            return cli_in_session(cli, verbs[i].run);
    return cli_usage(cli,
                     "bank assert --bank-account N --date DAY --balance YUAN --document ID | list --bank-account N | "
                     "items --bank-account N [--date DAY] | match LINE ENTRY --bank-account N [--amount YUAN] | "
                     "unmatch MATCH [--reason mistaken|corrected|other], --community CODE");
}

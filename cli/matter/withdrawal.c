/* withdrawal, approval: asking to pay out of a fund, deciding on it, paying it. */
#include "cli/matter/withdrawal_print.h"

#include "base/digest.h"
#include "base/number.h"
#include "base/role.h"
#include "base/words.h"
#include "cli/oversight/moves.h"
#include "cli/people/actor_key.h"
#include "ledger/matter/document.h"
#include "ledger/people/community.h"
#include "ledger/people/person.h"

#include <string.h>

enum { OUT_MAX = 16 << 20, ASKED = 4 /* submit E02 AMOUNT PAYEE [DOCUMENT…] */ };

/* ---- asking ---- */

static RESULT read_use(struct cli *cli, uint16_t *ret_use)
{
    const char *text = cli->args[1];
    int64_t use;
    error_set(&cli->ctx.error, "value", "%s", text);
    if ((text[0] != 'E' && text[0] != 'e') || FAILED(number_parse(text + 1, 1, UINT16_MAX, &use)))
        return REFUSE(withdrawal, use);
    *ret_use = (uint16_t)use;
    return OK;
}

static RESULT read_documents(struct cli *cli, struct withdrawal_submit_in *in)
{
    struct document document;
    uint64_t *documents;
    in->document_count = cli->arg_count - ASKED;
    TRY(ARENA_TAKE(cli->arena, in->document_count + 1, &documents));
    for (size_t i = 0; i < in->document_count; i++) {
        TRY(document_find(&cli->ctx, cli->community, cli->args[ASKED + i], &document));
        documents[i] = document.seq;
    }
    in->documents = documents;
    return OK;
}

static RESULT read_asked(struct cli *cli, struct withdrawal_submit_in *ret_in)
{
    struct person person;
    struct community community;
    *ret_in = (struct withdrawal_submit_in){.community = cli->community,
                                            .key = cli->key,
                                            .account = cli->account ? cli->account : "100201",
                                            .party = cli->args[3],
                                            .reason = cli->reason,
                                            .decision = cli->rests_on,
                                            .contract = cli->contract,
                                            .matter = cli->warranty ? cli->warranty : cli->project,
                                            .supersedes = cli->replaces};
    TRY(community_get(&cli->ctx, cli->community, &community));
    TRY(person_act(&cli->ctx, cli->community, cli->as, &person));
    TRY(read_use(cli, &ret_in->use));
    TRY(cli_amount(cli, cli->args[2], &ret_in->amount));
    TRY(cli_fund(cli, &ret_in->fund));
    if (cli->until) {
        day until;
        error_set(&cli->ctx.error, "value", "%s", cli->until);
        TRY(date_parse(cli->until, &until));
        ret_in->valid_until = (struct maybe){true, until};
    }
    return read_documents(cli, ret_in);
}

static RESULT check(struct cli *cli)
{
    struct withdrawal_submit_in in;
    struct withdrawal_verdict verdict;
    struct buffer out;
    TRY(read_asked(cli, &in));
    TRY(withdrawal_check(&cli->ctx, &in, &verdict));
    if (!cli->json) {
        cli_print_verdict(cli, &verdict);
        return OK;
    }
    buffer_init(&out, cli->arena, 1 << 16);
    cli_put_verdict(&out, NULL, &verdict);
    return cli_print_json(&out);
}

/* ---- looking ---- */

static RESULT show_json(struct cli *cli, const struct withdrawal *withdrawal, const struct withdrawal_verdict *verdict,
                        const char *digest)
{
    struct approval *list;
    struct buffer out;
    size_t count;
    TRY(approval_list(&cli->ctx, cli->community, withdrawal->seq, &list, &count));
    buffer_init(&out, cli->arena, 1 << 18);
    json_open_object(&out, NULL);
    cli_put_withdrawal(&out, "application", withdrawal);
    json_put_string(&out, "digest", digest);
    cli_put_verdict(&out, "verdict", verdict);
    cli_put_approvals(&out, list, count);
    cli_put_moves(&out, moves_get("withdrawal"), withdrawal->state);
    json_close_object(&out);
    return cli_print_json(&out);
}

static void print_next(const struct cli *cli, const struct withdrawal *withdrawal,
                       const struct withdrawal_verdict *verdict, int step)
{
    if (withdrawal->state == WITHDRAWAL_submitted)
        (void)printf("%s%s%s\n", cli_text(cli, "下一步：", "next: "), approval_step_name(step, cli->language),
                     verdict->outcome >= WITHDRAWAL_NEEDS
                         ? cli_text(cli, "（按规则不能同意）", " (the rules do not allow a yes)")
                         : "");
}

static RESULT show(struct cli *cli, const char *name)
{
    struct withdrawal withdrawal;
    struct withdrawal_verdict verdict;
    struct approval *list;
    struct digest leaf;
    char hex[2 * sizeof leaf.b + 1];
    size_t count;
    TRY(withdrawal_find(&cli->ctx, cli->community, name, &withdrawal));
    TRY(withdrawal_judge_again(&cli->ctx, cli->community, &withdrawal, &verdict));
    TRY(approval_subject(&cli->ctx, cli->community, withdrawal.seq, &leaf));
    hex_encode(BYTES(leaf.b, sizeof leaf.b), hex);
    if (cli->json)
        return show_json(cli, &withdrawal, &verdict, hex);
    TRY(approval_list(&cli->ctx, cli->community, withdrawal.seq, &list, &count));
    cli_print_withdrawal_head(cli);
    cli_print_withdrawal(cli, &withdrawal);
    (void)printf("%s%s\n", cli_text(cli, "申请摘要 ", "digest "), hex);
    cli_print_verdict(cli, &verdict);
    cli_print_approvals(cli, list, count);
    print_next(cli, &withdrawal, &verdict, approval_open_step(verdict.steps, list, count));
    return OK;
}

static RESULT show_seq(struct cli *cli, uint64_t seq)
{
    const char *name;
    TRY(arena_print(cli->arena, &name, "#%llu", (unsigned long long)seq));
    return show(cli, name);
}

static RESULT show_one(struct cli *cli)
{
    struct community community;
    TRY(community_get(&cli->ctx, cli->community, &community));
    return show(cli, cli->args[1]);
}

static RESULT list_all(struct cli *cli)
{
    struct community community;
    struct withdrawal *list;
    struct buffer out;
    size_t count;
    TRY(community_get(&cli->ctx, cli->community, &community));
    TRY(withdrawal_list(&cli->ctx, cli->community, &list, &count));
    buffer_init(&out, cli->arena, OUT_MAX);
    json_open_array(&out, NULL);
    if (!cli->json)
        cli_print_withdrawal_head(cli);
    for (size_t i = 0; i < count; i++) {
        cli_put_withdrawal(&out, NULL, &list[i]);
        if (!cli->json)
            cli_print_withdrawal(cli, &list[i]);
    }
    json_close_array(&out);
    return cli->json ? cli_print_json(&out) : OK;
}

static RESULT submit(struct cli *cli)
{
    struct withdrawal_submit_in in;
    uint64_t seq;
    TRY(read_asked(cli, &in));
    TRY(withdrawal_submit(&cli->ctx, &in, &seq));
    return show_seq(cli, seq);
}

/* ---- deciding ---- */

static RESULT give(struct cli *cli, enum approval_verdict verdict)
{
    const struct approval_give_in in = {.community = cli->community,
                                        .key = cli->key,
                                        .withdrawal = cli->args[1],
                                        .verdict = (uint8_t)verdict,
                                        .reason = cli->reason,
                                        .digest = cli->digest,
                                        .signature = cli->signature_octets};
    struct approval_out out;
    struct person person;
    TRY(person_act(&cli->ctx, cli->community, cli->as, &person));
    TRY(approval_give(&cli->ctx, &in, &out));
    return show(cli, cli->args[1]);
}

static RESULT approve(struct cli *cli)
{
    return give(cli, VERDICT_YES);
}

static RESULT refuse(struct cli *cli)
{
    return give(cli, VERDICT_NO);
}

static RESULT return_it(struct cli *cli)
{
    return give(cli, VERDICT_RETURNED);
}

static void put_intent(struct buffer *out, const struct record_intent *intent, const char *digest)
{
    char subject[2 * sizeof intent->subject.b + 1], decision[sizeof subject], payee[sizeof subject];
    char account[sizeof subject], event[UUID_TEXT];
    hex_encode(BYTES(intent->subject.b, sizeof intent->subject.b), subject);
    hex_encode(BYTES(intent->payee.b, sizeof intent->payee.b), payee);
    hex_encode(BYTES(intent->payee_account.b, sizeof intent->payee_account.b), account);
    hex_encode(BYTES(intent->decision.b, sizeof intent->decision.b), decision);
    uuid_format(&intent->event_id, event);
    json_open_object(out, NULL);
    json_put_string(out, "intent", digest);
    json_put_unsigned(out, "community", intent->community);
    json_put_string(out, "subject", subject);
    json_put_money(out, "amount", intent->amount);
    json_put_string(out, "payee", payee);
    json_put_string(out, "payee_account", account);
    json_put_string(out, "decision", decision);
    json_put_string(out, "event_id", event);
    json_put_number(out, "step", intent->step);
    json_put_number(out, "verdict", intent->verdict);
    json_put_unsigned(out, "valid_until", intent->valid_until);
    json_close_object(out);
}

static enum approval_verdict verdict_of(const char *word)
{
    static const char *const words[] = {[VERDICT_YES] = "yes", [VERDICT_NO] = "no", [VERDICT_RETURNED] = "returned"};
    for (size_t i = VERDICT_YES; i < LENGTH(words); i++)
        if (strcmp(word, words[i]) == 0)
            return (enum approval_verdict)i;
    return 0;
}

/* What the approver signs: 32 bytes in --out, their digits and the fields behind them on the screen. */
static RESULT intent(struct cli *cli)
{
    const struct approval_give_in in = {.community = cli->community,
                                        .key = cli->key,
                                        .withdrawal = cli->args[1],
                                        .verdict = (uint8_t)verdict_of(cli->args[2]),
                                        .reason = cli->reason,
                                        .digest = cli->digest};
    struct record_intent what;
    struct person person;
    struct buffer out;
    char hex[2 * sizeof(struct digest) + 1];
    TRY(person_act(&cli->ctx, cli->community, cli->as, &person));
    TRY(approval_intent(&cli->ctx, &in, &what));
    const struct digest digest = record_intent(&what);
    hex_encode(BYTES(digest.b, sizeof digest.b), hex);
    TRY(cli_write_statement(cli, &digest));
    if (!cli->json) {
        (void)printf("%s %s\n", cli_text(cli, "待签内容", "to be signed"), hex);
        return OK;
    }
    buffer_init(&out, cli->arena, 4096);
    put_intent(&out, &what, hex);
    return cli_print_json(&out);
}

static RESULT take_back(struct cli *cli)
{
    struct person person;
    TRY(person_act(&cli->ctx, cli->community, cli->as, &person));
    TRY(withdrawal_take_back(&cli->ctx, cli->community, cli->args[1]));
    return show(cli, cli->args[1]);
}

static RESULT expire(struct cli *cli)
{
    struct person person;
    size_t count;
    TRY(person_act(&cli->ctx, cli->community, cli->as, &person));
    TRY(withdrawal_expire(&cli->ctx, cli->community, &count));
    (void)printf("%s %zu\n", cli_text(cli, "已过期：", "expired:"), count);
    return OK;
}

static RESULT pay(struct cli *cli)
{
    struct withdrawal_pay_in in = {.community = cli->community,
                                   .key = cli->key,
                                   .withdrawal = cli->args[1],
                                   .account = cli->account,
                                   .bank_account = cli->bank_account,
                                   .summary = cli->summary};
    struct attachment_in attachment = {0, FEN(0)};
    struct person person;
    uint64_t seq;
    TRY(person_act(&cli->ctx, cli->community, cli->as, &person));
    TRY(cli_date(cli, &in.on));
    if (cli->arg_count > 2)
        TRY(cli_amount(cli, cli->args[2], &in.amount));
    if (cli->document) {
        TRY(attachment_find(&cli->ctx, cli->community, cli->document, &attachment.seq));
        in.documents = &attachment;
        in.document_count = 1;
    }
    TRY(withdrawal_pay(&cli->ctx, &in, &seq));
    if (!cli->json)
        (void)printf("%s #%llu\n", cli_text(cli, "已记付款凭证", "booked as"), (unsigned long long)seq);
    return show(cli, cli->args[1]);
}

/* tidy: flat list */
int verb_withdrawal(struct cli *cli)
{
    static const struct {
        const char *name;
        size_t least, most;
        bool acts, keyed, reasoned;
        result (*run)(struct cli *cli);
    } verbs[] = {
        {"submit", ASKED, CLI_ARGS_MAX, true, true, true, submit},
        {"check", ASKED, CLI_ARGS_MAX, true, false, true, check},
        {"list", 0, 1, false, false, false, list_all},
        {"show", 2, 2, false, false, false, show_one},
        {"approve", 2, 2, true, false, false, approve},
        {"refuse", 2, 2, true, false, false, refuse},
        {"return", 2, 2, true, false, false, return_it},
        {"intent", 3, 3, true, false, false, intent},
        {"withdraw", 2, 2, true, false, false, take_back},
        {"expire", 1, 1, true, false, false, expire},
        {"pay", 2, 3, true, true, false, pay},
    };
    const char *what = cli->arg_count > 0 ? cli->args[0] : "list";
    for (size_t i = 0; i < LENGTH(verbs) && cli->community != 0; i++)
        if (strcmp(what, verbs[i].name) == 0 && cli->arg_count >= verbs[i].least && cli->arg_count <= verbs[i].most &&
            (verbs[i].run != intent || verdict_of(cli->args[2])) && (cli->as || !verbs[i].acts) &&
            (cli->key || !verbs[i].keyed) && (cli->reason || !verbs[i].reasoned))
            return cli_signing_session(cli, verbs[i].run);
    return cli_usage(cli,
                     "withdrawal check|submit E02 AMOUNT PAYEE [DOCUMENT…] --as WHO --reason WHY --key K [--fund F] "
                     "[--account CODE] [--rests-on DECISION] [--contract ID] [--project N] [--until DATE] | list "
                     "| show N | approve|refuse|return|withdraw N --as WHO [--reason WHY] [--digest HEX] "
                     "[--signature FILE] | intent N yes|no|returned --as WHO [--reason WHY] [--out FILE] | "
                     "expire --as WHO | "
                     "pay N [AMOUNT] --as WHO --key K [--date D] [--account CODE] [--bank-account NUMBER] "
                     "[--document ID], --community CODE");
}

static RESULT withdraw_approval(struct cli *cli)
{
    struct person person;
    TRY(person_act(&cli->ctx, cli->community, cli->as, &person));
    TRY(approval_take_back(&cli->ctx, cli->community, cli->args[1], cli->reason));
    (void)printf("%s %s\n", cli_text(cli, "已撤回审批", "taken back:"), cli->args[1]);
    return OK;
}

int verb_approval(struct cli *cli)
{
    if (cli->community != 0 && cli->as && cli->reason && cli->arg_count == 2 && strcmp(cli->args[0], "withdraw") == 0)
        return cli_in_session(cli, withdraw_approval);
    return cli_usage(cli, "approval withdraw N --reason WHY --as WHO --community CODE");
}

/* warranty: what developers deposit for the repair of their buildings, its use, its refund. */
#include "cli/matter/warranty_print.h"

#include "ledger/people/community.h"
#include "ledger/people/person.h"
#include "ledger/warranty/warranty_pay.h"

#include <string.h>

enum { OUT_MAX = 16 << 20, CLAIMED = 4 /* claim DEPOSIT PART AMOUNT [PAPER=DOCUMENT…] */ };

/* ---- looking ---- */

static RESULT show(struct cli *cli, const char *name)
{
    struct warranty_shown *shown;
    struct warranty_found found;
    struct buffer out;
    TRY(ARENA_TAKE(cli->arena, 1, &shown));
    TRY(warranty_find(&cli->ctx, cli->community, name, &found));
    TRY(cli_warranty_load(cli, shown));
    if (!cli->json)
        return cli_print_warranty(cli, shown, &found);
    buffer_init(&out, cli->arena, 1 << 20);
    if (found.is_claim)
        cli_put_warranty_claim(&out, NULL, &found.claim);
    else
        TRY(cli_put_warranty(cli, &out, shown, &found.warranty));
    return cli_print_json(&out);
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
    struct warranty_shown *shown;
    struct community community;
    struct buffer out;
    TRY(ARENA_TAKE(cli->arena, 1, &shown));
    TRY(community_get(&cli->ctx, cli->community, &community));
    TRY(cli_warranty_load(cli, shown));
    buffer_init(&out, cli->arena, OUT_MAX);
    json_open_array(&out, NULL);
    for (size_t i = 0; i < shown->count; i++)
        TRY(cli->json ? cli_put_warranty(cli, &out, shown, &shown->list[i])
                      : cli_print_warranty_line(cli, shown, &shown->list[i]));
    json_close_array(&out);
    return cli->json ? cli_print_json(&out) : OK;
}

/* ---- acting ---- */

static RESULT add_warranty(struct cli *cli)
{
    struct warranty_add_in in = {.community = cli->community, .developer = cli->args[1], .building = cli->args[2]};
    struct warranty warranty;
    error_set(&cli->ctx.error, "value", "%s", cli->args[3]);
    TRY(date_parse(cli->args[3], &in.expires));
    TRY(cli_date(cli, &in.from));
    if (cli->amount)
        TRY(cli_amount(cli, cli->amount, &in.amount));
    TRY(warranty_add(&cli->ctx, &in, &warranty));
    return show_seq(cli, warranty.seq);
}

static RESULT read_papers(struct cli *cli, size_t first, const struct step_paper **ret_papers, size_t *ret_count)
{
    *ret_count = cli->arg_count - first;
    return step_papers_read(&cli->ctx, cli->community, cli->args + first, *ret_count, ret_papers);
}

static RESULT claim(struct cli *cli)
{
    struct warranty_claim_in in = {.community = cli->community,
                                   .key = cli->key,
                                   .deposit = cli->args[1],
                                   .plan = {.part = cli->args[2], .defect = cli->reason}};
    struct person person;
    uint64_t seq;
    TRY(person_act(&cli->ctx, cli->community, cli->as, &person));
    TRY(cli_amount(cli, cli->args[3], &in.estimate));
    if (cli->date)
        TRY(cli_date(cli, &in.plan.told));
    TRY(read_papers(cli, CLAIMED, &in.papers, &in.paper_count));
    TRY(warranty_claim_open(&cli->ctx, &in, &seq));
    return show_seq(cli, seq);
}

/* --until: the new last day; --date: since when a notice is up, when somebody objected. */
static RESULT read_day(struct cli *cli, struct maybe *ret_when)
{
    const char *text = cli->until ? cli->until : cli->date;
    day when;
    ret_when->present = text != NULL;
    if (!text)
        return OK;
    error_set(&cli->ctx.error, "value", "%s", text);
    TRY(date_parse(text, &when));
    ret_when->value = when;
    return OK;
}

static RESULT move(struct cli *cli)
{
    struct warranty_move_in in = {.community = cli->community,
                                  .key = cli->key,
                                  .verb = cli->args[0],
                                  .subject = cli->args[1],
                                  .reason = cli->reason};
    struct person person;
    money amount;
    uint64_t seq;
    TRY(person_act(&cli->ctx, cli->community, cli->as, &person));
    TRY(read_papers(cli, 2, &in.papers, &in.paper_count));
    TRY(read_day(cli, &in.when));
    if (cli->amount) {
        TRY(cli_amount(cli, cli->amount, &amount));
        in.amount = (struct maybe){true, amount.fen};
    }
    TRY(warranty_move(&cli->ctx, &in, &seq));
    return show(cli, cli->args[1]);
}

static RESULT pay(struct cli *cli)
{
    struct warranty_pay_in in = {.community = cli->community,
                                 .key = cli->key,
                                 .withdrawal = cli->args[1],
                                 .bank_account = cli->bank_account,
                                 .to_bank = cli->number,
                                 .summary = cli->summary};
    struct attachment_in attachment = {0, FEN(0)};
    struct person person;
    struct buffer out;
    uint64_t seq;
    TRY(person_act(&cli->ctx, cli->community, cli->as, &person));
    TRY(cli_date(cli, &in.on));
    if (cli->amount)
        TRY(cli_amount(cli, cli->amount, &in.amount));
    if (cli->document) {
        TRY(attachment_find(&cli->ctx, cli->community, cli->document, &attachment.seq));
        in.documents = &attachment;
        in.document_count = 1;
    }
    TRY(warranty_pay(&cli->ctx, &in, &seq));
    if (!cli->json) {
        (void)printf("%s #%llu\n", cli_text(cli, "已记付款凭证", "booked as"), (unsigned long long)seq);
        return OK;
    }
    buffer_init(&out, cli->arena, 256);
    json_open_object(&out, NULL);
    json_put_unsigned(&out, "seq", seq);
    json_close_object(&out);
    return cli_print_json(&out);
}

static bool makes(const char *noun, const char *verb)
{
    const struct moves *moves = moves_get(noun);
    for (size_t i = 0; i < moves->count; i++)
        if (moves->list[i].from != 0 && strcmp(moves->list[i].verb, verb) == 0)
            return true;
    return false;
}

int verb_warranty(struct cli *cli)
{
    static const struct {
        const char *name;
        size_t least, most;
        bool acts, reasoned;
        result (*run)(struct cli *cli);
    } verbs[] = {
        {"list", 0, 1, false, false, list_all},    {"show", 2, 2, false, false, show_one},
        {"add", 4, 4, false, false, add_warranty}, {"claim", CLAIMED, CLI_ARGS_MAX, true, true, claim},
        {"pay", 2, 2, true, false, pay},
    };
    const char *what = cli->arg_count > 0 ? cli->args[0] : "list";
    for (size_t i = 0; i < LENGTH(verbs) && cli->community != 0; i++)
        if (strcmp(what, verbs[i].name) == 0 && cli->arg_count >= verbs[i].least && cli->arg_count <= verbs[i].most &&
            ((cli->as && cli->key) || !verbs[i].acts) && (cli->reason || !verbs[i].reasoned))
            return cli_in_session(cli, verbs[i].run);
    if (cli->community != 0 && cli->arg_count >= 2 && cli->as && cli->key &&
        (makes("warranty", what) || makes("warranty_claim", what)))
        return cli_in_session(cli, move);
    return cli_usage(cli,
                     "warranty add DEVELOPER BUILDING EXPIRES [--amount YUAN] [--date FROM] | list | show N | "
                     "claim DEPOSIT PART AMOUNT [PAPER=DOCUMENT…] --reason DEFECT [--date TOLD] | "
                     "verify|return|resubmit|refuse|withdraw|start|accept|settle|close CLAIM [PAPER=DOCUMENT…] "
                     "[--amount A] [--reason WHY] | notice|gone|object|extend|release|transfer|close|reopen DEPOSIT "
                     "[PAPER=DOCUMENT…] [--date DAY] [--until DAY] [--reason WHY] | pay WITHDRAWAL --bank-account N "
                     "[--number FUND_ACCOUNT] [--amount A]; acting: --as WHO --key K; --community CODE");
}

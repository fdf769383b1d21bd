/* stamp: which stamps there are, who keeps them, and each use with what it rests on. */
#include "ledger/handover/stamp_use.h"

#include "base/number.h"
#include "cli/matter/span.h"
#include "cli/oversight/moves.h"
#include "cli/render.h"
#include "ledger/people/community.h"
#include "ledger/people/person.h"
#include "reports/handover/stamp_register.h"

#include <string.h>

enum { OUT_MAX = 16 << 20 };

/* ---- stamps ---- */

static void put_stamp(struct buffer *out, const struct stamp *stamp)
{
    char id[UUID_TEXT];
    uuid_format(&stamp->stamp, id);
    json_open_object(out, NULL);
    json_put_unsigned(out, "seq", stamp->seq);
    json_put_string(out, "stamp", id);
    json_put_string(out, "kind", stamp_kind_code(stamp->kind));
    json_put_string(out, "name", stamp->name);
    json_put_string(out, "state", moves_state_name(moves_get("stamp"), stamp->state));
    json_put_string(out, "keeper", stamp->keeper_name);
    json_put_date(out, "since", stamp->since);
    json_put_string(out, "reason", stamp->reason[0] ? stamp->reason : NULL);
    json_put_bool(out, "kept_by_chair", stamp->kept_by_chair);
    json_put_bool(out, "kept_outside", stamp->kept_outside);
    json_put_unsigned(out, "changed", stamp->changed_seq);
    cli_put_moves(out, moves_get("stamp"), stamp->state);
    json_close_object(out);
}

static void print_stamp(const struct cli *cli, const struct stamp *stamp)
{
    const bool kept = stamp->state == STAMP_kept;
    char since[DATE_TEXT];
    date_format(stamp->since, since);
    (void)printf("#%-8llu %s  %s  %s  %s  %s  %s\n", (unsigned long long)stamp->seq, since,
                 stamp_kind_name(stamp->kind, cli->language), stamp->name,
                 stamp_state_name(stamp->state, cli->language), stamp->keeper_name, stamp->reason);
    if (kept && stamp->kept_by_chair)
        (void)printf("          %s\n",
                     cli_text(cli, "提醒：保管人是主任或副主任，建议由其他委员保管",
                              "warning: its keeper is chair or vice-chair; another member should be"));
    if (kept && stamp->kept_outside)
        (void)printf("          %s\n", cli_text(cli, "提醒：保管人已不在任，请更换保管人",
                                                "warning: its keeper is no longer in office; change the keeper"));
}

static void print_head(const struct cli *cli)
{
    (void)printf("%s\n", cli_text(cli, "记录      起始日期    种类  名称  状态  保管人  说明",
                                  "record    since       kind  name  state  keeper  remark"));
}

static RESULT show(struct cli *cli, const char *name)
{
    struct stamp stamp;
    struct buffer out;
    TRY(stamp_find(&cli->ctx, cli->community, name, &stamp));
    if (!cli->json) {
        print_head(cli);
        print_stamp(cli, &stamp);
        cli_print_moves(cli, moves_get("stamp"), stamp.state);
        return OK;
    }
    buffer_init(&out, cli->arena, 1 << 16);
    put_stamp(&out, &stamp);
    return cli_print_json(&out);
}

static RESULT list_stamps(struct cli *cli)
{
    struct community community;
    struct stamp *list;
    struct buffer out;
    size_t count;
    TRY(community_get(&cli->ctx, cli->community, &community));
    TRY(stamp_list(&cli->ctx, cli->community, &list, &count));
    buffer_init(&out, cli->arena, OUT_MAX);
    json_open_array(&out, NULL);
    if (!cli->json)
        print_head(cli);
    for (size_t i = 0; i < count; i++) {
        put_stamp(&out, &list[i]);
        if (!cli->json)
            print_stamp(cli, &list[i]);
    }
    json_close_array(&out);
    return cli->json ? cli_print_json(&out) : OK;
}

static RESULT add(struct cli *cli)
{
    struct stamp_add_in in = {.community = cli->community, .key = cli->key, .name = cli->args[2], .keeper = cli->name};
    struct person person;
    const char *name;
    uint64_t seq;
    TRY(stamp_kind_parse(&cli->ctx, cli->args[1], &in.kind));
    TRY(cli_date(cli, &in.on));
    TRY(person_act(&cli->ctx, cli->community, cli->as, &person));
    TRY(stamp_add(&cli->ctx, &in, &seq));
    TRY(arena_print(cli->arena, &name, "#%llu", (unsigned long long)seq));
    return show(cli, name);
}

static RESULT move(struct cli *cli)
{
    struct stamp_move_in in = {.community = cli->community,
                               .key = cli->key,
                               .stamp = cli->args[1],
                               .verb = cli->args[0],
                               .keeper = cli->name,
                               .reason = cli->reason};
    struct person person;
    TRY(cli_date(cli, &in.on));
    TRY(person_act(&cli->ctx, cli->community, cli->as, &person));
    TRY(stamp_move(&cli->ctx, &in));
    return show(cli, cli->args[1]);
}

/* ---- uses ---- */

static void put_use(struct buffer *out, const struct stamp_use *use)
{
    json_open_object(out, NULL);
    json_put_unsigned(out, "seq", use->seq);
    json_put_date(out, "on", use->on);
    json_put_unsigned(out, "stamp", use->stamp_seq);
    json_put_string(out, "stamp_name", use->stamp);
    json_put_string(out, "what", use->what);
    json_put_number(out, "copies", use->copies);
    json_put_string(out, "asked_by", use->asked_by);
    json_put_string(out, "keeper", use->keeper);
    json_put_string(out, "basis", stamp_basis_code(use->basis));
    cli_put_number(out, "rests_on", use->rests_on);
    json_put_string(out, "clause", use->clause[0] ? use->clause : NULL);
    cli_put_number(out, "document", use->document);
    cli_put_number(out, "contract", use->contract);
    json_put_string(out, "state", moves_state_name(moves_get("stamp_use"), use->state));
    json_put_string(out, "reason", use->reason[0] ? use->reason : NULL);
    cli_put_moves(out, moves_get("stamp_use"), use->state);
    json_close_object(out);
}

static void print_use(const struct cli *cli, const struct stamp_use *use)
{
    char on[DATE_TEXT], basis[64];
    date_format(use->on, on);
    (void)snprintf(basis, sizeof basis, "%s", stamp_basis_name(use->basis, cli->language));
    if (use->rests_on.present)
        (void)snprintf(basis, sizeof basis, "%s #%lld", stamp_basis_name(use->basis, cli->language),
                       (long long)use->rests_on.value);
    (void)printf("#%-8llu %s  %s  %s  × %lld  %s  %s  %s  %s %s%s\n", (unsigned long long)use->seq, on, use->stamp,
                 use->what, (long long)use->copies, use->asked_by, use->keeper, basis,
                 stamp_use_state_name(use->state, cli->language), use->clause, use->reason);
}

static RESULT list_span(struct cli *cli, const day span[2])
{
    struct stamp_use *list;
    struct buffer out;
    size_t count;
    TRY(stamp_use_list(&cli->ctx, cli->community, span, &list, &count));
    buffer_init(&out, cli->arena, OUT_MAX);
    json_open_array(&out, NULL);
    if (!cli->json)
        (void)printf("%s\n",
                     cli_text(cli, "记录      日期        印章  用印文件  份数  申请人  保管人  依据  状态",
                              "record    day         stamp  stamped  copies  asked by  keeper  rests on  state"));
    for (size_t i = 0; i < count; i++) {
        put_use(&out, &list[i]);
        if (!cli->json)
            print_use(cli, &list[i]);
    }
    json_close_array(&out);
    return cli->json ? cli_print_json(&out) : OK;
}

static RESULT list_uses(struct cli *cli)
{
    struct contract_span days = {DAY_MIN, DAY_MAX};
    struct community community;
    TRY(community_get(&cli->ctx, cli->community, &community));
    if (cli->period)
        TRY(span_read(cli, &days));
    return list_span(cli, (const day[2]){days.first, days.last});
}

static RESULT use(struct cli *cli)
{
    struct stamp_use_record_in in = {.community = cli->community,
                                     .key = cli->key,
                                     .stamp = cli->args[1],
                                     .what = cli->args[2],
                                     .asked_by = cli->by,
                                     .rests_on = cli->rests_on,
                                     .clause = cli->reason,
                                     .document = cli->document,
                                     .contract = cli->contract};
    struct person person;
    uint64_t seq;
    if (FAILED(number_parse(cli->args[3], 0, STAMP_COPIES_MAX, &in.copies)))
        in.copies = 0;
    TRY(cli_date(cli, &in.on));
    TRY(person_act(&cli->ctx, cli->community, cli->as, &person));
    TRY(stamp_use_record(&cli->ctx, &in, &seq));
    return list_span(cli, (const day[2]){in.on, in.on});
}

static RESULT cancel(struct cli *cli)
{
    const struct stamp_use_cancel_in in = {cli->community, cli->args[1], cli->reason};
    struct person person;
    TRY(person_act(&cli->ctx, cli->community, cli->as, &person));
    TRY(stamp_use_cancel(&cli->ctx, &in));
    return list_uses(cli);
}

/* ---- the register as printed ---- */

static RESULT write_register(struct cli *cli)
{
    enum cli_format format;
    struct period period;
    struct report *report;
    struct bytes content;
    FILE *file;
    (void)cli_format(cli, &format);
    TRY(report_period_parse(&cli->ctx, cli->period, &period));
    TRY(cli_create(cli, cli->out, &file));
    TRY(cli_open(cli, "mz_app", false));
    TRY(stamp_register(&cli->ctx, cli->community, &period, cli->language, &report));
    TRY(cli_render(cli, format, report, &content));
    return cli_write(cli, cli->out, file, content);
}

static bool is_move(const char *what)
{
    return strcmp(what, "keep") == 0 || strcmp(what, "lose") == 0 || strcmp(what, "release") == 0 ||
           strcmp(what, "destroy") == 0;
}

static int usage(struct cli *cli)
{
    return cli_usage(cli,
                     "stamp add assembly|committee|finance|other NAME --name KEEPER --key K | keep N --name KEEPER | "
                     "lose|release|destroy N --reason R | use N WHAT COPIES --by ASKED-BY --rests-on "
                     "DECISION|DOCUMENT [--reason CLAUSE] [--document ID] [--contract N] --key K | cancel USE "
                     "--reason R, --as WHO [--date D] | list | uses [--period P] | register --period P [--format "
                     "html|csv|json|xlsx|pdf] [--out FILE], --community CODE");
}

/* What is only read. False: it is none of these. */
static bool reading(struct cli *cli, const char *what, int *ret_status)
{
    enum cli_format format;
    if (cli->arg_count <= 1 && strcmp(what, "list") == 0)
        *ret_status = cli_in_session(cli, list_stamps);
    else if (cli->arg_count == 1 && strcmp(what, "uses") == 0)
        *ret_status = cli_in_session(cli, list_uses);
    else if (cli->arg_count == 1 && cli->period && strcmp(what, "register") == 0 && cli_format(cli, &format))
        *ret_status = cli_finish(cli, write_register(cli));
    else
        return false;
    return true;
}

int verb_stamp(struct cli *cli)
{
    const char *what = cli->arg_count > 0 ? cli->args[0] : "list";
    int status;
    if (cli->community != 0 && reading(cli, what, &status))
        return status;
    if (cli->community == 0 || !cli->as)
        return usage(cli);
    if (cli->arg_count == 3 && cli->key && cli->name && strcmp(what, "add") == 0)
        return cli_in_session(cli, add);
    if (cli->arg_count == 2 && is_move(what))
        return cli_in_session(cli, move);
    if (cli->arg_count == 4 && cli->key && cli->by && strcmp(what, "use") == 0)
        return cli_in_session(cli, use);
    if (cli->arg_count == 2 && cli->reason && strcmp(what, "cancel") == 0)
        return cli_in_session(cli, cancel);
    return usage(cli);
}

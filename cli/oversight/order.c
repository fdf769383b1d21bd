/* order: orders of the authorities to rectify or revoke, and what followed. */
#include "ledger/oversight/order.h"

#include "base/json.h"
#include "base/role.h"
#include "cli/cli.h"
#include "cli/oversight/moves.h"
#include "ledger/people/community.h"
#include "ledger/people/person.h"

#include <string.h>

enum { FILE_MAX = 1 << 16, OUT_MAX = 16 << 20 };

/* ---- output ---- */

static void put_order(struct buffer *out, const struct order *order)
{
    char id[UUID_TEXT];
    uuid_format(&order->order, id);
    json_open_object(out, NULL);
    json_put_unsigned(out, "seq", order->seq);
    json_put_string(out, "order", id);
    json_put_string(out, "state", moves_state_name(moves_get("order"), order->state));
    cli_put_number(out, "subject", order->subject);
    json_put_string(out, "subject_kind", order_subject_name(order->subject_kind, LANGUAGE_EN));
    json_put_string(out, "clause", order->clause);
    json_put_date(out, "deadline", order->deadline);
    json_put_date(out, "issued_on", date_of_inst(order->issued_at));
    json_put_string(out, "issuer", order->issuer);
    json_put_string(out, "role", role_code(order->role));
    json_put_number(out, "document", order->document_seq);
    cli_put_number(out, "outcome", order->outcome);
    json_put_unsigned(out, "changed", order->changed_seq);
    cli_put_moves(out, moves_get("order"), order->state);
    json_close_object(out);
}

static void print_order(const struct cli *cli, const struct order *order)
{
    char issued[DATE_TEXT], deadline[DATE_TEXT], subject[64] = "–";
    const char *kind = order_subject_name(order->subject_kind, cli->language);
    date_format(date_of_inst(order->issued_at), issued);
    date_format(order->deadline, deadline);
    if (order->subject.present)
        (void)snprintf(subject, sizeof subject, "%s #%lld", kind ? kind : "", (long long)order->subject.value);
    (void)printf("#%-8llu %s %s  %s  %s  %s  %s %s\n", (unsigned long long)order->seq, issued, deadline,
                 order_state_name(order->state, cli->language), subject, order->clause,
                 role_name(order->role, cli->language), order->issuer);
}

static void print_head(const struct cli *cli)
{
    (void)printf("%s\n", cli_text(cli, "记录      责令日期   改正期限    状态  所指  依据  责令人",
                                  "record    issued     deadline    state  names  clause  issuer"));
}

static RESULT show(struct cli *cli, const char *name)
{
    struct order order;
    struct buffer out;
    TRY(order_find(&cli->ctx, cli->community, name, &order));
    if (!cli->json) {
        print_head(cli);
        print_order(cli, &order);
        cli_print_moves(cli, moves_get("order"), order.state);
        return OK;
    }
    buffer_init(&out, cli->arena, 1 << 16);
    put_order(&out, &order);
    return cli_print_json(&out);
}

static RESULT show_order(struct cli *cli)
{
    struct community community;
    TRY(community_get(&cli->ctx, cli->community, &community));
    return show(cli, cli->args[1]);
}

static RESULT list_orders(struct cli *cli)
{
    struct community community;
    struct order *list;
    struct buffer out;
    size_t count;
    TRY(community_get(&cli->ctx, cli->community, &community));
    TRY(order_list(&cli->ctx, cli->community, &list, &count));
    buffer_init(&out, cli->arena, OUT_MAX);
    json_open_array(&out, NULL);
    if (!cli->json)
        print_head(cli);
    for (size_t i = 0; i < count; i++) {
        put_order(&out, &list[i]);
        if (!cli->json)
            print_order(cli, &list[i]);
    }
    json_close_array(&out);
    return cli->json ? cli_print_json(&out) : OK;
}

/* ---- issue, follow ---- */

static RESULT read_order(struct cli *cli, const struct json_value *value, struct order_issue_in *in)
{
    static const char *const members[] = {"key", "subject", "clause", "deadline", "document", NULL};
    day deadline;
    TRY(json_members(&cli->ctx, value, "", members));
    TRY(json_get_text(&cli->ctx, value, "", "key", &in->key));
    TRY(json_get_text(&cli->ctx, value, "", "clause", &in->clause));
    TRY(json_get_text(&cli->ctx, value, "", "document", &in->document));
    if (json_member(value, "subject"))
        TRY(json_get_text(&cli->ctx, value, "", "subject", &in->subject));
    if (!json_member(value, "deadline"))
        return OK;
    TRY(json_get_date(&cli->ctx, value, "", "deadline", &deadline));
    in->deadline = (struct maybe){true, deadline};
    return OK;
}

static RESULT issue(struct cli *cli, struct bytes file)
{
    CLEANUP(json_free) struct json *json = NULL;
    struct order_issue_in in = {.community = cli->community};
    struct person person;
    const char *name;
    uint64_t seq;
    error_set(&cli->ctx.error, "file", "%s", cli->args[1]);
    TRY(json_parse(&cli->ctx, file, &json));
    TRY(read_order(cli, json_root(json), &in));
    TRY(person_act(&cli->ctx, cli->community, cli->as, &person));
    TRY(order_issue(&cli->ctx, &in, &seq));
    TRY(arena_print(cli->arena, &name, "#%llu", (unsigned long long)seq));
    return show(cli, name);
}

static int issue_file(struct cli *cli)
{
    struct bytes file = {NULL, 0};
    result done = cli_read_file(cli, cli->args[1], FILE_MAX, &file);
    if (!FAILED(done))
        done = cli_open(cli, "mz_app", false);
    return cli_finish(cli, FAILED(done) ? done : issue(cli, file));
}

static RESULT follow(struct cli *cli)
{
    const struct order_follow_in in = {.community = cli->community,
                                       .key = cli->key,
                                       .order = cli->args[1],
                                       .state = cli->args[2],
                                       .document = cli->document};
    struct person person;
    TRY(person_act(&cli->ctx, cli->community, cli->as, &person));
    TRY(order_follow(&cli->ctx, &in));
    return show(cli, cli->args[1]);
}

int verb_order(struct cli *cli)
{
    const char *what = cli->arg_count > 0 ? cli->args[0] : "list";
    if (cli->community != 0 && cli->as && cli->arg_count == 2 && strcmp(what, "issue") == 0)
        return issue_file(cli);
    if (cli->community != 0 && cli->as && cli->arg_count == 3 && strcmp(what, "follow") == 0)
        return cli_in_session(cli, follow);
    if (cli->community != 0 && cli->arg_count == 2 && strcmp(what, "show") == 0)
        return cli_in_session(cli, show_order);
    if (cli->community != 0 && cli->arg_count <= 1 && strcmp(what, "list") == 0)
        return cli_in_session(cli, list_orders);
    return cli_usage(cli, "order issue FILE --as WHO | follow N rectified|expired|revoked|closed --as WHO "
                          "[--document ID] | show N | list, --community CODE");
}

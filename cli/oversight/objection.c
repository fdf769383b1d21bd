/* objection: what owners object to, the answers, and how late they are. */
#include "ledger/oversight/objection.h"

#include "cli/cli.h"
#include "cli/oversight/moves.h"
#include "ledger/people/community.h"
#include "ledger/people/person.h"

#include <string.h>

enum { OUT_MAX = 64 << 20 };

/* ---- output ---- */

static void put_text(struct buffer *out, const char *key, const struct objection_text *text)
{
    json_open_object(out, key);
    json_put_string(out, "text", text->text);
    json_put_string(out, "withheld", text->withheld[0] ? text->withheld : NULL);
    json_close_object(out);
}

static void put_objection(struct buffer *out, const struct objection *objection)
{
    json_open_object(out, NULL);
    json_put_unsigned(out, "seq", objection->seq);
    json_put_unsigned(out, "about", objection->about_seq);
    json_put_string(out, "owner", objection->owner);
    json_put_string(out, "state", moves_state_name(moves_get("objection"), objection->state));
    json_put_date(out, "received_on", objection->received_on);
    cli_put_date(out, "due", objection->due);
    cli_put_date(out, "answered_on", objection->answered_on);
    json_put_number(out, "days_late", objection->days_late);
    put_text(out, "said", &objection->said);
    if (objection->answered_on.present)
        put_text(out, "answer", &objection->answer);
    cli_put_moves(out, moves_get("objection"), objection->state);
    json_close_object(out);
}

static void print_text(const struct cli *cli, const char *zh, const char *en, const struct objection_text *text)
{
    if (text->text[0])
        (void)printf("          %s%s%s%s\n", cli_text(cli, zh, en), text->text,
                     text->withheld[0] ? cli_text(cli, "  不公开：", "  withheld: ") : "", text->withheld);
}

static void print_objection(const struct cli *cli, const struct objection *objection)
{
    char received[DATE_TEXT], due[DATE_TEXT] = "–", answered[DATE_TEXT] = "–";
    date_format(objection->received_on, received);
    if (objection->due.present)
        date_format((day)objection->due.value, due);
    if (objection->answered_on.present)
        date_format((day)objection->answered_on.value, answered);
    (void)printf("#%-8llu %s %-10s %-10s %4d  #%llu  %s  %s\n", (unsigned long long)objection->seq, received, due,
                 answered, objection->days_late, (unsigned long long)objection->about_seq,
                 objection_state_name(objection->state, cli->language), objection->owner);
    print_text(cli, "异议：", "says: ", &objection->said);
    print_text(cli, "答复：", "answer: ", &objection->answer);
}

static void print_head(const struct cli *cli)
{
    (void)printf("%s\n", cli_text(cli, "记录      提出日期   答复期限   答复日期   逾期天数  所异议记录  状态  业主",
                                  "record    received   due        answered   days late  about  state  owner"));
}

static RESULT show(struct cli *cli, const char *name)
{
    struct objection objection;
    struct buffer out;
    TRY(objection_find(&cli->ctx, cli->community, name, &objection));
    if (!cli->json) {
        print_head(cli);
        print_objection(cli, &objection);
        return OK;
    }
    buffer_init(&out, cli->arena, 1 << 16);
    put_objection(&out, &objection);
    return cli_print_json(&out);
}

static RESULT list_objections(struct cli *cli)
{
    struct community community;
    struct objection *list;
    struct buffer out;
    size_t count;
    TRY(community_get(&cli->ctx, cli->community, &community));
    TRY(objection_list(&cli->ctx, cli->community, &list, &count));
    buffer_init(&out, cli->arena, OUT_MAX);
    json_open_array(&out, NULL);
    if (!cli->json)
        print_head(cli);
    for (size_t i = 0; i < count; i++) {
        put_objection(&out, &list[i]);
        if (!cli->json)
            print_objection(cli, &list[i]);
    }
    json_close_array(&out);
    return cli->json ? cli_print_json(&out) : OK;
}

/* ---- add, answer ---- */

static RESULT add(struct cli *cli)
{
    const struct objection_receive_in in = {.community = cli->community,
                                            .key = cli->key,
                                            .about = cli->args[1],
                                            .owner = cli->name,
                                            .said = {cli->args[2], cli->reason}};
    struct person person;
    const char *name;
    uint64_t seq;
    TRY(person_act(&cli->ctx, cli->community, cli->as, &person));
    TRY(objection_receive(&cli->ctx, &in, &seq));
    TRY(arena_print(cli->arena, &name, "#%llu", (unsigned long long)seq));
    return show(cli, name);
}

static RESULT answer(struct cli *cli)
{
    const struct objection_answer_in in = {
        .community = cli->community, .key = cli->key, .objection = cli->args[1], .answer = {cli->args[2], cli->reason}};
    struct person person;
    TRY(person_act(&cli->ctx, cli->community, cli->as, &person));
    TRY(objection_answer(&cli->ctx, &in));
    return show(cli, cli->args[1]);
}

int verb_objection(struct cli *cli)
{
    const char *what = cli->arg_count > 0 ? cli->args[0] : "list";
    if (cli->community != 0 && cli->as && cli->key && cli->arg_count == 3 && strcmp(what, "add") == 0)
        return cli_in_session(cli, add);
    if (cli->community != 0 && cli->as && cli->arg_count == 3 && strcmp(what, "answer") == 0)
        return cli_in_session(cli, answer);
    if (cli->community != 0 && cli->arg_count <= 1 && strcmp(what, "list") == 0)
        return cli_in_session(cli, list_objections);
    return cli_usage(cli, "objection add RECORD TEXT --as WHO --key K [--name OWNER] | answer N TEXT --as WHO, "
                          "[--reason WHY-WITHHELD] | list, --community CODE");
}

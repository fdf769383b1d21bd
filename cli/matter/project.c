/* project: works that the maintenance fund pays, from the proposal to the publication. */
#include "cli/matter/project_print.h"

#include "base/json.h"
#include "ledger/people/community.h"
#include "ledger/people/person.h"
#include "ledger/project/project_json.h"
#include "rules/moves.h"

#include <string.h>

enum { FILE_MAX = 1 << 20, OUT_MAX = 16 << 20 };

static RESULT show(struct cli *cli, const char *name)
{
    struct project_shown *shown;
    struct project project;
    struct buffer out;
    TRY(ARENA_TAKE(cli->arena, 1, &shown));
    TRY(project_find(&cli->ctx, cli->community, name, &project));
    TRY(cli_project_load(cli, &project, shown));
    if (!cli->json)
        return cli_print_project(cli, shown);
    buffer_init(&out, cli->arena, 1 << 18);
    cli_put_project(&out, shown);
    return cli_print_json(&out);
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
    struct project *list;
    struct project_shown *shown;
    struct buffer out;
    size_t count;
    TRY(community_get(&cli->ctx, cli->community, &community));
    TRY(project_list(&cli->ctx, cli->community, &list, &count));
    TRY(ARENA_TAKE(cli->arena, 1, &shown));
    buffer_init(&out, cli->arena, OUT_MAX);
    json_open_array(&out, NULL);
    if (!cli->json)
        cli_print_project_head(cli);
    for (size_t i = 0; i < count; i++) {
        if (!cli->json) {
            cli_print_project_line(cli, &list[i]);
            continue;
        }
        TRY(cli_project_load(cli, &list[i], shown));
        cli_put_project(&out, shown);
    }
    json_close_array(&out);
    return cli->json ? cli_print_json(&out) : OK;
}

static RESULT open_file(struct cli *cli, struct bytes file)
{
    CLEANUP(json_free) struct json *json = NULL;
    struct project_open_in in = {.community = cli->community};
    struct community community;
    struct person person;
    const char *name;
    uint64_t seq;
    error_set(&cli->ctx.error, "file", "%s", cli->args[1]);
    TRY(json_parse(&cli->ctx, file, &json));
    TRY(community_get(&cli->ctx, cli->community, &community));
    TRY(project_json_read(&cli->ctx, json_root(json), &in));
    TRY(person_act(&cli->ctx, cli->community, cli->as, &person));
    TRY(project_open(&cli->ctx, &in, &seq));
    TRY(arena_print(cli->arena, &name, "#%llu", (unsigned long long)seq));
    return show(cli, name);
}

static RESULT move(struct cli *cli)
{
    struct project_move_in in = {.community = cli->community,
                                 .key = cli->key,
                                 .verb = cli->args[0],
                                 .project = cli->args[1],
                                 .decision = cli->rests_on,
                                 .party = cli->payee,
                                 .reason = cli->reason};
    struct person person;
    money amount;
    uint64_t seq;
    TRY(person_act(&cli->ctx, cli->community, cli->as, &person));
    in.paper_count = cli->arg_count - 2;
    TRY(step_papers_read(&cli->ctx, cli->community, cli->args + 2, in.paper_count, &in.papers));
    if (cli->amount) {
        TRY(cli_amount(cli, cli->amount, &amount));
        in.amount = (struct maybe){true, amount.fen};
    }
    TRY(project_move(&cli->ctx, &in, &seq));
    return show(cli, cli->args[1]);
}

static bool is_move(const char *verb)
{
    const struct moves *moves = moves_get("project");
    for (size_t i = 0; i < moves->count; i++)
        if (moves->list[i].from != 0 && strcmp(moves->list[i].verb, verb) == 0)
            return true;
    return false;
}

static int open_project(struct cli *cli)
{
    struct bytes file = {NULL, 0};
    result done = cli_read_file(cli, cli->args[1], FILE_MAX, &file);
    if (!FAILED(done))
        done = cli_open(cli, "mz_app", false);
    return cli_finish(cli, FAILED(done) ? done : open_file(cli, file));
}

int verb_project(struct cli *cli)
{
    const char *what = cli->arg_count > 0 ? cli->args[0] : "list";
    if (cli->community != 0 && strcmp(what, "list") == 0 && cli->arg_count <= 1)
        return cli_in_session(cli, list_all);
    if (cli->community != 0 && strcmp(what, "show") == 0 && cli->arg_count == 2)
        return cli_in_session(cli, show_one);
    if (cli->community != 0 && strcmp(what, "open") == 0 && cli->arg_count == 2 && cli->as)
        return open_project(cli);
    if (cli->community != 0 && cli->arg_count >= 2 && cli->as && cli->key && is_move(what))
        return cli_in_session(cli, move);
    return cli_usage(cli,
                     "project open FILE --as WHO | list | show N | decide|contract|start|change|accept|settle|"
                     "apportion|publish|close|advance|return|resubmit|refuse|withdraw N [PAPER=DOCUMENT…] --as WHO "
                     "--key K [--amount A] [--rests-on DECISION] [--payee PARTY] [--reason WHY], --community CODE");
}

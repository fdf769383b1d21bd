/* draft: an entry on its way, from preparing to posting. */
#include "ledger/book/draft.h"

#include "cli/cli.h"

#include <string.h>

enum { LISTED = 50, MOVES = 16 };

static void put_members(struct buffer *out, const struct draft *draft)
{
    char id[UUID_TEXT];
    uuid_format(&draft->draft, id);
    json_put_string(out, "draft", id);
    json_put_number(out, "version", draft->version);
    json_put_string(out, "state", draft_state_name(draft->state, LANGUAGE_EN));
    json_put_string(out, "reason", draft->reason);
    if (draft->entry_seq.present)
        json_put_number(out, "entry", draft->entry_seq.value);
}

/* What can be done next, and by whom. */
static void put_moves(struct buffer *out, const struct draft *draft)
{
    const struct move *moves[MOVES];
    const size_t count = moves_open(moves_get("draft"), draft->state, UINT32_MAX, moves, MOVES);
    json_open_array(out, "moves");
    for (size_t i = 0; i < count; i++) {
        json_open_object(out, NULL);
        json_put_string(out, "verb", moves[i]->verb);
        json_put_string(out, "by", person_class_name((int)draft_class_of(moves[i]), LANGUAGE_EN));
        json_close_object(out);
    }
    json_close_array(out);
}

static RESULT print(struct cli *cli, const struct draft *draft)
{
    char id[UUID_TEXT];
    struct buffer out;
    uuid_format(&draft->draft, id);
    if (!cli->json) {
        (void)printf("%s  v%lld  %s", id, (long long)draft->version, draft_state_name(draft->state, cli->language));
        if (draft->entry_seq.present)
            (void)printf("  #%lld", (long long)draft->entry_seq.value);
        (void)printf("%s%s\n", draft->reason ? "  " : "", draft->reason ? draft->reason : "");
        return OK;
    }
    buffer_init(&out, cli->arena, 1 << 16);
    json_open_object(&out, NULL);
    put_members(&out, draft);
    put_moves(&out, draft);
    json_close_object(&out);
    return cli_print_json(&out);
}

static RESULT list(struct cli *cli)
{
    struct draft *items;
    size_t count;
    TRY(draft_list(&cli->ctx, cli->community, LISTED, &items, &count));
    for (size_t i = 0; i < count; i++)
        TRY(print(cli, &items[i]));
    return OK;
}

static RESULT show(struct cli *cli, const struct draft_in *in)
{
    struct draft draft;
    TRY(draft_get(&cli->ctx, in->community, &in->draft, &draft));
    TRY(print(cli, &draft));
    if (!cli->json)
        (void)printf("%.*s\n", (int)draft.content.size, (const char *)draft.content.data);
    return OK;
}

/* The file is read before cli_open, so with the caller's own rights. */
static RESULT act(struct cli *cli, const char *verb, struct bytes content)
{
    struct draft_in in = {
        .community = cli->community, .version = cli->if_version, .content = content, .reason = cli->reason};
    struct draft draft;
    struct person person;
    const bool creating = strcmp(verb, "create") == 0;
    if (strcmp(verb, "list") == 0)
        return list(cli);
    if (!creating)
        TRY(draft_parse(&cli->ctx, cli->args[1], &in.draft));
    if (strcmp(verb, "show") == 0)
        return show(cli, &in);
    TRY(person_act(&cli->ctx, cli->community, cli->as, &person));
    TRY(creating ? draft_create(&cli->ctx, &in, &draft) : draft_move(&cli->ctx, verb, &in, &draft));
    return print(cli, &draft);
}

static bool is_verb(const char *verb)
{
    const struct moves *moves = moves_get("draft");
    for (size_t i = 0; i < moves->count; i++)
        if (strcmp(moves->list[i].verb, verb) == 0)
            return true;
    return false;
}

int verb_draft(struct cli *cli)
{
    const char *what = cli->arg_count > 0 ? cli->args[0] : "list";
    const bool reading = strcmp(what, "list") == 0 || strcmp(what, "show") == 0;
    const bool creating = strcmp(what, "create") == 0, editing = strcmp(what, "edit") == 0;
    const size_t args = strcmp(what, "list") == 0 ? 1 : editing ? 3 : 2;
    const bool complete = reading || (cli->as && (creating || cli->if_version > 0));
    if ((!reading && !is_verb(what)) || cli->community == 0 || !complete ||
        (cli->arg_count != args && cli->arg_count > 0))
        return cli_usage(cli, "draft create FILE | edit ID FILE | submit|withdraw|review|return|approve|discard ID, "
                              "--as WHO --if-version N [--reason TEXT] | show ID | list, --community CODE");
    struct bytes file = {NULL, 0};
    result done = creating || editing ? cli_read_file(cli, cli->args[args - 1], DRAFT_CONTENT_MAX, &file) : OK;
    if (!FAILED(done))
        done = cli_open(cli, "mz_app", false);
    if (!FAILED(done))
        done = act(cli, what, file);
    return cli_finish(cli, done);
}

/* person: who acts in a community. */
#include "ledger/people/person.h"

#include "base/digest.h"
#include "cli/cli.h"

#include <string.h>

static void print(struct cli *cli, const struct person *person)
{
    char token[2 * sizeof person->subject.b + 1];
    hex_encode(BYTES(person->subject.b, sizeof person->subject.b), token);
    (void)printf("%s  %s  %s\n", token, person_class_name(person->class, cli->language), person->name);
}

static RESULT add(struct cli *cli)
{
    struct person_add_in in = {.community = cli->community, .key = cli->key, .name = cli->name};
    struct person person = {.name = ""};
    TRY(person_class_parse(&cli->ctx, cli->role, &in.class));
    TRY(person_add(&cli->ctx, &in, &person));
    print(cli, &person);
    return OK;
}

static RESULT list(struct cli *cli)
{
    struct person *items;
    size_t count;
    TRY(person_list(&cli->ctx, cli->community, &items, &count));
    for (size_t i = 0; i < count; i++)
        print(cli, &items[i]);
    return OK;
}

int verb_person(struct cli *cli)
{
    const char *what = cli->arg_count > 0 ? cli->args[0] : "list";
    const bool adding = strcmp(what, "add") == 0;
    if ((!adding && strcmp(what, "list") != 0) || cli->community == 0 || (adding && !(cli->name && cli->role)))
        return cli_usage(cli, "person add --name NAME --role treasurer|member|chair | list, --community CODE");
    return cli_in_session(cli, adding ? add : list);
}

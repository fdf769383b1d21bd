/* organization, role: bodies, and who holds which role for how long. */
#include "ledger/people/role.h"

#include "base/number.h"
#include "cli/cli.h"

#include <string.h>

/* ---- organizations ---- */

static void print_organization(struct cli *cli, const struct organization *item)
{
    (void)printf("#%llu  %s  %s  %s\n", (unsigned long long)item->seq,
                 organization_type_name(item->type, cli->language), item->name, item->credit_code);
}

static RESULT add_organization(struct cli *cli)
{
    struct organization_add_in in = {
        .community = cli->community, .key = cli->key, .name = cli->name, .credit_code = cli->number};
    struct organization item = {.name = ""};
    error_set(&cli->ctx.error, "value", "%s", cli->kind);
    TRY(organization_type_parse(cli->kind, &in.type));
    TRY(organization_add(&cli->ctx, &in, &item));
    print_organization(cli, &item);
    return OK;
}

static RESULT list_organizations(struct cli *cli)
{
    struct organization *items;
    size_t count;
    TRY(organization_list(&cli->ctx, cli->community, &items, &count));
    for (size_t i = 0; i < count; i++)
        print_organization(cli, &items[i]);
    return OK;
}

int verb_organization(struct cli *cli)
{
    const char *what = cli->arg_count > 0 ? cli->args[0] : "list";
    const bool adding = strcmp(what, "add") == 0;
    if ((!adding && strcmp(what, "list") != 0) || cli->community == 0 || (adding && !(cli->name && cli->kind)))
        return cli_usage(cli, "organization add --name NAME --kind KIND [--number CODE] | list, --community CODE");
    return cli_in_session(cli, adding ? add_organization : list_organizations);
}

/* ---- roles ---- */

static RESULT parse_day(struct cli *cli, const char *text, day *ret_day)
{
    error_set(&cli->ctx.error, "value", "%s", text);
    return date_parse(text, ret_day);
}

static RESULT grant(struct cli *cli)
{
    struct role_grant_in in = {
        .community = cli->community, .key = cli->key, .person = cli->name, .organization = cli->by};
    uint64_t seq = 0;
    error_set(&cli->ctx.error, "value", "%s", cli->role);
    TRY(role_parse(cli->role, &in.role));
    TRY(parse_day(cli, cli->args[1], &in.from));
    TRY(parse_day(cli, cli->args[2], &in.until));
    TRY(role_grant(&cli->ctx, &in, &seq));
    (void)printf("#%llu  %s  %s\n", (unsigned long long)seq, role_name(in.role, cli->language), cli->name);
    return OK;
}

static RESULT end(struct cli *cli)
{
    static const char *const reasons[] = {"resigned", "removed", "handed-over"};
    struct role_end_in in = {.community = cli->community, .key = cli->key, .reason = 1};
    int64_t seq = 0;
    error_set(&cli->ctx.error, "grant", "%s", cli->args[1]);
    if (FAILED(number_parse_record(cli->args[1], &seq)))
        return REFUSE(role, ended);
    in.grant = (uint64_t)seq;
    TRY(parse_day(cli, cli->args[2], &in.on));
    for (uint16_t i = 0; cli->reason && i < LENGTH(reasons); i++)
        if (strcmp(reasons[i], cli->reason) == 0)
            in.reason = (uint16_t)(i + 1);
    return role_end(&cli->ctx, &in);
}

static RESULT list(struct cli *cli)
{
    struct role_grant *items;
    size_t count;
    char from[DATE_TEXT], until[DATE_TEXT];
    TRY(role_list(&cli->ctx, cli->community, &items, &count));
    for (size_t i = 0; i < count; i++) {
        date_format(items[i].from, from);
        date_format(items[i].ended_on.present ? (day)items[i].ended_on.value : items[i].until, until);
        (void)printf("#%llu  %s  %s – %s  %s  %s\n", (unsigned long long)items[i].seq,
                     role_name(items[i].role, cli->language), from, until, items[i].person, items[i].organization_name);
    }
    return OK;
}

int verb_role(struct cli *cli)
{
    const char *what = cli->arg_count > 0 ? cli->args[0] : "list";
    const bool granting = strcmp(what, "grant") == 0 && cli->arg_count == 3 && cli->name && cli->role;
    const bool ending = strcmp(what, "finish") == 0 && cli->arg_count == 3;
    if (cli->community == 0 || !(granting || ending || strcmp(what, "list") == 0))
        return cli_usage(cli, "role grant FROM UNTIL --name PERSON --role ROLE [--by BODY] | finish N DATE "
                              "[--reason resigned|removed|handed-over] | list, --community CODE");
    return cli_in_session(cli, granting ? grant : ending ? end : list);
}

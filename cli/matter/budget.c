/* budget: budgets of a year or a project, their change orders, plan and actual. */
#include "ledger/matter/budget.h"

#include "base/number.h"
#include "cli/cli.h"
#include "ledger/matter/budget_json.h"
#include "ledger/people/community.h"

#include <string.h>

enum { FILE_MAX = 1 << 20 };

static const struct {
    const char *name;
    result (*run)(struct ctx *ctx, const struct budget_in *in, uint64_t *ret_seq);
} verbs[] = {{"propose", budget_propose}, {"adopt", budget_adopt}, {"change", budget_change}, {"close", budget_close}};

static RESULT move(struct cli *cli, size_t verb, struct bytes file)
{
    CLEANUP(json_free) struct json *json = NULL;
    struct budget_in in = {.scope = {.community = cli->community}};
    struct budget budget;
    uint64_t seq;
    error_set(&cli->ctx.error, "file", "%s", cli->args[1]);
    TRY(json_parse(&cli->ctx, file, &json));
    TRY(budget_json_read(&cli->ctx, json_root(json), &in));
    TRY(community_act(&cli->ctx, cli->community, ACTOR_PERSON));
    TRY(verbs[verb].run(&cli->ctx, &in, &seq));
    TRY(budget_get(&cli->ctx, &in.scope, &budget));
    (void)printf("#%llu  %s\n", (unsigned long long)budget.opened_seq, budget_state_name(budget.state, cli->language));
    return OK;
}

/* ---- show ---- */

static void put_version(struct buffer *out, const struct budget_version *version)
{
    char date[DATE_TEXT];
    date_format(version->decided_on, date);
    json_open_object(out, NULL);
    json_put_number(out, "version", version->version);
    json_put_unsigned(out, "record", version->seq);
    json_put_number(out, "state", version->state);
    json_put_string(out, "decided_on", date);
    json_put_string(out, "decision", version->decision);
    json_put_string(out, "reason", version->reason);
    json_open_array(out, "changes");
    for (size_t i = 0; i < version->change_count; i++) {
        json_open_object(out, NULL);
        json_put_string(out, "account", version->changes[i].account);
        if (version->changes[i].from.fen >= 0)
            json_put_money(out, "from", version->changes[i].from);
        json_put_money(out, "to", version->changes[i].amount);
        json_close_object(out);
    }
    json_close_array(out);
    json_close_object(out);
}

static RESULT show_json(struct cli *cli, const struct budget *budget, const struct budget_actual *lines, size_t count)
{
    struct buffer out;
    buffer_init(&out, cli->arena, 4 << 20);
    json_open_object(&out, NULL);
    json_put_unsigned(&out, "record", budget->opened_seq);
    json_put_number(&out, "state", budget->state);
    json_open_array(&out, "versions");
    for (size_t i = 0; i < budget->version_count; i++)
        put_version(&out, &budget->versions[i]);
    json_close_array(&out);
    json_open_array(&out, "lines");
    for (size_t i = 0; i < count; i++) {
        json_open_object(&out, NULL);
        json_put_string(&out, "account", lines[i].account);
        json_put_string(&out, "name", lines[i].name);
        json_put_money(&out, "planned", lines[i].planned);
        json_put_money(&out, "actual", lines[i].actual);
        json_put_money(&out, "left", lines[i].left);
        json_close_object(&out);
    }
    json_close_array(&out);
    json_close_object(&out);
    return cli_print_json(&out);
}

static void show_text(const struct cli *cli, const struct budget *budget, const struct budget_actual *lines,
                      size_t count)
{
    for (size_t i = 0; i < budget->version_count; i++) {
        const struct budget_version *version = &budget->versions[i];
        char date[DATE_TEXT];
        date_format(version->decided_on, date);
        (void)printf("v%d  #%llu  %s  %s  %s  %s\n", version->version, (unsigned long long)version->seq,
                     budget_state_name(version->state, cli->language), date, version->decision, version->reason);
    }
    (void)printf("%s\n", cli_text(cli, "            预算           实际           结余  科目",
                                  "          budget         actual           left  account"));
    for (size_t i = 0; i < count; i++) {
        char texts[3][MONEY_TEXT];
        money_format_grouped(lines[i].planned, texts[0]);
        money_format_grouped(lines[i].actual, texts[1]);
        money_format_grouped(lines[i].left, texts[2]);
        (void)printf("%14s %14s %14s  %s %s\n", texts[0], texts[1], texts[2], lines[i].account, lines[i].name);
    }
}

static RESULT show(struct cli *cli)
{
    struct budget_scope scope = {.community = cli->community, .project = cli->name};
    struct budget budget;
    struct budget_actual *lines;
    day as_of;
    size_t count;
    int64_t year = 0;
    TRY(cli_fund(cli, &scope.fund));
    error_set(&cli->ctx.error, "value", "%s", cli->period ? cli->period : "");
    if (cli->period)
        TRY(number_parse(cli->period, 1, 9999, &year));
    scope.year = (int32_t)year;
    TRY(cli_date(cli, &as_of));
    TRY(budget_get(&cli->ctx, &scope, &budget));
    TRY(budget_lines(&cli->ctx, &scope, as_of, &lines, &count));
    if (cli->json)
        return show_json(cli, &budget, lines, count);
    show_text(cli, &budget, lines, count);
    return OK;
}

int verb_budget(struct cli *cli)
{
    const char *what = cli->arg_count > 0 ? cli->args[0] : "";
    if (cli->community != 0 && strcmp(what, "show") == 0 && cli->arg_count == 1)
        return cli_in_session(cli, show);
    for (size_t i = 0; i < LENGTH(verbs) && cli->community != 0 && cli->arg_count == 2; i++) {
        struct bytes file = {NULL, 0};
        if (strcmp(verbs[i].name, what) != 0)
            continue;
        result done = cli_read_file(cli, cli->args[1], FILE_MAX, &file);
        if (!FAILED(done))
            done = cli_open(cli, "mz_app", false);
        return cli_finish(cli, FAILED(done) ? done : move(cli, i, file));
    }
    return cli_usage(cli, "budget propose|adopt|change|close FILE | show --period YEAR | --name PROJECT [--fund F] "
                          "[--date D], --community CODE");
}

/* disclosure: what was shown to the owners. term: terms of the committee. */
#include "ledger/duty/disclosure.h"

#include "cli/cli.h"
#include "cli/matter/span.h"
#include "ledger/duty/committee_term.h"
#include "ledger/people/community.h"
#include "reports/duty/duty_text.h"

#include <string.h>

enum { OUT_MAX = 16 << 20, PLACES_TEXT = 128 };

/* ---- one disclosure ---- */

static void put_disclosure(struct buffer *out, const struct disclosure *disclosure)
{
    char token[UUID_TEXT];
    uuid_format(&disclosure->disclosure, token);
    json_open_object(out, NULL);
    json_put_string(out, "disclosure", token);
    json_put_unsigned(out, "seq", disclosure->seq);
    json_put_string(out, "kind", duty_kind_code(disclosure->kind));
    json_put_string(out, "state", disclosure->state == DISCLOSURE_published ? "published" : "superseded");
    json_put_date(out, "first", disclosure->first);
    json_put_date(out, "last", disclosure->last);
    json_open_array(out, "places");
    for (enum disclosure_place place = DISCLOSURE_BOARD; place <= DISCLOSURE_PLATFORM; place *= 2)
        if (disclosure->places & place)
            json_put_string(out, NULL, disclosure_place_code(place));
    json_close_array(out);
    json_put_date(out, "published_on", disclosure->on);
    json_put_date(out, "displayed_until", disclosure->until);
    json_put_unsigned(out, "document", disclosure->document_seq);
    json_put_unsigned(out, "journal_size", disclosure->size);
    json_put_unsigned(out, "replaces", disclosure->replaces);
    json_put_string(out, "reason", disclosure->reason);
    json_close_object(out);
}

static RESULT print_disclosure(struct cli *cli, const struct disclosure *disclosure)
{
    const struct duty as_duty = {.first = disclosure->first, .last = disclosure->last};
    char on[DATE_TEXT], until[DATE_TEXT];
    const char *period;
    TRY(duty_text_period(&cli->ctx, &as_duty, cli->language, &period));
    date_format(disclosure->on, on);
    date_format(disclosure->until, until);
    (void)printf("#%-8llu %s %s %s  %s  %s ", (unsigned long long)disclosure->seq, on,
                 cli_text(cli, "公示至", "up until"), until, disclosure_state_name(disclosure->state, cli->language),
                 duty_kind_name(disclosure->kind, cli->language));
    (void)printf(" %s ", period);
    for (enum disclosure_place place = DISCLOSURE_BOARD; place <= DISCLOSURE_PLATFORM; place *= 2)
        if (disclosure->places & place)
            (void)printf(" %s", disclosure_place_name(place, cli->language));
    if (disclosure->replaces != 0)
        (void)printf("  %s #%llu：%s", cli_text(cli, "更正", "corrects"), (unsigned long long)disclosure->replaces,
                     disclosure->reason);
    (void)printf("\n");
    return OK;
}

/* ---- disclosure ---- */

/* "notice_board,platform". */
static RESULT read_places(struct cli *cli, const char *places[DISCLOSURE_PLACES_MAX])
{
    char copy[PLACES_TEXT], *rest = copy;
    size_t count = 0;
    (void)snprintf(copy, sizeof copy, "%s", cli->place ? cli->place : "");
    for (char *word; count < DISCLOSURE_PLACES_MAX && (word = strsep(&rest, ","));)
        if (*word)
            TRY(arena_text(cli->arena, word, strlen(word), &places[count++]));
    return OK;
}

static RESULT read_until(struct cli *cli, struct maybe *ret_until)
{
    day until;
    if (!cli->until)
        return OK;
    error_set(&cli->ctx.error, "value", "%s", cli->until);
    TRY(date_parse(cli->until, &until));
    *ret_until = (struct maybe){true, until};
    return OK;
}

static RESULT publish(struct cli *cli)
{
    struct disclosure_publish_in in = {.community = cli->community,
                                       .key = cli->key,
                                       .document = cli->document,
                                       .replaces = cli->replaces,
                                       .reason = cli->reason};
    struct contract_span span;
    struct disclosure found;
    struct buffer out;
    const char *name;
    uint64_t seq;
    error_set(&cli->ctx.error, "value", "%s", cli->args[1]);
    if (!duty_kind_parse(cli->args[1], &in.kind))
        in.kind = DUTY_END;
    cli->period = cli->args[2];
    TRY(span_read(cli, &span));
    in.first = span.first;
    in.last = span.last;
    TRY(read_places(cli, in.places));
    TRY(cli_date(cli, &in.on));
    TRY(read_until(cli, &in.until));
    error_set(&cli->ctx.error, "value", "%s", cli->args[1]);
    TRY(disclosure_publish(&cli->ctx, &in, &seq));
    TRY(arena_print(cli->arena, &name, "#%llu", (unsigned long long)seq));
    TRY(disclosure_find(&cli->ctx, cli->community, name, &found));
    if (!cli->json)
        return print_disclosure(cli, &found);
    buffer_init(&out, cli->arena, 1 << 16);
    put_disclosure(&out, &found);
    return cli_print_json(&out);
}

static RESULT list_disclosures(struct cli *cli)
{
    struct disclosure *list;
    struct community community;
    struct buffer out;
    size_t count;
    TRY(community_get(&cli->ctx, cli->community, &community));
    TRY(disclosure_list(&cli->ctx, cli->community, &list, &count));
    buffer_init(&out, cli->arena, OUT_MAX);
    json_open_array(&out, NULL);
    for (size_t i = 0; i < count; i++) {
        put_disclosure(&out, &list[i]);
        if (!cli->json)
            TRY(print_disclosure(cli, &list[i]));
    }
    json_close_array(&out);
    return cli->json ? cli_print_json(&out) : OK;
}

int verb_disclosure(struct cli *cli)
{
    const char *what = cli->arg_count > 0 ? cli->args[0] : "list";
    if (cli->community != 0 && cli->arg_count <= 1 && strcmp(what, "list") == 0)
        return cli_in_session(cli, list_disclosures);
    if (cli->community != 0 && cli->arg_count == 3 && cli->key && strcmp(what, "publish") == 0)
        return cli_in_session(cli, publish);
    return cli_usage(cli, "disclosure publish KIND PERIOD --place notice_board[,owner_group,platform] --key K "
                          "[--date D] [--until D] [--document ID] [--replaces ID --reason R] | list, --community CODE");
}

/* ---- term ---- */

static RESULT list_terms(struct cli *cli)
{
    struct committee_term *list;
    struct community community;
    struct buffer out;
    size_t count;
    TRY(community_get(&cli->ctx, cli->community, &community));
    TRY(committee_term_list(&cli->ctx, cli->community, &list, &count));
    buffer_init(&out, cli->arena, OUT_MAX);
    json_open_array(&out, NULL);
    for (size_t i = 0; i < count; i++) {
        char texts[3][DATE_TEXT];
        date_format(list[i].from, texts[0]);
        date_format(list[i].to, texts[1]);
        date_format(list[i].formed_on, texts[2]);
        json_open_object(&out, NULL);
        json_put_unsigned(&out, "seq", list[i].seq);
        json_put_string(&out, "from", texts[0]);
        json_put_string(&out, "to", texts[1]);
        json_put_string(&out, "formed_on", texts[2]);
        json_close_object(&out);
        if (!cli->json)
            (void)printf("#%-8llu %s %s %s  %s %s\n", (unsigned long long)list[i].seq, texts[0],
                         cli_text(cli, "至", "to"), texts[1], cli_text(cli, "成立", "formed"), texts[2]);
    }
    json_close_array(&out);
    return cli->json ? cli_print_json(&out) : OK;
}

static RESULT open_term(struct cli *cli)
{
    struct committee_term_open_in in = {.community = cli->community, .key = cli->key};
    uint64_t seq;
    error_set(&cli->ctx.error, "value", "%s", cli->args[1]);
    TRY(date_parse(cli->args[1], &in.from));
    error_set(&cli->ctx.error, "value", "%s", cli->args[2]);
    TRY(date_parse(cli->args[2], &in.to));
    in.formed_on = in.from;
    if (cli->date)
        TRY(cli_date(cli, &in.formed_on));
    TRY(committee_term_open(&cli->ctx, &in, &seq));
    return list_terms(cli);
}

int verb_term(struct cli *cli)
{
    const char *what = cli->arg_count > 0 ? cli->args[0] : "list";
    if (cli->community != 0 && cli->arg_count <= 1 && strcmp(what, "list") == 0)
        return cli_in_session(cli, list_terms);
    if (cli->community != 0 && cli->arg_count == 3 && cli->key && strcmp(what, "open") == 0)
        return cli_in_session(cli, open_term);
    return cli_usage(cli, "term open FROM TO --key K [--date FORMED] | list, --community CODE");
}

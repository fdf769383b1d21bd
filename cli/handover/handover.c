/* handover: what is handed over, item by item, by when, and what is missing. */
#include "ledger/handover/handover.h"

#include "base/number.h"
#include "cli/oversight/moves.h"
#include "cli/render.h"
#include "ledger/people/community.h"
#include "ledger/people/person.h"
#include "reports/handover/handover_register.h"

#include <string.h>

enum { OUT_MAX = 16 << 20 };

/* ---- output ---- */

static void put_day(struct buffer *out, const char *name, day on)
{
    if (on != 0)
        json_put_date(out, name, on);
    else
        json_put_null(out, name);
}

static void put_item(struct buffer *out, const struct handover_item *item, size_t at)
{
    static const char *const states[] = {[0] = "open",
                                         [HANDOVER_GIVEN] = "given",
                                         [HANDOVER_RECEIVED] = "received",
                                         [HANDOVER_SIGNED] = "signed",
                                         [HANDOVER_MISSING] = "missing"};
    json_open_object(out, NULL);
    json_put_unsigned(out, "item", at);
    json_put_string(out, "kind", handover_item_code(item->kind));
    json_put_string(out, "text", item->text);
    cli_put_number(out, "record", item->record);
    cli_put_number(out, "number", item->number);
    if (item->amount.present)
        json_put_money(out, "amount", FEN(item->amount.value));
    else
        json_put_null(out, "amount");
    json_put_string(out, "state", states[item->marks]);
    put_day(out, "given_on", item->given_on);
    put_day(out, "received_on", item->received_on);
    json_put_string(out, "reason", item->reason[0] ? item->reason : NULL);
    json_put_bool(out, "in_force", item->in_force);
    json_close_object(out);
}

static void put_handover(struct buffer *out, const struct handover *handover)
{
    const struct handover_head *head = &handover->head;
    char id[UUID_TEXT];
    uuid_format(&head->handover, id);
    json_open_object(out, NULL);
    json_put_unsigned(out, "seq", head->seq);
    json_put_string(out, "handover", id);
    json_put_string(out, "kind", handover_kind_code(head->kind));
    json_put_string(out, "state", moves_state_name(moves_get("handover"), head->state));
    json_put_string(out, "giver", handover->giver_name);
    json_put_string(out, "receiver", handover->receiver_name);
    json_put_string(out, "body", handover_body_code(handover->body));
    json_put_date(out, "left_on", head->left_on);
    cli_put_date(out, "due_on", head->due);
    put_day(out, "closed_on", head->closed_on);
    json_put_number(out, "days_late", handover->days_late);
    cli_put_number(out, "term", head->term);
    json_put_unsigned(out, "size", handover->size);
    json_put_hex(out, "root", BYTES(handover->root.b, sizeof handover->root.b));
    json_put_unsigned(out, "open", handover->open);
    json_put_unsigned(out, "missing", handover->missing);
    json_put_string(out, "reason", handover->reason[0] ? handover->reason : NULL);
    json_open_array(out, "items");
    for (size_t i = 0; i < handover->count; i++)
        put_item(out, &handover->items[i], i + 1);
    json_close_array(out);
    cli_put_moves(out, moves_get("handover"), head->state);
    json_close_object(out);
}

static void print_head(const struct cli *cli)
{
    (void)printf(
        "%s\n",
        cli_text(
            cli, "记录      届满或离任  移交期限    完成        事由  状态  移交人 → 接收人  未签  缺失  逾期天数",
            "record    left        due         completed   kind  state  giver → receiver  open  missing  days late"));
}

static void print_handover(const struct cli *cli, const struct handover *handover)
{
    const struct handover_head *head = &handover->head;
    char left[DATE_TEXT], due[DATE_TEXT] = "–         ", closed[DATE_TEXT] = "–         ";
    date_format(head->left_on, left);
    if (head->due.present)
        date_format((day)head->due.value, due);
    if (head->closed_on != 0)
        date_format(head->closed_on, closed);
    (void)printf("#%-8llu %s  %s  %s  %s  %s  %s → %s（%s）  %zu  %zu  %d  %s\n", (unsigned long long)head->seq, left,
                 due, closed, handover_kind_name(head->kind, cli->language),
                 handover_state_name(head->state, cli->language), handover->giver_name, handover->receiver_name,
                 handover_body_name(handover->body, cli->language), handover->open, handover->missing,
                 handover->days_late, handover->reason);
}

static void print_item(const struct cli *cli, const struct handover_item *item, size_t at)
{
    char amount[MONEY_TEXT] = "", number[24] = "", record[24] = "";
    if (item->amount.present)
        money_format_grouped(FEN(item->amount.value), amount);
    if (item->number.present)
        (void)snprintf(number, sizeof number, "%lld", (long long)item->number.value);
    if (item->record.present)
        (void)snprintf(record, sizeof record, "#%lld", (long long)item->record.value);
    (void)printf("%4zu %s  %s  %s %s %s %s %s\n", at, handover_mark_name(item->marks, cli->language),
                 handover_item_name(item->kind, cli->language), item->text, record, number, amount, item->reason);
    if (item->in_force)
        (void)printf("     %s\n", cli_text(cli, "提醒：移交后仍有效，请用 mingzhang role finish 结束",
                                           "warning: it still works; end it with mingzhang role finish"));
}

static RESULT show(struct cli *cli, const char *name)
{
    struct handover handover;
    struct buffer out;
    TRY(handover_find(&cli->ctx, cli->community, name, &handover));
    if (!cli->json) {
        print_head(cli);
        print_handover(cli, &handover);
        for (size_t i = 0; i < handover.count; i++)
            print_item(cli, &handover.items[i], i + 1);
        cli_print_moves(cli, moves_get("handover"), handover.head.state);
        return OK;
    }
    buffer_init(&out, cli->arena, OUT_MAX);
    put_handover(&out, &handover);
    return cli_print_json(&out);
}

static RESULT show_handover(struct cli *cli)
{
    struct community community;
    TRY(community_get(&cli->ctx, cli->community, &community));
    return show(cli, cli->args[1]);
}

static RESULT list_handovers(struct cli *cli)
{
    struct community community;
    struct handover *list;
    struct buffer out;
    size_t count;
    TRY(community_get(&cli->ctx, cli->community, &community));
    TRY(handover_list(&cli->ctx, cli->community, &list, &count));
    buffer_init(&out, cli->arena, OUT_MAX);
    json_open_array(&out, NULL);
    if (!cli->json)
        print_head(cli);
    for (size_t i = 0; i < count; i++) {
        put_handover(&out, &list[i]);
        if (!cli->json)
            print_handover(cli, &list[i]);
    }
    json_close_array(&out);
    return cli->json ? cli_print_json(&out) : OK;
}

/* ---- open ---- */

static RESULT open(struct cli *cli)
{
    struct handover_open_in in = {.community = cli->community,
                                  .key = cli->key,
                                  .body = HANDOVER_TO_successor,
                                  .giver = cli->name,
                                  .receiver = cli->by,
                                  .free = &cli->args[3],
                                  .free_count = cli->arg_count - 3};
    struct person person;
    const char *name;
    uint64_t seq;
    error_set(&cli->ctx.error, "value", "%s", cli->args[1]);
    if (!handover_kind_parse(cli->args[1], &in.kind))
        return REFUSE(handover, kind);
    error_set(&cli->ctx.error, "value", "%s", cli->kind ? cli->kind : "");
    if (cli->kind && !handover_body_parse(cli->kind, &in.body))
        return REFUSE(handover, kind);
    error_set(&cli->ctx.error, "value", "%s", cli->args[2]);
    TRY(date_parse(cli->args[2], &in.left_on));
    TRY(person_act(&cli->ctx, cli->community, cli->as, &person));
    TRY(handover_open(&cli->ctx, &in, &seq));
    TRY(arena_print(cli->arena, &name, "#%llu", (unsigned long long)seq));
    return show(cli, name);
}

/* ---- moves ---- */

/* "3" or "5-9". */
static RESULT read_items(struct cli *cli, const char *text, size_t *items, size_t *count)
{
    const char *dash = strchr(text, '-');
    const char *head = text;
    int64_t first, last;
    error_set(&cli->ctx.error, "handover", "%s", cli->args[1]);
    error_set(&cli->ctx.error, "value", "%s", text);
    error_set(&cli->ctx.error, "reason", "写 3 或 5-9 write 3 or 5-9");
    if (dash)
        TRY(arena_text(cli->arena, text, (size_t)(dash - text), &head));
    if (FAILED(number_parse(head, 1, HANDOVER_ITEMS_MAX, &first)))
        return REFUSE(handover, item);
    last = first;
    if (dash && FAILED(number_parse(dash + 1, first, HANDOVER_ITEMS_MAX, &last)))
        return REFUSE(handover, item);
    for (int64_t item = first; item <= last && *count < HANDOVER_ITEMS_MAX; item++)
        items[(*count)++] = (size_t)item;
    return OK;
}

static RESULT move(struct cli *cli)
{
    size_t items[HANDOVER_ITEMS_MAX];
    struct handover_move_in in = {.community = cli->community,
                                  .key = cli->key,
                                  .handover = cli->args[1],
                                  .verb = cli->args[0],
                                  .reason = cli->reason,
                                  .items = items};
    struct person person;
    for (size_t i = 2; i < cli->arg_count; i++)
        TRY(read_items(cli, cli->args[i], items, &in.count));
    TRY(person_act(&cli->ctx, cli->community, cli->as, &person));
    TRY(handover_move(&cli->ctx, &in));
    return show(cli, cli->args[1]);
}

/* ---- the register as printed ---- */

static RESULT write_register(struct cli *cli)
{
    enum cli_format format;
    struct report *report;
    struct bytes content;
    FILE *file;
    (void)cli_format(cli, &format);
    TRY(cli_create(cli, cli->out, &file));
    TRY(cli_open(cli, "mz_app", false));
    TRY(handover_register(&cli->ctx, cli->community, cli->args[1], cli->language, &report));
    TRY(cli_render(cli, format, report, &content));
    return cli_write(cli, cli->out, file, content);
}

static bool is_move(const struct cli *cli, const char *what)
{
    if (strcmp(what, "sign") == 0 || strcmp(what, "miss") == 0)
        return cli->arg_count >= 2;
    return cli->arg_count == 2 && (strcmp(what, "complete") == 0 || strcmp(what, "cancel") == 0);
}

static int usage(struct cli *cli)
{
    return cli_usage(cli, "handover open term|member|manager LEFT-ON [ITEM…] --name GIVER --by RECEIVER [--kind "
                          "successor|property_committee|residents_committee] --key K | sign N [ITEM…] | miss N ITEM… "
                          "--reason R | complete N | cancel N --reason R, --as WHO | list | show N | register N "
                          "[--format html|csv|json|xlsx|pdf] [--out FILE], --community CODE");
}

int verb_handover(struct cli *cli)
{
    const char *what = cli->arg_count > 0 ? cli->args[0] : "list";
    enum cli_format format;
    if (cli->community == 0)
        return usage(cli);
    if (cli->arg_count <= 1 && strcmp(what, "list") == 0)
        return cli_in_session(cli, list_handovers);
    if (cli->arg_count == 2 && strcmp(what, "show") == 0)
        return cli_in_session(cli, show_handover);
    if (cli->arg_count == 2 && strcmp(what, "register") == 0 && cli_format(cli, &format))
        return cli_finish(cli, write_register(cli));
    if (cli->as && cli->key && cli->name && cli->by && cli->arg_count >= 3 && strcmp(what, "open") == 0)
        return cli_in_session(cli, open);
    if (cli->as && is_move(cli, what))
        return cli_in_session(cli, move);
    return usage(cli);
}

/* entry: posting from a JSON file, listing, red-letter reversal. */
#include "ledger/book/entry_json.h"
#include "ledger/book/reversal.h"

#include "base/digest.h"
#include "base/json.h"
#include "base/number.h"
#include "cli/cli.h"
#include "ledger/matter/document.h"
#include "ledger/people/community.h"

#include <string.h>

enum { FILE_MAX = 16 << 20, LISTED = 50 };

static const char *const file_members[] = {"entries", NULL};

static RESULT read_entries(struct cli *cli, const struct json *json, struct entry_in **ret_entries, size_t *ret_count)
{
    const struct json_value *array;
    struct entry_in *entries;
    TRY(json_members(&cli->ctx, json_root(json), "", file_members));
    TRY(json_get_array(&cli->ctx, json_root(json), "", "entries", &array));
    TRY(ARENA_TAKE(cli->arena, json_count(array) + 1, &entries));
    for (size_t i = 0; i < json_count(array); i++) {
        char pointer[48];
        (void)snprintf(pointer, sizeof pointer, "/entries/%zu", i);
        entries[i] = (struct entry_in){.community = cli->community};
        TRY(entry_read(&cli->ctx, json_at(array, i), pointer, &entries[i]));
    }
    *ret_entries = entries;
    *ret_count = json_count(array);
    return OK;
}

static void print_posted(struct cli *cli, const struct entry_out *out, size_t count)
{
    for (size_t i = 0; i < count; i++)
        (void)printf("%zu  #%llu%s\n", i + 1, (unsigned long long)out[i].seq, cli_replayed(cli, out[i].replayed));
}

static RESULT post(struct cli *cli, struct bytes file)
{
    CLEANUP(json_free) struct json *json = NULL;
    struct entry_in *entries;
    struct entry_out *out;
    size_t count;
    error_set(&cli->ctx.error, "file", "%s", cli->args[1]);
    TRY(json_parse(&cli->ctx, file, &json));
    TRY(read_entries(cli, json, &entries, &count));
    TRY(ARENA_TAKE(cli->arena, count + 1, &out));
    TRY(community_act(&cli->ctx, cli->community, ACTOR_PERSON));
    TRY(entry_post(&cli->ctx, entries, count, out));
    print_posted(cli, out, count);
    return OK;
}

static RESULT reverse(struct cli *cli)
{
    struct reversal_in in = {
        .community = cli->community, .summary = cli->summary, .booking_date = ctx_today(&cli->ctx)};
    struct entry_out out;
    const char *key;
    if (cli->date) {
        error_set(&cli->ctx.error, "value", "%s", cli->date);
        TRY(date_parse(cli->date, &in.booking_date));
    }
    TRY(entry_find(&cli->ctx, cli->community, cli->args[1], &in.seq));
    TRY(arena_print(cli->arena, &key, "reverse-%llu",
                    (unsigned long long)in.seq)); /* an entry is reversed once: its seq is the key */
    in.key = cli->key ? cli->key : key;
    TRY(community_act(&cli->ctx, cli->community, ACTOR_PERSON));
    TRY(reversal_post(&cli->ctx, &in, &out));
    print_posted(cli, &out, 1);
    return OK;
}

static RESULT list(struct cli *cli)
{
    struct entry_listed *items;
    struct community community;
    size_t count;
    TRY(community_get(&cli->ctx, cli->community, &community));
    TRY(entry_list(&cli->ctx, cli->community, LISTED, &items, &count));
    for (size_t i = 0; i < count; i++) {
        char number[ENTRY_NUMBER_TEXT], date[DATE_TEXT], amount[MONEY_TEXT], documents[48] = "";
        entry_number_format(items[i].fund, items[i].word, items[i].series, items[i].number, number);
        date_format(items[i].booking_date, date);
        money_format_grouped(items[i].amount, amount);
        if (items[i].documents > 0)
            (void)snprintf(documents, sizeof documents, "  %s %lld", cli_text(cli, "附件", "documents"),
                           (long long)items[i].documents);
        (void)printf("%s  %s  %14s  %s%s%s\n", date, number, amount,
                     items[i].entry_type == ENTRY_RED_LETTER ? "〔红〕" : "", items[i].summary, documents);
    }
    return OK;
}

int verb_entry(struct cli *cli)
{
    const char *what = cli->arg_count > 0 ? cli->args[0] : "list";
    const bool posting = strcmp(what, "post") == 0, reversing = strcmp(what, "reverse") == 0;
    if ((!posting && !reversing && strcmp(what, "list") != 0) || cli->community == 0 ||
        ((posting || reversing) && cli->arg_count != 2))
        return cli_usage(cli, "entry post FILE | reverse NUMBER | list, --community CODE");
    struct bytes file = {NULL, 0};
    result done = posting ? cli_read_file(cli, cli->args[1], FILE_MAX, &file) : OK;
    if (!FAILED(done))
        done = cli_open(cli, "mz_app", false);
    if (!FAILED(done))
        done = posting ? post(cli, file) : reversing ? reverse(cli) : list(cli);
    return cli_finish(cli, done);
}

/* entry: posting from a JSON file, listing, red-letter reversal. */
#include "ledger/book/reversal.h"

#include "base/digest.h"
#include "base/json.h"
#include "base/number.h"
#include "cli/cli.h"
#include "ledger/matter/document.h"
#include "ledger/people/community.h"

#include <string.h>

enum { FILE_MAX = 16 << 20, LISTED = 50 };

/* {"entries":[{"key","date","original_date"?,"summary","payee"?,
 *   "documents"?:[{"document": id or SHA-256, "amount"?}],
 *   "lines":[{"fund","account","debit"|"credit","summary"?,"bank_account"?,"stream"?}]}]} */
static const char *const file_members[] = {"entries", NULL};
static const char *const entry_members[] = {"key",   "date",      "original_date", "summary",
                                            "payee", "documents", "lines",         NULL};
static const char *const document_members[] = {"document", "amount", NULL};
static const char *const line_members[] = {"fund",    "account",      "debit",  "credit",
                                           "summary", "bank_account", "stream", NULL};

static RESULT missing(struct ctx *ctx, const char *pointer, const char *name)
{
    error_set(&ctx->error, "pointer", "%s/%s", pointer, name);
    return REFUSE(field, required);
}

/* Exactly one of debit and credit. */
static RESULT read_amount(struct ctx *ctx, const struct json_value *value, const char *pointer,
                          struct entry_line_in *line)
{
    const bool debit = json_member(value, "debit") != NULL, credit = json_member(value, "credit") != NULL;
    if (debit == credit)
        return missing(ctx, pointer, "debit|credit");
    line->side = debit ? SIDE_DEBIT : SIDE_CREDIT;
    return json_get_money(ctx, value, pointer, debit ? "debit" : "credit", &line->amount);
}

static RESULT read_dimensions(struct ctx *ctx, const struct json_value *value, const char *pointer,
                              struct entry_line_in *line)
{
    static const struct {
        const char *name;
        uint16_t dimension;
    } known[] = {{"bank_account", DIMENSION_BANK_ACCOUNT}, {"stream", DIMENSION_STREAM}};
    for (size_t i = 0; i < LENGTH(known); i++) {
        int64_t number;
        const struct json_value *member = json_member(value, known[i].name);
        if (!member)
            continue;
        if (!json_as_integer(member, &number) || number < 0) {
            error_set(&ctx->error, "pointer", "%s/%s", pointer, known[i].name);
            error_set(&ctx->error, "expected", "整数 number");
            return REFUSE(field, type);
        }
        line->dimensions[line->dimension_count++] = (struct entry_dimension_in){known[i].dimension, (uint64_t)number};
    }
    return OK;
}

static RESULT read_line(struct ctx *ctx, const struct json_value *value, const char *pointer,
                        struct entry_line_in *line)
{
    const char *fund;
    TRY(json_members(ctx, value, pointer, line_members));
    TRY(json_get_text(ctx, value, pointer, "fund", &fund));
    error_set(&ctx->error, "fund", "%s", fund);
    TRY(fund_parse(fund, &line->fund));
    TRY(json_get_text(ctx, value, pointer, "account", &line->account));
    TRY(read_amount(ctx, value, pointer, line));
    if (json_member(value, "summary"))
        TRY(json_get_text(ctx, value, pointer, "summary", &line->summary));
    return read_dimensions(ctx, value, pointer, line);
}

static RESULT read_lines(struct ctx *ctx, const struct json_value *value, const char *pointer, struct entry_in *entry)
{
    const struct json_value *array;
    struct entry_line_in *lines;
    TRY(json_get_array(ctx, value, pointer, "lines", &array));
    TRY(ARENA_TAKE(ctx->arena, json_count(array) + 1, &lines));
    for (size_t l = 0; l < json_count(array); l++) {
        char at[96];
        (void)snprintf(at, sizeof at, "%s/lines/%zu", pointer, l);
        TRY(read_line(ctx, json_at(array, l), at, &lines[l]));
    }
    entry->lines = lines;
    entry->line_count = json_count(array);
    return OK;
}

static RESULT read_document(struct ctx *ctx, uint64_t community, const struct json_value *value, const char *pointer,
                            struct attachment_in *attachment)
{
    const char *name;
    struct document document;
    TRY(json_members(ctx, value, pointer, document_members));
    TRY(json_get_text(ctx, value, pointer, "document", &name));
    if (json_member(value, "amount"))
        TRY(json_get_money(ctx, value, pointer, "amount", &attachment->amount));
    TRY(document_find(ctx, community, name, &document));
    attachment->seq = document.seq;
    return OK;
}

static RESULT read_documents(struct ctx *ctx, const struct json_value *value, const char *pointer,
                             struct entry_in *entry)
{
    const struct json_value *array;
    struct attachment_in *documents;
    if (!json_member(value, "documents"))
        return OK;
    TRY(json_get_array(ctx, value, pointer, "documents", &array));
    TRY(ARENA_TAKE(ctx->arena, json_count(array) + 1, &documents));
    for (size_t i = 0; i < json_count(array); i++) {
        char at[96];
        (void)snprintf(at, sizeof at, "%s/documents/%zu", pointer, i);
        TRY(read_document(ctx, entry->community, json_at(array, i), at, &documents[i]));
    }
    entry->documents = documents;
    entry->document_count = json_count(array);
    return OK;
}

static RESULT read_entry(struct ctx *ctx, const struct json_value *value, const char *pointer, struct entry_in *entry)
{
    day original;
    TRY(json_members(ctx, value, pointer, entry_members));
    TRY(json_get_text(ctx, value, pointer, "key", &entry->key));
    TRY(json_get_date(ctx, value, pointer, "date", &entry->booking_date));
    TRY(json_get_text(ctx, value, pointer, "summary", &entry->summary));
    if (json_member(value, "payee"))
        TRY(json_get_text(ctx, value, pointer, "payee", &entry->payee));
    if (json_member(value, "original_date")) {
        TRY(json_get_date(ctx, value, pointer, "original_date", &original));
        entry->original_date = (struct maybe){true, original};
    }
    TRY(read_lines(ctx, value, pointer, entry));
    return read_documents(ctx, value, pointer, entry);
}

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
        entries[i] = (struct entry_in){
            .community = cli->community, .entry_type = ENTRY_ORDINARY, .source = SOURCE_HAND, .word = WORD_GENERAL};
        TRY(read_entry(&cli->ctx, json_at(array, i), pointer, &entries[i]));
    }
    *ret_entries = entries;
    *ret_count = json_count(array);
    return OK;
}

static void print_posted(struct cli *cli, const struct entry_out *out, size_t count)
{
    for (size_t i = 0; i < count; i++)
        (void)printf("%zu  #%llu%s\n", i + 1, (unsigned long long)out[i].seq,
                     out[i].replayed ? cli_text(cli, "  已经入过账，未重复", "  posted before, not repeated") : "");
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

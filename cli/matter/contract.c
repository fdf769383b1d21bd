/* party, asset, contract: who pays for the use of common things, what is promised, earned, booked and banked. */
#include "ledger/matter/contract.h"

#include "base/json.h"
#include "base/number.h"
#include "cli/cli.h"
#include "cli/matter/span.h"
#include "ledger/book/period.h"
#include "ledger/matter/asset.h"
#include "ledger/matter/contract_json.h"
#include "ledger/matter/income_gap.h"
#include "ledger/matter/recognition.h"
#include "ledger/matter/relation.h"
#include "ledger/people/community.h"
#include "ledger/people/party.h"

#include <string.h>

enum { FILE_MAX = 1 << 20, OUT_MAX = 64 << 20 };

static void put_stream(struct buffer *out, uint16_t stream)
{
    char code[8];
    (void)snprintf(code, sizeof code, "P%02u", stream);
    json_put_string(out, "stream", code);
}

/* ---- party ---- */

static void put_party(struct buffer *out, const struct party *party)
{
    char token[UUID_TEXT];
    uuid_format(&party->party, token);
    json_open_object(out, NULL);
    json_put_string(out, "party", token);
    json_put_unsigned(out, "seq", party->seq);
    json_put_string(out, "name", party->name);
    json_put_string(out, "bank_account", party->bank_account[0] ? party->bank_account : NULL);
    json_close_object(out);
}

static void print_party(const struct party *party)
{
    (void)printf("#%-8llu %s  %s\n", (unsigned long long)party->seq, party->name, party->bank_account);
}

static RESULT add_party(struct cli *cli)
{
    const struct party_add_in in = {
        .community = cli->community, .key = cli->key, .name = cli->args[1], .bank_account = cli->number};
    struct party party;
    struct buffer out;
    TRY(party_add(&cli->ctx, &in, &party));
    if (!cli->json) {
        print_party(&party);
        return OK;
    }
    buffer_init(&out, cli->arena, 1 << 16);
    put_party(&out, &party);
    return cli_print_json(&out);
}

static RESULT list_parties(struct cli *cli)
{
    struct party *list;
    struct community community;
    struct buffer out;
    size_t count;
    TRY(community_get(&cli->ctx, cli->community, &community));
    TRY(party_list(&cli->ctx, cli->community, &list, &count));
    buffer_init(&out, cli->arena, OUT_MAX);
    json_open_array(&out, NULL);
    for (size_t i = 0; i < count; i++) {
        put_party(&out, &list[i]);
        if (!cli->json)
            print_party(&list[i]);
    }
    json_close_array(&out);
    return cli->json ? cli_print_json(&out) : OK;
}

/* ---- relations ---- */

static RESULT list_relations(struct cli *cli)
{
    struct relation *list;
    struct community community;
    struct buffer out;
    size_t count;
    TRY(community_get(&cli->ctx, cli->community, &community));
    TRY(relation_list(&cli->ctx, cli->community, &list, &count));
    buffer_init(&out, cli->arena, OUT_MAX);
    json_open_array(&out, NULL);
    for (size_t i = 0; i < count; i++) {
        char token[UUID_TEXT];
        uuid_format(&list[i].subject, token);
        json_open_object(&out, NULL);
        json_put_unsigned(&out, "seq", list[i].seq);
        json_put_unsigned(&out, "party", list[i].party);
        json_put_string(&out, "person", token);
        json_put_string(&out, "words", list[i].words);
        json_put_bool(&out, "disclosed", list[i].disclosed);
        json_close_object(&out);
        if (!cli->json)
            (void)printf("#%-8llu #%llu  %s  %s  %s\n", (unsigned long long)list[i].seq,
                         (unsigned long long)list[i].party, token, list[i].words,
                         list[i].disclosed ? cli_text(cli, "本人披露", "disclosed")
                                           : cli_text(cli, "他人登记", "found by somebody else"));
    }
    json_close_array(&out);
    return cli->json ? cli_print_json(&out) : OK;
}

static RESULT relate(struct cli *cli)
{
    const struct relation_record_in in = {.community = cli->community,
                                          .key = cli->key,
                                          .party = cli->args[1],
                                          .person = cli->args[2],
                                          .words = cli->args[3]};
    struct person person;
    uint64_t seq;
    TRY(person_act(&cli->ctx, cli->community, cli->as, &person));
    TRY(relation_record(&cli->ctx, &in, &seq));
    (void)printf("#%llu\n", (unsigned long long)seq);
    return OK;
}

int verb_party(struct cli *cli)
{
    const char *what = cli->arg_count > 0 ? cli->args[0] : "list";
    if (cli->community != 0 && cli->arg_count == 2 && strcmp(what, "add") == 0)
        return cli_in_session(cli, add_party);
    if (cli->community != 0 && cli->arg_count <= 1 && strcmp(what, "list") == 0)
        return cli_in_session(cli, list_parties);
    if (cli->community != 0 && cli->as && cli->arg_count == 4 && strcmp(what, "relate") == 0)
        return cli_in_session(cli, relate);
    if (cli->community != 0 && cli->arg_count == 1 && strcmp(what, "relations") == 0)
        return cli_in_session(cli, list_relations);
    return cli_usage(cli, "party add NAME [--number ACCOUNT] | list | relate PARTY PERSON WORDS --as WHO | relations, "
                          "--community CODE");
}

/* ---- asset ---- */

static void put_asset(struct buffer *out, const struct asset *asset)
{
    char token[UUID_TEXT];
    uuid_format(&asset->asset, token);
    json_open_object(out, NULL);
    json_put_string(out, "asset", token);
    json_put_unsigned(out, "seq", asset->seq);
    json_put_string(out, "kind", asset_kind_code(asset->kind));
    put_stream(out, asset->stream);
    json_put_number(out, "count", asset->count);
    json_put_string(out, "place", asset->place);
    json_put_date(out, "from", asset->from_date);
    json_close_object(out);
}

static void print_asset(const struct cli *cli, const struct asset *asset)
{
    char date[DATE_TEXT];
    date_format(asset->from_date, date);
    (void)printf("#%-8llu %s P%02u %8u %s  %s\n", (unsigned long long)asset->seq, date, asset->stream, asset->count,
                 asset_kind_name(asset->kind, cli->language), asset->place);
}

static RESULT add_asset(struct cli *cli)
{
    struct asset_add_in in = {.community = cli->community, .key = cli->key, .place = cli->args[3]};
    struct asset asset;
    struct buffer out;
    int64_t stream = 0;
    error_set(&cli->ctx.error, "value", "%s", cli->args[1]);
    TRY(asset_kind_parse(cli->args[1], &in.kind));
    error_set(&cli->ctx.error, "value", "%s", cli->args[2]);
    TRY(number_parse(cli->args[2], 0, INT32_MAX, &in.count));
    if (cli->arg_count == 5) {
        error_set(&cli->ctx.error, "value", "%s", cli->args[4]);
        if (cli->args[4][0] != 'P' || FAILED(number_parse(cli->args[4] + 1, 1, STREAM_MAX, &stream)))
            return REFUSE(contract, stream);
    }
    in.stream = (uint16_t)stream;
    TRY(cli_date(cli, &in.from));
    TRY(asset_add(&cli->ctx, &in, &asset));
    if (!cli->json) {
        print_asset(cli, &asset);
        return OK;
    }
    buffer_init(&out, cli->arena, 1 << 16);
    put_asset(&out, &asset);
    return cli_print_json(&out);
}

static RESULT list_assets(struct cli *cli)
{
    struct asset *list;
    struct community community;
    struct buffer out;
    size_t count;
    TRY(community_get(&cli->ctx, cli->community, &community));
    TRY(asset_list(&cli->ctx, cli->community, &list, &count));
    buffer_init(&out, cli->arena, OUT_MAX);
    json_open_array(&out, NULL);
    for (size_t i = 0; i < count; i++) {
        put_asset(&out, &list[i]);
        if (!cli->json)
            print_asset(cli, &list[i]);
    }
    json_close_array(&out);
    return cli->json ? cli_print_json(&out) : OK;
}

int verb_asset(struct cli *cli)
{
    const char *what = cli->arg_count > 0 ? cli->args[0] : "list";
    if (cli->community != 0 && (cli->arg_count == 4 || cli->arg_count == 5) && strcmp(what, "add") == 0)
        return cli_in_session(cli, add_asset);
    if (cli->community != 0 && cli->arg_count <= 1 && strcmp(what, "list") == 0)
        return cli_in_session(cli, list_assets);
    return cli_usage(cli, "asset add KIND COUNT PLACE [STREAM] [--date D] | list, --community CODE");
}

/* ---- contract ---- */

static void put_contract(struct buffer *out, const struct contract *contract)
{
    char id[UUID_TEXT];
    uuid_format(&contract->contract, id);
    json_open_object(out, NULL);
    json_put_string(out, "contract", id);
    json_put_unsigned(out, "seq", contract->seq);
    json_put_string(out, "party", contract->party);
    put_stream(out, contract->stream);
    json_put_date(out, "from", contract->from_date);
    json_put_date(out, "to", contract->to_date);
    json_put_unsigned(out, "document", contract->document_seq);
    if (contract->ended_on.present) {
        json_put_date(out, "ended_on", (day)contract->ended_on.value);
        json_put_string(out, "reason", contract_reason_code((int)contract->end_reason.value));
    }
    json_close_object(out);
}

static void print_contract(const struct cli *cli, const struct contract *contract)
{
    char from[DATE_TEXT], to[DATE_TEXT];
    date_format(contract->from_date, from);
    date_format(contract->to_date, to);
    (void)printf("#%-8llu P%02u %s %s  %s  %s", (unsigned long long)contract->seq, contract->stream, from, to,
                 stream_name(contract->stream, cli->language), contract->party);
    if (contract->ended_on.present) {
        date_format((day)contract->ended_on.value, to);
        (void)printf("  %s %s", contract_reason_name((int)contract->end_reason.value, cli->language), to);
    }
    (void)printf("\n");
}

static RESULT show_contract(struct cli *cli, const struct contract *contract)
{
    struct buffer out;
    if (!cli->json) {
        print_contract(cli, contract);
        return OK;
    }
    buffer_init(&out, cli->arena, 1 << 16);
    put_contract(&out, contract);
    return cli_print_json(&out);
}

static RESULT add_contract(struct cli *cli, struct bytes file)
{
    CLEANUP(json_free) struct json *json = NULL;
    struct contract_record_in in = {.community = cli->community, .key = cli->key};
    struct contract contract;
    error_set(&cli->ctx.error, "file", "%s", cli->args[1]);
    TRY(json_parse(&cli->ctx, file, &json));
    TRY(contract_read(&cli->ctx, json_root(json), &in));
    TRY(contract_record(&cli->ctx, &in, &contract));
    return show_contract(cli, &contract);
}

static int add_file(struct cli *cli)
{
    struct bytes file = {NULL, 0};
    result done = cli_read_file(cli, cli->args[1], FILE_MAX, &file);
    if (!FAILED(done))
        done = cli_open(cli, "mz_app", false);
    return cli_finish(cli, FAILED(done) ? done : add_contract(cli, file));
}

static RESULT list_contracts(struct cli *cli)
{
    struct contract *list;
    struct community community;
    struct buffer out;
    size_t count;
    TRY(community_get(&cli->ctx, cli->community, &community));
    TRY(contract_list(&cli->ctx, cli->community, &list, &count));
    buffer_init(&out, cli->arena, OUT_MAX);
    json_open_array(&out, NULL);
    for (size_t i = 0; i < count; i++) {
        put_contract(&out, &list[i]);
        if (!cli->json)
            print_contract(cli, &list[i]);
    }
    json_close_array(&out);
    return cli->json ? cli_print_json(&out) : OK;
}

static RESULT end_contract(struct cli *cli)
{
    struct contract_end_in in = {.community = cli->community, .contract = cli->args[1]};
    struct contract contract;
    const char *reason = cli->reason ? cli->reason : "agreed";
    error_set(&cli->ctx.error, "value", "%s", reason);
    TRY(contract_reason_parse(reason, &in.reason));
    TRY(cli_date(cli, &in.on));
    TRY(contract_end(&cli->ctx, &in, &contract));
    return show_contract(cli, &contract);
}

static RESULT list_dues(struct cli *cli)
{
    struct contract_span span;
    struct contract_due *list;
    struct community community;
    struct buffer out;
    size_t count;
    TRY(span_read(cli, &span));
    TRY(community_get(&cli->ctx, cli->community, &community));
    TRY(contract_due_list(&cli->ctx, cli->community, &span, &list, &count));
    buffer_init(&out, cli->arena, OUT_MAX);
    json_open_array(&out, NULL);
    for (size_t i = 0; i < count; i++) {
        char date[DATE_TEXT], amount[MONEY_TEXT];
        date_format(list[i].due, date);
        money_format_grouped(list[i].amount, amount);
        if (!cli->json)
            (void)printf("#%-8llu %s %14s%s\n", (unsigned long long)list[i].contract_seq, date, amount,
                         list[i].cancelled ? cli_text(cli, "  已终止", "  cancelled") : "");
        json_open_object(&out, NULL);
        json_put_unsigned(&out, "contract", list[i].contract_seq);
        json_put_string(&out, "due", date);
        json_put_money(&out, "amount", list[i].amount);
        json_put_bool(&out, "cancelled", list[i].cancelled);
        json_close_object(&out);
    }
    json_close_array(&out);
    return cli->json ? cli_print_json(&out) : OK;
}

/* ---- recognise ---- */

static void show_recognition(struct cli *cli, const struct recognition *one, struct buffer *out)
{
    char amount[MONEY_TEXT], left[MONEY_TEXT];
    money_format_grouped(one->amount, amount);
    money_format_grouped(one->left, left);
    if (!cli->json)
        (void)printf("#%-8llu %14s %14s  %s%s\n", (unsigned long long)one->contract->seq, amount, left,
                     one->contract->party,
                     one->done ? cli_text(cli, "  本月已确认，未重复", "  done before, not repeated") : "");
    json_open_object(out, NULL);
    json_put_unsigned(out, "contract", one->contract->seq);
    put_stream(out, one->contract->stream);
    json_put_money(out, "amount", one->amount);
    json_put_money(out, "left", one->left);
    json_put_bool(out, "done", one->done);
    if (one->seq > 0)
        json_put_unsigned(out, "seq", one->seq);
    json_close_object(out);
}

static RESULT recognise(struct cli *cli)
{
    struct recognition_in in = {.community = cli->community};
    struct recognition *list;
    struct buffer out;
    size_t count;
    TRY(period_parse(&cli->ctx, cli->args[1], &in.month));
    if (cli->dry_run)
        TRY(recognition_preview(&cli->ctx, &in, &list, &count));
    else
        TRY(recognition_run(&cli->ctx, &in, &list, &count));
    if (!cli->json)
        (void)printf("%s\n", cli_text(cli, "合同          本月确认       尚未实现  往来单位",
                                      "contract   recognised now   still prepaid  party"));
    buffer_init(&out, cli->arena, OUT_MAX);
    json_open_array(&out, NULL);
    for (size_t i = 0; i < count; i++)
        show_recognition(cli, &list[i], &out);
    json_close_array(&out);
    return cli->json ? cli_print_json(&out) : OK;
}

/* ---- expected, booked, banked ---- */

static void show_gap(struct cli *cli, const struct income_gap *gap, struct buffer *out)
{
    char month[PERIOD_NAME], texts[4][MONEY_TEXT];
    period_format(gap->month, month);
    money_format_grouped(gap->expected, texts[0]);
    money_format_grouped(gap->booked, texts[1]);
    money_format_grouped(gap->banked, texts[2]);
    money_format_grouped(FEN(gap->expected.fen - gap->banked.fen), texts[3]);
    if (!cli->json)
        (void)printf("P%02u %s %14s %14s %14s %14s  %s\n", gap->stream, month, texts[0], texts[1], texts[2], texts[3],
                     stream_name(gap->stream, cli->language));
    json_open_object(out, NULL);
    put_stream(out, gap->stream);
    json_put_string(out, "month", month);
    json_put_money(out, "expected", gap->expected);
    json_put_money(out, "booked", gap->booked);
    json_put_money(out, "banked", gap->banked);
    json_close_object(out);
}

static RESULT list_expected(struct cli *cli)
{
    struct contract_span span;
    struct income_gap *list;
    struct buffer out;
    size_t count;
    TRY(span_read(cli, &span));
    TRY(income_gap_list(&cli->ctx, cli->community, &span, &list, &count));
    if (!cli->json)
        (void)printf("%s\n",
                     cli_text(cli, "来源  月份         合同应收           入账           到账       应收未到  名称",
                              "stream month        expected         booked         banked    not arrived  name"));
    buffer_init(&out, cli->arena, OUT_MAX);
    json_open_array(&out, NULL);
    for (size_t i = 0; i < count; i++)
        show_gap(cli, &list[i], &out);
    json_close_array(&out);
    return cli->json ? cli_print_json(&out) : OK;
}

/* True when the first word of a use is this one. */
static bool begins_with(const char *use, const char *word)
{
    const size_t length = strlen(word);
    return length > 0 && strncmp(use, word, length) == 0 && (use[length] == '\0' || use[length] == ' ');
}

int verb_contract(struct cli *cli)
{
    static const struct {
        const char *use;
        size_t args;
        bool period;
        RESULT (*run)(struct cli *cli);
    } kinds[] = {{"list", 1, false, list_contracts},
                 {"end ID", 2, false, end_contract},
                 {"due", 1, true, list_dues},
                 {"recognise MONTH", 2, false, recognise},
                 {"expected", 1, true, list_expected}};
    const char *what = cli->arg_count > 0 ? cli->args[0] : "list";
    const size_t args = cli->arg_count > 0 ? cli->arg_count : 1;
    if (cli->community != 0 && args == 2 && strcmp(what, "add") == 0)
        return add_file(cli);
    for (size_t i = 0; cli->community != 0 && i < LENGTH(kinds); i++)
        if (args == kinds[i].args && begins_with(kinds[i].use, what) && (cli->period || !kinds[i].period))
            return cli_in_session(cli, kinds[i].run);
    return cli_usage(cli, "contract add FILE | list | end ID [--date D] [--reason R] | due --period P | recognise "
                          "YYYY-MM [--dry-run] | expected --period P, --community CODE");
}

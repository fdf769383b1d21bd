/* document: archiving source documents, listing them, reading them back, and who may see them. */
#include "ledger/matter/document.h"

#include "base/digest.h"
#include "cli/cli.h"
#include "ledger/book/attachment.h"
#include "ledger/people/community.h"

#include <string.h>

enum { READ_MAX = 64 << 20 }; /* somewhat more than is archived, so that the refusal is the document's own */

static RESULT read_amount(struct cli *cli, struct maybe *ret_amount)
{
    money amount;
    if (!cli->amount)
        return OK;
    error_set(&cli->ctx.error, "value", "%s", cli->amount);
    TRY(money_parse(cli->amount, &amount));
    *ret_amount = (struct maybe){true, amount.fen};
    return OK;
}

static RESULT read_date(struct cli *cli, struct maybe *ret_date)
{
    day date;
    if (!cli->date)
        return OK;
    error_set(&cli->ctx.error, "value", "%s", cli->date);
    TRY(date_parse(cli->date, &date));
    *ret_date = (struct maybe){true, date};
    return OK;
}

static RESULT read_in(struct cli *cli, struct document_archive_in *in)
{
    if (cli->kind) {
        error_set(&cli->ctx.error, "value", "%s", cli->kind);
        TRY(document_type_parse(cli->kind, &in->type));
    }
    if (cli->visibility) {
        error_set(&cli->ctx.error, "value", "%s", cli->visibility);
        TRY(visibility_parse(cli->visibility, &in->visibility));
    }
    TRY(read_amount(cli, &in->amount));
    return read_date(cli, &in->issued_on);
}

static void put_document(struct buffer *out, const struct document *d)
{
    char id[UUID_TEXT], date[DATE_TEXT];
    uuid_format(&d->document, id);
    json_put_string(out, "document", id);
    json_put_hex(out, "sha256", BYTES(d->sha256.b, sizeof d->sha256.b));
    json_put_unsigned(out, "seq", d->seq);
    json_put_string(out, "kind", document_type_code(d->type));
    json_put_string(out, "name", d->title);
    json_put_number(out, "length", d->length);
    json_put_string(out, "visibility", visibility_code(d->visibility));
    json_put_string(out, "issuer", d->issuer);
    json_put_string(out, "number", d->number);
    if (d->amount.present)
        json_put_money(out, "amount", FEN(d->amount.value));
    if (d->issued_on.present) {
        date_format((day)d->issued_on.value, date);
        json_put_string(out, "issued_on", date);
    }
    date_format(d->keep_until, date);
    json_put_string(out, "keep_until", date);
    json_put_number(out, "entries", d->entries);
    json_put_money(out, "used", d->used);
}

static void print_line(const struct cli *cli, const struct document *d)
{
    char id[UUID_TEXT], amount[MONEY_TEXT] = "";
    uuid_format(&d->document, id);
    if (d->amount.present)
        money_format_grouped(FEN(d->amount.value), amount);
    (void)printf("%s  %s  %12s  %s  %s\n", id, document_type_name(d->type, cli->language), amount,
                 visibility_name(d->visibility, cli->language), d->title);
}

static RESULT add(struct cli *cli, struct bytes file)
{
    struct document_archive_in in = {.community = cli->community,
                                     .name = cli->args[1],
                                     .file = file,
                                     .type = DOCUMENT_OTHER,
                                     .visibility = VISIBILITY_WITHHELD,
                                     .issuer = cli->issuer,
                                     .number = cli->number};
    struct document document;
    enum file_type type;
    bool existing;
    TRY(read_in(cli, &in));
    TRY(document_archive(&cli->ctx, &in, &document, &existing, &type));
    if (cli->json) {
        struct buffer out;
        buffer_init(&out, cli->arena, 1 << 16);
        json_open_object(&out, NULL);
        put_document(&out, &document);
        json_put_string(&out, "type", file_type_name((int)type));
        json_put_bool(&out, "existing", existing);
        json_close_object(&out);
        return cli_print_json(&out);
    }
    (void)printf("%s（%s）  ",
                 existing ? cli_text(cli, "已经归档过", "archived before") : cli_text(cli, "已归档", "archived"),
                 file_type_name((int)type));
    print_line(cli, &document);
    return OK;
}

static RESULT list(struct cli *cli)
{
    struct document *items;
    struct community community;
    struct buffer out;
    size_t count;
    int64_t missing;
    TRY(community_get(&cli->ctx, cli->community, &community));
    TRY(document_list(&cli->ctx, cli->community, &items, &count));
    TRY(attachment_missing(&cli->ctx, cli->community, &missing));
    buffer_init(&out, cli->arena, 64 << 20);
    json_open_array(&out, NULL);
    for (size_t i = 0; i < count; i++) {
        json_open_object(&out, NULL);
        put_document(&out, &items[i]);
        json_close_object(&out);
        if (!cli->json)
            print_line(cli, &items[i]);
    }
    json_close_array(&out);
    if (cli->json)
        return cli_print_json(&out);
    (void)printf("%s %zu  %s %lld\n", cli_text(cli, "原始凭证", "documents"), count,
                 cli_text(cli, "缺原始凭证的记账凭证", "entries that lack one"), (long long)missing);
    return OK;
}

/* The file itself with --out, what is known of it without. */
static RESULT show(struct cli *cli, FILE *file)
{
    struct document document;
    struct community community;
    struct buffer out;
    struct bytes content;
    TRY(community_get(&cli->ctx, cli->community, &community));
    TRY(document_find(&cli->ctx, cli->community, cli->args[1], &document));
    if (file) {
        TRY(document_content(&cli->ctx, cli->community, &document, &content));
        return cli_write(cli, cli->out, file, content);
    }
    buffer_init(&out, cli->arena, 1 << 16);
    json_open_object(&out, NULL);
    put_document(&out, &document);
    json_close_object(&out);
    if (cli->json)
        return cli_print_json(&out);
    char digest[65];
    hex_encode(BYTES(document.sha256.b, sizeof document.sha256.b), digest);
    print_line(cli, &document);
    (void)printf("SHA-256 %s\n", digest);
    if (document.issuer)
        (void)printf("%s %s  %s %s\n", cli_text(cli, "开具方", "issuer"), document.issuer,
                     cli_text(cli, "号码", "number"), document.number);
    return OK;
}

static RESULT move(struct cli *cli)
{
    struct document document;
    struct document_move_in in = {.community = cli->community, .document = cli->args[1], .reason = cli->summary};
    in.visibility = strcmp(cli->args[0], "publish") == 0 ? VISIBILITY_PUBLIC : VISIBILITY_WITHHELD;
    if (cli->visibility) {
        error_set(&cli->ctx.error, "value", "%s", cli->visibility);
        TRY(visibility_parse(cli->visibility, &in.visibility));
    }
    TRY(document_move(&cli->ctx, &in, &document));
    print_line(cli, &document);
    return OK;
}

static int add_file(struct cli *cli)
{
    struct bytes file = {NULL, 0};
    result done = cli_read_file(cli, cli->args[1], READ_MAX, &file);
    if (!FAILED(done))
        done = cli_open(cli, "mz_app", false);
    return cli_finish(cli, FAILED(done) ? done : add(cli, file));
}

static int show_file(struct cli *cli)
{
    FILE *file = NULL;
    result done = cli->out ? cli_create(cli, cli->out, &file) : OK;
    if (!FAILED(done))
        done = cli_open(cli, "mz_app", false);
    return cli_finish(cli, FAILED(done) ? done : show(cli, file));
}

int verb_document(struct cli *cli)
{
    const char *what = cli->arg_count > 0 ? cli->args[0] : "list";
    if (cli->community != 0 && cli->arg_count <= 1 && strcmp(what, "list") == 0)
        return cli_in_session(cli, list);
    if (cli->community != 0 && cli->arg_count == 2) {
        if (strcmp(what, "add") == 0)
            return add_file(cli);
        if (strcmp(what, "show") == 0)
            return show_file(cli);
        if (strcmp(what, "publish") == 0 || strcmp(what, "withhold") == 0)
            return cli_in_session(cli, move);
    }
    return cli_usage(cli, "document add FILE | list | show ID | publish ID | withhold ID, --community CODE");
}

/* import: a bank's file into the books, with a preview first where asked for. */
#include "importers/import.h"

#include "base/digest.h"
#include "cli/cli.h"
#include "ledger/people/community.h"

#include <string.h>

enum { RULES_MAX = 4 << 20 };

static void print_amount(char out[MONEY_TEXT], money value)
{
    money_format_grouped(value, out);
}

static void print_facts(const struct cli *cli, const struct import_out *out)
{
    char text[MONEY_TEXT], first[DATE_TEXT], last[DATE_TEXT];
    const struct statement *st = &out->statement;
    date_format(st->lines[0].booked_on, first);
    date_format(st->lines[st->count - 1].booked_on, last);
    (void)printf("%s  %s  %s  %s…%s  %u %s  %s\n", out->account.bank, out->account.number,
                 fund_name(out->account.fund, cli->language), first, last, st->count, cli_text(cli, "行", "lines"),
                 st->charset);
    print_amount(text, out->in);
    (void)printf("%s %s", cli_text(cli, "收入", "in"), text);
    print_amount(text, out->out);
    (void)printf("  %s %s", cli_text(cli, "支出", "out"), text);
    if (st->lines[st->count - 1].has_balance) {
        print_amount(text, st->lines[st->count - 1].balance);
        (void)printf("  %s %s", cli_text(cli, "期末余额", "closing balance"), text);
    }
    (void)printf("\n");
}

/* One row of the preview: date, amount, where it goes and by which rule. */
static void print_row(const struct cli *cli, const struct import_row *row)
{
    char date[DATE_TEXT], amount[MONEY_TEXT];
    date_format(row->line->booked_on, date);
    print_amount(amount, row->line->amount);
    if (row->state == IMPORT_SEEN)
        (void)printf("%6u  %s  %14s  %s\n", row->line->row, date, amount, cli_text(cli, "已导入过", "seen before"));
    else if (row->held)
        (void)printf("%6u  %s  %14s  %s  %s\n", row->line->row, date, amount,
                     row->match ? cli_text(cli, "与手工凭证勾对", "matched to an entry")
                                : cli_text(cli, "挂起，待勾对", "held, to be matched"),
                     row->summary);
    else
        (void)printf("%6u  %s  %14s  %-7s %s  〔%s〕\n", row->line->row, date, amount, row->decision.account,
                     row->summary, row->decision.rule);
}

static void print_replayed(const struct cli *cli, const struct import_out *out)
{
    char when[DATE_TEXT];
    const unsigned long long seq = out->received_seq;
    date_format(date_of_inst(out->replayed_at), when);
    if (cli->language == LANGUAGE_ZH)
        (void)printf("这份文件已在 %s 导入过（记录 #%llu），没有重复入账：新增 0，已有 %u。\n", when, seq,
                     out->statement.count);
    else
        (void)printf("this file was imported on %s (record #%llu); nothing posted: new 0, seen before %u.\n", when, seq,
                     out->statement.count);
}

static void print_held(const struct cli *cli, const struct import_out *out)
{
    const uint32_t left = out->held - out->matched;
    if (cli->language == LANGUAGE_ZH)
        (void)printf("没有另记凭证的流水 %u 笔：已勾对 %u，待勾对 %u（mingzhang bank items）。\n", out->held,
                     out->matched, left);
    else
        (void)printf("lines without an entry of their own %u: matched %u, to be matched %u (mingzhang bank items).\n",
                     out->held, out->matched, left);
}

static void print_result(const struct cli *cli, const struct import_out *out)
{
    char amount[MONEY_TEXT];
    print_facts(cli, out);
    if (out->replayed) {
        print_replayed(cli, out);
        return;
    }
    if (out->has_opening) {
        print_amount(amount, out->opening);
        (void)printf("%s %s\n", cli_text(cli, "期初凭证", "opening entry"), amount);
    }
    for (uint32_t i = 0; cli->dry_run && i < out->statement.count; i++)
        print_row(cli, &out->rows[i]);
    const char *said = cli->dry_run ? cli_text(cli, "预览，没有写入：", "preview, nothing written: ")
                                    : cli_text(cli, "已入账：", "posted: ");
    if (cli->language == LANGUAGE_ZH)
        (void)printf("%s新增 %u，已有 %u，其中待核 %u。\n", said, out->fresh, out->seen, out->suspense);
    else
        (void)printf("%snew %u, seen before %u, to be explained %u.\n", said, out->fresh, out->seen, out->suspense);
    if (out->held > 0)
        print_held(cli, out);
}

static void row_json(struct buffer *json, const struct import_row *row)
{
    char date[DATE_TEXT];
    date_format(row->line->booked_on, date);
    json_open_object(json, NULL);
    json_put_unsigned(json, "line", row->line->row);
    json_put_string(json, "state", row->state == IMPORT_NEW ? "new" : "seen");
    json_put_string(json, "date", date);
    json_put_money(json, "amount", row->line->amount);
    json_put_string(json, "summary", row->summary);
    json_put_bool(json, "held", row->held);
    json_put_string(json, "account", row->decision.account);
    json_put_number(json, "stream", row->decision.stream);
    json_put_string(json, "rule", row->decision.rule);
    json_put_unsigned(json, "seq", row->entry_seq);
    json_close_object(json);
}

static RESULT print_json(const struct cli *cli, const struct import_out *out)
{
    struct buffer json;
    struct bytes text;
    buffer_init(&json, cli->arena, 256 << 20);
    json_open_object(&json, NULL);
    json_put_string(&json, "profile", out->statement.profile);
    json_put_string(&json, "bank_account", out->account.number);
    json_put_bool(&json, "dry_run", cli->dry_run);
    json_put_bool(&json, "replayed", out->replayed);
    json_put_unsigned(&json, "rows", out->statement.count);
    json_put_unsigned(&json, "new", out->replayed ? 0 : out->fresh);
    json_put_unsigned(&json, "seen", out->replayed ? out->statement.count : out->seen);
    json_put_unsigned(&json, "suspense", out->suspense);
    json_put_unsigned(&json, "held", out->held);
    json_put_unsigned(&json, "matched", out->matched);
    json_put_money(&json, "in", out->in);
    json_put_money(&json, "out", out->out);
    json_put_unsigned(&json, "seq", out->received_seq);
    json_open_array(&json, "lines");
    for (uint32_t i = 0; i < out->statement.count && !out->replayed; i++)
        row_json(&json, &out->rows[i]);
    json_close_array(&json);
    json_close_object(&json);
    TRY(buffer_done(&json, &text));
    (void)printf("%s\n", (const char *)text.data);
    return OK;
}

static RESULT run(struct cli *cli, struct import_in *in)
{
    struct import_out out;
    TRY(cli_open(cli, "mz_app", false));
    if (cli->as_of) {
        day covers;
        error_set(&cli->ctx.error, "value", "%s", cli->as_of);
        TRY(date_parse(cli->as_of, &covers));
        in->covers = (struct maybe){true, covers};
    }
    TRY(import_file(&cli->ctx, in, &out));
    if (cli->json)
        return print_json(cli, &out);
    print_result(cli, &out);
    return OK;
}

int verb_import(struct cli *cli)
{
    if (cli->arg_count != 1 || cli->community == 0)
        return cli_usage(cli, "import --community CODE [--dry-run] [--rules FILE] [--bank-account N] [--opening] "
                              "[--hold] [--as-of LAST-DAY] FILE");
    struct import_in in = {.community = cli->community,
                           .name = cli->args[0],
                           .bank_account = cli->bank_account,
                           .rules_name = cli->rules,
                           .opening = cli->opening,
                           .hold = cli->hold,
                           .dry_run = cli->dry_run};
    result done = cli_read_file(cli, cli->args[0], STATEMENT_FILE_MAX, &in.file);
    if (!FAILED(done) && cli->rules)
        done = cli_read_file(cli, cli->rules, RULES_MAX, &in.rules);
    if (!FAILED(done))
        done = run(cli, &in);
    return cli_finish(cli, done);
}

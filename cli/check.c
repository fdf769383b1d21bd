/* verify: everything the journal says against everything the tables say. check: the invariants of sql/checks. */
#include "embed/check.h"
#include "audit/desk/verify.h"
#include "base/digest.h"
#include "cli/cli.h"
#include "ledger/people/rule_pack.h"

#include <string.h>
#include <unistd.h>

enum { OUTPUT_MAX = 256 << 20, STATUS_OBJECTED = 4 };

/* ---- verify ---- */

struct verifying {
    struct cli *cli;
    struct report report;
    struct verify_summary *summaries;
    size_t count;
};

static void show_progress(const struct cli *cli, size_t i, size_t count)
{
    if (count > 1 && isatty(STDERR_FILENO) && !cli->json)
        (void)fprintf(stderr, "\r%zu / %zu%s", i, count, i == count ? "\r                    \r" : "");
}

static RESULT verify_all(struct ctx *ctx, void *arg)
{
    struct verifying *v = arg;
    struct rule_packs packs;
    struct verify *verify;
    TRY(rule_pack_load(ctx, NULL, &packs));
    const struct verify_options options = {.packs = packs.packs, .pack_count = packs.count};
    TRY(verify_new(ctx, v->cli->community, &options, &v->report, &verify));
    v->count = verify_count(verify);
    TRY(ARENA_TAKE(ctx->arena, v->count + 1, &v->summaries));
    for (size_t i = 0; i < v->count; i++) {
        show_progress(v->cli, i, v->count);
        TRY(verify_step(ctx, verify, i, &v->summaries[i]));
    }
    show_progress(v->cli, v->count, v->count);
    verify_end(ctx, &verify);
    return OK;
}

static const char *verdict_text(const struct cli *cli, int status)
{
    switch (status) {
    case 0:
        return cli_text(cli, "全部一致", "everything agrees");
    case STATUS_OBJECTED:
        return cli_text(cli, "字节与账表一致，但账务违反规则", "bytes and tables agree, but the books break rules");
    default:
        return cli_text(cli, "完整性被破坏", "integrity is broken");
    }
}

static void print_community(struct buffer *out, const struct verifying *v, const struct verify_summary *summary)
{
    char root[65] = "?", time[INST_TEXT];
    const bool zh = v->cli->language == LANGUAGE_ZH;
    if (summary->has_root)
        hex_encode(BYTES(summary->root.b, sizeof summary->root.b), root);
    inst_format(summary->recorded_at, time);
    buffer_print(out,
                 zh ? "小区 %012llu  记录 %llu 条  凭证 %llu 笔  末条 %s\n  根 %s\n"
                    : "community %012llu  records %llu  entries %llu  last %s\n  root %s\n",
                 (unsigned long long)summary->community, (unsigned long long)summary->records,
                 (unsigned long long)summary->entries, summary->records > 0 ? time : "-", root);
    for (size_t i = 0; i < v->report.findings.count; i++)
        if (v->report.findings.items[i].community == summary->community)
            finding_print(out, &v->report.findings.items[i], v->cli->language);
}

static void print_text(struct buffer *out, const struct verifying *v, int status)
{
    for (size_t i = 0; i < v->count; i++)
        print_community(out, v, &v->summaries[i]);
    if (v->count == 0)
        buffer_print(out, "%s\n", cli_text(v->cli, "还没有小区", "there is no community yet"));
    if (v->report.more > 0)
        buffer_print(out, v->cli->language == LANGUAGE_ZH ? "另有 %llu 处问题\n" : "and %llu more findings\n",
                     (unsigned long long)v->report.more);
    buffer_print(out, "%s%s\n", cli_text(v->cli, "判定：", "verdict: "), verdict_text(v->cli, status));
}

static void put_community(struct buffer *out, const struct verify_summary *summary)
{
    char code[16], time[INST_TEXT];
    (void)snprintf(code, sizeof code, "%012llu", (unsigned long long)summary->community);
    inst_format(summary->recorded_at, time);
    json_open_object(out, NULL);
    json_put_string(out, "community", code);
    json_put_unsigned(out, "records", summary->records);
    json_put_unsigned(out, "entries", summary->entries);
    if (summary->has_root)
        json_put_hex(out, "root", BYTES(summary->root.b, sizeof summary->root.b));
    if (summary->records > 0)
        json_put_string(out, "recorded_at", time);
    json_close_object(out);
}

static void print_json(struct buffer *out, const struct verifying *v, int status)
{
    json_open_object(out, NULL);
    json_open_array(out, "communities");
    for (size_t i = 0; i < v->count; i++)
        put_community(out, &v->summaries[i]);
    json_close_array(out);
    json_open_array(out, "findings");
    for (size_t i = 0; i < v->report.findings.count; i++)
        finding_json(out, &v->report.findings.items[i]);
    json_close_array(out);
    json_put_unsigned(out, "more", v->report.more);
    json_put_string(out, "verdict", verdict_text(v->cli, status));
    json_put_number(out, "status", status);
    json_close_object(out);
    buffer_char(out, '\n');
}

static RESULT run_verify(struct cli *cli, int *ret_status)
{
    struct verifying v = {.cli = cli};
    struct buffer out;
    struct bytes text;
    report_init(&v.report, cli->arena);
    TRY(db_read(&cli->ctx, verify_all, &v));
    *ret_status = report_status(&v.report);
    buffer_init(&out, cli->arena, OUTPUT_MAX);
    if (cli->json)
        print_json(&out, &v, *ret_status);
    else
        print_text(&out, &v, *ret_status);
    TRY(buffer_done(&out, &text));
    return cli_write(cli, NULL, stdout, text);
}

int verb_verify(struct cli *cli)
{
    int status = 0;
    if (cli->arg_count > 0)
        return cli_usage(cli, "verify [--community CODE] [--json]");
    result done = cli_open(cli, "mz_verify", false);
    if (!FAILED(done))
        done = run_verify(cli, &status);
    const int failed = cli_finish(cli, done);
    return failed ? failed : status;
}

/* ---- check ---- */

/* The words behind "-- title: " in the first line of a check. */
static int title_of(const struct embedded *check, const char **ret_title)
{
    static const char mark[] = "-- title: ";
    const char *title = strncmp(check->text, mark, sizeof mark - 1) == 0 ? check->text + sizeof mark - 1 : check->name;
    *ret_title = title;
    return (int)strcspn(title, "\n");
}

static void print_check(const struct cli *cli, struct buffer *out, const struct embedded *check, int64_t rows)
{
    const char *title;
    const int length = title_of(check, &title);
    if (cli->json) {
        json_open_object(out, NULL);
        json_put_string(out, "check", check->name);
        json_put_text(out, "title", BYTES(title, (size_t)length));
        json_put_number(out, "rows", rows);
        json_close_object(out);
        return;
    }
    buffer_print(out, "%s %.*s", rows == 0 ? "✓" : "✗", length, title);
    if (rows > 0)
        buffer_print(out, cli->language == LANGUAGE_ZH ? "：%lld 行违反（%s）" : ": %lld rows (%s)", (long long)rows,
                     check->name);
    buffer_char(out, '\n');
}

struct checking {
    struct cli *cli;
    struct buffer out;
    size_t count, broken;
};

static RESULT check_each(struct ctx *ctx, void *arg)
{
    struct checking *c = arg;
    for (size_t i = 0; check_all[i]; i++) {
        int64_t rows;
        TRY(db_count_rows(ctx, check_all[i], &rows));
        print_check(c->cli, &c->out, check_all[i], rows);
        c->count++;
        c->broken += rows > 0;
    }
    return OK;
}

static RESULT run_checks(struct cli *cli, int *ret_status)
{
    struct checking c = {.cli = cli};
    struct bytes text;
    buffer_init(&c.out, cli->arena, OUTPUT_MAX);
    if (cli->json) {
        json_open_object(&c.out, NULL);
        json_open_array(&c.out, "checks");
    }
    TRY(db_read(&cli->ctx, check_each, &c));
    *ret_status = c.broken > 0 ? STATUS_OBJECTED : 0;
    if (cli->json) {
        json_close_array(&c.out);
        json_put_number(&c.out, "status", *ret_status);
        json_close_object(&c.out);
        buffer_char(&c.out, '\n');
    } else {
        buffer_print(&c.out, cli->language == LANGUAGE_ZH ? "共 %zu 项，%zu 项违反\n" : "%zu checks, %zu broken\n",
                     c.count, c.broken);
    }
    TRY(buffer_done(&c.out, &text));
    return cli_write(cli, NULL, stdout, text);
}

int verb_check(struct cli *cli)
{
    int status = 0;
    if (cli->arg_count > 0)
        return cli_usage(cli, "check [--json]");
    result done = cli_open(cli, "mz_verify", false);
    if (!FAILED(done))
        done = run_checks(cli, &status);
    const int failed = cli_finish(cli, done);
    return failed ? failed : status;
}

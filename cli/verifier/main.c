/* mingzhang-verify: checks an exported journal without database, network or trust in whoever exported it. */
#include "audit/replay/folder.h"
#include "base/digest.h"
#include "base/words.h"

#include <argp.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

enum { VERIFIER_ARENA = 1 << 30, OUTPUT_MAX = 64 << 20, FLAG_JSON = 256, FLAG_LANG, FLAG_BALANCES };

struct verifier {
    const char *verb, *path;
    bool json, balances;
    enum language language;
    struct ctx ctx;
    struct buffer out;
};

static const char *say(const struct verifier *v, const char *zh, const char *en)
{
    return v->language == LANGUAGE_ZH ? zh : en;
}

static int flush(struct verifier *v, int status)
{
    struct bytes text;
    if (FAILED(buffer_done(&v->out, &text)) || fwrite(text.data, 1, text.size, stdout) != text.size ||
        fflush(stdout) != 0)
        return 1;
    return status;
}

static int fail(const struct verifier *v, result failed)
{
    char text[1024];
    error_text(failed.code, &v->ctx.error, v->language, text, sizeof text);
    (void)fprintf(stderr, "%s [%s]\n", text, error_info(failed.code)->name);
    return 1;
}

/* ---- journal ---- */

static void sum_account(const struct books *books, const struct row_account *account, int64_t ret_sums[2])
{
    ret_sums[0] = ret_sums[1] = 0;
    for (size_t i = 0; i < books->balances.count; i++) {
        const struct row_balance *balance = &books->balances.items[i];
        if (balance->account_no.value != account->account_no.value || balance->fund.value != account->fund.value)
            continue;
        (void)__builtin_add_overflow(ret_sums[0], balance->debit_fen.value, &ret_sums[0]);
        (void)__builtin_add_overflow(ret_sums[1], balance->credit_fen.value, &ret_sums[1]);
    }
}

static void print_balance(struct verifier *v, const struct row_account *account, const int64_t sums[2])
{
    char debit[MONEY_TEXT], credit[MONEY_TEXT];
    if (v->json) {
        json_open_object(&v->out, NULL);
        json_put_string(&v->out, "fund", fund_code((int)account->fund.value));
        json_put_text(&v->out, "account", account->code);
        json_put_text(&v->out, "name", account->name);
        json_put_money(&v->out, "debit", FEN(sums[0]));
        json_put_money(&v->out, "credit", FEN(sums[1]));
        json_close_object(&v->out);
        return;
    }
    money_format_grouped(FEN(sums[0]), debit);
    money_format_grouped(FEN(sums[1]), credit);
    buffer_print(&v->out, "  %s  %-8.*s %18s %18s  %.*s\n", fund_code((int)account->fund.value),
                 (int)account->code.size, (const char *)account->code.data, debit, credit, (int)account->name.size,
                 (const char *)account->name.data);
}

static void print_balances(struct verifier *v, const struct books *books)
{
    if (v->json)
        json_open_array(&v->out, "balances");
    else
        buffer_print(&v->out, "%s\n", say(v, "科目发生额（借方、贷方）", "turnover of accounts (debit, credit)"));
    for (size_t i = 0; i < books->facts[ROW_account].count; i++) {
        int64_t sums[2];
        sum_account(books, &FACTS(books, account)[i], sums);
        if (sums[0] != 0 || sums[1] != 0)
            print_balance(v, &FACTS(books, account)[i], sums);
    }
    if (v->json)
        json_close_array(&v->out);
}

static const char *verdict_text(const struct verifier *v, int status)
{
    switch (status) {
    case 0:
        return say(v, "自身完整：检查点没有签名，也没有见证，只说明这份文件内部一致",
                   "intact only in itself: the checkpoint is neither signed nor witnessed, the files merely agree with "
                   "each other");
    case 4:
        return say(v, "字节完整，账务自相矛盾", "the bytes are intact, the books contradict themselves");
    default:
        return say(v, "完整性被破坏", "broken");
    }
}

static void print_verdict(struct verifier *v, const struct folder_verdict *verdict, int status)
{
    const struct finding *first = verdict->report.findings.count > 0 ? &verdict->report.findings.items[0] : NULL;
    buffer_print(&v->out, "%s%s", say(v, "判定：", "verdict: "), verdict_text(v, status));
    if (first && first->has_seq)
        buffer_print(&v->out, v->language == LANGUAGE_ZH ? "（第一处：记录 %llu）" : " (first at record %llu)",
                     (unsigned long long)first->seq);
    buffer_char(&v->out, '\n');
}

static void print_limits(struct verifier *v)
{
    buffer_print(&v->out, "%s\n",
                 say(v,
                     "限度：不能证明钱真的动过（只有银行能）；没有录入的事实不留痕迹；可能另有更新的链头；\n"
                     "      保管者可以整本重写，除非别处留有旧的根。请与公示栏、社区或自己记下的根比对。",
                     "limits: this does not prove that money moved, only the bank can; what was never entered leaves "
                     "no trace; a newer head\n"
                     "        may exist; whoever keeps the books can rewrite them whole unless an older root is "
                     "remembered elsewhere."));
}

static void print_text(struct verifier *v, const struct folder_verdict *verdict, int status)
{
    char hex[65], time[INST_TEXT];
    const struct report *report = &verdict->report;
    const bool zh = v->language == LANGUAGE_ZH;
    hex_encode(BYTES(verdict->checkpoint.root.b, sizeof verdict->checkpoint.root.b), hex);
    inst_format(verdict->recorded_at, time);
    if (verdict->has_checkpoint)
        buffer_print(&v->out,
                     zh ? "小区 %012llu  记录 %llu 条  凭证 %zu 笔  根 %s  末条 %s\n"
                        : "community %012llu  records %llu  entries %zu  root %s  last %s\n",
                     (unsigned long long)verdict->checkpoint.community, (unsigned long long)verdict->records,
                     verdict->books->entries.count, hex, time);
    for (size_t i = 0; i < report->findings.count; i++)
        finding_print(&v->out, &report->findings.items[i], v->language);
    if (report->more > 0)
        buffer_print(&v->out, zh ? "  另有 %llu 处问题\n" : "  and %llu more findings\n",
                     (unsigned long long)report->more);
    if (v->balances && verdict->books)
        print_balances(v, verdict->books);
    print_limits(v);
    print_verdict(v, verdict, status);
}

static void print_json(struct verifier *v, const struct folder_verdict *verdict, int status)
{
    char community[16];
    (void)snprintf(community, sizeof community, "%012llu", (unsigned long long)verdict->checkpoint.community);
    json_open_object(&v->out, NULL);
    json_put_string(&v->out, "community", community);
    json_put_unsigned(&v->out, "size", verdict->checkpoint.size);
    json_put_hex(&v->out, "root", BYTES(verdict->checkpoint.root.b, sizeof verdict->checkpoint.root.b));
    json_put_unsigned(&v->out, "records", verdict->records);
    json_put_unsigned(&v->out, "entries", verdict->books ? verdict->books->entries.count : 0);
    json_open_array(&v->out, "findings");
    for (size_t i = 0; i < verdict->report.findings.count; i++)
        finding_json(&v->out, &verdict->report.findings.items[i]);
    json_close_array(&v->out);
    json_put_unsigned(&v->out, "more", verdict->report.more);
    if (v->balances && verdict->books)
        print_balances(v, verdict->books);
    json_put_string(&v->out, "layer", status == 0 ? "itself" : NULL);
    json_put_string(&v->out, "verdict", verdict_text(v, status));
    json_put_number(&v->out, "status", status);
    json_close_object(&v->out);
    buffer_char(&v->out, '\n');
}

static int unreadable(struct verifier *v)
{
    error_set(&v->ctx.error, "file", "%s", v->path);
    error_set(&v->ctx.error, "reason", "%s", strerror(errno));
    return fail(v, REFUSE(file, unreadable));
}

static int run_journal(struct verifier *v)
{
    struct folder_verdict verdict;
    const int dir = open(v->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (dir < 0)
        return unreadable(v);
    const result verified = folder_verify(&v->ctx, dir, &verdict);
    (void)close(dir);
    if (FAILED(verified))
        return fail(v, verified);
    const int status = report_status(&verdict.report);
    if (v->json)
        print_json(v, &verdict, status);
    else
        print_text(v, &verdict, status);
    return flush(v, status);
}

/* ---- dump ---- */

static int run_dump(struct verifier *v)
{
    struct record_header header;
    const void *body;
    struct bytes record;
    const result got = tile_read(&v->ctx, AT_FDCWD, v->path, RECORD_MAX, &record);
    if (FAILED(got) && got.code != ERROR_file_too_large)
        return fail(v, got);
    if (!FAILED(got) && !record.data) {
        errno = ENOENT;
        return unreadable(v);
    }
    const result decoded = FAILED(got) ? got : record_decode(v->ctx.arena, record, &header, &body);
    if (FAILED(decoded)) {
        error_set(&v->ctx.error, "reason", "%s", v->path);
        (void)fail(v, decoded);
        return 5;
    }
    record_json(&v->out, &header, body);
    buffer_char(&v->out, '\n');
    return flush(v, 0);
}

/* ---- the command line ---- */

static error_t parse(int key, char *text, struct argp_state *state)
{
    struct verifier *v = state->input;
    switch (key) {
    case FLAG_JSON:
        v->json = true;
        return 0;
    case FLAG_BALANCES:
        v->balances = true;
        return 0;
    case FLAG_LANG:
        v->language = strcmp(text, "en") == 0 ? LANGUAGE_EN : LANGUAGE_ZH;
        if (v->language == LANGUAGE_ZH && strcmp(text, "zh") != 0)
            argp_error(state, "--lang zh|en");
        return 0;
    case ARGP_KEY_ARG:
        if (v->path)
            argp_error(state, "参数太多 too many arguments");
        *(v->verb ? &v->path : &v->verb) = text;
        return 0;
    case ARGP_KEY_END:
        if (!v->path)
            argp_usage(state);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

int main(int argc, char **argv)
{
    static const struct argp_option options[] = {
        {"json", FLAG_JSON, NULL, 0, "输出 JSON  machine-readable output", 0},
        {"lang", FLAG_LANG, "zh|en", 0, "输出语言，默认 zh  language", 0},
        {"balances", FLAG_BALANCES, NULL, 0, "journal：列出各科目发生额  list the turnover of each account", 0},
        {NULL, 0, NULL, 0, NULL, 0},
    };
    static const char doc[] =
        "\n独立核验导出的日志  Checks an exported journal by itself\v"
        "  journal DIR   重算哈希、链、树根并重放账务  re-hash, rebuild the root, replay the books\n"
        "  dump FILE     把一条记录写成 JSON  one record as JSON\n"
        "\n退出码 Exit status: 0 好 verified, 1 读不了 cannot read, 2 用法 usage, 4 账务矛盾 bookkeeping "
        "contradiction, "
        "5 完整性被破坏 integrity broken or malformed\n";
    static const struct argp argp = {
        .options = options, .parser = parse, .args_doc = "journal DIR\ndump FILE", .doc = doc};
    struct verifier v = {.language = LANGUAGE_ZH};
    argp_err_exit_status = 2;
    argp_program_version = "mingzhang-verify " MZ_VERSION;
    if (argp_parse(&argp, argc, argv, 0, NULL, &v) != 0)
        return 2;
    v.ctx.arena = arena_new(VERIFIER_ARENA);
    if (!v.ctx.arena || FAILED(digest_start()))
        return 1;
    buffer_init(&v.out, v.ctx.arena, OUTPUT_MAX);
    int status = 2;
    if (strcmp(v.verb, "journal") == 0)
        status = run_journal(&v);
    else if (strcmp(v.verb, "dump") == 0)
        status = run_dump(&v);
    else
        (void)fprintf(stderr, "%s: %s\n", say(&v, "没有这个命令", "no such verb"), v.verb);
    arena_free(&v.ctx.arena);
    return status;
}

/* The files of the two banks: what stands where, in which form, which order and which encoding. */
#include "cli/demo_city.h"

#include "base/buffer.h"
#include "importers/parse/charset.h"

#include <assert.h>
#include <string.h>

enum { FILE_MAX = 1 << 18 };

/* One cell: quoted only where a comma or a quotation mark asks for it, as both banks do. */
static void cell(struct buffer *out, const char *text)
{
    const bool quoted = strpbrk(text, ",\"") != NULL;
    if (quoted)
        buffer_char(out, '"');
    for (const char *p = text; *p; p++) {
        if (*p == '"')
            buffer_char(out, '"');
        buffer_char(out, *p);
    }
    if (quoted)
        buffer_char(out, '"');
}

static void row(struct buffer *out, const char *const *cells, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            buffer_char(out, ',');
        cell(out, cells[i]);
    }
    buffer_text(out, "\r\n");
}

#define ROW(out, ...) row((out), (const char *const[]){__VA_ARGS__}, LENGTH(((const char *const[]){__VA_ARGS__})))

/* What the lines of one side add up to: side > 0 in, side < 0 out. */
static money total(const struct demo_page *page, int side, unsigned *ret_count)
{
    money sum = FEN(0);
    *ret_count = 0;
    for (uint32_t i = 0; i < page->count; i++)
        if (money_cmp(page->lines[i].amount, FEN(0)) == side) {
            sum.fen += page->lines[i].amount.fen * side;
            ++*ret_count;
        }
    return sum;
}

/* The amount where it stands on this side, else nothing: "" or "0.00", as the bank writes it. */
static void one_side(money amount, int side, const char *none, char out[MONEY_TEXT])
{
    if (money_cmp(amount, FEN(0)) == side)
        money_format_grouped(FEN(amount.fen * side), out);
    else
        (void)snprintf(out, MONEY_TEXT, "%s", none);
}

/* "2024-01-05 10:15:33", or without the dashes. */
static void clock_text(const struct demo_line *line, bool dashes, char out[INST_TEXT])
{
    const struct civil on = date_to_civil(line->on);
    const char *dash = dashes ? "-" : "";
    const int s = line->seconds;
    (void)snprintf(out, INST_TEXT, "%04d%s%02d%s%02d %02d:%02d:%02d", on.year, dash, on.month, dash, on.day, s / 3600,
                   s / 60 % 60, s % 60);
}

static void ccb_preamble(struct buffer *out, const struct demo_account *a, const struct demo_page *page)
{
    char opening[MONEY_TEXT], closing[MONEY_TEXT], debit[MONEY_TEXT], credit[MONEY_TEXT], debits[16], credits[16];
    unsigned count;
    money_format_grouped(page->opening, opening);
    money_format_grouped(page->closing, closing);
    money_format_grouped(total(page, -1, &count), debit);
    (void)snprintf(debits, sizeof debits, "%u", count);
    money_format_grouped(total(page, 1, &count), credit);
    (void)snprintf(credits, sizeof credits, "%u", count);
    ROW(out, "中国建设银行");
    ROW(out, "明细查询结果");
    ROW(out, "明细查询结果下载");
    ROW(out, "账　　号", a->number, "账户名称", a->name);
    ROW(out, "期初余额", opening, "当前余额", closing);
    ROW(out, "开户行名称", a->branch, "账户状态", "正常");
    ROW(out, "借方发生额", debit, "借方交易笔数", debits);
    ROW(out, "贷方发生额", credit, "贷方交易笔数", credits);
    buffer_text(out, "\r\n");
}

/* This bank has words of its own for transfers; what the payer wrote stands in 备注. */
static const char *ccb_summary(const struct demo_line *line)
{
    if (!line->party_account[0])
        return line->summary;
    return line->amount.fen > 0 ? "转账存入" : "转账支取";
}

/* 企业流水号 is the number that the payer's own web session gave to an order: payments have one, receipts do not. */
static void ccb_line(struct buffer *out, const struct demo_community *c, const struct demo_line *line)
{
    char when[INST_TEXT], booked[9], debit[MONEY_TEXT], credit[MONEY_TEXT], balance[MONEY_TEXT];
    char serial[64], order[32] = "";
    clock_text(line, false, when);
    (void)snprintf(booked, sizeof booked, "%.8s", when);
    one_side(line->amount, -1, "0.00", debit);
    one_side(line->amount, 1, "0.00", credit);
    money_format_grouped(line->balance, balance);
    (void)snprintf(serial, sizeof serial, "%u-%012lluN%08u", line->count, (unsigned long long)c->code,
                   10000 + line->count * 7 + (unsigned)line->seconds % 7);
    if (line->amount.fen < 0 && line->party_account[0])
        (void)snprintf(order, sizeof order, "%s%05d", booked, line->seconds);
    ROW(out, when, debit, credit, balance, "人民币元", line->party_name, line->party_account, line->party_bank, booked,
        ccb_summary(line), line->purpose, serial, order, "", "", "");
}

static void icbc_line(struct buffer *out, const struct demo_account *a, const struct demo_line *line)
{
    char when[INST_TEXT], debit[MONEY_TEXT], credit[MONEY_TEXT], balance[MONEY_TEXT], voucher[16] = "0";
    clock_text(line, true, when);
    one_side(line->amount, -1, "", debit);
    one_side(line->amount, 1, "", credit);
    money_format_grouped(line->balance, balance);
    if (line->amount.fen < 0 && line->party_account[0])
        (void)snprintf(voucher, sizeof voucher, "%09u", 110000000 + line->count);
    ROW(out, voucher, a->number, line->party_account, when, line->amount.fen < 0 ? "借" : "贷", debit, credit, "",
        line->summary, line->purpose, line->party_name, balance, "");
}

static void head(struct buffer *out, const struct demo_account *a, const struct demo_page *page)
{
    if (a->charset == DEMO_UTF8_BOM)
        buffer_text(out, "\xEF\xBB\xBF");
    if (a->layout == DEMO_CCB_C) {
        ccb_preamble(out, a, page);
        ROW(out, "交易时间", "借方发生额/元(支取)", "贷方发生额/元(收入)", "余额", "币种", "对方户名", "对方账号",
            "对方开户机构", "记账日期", "摘要", "备注", "账户明细编号-交易流水号", "企业流水号", "凭证种类", "凭证号",
            "交易介质编号");
        return;
    }
    ROW(out, "[HISTORYDETAIL]");
    ROW(out, "凭证号", "本方账号", "对方账号", "交易时间", "借/贷", "借方发生额", "贷方发生额", "对方行号", "摘要",
        "用途", "对方单位名称", "余额", "个性化信息");
}

RESULT demo_text_file(struct ctx *ctx, const struct demo_community *c, const struct demo_account *a,
                      const struct demo_page *page, struct bytes *ret_file)
{
    assert(page->count > 0 && page->count <= DEMO_LINES_MAX);
    struct buffer out;
    buffer_init(&out, ctx->arena, FILE_MAX);
    head(&out, a, page);
    for (uint32_t i = 0; i < page->count; i++) {
        const struct demo_line *line = &page->lines[a->newest_first ? page->count - 1 - i : i];
        if (a->layout == DEMO_CCB_C)
            ccb_line(&out, c, line);
        else
            icbc_line(&out, a, line);
    }
    struct bytes text;
    TRY(buffer_done(&out, &text));
    if (a->charset == DEMO_GB18030)
        return charset_encode(ctx, text, ret_file);
    *ret_file = text;
    return OK;
}

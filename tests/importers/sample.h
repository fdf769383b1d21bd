/* sample.h  Bank files made for a test: a CCB export with its totals, or an ICBC export, from a list of amounts. */
#pragma once

#include "base/buffer.h"
#include "importers/parse/statement.h"
#include "tests/base/expect.h"

struct sample_row { /* one row, as the bank would write it */
    money amount, balance;
    uint32_t second; /* since the first of January, half past nine */
    uint32_t number;
};

/* clang-format off */
#define CCB_HEADER                                                                                                    \
    "交易时间,借方发生额/元(支取),贷方发生额/元(收入),余额,币种,对方户名,对方账号,对方开户机构,记账日期,摘要," \
    "备注,账户明细编号-交易流水号,企业流水号,凭证种类,凭证号,交易介质编号\r\n"
#define ICBC_HEADER                                                                                                    \
    "[HISTORYDETAIL]\r\n凭证号,本方账号,对方账号,交易时间,借/"                                         \
    "贷,借方发生额,贷方发生额,对方行号,摘要,用途,对方单位名称,余额,个性化信息\r\n"
/* clang-format on */
#define CCB_ACCOUNT "33050161234500000888"
#define ICBC_ACCOUNT "1211026009200088888"

static inline struct ctx sample_ctx(void **state)
{
    return (struct ctx){.arena = *state};
}

static inline const char *sample_money(struct arena *arena, money amount)
{
    char text[MONEY_TEXT];
    const char *copy;
    money_format(amount, text);
    MUST(arena_text(arena, text, strlen(text), &copy));
    return copy;
}

/* "20240101 09:30:00" and the like. */
static inline void sample_moment(uint32_t second, const char *dash, char out[64])
{
    const uint32_t s = second + 34200;
    const struct civil c = date_to_civil(19723 + (day)(s / 86400));
    (void)snprintf(out, 64, "%04d%s%02d%s%02d %02u:%02u:%02u", c.year, dash, c.month, dash, c.day, s / 3600 % 24,
                   s / 60 % 60, s % 60);
}

/* Rows of the amounts in fen, 61 seconds apart, from an opening balance. */
static inline struct sample_row *sample_rows(struct arena *arena, const int64_t *fen, size_t count, money opening)
{
    struct sample_row *rows;
    money balance = opening;
    MUST(ARENA_TAKE(arena, count + 1, &rows));
    for (size_t i = 0; i < count; i++) {
        balance = FEN(balance.fen + fen[i]);
        rows[i] = (struct sample_row){FEN(fen[i]), balance, (uint32_t)i * 61, (uint32_t)i + 1};
    }
    return rows;
}

static inline void sample_ccb_row(struct buffer *out, const struct sample_row *row)
{
    char moment[64];
    const bool in = row->amount.fen > 0;
    const char *amount = sample_money(out->arena, in ? row->amount : money_neg(row->amount));
    sample_moment(row->second, "", moment);
    buffer_print(out, "%s,%s,%s,%s,人民币元,对方%u,62170012345%06u,某支行,%.8s,转账,用途%u,%u-3305N%06u,,,,\r\n",
                 moment, in ? "0.00" : amount, in ? amount : "0.00", sample_money(out->arena, row->balance),
                 row->number % 7, row->number, moment, row->number, row->number, row->number);
}

static inline void sample_icbc_row(struct buffer *out, const struct sample_row *row)
{
    char moment[64];
    const bool in = row->amount.fen > 0;
    const char *amount = sample_money(out->arena, in ? row->amount : money_neg(row->amount));
    sample_moment(row->second, "-", moment);
    buffer_print(out, "0," ICBC_ACCOUNT ",62170012345%06u,%s,%s,%s,%s,,转账,用途%u,对方%u,%s,\r\n", row->number, moment,
                 in ? "贷" : "借", in ? "" : amount, in ? amount : "", row->number, row->number % 7,
                 sample_money(out->arena, row->balance));
}

/* The preamble of a CCB export of these rows. */
static inline void sample_ccb_head(struct buffer *out, const struct sample_row *rows, size_t count)
{
    money sums[2] = {FEN(0), FEN(0)};
    unsigned counts[2] = {0, 0};
    for (size_t i = 0; i < count; i++) {
        const bool in = rows[i].amount.fen > 0;
        sums[in].fen += in ? rows[i].amount.fen : -rows[i].amount.fen;
        counts[in]++;
    }
    buffer_text(out,
                "中国建设银行\r\n明细查询结果\r\n明细查询结果下载\r\n账　　号," CCB_ACCOUNT ",账户名称,某某小区\r\n");
    buffer_print(out, "期初余额,%s,当前余额,%s\r\n",
                 sample_money(out->arena, FEN(rows[0].balance.fen - rows[0].amount.fen)),
                 sample_money(out->arena, rows[count - 1].balance));
    buffer_text(out, "开户行名称,某支行,账户状态,正常\r\n");
    buffer_print(out, "借方发生额,%s,借方交易笔数,%u\r\n", sample_money(out->arena, sums[0]), counts[0]);
    buffer_print(out, "贷方发生额,%s,贷方交易笔数,%u\r\n\r\n" CCB_HEADER, sample_money(out->arena, sums[1]), counts[1]);
}

static inline struct bytes sample_done(struct buffer *out)
{
    struct bytes bytes;
    MUST(buffer_done(out, &bytes));
    return bytes;
}

static inline struct bytes sample_ccb(struct arena *arena, const struct sample_row *rows, size_t count)
{
    struct buffer out;
    buffer_init(&out, arena, 64 << 20);
    sample_ccb_head(&out, rows, count);
    for (size_t i = 0; i < count; i++)
        sample_ccb_row(&out, &rows[i]);
    return sample_done(&out);
}

static inline struct bytes sample_icbc(struct arena *arena, const struct sample_row *rows, size_t count)
{
    struct buffer out;
    buffer_init(&out, arena, 64 << 20);
    buffer_text(&out, ICBC_HEADER);
    for (size_t i = 0; i < count; i++)
        sample_icbc_row(&out, &rows[i]);
    return sample_done(&out);
}

/* The text with each occurrence of one word replaced by another. */
static inline struct bytes sample_replace(struct arena *arena, struct bytes text, const char *from, const char *to)
{
    struct buffer out;
    const char *at = (const char *)text.data;
    buffer_init(&out, arena, 64 << 20);
    for (const char *found = strstr(at, from); found; found = strstr(at, from)) {
        buffer_put(&out, at, (size_t)(found - at));
        buffer_text(&out, to);
        at = found + strlen(from);
    }
    buffer_text(&out, at);
    return sample_done(&out);
}

#include "importers/import.h"

#include "base/buffer.h"
#include "tests/model/operation.h"
#include "tests/model/posting.h"
#include "tests/model/town.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

enum { SEEN = 2, FRESH = 4, SECONDS = 86400 };

struct kind { /* what the bank writes, and where it belongs */
    const char *text, *code;
    uint16_t stream;
};
static const struct kind kinds[2][3] = {{{"账户管理费", "6101", 0}, {"转账支取", "122109", 0}, {"审计服务", "6006", 0}},
                                        {{"车位月租", "4001", 1}, {"结息", "4013", 13}, {"来款", "224103", 0}}};

static const struct kind *kind_of(const struct model_bank_line *line)
{
    return &kinds[line->amount > 0][(line->amount < 0 ? -line->amount : line->amount) % 3];
}

struct file { /* lines from `first` of the account's whole statement: those known before, and new ones */
    struct model_bank_line lines[SEEN + FRESH];
    size_t seen, count;
    size_t first;                   /* serial number of the first */
    int64_t opening, offset, extra; /* faults: of all balances, of the count of incoming lines */
    const char *account;
    bool books_opening;
};

/* ---- drawing ---- */

/* At least a second behind the line before, and up to today. */
static struct model_bank_line draw_line(struct life *life, const struct model_bank_line *before)
{
    const day today = life_today(life), since = before->date ? before->date : today - 5;
    struct model_bank_line line = {.date = since +
                                           (today > since ? (day)life_any(life, (uint64_t)(today - since + 1)) : 0)};
    line.seconds = line.date == before->date ? before->seconds + 1 : (int32_t)life_any(life, SECONDS / 2);
    line.amount = life_amount(life, 200000);
    if (before->balance > 0 && life_once_in(life, 3))
        line.amount = -life_amount(life, before->balance);
    line.balance = before->balance + line.amount;
    return line;
}

static struct file draw_file(struct life *life)
{
    const struct model *model = life->model;
    struct file file = {.account = TOWN_STATEMENT_ACCOUNT};
    struct model_bank_line last = {0};
    file.seen = model->bank_line_count < SEEN ? model->bank_line_count : life_any(life, SEEN + 1);
    const size_t fresh = life_any(life, FRESH + 1) + (file.seen == 0);
    if (model->bank_line_count > 0)
        last = model->bank_lines[model->bank_line_count - 1];
    else
        last.balance = life_once_in(life, 2) ? life_amount(life, 1000000) : 0;
    file.first = model->bank_line_count - file.seen;
    for (; file.count < file.seen; file.count++)
        file.lines[file.count] = model->bank_lines[file.first + file.count];
    for (; file.count < file.seen + fresh && file.count < SEEN + FRESH; file.count++)
        last = file.lines[file.count] = draw_line(life, &last);
    file.opening = file.lines[0].balance - file.lines[0].amount;
    file.books_opening = model->bank_line_count == 0 && !life_once_in(life, 3);
    return file;
}

/* ---- the file ---- */

static void put_yuan(struct buffer *out, int64_t fen)
{
    char text[MONEY_TEXT];
    money_format(FEN(fen), text);
    buffer_print(out, ",%s", text);
}

static void put_head(struct buffer *out, const struct file *file)
{
    int64_t sums[2] = {0};
    unsigned counts[2] = {0};
    for (size_t i = 0; i < file->count; i++) {
        const int64_t amount = file->lines[i].amount;
        sums[amount > 0] += amount > 0 ? amount : -amount;
        counts[amount > 0]++;
    }
    buffer_print(out, "中国建设银行\n明细查询结果\n账　　号,%s,账户名称,明月湾小区业主委员会公共收益专户\n期初余额",
                 file->account);
    put_yuan(out, file->opening + file->offset);
    buffer_text(out, ",当前余额");
    put_yuan(out, file->lines[file->count - 1].balance + file->offset);
    buffer_text(out, "\n借方发生额");
    put_yuan(out, sums[0]);
    buffer_print(out, ",借方交易笔数,%u\n贷方发生额", counts[0]);
    put_yuan(out, sums[1]);
    buffer_print(out, ",贷方交易笔数,%u\n\n", counts[1] + (unsigned)file->extra);
    buffer_text(
        out,
        "交易时间,借方发生额/元(支取),贷方发生额/元(收入),余额,币种,对方户名,对方账号,对方开户机构,记账日期,摘要,备注,"
        "账户明细编号-交易流水号,企业流水号,凭证种类,凭证号,交易介质编号\n");
}

static void put_line(struct buffer *out, const struct model_bank_line *line, size_t serial, int64_t offset)
{
    const struct civil c = date_to_civil(line->date);
    const int s = line->seconds;
    buffer_print(out, "%04d%02d%02d %02d:%02d:%02d", c.year, c.month, c.day, s / 3600, s / 60 % 60, s % 60);
    put_yuan(out, line->amount < 0 ? -line->amount : 0);
    put_yuan(out, line->amount > 0 ? line->amount : 0);
    put_yuan(out, line->balance + offset);
    buffer_print(out, ",人民币元,,,某某支行,%04d%02d%02d,%s,,%zu-3305N%zu,,,,\n", c.year, c.month, c.day,
                 kind_of(line)->text, serial, serial);
}

static struct bytes write_file(struct life *life, const struct file *file)
{
    struct buffer out;
    struct bytes text;
    buffer_init(&out, life->ctx->arena, 1 << 16);
    put_head(&out, file);
    for (size_t i = 0; i < file->count; i++)
        put_line(&out, &file->lines[i], file->first + i + 1, file->offset);
    harness_expect(life->ctx, buffer_done(&out, &text), ERROR_none);
    return text;
}

/* ---- what comes of it ---- */

/* In the order of import_file; none where the file cannot be spoiled so. */
static enum error spoil(struct life *life, struct file *file)
{
    struct model_bank_line *last = &file->lines[file->count - 1];
    const size_t fresh = file->count - file->seen;
    if (!life_once_in(life, 4))
        return ERROR_none;
    switch (life_any(life, 4)) {
    case 0:
        file->extra = 1;
        return ERROR_import_totals;
    case 1:
        file->account = "33050165583500007777";
        return ERROR_bank_account_unknown;
    case 2:
        last->date = life_today(life) + 1;
        return fresh > 0 ? ERROR_import_future : ERROR_import_conflict;
    default:
        file->offset = file->first > 0 || file->seen > 0 ? 100 : 0;
        return file->seen > 0 ? ERROR_import_conflict : file->first > 0 ? ERROR_import_gap : ERROR_none;
    }
}

/* The entries of the file's new lines, the opening balance of a first file before them. */
static size_t fill_entries(struct life *life, const struct file *file, struct model_entry *entries)
{
    size_t count = 0;
    for (size_t i = file->seen; i < file->count; i++) {
        const struct model_bank_line *line = &file->lines[i];
        const bool in = line->amount > 0;
        const int64_t amount = in ? line->amount : -line->amount;
        struct model_entry *entry = &entries[count++];
        *entry = model_entry(ENTRY_ORDINARY, line->date);
        entry->source = SOURCE_IMPORT;
        model_line(entry, posting_account(life, "100201"), in ? SIDE_DEBIT : SIDE_CREDIT, amount)->bank =
            life->town->bank_file;
        struct model_line *other =
            model_line(entry, posting_account(life, kind_of(line)->code), in ? SIDE_CREDIT : SIDE_DEBIT, amount);
        other->stream = kind_of(line)->stream;
        other->bank = strcmp(kind_of(line)->code, "6101") == 0 ? life->town->bank_file : 0;
    }
    return count;
}

static struct model_entry opening_entry(struct life *life, const struct file *file)
{
    struct model_entry entry = model_entry(ENTRY_OPENING, file->lines[0].date - 1);
    entry.source = SOURCE_IMPORT;
    entry.word = WORD_OPENING;
    model_line(&entry, posting_account(life, "100201"), SIDE_DEBIT, file->opening)->bank = life->town->bank_file;
    (void)model_line(&entry, posting_account(life, "3101"), SIDE_CREDIT, file->opening);
    return entry;
}

static enum error judge(struct life *life, const struct file *file, const struct model_entry *entries, size_t count)
{
    if (file->first == 0 && file->seen == 0 && file->opening != 0 && !file->books_opening)
        return ERROR_import_opening;
    return judge_batch(life->model, entries, count, life_today(life));
}

static bool is_replayed(const struct model *model, const struct file *file)
{
    for (size_t i = 0; i < model->file_count; i++)
        if (model->files[i][0] == file->first && model->files[i][1] == file->count)
            return true;
    return false;
}

/* How many balances the file proves: the end of each month behind which it has a new line, and the day before its last
 * line, from the line before the file on. */
static size_t proved_days(const struct model *model, const struct file *file)
{
    const day first = file->lines[0].date, until = file->lines[file->count - 1].date - 1;
    const bool follows = file->seen == 0 && file->first > 0 && model->bank_lines[file->first - 1].date < first;
    const day from = follows ? model->bank_lines[file->first - 1].date : first;
    size_t days = until >= from, line = 0;
    for (day end = month_last(month_of(from)); end < until; end = month_last(month_of(end + 1))) {
        while (file->lines[line].date <= end)
            line++;
        days += line >= file->seen;
    }
    return days;
}

/* Document, import, entries, the count, the balances: and the lines are known from now on. */
static void keep(struct life *life, const struct file *file, const struct model_entry *entries, size_t count)
{
    struct model *model = life->model;
    model->files[model->file_count][0] = file->first;
    model->files[model->file_count++][1] = file->count;
    model->size += 2;
    for (size_t i = 0; i < count; i++)
        (void)model_post(model, &entries[i]);
    model->size += 1 + proved_days(model, file);
    for (size_t i = file->seen; i < file->count; i++)
        model->bank_lines[model->bank_line_count++] = file->lines[i];
}

void import_statement(struct life *life)
{
    struct model *model = life->model;
    struct model_entry entries[FRESH + 2];
    struct import_out out;
    size_t count = 0;
    if (model->bank_line_count + FRESH > MODEL_BANK_LINES || model->file_count == MODEL_FILES)
        return;
    struct file file = draw_file(life);
    const enum error fault = spoil(life, &file);
    const bool replayed = is_replayed(model, &file);
    if (fault == ERROR_none && file.first == 0 && file.seen == 0 && file.opening != 0)
        entries[count++] = opening_entry(life, &file);
    count += fill_entries(life, &file, &entries[count]);
    const struct import_in in = {.community = life->town->code,
                                 .name = "明细.csv",
                                 .file = write_file(life, &file),
                                 .opening = file.books_opening};
    life_expect(life, fault != ERROR_none ? fault : replayed ? ERROR_none : judge(life, &file, entries, count));
    if (!life_agreed(life, import_file(life->ctx, &in, &out)))
        return;
    assert_int_equal(out.replayed, replayed);
    if (replayed)
        return;
    assert_int_equal(out.fresh, file.count - file.seen);
    assert_int_equal(out.seen, file.seen);
    keep(life, &file, entries, count);
}

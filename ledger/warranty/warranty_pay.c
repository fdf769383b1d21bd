#include "ledger/warranty/warranty_pay.h"

#include "embed/sql.h"
#include "ledger/book/bank_account.h"
#include "ledger/book/entry.h"
#include "ledger/matter/withdrawal.h"
#include "ledger/warranty/warranty_book.h"
#include "ledger/warranty/warranty_refuse.h"

#include <string.h>

enum { LINES_MAX = 5 };

struct paying {
    struct ctx *ctx;
    const struct warranty_pay_in *in;
    struct withdrawal withdrawal;
    struct warranty_found found;
    struct warranty_sums books; /* as they stood before the payment */
    bool replayed;
    struct bank_account bank, to_bank;
    money amount;
    struct entry_line_in lines[LINES_MAX];
    size_t line_count;
};

static bool goes_to_fund(const struct paying *p)
{
    const int state = p->found.warranty.state;
    return !p->found.is_claim && (state == WARRANTY_transferable || state == WARRANTY_to_fund);
}

struct before_row {
    int64_t size;
};

/* The same request again is judged by the books on which it was carried out. */
static RESULT read_books(struct paying *p)
{
    static const struct db_column row[] = {COLUMN(before_row, size)};
    const struct uuid event = record_event_id(p->in->community, BYTES(p->in->key, strlen(p->in->key)), 0);
    const struct db_value in[] = {db_number((int64_t)p->in->community), db_uuid(&event)};
    const struct warranty *warranty = &p->found.warranty;
    struct before_row before;
    struct warranty_book book;
    TRY(db_one(p->ctx, CALL(sql_warranty_before, in), ROW(before_row, row), &before));
    p->replayed = before.size != INT64_MAX;
    const struct warranty_reach reach = {p->in->community, DAY_MAX, (uint64_t)before.size};
    TRY(warranty_book_read(p->ctx, &reach, &book));
    return warranty_book_sum(&book, warranty->seq, warranty->developer, &p->books);
}

static RESULT find_basis(struct paying *p)
{
    struct ctx *ctx = p->ctx;
    const char *name;
    if (!p->withdrawal.matter.present)
        return REFUSE(warranty, unnamed);
    TRY(arena_print(ctx->arena, &name, "#%lld", (long long)p->withdrawal.matter.value));
    TRY(warranty_find(ctx, p->in->community, name, &p->found));
    const int state = warranty_state(&p->found);
    error_set(&ctx->error, "state", "%s", moves_state_text(warranty_moves(&p->found), state, LANGUAGE_ZH));
    TRY(read_books(p));
    if (!p->replayed && (p->found.is_claim ? !warranty_claim_pays(state) : !warranty_pays(state)))
        return REFUSE(warranty, unpayable);
    error_set(&ctx->error, "pointer", "--bank-account");
    if (!p->in->bank_account)
        return REFUSE(field, required);
    TRY(bank_account_find(ctx, p->in->community, p->in->bank_account, &p->bank));
    error_set(&ctx->error, "pointer", "--number");
    if (!goes_to_fund(p))
        return OK;
    return p->in->to_bank ? bank_account_find(ctx, p->in->community, p->in->to_bank, &p->to_bank)
                          : REFUSE(field, required);
}

static struct entry_line_in *add_line(struct paying *p, uint16_t fund, const char *account, money amount)
{
    struct entry_line_in *line = &p->lines[p->line_count++];
    *line = (struct entry_line_in){.fund = fund, .account = account, .side = SIDE_DEBIT, .amount = amount};
    return line;
}

static void name(struct entry_line_in *line, enum dimension dimension, uint64_t value)
{
    line->dimensions[line->dimension_count++] = (struct entry_dimension_in){(uint16_t)dimension, value};
}

/* On 2501 or 2502; a refund names the developer. */
static void add_debit(struct paying *p, const char *account, money amount)
{
    if (amount.fen == 0)
        return;
    struct entry_line_in *line = add_line(p, FUND_WD, account, amount);
    if (!p->found.is_claim && !goes_to_fund(p))
        name(line, DIMENSION_PARTY, p->found.warranty.developer);
    name(line, DIMENSION_WARRANTY, p->found.warranty.seq);
}

/*= SX-50-3 本金和利息退还建设单位；建设单位不存在的转入该区域维修资金 */
static RESULT add_lines(struct paying *p)
{
    const money *left = p->books.held;
    const money principal = money_cmp(p->amount, left[0]) < 0 ? p->amount : left[0];
    money held, interest;
    TRY(money_add(left[0], left[1], &held));
    if (money_cmp(p->amount, held) > 0)
        return warranty_refuse_held(p->ctx, p->amount, held);
    TRY(money_sub(p->amount, principal, &interest));
    add_debit(p, "2501", principal);
    add_debit(p, "2502", interest);
    struct entry_line_in *line = add_line(p, FUND_WD, p->withdrawal.account, p->amount);
    line->side = SIDE_CREDIT;
    name(line, DIMENSION_BANK_ACCOUNT, (uint64_t)p->bank.opened_seq);
    if (!goes_to_fund(p))
        return OK;
    line = add_line(p, FUND_MF, bank_account_leaf(&p->to_bank), p->amount);
    name(line, DIMENSION_BANK_ACCOUNT, (uint64_t)p->to_bank.opened_seq);
    add_line(p, FUND_MF, "490101", p->amount)->side = SIDE_CREDIT;
    return OK;
}

RESULT warranty_pay(struct ctx *ctx, const struct warranty_pay_in *in, uint64_t *ret_seq)
{
    struct paying *p;
    struct entry_out out;
    TRY(ARENA_TAKE(ctx->arena, 1, &p));
    p->ctx = ctx;
    p->in = in;
    TRY(withdrawal_payable(ctx, in->community, FUND_WD, in->withdrawal, &p->withdrawal));
    TRY(find_basis(p));
    p->amount = in->amount.fen == 0 ? p->withdrawal.amount : in->amount;
    TRY(add_lines(p));
    const struct reservation_capture_in capture = {(uint64_t)p->withdrawal.reservation.value, p->amount};
    const struct entry_in entry = {.community = in->community,
                                   .key = in->key,
                                   .entry_type = ENTRY_ORDINARY,
                                   .source = SOURCE_HAND,
                                   .word = WORD_PAYMENT,
                                   .booking_date = in->on,
                                   .summary = in->summary ? in->summary : p->withdrawal.reason,
                                   .lines = p->lines,
                                   .line_count = p->line_count,
                                   .documents = in->documents,
                                   .document_count = in->document_count,
                                   .captures = &capture,
                                   .capture_count = 1};
    TRY(entry_post(ctx, &entry, 1, &out));
    *ret_seq = out.seq;
    return OK;
}

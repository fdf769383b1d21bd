#include "embed/sql.h"
#include "ledger/book/bank_account.h"
#include "ledger/book/entry.h"
#include "ledger/matter/withdrawal.h"
#include "ledger/people/role.h"

#include <stdio.h>

struct paying {
    struct withdrawal withdrawal;
    struct bank_account bank;
    money amount;
    char account[8];
};

RESULT withdrawal_payable(struct ctx *ctx, uint64_t community, uint16_t fund, const char *name,
                          struct withdrawal *ret_withdrawal)
{
    TRY(withdrawal_find(ctx, community, name, ret_withdrawal));
    if (ret_withdrawal->state != WITHDRAWAL_approved || !ret_withdrawal->reservation.present ||
        (fund != 0 && ret_withdrawal->fund != fund))
        return REFUSE(withdrawal, payment);
    return role_require(ctx, community, ROLE_BIT(ROLE_TREASURER) | ROLE_BIT(ROLE_CASHIER) | ROLE_BIT(ROLE_AGENCY),
                        NULL);
}

static RESULT settle(struct ctx *ctx, const struct withdrawal_pay_in *in, struct paying *paying)
{
    const struct withdrawal *withdrawal = &paying->withdrawal;
    TRY(withdrawal_payable(ctx, in->community, 0, in->withdrawal, &paying->withdrawal));
    paying->amount = in->amount.fen == 0 ? withdrawal->amount : in->amount;
    (void)snprintf(paying->account, sizeof paying->account, "60%02d", withdrawal->use);
    return in->bank_account ? bank_account_find(ctx, in->community, in->bank_account, &paying->bank) : OK;
}

RESULT withdrawal_pay(struct ctx *ctx, const struct withdrawal_pay_in *in, uint64_t *ret_seq)
{
    struct paying paying = {.amount = FEN(0)};
    const struct withdrawal *withdrawal = &paying.withdrawal;
    struct entry_out out;
    TRY(settle(ctx, in, &paying));
    const struct reservation_capture_in capture = {(uint64_t)withdrawal->reservation.value, paying.amount};
    struct entry_line_in lines[2] = {{.fund = (uint16_t)withdrawal->fund,
                                      .account = in->account ? in->account : paying.account,
                                      .side = SIDE_DEBIT,
                                      .amount = paying.amount},
                                     {.fund = (uint16_t)withdrawal->fund,
                                      .account = withdrawal->account,
                                      .side = SIDE_CREDIT,
                                      .amount = paying.amount}};
    if (in->bank_account) {
        lines[1].dimensions[0] = (struct entry_dimension_in){DIMENSION_BANK_ACCOUNT, (uint64_t)paying.bank.opened_seq};
        lines[1].dimension_count = 1;
    }
    const struct entry_in entry = {.community = in->community,
                                   .key = in->key,
                                   .entry_type = ENTRY_ORDINARY,
                                   .source = SOURCE_HAND,
                                   .word = WORD_PAYMENT,
                                   .booking_date = in->on,
                                   .summary = in->summary ? in->summary : withdrawal->reason,
                                   .lines = lines,
                                   .line_count = 2,
                                   .documents = in->documents,
                                   .document_count = in->document_count,
                                   .captures = &capture,
                                   .capture_count = 1};
    TRY(entry_post(ctx, &entry, 1, &out));
    *ret_seq = out.seq;
    return OK;
}

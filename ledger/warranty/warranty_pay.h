/* warranty_pay.h  Paying out of the warranty fund: an approved application is paid by one entry that books it on its
 * deposit. A repair takes principal first and then interest; so do a refund, which names the developer, and the move to
 * the maintenance fund, whose lines stand in the same entry. Law: SX-50-2, SX-50-3, ZHJ-11-3. */
#pragma once

#include "ledger/book/attachment.h"
#include "ledger/warranty/warranty.h"

struct warranty_pay_in {
    uint64_t community;
    const char *key, *withdrawal; /* withdrawal: record or id */
    const char *bank_account;     /* number of the account that pays */
    const char *to_bank;          /* number of the account of the maintenance fund; NULL: not to the fund */
    const char *summary;          /* NULL: the reason of the application */
    day on;
    money amount; /* 0: all of the application */
    const struct attachment_in *documents;
    size_t document_count;
};

/* Refusals in order: withdrawal.unknown, withdrawal.payment (not approved, or of another fund), role.missing,
 * warranty.unnamed, warranty.unpayable, bank_account.unknown, field.required (to_bank), warranty.held (more than the
 * books hold), those of entry_post. *ret_seq: the entry. */
RESULT warranty_pay(struct ctx *ctx, const struct warranty_pay_in *in, uint64_t *ret_seq);

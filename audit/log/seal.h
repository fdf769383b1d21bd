/* seal.h  The leaves of the trees inside a seal: balances, balances of units, the accounts (docs/journal.md §4).
 *
 * Leaf hash = SHA-256(0x00 ‖ leaf bytes); leaves ascend by fund and account, by fund and unit, by account. Sums are
 * gross totals since opening. */
#pragma once

#include "audit/log/tree.h"
#include "base/canon.h"

struct seal_balance { /* key: fund, account_no */
    uint64_t community;
    day to;
    uint16_t fund;
    uint32_t account_no;
    struct bytes code, name;
    money debit, credit;
};

struct seal_unit { /* key: fund, unit */
    uint64_t community;
    day to;
    uint16_t fund;
    struct uuid unit;
    money debit, credit;
};

struct seal_account { /* key: account_no */
    uint64_t community;
    uint32_t account_no;
    uint16_t fund;
    struct bytes code, name;
    uint8_t class, normal_side;
    bool has_parent, has_closed;
    uint32_t parent;
    uint64_t opened_seq, closed_seq;
};

/* Add one leaf to its tree. No refusals: codes and names are bounded by their records. */
void seal_add_balance(struct tree_frontier *tree, const struct seal_balance *balance);
void seal_add_unit(struct tree_frontier *tree, const struct seal_unit *unit, const struct digest *key);
void seal_add_account(struct tree_frontier *tree, const struct seal_account *account);

/* statement.h  The statements and books of one fund: balance sheet, income statement, changes of net assets, receipts
 * and payments, warranty deposits, trial balance, general and sub-ledgers, books of original entry, sub-accounts of
 * units, vouchers.
 *
 * Each is built from one snapshot and states (as_of, number of records, root): the same three give the same report for
 * ever. Accounts bear the names that these records know, so a later renaming changes no report on an earlier size of
 * the journal. Amounts that are not yet carried forward are included, so a balance sheet balances on any day. */
#pragma once

#include "reports/period.h"
#include "reports/render/model.h"

enum statement_kind {
    STATEMENT_BALANCE_SHEET,  /* 会住维01 资产负债表 for MF; GSY-01 */
    STATEMENT_INCOME,         /* 会住维02 收支表; GSY-02 */
    STATEMENT_NET_ASSETS,     /* 会住维03 净资产变动表; GSY-03: whole years */
    STATEMENT_TRIAL_BALANCE,  /* 科目余额表 */
    STATEMENT_GENERAL,        /* 总账 by month, of all first-level accounts or one account */
    STATEMENT_LEDGER,         /* 明细账 of `account`, or of a bank account */
    STATEMENT_JOURNAL,        /* 日记账: every line in order; of one bank account with `bank_account` */
    STATEMENT_RECONCILIATION, /* 银行存款余额调节表 of one bank account on the day as_of */
    STATEMENT_UNIT,           /* 分户对账单 of the unit `what` */
    STATEMENT_RECEIPTS,       /* GSY-04 收付表: money received and paid, reconciled to GSY-02 */
    STATEMENT_WARRANTY,       /* WD-01 物业保修金表, of the fund WD */
    STATEMENT_VOUCHER,        /* 记账凭证: the entry with the number `what`; fund and period follow from it */
    STATEMENT_COUNT
};

struct statement_in {
    uint64_t community;
    int fund;
    struct period period;
    day as_of;            /* 0: the end of the period, or today where that is earlier */
    const char *known_at; /* NULL: now; else a number of records, a day (its end), or an instant */
    enum language language;
    const char *account, *bank_account; /* NULL: none */
    const char *what;                   /* name of a unit, number of a voucher */
    const char *behind; /* NULL: the statement itself; else "row.column": the vouchers behind this figure */
};

/* "balance-sheet", "income" … Refusals: none; false when there is no such kind. */
bool statement_kind_parse(const char *text, enum statement_kind *ret_kind);

/* Refusals in order: usage.invalid (detail reason: what the kind needs is missing), report.period (forms of a year:
 * more than one year; net-assets: not a year), report.fund (receipts of the maintenance fund), community.unknown,
 * report.known_at, report.as_of, fund.unknown, account.unknown, bank_account.unknown, reconciliation.unstated,
 * unit.unknown, unit.ambiguous, entry.unknown, report.cross_foot, report.figure (with `behind`), money.range,
 * database.*, memory.exhausted, list.full. */
RESULT statement_build(struct ctx *ctx, enum statement_kind kind, const struct statement_in *in,
                       struct report **ret_report);

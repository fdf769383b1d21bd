/* public_income_part.h  The parts that both reports on public income are made of.
 *
 * measured: a measure with the heading of its column. */
#pragma once

#include "reports/measure.h"
#include "reports/period.h"
#include "reports/report.h"

enum { PUBLIC_INCOME_COLUMNS = 4 };

struct measured {
    const char *key, *title;
    struct measure m;
};

struct public_income { /* a report under construction */
    struct ctx *ctx;
    struct snapshot snapshot;
    struct report *report;
    struct span span;
    size_t count; /* columns */
    struct measured column[PUBLIC_INCOME_COLUMNS];
};

/* Starts the report once the snapshot is read. Refusals of all below: list.full, memory.exhausted, money.range,
 * report.cross_foot. */
RESULT public_income_begin(struct public_income *p, const char *key, enum phrase title, const struct period *period,
                           enum language language);

/* From gross income to the surplus, one column each; and uses by E code with what else was paid. */
RESULT public_income_summary(struct public_income *p, struct report_section *section, struct report_table **ret_table);
RESULT public_income_uses(struct public_income *p, struct report_section *section, struct report_table **ret_table);

/* Receipts and payments that nobody has explained yet: opening, added, cleared, closing; by stream where one is named.
 */
RESULT public_income_suspense(struct public_income *p);

/* Every bank, channel and imprest account: opening, in, out, closing; proved against the balances. */
RESULT public_income_money(struct public_income *p);

/* Trial balance: every account with movement or balance. */
RESULT public_income_accounts(struct public_income *p);

/* Opening, surplus, direct change and closing of net assets over the span, as a line with this key and label. */
RESULT public_income_worth(struct public_income *p, struct report_table *table, struct span span, const char *label);

/* "P03 电梯及大堂广告"; stream 0 has no code. key: "P03". */
RESULT public_income_stream(const struct public_income *p, int stream, const char **ret_key, const char **ret_label);

/* A rule that the first `count` money columns behind the label, with these signs, come to nothing. */
RESULT public_income_rule(struct report_table *table, const int *signs, size_t count);

/* The phrase in the language of the report. */
const char *public_income_text(const struct public_income *p, enum phrase key);

/* small_account.h  企业小账: what a property company says it took and spent in a month for a community, stream by
 * stream, and how that compares with the books.
 *
 * A small account is a matter (noun 6): the text holds month, day of filing, company and rows. A correction is a new
 * one that puts the old one out of force; the first filing counts for the deadline. Law: ZHJ-6-2 (encouraged). */
#pragma once

#include "audit/journal.h"
#include "rules/duty.h"

enum { SMALL_ACCOUNT_ROWS_MAX = STREAM_MAX, SMALL_ACCOUNT_FILE_MAX = 1 << 16 };

struct small_account_row {
    uint16_t stream;         /* 1 … STREAM_MAX */
    int64_t count;           /* spaces, days, tickets */
    money gross, cost, paid; /* taken, spent on it, paid over to the community; none is negative */
};

struct small_account {
    struct uuid small_account;
    uint64_t seq;
    bool superseded;
    int32_t month;
    day on;                       /* filed */
    const char *company, *reason; /* reason: of a correction, else "" */
    const struct small_account_row *rows;
    size_t count;
};

struct small_account_file_in {
    uint64_t community;
    const char *key;
    int32_t month; /* of the file, or of the command line where the file names none: 0 */
    day on;
    const char *company, *reason; /* NULL: none */
    const struct small_account_row *rows;
    size_t count;
};

/* Reads the rows of a file, JSON ({"month", "company", "rows": [{"stream", "count", "gross", "cost", "paid"}]}) or CSV
 * (来源,数量,总额,成本,上交). Refusals: those of json_parse, field.*, small_account.row (details row, reason). */
RESULT small_account_read(struct ctx *ctx, struct bytes file, struct small_account_file_in *in);

/* Records it. Refusals in order: report.period (no month), small_account.row (none, twice, negative), text.refused,
 * small_account.early, disclosure.future (filed on a day to come), community.unknown, small_account.exists (filed
 * before and no reason given), those of journal_post. */
RESULT small_account_file(struct ctx *ctx, const struct small_account_file_in *in, uint64_t *ret_seq);

/* In order of their records. Refusals: those of db_list. */
RESULT small_account_list(struct ctx *ctx, uint64_t community, struct small_account **ret_list, size_t *ret_count);

struct small_account_match { /* one stream of a month */
    struct small_account_row filed;
    money booked, banked; /* gross income by the books; what of it stands on a bank line */
};

/* What was filed for a month against the books, by stream; streams that only one side has are there too. Refusals:
 * community.unknown, small_account.unknown. */
RESULT small_account_compare(struct ctx *ctx, uint64_t community, int32_t month, struct small_account_match **ret_list,
                             size_t *ret_count);

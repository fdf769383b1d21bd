/* account.h  科目: the two charts (财会〔2020〕7号 for MF, GSY for the other funds), what each account demands of a
 * line, and the leaves that a community opens below its chart.
 *
 * listed: an account of the chart, opened with its fund: never renamed, never closed, its code never used again.
 * Further leaves have two digits more than the account above and follow it in class, side, unit ledger and demands. A
 * closed account keeps its code and takes no lines; there is no way back (docs/adr/0016). */
#pragma once

#include "audit/journal.h"
#include "base/words.h"

struct account { /* as listed */
    int32_t account_no;
    uint16_t fund;
    const char *code, *name;
    int16_t class, normal_side, unit_ledger;
    const char *parent; /* code of the account above, NULL none */
    int64_t opened_seq;
    struct maybe closed_seq;
    bool has_children;
};

struct account_name { /* of an account that was renamed, as given by the record from_seq */
    int32_t account_no;
    int64_t from_seq;
    const char *name;
};

struct account_key {
    uint64_t community;
    uint16_t fund;
    const char *code;
};

struct account_found { /* as looked up for a line */
    int64_t ordinal;   /* place of the key in the question, from 1 */
    int32_t account_no;
    int16_t class, unit_ledger;
    bool closed, has_children;
};

/* Adds account_opened for every account of the fund's chart; *account_no is the next free number, moved on.
 * Refusals: memory.exhausted, list.full. */
RESULT account_open_chart(struct ctx *ctx, struct change *change, enum fund fund, uint32_t *account_no);

enum { ACCOUNT_NAME_MAX = 100 };

struct account_out {
    uint64_t seq;  /* record of the change; 0: it already was so */
    bool replayed; /* nothing was written */
};

/* Opens a leaf under the account whose code is two digits shorter. The same code and name again change nothing.
 * Refusals in order: account.code (6, 8 or 10 digits, the last two 01 … 99), text.refused, community.unknown,
 * fund.unknown, account.no_parent, account.exists, account.closed, account.kept_whole (the program books on the account
 * above itself, or the forms name its sub-accounts), account.in_use (lines, or a limit), those of journal_post;
 * journal.moved when the journal grew under five attempts. */
RESULT account_open(struct ctx *ctx, const struct account_key *account, const char *name, struct account_out *ret_out);

/* Gives an account another name; reports on an earlier size of the journal keep the former one. Refusals in order:
 * text.refused, community.unknown, account.unknown, account.listed, account.closed, those of journal_post,
 * journal.moved. */
RESULT account_rename(struct ctx *ctx, const struct account_key *account, const char *name,
                      struct account_out *ret_out);

/* Closes a leaf for good. Refusals in order: community.unknown, account.unknown, account.listed, account.has_children,
 * account.unsettled (a balance, or money held there), those of journal_post, journal.moved. */
RESULT account_close(struct ctx *ctx, const struct account_key *account, struct account_out *ret_out);

/* The first number that no account of the community has. Refusals: those of db_one. */
RESULT account_next_no(struct ctx *ctx, uint64_t community, uint32_t *ret_account_no);

/* Whether the chart of the fund has the code. */
bool account_is_listed(int fund, const char *code);

/* Looks up many accounts in one query; ret_found[i].account_no is 0 where key i names no account. */
RESULT account_find(struct ctx *ctx, const struct account_key *keys, size_t count, struct account_found **ret_found);

/* The one open account without sub-accounts that the key names. Refusals in order: account.unknown, account.closed,
 * account.not_leaf (details fund, account; there is no entry and no line to name). */
RESULT account_leaf(struct ctx *ctx, const struct account_key *key, uint32_t *ret_account_no);

/* The chart of a community by fund and code. */
RESULT account_list(struct ctx *ctx, uint64_t community, struct account **ret_list, size_t *ret_count);

/* Names of renamed accounts, by account and record, the first name included. Refusals: those of db_list. */
RESULT account_name_list(struct ctx *ctx, uint64_t community, struct account_name **ret_list, size_t *ret_count);

/* Whether lines on this account must carry the dimension, by the chart. A leaf that the chart does not list follows its
 * parent. */
bool account_requires(int fund, const char *code, enum dimension dimension);

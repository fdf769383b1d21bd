/* account.h  科目: the two charts (财会〔2020〕7号 for MF, GSY for the other funds) and what each account demands of a
 * line. */
#pragma once

#include "audit/journal.h"
#include "base/words.h"

struct account { /* as listed */
    int32_t account_no;
    uint16_t fund;
    const char *code, *name;
    int16_t class, normal_side;
    bool has_children;
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

/* Looks up many accounts in one query; ret_found[i].account_no is 0 where key i names no account. */
RESULT account_find(struct ctx *ctx, const struct account_key *keys, size_t count, struct account_found **ret_found);

/* The one open account without sub-accounts that the key names. Refusals in order: account.unknown, account.closed,
 * account.not_leaf (details fund, account; there is no entry and no line to name). */
RESULT account_leaf(struct ctx *ctx, const struct account_key *key, uint32_t *ret_account_no);

/* The chart of a community by fund and code. */
RESULT account_list(struct ctx *ctx, uint64_t community, struct account **ret_list, size_t *ret_count);

/* Whether lines on this account must carry the dimension, by the chart. A leaf that the chart does not list follows its
 * parent. */
bool account_requires(int fund, const char *code, enum dimension dimension);

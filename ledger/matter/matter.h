/* matter.h  事项: what nouns without a record kind of their own keep: records 0308 and 0309, and the texts behind them.
 *
 * A matter is opened once and then moves from state to state; each of its records commits to a text in which the noun
 * says what it has to say (budget.h, placement.h). */
#pragma once

#include "audit/journal.h"
#include "base/words.h"

struct matter_key {
    uint64_t community;
    enum matter_noun noun;
    const struct uuid *id; /* NULL: all matters of the noun */
};

struct matter_step { /* one record of a matter */
    struct uuid id;
    uint64_t seq;
    bool opened;    /* matter_opened, else matter_moved */
    uint16_t state; /* after it */
    struct bytes text;
};

/* The steps of one matter, or of all of a noun, in order of their records. Refusals: those of db_list, record.*. */
RESULT matter_steps(struct ctx *ctx, const struct matter_key *key, struct matter_step **ret_list, size_t *ret_count);

/* Whether people name this record so: by its id, or by its seq ("#412"). */
bool matter_is(const struct uuid *id, uint64_t seq, const char *name);

/* The same, or by the bare number ("412"). */
bool matter_called(const struct uuid *id, uint64_t seq, const char *name);

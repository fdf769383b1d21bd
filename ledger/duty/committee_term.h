/* committee_term.h  业委会任期: from when to when a committee is in office, and the day on which it was formed.
 *
 * A term is a matter (noun 15) whose text says from, to, formed_on. Terms do not overlap. How long one may be:
 * committee.term_max (SX-24-1). */
#pragma once

#include "audit/journal.h"
#include "rules/duty.h"

struct committee_term {
    struct uuid term;
    uint64_t seq;
    day from, to, formed_on;
};

struct committee_term_open_in {
    uint64_t community;
    const char *key;
    day from, to, formed_on;
};

/* Records a term. Refusals in order: committee_term.dates, community.unknown, committee_term.length,
 * committee_term.overlap, those of journal_post. The same key gives the same record. */
RESULT committee_term_open(struct ctx *ctx, const struct committee_term_open_in *in, uint64_t *ret_seq);

/* By their first days. Refusals: those of db_list. */
RESULT committee_term_list(struct ctx *ctx, uint64_t community, struct committee_term **ret_list, size_t *ret_count);

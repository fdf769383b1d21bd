/* warranty.h  物业保修金: what a developer deposits for the repair of one building, in the fund WD.
 *
 * A deposit is a matter of noun 8: from the day on which it was due to be paid in, until it expires, with the amount
 * that was to be deposited. Its details are the canonical value behind matter_opened.details: u64 party of the
 * developer, bytes building. Every line on 2501 and 2502 names it (dimension 5, the seq of its record), so the books
 * hold principal, interest and use by developer and building. */
#pragma once

#include "audit/journal.h"
#include "base/words.h"

enum { WARRANTY_BUILDING_MAX = 200 };

struct warranty {
    struct uuid warranty;
    uint64_t seq; /* its record: the value of dimension 5 */
    day from_date, expires;
    money amount;       /* to be deposited; 0 unknown */
    uint64_t developer; /* record of the party */
    const char *building;
};

struct warranty_add_in {
    uint64_t community;
    const char *developer; /* name, token or record of the party */
    const char *building;  /* "1幢" */
    day from, expires;
    money amount;
};

/* Registers a deposit; the same words again change nothing. Refusals in order: warranty.term (it expires before it
 * begins), warranty.amount (negative), text.refused, community.unknown, party.unknown, party.ambiguous, warranty.exists
 * (developer and building are registered with other terms), those of journal_post. */
RESULT warranty_add(struct ctx *ctx, const struct warranty_add_in *in, struct warranty *ret_warranty);

/* In order of their records. Refusals: those of db_list, record.malformed. */
RESULT warranty_list(struct ctx *ctx, uint64_t community, struct warranty **ret_list, size_t *ret_count);

/* journal.h  The one door: a change in, records and projections out, under the head lock (docs/journal.md §8).
 *
 * This is the only header of audit/ that ledger/ and importers/ include. */
#pragma once

#include "audit/ballot.h"
#include "audit/change.h"
#include "audit/order.h"
#include "audit/seal.h"
#include "db/db.h"

/* Writes a change inside the transaction of the caller. In order: locks the heads of all its communities (ascending,
 * the last lock taken), compares each head with the newest journal row, looks up claims, gives voucher numbers,
 * encodes, chains, appends records, projections, openings, tiles and claims, advances the heads. Requests already
 * claimed with the same mac are marked `replayed` and write nothing. Refusals in order: community.unknown,
 * community.exists (community_opened), community.held, community.closed, journal.head (head and journal disagree),
 * journal.moved (the change holds for another size only), idempotency.key_reused (detail key), period.sealed,
 * those of correction_check, those of attachment_check, those of order_check, those of
 * reservation_check, those of gate_check, journal.clock, record.*, then what
 * the database raises (matter.moved, document.booked_twice). */
RESULT journal_commit(struct ctx *ctx, struct change *change);

/* db_write for operations that commit changes: when head and journal were found to disagree, the community is held
 * afterwards, in a transaction of its own, so that nothing more is written until a person decides. */
RESULT journal_run(struct ctx *ctx, result run(struct ctx *ctx, void *arg), void *arg);

/* journal_run for a change that needs nothing else in its transaction. */
RESULT journal_post(struct ctx *ctx, struct change *change);

/* How often an operation decides anew when another one was written meanwhile (journal.moved). */
enum { JOURNAL_ATTEMPTS = 5 };

/* Whether a request with this idempotency key was carried out before: then nothing is decided again. */
RESULT journal_written(struct ctx *ctx, uint64_t community, const char *key, bool *ret_written);

struct journal_head {
    uint64_t community_id, size;
    struct digest root;
    inst recorded_at;
};

/* Refusals: community.unknown. */
RESULT journal_head(struct ctx *ctx, uint64_t community, struct journal_head *ret_head);

/* The server secret: key of request MACs and bank-line ids. */
RESULT journal_secret(struct ctx *ctx, struct digest *ret_secret);

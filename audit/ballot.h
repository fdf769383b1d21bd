/* ballot.h  选票: the ballots behind a decision, and the tree that binds them to its record (docs/journal.md §2).
 *
 * Who voted how is never in a record and never public: the record holds number and root, the rows their salts. */
#pragma once

#include "db/db.h"

enum ballot_choice { BALLOT_YES = 1, BALLOT_NO = 2, BALLOT_ABSTAINED = 3, BALLOT_INVALID = 4 };

struct ballot {
    struct uuid voter;  /* first unit of the owner, or the member of the committee */
    uint8_t choice;     /* enum ballot_choice */
    uint32_t units;     /* units that it speaks for, 0 at a meeting */
    uint64_t area_cm2;  /* their area */
    struct digest salt; /* set by ballot_seal */
};

/* Puts ballots in ascending order of their voters, who are all different, gives each a fresh salt, and computes the
 * root of their tree. Refusals: memory.exhausted. */
RESULT ballot_seal(struct ctx *ctx, struct ballot *list, size_t count, struct digest *ret_root);

/* Writes the rows of sealed ballots, inside the transaction that wrote the record at decision_seq. Refusals: those of
 * db_exec. */
RESULT ballot_write(struct ctx *ctx, uint64_t community, uint64_t decision_seq, const struct ballot *list,
                    size_t count);

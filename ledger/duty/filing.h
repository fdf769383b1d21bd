/* filing.h  What disclosures, terms, small accounts, stamps and hand-overs share: a matter that is opened with a text,
 * and that may put an older one of its kind out of force in the same request; and a text with which a matter moves. */
#pragma once

#include "ledger/matter/matter.h"

enum filing_state { FILING_IN_FORCE = MATTER_FIRST_STATE, FILING_SUPERSEDED = 2 };
enum { FILING_TEXT_MAX = 1 << 17 };

struct filing {
    uint64_t community;
    const char *key, *operation;
    struct bytes request; /* what was asked for: the same key with another request is refused */
    struct bytes text;    /* what is kept */
    enum matter_noun noun;
    day from;
    struct maybe due, amount;
    const struct record_ref *refs; /* what it rests on */
    size_t ref_count;
    const struct uuid *replaces; /* goes from FILING_IN_FORCE to FILING_SUPERSEDED; NULL: none */
    struct bytes reason;         /* of that */
};

/* What was asked for, as it stands in the journal's order: the head that the caller decides on, and whether the key was
 * carried out before; then nothing is decided again. */
struct filing_begun {
    uint64_t size;
    bool written;
};
RESULT filing_begin(struct ctx *ctx, uint64_t community, const char *key, struct filing_begun *ret_begun);

/* Writes it where the journal still has that size, else journal.moved: the caller decides again. *ret_seq: the record
 * that opened it. Refusals: those of journal_post. */
RESULT filing_post(struct ctx *ctx, const struct filing_begun *begun, const struct filing *filing, uint64_t *ret_seq);

struct filing_step { /* a move of a matter */
    uint64_t community;
    const char *key, *operation;
    struct bytes request, text; /* what was asked for; what is kept */
    enum matter_noun noun;
    struct uuid id;
    uint16_t from, to;
};

/* The same for a move. */
RESULT filing_move(struct ctx *ctx, const struct filing_begun *begun, const struct filing_step *step,
                   uint64_t *ret_seq);

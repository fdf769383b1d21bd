/* entry.h  凭证: the one gate through which money is booked. Batches in, one transaction, exact idempotency.
 *
 * Nothing posted is ever changed or deleted; a mistake is cancelled by a red-letter entry (CN-BAW-51-5). */
#pragma once

#include "audit/journal.h"
#include "base/words.h"
#include "ledger/book/attachment.h"
#include "ledger/book/reservation.h"

enum { ENTRY_BATCH_MAX = 1000, ENTRY_LINES_MAX = 500, ENTRY_DIMENSIONS_MAX = 8 };

struct entry_dimension_in {
    uint16_t dimension; /* enum dimension */
    uint64_t value;     /* stream 1 … 17, or seq of the record that registered the thing */
};

struct entry_share_in { /* of one unit in a line on an account that is kept per unit */
    struct uuid unit;
    money amount;
};

struct entry_line_in {
    uint16_t fund;
    const char *account; /* code of a leaf */
    uint8_t side;        /* enum side */
    money amount;        /* > 0; < 0 only in red-letter and difference entries */
    const char *summary; /* NULL: none */
    const struct digest
        *summary_commitment; /* NULL: none; the same words as in an earlier record, instead of summary */
    struct entry_dimension_in dimensions[ENTRY_DIMENSIONS_MAX];
    size_t dimension_count;
    const struct entry_share_in *shares; /* subledger.h; any order */
    size_t share_count;
};

enum hand_function { HAND_PREPARED = 1, HAND_REVIEWED = 2, HAND_APPROVED = 3 };
enum { ENTRY_HANDS_MAX = 3 };

struct entry_hand_in {
    uint8_t function; /* enum hand_function */
    struct uuid subject;
};

struct entry_in {
    uint64_t community;
    const char *key; /* idempotency key, 8–128 of [A-Za-z0-9._:-] */
    uint8_t entry_type, source, word;
    day booking_date;
    struct maybe value_date, original_date;
    const char *summary;
    const char *payee;        /* NULL: none, or that of the reservation it captures */
    struct maybe reverses;    /* seq of the entry that this one cancels: red_letter */
    struct maybe replaces;    /* seq of the reversed entry in whose place this one stands: correction */
    struct maybe adjusts;     /* seq of the entry whose amounts this one changes: difference */
    struct maybe import_item; /* item of this change (import_received) that brought it */
    struct maybe matter_item; /* item of this change (matter_opened, matter_moved) that it books */
    const struct entry_line_in *lines;
    size_t line_count;
    const struct attachment_in *documents; /* at most ATTACHMENT_MAX, in any order */
    size_t document_count;
    const struct reservation_capture_in *captures; /* at most RESERVATION_CAPTURES_MAX, in any order */
    size_t capture_count;
    struct entry_hand_in hands[ENTRY_HANDS_MAX]; /* none: prepared by the actor */
    size_t hand_count;
};

struct entry_out {
    uint64_t community, seq;
    struct uuid id;
    bool replayed; /* the same entry under the same key was posted before */
};

/* Checks a batch against the books and adds it to a change, one request an entry. Entries are checked one after the
 * other; in each the first refusal wins, details `entry` (place in the batch, from 1) and `line` (from 1):
 * text.refused, entry.too_many_lines, money.range, account.unknown, entry.dimension_unknown, entry.link_missing,
 * entry.unknown, entry.not_reversible, date.future, account.closed, account.not_leaf,
 * line.sign, entry.too_few_lines, entry.unbalanced (in total), entry.fund_unbalanced, those of subledger_check,
 * entry.dimension_missing, entry.prior_year; idempotency.key_malformed; those of reservation_refs, those of
 * attachment_refs. */
RESULT entry_prepare(struct ctx *ctx, struct change *change, const struct entry_in *in, size_t count);

/* Posts 1 … 1,000 entries over any communities in one transaction: all or none.
 * Refusals in order: entry.empty, entry.too_many, those of entry_prepare, those of journal_commit. ret_out holds
 * `count` items. */
RESULT entry_post(struct ctx *ctx, const struct entry_in *in, size_t count, struct entry_out *ret_out);

struct entry_listed {
    uint64_t seq;
    day booking_date;
    uint8_t entry_type, word;
    uint16_t fund;
    int32_t series;
    int64_t number;
    const char *summary;
    money amount;      /* sum of the debit lines in this fund */
    int64_t documents; /* attached */
};

/* Entries of a community by fund and number, at most `limit`, newest first. */
RESULT entry_list(struct ctx *ctx, uint64_t community, int64_t limit, struct entry_listed **ret_list,
                  size_t *ret_count);

/* "PI-记-2026-03-0017" names the entry with that number. Refusals: entry.unknown. */
RESULT entry_find(struct ctx *ctx, uint64_t community, const char *number, uint64_t *ret_seq);
enum { ENTRY_NUMBER_TEXT = 48 };
void entry_number_format(int fund, int word, int32_t series, int64_t number, char out[ENTRY_NUMBER_TEXT]);

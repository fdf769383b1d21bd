/* books.h  What a replay remembers of one community: registered things, balances, counters, and a fingerprint of each
 * entry.
 *
 * Shared by the files of this folder and read by the comparison with stored rows. Memory grows by some 100 bytes for
 * each entry. object: books_object writes one finding of the rules. */
#pragma once

#include "audit/replay/finding.h"
#include "audit/replay/map.h"
#include "base/record.h"

enum { BOOKS_MAX = 1 << 24, BOOKS_FUNDS = 5 };

struct books_account {
    struct row_account row;
    bool parent; /* has sub-accounts */
};

struct books_import {
    struct row_import_batch row;
    uint64_t entries; /* entries that refer to it, opening entries apart */
};

struct books_entry { /* enough to judge a reversal later */
    uint64_t seq;
    uint8_t type;
    bool reversed;
    uint8_t lines[16]; /* digest over the lines */
};

struct books_share { /* what one entry books on a document */
    uint64_t entry, document;
    int64_t amount;
};

struct books_booked { /* what all entries together book on a document, reversed ones apart */
    int64_t amount, entries;
};

struct books_promise { /* a commitment in a record: its first 8 bytes, where it stands, its class */
    uint64_t prefix, seq;
    uint16_t class;
};

struct books {
    struct arena *arena;
    struct report *report;
    uint64_t community, size;
    bool keep_promises;
    LIST(uint16_t) kinds; /* of every record; 0 unknown */
    struct map events;
    bool has_community;
    struct row_community name;
    bool has_fund[BOOKS_FUNDS];
    struct row_fund fund[BOOKS_FUNDS];
    LIST(struct books_account) accounts;
    struct map account_no, account_code;
    LIST(struct row_bank_account) bank_accounts;
    LIST(struct row_subject) subjects;
    struct map subject;
    LIST(struct row_document) documents;
    struct map document;
    struct map document_seq;
    LIST(struct books_share) shares;  /* ascending by entry */
    LIST(struct books_booked) booked; /* in the order of `documents` */
    LIST(struct row_matter) matters;
    struct map matter; /* by noun and id */
    bool matter_lost;  /* a record that may have moved a matter is lost: old states cannot be judged */
    LIST(struct books_import) imports;
    struct map import, received; /* by id, by seq */
    LIST(struct books_entry) entries;
    LIST(struct row_balance) balances;
    struct map balance;
    LIST(struct row_voucher_counter) counters;
    struct map counter;
    LIST(struct books_promise) promises;
    bool has_pending; /* an actor used before the record that registers it: allowed in the first batch */
    struct uuid pending;
    uint64_t pending_seq;
};

/* Rows of entries that follow from a run of records, in key order; the rows of all other tables lie in struct books. */
struct books_rows {
    LIST(struct row_entry) entry;
    LIST(struct row_entry_number) entry_number;
    LIST(struct row_entry_ref) entry_ref;
    LIST(struct row_posting) posting;
    LIST(struct row_posting_dim) posting_dim;
};

/* Empty lists. */
void books_rows_init(struct books_rows *rows, struct arena *arena);

/* Says that a rule objects to a record. expected and found may be NULL. */
void books_object(struct books *books, enum finding_reason reason, uint64_t seq, const char *key);
void books_object_value(struct books *books, enum finding_reason reason, uint64_t seq, const char *key,
                        const char *const values[2]);

/* Values of rows: a number, a number that may be absent, bytes that stay where they are. */
struct row_number books_number(int64_t value);
struct row_number books_maybe(bool present, int64_t value);
struct bytes books_octets(const uint8_t *data, size_t size);

/* A copy in the arena of the books. Refusals: memory.exhausted. */
RESULT books_keep(struct books *books, struct bytes from, struct bytes *ret_copy);

/* The kind of the record at seq, 0 when there is none. */
uint16_t books_kind(const struct books *books, uint64_t seq);

/* Remembers that a record commits to a value. Refusals: list.full, memory.exhausted. */
RESULT books_promise(struct books *books, uint64_t seq, const struct digest *commitment, enum commitment_class class);

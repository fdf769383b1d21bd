/* books.h  What a replay remembers of one community: registered things, balances, counters, and a fingerprint of each
 * entry.
 *
 * Shared by the files of this folder and read by the comparison with stored rows. Memory grows by some 100 bytes for
 * each entry. object: books_object writes one finding of the rules. */
#pragma once

#include "audit/replay/finding.h"
#include "audit/replay/map.h"
#include "base/record.h"

enum { BOOKS_MAX = 1 << 24 };

struct books_month { /* entries booked in a month */
    int32_t month;
    uint32_t entries;
    int64_t debit, credit;
};

struct books_day { /* the first record written on a day */
    day date;
    uint64_t seq;
};

struct books_facts { /* rows of one table that is kept as a whole, in order of arrival until books_sort */
    void *items;
    size_t count, cap;
    struct map key;
};

struct books_entry { /* enough to judge a reversal or a difference later */
    uint64_t seq;
    uint8_t type;
    bool reversed, adjusted;
    uint8_t lines[16];    /* digest over the lines */
    uint32_t left, lefts; /* first and number of its items in books->left */
};

struct books_left { /* what is left of an entry on one account and side after its differences */
    uint32_t account_no;
    uint8_t side;
    int64_t fen;
};

struct books_money { /* what lies on an account, debit less credit, and what open reservations hold there */
    uint32_t account_no;
    bool is_money;
    int64_t posted, reserved;
    int64_t moved, captured; /* by the entry under way */
};

struct books_share { /* what one entry books on a document */
    uint64_t entry, document;
    int64_t amount;
};

struct books_booked { /* what all entries together book on a document, reversed ones apart */
    int64_t amount, entries;
};

struct books_movement { /* what an entry moves on a bank account: in positive, out negative */
    uint64_t entry, bank_account;
    int64_t fen, matched; /* matched: by bank lines that are not its own */
    bool imported;        /* a bank line's own entry */
};

struct books_promise { /* a commitment in a record: its first 8 bytes, where it stands, its class */
    uint64_t prefix, seq;
    uint16_t class;
};

struct pack; /* rules/pack.h */

struct books {
    struct arena *arena;
    struct report *report;
    uint64_t community, size;
    bool keep_promises;
    const struct pack *packs; /* rule packs to judge votes by; NULL: none at hand, only the figures are judged */
    size_t pack_count;
    LIST(uint16_t) kinds;       /* of every record; 0 unknown */
    struct map leaf_of;         /* place in leaves, by seq */
    LIST(struct digest) leaves; /* of applications and decisions, to which approvals are bound */
    struct map events;
    struct books_facts facts[ROW_TABLES];  /* of the tables that are FACTs in row.def */
    struct map account_code, parents;      /* accounts by fund and code; those with sub-accounts */
    struct map listed;                     /* accounts of a chart: opened together with their fund */
    LIST(uint32_t) account_order;          /* account numbers, however far apart */
    bool account_sorted;                   /* whether they ascend */
    struct map received;                   /* imports by seq of their record */
    LIST(uint64_t) imported;               /* entries of each import, opening entries apart */
    LIST(uint64_t) held;                   /* bank lines that each import held */
    LIST(struct books_movement) movements; /* ascending by entry */
    LIST(int64_t) matched;                 /* of each bank line that was matched */
    struct map matched_line;               /* by seq of its record */
    struct map document_seq;               /* documents by seq of their record */
    LIST(struct books_share) shares;       /* ascending by entry */
    LIST(struct books_booked) booked;      /* in the order of the documents */
    LIST(struct books_money) money;        /* of every account that has been booked on */
    struct map money_of;
    struct map warranties; /* warranty deposits by seq of their record */
    bool matter_lost;      /* a record that may have moved a matter is lost: old states cannot be judged */
    LIST(struct books_entry) entries;
    LIST(struct books_left) left;
    LIST(struct row_balance) balances;
    struct map balance;
    LIST(struct row_turnover) turnovers;
    struct map turnover;
    LIST(struct row_voucher_counter) counters;
    struct map counter;
    LIST(struct books_promise) promises;
    LIST(struct books_month) months;
    LIST(struct books_day) days;
    bool has_seal, lost; /* a period is sealed; a record is lost */
    day sealed_to;
    uint64_t seal_seq;
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

/* The rows of a table of facts, as its structs. */
#define FACTS(books, table) ((struct row_##table *)(books)->facts[ROW_##table].items)

/* The row with the key of `row` (other members are ignored), NULL when there is none. Valid until the next books_put.
 */
void *books_find(const struct books *books, enum row_table_id id, const void *row);

/* Keeps a copy; a second row with the same key is dropped. Refusals: list.full, memory.exhausted. */
RESULT books_put(struct books *books, enum row_table_id id, const void *row);

/* Puts the rows of every table of facts in key order; nothing can be found or put afterwards. */
void books_sort(struct books *books);

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

/* The entry written by the record at seq, NULL when there is none. */
struct books_entry *books_find_entry(struct books *books, uint64_t seq);

/* Remembers that a record commits to a value. Refusals: list.full, memory.exhausted. */
RESULT books_promise(struct books *books, uint64_t seq, const struct digest *commitment, enum commitment_class class);

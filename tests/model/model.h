/* model.h  The books of one community in memory, in the plainest way: own tables, own arithmetic, written apart from
 * ledger/, rules/ and audit/, so that all of them must agree. Amounts in fen, days as day numbers, places from 0.
 *
 * A record that the ledger is expected to write takes the next number of `size`: the model foretells the journal. */
#pragma once

#include "tests/model/matter.h"

enum {
    MODEL_UNITS = 10,
    MODEL_ACCOUNTS = 64,
    MODEL_LINES = 6,
    MODEL_ATTACHED = 2, /* documents, and captures, of one entry */
    MODEL_ENTRIES = 20000,
    MODEL_COUNTERS = 2000
};
#define MODEL_NONE SIZE_MAX /* a place that is not there */

struct model_account {
    uint16_t fund;
    const char *code;
    int64_t debit, credit;
    int64_t reserved;   /* by open reservations */
    uint8_t limit_kind; /* enum limit_kind; 0 none */
    int64_t floor;
};

struct model_line {
    size_t account;
    uint8_t side;
    uint16_t stream; /* 0 none */
    uint64_t bank;   /* record of the bank account, 0 none */
    size_t contract; /* place, or MODEL_NONE */
    int64_t amount;
    int64_t share[MODEL_UNITS];
};

struct model_part { /* of a document that an entry books, or of a reservation that it captures */
    size_t place;
    int64_t amount;
};

struct model_entry {
    uint64_t seq;
    uint8_t type, source, word;
    day date, original; /* original 0: none */
    size_t count;
    struct model_line lines[MODEL_LINES];
    size_t reverses, replaces, adjusts; /* places of entries */
    struct model_part documents[MODEL_ATTACHED], captures[MODEL_ATTACHED];
    size_t document_count, capture_count;
    const char *payee;            /* NULL: none */
    bool reversed, adjusted;      /* by later entries */
    bool carried;                 /* forward, by a close */
    uint64_t number[FUND_OP + 1]; /* voucher number in each fund it touches, else 0 */
};

struct model_unit {
    uint64_t area; /* cm² */
    uint16_t use;
    int64_t balance;
};

struct model_counter { /* of voucher numbers */
    uint16_t fund;
    uint8_t word;
    int32_t month;
    uint64_t last;
};

struct model {
    uint64_t size; /* of the journal */
    struct model_account accounts[MODEL_ACCOUNTS];
    size_t account_count;
    struct model_unit units[MODEL_UNITS];
    size_t unit_count;
    struct model_entry *entries; /* MODEL_ENTRIES of them */
    size_t entry_count;
    struct model_counter counters[MODEL_COUNTERS];
    size_t counter_count;
    day first, sealed;      /* of the first entry, 0 none; last sealed day, 0 none */
    uint64_t seal;          /* record of the last close */
    uint64_t shared_out[2]; /* years of interest by kind of housing: bit year - 2020 */
    struct model_reservation reservations[MODEL_RESERVATIONS];
    size_t reservation_count;
    struct model_document documents[MODEL_DOCUMENTS];
    size_t document_count;
    struct model_party parties[MODEL_PARTIES];
    size_t party_count;
    struct model_contract contracts[MODEL_CONTRACTS];
    size_t contract_count;
    struct model_budget budgets[MODEL_BUDGETS];
    size_t budget_count;
    struct model_bank_line bank_lines[MODEL_BANK_LINES];
    size_t bank_line_count;
    size_t files[MODEL_FILES][2]; /* first line and how many, of those that were imported */
    size_t file_count;
    /* since the last comparison: bits by place, the first entry, the first record */
    uint64_t touched_accounts, touched_units, compared_size;
    size_t compared;
};

/* The place of an account, added when it is new. */
size_t model_account(struct model *model, uint16_t fund, const char *code);

/* What it holds, debit less credit. */
int64_t model_net(struct model *model, uint16_t fund, const char *code);

/* Public housing and its selling units are kept apart from all others. */
bool model_is_public(const struct model_unit *unit);

/* An empty entry of a day, as a person would post it. */
struct model_entry model_entry(uint8_t type, day date);

/* Adds a line and returns it. */
struct model_line *model_line(struct model_entry *entry, size_t account, uint8_t side, int64_t amount);

/* Debit lines added up. */
int64_t model_total(const struct model_entry *entry);

/* Books an entry that was accepted: accounts, units, voucher numbers, documents, reservations. Its place. */
size_t model_post(struct model *model, const struct model_entry *entry);

/* The red-letter entry of entry number i, not booked. */
struct model_entry model_red(const struct model *model, size_t i, day date);

/* What is left of entry i on an account and side after its differences; false where it has no such line. */
bool model_left(const struct model *model, size_t i, const struct model_line *line, int64_t *ret_left);

/* Closes everything up to a month: temporary accounts stand at zero afterwards. How many carry-forward entries that
 * takes. */
size_t model_close(struct model *model, int32_t month);

/* Closes a reservation; its state afterwards. */
void model_end_reservation(struct model *model, struct model_reservation *reservation, uint8_t state);

/* Shares of an amount by weights, largest remainder, ties to the earlier. Nothing where there are no weights. */
void model_share(int64_t amount, const uint64_t *weights, size_t count, int64_t *ret_shares);

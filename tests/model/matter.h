/* matter.h  What the model keeps beside accounts and entries: reservations, documents, contracts and their parties,
 * budgets, lines of bank statements.
 *
 * model: all of it begins with the word, as in model.h. */
#pragma once

#include "base/date.h"
#include "base/words.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    MODEL_RESERVATIONS = 2000,
    MODEL_DOCUMENTS = 2000,
    MODEL_CONTRACTS = 8,
    MODEL_DUES = 36,
    MODEL_MONTHS = 250, /* of runs under one contract */
    MODEL_PARTIES = 6,
    MODEL_BUDGETS = 24,
    MODEL_BUDGET_LINES = 8,
    MODEL_DRAFTS = 6,
    MODEL_BANK_LINES = 4000,
    MODEL_FILES = 2000
};

struct model_reservation {
    uint64_t seq;
    size_t account;
    int64_t amount, captured;
    day expires;
    const char *payee; /* NULL: any */
    size_t budget;     /* on which it rests, or MODEL_NONE */
    uint8_t state;     /* enum reservation_state */
};

struct model_document {
    uint64_t seq;
    unsigned file; /* number of its content */
    uint16_t type, visibility;
    int64_t amount;        /* 0: none printed */
    unsigned voucher;      /* number of its issuer, 0: not an e-voucher */
    int64_t used, entries; /* by entries that are not reversed */
};

struct model_due {
    day due;
    int64_t amount;
};

struct model_contract {
    uint64_t seq;
    size_t party;
    uint16_t stream;
    day from, to;
    struct model_due dues[MODEL_DUES];
    size_t due_count;
    day ended; /* 0: not */
    uint16_t reason;
    int32_t done[MODEL_MONTHS]; /* months whose run booked something */
    size_t done_count;
};

struct model_party {
    uint64_t seq;
    unsigned name, account;
};

struct model_budget_line {
    const char *code;
    int64_t amount;
};

struct model_budget {
    uint16_t fund;
    int32_t year;     /* 0: of a project */
    unsigned project; /* its number */
    uint64_t opened;  /* record */
    int state;        /* 1 draft, 2 adopted, 3 changed, 4 closed */
    size_t version_count;
    struct model_budget_line lines[MODEL_BUDGET_LINES];
    size_t count;
};

struct model_bank_line { /* of the account whose statements are imported */
    day date;
    int32_t seconds;
    int64_t amount, balance;
};

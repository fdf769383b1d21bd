/* model.h  The books of one community in memory, in the plainest way: what every account and unit holds, which entries
 * there are, how far they are closed. Written apart from ledger/ and audit/, so that all three must agree. */
#pragma once

#include "base/date.h"
#include "base/words.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MODEL_UNITS = 6, MODEL_ACCOUNTS = 32, MODEL_LINES = 4, MODEL_ENTRIES = 120000 };

struct model_account {
    uint16_t fund;
    const char *code;
    int64_t debit, credit;
};

struct model_line {
    size_t account;
    uint8_t side;
    int64_t amount, left; /* left: after differences */
    int64_t share[MODEL_UNITS];
};

struct model_entry {
    uint64_t seq;
    uint8_t type;
    day date;
    bool reversed, adjusted, carried;
    size_t count;
    struct model_line lines[MODEL_LINES];
};

struct model_unit {
    uint64_t area;
    bool public;
    int64_t balance;
};

struct model {
    struct model_account accounts[MODEL_ACCOUNTS];
    size_t account_count;
    struct model_unit units[MODEL_UNITS];
    struct model_entry *entries;
    size_t entry_count;
    day first, sealed; /* of the first entry, 0 none; last sealed day, 0 none */
    uint64_t years[2]; /* shared out: bit year - 2020, by kind of housing */
};

/* The place of an account, added when it is new. */
size_t model_account(struct model *model, uint16_t fund, const char *code);

/* What it holds, debit less credit. */
int64_t model_net(struct model *model, uint16_t fund, const char *code);

/* Books an entry that was accepted. */
void model_post(struct model *model, const struct model_entry *entry);

/* The red-letter entry of entry number i, and what it does to it. */
void model_reverse(struct model *model, size_t i, uint64_t seq, day date);

/* Closes the month: temporary accounts stand at zero afterwards. Returns how many carry-forward entries that takes. */
size_t model_close(struct model *model, int32_t month);

/* Shares of an amount by area over the units of the scope, largest remainder, ties to the earlier unit. */
void model_share(const struct model *model, int64_t amount, const bool scope[MODEL_UNITS], int64_t shares[MODEL_UNITS]);

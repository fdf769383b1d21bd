/* gate_town.h  A community for random payments: people without and with roles, bodies, payees, papers and money.
 *
 * gate: all names of this test begin with the word. */
#pragma once

#include "ledger/book/entry.h"
#include "ledger/people/role.h"
#include "tests/gate/gate_oracle.h"

enum {
    GATE_TOWNS = 4,
    GATE_PEOPLE = 10,
    GATE_PAYEES = 6,
    GATE_UNITS = 3,
    GATE_ENTRIES = 8000,
    GATE_REVERSED = 6,
    GATE_CODES = 1024
};

struct gate_town {
    uint64_t code;
    bool bound;       /* rules were activated */
    uint64_t bank[3]; /* records of the bank accounts: two of public income, one of the fund */
    uint64_t papers;  /* record of a document */
    struct uuid units[GATE_UNITS];
    struct actor people[GATE_PEOPLE], township;
    uint64_t entries[GATE_ENTRIES]; /* posted so far */
    size_t entry_count;
    uint64_t reversed[GATE_REVERSED]; /* the last ones */
    size_t reversed_count;
    uint64_t asked_until; /* of the journal, by the oracle */
};

extern const char *const gate_names[GATE_PEOPLE], *const gate_payees[GATE_PAYEES], *const gate_bodies[];
#define GATE_BANK "33050165583500001234"
#define GATE_TIME_BANK "33050165583500006666"

/* Founds it: 10,000,000.00 of public income, 3,000,000.00 of the maintenance fund, and a first set of people in
 * office. */
void gate_town_found(struct harness *harness, struct gate_town *town);

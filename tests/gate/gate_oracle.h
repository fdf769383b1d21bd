/* gate_oracle.h  What must hold of payments out of a fund, said once more in plain SQL over the tables, apart from all
 * that the ledger, the rules and the gate compute.
 *
 * gate: all names of this test begin with the word. */
#pragma once

#include "tests/harness/harness.h"

struct gate_oracle; /* a connection of its own, which reads past the ledger */

struct gate_oracle *gate_oracle_open(struct harness *harness);
void gate_oracle_close(struct gate_oracle **oracle);

struct gate_question {
    uint64_t community;
    uint64_t since;     /* entries and applications from this record on */
    struct maybe bound; /* as if bound from this day; absent: as the records say */
};

/* How many things are wrong; the first of them is printed. */
size_t gate_oracle_ask(struct gate_oracle *oracle, const struct gate_question *question);

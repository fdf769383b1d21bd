/* compare.h  The ledger's rows beside the model: what an operation touched after every one of them, everything now and
 * then.
 *
 * Aborts at the first difference and prints both sides. */
#pragma once

#include "tests/model/life.h"

struct compare; /* a connection of its own, which reads past the ledger */

struct compare *compare_open(struct harness *harness);
void compare_close(struct compare **compare);

/* Size of the journal, accounts touched with what is reserved there, sub-accounts touched, voucher numbers given. */
void compare_step(struct life *life);

/* All of the town's accounts, sub-accounts, reservations, documents, contracts, budgets and drafts, its income by
 * contract and in the bank, as the ledger lists them. */
void compare_town(struct life *life);

/* The invariants of sql/checks over all communities, and a verification of this one. */
void compare_evidence(struct life *life);

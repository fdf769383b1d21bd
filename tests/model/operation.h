/* operation.h  The kinds of operations of a random life, by the file of their noun. Each draws what it asks for,
 * deliberately wrong things included, foretells what comes of it, and keeps the model in step. */
#pragma once

#include "tests/model/life.h"

void entry_income(struct life *life);  /* money of a stream comes in */
void entry_expense(struct life *life); /* is spent: with documents, out of reservations */
void entry_tenant(struct life *life);  /* rent in advance, receivables, deposits received: under contracts */
void entry_batch(struct life *life);   /* several at once, all or none */

void correction_reverse(struct life *life);     /* red letters */
void correction_replace(struct life *life);     /* in the place of a reversed entry */
void correction_difference(struct life *life);  /* more or less of an entry that stands */
void correction_former_year(struct life *life); /* against the net assets */

void deposit_pay_in(struct life *life);
void deposit_give_back(struct life *life);    /* refunds of every kind */
void deposit_earn(struct life *life);         /* interest and other income of the maintenance fund */
void apportionment_repair(struct life *life); /* by area, in equal parts, by given shares; unsold and selling units */
void interest_share_out(struct life *life);   /* by area and by balances */
void unit_sell(struct life *life);            /* new owners */
void unit_add(struct life *life);             /* a late unit in the register */
void period_end_month(struct life *life);

void reservation_hold(struct life *life);
void reservation_give_back(struct life *life);
void reservation_run_out(struct life *life); /* the daily job */
void reservation_bound(struct life *life);   /* a limit */

void document_bring(struct life *life); /* archived */
void document_show(struct life *life);  /* visibility */

void contract_meet(struct life *life);      /* a party */
void contract_sign(struct life *life);      /* with its dues */
void contract_break_off(struct life *life); /* an early end */
void contract_earn(struct life *life);      /* recognition of a month */

void budget_decide(struct life *life); /* propose, adopt, change, close */

void draft_write(struct life *life); /* a new draft */
void draft_step(struct life *life);  /* edit, discard, submit, withdraw, review, return, approve */

void import_statement(struct life *life); /* of a bank */

/* gate_life.h  Chance and memory of the random payments, and their ways around the gate.
 *
 * gate: all names of this test begin with the word. */
#pragma once

#include "ledger/matter/withdrawal.h"
#include "tests/gate/gate_town.h"

struct gate_life {
    struct ctx *ctx;
    struct gate_town towns[GATE_TOWNS], *town; /* town: in which the step happens */
    uint64_t seed;
    unsigned step;
    uint64_t codes[GATE_CODES]; /* refusals */
};
extern struct gate_life gate;

uint64_t gate_any(uint64_t limit);         /* 0 … limit - 1 */
bool gate_once_in(uint64_t times);         /* true once in so many times */
money gate_any_amount(void);               /* around the tiers more often than not */
const char *gate_key_of(const char *what); /* of this step */
const char *gate_record_name(uint64_t seq);
const char *gate_any_payee(void);
uint64_t gate_any_entry(void);
uint64_t gate_any_reversed(void); /* that a red letter cancelled, mostly */
bool gate_some_withdrawal(int state, struct withdrawal *ret_withdrawal);

void gate_act(size_t person);
void gate_act_in_office(uint16_t role); /* mostly somebody in it, else anybody */

/* Counts a refusal; true when there was none. What no refusal should be ends the test. The second keeps the entry. */
bool gate_accepted(result got);
bool gate_posted(result got, uint64_t seq);

/* ---- by hand, and by other doors: gate_hand.c; true when it was accepted ---- */

bool gate_pay_by_hand(void);
bool gate_pay_out_of_income(void);
bool gate_receive(void);
bool gate_move_money(void);
bool gate_reverse(void);
bool gate_replace(void);
bool gate_adjust(void);
bool gate_reserve(void);
bool gate_draft(void);
bool gate_deposit(void);
bool gate_repair(void);

/* town.h  A community from its first day to the day on which it is compared, verified and left: its books, bank
 * accounts, people and units. */
#pragma once

#include "ledger/people/unit.h"
#include "tests/model/life.h"

/* Whose statements are imported. */
#define TOWN_STATEMENT_ACCOUNT "33050165583500009999"

/* Founds the next town of the life in a place of its list. */
void town_open(struct life *life, size_t place);
void town_close(struct life *life, size_t place);

/* Makes it the one in which things happen, and its treasurer the one who acts. */
void town_enter(struct life *life, size_t place);

/* The unit at a place of every town's register. */
struct unit_in town_unit(size_t place);

/* Adds a unit to the model; reads the tokens that the ledger gave to all of them. */
void town_add_unit(struct life *life, const struct unit_in *unit);
void town_read_units(struct life *life);

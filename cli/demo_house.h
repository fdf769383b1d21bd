/* demo_house.h  The houses of the demonstration city: what its committees enter by hand and never comes as a bank file.
 *
 * Registers of units with invented owners, first deposits in the agency's special account (专户), a repair here and
 * there, the account's interest, and every month closed; in January the income of the year before is shared out to the
 * units. Everything follows from the place of the community in the city, so it is the same on every machine. */
#pragma once

#include "cli/demo_city.h"

/* Opens the special account and registers the units. Repeating changes nothing. Refusals: those of bank_account_open
 * and unit_register. */
RESULT demo_house_open(struct ctx *ctx, int place, const struct demo_community *c);

/* The owner of the number-th flat of a community in the order of the register. Refusals: memory.exhausted. */
RESULT demo_house_owner(struct ctx *ctx, int place, size_t number, const char **ret_name);

/* What is entered by hand in a month, then the close of the month; ctx->now is a morning after it. Nothing where the
 * month was closed before. Refusals: those of deposit_post, apportionment_post, unit_transfer, entry_post,
 * interest_distribute and period_close. */
RESULT demo_house_month(struct ctx *ctx, int place, const struct demo_community *c, int32_t month);

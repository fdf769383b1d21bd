/* demo_oversight.h  The people of one community of the demonstration city: who decides, who asks for money, who
 * approves it, who steps in.
 *
 * 榧林晴居 (330681000003) is bound to the rules of its place. There one sees a vote that passed and one that missed its
 * quorum, disclosures with one that is overdue, a withdrawal from application to payment, a payment cut into two that
 * was refused, a lift repaired in an emergency up to its final account, an order of the township and an owner's
 * objection with its answer. Everything goes through the operations of the ledger, and all dates follow from the day on
 * which it was first played. */
#pragma once

#include "cli/demo_city.h"

/* The place in the city of the community that is bound to rules. */
enum { DEMO_OVERSIGHT_PLACE = 2 };

/* Plays everything; ctx->now is today, all months of the city are there. Repeating changes nothing, and an attempt that
 * broke off is continued. Refusals: those of the operations that it uses. */
RESULT demo_oversight(struct ctx *ctx, const struct demo_community *c);

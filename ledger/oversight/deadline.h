/* deadline.h  期限: the last day of a term that the rules of a place give, counted from a day. */
#pragma once

#include "db/db.h"
#include "rules/pack.h"

struct deadline_in {
    uint64_t community;
    enum pack_key_no key; /* of a SPAN */
    day from;             /* the day of the event: the term begins on the next one */
};

/* By the rules in force on `from`; *ret_day is absent where no pack speaks. Days and months are of the calendar; of
 * working days Saturdays and Sundays are left out. The day of the event does not count (own reading of 民法典 201).
 * Refusals: those of rule_pack_resolve, date.invalid (beyond 2199). */
RESULT deadline_find(struct ctx *ctx, const struct deadline_in *in, struct maybe *ret_day);

/* Days by which `on` is later than the deadline, 0: in time, or no deadline. */
int32_t deadline_late(struct maybe deadline, day on);

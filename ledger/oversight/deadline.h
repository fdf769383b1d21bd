/* deadline.h  期限: the last day of a term that the rules of a place give, counted from a day. */
#pragma once

#include "db/db.h"
#include "rules/pack.h"

struct deadline_in {
    uint64_t community;
    enum pack_key_no key; /* of a SPAN */
    day from;             /* the day of the event: the term begins on the next one */
};

/* By the rules and the calendar of holidays, as the Civil Code has it (CN-CC-201-1, CN-CC-202, CN-CC-203-1;
 * rules/calendar.h): the day of the event does not count, and a rest day moves on. *ret_day is absent where no pack
 * speaks. Refusals: those of rule_activation_set and holiday_calendar, date.invalid (beyond 2199). */
RESULT deadline_find(struct ctx *ctx, const struct deadline_in *in, struct maybe *ret_day);

/* Days by which `on` is later than the deadline, 0: in time, or no deadline. */
int32_t deadline_late(struct maybe deadline, day on);

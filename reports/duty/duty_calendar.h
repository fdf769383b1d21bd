/* duty_calendar.h  期限日历: the duties of a community as an iCalendar feed (RFC 5545).
 *
 * One all-day event a duty on its due day, with a UID that follows from community, kind and period, so that a calendar
 * that reads the feed again moves its events instead of doubling them. Lines end with CRLF and are folded at 75 octets,
 * never inside a character. The stamp is the day asked for, so the same books give the same bytes. */
#pragma once

#include "base/buffer.h"
#include "base/ctx.h"
#include "rules/duty.h"

struct duty_calendar_in {
    uint64_t community;
    const char *name; /* of the community */
    day as_of;
    enum language language;
    const struct duty_list *list;
};

/* Refusals: memory.exhausted, buffer.full. */
RESULT duty_calendar_write(struct ctx *ctx, const struct duty_calendar_in *in, struct buffer *out);

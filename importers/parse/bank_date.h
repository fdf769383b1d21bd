/* bank_date.h  A date, with or without a time of day, as a bank writes it. */
#pragma once

#include "base/date.h"

struct bank_date {
    day date;
    int32_t seconds; /* of the day, or -1 where no time is given */
};

/* 2026-03-31, 2026/3/31, 2026年3月31日, 20260331; then nothing or, behind a blank or T, 08:15, 08:15:30, 08:15:30.123,
 * 081530. Years have four digits. Refusals: date.invalid, also for 30 February, 24:00 and anything behind the time. */
RESULT bank_date_parse(const char *text, struct bank_date *ret_date);

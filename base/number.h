/* number.h  Whole numbers from text: every character must be a digit (one minus sign in front where negatives are
 * allowed). */
#pragma once

#include "base/result.h"

#include <stdint.h>

/* Refusals: number.malformed, also when the value lies outside low … high. */
RESULT number_parse(const char *text, int64_t low, int64_t high, int64_t *ret_number);

/* The number of a record as people write it, "#412" or "412". Refusals: number.malformed. */
RESULT number_parse_record(const char *text, int64_t *ret_seq);

/* amount.h  An amount as a bank writes it, read as decimal text: never through floating point. */
#pragma once

#include "base/money.h"

/* True for a cell that says "no amount here": empty, "-" or "--". A written zero is an amount; what it means is for the
 * caller. */
bool amount_is_absent(const char *text);

/* Reads "1,234.50", "-1234.5", "－12", "(12.00)", "￥12.00元"; outer blanks are already trimmed.
 * Thousands separators stand everywhere or nowhere, each in front of three digits. Full-width digits, exponents and
 * "-0.00" are refused: money.malformed. More than two decimals pass only when the value lies within a millionth of a
 * whole fen (2176.9099999999999 is 2176.91): money.scale. Refusals in order: money.malformed, money.scale, money.range.
 */
RESULT amount_parse(const char *text, money *ret_amount);

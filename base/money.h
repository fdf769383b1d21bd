/* money.h  Amounts in fen (0.01 yuan): exact, checked, never floating point.
 *
 * A type of its own: an int64_t does not convert to it by accident. |fen| <= 9·10^15 everywhere (docs/journal.md §2.1).
 */
#pragma once

#include "base/bytes.h"
#include "base/result.h"

typedef struct {
    int64_t fen;
} money;

#define MONEY_MAX_FEN INT64_C(9000000000000000)
#define FEN(value) ((money){(value)})

/* Refusals: money.range when |value| > MONEY_MAX_FEN. */
RESULT money_check(money value);

/* Refusals: money.range. */
RESULT money_add(money a, money b, money *ret_sum);
RESULT money_sub(money a, money b, money *ret_difference);
money money_neg(money value);

/* -1, 0, 1. */
int money_cmp(money a, money b);

/* Divides `total` over `count` weights to the fen, by the largest remainder: each share is total × weight / sum of the
 * weights, rounded down; the odd fen that remain go one each to the largest remainders, of equal remainders to the one
 * with the smaller index. So the shares always add up to the total, a share never differs from the exact one by a whole
 * fen, and a zero weight gets nothing. Callers give units in order of registration, which makes that order the rule for
 * ties. A negative total (red letters) gives the negated shares of the positive one.
 * Example: 100.00 over 1, 1, 1 = 33.34, 33.33, 33.33. Takes no memory; `ret_shares` has room for `count`.
 * Source: own. Order 165 art. 20 asks for proportion and is silent on the odd fen.
 * Refusals in order: money.range, share.no_weight when all weights are zero or there are none. */
RESULT money_share(money total, const uint64_t *weights, size_t count, money *ret_shares);

/* Strict wire form, "1234.50" or "-0.01": digits, one point, exactly two decimals, no leading zeros, no plus, no
 * "-0.00". Refusals in order: money.malformed, money.scale, money.range. */
RESULT money_parse(const char *text, money *ret_value);

enum { MONEY_TEXT = 32 };

/* "1234.50"; grouped: "1,234.50". Both fit MONEY_TEXT. */
void money_format(money value, char out[MONEY_TEXT]);
void money_format_grouped(money value, char out[MONEY_TEXT]);

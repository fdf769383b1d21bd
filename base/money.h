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

/* Strict wire form, "1234.50" or "-0.01": digits, one point, exactly two decimals, no leading zeros, no plus, no
 * "-0.00". Refusals in order: money.malformed, money.scale, money.range. */
RESULT money_parse(const char *text, money *ret_value);

enum { MONEY_TEXT = 32 };

/* "1234.50"; grouped: "1,234.50". Both fit MONEY_TEXT. */
void money_format(money value, char out[MONEY_TEXT]);
void money_format_grouped(money value, char out[MONEY_TEXT]);

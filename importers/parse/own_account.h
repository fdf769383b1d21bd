/* own_account.h  The number of the account that a statement is about. */
#pragma once

#include "base/arena.h"

/* The digits of an account number that is written with blanks, dashes or a trailing TAB; "" for an empty cell. NULL
 * when the text is no whole number, such as one with asterisks or one that a spreadsheet turned into 6.22E+18: digits
 * are lost then. Refusals: memory.exhausted. */
RESULT own_account_digits(struct arena *arena, const char *text, const char **ret_digits);

#include "importers/parse/own_account.h"

#include <string.h>

RESULT own_account_digits(struct arena *arena, const char *text, const char **ret_digits)
{
    char *digits;
    size_t used = 0;
    TRY(ARENA_TAKE(arena, strlen(text) + 1, &digits));
    *ret_digits = NULL;
    for (const char *at = text; *at; at++) {
        if (*at >= '0' && *at <= '9')
            digits[used++] = *at;
        else if (!strchr(" \t-", *at))
            return OK;
    }
    *ret_digits = digits;
    return OK;
}

#include "base/number.h"

RESULT number_parse(const char *text, int64_t low, int64_t high, int64_t *ret_number)
{
    const bool negative = *text == '-';
    const char *p = negative ? text + 1 : text;
    int64_t value = 0;
    if (*p == '\0')
        return REFUSE(number, malformed);
    for (; *p; p++) {
        if (*p < '0' || *p > '9' || __builtin_mul_overflow(value, 10, &value) ||
            __builtin_sub_overflow(value, *p - '0', &value)) /* counted downwards, so that INT64_MIN fits */
            return REFUSE(number, malformed);
    }
    if (!negative && __builtin_sub_overflow(0, value, &value))
        return REFUSE(number, malformed);
    if (value < low || value > high)
        return REFUSE(number, malformed);
    *ret_number = value;
    return OK;
}

RESULT number_parse_record(const char *text, int64_t *ret_seq)
{
    return number_parse(text + (text[0] == '#'), 0, INT64_MAX, ret_seq);
}

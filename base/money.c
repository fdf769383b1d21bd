#include "base/money.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

RESULT money_check(money value)
{
    if (value.fen > MONEY_MAX_FEN || value.fen < -MONEY_MAX_FEN)
        return REFUSE(money, range);
    return OK;
}

RESULT money_add(money a, money b, money *ret_sum)
{
    money sum;
    if (__builtin_add_overflow(a.fen, b.fen, &sum.fen))
        return REFUSE(money, range);
    TRY(money_check(sum));
    *ret_sum = sum;
    return OK;
}

RESULT money_sub(money a, money b, money *ret_difference)
{
    money difference;
    if (__builtin_sub_overflow(a.fen, b.fen, &difference.fen))
        return REFUSE(money, range);
    TRY(money_check(difference));
    *ret_difference = difference;
    return OK;
}

money money_neg(money value)
{
    assert(value.fen != INT64_MIN);
    return FEN(-value.fen);
}

int money_cmp(money a, money b)
{
    return (a.fen > b.fen) - (a.fen < b.fen);
}

static size_t digits(const char *text)
{
    return strspn(text, "0123456789");
}

RESULT money_parse(const char *text, money *ret_value)
{
    const bool negative = *text == '-';
    const char *whole = negative ? text + 1 : text;
    const size_t before = digits(whole);
    const bool point = whole[before] == '.';
    const char *fraction = whole + before + point;
    const size_t after = point ? digits(fraction) : 0;
    if (before == 0 || (*whole == '0' && before > 1) || fraction[after] != '\0')
        return REFUSE(money, malformed);
    if (after != 2)
        return REFUSE(money, scale);
    if (negative && strcmp(whole, "0.00") == 0)
        return REFUSE(money, malformed);
    int64_t fen = 0;
    for (size_t i = 0; i < before + 3; i++) {
        if (fen > MONEY_MAX_FEN)
            return REFUSE(money, range);
        if (i != before)
            fen = fen * 10 + (whole[i] - '0');
    }
    const money value = FEN(negative ? -fen : fen);
    TRY(money_check(value));
    *ret_value = value;
    return OK;
}

void money_format(money value, char out[MONEY_TEXT])
{
    const uint64_t magnitude = value.fen < 0 ? 0 - (uint64_t)value.fen : (uint64_t)value.fen;
    (void)snprintf(out, MONEY_TEXT, "%s%llu.%02u", value.fen < 0 ? "-" : "", (unsigned long long)(magnitude / 100),
                   (unsigned)(magnitude % 100));
}

void money_format_grouped(money value, char out[MONEY_TEXT])
{
    char plain[MONEY_TEXT];
    money_format(value, plain);
    const char *whole = plain[0] == '-' ? plain + 1 : plain;
    const size_t before = strcspn(whole, ".");
    size_t used = 0;
    if (plain[0] == '-')
        out[used++] = '-';
    for (size_t i = 0; whole[i]; i++) {
        if (i > 0 && i < before && (before - i) % 3 == 0)
            out[used++] = ',';
        out[used++] = whole[i];
    }
    out[used] = '\0';
}

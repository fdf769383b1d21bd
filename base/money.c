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

/* ---- shares ---- */

/* What is divided: a total without its sign over weights with their sum. |total| < 2^53 and a weight < 2^64, so that a
 * product stays below 2^117 and nothing in 128 bits can overflow. */
struct division {
    uint64_t total;
    const uint64_t *weights;
    size_t count;
    unsigned __int128 sum;
};

/* What rounding down takes from share `i`, in parts of the sum of the weights. */
static unsigned __int128 remainder_at(const struct division *d, size_t i)
{
    return (unsigned __int128)d->total * d->weights[i] % d->sum;
}

static size_t count_at_least(const struct division *d, unsigned __int128 least)
{
    size_t found = 0;
    for (size_t i = 0; i < d->count; i++)
        found += remainder_at(d, i) >= least;
    return found;
}

/* The largest remainder that at least `odd` of the shares reach: the last of them to get a fen has exactly this one.
 * Halving the interval needs neither memory nor sorting. */
static unsigned __int128 last_remainder(const struct division *d, size_t odd)
{
    unsigned __int128 low = 0, high = d->sum;
    while (high - low > 1) {
        const unsigned __int128 middle = low + (high - low) / 2;
        if (count_at_least(d, middle) >= odd)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* One fen more for every remainder above the last, and for the first that equal it until none is left. */
static void give_odd_fen(const struct division *d, size_t odd, money *shares)
{
    const unsigned __int128 last = last_remainder(d, odd);
    size_t equal = odd - count_at_least(d, last + 1);
    for (size_t i = 0; i < d->count; i++) {
        const unsigned __int128 remainder = remainder_at(d, i);
        const bool chosen = remainder > last || (remainder == last && equal > 0);
        shares[i].fen += chosen;
        equal -= chosen && remainder == last;
    }
    assert(equal == 0);
}

RESULT money_share(money total, const uint64_t *weights, size_t count, money *ret_shares)
{
    TRY(money_check(total));
    struct division d = {.total = (uint64_t)(total.fen < 0 ? -total.fen : total.fen), weights, count, .sum = 0};
    for (size_t i = 0; i < count; i++)
        d.sum += weights[i];
    if (d.sum == 0)
        return REFUSE(share, no_weight);
    uint64_t odd = d.total;
    for (size_t i = 0; i < count; i++) {
        ret_shares[i] = FEN((int64_t)((unsigned __int128)d.total * weights[i] / d.sum));
        odd -= (uint64_t)ret_shares[i].fen;
    }
    assert(odd < count);
    if (odd > 0)
        give_odd_fen(&d, odd, ret_shares);
    for (size_t i = 0; i < count && total.fen < 0; i++)
        ret_shares[i] = money_neg(ret_shares[i]);
    return OK;
}

/* ---- text ---- */

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

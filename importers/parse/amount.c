#include "importers/parse/amount.h"

#include <string.h>

enum { DIGITS_MAX = 40, WHOLE_MAX = 14 };

struct scan { /* what stands before and behind the digits is taken off step by step */
    const char *at, *end;
    bool negative;
};

static bool take_front(struct scan *scan, const char *word)
{
    const size_t length = strlen(word);
    if ((size_t)(scan->end - scan->at) < length || memcmp(scan->at, word, length) != 0)
        return false;
    scan->at += length;
    return true;
}

static bool take_back(struct scan *scan, const char *word)
{
    const size_t length = strlen(word);
    if ((size_t)(scan->end - scan->at) < length || memcmp(scan->end - length, word, length) != 0)
        return false;
    scan->end -= length;
    return true;
}

/* One sign at most; false when a second one follows. */
static bool take_sign(struct scan *scan, bool *signed_already)
{
    const bool minus = take_front(scan, "-") || take_front(scan, "－") || take_front(scan, "−");
    if (!minus && !take_front(scan, "+"))
        return true;
    const bool second = *signed_already;
    *signed_already = true;
    scan->negative = minus;
    return !second;
}

static void take_blanks(struct scan *scan)
{
    while (take_front(scan, " "))
        ;
}

/* Brackets, sign, currency mark: at most one of each, the sign before or behind the mark. */
static bool take_dress(struct scan *scan)
{
    const bool bracket = take_front(scan, "(") || take_front(scan, "（");
    bool signed_already = bracket;
    if (bracket && !take_back(scan, ")") && !take_back(scan, "）"))
        return false;
    scan->negative = bracket;
    if (!take_sign(scan, &signed_already))
        return false;
    if (take_front(scan, "￥") || take_front(scan, "¥"))
        take_blanks(scan);
    if (!take_sign(scan, &signed_already))
        return false;
    if (take_back(scan, "元"))
        while (take_back(scan, " "))
            ;
    return true;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* A separator in front of every third digit counted from the right, and nowhere else. */
static bool is_grouped(const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if ((text[i] == ',') != ((size - i) % 4 == 0))
            return false;
    return text[0] != ',';
}

/* The digits before the point without their separators; 0 when they are not written as they should. */
static size_t take_whole(struct scan *scan, char whole[DIGITS_MAX])
{
    const size_t size = strspn(scan->at, "0123456789,");
    size_t count = 0;
    if (size > DIGITS_MAX || (memchr(scan->at, ',', size) && !is_grouped(scan->at, size)))
        return 0;
    for (size_t i = 0; i < size; i++)
        if (scan->at[i] != ',')
            whole[count++] = scan->at[i];
    scan->at += size;
    return count > 1 && whole[0] == '0' ? 0 : count;
}

static size_t take_fraction(struct scan *scan, char fraction[DIGITS_MAX])
{
    size_t count = 0;
    for (; scan->at < scan->end && is_digit(*scan->at) && count < DIGITS_MAX; scan->at++)
        fraction[count++] = *scan->at;
    return count;
}

/* Whether the digits behind the second decimal are next to nothing: 0 near the fen below, 1 near the one above, -1
 * neither. */
static int nearest_fen(const char *fraction, size_t count)
{
    size_t zeros = 0, nines = 0, rest = 0;
    for (size_t i = 2; i < 6; i++) {
        const char digit = i < count ? fraction[i] : '0';
        zeros += digit == '0';
        nines += digit == '9';
    }
    for (size_t i = 6; i < count; i++)
        rest += fraction[i] != '0';
    return zeros == 4 ? 0 : nines == 4 && rest > 0 ? 1 : -1;
}

static int64_t number(const char *digits, size_t count)
{
    int64_t value = 0;
    for (size_t i = 0; i < count; i++)
        value = value * 10 + (digits[i] - '0');
    return value;
}

bool amount_is_absent(const char *text)
{
    return text[0] == '\0' || strcmp(text, "-") == 0 || strcmp(text, "--") == 0;
}

RESULT amount_parse(const char *text, money *ret_amount)
{
    struct scan scan = {.at = text, .end = text + strlen(text)};
    char whole[DIGITS_MAX], fraction[DIGITS_MAX] = "00";
    if (!take_dress(&scan))
        return REFUSE(money, malformed);
    const size_t whole_count = take_whole(&scan, whole);
    const bool point = whole_count > 0 && take_front(&scan, ".");
    const size_t fraction_count = point ? take_fraction(&scan, fraction) : 0;
    if (whole_count == 0 || scan.at != scan.end || (point && fraction_count == 0))
        return REFUSE(money, malformed);
    if (fraction_count == 1)
        fraction[1] = '0';
    const int up = nearest_fen(fraction, fraction_count);
    if (up < 0)
        return REFUSE(money, scale);
    if (whole_count > WHOLE_MAX)
        return REFUSE(money, range);
    const int64_t fen = number(whole, whole_count) * 100 + number(fraction, 2) + up;
    if (scan.negative && fen == 0)
        return REFUSE(money, malformed);
    const money amount = FEN(scan.negative ? -fen : fen);
    TRY(money_check(amount));
    *ret_amount = amount;
    return OK;
}

#include "rules/pack_value.h"

#include "base/number.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

enum { NUMBER_MAX = 1000000000, SPAN_MAX = 99999, WORDS_MAX = 32, TEXT_MAX = 400 };

static const struct pack_key keys[RULE_KEYS] = {
#define KEY(noun, name, type, combine, zh, en, words) {#noun "." #name, PACK_##type, PACK_##combine, {zh, en}, words},
#define WORD(word, zh, en)
#include "rules/pack.def"
#undef KEY
#undef WORD
};

static const struct {
    const char *word, *text[2];
} words[] = {
#define KEY(noun, name, type, combine, zh, en, words)
#define WORD(word, zh, en) {#word, {zh, en}},
#include "rules/pack.def"
#undef KEY
#undef WORD
};

/* By enum pack_compare; the longer signs first when reading. */
static const char *const signs[] = {"", "<", "<=", ">=", ">"};
static const char *const said_signs[] = {"", "< ", "≤ ", "≥ ", "> "};
static const char *const units[] = {"d", "wd", "m", "y"};
static const char *const said_units[][2] = {
    {"日", "days"}, {"个工作日", "working days"}, {"个月", "months"}, {"年", "years"}};

const struct pack_key *pack_key_get(enum pack_key_no key)
{
    assert(key < RULE_KEYS);
    return &keys[key];
}

bool pack_key_find(const char *name, enum pack_key_no *ret_key)
{
    for (size_t i = 0; i < RULE_KEYS; i++) {
        if (strcmp(keys[i].name, name) != 0)
            continue;
        *ret_key = (enum pack_key_no)i;
        return true;
    }
    return false;
}

const char *pack_type_name(enum pack_type type)
{
    static const char *const names[] = {"1234.50", ">=1234.50", "1/2",       ">=1/2",      "15d 5wd 6m 8y",
                                        "12",      "word",      "[word, …]", "true false", "03-31"};
    return names[type];
}

/* ---- words ---- */

/* Word number `place` of a list separated by blanks; false past the end. */
static bool word_at(const char *list, size_t place, const char **ret_word, size_t *ret_size)
{
    for (; place > 0 && *list; place--) {
        list += strcspn(list, " ");
        list += *list == ' ';
    }
    *ret_word = list;
    *ret_size = strcspn(list, " ");
    return *ret_size > 0;
}

static bool place_of(const char *list, const char *word, size_t size, size_t *ret_place)
{
    const char *item;
    size_t length;
    for (size_t i = 0; word_at(list, i, &item, &length); i++) {
        if (length != size || memcmp(item, word, size) != 0)
            continue;
        *ret_place = i;
        return true;
    }
    return false;
}

static bool parse_choice(const char *list, const char *text, int64_t *ret_place)
{
    size_t place = 0;
    const bool found = place_of(list, text, strlen(text), &place);
    *ret_place = (int64_t)place;
    return found;
}

/* At least one word, none twice. */
static bool parse_set(const char *list, const char *text, int64_t *ret_bits)
{
    const char *word;
    size_t size, place = 0;
    int64_t bits = 0;
    for (size_t i = 0; word_at(text, i, &word, &size); i++) {
        if (!place_of(list, word, size, &place) || place >= WORDS_MAX || (bits >> place & 1) != 0)
            return false;
        bits |= INT64_C(1) << place;
    }
    *ret_bits = bits;
    return bits != 0;
}

/* ---- numbers ---- */

static int64_t common_divisor(int64_t a, int64_t b)
{
    while (b != 0) {
        const int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* A whole number of at most ten digits that ends at `end`. */
static bool parse_number(const char *text, const char *end, int64_t high, int64_t *ret_number)
{
    char digits[16];
    const size_t size = (size_t)(end - text);
    if (size == 0 || size >= sizeof digits || (text[0] == '0' && size > 1))
        return false;
    memcpy(digits, text, size);
    digits[size] = '\0';
    return !FAILED(number_parse(digits, 0, high, ret_number));
}

static bool parse_ratio(const char *text, struct pack_value *value)
{
    const char *slash = strchr(text, '/');
    if (!slash || !parse_number(text, slash, NUMBER_MAX, &value->a) ||
        !parse_number(slash + 1, text + strlen(text), NUMBER_MAX, &value->b) || value->b == 0)
        return false;
    const int64_t divisor = common_divisor(value->a, value->b);
    value->a /= divisor;
    value->b /= divisor;
    return true;
}

static bool parse_span(const char *text, struct pack_value *value)
{
    const size_t digits = strspn(text, "0123456789");
    size_t unit = 0;
    while (unit < LENGTH(units) && strcmp(units[unit], text + digits) != 0)
        unit++;
    value->b = (int64_t)unit;
    return unit < LENGTH(units) && parse_number(text, text + digits, SPAN_MAX, &value->a) && value->a > 0;
}

/* 29 February is none: the day must come every year. */
static bool parse_month_day(const char *text, struct pack_value *value)
{
    char date[16];
    day parsed;
    (void)snprintf(date, sizeof date, "2023-%s", text);
    if (strlen(text) != 5 || FAILED(date_parse(date, &parsed)))
        return false;
    const struct civil civil = date_to_civil(parsed);
    value->a = civil.month;
    value->b = civil.day;
    return true;
}

static bool parse_money(const char *text, struct pack_value *value)
{
    money amount;
    if (FAILED(money_parse(text, &amount)) || amount.fen < 0)
        return false;
    value->a = amount.fen;
    return true;
}

/* Takes the comparison off the front of a bound. */
static const char *parse_sign(const char *text, enum pack_compare *ret_compare)
{
    const bool more = text[0] == '>', equal = text[0] && text[1] == '=';
    if (text[0] != '<' && !more)
        return NULL;
    *ret_compare = more ? (equal ? PACK_AT_LEAST : PACK_MORE) : (equal ? PACK_AT_MOST : PACK_LESS);
    return text + (equal ? 2 : 1);
}

static bool parse_value(const struct pack_key *key, const char *text, struct pack_value *value)
{
    switch (key->type) {
    case PACK_MONEY:
        return parse_money(text, value);
    case PACK_MONEY_BOUND:
        text = parse_sign(text, &value->compare);
        return text && parse_money(text, value);
    case PACK_RATIO:
        return parse_ratio(text, value);
    case PACK_RATIO_BOUND:
        text = parse_sign(text, &value->compare);
        return text && parse_ratio(text, value);
    case PACK_SPAN:
        return parse_span(text, value);
    case PACK_COUNT:
        return parse_number(text, text + strlen(text), NUMBER_MAX, &value->a);
    case PACK_CHOICE:
        return parse_choice(key->words, text, &value->a);
    case PACK_SET:
        return parse_set(key->words, text, &value->a);
    case PACK_FLAG:
        value->a = strcmp(text, "true") == 0;
        return value->a == 1 || strcmp(text, "false") == 0;
    case PACK_MONTH_DAY:
        return parse_month_day(text, value);
    default:
        return false;
    }
}

RESULT pack_value_parse(struct ctx *ctx, enum pack_key_no key, const char *text, struct pack_value *ret_value)
{
    const struct pack_key *described = pack_key_get(key);
    struct pack_value value = {PACK_PLAIN, 0, 0};
    if (!parse_value(described, text, &value)) {
        error_set(&ctx->error, "key", "%s", described->name);
        error_set(&ctx->error, "expected", "%s",
                  described->words[0] ? described->words : pack_type_name(described->type));
        error_set(&ctx->error, "value", "%s", text);
        return REFUSE(pack, value);
    }
    *ret_value = value;
    return OK;
}

/* ---- text ---- */

static void put_set(const struct pack_key *key, int64_t bits, struct buffer *out)
{
    const char *word;
    size_t size, written = 0;
    for (size_t i = 0; word_at(key->words, i, &word, &size); i++) {
        if ((bits >> i & 1) == 0)
            continue;
        if (written++ > 0)
            buffer_char(out, ' ');
        buffer_put(out, word, size);
    }
}

/* Everything but its sign. */
static void put_plain(const struct pack_key *key, const struct pack_value *value, struct buffer *out)
{
    char amount[MONEY_TEXT];
    switch (key->type) {
    case PACK_MONEY:
    case PACK_MONEY_BOUND:
        money_format(FEN(value->a), amount);
        buffer_text(out, amount);
        return;
    case PACK_RATIO:
    case PACK_RATIO_BOUND:
        buffer_print(out, "%lld/%lld", (long long)value->a, (long long)value->b);
        return;
    case PACK_SPAN:
        buffer_print(out, "%lld%s", (long long)value->a, units[value->b]);
        return;
    case PACK_COUNT:
        buffer_print(out, "%lld", (long long)value->a);
        return;
    case PACK_CHOICE:
        put_set(key, INT64_C(1) << value->a, out);
        return;
    case PACK_SET:
        put_set(key, value->a, out);
        return;
    case PACK_FLAG:
        buffer_text(out, value->a == 1 ? "true" : "false");
        return;
    case PACK_MONTH_DAY:
    default:
        buffer_print(out, "%02lld-%02lld", (long long)value->a, (long long)value->b);
    }
}

void pack_value_text(enum pack_key_no key, const struct pack_value *value, struct buffer *out)
{
    buffer_text(out, signs[value->compare]);
    put_plain(pack_key_get(key), value, out);
}

static void say_words(const struct pack_key *key, int64_t bits, enum language language, struct buffer *out)
{
    const char *word;
    size_t size, written = 0;
    for (size_t i = 0; word_at(key->words, i, &word, &size); i++) {
        size_t known = 0;
        if ((bits >> i & 1) == 0)
            continue;
        while (known < LENGTH(words) &&
               (strlen(words[known].word) != size || memcmp(words[known].word, word, size) != 0))
            known++;
        assert(known < LENGTH(words));
        if (written++ > 0)
            buffer_text(out, language == LANGUAGE_ZH ? "、" : ", ");
        buffer_text(out, words[known].text[language]);
    }
}

static void say_money(const struct pack_value *value, enum language language, struct buffer *out)
{
    char amount[MONEY_TEXT];
    money_format_grouped(FEN(value->a), amount);
    buffer_print(out, "%s %s", amount, language == LANGUAGE_ZH ? "元" : "yuan");
}

/* The percentage stands beside a fraction that has a whole one. */
static void say_ratio(const struct pack_value *value, struct buffer *out)
{
    buffer_print(out, "%lld/%lld", (long long)value->a, (long long)value->b);
    if (value->b != 1 && value->a * 100 % value->b == 0)
        buffer_print(out, " (%lld%%)", (long long)(value->a * 100 / value->b));
}

void pack_value_say(enum pack_key_no key, const struct pack_value *value, enum language language, struct buffer *out)
{
    const struct pack_key *described = pack_key_get(key);
    static const char *const flags[2][2] = {{"否", "no"}, {"是", "yes"}};
    buffer_text(out, said_signs[value->compare]);
    if (described->type == PACK_MONEY || described->type == PACK_MONEY_BOUND)
        say_money(value, language, out);
    else if (described->type == PACK_RATIO || described->type == PACK_RATIO_BOUND)
        say_ratio(value, out);
    else if (described->type == PACK_SPAN)
        buffer_print(out, "%lld %s", (long long)value->a, said_units[value->b][language]);
    else if (described->type == PACK_CHOICE || described->type == PACK_SET)
        say_words(described, described->type == PACK_SET ? value->a : INT64_C(1) << value->a, language, out);
    else if (described->type == PACK_FLAG)
        buffer_text(out, flags[value->a][language]);
    else
        put_plain(described, value, out);
}

/* ---- stricter ---- */

enum order { ORDER_NONE, ORDER_SMALLER, ORDER_SAME, ORDER_LARGER };

static enum order order_of(int64_t a, int64_t b)
{
    return a < b ? ORDER_SMALLER : a > b ? ORDER_LARGER : ORDER_SAME;
}

/*= CN-CC-1259 以上 includes the number, 超过 does not. Bounds of one direction: the number decides, then the sign;
 * "more than" lies above "at least". */
static enum order order_of_bounds(const struct pack_value *a, const struct pack_value *b, enum order numbers)
{
    const bool upwards = a->compare >= PACK_AT_LEAST;
    if (upwards != (b->compare >= PACK_AT_LEAST))
        return ORDER_NONE;
    return numbers == ORDER_SAME ? order_of((int64_t)a->compare, (int64_t)b->compare) : numbers;
}

static enum order order_of_spans(const struct pack_value *a, const struct pack_value *b)
{
    const bool a_long = a->b >= PACK_MONTHS, b_long = b->b >= PACK_MONTHS;
    if (a_long && b_long)
        return order_of(a->a * (a->b == PACK_YEARS ? 12 : 1), b->a * (b->b == PACK_YEARS ? 12 : 1));
    if (a->b == b->b)
        return order_of(a->a, b->a);
    if (a->b == PACK_WORKING_DAYS && b->b == PACK_DAYS && a->a >= b->a)
        return ORDER_LARGER;
    if (a->b == PACK_DAYS && b->b == PACK_WORKING_DAYS && a->a <= b->a)
        return ORDER_SMALLER;
    return ORDER_NONE;
}

static enum order order_of_sets(int64_t a, int64_t b)
{
    if (a == b)
        return ORDER_SAME;
    if ((a & b) == b)
        return ORDER_LARGER;
    return (a & b) == a ? ORDER_SMALLER : ORDER_NONE;
}

static enum order order_of_values(const struct pack_key *key, const struct pack_value *a, const struct pack_value *b)
{
    switch (key->type) {
    case PACK_RATIO:
    case PACK_RATIO_BOUND: /* numerators and denominators are at most 10^9 */
        return order_of_bounds(a, b, order_of(a->a * b->b, b->a * a->b));
    case PACK_MONEY_BOUND:
        return order_of_bounds(a, b, order_of(a->a, b->a));
    case PACK_SPAN:
        return order_of_spans(a, b);
    case PACK_SET:
        return order_of_sets(a->a, b->a);
    case PACK_MONTH_DAY:
        return order_of(a->a * 100 + a->b, b->a * 100 + b->b);
    case PACK_MONEY:
    case PACK_COUNT:
    case PACK_CHOICE:
    case PACK_FLAG:
    default:
        return order_of(a->a, b->a);
    }
}

bool pack_value_may_follow(enum pack_key_no key, const struct pack_value *local, const struct pack_value *upper)
{
    const struct pack_key *described = pack_key_get(key);
    const enum order order = order_of_values(described, local, upper);
    switch (described->combine) {
    case PACK_LARGER:
        return order == ORDER_LARGER || order == ORDER_SAME;
    case PACK_SMALLER:
        return order == ORDER_SMALLER || order == ORDER_SAME;
    case PACK_FIXED:
        return order == ORDER_SAME;
    case PACK_REPLACE:
    default:
        return true;
    }
}

bool pack_compare_holds(enum pack_compare compare, __int128 left, __int128 right)
{
    switch (compare) {
    case PACK_LESS:
        return left < right;
    case PACK_AT_MOST:
        return left <= right;
    case PACK_AT_LEAST:
        return left >= right;
    case PACK_MORE:
        return left > right;
    case PACK_PLAIN:
    default:
        return left == right;
    }
}

/* pack_value.h  The keys of pack.def and their typed values: text in, text out, which of two is stricter.
 *
 * The text of a value is its one canonical form: ">=2/3" in lowest terms, "30000.00", "<=30000.00", "15d", "5wd", "6m",
 * "8y", "half_yearly", "invest lend" in the order of pack.def, "true", "03-31", "10". Comparisons are part of a value:
 * 以上 以下 include the number (>=, <=), 超过 不足 过半数 do not (>, <). Source: CN-CC-1259. */
#pragma once

#include "base/buffer.h"
#include "base/ctx.h"
#include "base/money.h"

enum pack_type {
    PACK_MONEY,
    PACK_MONEY_BOUND,
    PACK_RATIO,
    PACK_RATIO_BOUND,
    PACK_SPAN,
    PACK_COUNT,
    PACK_CHOICE,
    PACK_SET,
    PACK_FLAG,
    PACK_MONTH_DAY
};
enum pack_combine { PACK_FIXED, PACK_LARGER, PACK_SMALLER, PACK_REPLACE };
enum pack_compare { PACK_PLAIN, PACK_LESS, PACK_AT_MOST, PACK_AT_LEAST, PACK_MORE };
enum pack_unit { PACK_DAYS, PACK_WORKING_DAYS, PACK_MONTHS, PACK_YEARS };

/* The keys, in bytewise order of their names. */
enum pack_key_no {
#define KEY(noun, name, type, combine, zh, en, words) RULE_##noun##_##name,
#define WORD(word, zh, en)
#include "rules/pack.def"
#undef KEY
#undef WORD
    RULE_KEYS
};

struct pack_key {
    const char *name; /* "vote.quorum_area" */
    enum pack_type type;
    enum pack_combine combine;
    const char *text[2]; /* by enum language */
    const char *words;
};

struct pack_value {
    enum pack_compare compare; /* of bounds, else PACK_PLAIN */
    int64_t a, b; /* fen · numerator, denominator · number, enum pack_unit · count · place of the word · bits by place ·
                   * 0 or 1 · month, day */
};

/* key < RULE_KEYS. */
const struct pack_key *pack_key_get(enum pack_key_no key);
bool pack_key_find(const char *name, enum pack_key_no *ret_key);

/* What a value of a type looks like, for people who write packs. */
const char *pack_type_name(enum pack_type type);

/* Reads the text of a value; words of a SET stand in any order, fractions need not be in lowest terms.
 * Refusals: pack.value (details key, expected, value). */
RESULT pack_value_parse(struct ctx *ctx, enum pack_key_no key, const char *text, struct pack_value *ret_value);

/* Writes the canonical text, and the words that people read: "≥ 2/3", "5 个工作日", "每半年". */
void pack_value_text(enum pack_key_no key, const struct pack_value *value, struct buffer *out);
void pack_value_say(enum pack_key_no key, const struct pack_value *value, enum language language, struct buffer *out);

/* left … right, as a bound compares; PACK_PLAIN: equal. */
bool pack_compare_holds(enum pack_compare compare, __int128 left, __int128 right);

/* True when `local` may stand below `upper` by the key's way to combine: it is the same or provably stricter. Spans of
 * different units compare only where that is certain: a year is twelve months, n working days last at least n days. */
bool pack_value_may_follow(enum pack_key_no key, const struct pack_value *local, const struct pack_value *upper);

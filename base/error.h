/* error.h  The closed list of refusals, retries and faults (error.def), and the details of the one that happened.
 *
 * A code is stable once released: `noun.reason` on the wire and in --json, MZnnn as SQLSTATE. Texts are templates in
 * Chinese and English; `{key}` takes the detail of that name. Families: refusal (the request is at fault), retry (try
 * again), fault (we are at fault). */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum error {
    ERROR_none = 0,
#define ERROR(noun, reason, number, family, stage, status, zh, en, hint_zh, hint_en, clause)                           \
    ERROR_##noun##_##reason = number,
#include "base/error.def"
#undef ERROR
};

enum error_family { ERROR_REFUSAL, ERROR_RETRY, ERROR_FAULT };
enum language { LANGUAGE_ZH, LANGUAGE_EN };

struct error_info {
    enum error code;
    const char *name; /* "entry.unbalanced" */
    enum error_family family;
    int stage;  /* place in the precedence of refusals, 1 transport … 14 world */
    int status; /* HTTP status */
    const char *text[2], *hint[2];
    const char *clause; /* law id, or "" */
};

/* Never NULL; an unknown code gives the row of `fault.internal`. */
const struct error_info *error_info(enum error code);

/* Row number i of error.def, or NULL past the end: for lists and tests. */
const struct error_info *error_at(size_t i);

/* The code behind an SQLSTATE "MZnnn", or ERROR_none. */
enum error error_from_sqlstate(const char *sqlstate);

/* Exit status of the command line for a code: 0 none, 1 fault, 2 malformed input, 3 refused, 6 database unreachable, 7
 * try again. */
int error_exit_status(enum error code);

enum { ERROR_DETAILS = 24, ERROR_KEY_SIZE = 16, ERROR_VALUE_SIZE = 240 };

struct error_detail {
    size_t count;
    struct {
        char key[ERROR_KEY_SIZE];
        char value[ERROR_VALUE_SIZE];
    } item[ERROR_DETAILS];
};

/* Sets detail `key`, replacing an earlier value; too long a value is cut at a character border, a twenty-fifth key
 * takes the place of the oldest. */
__attribute__((format(printf, 3, 4))) void error_set(struct error_detail *detail, const char *key, const char *format,
                                                     ...);

/* NULL when the key was never set. */
const char *error_get(const struct error_detail *detail, const char *key);

/* Writes "text" or "text hint" of `code` into `out` with every {key} filled in; a key without a detail becomes "?".
 * Cut at a character border when `size` is too small. */
void error_text(enum error code, const struct error_detail *detail, enum language language, char *out, size_t size);
void error_hint(enum error code, const struct error_detail *detail, enum language language, char *out, size_t size);

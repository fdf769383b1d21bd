#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define ERROR(noun, reason, number, family, stage, status, zh, en, hint_zh, hint_en, clause)                           \
    {ERROR_##noun##_##reason, #noun "." #reason, ERROR_##family, stage, status, {zh, en}, {hint_zh, hint_en}, clause},
static const struct error_info table[] = {
#include "base/error.def"
};
#undef ERROR

const struct error_info *error_at(size_t i)
{
    return i < sizeof table / sizeof table[0] ? &table[i] : NULL;
}

const struct error_info *error_info(enum error code)
{
    const struct error_info *fallback = &table[0];
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        if (table[i].code == code)
            return &table[i];
        if (table[i].code == ERROR_fault_internal)
            fallback = &table[i];
    }
    return fallback;
}

enum error error_from_sqlstate(const char *sqlstate)
{
    if (strlen(sqlstate) != 5 || sqlstate[0] != 'M' || sqlstate[1] != 'Z')
        return ERROR_none;
    int number = 0;
    for (const char *p = sqlstate + 2; *p; p++) {
        if (*p < '0' || *p > '9')
            return ERROR_none;
        number = number * 10 + (*p - '0');
    }
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        if ((int)table[i].code == number)
            return table[i].code;
    return ERROR_none;
}

int error_exit_status(enum error code)
{
    if (code == ERROR_none)
        return 0;
    const struct error_info *info = error_info(code);
    if (info->family == ERROR_FAULT)
        return 1;
    if (info->family == ERROR_RETRY)
        return code == ERROR_database_unavailable ? 6 : 7;
    const bool decided = info->status == 404 || info->status == 409; /* well-formed, but the books say no */
    return info->stage <= 6 && !decided ? 2 : 3;
}

/* Cuts `text` so that it ends with a whole UTF-8 character. */
static void trim_partial(char *text)
{
    size_t n = strlen(text);
    size_t start = n;
    while (start > 0 && ((unsigned char)text[start - 1] & 0xC0) == 0x80)
        start--;
    if (start == 0)
        return;
    const unsigned char lead = (unsigned char)text[start - 1];
    const size_t want = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    if (n - (start - 1) < want)
        text[start - 1] = '\0';
}

void error_set(struct error_detail *detail, const char *key, const char *format, ...)
{
    char value[ERROR_VALUE_SIZE]; /* written first: it may speak of another detail */
    size_t i = 0;
    va_list args;
    va_start(args, format);
    const int n = vsnprintf(value, sizeof value, format, args);
    va_end(args);
    if (n >= (int)sizeof value)
        trim_partial(value);
    while (i < detail->count && strcmp(detail->item[i].key, key) != 0)
        i++;
    if (i == ERROR_DETAILS)
        i = 0;
    if (i < detail->count) { /* what is set last stands last, so that the oldest is the first to go */
        detail->count--;
        memmove(&detail->item[i], &detail->item[i + 1], (detail->count - i) * sizeof detail->item[0]);
    }
    i = detail->count++;
    (void)snprintf(detail->item[i].key, sizeof detail->item[i].key, "%s", key);
    memcpy(detail->item[i].value, value, sizeof value);
}

const char *error_get(const struct error_detail *detail, const char *key)
{
    for (size_t i = 0; i < detail->count; i++)
        if (strcmp(detail->item[i].key, key) == 0)
            return detail->item[i].value;
    return NULL;
}

/* Copies `from` into `out` at *used, as much as fits. */
static void append(char *out, size_t size, size_t *used, const char *from, size_t length)
{
    const size_t room = size - 1 - *used;
    const size_t n = length < room ? length : room;
    memcpy(out + *used, from, n);
    *used += n;
    out[*used] = '\0';
}

static void fill(const char *template, const struct error_detail *detail, char *out, size_t size)
{
    size_t used = 0;
    out[0] = '\0';
    for (const char *p = template; *p;) {
        const char *open = strchr(p, '{');
        const char *close = open ? strchr(open, '}') : NULL;
        if (!close || close - open - 1 >= ERROR_KEY_SIZE) {
            append(out, size, &used, p, strlen(p));
            break;
        }
        append(out, size, &used, p, (size_t)(open - p));
        char key[ERROR_KEY_SIZE] = {0};
        memcpy(key, open + 1, (size_t)(close - open - 1));
        const char *value = detail ? error_get(detail, key) : NULL;
        append(out, size, &used, value ? value : "?", strlen(value ? value : "?"));
        p = close + 1;
    }
    trim_partial(out);
}

void error_text(enum error code, const struct error_detail *detail, enum language language, char *out, size_t size)
{
    fill(error_info(code)->text[language], detail, out, size);
}

void error_hint(enum error code, const struct error_detail *detail, enum language language, char *out, size_t size)
{
    fill(error_info(code)->hint[language], detail, out, size);
}

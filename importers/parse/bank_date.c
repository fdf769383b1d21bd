#include "importers/parse/bank_date.h"

#include <stdbool.h>
#include <string.h>

/* Reads low … high digits at *at; -1 when there are fewer or more. */
static int take_number(const char **at, int low, int high)
{
    int count = 0, value = 0;
    for (; **at >= '0' && **at <= '9' && count < high; (*at)++, count++)
        value = value * 10 + (**at - '0');
    const bool more = **at >= '0' && **at <= '9';
    return count < low || (more && low != high) ? -1 : value;
}

static bool take_word(const char **at, const char *word)
{
    const size_t length = strlen(word);
    if (strncmp(*at, word, length) != 0)
        return false;
    *at += length;
    return true;
}

/* Year, month and day with the marks of one style between them, or with none. */
static bool take_date(const char **at, int ret_part[3])
{
    static const char *const marks[][3] = {{"-", "-", ""}, {"/", "/", ""}, {"年", "月", "日"}};
    ret_part[0] = take_number(at, 4, 4);
    if (ret_part[0] < 0)
        return false;
    for (size_t style = 0; style < sizeof marks / sizeof marks[0]; style++) {
        if (!take_word(at, marks[style][0]))
            continue;
        ret_part[1] = take_number(at, 1, 2);
        if (ret_part[1] < 0 || !take_word(at, marks[style][1]))
            return false;
        ret_part[2] = take_number(at, 1, 2);
        return ret_part[2] >= 0 && take_word(at, marks[style][2]);
    }
    ret_part[1] = take_number(at, 2, 2);
    ret_part[2] = ret_part[1] < 0 ? -1 : take_number(at, 2, 2);
    return ret_part[2] >= 0;
}

static void take_decimals(const char **at)
{
    if (**at == '.' && (*at)[1] >= '0' && (*at)[1] <= '9')
        for ((*at)++; **at >= '0' && **at <= '9';)
            (*at)++;
}

/* 08:15, 8:15:30.123 or 081530. */
static bool take_time(const char **at, int ret_part[3])
{
    const char *start = *at;
    ret_part[2] = 0;
    ret_part[0] = take_number(at, 1, 2);
    if (ret_part[0] >= 0 && take_word(at, ":")) {
        ret_part[1] = take_number(at, 2, 2);
        if (ret_part[1] >= 0 && take_word(at, ":")) {
            ret_part[2] = take_number(at, 2, 2);
            take_decimals(at);
        }
    } else {
        *at = start;
        for (int i = 0; i < 3; i++)
            ret_part[i] = i > 0 && ret_part[i - 1] < 0 ? -1 : take_number(at, 2, 2);
    }
    return ret_part[0] >= 0 && ret_part[0] < 24 && ret_part[1] >= 0 && ret_part[1] < 60 && ret_part[2] >= 0 &&
           ret_part[2] < 60;
}

RESULT bank_date_parse(const char *text, struct bank_date *ret_date)
{
    const char *at = text;
    int date[3], clock[3];
    struct bank_date parsed = {.seconds = -1};
    if (!take_date(&at, date))
        return REFUSE(date, invalid);
    TRY(date_from_civil(date[0], date[1], date[2], &parsed.date));
    bool separated = take_word(&at, "T");
    while (!separated && take_word(&at, " "))
        separated = *at != ' ';
    if (*at != '\0') {
        if (!take_time(&at, clock) || *at != '\0')
            return REFUSE(date, invalid);
        parsed.seconds = clock[0] * 3600 + clock[1] * 60 + clock[2];
    } else if (separated) {
        return REFUSE(date, invalid);
    }
    *ret_date = parsed;
    return OK;
}

#include "importers/parse/continuity.h"

#include "importers/parse/chain.h"

#include <string.h>

/* ---- direction ---- */

static int64_t before(const struct statement_line *line)
{
    return line->balance.fen - line->amount.fen;
}

/* Negative, zero or positive as a is older than, as old as or younger than b. A line without a time is as old as its
 * whole day. */
static int compare_moments(const struct statement_line *a, const struct statement_line *b)
{
    if (a->transacted_on != b->transacted_on)
        return a->transacted_on < b->transacted_on ? -1 : 1;
    return a->seconds < 0 || b->seconds < 0 ? 0 : (a->seconds > b->seconds) - (a->seconds < b->seconds);
}

/* The dates say which way the file runs; where they do not, the way in which fewer balances break. */
static bool runs_backwards(const struct statement_line *lines, uint32_t count, const money *opening)
{
    const int order = compare_moments(&lines[0], &lines[count - 1]);
    uint32_t forward = 0, backward = 0;
    if (order != 0)
        return order > 0;
    for (uint32_t i = 1; i < count; i++) {
        forward += lines[i - 1].balance.fen != before(&lines[i]);
        backward += lines[i].balance.fen != before(&lines[i - 1]);
    }
    if (forward != backward || !opening)
        return backward < forward;
    return before(&lines[0]) != opening->fen && before(&lines[count - 1]) == opening->fen;
}

static void reverse(struct statement_line *lines, uint32_t count)
{
    for (uint32_t i = 0; i < count / 2; i++) {
        const struct statement_line kept = lines[i];
        lines[i] = lines[count - 1 - i];
        lines[count - 1 - i] = kept;
    }
}

/* ---- lines of one moment ---- */

static bool holds(const struct statement_line *lines, uint32_t count, const money *start)
{
    if (start && start->fen != before(&lines[0]))
        return false;
    for (uint32_t i = 1; i < count; i++)
        if (lines[i - 1].balance.fen != before(&lines[i]))
            return false;
    return true;
}

static RESULT order_moment(struct ctx *ctx, struct statement_line *lines, uint32_t count, const money *start)
{
    bool found;
    if (count < 2 || holds(lines, count, start))
        return OK;
    return chain_order(ctx, lines, count, start, &found);
}

static RESULT order_moments(struct ctx *ctx, struct statement_line *lines, uint32_t count, const money *opening)
{
    for (uint32_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && compare_moments(&lines[i], &lines[end]) == 0; end++)
            ;
        TRY(order_moment(ctx, &lines[i], end - i, i > 0 ? &lines[i - 1].balance : opening));
    }
    return OK;
}

/* ---- both ways ---- */

/* The other way round, kept only when all balances follow then. */
static RESULT try_reversed(struct ctx *ctx, struct statement_line *lines, uint32_t count, const money *opening)
{
    struct statement_line *copy;
    TRY(ARENA_TAKE(ctx->arena, count, &copy));
    memcpy(copy, lines, count * sizeof *copy);
    reverse(copy, count);
    TRY(order_moments(ctx, copy, count, opening));
    if (holds(copy, count, opening))
        memcpy(lines, copy, count * sizeof *copy);
    return OK;
}

RESULT continuity_arrange(struct ctx *ctx, struct statement_line *lines, uint32_t count, const money *opening)
{
    if (count == 0)
        return OK;
    if (runs_backwards(lines, count, opening))
        reverse(lines, count);
    if (!lines[0].has_balance)
        return OK;
    TRY(order_moments(ctx, lines, count, opening));
    return holds(lines, count, opening) ? OK : try_reversed(ctx, lines, count, opening);
}

/* ---- a break and its likely cause ---- */

enum { CAUSE_SIZE = 200 };

static bool equal(const struct statement_line *a, const struct statement_line *b)
{
    return a->amount.fen == b->amount.fen && a->balance.fen == b->balance.fen && a->booked_on == b->booked_on &&
           a->seconds == b->seconds && strcmp(a->serial, b->serial) == 0;
}

/* A later line that would follow here; count when there is none. */
static uint32_t find_follower(const struct statement *statement, uint32_t at, int64_t balance)
{
    uint32_t i = at;
    while (i < statement->count && before(&statement->lines[i]) != balance)
        i++;
    return i;
}

/* With this line's balance put right, does the next line follow? Then the balance is what was altered. */
static bool next_follows(const struct statement *statement, uint32_t at, int64_t right)
{
    return at + 1 < statement->count && before(&statement->lines[at + 1]) == right;
}

static void name_gap(enum continuity_count count, money gap, char cause[CAUSE_SIZE])
{
    char text[MONEY_TEXT];
    money_format_grouped(gap, text);
    if (count == COUNT_EQUAL)
        (void)snprintf(cause, CAUSE_SIZE, "本行的金额被改动 / the amount of this row was altered by %s", text);
    else if (count == COUNT_MISSING)
        (void)snprintf(cause, CAUSE_SIZE, "本行之前缺 %s 的流水 / a row of %s is missing before this one", text, text);
    else
        (void)snprintf(
            cause, CAUSE_SIZE,
            "本行之前缺 %s 的流水，或本行金额被改动 / a row of %s is missing before this one, or this one was altered",
            text, text);
}

static void name_cause(const struct statement *statement, uint32_t at, enum continuity_count count,
                       char cause[CAUSE_SIZE])
{
    const struct statement_line *line = &statement->lines[at], *last = &statement->lines[at - 1];
    const int64_t right = last->balance.fen + line->amount.fen;
    const uint32_t follower = find_follower(statement, at, last->balance.fen);
    if (equal(line, last))
        (void)snprintf(cause, CAUSE_SIZE, "与第 %u 行重复 / the same as line %u", last->row, last->row);
    else if (next_follows(statement, at, right))
        (void)snprintf(cause, CAUSE_SIZE, "本行的余额被改动 / the balance of this row was altered");
    else if (follower < statement->count)
        (void)snprintf(cause, CAUSE_SIZE,
                       "行的顺序被调换，接在这里的是第 %u 行 / rows were swapped: line %u follows here",
                       statement->lines[follower].row, statement->lines[follower].row);
    else
        name_gap(count, FEN(line->balance.fen - right), cause);
}

static void set_amount(struct ctx *ctx, const char *key, int64_t fen)
{
    char text[MONEY_TEXT];
    money_format_grouped(FEN(fen), text);
    error_set(&ctx->error, key, "%s", text);
}

RESULT continuity_check(struct ctx *ctx, const struct statement *statement, enum continuity_count count)
{
    const struct statement_line *lines = statement->lines;
    for (uint32_t i = 1; i < statement->count; i++) {
        const int64_t expected = lines[i - 1].balance.fen + lines[i].amount.fen;
        if (!lines[i].has_balance || lines[i].balance.fen == expected)
            continue;
        char cause[CAUSE_SIZE];
        name_cause(statement, i, count, cause);
        error_set(&ctx->error, "line", "%u", lines[i].row);
        set_amount(ctx, "expected", expected);
        set_amount(ctx, "found", lines[i].balance.fen);
        set_amount(ctx, "difference", lines[i].balance.fen - expected);
        error_set(&ctx->error, "cause", "%s", cause);
        return REFUSE(import, balance_break);
    }
    return OK;
}

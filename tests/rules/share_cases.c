/* Answers cases for share_test.py: a line of words in, a line of numbers out, or the name of the refusal.
 *     share TOTAL WEIGHT…
 *     apportion COST METHOD [ID KIND UNSOLD HOLDER AREA SHARE DEPOSIT]…
 *     interest AMOUNT KEY FROM TO [OPENING AREA MOVEMENTS [DAY AMOUNT]…]…
 *     term PRINCIPAL RATE BASIS FROM TO
 * All words but the first are whole numbers; days are day numbers, kinds and the like the values of their enums. */
#include "base/number.h"
#include "rules/apportionment.h"
#include "rules/interest.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

enum { WORDS = 4096 };

struct words {
    struct ctx ctx;
    size_t count, at;
    int64_t word[WORDS];
};

static int64_t next(struct words *w)
{
    assert(w->at < w->count);
    return w->word[w->at++];
}

static void read_words(struct words *w, char *line)
{
    w->count = w->at = 0;
    for (char *word; (word = strsep(&line, " \n"));) {
        assert(w->count < WORDS);
        if (*word != '\0' && !FAILED(number_parse(word, INT64_MIN + 1, INT64_MAX, &w->word[w->count])))
            w->count++;
    }
}

static void print_money(const money *amounts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        printf("%lld ", (long long)amounts[i].fen);
}

static RESULT answer_share(struct words *w)
{
    const money total = FEN(next(w));
    const size_t count = w->count - w->at;
    uint64_t weights[WORDS];
    money shares[WORDS];
    for (size_t i = 0; i < count; i++)
        weights[i] = (uint64_t)next(w);
    TRY(money_share(total, weights, count, shares));
    print_money(shares, count);
    return OK;
}

static void print_apportionment(const struct apportionment *a)
{
    for (size_t i = 0; i < a->unit_count; i++)
        printf("%llu %lld ", (unsigned long long)a->units[i].id, (long long)a->units[i].amount.fen);
    printf("| ");
    for (size_t i = 0; i < a->bearer_count; i++)
        printf("%d %llu %lld ", (int)a->bearers[i].bearing, (unsigned long long)a->bearers[i].id,
               (long long)a->bearers[i].amount.fen);
    printf("| ");
    for (size_t i = 0; i < a->line_count; i++)
        printf("%d %lld %llu %llu %lld ", (int)a->lines[i].step, (long long)a->lines[i].of.fen,
               (unsigned long long)a->lines[i].weight, (unsigned long long)a->lines[i].weight_all,
               (long long)a->lines[i].amount.fen);
}

static RESULT answer_apportion(struct words *w)
{
    struct apportionment_member scope[WORDS / 7];
    struct apportionment_in in = {.scope = scope};
    struct apportionment found;
    in.cost = FEN(next(w));
    in.method = (enum apportionment_method)next(w);
    while (w->at < w->count) {
        struct apportionment_member *m = &scope[in.count++];
        m->id = (uint64_t)next(w);
        m->kind = (enum apportionment_kind)next(w);
        m->unsold = next(w) != 0;
        m->holder = (uint64_t)next(w);
        m->area_cm2 = (uint64_t)next(w);
        m->share = (uint64_t)next(w);
        m->deposit = FEN(next(w));
    }
    TRY(apportionment_make(&w->ctx, &in, &found));
    print_apportionment(&found);
    return OK;
}

static RESULT answer_interest(struct words *w)
{
    struct interest_account accounts[WORDS / 3];
    struct interest_movement movements[WORDS / 2];
    struct interest_share_in in = {.accounts = accounts};
    struct interest_shares found;
    size_t used = 0;
    in.amount = FEN(next(w));
    in.key = (enum interest_key)next(w);
    in.from = (day)next(w);
    in.to = (day)next(w);
    while (w->at < w->count) {
        struct interest_account *account = &accounts[in.count++];
        account->opening = FEN(next(w));
        account->area_cm2 = (uint64_t)next(w);
        account->count = (size_t)next(w);
        account->movements = &movements[used];
        for (size_t i = 0; i < account->count; i++, used++) {
            movements[used].day = (day)next(w);
            movements[used].amount = FEN(next(w));
        }
    }
    TRY(interest_share(&w->ctx, &in, &found));
    for (size_t i = 0; i < found.count; i++)
        printf("%llu ", (unsigned long long)found.weights[i]);
    print_money(found.shares, found.count);
    return OK;
}

/* The amount at maturity, then each payment. */
static RESULT answer_term(struct words *w)
{
    struct interest_term term = {0};
    struct interest_schedule schedule;
    money amount;
    term.principal = FEN(next(w));
    term.rate_ppm = (uint32_t)next(w);
    term.basis = (enum interest_basis)next(w);
    term.from = (day)next(w);
    term.to = (day)next(w);
    TRY(interest_maturity(&term, &amount));
    TRY(interest_schedule_make(&w->ctx, &term, &schedule));
    print_money(&amount, 1);
    for (size_t i = 0; i < schedule.count; i++)
        printf("%d %lld %lld ", schedule.payments[i].due, (long long)schedule.payments[i].interest.fen,
               (long long)schedule.payments[i].principal.fen);
    return OK;
}

static RESULT answer(struct words *w, char first)
{
    switch (first) {
    case 's':
        return answer_share(w);
    case 'a':
        return answer_apportion(w);
    case 'i':
        return answer_interest(w);
    default:
        return answer_term(w);
    }
}

int main(void)
{
    static struct words w;
    static char line[WORDS * 24];
    w.ctx.arena = arena_new(1 << 20);
    while (fgets(line, sizeof line, stdin)) {
        const char first = line[0];
        read_words(&w, line);
        const result r = answer(&w, first);
        printf("%s\n", FAILED(r) ? error_info(r.code)->name : "");
        arena_reset(w.ctx.arena);
    }
    arena_free(&w.ctx.arena);
    return 0;
}

#include "audit/replay/correction.h"

#include "audit/replay/book.h"
#include "base/date.h"
#include "base/words.h"

#include <stdio.h>
#include <string.h>

static void object_target(struct books *books, enum finding_reason reason, uint64_t seq, uint64_t target)
{
    char key[48];
    (void)snprintf(key, sizeof key, "seq=%llu", (unsigned long long)target);
    books_object(books, reason, seq, key);
}

static struct books_left *left_of(struct books *books, const struct books_entry *entry, uint32_t account_no,
                                  uint8_t side)
{
    for (uint32_t i = 0; i < entry->lefts; i++) {
        struct books_left *left = &books->left.items[entry->left + i];
        if (left->account_no == account_no && left->side == side)
            return left;
    }
    return NULL;
}

bool correction_bars(uint8_t type)
{
    return type == ENTRY_RED_LETTER || type == ENTRY_DIFFERENCE || type == ENTRY_CARRY_FORWARD;
}

RESULT correction_keep(struct books *books, const struct row_posting *lines, size_t count, struct books_entry *entry)
{
    entry->left = (uint32_t)books->left.count;
    entry->lefts = 0;
    if (correction_bars(entry->type))
        return OK;
    for (size_t i = 0; i < count; i++) {
        const uint32_t account_no = (uint32_t)lines[i].account_no.value;
        const uint8_t side = (uint8_t)lines[i].side.value;
        struct books_left *left = left_of(books, entry, account_no, side);
        if (left) {
            left->fen += lines[i].amount_fen.value;
            continue;
        }
        TRY(LIST_ADD(&books->left, (struct books_left){account_no, side, lines[i].amount_fen.value}));
        entry->lefts++;
    }
    return OK;
}

/* ---- difference ---- */

static void judge_left(struct books *books, uint64_t seq, const struct record_line *line, const struct books_left *left)
{
    char key[64], texts[2][MONEY_TEXT];
    if (left && left->fen >= 0)
        return;
    (void)snprintf(key, sizeof key, "account_no=%u side=%u", line->account_no, line->side);
    money_format(FEN(left ? left->fen - line->amount.fen : 0), texts[0]);
    money_format(line->amount, texts[1]);
    books_object_value(books, FOUND_difference_left, seq, key, (const char *const[2]){texts[0], texts[1]});
}

/* All lines first, then what they leave: their order does not matter. One finding for each account and side. */
static void judge_difference(struct books *books, uint64_t seq, const struct record_entry *body,
                             const struct books_entry *original)
{
    for (uint32_t i = 0; i < body->lines_count; i++) {
        struct books_left *left = left_of(books, original, body->lines[i].account_no, body->lines[i].side);
        if (left)
            left->fen += body->lines[i].amount.fen;
    }
    for (uint32_t i = 0; i < body->lines_count; i++) {
        const struct record_line *line = &body->lines[i];
        bool seen = false;
        for (uint32_t j = 0; j < i; j++)
            seen |= body->lines[j].account_no == line->account_no && body->lines[j].side == line->side;
        if (!seen)
            judge_left(books, seq, line, left_of(books, original, line->account_no, line->side));
    }
}

/* ---- former years ---- */

static bool takes_former_years(const struct books *books, const struct record_line *line)
{
    static const char *const maintenance[] = {"3001", "3002", "3101"}, *const others[] = {"3201"};
    const struct row_account *account = book_find_account(books, line->account_no);
    const bool mf = line->fund == FUND_MF;
    const char *const *codes = mf ? maintenance : others;
    for (size_t i = 0; account && i < (mf ? LENGTH(maintenance) : LENGTH(others)); i++)
        if (account->code.size >= 4 && memcmp(account->code.data, codes[i], 4) == 0)
            return true;
    return false;
}

static void judge_year(struct books *books, uint64_t seq, const struct record_entry *body)
{
    bool covered[FUND_OP + 1] = {false}, touched[FUND_OP + 1] = {false};
    if (!body->has_original_date || date_to_civil(body->original_date).year >= date_to_civil(body->booking_date).year) {
        books_object(books, FOUND_prior_year, seq, "original_date");
        return;
    }
    for (uint32_t i = 0; i < body->lines_count; i++) {
        touched[body->lines[i].fund] = true;
        covered[body->lines[i].fund] |= takes_former_years(books, &body->lines[i]);
    }
    for (uint16_t fund = FUND_MF; fund <= FUND_OP; fund++) {
        char key[16];
        (void)snprintf(key, sizeof key, "fund=%s", fund_code(fund));
        if (touched[fund] && !covered[fund])
            books_object(books, FOUND_prior_year, seq, key);
    }
}

/* ---- links ---- */

static uint32_t count_links(const struct record_entry *body, uint16_t role, uint64_t *ret_target)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < body->refs_count; i++) {
        if (body->refs[i].role != role)
            continue;
        *ret_target = body->refs[i].seq;
        count++;
    }
    return count;
}

void correction_judge(struct books *books, uint64_t seq, const struct record_entry *body)
{
    uint64_t target = 0;
    const bool difference = body->entry_type == ENTRY_DIFFERENCE, correction = body->entry_type == ENTRY_CORRECTION;
    const uint32_t replaces = count_links(body, REF_REPLACES, &target),
                   adjusts = count_links(body, REF_ADJUSTS, &target);
    if (adjusts != (difference ? 1U : 0U) || replaces > (correction ? 1U : 0U)) {
        books_object(books, FOUND_correction_link, seq, "");
        return;
    }
    if (correction && replaces == 0)
        judge_year(books, seq, body);
    struct books_entry *original = replaces + adjusts > 0 ? books_find_entry(books, target) : NULL;
    if (!original) /* a wrong target is named by matter_ref */
        return;
    if (correction_bars(original->type))
        object_target(books, FOUND_reversal_kind, seq, target);
    else if (replaces > 0 && !original->reversed)
        object_target(books, FOUND_correction_early, seq, target);
    else if (adjusts > 0 && original->reversed)
        object_target(books, FOUND_difference_reversed, seq, target);
    else if (adjusts > 0)
        judge_difference(books, seq, body, original);
    original->adjusted |= adjusts > 0;
}

void correction_assume(struct books *books, uint64_t target, const struct row_posting *lines, size_t count)
{
    struct books_entry *original = books_find_entry(books, target);
    if (!original)
        return;
    original->adjusted = true;
    for (size_t i = 0; i < count; i++) {
        struct books_left *left =
            left_of(books, original, (uint32_t)lines[i].account_no.value, (uint8_t)lines[i].side.value);
        if (left)
            left->fen += lines[i].amount_fen.value;
    }
}

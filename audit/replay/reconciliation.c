#include "audit/replay/reconciliation.h"

#include "audit/replay/book.h"
#include "audit/replay/matter.h"
#include "base/words.h"

#include <stdio.h>

static void object(struct books *books, enum finding_reason reason, uint64_t seq, const char *what, uint64_t target)
{
    char key[48];
    (void)snprintf(key, sizeof key, "%s=%llu", what, (unsigned long long)target);
    if (!books->lost) /* what a lost record held or moved cannot be known */
        books_object(books, reason, seq, key);
}

static void judge_day(struct books *books, uint64_t seq, day found, day last)
{
    char texts[2][DATE_TEXT];
    if (found <= last)
        return;
    date_format(last, texts[0]);
    date_format(found, texts[1]);
    books_object_value(books, FOUND_booked_ahead, seq, "", (const char *const[2]){texts[0], texts[1]});
}

/* ---- asserted balances ---- */

RESULT reconciliation_asserted(struct books *books, const struct record_header *header,
                               const struct record_balance_asserted *body)
{
    const struct record_ref document = {.role = REF_DOCUMENT, .seq = body->document_seq};
    const struct row_assertion row = {.seq = books_number((int64_t)header->seq),
                                      .bank_account_seq = books_number((int64_t)body->bank_account_seq),
                                      .as_of = books_number(body->as_of),
                                      .balance_fen = books_number(body->balance.fen),
                                      .document_seq = books_number((int64_t)body->document_seq),
                                      .lines = books_number(body->lines)};
    if (!book_find_bank_account(books, body->bank_account_seq))
        object(books, FOUND_target_unknown, header->seq, "bank_account", body->bank_account_seq);
    matter_ref(books, header->seq, &document);
    judge_day(books, header->seq, body->as_of, date_of_inst(header->recorded_at) - 1); /* a day that is over */
    return books_put(books, ROW_assertion, &row);
}

/* ---- held lines ---- */

RESULT reconciliation_keep_held(struct books *books, const struct row_held_line *row)
{
    if (books_find(books, ROW_held_line, row))
        return OK;
    matter_held(books, (uint64_t)row->received_seq.value);
    return books_put(books, ROW_held_line, row);
}

RESULT reconciliation_held(struct books *books, const struct record_header *header, const struct record_line_held *body)
{
    const struct row_held_line row = {.seq = books_number((int64_t)header->seq),
                                      .received_seq = books_number((int64_t)body->received_seq),
                                      .bank_account_seq = books_number((int64_t)body->bank_account_seq),
                                      .booked_on = books_number(body->booked_on),
                                      .amount_fen = books_number(body->amount.fen),
                                      .summary = books_octets(body->summary.b, sizeof body->summary.b),
                                      .payee = body->has_payee ? books_octets(body->payee.b, sizeof body->payee.b)
                                                               : books_octets(NULL, 0)};
    const struct record_ref import = {.role = REF_IMPORTED_BY, .seq = body->received_seq};
    matter_ref(books, header->seq, &import);
    if (!book_find_bank_account(books, body->bank_account_seq))
        object(books, FOUND_target_unknown, header->seq, "bank_account", body->bank_account_seq);
    if (body->amount.fen == 0)
        books_object_value(books, FOUND_sign_wrong, header->seq, "amount", (const char *const[2]){NULL, "0.00"});
    judge_day(books, header->seq, body->booked_on, date_of_inst(header->recorded_at));
    TRY(books_promise(books, header->seq, &body->summary, COMMIT_SUMMARY));
    if (body->has_payee)
        TRY(books_promise(books, header->seq, &body->payee, COMMIT_PAYEE_NAME));
    return reconciliation_keep_held(books, &row);
}

/* ---- what entries move ---- */

static bool is_asset(const struct books *books, int64_t account_no)
{
    const struct row_account *account = book_find_account(books, (uint32_t)account_no);
    return account && account->class.value == CLASS_ASSET;
}

static RESULT add_movement(struct books *books, const struct books_movement *movement)
{
    for (size_t i = books->movements.count; i-- > 0 && books->movements.items[i].entry == movement->entry;) {
        struct books_movement *known = &books->movements.items[i];
        if (known->bank_account != movement->bank_account)
            continue;
        if (__builtin_add_overflow(known->fen, movement->fen, &known->fen))
            known->fen = INT64_MAX;
        return OK;
    }
    return LIST_ADD(&books->movements, *movement);
}

RESULT reconciliation_move(struct books *books, uint64_t seq, const struct reconciliation_entry *entry)
{
    size_t line = 0;
    for (size_t d = 0; d < entry->dim_count; d++) {
        const struct row_posting_dim *dim = &entry->dims[d];
        while (line < entry->line_count && entry->lines[line].line.value < dim->line.value)
            line++;
        if (dim->dimension.value != DIMENSION_BANK_ACCOUNT || line == entry->line_count ||
            !is_asset(books, entry->lines[line].account_no.value))
            continue;
        const struct row_posting *posting = &entry->lines[line];
        TRY(add_movement(books,
                         &(struct books_movement){.entry = seq,
                                                  .bank_account = (uint64_t)dim->value.value,
                                                  .fen = posting->side.value == SIDE_DEBIT ? posting->amount_fen.value
                                                                                           : -posting->amount_fen.value,
                                                  .imported = entry->imported}));
    }
    return OK;
}

/* The first movement of an entry; *ret_end is behind its last. */
static struct books_movement *find_movements(const struct books *books, uint64_t entry,
                                             const struct books_movement **ret_end)
{
    size_t low = 0, high = books->movements.count;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (books->movements.items[middle].entry < entry)
            low = middle + 1;
        else
            high = middle;
    }
    for (high = low; high < books->movements.count && books->movements.items[high].entry == entry;)
        high++;
    *ret_end = books->movements.items + high;
    return books->movements.items + low;
}

static struct books_movement *find_movement(const struct books *books, uint64_t entry, uint64_t bank_account)
{
    const struct books_movement *end;
    for (struct books_movement *m = find_movements(books, entry, &end); m < end; m++)
        if (m->bank_account == bank_account)
            return m;
    return NULL;
}

/* ---- matches ---- */

struct bank_side { /* the line of a match */
    uint64_t bank_account;
    int64_t fen;
};

/* A line can be matched that its import held, or whose entry is reversed. */
static bool find_line(struct books *books, uint64_t seq, struct bank_side *ret_line)
{
    const struct row_held_line key = {.seq = books_number((int64_t)seq)};
    const struct row_held_line *held = books_find(books, ROW_held_line, &key);
    const struct books_entry *entry = books_find_entry(books, seq);
    const struct books_movement *end, *movement = find_movements(books, seq, &end);
    if (held)
        *ret_line = (struct bank_side){(uint64_t)held->bank_account_seq.value, held->amount_fen.value};
    else if (entry && entry->reversed && entry->type != ENTRY_OPENING && movement < end && movement->imported)
        *ret_line = (struct bank_side){movement->bank_account, movement->fen};
    else
        return false;
    return true;
}

/* What is matched of a line so far; a new one stands at 0. */
static RESULT matched_of(struct books *books, uint64_t line_seq, int64_t **ret_sum)
{
    uint32_t at;
    if (!map_find(&books->matched_line, line_seq, &at)) {
        at = (uint32_t)books->matched.count;
        TRY(map_add(&books->matched_line, line_seq, at));
        TRY(LIST_ADD(&books->matched, 0));
    }
    *ret_sum = &books->matched.items[at];
    return OK;
}

static bool beyond(int64_t sum, int64_t all)
{
    return all > 0 ? sum <= 0 || sum > all : sum >= 0 || sum < all;
}

static void add(int64_t *sum, int64_t amount)
{
    if (__builtin_add_overflow(*sum, amount, sum))
        *sum = amount > 0 ? INT64_MAX : -INT64_MAX;
}

static RESULT take_match(struct books *books, uint64_t seq, const struct record_line_match *match)
{
    struct bank_side line;
    int64_t *sum;
    const struct books_entry *entry = books_find_entry(books, match->entry_seq);
    if (!find_line(books, match->line_seq, &line)) {
        object(books, FOUND_target_unknown, seq, "line", match->line_seq);
        return OK;
    }
    struct books_movement *movement = find_movement(books, match->entry_seq, line.bank_account);
    TRY(matched_of(books, match->line_seq, &sum));
    add(sum, match->amount.fen);
    if (!movement || !entry || movement->imported || entry->reversed || entry->type == ENTRY_RED_LETTER ||
        entry->type == ENTRY_OPENING) {
        object(books, FOUND_target_unknown, seq, "entry", match->entry_seq);
        return OK;
    }
    add(&movement->matched, match->amount.fen);
    if (match->amount.fen == 0 || (match->amount.fen > 0) != (line.fen > 0) || beyond(*sum, line.fen))
        object(books, FOUND_match_exceeded, seq, "line", match->line_seq);
    else if (beyond(movement->matched, movement->fen))
        object(books, FOUND_match_exceeded, seq, "entry", match->entry_seq);
    return OK;
}

RESULT reconciliation_matched(struct books *books, const struct record_header *header,
                              const struct record_lines_matched *body)
{
    for (uint32_t i = 0; i < body->matches_count; i++) {
        const struct record_line_match *match = &body->matches[i];
        const struct row_line_match row = {.seq = books_number((int64_t)header->seq),
                                           .line_seq = books_number((int64_t)match->line_seq),
                                           .entry_seq = books_number((int64_t)match->entry_seq),
                                           .amount_fen = books_number(match->amount.fen)};
        if (match->line_seq >= header->seq || match->entry_seq >= header->seq)
            object(books, FOUND_target_later, header->seq, "line", match->line_seq);
        TRY(take_match(books, header->seq, match));
        TRY(books_put(books, ROW_line_match, &row));
    }
    return OK;
}

/* Takes the amount of an undone match from both sides. */
static RESULT give_back(struct books *books, const struct row_line_match *row)
{
    struct bank_side line;
    int64_t *sum;
    if (!find_line(books, (uint64_t)row->line_seq.value, &line))
        return OK;
    struct books_movement *movement = find_movement(books, (uint64_t)row->entry_seq.value, line.bank_account);
    TRY(matched_of(books, (uint64_t)row->line_seq.value, &sum));
    add(sum, -row->amount_fen.value);
    if (movement)
        add(&movement->matched, -row->amount_fen.value);
    return OK;
}

RESULT reconciliation_undone(struct books *books, const struct record_header *header,
                             const struct record_match_undone *body)
{
    bool found = false;
    for (size_t i = 0; i < books->facts[ROW_line_match].count; i++) {
        struct row_line_match *row = &FACTS(books, line_match)[i];
        if ((uint64_t)row->seq.value != body->match_seq)
            continue;
        if (!row->undone_seq.present)
            TRY(give_back(books, row));
        /* a stored row that stands in for a lost record has its end already */
        found |= !row->undone_seq.present || (uint64_t)row->undone_seq.value == header->seq;
        if (!row->undone_seq.present)
            row->undone_seq = books_number((int64_t)header->seq);
    }
    if (!found)
        object(books, FOUND_target_unknown, header->seq, "match", body->match_seq);
    return OK;
}

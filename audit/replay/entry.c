#include "audit/replay/entry.h"

#include "audit/replay/book.h"
#include "audit/replay/contract.h"
#include "audit/replay/correction.h"
#include "audit/replay/matter.h"
#include "audit/replay/people.h"
#include "audit/replay/reconciliation.h"
#include "audit/replay/reservation.h"
#include "audit/replay/seal.h"
#include "audit/replay/turnover.h"
#include "base/canon.h"
#include "base/digest.h"
#include "base/money.h"
#include "base/words.h"

#include <stdio.h>
#include <string.h>

/* ---- rows ---- */

static struct bytes optional(bool present, const struct digest *digest)
{
    return present ? BYTES(digest->b, sizeof digest->b) : BYTES(NULL, 0);
}

static RESULT line_rows(uint64_t seq, const struct record_entry *body, uint32_t i, struct books_rows *rows)
{
    const struct record_line *line = &body->lines[i];
    const bool units = line->has_unit_lines;
    TRY(LIST_ADD(&rows->posting, (struct row_posting){.seq = books_number((int64_t)seq),
                                                      .line = books_number(i + 1),
                                                      .fund = books_number(line->fund),
                                                      .account_no = books_number(line->account_no),
                                                      .side = books_number(line->side),
                                                      .amount_fen = books_number(line->amount.fen),
                                                      .booking_date = books_number(body->booking_date),
                                                      .summary = optional(line->has_summary, &line->summary),
                                                      .unit_count = books_maybe(units, line->unit_lines.count),
                                                      .unit_root = optional(units, &line->unit_lines.root)}));
    for (uint32_t d = 0; d < line->dimensions_count; d++)
        TRY(LIST_ADD(&rows->posting_dim,
                     (struct row_posting_dim){.seq = books_number((int64_t)seq),
                                              .line = books_number(i + 1),
                                              .dimension = books_number(line->dimensions[d].dimension),
                                              .value = books_number((int64_t)line->dimensions[d].value)}));
    return OK;
}

/* What the entry pays out of a fund: credit less debit of money accounts; 500 lines of at most 9·10^15 fen fit. */
static int64_t paid_of(const struct books *books, const struct record_entry *body, uint16_t fund)
{
    int64_t paid = 0;
    for (uint32_t i = 0; i < body->lines_count; i++) {
        const struct record_line *line = &body->lines[i];
        const struct row_account *account = line->fund == fund ? book_find_account(books, line->account_no) : NULL;
        if (account && code_is_money((const char *)account->code.data, account->code.size))
            paid += line->side == SIDE_CREDIT ? line->amount.fen : -line->amount.fen;
    }
    return paid;
}

RESULT entry_rows(const struct books *books, const struct record_header *header, const struct record_entry *body,
                  struct books_rows *rows)
{
    const struct row_number seq = books_number((int64_t)header->seq);
    TRY(LIST_ADD(&rows->entry,
                 (struct row_entry){.seq = seq,
                                    .event_id = books_octets(header->event_id.b, sizeof header->event_id.b),
                                    .entry_type = books_number(body->entry_type),
                                    .booking_date = books_number(body->booking_date),
                                    .value_date = books_maybe(body->has_value_date, body->value_date),
                                    .original_date = books_maybe(body->has_original_date, body->original_date),
                                    .recorded_at = books_number(header->recorded_at),
                                    .source = books_number(body->source),
                                    .line_count = books_number(body->lines_count),
                                    .summary = optional(true, &body->summary),
                                    .payee = optional(body->has_payee, &body->payee),
                                    .rule_set = optional(true, &body->judged.rule_set),
                                    .outcome = books_number(body->judged.outcome)}));
    for (uint32_t i = 0; i < body->numbers_count; i++) {
        const struct record_number *number = &body->numbers[i];
        TRY(LIST_ADD(&rows->entry_number,
                     (struct row_entry_number){.seq = seq,
                                               .fund = books_number(number->fund),
                                               .word = books_number(number->word),
                                               .series = books_number(number->year * 100 + number->month),
                                               .number = books_number(number->number),
                                               .paid_fen = books_number(paid_of(books, body, number->fund))}));
    }
    for (uint32_t i = 0; i < body->refs_count; i++) {
        const struct record_ref *ref = &body->refs[i];
        TRY(LIST_ADD(&rows->entry_ref, (struct row_entry_ref){.seq = seq,
                                                              .role = books_number(ref->role),
                                                              .ref_seq = books_number((int64_t)ref->seq),
                                                              .amount_fen = books_number(ref->amount.fen)}));
    }
    for (uint32_t i = 0; i < body->lines_count; i++)
        TRY(line_rows(header->seq, body, i, rows));
    return OK;
}

/* ---- the fingerprint of the lines, red ones negated: equal for an entry and its reversal ---- */

struct span { /* the rows of one entry at the end of the lists, or all of them */
    const struct row_posting *line;
    const struct row_posting_dim *dim;
    size_t line_count, dim_count;
};

static RESULT fingerprint(const struct span *span, bool red, uint8_t out[16])
{
    struct digest digest;
    struct hash *hash;
    TRY(hash_new(&hash));
    for (size_t i = 0; i < span->line_count; i++) {
        const struct row_posting *line = &span->line[i];
        const int64_t values[] = {line->line.value, line->fund.value, line->account_no.value, line->side.value,
                                  red ? -line->amount_fen.value : line->amount_fen.value};
        hash_put(hash, BYTES(values, sizeof values));
    }
    for (size_t i = 0; i < span->dim_count; i++) {
        const int64_t values[] = {span->dim[i].line.value, span->dim[i].dimension.value, span->dim[i].value.value};
        hash_put(hash, BYTES(values, sizeof values));
    }
    hash_done(&hash, &digest);
    memcpy(out, digest.b, 16);
    return OK;
}

/* ---- rules of lines ---- */

static void object_line(struct books *books, enum finding_reason reason, uint64_t seq, uint32_t i, const char *found)
{
    char key[32];
    (void)snprintf(key, sizeof key, "line=%u", i + 1);
    books_object_value(books, reason, seq, key, (const char *const[2]){NULL, found});
}

static void judge_account(struct books *books, uint64_t seq, const struct record_entry *body, uint32_t i)
{
    const struct record_line *line = &body->lines[i];
    const struct row_account *account = book_find_account(books, line->account_no);
    char key[64];
    if (!account) {
        (void)snprintf(key, sizeof key, "line=%u account_no=%u", i + 1, line->account_no);
        books_object(books, FOUND_target_unknown, seq, key);
        return;
    }
    if (account->fund.value != line->fund)
        object_line(books, FOUND_account_fund, seq, i, NULL);
    if (account->closed_seq.present)
        object_line(books, FOUND_account_closed, seq, i, NULL);
    if (book_has_children(books, line->account_no))
        object_line(books, FOUND_account_parent, seq, i, NULL);
    const bool wanted = account->unit_ledger.value == 1 && body->entry_type != ENTRY_CARRY_FORWARD;
    if (wanted != line->has_unit_lines)
        object_line(books, FOUND_unit_lines, seq, i, NULL);
}

static bool sign_fits(uint8_t entry_type, int64_t fen)
{
    if (entry_type == ENTRY_DIFFERENCE)
        return fen != 0;
    return entry_type == ENTRY_RED_LETTER ? fen < 0 : fen > 0;
}

static bool dimension_known(const struct books *books, const struct record_line *line,
                            const struct record_dimension *dimension)
{
    if (dimension->dimension == DIMENSION_STREAM)
        return dimension->value >= 1 && dimension->value <= STREAM_MAX;
    if (dimension->dimension == DIMENSION_CONTRACT || dimension->dimension == DIMENSION_PARTY)
        return contract_dimension(books, dimension);
    if (dimension->dimension == DIMENSION_WARRANTY)
        return line->fund == FUND_WD && matter_is_warranty(books, dimension->value);
    if (dimension->dimension != DIMENSION_BANK_ACCOUNT)
        return false;
    const struct row_bank_account *account = book_find_bank_account(books, dimension->value);
    return account && account->fund.value == line->fund;
}

static void judge_line(struct books *books, uint64_t seq, const struct record_entry *body, uint32_t i)
{
    const struct record_line *line = &body->lines[i];
    char text[MONEY_TEXT];
    judge_account(books, seq, body, i);
    if (!sign_fits(body->entry_type, line->amount.fen)) {
        money_format(line->amount, text);
        object_line(books, FOUND_sign_wrong, seq, i, text);
    }
    for (uint32_t d = 0; d < line->dimensions_count; d++) {
        if (dimension_known(books, line, &line->dimensions[d]))
            continue;
        (void)snprintf(text, sizeof text, "%llu", (unsigned long long)line->dimensions[d].value);
        object_line(books, FOUND_dimension_unknown, seq, i, text);
    }
}

/* ---- rules of the whole entry ---- */

static void judge_balance(struct books *books, uint64_t seq, const struct record_entry *body)
{
    for (uint16_t fund = FUND_MF; fund <= FUND_OP; fund++) {
        char texts[2][MONEY_TEXT], key[16];
        int64_t sum[3] = {0, 0, 0}; /* 500 lines of at most 9·10^15 fen fit */
        for (uint32_t i = 0; i < body->lines_count; i++)
            if (body->lines[i].fund == fund)
                sum[body->lines[i].side] += body->lines[i].amount.fen;
        if (sum[SIDE_DEBIT] == sum[SIDE_CREDIT])
            continue;
        money_format(FEN(sum[SIDE_DEBIT]), texts[0]);
        money_format(FEN(sum[SIDE_CREDIT]), texts[1]);
        (void)snprintf(key, sizeof key, "fund=%s", fund_code(fund));
        books_object_value(books, FOUND_unbalanced, seq, key, (const char *const[2]){texts[0], texts[1]});
    }
}

static bool touches(const struct record_entry *body, uint16_t fund)
{
    for (uint32_t i = 0; i < body->lines_count; i++)
        if (body->lines[i].fund == fund)
            return true;
    return false;
}

static bool numbers_cover(const struct record_entry *body)
{
    uint32_t touched = 0;
    for (uint16_t fund = FUND_MF; fund <= FUND_OP; fund++)
        touched += touches(body, fund);
    for (uint32_t i = 0; i < body->numbers_count; i++)
        if (!touches(body, body->numbers[i].fund))
            return false;
    return touched == body->numbers_count; /* the reader made sure that they ascend */
}

static void judge_number(struct books *books, uint64_t seq, const struct record_entry *body, uint32_t i, int64_t last)
{
    const struct record_number *number = &body->numbers[i];
    const struct civil date = date_to_civil(body->booking_date);
    char key[64], texts[2][24];
    (void)snprintf(key, sizeof key, "%s-%s-%04u-%02u", fund_code(number->fund), word_name(number->word), number->year,
                   number->month);
    if (number->year != date.year || (number->month != 0 && number->month != date.month))
        books_object(books, FOUND_number_month, seq, key);
    if (number->number == last + 1)
        return;
    (void)snprintf(texts[0], sizeof texts[0], "%lld", (long long)(last + 1));
    (void)snprintf(texts[1], sizeof texts[1], "%u", number->number);
    books_object_value(books, FOUND_number_gap, seq, key, (const char *const[2]){texts[0], texts[1]});
}

static RESULT count_numbers(struct books *books, uint64_t seq, const struct record_entry *body,
                            const struct row_entry_number *rows)
{
    if (!numbers_cover(body))
        books_object(books, FOUND_number_funds, seq, "");
    for (uint32_t i = 0; i < body->numbers_count; i++) {
        struct row_voucher_counter *counter;
        TRY(book_counter(books, &rows[i], &counter));
        judge_number(books, seq, body, i, counter->last_no.value);
        counter->last_no = rows[i].number;
    }
    return OK;
}

static void object_target(struct books *books, enum finding_reason reason, uint64_t seq, uint64_t target)
{
    char key[48];
    (void)snprintf(key, sizeof key, "seq=%llu", (unsigned long long)target);
    books_object(books, reason, seq, key);
}

static const struct record_ref *reversed_by(const struct record_entry *body, uint32_t *ret_count)
{
    const struct record_ref *found = NULL;
    *ret_count = 0;
    for (uint32_t i = 0; i < body->refs_count; i++) {
        if (body->refs[i].role != REF_REVERSES)
            continue;
        found = &body->refs[i];
        ++*ret_count;
    }
    return found;
}

static void judge_reversal(struct books *books, uint64_t seq, const struct record_entry *body, const uint8_t lines[16])
{
    uint32_t count;
    const struct record_ref *ref = reversed_by(body, &count);
    const bool red = body->entry_type == ENTRY_RED_LETTER;
    if (count != (red ? 1U : 0U)) {
        books_object(books, FOUND_reversal_absent, seq, "");
        return;
    }
    struct books_entry *original = red ? books_find_entry(books, ref->seq) : NULL;
    if (!original) /* a wrong target is named by matter_ref */
        return;
    if (correction_bars(original->type))
        object_target(books, FOUND_reversal_kind, seq, ref->seq);
    else if (original->reversed)
        object_target(books, FOUND_reversal_twice, seq, ref->seq);
    else if (original->adjusted)
        object_target(books, FOUND_difference_reversed, seq, ref->seq);
    else if (memcmp(original->lines, lines, 16) != 0)
        object_target(books, FOUND_reversal_lines, seq, ref->seq);
    if (!original->reversed)
        matter_release(books, original->seq);
    original->reversed = true;
}

static void judge_date(struct books *books, const struct record_header *header, const struct record_entry *body)
{
    char texts[2][DATE_TEXT];
    const day today = date_of_inst(header->recorded_at);
    if (body->booking_date <= today)
        return;
    date_format(today, texts[0]);
    date_format(body->booking_date, texts[1]);
    books_object_value(books, FOUND_booked_ahead, header->seq, "", (const char *const[2]){texts[0], texts[1]});
}

/* Carry-forward moves between accounts kept per unit and takes no unit lines: it may not change what units have. */
static void judge_carry(struct books *books, uint64_t seq, const struct record_entry *body)
{
    int64_t sum = 0;
    for (uint32_t i = 0; i < body->lines_count; i++) {
        const struct row_account *account = book_find_account(books, body->lines[i].account_no);
        if (account && account->unit_ledger.value == 1)
            sum += body->lines[i].side == SIDE_DEBIT ? body->lines[i].amount.fen : -body->lines[i].amount.fen;
    }
    if (body->entry_type == ENTRY_CARRY_FORWARD && sum != 0)
        books_object(books, FOUND_carry_units, seq, "");
}

/* Preparer, reviewer and approver are different people. */
static void judge_hands(struct books *books, uint64_t seq, const struct record_entry *body)
{
    enum { APPROVED = 3 };
    bool repeated = false;
    for (uint32_t i = 0; i < body->hands_count; i++) {
        const struct record_hand *hand = &body->hands[i];
        people_hand(books, seq, &hand->subject);
        for (uint32_t j = 0; j < i; j++)
            repeated |= hand->function <= APPROVED && body->hands[j].function <= APPROVED &&
                        memcmp(&hand->subject, &body->hands[j].subject, sizeof hand->subject) == 0;
    }
    if (repeated)
        books_object(books, FOUND_hands_same, seq, "");
}

static void judge(struct books *books, const struct record_header *header, const struct record_entry *body)
{
    const uint64_t seq = header->seq;
    if (body->lines_count < 2)
        books_object(books, FOUND_lines_few, seq, "");
    for (uint32_t i = 0; i < body->lines_count; i++)
        judge_line(books, seq, body, i);
    judge_balance(books, seq, body);
    judge_date(books, header, body);
    judge_carry(books, seq, body);
    judge_hands(books, seq, body);
    for (uint32_t i = 0; i < body->refs_count; i++) {
        matter_ref(books, seq, &body->refs[i]);
        if (body->refs[i].role == REF_IMPORTED_BY && body->entry_type != ENTRY_OPENING)
            matter_imported(books, body->refs[i].seq);
    }
}

static RESULT promise(struct books *books, uint64_t seq, const struct record_entry *body)
{
    TRY(books_promise(books, seq, &body->summary, COMMIT_SUMMARY));
    if (body->has_payee)
        TRY(books_promise(books, seq, &body->payee, COMMIT_PAYEE_NAME));
    for (uint32_t i = 0; i < body->lines_count; i++)
        if (body->lines[i].has_summary)
            TRY(books_promise(books, seq, &body->lines[i].summary, COMMIT_SUMMARY));
    return OK;
}

/* What the entry books on its documents. */
static RESULT book_documents(struct books *books, uint64_t seq, const struct record_entry *body)
{
    for (uint32_t i = 0; i < body->refs_count; i++) {
        const struct record_ref *ref = &body->refs[i];
        if (ref->role != REF_DOCUMENT)
            continue;
        TRY(matter_share(books, seq, ref->seq, ref->amount.fen));
        matter_judge_share(books, seq, ref->seq);
    }
    return OK;
}

static RESULT remember(struct books *books, struct books_entry entry, const struct span *span)
{
    TRY(fingerprint(span, entry.type == ENTRY_RED_LETTER, entry.lines));
    TRY(correction_keep(books, span->line, span->line_count, &entry));
    return LIST_ADD(&books->entries, entry);
}

/* What the entry moves on bank accounts, for matches. */
static RESULT move_bank(struct books *books, uint64_t seq, const struct row_entry_ref *refs, size_t ref_count,
                        const struct span *span)
{
    bool imported = false;
    for (size_t i = 0; i < ref_count; i++)
        imported |= refs[i].role.value == REF_IMPORTED_BY;
    return reconciliation_move(books, seq,
                               &(struct reconciliation_entry){.lines = span->line,
                                                              .dims = span->dim,
                                                              .line_count = span->line_count,
                                                              .dim_count = span->dim_count,
                                                              .imported = imported});
}

RESULT entry_record(struct books *books, const struct record_header *header, const struct record_entry *body,
                    struct books_rows *rows)
{
    const size_t first_line = rows->posting.count, first_dim = rows->posting_dim.count,
                 first_number = rows->entry_number.count, first_ref = rows->entry_ref.count;
    uint8_t lines[16];
    const struct turnover_cursor cursor = {rows, rows->entry.count, first_line, first_dim};
    TRY(entry_rows(books, header, body, rows));
    const struct span span = {.line = rows->posting.items + first_line,
                              .dim = rows->posting_dim.items + first_dim,
                              .line_count = rows->posting.count - first_line,
                              .dim_count = rows->posting_dim.count - first_dim};
    judge(books, header, body);
    TRY(count_numbers(books, header->seq, body, rows->entry_number.items + first_number));
    TRY(fingerprint(&span, body->entry_type == ENTRY_RED_LETTER, lines));
    judge_reversal(books, header->seq, body, lines);
    correction_judge(books, header->seq, body);
    TRY(reservation_entry(books, header, body));
    TRY(turnover_replay(books, cursor));
    TRY(move_bank(books, header->seq, rows->entry_ref.items + first_ref, rows->entry_ref.count - first_ref, &span));
    TRY(seal_entry(books, header->seq, body));
    TRY(promise(books, header->seq, body));
    TRY(book_documents(books, header->seq, body));
    return remember(books, (struct books_entry){.seq = header->seq, .type = body->entry_type}, &span);
}

/* A stored link of an entry whose record is lost. */
static RESULT assume_ref(struct books *books, const struct row_entry *entry, const struct row_entry_ref *ref,
                         const struct span *span)
{
    const uint64_t target = (uint64_t)ref->ref_seq.value;
    struct books_entry *original = ref->role.value == REF_REVERSES ? books_find_entry(books, target) : NULL;
    if (original && !original->reversed)
        matter_release(books, original->seq);
    if (original)
        original->reversed = true;
    if (ref->role.value == REF_ADJUSTS)
        correction_assume(books, target, span->line, span->line_count);
    if (ref->role.value == REF_CAPTURES)
        reservation_assume(books, (uint64_t)entry->seq.value, target, ref->amount_fen.value);
    if (ref->role.value == REF_IMPORTED_BY && entry->entry_type.value != ENTRY_OPENING)
        matter_imported(books, target);
    return ref->role.value == REF_DOCUMENT
               ? matter_share(books, (uint64_t)entry->seq.value, target, ref->amount_fen.value)
               : OK;
}

RESULT entry_assume(struct books *books, const struct books_rows *rows)
{
    const struct span span = {.line = rows->posting.items,
                              .dim = rows->posting_dim.items,
                              .line_count = rows->posting.count,
                              .dim_count = rows->posting_dim.count};
    if (rows->entry.count == 0)
        return OK;
    const struct row_entry *entry = &rows->entry.items[0];
    for (size_t i = 0; i < rows->entry_number.count; i++) {
        struct row_voucher_counter *counter;
        TRY(book_counter(books, &rows->entry_number.items[i], &counter));
        counter->last_no = rows->entry_number.items[i].number;
    }
    for (size_t i = 0; i < rows->entry_ref.count; i++)
        TRY(assume_ref(books, entry, &rows->entry_ref.items[i], &span));
    TRY(move_bank(books, (uint64_t)entry->seq.value, rows->entry_ref.items, rows->entry_ref.count, &span));
    return remember(books,
                    (struct books_entry){.seq = (uint64_t)entry->seq.value, .type = (uint8_t)entry->entry_type.value},
                    &span);
}

#include "audit/seal.h"

#include "audit/journal.h"
#include "audit/log/seal.h"
#include "base/words.h"
#include "embed/sql.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { NUMBERS_MAX = 256 };

struct total_row { /* every account of the chart */
    uint32_t account_no;
    uint16_t fund;
    struct bytes code, name;
    uint8_t class, normal_side;
    struct maybe parent, closed_seq;
    uint64_t opened_seq;
    money debit, credit; /* to the end of the period */
};

struct unit_row {
    uint16_t fund;
    struct uuid unit;
    money debit, credit;
    struct digest key;
};

struct turnover_row { /* of the entries booked in the period */
    uint32_t entries;
    money debit, credit;
    struct maybe lo, previous_seq;
    struct bytes previous_leaf;
};

struct reserved_row {
    uint32_t reservations;
    money reserved;
};

struct number_row {
    uint16_t fund, year;
    uint8_t word, month;
    uint32_t number;
};

struct sealing {
    struct ctx *ctx;
    struct change *change;
    const struct seal_in *in;
    struct record_period_sealed *record;
    struct total_row *totals;
    size_t total_count;
};

/* ---- the entries of this change ---- */

static RESULT add_line(struct sealing *s, const struct record_line *line)
{
    const bool debit = line->side == SIDE_DEBIT;
    for (size_t i = 0; i < s->total_count; i++) {
        struct total_row *total = &s->totals[i];
        if (total->account_no != line->account_no)
            continue;
        money *sum = debit ? &total->debit : &total->credit, *all = debit ? &s->record->debit : &s->record->credit;
        TRY(money_add(*sum, line->amount, sum));
        return money_add(*all, line->amount, all);
    }
    assert(false);
    return OK;
}

static RESULT add_number(struct record_period_sealed *record, const struct record_number *number)
{
    for (uint32_t i = 0; i < record->numbers_count; i++) {
        struct record_last_number *last = &record->numbers[i];
        if (last->fund != number->fund || last->word != number->word || last->year != number->year ||
            last->month != number->month)
            continue;
        last->number++;
        return OK;
    }
    if (record->numbers_count == NUMBERS_MAX)
        return REFUSE(list, full);
    record->numbers[record->numbers_count++] =
        (struct record_last_number){number->fund, number->word, number->year, number->month, 1};
    return OK;
}

static RESULT add_entries(struct sealing *s)
{
    for (size_t i = 0; i < s->change->items.count; i++) {
        const struct change_item *item = &s->change->items.items[i];
        const struct record_entry *entry = item->body;
        if (item->kind != RECORD_entry || change_community(s->change, item) != s->in->community)
            continue;
        s->record->entries++;
        for (uint32_t l = 0; l < entry->lines_count; l++)
            TRY(add_line(s, &entry->lines[l]));
        for (uint32_t n = 0; n < entry->numbers_count; n++)
            TRY(add_number(s->record, &entry->numbers[n]));
    }
    return OK;
}

static int compare_numbers(const void *x, const void *y)
{
    const struct record_last_number *a = x, *b = y;
    const int ka[] = {a->fund, a->word, a->year, a->month}, kb[] = {b->fund, b->word, b->year, b->month};
    for (size_t i = 0; i < LENGTH(ka); i++)
        if (ka[i] != kb[i])
            return ka[i] - kb[i];
    return 0;
}

/* ---- what the tables hold ---- */

static RESULT load_totals(struct sealing *s)
{
    static const struct db_column row[] = {
        COLUMN(total_row, account_no), COLUMN(total_row, fund),       COLUMN(total_row, code),
        COLUMN(total_row, name),       COLUMN(total_row, class),      COLUMN(total_row, normal_side),
        COLUMN(total_row, parent),     COLUMN(total_row, closed_seq), COLUMN(total_row, opened_seq),
        COLUMN(total_row, debit),      COLUMN(total_row, credit)};
    const struct db_value in[] = {db_number((int64_t)s->in->community), db_number(month_of(s->in->to))};
    return db_list(s->ctx, CALL(sql_seal_totals, in), ROW(total_row, row), &s->totals, &s->total_count);
}

static RESULT load_turnover(struct sealing *s)
{
    static const struct db_column row[] = {COLUMN(turnover_row, entries),      COLUMN(turnover_row, debit),
                                           COLUMN(turnover_row, credit),       COLUMN(turnover_row, lo),
                                           COLUMN(turnover_row, previous_seq), COLUMN(turnover_row, previous_leaf)};
    const struct db_value in[] = {db_number((int64_t)s->in->community), db_number(s->in->from), db_number(s->in->to),
                                  db_number(date_begin(s->in->from))};
    struct turnover_row found;
    TRY(db_one(s->ctx, CALL(sql_seal_turnover, in), ROW(turnover_row, row), &found));
    s->record->entries = found.entries;
    s->record->debit = found.debit;
    s->record->credit = found.credit;
    s->record->lo = found.lo.present ? (uint64_t)found.lo.value : UINT64_MAX;
    s->record->has_previous = found.previous_seq.present;
    s->record->previous.seq = (uint64_t)found.previous_seq.value;
    if (found.previous_leaf.size == sizeof s->record->previous.leaf)
        memcpy(s->record->previous.leaf.b, found.previous_leaf.data, sizeof s->record->previous.leaf);
    return OK;
}

static RESULT load_numbers(struct sealing *s)
{
    static const struct db_column row[] = {COLUMN(number_row, fund), COLUMN(number_row, year), COLUMN(number_row, word),
                                           COLUMN(number_row, month), COLUMN(number_row, number)};
    const struct db_value in[] = {db_number((int64_t)s->in->community), db_number(s->in->from), db_number(s->in->to)};
    struct number_row *found = NULL;
    size_t count = 0;
    TRY(db_list(s->ctx, CALL(sql_seal_numbers, in), ROW(number_row, row), &found, &count));
    TRY(ARENA_TAKE(s->ctx->arena, NUMBERS_MAX, &s->record->numbers));
    if (count > NUMBERS_MAX)
        return REFUSE(list, full);
    for (size_t i = 0; i < count; i++)
        s->record->numbers[s->record->numbers_count++] =
            (struct record_last_number){found[i].fund, found[i].word, found[i].year, found[i].month, found[i].number};
    return OK;
}

/* What is approved and not yet paid: all that is open where the journal ends, whenever it was approved. */
static RESULT load_reserved(struct sealing *s)
{
    static const struct db_column row[] = {COLUMN(reserved_row, reservations), COLUMN(reserved_row, reserved)};
    const struct db_value in[] = {db_number((int64_t)s->in->community)};
    struct reserved_row found;
    TRY(db_one(s->ctx, CALL(sql_seal_reserved, in), ROW(reserved_row, row), &found));
    s->record->reservations = found.reservations;
    s->record->reserved = found.reserved;
    return OK;
}

/* ---- the trees ---- */

static void root_accounts(const struct sealing *s)
{
    struct tree_frontier balances, accounts;
    tree_init(&balances);
    tree_init(&accounts);
    for (size_t i = 0; i < s->total_count; i++) {
        const struct total_row *t = &s->totals[i];
        const struct seal_account account = {.community = s->in->community,
                                             .account_no = t->account_no,
                                             .fund = t->fund,
                                             .code = t->code,
                                             .name = t->name,
                                             .class = t->class,
                                             .normal_side = t->normal_side,
                                             .has_parent = t->parent.present,
                                             .parent = (uint32_t)t->parent.value,
                                             .opened_seq = t->opened_seq,
                                             .has_closed = t->closed_seq.present,
                                             .closed_seq = (uint64_t)t->closed_seq.value};
        seal_add_account(&accounts, &account);
    }
    for (uint16_t fund = FUND_MF; fund <= FUND_OP; fund++)
        for (size_t i = 0; i < s->total_count; i++) {
            const struct total_row *t = &s->totals[i];
            const struct seal_balance balance = {s->in->community, s->in->to, t->fund,  t->account_no,
                                                 t->code,          t->name,   t->debit, t->credit};
            if (t->fund == fund && (t->debit.fen != 0 || t->credit.fen != 0))
                seal_add_balance(&balances, &balance);
        }
    s->record->accounts = (uint32_t)accounts.size;
    s->record->balances = (uint32_t)balances.size;
    tree_root(&accounts, &s->record->account_root);
    tree_root(&balances, &s->record->balance_root);
}

static RESULT root_units(struct sealing *s)
{
    static const struct db_column row[] = {COLUMN(unit_row, fund), COLUMN(unit_row, unit), COLUMN(unit_row, debit),
                                           COLUMN(unit_row, credit), COLUMN(unit_row, key)};
    const struct db_value in[] = {db_number((int64_t)s->in->community), db_number(s->in->to)};
    struct unit_row *units = NULL;
    struct tree_frontier tree;
    size_t count = 0;
    TRY(db_list(s->ctx, CALL(sql_seal_units, in), ROW(unit_row, row), &units, &count));
    tree_init(&tree);
    for (size_t i = 0; i < count; i++) {
        const struct seal_unit unit = {s->in->community, s->in->to,      units[i].fund,
                                       units[i].unit,    units[i].debit, units[i].credit};
        seal_add_unit(&tree, &unit, &units[i].key);
    }
    s->record->units = (uint32_t)tree.size;
    tree_root(&tree, &s->record->unit_root);
    return OK;
}

RESULT seal_add(struct ctx *ctx, struct change *change, const struct seal_in *in)
{
    struct sealing s = {.ctx = ctx, .change = change, .in = in};
    struct journal_head head;
    struct digest secret;
    TRY(ARENA_TAKE(ctx->arena, 1, &s.record));
    TRY(journal_head(ctx, in->community, &head));
    s.record->from = in->from;
    s.record->to = in->to;
    TRY(load_totals(&s));
    TRY(load_turnover(&s));
    TRY(load_numbers(&s));
    TRY(load_reserved(&s));
    const uint64_t own_seq = head.size + change->items.count;
    if (s.record->lo ==
        UINT64_MAX) /* nothing was recorded since: the seal, or its first carry-forward entry, is the first */
        s.record->lo = head.size;
    TRY(add_entries(&s));
    qsort(s.record->numbers, s.record->numbers_count, sizeof *s.record->numbers, compare_numbers);
    root_accounts(&s);
    TRY(root_units(&s));
    s.record->size = own_seq;
    TRY(journal_secret(ctx, &secret));
    const struct digest mac = change_mac(&secret, in->community, "period_close", BYTES(in->key, strlen(in->key)));
    TRY(change_request(ctx, change, in->community, in->key, &mac));
    for (size_t i = 0; i < change->requests.count; i++)
        change->requests.items[i].at_size = head.size;
    return change_add(change, RECORD_period_sealed, s.record, NULL);
}

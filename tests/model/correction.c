#include "ledger/book/reversal.h"
#include "tests/model/operation.h"
#include "tests/model/posting.h"

#include <string.h>

/* An entry of the last ones, or of any. */
static size_t some_entry(struct life *life)
{
    const size_t count = life->model->entry_count;
    const size_t span = count > 40 && !life_once_in(life, 4) ? 40 : count;
    return count - 1 - life_any(life, span);
}

void correction_reverse(struct life *life)
{
    struct entry_out out;
    if (life->model->entry_count == 0)
        return;
    const size_t i = some_entry(life);
    const struct model_entry red = model_red(life->model, i, life_day(life));
    struct reversal_in in = {.community = life->town->code,
                             .seq = life->model->entries[i].seq,
                             .key = life_key(life, "red"),
                             .booking_date = red.date};
    enum error fault = ERROR_none;
    if (life_once_in(life, 20)) { /* the record that opened the community is no entry, and one ahead is none */
        in.seq = life_once_in(life, 2) ? 0 : life->model->size;
        fault = ERROR_entry_unknown;
    }
    life_expect(life, judge_entry(life->model, &red, life_today(life), fault));
    (void)posting_done(life, &red, reversal_post(life->ctx, &in, &out), &out);
}

/* In the place of an entry that was reversed; of one that stands it is refused. */
void correction_replace(struct life *life)
{
    struct model_entry entry = model_entry(ENTRY_CORRECTION, life_day(life));
    if (life->model->entry_count == 0)
        return;
    entry.replaces = some_entry(life);
    for (unsigned i = 0; i < 20 && !life->model->entries[entry.replaces].reversed; i++)
        entry.replaces = some_entry(life);
    posting_two_lines(life, &entry, (const char *const[]){"100201", "4003"}, life_amount(life, 100000));
    entry.lines[1].stream = 3;
    posting_post(life, &entry);
}

/* A part of the shares of a line: all of it falls on the first unit that has one. */
static void share_difference(const struct model_line *original, struct model_line *line)
{
    for (size_t u = 0; u < MODEL_UNITS; u++) {
        if (original->share[u] == 0)
            continue;
        line->share[u] = line->amount;
        return;
    }
}

/* The first debit and the first credit line of the original, each by the same amount more or less. */
static void fill_difference(struct life *life, const struct model_entry *original, struct model_entry *entry)
{
    const int64_t amount = life_amount(life, life_once_in(life, 5) ? 2000000 : 2000) * (life_once_in(life, 2) ? 1 : -1);
    for (uint8_t side = SIDE_DEBIT; side <= SIDE_CREDIT; side++) {
        size_t l = 0;
        while (l + 1 < original->count && original->lines[l].side != side)
            l++;
        struct model_line *line = model_line(entry, original->lines[l].account, side, amount);
        line->bank = original->lines[l].bank;
        line->stream = original->lines[l].stream;
        line->contract = original->lines[l].contract;
        share_difference(&original->lines[l], line);
    }
    if (!life_once_in(life, 10) || original->lines[0].bank == 0)
        return;
    entry->count = 0; /* an account that the original has on one side at most */
    for (uint8_t side = SIDE_DEBIT; side <= SIDE_CREDIT; side++)
        model_line(entry, posting_account(life, "100201"), side, amount)->bank = life->town->bank_pi;
}

void correction_difference(struct life *life)
{
    struct model_entry entry = model_entry(ENTRY_DIFFERENCE, life_day(life));
    if (life->model->entry_count == 0)
        return;
    entry.adjusts = some_entry(life);
    const struct model_entry original = life->model->entries[entry.adjusts];
    if (original.type == ENTRY_CARRY_FORWARD) /* follows from all others; its lines are not in the model */
        posting_two_lines(life, &entry, (const char *const[]){"3901", "6003"}, life_amount(life, 100));
    else
        fill_difference(life, &original, &entry);
    posting_post(life, &entry);
}

/* Against 3201 in public income, 310101 in the maintenance fund; an original date in this year is refused, and so are
 * lines that touch no net assets. */
void correction_former_year(struct life *life)
{
    struct model_entry entry = model_entry(ENTRY_CORRECTION, life_day(life));
    const bool wrong = life_once_in(life, 5);
    entry.original = life_once_in(life, 5) ? entry.date - (day)life_any(life, 20) : entry.date - 366;
    if (life_once_in(life, 10))
        entry.original = 0;
    if (life_once_in(life, 2)) {
        posting_two_lines(life, &entry, (const char *const[]){wrong ? "4901" : "3201", "100201"},
                          life_amount(life, 5000));
    } else {
        (void)model_line(&entry, model_account(life->model, FUND_MF, wrong ? "490101" : "310101"), SIDE_DEBIT,
                         life_amount(life, 5000));
        model_line(&entry, model_account(life->model, FUND_MF, "100101"), SIDE_CREDIT, entry.lines[0].amount)->bank =
            life->town->bank_mf;
    }
    posting_post(life, &entry);
}

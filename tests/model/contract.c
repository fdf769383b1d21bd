#include "ledger/matter/contract.h"

#include "ledger/matter/recognition.h"
#include "ledger/people/party.h"
#include "tests/model/operation.h"
#include "tests/model/posting.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <inttypes.h>
#include <string.h>

/* ---- parties ---- */

static const char *party_name(struct life *life, unsigned name)
{
    const char *text;
    harness_expect(life->ctx, arena_print(life->ctx->arena, &text, "经营方%u", name), ERROR_none);
    return text;
}

void contract_meet(struct life *life)
{
    static const char *const accounts[] = {NULL, "6217001234500011111"};
    struct model *model = life->model;
    const unsigned name = (unsigned)life_any(life, MODEL_PARTIES), account = (unsigned)life_any(life, 2);
    struct party_add_in in = {
        .community = life->town->code, .name = party_name(life, name), .bank_account = accounts[account]};
    struct party party;
    size_t known = 0;
    while (known < model->party_count && model->parties[known].name != name)
        known++;
    const bool fresh = known == model->party_count;
    enum error verdict = fresh || model->parties[known].account == account ? ERROR_none : ERROR_party_exists;
    if (life_once_in(life, 8)) {
        in.name = " 经营方";
        verdict = ERROR_text_refused;
    }
    life_expect(life, verdict);
    if (!life_agreed(life, party_add(life->ctx, &in, &party)))
        return;
    if (fresh)
        model->parties[model->party_count++] = (struct model_party){model->size++, name, account};
    assert_int_equal(party.seq, model->parties[known].seq);
}

/* ---- contracts ---- */

/* The day of the month on which a term begins, or the last one of a shorter month. */
static day step_day(day from, int32_t months)
{
    const int32_t month = month_of(from) + months;
    const day wanted = month_first(month) + (from - month_first(month_of(from)));
    return wanted < month_last(month) ? wanted : month_last(month);
}

static void fill_dues(struct life *life, struct model_contract *contract)
{
    static const enum contract_step steps[] = {CONTRACT_MONTHLY, CONTRACT_QUARTERLY, CONTRACT_YEARLY};
    const enum contract_step step = steps[life_any(life, LENGTH(steps))];
    const int64_t amount = life_amount(life, 300000);
    struct contract_due_in *dues;
    size_t count;
    for (int32_t month = 0; step_day(contract->from, month) <= contract->to; month += (int32_t)step)
        contract->dues[contract->due_count++] = (struct model_due){step_day(contract->from, month), amount};
    const struct contract_schedule_in in = {contract->from, contract->to, step, FEN(amount)};
    harness_expect(life->ctx, contract_schedule(life->ctx, &in, &dues, &count), ERROR_none);
    assert_int_equal(count, contract->due_count);
    for (size_t d = 0; d < count; d++)
        assert_true(dues[d].due == contract->dues[d].due && dues[d].amount.fen == amount);
}

static struct model_contract draw(struct life *life)
{
    static const uint16_t streams[] = {1, 3, 7};
    const day from = life_today(life) - (day)life_any(life, 100);
    struct model_contract contract = {.party = life_any(life, life->model->party_count),
                                      .stream = streams[life_any(life, LENGTH(streams))],
                                      .from = from - (date_to_civil(from).day > 28 ? 4 : 0)}; /* in every month */
    contract.to = step_day(contract.from, 1 + (int32_t)life_any(life, MODEL_DUES - 1)) - (day)life_any(life, 20);
    fill_dues(life, &contract);
    return contract;
}

/* In the order of contract_record. */
static enum error spoil(struct life *life, struct contract_record_in *in, struct contract_due_in *dues)
{
    if (!life_once_in(life, 3))
        return ERROR_none;
    switch (life_any(life, 7)) {
    case 0:
        in->stream = 13; /* interest stands under no contract */
        return ERROR_contract_stream;
    case 1:
        in->to = in->from - 1;
        return ERROR_contract_term;
    case 2:
        in->due_count = 0;
        return ERROR_contract_schedule;
    case 3:
        dues[0].amount = FEN(0);
        return ERROR_contract_schedule;
    case 4:
        dues[in->due_count - 1].due = in->to + 1;
        return ERROR_contract_schedule;
    case 5:
        in->party = "没有这家";
        return ERROR_party_unknown;
    default:
        in->document = "0190a3c0-0000-7000-8000-000000000000";
        return ERROR_document_unknown;
    }
}

void contract_sign(struct life *life)
{
    struct model *model = life->model;
    char document[UUID_TEXT];
    struct contract_due_in dues[MODEL_DUES];
    struct contract stored;
    if (model->party_count == 0 || model->document_count == 0)
        return;
    struct model_contract contract = draw(life);
    uuid_format(&life->town->documents[life_any(life, model->document_count)], document);
    for (size_t d = 0; d < contract.due_count; d++)
        dues[d] = (struct contract_due_in){contract.dues[d].due, FEN(contract.dues[d].amount)};
    struct contract_record_in in = {.community = life->town->code,
                                    .key = life_key(life, "contract"),
                                    .party = party_name(life, model->parties[contract.party].name),
                                    .stream = contract.stream,
                                    .from = contract.from,
                                    .to = contract.to,
                                    .document = document,
                                    .dues = dues,
                                    .due_count = contract.due_count};
    const enum error fault = spoil(life, &in, dues);
    if (fault == ERROR_none && model->contract_count == MODEL_CONTRACTS)
        return;
    life_expect(life, fault);
    if (!life_agreed(life, contract_record(life->ctx, &in, &stored)))
        return;
    assert_int_equal(stored.seq, model->size);
    contract.seq = model->size++;
    model->contracts[model->contract_count++] = contract;
}

void contract_break_off(struct life *life)
{
    struct model *model = life->model;
    const char *name;
    struct contract stored;
    if (model->contract_count == 0)
        return;
    struct model_contract *c = &model->contracts[life_any(life, model->contract_count)];
    struct contract_end_in in = {.community = life->town->code,
                                 .on = c->from + (day)life_any(life, (uint64_t)(c->to - c->from + 1)),
                                 .reason = (uint16_t)(CONTRACT_AGREED + life_any(life, CONTRACT_OTHER))};
    if (c->ended != 0 && life_once_in(life, 2)) { /* said again */
        in.on = c->ended;
        in.reason = c->reason;
    }
    const bool again = in.on == c->ended && in.reason == c->reason;
    enum error verdict = c->ended != 0 && !again ? ERROR_contract_ended : ERROR_none;
    uint64_t seq = c->seq;
    switch (life_any(life, 8)) {
    case 0:
        in.reason = 0;
        verdict = ERROR_contract_reason;
        break;
    case 1:
        seq = 0;
        verdict = ERROR_contract_unknown;
        break;
    case 2:
        in.on = life_once_in(life, 2) ? c->to + 1 : c->from - 1;
        verdict = ERROR_contract_end_day;
        break;
    default:
        break;
    }
    harness_expect(life->ctx, arena_print(life->ctx->arena, &name, "#%" PRIu64, seq), ERROR_none);
    in.contract = name;
    life_expect(life, verdict);
    if (!life_agreed(life, contract_end(life->ctx, &in, &stored)))
        return;
    assert_int_equal(stored.ended_on.value, in.on);
    model->size += !again;
    c->ended = in.on;
    c->reason = in.reason;
}

/* ---- what is earned ---- */

/* Months of a term, begun ones as whole ones. */
static int32_t months_of(const struct model_contract *contract)
{
    int32_t months = 1;
    while (step_day(contract->from, months) <= contract->to)
        months++;
    return months;
}

/* Each due over the months up to the next one, odd fen to the first of them; up to the end of a month. */
static int64_t earned(const struct model_contract *c, int32_t month)
{
    const int32_t first = month_of(c->from), months = months_of(c);
    int64_t sum = 0, parts[MODEL_DUES];
    if (c->ended != 0 && month_of(c->ended) < month)
        month = month_of(c->ended);
    for (size_t d = 0; d < c->due_count; d++) {
        const int32_t begin = month_of(c->dues[d].due) - first;
        const int32_t end = d + 1 < c->due_count ? month_of(c->dues[d + 1].due) - first : months;
        uint64_t weights[MODEL_DUES];
        for (int32_t m = begin; m < end; m++)
            weights[m - begin] = 1;
        model_share(c->dues[d].amount, weights, (size_t)(end - begin), parts);
        for (int32_t m = begin; m < end && first + m <= month; m++)
            sum += parts[m - begin];
    }
    return sum;
}

struct prepaid { /* under one contract: credit less debit to the end of the month, and in all */
    int64_t until, total;
};

static void sum_booked(const struct model *model, size_t contract, day until, struct prepaid *sums)
{
    for (size_t e = 0; e < model->entry_count; e++) {
        const struct model_entry *entry = &model->entries[e];
        for (size_t l = 0; l < entry->count; l++) {
            const struct model_line *line = &entry->lines[l];
            if (line->contract != contract)
                continue;
            const int64_t amount = line->side == SIDE_CREDIT ? line->amount : -line->amount;
            sums[line->account].total += amount;
            sums[line->account].until += entry->date <= until ? amount : 0;
        }
    }
}

/* What can be taken from prepaid income without a later day falling below zero. */
static int64_t free_of(const struct prepaid *sums)
{
    const int64_t least = sums->until < sums->total ? sums->until : sums->total;
    return least > 0 ? least : 0;
}

static bool was_done(const struct model_contract *contract, int32_t month)
{
    for (size_t i = 0; i < contract->done_count; i++)
        if (contract->done[i] == month)
            return true;
    return false;
}

static const char *const prepaid_codes[] = {"220301", "220302"};

/* What is earned and not yet income, at most what is prepaid; nothing where the month was run before. */
static int64_t open_amount(struct life *life, const struct model_contract *c, int32_t month, const struct prepaid *sums)
{
    const struct model *model = life->model;
    int64_t held = 0, income = 0;
    for (size_t a = 0; a < model->account_count; a++)
        if (model->accounts[a].fund == FUND_PI && strncmp(model->accounts[a].code, "40", 2) == 0)
            income += sums[a].total;
    for (size_t i = 0; i < LENGTH(prepaid_codes); i++)
        held += free_of(&sums[posting_account(life, prepaid_codes[i])]);
    const int64_t amount = earned(c, month) - income;
    return was_done(c, month) ? 0 : amount < held ? amount : held;
}

/* The entry of one contract; without lines when there is nothing to book. */
static struct model_entry entry_of(struct life *life, size_t contract, int32_t month)
{
    const struct model_contract *c = &life->model->contracts[contract];
    struct prepaid sums[MODEL_ACCOUNTS] = {{0, 0}};
    struct model_entry entry = model_entry(ENTRY_ORDINARY, month_last(month));
    sum_booked(life->model, contract, month_last(month), sums);
    const int64_t all = open_amount(life, c, month, sums);
    for (size_t i = 0, left = all > 0 ? (size_t)all : 0; i < LENGTH(prepaid_codes) && left > 0; i++) {
        const size_t account = posting_account(life, prepaid_codes[i]), part = (size_t)free_of(&sums[account]);
        const size_t taken = part < left ? part : left;
        if (taken > 0)
            (void)model_line(&entry, account, SIDE_DEBIT, (int64_t)taken);
        left -= taken;
    }
    if (entry.count > 0)
        (void)model_line(&entry, posting_account(life, posting_income(c->stream)), SIDE_CREDIT, all);
    for (size_t l = 0; l < entry.count; l++) {
        entry.lines[l].contract = contract;
        entry.lines[l].stream = c->stream;
    }
    entry.source = SOURCE_SCHEDULE;
    return entry;
}

void contract_earn(struct life *life)
{
    struct model *model = life->model;
    const int32_t this_month = month_of(life_today(life));
    const struct recognition_in in = {life->town->code, this_month - (int32_t)life_any(life, 4)};
    struct model_entry entries[MODEL_CONTRACTS];
    size_t contracts[MODEL_CONTRACTS], count = 0, listed, posted = 0;
    struct recognition *list;
    for (size_t c = 0; c < model->contract_count; c++) {
        entries[count] = entry_of(life, c, in.month);
        contracts[count] = c;
        count += entries[count].count > 0;
    }
    life_expect(life, judge_batch(model, entries, count, life_today(life)));
    if (!life_agreed(life, recognition_run(life->ctx, &in, &list, &listed)))
        return;
    for (size_t i = 0; i < listed; i++) {
        if (list[i].amount.fen == 0)
            continue;
        assert_true(posted < count);
        struct model_contract *c = &model->contracts[contracts[posted]];
        assert_int_equal(list[i].amount.fen, model_total(&entries[posted]));
        assert_int_equal(list[i].seq, model->entries[model_post(model, &entries[posted++])].seq);
        c->done[c->done_count++] = in.month;
    }
    assert_int_equal(posted, count);
}

#include "tests/model/operation.h"
#include "tests/model/posting.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct model_entry draw_income(struct life *life)
{
    static const uint16_t streams[] = {1, 3, 7};
    const uint16_t stream = streams[life_any(life, LENGTH(streams))];
    struct model_entry entry = model_entry(ENTRY_ORDINARY, life_day(life));
    posting_two_lines(life, &entry, (const char *const[]){"100201", posting_income(stream)},
                      life_amount(life, 1000000));
    entry.lines[1].stream = stream;
    return entry;
}

static struct model_entry draw_expense(struct life *life)
{
    static const char *const codes[] = {"6002", "6003", "6006"};
    struct model_entry entry = model_entry(ENTRY_ORDINARY, life_day(life));
    const int64_t held = model_net(life->model, FUND_PI, "100201");
    const int64_t limit = life_once_in(life, 12) ? held + 100 : held / 4;
    posting_two_lines(life, &entry, (const char *const[]){codes[life_any(life, LENGTH(codes))], "100201"},
                      life_amount(life, limit));
    return entry;
}

void entry_income(struct life *life)
{
    struct model_entry entry = draw_income(life);
    posting_attach(life, &entry);
    posting_post(life, &entry);
}

void entry_expense(struct life *life)
{
    struct model_entry entry = draw_expense(life);
    posting_attach(life, &entry);
    posting_capture(life, &entry);
    posting_post(life, &entry);
}

/* A contract of the town or, now and then, none. */
void entry_tenant(struct life *life)
{
    struct model *model = life->model;
    struct model_entry entry = model_entry(ENTRY_ORDINARY, life_day(life));
    const bool named = model->contract_count > 0 && !life_once_in(life, 10);
    const size_t contract = named ? life_any(life, model->contract_count) : MODEL_NONE;
    const uint16_t stream = named ? model->contracts[contract].stream : 1;
    const char *income = posting_income(stream);
    const char *const pairs[][2] = {{"100201", "220301"}, {"100201", "220302"}, {"1122", income},    {"100201", "1122"},
                                    {"100201", "224101"}, {"100201", income},   {"224101", "100201"}};
    posting_two_lines(life, &entry, pairs[life_any(life, LENGTH(pairs))], life_amount(life, 400000));
    for (size_t l = 0; l < 2; l++) {
        if (entry.lines[l].bank != 0)
            continue;
        entry.lines[l].contract = contract;
        entry.lines[l].stream = stream;
    }
    posting_post(life, &entry);
}

void entry_batch(struct life *life)
{
    enum { MOST = 5 };
    struct model_entry entries[MOST];
    struct posting *postings;
    struct entry_in in[MOST];
    struct entry_out out[MOST];
    const size_t count = life_any(life, MOST + 1);
    harness_expect(life->ctx, ARENA_TAKE(life->ctx->arena, MOST, &postings), ERROR_none);
    for (size_t i = 0; i < count; i++) {
        const char *key;
        entries[i] = life_once_in(life, 2) ? draw_income(life) : draw_expense(life);
        harness_expect(life->ctx, arena_print(life->ctx->arena, &key, "%s-%zu", life_key(life, "batch"), i),
                       ERROR_none);
        posting_fill(life, &entries[i], key, &postings[i]);
        in[i] = postings[i].entry;
    }
    life_expect(life, count == 0 ? ERROR_entry_empty : judge_batch(life->model, entries, count, life_today(life)));
    if (!life_agreed(life, entry_post(life->ctx, in, count, out)))
        return;
    for (size_t i = 0; i < count; i++)
        assert_int_equal(out[i].seq, life->model->entries[model_post(life->model, &entries[i])].seq);
}

/* builder.h  Hand-made journals for the tests of audit/: records chained by the encoder, one batch a call. */
#pragma once

#include "audit/log/tree.h"
#include "base/ctx.h"
#include "base/digest.h"
#include "base/record.h"
#include "base/words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { BUILDER_MAX = 4096 };
#define BUILDER_COMMUNITY UINT64_C(330681000217)

struct builder {
    struct arena *arena;
    uint64_t count;
    struct bytes record[BUILDER_MAX];
    struct digest leaf[BUILDER_MAX];
    struct tree_frontier tree;
    struct record_header next; /* header of the next record, changed at will before builder_add */
    bool same_batch;           /* the next record joins the batch of the last one */
    uint32_t given[5];         /* last voucher number of each fund in 2026-03 */
};

static inline struct builder *builder_new(void)
{
    struct builder *b = calloc(1, sizeof *b);
    assert_non_null(b);
    assert_false(FAILED(digest_start()));
    b->arena = arena_new((size_t)1 << 30);
    assert_non_null(b->arena);
    tree_init(&b->tree);
    b->next = (struct record_header){.kind_version = 1,
                                     .community = BUILDER_COMMUNITY,
                                     .recorded_at = date_begin(20530) + 1000000, /* 2026-03-18 */
                                     .actor_kind = ACTOR_PERSON,
                                     .actor = {{0x11}}};
    return b;
}

static inline void builder_free(struct builder *b)
{
    arena_free(&b->arena);
    free(b);
}

/* Adds one record; it is a batch of its own unless same_batch is set. */
static inline uint64_t builder_add(struct builder *b, uint16_t kind, const void *body)
{
    const uint64_t seq = b->count;
    assert_true(seq < BUILDER_MAX);
    b->next.kind = kind;
    b->next.seq = seq;
    if (!b->same_batch) {
        b->next.batch = seq;
        b->next.recorded_at += seq > 0 ? 1000 : 0;
    }
    b->next.event_id = record_event_id(b->next.community, BYTES("builder-key", 11), (uint32_t)seq);
    b->next.blind.b[0] = (uint8_t)seq;
    if (seq > 0)
        b->next.prev = b->leaf[seq - 1];
    assert_int_equal(record_encode(b->arena, &b->next, body, &b->record[seq]).code, ERROR_none);
    record_leaf(b->record[seq], &b->leaf[seq]);
    tree_append(&b->tree, &b->leaf[seq]);
    b->count++;
    return seq;
}

#define TEXT_BYTES(text) BYTES(text, sizeof(text) - 1)

/* seq 0 … 8: community, subject, fund PI, accounts 1 (1002), 2 (100201 below it), 3 (4001), 4 (6109), bank account,
 * fund MF. */
static inline void builder_open(struct builder *b)
{
    const struct record_community_opened community = {.name = TEXT_BYTES("和风苑"), .county = 330681, .ordinal = 217};
    const struct record_subject_registered subject = {.subject = {{0x11}}, .class = 1, .details = {{1}}};
    const struct record_fund_opened pi = {.fund = FUND_PI, .custodian = TEXT_BYTES("和风苑"), .regime = 2};
    const struct record_account_opened accounts[] = {{.account_no = 1,
                                                      .fund = FUND_PI,
                                                      .code = TEXT_BYTES("1002"),
                                                      .name = TEXT_BYTES("银行存款"),
                                                      .class = 1,
                                                      .normal_side = 1},
                                                     {.account_no = 2,
                                                      .fund = FUND_PI,
                                                      .code = TEXT_BYTES("100201"),
                                                      .name = TEXT_BYTES("公共收益专户"),
                                                      .class = 1,
                                                      .normal_side = 1,
                                                      .has_parent = true,
                                                      .parent = 1},
                                                     {.account_no = 3,
                                                      .fund = FUND_PI,
                                                      .code = TEXT_BYTES("4001"),
                                                      .name = TEXT_BYTES("地面车位月租"),
                                                      .class = 4,
                                                      .normal_side = 2},
                                                     {.account_no = 4,
                                                      .fund = FUND_PI,
                                                      .code = TEXT_BYTES("6109"),
                                                      .name = TEXT_BYTES("其他支出"),
                                                      .class = 5,
                                                      .normal_side = 1}};
    const struct record_bank_account_opened bank = {
        .fund = FUND_PI, .bank = TEXT_BYTES("中国建设银行"), .purpose = 1, .number = {{2}}};
    const struct record_fund_opened mf = {.fund = FUND_MF, .custodian = TEXT_BYTES("和风苑"), .regime = 1};
    builder_add(b, RECORD_community_opened, &community);
    b->same_batch = true;
    builder_add(b, RECORD_subject_registered, &subject);
    builder_add(b, RECORD_fund_opened, &pi);
    b->same_batch = false;
    for (size_t i = 0; i < LENGTH(accounts); i++)
        builder_add(b, RECORD_account_opened, &accounts[i]);
    builder_add(b, RECORD_bank_account_opened, &bank);
    builder_add(b, RECORD_fund_opened, &mf);
}

struct builder_entry { /* a two-line entry, every part of which a test may spoil */
    struct record_entry body;
    struct record_number numbers[2];
    struct record_hand hand;
    struct record_ref refs[2];
    struct record_line lines[2];
    struct record_dimension dimensions[2];
};

/* Income of `fen` in PI: debit 100201, credit 4001, voucher 记-2026-03-next. */
static inline struct builder_entry *builder_income(struct builder *b, int64_t fen)
{
    struct builder_entry *e = NULL;
    assert_int_equal(ARENA_TAKE(b->arena, 1, &e).code, ERROR_none);
    e->dimensions[0] = (struct record_dimension){DIMENSION_BANK_ACCOUNT, 7};
    e->dimensions[1] = (struct record_dimension){DIMENSION_STREAM, 1};
    e->lines[0] = (struct record_line){.fund = FUND_PI,
                                       .account_no = 2,
                                       .side = SIDE_DEBIT,
                                       .amount = FEN(fen),
                                       .dimensions_count = 1,
                                       .dimensions = &e->dimensions[0]};
    e->lines[1] = (struct record_line){.fund = FUND_PI,
                                       .account_no = 3,
                                       .side = SIDE_CREDIT,
                                       .amount = FEN(fen),
                                       .dimensions_count = 1,
                                       .dimensions = &e->dimensions[1]};
    e->numbers[0] = (struct record_number){FUND_PI, WORD_GENERAL, 2026, 3, ++b->given[FUND_PI]};
    e->hand = (struct record_hand){1, {{0x11}}};
    e->body = (struct record_entry){.entry_type = ENTRY_ORDINARY,
                                    .numbers_count = 1,
                                    .numbers = e->numbers,
                                    .booking_date = 20530,
                                    .summary = {{3}},
                                    .source = SOURCE_HAND,
                                    .hands_count = 1,
                                    .hands = &e->hand,
                                    .refs = e->refs,
                                    .lines_count = 2,
                                    .lines = e->lines};
    return e;
}

static inline uint64_t builder_post(struct builder *b, struct builder_entry *e)
{
    return builder_add(b, RECORD_entry, &e->body);
}

/* Money on the account, so that what a test takes out overdraws nothing. */
static inline void builder_rich(struct builder *b)
{
    builder_post(b, builder_income(b, 1000000));
}

/* The red letter of an entry of builder_income. */
static inline struct builder_entry *builder_red(struct builder *b, uint64_t original, int64_t fen)
{
    struct builder_entry *e = builder_income(b, -fen);
    e->body.entry_type = ENTRY_RED_LETTER;
    e->refs[0] = (struct record_ref){REF_REVERSES, original, FEN(0)};
    e->body.refs_count = 1;
    return e;
}

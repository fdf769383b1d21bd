/* Placements: two who want the same money, or book the same payment, at once; what a difference entry changes. */
#include "ledger/matter/placement_receipt.h"

#include "ledger/book/bank_account.h"
#include "ledger/book/entry.h"
#include "ledger/matter/document.h"
#include "tests/harness/harness.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <pthread.h>
#include <string.h>

static const uint64_t code = UINT64_C(330681000217);
static const char demand[] = "33050165583500001234", term[] = "33050165583500007777";
static struct harness harness;
static uint64_t bank;
static char document[2 * sizeof(struct digest) + 1];

/* 20,000.00 for 28 days at 1.80 %, all days / 360: 28.00. */
static struct placement_open_in deposit(const char *key, int64_t fen)
{
    return (struct placement_open_in){.community = code,
                                      .key = key,
                                      .terms = {.kind = PLACEMENT_DEPOSIT,
                                                .fund = FUND_PI,
                                                .basis = INTEREST_DAYS_360,
                                                .cost = {fen},
                                                .rate_ppm = 18000,
                                                .from = 20500, /* 2026-02-16 */
                                                .to = 20528,
                                                .issuer = "中国建设银行",
                                                .decision = ""},
                                      .bank_number = demand,
                                      .time_number = term,
                                      .document = document,
                                      .paid_on = 20500};
}

static enum error receive_entry(const char *key, int64_t fen)
{
    const struct entry_line_in lines[] = {
        {.fund = FUND_PI,
         .account = "100201",
         .side = SIDE_DEBIT,
         .amount = FEN(fen),
         .dimensions = {{DIMENSION_BANK_ACCOUNT, bank}},
         .dimension_count = 1},
        {.fund = FUND_PI, .account = "224103", .side = SIDE_CREDIT, .amount = FEN(fen)}};
    const struct entry_in entry = {.community = code,
                                   .key = key,
                                   .entry_type = ENTRY_ORDINARY,
                                   .source = SOURCE_HAND,
                                   .word = WORD_GENERAL,
                                   .booking_date = 20490,
                                   .summary = "收款",
                                   .lines = lines,
                                   .line_count = LENGTH(lines)};
    struct entry_out out[1];
    return entry_post(&harness.ctx, &entry, 1, out).code;
}

/* ---- two at once ---- */

struct racer {
    struct ctx ctx;
    struct random random;
    pthread_barrier_t *start;
    const char *key, *placement; /* placement: receives its payment; NULL: opens one */
    enum error got;
};

static void *race(void *arg)
{
    struct racer *r = arg;
    const struct placement_open_in open = deposit(r->key, 2000000);
    const struct placement_receipt_in receipt = {
        .community = code, .key = r->key, .placement = r->placement, .payment = 1, .on = 20528};
    uint64_t seq;
    (void)pthread_barrier_wait(r->start);
    r->got = r->placement ? placement_receive(&r->ctx, &receipt, &seq).code : placement_open(&r->ctx, &open, &seq).code;
    return NULL;
}

/* Exactly one of the two is refused, with this code. */
static void run_pair(struct racer *pair, enum error refused)
{
    pthread_t threads[2];
    pthread_barrier_t start;
    assert_int_equal(pthread_barrier_init(&start, NULL, 2), 0);
    for (int i = 0; i < 2; i++) {
        harness_connect(&harness, "mz_app", &pair[i].ctx);
        pair[i].ctx.random = &pair[i].random;
        pair[i].start = &start;
        assert_int_equal(pthread_create(&threads[i], NULL, race, &pair[i]), 0);
    }
    for (int i = 0; i < 2; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    const int lost = pair[0].got == ERROR_none;
    harness_expect(&pair[!lost].ctx, (result){pair[!lost].got}, ERROR_none);
    harness_expect(&pair[lost].ctx, (result){pair[lost].got}, refused);
    for (int i = 0; i < 2; i++)
        harness_disconnect(&pair[i].ctx);
    (void)pthread_barrier_destroy(&start);
}

static void test_one_money_one_placement_one_receipt(void **state)
{
    static struct racer opens[2] = {{.key = "placement-race-1"}, {.key = "placement-race-2"}};
    static struct racer receipts[2] = {{.key = "placement-race-3"}, {.key = "placement-race-4"}};
    struct placement *list;
    size_t count;
    char name[24];
    (void)state;
    assert_int_equal(receive_entry("placement-money-1", 3000000), ERROR_none);
    run_pair(opens, ERROR_fund_overdrawn);
    harness_expect(&harness.ctx, placement_list(&harness.ctx, code, &list, &count), ERROR_none);
    assert_int_equal(count, 1);
    assert_int_equal(list[0].payments[0].interest.fen, 2800);
    (void)snprintf(name, sizeof name, "#%llu", (unsigned long long)list[0].seq);
    receipts[0].placement = receipts[1].placement = name;
    run_pair(receipts, ERROR_placement_received);
    harness_expect(&harness.ctx, placement_find(&harness.ctx, code, name, list), ERROR_none);
    assert_int_equal(list[0].state, PLACEMENT_ended);
    assert_int_equal(list[0].outstanding.fen, 0);
    assert_int_equal(list[0].received.fen, 2800);
    assert_int_equal(list[0].next, 1);
}

/* ---- what the books say ---- */

/* The bank paid 27.00, not 28.00: a difference entry changes what was received, not the schedule. */
static void test_a_difference_entry_changes_what_was_received(void **state)
{
    const struct placement_open_in in = deposit("placement-differ-1", 1000000);
    struct placement placement;
    char name[24];
    uint64_t seq;
    struct entry_out out[1];
    (void)state;
    assert_int_equal(receive_entry("placement-money-2", 1000000), ERROR_none);
    harness_expect(&harness.ctx, placement_open(&harness.ctx, &in, &seq), ERROR_none);
    (void)snprintf(name, sizeof name, "#%llu", (unsigned long long)seq);
    const struct placement_receipt_in receipt = {
        .community = code, .key = "placement-differ-2", .placement = name, .payment = 1, .on = 20528};
    harness_expect(&harness.ctx, placement_receive(&harness.ctx, &receipt, &seq), ERROR_none);
    harness_expect(&harness.ctx, placement_find(&harness.ctx, code, name, &placement), ERROR_none);
    assert_int_equal(placement.received.fen, 1400);
    const struct entry_line_in lines[] = {{.fund = FUND_PI,
                                           .account = "100201",
                                           .side = SIDE_DEBIT,
                                           .amount = FEN(-100),
                                           .dimensions = {{DIMENSION_BANK_ACCOUNT, bank}},
                                           .dimension_count = 1},
                                          {.fund = FUND_PI,
                                           .account = "4013",
                                           .side = SIDE_CREDIT,
                                           .amount = FEN(-100),
                                           .dimensions = {{DIMENSION_STREAM, STREAM_INTEREST}},
                                           .dimension_count = 1}};
    const struct entry_in entry = {.community = code,
                                   .key = "placement-differ-3",
                                   .entry_type = ENTRY_DIFFERENCE,
                                   .source = SOURCE_HAND,
                                   .word = WORD_GENERAL,
                                   .booking_date = 20529,
                                   .summary = "更正利息",
                                   .adjusts = {true, (int64_t)placement.payments[0].receipt->entry_seq},
                                   .lines = lines,
                                   .line_count = LENGTH(lines)};
    harness_expect(&harness.ctx, entry_post(&harness.ctx, &entry, 1, out), ERROR_none);
    harness_expect(&harness.ctx, placement_find(&harness.ctx, code, name, &placement), ERROR_none);
    assert_int_equal(placement.received.fen, 1300);
    assert_int_equal(placement.payments[0].receipt->interest.fen, 1300);
    assert_int_equal(placement.payments[0].interest.fen, 1400);
    assert_int_equal(placement.outstanding.fen, 0);
}

static int begin(void **state)
{
    static const char paper[] = "<certificate/>";
    const struct bank_account_open_in in = {code, FUND_PI, "中国建设银行", term};
    const struct document_archive_in archived = {.community = code,
                                                 .name = "certificate.xml",
                                                 .file = BYTES(paper, sizeof paper - 1),
                                                 .type = DOCUMENT_CONTRACT,
                                                 .visibility = VISIBILITY_WITHHELD};
    struct document found;
    enum file_type type;
    bool existing;
    (void)state;
    harness_begin(&harness, "2026-03-31");
    bank = (uint64_t)harness_community(&harness, code);
    harness_expect(&harness.ctx, bank_account_open_time(&harness.ctx, &in), ERROR_none);
    harness_expect(&harness.ctx, document_archive(&harness.ctx, &archived, &found, &existing, &type), ERROR_none);
    uuid_format(&found.document, document);
    return 0;
}

static int end(void **state)
{
    (void)state;
    harness_end(&harness);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_money_one_placement_one_receipt),
        cmocka_unit_test(test_a_difference_entry_changes_what_was_received),
    };
    return cmocka_run_group_tests(tests, begin, end);
}

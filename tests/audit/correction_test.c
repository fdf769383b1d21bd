/* Links between entries and the hands of one, judged from the records alone. */
#include "audit/replay/correction.c"

#include "audit/replay/recompute.h"
#include "builder.h"

struct replay {
    struct builder *b;
    struct report report;
    struct books *books;
};

static int setup(void **state)
{
    struct replay *r = calloc(1, sizeof *r);
    const struct record_account_opened prior = {.account_no = 5,
                                                .fund = FUND_PI,
                                                .code = TEXT_BYTES("3201"),
                                                .name = TEXT_BYTES("以前年度调整"),
                                                .class = 3,
                                                .normal_side = 2};
    assert_non_null(r);
    r->b = builder_new();
    builder_open(r->b);
    builder_add(r->b, RECORD_account_opened, &prior);
    *state = r;
    return 0;
}

static int teardown(void **state)
{
    struct replay *r = *state;
    builder_free(r->b);
    free(r);
    return 0;
}

static void run(struct replay *r)
{
    struct books_rows rows;
    report_init(&r->report, r->b->arena);
    books_rows_init(&rows, r->b->arena);
    assert_false(FAILED(recompute_new(r->b->arena, BUILDER_COMMUNITY, &r->report, &r->books)));
    for (uint64_t seq = 0; seq < r->b->count; seq++) {
        struct record_header *header;
        const void *body;
        assert_false(FAILED(ARENA_TAKE(r->b->arena, 1, &header)));
        assert_false(FAILED(record_decode(r->b->arena, r->b->record[seq], header, &body)));
        assert_false(FAILED(recompute_record(r->books, header, body, &rows)));
    }
    recompute_end(r->books);
    for (size_t i = 0; i < r->report.findings.count; i++)
        print_message("found: %s %s\n", finding_name(&r->report.findings.items[i]), r->report.findings.items[i].key);
}

static void expect_none(struct replay *r)
{
    run(r);
    assert_int_equal(r->report.findings.count, 0);
}

/* This finding so many times, at the newest record. */
static void expect(struct replay *r, enum finding_reason reason, size_t count)
{
    run(r);
    assert_int_equal(r->report.findings.count, count);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(r->report.findings.items[i].reason, reason);
        assert_int_equal(r->report.findings.items[i].seq, r->b->count - 1);
    }
    assert_int_equal(report_status(&r->report), 4);
}

static uint64_t income(struct replay *r, int64_t fen)
{
    return builder_post(r->b, builder_income(r->b, fen));
}

/* An entry of a type with one link. */
static struct builder_entry *linked(struct replay *r, uint8_t type, uint16_t role, uint64_t target, int64_t fen)
{
    struct builder_entry *e = builder_income(r->b, fen);
    e->body.entry_type = type;
    e->refs[0] = (struct record_ref){role, target, FEN(0)};
    e->body.refs_count = 1;
    return e;
}

static uint64_t differ(struct replay *r, uint64_t target, int64_t fen)
{
    return builder_post(r->b, linked(r, ENTRY_DIFFERENCE, REF_ADJUSTS, target, fen));
}

static void differences_stay_within_the_original(void **state)
{
    struct replay *r = *state;
    const uint64_t original = income(r, 100);
    differ(r, original, -60);
    differ(r, original, 5);
    differ(r, original, -45);
    expect_none(r);
}

static void more_red_than_is_left_is_found(void **state)
{
    struct replay *r = *state;
    builder_rich(r->b);
    const uint64_t original = income(r, 100);
    differ(r, original, -60);
    differ(r, original, -41);
    expect(r, FOUND_difference_left, 2); /* both sides */
}

static void another_account_is_found(void **state)
{
    struct replay *r = *state;
    const uint64_t original = income(r, 100);
    struct builder_entry *e = linked(r, ENTRY_DIFFERENCE, REF_ADJUSTS, original, 1);
    e->lines[1].account_no = 4;
    e->lines[1].dimensions_count = 0;
    builder_post(r->b, e);
    expect(r, FOUND_difference_left, 1);
}

static void an_adjusted_entry_is_not_reversed(void **state)
{
    struct replay *r = *state;
    builder_rich(r->b);
    const uint64_t original = income(r, 100);
    differ(r, original, -60);
    builder_post(r->b, builder_red(r->b, original, 100));
    expect(r, FOUND_difference_reversed, 1);
}

static void a_reversed_entry_is_not_adjusted(void **state)
{
    struct replay *r = *state;
    builder_rich(r->b);
    const uint64_t original = income(r, 100);
    builder_post(r->b, builder_red(r->b, original, 100));
    differ(r, original, -60);
    expect(r, FOUND_difference_reversed, 1);
}

static void differences_are_not_adjusted(void **state)
{
    struct replay *r = *state;
    differ(r, differ(r, income(r, 100), -60), 5);
    expect(r, FOUND_reversal_kind, 1);
}

static void carry_forward_is_not_adjusted(void **state)
{
    struct replay *r = *state;
    struct builder_entry *closing = builder_income(r->b, 100);
    closing->body.entry_type = ENTRY_CARRY_FORWARD;
    closing->body.source = SOURCE_CLOSING;
    differ(r, builder_post(r->b, closing), -60);
    expect(r, FOUND_reversal_kind, 1);
}

static void carry_forward_is_not_reversed(void **state)
{
    struct replay *r = *state;
    builder_rich(r->b);
    struct builder_entry *closing = builder_income(r->b, 100);
    closing->body.entry_type = ENTRY_CARRY_FORWARD;
    closing->body.source = SOURCE_CLOSING;
    builder_post(r->b, builder_red(r->b, builder_post(r->b, closing), 100));
    expect(r, FOUND_reversal_kind, 1);
}

static void a_difference_has_one_original(void **state)
{
    struct replay *r = *state;
    struct builder_entry *e;
    income(r, 100);
    e = builder_income(r->b, 5);
    e->body.entry_type = ENTRY_DIFFERENCE;
    builder_post(r->b, e);
    expect(r, FOUND_correction_link, 1);
}

static void ordinary_entries_replace_nothing(void **state)
{
    struct replay *r = *state;
    const uint64_t original = income(r, 100);
    builder_post(r->b, builder_red(r->b, original, 100));
    builder_post(r->b, linked(r, ENTRY_ORDINARY, REF_REPLACES, original, 90));
    expect(r, FOUND_correction_link, 1);
}

static void a_correction_follows_the_reversal(void **state)
{
    struct replay *r = *state;
    const uint64_t original = income(r, 100);
    builder_post(r->b, builder_red(r->b, original, 100));
    builder_post(r->b, linked(r, ENTRY_CORRECTION, REF_REPLACES, original, 90));
    expect_none(r);
}

static void a_correction_of_what_stands_is_found(void **state)
{
    struct replay *r = *state;
    const uint64_t original = income(r, 100);
    builder_post(r->b, linked(r, ENTRY_CORRECTION, REF_REPLACES, original, 90));
    expect(r, FOUND_correction_early, 1);
}

/* A correction of 2025 between the bank and `account_no`. */
static struct builder_entry *former(struct replay *r, uint32_t account_no)
{
    struct builder_entry *e = builder_income(r->b, 70);
    e->body.entry_type = ENTRY_CORRECTION;
    e->body.has_original_date = true;
    e->body.original_date = 20200; /* 2025-04-22 */
    e->lines[1].account_no = account_no;
    e->lines[1].dimensions_count = 0;
    return e;
}

static void former_years_go_against_their_account(void **state)
{
    struct replay *r = *state;
    builder_post(r->b, former(r, 5));
    expect_none(r);
}

static void former_years_against_another_account_are_found(void **state)
{
    struct replay *r = *state;
    builder_post(r->b, former(r, 4));
    expect(r, FOUND_prior_year, 1);
}

static void former_years_say_which_day(void **state)
{
    struct replay *r = *state;
    struct builder_entry *e = former(r, 5);
    e->body.original_date = 20500; /* 2026 */
    builder_post(r->b, e);
    expect(r, FOUND_prior_year, 1);
}

/* An entry of three hands: the treasurer, a second person, and a third one or the second again. */
static void post_with_hands(struct replay *r, uint8_t third)
{
    const struct record_subject_registered people[] = {{.subject = {{0x22}}, .class = 2, .details = {{4}}},
                                                       {.subject = {{0x33}}, .class = 3, .details = {{5}}}};
    for (size_t i = 0; i < LENGTH(people); i++)
        builder_add(r->b, RECORD_subject_registered, &people[i]);
    struct record_hand hands[] = {{1, {{0x11}}}, {2, {{0x22}}}, {3, {{third}}}};
    struct builder_entry *e = builder_income(r->b, 100);
    e->body.hands_count = LENGTH(hands);
    e->body.hands = hands;
    builder_post(r->b, e);
}

static void three_people_are_three_hands(void **state)
{
    struct replay *r = *state;
    post_with_hands(r, 0x33);
    expect_none(r);
}

static void who_reviewed_does_not_approve(void **state)
{
    struct replay *r = *state;
    post_with_hands(r, 0x22);
    expect(r, FOUND_hands_same, 1);
}

#define CORRECTION_TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CORRECTION_TEST(differences_stay_within_the_original),
        CORRECTION_TEST(more_red_than_is_left_is_found),
        CORRECTION_TEST(another_account_is_found),
        CORRECTION_TEST(an_adjusted_entry_is_not_reversed),
        CORRECTION_TEST(a_reversed_entry_is_not_adjusted),
        CORRECTION_TEST(differences_are_not_adjusted),
        CORRECTION_TEST(carry_forward_is_not_adjusted),
        CORRECTION_TEST(carry_forward_is_not_reversed),
        CORRECTION_TEST(a_difference_has_one_original),
        CORRECTION_TEST(ordinary_entries_replace_nothing),
        CORRECTION_TEST(a_correction_follows_the_reversal),
        CORRECTION_TEST(a_correction_of_what_stands_is_found),
        CORRECTION_TEST(former_years_go_against_their_account),
        CORRECTION_TEST(former_years_against_another_account_are_found),
        CORRECTION_TEST(former_years_say_which_day),
        CORRECTION_TEST(three_people_are_three_hands),
        CORRECTION_TEST(who_reviewed_does_not_approve),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

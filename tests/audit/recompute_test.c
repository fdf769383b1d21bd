#include "audit/replay/recompute.c"

#include "replay.h"

static void sound_books_have_no_finding(void **state)
{
    struct replay *r = *state;
    const uint64_t original = builder_post(r->b, builder_income(r->b, 300000));
    builder_post(r->b, builder_income(r->b, 4500));
    builder_post(r->b, builder_red(r->b, original, 300000));
    expect_none(r);
    assert_int_equal(r->books->facts[ROW_account].count, 4);
    assert_int_equal(r->rows.entry.count, 3);
    assert_int_equal(r->rows.posting.count, 6);
    assert_int_equal(r->books->balances.count, 2);
    assert_int_equal(r->books->balances.items[0].debit_fen.value, 4500);
    assert_int_equal(r->books->balances.items[1].credit_fen.value, 4500);
    assert_int_equal(r->books->balances.items[1].month.value, 2026 * 12 + 2);
    assert_int_equal(r->books->counters.count, 1);
    assert_int_equal(r->books->counters.items[0].last_no.value, 3);
    assert_int_equal(r->books->counters.items[0].series.value, 202603);
    assert_int_equal(r->books->promises.count, 2 + 3);
}

static void a_fund_must_balance(void **state)
{
    struct replay *r = *state;
    struct builder_entry *e = builder_income(r->b, 100);
    e->lines[1].amount = FEN(99);
    builder_post(r->b, e);
    expect(r, FOUND_unbalanced);
}

static void one_line_is_too_few(void **state)
{
    struct replay *r = *state;
    struct builder_entry *e = builder_income(r->b, 100);
    e->body.lines_count = 0;
    e->body.numbers_count = 0;
    r->b->given[FUND_PI]--;
    builder_post(r->b, e);
    expect(r, FOUND_lines_few);
}

static void ordinary_lines_are_positive(void **state)
{
    struct replay *r = *state;
    builder_rich(r->b);
    struct builder_entry *e = builder_income(r->b, 100);
    e->lines[0].amount = e->lines[1].amount = FEN(-100);
    builder_post(r->b, e);
    run(r);
    assert_int_equal(r->report.findings.count, 2); /* each line is named */
    assert_int_equal(r->report.findings.items[0].reason, FOUND_sign_wrong);
    assert_string_equal(r->report.findings.items[1].key, "line=2");
}

static void an_unknown_account_is_named(void **state)
{
    struct replay *r = *state;
    struct builder_entry *e = builder_income(r->b, 100);
    e->lines[1].account_no = 77;
    builder_post(r->b, e);
    expect(r, FOUND_target_unknown);
}

static void a_parent_takes_no_lines(void **state)
{
    struct replay *r = *state;
    struct builder_entry *e = builder_income(r->b, 100);
    e->lines[0].account_no = 1;
    builder_post(r->b, e);
    expect(r, FOUND_account_parent);
}

static void an_account_serves_its_own_fund(void **state)
{
    struct replay *r = *state;
    struct builder_entry *e = builder_income(r->b, 100);
    const struct record_account_opened mf = {.account_no = 9,
                                             .fund = FUND_MF,
                                             .code = TEXT_BYTES("4901"),
                                             .name = TEXT_BYTES("其他收入"),
                                             .class = 4,
                                             .normal_side = 2};
    builder_add(r->b, RECORD_account_opened, &mf);
    e->lines[1].account_no = 9;
    builder_post(r->b, e);
    expect(r, FOUND_account_fund);
}

static void unit_ledger_accounts_wait_for_unit_lines(void **state)
{
    struct replay *r = *state;
    struct builder_entry *e = builder_income(r->b, 100);
    const struct record_account_opened unit = {.account_no = 9,
                                               .fund = FUND_PI,
                                               .code = TEXT_BYTES("3001"),
                                               .name = TEXT_BYTES("分户"),
                                               .class = 3,
                                               .normal_side = 2,
                                               .unit_ledger = 1};
    builder_add(r->b, RECORD_account_opened, &unit);
    e->lines[1].account_no = 9;
    builder_post(r->b, e);
    expect(r, FOUND_unit_lines);
}

static void nothing_is_booked_ahead(void **state)
{
    struct replay *r = *state;
    struct builder_entry *e = builder_income(r->b, 100);
    e->body.booking_date++;
    builder_post(r->b, e);
    expect(r, FOUND_booked_ahead);
}

static void dimensions_name_things_that_exist(void **state)
{
    struct replay *r = *state;
    struct builder_entry *e = builder_income(r->b, 100);
    e->dimensions[0].value = 6;
    builder_post(r->b, e);
    expect(r, FOUND_dimension_unknown);
}

static void streams_end_at_17(void **state)
{
    struct replay *r = *state;
    struct builder_entry *e = builder_income(r->b, 100);
    e->dimensions[1].value = 18;
    builder_post(r->b, e);
    expect(r, FOUND_dimension_unknown);
}

static void voucher_numbers_have_no_gap(void **state)
{
    struct replay *r = *state;
    builder_post(r->b, builder_income(r->b, 100));
    r->b->given[FUND_PI]++;
    builder_post(r->b, builder_income(r->b, 100));
    expect(r, FOUND_number_gap);
    builder_post(r->b, builder_income(r->b, 100));
    run(r);
    assert_int_equal(r->report.findings.count, 1); /* told once */
}

static void voucher_numbers_fit_the_month(void **state)
{
    struct replay *r = *state;
    struct builder_entry *e = builder_income(r->b, 100);
    e->numbers[0].month = 2;
    builder_post(r->b, e);
    expect(r, FOUND_number_month);
}

static void voucher_numbers_cover_the_funds_touched(void **state)
{
    struct replay *r = *state;
    struct builder_entry *e = builder_income(r->b, 100);
    e->body.numbers_count = 0;
    builder_post(r->b, e);
    expect(r, FOUND_number_funds);
}

static void subjects_are_registered_first(void **state)
{
    struct replay *r = *state;
    struct builder_entry *e = builder_income(r->b, 100);
    e->hand.subject.b[0] = 0x22;
    builder_post(r->b, e);
    expect(r, FOUND_subject_unknown);
}

static void actors_are_registered_first(void **state)
{
    struct replay *r = *state;
    r->b->next.actor.b[0] = 0x23;
    builder_post(r->b, builder_income(r->b, 100));
    expect(r, FOUND_subject_unknown);
}

static void a_job_acts_without_subject(void **state)
{
    struct replay *r = *state;
    r->b->next.actor.b[0] = 0;
    r->b->next.actor_kind = ACTOR_JOB;
    builder_post(r->b, builder_income(r->b, 100));
    expect_none(r);
}

static void refs_point_backwards(void **state)
{
    struct replay *r = *state;
    const struct record_import_received received = {.import = {{8}}, .source = 1, .document_seq = 4000, .rows = 1};
    builder_add(r->b, RECORD_import_received, &received);
    expect(r, FOUND_target_later);
}

static void refs_meet_the_kind_of_their_role(void **state)
{
    struct replay *r = *state;
    struct builder_entry *e = builder_income(r->b, 100);
    e->refs[0] = (struct record_ref){REF_DOCUMENT, 3, FEN(0)};
    e->body.refs_count = 1;
    builder_post(r->b, e);
    expect(r, FOUND_target_unknown);
}

static void a_red_letter_names_its_entry(void **state)
{
    struct replay *r = *state;
    struct builder_entry *e = builder_red(r->b, builder_post(r->b, builder_income(r->b, 100)), 100);
    e->body.refs_count = 0;
    builder_post(r->b, e);
    expect(r, FOUND_reversal_absent);
}

static void ordinary_entries_reverse_nothing(void **state)
{
    struct replay *r = *state;
    struct builder_entry *e = builder_red(r->b, builder_post(r->b, builder_income(r->b, 100)), -100);
    e->body.entry_type = ENTRY_ORDINARY;
    builder_post(r->b, e);
    expect(r, FOUND_reversal_absent);
}

static void an_entry_is_reversed_once(void **state)
{
    struct replay *r = *state;
    builder_rich(r->b);
    const uint64_t original = builder_post(r->b, builder_income(r->b, 100));
    builder_post(r->b, builder_red(r->b, original, 100));
    builder_post(r->b, builder_red(r->b, original, 100));
    expect(r, FOUND_reversal_twice);
}

static void red_letters_are_not_reversed(void **state)
{
    struct replay *r = *state;
    builder_rich(r->b);
    const uint64_t red = builder_post(r->b, builder_red(r->b, builder_post(r->b, builder_income(r->b, 100)), 100));
    builder_post(r->b, builder_red(r->b, red, 100));
    expect(r, FOUND_reversal_kind);
}

static void red_lines_mirror_the_entry(void **state)
{
    struct replay *r = *state;
    builder_rich(r->b);
    builder_post(r->b, builder_red(r->b, builder_post(r->b, builder_income(r->b, 100)), 101));
    expect(r, FOUND_reversal_lines);
}

static void red_dimensions_mirror_the_entry(void **state)
{
    struct replay *r = *state;
    struct builder_entry *e = builder_red(r->b, builder_post(r->b, builder_income(r->b, 100)), 100);
    e->dimensions[1].value = 2;
    builder_post(r->b, e);
    expect(r, FOUND_reversal_lines);
}

static void things_are_opened_once(void **state)
{
    struct replay *r = *state;
    const struct record_fund_opened fund = {.fund = FUND_PI, .custodian = TEXT_BYTES("别人"), .regime = 2};
    builder_add(r->b, RECORD_fund_opened, &fund);
    expect(r, FOUND_opened_twice);
}

static void codes_are_opened_once(void **state)
{
    struct replay *r = *state;
    const struct record_account_opened again = {.account_no = 8,
                                                .fund = FUND_PI,
                                                .code = TEXT_BYTES("4001"),
                                                .name = TEXT_BYTES("又"),
                                                .class = 4,
                                                .normal_side = 2};
    builder_add(r->b, RECORD_account_opened, &again);
    expect(r, FOUND_opened_twice);
}

static void funds_are_opened_before_accounts(void **state)
{
    struct replay *r = *state;
    const struct record_account_opened account = {.account_no = 8,
                                                  .fund = FUND_WD,
                                                  .code = TEXT_BYTES("1002"),
                                                  .name = TEXT_BYTES("款"),
                                                  .class = 1,
                                                  .normal_side = 1};
    builder_add(r->b, RECORD_account_opened, &account);
    expect(r, FOUND_target_unknown);
}

static void a_community_opens_once(void **state)
{
    struct replay *r = *state;
    const struct record_community_opened again = {.name = TEXT_BYTES("和风苑"), .county = 330681, .ordinal = 217};
    builder_add(r->b, RECORD_community_opened, &again);
    expect(r, FOUND_first_record);
}

static void event_ids_are_used_once(void **state)
{
    struct replay *r = *state;
    const struct builder_entry *e = builder_income(r->b, 100);
    builder_post(r->b, builder_income(r->b, 100));
    r->b->given[FUND_PI] = 0;
    const uint64_t seq = r->b->count;
    struct record_header header = r->b->next;
    struct record_number *number = e->body.numbers;
    number->number = 3;
    header.kind = RECORD_entry;
    header.seq = header.batch = seq;
    header.event_id = record_event_id(BUILDER_COMMUNITY, BYTES("builder-key", 11), (uint32_t)seq - 1);
    assert_false(FAILED(record_encode(r->b->arena, &header, &e->body, &r->b->record[seq])));
    number->number = 1;
    r->b->count++;
    run(r);
    bool told = false;
    for (size_t i = 0; i < r->report.findings.count; i++)
        told |= r->report.findings.items[i].reason == FOUND_event_repeated && r->report.findings.items[i].seq == seq;
    assert_true(told);
    assert_int_equal(report_status(&r->report), 5);
}

int main(void)
{
#define REPLAY_TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        REPLAY_TEST(sound_books_have_no_finding),
        REPLAY_TEST(a_fund_must_balance),
        REPLAY_TEST(one_line_is_too_few),
        REPLAY_TEST(ordinary_lines_are_positive),
        REPLAY_TEST(an_unknown_account_is_named),
        REPLAY_TEST(a_parent_takes_no_lines),
        REPLAY_TEST(an_account_serves_its_own_fund),
        REPLAY_TEST(unit_ledger_accounts_wait_for_unit_lines),
        REPLAY_TEST(nothing_is_booked_ahead),
        REPLAY_TEST(dimensions_name_things_that_exist),
        REPLAY_TEST(streams_end_at_17),
        REPLAY_TEST(voucher_numbers_have_no_gap),
        REPLAY_TEST(voucher_numbers_fit_the_month),
        REPLAY_TEST(voucher_numbers_cover_the_funds_touched),
        REPLAY_TEST(subjects_are_registered_first),
        REPLAY_TEST(actors_are_registered_first),
        REPLAY_TEST(a_job_acts_without_subject),
        REPLAY_TEST(refs_point_backwards),
        REPLAY_TEST(refs_meet_the_kind_of_their_role),
        REPLAY_TEST(a_red_letter_names_its_entry),
        REPLAY_TEST(ordinary_entries_reverse_nothing),
        REPLAY_TEST(an_entry_is_reversed_once),
        REPLAY_TEST(red_letters_are_not_reversed),
        REPLAY_TEST(red_lines_mirror_the_entry),
        REPLAY_TEST(red_dimensions_mirror_the_entry),
        REPLAY_TEST(things_are_opened_once),
        REPLAY_TEST(codes_are_opened_once),
        REPLAY_TEST(funds_are_opened_before_accounts),
        REPLAY_TEST(a_community_opens_once),
        REPLAY_TEST(event_ids_are_used_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

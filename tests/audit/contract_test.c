/* Parties and contracts, judged from the records alone. */
#include "audit/replay/contract.c"

#include "replay.h"

static const struct record_party_registered party = {.party = {{0x21}}, .name = {{0x22}}, .bank_account = {{0x23}}};
static struct record_due dues[] = {{20454, FEN(30000)}, {20544, FEN(30001)}};

static struct record_contract_recorded letting(uint64_t document)
{
    return (struct record_contract_recorded){.contract = {{0x24}},
                                             .party = {{0x21}},
                                             .stream = 1,
                                             .from = 20454,
                                             .to = 20633,
                                             .dues = dues,
                                             .dues_count = 2,
                                             .document_seq = document};
}

/* A party and the scan of a contract; returns the record of the scan. */
static uint64_t prepare(struct replay *r)
{
    const struct record_document_archived scan = {.document = {{5}},
                                                  .type = DOCUMENT_CONTRACT,
                                                  .length = 10,
                                                  .title = {{6}},
                                                  .content = {{7}},
                                                  .keep_until = 30000};
    builder_add(r->b, RECORD_party_registered, &party);
    return builder_add(r->b, RECORD_document_archived, &scan);
}

static uint64_t record(struct replay *r)
{
    const struct record_contract_recorded contract = letting(prepare(r));
    return builder_add(r->b, RECORD_contract_recorded, &contract);
}

static void a_contract_has_its_dues(void **state)
{
    struct replay *r = *state;
    const uint64_t seq = record(r);
    expect_none(r);
    assert_int_equal(r->books->facts[ROW_party].count, 1);
    assert_int_equal(r->books->facts[ROW_contract].count, 1);
    assert_int_equal(r->books->facts[ROW_contract_due].count, 2);
    assert_int_equal(FACTS(r->books, contract)[0].opened_seq.value, seq);
    assert_false(FACTS(r->books, contract)[0].ended_on.present);
    assert_int_equal(FACTS(r->books, contract_due)[1].amount_fen.value, 30001);
}

static void a_contract_ends_once(void **state)
{
    struct replay *r = *state;
    const struct record_contract_ended end = {.contract_seq = record(r), .on = 20500, .reason = CONTRACT_BREACHED};
    builder_add(r->b, RECORD_contract_ended, &end);
    expect_none(r);
    assert_int_equal(FACTS(r->books, contract)[0].ended_on.value, 20500);
    assert_int_equal(FACTS(r->books, contract)[0].end_reason.value, CONTRACT_BREACHED);
    assert_int_equal(FACTS(r->books, contract)[0].seq.value, r->b->count - 1);
    builder_add(r->b, RECORD_contract_ended, &end);
    expect(r, FOUND_opened_twice);
}

static void only_a_contract_ends(void **state)
{
    struct replay *r = *state;
    const struct record_contract_ended end = {.contract_seq = 1, .on = 20500, .reason = CONTRACT_OTHER};
    builder_add(r->b, RECORD_contract_ended, &end);
    expect(r, FOUND_target_unknown);
}

static void a_contract_needs_its_party(void **state)
{
    struct replay *r = *state;
    struct record_contract_recorded contract = letting(prepare(r));
    contract.party = (struct uuid){{0x99}};
    builder_add(r->b, RECORD_contract_recorded, &contract);
    expect(r, FOUND_target_unknown);
}

static void a_contract_needs_its_scan(void **state)
{
    struct replay *r = *state;
    (void)prepare(r);
    const struct record_contract_recorded contract = letting(0);
    builder_add(r->b, RECORD_contract_recorded, &contract);
    expect(r, FOUND_target_unknown);
}

static void a_contract_refers_to_contracts(void **state)
{
    struct replay *r = *state;
    const uint64_t first = record(r);
    struct record_ref ref = {REF_CONTRACT, first, FEN(0)};
    struct record_contract_recorded next = letting(first - 1);
    next.contract = (struct uuid){{0x25}};
    next.refs = &ref;
    next.refs_count = 1;
    builder_add(r->b, RECORD_contract_recorded, &next);
    expect_none(r);
    ref.seq = first - 1;
    next.contract = (struct uuid){{0x26}};
    builder_add(r->b, RECORD_contract_recorded, &next);
    expect(r, FOUND_target_unknown);
}

static void a_contract_has_a_known_stream(void **state)
{
    struct replay *r = *state;
    struct record_contract_recorded contract = letting(prepare(r));
    contract.stream = STREAM_MAX + 1;
    builder_add(r->b, RECORD_contract_recorded, &contract);
    expect(r, FOUND_dimension_unknown);
}

static void both_are_registered_once(void **state)
{
    struct replay *r = *state;
    const uint64_t seq = record(r);
    const struct record_contract_recorded again = letting(seq - 1);
    builder_add(r->b, RECORD_contract_recorded, &again);
    expect(r, FOUND_opened_twice);
    r->b->count--;
    builder_add(r->b, RECORD_party_registered, &party);
    expect(r, FOUND_opened_twice);
}

/* Income with this dimension on its second line, beside the stream. */
static void book(struct replay *r, uint16_t dimension, uint64_t value)
{
    struct builder_entry *e = builder_income(r->b, 100);
    struct record_dimension *dims;
    assert_false(FAILED(ARENA_TAKE(r->b->arena, 2, &dims)));
    dims[0] = (struct record_dimension){DIMENSION_STREAM, 1};
    dims[1] = (struct record_dimension){dimension, value};
    e->body.lines[1].dimensions = dims;
    e->body.lines[1].dimensions_count = 2;
    builder_post(r->b, e);
}

static void lines_name_contracts_and_parties(void **state)
{
    struct replay *r = *state;
    const uint64_t contract = record(r);
    book(r, DIMENSION_CONTRACT, contract);
    book(r, DIMENSION_PARTY, contract - 2);
    expect_none(r);
    book(r, DIMENSION_CONTRACT, contract - 2);
    expect(r, FOUND_dimension_unknown);
}

static void lines_do_not_name_what_is_later(void **state)
{
    struct replay *r = *state;
    book(r, DIMENSION_PARTY, r->b->count + 5);
    expect(r, FOUND_dimension_unknown);
}

int main(void)
{
#define REPLAY_TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        REPLAY_TEST(a_contract_has_its_dues),
        REPLAY_TEST(a_contract_ends_once),
        REPLAY_TEST(only_a_contract_ends),
        REPLAY_TEST(a_contract_needs_its_party),
        REPLAY_TEST(a_contract_needs_its_scan),
        REPLAY_TEST(a_contract_refers_to_contracts),
        REPLAY_TEST(a_contract_has_a_known_stream),
        REPLAY_TEST(both_are_registered_once),
        REPLAY_TEST(lines_name_contracts_and_parties),
        REPLAY_TEST(lines_do_not_name_what_is_later),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

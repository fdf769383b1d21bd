/* The JSON view of a record: every member in stored order. */
#include "base/record_json.c"

#include "tests/base/expect.h"

static void view_has_every_member(void **state)
{
    const struct record_header header = {.kind = RECORD_import_posted,
                                         .kind_version = 1,
                                         .community = 110101000001,
                                         .seq = 3,
                                         .batch = 3,
                                         .recorded_at = 0,
                                         .actor_kind = 4};
    const struct record_import_posted posted = {.received_seq = 2, .posted = 10, .refused = 1, .duplicate = 0};
    struct buffer out;
    struct bytes text;
    buffer_init(&out, *state, 4096);
    record_json(&out, &header, &posted);
    MUST(buffer_done(&out, &text));
    assert_string_equal(
        (const char *)text.data,
        "{\"kind\":\"import_posted\",\"kind_version\":1,\"community\":\"110101000001\",\"seq\":3,\"prev\":"
        "\"0000000000000000000000000000000000000000000000000000000000000000\",\"batch\":3,"
        "\"recorded_at\":\"1970-01-01T00:00:00.000000Z\",\"blind\":\"00000000000000000000000000000000\","
        "\"actor_kind\":4,\"actor\":\"00000000000000000000000000000000\",\"actor_role\":0,\"actor_key\":"
        "\"0000000000000000000000000000000000000000000000000000000000000000\","
        "\"event_id\":\"00000000000000000000000000000000\","
        "\"body\":{\"received_seq\":2,\"posted\":10,\"refused\":1,\"duplicate\":0}}");
}

static void view_shows_lists_shapes_dates_and_absence(void **state)
{
    const struct record_header header = {.kind = RECORD_entry, .kind_version = 1, .seq = 3, .actor_kind = 1};
    struct record_number number = {2, 1, 2025, 4, 17};
    struct record_clause clauses[2] = {{BYTES("a\"b", 3)}, {BYTES("c", 1)}};
    const struct record_entry entry = {.entry_type = 1,
                                       .numbers_count = 1,
                                       .numbers = &number,
                                       .booking_date = 20178,
                                       .has_value_date = true,
                                       .value_date = 20179,
                                       .source = 1,
                                       .judged = {.outcome = 2, .clauses_count = 2, .clauses = clauses}};
    struct buffer out;
    struct bytes text = {NULL, 0};
    buffer_init(&out, *state, 4096);
    record_json(&out, &header, &entry);
    MUST(buffer_done(&out, &text));
    const char *body = strstr((const char *)text.data, "\"body\":");
    assert_non_null(body);
    assert_string_equal(
        body,
        "\"body\":{\"entry_type\":1,\"numbers\":[{\"fund\":2,\"word\":1,\"year\":2025,\"month\":4,\"number\":17}],"
        "\"booking_date\":\"2025-03-31\",\"value_date\":\"2025-04-01\",\"original_date\":null,\"summary\":"
        "\"0000000000000000000000000000000000000000000000000000000000000000\",\"source\":1,\"payee\":null,"
        "\"judged\":{\"rule_set\":\"0000000000000000000000000000000000000000000000000000000000000000\","
        "\"outcome\":2,\"clauses\":[{\"id\":\"a\\\"b\"},{\"id\":\"c\"}]},\"hands\":[],\"refs\":[],\"lines\":[]}}");
}

static void any_stored_instant_has_a_view(void **state)
{
    const struct record_header header = {
        .kind = RECORD_import_posted, .kind_version = 1, .recorded_at = INT64_MIN, .actor_kind = 4};
    const struct record_import_posted posted = {.received_seq = UINT64_MAX};
    struct buffer out;
    struct bytes text = {NULL, 0};
    buffer_init(&out, *state, 4096);
    record_json(&out, &header, &posted);
    MUST(buffer_done(&out, &text));
    assert_non_null(strstr((const char *)text.data, "\"recorded_at\":\"-290308-12-21T19:59:05.224192Z\""));
    assert_non_null(strstr((const char *)text.data, "\"received_seq\":18446744073709551615"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(view_has_every_member),
        ARENA_TEST(view_shows_lists_shapes_dates_and_absence),
        ARENA_TEST(any_stored_instant_has_a_view),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Queries and transactions on a real server. */
#include "db/private.h"
#include "embed/sql.h"
#include "tests/harness/harness.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

static struct harness harness;

static const Oid spoken[] = {OID_BOOL,        OID_INT2,        OID_INT4,       OID_INT8,
                             OID_TEXT,        OID_BYTEA,       OID_UUID,       OID_DATE,
                             OID_TIMESTAMPTZ, OID_INT2_ARRAY,  OID_INT4_ARRAY, OID_INT8_ARRAY,
                             OID_TEXT_ARRAY,  OID_BYTEA_ARRAY, OID_DATE_ARRAY, OID_TIMESTAMPTZ_ARRAY,
                             OID_UUID_ARRAY};
enum { SCALARS = 9, OID_VOID = 2278 };

static bool speaks(Oid type, size_t known)
{
    for (size_t i = 0; i < known; i++)
        if (spoken[i] == type)
            return true;
    return false;
}

static void check_types(const char *name, const struct statement_info *info)
{
    for (int p = 0; p < info->param_count; p++)
        if (!speaks(info->param[p], LENGTH(spoken)))
            fail_msg("%s: parameter %d has type %u", name, p + 1, info->param[p]);
    for (int c = 0; c < info->column_count; c++)
        if (!speaks(info->column[c], SCALARS) && info->column[c] != OID_VOID) /* void: a writing function */
            fail_msg("%s: column %d has type %u", name, c + 1, info->column[c]);
}

/* Every query of sql/queries is prepared against the migrated schema, and speaks types that C can send and read. */
static void test_every_query_fits_the_schema(void **state)
{
    const struct db *db = harness.ctx.db;
    (void)state;
    assert_true(db->statement_count >= 40);
    harness_expect(&harness.ctx, db_prepare(&harness.ctx), ERROR_none);
    for (size_t i = 0; i < db->statement_count; i++)
        check_types(sql_all[i]->name, &db->statements[i]);
}

struct community_row {
    uint64_t community_id;
    const char *name;
    int32_t county;
    uint64_t size;
    struct digest root;
};

static void test_a_wrong_parameter_count_is_refused(void **state)
{
    (void)state;
    const struct db_value in[] = {db_number(1), db_number(2)};
    harness_expect(&harness.ctx, db_exec(&harness.ctx, CALL(sql_head_get, in)), ERROR_database_schema);
}

static void test_a_number_too_large_for_its_parameter_is_refused(void **state)
{
    (void)state;
    const struct db_value in[] = {db_number(1), db_number(40000)};
    harness_expect(&harness.ctx, db_exec(&harness.ctx, CALL(sql_subject_find, in)), ERROR_database_schema);
}

static void test_a_member_of_the_wrong_type_is_refused(void **state)
{
    struct wrong {
        int64_t community_id;
        int64_t name;
    } row;
    static const struct db_column columns[] = {COLUMN(wrong, community_id), COLUMN(wrong, name)};
    (void)state;
    const struct db_value in[] = {db_number(1)};
    harness_expect(&harness.ctx, db_one(&harness.ctx, CALL(sql_community_get, in), ROW(wrong, columns), &row),
                   ERROR_database_schema);
}

static void test_a_missing_row_is_absent_for_maybe_and_a_fault_for_one(void **state)
{
    static const struct db_column columns[] = {COLUMN(community_row, community_id), COLUMN(community_row, name),
                                               COLUMN(community_row, county), COLUMN(community_row, size),
                                               COLUMN(community_row, root)};
    struct community_row row;
    bool found = true;
    (void)state;
    const struct db_value in[] = {db_number(1)};
    harness_expect(&harness.ctx,
                   db_maybe(&harness.ctx, CALL(sql_community_get, in), ROW(community_row, columns), &row, &found),
                   ERROR_none);
    assert_false(found);
    harness_expect(&harness.ctx, db_one(&harness.ctx, CALL(sql_community_get, in), ROW(community_row, columns), &row),
                   ERROR_fault_internal);
}

static result fail_again(struct ctx *ctx, void *arg)
{
    (void)ctx;
    (*(int *)arg)++;
    return REFUSE(database, again);
}

static void test_a_busy_transaction_is_tried_five_times(void **state)
{
    int tries = 0;
    (void)state;
    harness_expect(&harness.ctx, db_write(&harness.ctx, fail_again, &tries), ERROR_database_again);
    assert_int_equal(tries, 5);
}

static result refuse(struct ctx *ctx, void *arg)
{
    (void)ctx;
    (*(int *)arg)++;
    return REFUSE(entry, unbalanced);
}

static void test_a_refusal_is_not_repeated(void **state)
{
    int tries = 0;
    (void)state;
    harness_expect(&harness.ctx, db_write(&harness.ctx, refuse, &tries), ERROR_entry_unbalanced);
    assert_int_equal(tries, 1);
}

static result lose_once(struct ctx *ctx, void *arg)
{
    static const struct embedded end = {"end", "select pg_terminate_backend(pg_backend_pid())", 0, ""};
    static const struct embedded ask = {"ask", "select 1", 0, ""};
    if ((*(int *)arg)++ == 0)
        return db_script(ctx, &end);
    return db_script(ctx, &ask);
}

static void test_a_lost_connection_is_opened_anew_and_the_work_repeated(void **state)
{
    int tries = 0;
    (void)state;
    harness_expect(&harness.ctx, db_write(&harness.ctx, lose_once, &tries), ERROR_none);
    assert_int_equal(tries, 2);
    const struct db_value in[] = {db_number(1)};
    harness_expect(&harness.ctx, db_exec(&harness.ctx, CALL(sql_head_get, in)), ERROR_none);
}

static result write_secret(struct ctx *ctx, void *arg)
{
    static const struct embedded write = {"write", "select head_hold(1)", 0, ""};
    (void)arg;
    return db_script(ctx, &write);
}

static void test_a_reader_cannot_write(void **state)
{
    (void)state;
    const result read = db_read(&harness.ctx, write_secret, NULL);
    assert_true(FAILED(read));
}

static void test_the_verifying_role_cannot_write(void **state)
{
    struct ctx verifier;
    (void)state;
    harness_connect(&harness, "mz_verify", &verifier);
    harness_expect(&verifier, db_write(&verifier, write_secret, NULL), ERROR_database_read_only);
    harness_disconnect(&verifier);
}

static int begin(void **state)
{
    (void)state;
    harness_begin(&harness, "2026-03-31");
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
        cmocka_unit_test(test_every_query_fits_the_schema),
        cmocka_unit_test(test_a_wrong_parameter_count_is_refused),
        cmocka_unit_test(test_a_number_too_large_for_its_parameter_is_refused),
        cmocka_unit_test(test_a_member_of_the_wrong_type_is_refused),
        cmocka_unit_test(test_a_missing_row_is_absent_for_maybe_and_a_fault_for_one),
        cmocka_unit_test(test_a_busy_transaction_is_tried_five_times),
        cmocka_unit_test(test_a_refusal_is_not_repeated),
        cmocka_unit_test(test_a_lost_connection_is_opened_anew_and_the_work_repeated),
        cmocka_unit_test(test_a_reader_cannot_write),
        cmocka_unit_test(test_the_verifying_role_cannot_write),
    };
    return cmocka_run_group_tests(tests, begin, end);
}

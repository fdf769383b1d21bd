/* Migrations: once, frozen, and described. */
#include "db/migrate.h"

#include "db/private.h"
#include "tests/harness/harness.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct harness harness;

/* The one value of a query of the test's own. */
static int64_t value(const char *sql)
{
    struct ctx admin;
    harness_connect(&harness, NULL, &admin);
    CLEANUP(db_result_clear) PGresult *rows = PQexecParams(admin.db->conn, sql, 0, NULL, NULL, NULL, NULL, 1);
    assert_int_equal(PQresultStatus(rows), PGRES_TUPLES_OK);
    const int64_t number = db_field_number(BYTES(PQgetvalue(rows, 0, 0), (size_t)PQgetlength(rows, 0, 0)));
    harness_disconnect(&admin);
    return number;
}

static result migrate_again(void)
{
    struct ctx admin;
    harness_connect(&harness, NULL, &admin);
    const result done = db_migrate(&admin);
    harness_disconnect(&admin);
    return done;
}

static void test_running_twice_changes_nothing(void **state)
{
    (void)state;
    const int64_t before = value("select count(*) from schema_migration");
    const int64_t secret = value("select count(*) from server_secret");
    harness_expect(&harness.ctx, migrate_again(), ERROR_none);
    assert_int_equal(value("select count(*) from schema_migration"), before);
    assert_int_equal(secret, 1);
}

static void test_a_changed_migration_is_refused(void **state)
{
    (void)state;
    harness_sql(&harness, "update schema_migration set sha256 = repeat('0', 64) where name = '0003_book.sql'");
    harness_expect(&harness.ctx, migrate_again(), ERROR_migration_changed);
    harness_sql(&harness, "update schema_migration set sha256 = repeat('0', 64)");
    harness_expect(&harness.ctx, migrate_again(), ERROR_migration_changed);
}

static void test_every_table_column_index_and_function_has_a_comment(void **state)
{
    (void)state;
    assert_int_equal(
        value("select count(*) from pg_class c left join pg_description d on d.objoid = c.oid and d.objsubid = 0"
              " where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and d.description is null"),
        0);
    assert_int_equal(
        value("select count(*) from pg_attribute a join pg_class c on c.oid = a.attrelid and c.relkind = 'r'"
              " left join pg_description d on d.objoid = c.oid and d.objsubid = a.attnum"
              " where c.relnamespace = 'public'::regnamespace and a.attnum > 0 and d.description is null"),
        0);
    assert_int_equal(value("select count(*) from pg_proc p left join pg_description d on d.objoid = p.oid"
                           " where p.pronamespace = 'public'::regnamespace and d.description is null"),
                     0);
    assert_int_equal(
        value("select count(*) from pg_index i join pg_class c on c.oid = i.indexrelid left join pg_constraint k on "
              "k.conindid = c.oid"
              " left join pg_description d on d.objoid = c.oid where c.relnamespace = 'public'::regnamespace"
              " and k.oid is null and d.description is null"),
        0);
}

static void test_tenant_tables_lead_with_their_community(void **state)
{
    (void)state;
    assert_int_equal(
        value("select count(*) from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'"
              " and c.relname not in ('schema_migration', 'server_secret', 'transition', 'holiday') and not exists "
              "(select from "
              "pg_attribute a"
              " where a.attrelid = c.oid and a.attname = 'community_id' and a.attnum = 1 and a.attnotnull)"),
        0);
    assert_int_equal(value("select count(*) from pg_index i join pg_class c on c.oid = i.indrelid where c.relnamespace "
                           "= 'public'::regnamespace"
                           " and c.relname not in ('schema_migration', 'server_secret', 'transition', 'holiday') and "
                           "i.indkey[0] <> 1"),
                     0);
}

static void test_the_service_role_can_only_read_and_call(void **state)
{
    (void)state;
    assert_int_equal(
        value("select count(*) from pg_class c, unnest(array['INSERT','UPDATE','DELETE','TRUNCATE']) p"
              " where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'"
              " and (has_table_privilege('mz_app', c.oid, p) or has_table_privilege('mz_verify', c.oid, p))"),
        0);
    assert_int_equal(
        value("select count(*) from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prosecdef"
              " and not exists (select from unnest(p.proconfig) s where s like 'search_path=public, pg_temp')"),
        0);
    assert_int_equal(value("select count(*) from pg_proc p where p.pronamespace = 'public'::regnamespace and "
                           "has_function_privilege('mz_verify', p.oid, 'EXECUTE')"),
                     0);
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
        cmocka_unit_test(test_every_table_column_index_and_function_has_a_comment),
        cmocka_unit_test(test_tenant_tables_lead_with_their_community),
        cmocka_unit_test(test_the_service_role_can_only_read_and_call),
        cmocka_unit_test(test_running_twice_changes_nothing),
        cmocka_unit_test(test_a_changed_migration_is_refused),
    };
    return cmocka_run_group_tests(tests, begin, end);
}

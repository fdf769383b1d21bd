#include "importers/parse/statement.c"

#include "tests/importers/sample.h"

#include <time.h>

static const int64_t quarter[] = {300000, 1250000, -86000, 42050, -500, -500, 1234, 300000};
enum { ROWS = 8 };

static struct bytes ccb(void **state)
{
    return sample_ccb(*state, sample_rows(*state, quarter, ROWS, FEN(1000000)), ROWS);
}

static struct bytes icbc(void **state)
{
    return sample_icbc(*state, sample_rows(*state, quarter, ROWS, FEN(1000000)), ROWS);
}

static void both_banks_say_the_same(void **state)
{
    struct ctx ctx = sample_ctx(state);
    struct statement a, b;
    MUST(statement_read(&ctx, "a.csv", ccb(state), &a));
    MUST(statement_read(&ctx, "b.csv", icbc(state), &b));
    assert_int_equal(a.count, ROWS);
    assert_int_equal(b.count, ROWS);
    for (uint32_t i = 0; i < ROWS; i++) {
        assert_int_equal(a.lines[i].amount.fen, quarter[i]);
        assert_int_equal(b.lines[i].amount.fen, quarter[i]);
        assert_int_equal(a.lines[i].balance.fen, b.lines[i].balance.fen);
        assert_int_equal(a.lines[i].seconds, b.lines[i].seconds);
    }
    assert_string_equal(a.account_number, CCB_ACCOUNT);
    assert_string_equal(b.account_number, ICBC_ACCOUNT);
    assert_true(a.has_opening && a.has_closing && !b.has_opening && !b.has_closing);
    assert_int_equal(a.opening.fen, 1000000);
}

static void raw_rows_are_the_bytes_of_the_file(void **state)
{
    struct ctx ctx = sample_ctx(state);
    struct statement statement;
    struct bytes file;
    MUST(charset_encode(&ctx, ccb(state), &file));
    MUST(statement_read(&ctx, "a.csv", file, &statement));
    assert_string_equal(statement.charset, "GB18030");
    for (uint32_t i = 0; i < statement.count; i++) {
        const struct bytes raw = statement.lines[i].raw;
        assert_true(raw.data > file.data && raw.data + raw.size < file.data + file.size);
        assert_int_equal(raw.data[-1], '\n');
        assert_int_equal(raw.data[raw.size], '\r');
    }
}

static void the_name_says_nothing(void **state)
{
    struct ctx ctx = sample_ctx(state);
    struct statement statement;
    MUST(statement_read(&ctx, "a.xls", ccb(state), &statement));
    assert_string_equal(statement.profile, "ccb-corp-c@1");
    assert_int_equal(strlen(statement.profile_sha256), 64);
    assert_string_equal(statement.bank, "中国建设银行");
}

static void totals_do_not_fit(void **state, const char *from, const char *to, const char *what)
{
    struct ctx ctx = sample_ctx(state);
    struct statement statement;
    EXPECT(statement_read(&ctx, "a.csv", sample_replace(*state, ccb(state), from, to), &statement), import, totals);
    assert_non_null(strstr(error_get(&ctx.error, "what"), what));
}

static void what_the_bank_states_is_compared(void **state)
{
    totals_do_not_fit(state, "借方交易笔数,3", "借方交易笔数,4", "number of payments");
    totals_do_not_fit(state, "贷方交易笔数,5", "贷方交易笔数,4笔", "number of receipts");
    totals_do_not_fit(state, "借方发生额,870.00", "借方发生额,870.01", "sum of payments");
    totals_do_not_fit(state, "贷方发生额,18932.84", "贷方发生额,18932.85", "sum of receipts");
    totals_do_not_fit(state, "期初余额,10000.00", "期初余额,0.00", "opening");
    totals_do_not_fit(state, "当前余额,28062.84", "当前余额,1.00", "closing");
}

static void what_the_bank_leaves_out_is_not_compared(void **state)
{
    struct ctx ctx = sample_ctx(state);
    struct statement statement;
    struct bytes file = sample_replace(*state, ccb(state), "当前余额,28062.84", "当前余额,--");
    file = sample_replace(*state, file, "期初余额,10000.00", "期初余额,");
    file = sample_replace(*state, file, "借方交易笔数,3", "借方交易笔数,");
    MUST(statement_read(&ctx, "a.csv", file, &statement));
    assert_false(statement.has_opening || statement.has_closing);
}

static void refused(void **state, struct bytes file, enum error code)
{
    struct ctx ctx = sample_ctx(state);
    struct statement statement = {.bank = "untouched"};
    const result read = statement_read(&ctx, "a.csv", file, &statement);
    if (read.code != code)
        fail_msg("%s instead of %s", error_info(read.code)->name, error_info(code)->name);
    assert_string_equal(error_get(&ctx.error, "file"), "a.csv");
    assert_string_equal(statement.bank, "untouched");
}

static void values_above_the_header_are_checked(void **state)
{
    refused(state, sample_replace(*state, ccb(state), "期初余额,10000.00", "期初余额,1e4"), ERROR_import_amount);
    refused(state, sample_replace(*state, ccb(state), "借方交易笔数,3", "借方交易笔数,三"), ERROR_import_amount);
    refused(state, sample_replace(*state, ccb(state), "账　　号," CCB_ACCOUNT, "账　　号,3.3E+19"), ERROR_import_text);
    refused(state, sample_replace(*state, ccb(state), "某某小区", "某\xEE\x80\x80"), ERROR_import_text);
}

static void one_file_is_one_account(void **state)
{
    refused(state, sample_replace(*state, icbc(state), ICBC_ACCOUNT ",62170012345000003", "121,6217"),
            ERROR_import_other_account);
}

/* What goes wrong first in the order of the contract is what is reported: each file holds all the later faults too. */
static void refusals_come_in_their_order(void **state)
{
    struct arena *arena = *state;
    struct bytes file = icbc(state);
    file = sample_replace(arena, file, "用途3,对方3,", "用途3,对方3,1"); /* breaks the balance at row 5 */
    refused(state, file, ERROR_import_balance_break);
    file = sample_replace(arena, file, ICBC_ACCOUNT ",62170012345000002", "121,62170012345000002");
    refused(state, file, ERROR_import_other_account);
    file = sample_replace(arena, file, "贷,,12500.00", "借,,12500.00");
    refused(state, file, ERROR_import_direction);
    file = sample_replace(arena, file, "借,,12500.00", "借,,");
    refused(state, file, ERROR_import_no_amount);
    file = sample_replace(arena, file, "借,,,", "借,1.00,1.00,");
    refused(state, file, ERROR_import_both_sides);
    file = sample_replace(arena, file, "借,1.00,1.00,", "借,1.0x,1.00,");
    refused(state, file, ERROR_import_amount);
    file = sample_replace(arena, file, "2024-01-01 09:31:01,借", "2024-02-30 09:31:01,借");
    refused(state, file, ERROR_import_date);
    file = sample_replace(arena, file, "用途2", "用\x01");
    refused(state, file, ERROR_import_text);
    file = sample_replace(arena, file, "用\x01", "用\x01,,");
    refused(state, file, ERROR_import_columns);
    file = sample_replace(arena, file, "用\x01,", "\"用\x01,");
    refused(state, file, ERROR_import_torn);
    file = sample_replace(arena, file, "HISTORY", "STORY");
    refused(state, file, ERROR_import_torn); /* the search for a header meets the open quotation mark */
    file = sample_replace(arena, file, "\"用", "\xFF用");
    refused(state, file, ERROR_import_charset);
    refused(state, BYTES("", 0), ERROR_import_empty);
}

static void a_file_has_a_largest_size(void **state)
{
    static const uint8_t nothing;
    refused(state, (struct bytes){&nothing, STATEMENT_FILE_MAX + 1}, ERROR_file_too_large); /* not read at all */
}

static void currencies_above_and_below_the_header(void **state)
{
    struct ctx ctx = sample_ctx(state);
    struct statement statement;
    refused(state, sample_replace(*state, ccb(state), "人民币元", "港币"), ERROR_import_currency);
    refused(state, sample_replace(*state, ccb(state), "账户状态,正常", "币种,美元"), ERROR_import_currency);
    MUST(statement_read(&ctx, "a.csv", sample_replace(*state, ccb(state), "账户状态,正常", "币种,人民币"), &statement));
}

static void a_header_without_rows_is_empty(void **state)
{
    refused(state, BYTES(ICBC_HEADER, sizeof ICBC_HEADER - 1), ERROR_import_empty);
}

static void memory_is_bounded(void **state)
{
    struct arena *small = arena_new(4096);
    struct ctx ctx = {.arena = small};
    struct statement statement;
    EXPECT(statement_read(&ctx, "a.csv", ccb(state), &statement), memory, exhausted);
    arena_free(&small);
}

/* ---- size ---- */

static struct bytes large(struct arena *arena, size_t count)
{
    struct sample_row *rows;
    money balance = FEN(0);
    MUST(ARENA_TAKE(arena, count, &rows));
    for (size_t i = 0; i < count; i++) {
        const money amount = FEN(i % 3 == 2 ? -7000 : 10000);
        balance.fen += amount.fen;
        rows[i] = (struct sample_row){amount, balance, (uint32_t)(i / 4) * 7, (uint32_t)i + 1};
    }
    return sample_icbc(arena, rows, count);
}

static void a_hundred_thousand_rows_are_the_limit(void **state)
{
    struct arena *making = arena_new(256 << 20), *reading = arena_new(256 << 20);
    struct ctx ctx = {.arena = reading};
    struct statement statement;
    struct timespec start, end;
    (void)state;
    const struct bytes file = large(making, STATEMENT_ROWS_MAX);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &start);
    MUST(statement_read(&ctx, "large.csv", file, &statement));
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
    assert_int_equal(statement.count, STATEMENT_ROWS_MAX);
    print_message("%u rows, %zu bytes: %lld ms of processor time, %zu KiB\n", statement.count, file.size,
                  (long long)((end.tv_sec - start.tv_sec) * 1000 + (end.tv_nsec - start.tv_nsec) / 1000000),
                  arena_used(reading) >> 10);
    arena_free(&reading);
    arena_free(&making);
}

static void one_row_more_is_refused(void **state)
{
    struct arena *arena = arena_new(512 << 20);
    void *large_state = arena;
    (void)state;
    refused(&large_state, large(arena, STATEMENT_ROWS_MAX + 1), ERROR_import_too_many_rows);
    arena_free(&arena);
}

/* All rows in one second and in the worst order: no step may be quadratic. */
static void rows_of_one_second_are_ordered_quickly(void **state)
{
    enum { MANY = 50000 };
    struct arena *arena = arena_new(512 << 20);
    struct ctx ctx = {.arena = arena};
    struct sample_row *rows;
    struct statement statement;
    (void)state;
    MUST(ARENA_TAKE(arena, MANY, &rows));
    for (uint32_t i = 0; i < MANY; i++) {
        const uint32_t place = i * 12347U % MANY; /* 12347 and 50,000 have no common divisor: each place once */
        rows[place] = (struct sample_row){FEN(100 + i % 7), FEN(0), 0, place + 1};
    }
    int64_t balance = 0;
    for (uint32_t i = 0; i < MANY; i++) {
        const uint32_t place = i * 12347U % MANY;
        balance += rows[place].amount.fen;
        rows[place].balance = FEN(balance);
    }
    MUST(statement_read(&ctx, "second.csv", sample_icbc(arena, rows, MANY), &statement));
    assert_int_equal(statement.lines[MANY - 1].balance.fen, balance);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ARENA_TEST(both_banks_say_the_same),
        ARENA_TEST(raw_rows_are_the_bytes_of_the_file),
        ARENA_TEST(the_name_says_nothing),
        ARENA_TEST(what_the_bank_states_is_compared),
        ARENA_TEST(what_the_bank_leaves_out_is_not_compared),
        ARENA_TEST(values_above_the_header_are_checked),
        ARENA_TEST(one_file_is_one_account),
        ARENA_TEST(refusals_come_in_their_order),
        ARENA_TEST(a_file_has_a_largest_size),
        ARENA_TEST(currencies_above_and_below_the_header),
        ARENA_TEST(a_header_without_rows_is_empty),
        ARENA_TEST(memory_is_bounded),
        ARENA_TEST(a_hundred_thousand_rows_are_the_limit),
        ARENA_TEST(one_row_more_is_refused),
        ARENA_TEST(rows_of_one_second_are_ordered_quickly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

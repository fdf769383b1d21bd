/* The demonstration city: its bank files must be such that an importer has nothing to complain about. */
#include "cli/demo_city.c"
#include "cli/demo_text.c"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { CELLS = 16, CELL_SIZE = 160, LAST = YM(2025, 12), ROWS = 128 };

struct state {
    struct ctx ctx;
    struct demo_community city[DEMO_CITY_SIZE];
};

struct sheet_row {
    char cells[CELLS][CELL_SIZE];
    int count;
};

struct sheet { /* a file as rows of cells; encodings keep commas, quotation marks and digits apart from Chinese */
    struct sheet_row rows[ROWS];
    int count;
};

struct movement {
    int64_t in, out, balance; /* fen */
    char when[CELL_SIZE];
};

static int setup(void **data)
{
    static struct state state;
    if (FAILED(digest_start()))
        return 1;
    state.ctx.arena = arena_new(4 << 20);
    demo_city(7, state.city);
    *data = &state;
    return state.ctx.arena ? 0 : 1;
}

static int teardown(void **data)
{
    struct state *state = *data;
    arena_free(&state->ctx.arena);
    return 0;
}

static int fresh(void **data)
{
    struct state *state = *data;
    arena_reset(state->ctx.arena);
    return 0;
}

static struct bytes statement(struct state *state, int place, int which, int32_t month)
{
    struct bytes file = {0};
    const struct demo_community *c = &state->city[place];
    arena_reset(state->ctx.arena);
    assert_int_equal(demo_statement(&state->ctx, c, &c->accounts[which], month, &file).code, ERROR_none);
    return file;
}

/* Reads one row at *at; rows end with CR LF. */
static void read_row(struct bytes file, size_t *at, struct sheet_row *ret_row)
{
    bool quoted = false;
    size_t used = 0;
    memset(ret_row, 0, sizeof *ret_row);
    for (; quoted || file.data[*at] != '\r'; ++*at) {
        assert_true(*at < file.size && used < CELL_SIZE - 1 && ret_row->count < CELLS);
        const char c = (char)file.data[*at];
        if (c == '"') {
            quoted = !quoted;
        } else if (c == ',' && !quoted) {
            ret_row->count++;
            used = 0;
        } else {
            ret_row->cells[ret_row->count][used++] = c;
        }
    }
    ret_row->count++;
    assert_int_equal(file.data[*at + 1], '\n');
    *at += 2;
}

static const struct sheet *read_sheet(struct bytes file)
{
    static struct sheet sheet;
    sheet.count = 0;
    for (size_t at = 0; at < file.size;) {
        assert_true(sheet.count < ROWS);
        read_row(file, &at, &sheet.rows[sheet.count++]);
    }
    return &sheet;
}

static int64_t fen_at(const struct sheet_row *row, int column)
{
    char plain[CELL_SIZE];
    size_t used = 0;
    for (const char *p = row->cells[column]; *p; p++)
        if (*p != ',')
            plain[used++] = *p;
    plain[used] = '\0';
    money value = FEN(0);
    if (used > 0)
        assert_int_equal(money_parse(plain, &value).code, ERROR_none);
    return value.fen;
}

static int head_rows(const struct demo_account *a)
{
    return a->layout == DEMO_CCB_C ? 10 : 2;
}

/* The movements of a sheet, oldest first. */
static int read_movements(const struct demo_account *a, const struct sheet *sheet, struct movement *ret_moves)
{
    const bool ccb = a->layout == DEMO_CCB_C;
    const int head = head_rows(a), count = sheet->count - head;
    for (int i = 0; i < count; i++) {
        const struct sheet_row *row = &sheet->rows[head + (a->newest_first ? count - 1 - i : i)];
        assert_int_equal(row->count, ccb ? 16 : 13);
        ret_moves[i] = (struct movement){
            .in = fen_at(row, ccb ? 2 : 6), .out = fen_at(row, ccb ? 1 : 5), .balance = fen_at(row, ccb ? 3 : 11)};
        memcpy(ret_moves[i].when, row->cells[ccb ? 0 : 3], CELL_SIZE);
        assert_true((ret_moves[i].in > 0) != (ret_moves[i].out > 0));
    }
    return count;
}

/* Follows one account through all months; returns how many months had lines. */
static int follow(struct state *state, int place, int which)
{
    const struct demo_account *a = &state->city[place].accounts[which];
    int64_t balance = 0;
    int months = 0;
    char last[CELL_SIZE] = "";
    for (int32_t month = DEMO_FIRST_MONTH; month <= LAST; month++) {
        const struct bytes file = statement(state, place, which, month);
        if (!file.data)
            continue;
        struct movement moves[ROWS];
        const int count = read_movements(a, read_sheet(file), moves);
        for (int i = 0; i < count; i++) {
            balance += moves[i].in - moves[i].out;
            assert_int_equal(moves[i].balance, balance);
            assert_true(balance >= 0);
            assert_true(strcmp(last, moves[i].when) <= 0);
            memcpy(last, moves[i].when, CELL_SIZE);
        }
        months++;
    }
    return months;
}

static void balances_follow_and_chain(void **data)
{
    for (int place = 0; place < DEMO_CITY_SIZE; place++) {
        assert_int_equal(follow(*data, place, 0), LAST - DEMO_FIRST_MONTH + 1);
        assert_true(follow(*data, place, 1) >= (LAST - DEMO_FIRST_MONTH) / 2);
    }
}

/* The nine lines above the table of the first layout. */
static void check_preamble(const struct demo_account *a, const struct sheet *sheet, int64_t opening)
{
    struct movement moves[ROWS];
    const int count = read_movements(a, sheet, moves);
    int64_t in = 0, out = 0, ins = 0, outs = 0;
    for (int i = 0; i < count; i++) {
        in += moves[i].in;
        out += moves[i].out;
        ins += moves[i].in > 0;
        outs += moves[i].out > 0;
    }
    char text[CELL_SIZE];
    assert_string_equal(sheet->rows[3].cells[1], a->number);
    assert_int_equal(fen_at(&sheet->rows[4], 1), opening);
    assert_int_equal(fen_at(&sheet->rows[4], 3), opening + in - out);
    assert_int_equal(fen_at(&sheet->rows[6], 1), out);
    assert_int_equal(fen_at(&sheet->rows[7], 1), in);
    (void)snprintf(text, sizeof text, "%lld", (long long)outs);
    assert_string_equal(sheet->rows[6].cells[3], text);
    (void)snprintf(text, sizeof text, "%lld", (long long)ins);
    assert_string_equal(sheet->rows[7].cells[3], text);
    assert_int_equal(sheet->rows[8].count, 1);
    assert_string_equal(sheet->rows[8].cells[0], "");
}

static void preamble_states_balances_and_totals(void **data)
{
    struct state *state = *data;
    for (int place = 0; place < DEMO_CITY_SIZE; place++) {
        const int which = state->city[place].accounts[0].layout == DEMO_CCB_C ? 0 : 1;
        int64_t balance = 0;
        for (int32_t month = DEMO_FIRST_MONTH; month <= LAST; month++) {
            const struct bytes file = statement(state, place, which, month);
            if (!file.data)
                continue;
            const struct sheet *sheet = read_sheet(file);
            check_preamble(&state->city[place].accounts[which], sheet, balance);
            balance = fen_at(&sheet->rows[4], 3);
        }
    }
}

static void rows_have_the_forms_of_the_bank(void **data)
{
    struct state *state = *data;
    const struct sheet *sheet = read_sheet(statement(state, 0, 0, YM(2024, 1)));
    const struct sheet_row *first = &sheet->rows[10];
    assert_int_equal(strlen(first->cells[0]), strlen("20240105 10:15:33"));
    assert_memory_equal(first->cells[0], "202401", 6);
    assert_memory_equal(first->cells[8], first->cells[0], 8);
    assert_non_null(strstr(first->cells[11], "-330681000001N000"));
    sheet = read_sheet(statement(state, 1, 0, YM(2024, 1)));
    assert_string_equal(sheet->rows[0].cells[0], "[HISTORYDETAIL]");
    assert_int_equal(strlen(sheet->rows[2].cells[3]), strlen("2024-01-05 10:15:33"));
    assert_string_equal(sheet->rows[2].cells[1], state->city[1].accounts[0].number);
}

static void serials_never_repeat(void **data)
{
    struct state *state = *data;
    uint32_t last = 0;
    for (int32_t month = DEMO_FIRST_MONTH; month <= LAST; month++) {
        const struct sheet *sheet = read_sheet(statement(state, 2, 0, month));
        for (int i = 10; i < sheet->count; i++) {
            uint32_t number = 0;
            for (const char *p = strchr(sheet->rows[i].cells[11], 'N') + 1; *p; p++)
                number = number * 10 + (uint32_t)(*p - '0');
            assert_true(number > last);
            last = number;
        }
    }
}

static void encodings_are_those_promised(void **data)
{
    struct state *state = *data;
    assert_memory_equal(statement(state, 4, 0, LAST).data, "\xEF\xBB\xBF\xE4\xB8\xAD", 6);
    assert_memory_equal(statement(state, 0, 0, LAST).data, "\xD6\xD0\xB9\xFA\xBD\xA8", 6);
    assert_memory_equal(statement(state, 3, 0, LAST).data, "[HISTORYDETAIL]\r\n\xE5\x87\xAD", 20);
    assert_memory_equal(statement(state, 1, 0, LAST).data, "[HISTORYDETAIL]\r\n\xC6\xBE", 19);
}

static void newest_first_where_the_bank_does_so(void **data)
{
    struct state *state = *data;
    const struct sheet *sheet = read_sheet(statement(state, 3, 0, LAST));
    assert_true(strcmp(sheet->rows[2].cells[3], sheet->rows[sheet->count - 1].cells[3]) > 0);
    sheet = read_sheet(statement(state, 1, 0, LAST));
    assert_true(strcmp(sheet->rows[2].cells[3], sheet->rows[sheet->count - 1].cells[3]) < 0);
}

static void same_seed_gives_same_bytes(void **data)
{
    static uint8_t copy[1 << 16];
    struct state *state = *data;
    const struct bytes one = statement(state, 1, 0, LAST);
    const size_t size = one.size;
    assert_true(size < sizeof copy);
    memcpy(copy, one.data, size);
    const struct bytes again = statement(state, 1, 0, LAST);
    assert_int_equal(again.size, size);
    assert_memory_equal(again.data, copy, size);
    demo_city(8, state->city);
    const struct bytes other = statement(state, 1, 0, LAST);
    assert_true(other.size != size || memcmp(other.data, copy, size) != 0);
    demo_city(7, state->city);
}

static void nothing_before_the_first_month(void **data)
{
    assert_null(statement(*data, 0, 0, DEMO_FIRST_MONTH - 1).data);
    assert_null(statement(*data, 0, 1, DEMO_FIRST_MONTH).data);
}

static void statements_exist_up_to_last_month(void **data)
{
    (void)data;
    day date = 0;
    assert_int_equal(date_from_civil(2026, 1, 1, &date).code, ERROR_none);
    assert_int_equal(demo_last_month(date), YM(2025, 12));
    assert_int_equal(demo_last_month(date + 31), YM(2026, 1));
}

static void a_month_can_end_early(void **data)
{
    struct state *state = *data;
    const struct demo_community *c = &state->city[0];
    const day until = month_first(YM(2025, 5)) + 11;
    const int whole = read_sheet(statement(state, 0, 0, YM(2025, 5)))->count;
    struct bytes file;
    arena_reset(state->ctx.arena);
    assert_int_equal(demo_statement_until(&state->ctx, c, &c->accounts[0], until, &file).code, ERROR_none);
    const struct sheet *sheet = read_sheet(file);
    struct movement moves[ROWS];
    const int count = read_movements(&c->accounts[0], sheet, moves);
    assert_in_range(count, 1, whole - 11);
    assert_true(strncmp(moves[count - 1].when, "20250512", 8) <= 0);
    assert_int_equal(fen_at(&sheet->rows[4], 3), moves[count - 1].balance);
    check_preamble(&c->accounts[0], sheet, fen_at(&sheet->rows[4], 1));
}

/* Calls `see` with both pages of every month of one community. */
static void each_month(struct state *state, int place, void (*see)(const struct book *book, int64_t *sum), int64_t *sum)
{
    static struct book book;
    memset(&book, 0, sizeof book);
    play(&state->city[place], DEMO_FIRST_MONTH - 1, &book);
    for (int32_t month = DEMO_FIRST_MONTH; month <= LAST; month++) {
        play_month(&book, month);
        see(&book, sum);
    }
}

static const struct demo_line *find(const struct demo_page *page, int flow)
{
    for (uint32_t i = 0; i < page->count; i++)
        if (page->lines[i].flow == flow)
            return &page->lines[i];
    return NULL;
}

static void see_transfer(const struct book *book, int64_t *sum)
{
    const struct demo_line *from = find(&book->income, TRANSFER), *to = find(&book->maintenance, TRANSFER);
    assert_true((from == NULL) == (to == NULL));
    if (!from)
        return;
    assert_int_equal(from->on, to->on);
    assert_int_equal(from->amount.fen, -to->amount.fen);
    assert_string_equal(from->party_account, book->c->accounts[1].number);
    assert_string_equal(to->party_account, book->c->accounts[0].number);
    assert_non_null(strstr(from->purpose, "转维修资金"));
    assert_non_null(strstr(to->purpose, "公共收益转入"));
    ++*sum;
}

static void transfers_arrive_on_the_same_day(void **data)
{
    for (int place = 0; place < DEMO_CITY_SIZE; place++) {
        int64_t count = 0;
        each_month(*data, place, see_transfer, &count);
        assert_true(count >= 10);
    }
}

static void see_liveliness(const struct book *book, int64_t *sum)
{
    assert_in_range(book->income.count, 12, 42);
    const day first = month_first(book->income.month);
    for (uint32_t i = 0; i < book->income.count; i++) {
        const struct demo_line *line = &book->income.lines[i];
        assert_int_equal(month_of(line->on), month_of(first));
        assert_true(line->party_account[0] == '\0' || strlen(line->party_account) == 19);
        assert_true(strlen(line->purpose) < sizeof line->purpose - 1);
    }
    *sum += book->income.count;
}

static void every_month_is_lively(void **data)
{
    for (int place = 0; place < DEMO_CITY_SIZE; place++) {
        int64_t lines = 0;
        each_month(*data, place, see_liveliness, &lines);
        assert_in_range(lines / (LAST - DEMO_FIRST_MONTH + 1), 15, 35);
    }
}

static void see_twin_fees(const struct book *book, int64_t *sum)
{
    const struct demo_line *one = find(&book->income, RECEIPT_FEE);
    if (one && one[1].flow == RECEIPT_FEE && one->on == one[1].on && one->seconds == one[1].seconds) {
        assert_int_equal(one->amount.fen, one[1].amount.fen);
        ++*sum;
    }
}

static void equal_fees_fall_on_one_day(void **data)
{
    int64_t twins = 0;
    each_month(*data, 0, see_twin_fees, &twins);
    assert_true(twins >= 11);
}

static void see_lift_advertising(const struct book *book, int64_t *sum)
{
    const struct demo_line *line = find(&book->income, LIFT_AD);
    if (line)
        *sum = line->on;
}

static void one_stream_stops(void **data)
{
    int64_t last = 0;
    each_month(*data, 3, see_lift_advertising, &last);
    assert_int_equal(month_of((day)last), YM(2024, 4));
    each_month(*data, 0, see_lift_advertising, &last);
    assert_int_equal(month_of((day)last), YM(2025, 10));
}

static void see_unclear(const struct book *book, int64_t *sum)
{
    *sum += find(&book->income, UNCLEAR) != NULL;
}

static void some_receipts_are_unclear(void **data)
{
    int64_t count = 0;
    each_month(*data, 0, see_unclear, &count);
    assert_int_equal(count, 0);
    each_month(*data, 5, see_unclear, &count);
    assert_in_range(count, 3, 20);
}

static void see_lift_repair(const struct book *book, int64_t *sum)
{
    const struct demo_line *line = find(&book->income, LIFT_REPAIR);
    if (line)
        *sum += line->amount.fen;
}

static void one_lift_is_repaired(void **data)
{
    int64_t fen = 0;
    each_month(*data, 1, see_lift_repair, &fen);
    assert_true(fen < -8000000);
}

static void see_audit(const struct book *book, int64_t *sum)
{
    *sum += find(&book->income, AUDIT) != NULL;
}

static void every_community_is_audited_once(void **data)
{
    for (int place = 0; place < DEMO_CITY_SIZE; place++) {
        int64_t count = 0;
        each_month(*data, place, see_audit, &count);
        assert_int_equal(count, 1);
    }
}

static void accounts_are_distinct(void **data)
{
    struct state *state = *data;
    for (int i = 0; i < DEMO_CITY_SIZE * 2; i++) {
        const struct demo_account *a = &state->city[i / 2].accounts[i % 2];
        assert_int_equal(strlen(a->number), 19);
        assert_int_equal(a->fund, i % 2 == 0 ? FUND_PI : FUND_MF);
        for (int k = 0; k < i; k++)
            assert_string_not_equal(a->number, state->city[k / 2].accounts[k % 2].number);
    }
}

static void weekends_move(void **data)
{
    (void)data;
    day saturday = 0;
    assert_int_equal(date_from_civil(2024, 6, 22, &saturday).code, ERROR_none);
    assert_int_equal(working_day(saturday), saturday + 2);
    assert_int_equal(working_day(saturday + 1), saturday + 2);
    assert_int_equal(working_day(saturday - 1), saturday - 1);
    assert_int_equal(working_day(saturday + 8), saturday + 6);
}

#define CASE(name) cmocka_unit_test_setup(name, fresh)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(balances_follow_and_chain),
        CASE(preamble_states_balances_and_totals),
        CASE(rows_have_the_forms_of_the_bank),
        CASE(serials_never_repeat),
        CASE(encodings_are_those_promised),
        CASE(newest_first_where_the_bank_does_so),
        CASE(same_seed_gives_same_bytes),
        CASE(nothing_before_the_first_month),
        CASE(statements_exist_up_to_last_month),
        CASE(a_month_can_end_early),
        CASE(transfers_arrive_on_the_same_day),
        CASE(every_month_is_lively),
        CASE(equal_fees_fall_on_one_day),
        CASE(one_stream_stops),
        CASE(some_receipts_are_unclear),
        CASE(one_lift_is_repaired),
        CASE(every_community_is_audited_once),
        CASE(accounts_are_distinct),
        CASE(weekends_move),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}

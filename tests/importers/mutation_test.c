/* Good files are damaged at random: one row dropped, doubled, swapped with another or edited, or one digit of an amount
 * or a balance changed. Every damaged file must be refused. The seed is printed; MINGZHANG_SEED repeats a run. */
#include "importers/parse/statement.c"

#include "base/number.h"
#include "tests/importers/sample.h"

#include <time.h>

enum { ROUNDS = 1500, ROWS_LEAST = 6, ROWS_MOST = 40, LINES_MAX = 64 };

struct dice {
    uint64_t state;
};

static uint32_t roll(struct dice *dice, uint32_t below)
{
    dice->state ^= dice->state << 13;
    dice->state ^= dice->state >> 7;
    dice->state ^= dice->state << 17;
    return (uint32_t)(dice->state >> 33) % below;
}

/* ---- a good file, line by line ---- */

struct file {
    struct arena *arena;
    struct bytes lines[LINES_MAX];
    size_t count, first; /* the first transaction */
};

static void split(struct arena *arena, struct bytes text, size_t first, struct file *ret_file)
{
    *ret_file = (struct file){.arena = arena, .first = first};
    for (size_t at = 0; at < text.size;) {
        const uint8_t *end = memchr(text.data + at, '\n', text.size - at);
        assert_non_null(end);
        const size_t size = (size_t)(end - text.data) + 1 - at;
        assert_true(ret_file->count < LINES_MAX);
        ret_file->lines[ret_file->count++] = BYTES(text.data + at, size);
        at += size;
    }
}

static struct bytes join(const struct file *file)
{
    struct buffer out;
    buffer_init(&out, file->arena, 1 << 20);
    for (size_t i = 0; i < file->count; i++)
        buffer_put(&out, file->lines[i].data, file->lines[i].size);
    return sample_done(&out);
}

/* Rows at random moments; no two amounts are equal, so that no other order of the rows makes sense either. */
static struct sample_row *make_rows(struct arena *arena, struct dice *dice, size_t count)
{
    struct sample_row *rows;
    money balance = FEN(roll(dice, 10000000));
    uint32_t second = 0;
    MUST(ARENA_TAKE(arena, count, &rows));
    for (size_t i = 0; i < count; i++) {
        const int64_t size = 1 + (int64_t)roll(dice, 3000) * ROWS_MOST + (int64_t)i;
        const money amount = FEN(roll(dice, 3) == 0 ? -size : size);
        balance.fen += amount.fen;
        second += 1 + roll(dice, 90000);
        rows[i] = (struct sample_row){amount, balance, second, (uint32_t)i + 1};
    }
    return rows;
}

/* ---- damage ---- */

static size_t any_row(const struct file *file, struct dice *dice, size_t margin)
{
    const size_t rows = file->count - file->first - 2 * margin;
    return file->first + margin + roll(dice, (uint32_t)rows);
}

static void drop(struct file *file, struct dice *dice, size_t margin)
{
    const size_t at = any_row(file, dice, margin);
    for (size_t i = at; i + 1 < file->count; i++)
        file->lines[i] = file->lines[i + 1];
    file->count--;
}

static void repeat(struct file *file, struct dice *dice, size_t margin)
{
    const size_t from = any_row(file, dice, margin), to = any_row(file, dice, margin);
    const struct bytes row = file->lines[from];
    for (size_t i = file->count; i > to; i--)
        file->lines[i] = file->lines[i - 1];
    file->lines[to] = row;
    file->count++;
}

static void swap(struct file *file, struct dice *dice, size_t margin)
{
    const size_t a = any_row(file, dice, margin);
    size_t b = a;
    while (b == a)
        b = any_row(file, dice, margin);
    const struct bytes kept = file->lines[a];
    file->lines[a] = file->lines[b];
    file->lines[b] = kept;
}

/* Where cell `column` of a line begins, and its size. */
static size_t cell_at(struct bytes line, size_t column, size_t *ret_size)
{
    size_t at = 0;
    for (size_t i = 0; i < column; at++)
        i += line.data[at] == ',';
    *ret_size = 0;
    while (line.data[at + *ret_size] != ',')
        ++*ret_size;
    return at;
}

/* An amount in either column, or the balance. */
static size_t money_column(const struct file *file, struct dice *dice, size_t row)
{
    const bool ccb = file->first > 2;
    const size_t columns[] = {ccb ? 1 : 5, ccb ? 2 : 6, ccb ? 3 : 11};
    size_t size = 0, column = 0;
    while (size == 0) {
        column = columns[roll(dice, 3)];
        (void)cell_at(file->lines[row], column, &size);
    }
    return column;
}

static void replace(struct file *file, size_t row, size_t at, struct bytes old, const char *new)
{
    struct buffer out;
    const struct bytes line = file->lines[row];
    buffer_init(&out, file->arena, 1 << 16);
    buffer_put(&out, line.data, at);
    buffer_text(&out, new);
    buffer_put(&out, old.data + old.size, line.size - at - old.size);
    file->lines[row] = sample_done(&out);
}

static void edit_digit(struct file *file, struct dice *dice, size_t margin)
{
    const size_t row = any_row(file, dice, margin);
    size_t size;
    const size_t at = cell_at(file->lines[row], money_column(file, dice, row), &size);
    size_t digit = at + roll(dice, (uint32_t)size);
    while (file->lines[row].data[digit] < '0' || file->lines[row].data[digit] > '9')
        digit = at + roll(dice, (uint32_t)size);
    const uint8_t old = file->lines[row].data[digit];
    const char new[2] = {(char)('0' + (old - '0' + 1 + (int)roll(dice, 9)) % 10), '\0'};
    replace(file, row, digit, BYTES(file->lines[row].data + digit, 1), new);
}

static void edit_row(struct file *file, struct dice *dice, size_t margin)
{
    const size_t row = any_row(file, dice, margin);
    size_t size;
    const size_t at = cell_at(file->lines[row], money_column(file, dice, row), &size);
    char text[MONEY_TEXT];
    do
        money_format(FEN((int64_t)roll(dice, 10000000) + 1), text);
    while (strlen(text) == size && memcmp(text, file->lines[row].data + at, size) == 0);
    replace(file, row, at, BYTES(file->lines[row].data + at, size), text);
}

struct damage {
    const char *name;
    void (*inflict)(struct file *file, struct dice *dice, size_t margin);
};

static const struct damage damages[] = {
    {"drop", drop}, {"double", repeat}, {"swap", swap}, {"edit digit", edit_digit}, {"edit row", edit_row}};

/* ---- the test ---- */

static uint64_t seed(void)
{
    const char *given = getenv("MINGZHANG_SEED");
    struct timespec now;
    int64_t number;
    if (given && !FAILED(number_parse(given, 1, INT64_MAX, &number)))
        return (uint64_t)number;
    (void)clock_gettime(CLOCK_REALTIME, &now);
    return (uint64_t)now.tv_sec * 1000003 + (uint64_t)now.tv_nsec;
}

static bool is_refused(struct arena *arena, struct bytes text)
{
    struct ctx ctx = {.arena = arena};
    struct statement statement;
    const result read = statement_read(&ctx, "damaged.csv", text, &statement);
    return FAILED(read) && read.code != ERROR_memory_exhausted;
}

/* `margin`: rows at either end that stay whole, since without totals nothing but the next file can miss them. */
static void every_damage_is_refused(struct dice *dice, bool ccb, size_t margin)
{
    struct arena *arena = arena_new(16 << 20);
    for (size_t round = 0; round < ROUNDS; round++) {
        const size_t count = ROWS_LEAST + roll(dice, ROWS_MOST - ROWS_LEAST), kind = round % LENGTH(damages);
        struct sample_row *rows = make_rows(arena, dice, count);
        const struct bytes good = ccb ? sample_ccb(arena, rows, count) : sample_icbc(arena, rows, count);
        struct file file;
        split(arena, good, ccb ? 10 : 2, &file);
        assert_false(is_refused(arena, good));
        damages[kind].inflict(&file, dice, margin);
        const struct bytes damaged = join(&file);
        if (!is_refused(arena, damaged))
            fail_msg("round %zu, %s:\n%.*s", round, damages[kind].name, (int)damaged.size, (const char *)damaged.data);
        arena_reset(arena);
    }
    arena_free(&arena);
}

static void damage_to_a_file_with_totals_is_refused(void **state)
{
    every_damage_is_refused(*state, true, 0);
}

static void damage_inside_a_file_with_balances_is_refused(void **state)
{
    every_damage_is_refused(*state, false, 1);
}

int main(void)
{
    struct dice dice = {seed()};
    print_message("seed %llu\n", (unsigned long long)dice.state);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate(damage_to_a_file_with_totals_is_refused, &dice),
        cmocka_unit_test_prestate(damage_inside_a_file_with_balances_is_refused, &dice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

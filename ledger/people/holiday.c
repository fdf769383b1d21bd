#include "ledger/people/holiday.h"

#include "db/db.h"
#include "embed/holiday.h"
#include "embed/sql.h"

#include <assert.h>
#include <string.h>

struct row {
    day date;
    bool works;
    const char *name;
};

static RESULT read_rows(struct ctx *ctx, struct row **ret_rows, size_t *ret_count)
{
    static const struct db_column columns[] = {COLUMN(row, date), COLUMN(row, works), COLUMN(row, name)};
    *ret_rows = NULL;
    return db_list(ctx, CALL0(sql_holiday_list), ROW(row, columns), ret_rows, ret_count);
}

static bool has_year(const struct row *rows, size_t count, int year)
{
    for (size_t i = 0; i < count; i++)
        if (date_to_civil(rows[i].date).year == year)
            return true;
    return false;
}

static int compare(const void *x, const void *y)
{
    const struct holiday *a = x, *b = y;
    return a->date < b->date ? -1 : a->date > b->date;
}

RESULT holiday_calendar(struct ctx *ctx, struct calendar *ret_calendar)
{
    struct holiday *days;
    struct row *rows;
    size_t count, years = 0, used = 0;
    TRY(read_rows(ctx, &rows, &count));
    while (holiday_all[years])
        years++;
    TRY(ARENA_TAKE(ctx->arena, count + years * HOLIDAY_YEAR_MAX, &days));
    for (size_t i = 0; i < years; i++) {
        struct holiday_year year;
        error_set(&ctx->error, "file", "%s", holiday_all[i]->name);
        TRY(holiday_read(ctx, BYTES(holiday_all[i]->text, holiday_all[i]->size), &year));
        if (has_year(rows, count, year.year))
            continue;
        memcpy(days + used, year.days, year.count * sizeof *days);
        used += year.count;
    }
    for (size_t i = 0; i < count; i++)
        days[used++] = (struct holiday){rows[i].date, rows[i].works, rows[i].name};
    assert(used > 0);
    qsort(days, used, sizeof *days, compare);
    *ret_calendar = (struct calendar){.days = days, .count = used, .weekend_is_rest = true};
    return OK;
}

static result write_year(struct ctx *ctx, void *arg)
{
    const struct holiday_year *year = arg;
    struct db_array arrays[3];
    struct db_value in[5];
    day first = 0, last = 0;
    TRY(date_from_civil(year->year, 1, 1, &first));
    TRY(date_from_civil(year->year, 12, 31, &last));
    DB_ARRAYS_INIT(ctx->arena, arrays, DB_DATE, DB_INT2, DB_STRING);
    for (size_t i = 0; i < year->count; i++) {
        db_array_number(&arrays[0], year->days[i].date);
        db_array_number(&arrays[1], year->days[i].works);
        db_array_bytes(&arrays[2], BYTES(year->days[i].name, strlen(year->days[i].name)));
    }
    in[0] = db_number(first);
    in[1] = db_number(last);
    TRY(db_arrays_value(arrays, LENGTH(arrays), &in[2]));
    return db_exec(ctx, CALL(sql_holiday_load, in));
}

RESULT holiday_load(struct ctx *ctx, struct bytes file, struct holiday_year *ret_year)
{
    struct holiday_year year;
    TRY(holiday_read(ctx, file, &year));
    TRY(db_write(ctx, write_year, &year));
    *ret_year = year;
    return OK;
}

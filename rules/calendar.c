#include "rules/calendar.h"

#include <assert.h>
#include <string.h>

enum { LINE_MAX = 200, WEEK = 7, MONTHS = 12, FIELDS = 3 };

/* ---- the file of a year ---- */

struct reading {
    struct ctx *ctx;
    struct bytes rest; /* of the file */
    uint32_t line;
    struct holiday_year year;
};

static RESULT refuse_line(const struct reading *reading, const char *reason)
{
    error_set(&reading->ctx->error, "line", "%u", reading->line);
    error_set(&reading->ctx->error, "reason", "%s", reason);
    return REFUSE(holiday, file);
}

/* The next line without its end. */
static struct bytes next_line(struct reading *reading)
{
    const uint8_t *end = memchr(reading->rest.data, '\n', reading->rest.size);
    struct bytes line = {reading->rest.data, end ? (size_t)(end - reading->rest.data) : reading->rest.size};
    const size_t used = line.size + (end ? 1 : 0);
    reading->rest = BYTES(reading->rest.data + used, reading->rest.size - used);
    reading->line++;
    if (line.size > 0 && line.data[line.size - 1] == '\r')
        line.size--;
    return line;
}

/* Three fields, or none. */
static RESULT split(const struct reading *reading, struct bytes line, const char *fields[FIELDS])
{
    const uint8_t *from = line.data, *end = line.data + line.size;
    for (int i = 0; i < FIELDS; i++) {
        const uint8_t *comma = i + 1 < FIELDS ? memchr(from, ',', (size_t)(end - from)) : end;
        if (!comma || (i + 1 == FIELDS && memchr(from, ',', (size_t)(end - from))))
            return refuse_line(reading, "一行三项：日期,名称,rest 或 work; a line has date,name,rest or work");
        TRY(arena_text(reading->ctx->arena, (const char *)from, (size_t)(comma - from), &fields[i]));
        from = comma < end ? comma + 1 : end;
    }
    return OK;
}

static RESULT check_day(struct reading *reading, const struct holiday *holiday)
{
    const int year = date_to_civil(holiday->date).year;
    if (reading->year.count == 0)
        reading->year.year = year;
    if (year != reading->year.year)
        return refuse_line(reading, "一个文件只写一年 one file holds one year");
    if (reading->year.count > 0 && reading->year.days[reading->year.count - 1].date >= holiday->date)
        return refuse_line(reading, "日期要由早到晚，每天一行 days ascend, one line each");
    return OK;
}

static RESULT add_day(struct reading *reading, struct bytes line)
{
    const char *fields[FIELDS];
    struct holiday holiday;
    if (line.size > LINE_MAX || reading->year.count == HOLIDAY_YEAR_MAX)
        return refuse_line(reading, "太长 too long");
    TRY(split(reading, line, fields));
    if (FAILED(date_parse(fields[0], &holiday.date)))
        return refuse_line(reading, "日期写成 2026-02-17 a date looks like 2026-02-17");
    holiday.name = fields[1];
    holiday.works = strcmp(fields[2], "work") == 0;
    if (!holiday.works && strcmp(fields[2], "rest") != 0)
        return refuse_line(reading, "种类是 rest 或 work; the kind is rest or work");
    if (!holiday.name[0] || strlen(holiday.name) > HOLIDAY_NAME_MAX)
        return refuse_line(reading, "名称为空或太长 the name is empty or too long");
    TRY(check_day(reading, &holiday));
    reading->year.days[reading->year.count++] = holiday;
    return OK;
}

RESULT holiday_read(struct ctx *ctx, struct bytes text, struct holiday_year *ret_year)
{
    static const char heads[] = "date,name,kind";
    struct reading reading = {.ctx = ctx, .rest = text};
    TRY(ARENA_TAKE(ctx->arena, HOLIDAY_YEAR_MAX, &reading.year.days));
    const struct bytes first = next_line(&reading);
    if (first.size != strlen(heads) || memcmp(first.data, heads, first.size) != 0)
        return refuse_line(&reading, "第一行应是 date,name,kind; the first line reads date,name,kind");
    while (reading.rest.size > 0)
        TRY(add_day(&reading, next_line(&reading)));
    if (reading.year.count == 0)
        return refuse_line(&reading, "没有一天 no day at all");
    *ret_year = reading.year;
    return OK;
}

/* ---- days ---- */

static const struct holiday *find(const struct calendar *calendar, day date)
{
    size_t low = 0, high = calendar->count;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (calendar->days[middle].date < date)
            low = middle + 1;
        else
            high = middle;
    }
    return low < calendar->count ? &calendar->days[low] : NULL; /* that day, or the next one listed */
}

bool calendar_knows(const struct calendar *calendar, int year)
{
    day first;
    if (FAILED(date_from_civil(year, 1, 1, &first)))
        return false;
    const struct holiday *next = find(calendar, first);
    return next && date_to_civil(next->date).year == year;
}

static bool weekend(day date)
{
    assert(date >= DAY_MIN);
    return (date + 3) % WEEK >= 5; /* 1970-01-01 was a Thursday */
}

bool calendar_works(const struct calendar *calendar, day date)
{
    const struct holiday *listed = find(calendar, date);
    if (listed && listed->date == date)
        return listed->works;
    return !weekend(date);
}

/*= CN-CC-203-1 期间的最后一日是法定休假日 */
bool calendar_rests(const struct calendar *calendar, day date)
{
    const struct holiday *listed = find(calendar, date);
    if (listed && listed->date == date)
        return !listed->works;
    return calendar->weekend_is_rest && weekend(date);
}

day calendar_roll(const struct calendar *calendar, day date)
{
    while (date < DAY_MAX && calendar_rests(calendar, date))
        date++;
    return date;
}

/* ---- spans ---- */

/* The day of the same number `months` away, else the last of that month: CN-CC-202. */
/*= CN-CC-202 到期月的对应日为期间的最后一日；没有对应日的，月末日为期间的最后一日 */
static RESULT add_months(day from, int64_t months, day *ret_day)
{
    const struct civil civil = date_to_civil(from);
    const int64_t month = month_of(from) + months;
    if (month < INT64_C(1990) * MONTHS || month >= INT64_C(2200) * MONTHS)
        return REFUSE(date, invalid);
    const day first = month_first((int32_t)month), last = month_last((int32_t)month);
    *ret_day = first + civil.day - 1 < last ? first + civil.day - 1 : last;
    return OK;
}

/* n days on (or back), the start not counted. */
static RESULT add_days(day from, int64_t days, day *ret_day)
{
    if (days > DAY_MAX - from || days < DAY_MIN - from)
        return REFUSE(date, invalid);
    *ret_day = from + (day)days;
    return OK;
}

static RESULT add_working_days(const struct calendar *calendar, day from, int64_t days, day *ret_day)
{
    const int step = days < 0 ? -1 : 1;
    int64_t left = days < 0 ? -days : days;
    while (left > 0) {
        if (from + step > DAY_MAX || from + step < DAY_MIN)
            return REFUSE(date, invalid);
        from += step;
        left -= calendar_works(calendar, from) ? 1 : 0;
    }
    *ret_day = from;
    return OK;
}

/*= CN-CC-201-1 按照年、月、日计算期间的，开始的当日不计入，自下一日开始计算 */
static RESULT move(const struct calendar *calendar, day from, const struct pack_value *span, int sign, day *ret_day)
{
    assert(span->a >= 0 && span->a <= DAY_MAX);
    switch ((enum pack_unit)span->b) {
    case PACK_DAYS:
        return add_days(from, sign * span->a, ret_day);
    case PACK_WORKING_DAYS:
        return add_working_days(calendar, from, sign * span->a, ret_day);
    case PACK_MONTHS:
        return add_months(from, sign * span->a, ret_day);
    case PACK_YEARS:
        return add_months(from, sign * span->a * MONTHS, ret_day);
    }
    assert(false); /* a unit of pack_value.h */
    return REFUSE(date, invalid);
}

RESULT calendar_end(const struct calendar *calendar, day from, const struct pack_value *span, day *ret_day)
{
    return move(calendar, from, span, 1, ret_day);
}

RESULT calendar_due(const struct calendar *calendar, day from, const struct pack_value *span, day *ret_day)
{
    TRY(calendar_end(calendar, from, span, ret_day));
    *ret_day = calendar_roll(calendar, *ret_day);
    return OK;
}

RESULT calendar_before(const struct calendar *calendar, day event, const struct pack_value *span, day *ret_day)
{
    return move(calendar, event, span, -1, ret_day);
}

bool calendar_hung(const struct calendar *calendar, day first, day last, const struct pack_value *span)
{
    day end;
    return !FAILED(calendar_end(calendar, first, span, &end)) && last >= end;
}

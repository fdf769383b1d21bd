#include "reports/standing.h"

#include "audit/past.h"
#include "base/number.h"
#include "base/words.h"
#include "db/db.h"
#include "embed/sql.h"

#include <stdio.h>
#include <string.h>

struct head_row {
    uint64_t community_id;
    const char *name;
    uint64_t size;
    struct digest root;
    const char *custodian;
    struct maybe carried_before, carried;
    bool commodity, public;
};

struct reading {
    const struct standing_in *in;
    struct standing *standing;
};

/* ---- which records, which day ---- */

static RESULT unreadable(struct ctx *ctx, const char *text, uint64_t size)
{
    error_set(&ctx->error, "value", "%s", text);
    error_set(&ctx->error, "size", "%llu", (unsigned long long)size);
    return REFUSE(report, known_at);
}

/* "T18:00:00+08:00" or "T10:00:00Z" behind a date, as seconds since the day began in China; -1 when malformed. */
static int64_t parse_clock(const char *text)
{
    static const char marks[] = "T::";
    static const int limits[] = {23, 59, 59};
    int64_t seconds = 0;
    if (strlen(text) < 9)
        return -1;
    for (int i = 0; i < 3; i++) {
        const char digits[3] = {text[3 * i + 1], text[3 * i + 2], '\0'};
        int64_t part;
        if (text[3 * i] != marks[i] || FAILED(number_parse(digits, 0, limits[i], &part)))
            return -1;
        seconds = seconds * 60 + part;
    }
    if (strcmp(text + 9, "Z") == 0)
        return seconds + 8 * 3600;
    return strcmp(text + 9, "+08:00") == 0 ? seconds : -1;
}

/* A day means its end. False when malformed. */
static bool parse_instant(const char *text, inst *ret_instant)
{
    char date[DATE_TEXT];
    day on;
    (void)snprintf(date, sizeof date, "%.10s", text);
    if (strlen(text) < 10 || FAILED(date_parse(date, &on)))
        return false;
    const int64_t seconds = text[10] == '\0' ? 0 : parse_clock(text + 10);
    *ret_instant = text[10] == '\0' ? date_begin(on + 1) - 1 : date_begin(on) + seconds * 1000000;
    return seconds >= 0;
}

/* Fills size and root; *ret_until: the last day that could be known then. */
static RESULT read_known(struct ctx *ctx, const struct standing_in *in, struct standing *standing, day *ret_until)
{
    struct journal_head head;
    inst instant;
    int64_t number;
    TRY(journal_head(ctx, in->community, &head));
    *ret_until = ctx_today(ctx);
    standing->head_size = standing->size = head.size;
    standing->root = head.root;
    if (!in->known_at)
        return OK;
    if (!FAILED(number_parse(in->known_at, 0, INT64_MAX, &number))) {
        standing->size = (uint64_t)number;
    } else if (parse_instant(in->known_at, &instant)) {
        TRY(past_size(ctx, in->community, instant, &standing->size));
        const day known = date_of_inst(instant);
        *ret_until = known < *ret_until ? known : *ret_until;
    } else {
        return unreadable(ctx, in->known_at, head.size);
    }
    if (standing->size == 0 || standing->size > head.size)
        return unreadable(ctx, in->known_at, head.size);
    return standing->size == head.size ? OK : past_root(ctx, in->community, standing->size, &standing->root);
}

static RESULT choose_day(struct ctx *ctx, const struct standing_in *in, day until, day *ret_as_of)
{
    const day first = month_first(in->period.first), last = month_last(in->period.last);
    char text[DATE_TEXT];
    *ret_as_of = in->as_of != 0 ? in->as_of : last < until ? last : until;
    date_format(*ret_as_of, text);
    error_set(&ctx->error, "value", "%s", text);
    error_set(&ctx->error, "period", "%s", in->period.name);
    return *ret_as_of < first || *ret_as_of > last || *ret_as_of > ctx_today(ctx) ? REFUSE(report, as_of) : OK;
}

/* ---- reading ---- */

static int32_t behind(struct maybe carried)
{
    return carried.present ? month_of((day)carried.value) + 1 : 0;
}

static RESULT read_head(struct ctx *ctx, const struct standing_in *in, struct standing *standing)
{
    static const struct db_column columns[] = {
        COLUMN(head_row, community_id), COLUMN(head_row, name),      COLUMN(head_row, size),
        COLUMN(head_row, root),         COLUMN(head_row, custodian), COLUMN(head_row, carried_before),
        COLUMN(head_row, carried),      COLUMN(head_row, commodity), COLUMN(head_row, public),
    };
    const struct db_value key[] = {db_number((int64_t)in->community), db_number(in->fund),
                                   db_number(month_first(standing->year) - 1), db_number(standing->as_of),
                                   db_number((int64_t)standing->size)};
    struct head_row row = {0};
    TRY(db_one(ctx, CALL(sql_standing_head, key), ROW(head_row, columns), &row));
    error_set(&ctx->error, "fund", "%s", fund_code(in->fund));
    if (!row.custodian)
        return REFUSE(fund, unknown);
    standing->community_id = row.community_id;
    standing->name = row.name;
    standing->custodian = row.custodian;
    standing->open_before = behind(row.carried_before);
    standing->open = behind(row.carried);
    standing->housing[0] = row.commodity;
    standing->housing[1] = row.public;
    return OK;
}

static RESULT read_rows(struct ctx *ctx, const struct standing_in *in, struct standing *standing)
{
    static const struct db_column columns[] = {
        COLUMN(standing_row, code),
        COLUMN(standing_row, name),
        COLUMN(standing_row, class),
        COLUMN(standing_row, normal_side),
        COLUMN(standing_row, month),
        COLUMN(standing_row, debit_fen),
        COLUMN(standing_row, credit_fen),
        COLUMN(standing_row, carried_debit_fen),
        COLUMN(standing_row, carried_credit_fen),
        COLUMN(standing_row, opened_debit_fen),
        COLUMN(standing_row, opened_credit_fen),
    };
    const struct db_value key[] = {db_number((int64_t)in->community), db_number(in->fund), db_number(in->from),
                                   db_number(standing->as_of), db_number((int64_t)standing->size)};
    return db_list(ctx, CALL(sql_standing_list, key), ROW(standing_row, columns), &standing->rows,
                   &standing->row_count);
}

/* Repairs behind `behind_day` up to `to`, added to what is there. */
static RESULT read_works(struct ctx *ctx, struct standing *standing, day behind_day, day to)
{
    static const struct db_column columns[] = {COLUMN(works_row, kind), COLUMN(works_row, code),
                                               COLUMN(works_row, month), COLUMN(works_row, debit_fen),
                                               COLUMN(works_row, credit_fen)};
    const struct db_value key[] = {db_number((int64_t)standing->community_id), db_number(behind_day), db_number(to),
                                   db_number((int64_t)standing->size)};
    struct works_row *more = NULL, *all;
    size_t count = 0;
    if (behind_day >= to)
        return OK;
    TRY(db_list(ctx, CALL(sql_standing_works_list, key), ROW(works_row, columns), &more, &count));
    TRY(ARENA_TAKE(ctx->arena, standing->works_count + count + 1, &all));
    for (size_t i = 0; i < standing->works_count; i++)
        all[i] = standing->works[i];
    for (size_t i = 0; i < count; i++)
        all[standing->works_count + i] = more[i];
    standing->works = all;
    standing->works_count += count;
    return OK;
}

/* Repairs that no carry-forward entry has told apart: at the end of last year, and now. */
static RESULT read_open_works(struct ctx *ctx, struct standing *standing)
{
    const day year = month_first(standing->year) - 1;
    const day before = standing->open_before > 0 ? month_first(standing->open_before) - 1 : DAY_MIN;
    const day now = standing->open > 0 ? month_first(standing->open) - 1 : DAY_MIN;
    TRY(read_works(ctx, standing, before, year));
    return read_works(ctx, standing, now > year ? now : year, standing->as_of);
}

static RESULT read_taxes(struct ctx *ctx, const struct db_value key[5], struct standing *standing)
{
    static const struct db_column columns[] = {COLUMN(tax_row, code), COLUMN(tax_row, stream), COLUMN(tax_row, month),
                                               COLUMN(tax_row, debit_fen), COLUMN(tax_row, credit_fen)};
    return db_list(ctx, (struct db_call){&sql_standing_stream_list, key, 5}, ROW(tax_row, columns), &standing->taxes,
                   &standing->tax_count);
}

static RESULT read_moves(struct ctx *ctx, struct standing *standing)
{
    static const struct db_column columns[] = {COLUMN(move_row, seq),          COLUMN(move_row, code),
                                               COLUMN(move_row, booking_date), COLUMN(move_row, move),
                                               COLUMN(move_row, debit_fen),    COLUMN(move_row, credit_fen)};
    const struct db_value key[] = {db_number((int64_t)standing->community_id), db_number(standing->fund),
                                   db_number(month_first(standing->year)), db_number(standing->as_of),
                                   db_number((int64_t)standing->size)};
    return db_list(ctx, CALL(sql_standing_move_list, key), ROW(move_row, columns), &standing->moves,
                   &standing->move_count);
}

RESULT standing_load(struct ctx *ctx, const struct standing_in *in, struct standing *ret_standing)
{
    day until;
    *ret_standing = (struct standing){.fund = in->fund, .from = in->from};
    TRY(read_known(ctx, in, ret_standing, &until));
    TRY(choose_day(ctx, in, until, &ret_standing->as_of));
    ret_standing->year = month_of(ret_standing->as_of) / 12 * 12;
    TRY(read_head(ctx, in, ret_standing));
    TRY(read_rows(ctx, in, ret_standing));
    TRY(read_moves(ctx, ret_standing));
    const struct db_value key[] = {db_number((int64_t)in->community), db_number(in->fund), db_number(in->from),
                                   db_number(ret_standing->as_of), db_number((int64_t)ret_standing->size)};
    return in->fund == FUND_MF ? read_open_works(ctx, ret_standing) : read_taxes(ctx, key, ret_standing);
}

static result load(struct ctx *ctx, void *arg)
{
    const struct reading *reading = arg;
    return standing_load(ctx, reading->in, reading->standing);
}

RESULT standing_read(struct ctx *ctx, const struct standing_in *in, struct standing *ret_standing)
{
    struct reading reading = {in, ret_standing};
    return db_read(ctx, load, &reading);
}

bool standing_has_last_year(const struct standing *standing)
{
    for (size_t i = 0; i < standing->row_count; i++) {
        const struct standing_row *row = &standing->rows[i];
        if (row->month < standing->year && (row->debit_fen.fen != 0 || row->credit_fen.fen != 0))
            return true;
    }
    return false;
}

RESULT standing_transit(struct ctx *ctx, const struct standing *standing, struct standing_transit **ret_list,
                        size_t *ret_count)
{
    static const struct db_column columns[] = {COLUMN(standing_transit, fund), COLUMN(standing_transit, amount)};
    const struct db_value key[] = {db_number((int64_t)standing->community_id), db_number(standing->as_of),
                                   db_number((int64_t)standing->size)};
    *ret_list = NULL;
    return db_list(ctx, CALL(sql_standing_transit_list, key), ROW(standing_transit, columns), ret_list, ret_count);
}

bool standing_turned(const struct standing_row *row)
{
    return row->debit_fen.fen != 0 || row->credit_fen.fen != 0 || row->carried_debit_fen.fen != 0 ||
           row->carried_credit_fen.fen != 0 || row->opened_debit_fen.fen != 0 || row->opened_credit_fen.fen != 0;
}

#include "reports/voucher.h"

#include "base/digest.h"
#include "base/words.h"
#include "db/db.h"
#include "embed/sql.h"
#include "ledger/book/correction.h"
#include "ledger/people/person.h"

#include <stdio.h>
#include <string.h>

enum { PERIOD_TEXT = 16 };

struct head_row {
    int16_t entry_type;
    int32_t booking_date;
    struct maybe value_date, original_date;
    int64_t recorded_at;
    const char *summary, *payee;
    struct digest leaf;
    int64_t documents;
    struct maybe reversed_by, corrects;
};

struct line_row {
    int16_t line, fund;
    const char *code, *name, *summary;
    struct maybe stream;
    const char *bank;
    struct maybe unit_count, debit, credit;
};

struct number_row {
    int64_t seq;
    int16_t fund, word;
    int32_t series;
    int64_t number;
};

struct voucher { /* under way */
    struct statement *s;
    uint64_t seq;
    struct head_row head;
    const struct record_entry *record;
};

RESULT voucher_locate(struct ctx *ctx, const char *number, uint16_t *ret_fund, struct period *ret_period)
{
    char fund[4] = "", period[PERIOD_TEXT] = "";
    const char *first = strchr(number, '-'), *second = first ? strchr(first + 1, '-') : NULL;
    error_set(&ctx->error, "entry", "%s", number);
    if (!second || strlen(second) < 9)
        return REFUSE(entry, unknown);
    (void)snprintf(fund, sizeof fund, "%.2s", number);
    (void)snprintf(period, sizeof period, "%.7s", second + 1);
    if (FAILED(fund_parse(fund, ret_fund)) || FAILED(report_period_parse(ctx, period, ret_period)))
        return REFUSE(entry, unknown);
    return OK;
}

static RESULT read_head(struct voucher *v)
{
    static const struct db_column columns[] = {
        COLUMN(head_row, entry_type),    COLUMN(head_row, booking_date), COLUMN(head_row, value_date),
        COLUMN(head_row, original_date), COLUMN(head_row, recorded_at),  COLUMN(head_row, summary),
        COLUMN(head_row, payee),         COLUMN(head_row, leaf),         COLUMN(head_row, documents),
        COLUMN(head_row, reversed_by),   COLUMN(head_row, corrects),
    };
    struct statement *s = v->s;
    TRY(entry_find(s->ctx, s->in->community, s->in->what, &v->seq));
    if (v->seq >= s->standing.size)
        return REFUSE(entry, unknown);
    TRY(correction_original(s->ctx, s->in->community, v->seq, &v->record));
    const struct db_value in[] = {db_number((int64_t)s->in->community), db_number((int64_t)v->seq),
                                  db_number((int64_t)s->standing.size)};
    return db_one(s->ctx, CALL(sql_voucher_head, in), ROW(head_row, columns), &v->head);
}

/* ---- facts ---- */

static RESULT fact(struct voucher *v, const char *key, enum phrase label, const char *value)
{
    return value ? report_fact_add(v->s->report, key, statement_text(v->s, label), value) : OK;
}

static RESULT date_fact(struct voucher *v, const char *key, enum phrase label, struct maybe date)
{
    char text[DATE_TEXT];
    const char *kept;
    if (!date.present)
        return OK;
    date_format((day)date.value, text);
    TRY(arena_text(v->s->ctx->arena, text, strlen(text), &kept));
    return fact(v, key, label, kept);
}

/* The voucher numbers of a record, one for each fund that it touches. */
static RESULT number_fact(struct voucher *v, const char *key, enum phrase label, struct maybe seq)
{
    static const struct db_column columns[] = {COLUMN(number_row, seq), COLUMN(number_row, fund),
                                               COLUMN(number_row, word), COLUMN(number_row, series),
                                               COLUMN(number_row, number)};
    struct db_array seqs;
    struct db_value in[2] = {db_number((int64_t)v->s->in->community)};
    struct number_row *rows = NULL;
    size_t count;
    const char *all = NULL;
    if (!seq.present)
        return OK;
    db_array_init(&seqs, v->s->ctx->arena, DB_INT8);
    db_array_number(&seqs, seq.value);
    TRY(db_array_value(&seqs, &in[1]));
    TRY(db_list(v->s->ctx, CALL(sql_voucher_number_list, in), ROW(number_row, columns), &rows, &count));
    for (size_t i = 0; i < count; i++) {
        char number[ENTRY_NUMBER_TEXT];
        entry_number_format(rows[i].fund, rows[i].word, rows[i].series, rows[i].number, number);
        TRY(arena_print(v->s->ctx->arena, &all, "%s%s%s", all ? all : "", all ? " " : "", number));
    }
    return fact(v, key, label, all);
}

static RESULT put_facts(struct voucher *v)
{
    static const enum phrase types[] = {PHRASE_type_ordinary,   PHRASE_type_ordinary,     PHRASE_type_red,
                                        PHRASE_type_correction, PHRASE_type_difference,   PHRASE_type_opening,
                                        PHRASE_type_closing,    PHRASE_type_apportionment};
    const char *count, *leaf;
    char hex[2 * sizeof v->head.leaf + 1], recorded[INST_TEXT];
    hex_encode(BYTES(v->head.leaf.b, sizeof v->head.leaf.b), hex);
    inst_format(v->head.recorded_at, recorded);
    TRY(number_fact(v, "number", PHRASE_voucher_number, (struct maybe){true, (int64_t)v->seq}));
    TRY(date_fact(v, "date", PHRASE_booking_date, (struct maybe){true, v->head.booking_date}));
    TRY(date_fact(v, "value_date", PHRASE_value_date, v->head.value_date));
    TRY(date_fact(v, "original_date", PHRASE_original_date, v->head.original_date));
    TRY(fact(v, "type", PHRASE_entry_kind, statement_text(v->s, types[v->head.entry_type])));
    TRY(fact(v, "summary", PHRASE_voucher_summary, v->head.summary));
    TRY(fact(v, "payee", PHRASE_payee, v->head.payee));
    TRY(arena_print(v->s->ctx->arena, &count, "%lld", (long long)v->head.documents));
    TRY(fact(v, "documents", PHRASE_documents_attached, count));
    TRY(number_fact(v, "corrects", PHRASE_corrects, v->head.corrects));
    TRY(number_fact(v, "reversed_by", PHRASE_reversed_by, v->head.reversed_by));
    TRY(arena_print(v->s->ctx->arena, &leaf, "#%llu %s %s", (unsigned long long)v->seq, recorded, hex));
    return fact(v, "record", PHRASE_record, leaf);
}

/* ---- lines ---- */

/* Where the money lies, its stream, how many units share it. */
static RESULT details(struct voucher *v, const struct line_row *line, const char **ret_text)
{
    const char *units = "";
    if (line->unit_count.present)
        TRY(arena_print(v->s->ctx->arena, &units, "%lld %s", (long long)line->unit_count.value,
                        statement_text(v->s, PHRASE_units_counted)));
    const char *stream = line->stream.present ? stream_name(line->stream.value, v->s->in->language) : "";
    return arena_print(v->s->ctx->arena, ret_text, "%s%s%s%s%s", line->bank ? line->bank : "",
                       line->bank && stream[0] ? " " : "", stream, (line->bank || stream[0]) && units[0] ? " " : "",
                       units);
}

static void put_amount(struct report_row *row, struct maybe amount)
{
    if (amount.present)
        report_put_money(row, FEN(amount.value), NULL);
    else
        report_put_empty(row);
}

static RESULT put_line(struct voucher *v, struct report_table *table, const struct line_row *line)
{
    const char *key, *text;
    struct report_row *row;
    TRY(arena_print(v->s->ctx->arena, &key, "%d", line->line));
    TRY(report_row_add(table, (struct report_row){.key = key, .sign = 1, .sum_from = -1}, &row));
    report_put_text(row, line->summary ? line->summary : v->head.summary);
    TRY(arena_print(v->s->ctx->arena, &text, "%s %s %s", fund_code(line->fund), line->code,
                    statement_name_then(v->s, line->fund, line->code, line->name)));
    report_put_text(row, text);
    TRY(details(v, line, &text));
    report_put_text(row, text);
    put_amount(row, line->debit);
    put_amount(row, line->credit);
    return OK;
}

static RESULT put_total(struct voucher *v, struct report_table *table, const struct line_row *lines, size_t count)
{
    money debit = FEN(0), credit = FEN(0);
    struct report_row *row;
    for (size_t i = 0; i < count; i++) {
        if (lines[i].debit.present)
            TRY(money_add(debit, FEN(lines[i].debit.value), &debit));
        if (lines[i].credit.present)
            TRY(money_add(credit, FEN(lines[i].credit.value), &credit));
    }
    TRY(report_row_add(table, (struct report_row){.key = "total", .total = REPORT_TOTAL, .sum_from = 0}, &row));
    report_put_text(row, statement_text(v->s, PHRASE_total));
    report_put_text(row, "");
    report_put_text(row, "");
    report_put_money(row, debit, NULL);
    report_put_money(row, credit, NULL);
    return report_equal(v->s->ctx, "voucher: debit / credit", debit, credit);
}

static RESULT put_lines(struct voucher *v)
{
    static const struct db_column columns[] = {
        COLUMN(line_row, line),    COLUMN(line_row, fund),   COLUMN(line_row, code), COLUMN(line_row, name),
        COLUMN(line_row, summary), COLUMN(line_row, stream), COLUMN(line_row, bank), COLUMN(line_row, unit_count),
        COLUMN(line_row, debit),   COLUMN(line_row, credit),
    };
    const struct db_value in[] = {db_number((int64_t)v->s->in->community), db_number((int64_t)v->seq)};
    struct line_row *lines = NULL;
    struct report_table *table;
    size_t count;
    TRY(db_list(v->s->ctx, CALL(sql_voucher_line_list, in), ROW(line_row, columns), &lines, &count));
    TRY(statement_table(v->s, "lines", PHRASE_voucher_lines, &table));
    report_column_add(table, "summary", statement_text(v->s, PHRASE_voucher_summary), REPORT_TEXT);
    report_column_add(table, "account", statement_text(v->s, PHRASE_account), REPORT_TEXT);
    report_column_add(table, "details", statement_text(v->s, PHRASE_line_details), REPORT_TEXT);
    report_column_add(table, "debit", statement_text(v->s, PHRASE_debit_side), REPORT_MONEY);
    report_column_add(table, "credit", statement_text(v->s, PHRASE_credit_side), REPORT_MONEY);
    for (size_t i = 0; i < count; i++)
        TRY(put_line(v, table, &lines[i]));
    return put_total(v, table, lines, count);
}

/* ---- hands: who prepared, reviewed, approved (CN-BAW-51) ---- */

static const char *name_of(const struct person *people, size_t count, const uint8_t subject[16])
{
    for (size_t i = 0; i < count; i++)
        if (memcmp(&people[i].subject, subject, sizeof people[i].subject) == 0)
            return people[i].name;
    return "";
}

static RESULT put_hands(struct voucher *v)
{
    static const enum phrase functions[] = {PHRASE_hand_other, PHRASE_hand_prepared, PHRASE_hand_reviewed,
                                            PHRASE_hand_approved};
    struct report_table *table;
    struct person *people;
    size_t count;
    TRY(person_list(v->s->ctx, v->s->in->community, &people, &count));
    TRY(statement_table(v->s, "hands", PHRASE_hands, &table));
    report_column_add(table, "function", statement_text(v->s, PHRASE_hand_function), REPORT_TEXT);
    report_column_add(table, "name", statement_text(v->s, PHRASE_hand_name), REPORT_TEXT);
    for (uint32_t i = 0; i < v->record->hands_count; i++) {
        const struct record_hand *hand = &v->record->hands[i];
        const char *key;
        struct report_row *row;
        TRY(arena_print(v->s->ctx->arena, &key, "%u", hand->function));
        TRY(report_row_add(table, (struct report_row){.key = key, .sum_from = -1}, &row));
        report_put_text(row, statement_text(v->s, functions[hand->function < LENGTH(functions) ? hand->function : 0]));
        report_put_text(row, name_of(people, count, (const uint8_t *)&hand->subject));
    }
    return OK;
}

RESULT voucher_build(struct statement *s)
{
    struct voucher v = {.s = s};
    TRY(read_head(&v));
    TRY(statement_begin(s, "voucher", PHRASE_accounting_voucher));
    TRY(put_facts(&v));
    TRY(put_lines(&v));
    return put_hands(&v);
}

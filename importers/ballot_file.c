#include "importers/ballot_file.h"

#include "importers/parse/csv.h"

#include <string.h>

enum ballot_column {
    COLUMN_UNIT,
    COLUMN_VOTER,
    COLUMN_CHOICE,
    COLUMN_PROXY,
    COLUMN_DOCUMENT,
    COLUMN_TIME,
    BALLOT_COLUMNS
};

static const char *const heads[BALLOT_COLUMNS][2] = {{"房号", "unit"},    {"投票人", "voter"},    {"选择", "choice"},
                                                     {"代理人", "proxy"}, {"委托书", "document"}, {"时间", "time"}};

struct ballot_file {
    struct ctx *ctx;
    int at[BALLOT_COLUMNS]; /* column of each head, -1 none */
    LIST(struct tally_ballot_in) ballots;
};

static RESULT read_heads(struct ballot_file *f, const struct csv_row *row)
{
    for (int c = 0; c < BALLOT_COLUMNS; c++) {
        f->at[c] = -1;
        for (uint32_t i = 0; i < row->count; i++)
            if (strcmp(row->cells[i], heads[c][0]) == 0 || strcmp(row->cells[i], heads[c][1]) == 0)
                f->at[c] = (int)i;
        error_set(&f->ctx->error, "column", "%s", heads[c][0]);
        if (f->at[c] < 0 && c <= COLUMN_CHOICE)
            return REFUSE(ballot, heads);
    }
    return OK;
}

static RESULT copy_cell(struct ballot_file *f, const struct csv_row *row, enum ballot_column column,
                        const char **ret_text)
{
    const int at = f->at[column];
    const char *text = at >= 0 && (uint32_t)at < row->count ? row->cells[at] : "";
    return arena_text(f->ctx->arena, text, strlen(text), ret_text);
}

static RESULT read_row(struct ballot_file *f, const struct csv_row *row)
{
    struct tally_ballot_in ballot = {.line = row->line};
    TRY(copy_cell(f, row, COLUMN_UNIT, &ballot.unit));
    TRY(copy_cell(f, row, COLUMN_VOTER, &ballot.voter));
    TRY(copy_cell(f, row, COLUMN_CHOICE, &ballot.choice));
    TRY(copy_cell(f, row, COLUMN_PROXY, &ballot.proxy));
    TRY(copy_cell(f, row, COLUMN_DOCUMENT, &ballot.document));
    TRY(copy_cell(f, row, COLUMN_TIME, &ballot.time));
    return LIST_ADD(&f->ballots, ballot);
}

static RESULT read_rows(struct ballot_file *f, struct csv_reader *reader)
{
    const struct csv_row *row;
    TRY(csv_next(f->ctx, reader, &row));
    if (!row)
        return REFUSE(ballot, none);
    TRY(read_heads(f, row));
    for (;;) {
        TRY(csv_next(f->ctx, reader, &row));
        if (!row)
            return f->ballots.count > 0 ? OK : REFUSE(ballot, none);
        TRY(read_row(f, row));
    }
}

RESULT ballot_file_read(struct ctx *ctx, struct bytes file, struct tally_ballot_in **ret_ballots, size_t *ret_count)
{
    struct charset_text text;
    struct csv_reader *reader;
    struct ballot_file f = {.ctx = ctx, .ballots = LIST_INIT(ctx->arena, TALLY_BALLOTS_MAX)};
    TRY(charset_decode(ctx, file, &text));
    TRY(csv_open(ctx, &text, &reader));
    const result done = read_rows(&f, reader);
    csv_close(&reader);
    TRY(done);
    *ret_ballots = f.ballots.items;
    *ret_count = f.ballots.count;
    return OK;
}

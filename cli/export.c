/* export: a journal as a tile directory, the books as a file for hledger and ledger. Nothing is kept back: the data are
 * the users'. */
#include "audit/log/tile.h"
#include "cli/cli.h"
#include "db/db.h"
#include "embed/copy.h"
#include "embed/sql.h"
#include "ledger/book/entry.h"
#include "ledger/people/community.h"

#include <string.h>
#include <unistd.h>

enum { SLICE = 2000, SLICE_ARENA = 256 << 20, COPY_FIELDS = 6, COPY_RECORD = 5 };

/* ---- journal ---- */

struct journal_export {
    struct cli *cli;
    int folder;
    struct journal_head head;
};

static RESULT write_records(struct ctx *ctx, struct tile_writer *writer, uint64_t community)
{
    struct db_copy *copy = NULL;
    struct db_field fields[COPY_FIELDS];
    bool more = true;
    TRY(db_copy_open(ctx, &copy_journal, community, &copy));
    result done = db_copy_next(copy, fields, LENGTH(fields), &more);
    while (!FAILED(done) && more) {
        done = tile_write(ctx, writer, fields[COPY_RECORD].bytes);
        if (!FAILED(done))
            done = db_copy_next(copy, fields, LENGTH(fields), &more);
    }
    db_copy_close(&copy);
    return done;
}

static RESULT export_journal(struct ctx *ctx, void *arg)
{
    struct journal_export *export = arg;
    struct tile_writer *writer;
    TRY(journal_head(ctx, export->cli->community, &export->head));
    TRY(tile_writer_new(ctx, export->folder, &writer));
    result done = write_records(ctx, writer, export->cli->community);
    if (!FAILED(done))
        done = tile_write_end(ctx, writer, export->cli->community);
    tile_writer_free(&writer);
    return done;
}

static RESULT run_journal(struct cli *cli, const char *path)
{
    struct journal_export export = {.cli = cli, .folder = -1};
    TRY(cli_create_folder(cli, path, &export.folder));
    result done = cli_open(cli, "mz_verify", false);
    if (!FAILED(done))
        done = db_read(&cli->ctx, export_journal, &export);
    (void)close(export.folder);
    TRY(done);
    (void)printf("%s %llu %s %s\n", cli_text(cli, "已导出", "exported"), (unsigned long long)export.head.size,
                 cli_text(cli, "条记录到", "records to"), path);
    return OK;
}

/* ---- hledger ---- */

struct export_entry {
    uint64_t seq;
    day booking_date;
    uint8_t entry_type, word;
    uint16_t fund;
    int32_t series;
    int64_t number;
    const char *leaf, *summary;
};

struct export_posting {
    uint64_t seq;
    uint16_t line;
    uint8_t side;
    money amount;
    uint16_t fund;
    const char *code, *name;
    uint8_t class;
};

static const struct db_column entry_row[] = {
    COLUMN(export_entry, seq),    COLUMN(export_entry, booking_date), COLUMN(export_entry, entry_type),
    COLUMN(export_entry, fund),   COLUMN(export_entry, word),         COLUMN(export_entry, series),
    COLUMN(export_entry, number), COLUMN(export_entry, leaf),         COLUMN(export_entry, summary)};
static const struct db_column posting_row[] = {COLUMN(export_posting, seq),  COLUMN(export_posting, line),
                                               COLUMN(export_posting, side), COLUMN(export_posting, amount),
                                               COLUMN(export_posting, fund), COLUMN(export_posting, code),
                                               COLUMN(export_posting, name), COLUMN(export_posting, class)};

/* A word that both programs read as one: their separators become blanks, two blanks never stand together. */
static void print_word(FILE *file, const char *text)
{
    bool blank = false;
    for (const char *p = text; *p; p++) {
        const bool separator = *p == ' ' || strchr(";|()[]{}@=*!\"", *p) != NULL;
        if (separator && !blank)
            (void)fputc(' ', file);
        if (!separator)
            (void)fputc(*p, file);
        blank = separator;
    }
}

static void print_entry(FILE *file, const struct export_entry *entry)
{
    char date[DATE_TEXT], number[ENTRY_NUMBER_TEXT];
    date_format(entry->booking_date, date);
    entry_number_format(entry->fund, entry->word, entry->series, entry->number, number);
    (void)fprintf(file, "%s (%s) ", date, number);
    print_word(file, entry->summary);
    (void)fprintf(file, "\n    ; seq: %llu, leaf: %s%s\n", (unsigned long long)entry->seq, entry->leaf,
                  entry->entry_type == ENTRY_RED_LETTER ? ", type: red-letter" : "");
}

/* Debit positive, credit negative, red letters with the sign they were booked with. */
static void print_posting(FILE *file, uint64_t community, const struct export_posting *posting)
{
    static const char *const tops[] = {"?", "Assets", "Liabilities", "Equity", "Income", "Expenses"};
    char amount[MONEY_TEXT];
    money_format(posting->side == SIDE_DEBIT ? posting->amount : money_neg(posting->amount), amount);
    (void)fprintf(file, "    %s:%s:%012llu:%s", tops[posting->class <= CLASS_EXPENSE ? posting->class : 0],
                  fund_code(posting->fund), (unsigned long long)community, posting->code);
    print_word(file, posting->name);
    (void)fprintf(file, "  %s CNY\n", amount);
}

/* Prints the slice from *from on and moves *from behind it; *ret_more false when it was the last. */
static RESULT print_slice(struct ctx *ctx, FILE *file, uint64_t community, uint64_t *from, bool *ret_more)
{
    struct export_entry *entries = NULL;
    struct export_posting *postings = NULL;
    size_t entry_count, posting_count, p = 0;
    const struct db_value in[] = {db_number((int64_t)community), db_number((int64_t)*from), db_number(SLICE)};
    TRY(db_list(ctx, CALL(sql_export_entry_slice, in), ROW(export_entry, entry_row), &entries, &entry_count));
    *ret_more = entry_count == SLICE;
    if (entry_count == 0)
        return OK;
    const struct db_value range[] = {in[0], in[1], db_number((int64_t)entries[entry_count - 1].seq)};
    TRY(db_list(ctx, CALL(sql_export_posting_slice, range), ROW(export_posting, posting_row), &postings,
                &posting_count));
    for (size_t e = 0; e < entry_count; e++) {
        print_entry(file, &entries[e]);
        for (; p < posting_count && postings[p].seq == entries[e].seq; p++)
            print_posting(file, community, &postings[p]);
        (void)fputc('\n', file);
    }
    *from = entries[entry_count - 1].seq + 1;
    return OK;
}

struct hledger_export {
    struct cli *cli;
    FILE *file;
};

static RESULT print_community(struct ctx *ctx, FILE *file, uint64_t community)
{
    uint64_t from = 0;
    bool more = true;
    struct arena *outer = ctx->arena;
    ctx->arena = arena_new(SLICE_ARENA);
    result done = ctx->arena ? OK : REFUSE(memory, exhausted);
    while (!FAILED(done) && more) {
        done = print_slice(ctx, file, community, &from, &more);
        arena_reset(ctx->arena);
    }
    arena_free(&ctx->arena);
    ctx->arena = outer;
    return done;
}

static RESULT export_hledger(struct ctx *ctx, void *arg)
{
    const struct hledger_export *export = arg;
    struct community *list, one;
    size_t count;
    (void)fprintf(export->file, "; 明账导出 exported by mingzhang %s\n\n", MZ_VERSION);
    if (export->cli->community != 0) {
        TRY(community_get(ctx, export->cli->community, &one));
        return print_community(ctx, export->file, export->cli->community);
    }
    TRY(community_list(ctx, &list, &count));
    for (size_t i = 0; i < count; i++)
        TRY(print_community(ctx, export->file, list[i].community_id));
    return OK;
}

static RESULT run_hledger(struct cli *cli)
{
    struct hledger_export export = {.cli = cli};
    TRY(cli_create(cli, cli->out, &export.file));
    TRY(cli_open(cli, "mz_verify", false));
    TRY(db_read(&cli->ctx, export_hledger, &export));
    return cli_write(cli, cli->out, export.file, BYTES("", 0));
}

int verb_export(struct cli *cli)
{
    const char *what = cli->arg_count > 0 ? cli->args[0] : "";
    result done;
    if (strcmp(what, "hledger") == 0 && cli->arg_count == 1)
        done = run_hledger(cli);
    else if (strcmp(what, "journal") == 0 && cli->arg_count == 2 && cli->community != 0)
        done = run_journal(cli, cli->args[1]);
    else
        return cli_usage(cli, "export journal --community CODE DIR | export hledger [--community CODE] [--out FILE]");
    return cli_finish(cli, done);
}

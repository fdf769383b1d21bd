#include "importers/parse/csv.h"

#include "base/buffer.h"
#include "importers/parse/sniff.h"

#include <csv.h>
#include <string.h>

enum { TOKEN_BLOCK = 65536, CELLS_SIZE_MAX = 64 << 20 };

struct csv_reader {
    struct csv_parser parser;
    struct charset_text text;
    size_t source_at, utf8_at;
    uint32_t line; /* lines read so far */
    bool ended;    /* the tokeniser has seen the end of the row */
    bool finished;
    uint32_t long_cell; /* number of the first cell that is too long, 0 none */
    size_t starts[STATEMENT_COLUMNS_MAX];
    struct buffer cells; /* of the row, one behind the other, each with its NUL */
    struct csv_row row;
};

/* ---- cells ---- */

static const char *skip_front(const char *text)
{
    static const char *const words[] = {" ", "\t", "\r", "\n", "\xC2\xA0", "\xE3\x80\x80"};
    for (size_t i = 0; i < LENGTH(words);) {
        const size_t length = strlen(words[i]);
        const bool found = strncmp(text, words[i], length) == 0;
        text += found ? length : 0;
        i = found ? 0 : i + 1;
    }
    return text;
}

static void cut_back(char *text)
{
    size_t size = strlen(text);
    for (size_t before = size + 1; size < before;) {
        before = size;
        if (size > 0 && strchr(" \t\r\n", text[size - 1]))
            size -= 1;
        else if (size > 1 && memcmp(text + size - 2, "\xC2\xA0", 2) == 0)
            size -= 2;
        else if (size > 2 && memcmp(text + size - 3, "\xE3\x80\x80", 3) == 0)
            size -= 3;
    }
    text[size] = '\0';
}

/* ="001" is how spreadsheets are told to leave digits alone. */
static void unwrap(char *text)
{
    const size_t size = strlen(text);
    if (size < 3 || text[0] != '=' || text[1] != '"' || text[size - 1] != '"')
        return;
    size_t used = 0;
    for (size_t i = 2; i < size - 1; i++) {
        text[used++] = text[i];
        i += text[i] == '"' && text[i + 1] == '"' && i + 1 < size - 1;
    }
    text[used] = '\0';
}

static const char *clean(char *text)
{
    char *start = text + (skip_front(text) - text);
    cut_back(start);
    unwrap(start);
    start += strspn(start, "`\t");
    cut_back(start);
    return skip_front(start);
}

/* ---- what the tokeniser reports ---- */

static void on_cell(void *cell, size_t size, void *arg)
{
    struct csv_reader *reader = arg;
    struct csv_row *row = &reader->row;
    row->count++;
    if (row->count > STATEMENT_COLUMNS_MAX)
        return;
    if (size > STATEMENT_CELL_MAX) {
        reader->long_cell = reader->long_cell ? reader->long_cell : row->count;
        size = 0;
    }
    reader->starts[row->count - 1] = reader->cells.size;
    buffer_put(&reader->cells, cell, size);
    buffer_char(&reader->cells, '\0');
}

static void on_row(int end, void *arg)
{
    struct csv_reader *reader = arg;
    (void)end;
    reader->ended = true;
}

/* ---- lines ---- */

/* The size of the line at the start of the bytes without its end; *ret_end: the size of the line end, 0 at the end of
 * the text. */
static size_t line_size(struct bytes text, size_t *ret_end)
{
    size_t size = 0;
    while (size < text.size && text.data[size] != '\n' && text.data[size] != '\r')
        size++;
    const bool pair = size + 1 < text.size && text.data[size] == '\r' && text.data[size + 1] == '\n';
    *ret_end = size == text.size ? 0 : pair ? 2 : 1;
    return size;
}

static bool is_blank(const uint8_t *line, size_t size)
{
    while (size > 0 && (line[size - 1] == ' ' || line[size - 1] == '\t'))
        size--;
    return size == 0;
}

/* Gives the next line to the tokeniser and adds its bytes to the row's evidence. A blank line between rows belongs to
 * none. */
static RESULT feed_line(struct csv_reader *reader)
{
    const struct bytes source = reader->text.source, utf8 = reader->text.utf8;
    const uint8_t *text = utf8.data + reader->utf8_at;
    size_t source_end, utf8_end;
    const size_t source_size =
        line_size(BYTES(source.data + reader->source_at, source.size - reader->source_at), &source_end);
    const size_t utf8_size = line_size(BYTES(text, utf8.size - reader->utf8_at), &utf8_end);
    const uint8_t *raw = source.data + reader->source_at;
    reader->line++;
    reader->source_at += source_size + source_end;
    reader->utf8_at += utf8_size + utf8_end;
    if (reader->row.line == 0) {
        if (is_blank(text, utf8_size))
            return OK;
        reader->row.line = reader->line;
        reader->row.raw.data = raw;
    }
    reader->row.raw.size = (size_t)(raw + source_size - reader->row.raw.data);
    reader->row.complete = source_end > 0;
    if (csv_parse(&reader->parser, text, utf8_size + utf8_end, on_cell, on_row, reader) != utf8_size + utf8_end)
        return REFUSE(memory, exhausted);
    return OK;
}

static RESULT finish(struct ctx *ctx, struct csv_reader *reader)
{
    reader->finished = true;
    (void)csv_set_opts(&reader->parser, CSV_STRICT | CSV_STRICT_FINI); /* lenient rows, but a strict end */
    if (csv_fini(&reader->parser, on_cell, on_row, reader) == 0)
        return OK;
    error_set(&ctx->error, "line", "%u", reader->row.line);
    return REFUSE(import, torn);
}

static RESULT check_row(struct ctx *ctx, const struct csv_reader *reader)
{
    if (reader->row.count <= STATEMENT_COLUMNS_MAX && reader->long_cell == 0)
        return buffer_status(&reader->cells);
    error_set(&ctx->error, "line", "%u", reader->row.line);
    if (reader->row.count > STATEMENT_COLUMNS_MAX) {
        error_set(&ctx->error, "expected", "%d", STATEMENT_COLUMNS_MAX);
        error_set(&ctx->error, "found", "%u", reader->row.count);
        return REFUSE(import, columns);
    }
    error_set(&ctx->error, "column", "第 %u 列", reader->long_cell);
    error_set(&ctx->error, "reason", "超过 %d 字节 / longer than %d bytes", STATEMENT_CELL_MAX, STATEMENT_CELL_MAX);
    return REFUSE(import, text);
}

/* ---- the reader ---- */

RESULT csv_open(struct ctx *ctx, const struct charset_text *text, struct csv_reader **ret_reader)
{
    struct csv_reader *reader;
    TRY(ARENA_TAKE(ctx->arena, 1, &reader));
    if (csv_init(&reader->parser, 0) != 0)
        return REFUSE(memory, exhausted);
    csv_set_delim(&reader->parser, (unsigned char)sniff_separator(text->utf8));
    csv_set_blk_size(&reader->parser, TOKEN_BLOCK);
    buffer_init(&reader->cells, ctx->arena, CELLS_SIZE_MAX);
    reader->text = *text;
    *ret_reader = reader;
    return OK;
}

void csv_close(struct csv_reader **reader)
{
    if (*reader)
        csv_free(&(*reader)->parser);
    *reader = NULL;
}

RESULT csv_next(struct ctx *ctx, struct csv_reader *reader, const struct csv_row **ret_row)
{
    struct csv_row *row = &reader->row;
    *ret_row = NULL;
    row->line = row->count = 0;
    reader->cells.size = 0;
    reader->long_cell = 0;
    reader->ended = false;
    while (!reader->ended && reader->utf8_at < reader->text.utf8.size)
        TRY(feed_line(reader));
    if (!reader->ended && !reader->finished)
        TRY(finish(ctx, reader));
    if (!reader->ended)
        return OK;
    TRY(check_row(ctx, reader));
    for (uint32_t i = 0; i < row->count; i++)
        row->cells[i] = clean((char *)reader->cells.data + reader->starts[i]);
    *ret_row = row;
    return OK;
}

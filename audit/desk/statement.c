#include "audit/desk/statement.h"

#include "audit/bank_line.h"
#include "audit/replay/people.h"
#include "base/words.h"
#include "embed/sql.h"

#include <stdio.h>
#include <string.h>

/* ---- bank lines ---- */

struct bank_line {
    struct bytes bank_line;
    struct maybe bank_account_seq, received_seq, row_no, booked_on, seconds, amount_fen, balance_fen;
    const char *serial;
    struct maybe occurrence, entry_seq;
};

static const struct db_column bank_line_row[] = {
    COLUMN(bank_line, bank_line),  COLUMN(bank_line, bank_account_seq), COLUMN(bank_line, received_seq),
    COLUMN(bank_line, row_no),     COLUMN(bank_line, booked_on),        COLUMN(bank_line, seconds),
    COLUMN(bank_line, amount_fen), COLUMN(bank_line, balance_fen),      COLUMN(bank_line, serial),
    COLUMN(bank_line, occurrence), COLUMN(bank_line, entry_seq),
};

struct booked { /* what the record says that stands for a bank line: its entry, or line_held */
    uint64_t seq, event;
    int64_t amount, booked_on, bank_account_seq, received_seq;
};

static uint64_t event_of(const struct desk *desk, const struct uuid *id)
{
    char key[BANK_LINE_KEY];
    bank_line_key(id, key);
    const struct uuid event = record_event_id(desk->community, BYTES(key, strlen(key)), 0);
    return people_key(event.b);
}

static struct uuid id_of(const struct desk *desk, const struct bank_line *line)
{
    const struct bank_line_fields fields = {.community = desk->community,
                                            .bank_account_seq = (uint64_t)line->bank_account_seq.value,
                                            .booked_on = (day)line->booked_on.value,
                                            .seconds = (int32_t)line->seconds.value,
                                            .amount = FEN(line->amount_fen.value),
                                            .has_balance = line->balance_fen.present,
                                            .balance = FEN(line->balance_fen.value),
                                            .serial = line->serial ? line->serial : "",
                                            .occurrence = (uint32_t)line->occurrence.value};
    return bank_line_id(&desk->secret, &fields);
}

static void name_line(struct finding *finding, const struct bank_line *line)
{
    char hex[33] = "null";
    if (line->bank_line.size == sizeof(struct uuid))
        hex_encode(line->bank_line, hex);
    (void)snprintf(finding->key, sizeof finding->key, "bank_line=%s entry_seq=%lld", hex,
                   (long long)line->entry_seq.value);
    finding->has_seq = line->entry_seq.value >= 0;
    finding->seq = finding->last = finding->has_seq ? (uint64_t)line->entry_seq.value : 0;
}

static void object_line(struct desk *desk, const struct bank_line *line, const char *column, const int64_t values[2])
{
    struct finding finding = desk_finding(desk, FOUND_evidence_differs, "bank_line");
    name_line(&finding, line);
    (void)snprintf(finding.column, sizeof finding.column, "%s", column);
    if (values && strcmp(column, "amount_fen") == 0) {
        money_format(FEN(values[0]), finding.expected);
        money_format(FEN(values[1]), finding.found);
        const int64_t delta = values[1] - values[0];
        *(delta > 0 ? &finding.change.plus : &finding.change.minus) = delta > 0 ? delta : -delta;
    } else if (values && strcmp(column, "booked_on") == 0) {
        date_format((day)values[0], finding.expected);
        date_format((day)values[1], finding.found);
    } else if (values) {
        (void)snprintf(finding.expected, sizeof finding.expected, "%lld", (long long)values[0]);
        (void)snprintf(finding.found, sizeof finding.found, "%lld", (long long)values[1]);
    }
    (void)report_add(desk->report, &finding);
}

/* The only fields left that the records do not repeat; without the id nothing tells which of them. Held back: when all
 * lines of all communities look like this, the secret was changed and not the lines. */
static RESULT suspect(struct desk *desk, const struct bank_line *line)
{
    struct finding finding = desk_finding(desk, FOUND_evidence_differs, "bank_line");
    name_line(&finding, line);
    (void)snprintf(finding.column, sizeof finding.column, "seconds, balance_fen, serial");
    return LIST_ADD(&desk->suspects->findings, finding);
}

static bool differs(struct desk *desk, const struct bank_line *line, const char *column, int64_t expected,
                    struct maybe found)
{
    if (found.present && found.value == expected)
        return false;
    object_line(desk, line, column, (const int64_t[]){expected, found.value});
    return true;
}

static RESULT judge_fields(struct desk *desk, const struct bank_line *line, const struct booked *booked)
{
    if (differs(desk, line, "amount_fen", booked->amount, line->amount_fen) ||
        differs(desk, line, "booked_on", booked->booked_on, line->booked_on) ||
        differs(desk, line, "bank_account_seq", booked->bank_account_seq, line->bank_account_seq))
        return OK;
    return suspect(desk, line);
}

/* The line of another entry, or of none. */
static RESULT object_extra(struct desk *desk, const struct bank_line *line)
{
    struct uuid stored = {{0}};
    if (line->entry_seq.present && desk_lost(desk, (uint64_t)line->entry_seq.value)) {
        report_consequence(desk->report, desk->community, (uint64_t)line->entry_seq.value, NULL);
        return OK;
    }
    if (line->bank_line.size == sizeof stored)
        memcpy(stored.b, line->bank_line.data, sizeof stored);
    struct finding finding = desk_finding(desk, FOUND_evidence_extra, "bank_line");
    name_line(&finding, line);
    finding.content = event_of(desk, &stored);
    (void)report_add(desk->report, &finding);
    return OK;
}

static RESULT judge_line(struct desk *desk, const struct bank_line *line, const struct booked *booked)
{
    struct uuid stored = {{0}};
    const struct uuid recomputed = id_of(desk, line);
    if (line->bank_line.size == sizeof stored)
        memcpy(stored.b, line->bank_line.data, sizeof stored);
    const bool follows = memcmp(stored.b, recomputed.b, sizeof stored) == 0;
    if (event_of(desk, &stored) == booked->event) {
        if (!follows)
            return judge_fields(desk, line, booked);
        (void)differs(desk, line, "received_seq", booked->received_seq, line->received_seq);
        return OK;
    }
    if (event_of(desk, &recomputed) == booked->event) {
        object_line(desk, line, "bank_line", NULL);
        return OK;
    }
    return object_extra(desk, line);
}

static void object_absent(struct desk *desk, const struct booked *booked)
{
    struct finding finding = desk_finding(desk, FOUND_evidence_missing, "bank_line");
    finding.has_seq = true;
    finding.seq = finding.last = booked->seq;
    finding.content = booked->event;
    (void)snprintf(finding.key, sizeof finding.key, "entry_seq=%llu", (unsigned long long)booked->seq);
    (void)report_add(desk->report, &finding);
}

struct cursor { /* walks rows in step with the entries, which both ascend by seq */
    size_t entry, ref, posting, dim, held;
};

/* The import that an entry refers to; -1 when it was not imported. */
static int64_t import_of(const struct books_rows *rows, const struct row_entry *entry, struct cursor *at)
{
    int64_t found = -1;
    for (; at->ref < rows->entry_ref.count && rows->entry_ref.items[at->ref].seq.value <= entry->seq.value; at->ref++)
        if (rows->entry_ref.items[at->ref].seq.value == entry->seq.value &&
            rows->entry_ref.items[at->ref].role.value == REF_IMPORTED_BY)
            found = rows->entry_ref.items[at->ref].ref_seq.value;
    return entry->entry_type.value == ENTRY_OPENING ? -1 : found;
}

/* The rows of the entry that bear on a bank line. */
static struct booked booked_entry(const struct books_rows *rows, const struct row_entry *entry, struct cursor *at)
{
    const int64_t seq = entry->seq.value;
    struct booked booked = {.seq = (uint64_t)seq,
                            .event = people_key(entry->event_id.data),
                            .booked_on = entry->value_date.value,
                            .received_seq = import_of(rows, entry, at),
                            .bank_account_seq = -1};
    int64_t line = 0;
    for (; at->dim < rows->posting_dim.count && rows->posting_dim.items[at->dim].seq.value <= seq; at->dim++) {
        const struct row_posting_dim *dim = &rows->posting_dim.items[at->dim];
        if (dim->seq.value != seq || dim->dimension.value != DIMENSION_BANK_ACCOUNT || line != 0)
            continue;
        line = dim->line.value;
        booked.bank_account_seq = dim->value.value;
    }
    for (; at->posting < rows->posting.count && rows->posting.items[at->posting].seq.value <= seq; at->posting++) {
        const struct row_posting *posting = &rows->posting.items[at->posting];
        if (posting->seq.value == seq && posting->line.value == line)
            booked.amount = posting->amount_fen.value * (posting->side.value == SIDE_DEBIT ? 1 : -1);
    }
    return booked;
}

static struct booked booked_held(const struct desk *desk, const struct row_held_line *held)
{
    const uint64_t seq = (uint64_t)held->seq.value;
    return (struct booked){.seq = seq,
                           .event = seq < desk->facts.count ? desk->facts.items[seq].event : 0,
                           .amount = held->amount_fen.value,
                           .booked_on = held->booked_on.value,
                           .bank_account_seq = held->bank_account_seq.value,
                           .received_seq = held->received_seq.value};
}

/* The next entry or held line of the chunk, whichever stands first; false when there is none. */
static bool next_booked(struct desk *desk, const struct books_rows *expected, struct cursor *at, struct booked *ret)
{
    const struct row_entry *entry = at->entry < expected->entry.count ? &expected->entry.items[at->entry] : NULL;
    const struct books_facts *facts = &desk->books->facts[ROW_held_line];
    const struct row_held_line *held = at->held < facts->count ? &FACTS(desk->books, held_line)[at->held] : NULL;
    if (entry && (!held || entry->seq.value < held->seq.value)) {
        *ret = booked_entry(expected, entry, at);
        at->entry++;
    } else if (held) {
        *ret = booked_held(desk, held);
        at->held++;
    }
    return entry || held;
}

/* The first held line from a place in the journal on. */
static size_t first_held(const struct desk *desk, uint64_t lo)
{
    const struct books_facts *facts = &desk->books->facts[ROW_held_line];
    size_t low = 0, high = facts->count;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if ((uint64_t)FACTS(desk->books, held_line)[middle].seq.value < lo)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

RESULT statement_lines(struct desk *desk, uint64_t lo, uint64_t hi, const struct books_rows *expected)
{
    const struct db_value in[] = {db_number((int64_t)desk->community), db_number((int64_t)lo), db_number((int64_t)hi)};
    struct bank_line *lines = NULL;
    struct cursor at = {.held = first_held(desk, lo)};
    struct booked booked;
    size_t count = 0, l = 0;
    TRY(db_list(desk->ctx, CALL(sql_bank_line_verify, in), ROW(bank_line, bank_line_row), &lines, &count));
    desk->suspects->bank_lines += count;
    while (next_booked(desk, expected, &at, &booked)) {
        if (desk_lost(desk, booked.seq)) /* its line, if any, is a consequence */
            continue;
        for (; l < count && (uint64_t)lines[l].entry_seq.value < booked.seq; l++)
            TRY(object_extra(desk, &lines[l]));
        if (l < count && (uint64_t)lines[l].entry_seq.value == booked.seq)
            TRY(judge_line(desk, &lines[l++], &booked));
        else if (booked.received_seq >= 0)
            object_absent(desk, &booked);
    }
    for (; l < count; l++)
        TRY(object_extra(desk, &lines[l]));
    return OK;
}

/* ---- raw rows ---- */

struct raw_row {
    struct maybe ordinal, row_no;
    struct bytes raw, salt, bank_line;
    struct maybe state, line_received, line_row;
};

static const struct db_column raw_row_row[] = {
    COLUMN(raw_row, ordinal),   COLUMN(raw_row, row_no), COLUMN(raw_row, raw),           COLUMN(raw_row, salt),
    COLUMN(raw_row, bank_line), COLUMN(raw_row, state),  COLUMN(raw_row, line_received), COLUMN(raw_row, line_row),
};

struct file_lines { /* the archived file, read forward line by line */
    struct bytes rest;
    int64_t line; /* number of the line at the front of rest, from 1 */
    bool known;
};

struct raw_pass { /* the rows of one import */
    struct desk *desk;
    const struct row_import_batch *import;
    struct file_lines file;
    struct tree_frontier tree;
    int64_t next; /* ordinal expected */
    bool spoiled; /* something was said already that explains a wrong root */
};

static struct finding row_finding(const struct raw_pass *pass, enum finding_reason reason, int64_t ordinal)
{
    struct finding finding = desk_finding(pass->desk, reason, "import_row");
    static const uint64_t content[] = {0x726F77};
    finding.content = reason == FOUND_evidence_differs
                          ? 0
                          : map_key(content, LENGTH(content)); /* a lost and an extra row are one that moved */
    finding.has_seq = true;
    finding.seq = finding.last = (uint64_t)pass->import->received_seq.value;
    (void)snprintf(finding.key, sizeof finding.key, "received_seq=%lld ordinal=%lld",
                   (long long)pass->import->received_seq.value, (long long)ordinal);
    return finding;
}

static void object_row(struct raw_pass *pass, const struct raw_row *row, const char *column)
{
    struct finding finding = row_finding(pass, FOUND_evidence_differs, row->ordinal.value);
    (void)snprintf(finding.column, sizeof finding.column, "%s", column);
    (void)report_add(pass->desk->report, &finding);
    pass->spoiled = true;
}

static bool line_told(const struct raw_pass *pass)
{
    for (size_t i = 0; i < pass->desk->report->findings.count; i++) {
        const struct finding *finding = &pass->desk->report->findings.items[i];
        if (finding->community == pass->desk->community && strcmp(finding->table, "bank_line") == 0)
            return true;
    }
    return false;
}

/* Moves to a line of the file and hands out everything from its start; false when there is no such line. */
static bool seek_line(struct file_lines *file, int64_t line, struct bytes *ret_from)
{
    while (file->line <= line && file->rest.size > 0) {
        const uint8_t *end = memchr(file->rest.data, '\n', file->rest.size);
        const size_t taken = end ? (size_t)(end - file->rest.data) + 1 : file->rest.size;
        *ret_from = file->rest;
        file->rest = BYTES(file->rest.data + taken, file->rest.size - taken);
        if (file->line++ == line)
            return true;
    }
    return false;
}

/* True when a row stands at the front, up to a line end. */
static bool begins_with(struct bytes from, struct bytes raw)
{
    if (raw.size == 0 || from.size < raw.size || memcmp(from.data, raw.data, raw.size) != 0)
        return false;
    return from.size == raw.size || from.data[raw.size] == '\n' || from.data[raw.size] == '\r';
}

/* The raw bytes must stand in the archived file at the line that the row names. */
static void judge_raw(struct raw_pass *pass, const struct raw_row *row)
{
    struct file_lines file = pass->file;
    struct bytes from = BYTES("", 0);
    if (!pass->file.known)
        return;
    if (row->row_no.present && seek_line(&file, row->row_no.value, &from) && begins_with(from, row->raw)) {
        pass->file = file;
        return;
    }
    file = pass->file; /* is it the number or the bytes? */
    while (seek_line(&file, file.line, &from)) {
        if (!begins_with(from, row->raw))
            continue;
        object_row(pass, row, "row_no");
        return;
    }
    object_row(pass, row, "raw");
}

static void judge_state(struct raw_pass *pass, const struct raw_row *row)
{
    const int64_t received = pass->import->received_seq.value;
    const bool own = row->line_received.present && row->line_received.value == received;
    const bool fits = row->state.value == 1
                          ? own && row->line_row.value == row->row_no.value
                          : row->state.value == 2 && row->line_received.present && row->line_received.value < received;
    if (fits || pass->spoiled)
        return;
    if (line_told(pass)) {
        report_consequence(pass->desk->report, pass->desk->community, (uint64_t)received, NULL);
        return;
    }
    if (row->state.value == 1 && own) { /* the raw row agrees with the file: the bank line does not */
        struct finding finding = desk_finding(pass->desk, FOUND_evidence_differs, "bank_line");
        char hex[33] = "";
        if (row->bank_line.size == sizeof(struct uuid))
            hex_encode(row->bank_line, hex);
        (void)snprintf(finding.key, sizeof finding.key, "bank_line=%s", hex);
        (void)snprintf(finding.column, sizeof finding.column, "row_no");
        (void)snprintf(finding.expected, sizeof finding.expected, "%lld", (long long)row->row_no.value);
        (void)snprintf(finding.found, sizeof finding.found, "%lld", (long long)row->line_row.value);
        (void)report_add(pass->desk->report, &finding);
        return;
    }
    const bool spoiled = pass->spoiled;
    object_row(pass, row, row->line_received.present ? "state" : "bank_line");
    pass->spoiled = spoiled; /* the root does not cover these columns */
}

static void judge_row(struct raw_pass *pass, const struct raw_row *row)
{
    struct digest salt = {{0}};
    for (; pass->next < row->ordinal.value && pass->next < pass->import->rows.value; pass->next++) {
        const struct finding finding = row_finding(pass, FOUND_evidence_missing, pass->next);
        (void)report_add(pass->desk->report, &finding);
        pass->spoiled = true;
    }
    if (row->ordinal.value != pass->next || pass->next >= pass->import->rows.value) {
        const struct finding finding = row_finding(pass, FOUND_evidence_extra, row->ordinal.value);
        (void)report_add(pass->desk->report, &finding);
        pass->spoiled = true;
        return;
    }
    pass->next++;
    if (row->salt.size == sizeof salt)
        memcpy(salt.b, row->salt.data, sizeof salt);
    const struct digest leaf = record_row_leaf(&salt, row->raw);
    tree_append(&pass->tree, &leaf);
    judge_raw(pass, row);
    judge_state(pass, row);
}

static void judge_root(struct raw_pass *pass)
{
    struct digest root;
    for (; pass->next < pass->import->rows.value; pass->next++) {
        const struct finding finding = row_finding(pass, FOUND_evidence_missing, pass->next);
        (void)report_add(pass->desk->report, &finding);
        pass->spoiled = true;
    }
    tree_root(&pass->tree, &root);
    if (pass->spoiled ||
        (pass->import->row_root.size == sizeof root && memcmp(pass->import->row_root.data, root.b, sizeof root) == 0))
        return;
    struct finding finding = row_finding(pass, FOUND_evidence_differs, -1);
    (void)snprintf(finding.key, sizeof finding.key, "received_seq=%lld", (long long)pass->import->received_seq.value);
    (void)snprintf(finding.column, sizeof finding.column, "raw, salt");
    (void)report_add(pass->desk->report, &finding);
}

struct blob_row {
    struct bytes sha256, content;
};

RESULT statement_file(struct desk *desk, struct bytes document, struct bytes *ret_sha256, struct bytes *ret_content,
                      bool *ret_found)
{
    static const struct db_column row[] = {COLUMN(blob_row, sha256), COLUMN(blob_row, content)};
    const struct db_value in[] = {db_number((int64_t)desk->community), db_bytes(document)};
    struct blob_row found = {{NULL, 0}, {NULL, 0}};
    TRY(db_maybe(desk->ctx, CALL(sql_document_blob_verify, in), ROW(blob_row, row), &found, ret_found));
    *ret_sha256 = found.sha256;
    *ret_content = found.content;
    return OK;
}

/* The archived file of the import, when it is whole. */
static RESULT open_file(struct raw_pass *pass)
{
    struct bytes sha256, content;
    struct digest digest;
    pass->file.line = 1;
    for (size_t i = 0; i < pass->desk->books->facts[ROW_document].count; i++) {
        const struct row_document *document = &FACTS(pass->desk->books, document)[i];
        if (document->seq.value != pass->import->document_seq.value)
            continue;
        bool found;
        TRY(statement_file(pass->desk, document->document, &sha256, &content, &found));
        if (!found || !content.data)
            return OK;
        digest_sha256(content, &digest);
        pass->file.known = sha256.size == sizeof digest && memcmp(sha256.data, digest.b, sizeof digest) == 0;
        pass->file.rest = content;
    }
    return OK;
}

static RESULT read_import(struct raw_pass *pass)
{
    struct desk *desk = pass->desk;
    int64_t from = INT32_MIN;
    size_t count;
    do {
        struct raw_row *rows = NULL;
        const struct db_value in[] = {db_number((int64_t)desk->community), db_number(pass->import->received_seq.value),
                                      db_number(from)};
        TRY(db_list(desk->ctx, CALL(sql_import_row_verify, in), ROW(raw_row, raw_row_row), &rows, &count));
        for (size_t i = 0; i < count; i++)
            judge_row(pass, &rows[i]);
        from = count > 0 ? rows[count - 1].ordinal.value + 1 : from;
    } while (count > 0 && from <= INT32_MAX);
    judge_root(pass);
    return OK;
}

static RESULT judge_import(struct desk *desk, const struct row_import_batch *import)
{
    struct raw_pass pass = {.desk = desk, .import = import};
    tree_init(&pass.tree);
    struct arena *kept = desk_enter_chunk(desk);
    result done = open_file(&pass);
    if (!FAILED(done))
        done = read_import(&pass);
    desk_leave_chunk(desk, kept);
    return done;
}

struct named {
    struct maybe received_seq;
};

/* Rows of imports that no record knows. */
static RESULT judge_strangers(struct desk *desk)
{
    static const struct db_column row[] = {COLUMN(named, received_seq)};
    const struct db_value in[] = {db_number((int64_t)desk->community)};
    struct named *list = NULL;
    size_t count = 0;
    TRY(db_list(desk->ctx, CALL(sql_import_row_verify_list, in), ROW(named, row), &list, &count));
    for (size_t i = 0; i < count; i++) {
        const uint64_t seq = (uint64_t)list[i].received_seq.value;
        if (map_find(&desk->books->received, seq, NULL))
            continue;
        if (desk_lost(desk, seq)) {
            report_consequence(desk->report, desk->community, seq, NULL);
            continue;
        }
        const struct row_import_batch unknown = {.received_seq = books_number((int64_t)seq)};
        const struct raw_pass pass = {.desk = desk, .import = &unknown};
        const struct finding finding = row_finding(&pass, FOUND_evidence_extra, -1);
        (void)report_add(desk->report, &finding);
    }
    return OK;
}

RESULT statement_rows(struct desk *desk)
{
    for (size_t i = 0; i < desk->books->facts[ROW_import_batch].count; i++) {
        const struct row_import_batch *import = &FACTS(desk->books, import_batch)[i];
        if (!desk_lost(desk, (uint64_t)import->received_seq.value))
            TRY(judge_import(desk, import));
    }
    return judge_strangers(desk);
}

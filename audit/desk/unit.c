#include "audit/desk/unit.h"

#include "audit/log/unit_line.h"
#include "base/canon.h"
#include "base/digest.h"
#include "embed/sql.h"

#include <stdio.h>
#include <string.h>

enum { PAGE = 4096 };

/* ---- keys ---- */

RESULT unit_load_keys(struct desk *desk)
{
    static const struct db_column row[] = {COLUMN(desk_key, unit), COLUMN(desk_key, from_seq), COLUMN(desk_key, key),
                                           COLUMN(desk_key, key_sha256)};
    const struct db_value in[] = {db_number((int64_t)desk->community)};
    return db_list(desk->ctx, CALL(sql_unit_key_verify, in), ROW(desk_key, row), &desk->keys, &desk->key_count);
}

static bool same_octets(struct bytes a, struct bytes b)
{
    return a.data && b.data && a.size == b.size && memcmp(a.data, b.data, a.size) == 0;
}

static int compare_key(const struct desk_key *key, struct bytes unit, int64_t from_seq)
{
    if (!key->unit.data || key->unit.size != unit.size)
        return 1;
    const int order = memcmp(key->unit.data, unit.data, unit.size);
    return order ? order : (key->from_seq.value > from_seq) - (key->from_seq.value < from_seq);
}

/* Keys ascend by unit and seq, as they were read. */
static const struct desk_key *find_key(const struct desk *desk, struct bytes unit, int64_t from_seq)
{
    size_t low = 0, high = desk->key_count;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (compare_key(&desk->keys[middle], unit, from_seq) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < desk->key_count && compare_key(&desk->keys[low], unit, from_seq) == 0 ? &desk->keys[low] : NULL;
}

static bool key_whole(const struct desk_key *key)
{
    struct digest digest;
    if (key->key.size != sizeof digest)
        return false;
    digest_sha256(key->key, &digest);
    return same_octets(BYTES(digest.b, sizeof digest.b), key->key_sha256);
}

static struct finding key_finding(const struct desk *desk, enum finding_reason reason, struct bytes unit, int64_t seq)
{
    char hex[33] = "null";
    const uint64_t content[] = {0x756E6974, (uint64_t)seq};
    struct finding finding = desk_finding(desk, reason, "unit_key");
    if (unit.size == sizeof(struct uuid))
        hex_encode(unit, hex);
    (void)snprintf(finding.key, sizeof finding.key, "unit=%s from_seq=%lld", hex, (long long)seq);
    finding.content = reason == FOUND_evidence_differs ? 0 : map_key(content, LENGTH(content));
    finding.has_seq = seq >= 0;
    finding.seq = finding.last = seq >= 0 ? (uint64_t)seq : 0;
    return finding;
}

/* Whether a record made or changed this unit at this seq. */
static bool registered_at(const struct books *books, struct bytes unit, int64_t seq, bool *ret_unit)
{
    bool any = false;
    for (size_t i = 0; i < books->facts[ROW_unit].count; i++) {
        const struct row_unit *row = &FACTS(books, unit)[i];
        *ret_unit |= same_octets(row->unit, unit);
        any |= same_octets(row->unit, unit) && row->opened_seq.value == seq;
    }
    for (size_t i = 0; i < books->facts[ROW_unit_owner].count && !any; i++) {
        const struct row_unit_owner *row = &FACTS(books, unit_owner)[i];
        any = same_octets(row->unit, unit) && row->seq.value == seq;
    }
    return any;
}

/* A key of this unit that no record calls for: its seq was changed. */
static bool has_stray(const struct desk *desk, struct bytes unit)
{
    bool known = false;
    for (size_t i = 0; i < desk->key_count; i++)
        if (same_octets(desk->keys[i].unit, unit) &&
            !registered_at(desk->books, unit, desk->keys[i].from_seq.value, &known))
            return true;
    return false;
}

/* The register calls for a key that is not there. A key of the same unit with another seq explains it. */
static void need_key(struct desk *desk, struct bytes unit, int64_t seq)
{
    if (find_key(desk, unit, seq) || desk_lost(desk, (uint64_t)seq))
        return;
    const bool shifted = has_stray(desk, unit);
    struct finding finding = key_finding(desk, shifted ? FOUND_evidence_differs : FOUND_evidence_missing, unit, seq);
    if (shifted)
        (void)snprintf(finding.column, sizeof finding.column, "from_seq");
    (void)report_add(desk->report, &finding);
}

static void judge_key(struct desk *desk, const struct desk_key *key)
{
    bool known_unit = false;
    const int64_t seq = key->from_seq.present ? key->from_seq.value : -1;
    if (!registered_at(desk->books, key->unit, seq, &known_unit)) {
        if (known_unit) /* need_key says that its seq was changed */
            return;
        const struct finding extra = key_finding(desk, FOUND_evidence_extra, key->unit, seq);
        (void)report_add(desk->report, &extra);
        return;
    }
    if (key_whole(key))
        return;
    struct finding finding = key_finding(desk, FOUND_evidence_differs, key->unit, seq);
    (void)snprintf(finding.column, sizeof finding.column, "key, key_sha256");
    (void)report_add(desk->report, &finding);
}

RESULT unit_keys(struct desk *desk)
{
    const struct books *books = desk->books;
    for (size_t i = 0; i < books->facts[ROW_unit].count; i++)
        need_key(desk, FACTS(books, unit)[i].unit, FACTS(books, unit)[i].opened_seq.value);
    for (size_t i = 0; i < books->facts[ROW_unit_owner].count; i++) {
        const struct row_unit_owner *row = &FACTS(books, unit_owner)[i];
        if (i == 0 || row->seq.value != row[-1].seq.value || !same_octets(row->unit, row[-1].unit))
            need_key(desk, row->unit, row->seq.value);
    }
    for (size_t i = 0; i < desk->key_count; i++)
        judge_key(desk, &desk->keys[i]);
    return OK;
}

/* ---- lines ---- */

struct stored_line {
    struct maybe seq, line;
    struct bytes unit;
    struct maybe fund, side, amount_fen, booking_date, key_seq;
};

struct line_pass { /* walks stored unit lines in step with the lines that records give */
    struct desk *desk;
    const struct books_rows *expected;
    size_t entry, posting; /* next of each */
    struct tree_frontier tree;
    int64_t count;
    money sum;
    const char *column; /* first that differs from its line */
    bool keyless;       /* a key is missing or damaged: unit_keys tells */
};

static void begin_line(struct line_pass *pass)
{
    tree_init(&pass->tree);
    pass->count = 0;
    pass->sum = FEN(0);
    pass->column = NULL;
    pass->keyless = false;
}

static struct finding line_finding(const struct line_pass *pass, enum finding_reason reason, const int64_t place[2],
                                   int64_t amount)
{
    const uint64_t content[] = {0x6C696E65, (uint64_t)amount}; /* a row that moved is known by its amount */
    struct finding finding = desk_finding(pass->desk, reason, "unit_line");
    (void)snprintf(finding.key, sizeof finding.key, "seq=%lld line=%lld", (long long)place[0], (long long)place[1]);
    finding.has_seq = place[0] >= 0;
    finding.seq = finding.last = place[0] >= 0 ? (uint64_t)place[0] : 0;
    finding.content = reason == FOUND_row_differs ? 0 : map_key(content, LENGTH(content));
    *(amount > 0 ? &finding.change.plus : &finding.change.minus) = amount > 0 ? amount : -amount;
    return finding;
}

/* The line is complete: count, sum and root must be what its record says. */
static void end_line(struct line_pass *pass, const struct row_posting *posting)
{
    struct digest root;
    struct desk *desk = pass->desk;
    const int64_t place[] = {posting->seq.value, posting->line.value};
    const int64_t excess = pass->sum.fen - posting->amount_fen.value;
    tree_root(&pass->tree, &root);
    const bool rooted = same_octets(BYTES(root.b, sizeof root.b), posting->unit_root);
    if (pass->count == posting->unit_count.value && rooted && !pass->column)
        return;
    if (desk_lost(desk, (uint64_t)place[0]) || (pass->keyless && !pass->column && excess == 0)) {
        report_consequence(desk->report, desk->community, UINT64_MAX, NULL);
        return;
    }
    const bool less = pass->count<posting->unit_count.value, more = pass->count> posting->unit_count.value;
    struct finding finding = line_finding(pass,
                                          less   ? FOUND_row_missing
                                          : more ? FOUND_row_extra
                                                 : FOUND_row_differs,
                                          place, excess);
    if (!less && !more)
        (void)snprintf(finding.column, sizeof finding.column, "%s",
                       pass->column  ? pass->column
                       : excess != 0 ? "amount_fen"
                                     : "unit, amount_fen");
    if (less) { /* the row that lies elsewhere is found there with its own amount */
        const struct finding lost = line_finding(pass, FOUND_row_missing, place, -excess);
        finding.content = lost.content;
    }
    (void)report_add(desk->report, &finding);
}

static void object_extra(struct line_pass *pass, const struct stored_line *row)
{
    const int64_t place[] = {row->seq.value, row->line.value};
    if (row->seq.present && desk_lost(pass->desk, (uint64_t)row->seq.value)) {
        report_consequence(pass->desk->report, pass->desk->community, (uint64_t)row->seq.value, NULL);
        return;
    }
    const struct finding finding = line_finding(pass, FOUND_row_extra, place, row->amount_fen.value);
    (void)report_add(pass->desk->report, &finding);
}

static const char *differing(const struct stored_line *row, const struct row_posting *posting)
{
    if (!row->side.present || row->side.value != posting->side.value)
        return "side";
    if (!row->fund.present || row->fund.value != posting->fund.value)
        return "fund";
    if (!row->booking_date.present || row->booking_date.value != posting->booking_date.value)
        return "booking_date";
    return NULL;
}

/* A key that is not there although the register calls for it is told by unit_keys; else the line names a wrong one. */
static const char *keyless(struct line_pass *pass, const struct stored_line *row)
{
    bool known = false;
    const int64_t seq = row->key_seq.present ? row->key_seq.value : -1;
    if (registered_at(pass->desk->books, row->unit, seq, &known) || desk_lost(pass->desk, (uint64_t)seq)) {
        pass->keyless = true;
        return NULL;
    }
    return known ? "key_seq" : "unit";
}

static void add_row(struct line_pass *pass, const struct stored_line *row, const struct row_posting *posting)
{
    struct digest key = {{0}};
    struct unit_line line = {.community = pass->desk->community,
                             .line = (uint16_t)posting->line.value,
                             .side = (uint8_t)posting->side.value,
                             .amount = FEN(row->amount_fen.value)};
    const struct row_entry *entry = &pass->expected->entry.items[pass->entry];
    const struct desk_key *stored = find_key(pass->desk, row->unit, row->key_seq.value);
    const char *column = differing(row, posting);
    if (stored && key_whole(stored))
        memcpy(key.b, stored->key.data, sizeof key.b);
    else if (stored)
        pass->keyless = true;
    else if (!column)
        column = keyless(pass, row);
    pass->column = pass->column ? pass->column : column;
    if (entry->event_id.size == sizeof line.event_id)
        memcpy(line.event_id.b, entry->event_id.data, sizeof line.event_id.b);
    if (row->unit.size == sizeof line.unit)
        memcpy(line.unit.b, row->unit.data, sizeof line.unit.b);
    const struct digest leaf = unit_line_leaf(&line, &key);
    tree_append(&pass->tree, &leaf);
    pass->count++;
    if (__builtin_add_overflow(pass->sum.fen, row->amount_fen.value, &pass->sum.fen))
        pass->sum.fen = MONEY_MAX_FEN;
}

static int order_of(const struct row_posting *posting, const struct stored_line *row)
{
    if (posting->seq.value != row->seq.value)
        return posting->seq.value < row->seq.value ? -1 : 1;
    return (posting->line.value > row->line.value) - (posting->line.value < row->line.value);
}

/* Ends the lines in front of `row`, all of them when it is NULL. */
static void advance(struct line_pass *pass, const struct stored_line *row)
{
    const struct books_rows *rows = pass->expected;
    for (; pass->posting < rows->posting.count; pass->posting++) {
        const struct row_posting *posting = &rows->posting.items[pass->posting];
        if (row && order_of(posting, row) >= 0)
            break;
        if (posting->unit_count.present)
            end_line(pass, posting);
        begin_line(pass);
    }
}

static void take_row(struct line_pass *pass, const struct stored_line *row)
{
    const struct books_rows *rows = pass->expected;
    advance(pass, row);
    while (pass->entry < rows->entry.count && rows->entry.items[pass->entry].seq.value < row->seq.value)
        pass->entry++;
    const struct row_posting *posting =
        pass->posting < rows->posting.count ? &rows->posting.items[pass->posting] : NULL;
    if (posting && posting->unit_count.present && order_of(posting, row) == 0)
        add_row(pass, row, posting);
    else
        object_extra(pass, row);
}

RESULT unit_lines(struct desk *desk, uint64_t lo, uint64_t hi, const struct books_rows *expected)
{
    static const struct db_column columns[] = {COLUMN(stored_line, seq),          COLUMN(stored_line, line),
                                               COLUMN(stored_line, unit),         COLUMN(stored_line, fund),
                                               COLUMN(stored_line, side),         COLUMN(stored_line, amount_fen),
                                               COLUMN(stored_line, booking_date), COLUMN(stored_line, key_seq)};
    static const struct uuid nothing = {{0}};
    struct line_pass pass = {.desk = desk, .expected = expected};
    struct stored_line *rows = NULL;
    struct db_value in[] = {db_number((int64_t)desk->community),
                            db_number((int64_t)lo),
                            db_number((int64_t)hi),
                            db_number(INT16_MIN),
                            db_uuid(&nothing),
                            db_number(PAGE)};
    size_t count = 0;
    begin_line(&pass);
    do {
        TRY(db_list(desk->ctx, CALL(sql_unit_line_verify, in), ROW(stored_line, columns), &rows, &count));
        for (size_t i = 0; i < count; i++)
            take_row(&pass, &rows[i]);
        if (count == 0)
            break;
        in[1] = db_number(rows[count - 1].seq.value);
        in[3] = db_number(rows[count - 1].line.value);
        in[4] = db_bytes(rows[count - 1].unit);
    } while (count == PAGE);
    advance(&pass, NULL);
    return OK;
}

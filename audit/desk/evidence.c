#include "audit/desk/evidence.h"

#include "audit/desk/statement.h"
#include "audit/replay/people.h"
#include "base/canon.h"
#include "embed/copy.h"
#include "embed/sql.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void close_copy(struct db_copy **copy)
{
    db_copy_close(copy);
}

/* ---- claims ---- */

struct claim {
    uint64_t event, first_seq;
    int64_t count;
    char hex[33];
};

struct claim_pass {
    struct desk *desk;
    uint64_t next; /* record that no claim has covered yet */
    struct claim last;
    bool any, count_told;
};

static const struct desk_fact *fact_at(const struct desk *desk, uint64_t seq)
{
    static const struct desk_fact unknown = {0};
    return seq < desk->facts.count ? &desk->facts.items[seq] : &unknown;
}

/* Whether a request begins with this record: the first of a transaction, and kinds that are always the first of their
 * request. */
static bool begins_request(const struct desk_fact *fact)
{
    return fact->begins_batch || fact->kind == RECORD_entry || fact->kind == RECORD_import_posted ||
           fact->kind == RECORD_community_opened || fact->kind == RECORD_bank_account_opened ||
           fact->kind == RECORD_document_archived || fact->kind == RECORD_line_held ||
           fact->kind == RECORD_lines_matched || fact->kind == RECORD_period_sealed;
}

static struct finding claim_finding(const struct claim_pass *pass, enum finding_reason reason,
                                    const struct claim *claim)
{
    struct finding finding = desk_finding(pass->desk, reason, "request_claim");
    (void)snprintf(finding.key, sizeof finding.key, "event_id=%s first_seq=%llu", claim->hex,
                   (unsigned long long)claim->first_seq);
    finding.has_seq = true;
    finding.seq = finding.last = claim->first_seq;
    return finding;
}

static void object_count(struct claim_pass *pass, uint64_t expected)
{
    struct finding finding = claim_finding(pass, FOUND_evidence_differs, &pass->last);
    if (!pass->any || pass->count_told)
        return;
    pass->count_told = true;
    (void)snprintf(finding.column, sizeof finding.column, "record_count");
    (void)snprintf(finding.expected, sizeof finding.expected, "%llu", (unsigned long long)expected);
    (void)snprintf(finding.found, sizeof finding.found, "%lld", (long long)pass->last.count);
    (void)report_add(pass->desk->report, &finding);
}

static void object_uncovered(struct claim_pass *pass, uint64_t seq)
{
    const struct desk_fact *fact = fact_at(pass->desk, seq);
    struct finding finding = desk_finding(pass->desk, FOUND_evidence_missing, "request_claim");
    (void)snprintf(finding.key, sizeof finding.key, "first_seq=%llu", (unsigned long long)seq);
    finding.has_seq = true;
    finding.seq = finding.last = seq;
    finding.content = fact->event;
    (void)report_add(pass->desk->report, &finding);
}

/* Records from pass->next to `to` - 1 have no claim: their claims are missing, or the one before counts too few. */
static void uncovered(struct claim_pass *pass, uint64_t to)
{
    while (pass->next < to) {
        const struct desk_fact *fact = fact_at(pass->desk, pass->next);
        uint64_t end = pass->next + 1;
        while (end < to && fact_at(pass->desk, end)->trusted && !begins_request(fact_at(pass->desk, end)))
            end++;
        if (!fact->trusted)
            report_consequence(pass->desk->report, pass->desk->community, pass->next, NULL);
        else if (begins_request(fact))
            object_uncovered(pass, pass->next);
        else
            object_count(pass, end - pass->last.first_seq);
        pass->next = end;
    }
}

static void accept(struct claim_pass *pass, const struct claim *claim)
{
    pass->last = *claim;
    pass->any = true;
    pass->count_told = false;
    pass->next = claim->first_seq + (uint64_t)(claim->count > 0 ? claim->count : 0);
    if (claim->count <= 0)
        pass->next = claim->first_seq;
}

static void judge_claim(struct claim_pass *pass, const struct claim *claim)
{
    struct desk *desk = pass->desk;
    const struct desk_fact *fact = fact_at(desk, claim->first_seq);
    const bool fits = fact->trusted && fact->event == claim->event;
    if (desk_lost(desk, claim->first_seq)) {
        uncovered(pass, claim->first_seq < desk->facts.count ? claim->first_seq : desk->facts.count);
        accept(pass, claim);
        return;
    }
    if (!fits && claim->first_seq == pass->next && fact->trusted && begins_request(fact)) {
        struct finding finding = claim_finding(pass, FOUND_evidence_differs, claim);
        (void)snprintf(finding.column, sizeof finding.column, "event_id");
        (void)report_add(desk->report, &finding);
    } else if (!fits) {
        struct finding finding = claim_finding(pass, FOUND_evidence_extra, claim);
        finding.content = claim->event;
        (void)report_add(desk->report, &finding);
        return;
    } else if (claim->first_seq > pass->next) {
        uncovered(pass, claim->first_seq);
    } else if (claim->first_seq < pass->next) {
        object_count(pass, claim->first_seq - pass->last.first_seq);
    }
    accept(pass, claim);
}

static bool read_claim(const struct db_field *fields, struct claim *claim)
{
    memset(claim, 0, sizeof *claim);
    if (fields[0].bytes.size != sizeof(struct uuid))
        return false;
    claim->event = people_key(fields[0].bytes.data);
    hex_encode(fields[0].bytes, claim->hex);
    claim->first_seq = fields[2].bytes.data ? (uint64_t)db_field_number(fields[2].bytes) : UINT64_MAX;
    claim->count = db_field_number(fields[3].bytes);
    return true;
}

RESULT evidence_claims(struct desk *desk)
{
    struct claim_pass pass = {.desk = desk};
    CLEANUP(close_copy) struct db_copy *copy = NULL;
    struct db_field fields[4];
    struct claim claim;
    bool more = true;
    TRY(db_copy_open(desk->ctx, &copy_request_claim, desk->community, &copy));
    for (;;) {
        TRY(db_copy_next(copy, fields, LENGTH(fields), &more));
        if (!more)
            break;
        if (read_claim(fields, &claim))
            judge_claim(&pass, &claim);
    }
    if (pass.next > desk->facts.count && !desk_lost(desk, desk->facts.count))
        object_count(&pass, desk->facts.count - pass.last.first_seq);
    uncovered(&pass, desk->facts.count);
    return OK;
}

/* ---- openings ---- */

struct opening {
    struct bytes commitment, salt, value;
    int64_t class;
};

struct opening_pass {
    struct desk *desk;
    size_t at;    /* promises before it are dealt with */
    bool opened;  /* the promise at `at` has its opening */
    bool damaged; /* some record is lost: openings that nothing wants may be its */
};

static int order_promises(const void *x, const void *y)
{
    const struct books_promise *a = x, *b = y;
    if (a->prefix != b->prefix)
        return a->prefix < b->prefix ? -1 : 1;
    return (a->seq > b->seq) - (a->seq < b->seq);
}

static void object_unopened(struct opening_pass *pass, const struct books_promise *promise)
{
    struct finding finding = desk_finding(pass->desk, FOUND_evidence_missing, "opening");
    (void)snprintf(finding.key, sizeof finding.key, "commitment=%016llx… record=%llu",
                   (unsigned long long)promise->prefix, (unsigned long long)promise->seq);
    finding.has_seq = true;
    finding.seq = finding.last = promise->seq;
    finding.content = promise->prefix;
    (void)report_add(pass->desk->report, &finding);
}

/* Moves behind all promises below a prefix; those without an opening are named. */
static void skip_promises(struct opening_pass *pass, uint64_t below, bool all)
{
    const struct books *books = pass->desk->books;
    while (pass->at < books->promises.count && (all || books->promises.items[pass->at].prefix < below)) {
        const struct books_promise *promise = &books->promises.items[pass->at];
        if (!pass->opened)
            object_unopened(pass, promise);
        while (pass->at < books->promises.count && books->promises.items[pass->at].prefix == promise->prefix)
            pass->at++;
        pass->opened = false;
    }
}

static struct finding opening_finding(const struct opening_pass *pass, enum finding_reason reason,
                                      const struct opening *opening)
{
    struct finding finding = desk_finding(pass->desk, reason, "opening");
    char hex[33] = "";
    hex_encode(BYTES(opening->commitment.data, opening->commitment.size < 16 ? opening->commitment.size : 16), hex);
    (void)snprintf(finding.key, sizeof finding.key, "commitment=%s…", hex);
    return finding;
}

static struct digest digest_of(struct bytes stored)
{
    struct digest digest = {{0}};
    if (stored.size == sizeof digest)
        memcpy(digest.b, stored.data, sizeof digest);
    return digest;
}

/* An opening that a record asks for. */
static void judge_wanted(struct opening_pass *pass, const struct opening *opening, bool opens)
{
    const struct books_promise *promise = &pass->desk->books->promises.items[pass->at];
    const bool class_fits = promise->class == opening->class;
    pass->opened = true;
    if (opens && class_fits)
        return;
    struct finding finding = opening_finding(pass, FOUND_evidence_differs, opening);
    finding.has_seq = true;
    finding.seq = finding.last = promise->seq;
    (void)snprintf(finding.column, sizeof finding.column, "%s", class_fits ? "salt, value" : "class");
    (void)report_add(pass->desk->report, &finding);
}

static void judge_opening(struct opening_pass *pass, const struct opening *opening)
{
    const struct digest salt = digest_of(opening->salt), stored = digest_of(opening->commitment);
    const struct digest made =
        record_commitment(pass->desk->community, (enum commitment_class)opening->class, &salt, opening->value);
    const uint64_t prefix = canon_load_u64(stored.b);
    const struct books *books = pass->desk->books;
    const bool opens = digest_equal(&made, &stored);
    skip_promises(pass, prefix, false);
    if (pass->at < books->promises.count && books->promises.items[pass->at].prefix == prefix) {
        judge_wanted(pass, opening, opens);
        return;
    }
    if (pass->damaged) {
        report_consequence(pass->desk->report, pass->desk->community, UINT64_MAX, NULL);
        return;
    }
    struct finding finding = opening_finding(pass, FOUND_evidence_extra, opening);
    finding.content = opens || books->size == 0 ? prefix : canon_load_u64(made.b);
    (void)report_add(pass->desk->report, &finding);
}

RESULT evidence_openings(struct desk *desk)
{
    struct opening_pass pass = {.desk = desk, .damaged = desk->scan.bad.count > 0};
    CLEANUP(close_copy) struct db_copy *copy = NULL;
    struct db_field fields[4];
    bool more = true;
    if (desk->books->promises.count > 1)
        qsort(desk->books->promises.items, desk->books->promises.count, sizeof *desk->books->promises.items,
              order_promises);
    TRY(db_copy_open(desk->ctx, &copy_opening, desk->community, &copy));
    for (;;) {
        TRY(db_copy_next(copy, fields, LENGTH(fields), &more));
        if (!more)
            break;
        const struct opening opening = {.commitment = fields[0].bytes,
                                        .class = db_field_number(fields[1].bytes),
                                        .salt = fields[2].bytes,
                                        .value = fields[3].bytes};
        judge_opening(&pass, &opening);
    }
    skip_promises(&pass, 0, true);
    return OK;
}

/* ---- archived files ---- */

struct opened_row {
    struct maybe class;
    struct bytes salt, value;
};

struct stored_blob {
    struct bytes document, sha256;
};

/* The digest that the record commits to, when its opening is sound. */
static RESULT promised_digest(struct desk *desk, const struct row_document *document, struct bytes *ret_digest)
{
    static const struct db_column row[] = {COLUMN(opened_row, class), COLUMN(opened_row, salt),
                                           COLUMN(opened_row, value)};
    const struct db_value in[] = {db_number((int64_t)desk->community), db_bytes(document->content)};
    struct opened_row opened = {.salt = {NULL, 0}};
    struct digest salt, made;
    bool found;
    *ret_digest = (struct bytes){NULL, 0};
    TRY(db_maybe(desk->ctx, CALL(sql_opening_verify, in), ROW(opened_row, row), &opened, &found));
    if (!found || opened.salt.size != sizeof salt)
        return OK;
    memcpy(salt.b, opened.salt.data, sizeof salt);
    made = record_commitment(desk->community, (enum commitment_class)opened.class.value, &salt, opened.value);
    if (document->content.size == sizeof made && memcmp(document->content.data, made.b, sizeof made) == 0)
        *ret_digest = opened.value;
    return OK;
}

static struct finding blob_finding(const struct desk *desk, enum finding_reason reason, struct bytes document)
{
    struct finding finding = desk_finding(desk, reason, "document_blob");
    char hex[33] = "";
    if (document.size == sizeof(struct uuid))
        hex_encode(document, hex);
    (void)snprintf(finding.key, sizeof finding.key, "document=%s", hex);
    return finding;
}

static void object_blob(struct desk *desk, const struct row_document *document, const char *column)
{
    struct finding finding = blob_finding(desk, FOUND_evidence_differs, document->document);
    (void)snprintf(finding.column, sizeof finding.column, "%s", column);
    finding.has_seq = true;
    finding.seq = finding.last = (uint64_t)document->seq.value;
    (void)report_add(desk->report, &finding);
}

static bool same(struct bytes a, const struct digest *b)
{
    return a.size == sizeof *b && memcmp(a.data, b->b, sizeof *b) == 0;
}

static RESULT judge_file(struct desk *desk, const struct row_document *document)
{
    struct bytes sha256, content, promised;
    struct digest digest;
    bool found;
    TRY(statement_file(desk, document->document, &sha256, &content, &found));
    TRY(promised_digest(desk, document, &promised));
    if (!found) {
        struct finding finding = blob_finding(desk, FOUND_evidence_missing, document->document);
        finding.has_seq = true;
        finding.seq = finding.last = (uint64_t)document->seq.value;
        finding.content = promised.size >= 8 ? canon_load_u64(promised.data) : 0;
        (void)report_add(desk->report, &finding);
        return OK;
    }
    digest_sha256(content, &digest);
    const bool kept = !promised.data || same(promised, &digest);
    if (!kept || (int64_t)content.size != document->length.value)
        object_blob(desk, document, "content");
    else if (!same(sha256, &digest))
        object_blob(desk, document, promised.data ? "sha256" : "content, sha256");
    return OK;
}

static void object_stranger(struct desk *desk, const struct stored_blob *blob)
{
    struct finding finding = blob_finding(desk, FOUND_evidence_extra, blob->document);
    finding.content = blob->sha256.size >= 8 ? canon_load_u64(blob->sha256.data) : 0;
    (void)report_add(desk->report, &finding);
}

static bool is_archived(const struct books *books, struct bytes id)
{
    for (size_t i = 0; i < books->facts[ROW_document].count; i++) {
        const struct bytes *known = &FACTS(books, document)[i].document;
        if (known->size == id.size && memcmp(known->data, id.data, id.size) == 0)
            return true;
    }
    return false;
}

static RESULT judge_strangers(struct desk *desk)
{
    static const struct db_column row[] = {COLUMN(stored_blob, document), COLUMN(stored_blob, sha256)};
    const struct db_value in[] = {db_number((int64_t)desk->community)};
    struct stored_blob *blobs = NULL;
    size_t count = 0;
    TRY(db_list(desk->ctx, CALL(sql_document_blob_verify_list, in), ROW(stored_blob, row), &blobs, &count));
    for (size_t i = 0; i < count; i++) {
        if (is_archived(desk->books, blobs[i].document))
            continue;
        if (desk->scan.bad.count > 0)
            report_consequence(desk->report, desk->community, UINT64_MAX, NULL);
        else
            object_stranger(desk, &blobs[i]);
    }
    return OK;
}

RESULT evidence_documents(struct desk *desk)
{
    for (size_t i = 0; i < desk->books->facts[ROW_document].count; i++) {
        const struct row_document *document = &FACTS(desk->books, document)[i];
        if (desk_lost(desk, (uint64_t)document->seq.value))
            continue;
        struct arena *kept = desk_enter_chunk(desk);
        const result judged = judge_file(desk, document);
        desk_leave_chunk(desk, kept);
        TRY(judged);
    }
    return judge_strangers(desk);
}

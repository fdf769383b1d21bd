#include "ledger/matter/document.h"

#include "base/canon.h"
#include "base/digest.h"
#include "base/text.h"
#include "embed/sql.h"
#include "ledger/people/community.h"

#include <assert.h>
#include <string.h>

/* CN-AF-14: source documents 30 years from the end of the accounting year */
enum { KEEP_YEARS = 30, REASON_MAX = 600 };

/* ---- identity: the canonical value behind matter_opened.details ----
 * u16 kind, u8 0 or 1, and after 1: bytes issuer, bytes number. The index opening_document_identity relies on the third
 * byte. */

static RESULT identity_value(struct ctx *ctx, const struct document_archive_in *in, struct bytes *ret_value)
{
    struct buffer out;
    buffer_init(&out, ctx->arena, 256);
    canon_u16(&out, in->type);
    canon_u8(&out, in->issuer != NULL);
    if (in->issuer) {
        canon_bytes(&out, BYTES(in->issuer, strlen(in->issuer)));
        canon_bytes(&out, BYTES(in->number, strlen(in->number)));
    }
    return buffer_done(&out, ret_value);
}

static RESULT read_identity(struct ctx *ctx, struct bytes value, struct document *document)
{
    struct canon_reader reader;
    if (!value.data)
        return OK;
    canon_open(&reader, value);
    (void)canon_read_u16(&reader);
    if (canon_read_u8(&reader) == 0)
        return canon_end(&reader);
    const struct bytes issuer = canon_read_bytes(&reader, DOCUMENT_ISSUER_MAX);
    const struct bytes number = canon_read_bytes(&reader, DOCUMENT_NUMBER_MAX);
    TRY(canon_end(&reader));
    TRY(arena_text(ctx->arena, (const char *)issuer.data, issuer.size, &document->issuer));
    return arena_text(ctx->arena, (const char *)number.data, number.size, &document->number);
}

/* ---- reading ---- */

struct document_row {
    struct uuid document;
    uint64_t seq;
    uint16_t type;
    int64_t length;
    const char *title;
    struct digest sha256;
    day keep_until;
    uint16_t visibility;
    struct maybe matter_seq, issued_on, amount;
    struct bytes identity;
    int64_t entries;
    money used;
};

static const struct db_column columns[] = {
    COLUMN(document_row, document),   COLUMN(document_row, seq),        COLUMN(document_row, type),
    COLUMN(document_row, length),     COLUMN(document_row, title),      COLUMN(document_row, sha256),
    COLUMN(document_row, keep_until), COLUMN(document_row, visibility), COLUMN(document_row, matter_seq),
    COLUMN(document_row, issued_on),  COLUMN(document_row, amount),     COLUMN(document_row, identity),
    COLUMN(document_row, entries),    COLUMN(document_row, used)};

static RESULT document_of(struct ctx *ctx, const struct document_row *row, struct document *ret_document)
{
    *ret_document = (struct document){.document = row->document,
                                      .seq = row->seq,
                                      .type = row->type,
                                      .length = row->length,
                                      .title = row->title,
                                      .sha256 = row->sha256,
                                      .keep_until = row->keep_until,
                                      .visibility = row->visibility,
                                      .matter_seq = row->matter_seq,
                                      .issued_on = row->issued_on,
                                      .amount = row->amount,
                                      .entries = row->entries,
                                      .used = row->used};
    return read_identity(ctx, row->identity, ret_document);
}

RESULT document_list(struct ctx *ctx, uint64_t community, struct document **ret_list, size_t *ret_count)
{
    const struct db_value in[] = {db_number((int64_t)community)};
    struct document_row *rows = NULL;
    TRY(db_list(ctx, CALL(sql_document_list, in), ROW(document_row, columns), &rows, ret_count));
    TRY(ARENA_TAKE(ctx->arena, *ret_count + 1, ret_list));
    for (size_t i = 0; i < *ret_count; i++)
        TRY(document_of(ctx, &rows[i], &(*ret_list)[i]));
    return OK;
}

/* By id, or by digest when there is no id. */
static RESULT find(struct ctx *ctx, uint64_t community, struct bytes id, const struct digest *sha256,
                   struct document *ret_document)
{
    const struct db_value in[] = {db_number((int64_t)community), db_bytes(id),
                                  db_bytes(sha256 ? BYTES(sha256->b, sizeof sha256->b) : BYTES(NULL, 0))};
    struct document_row row;
    bool any;
    TRY(db_maybe(ctx, CALL(sql_document_find, in), ROW(document_row, columns), &row, &any));
    return any ? document_of(ctx, &row, ret_document) : REFUSE(document, unknown);
}

RESULT document_find(struct ctx *ctx, uint64_t community, const char *name, struct document *ret_document)
{
    struct uuid id;
    struct digest sha256;
    error_set(&ctx->error, "document", "%s", name);
    if (uuid_parse(name, &id))
        return find(ctx, community, BYTES(id.b, sizeof id.b), NULL, ret_document);
    if (FAILED(hex_decode(name, sha256.b, sizeof sha256.b)))
        return REFUSE(document, unknown);
    return find(ctx, community, BYTES(NULL, 0), &sha256, ret_document);
}

struct content_row {
    struct bytes content;
};

RESULT document_content(struct ctx *ctx, uint64_t community, const struct document *document, struct bytes *ret_content)
{
    static const struct db_column row[] = {COLUMN(content_row, content)};
    const struct db_value in[] = {db_number((int64_t)community), db_uuid(&document->document)};
    struct content_row found;
    struct digest digest;
    bool any;
    char text[UUID_TEXT];
    uuid_format(&document->document, text);
    error_set(&ctx->error, "document", "%s", text);
    TRY(db_maybe(ctx, CALL(sql_document_content, in), ROW(content_row, row), &found, &any));
    if (!any)
        return REFUSE(document, unknown);
    digest_sha256(found.content, &digest);
    if (!digest_equal(&digest, &document->sha256)) {
        error_set(&ctx->error, "reason", "a document differs from its digest");
        return REFUSE(fault, internal);
    }
    *ret_content = found.content;
    return OK;
}

/* ---- what is checked before anything is read ---- */

/* The file's own name, in NFC as other systems write it. */
static RESULT settle_name(struct ctx *ctx, struct document_archive_in *in)
{
    struct bytes name;
    const char *at = in->name;
    for (const char *slash = at; (slash = strpbrk(slash, "/\\")) != NULL; at = slash)
        slash++;
    error_set(&ctx->error, "reason", "not UTF-8");
    TRY(text_nfc(ctx->arena, BYTES(at, strlen(at)), &name));
    in->name = (const char *)name.data;
    return community_check_text(ctx, in->name);
}

static RESULT check_file(struct ctx *ctx, const struct document_archive_in *in, enum file_type *ret_type)
{
    const char *reason = "";
    error_set(&ctx->error, "file", "%s", in->name);
    error_set(&ctx->error, "size", "%zu", in->file.size);
    error_set(&ctx->error, "limit", "%d", FILE_TYPE_SIZE_MAX);
    const result checked = file_type_check(in->file, ret_type, &reason);
    if (FAILED(checked))
        error_set(&ctx->error, "reason", "%s", reason);
    return checked;
}

/* Digits, letters and dashes, letters made capital: one voucher must not be two by the way it is typed. */
static RESULT settle_code(struct ctx *ctx, const char **code, size_t max, const char *reason)
{
    static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-";
    const size_t length = strlen(*code);
    char *capital;
    error_set(&ctx->error, "reason", "%s", reason);
    if (length == 0 || length > max || strspn(*code, allowed) != length)
        return REFUSE(document, identity);
    TRY(ARENA_TAKE(ctx->arena, length + 1, &capital));
    for (size_t i = 0; i < length; i++)
        capital[i] = (char)((*code)[i] >= 'a' && (*code)[i] <= 'z' ? (*code)[i] - 'a' + 'A' : (*code)[i]);
    *code = capital;
    return OK;
}

static RESULT settle_identity(struct ctx *ctx, struct document_archive_in *in)
{
    error_set(&ctx->error, "reason", "issuer and number belong together");
    if ((in->issuer == NULL) != (in->number == NULL))
        return REFUSE(document, identity);
    if (!in->issuer)
        return OK;
    TRY(settle_code(ctx, &in->issuer, DOCUMENT_ISSUER_MAX, "issuer"));
    return settle_code(ctx, &in->number, DOCUMENT_NUMBER_MAX, "number");
}

static RESULT check_facts(struct ctx *ctx, const struct document_archive_in *in)
{
    char text[MONEY_TEXT], date[DATE_TEXT];
    if (in->amount.present) {
        money_format(FEN(in->amount.value), text);
        error_set(&ctx->error, "document", "%s", in->name);
        error_set(&ctx->error, "amount", "%s", text);
        if (in->amount.value <= 0)
            return REFUSE(document, amount);
        TRY(money_check(FEN(in->amount.value)));
    }
    if (!in->issued_on.present || in->issued_on.value <= ctx_today(ctx))
        return OK;
    date_format((day)in->issued_on.value, date);
    error_set(&ctx->error, "document", "%s", in->name);
    error_set(&ctx->error, "value", "%s", date);
    date_format(ctx_today(ctx), date);
    error_set(&ctx->error, "today", "%s", date);
    return REFUSE(document, future);
}

static RESULT check_visibility(struct ctx *ctx, uint16_t visibility)
{
    error_set(&ctx->error, "value", "%u", visibility);
    return visibility >= VISIBILITY_WITHHELD && visibility <= VISIBILITY_REDACTED ? OK : REFUSE(document, visibility);
}

static RESULT settle_in(struct ctx *ctx, struct document_archive_in *in, enum file_type *ret_type)
{
    error_set(&ctx->error, "value", "%u", in->type);
    if (in->type < DOCUMENT_STATEMENT || in->type > DOCUMENT_OTHER)
        return REFUSE(document, kind);
    TRY(check_visibility(ctx, in->visibility));
    TRY(check_file(ctx, in, ret_type));
    TRY(settle_name(ctx, in));
    TRY(settle_identity(ctx, in));
    return check_facts(ctx, in);
}

/* ---- the same bytes, the same voucher ---- */

static bool same_text(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool same_maybe(struct maybe a, struct maybe b)
{
    return a.present == b.present && (!a.present || a.value == b.value);
}

/* What the document that is there was said to be, and is not said to be now; NULL: nothing. */
static const char *difference(const struct document_archive_in *in, const struct document *there)
{
    if (in->type != there->type)
        return "种类 kind";
    if (!same_text(in->issuer, there->issuer) || !same_text(in->number, there->number))
        return "开具方或号码 issuer or number";
    if (!same_maybe(in->amount, there->amount))
        return "金额 amount";
    return in->issued_on.present && !same_maybe(in->issued_on, there->issued_on) ? "日期 date" : NULL;
}

/* Looks for the bytes; *ret_found only when everything said of them agrees. */
static RESULT find_same(struct ctx *ctx, const struct document_archive_in *in, const struct digest *sha256,
                        struct document *ret_document, bool *ret_found)
{
    char id[UUID_TEXT];
    const result looked = find(ctx, in->community, BYTES(NULL, 0), sha256, ret_document);
    *ret_found = !FAILED(looked);
    if (looked.code == ERROR_document_unknown)
        return OK;
    TRY(looked);
    const char *what = difference(in, ret_document);
    if (!what)
        return OK;
    uuid_format(&ret_document->document, id);
    error_set(&ctx->error, "file", "%s", in->name);
    error_set(&ctx->error, "document", "%s", id);
    error_set(&ctx->error, "what", "%s", what);
    return REFUSE(document, differs);
}

struct known_row {
    struct uuid document;
};

/* Details for whoever is refused here or, when two race, by the database. */
static RESULT refuse_second(struct ctx *ctx, const struct document_archive_in *in, struct bytes identity)
{
    static const struct db_column row[] = {COLUMN(known_row, document)};
    const struct db_value key[] = {db_number((int64_t)in->community), db_bytes(identity)};
    struct known_row known;
    char id[UUID_TEXT];
    bool any;
    if (!in->issuer)
        return OK;
    error_set(&ctx->error, "kind", "%s", document_type_name(in->type, LANGUAGE_ZH));
    error_set(&ctx->error, "issuer", "%s", in->issuer);
    error_set(&ctx->error, "number", "%s", in->number);
    TRY(db_maybe(ctx, CALL(sql_document_known, key), ROW(known_row, row), &known, &any));
    if (!any)
        return OK;
    uuid_format(&known.document, id);
    error_set(&ctx->error, "document", "%s", id);
    return REFUSE(document, booked_twice);
}

/* ---- records ---- */

static RESULT add_document(struct ctx *ctx, struct change *change, const struct document_archive_in *in,
                           const struct digest *sha256, uint32_t *ret_item)
{
    struct record_document_archived *record;
    const struct civil today = date_to_civil(ctx_today(ctx));
    TRY(ARENA_TAKE(ctx->arena, 1, &record));
    record->document = random_uuid7(ctx->random, ctx->now);
    record->type = in->type;
    record->length = in->file.size;
    TRY(change_commit(ctx, change, COMMIT_DOCUMENT_TITLE, BYTES(in->name, strlen(in->name)), &record->title));
    TRY(change_commit(ctx, change, COMMIT_DOCUMENT_CONTENT, BYTES(sha256->b, sizeof sha256->b), &record->content));
    TRY(date_from_civil(today.year + KEEP_YEARS, 12, 31, &record->keep_until));
    TRY(change_blob(change, &record->document, sha256, in->file));
    return change_add(change, RECORD_document_archived, record, ret_item);
}

/* The record that opens the matter of a document; the caller fills amount and ref. */
static RESULT add_matter(struct ctx *ctx, struct change *change, const struct uuid *document, struct bytes identity,
                         struct record_matter_opened **ret_record)
{
    struct record_matter_opened *record;
    TRY(ARENA_TAKE(ctx->arena, 1, &record));
    TRY(ARENA_TAKE(ctx->arena, 1, &record->refs));
    record->noun = NOUN_DOCUMENT;
    record->id = *document;
    record->from = ctx_today(ctx);
    record->refs_count = 1;
    record->refs[0].role = REF_DOCUMENT;
    TRY(change_commit(ctx, change, COMMIT_DOCUMENT_IDENTITY, identity, &record->details));
    *ret_record = record;
    return change_add(change, RECORD_matter_opened, record, NULL);
}

static RESULT add_move(struct ctx *ctx, struct change *change, const struct uuid *document, const uint16_t states[2],
                       const char *reason)
{
    struct record_matter_moved *record;
    const char *words = reason ? reason : visibility_name(states[1], LANGUAGE_ZH);
    TRY(ARENA_TAKE(ctx->arena, 1, &record));
    record->noun = NOUN_DOCUMENT;
    record->id = *document;
    record->old_state = states[0];
    record->new_state = states[1];
    TRY(change_commit(ctx, change, COMMIT_REASON, BYTES(words, strlen(words)), &record->details));
    return change_add(change, RECORD_matter_moved, record, NULL);
}

static RESULT add_records(struct ctx *ctx, struct change *change, const struct document_archive_in *in,
                          const struct digest *sha256, struct bytes identity)
{
    uint32_t item;
    struct record_matter_opened *matter;
    TRY(add_document(ctx, change, in, sha256, &item));
    const struct record_document_archived *document = change->items.items[item].body;
    TRY(add_matter(ctx, change, &document->document, identity, &matter));
    TRY(change_link(change, &matter->refs[0].seq, item));
    if (in->issued_on.present)
        matter->from = (day)in->issued_on.value;
    matter->has_amount = in->amount.present;
    matter->amount = FEN(in->amount.value);
    if (in->visibility == VISIBILITY_WITHHELD)
        return OK;
    return add_move(ctx, change, &document->document, (const uint16_t[2]){VISIBILITY_WITHHELD, in->visibility}, NULL);
}

/* The key follows from the bytes, so that two who archive them at once write them once; what is said of them is the
 * request. */
static RESULT begin_archive(struct ctx *ctx, struct change *change, const struct document_archive_in *in,
                            const struct digest *sha256, struct bytes identity)
{
    struct buffer out;
    struct bytes request;
    struct digest secret;
    char hex[65];
    const char *key;
    buffer_init(&out, ctx->arena, 1024);
    canon_bytes(&out, BYTES(sha256->b, sizeof sha256->b));
    canon_bytes(&out, identity);
    canon_u8(&out, in->amount.present);
    canon_i64(&out, in->amount.value);
    canon_u8(&out, in->issued_on.present);
    canon_i64(&out, in->issued_on.value);
    TRY(buffer_done(&out, &request));
    TRY(journal_secret(ctx, &secret));
    const struct digest mac = change_mac(&secret, in->community, "document_archive", request);
    hex_encode(BYTES(sha256->b, sizeof sha256->b), hex);
    TRY(arena_print(ctx->arena, &key, "document-%s", hex));
    return change_request(ctx, change, in->community, key, &mac);
}

RESULT document_archive(struct ctx *ctx, const struct document_archive_in *in, struct document *ret_document,
                        bool *ret_existing, enum file_type *ret_type)
{
    struct document_archive_in settled = *in;
    struct digest sha256;
    struct bytes identity;
    struct change change;
    TRY(settle_in(ctx, &settled, ret_type));
    TRY(community_act(ctx, in->community, ACTOR_PERSON));
    digest_sha256(in->file, &sha256);
    TRY(find_same(ctx, &settled, &sha256, ret_document, ret_existing));
    if (*ret_existing)
        return OK;
    TRY(identity_value(ctx, &settled, &identity));
    TRY(refuse_second(ctx, &settled, identity));
    change_init(&change, ctx->arena);
    TRY(begin_archive(ctx, &change, &settled, &sha256, identity));
    TRY(add_records(ctx, &change, &settled, &sha256, identity));
    const result posted = journal_post(ctx, &change);
    if (posted.code != ERROR_idempotency_key_reused)
        TRY(posted);
    *ret_existing = FAILED(posted) || change.requests.items[0].replayed; /* somebody was faster */
    bool found;
    TRY(find_same(ctx, &settled, &sha256, ret_document, &found));
    assert(found);
    return OK;
}

/* ---- visibility ---- */

static RESULT begin_move(struct ctx *ctx, struct change *change, const struct document_move_in *in,
                         const struct document *document)
{
    struct digest secret;
    char id[UUID_TEXT];
    const char *key;
    const uint64_t newest = (uint64_t)(document->matter_seq.present ? document->matter_seq.value : 0);
    uuid_format(&document->document, id);
    TRY(arena_print(ctx->arena, &key, "visibility-%s-%llu-%u", id, (unsigned long long)newest, in->visibility));
    TRY(journal_secret(ctx, &secret));
    const struct digest mac = change_mac(&secret, in->community, "document_move", BYTES(key, strlen(key)));
    return change_request(ctx, change, in->community, key, &mac);
}

static RESULT move(struct ctx *ctx, const struct document_move_in *in, const struct document *document)
{
    struct change change;
    change_init(&change, ctx->arena);
    TRY(begin_move(ctx, &change, in, document));
    if (!document->matter_seq.present) { /* archived by an importer */
        struct bytes identity;
        struct record_matter_opened *matter;
        const struct document_archive_in nameless = {.type = document->type};
        TRY(identity_value(ctx, &nameless, &identity));
        TRY(add_matter(ctx, &change, &document->document, identity, &matter));
        matter->refs[0].seq = document->seq;
    }
    TRY(add_move(ctx, &change, &document->document, (const uint16_t[2]){document->visibility, in->visibility},
                 in->reason));
    return journal_post(ctx, &change);
}

RESULT document_move(struct ctx *ctx, const struct document_move_in *in, struct document *ret_document)
{
    const char *reason = NULL;
    TRY(check_visibility(ctx, in->visibility));
    if (in->reason && FAILED(text_check(BYTES(in->reason, strlen(in->reason)), REASON_MAX, &reason))) {
        error_set(&ctx->error, "reason", "%s", reason);
        return REFUSE(text, refused);
    }
    TRY(community_act(ctx, in->community, ACTOR_PERSON));
    TRY(document_find(ctx, in->community, in->document, ret_document));
    if (ret_document->visibility == in->visibility)
        return OK;
    TRY(move(ctx, in, ret_document));
    return document_find(ctx, in->community, in->document, ret_document);
}

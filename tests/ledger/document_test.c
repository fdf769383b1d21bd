/* Source documents on a real server: what two clients at once must not break, and what a refusal must leave as it was.
 */
#include "ledger/matter/document.h"

#include "base/digest.h"
#include "ledger/book/entry.h"
#include "tests/harness/harness.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

enum { CLIENTS = 4, ROUNDS = 8 };
static const uint64_t community = UINT64_C(330681000217), other = UINT64_C(330681000218);
static struct harness harness;
static int64_t bank;

/* A file of its own for every text. */
static struct bytes file_of(struct ctx *ctx, const char *text)
{
    const char *file;
    harness_expect(ctx, arena_print(ctx->arena, &file, "<paper>%s</paper>", text), ERROR_none);
    return BYTES(file, strlen(file));
}

static struct document_archive_in paper(struct ctx *ctx, const char *text)
{
    return (struct document_archive_in){.community = community,
                                        .name = "scans/2026\\paper.xml",
                                        .file = file_of(ctx, text),
                                        .type = DOCUMENT_RECEIPT,
                                        .visibility = VISIBILITY_WITHHELD};
}

static struct document archived(const struct document_archive_in *in)
{
    struct document document;
    enum file_type type;
    bool existing;
    harness_expect(&harness.ctx, document_archive(&harness.ctx, in, &document, &existing, &type), ERROR_none);
    assert_false(existing);
    assert_int_equal(type, FILE_TYPE_XML);
    return document;
}

static void refused(const struct document_archive_in *in, enum error code)
{
    struct document document;
    enum file_type type;
    bool existing;
    harness_expect(&harness.ctx, document_archive(&harness.ctx, in, &document, &existing, &type), code);
}

static void test_the_same_bytes_are_one_document(void **state)
{
    struct document again;
    enum file_type type;
    bool existing = false;
    struct document_archive_in in = paper(&harness.ctx, "same");
    (void)state;
    const struct document first = archived(&in);
    assert_string_equal(first.title, "paper.xml");
    assert_int_equal(first.type, DOCUMENT_RECEIPT);
    assert_true(first.issued_on.present && first.issued_on.value == ctx_today(&harness.ctx));
    harness_keep(&harness, 0);
    in.name = "another name.pdf";
    in.visibility = VISIBILITY_PUBLIC;
    harness_expect(&harness.ctx, document_archive(&harness.ctx, &in, &again, &existing, &type), ERROR_none);
    assert_true(existing);
    assert_memory_equal(&again.document, &first.document, sizeof first.document);
    assert_int_equal(again.visibility, VISIBILITY_WITHHELD);
    in.type = DOCUMENT_INVOICE;
    refused(&in, ERROR_document_differs);
    harness_expect_kept(&harness, 0);
    in.type = DOCUMENT_RECEIPT;
    in.visibility = VISIBILITY_WITHHELD;
    in.community = other; /* another community has its own */
    const struct document elsewhere = archived(&in);
    assert_memory_not_equal(&elsewhere.document, &first.document, sizeof first.document);
}

static void test_one_voucher_is_one_document(void **state)
{
    struct document_archive_in in = paper(&harness.ctx, "voucher one");
    (void)state;
    in.issuer = "91330681MA2BC3D45X";
    in.number = "25337-1";
    (void)archived(&in);
    harness_keep(&harness, 0);
    in.file = file_of(&harness.ctx, "voucher two");
    refused(&in, ERROR_document_booked_twice);
    in.number = "25337-1 ";
    refused(&in, ERROR_document_identity);
    in.number = NULL;
    refused(&in, ERROR_document_identity);
    in.file = BYTES("MZ", 2);
    refused(&in, ERROR_document_executable);
    harness_expect_kept(&harness, 0);
    in.file = file_of(&harness.ctx, "voucher three");
    in.number = "25337-2";
    (void)archived(&in);
}

/* ---- clients at once ---- */

struct client {
    struct ctx ctx;
    struct random random; /* strong: two clients must not draw the same ids */
    pthread_barrier_t *start;
    struct document_archive_in in;
    struct document document;
    struct document_move_in move;
    const struct entry_in *entry;
    result got;
};

static void *archive_one(void *arg)
{
    struct client *client = arg;
    enum file_type type;
    bool existing;
    (void)pthread_barrier_wait(client->start);
    client->got = document_archive(&client->ctx, &client->in, &client->document, &existing, &type);
    return NULL;
}

static void *post_one(void *arg)
{
    struct client *client = arg;
    struct entry_out out;
    (void)pthread_barrier_wait(client->start);
    client->got = entry_post(&client->ctx, client->entry, 1, &out);
    return NULL;
}

static void *move_one(void *arg)
{
    struct client *client = arg;
    (void)pthread_barrier_wait(client->start);
    client->got = document_move(&client->ctx, &client->move, &client->document);
    return NULL;
}

static struct client clients[CLIENTS];

static void connect_clients(void)
{
    for (size_t i = 0; i < CLIENTS; i++) {
        memset(&clients[i], 0, sizeof clients[i]);
        harness_connect(&harness, "mz_app", &clients[i].ctx);
        clients[i].ctx.random = &clients[i].random;
    }
}

/* Runs all clients from one moment on. */
static void race(void *(*run)(void *))
{
    pthread_t threads[CLIENTS];
    pthread_barrier_t start;
    assert_int_equal(pthread_barrier_init(&start, NULL, CLIENTS), 0);
    for (size_t i = 0; i < CLIENTS; i++) {
        clients[i].start = &start;
        assert_int_equal(pthread_create(&threads[i], NULL, run, &clients[i]), 0);
    }
    for (size_t i = 0; i < CLIENTS; i++)
        (void)pthread_join(threads[i], NULL);
    (void)pthread_barrier_destroy(&start);
}

static size_t count_got(enum error code)
{
    size_t count = 0;
    for (size_t i = 0; i < CLIENTS; i++)
        count += clients[i].got.code == code;
    return count;
}

static void disconnect_clients(void)
{
    for (size_t i = 0; i < CLIENTS; i++)
        harness_disconnect(&clients[i].ctx);
}

static void test_clients_at_once_archive_a_voucher_once(void **state)
{
    char text[64];
    (void)state;
    connect_clients();
    for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < CLIENTS; i++) {
            (void)snprintf(text, sizeof text, "race %d of %d", round, i);
            clients[i].in = paper(&clients[i].ctx, text);
            clients[i].in.issuer = "91330681MA2BC3D45X";
            harness_expect(&clients[i].ctx, arena_print(clients[i].ctx.arena, &clients[i].in.number, "RACE-%d", round),
                           ERROR_none);
        }
        race(archive_one);
        assert_int_equal(count_got(ERROR_none), 1);
        assert_int_equal(count_got(ERROR_document_booked_twice), CLIENTS - 1);
        for (size_t i = 0; i < CLIENTS; i++)
            if (FAILED(clients[i].got))
                assert_non_null(error_get(&clients[i].ctx.error, "number"));
    }
    disconnect_clients();
}

static void test_clients_at_once_archive_bytes_once(void **state)
{
    char text[64];
    (void)state;
    connect_clients();
    for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < CLIENTS; i++) {
            (void)snprintf(text, sizeof text, "bytes %d", round);
            clients[i].in = paper(&clients[i].ctx, text);
            clients[i].in.type = round % 2 == 0 || i == 0 ? DOCUMENT_RECEIPT : DOCUMENT_INVOICE;
        }
        race(archive_one);
        assert_int_equal(count_got(ERROR_none) + count_got(ERROR_document_differs), CLIENTS);
        assert_true(count_got(ERROR_none) == CLIENTS || round % 2 == 1);
        for (size_t i = 1; i < CLIENTS && round % 2 == 0; i++)
            assert_memory_equal(&clients[i].document.document, &clients[0].document.document, sizeof(struct uuid));
    }
    disconnect_clients();
    harness_sql(&harness, "do $$ begin assert not exists (select from document_blob group by community_id, sha256 "
                          "having count(*) > 1); end $$");
}

struct sample {
    struct entry_line_in lines[2];
    struct attachment_in attachment;
    struct entry_in entry;
    char key[40];
};

static void make(struct sample *s, const char *key, money amount, struct attachment_in attachment)
{
    memset(s, 0, sizeof *s);
    s->attachment = attachment;
    (void)snprintf(s->key, sizeof s->key, "%s", key);
    s->lines[0] = (struct entry_line_in){.fund = FUND_PI,
                                         .account = "100201",
                                         .side = SIDE_DEBIT,
                                         .amount = amount,
                                         .dimensions = {{DIMENSION_BANK_ACCOUNT, (uint64_t)bank}},
                                         .dimension_count = 1};
    s->lines[1] = (struct entry_line_in){.fund = FUND_PI,
                                         .account = "4001",
                                         .side = SIDE_CREDIT,
                                         .amount = amount,
                                         .dimensions = {{DIMENSION_STREAM, 1}},
                                         .dimension_count = 1};
    s->entry = (struct entry_in){.community = community,
                                 .key = s->key,
                                 .entry_type = ENTRY_ORDINARY,
                                 .source = SOURCE_HAND,
                                 .word = WORD_GENERAL,
                                 .booking_date = ctx_today(&harness.ctx),
                                 .summary = "收地面车位月租",
                                 .lines = s->lines,
                                 .line_count = 2,
                                 .documents = &s->attachment,
                                 .document_count = 1};
}

static void test_clients_at_once_do_not_exceed_a_document(void **state)
{
    static struct sample samples[CLIENTS];
    struct document_archive_in in = paper(&harness.ctx, "three of four");
    char key[40];
    (void)state;
    in.amount = (struct maybe){true, 3 * 1000 * ROUNDS};
    const struct document document = archived(&in);
    size_t posted = 0;
    connect_clients();
    for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < CLIENTS; i++) {
            (void)snprintf(key, sizeof key, "exceed-%d-%d", round, i);
            make(&samples[i], key, FEN(1000), (struct attachment_in){document.seq, FEN(1000)});
            clients[i].entry = &samples[i].entry;
        }
        race(post_one);
        posted += count_got(ERROR_none);
        assert_int_equal(count_got(ERROR_none) + count_got(ERROR_document_exhausted), CLIENTS);
    }
    assert_int_equal(posted, 3 * ROUNDS);
    disconnect_clients();
    harness_keep(&harness, 0);
    struct entry_out out;
    make(&samples[0], "exceed-alone", FEN(1), (struct attachment_in){document.seq, FEN(0)});
    harness_expect(&harness.ctx, entry_post(&harness.ctx, &samples[0].entry, 1, &out), ERROR_document_exhausted);
    samples[0].attachment.seq = 0; /* a record of another kind */
    harness_expect(&harness.ctx, entry_post(&harness.ctx, &samples[0].entry, 1, &out), ERROR_document_unknown);
    samples[0].attachment.seq = document.seq + 100000;
    harness_expect(&harness.ctx, entry_post(&harness.ctx, &samples[0].entry, 1, &out), ERROR_document_unknown);
    harness_expect_kept(&harness, 0);
}

static void test_visibility_moves_from_the_state_it_is_in(void **state)
{
    char text[64], id[UUID_TEXT];
    (void)state;
    connect_clients();
    for (int round = 0; round < ROUNDS; round++) {
        (void)snprintf(text, sizeof text, "visible %d", round);
        const struct document_archive_in in = paper(&harness.ctx, text);
        const struct document document = archived(&in);
        uuid_format(&document.document, id);
        for (int i = 0; i < CLIENTS; i++)
            clients[i].move = (struct document_move_in){
                .community = community, .document = id, .visibility = i % 2 ? VISIBILITY_PUBLIC : VISIBILITY_REDACTED};
        race(move_one);
        assert_true(count_got(ERROR_none) >= 1);
        assert_int_equal(count_got(ERROR_none) + count_got(ERROR_matter_moved), CLIENTS);
    }
    disconnect_clients();
}

/* A file that an importer archived has no matter until somebody publishes it. */
static void test_a_file_of_an_importer_can_be_published(void **state)
{
    struct change change;
    struct record_document_archived *record;
    struct digest sha256, mac = {{0}};
    struct document document;
    char hex[65];
    const struct bytes file = BYTES("bank statement", 14);
    (void)state;
    digest_sha256(file, &sha256);
    change_init(&change, harness.ctx.arena);
    harness_expect(&harness.ctx, change_request(&harness.ctx, &change, community, "import-like-0001", &mac),
                   ERROR_none);
    harness_expect(&harness.ctx, ARENA_TAKE(harness.ctx.arena, 1, &record), ERROR_none);
    *record = (struct record_document_archived){.document = random_uuid7(harness.ctx.random, harness.ctx.now),
                                                .type = DOCUMENT_STATEMENT,
                                                .length = file.size,
                                                .keep_until = 30000};
    harness_expect(&harness.ctx,
                   change_commit(&harness.ctx, &change, COMMIT_DOCUMENT_TITLE, BYTES("a.csv", 5), &record->title),
                   ERROR_none);
    harness_expect(&harness.ctx,
                   change_commit(&harness.ctx, &change, COMMIT_DOCUMENT_CONTENT, BYTES(sha256.b, 32), &record->content),
                   ERROR_none);
    harness_expect(&harness.ctx, change_blob(&change, &record->document, &sha256, file), ERROR_none);
    harness_expect(&harness.ctx, change_add(&change, RECORD_document_archived, record, NULL), ERROR_none);
    harness_expect(&harness.ctx, journal_post(&harness.ctx, &change), ERROR_none);
    hex_encode(BYTES(sha256.b, sizeof sha256.b), hex);
    harness_expect(&harness.ctx, document_find(&harness.ctx, community, hex, &document), ERROR_none);
    assert_false(document.matter_seq.present);
    assert_int_equal(document.visibility, VISIBILITY_WITHHELD);
    const struct document_move_in publish = {
        .community = community, .document = hex, .visibility = VISIBILITY_PUBLIC, .reason = "公示"};
    harness_expect(&harness.ctx, document_move(&harness.ctx, &publish, &document), ERROR_none);
    assert_int_equal(document.visibility, VISIBILITY_PUBLIC);
    assert_true(document.matter_seq.present);
    assert_null(document.issuer);
    const struct document_move_in nowhere = {.community = community, .document = hex, .visibility = 9};
    harness_expect(&harness.ctx, document_move(&harness.ctx, &nowhere, &document), ERROR_document_visibility);
}

/* The second lock: what the program would never send. */
static void test_the_database_guards_by_itself(void **state)
{
    static const struct {
        const char *state, *statement;
    } rows[] = {
        {"MZ143", "perform matter_move(330681000217, 1, (select id from matter limit 1), 77, 1, null, 1)"},
        {"MZ143", "perform matter_open(330681000217, 1, (select id from matter limit 1), '2026-01-01', null, null, "
                  "sha256(''), 1)"},
        {"MZ132",
         "perform opening_append(array[330681000217], array[sha256('x')], array[10::smallint], array[sha256('y')], "
         "array[(select value from opening where class = 10 and substring(value from 3 for 1) = '\\x01' limit 1)])"},
        {"23505",
         "insert into opening select community_id, sha256('x'), class, salt, value from opening where class = 10 and "
         "substring(value from 3 for 1) = '\\x01' limit 1"},
        {"MZ131", "perform entry_ref_append(array[r.community_id, r.community_id], array[900000, 900001], array[8, "
                  "8]::smallint[], "
                  "array[r.ref_seq, r.ref_seq], array[1, 1]) from entry_ref r where r.role = 8 limit 1"},
    };
    (void)state;
    for (size_t i = 0; i < LENGTH(rows); i++) {
        char sql[800];
        (void)snprintf(sql, sizeof sql,
                       "do $$ begin %s; raise exception 'not guarded'; exception when sqlstate '%s' then null; end $$",
                       rows[i].statement, rows[i].state);
        harness_sql(&harness, sql);
    }
}

static int begin(void **state)
{
    (void)state;
    harness_begin(&harness, "2026-03-31");
    bank = harness_community(&harness, community);
    (void)harness_community(&harness, other);
    return 0;
}

static int end(void **state)
{
    (void)state;
    harness_end(&harness);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_same_bytes_are_one_document),
        cmocka_unit_test(test_one_voucher_is_one_document),
        cmocka_unit_test(test_clients_at_once_archive_a_voucher_once),
        cmocka_unit_test(test_clients_at_once_archive_bytes_once),
        cmocka_unit_test(test_clients_at_once_do_not_exceed_a_document),
        cmocka_unit_test(test_visibility_moves_from_the_state_it_is_in),
        cmocka_unit_test(test_a_file_of_an_importer_can_be_published),
        cmocka_unit_test(test_the_database_guards_by_itself),
    };
    return cmocka_run_group_tests(tests, begin, end);
}

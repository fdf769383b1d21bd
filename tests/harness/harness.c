#include "tests/harness/harness.h"

#include "base/digest.h"
#include "db/migrate.h"
#include "ledger/book/bank_account.h"
#include "ledger/book/fund.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ARENA = 256 << 20 };
static const char disk[] = "/tmp", memory[] = "/dev/shm";
static const uint64_t memory_room = UINT64_C(4) << 30;

void harness_expect(const struct ctx *ctx, result got, enum error code)
{
    char text[1000];
    if (got.code == code)
        return;
    error_text(got.code, &ctx->error, LANGUAGE_EN, text, sizeof text);
    (void)fprintf(stderr, "expected %s, got %s: %s\n", code ? error_info(code)->name : "success",
                  got.code ? error_info(got.code)->name : "success", got.code ? text : "");
    abort();
}

const char *harness_dsn(struct harness *harness, const char *role)
{
    const char *dsn;
    harness_expect(&harness->ctx, cluster_dsn(&harness->ctx, harness->cluster, role, &dsn), ERROR_none);
    return dsn;
}

/* rm -rf of our own folder below /tmp; what root made there stays with root. */
static void remove_folder(const char *folder)
{
    const pid_t child = fork();
    if (child == 0) {
        (void)execl("/bin/rm", "rm", "-rf", folder, (char *)NULL);
        _exit(127);
    }
    (void)waitpid(child, NULL, 0);
}

/* A test that fails an assertion never reaches harness_end: its pipe closes without a word, and the keeper joins and
 * leaves the cluster, which stops the server. */
static void keep(struct harness *harness, int ended)
{
    char word;
    ssize_t n;
    struct cluster *cluster = NULL;
    while ((n = read(ended, &word, 1)) < 0 && errno == EINTR)
        continue;
    if (n != 1 && cluster_open(&harness->ctx, harness->folder, false, &cluster).code == ERROR_none)
        cluster_close(&cluster);
    remove_folder(harness->folder);
    _exit(0);
}

static void start_keeper(struct harness *harness)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        abort();
    harness->keeper = fork();
    if (harness->keeper == 0) {
        (void)close(ends[1]);
        keep(harness, ends[0]);
    }
    (void)close(ends[0]);
    harness->alive = ends[1];
}

static void begin(struct harness *harness, const char *today, const char *place)
{
    day date;
    struct ctx *ctx = &harness->ctx;
    memset(harness, 0, sizeof *harness);
    harness->random.seeded = true;
    *ctx = (struct ctx){.arena = arena_new(ARENA), .random = &harness->random, .actor = {.kind = ACTOR_PERSON}};
    harness_expect(ctx, digest_start(), ERROR_none);
    harness_expect(ctx, date_parse(today, &date), ERROR_none);
    ctx->now = date_begin(date) + INT64_C(36000000000);
    (void)snprintf(harness->folder, sizeof harness->folder, "%s/mz-harness-XXXXXX", place);
    if (!mkdtemp(harness->folder) || chmod(harness->folder, 0755) != 0)
        abort();
    harness_expect(ctx, cluster_become_owner(ctx, harness->folder), ERROR_none);
    start_keeper(harness);
    harness_expect(ctx, cluster_open(ctx, harness->folder, true, &harness->cluster), ERROR_none);
    harness_expect(ctx, db_open(ctx, harness_dsn(harness, "postgres"), NULL, &ctx->db), ERROR_none);
    harness_expect(ctx, db_migrate(ctx), ERROR_none);
    db_close(&ctx->db);
    harness_expect(ctx, db_open(ctx, harness_dsn(harness, "mz_app"), "mz_app", &ctx->db), ERROR_none);
}

/* Where nothing waits for a disk, if there is room for a large cluster. */
static bool has_memory(void)
{
    struct statvfs room;
    return statvfs(memory, &room) == 0 && room.f_bavail * room.f_frsize > memory_room &&
           access(memory, R_OK | W_OK | X_OK) == 0;
}

void harness_begin_in_memory(struct harness *harness, const char *today)
{
    begin(harness, today, has_memory() ? memory : disk);
}

void harness_begin(struct harness *harness, const char *today)
{
    begin(harness, today, disk);
}

void harness_end(struct harness *harness)
{
    db_close(&harness->ctx.db);
    cluster_close(&harness->cluster);
    arena_free(&harness->ctx.arena);
    if (write(harness->alive, "x", 1) != 1)
        abort();
    (void)close(harness->alive);
    (void)waitpid(harness->keeper, NULL, 0);
    free(harness->kept);
}

void harness_connect(struct harness *harness, const char *role, struct ctx *ret_ctx)
{
    const char *dsn = harness_dsn(harness, role ? role : "postgres");
    *ret_ctx = harness->ctx;
    ret_ctx->arena = arena_new(ARENA);
    harness_expect(ret_ctx, db_open(ret_ctx, dsn, role, &ret_ctx->db), ERROR_none);
}

void harness_disconnect(struct ctx *ctx)
{
    db_close(&ctx->db);
    arena_free(&ctx->arena);
}

void harness_sql(struct harness *harness, const char *sql)
{
    struct ctx admin;
    const struct embedded script = {"harness", sql, strlen(sql), ""};
    harness_connect(harness, NULL, &admin);
    harness_expect(&admin, db_script(&admin, &script), ERROR_none);
    harness_disconnect(&admin);
}

int64_t harness_community(struct harness *harness, uint64_t code)
{
    const struct fund_open_in books = {{code, "明月湾小区", "财务委员"}, "明月湾业主委员会"};
    const struct bank_account_open_in bank = {code, FUND_PI, "中国建设银行", "33050165583500001234"};
    struct bank_account found;
    harness_expect(&harness->ctx, fund_open_books(&harness->ctx, &books), ERROR_none);
    harness_expect(&harness->ctx, bank_account_open(&harness->ctx, &bank), ERROR_none);
    harness_expect(&harness->ctx, bank_account_find(&harness->ctx, code, bank.number, &found), ERROR_none);
    return found.opened_seq;
}

/* The session of a verb: memory, books, clock; files named on the command line; how refusals are printed. */
#include "base/words.h"
#include "cli/cli.h"
#include "db/cluster.h"
#include "db/migrate.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

enum { SESSION_ARENA = 1 << 30 };

const char *cli_text(const struct cli *cli, const char *zh, const char *en)
{
    return cli->language == LANGUAGE_ZH ? zh : en;
}

/* The only place where the command line reads the machine's clock. */
static inst clock_now(void)
{
    struct timeval now;
    (void)gettimeofday(&now, NULL);
    return (inst)now.tv_sec * 1000000 + now.tv_usec;
}

RESULT cli_begin(struct cli *cli)
{
    if (cli->arena)
        return OK;
    cli->arena = arena_new(SESSION_ARENA);
    if (!cli->arena)
        return REFUSE(memory, exhausted);
    cli->ctx.arena = cli->arena;
    cli->ctx.now = clock_now();
    return OK;
}

static RESULT migrate(struct cli *cli, const char *dsn)
{
    TRY(db_open(&cli->ctx, dsn, NULL, &cli->ctx.db));
    const result migrated = db_migrate(&cli->ctx);
    db_close(&cli->ctx.db);
    return migrated;
}

RESULT cli_open(struct cli *cli, const char *role, bool migrating)
{
    const char *dsn = cli->database, *admin = cli->database;
    TRY(cli_begin(cli));
    if (!cli->database) {
        TRY(cluster_locate(&cli->ctx, cli->data, &cli->data)); /* a link leads on where the owner may not look */
        TRY(cluster_become_owner(&cli->ctx, cli->data));
        TRY(cluster_open(&cli->ctx, cli->data, migrating, &cli->cluster));
        TRY(cluster_dsn(&cli->ctx, cli->cluster, "postgres", &admin));
        TRY(cluster_dsn(&cli->ctx, cli->cluster, role, &dsn));
    }
    if (migrating)
        TRY(migrate(cli, admin));
    TRY(db_open(&cli->ctx, dsn, role, &cli->ctx.db));
    return migrating ? db_prepare(&cli->ctx) : OK;
}

void cli_close(struct cli *cli)
{
    db_close(&cli->ctx.db);
    cluster_close(&cli->cluster);
    arena_free(&cli->arena);
}

static void print_problem(const struct cli *cli, result failed)
{
    char text[2][1024], hint[2][512];
    const struct error_info *info = error_info(failed.code);
    for (int i = 0; i < 2; i++) {
        error_text(failed.code, &cli->ctx.error, (enum language)i, text[i], sizeof text[i]);
        error_hint(failed.code, &cli->ctx.error, (enum language)i, hint[i], sizeof hint[i]);
    }
    if (!cli->json) {
        const char *stop = cli_text(cli, "。", ". ");
        (void)fprintf(stderr, "%s%s%s%s [%s]\n", text[cli->language], stop, hint[cli->language],
                      cli_text(cli, "。", "."), info->name);
        return;
    }
    CLEANUP(arena_free) struct arena *arena = arena_new(1 << 16);
    struct buffer out;
    struct bytes line;
    buffer_init(&out, arena, 1 << 15);
    json_open_object(&out, NULL);
    json_put_string(&out, "code", info->name);
    json_put_number(&out, "number", (int)info->code);
    json_put_string(&out, "detail", text[LANGUAGE_ZH]);
    json_put_string(&out, "detail_en", text[LANGUAGE_EN]);
    json_put_string(&out, "hint", hint[LANGUAGE_ZH]);
    json_put_string(&out, "hint_en", hint[LANGUAGE_EN]);
    json_put_string(&out, "clause", info->clause[0] ? info->clause : NULL);
    json_open_object(&out, "facts");
    for (size_t i = 0; i < cli->ctx.error.count; i++)
        json_put_string(&out, cli->ctx.error.item[i].key, cli->ctx.error.item[i].value);
    json_close_object(&out);
    json_close_object(&out);
    if (arena && !FAILED(buffer_done(&out, &line)))
        (void)fprintf(stderr, "%s\n", (const char *)line.data);
}

int cli_fail(const struct cli *cli, result failed)
{
    print_problem(cli, failed);
    return error_exit_status(failed.code);
}

int cli_finish(struct cli *cli, result done)
{
    const int status = FAILED(done) ? cli_fail(cli, done) : 0;
    cli_close(cli);
    return status;
}

int cli_in_session(struct cli *cli, result run(struct cli *cli))
{
    result done = cli_open(cli, "mz_app", false);
    if (!FAILED(done))
        done = run(cli);
    return cli_finish(cli, done);
}

int cli_usage(struct cli *cli, const char *format, ...)
{
    char reason[ERROR_VALUE_SIZE];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(reason, sizeof reason, format, args);
    va_end(args);
    error_set(&cli->ctx.error, "reason", "%s", reason);
    return cli_fail(cli, REFUSE(usage, invalid));
}

/* ---- arguments and answers ---- */

RESULT cli_date(struct cli *cli, day *ret_date)
{
    *ret_date = ctx_today(&cli->ctx);
    error_set(&cli->ctx.error, "value", "%s", cli->date ? cli->date : "");
    return cli->date ? date_parse(cli->date, ret_date) : OK;
}

RESULT cli_fund(struct cli *cli, uint16_t *ret_fund)
{
    error_set(&cli->ctx.error, "fund", "%s", cli->fund ? cli->fund : "");
    return fund_parse(cli->fund ? cli->fund : "PI", ret_fund);
}

RESULT cli_amount(struct cli *cli, const char *text, money *ret_amount)
{
    error_set(&cli->ctx.error, "value", "%s", text);
    return money_parse(text, ret_amount);
}

const char *cli_replayed(const struct cli *cli, bool replayed)
{
    return replayed ? cli_text(cli, "  已经入过账，未重复", "  posted before, not repeated") : "";
}

void cli_put_date(struct buffer *out, const char *key, struct maybe date)
{
    if (date.present)
        json_put_date(out, key, (day)date.value);
    else
        json_put_null(out, key);
}

void cli_put_number(struct buffer *out, const char *key, struct maybe number)
{
    if (number.present)
        json_put_number(out, key, number.value);
    else
        json_put_null(out, key);
}

RESULT cli_print_json(struct buffer *out)
{
    struct bytes text;
    TRY(buffer_done(out, &text));
    (void)printf("%s\n", (const char *)text.data);
    return OK;
}

/* ---- files of the caller ---- */

static RESULT unreadable(struct cli *cli, const char *path)
{
    error_set(&cli->ctx.error, "file", "%s", path);
    error_set(&cli->ctx.error, "reason", "%s", strerror(errno));
    return REFUSE(file, unreadable);
}

static RESULT unwritable(struct cli *cli, const char *path)
{
    error_set(&cli->ctx.error, "file", "%s", path);
    error_set(&cli->ctx.error, "reason", "%s", strerror(errno));
    return REFUSE(file, unwritable);
}

static void close_file(FILE **file)
{
    if (*file)
        (void)fclose(*file);
}

RESULT cli_read_file(struct cli *cli, const char *path, size_t max, struct bytes *ret_file)
{
    TRY(cli_begin(cli));
    CLEANUP(close_file) FILE *file = fopen(path, "rbe");
    struct stat facts;
    if (!file || fstat(fileno(file), &facts) != 0)
        return unreadable(cli, path);
    if (!S_ISREG(facts.st_mode)) {
        errno = S_ISDIR(facts.st_mode) ? EISDIR : EINVAL;
        return unreadable(cli, path);
    }
    error_set(&cli->ctx.error, "file", "%s", path);
    error_set(&cli->ctx.error, "size", "%lld", (long long)facts.st_size);
    error_set(&cli->ctx.error, "limit", "%zu", max);
    if ((uint64_t)facts.st_size > max)
        return REFUSE(file, too_large);
    uint8_t *data;
    TRY(ARENA_TAKE(cli->arena, (size_t)facts.st_size + 1, &data));
    const size_t size = fread(data, 1, (size_t)facts.st_size, file);
    if (ferror(file))
        return unreadable(cli, path);
    *ret_file = BYTES(data, size);
    return OK;
}

RESULT cli_create(struct cli *cli, const char *path, FILE **ret_file)
{
    TRY(cli_begin(cli));
    FILE *file = path ? fopen(path, "wbe") : stdout;
    if (!file)
        return unwritable(cli, path);
    *ret_file = file;
    return OK;
}

RESULT cli_write(struct cli *cli, const char *path, FILE *file, struct bytes content)
{
    const bool written = fwrite(content.data, 1, content.size, file) == content.size && fflush(file) == 0;
    const bool closed = file == stdout || fclose(file) == 0;
    return written && closed ? OK : unwritable(cli, path ? path : "stdout");
}

RESULT cli_create_folder(struct cli *cli, const char *path, int *ret_fd)
{
    TRY(cli_begin(cli));
    const bool made = mkdir(path, 0777) == 0;
    if (!made && errno != EEXIST)
        return unwritable(cli, path);
    const int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return unwritable(cli, path);
    if (!cli->database)
        TRY(cluster_hand_over(&cli->ctx, cli->data, fd));
    *ret_fd = fd;
    return OK;
}

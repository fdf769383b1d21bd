/* serve: the public pages, until SIGTERM or SIGINT. */
#include "cli/cli.h"
#include "db/cluster.h"
#include "db/db.h"
#include "ledger/people/community.h"
#include "server/app.h"

#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

enum { DEFAULT_PORT = 8080, PORTS_TRIED = 21, NAMES_SHOWN = 12, WATCH_S = 1 };

/* The port that was asked for and no other; without --port the first free one from 8080 on. */
static RESULT open_port(struct cli *cli, struct app *app, struct http_server **ret_server)
{
    if (cli->port != 0)
        return http_listen(&cli->ctx, app, cli->port, ret_server);
    result opened = OK;
    for (int i = 0; i < PORTS_TRIED; i++) {
        opened = http_listen(&cli->ctx, app, DEFAULT_PORT + i, ret_server);
        if (opened.code != ERROR_http_port)
            return opened;
    }
    return opened;
}

static void print_place(const struct cli *cli)
{
    char folder[PATH_MAX];
    if (cli->database)
        (void)printf("  %s--database\n", cli_text(cli, "数据库    ", "database     "));
    else
        (void)printf("  %s%s\n", cli_text(cli, "数据文件夹  ", "data folder  "),
                     realpath(cli->data, folder) ? folder : cli->data);
}

static RESULT print_screen(struct cli *cli, int port)
{
    struct community *list;
    size_t count;
    TRY(community_list(&cli->ctx, &list, &count));
    (void)printf("%s\n\n", cli_text(cli, "明账已启动", "Mingzhang is running"));
    (void)printf("  %shttp://127.0.0.1:%d/\n", cli_text(cli, "网址        ", "address      "), port);
    print_place(cli);
    (void)printf("  %s%zu\n", cli_text(cli, "小区        ", "communities  "), count);
    for (size_t i = 0; i < count && i < NAMES_SHOWN; i++)
        (void)printf("    %012llu  %s\n", (unsigned long long)list[i].community_id, list[i].name);
    if (count == 0)
        (void)printf(
            "    %s\n",
            cli_text(cli, "还没有小区：mingzhang demo 装入示范城市，或 mingzhang community open 开账",
                     "none yet: mingzhang demo loads the demonstration city, mingzhang community open opens one"));
    (void)printf("\n  %s%d%s\n", cli_text(cli, "停止：按 Ctrl+C，或运行 kill ", "To stop: press Ctrl+C, or run kill "),
                 (int)getpid(), cli_text(cli, "。账本随时可以停，不会丢数据。", ". Stopping is safe at any time."));
    (void)fflush(stdout);
    return OK;
}

/* Joining the private cluster once more starts it again where it died under us; leaving it at once stops nothing, since
 * the session still holds it. What fails is tried again with the next request that finds no database. */
static void revive(struct cli *cli)
{
    struct cluster *again = NULL;
    if (cli->cluster && !FAILED(cluster_open(&cli->ctx, cli->data, false, &again)))
        cluster_close(&again);
}

static void wait_for_end(struct cli *cli, struct app *app, const sigset_t *ends)
{
    const struct timespec step = {WATCH_S, 0};
    while (sigtimedwait(ends, NULL, &step) < 0)
        if (http_app_lost(app))
            revive(cli);
}

static RESULT serve(struct cli *cli, struct app *app)
{
    sigset_t ends;
    struct http_server *server = NULL;
    (void)sigemptyset(&ends);
    (void)sigaddset(&ends, SIGTERM);
    (void)sigaddset(&ends, SIGINT);
    (void)pthread_sigmask(SIG_BLOCK, &ends, NULL); /* before any thread: none of them is interrupted */
    TRY(open_port(cli, app, &server));
    const result shown = print_screen(cli, http_port(server));
    if (!FAILED(shown)) {
        db_close(&cli->ctx.db); /* requests have connections of their own */
        wait_for_end(cli, app, &ends);
    }
    http_stop(&server);
    return shown;
}

static RESULT run(struct cli *cli)
{
    const char *dsn = cli->database;
    struct app app;
    TRY(cli_open(cli, "mz_app", true));
    if (cli->cluster) {
        TRY(cluster_claim(&cli->ctx, cli->cluster));
        TRY(cluster_dsn(&cli->ctx, cli->cluster, "mz_app", &dsn));
    }
    http_app_init(&app, cli->arena, dsn);
    const result served = serve(cli, &app);
    http_app_done(&app);
    return served;
}

int verb_serve(struct cli *cli)
{
    if (cli->arg_count > 0)
        return cli_usage(cli, "serve [--port N]");
    return cli_finish(cli, run(cli));
}

/* init and psql: the database itself. */
#include "cli/cli.h"
#include "db/cluster.h"
#include "db/db.h"

int verb_init(struct cli *cli)
{
    const result opened = cli_open(cli, "mz_app", true);
    if (!FAILED(opened))
        (void)printf("%s %s\n", cli_text(cli, "账本数据库已就绪：", "the books are ready in"),
                     cli->database ? "--database" : cli->data);
    const int status = FAILED(opened) ? cli_fail(cli, opened) : 0;
    cli_close(cli);
    return status;
}

static RESULT run_psql(struct cli *cli, int *ret_status)
{
    const char *dsn = cli->database;
    if (!cli->database) {
        TRY(cli_open(cli, "mz_app", false));
        TRY(cluster_dsn(&cli->ctx, cli->cluster, "postgres", &dsn));
        db_close(&cli->ctx.db);
    }
    return cluster_psql(&cli->ctx, dsn, cli->args, cli->arg_count, ret_status);
}

int verb_psql(struct cli *cli)
{
    int status = 0;
    const result ran = run_psql(cli, &status);
    if (FAILED(ran))
        status = cli_fail(cli, ran);
    cli_close(cli);
    return status;
}

/* The private cluster as others see it: joining, claiming, leaving. Every change of its state happens under start.lock.
 */
#include "db/cluster_private.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LOCK_STEP_MS = 50, LOCK_STEPS = 12000 }; /* ten minutes: another command may be waiting for recovery */

/* ---- locks ---- */

static RESULT open_lock(struct ctx *ctx, const struct cluster *cluster, const char *name, int *ret_fd)
{
    char path[PATH_MAX];
    cluster_path(path, cluster->dir, name);
    *ret_fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    return *ret_fd >= 0 ? OK : cluster_folder_refuse(ctx, path, NULL);
}

static bool wait_for(int fd, int kind)
{
    const struct timespec step = {0, LOCK_STEP_MS * 1000000L};
    for (int i = 0; i < LOCK_STEPS; i++) {
        if (flock(fd, kind | LOCK_NB) == 0)
            return true;
        if (errno != EWOULDBLOCK && errno != EINTR)
            return false;
        (void)nanosleep(&step, NULL);
    }
    return false;
}

static RESULT take_locks(struct ctx *ctx, struct cluster *cluster)
{
    TRY(open_lock(ctx, cluster, "start.lock", &cluster->start_lock));
    TRY(open_lock(ctx, cluster, "users.lock", &cluster->users_lock));
    if (!wait_for(cluster->start_lock, LOCK_EX) || !wait_for(cluster->users_lock, LOCK_SH))
        return cluster_folder_refuse(ctx, cluster->dir, "另一个命令占用太久 / another command holds it too long");
    return OK;
}

/* ---- joining ---- */

static void note_log(struct cluster *cluster)
{
    char path[PATH_MAX];
    struct stat facts;
    cluster_path(path, cluster->dir, "postgresql.log");
    cluster->log_start = stat(path, &facts) == 0 ? (long)facts.st_size : 0;
}

/* The major version that made pgdata. */
static RESULT read_version(struct ctx *ctx, const struct cluster *cluster, char version[8])
{
    char path[PATH_MAX];
    cluster_path(path, cluster->pgdata, "PG_VERSION");
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    const ssize_t n = fd < 0 ? -1 : read(fd, version, 7);
    const result done = n > 0 ? OK : cluster_folder_refuse(ctx, path, NULL);
    if (fd >= 0)
        (void)close(fd);
    version[n > 0 ? n : 0] = '\0';
    version[strcspn(version, "\n")] = '\0';
    return done;
}

static RESULT join(struct ctx *ctx, struct cluster *cluster, const char *dir, bool make)
{
    bool made = false;
    char version[8];
    TRY(cluster_folder_open(ctx, cluster, dir, make, &made));
    TRY(take_locks(ctx, cluster));
    note_log(cluster);
    /* Another command may have made it while we waited. */
    TRY(cluster_folder_open(ctx, cluster, dir, make, &made));
    if (!made) {
        TRY(cluster_program_find(ctx, cluster, NULL));
        TRY(cluster_server_make(ctx, cluster));
    }
    TRY(read_version(ctx, cluster, version));
    TRY(cluster_program_find(ctx, cluster, version));
    TRY(cluster_folder_socket(ctx, cluster));
    if (!cluster_server_answers(cluster)) {
        TRY(cluster_server_start(ctx, cluster));
        TRY(cluster_server_database(ctx, cluster, make));
    }
    return flock(cluster->start_lock, LOCK_UN) == 0 ? OK : cluster_folder_refuse(ctx, dir, NULL);
}

RESULT cluster_open(struct ctx *ctx, const char *dir, bool make, struct cluster **ret_cluster)
{
    struct cluster *cluster = calloc(1, sizeof *cluster);
    if (!cluster)
        return REFUSE(memory, exhausted);
    cluster->start_lock = cluster->users_lock = cluster->daemon_lock = -1;
    const result joined = join(ctx, cluster, dir, make);
    if (FAILED(joined))
        cluster_close(&cluster);
    else
        *ret_cluster = cluster;
    return joined;
}

/* ---- claiming ---- */

RESULT cluster_claim(struct ctx *ctx, struct cluster *cluster)
{
    char pid[24] = {0};
    TRY(open_lock(ctx, cluster, "daemon.lock", &cluster->daemon_lock));
    if (flock(cluster->daemon_lock, LOCK_EX | LOCK_NB) != 0) {
        const ssize_t n = pread(cluster->daemon_lock, pid, sizeof pid - 1, 0);
        pid[n > 0 ? strcspn(pid, "\n") : 0] = '\0';
        (void)close(cluster->daemon_lock);
        cluster->daemon_lock = -1;
        error_set(&ctx->error, "folder", "%s", cluster->dir);
        error_set(&ctx->error, "pid", "%s", pid[0] ? pid : "…");
        return REFUSE(cluster, in_use);
    }
    const int n = snprintf(pid, sizeof pid, "%d\n", (int)getpid());
    if (ftruncate(cluster->daemon_lock, 0) != 0 || pwrite(cluster->daemon_lock, pid, (size_t)n, 0) != n)
        return cluster_folder_refuse(ctx, cluster->dir, NULL);
    return OK;
}

/* ---- connection strings ---- */

/* The service gives up on a statement after five minutes; verification and administration may take as long as they
 * need. */
RESULT cluster_dsn(struct ctx *ctx, const struct cluster *cluster, const char *role, const char **ret_dsn)
{
    const char *limits =
        strcmp(role, "mz_app") == 0
            ? " -c statement_timeout=300s -c lock_timeout=60s -c idle_in_transaction_session_timeout=300s"
            : "";
    return arena_print(ctx->arena, ret_dsn,
                       "host='%s' port=5432 dbname=mingzhang user=%s client_encoding=UTF8 connect_timeout=10 "
                       "application_name=mingzhang options='-c TimeZone=Asia/Shanghai%s'",
                       cluster->socket, role, limits);
}

/* ---- leaving ---- */

static void close_lock(int fd)
{
    if (fd >= 0)
        (void)close(fd);
}

void cluster_close(struct cluster **cluster)
{
    struct cluster *c = *cluster;
    *cluster = NULL;
    if (!c)
        return;
    /* Changing a shared lock to an exclusive one gives it up first: harmless, since nobody joins without start.lock. */
    if (c->users_lock >= 0 && c->bin[0] && wait_for(c->start_lock, LOCK_EX) &&
        flock(c->users_lock, LOCK_EX | LOCK_NB) == 0) {
        struct ctx unheard = {0};
        if (!FAILED(cluster_server_stop(&unheard, c)))
            cluster_folder_forget_socket(c);
    }
    close_lock(c->users_lock);
    close_lock(c->daemon_lock);
    close_lock(c->start_lock);
    free(c);
}

/* ---- psql ---- */

/* A person's own program: it keeps the environment, but for settings that could lead it to another database. */
_Noreturn static void become_psql(const char *path, char *const *argv)
{
    static const char *const elsewhere[] = {"PGHOST", "PGHOSTADDR", "PGPORT",   "PGDATABASE",
                                            "PGUSER", "PGSERVICE",  "PGOPTIONS"};
    for (size_t i = 0; i < LENGTH(elsewhere); i++)
        (void)unsetenv(elsewhere[i]);
    const char *home = getenv("HOME");
    if (!home || access(home, W_OK) != 0) /* root became another user, who has no home */
        (void)setenv("PSQL_HISTORY", "/dev/null", 1);
    if (access(".", X_OK) != 0)
        (void)!chdir("/");
    (void)signal(SIGPIPE, SIG_DFL);
    (void)signal(SIGINT, SIG_DFL);
    (void)signal(SIGQUIT, SIG_DFL);
    (void)execv(path, argv);
    _exit(127);
}

RESULT cluster_psql(struct ctx *ctx, const char *dsn, const char *const *args, size_t count, int *ret_status)
{
    struct cluster found = {0};
    char path[PATH_MAX], **argv;
    int status = 0;
    const char *const first[] = {"psql", "-d", dsn};
    TRY(cluster_program_find(ctx, &found, NULL));
    TRY(ARENA_TAKE(ctx->arena, LENGTH(first) + count + 1, &argv));
    memcpy(argv, first, sizeof first);
    if (count > 0)
        memcpy(argv + LENGTH(first), args, count * sizeof args[0]);
    cluster_path(path, found.bin, "psql");
    /* Ctrl-C is for psql alone; we wait for it as a shell would. */
    void (*const interrupt)(int) = signal(SIGINT, SIG_IGN);
    void (*const quit)(int) = signal(SIGQUIT, SIG_IGN);
    const pid_t child = fork();
    if (child == 0)
        become_psql(path, argv);
    while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
        continue;
    (void)signal(SIGINT, interrupt);
    (void)signal(SIGQUIT, quit);
    if (child < 0)
        return REFUSE(cluster, missing);
    *ret_status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return OK;
}

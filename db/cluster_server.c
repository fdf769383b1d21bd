/* The server of a cluster: made, started, waited for, stopped. */
#include "db/cluster_private.h"

#include "base/number.h"

#include <errno.h>
#include <fcntl.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    STEP_MS = 50,
    RECOVERY_STEPS = 12000, /* ten minutes of replaying what a crash left */
    SILENT_STEPS = 200,     /* a server that runs but has no socket for ten seconds has lost it */
    PATIENCE = 30,          /* starts, a second apart, while leftovers of a killed server still end */
    START_PAUSE_MS = 1000,
    SETTINGS_MAX = 2048,
    LOG_MAX = 1 << 20,
};

/* What an administrator may tune. What keeps data safe and the door shut is said on the command line instead. */
static const char settings[] = "# Mingzhang: written once, yours to tune.\n"
                               "shared_buffers = 128MB\n"
                               "max_connections = 60\n"
                               "max_wal_size = 1GB\n"
                               "jit = off\n"
                               "timezone = 'Asia/Shanghai'\n"
                               "log_timezone = 'Asia/Shanghai'\n"
                               "log_checkpoints = off\n"
                               "log_error_verbosity = terse        # values of rows stay out of the log\n"
                               "log_min_error_statement = panic\n";

static void pause_ms(long ms)
{
    const struct timespec span = {ms / 1000, ms % 1000 * 1000000};
    (void)nanosleep(&span, NULL);
}

/* ---- made ---- */

/* Appends the settings to what initdb wrote. */
static RESULT tune(struct ctx *ctx, const char *fresh)
{
    char path[PATH_MAX];
    cluster_path(path, fresh, "postgresql.conf");
    const int fd = open(path, O_WRONLY | O_APPEND | O_CLOEXEC);
    const bool written =
        fd >= 0 && write(fd, settings, sizeof settings - 1) == (ssize_t)(sizeof settings - 1) && fsync(fd) == 0;
    const result done = written ? OK : cluster_folder_refuse(ctx, path, NULL);
    if (fd >= 0)
        (void)close(fd);
    return done;
}

/* A rename lasts once its folder is on the disk. */
static RESULT put_in_place(struct ctx *ctx, const struct cluster *cluster, const char *fresh)
{
    const int fd = open(cluster->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool done = fd >= 0 && rename(fresh, cluster->pgdata) == 0 && fsync(fd) == 0;
    const result placed = done ? OK : cluster_folder_refuse(ctx, cluster->pgdata, NULL);
    if (fd >= 0)
        (void)close(fd);
    return placed;
}

RESULT cluster_server_make(struct ctx *ctx, struct cluster *cluster)
{
    char fresh[PATH_MAX];
    cluster_path(fresh, cluster->dir, "pgdata.new");
    const char *const argv[] = {"initdb",
                                "-D",
                                fresh,
                                "-U",
                                "postgres",
                                "--data-checksums",
                                "--encoding=UTF8",
                                "--locale=C.UTF-8",
                                "--auth=peer",
                                "--no-instructions",
                                NULL};
    TRY(cluster_folder_wipe(ctx, fresh));
    TRY(cluster_program_run(ctx, cluster, argv));
    TRY(tune(ctx, fresh));
    return put_in_place(ctx, cluster, fresh);
}

/* ---- started ---- */

/* Who may come in: the user who owns DIR, by the socket, as one of these roles. Written anew at each start, since a
 * folder may have come from another machine. */
static RESULT write_access(struct ctx *ctx, const struct cluster *cluster)
{
    static const char hba[] = "local all all peer map=mingzhang\n";
    char path[PATH_MAX], map[SETTINGS_MAX];
    const struct passwd *user = getpwuid(geteuid());
    if (!user || strchr(user->pw_name, '"'))
        return cluster_folder_refuse(ctx, cluster->dir, "当前用户没有用户名 / this user has no name");
    (void)snprintf(map, sizeof map, "mingzhang \"%s\" postgres\nmingzhang \"%s\" mz_app\nmingzhang \"%s\" mz_verify\n",
                   user->pw_name, user->pw_name, user->pw_name);
    cluster_path(path, cluster->pgdata, "pg_hba.conf");
    TRY(cluster_folder_write(ctx, path, hba));
    cluster_path(path, cluster->pgdata, "pg_ident.conf");
    return cluster_folder_write(ctx, path, map);
}

enum place { HERE, ELSEWHERE, UNKNOWN };

/* Where process `pid` of ours lives: a server does so in pgdata, from its first moment. A number in an old file may
 * long belong to another process, or to a dead one that nobody has waited for. Without /proc the number has to do. */
static enum place place_of(pid_t pid, const char *pgdata)
{
    char link[64], folder[PATH_MAX];
    if (kill(pid, 0) != 0)
        return ELSEWHERE;
    if (access("/proc/self/cwd", F_OK) != 0)
        return HERE;
    (void)snprintf(link, sizeof link, "/proc/%d/cwd", (int)pid);
    const ssize_t n = readlink(link, folder, sizeof folder - 1);
    if (n < 0)
        return errno == ENOENT ? ELSEWHERE : UNKNOWN;
    folder[n] = '\0';
    return strcmp(folder, pgdata) == 0 ? HERE : ELSEWHERE;
}

/* Whether a process that we started is over; one that nobody has waited for yet is. While it turns into its program the
 * kernel may not tell where it lives. */
static bool is_over(pid_t pid)
{
    char path[64], facts[256];
    if (kill(pid, 0) != 0)
        return true;
    (void)snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    const ssize_t n = read(fd, facts, sizeof facts - 1);
    (void)close(fd);
    facts[n > 0 ? n : 0] = '\0';
    const char *state = strrchr(facts, ')');
    return state && (strncmp(state, ") Z", 3) == 0 || strncmp(state, ") X", 3) == 0);
}

/* The pid on the first line of a lock file of PostgreSQL, or 0. */
static pid_t read_pid(const char *path)
{
    char text[32] = {0};
    int64_t pid = 0;
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return 0;
    const ssize_t n = read(fd, text, sizeof text - 1);
    (void)close(fd);
    text[n > 0 ? strspn(text, " ") + strcspn(text + strspn(text, " "), "\n") : 0] = '\0';
    return FAILED(number_parse(text + strspn(text, " "), 1, INT32_MAX, &pid)) ? 0 : (pid_t)pid;
}

/* The server's pid, or 0 when none runs. */
static pid_t running(const struct cluster *cluster)
{
    char path[PATH_MAX];
    cluster_path(path, cluster->pgdata, "postmaster.pid");
    const pid_t pid = read_pid(path);
    return pid > 0 && place_of(pid, cluster->pgdata) == HERE ? pid : 0;
}

/* PostgreSQL refuses to start while the number in its lock file belongs to any process of ours; we know better. With no
 * such process the file stays: it leads PostgreSQL to the shared memory that a killed server left. */
static void drop_stale(const struct cluster *cluster, const char *folder, const char *name)
{
    char path[PATH_MAX];
    cluster_path(path, folder, name);
    const pid_t pid = read_pid(path);
    if (pid > 0 && kill(pid, 0) == 0 && place_of(pid, cluster->pgdata) == ELSEWHERE)
        (void)unlink(path);
}

/* Keeps one earlier log. */
static void rotate_log(struct cluster *cluster)
{
    char log[PATH_MAX], earlier[PATH_MAX];
    struct stat facts;
    cluster_path(log, cluster->dir, "postgresql.log");
    cluster_path(earlier, cluster->dir, "postgresql.log.1");
    if (stat(log, &facts) != 0 || facts.st_size <= LOG_MAX || rename(log, earlier) != 0)
        return;
    cluster->log_start = 0;
}

static RESULT launch(struct ctx *ctx, struct cluster *cluster, pid_t *ret_pid)
{
    char folder[PATH_MAX + 32];
    const char *const argv[] = {"postgres",
                                "-D",
                                cluster->pgdata,
                                "-p",
                                "5432",
                                "-c",
                                folder,
                                "-c",
                                "listen_addresses=",
                                "-c",
                                "unix_socket_permissions=0700",
                                "-c",
                                "fsync=on",
                                "-c",
                                "full_page_writes=on",
                                "-c",
                                "logging_collector=off",
                                "-c",
                                "log_destination=stderr",
                                NULL};
    (void)snprintf(folder, sizeof folder, "unix_socket_directories=%s", cluster->socket);
    drop_stale(cluster, cluster->pgdata, "postmaster.pid");
    drop_stale(cluster, cluster->socket, ".s.PGSQL.5432.lock");
    rotate_log(cluster);
    TRY(write_access(ctx, cluster));
    return cluster_program_launch(ctx, cluster, argv, ret_pid);
}

static PGPing ping(const struct cluster *cluster)
{
    const char *const keys[] = {"host", "port", "dbname", "user", "connect_timeout", NULL};
    const char *const values[] = {cluster->socket, "5432", "postgres", "postgres", "10", NULL};
    return PQpingParams(keys, values, 0);
}

struct wait { /* what starting has seen so far */
    pid_t launched;
    int starts, silent;
};

/* Nothing answers: a server that we launched may need a moment, one of others may have lost its socket, or there is
 * none. */
static RESULT wake(struct ctx *ctx, struct cluster *cluster, struct wait *wait)
{
    if (wait->launched > 0 && !is_over(wait->launched))
        return OK;
    if (running(cluster) > 0) {
        if (++wait->silent < SILENT_STEPS)
            return OK;
        wait->silent = 0;
        return cluster_server_stop(ctx, cluster);
    }
    const bool leftovers =
        cluster_program_said(cluster, "is still in use") || cluster_program_said(cluster, "lock file");
    if (wait->starts > 0 && (!leftovers || wait->starts >= PATIENCE))
        return cluster_program_failed(ctx, cluster);
    if (wait->starts++ > 0)
        pause_ms(START_PAUSE_MS);
    return launch(ctx, cluster, &wait->launched);
}

RESULT cluster_server_start(struct ctx *ctx, struct cluster *cluster)
{
    struct wait wait = {0};
    errno = ETIMEDOUT;
    for (int step = 0; step < RECOVERY_STEPS; step++) {
        const PGPing answer = ping(cluster);
        if (answer == PQPING_OK)
            return OK;
        if (answer == PQPING_NO_RESPONSE)
            TRY(wake(ctx, cluster, &wait));
        pause_ms(step < 20 ? STEP_MS / 5 : STEP_MS);
    }
    return cluster_program_failed(ctx, cluster);
}

/* ---- the database ---- */

bool cluster_server_answers(const struct cluster *cluster)
{
    const char *const keys[] = {"host", "port", "dbname", "user", "connect_timeout", NULL};
    const char *const values[] = {cluster->socket, "5432", "mingzhang", "postgres", "30", NULL};
    PGconn *conn = PQconnectdbParams(keys, values, 0);
    const bool connected = PQstatus(conn) == CONNECTION_OK;
    PQfinish(conn);
    return connected;
}

RESULT cluster_server_database(struct ctx *ctx, struct cluster *cluster, bool make)
{
    const char *const argv[] = {"createdb",
                                "-h",
                                cluster->socket,
                                "-p",
                                "5432",
                                "-U",
                                "postgres",
                                "-w",
                                "-T",
                                "template0",
                                "-E",
                                "UTF8",
                                "--locale=C.UTF-8",
                                "--maintenance-db=postgres",
                                "mingzhang",
                                NULL};
    if (cluster_server_answers(cluster))
        return OK;
    if (!make && cluster_program_said(cluster, "database \"mingzhang\" does not exist"))
        return REFUSE(cluster, empty);
    if (!make)
        return cluster_program_failed(ctx, cluster);
    return cluster_program_run(ctx, cluster, argv);
}

/* ---- stopped ---- */

RESULT cluster_server_stop(struct ctx *ctx, struct cluster *cluster)
{
    const char *const argv[] = {"pg_ctl", "stop", "-D", cluster->pgdata, "-m", "fast", "-w", "-t", "600", "-s", NULL};
    if (running(cluster) == 0)
        return OK;
    return cluster_program_run(ctx, cluster, argv);
}

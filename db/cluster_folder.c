/* The data folder: whose it is, what lies in it, where the socket goes. */
#include "db/cluster_private.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

/* A socket path has 107 bytes at most; PostgreSQL adds its own name to the folder. */
#define SOCKET_NAME "/.s.PGSQL.5432"
enum { SOCKET_PATH_MAX = 107, WIPE_DESCRIPTORS = 16, WIPE_TRIES = 10 };

/* PostgreSQL and libpq read commas, quotes and the like in a socket folder as their own. */
static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/._-+";

void cluster_path(char *out, const char *parent, const char *name)
{
    const int n = snprintf(out, PATH_MAX, "%s/%s", parent, name);
    if (n < 0 || n >= PATH_MAX)
        out[0] = '\0';
}

RESULT cluster_folder_refuse(struct ctx *ctx, const char *folder, const char *reason)
{
    error_set(&ctx->error, "reason", "%s", reason ? reason : strerror(errno));
    error_set(&ctx->error, "folder", "%s", folder);
    return REFUSE(cluster, folder);
}

static void set_user(struct ctx *ctx, const char *key, uid_t uid)
{
    const struct passwd *user = getpwuid(uid);
    if (user)
        error_set(&ctx->error, key, "%s", user->pw_name);
    else
        error_set(&ctx->error, key, "%u", (unsigned)uid);
}

RESULT cluster_folder_foreign(struct ctx *ctx, const char *folder, uid_t owner)
{
    error_set(&ctx->error, "folder", "%s", folder);
    set_user(ctx, "owner", owner);
    set_user(ctx, "user", geteuid());
    return REFUSE(cluster, foreign);
}

static bool is_known(const char *name)
{
    static const char *const known[] = {".",          "..",          "pgdata",          "pgdata.new",
                                        "socket",     "socket.path", "socket.path.new", "start.lock",
                                        "users.lock", "daemon.lock", "postgresql.log",  "postgresql.log.1",
                                        "out",        "lost+found"};
    for (size_t i = 0; i < LENGTH(known); i++)
        if (strcmp(name, known[i]) == 0)
            return true;
    return false;
}

bool cluster_folder_is_ours(int fd, bool empty)
{
    const int again = openat(fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *folder = again < 0 ? NULL : fdopendir(again);
    if (!folder) {
        if (again >= 0)
            (void)close(again);
        return false;
    }
    bool ours = true;
    for (const struct dirent *entry = readdir(folder); entry && ours; entry = readdir(folder))
        ours = is_known(entry->d_name) && (!empty || entry->d_name[0] == '.');
    (void)closedir(folder);
    return ours;
}

/* Whether pgdata is a cluster, is not there, or is something else. An empty one is removed. */
static RESULT look_for_cluster(struct ctx *ctx, const struct cluster *cluster, bool *ret_made)
{
    char version[PATH_MAX];
    cluster_path(version, cluster->pgdata, "PG_VERSION");
    *ret_made = access(version, R_OK) == 0;
    if (*ret_made || rmdir(cluster->pgdata) == 0 || errno == ENOENT)
        return OK;
    return cluster_folder_refuse(ctx, cluster->dir,
                                 "其中的 pgdata 不是 PostgreSQL 的数据 / its pgdata is not a PostgreSQL cluster");
}

/* DIR is open as fd: owner, rights, contents. */
static RESULT check_folder(struct ctx *ctx, struct cluster *cluster, int fd, bool make, bool *ret_made)
{
    struct stat facts;
    if (fstat(fd, &facts) != 0)
        return cluster_folder_refuse(ctx, cluster->dir, NULL);
    if (facts.st_uid != geteuid())
        return cluster_folder_foreign(ctx, cluster->dir, facts.st_uid);
    /* Whoever may write into DIR could put another pgdata in its place. */
    if ((facts.st_mode & 022) != 0 && fchmod(fd, facts.st_mode & 0755) != 0)
        return cluster_folder_refuse(ctx, cluster->dir, NULL);
    TRY(look_for_cluster(ctx, cluster, ret_made));
    if (*ret_made)
        return OK;
    error_set(&ctx->error, "folder", "%s", cluster->dir);
    if (!make)
        return REFUSE(cluster, empty);
    if (!cluster_folder_is_ours(fd, false))
        return cluster_folder_refuse(ctx, cluster->dir, "里面有别的文件 / it holds other files");
    return OK;
}

RESULT cluster_folder_open(struct ctx *ctx, struct cluster *cluster, const char *dir, bool make, bool *ret_made)
{
    error_set(&ctx->error, "folder", "%s", dir);
    if (make && mkdir(dir, 0755) != 0 && errno != EEXIST)
        return cluster_folder_refuse(ctx, dir, NULL);
    const int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT && !make)
        return REFUSE(cluster, empty);
    if (fd < 0 && errno == ENOTDIR)
        return cluster_folder_refuse(ctx, dir, "它不是文件夹 / it is not a folder");
    struct stat facts;
    if (fd < 0 && errno == EACCES && stat(dir, &facts) == 0 && facts.st_uid != geteuid())
        return cluster_folder_foreign(ctx, dir, facts.st_uid);
    if (fd < 0 || !realpath(dir, cluster->dir)) {
        const result refused = cluster_folder_refuse(ctx, dir, NULL);
        if (fd >= 0)
            (void)close(fd);
        return refused;
    }
    cluster_path(cluster->pgdata, cluster->dir, "pgdata");
    const result checked = check_folder(ctx, cluster, fd, make, ret_made);
    (void)close(fd);
    return checked;
}

static int remove_one(const char *path, const struct stat *facts, int kind, struct FTW *place)
{
    (void)facts;
    (void)kind;
    (void)place;
    return remove(path);
}

/* More than once, since a program that was killed a moment ago may still be writing there. */
RESULT cluster_folder_wipe(struct ctx *ctx, const char *folder)
{
    const struct timespec moment = {0, 200000000};
    for (int i = 0; i < WIPE_TRIES; i++) {
        if (access(folder, F_OK) != 0 && errno == ENOENT)
            return OK;
        if (nftw(folder, remove_one, WIPE_DESCRIPTORS, FTW_DEPTH | FTW_PHYS) == 0)
            return OK;
        (void)nanosleep(&moment, NULL);
    }
    return cluster_folder_refuse(ctx, folder, NULL);
}

RESULT cluster_folder_write(struct ctx *ctx, const char *path, const char *text)
{
    const int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return cluster_folder_refuse(ctx, path, NULL);
    const size_t size = strlen(text);
    const bool written = write(fd, text, size) == (ssize_t)size && fsync(fd) == 0;
    const result done = written ? OK : cluster_folder_refuse(ctx, path, NULL);
    (void)close(fd);
    return done;
}

/* A real folder that is ours and closed to everybody else: nobody has put another in its place. */
static bool is_private(const char *folder)
{
    struct stat facts;
    return lstat(folder, &facts) == 0 && S_ISDIR(facts.st_mode) && facts.st_uid == geteuid() &&
           (facts.st_mode & 077) == 0;
}

static bool fits(const char *folder)
{
    return strlen(folder) + sizeof SOCKET_NAME - 1 <= SOCKET_PATH_MAX && strspn(folder, plain) == strlen(folder);
}

/* What DIR/socket.path says, into `out`. */
static bool read_record(const char *record, char out[PATH_MAX])
{
    const int fd = open(record, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0)
        return false;
    const ssize_t n = read(fd, out, SOCKET_PATH_MAX);
    (void)close(fd);
    out[n > 0 ? n : 0] = '\0';
    return n > 0 && out[0] == '/' && fits(out);
}

/* DIR is too deep: the folder that DIR/socket.path names, or a new one when that is gone or is no longer ours alone. */
static RESULT socket_elsewhere(struct ctx *ctx, struct cluster *cluster)
{
    char record[PATH_MAX], fresh[PATH_MAX];
    cluster_path(record, cluster->dir, "socket.path");
    if (read_record(record, cluster->socket) && is_private(cluster->socket))
        return OK;
    (void)snprintf(cluster->socket, sizeof cluster->socket, "/tmp/mingzhang-XXXXXX");
    if (!mkdtemp(cluster->socket))
        return cluster_folder_refuse(ctx, "/tmp", NULL);
    cluster_path(fresh, cluster->dir, "socket.path.new");
    TRY(cluster_folder_write(ctx, fresh, cluster->socket));
    return rename(fresh, record) == 0 ? OK : cluster_folder_refuse(ctx, record, NULL);
}

RESULT cluster_folder_socket(struct ctx *ctx, struct cluster *cluster)
{
    cluster_path(cluster->socket, cluster->dir, "socket");
    if (!fits(cluster->socket))
        return socket_elsewhere(ctx, cluster);
    if (mkdir(cluster->socket, 0700) != 0 && errno != EEXIST)
        return cluster_folder_refuse(ctx, cluster->socket, NULL);
    if (is_private(cluster->socket))
        return OK;
    return cluster_folder_refuse(ctx, cluster->socket, "别人也能进入 / others may enter it");
}

void cluster_folder_forget_socket(struct cluster *cluster)
{
    char record[PATH_MAX];
    cluster_path(record, cluster->dir, "socket.path");
    if (unlink(record) == 0)
        (void)rmdir(cluster->socket);
}

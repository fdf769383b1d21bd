/* Root's way to the cluster: the system user who owns it, and how a process becomes that user for good. */
#include "db/cluster_private.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static const char system_user[] = "mingzhang";

struct owner {
    uid_t uid;
    gid_t gid;
};

static bool look_up(struct owner *ret_owner)
{
    const struct passwd *user = getpwnam(system_user);
    if (!user || user->pw_uid == 0)
        return false;
    *ret_owner = (struct owner){user->pw_uid, user->pw_gid};
    return true;
}

/* Two commands may do this at once: whoever comes second finds the user made. */
static void make_user(void)
{
    static const char *const env[] = {"PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C.UTF-8", NULL};
    static const char *const argv[] = {
        "/usr/sbin/useradd", "--system", "--user-group",      "--no-create-home", "--home-dir",
        "/nonexistent",      "--shell",  "/usr/sbin/nologin", "mingzhang",        NULL};
    int status = 0;
    const pid_t child = fork();
    if (child == 0) {
        const int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
        for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
            (void)dup2(nothing, fd);
        (void)execve(argv[0], (char *const *)(uintptr_t)argv, (char *const *)(uintptr_t)env);
        _exit(127);
    }
    while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
        continue;
}

static RESULT find_owner(struct ctx *ctx, const char *dir, struct owner *ret_owner)
{
    if (look_up(ret_owner))
        return OK;
    make_user();
    if (look_up(ret_owner))
        return OK;
    return cluster_folder_refuse(ctx, dir,
                                 "无法建立系统用户 mingzhang，请先运行 useradd --system mingzhang / "
                                 "the system user mingzhang cannot be made; run useradd --system mingzhang first");
}

/* The first folder on the way to `path` (itself apart) that the current effective user cannot enter, as path[0 …
 * *ret_length). */
static bool find_closed(char *path, size_t *ret_length)
{
    for (char *slash = path; (slash = strchr(slash, '/')) != NULL; slash++) {
        char *const next = slash + 1;
        const char kept = *next;
        *next = '\0';
        const bool closed = faccessat(AT_FDCWD, path, X_OK, AT_EACCESS) != 0;
        *next = kept;
        *ret_length = slash == path ? 1 : (size_t)(slash - path);
        if (closed)
            return true;
    }
    return false;
}

/* Absolute, with `dir` itself perhaps not there yet. */
static RESULT resolve(struct ctx *ctx, const char *dir, char out[PATH_MAX])
{
    char parent[PATH_MAX], name[NAME_MAX + 1];
    if (realpath(dir, out))
        return OK;
    (void)snprintf(parent, sizeof parent, "%s", dir);
    size_t n = strlen(parent);
    while (n > 1 && parent[n - 1] == '/')
        parent[--n] = '\0';
    const char *slash = strrchr(parent, '/');
    const size_t start = slash ? (size_t)(slash - parent) + 1 : 0;
    (void)snprintf(name, sizeof name, "%s", parent + start);
    parent[start] = '\0';
    if (errno != ENOENT || !realpath(start > 0 ? parent : ".", out))
        return cluster_folder_refuse(ctx, dir, NULL);
    const size_t used = strcmp(out, "/") == 0 ? 0 : strlen(out);
    (void)snprintf(out + used, PATH_MAX - used, "/%s", name);
    return OK;
}

RESULT cluster_locate(struct ctx *ctx, const char *dir, const char **ret_dir)
{
    char path[PATH_MAX];
    TRY(resolve(ctx, dir, path));
    return arena_text(ctx->arena, path, strlen(path), ret_dir);
}

/* Looks with the owner's eyes, then is root again. */
static RESULT check_way(struct ctx *ctx, const char *dir, const struct owner *owner)
{
    char path[PATH_MAX];
    size_t length = 0;
    TRY(resolve(ctx, dir, path));
    if (setgroups(0, NULL) != 0 || setegid(owner->gid) != 0 || seteuid(owner->uid) != 0)
        return cluster_folder_refuse(ctx, dir, NULL);
    const bool closed = find_closed(path, &length);
    if (seteuid(0) != 0 || setegid(0) != 0)
        return cluster_folder_refuse(ctx, dir, NULL);
    if (!closed)
        return OK;
    error_set(&ctx->error, "user", "%s", system_user);
    error_set(&ctx->error, "folder", "%.*s", (int)length, path);
    return REFUSE(cluster, enclosed);
}

/* DIR is open: it is the owner's, or root's and free to give. */
static RESULT give(struct ctx *ctx, const char *dir, int fd, const struct owner *owner)
{
    struct stat facts;
    if (fstat(fd, &facts) != 0)
        return cluster_folder_refuse(ctx, dir, NULL);
    if (facts.st_uid == owner->uid)
        return OK;
    if (facts.st_uid != 0)
        return cluster_folder_foreign(ctx, dir, facts.st_uid);
    if (!cluster_folder_is_ours(fd, false))
        return cluster_folder_refuse(ctx, dir, "里面有别的文件 / it holds other files");
    return fchown(fd, owner->uid, owner->gid) == 0 ? OK : cluster_folder_refuse(ctx, dir, NULL);
}

static RESULT give_folder(struct ctx *ctx, const char *dir, const struct owner *owner)
{
    if (mkdir(dir, 0755) != 0 && errno != EEXIST)
        return cluster_folder_refuse(ctx, dir, NULL);
    const int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return cluster_folder_refuse(ctx, dir, errno == ENOTDIR ? "它不是文件夹 / it is not a folder" : NULL);
    const result given = give(ctx, dir, fd, owner);
    (void)close(fd);
    return given;
}

/* There is no way back. The process stays dumpable, as it keeps no secret of root's and its own user may look at it. */
static RESULT become(struct ctx *ctx, const char *dir, const struct owner *owner)
{
    const bool became = setgroups(0, NULL) == 0 && setresgid(owner->gid, owner->gid, owner->gid) == 0 &&
                        setresuid(owner->uid, owner->uid, owner->uid) == 0;
    if (!became)
        return cluster_folder_refuse(ctx, dir, NULL);
    if (setuid(0) == 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_DUMPABLE, 1, 0, 0, 0) != 0)
        return cluster_folder_refuse(ctx, dir, NULL);
    return OK;
}

RESULT cluster_become_owner(struct ctx *ctx, const char *dir)
{
    struct owner owner = {0};
    struct stat facts;
    if (geteuid() != 0)
        return OK;
    const bool there = stat(dir, &facts) == 0;
    if (there && !S_ISDIR(facts.st_mode))
        return cluster_folder_refuse(ctx, dir, "它不是文件夹 / it is not a folder");
    if (there && facts.st_uid != 0 && (!look_up(&owner) || owner.uid != facts.st_uid))
        return cluster_folder_foreign(ctx, dir, facts.st_uid);
    TRY(find_owner(ctx, dir, &owner));
    TRY(check_way(ctx, dir, &owner));
    TRY(give_folder(ctx, dir, &owner));
    return become(ctx, dir, &owner);
}

RESULT cluster_hand_over(struct ctx *ctx, const char *dir, int fd)
{
    struct owner owner = {0};
    struct stat facts;
    if (geteuid() != 0 || fstat(fd, &facts) != 0 || facts.st_uid != 0 || !cluster_folder_is_ours(fd, true))
        return OK;
    TRY(find_owner(ctx, dir, &owner));
    return fchown(fd, owner.uid, owner.gid) == 0 ? OK : cluster_folder_refuse(ctx, dir, NULL);
}

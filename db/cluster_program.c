/* Programs of the server: where they are, how they are run, what they wrote in the log. Arguments are arrays; no shell
 * reads them. */
#include "db/cluster_private.h"

#include "base/number.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static const char installed[] = "/usr/lib/postgresql";
enum { VERSION_MIN = 15, VERSION_MAX = 99, ARGS_MAX = 40, LOG_TAIL = 8192 };

/* ---- where they are ---- */

static bool has_server(const char *version, char bin[PATH_MAX])
{
    char server[PATH_MAX];
    const int n = snprintf(bin, PATH_MAX, "%s/%.10s/bin", installed, version);
    cluster_path(server, bin, "postgres");
    return n > 0 && access(server, X_OK) == 0;
}

RESULT cluster_program_find(struct ctx *ctx, struct cluster *cluster, const char *version)
{
    if (version) {
        error_set(&ctx->error, "version", "%s", version);
        return has_server(version, cluster->bin) ? OK : REFUSE(cluster, version);
    }
    int64_t best = 0;
    DIR *folder = opendir(installed);
    for (const struct dirent *entry = folder ? readdir(folder) : NULL; entry; entry = readdir(folder)) {
        int64_t number;
        char bin[PATH_MAX];
        if (FAILED(number_parse(entry->d_name, VERSION_MIN, VERSION_MAX, &number)) || number <= best)
            continue;
        if (!has_server(entry->d_name, bin))
            continue;
        best = number;
        (void)snprintf(cluster->bin, sizeof cluster->bin, "%s", bin);
    }
    if (folder)
        (void)closedir(folder);
    return best > 0 ? OK : REFUSE(cluster, missing);
}

/* ---- what they wrote ---- */

static int open_log(const struct cluster *cluster, int flags)
{
    char path[PATH_MAX];
    cluster_path(path, cluster->dir, "postgresql.log");
    return open(path, flags | O_CLOEXEC | O_NOFOLLOW, 0600);
}

/* What the log got since we came, at most its last LOG_TAIL - 1 bytes. */
static void read_tail(const struct cluster *cluster, char tail[LOG_TAIL])
{
    tail[0] = '\0';
    const int fd = open_log(cluster, O_RDONLY);
    if (fd < 0)
        return;
    const off_t end = lseek(fd, 0, SEEK_END);
    const off_t start = end - (LOG_TAIL - 1) > cluster->log_start ? end - (LOG_TAIL - 1) : cluster->log_start;
    const ssize_t n = pread(fd, tail, LOG_TAIL - 1, start);
    tail[n > 0 ? n : 0] = '\0';
    (void)close(fd);
}

/* A line that says why, as opposed to one that says what happened next. */
static bool is_telling(const char *line)
{
    const char *passing =
        strstr(line, "FATAL:  the database system is "); /* what it answers while it starts or stops */
    if (passing && passing < line + strcspn(line, "\n"))
        return false;
    static const char *const signs[] = {"FATAL:  ", "PANIC:  ", "error: ", "fatal: ", "ERROR:  "};
    for (size_t i = 0; i < LENGTH(signs); i++) {
        const char *found = strstr(line, signs[i]);
        if (found && found < line + strcspn(line, "\n"))
            return true;
    }
    return false;
}

RESULT cluster_program_failed(struct ctx *ctx, const struct cluster *cluster)
{
    char tail[LOG_TAIL], log[PATH_MAX];
    const char *telling = NULL, *last = NULL, *fallback = strerror(errno);
    read_tail(cluster, tail);
    for (const char *line = tail; *line; line += strcspn(line, "\n"), line += *line == '\n') {
        if (*line == '\n')
            continue;
        last = line;
        telling = is_telling(line) ? line : telling;
    }
    const char *reason = telling ? telling : last ? last : fallback;
    const char *message = strstr(reason, "] "); /* behind the time and the process */
    if (message && message < reason + strcspn(reason, "\n"))
        reason = message + 2;
    cluster_path(log, cluster->dir, "postgresql.log");
    error_set(&ctx->error, "reason", "%.*s", (int)strcspn(reason, "\n"), reason);
    error_set(&ctx->error, "log", "%s", log);
    return REFUSE(cluster, failed);
}

bool cluster_program_said(const struct cluster *cluster, const char *words)
{
    char tail[LOG_TAIL];
    read_tail(cluster, tail);
    return strstr(tail, words) != NULL;
}

/* ---- how they are run ---- */

struct call { /* everything exec needs, made ready before fork */
    char *argv[ARGS_MAX + 1], *env[4];
    char path[PATH_MAX], home[PATH_MAX + 8], folder[PATH_MAX];
    int log;
};

/* The program sees its own folder, C.UTF-8 and the standard path; nothing of the caller's environment. */
static void prepare(struct call *call, const struct cluster *cluster, const char *const *argv)
{
    static const char *const fixed[] = {"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                                        "LC_ALL=C.UTF-8"};
    size_t n = 0;
    while (argv[n] && n < ARGS_MAX)
        n++;
    memset(call, 0, sizeof *call);
    memcpy(call->argv, argv, n * sizeof argv[0]);
    memcpy(call->env, fixed, sizeof fixed);
    (void)snprintf(call->home, sizeof call->home, "HOME=%s", cluster->dir);
    call->env[LENGTH(fixed)] = call->home;
    cluster_path(call->path, cluster->bin, argv[0]);
    call->argv[0] = call->path;
    (void)snprintf(call->folder, sizeof call->folder, "%s",
                   access(cluster->pgdata, X_OK) == 0 ? cluster->pgdata : cluster->dir);
    call->log = open_log(cluster, O_WRONLY | O_CREAT | O_APPEND);
}

/* In the child, after the last fork: only calls that are safe there. */
_Noreturn static void become_program(const struct call *call)
{
    static const int defaults[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGPIPE, SIGCHLD, SIGALRM, SIGUSR1, SIGUSR2};
    sigset_t none;
    for (size_t i = 0; i < LENGTH(defaults); i++)
        (void)signal(defaults[i], SIG_DFL);
    (void)sigemptyset(&none);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
    (void)umask(077);
    const int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (dup2(nothing, STDIN_FILENO) >= 0 && dup2(call->log, STDOUT_FILENO) >= 0 && dup2(call->log, STDERR_FILENO) >= 0)
        (void)execve(call->path, call->argv, call->env);
    static const char words[] = "fatal: the program cannot be run\n";
    (void)!write(STDERR_FILENO, words, sizeof words - 1);
    _exit(127);
}

RESULT cluster_program_run(struct ctx *ctx, const struct cluster *cluster, const char *const *argv)
{
    struct call call;
    int status = 0;
    prepare(&call, cluster, argv);
    const pid_t child = call.log < 0 ? -1 : fork();
    if (child == 0) {
        /* Should we be killed, initdb does not go on in a folder that the next command wipes. */
        if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0 || chdir(call.folder) != 0)
            _exit(126);
        become_program(&call);
    }
    if (call.log >= 0)
        (void)close(call.log);
    if (child < 0)
        return cluster_program_failed(ctx, cluster);
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        continue;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? OK : cluster_program_failed(ctx, cluster);
}

/* The first child: leaves the terminal's session, starts the program, tells its pid and ends, so that nobody has to
 * wait for it. */
_Noreturn static void detach(const struct call *call, int tell)
{
    if (setsid() < 0 || chdir(call->folder) != 0)
        _exit(126);
    const pid_t server = fork();
    if (server == 0)
        become_program(call);
    _exit(server > 0 && write(tell, &server, sizeof server) == sizeof server ? 0 : 126);
}

RESULT cluster_program_launch(struct ctx *ctx, const struct cluster *cluster, const char *const *argv, pid_t *ret_pid)
{
    struct call call;
    int ends[2], status = 0;
    if (pipe2(ends, O_CLOEXEC) != 0)
        return cluster_program_failed(ctx, cluster);
    prepare(&call, cluster, argv);
    const pid_t child = call.log < 0 ? -1 : fork();
    if (child == 0)
        detach(&call, ends[1]);
    if (call.log >= 0)
        (void)close(call.log);
    (void)close(ends[1]);
    pid_t server = 0;
    const bool told = child > 0 && read(ends[0], &server, sizeof server) == sizeof server;
    (void)close(ends[0]);
    while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
        continue;
    if (!told)
        return cluster_program_failed(ctx, cluster);
    *ret_pid = server;
    return OK;
}

#include "audit/log/tile.h"

#include "base/digest.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- names ---- */

void tile_path(int level, uint64_t tile_no, uint32_t width, char out[TILE_PATH])
{
    unsigned groups[7]; /* 2^64 has seven groups of three digits */
    size_t count = 0;
    int used =
        level == TILE_ENTRIES ? snprintf(out, TILE_PATH, "tile/entries") : snprintf(out, TILE_PATH, "tile/%d", level);
    do
        groups[count++] = (unsigned)(tile_no % 1000);
    while ((tile_no /= 1000) > 0);
    while (count-- > 0)
        used += snprintf(out + used, TILE_PATH - (size_t)used, count > 0 ? "/x%03u" : "/%03u", groups[count]);
    if (width < TILE_WIDTH)
        (void)snprintf(out + used, TILE_PATH - (size_t)used, ".p/%u", width);
}

uint32_t tile_partial(int level, uint64_t size)
{
    return (uint32_t)(size >> (8 * level)) & (TILE_WIDTH - 1);
}

/* ---- files ---- */

static RESULT unwritable(struct ctx *ctx, const char *path)
{
    error_set(&ctx->error, "file", "%s", path);
    error_set(&ctx->error, "reason", "%s", strerror(errno));
    return REFUSE(file, unwritable);
}

static RESULT unreadable(struct ctx *ctx, const char *path, int reason)
{
    error_set(&ctx->error, "file", "%s", path);
    error_set(&ctx->error, "reason", "%s", strerror(reason));
    return REFUSE(file, unreadable);
}

static void close_fd(const int *fd)
{
    if (*fd >= 0)
        (void)close(*fd);
}

/* The folders above a path. */
static RESULT make_folders(struct ctx *ctx, int dir, const char *path)
{
    char folder[TILE_PATH];
    for (const char *slash = strchr(path, '/'); slash; slash = strchr(slash + 1, '/')) {
        (void)snprintf(folder, sizeof folder, "%.*s", (int)(slash - path), path);
        if (mkdirat(dir, folder, 0777) != 0 && errno != EEXIST)
            return unwritable(ctx, path);
    }
    return OK;
}

static bool write_all(int fd, struct bytes content)
{
    while (content.size > 0) {
        const ssize_t written = write(fd, content.data, content.size);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        content = BYTES(content.data + written, content.size - (size_t)written);
    }
    return true;
}

/* Whole or not at all: a new file takes the name of the old one. */
static RESULT write_file(struct ctx *ctx, int dir, const char *path, struct bytes content)
{
    char unfinished[TILE_PATH + 8];
    (void)snprintf(unfinished, sizeof unfinished, "%s.new", path);
    TRY(make_folders(ctx, dir, path));
    CLEANUP(close_fd) int fd = openat(dir, unfinished, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (fd < 0 || !write_all(fd, content) || renameat(dir, unfinished, dir, path) != 0)
        return unwritable(ctx, path);
    return OK;
}

static RESULT too_large(struct ctx *ctx, const char *path, int64_t size, size_t max)
{
    error_set(&ctx->error, "file", "%s", path);
    error_set(&ctx->error, "size", "%lld", (long long)size);
    error_set(&ctx->error, "limit", "%zu", max);
    return REFUSE(file, too_large);
}

/* Reads up to `size` bytes; a file that shrank meanwhile gives fewer. */
static bool read_all(int fd, uint8_t *data, size_t size, size_t *ret_size)
{
    ssize_t got = 1;
    *ret_size = 0;
    while (*ret_size < size && got != 0) {
        got = read(fd, data + *ret_size, size - *ret_size);
        if (got < 0 && errno != EINTR)
            return false;
        *ret_size += got > 0 ? (size_t)got : 0;
    }
    return true;
}

RESULT tile_read(struct ctx *ctx, int dir, const char *path, size_t max, struct bytes *ret_file)
{
    struct stat facts;
    uint8_t *data;
    size_t size;
    *ret_file = BYTES(NULL, 0);
    CLEANUP(close_fd) int fd = openat(dir, path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
        return OK;
    if (fd < 0 || fstat(fd, &facts) != 0)
        return unreadable(ctx, path, errno);
    if (!S_ISREG(facts.st_mode))
        return unreadable(ctx, path, S_ISDIR(facts.st_mode) ? EISDIR : EINVAL);
    if ((uint64_t)facts.st_size > max)
        return too_large(ctx, path, facts.st_size, max);
    TRY(ARENA_TAKE(ctx->arena, (size_t)facts.st_size + 1, &data));
    if (!read_all(fd, data, (size_t)facts.st_size, &size))
        return unreadable(ctx, path, errno);
    *ret_file = BYTES(data, size);
    return OK;
}

/* ---- writing ---- */

struct tile_level {
    uint64_t tile_no;
    uint32_t width;
    struct tree_frontier tree; /* of this tile */
    uint8_t hashes[TILE_HASHES];
};

struct tile_writer {
    int dir;
    struct arena *arena; /* of the bundle under way */
    struct buffer bundle;
    struct tree_frontier tree;
    struct tile_level level[TILE_LEVELS];
};

static void begin_bundle(struct tile_writer *writer)
{
    arena_reset(writer->arena);
    buffer_init(&writer->bundle, writer->arena, TILE_BUNDLE_MAX);
}

RESULT tile_writer_new(struct ctx *ctx, int dir, struct tile_writer **ret_writer)
{
    struct tile_writer *writer;
    TRY(ARENA_TAKE(ctx->arena, 1, &writer));
    writer->dir = dir;
    writer->arena = arena_new((size_t)TILE_BUNDLE_MAX * 4); /* a buffer grows by copying */
    if (!writer->arena)
        return REFUSE(memory, exhausted);
    begin_bundle(writer);
    *ret_writer = writer;
    return OK;
}

void tile_writer_free(struct tile_writer **writer)
{
    if (*writer)
        arena_free(&(*writer)->arena);
    *writer = NULL;
}

static RESULT write_bundle(struct ctx *ctx, struct tile_writer *writer, uint64_t tile_no, uint32_t width)
{
    char path[TILE_PATH];
    struct bytes content;
    TRY(buffer_done(&writer->bundle, &content));
    tile_path(TILE_ENTRIES, tile_no, width, path);
    TRY(write_file(ctx, writer->dir, path, content));
    begin_bundle(writer);
    return OK;
}

static RESULT write_hashes(struct ctx *ctx, const struct tile_writer *writer, int level)
{
    char path[TILE_PATH];
    const struct tile_level *tile = &writer->level[level];
    tile_path(level, tile->tile_no, tile->width, path);
    return write_file(ctx, writer->dir, path, BYTES(tile->hashes, tile->width * sizeof(struct digest)));
}

/* Adds a hash to a level; a tile that fills up is written, and its root goes one level up. */
static RESULT add_hash(struct ctx *ctx, struct tile_writer *writer, const struct digest *leaf)
{
    struct digest hash = *leaf;
    for (int i = 0; i < TILE_LEVELS; i++) {
        struct tile_level *tile = &writer->level[i];
        memcpy(tile->hashes + tile->width * sizeof hash, hash.b, sizeof hash.b);
        tree_append(&tile->tree, &hash);
        if (++tile->width < TILE_WIDTH)
            return OK;
        TRY(write_hashes(ctx, writer, i));
        tree_root(&tile->tree, &hash);
        tree_init(&tile->tree);
        tile->width = 0;
        tile->tile_no++;
    }
    return OK;
}

RESULT tile_write(struct ctx *ctx, struct tile_writer *writer, struct bytes record)
{
    const uint8_t length[] = {(uint8_t)(record.size >> 8), (uint8_t)record.size};
    struct digest leaf;
    if (record.size > RECORD_MAX)
        return REFUSE(record, too_large);
    record_leaf(record, &leaf);
    tree_append(&writer->tree, &leaf);
    buffer_put(&writer->bundle, length, sizeof length);
    buffer_put(&writer->bundle, record.data, record.size);
    TRY(add_hash(ctx, writer, &leaf));
    if (writer->tree.size % TILE_WIDTH > 0)
        return buffer_status(&writer->bundle);
    return write_bundle(ctx, writer, writer->tree.size / TILE_WIDTH - 1, TILE_WIDTH);
}

RESULT tile_write_end(struct ctx *ctx, struct tile_writer *writer, uint64_t community)
{
    struct digest root;
    char base64[48], text[TILE_CHECKPOINT_MAX];
    const uint64_t size = writer->tree.size;
    if (size % TILE_WIDTH > 0)
        TRY(write_bundle(ctx, writer, size / TILE_WIDTH, tile_partial(0, size)));
    for (int i = 0; i < TILE_LEVELS; i++)
        if (writer->level[i].width > 0)
            TRY(write_hashes(ctx, writer, i));
    tree_root(&writer->tree, &root);
    base64_encode(BYTES(root.b, sizeof root.b), base64);
    const int length = snprintf(text, sizeof text, "mingzhang.example/c/%012llu\n%llu\n%s\n",
                                (unsigned long long)community, (unsigned long long)size, base64);
    return write_file(ctx, writer->dir, "checkpoint", BYTES(text, (size_t)length));
}

/* ---- reading ---- */

bool tile_bundle_next(struct bytes *bundle, struct bytes *ret_record)
{
    if (bundle->size < 2)
        return false;
    const size_t size = (size_t)bundle->data[0] << 8 | bundle->data[1];
    if (bundle->size - 2 < size)
        return false;
    *ret_record = BYTES(bundle->data + 2, size);
    *bundle = BYTES(bundle->data + 2 + size, bundle->size - 2 - size);
    return true;
}

/* The next line without its end; false when there is none that is finished. */
static bool next_line(struct bytes *text, struct bytes *ret_line)
{
    const uint8_t *end = text->size > 0 ? memchr(text->data, '\n', text->size) : NULL;
    if (!end)
        return false;
    *ret_line = BYTES(text->data, (size_t)(end - text->data));
    *text = BYTES(end + 1, text->size - ret_line->size - 1);
    return true;
}

static bool read_digits(struct bytes text, uint64_t *ret_value)
{
    uint64_t value = 0;
    if (text.size == 0 || text.size > 18)
        return false;
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] < '0' || text.data[i] > '9')
            return false;
        value = value * 10 + (uint64_t)(text.data[i] - '0');
    }
    *ret_value = value;
    return true;
}

static int base64_digit(uint8_t c)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *at = c ? strchr(digits, c) : NULL;
    return at ? (int)(at - digits) : -1;
}

/* 44 characters for 32 bytes; encoding them again must give the same text. */
static bool read_root(struct bytes text, struct digest *ret_root)
{
    char again[48];
    uint8_t out[33];
    if (text.size != 44 || text.data[43] != '=')
        return false;
    for (size_t i = 0; i < 44; i += 4) {
        uint32_t group = 0;
        for (size_t k = 0; k < 4; k++) {
            const int digit = i + k == 43 ? 0 : base64_digit(text.data[i + k]);
            if (digit < 0)
                return false;
            group = group << 6 | (uint32_t)digit;
        }
        for (size_t k = 0; k < 3; k++)
            out[i / 4 * 3 + k] = (uint8_t)(group >> (16 - 8 * k));
    }
    memcpy(ret_root->b, out, sizeof ret_root->b);
    base64_encode(BYTES(ret_root->b, sizeof ret_root->b), again);
    return memcmp(again, text.data, text.size) == 0;
}

RESULT tile_checkpoint_parse(struct bytes text, struct tile_checkpoint *ret_checkpoint)
{
    static const char origin_start[] = "mingzhang.example/c/";
    const size_t prefix = sizeof origin_start - 1;
    struct bytes origin, size, root;
    if (!next_line(&text, &origin) || !next_line(&text, &size) || !next_line(&text, &root) || text.size > 0)
        return REFUSE(record, malformed);
    if (origin.size != prefix + 12 || memcmp(origin.data, origin_start, prefix) != 0 ||
        !read_digits(BYTES(origin.data + prefix, 12), &ret_checkpoint->community))
        return REFUSE(record, malformed);
    if (!read_digits(size, &ret_checkpoint->size) || (size.size > 1 && size.data[0] == '0'))
        return REFUSE(record, malformed);
    return read_root(root, &ret_checkpoint->root) ? OK : REFUSE(record, malformed);
}

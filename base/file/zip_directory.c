#include "base/file/zip_directory.h"

#include <string.h>
#include <strings.h>

enum {
    LOCAL_SIZE = 30,
    CENTRAL_SIZE = 46,
    END_SIZE = 22,
    COMMENT_MAX = 65535,
    STORED = 0,
    DEFLATED = 8,
    FLAG_ENCRYPTED = 1,
    FLAG_SIZES_BEHIND = 8,
    RATIO_FLOOR = 1 << 16 /* an entry this small is no bomb whatever its ratio */
};

static uint32_t load_u16(const uint8_t *at)
{
    return (uint32_t)(at[0] | at[1] << 8);
}

static uint32_t load_u32(const uint8_t *at)
{
    return load_u16(at) | load_u16(at + 2) << 16;
}

static bool signed_as(struct bytes file, uint64_t at, char a, char b)
{
    const uint8_t wanted[4] = {'P', 'K', (uint8_t)a, (uint8_t)b};
    return file.size >= 4 && at <= file.size - 4 && memcmp(file.data + at, wanted, 4) == 0;
}

bool zip_begins(struct bytes file)
{
    return signed_as(file, 0, 3, 4) || signed_as(file, 0, 5, 6) || signed_as(file, 0, 7, 8);
}

/* ---- the end record ---- */

struct directory { /* of an archive: places are counted from the first byte of the file */
    uint64_t start, end;
    uint32_t count;
};

/* The end record nearest to the end of the file that passes `fits`; false: none. */
static bool find_end(struct bytes file, bool (*fits)(struct bytes file, uint64_t at), uint64_t *ret_at)
{
    if (file.size < END_SIZE)
        return false;
    const uint64_t last = file.size - END_SIZE, first = last > COMMENT_MAX ? last - COMMENT_MAX : 0;
    for (uint64_t at = last + 1; at-- > first;) {
        if (!signed_as(file, at, 5, 6) || !fits(file, at))
            continue;
        *ret_at = at;
        return true;
    }
    return false;
}

/* A directory of entries stands right before it: what makes unpackers take it for an archive. */
static bool follows_entries(struct bytes file, uint64_t at)
{
    const uint64_t size = load_u32(file.data + at + 12);
    return load_u16(file.data + at + 10) > 0 && size >= CENTRAL_SIZE && size <= at && signed_as(file, at - size, 1, 2);
}

bool zip_is_appended(struct bytes file)
{
    uint64_t at;
    return find_end(file, follows_entries, &at);
}

/* Its comment reaches exactly to the end of the file. */
static bool ends_file(struct bytes file, uint64_t at)
{
    return load_u16(file.data + at + 20) == file.size - END_SIZE - at;
}

static const char *read_end(struct bytes file, struct directory *directory)
{
    uint64_t at;
    if (!find_end(file, ends_file, &at))
        return "ZIP: no end record";
    const uint8_t *end = file.data + at;
    const uint32_t here = load_u16(end + 8), all = load_u16(end + 10), size = load_u32(end + 12),
                   start = load_u32(end + 16);
    if (load_u16(end + 4) != 0 || load_u16(end + 6) != 0 || here != all)
        return "ZIP: in several parts";
    if (all == 0xFFFF || size == UINT32_MAX || start == UINT32_MAX)
        return "ZIP64";
    if ((uint64_t)start + size != at)
        return "ZIP: bytes outside the archive";
    *directory = (struct directory){.start = start, .end = at, .count = all};
    return NULL;
}

/* ---- entries ---- */

struct entry {
    const uint8_t *name;
    uint32_t flags, method, name_length, packed, unpacked, local;
};

struct totals {
    uint64_t occupied, packed, unpacked;
};

static const char *read_entry(struct bytes file, const struct directory *directory, uint64_t *at, struct entry *entry)
{
    if (directory->end - *at < CENTRAL_SIZE || !signed_as(file, *at, 1, 2))
        return "ZIP: damaged directory";
    const uint8_t *from = file.data + *at;
    *entry = (struct entry){.name = from + CENTRAL_SIZE,
                            .flags = load_u16(from + 8),
                            .method = load_u16(from + 10),
                            .packed = load_u32(from + 20),
                            .unpacked = load_u32(from + 24),
                            .name_length = load_u16(from + 28),
                            .local = load_u32(from + 42)};
    const uint64_t whole = CENTRAL_SIZE + entry->name_length + load_u16(from + 30) + load_u16(from + 32);
    if (entry->name_length == 0 || directory->end - *at < whole)
        return "ZIP: damaged directory";
    *at += whole;
    return NULL;
}

/* What the directory says of an entry, the entry's own header must say too: readers differ in whom they believe. */
static const char *check_local(struct bytes file, const struct directory *directory, const struct entry *entry,
                               uint64_t *ret_occupied)
{
    const uint64_t limit = directory->start;
    if (limit < LOCAL_SIZE || entry->local > limit - LOCAL_SIZE || !signed_as(file, entry->local, 3, 4))
        return "ZIP: an entry without data";
    const uint8_t *local = file.data + entry->local;
    const uint64_t head = LOCAL_SIZE + (uint64_t)load_u16(local + 26) + load_u16(local + 28);
    if (load_u16(local + 26) != entry->name_length || limit - entry->local < head + entry->packed)
        return "ZIP: an entry without data";
    const uint32_t flags = load_u16(local + 6), packed = load_u32(local + 18), unpacked = load_u32(local + 22);
    const bool same = packed == entry->packed && unpacked == entry->unpacked;
    const bool behind = (flags & FLAG_SIZES_BEHIND) != 0 && packed == 0 && unpacked == 0;
    if (memcmp(local + LOCAL_SIZE, entry->name, entry->name_length) != 0 || load_u16(local + 8) != entry->method ||
        ((flags ^ entry->flags) & FLAG_ENCRYPTED) != 0 || !(same || behind))
        return "ZIP: directory and entry contradict each other";
    *ret_occupied = head + entry->packed;
    return NULL;
}

static bool leads_out(const struct entry *entry)
{
    const uint8_t *name = entry->name;
    const uint32_t length = entry->name_length;
    if (name[0] == '/' || (length > 1 && name[1] == ':') || memchr(name, '\\', length) || memchr(name, '\0', length))
        return true;
    for (uint32_t i = 0; i + 1 < length; i++) {
        const bool begins = i == 0 || name[i - 1] == '/', ends = i + 2 == length || name[i + 2] == '/';
        if (begins && ends && name[i] == '.' && name[i + 1] == '.')
            return true;
    }
    return false;
}

static bool ends_as(const struct entry *entry, const char *const *endings, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const size_t length = strlen(endings[i]);
        if (entry->name_length >= length &&
            strncasecmp((const char *)entry->name + entry->name_length - length, endings[i], length) == 0)
            return true;
    }
    return false;
}

/* A program among the entries, or what makes the whole archive one (JAR, APK). */
static bool is_program(const struct entry *entry)
{
    static const char *const endings[] = {".exe",
                                          ".dll",
                                          ".msi",
                                          ".so",
                                          ".class",
                                          ".dex",
                                          ".js",
                                          ".vbs",
                                          ".ps1",
                                          ".bat",
                                          ".cmd",
                                          ".sh",
                                          ".lnk",
                                          ".scr",
                                          ".html",
                                          ".htm",
                                          "META-INF/MANIFEST.MF"};
    return ends_as(entry, endings, LENGTH(endings));
}

/* By name, and where the data lie open by their first bytes. */
static bool is_archive(struct bytes file, const struct entry *entry, uint64_t occupied)
{
    static const char *const endings[] = {".zip", ".ofd", ".jar", ".apk", ".7z", ".rar", ".gz", ".bz2", ".xz", ".tar"};
    if (ends_as(entry, endings, LENGTH(endings)))
        return true;
    const uint64_t data = entry->local + occupied - entry->packed;
    return entry->method == STORED && zip_begins(BYTES(file.data + data, entry->packed));
}

static bool is_expanding(uint64_t packed, uint64_t unpacked)
{
    return unpacked > RATIO_FLOOR && unpacked / ZIP_RATIO_MAX >= packed + (packed == 0);
}

static RESULT judge_entry(struct bytes file, const struct entry *entry, uint64_t occupied, const char **ret_reason)
{
    *ret_reason = leads_out(entry)                               ? "ZIP: a name that leads out of the folder"
                  : is_archive(file, entry, occupied)            ? "ZIP: an archive inside"
                  : is_expanding(entry->packed, entry->unpacked) ? "ZIP: an entry that expands more than 100 times"
                                                                 : NULL;
    if (*ret_reason)
        return REFUSE(document, bomb);
    *ret_reason = is_program(entry) ? "ZIP: a program inside" : NULL;
    if (*ret_reason)
        return REFUSE(document, executable);
    *ret_reason = entry->flags & FLAG_ENCRYPTED                                 ? "ZIP: encrypted"
                  : entry->method != STORED && entry->method != DEFLATED        ? "ZIP: an unknown method"
                  : entry->method == STORED && entry->packed != entry->unpacked ? "ZIP: a stored entry of two sizes"
                                                                                : NULL;
    return *ret_reason ? REFUSE(document, type_unknown) : OK;
}

static RESULT judge_totals(const struct directory *directory, const struct totals *totals, const char **ret_reason)
{
    *ret_reason = totals->unpacked > ZIP_UNPACKED_MAX              ? "ZIP: more than 200 MB unpacked"
                  : is_expanding(totals->packed, totals->unpacked) ? "ZIP: expands more than 100 times"
                  : totals->occupied > directory->start            ? "ZIP: entries share their data"
                                                                   : NULL;
    return *ret_reason ? REFUSE(document, bomb) : OK;
}

static RESULT malformed(const char *reason, const char **ret_reason)
{
    *ret_reason = reason;
    return reason ? REFUSE(document, type_unknown) : OK;
}

/* One entry of the directory, added to the totals. */
static RESULT take_entry(struct bytes file, const struct directory *directory, const struct entry *entry,
                         struct totals *totals, const char **ret_reason)
{
    uint64_t occupied;
    TRY(malformed(check_local(file, directory, entry, &occupied), ret_reason));
    TRY(judge_entry(file, entry, occupied, ret_reason));
    totals->occupied += occupied;
    totals->packed += entry->packed;
    totals->unpacked += entry->unpacked;
    return OK;
}

RESULT zip_check(struct bytes file, const char *wanted, bool *ret_found, const char **ret_reason)
{
    struct directory directory;
    struct totals totals = {0};
    bool found = false;
    TRY(malformed(read_end(file, &directory), ret_reason));
    if (directory.count > ZIP_ENTRIES_MAX) {
        *ret_reason = "ZIP: too many entries";
        return REFUSE(document, bomb);
    }
    uint64_t at = directory.start;
    for (uint32_t i = 0; i < directory.count; i++) {
        struct entry entry;
        TRY(malformed(read_entry(file, &directory, &at, &entry), ret_reason));
        TRY(take_entry(file, &directory, &entry, &totals, ret_reason));
        found |= entry.name_length == strlen(wanted) && memcmp(entry.name, wanted, entry.name_length) == 0;
    }
    TRY(malformed(at == directory.end ? NULL : "ZIP: damaged directory", ret_reason));
    TRY(judge_totals(&directory, &totals, ret_reason));
    *ret_found = found;
    return OK;
}

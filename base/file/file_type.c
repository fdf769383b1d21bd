#include "base/file/file_type.h"

#include "base/file/xml_outline.h"
#include "base/file/zip_directory.h"

#include <string.h>

enum { PDF_TAIL = 1024 };
#define POINTS_MAX (UINT64_C(1) << 28)

static bool begins(struct bytes file, const void *with, size_t size)
{
    return file.size >= size && memcmp(file.data, with, size) == 0;
}

static struct bytes behind(struct bytes file, size_t at)
{
    return BYTES(file.data + at, file.size - at);
}

static RESULT unknown(const char *reason, const char **ret_reason)
{
    *ret_reason = reason;
    return REFUSE(document, type_unknown);
}

/* ---- programs ---- */

static const struct {
    const char *bytes, *name;
    size_t size;
} programs[] = {
    {"\x7F"
     "ELF",
     "ELF", 4},
    {"MZ", "PE", 2},
    {"\xFE\xED\xFA\xCE", "Mach-O", 4},
    {"\xFE\xED\xFA\xCF", "Mach-O", 4},
    {"\xCE\xFA\xED\xFE", "Mach-O", 4},
    {"\xCF\xFA\xED\xFE", "Mach-O", 4},
    {"\xCA\xFE\xBA\xBE", "Java class or Mach-O", 4},
    {"\xCA\xFE\xBA\xBF", "Mach-O", 4},
    {"#!", "script", 2},
    {"\xEF\xBB\xBF#!", "script", 5},
    {"\0asm", "WebAssembly", 4},
    {"dex\n", "DEX", 4},
    {"L\0\0\0\x01\x14\x02", "shortcut", 7},
    {"<?php", "script", 5},
    {"@echo", "script", 5},
};

static const char *program_of(struct bytes file)
{
    for (size_t i = 0; i < LENGTH(programs); i++)
        if (begins(file, programs[i].bytes, programs[i].size))
            return programs[i].name;
    return NULL;
}

/* What follows the end of a picture or a page description: cameras append previews and films, attackers programs. */
static RESULT check_rest(struct bytes rest, const char **ret_reason)
{
    while (rest.size > 0 && strchr("\r\n\t ", rest.data[0]) && rest.data[0] != '\0')
        rest = behind(rest, 1);
    *ret_reason = program_of(rest);
    return *ret_reason ? REFUSE(document, executable) : OK;
}

/* An archive behind anything else is what GIFAR and its kin are made of. */
static RESULT check_appended(struct bytes file, const char **ret_reason)
{
    *ret_reason = zip_is_appended(file) ? "a ZIP archive is appended" : NULL;
    return *ret_reason ? REFUSE(document, executable) : OK;
}

/* ---- PDF: ISO 32000-1 §7.5.2 and §7.5.5 ---- */

static RESULT check_pdf(struct bytes file, const char **ret_reason)
{
    TRY(check_appended(file, ret_reason));
    const size_t from = file.size > PDF_TAIL ? file.size - PDF_TAIL : 0;
    for (size_t at = file.size - 4; at-- > from;)
        if (memcmp(file.data + at, "%%EOF", 5) == 0)
            return check_rest(behind(file, at + 5), ret_reason);
    return unknown("PDF: cut off, %%EOF is missing", ret_reason);
}

/* ---- JPEG: ITU-T T.81 annex B ---- */

static uint32_t load_u16(const uint8_t *at)
{
    return (uint32_t)(at[0] << 8 | at[1]);
}

static uint32_t load_u32(const uint8_t *at)
{
    return load_u16(at) << 16 | load_u16(at + 2);
}

struct jpeg {
    bool frame, scan;
    uint64_t points;
};

static bool is_frame(uint8_t marker)
{
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

/* Behind the coded data of a scan: the next marker that is neither a restart nor a stuffed byte. */
static size_t skip_scan(struct bytes file, size_t at)
{
    while (at + 1 < file.size) {
        const uint8_t *found = memchr(file.data + at, 0xFF, file.size - at - 1);
        if (!found)
            return file.size;
        at = (size_t)(found - file.data);
        if (found[1] != 0x00 && found[1] != 0xFF && (found[1] < 0xD0 || found[1] > 0xD7))
            return at;
        at += found[1] == 0xFF ? 1 : 2;
    }
    return file.size;
}

/* One segment at *at; false: there is none. *ret_ended: it is the end of the picture. */
static bool next_segment(struct bytes file, size_t *at, struct jpeg *jpeg, bool *ret_ended)
{
    while (*at + 1 < file.size && file.data[*at] == 0xFF && file.data[*at + 1] == 0xFF)
        ++*at; /* fill bytes */
    if (file.size - *at < 2 || file.data[*at] != 0xFF)
        return false;
    const uint8_t marker = file.data[*at + 1];
    *at += 2;
    *ret_ended = marker == 0xD9;
    if (*ret_ended)
        return true;
    if (marker < 0xC0 || (marker >= 0xD0 && marker <= 0xD8) || file.size - *at < 2)
        return false;
    const size_t length = load_u16(file.data + *at);
    if (length < 2 || file.size - *at < length)
        return false;
    if (is_frame(marker)) {
        if (length < 8)
            return false;
        jpeg->frame = true;
        jpeg->points = (uint64_t)load_u16(file.data + *at + 3) * load_u16(file.data + *at + 5);
    }
    *at += length;
    jpeg->scan |= marker == 0xDA;
    if (marker == 0xDA)
        *at = skip_scan(file, *at);
    return true;
}

static RESULT check_points(uint64_t points, const char **ret_reason)
{
    *ret_reason = "a picture of more than 2^28 points";
    return points > POINTS_MAX ? REFUSE(document, bomb) : OK;
}

static RESULT check_jpeg(struct bytes file, const char **ret_reason)
{
    struct jpeg jpeg = {0};
    size_t at = 2;
    bool ended = false;
    TRY(check_appended(file, ret_reason));
    while (!ended)
        if (!next_segment(file, &at, &jpeg, &ended))
            return unknown("JPEG: cut off or damaged", ret_reason);
    if (!jpeg.frame || !jpeg.scan)
        return unknown("JPEG: no picture in it", ret_reason);
    TRY(check_points(jpeg.points, ret_reason));
    return check_rest(behind(file, at), ret_reason);
}

/* ---- PNG: ISO/IEC 15948 §5 ---- */

static const char png_signature[] = "\x89PNG\r\n\x1A\n";

static bool is_chunk_name(const uint8_t *name)
{
    for (size_t i = 0; i < 4; i++)
        if ((name[i] | 0x20) < 'a' || (name[i] | 0x20) > 'z')
            return false;
    return true;
}

/* The header stands first, and only there. */
static RESULT check_chunk(const uint8_t *name, size_t length, bool first, const char **ret_reason)
{
    enum { HEADER = 13 };
    if (first != (memcmp(name, "IHDR", 4) == 0) || (first && length != HEADER))
        return unknown("PNG: no header", ret_reason);
    return first ? check_points((uint64_t)load_u32(name + 4) * load_u32(name + 8), ret_reason) : OK;
}

static RESULT check_png(struct bytes file, const char **ret_reason)
{
    enum { CHUNK = 12 };
    bool data = false;
    size_t at = sizeof png_signature - 1;
    TRY(check_appended(file, ret_reason));
    for (size_t i = 0;; i++) {
        const size_t left = file.size - at;
        const size_t length = left >= CHUNK ? load_u32(file.data + at) : 0;
        if (left < CHUNK || length > left - CHUNK || !is_chunk_name(file.data + at + 4))
            return unknown("PNG: cut off or damaged", ret_reason);
        const uint8_t *name = file.data + at + 4;
        TRY(check_chunk(name, length, i == 0, ret_reason));
        data |= memcmp(name, "IDAT", 4) == 0;
        at += CHUNK + length;
        if (memcmp(name, "IEND", 4) == 0)
            break;
    }
    if (!data)
        return unknown("PNG: no picture in it", ret_reason);
    TRY(check_rest(behind(file, at), ret_reason));
    return at == file.size ? OK : unknown("PNG: bytes behind its end", ret_reason);
}

/* ---- OFD: GB/T 33190, a ZIP archive around OFD.xml ---- */

static RESULT check_ofd(struct bytes file, const char **ret_reason)
{
    bool found;
    TRY(zip_check(file, "OFD.xml", &found, ret_reason));
    return found ? OK : unknown("a ZIP archive without OFD.xml", ret_reason);
}

/* ---- XML ---- */

static RESULT check_xml(struct bytes file, const char **ret_reason)
{
    TRY(check_appended(file, ret_reason));
    return xml_check(file, ret_reason);
}

/* ---- the choice ---- */

static const struct {
    const char *bytes;
    size_t size;
    RESULT (*check)(struct bytes file, const char **ret_reason);
    enum file_type type;
} types[] = {
    {"%PDF-", 5, check_pdf, FILE_TYPE_PDF},
    {"\xFF\xD8\xFF", 3, check_jpeg, FILE_TYPE_JPEG},
    {png_signature, sizeof png_signature - 1, check_png, FILE_TYPE_PNG},
    {"PK\x03\x04", 4, check_ofd, FILE_TYPE_OFD},
    {"PK\x05\x06", 4, check_ofd, FILE_TYPE_OFD},
    {"\xEF\xBB\xBF<", 4, check_xml, FILE_TYPE_XML},
    {"<", 1, check_xml, FILE_TYPE_XML},
};

RESULT file_type_check(struct bytes file, enum file_type *ret_type, const char **ret_reason)
{
    *ret_reason = "";
    if (file.size == 0 || file.size > FILE_TYPE_SIZE_MAX)
        return REFUSE(document, size);
    *ret_reason = program_of(file);
    if (*ret_reason)
        return REFUSE(document, executable);
    for (size_t i = 0; i < LENGTH(types); i++) {
        if (!begins(file, types[i].bytes, types[i].size))
            continue;
        TRY(types[i].check(file, ret_reason));
        *ret_type = types[i].type;
        return OK;
    }
    return unknown("unknown first bytes", ret_reason);
}

static const struct {
    const char *name, *media;
} names[] = {
    {"?", "application/octet-stream"},
    [FILE_TYPE_PDF] = {"PDF", "application/pdf"},
    [FILE_TYPE_OFD] = {"OFD", "application/ofd"},
    [FILE_TYPE_JPEG] = {"JPEG", "image/jpeg"},
    [FILE_TYPE_PNG] = {"PNG", "image/png"},
    [FILE_TYPE_XML] = {"XML", "application/xml"},
};

const char *file_type_name(int type)
{
    return names[type >= FILE_TYPE_PDF && type <= FILE_TYPE_XML ? type : 0].name;
}

const char *file_type_media(int type)
{
    return names[type >= FILE_TYPE_PDF && type <= FILE_TYPE_XML ? type : 0].media;
}

/* file_sample.h  Minimal files of each type, and archives whose every figure a test may falsify. */
#pragma once

#include "base/bytes.h"

#include <stdio.h>
#include <string.h>

enum { SAMPLE_SIZE = 1 << 20 };

struct sample_file {
    uint8_t data[SAMPLE_SIZE];
    size_t size;
    uint8_t directory[1 << 19]; /* of an archive under way */
    size_t directory_size;
    uint32_t entries;
};

static inline struct bytes sample_bytes(const struct sample_file *file)
{
    return BYTES(file->data, file->size);
}

static inline void sample_put(struct sample_file *file, const void *bytes, size_t size)
{
    memcpy(file->data + file->size, bytes, size);
    file->size += size;
}

#define SAMPLE_PUT(file, literal) sample_put((file), (literal), sizeof(literal) - 1)

static inline void sample_pdf(struct sample_file *file)
{
    file->size = 0;
    SAMPLE_PUT(file,
               "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
               "trailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n");
}

/* One grey point. */
static inline void sample_jpeg(struct sample_file *file)
{
    file->size = 0;
    SAMPLE_PUT(file, "\xFF\xD8\xFF\xE0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00");
    SAMPLE_PUT(file, "\xFF\xC0\x00\x0B\x08\x00\x01\x00\x01\x01\x01\x11\x00");
    SAMPLE_PUT(file, "\xFF\xDA\x00\x08\x01\x01\x00\x00\x3F\x00\x12\xFF\x00\xFF\xD0\x34\xFF\xD9");
}

static inline void sample_png(struct sample_file *file)
{
    file->size = 0;
    SAMPLE_PUT(
        file,
        "\x89PNG\r\n\x1A\n\x00\x00\x00\x0DIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00\x3A\x7E\x9B\x55");
    SAMPLE_PUT(file, "\x00\x00\x00\x0AIDAT\x78\x9C\x63\x60\x00\x00\x00\x02\x00\x01\x48\xAF\xA4\x71");
    SAMPLE_PUT(file, "\x00\x00\x00\x00IEND\xAE\x42\x60\x82");
}

/* ---- archives ---- */

struct sample_entry { /* what the directory says; data: bytes that stand in the file */
    const char *name;
    uint32_t packed, unpacked;
    uint16_t method, flags;
    const char *data; /* NULL: `packed` bytes 0xA5 */
};

static inline void sample_number(uint8_t *at, size_t width, uint64_t value)
{
    for (size_t i = 0; i < width; i++)
        at[i] = (uint8_t)(value >> 8 * i);
}

static inline void sample_begin_zip(struct sample_file *file)
{
    file->size = file->directory_size = file->entries = 0;
}

/* Only the line of the directory, which names data at `local`. */
static inline void sample_list(struct sample_file *file, const struct sample_entry *entry, size_t local)
{
    uint8_t head[46] = {'P', 'K', 1, 2};
    const size_t length = strlen(entry->name);
    sample_number(head + 8, 2, entry->flags);
    sample_number(head + 10, 2, entry->method);
    sample_number(head + 20, 4, entry->packed);
    sample_number(head + 24, 4, entry->unpacked);
    sample_number(head + 28, 2, length);
    sample_number(head + 42, 4, local);
    memcpy(file->directory + file->directory_size, head, sizeof head);
    memcpy(file->directory + file->directory_size + sizeof head, entry->name, length);
    file->directory_size += sizeof head + length;
    file->entries++;
}

static inline void sample_add(struct sample_file *file, const struct sample_entry *entry)
{
    uint8_t head[30] = {'P', 'K', 3, 4};
    const size_t local = file->size;
    sample_number(head + 6, 2, entry->flags);
    sample_number(head + 8, 2, entry->method);
    sample_number(head + 18, 4, entry->packed);
    sample_number(head + 22, 4, entry->unpacked);
    sample_number(head + 26, 2, strlen(entry->name));
    sample_put(file, head, sizeof head);
    sample_put(file, entry->name, strlen(entry->name));
    if (entry->data)
        sample_put(file, entry->data, entry->packed);
    else
        memset(file->data + file->size, 0xA5, entry->packed);
    file->size += entry->data ? 0 : entry->packed;
    sample_list(file, entry, local);
}

static inline void sample_end_zip(struct sample_file *file)
{
    uint8_t end[22] = {'P', 'K', 5, 6};
    sample_number(end + 8, 2, file->entries);
    sample_number(end + 10, 2, file->entries);
    sample_number(end + 12, 4, file->directory_size);
    sample_number(end + 16, 4, file->size);
    sample_put(file, file->directory, file->directory_size);
    sample_put(file, end, sizeof end);
}

/* An OFD file of two entries, and one more. */
static inline void sample_ofd(struct sample_file *file, const struct sample_entry *more)
{
    static const struct sample_entry root = {"OFD.xml", 300, 900, 8, 0, NULL};
    static const struct sample_entry page = {"Doc_0/Document.xml", 5, 5, 0, 0, "<a/>\n"};
    sample_begin_zip(file);
    sample_add(file, &root);
    sample_add(file, &page);
    if (more)
        sample_add(file, more);
    sample_end_zip(file);
}

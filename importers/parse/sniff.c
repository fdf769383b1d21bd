#include "importers/parse/sniff.h"

#include <string.h>

enum { LINES = 50 };

struct magic {
    const char *start;
    size_t size;
    const char *reason;
};

#define MAGIC(start, reason)                                                                                           \
    {                                                                                                                  \
        start, sizeof(start) - 1, reason                                                                               \
    }
static const struct magic magics[] = {
    MAGIC("PK\x03\x04", "这是 XLSX 或压缩文件，请导出 CSV / an XLSX workbook or an archive: export CSV"),
    MAGIC("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "这是 XLS 文件，请导出 CSV / an XLS workbook: export CSV"),
    MAGIC("%PDF", "这是 PDF 文件，请导出 CSV / a PDF: export CSV"),
    MAGIC("\xFF\xFE", "这是 UTF-16 文本，请另存为 UTF-8 / UTF-16 text: save it as UTF-8"),
    MAGIC("\xFE\xFF", "这是 UTF-16 文本，请另存为 UTF-8 / UTF-16 text: save it as UTF-8"),
};

static bool is_blank(struct bytes file)
{
    const bool mark = file.size >= 3 && memcmp(file.data, "\xEF\xBB\xBF", 3) == 0;
    for (size_t i = mark ? 3 : 0; i < file.size; i++)
        if (!strchr(" \t\r\n", file.data[i]) || file.data[i] == '\0')
            return false;
    return true;
}

RESULT sniff_text(struct ctx *ctx, struct bytes file)
{
    if (is_blank(file))
        return REFUSE(import, empty);
    for (size_t i = 0; i < LENGTH(magics); i++) {
        if (file.size < magics[i].size || memcmp(file.data, magics[i].start, magics[i].size) != 0)
            continue;
        error_set(&ctx->error, "reason", "%s", magics[i].reason);
        return REFUSE(import, unknown_layout);
    }
    if (memchr(file.data, '\0', file.size)) {
        error_set(&ctx->error, "reason", "这不是文本文件 / not a text file");
        return REFUSE(import, unknown_layout);
    }
    return OK;
}

static size_t count_in(struct bytes line, char wanted)
{
    size_t count = 0;
    for (size_t i = 0; i < line.size; i++)
        count += line.data[i] == (uint8_t)wanted;
    return count;
}

/* In how many of the first lines the sign stands equally often, at least once. */
static size_t consistency(struct bytes text, char wanted)
{
    size_t counts[LINES], lines = 0, best = 0;
    for (size_t at = 0; at < text.size && lines < LINES;) {
        const uint8_t *end = memchr(text.data + at, '\n', text.size - at);
        const size_t size = end ? (size_t)(end - text.data) - at : text.size - at;
        counts[lines++] = count_in(BYTES(text.data + at, size), wanted);
        at += size + 1;
    }
    for (size_t i = 0; i < lines; i++) {
        size_t equal = 0;
        for (size_t j = 0; j < lines && counts[i] > 0; j++)
            equal += counts[j] == counts[i];
        best = equal > best ? equal : best;
    }
    return best;
}

char sniff_separator(struct bytes text)
{
    static const char separators[] = {',', '\t', '|', ';'};
    char chosen = ',';
    size_t best = 0;
    for (size_t i = 0; i < sizeof separators; i++) {
        const size_t score = consistency(text, separators[i]);
        if (score > best) {
            best = score;
            chosen = separators[i];
        }
    }
    return chosen;
}

#include "audit/replay/finding.h"

#include <stdio.h>
#include <string.h>

struct finding_info {
    const char *name;
    enum finding_category category;
    const char *text[2], *clause;
};

static const struct finding_info infos[] = {
#define FINDING(name, category, zh, en, clause) {#name, FINDING_##category, {zh, en}, clause},
#include "audit/replay/finding.def"
#undef FINDING
};

const char *finding_name(const struct finding *finding)
{
    return infos[finding->reason].name;
}

enum finding_category finding_category(const struct finding *finding)
{
    return infos[finding->reason].category;
}

const char *finding_clause(const struct finding *finding)
{
    return infos[finding->reason].clause;
}

const char *finding_category_name(const struct finding *finding, enum language language)
{
    static const char *const names[][2] = {{"记录字节", "bytes"}, {"记录链", "chain"},    {"链头", "head"},
                                           {"树瓦片", "tile"},    {"账表", "projection"}, {"证据", "evidence"},
                                           {"账务规则", "rule"}};
    return names[finding_category(finding)][language];
}

/* ---- the list ---- */

void report_init(struct report *report, struct arena *arena)
{
    *report = (struct report){.findings = {.max = REPORT_MAX, .arena = arena}};
}

/* What a missing thing becomes when the same thing turns up elsewhere. */
static bool pair(enum finding_reason a, enum finding_reason b, enum finding_reason *ret_both)
{
    static const struct {
        enum finding_reason missing, extra, both;
    } pairs[] = {{FOUND_row_missing, FOUND_row_extra, FOUND_row_moved},
                 {FOUND_evidence_missing, FOUND_evidence_extra, FOUND_evidence_moved},
                 {FOUND_head_missing, FOUND_head_extra, FOUND_head_moved},
                 {FOUND_tile_missing, FOUND_tile_extra, FOUND_tile_moved},
                 {FOUND_record_missing, FOUND_record_moved, FOUND_record_moved}};
    for (size_t i = 0; i < LENGTH(pairs); i++) {
        if ((a != pairs[i].missing || b != pairs[i].extra) && (a != pairs[i].extra || b != pairs[i].missing))
            continue;
        *ret_both = pairs[i].both;
        return true;
    }
    return false;
}

static bool is_missing(enum finding_reason reason)
{
    return reason == FOUND_row_missing || reason == FOUND_evidence_missing || reason == FOUND_record_missing ||
           reason == FOUND_head_missing || reason == FOUND_tile_missing;
}

static void merge(struct finding *kept, const struct finding *other, enum finding_reason both)
{
    const struct finding missing = is_missing(kept->reason) ? *kept : *other;
    const struct finding extra = is_missing(kept->reason) ? *other : *kept;
    *kept = missing;
    kept->reason = both;
    kept->content = 0;
    kept->change = (struct row_change){0, 0};
    kept->consequences = missing.consequences + extra.consequences;
    if (both == FOUND_record_moved)
        (void)snprintf(kept->found, sizeof kept->found, "%s", extra.found);
    else if (missing.community != extra.community)
        (void)snprintf(kept->found, sizeof kept->found, "community_id=%012llu %.64s",
                       (unsigned long long)extra.community, extra.key);
    else
        (void)snprintf(kept->found, sizeof kept->found, "%.95s", extra.key);
}

static bool merge_moved(struct report *report, const struct finding *finding)
{
    for (size_t i = 0; i < report->findings.count && finding->content != 0; i++) {
        struct finding *other = &report->findings.items[i];
        enum finding_reason both;
        if (other->content != finding->content || strcmp(other->table, finding->table) != 0 ||
            !pair(other->reason, finding->reason, &both))
            continue;
        merge(other, finding, both);
        return true;
    }
    return false;
}

static size_t count_same(const struct report *report, const struct finding *finding)
{
    size_t count = 0;
    for (size_t i = 0; i < report->findings.count; i++) {
        const struct finding *other = &report->findings.items[i];
        count += other->reason == finding->reason && other->community == finding->community &&
                 other->table == finding->table;
    }
    return count;
}

struct finding *report_add(struct report *report, const struct finding *finding)
{
    if (finding_category(finding) == FINDING_RULE)
        report->objected = true;
    else
        report->broken = true;
    if (merge_moved(report, finding))
        return NULL;
    if (count_same(report, finding) >= REPORT_SAME_MAX || FAILED(LIST_ADD(&report->findings, *finding))) {
        report->more++;
        return NULL;
    }
    return &report->findings.items[report->findings.count - 1];
}

static bool covers(const struct finding *finding, uint64_t seq)
{
    return finding->has_seq &&
           (seq == finding->seq || (finding->last > finding->seq && seq > finding->seq && seq <= finding->last));
}

static void add_change(struct row_change *sum, const struct row_change *change)
{
    sum->plus += change->plus;
    sum->minus += change->minus;
}

void report_consequence(struct report *report, uint64_t community, uint64_t seq, const struct row_change *change)
{
    struct finding *first = NULL;
    for (size_t i = 0; i < report->findings.count; i++) {
        struct finding *finding = &report->findings.items[i];
        if (finding->community != community || finding_category(finding) == FINDING_RULE)
            continue;
        if (!first)
            first = finding;
        if (!covers(finding, seq))
            continue;
        finding->consequences++;
        if (change)
            add_change(&finding->change, change);
        return;
    }
    if (first)
        first->consequences++;
}

struct finding *report_at(struct report *report, uint64_t community, const char *table, uint64_t seq)
{
    for (size_t i = 0; i < report->findings.count; i++) {
        struct finding *finding = &report->findings.items[i];
        if (finding->community == community && covers(finding, seq) && strcmp(finding->table, table) == 0)
            return finding;
    }
    return NULL;
}

bool report_has(const struct report *report, uint64_t community)
{
    for (size_t i = 0; i < report->findings.count; i++)
        if (report->findings.items[i].community == community)
            return true;
    return false;
}

int report_status(const struct report *report)
{
    return report->broken ? 5 : report->objected ? 4 : 0;
}

/* ---- words ---- */

static void put_number(char out[24], uint64_t value)
{
    (void)snprintf(out, 24, "%llu", (unsigned long long)value);
}

void finding_text(const struct finding *finding, enum language language, char out[FINDING_TEXT])
{
    char seq[24], last[24];
    size_t used = 0;
    put_number(seq, finding->seq);
    put_number(last, finding->last);
    const struct {
        const char *name, *value;
    } words[] = {{"{seq}", seq},
                 {"{last}", last},
                 {"{table}", finding->table},
                 {"{key}", finding->key},
                 {"{column}", finding->column},
                 {"{expected}", finding->expected},
                 {"{found}", finding->found}};
    for (const char *at = infos[finding->reason].text[language]; *at && used < FINDING_TEXT - 1;) {
        const char *value = NULL;
        for (size_t i = 0; i < LENGTH(words) && *at == '{' && !value; i++) {
            if (strncmp(at, words[i].name, strlen(words[i].name)) != 0)
                continue;
            value = words[i].value;
            at += strlen(words[i].name);
        }
        if (value)
            used += (size_t)snprintf(out + used, FINDING_TEXT - used, "%s", value);
        else
            out[used++] = *at++;
    }
    out[used < FINDING_TEXT ? used : FINDING_TEXT - 1] = '\0';
}

void finding_json(struct buffer *out, const struct finding *finding)
{
    char text[FINDING_TEXT], community[16];
    (void)snprintf(community, sizeof community, "%012llu", (unsigned long long)finding->community);
    json_open_object(out, NULL);
    json_put_string(out, "finding", finding_name(finding));
    json_put_string(out, "category", finding_category_name(finding, LANGUAGE_EN));
    json_put_string(out, "community", community);
    json_put_string(out, "table", finding->table);
    json_put_string(out, "key", finding->key);
    if (finding->has_seq)
        json_put_unsigned(out, "seq", finding->seq);
    if (finding->last > finding->seq)
        json_put_unsigned(out, "last", finding->last);
    if (finding->column[0])
        json_put_string(out, "column", finding->column);
    if (finding->expected[0])
        json_put_string(out, "expected", finding->expected);
    if (finding->found[0])
        json_put_string(out, "found", finding->found);
    json_put_money(out, "plus", FEN(finding->change.plus));
    json_put_money(out, "minus", FEN(finding->change.minus));
    json_put_unsigned(out, "consequences", finding->consequences);
    if (finding_clause(finding)[0])
        json_put_string(out, "clause", finding_clause(finding));
    finding_text(finding, LANGUAGE_ZH, text);
    json_put_string(out, "text", text);
    finding_text(finding, LANGUAGE_EN, text);
    json_put_string(out, "text_en", text);
    json_close_object(out);
}

static void print_place(struct buffer *out, const struct finding *finding, bool zh)
{
    buffer_print(out, zh ? "    小区 %012llu  表 %s" : "    community %012llu  table %s",
                 (unsigned long long)finding->community, finding->table);
    if (finding->has_seq)
        buffer_print(out, zh ? "  记录 %llu" : "  record %llu", (unsigned long long)finding->seq);
    if (finding->key[0])
        buffer_print(out, zh ? "  行 %s" : "  row %s", finding->key);
    if (finding_clause(finding)[0])
        buffer_print(out, zh ? "  依据 %s" : "  clause %s", finding_clause(finding));
    buffer_char(out, '\n');
}

void finding_print(struct buffer *out, const struct finding *finding, enum language language)
{
    char text[FINDING_TEXT], plus[MONEY_TEXT], minus[MONEY_TEXT];
    const bool zh = language == LANGUAGE_ZH;
    finding_text(finding, language, text);
    buffer_print(out, zh ? "  ✗ [%s] %s\n" : "  x [%s] %s\n", finding_category_name(finding, language), text);
    print_place(out, finding, zh);
    if (finding->change.plus != 0 || finding->change.minus != 0) {
        money_format_grouped(FEN(finding->change.plus), plus);
        money_format_grouped(FEN(finding->change.minus), minus);
        buffer_print(out, zh ? "    差额 多 %s 元，少 %s 元\n" : "    difference +%s / -%s yuan\n", plus, minus);
    }
    if (finding->consequences > 0)
        buffer_print(out, zh ? "    由此引起的其他差异 %llu 处\n" : "    consequences: %llu\n",
                     (unsigned long long)finding->consequences);
}

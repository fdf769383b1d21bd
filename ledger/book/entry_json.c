#include "ledger/book/entry_json.h"

#include "base/number.h"
#include "ledger/book/correction.h"
#include "ledger/book/reversal.h"
#include "ledger/people/unit.h"

#include <string.h>

static const char *const members[] = {"key",   "type",      "word",     "date",     "original_date", "summary", "payee",
                                      "lines", "documents", "captures", "reverses", "replaces",      "adjusts", NULL};
static const char *const keyless_members[] = {"type",     "word",    "date",      "original_date", "summary",
                                              "payee",    "lines",   "documents", "captures",      "reverses",
                                              "replaces", "adjusts", NULL};
static const char *const line_members[] = {"fund",   "account",  "debit", "credit",   "summary", "bank_account",
                                           "stream", "contract", "party", "warranty", "units",   NULL};

static RESULT missing(struct ctx *ctx, const char *pointer, const char *name)
{
    error_set(&ctx->error, "pointer", "%s/%s", pointer, name);
    return REFUSE(field, required);
}

/* Exactly one of debit and credit. */
static RESULT read_amount(struct ctx *ctx, const struct json_value *value, const char *pointer,
                          struct entry_line_in *line)
{
    const bool debit = json_member(value, "debit") != NULL, credit = json_member(value, "credit") != NULL;
    if (debit == credit)
        return missing(ctx, pointer, "debit|credit");
    line->side = debit ? SIDE_DEBIT : SIDE_CREDIT;
    return json_get_money(ctx, value, pointer, debit ? "debit" : "credit", &line->amount);
}

static RESULT read_dimensions(struct ctx *ctx, const struct json_value *value, const char *pointer,
                              struct entry_line_in *line)
{
    static const struct {
        const char *name;
        uint16_t dimension;
    } known[] = {{"bank_account", DIMENSION_BANK_ACCOUNT},
                 {"stream", DIMENSION_STREAM},
                 {"contract", DIMENSION_CONTRACT},
                 {"party", DIMENSION_PARTY},
                 {"warranty", DIMENSION_WARRANTY}};
    for (size_t i = 0; i < LENGTH(known); i++) {
        int64_t number;
        const struct json_value *member = json_member(value, known[i].name);
        if (!member)
            continue;
        if (!json_as_integer(member, &number) || number < 0) {
            error_set(&ctx->error, "pointer", "%s/%s", pointer, known[i].name);
            error_set(&ctx->error, "expected", "整数 number");
            return REFUSE(field, type);
        }
        line->dimensions[line->dimension_count++] = (struct entry_dimension_in){known[i].dimension, (uint64_t)number};
    }
    return OK;
}

static RESULT read_share(struct ctx *ctx, const struct json_value *value, const char *pointer, const char **ret_name,
                         money *ret_amount)
{
    static const char *const allowed[] = {"unit", "amount", NULL};
    TRY(json_members(ctx, value, pointer, allowed));
    TRY(json_get_text(ctx, value, pointer, "unit", ret_name));
    return json_get_money(ctx, value, pointer, "amount", ret_amount);
}

/* The shares of units in a line. */
static RESULT read_shares(struct ctx *ctx, const struct json_value *value, const char *pointer, uint64_t community,
                          struct entry_line_in *line)
{
    const struct json_value *array;
    struct entry_share_in *shares;
    struct unit *units;
    size_t count;
    if (!json_member(value, "units"))
        return OK;
    TRY(json_get_array(ctx, value, pointer, "units", &array));
    TRY(ARENA_TAKE(ctx->arena, json_count(array) + 1, &shares));
    TRY(unit_list(ctx, community, &units, &count));
    for (size_t i = 0; i < json_count(array); i++) {
        char at[128];
        const char *name;
        const struct unit *unit;
        (void)snprintf(at, sizeof at, "%s/units/%zu", pointer, i);
        TRY(read_share(ctx, json_at(array, i), at, &name, &shares[i].amount));
        TRY(unit_find(ctx, units, count, name, &unit));
        shares[i].unit = unit->unit;
    }
    line->shares = shares;
    line->share_count = json_count(array);
    return OK;
}

static RESULT read_line(struct ctx *ctx, const struct json_value *value, const char *pointer,
                        struct entry_line_in *line)
{
    const char *fund;
    TRY(json_members(ctx, value, pointer, line_members));
    TRY(json_get_text(ctx, value, pointer, "fund", &fund));
    error_set(&ctx->error, "fund", "%s", fund);
    TRY(fund_parse(fund, &line->fund));
    TRY(json_get_text(ctx, value, pointer, "account", &line->account));
    TRY(read_amount(ctx, value, pointer, line));
    if (json_member(value, "summary"))
        TRY(json_get_text(ctx, value, pointer, "summary", &line->summary));
    return read_dimensions(ctx, value, pointer, line);
}

static RESULT read_lines(struct ctx *ctx, const struct json_value *value, const char *pointer, struct entry_in *entry)
{
    const struct json_value *array;
    struct entry_line_in *lines;
    TRY(json_get_array(ctx, value, pointer, "lines", &array));
    TRY(ARENA_TAKE(ctx->arena, json_count(array) + 1, &lines));
    for (size_t l = 0; l < json_count(array); l++) {
        char at[96];
        (void)snprintf(at, sizeof at, "%s/lines/%zu", pointer, l);
        TRY(read_line(ctx, json_at(array, l), at, &lines[l]));
        TRY(read_shares(ctx, json_at(array, l), at, entry->community, &lines[l]));
    }
    entry->lines = lines;
    entry->line_count = json_count(array);
    return OK;
}

/* ---- type, word, links ---- */

struct member { /* one member of an entry, and where it stands */
    const struct json_value *value;
    const char *pointer, *name;
};

/* One of the words, its place from 0; the first when the member is absent. Refusals: field.type. */
static RESULT choose(struct ctx *ctx, const struct member *member, const char *const *words, uint8_t *ret_place)
{
    const char *text;
    struct buffer expected;
    struct bytes all;
    *ret_place = 0;
    if (!json_member(member->value, member->name))
        return OK;
    TRY(json_get_text(ctx, member->value, member->pointer, member->name, &text));
    buffer_init(&expected, ctx->arena, 256);
    for (uint8_t i = 0; words[i]; i++) {
        if (strcmp(words[i], text) == 0) {
            *ret_place = i;
            return OK;
        }
        buffer_print(&expected, "%s%s", i > 0 ? " | " : "", words[i]);
    }
    TRY(buffer_done(&expected, &all));
    error_set(&ctx->error, "pointer", "%s/%s", member->pointer, member->name);
    error_set(&ctx->error, "expected", "%s", (const char *)all.data);
    return REFUSE(field, type);
}

static RESULT read_kind(struct ctx *ctx, const struct json_value *value, const char *pointer, struct entry_in *entry)
{
    static const char *const types[] = {"ordinary", "red_letter", "correction", "difference", "opening", NULL};
    static const char *const words[] = {"记", "收", "付", "转", NULL};
    uint8_t type = 0, word = 0;
    TRY(choose(ctx, &(struct member){value, pointer, "type"}, types, &type));
    TRY(choose(ctx, &(struct member){value, pointer, "word"}, words, &word));
    entry->entry_type = (uint8_t)(ENTRY_ORDINARY + type);
    entry->word = entry->entry_type == ENTRY_OPENING ? WORD_OPENING : (uint8_t)(WORD_GENERAL + word);
    entry->source = SOURCE_HAND;
    return OK;
}

/* "PI-记-2026-03-0017", "#412" or 412. */
static RESULT read_link(struct ctx *ctx, const struct member *member, uint64_t community, struct maybe *ret_seq)
{
    const struct json_value *value = json_member(member->value, member->name);
    const char *number;
    uint64_t found;
    if (!value)
        return OK;
    ret_seq->present = true;
    if (json_as_integer(value, &ret_seq->value))
        return OK;
    TRY(json_get_text(ctx, member->value, member->pointer, member->name, &number));
    error_set(&ctx->error, "entry", "%s", number);
    error_set(&ctx->error, "value", "%s", number);
    if (number[0] == '#')
        return number_parse(number + 1, 0, INT64_MAX, &ret_seq->value);
    TRY(entry_find(ctx, community, number, &found));
    ret_seq->value = (int64_t)found;
    return OK;
}

static RESULT read_links(struct ctx *ctx, const struct json_value *value, const char *pointer, struct entry_in *entry)
{
    TRY(read_link(ctx, &(struct member){value, pointer, "reverses"}, entry->community, &entry->reverses));
    TRY(read_link(ctx, &(struct member){value, pointer, "replaces"}, entry->community, &entry->replaces));
    return read_link(ctx, &(struct member){value, pointer, "adjusts"}, entry->community, &entry->adjusts);
}

/* The whole of a red letter follows from the entry it reverses. */
static RESULT fill_red(struct ctx *ctx, const struct json_value *value, const char *pointer, struct entry_in *entry)
{
    const struct reversal_in in = {.community = entry->community,
                                   .seq = (uint64_t)entry->reverses.value,
                                   .key = entry->key,
                                   .booking_date = entry->booking_date,
                                   .summary = entry->summary};
    if (json_member(value, "lines")) {
        error_set(&ctx->error, "pointer", "%s/lines", pointer);
        return REFUSE(field, unknown);
    }
    return reversal_fill(ctx, &in, entry);
}

/* One attachment: {"document": id or SHA-256, "amount"?}. */
static RESULT read_document(struct ctx *ctx, uint64_t community, const struct member *member,
                            struct attachment_in *attachment)
{
    static const char *const allowed[] = {"document", "amount", NULL};
    const char *name;
    TRY(json_members(ctx, member->value, member->pointer, allowed));
    TRY(json_get_text(ctx, member->value, member->pointer, "document", &name));
    if (json_member(member->value, "amount"))
        TRY(json_get_money(ctx, member->value, member->pointer, "amount", &attachment->amount));
    return attachment_find(ctx, community, name, &attachment->seq);
}

static RESULT read_documents(struct ctx *ctx, const struct json_value *value, const char *pointer,
                             struct entry_in *entry)
{
    const struct json_value *array;
    struct attachment_in *documents;
    if (!json_member(value, "documents"))
        return OK;
    TRY(json_get_array(ctx, value, pointer, "documents", &array));
    TRY(ARENA_TAKE(ctx->arena, json_count(array) + 1, &documents));
    for (size_t i = 0; i < json_count(array); i++) {
        char at[96];
        (void)snprintf(at, sizeof at, "%s/documents/%zu", pointer, i);
        TRY(read_document(ctx, entry->community, &(struct member){json_at(array, i), at, ""}, &documents[i]));
    }
    entry->documents = documents;
    entry->document_count = json_count(array);
    return OK;
}

static RESULT read_capture(struct ctx *ctx, const struct member *member, struct reservation_capture_in *capture)
{
    static const char *const allowed[] = {"reservation", "amount", NULL};
    int64_t seq;
    TRY(json_members(ctx, member->value, member->pointer, allowed));
    if (!json_as_integer(json_member(member->value, "reservation"), &seq) || seq < 0) {
        error_set(&ctx->error, "pointer", "%s/reservation", member->pointer);
        error_set(&ctx->error, "expected", "整数 number");
        return REFUSE(field, type);
    }
    capture->reservation = (uint64_t)seq;
    return json_get_money(ctx, member->value, member->pointer, "amount", &capture->amount);
}

static RESULT read_captures(struct ctx *ctx, const struct json_value *value, const char *pointer,
                            struct entry_in *entry)
{
    const struct json_value *array;
    struct reservation_capture_in *captures;
    if (!json_member(value, "captures"))
        return OK;
    TRY(json_get_array(ctx, value, pointer, "captures", &array));
    TRY(ARENA_TAKE(ctx->arena, json_count(array) + 1, &captures));
    for (size_t i = 0; i < json_count(array); i++) {
        char at[96];
        (void)snprintf(at, sizeof at, "%s/captures/%zu", pointer, i);
        TRY(read_capture(ctx, &(struct member){json_at(array, i), at, ""}, &captures[i]));
    }
    entry->captures = captures;
    entry->capture_count = json_count(array);
    return OK;
}

static RESULT read_summary(struct ctx *ctx, const struct json_value *value, const char *pointer, struct entry_in *entry)
{
    const struct maybe original = entry->adjusts.present ? entry->adjusts : entry->replaces;
    const bool red = entry->entry_type == ENTRY_RED_LETTER && entry->reverses.present;
    if (json_member(value, "summary") || !(original.present || red))
        return json_get_text(ctx, value, pointer, "summary", &entry->summary);
    return original.present ? correction_summary(ctx, entry->community, (uint64_t)original.value, &entry->summary)
                            : OK; /* the reversal has its own */
}

static RESULT read_dates(struct ctx *ctx, const struct json_value *value, const char *pointer, struct entry_in *entry)
{
    day original;
    TRY(json_get_date(ctx, value, pointer, "date", &entry->booking_date));
    if (!json_member(value, "original_date"))
        return OK;
    TRY(json_get_date(ctx, value, pointer, "original_date", &original));
    entry->original_date = (struct maybe){true, original};
    return OK;
}

RESULT entry_read(struct ctx *ctx, const struct json_value *value, const char *pointer, struct entry_in *ret_entry)
{
    const bool keyed = ret_entry->key != NULL;
    TRY(json_members(ctx, value, pointer, keyed ? keyless_members : members));
    if (!keyed)
        TRY(json_get_text(ctx, value, pointer, "key", &ret_entry->key));
    TRY(read_kind(ctx, value, pointer, ret_entry));
    TRY(read_dates(ctx, value, pointer, ret_entry));
    TRY(read_links(ctx, value, pointer, ret_entry));
    TRY(read_summary(ctx, value, pointer, ret_entry));
    if (json_member(value, "payee"))
        TRY(json_get_text(ctx, value, pointer, "payee", &ret_entry->payee));
    if (ret_entry->entry_type == ENTRY_RED_LETTER && ret_entry->reverses.present)
        TRY(fill_red(ctx, value, pointer, ret_entry));
    else
        TRY(read_lines(ctx, value, pointer, ret_entry));
    TRY(read_captures(ctx, value, pointer, ret_entry));
    return read_documents(ctx, value, pointer, ret_entry);
}

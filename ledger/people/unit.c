#include "ledger/people/unit.h"

#include "base/canon.h"
#include "base/digest.h"
#include "embed/sql.h"
#include "ledger/people/community.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { REQUEST_MAX = 64 << 20, CLASS_OWNER = 2 };

/* ---- areas ---- */

RESULT unit_area_parse(struct ctx *ctx, const char *text, uint64_t *ret_cm2)
{
    uint64_t value = 0;
    int decimals = -1, digits = 0;
    error_set(&ctx->error, "value", "%s", text);
    for (const char *p = text; *p; p++) {
        if (*p == '.' && decimals < 0) {
            decimals = 0;
            continue;
        }
        if (*p < '0' || *p > '9' || decimals == 4 || ++digits > 12)
            return REFUSE(unit, area);
        value = value * 10 + (uint64_t)(*p - '0');
        decimals += decimals >= 0;
    }
    if (digits == 0 || decimals == 0)
        return REFUSE(unit, area);
    for (int i = decimals < 0 ? 0 : decimals; i < 4; i++)
        value *= 10;
    if (value > UNIT_AREA_MAX_CM2)
        return REFUSE(unit, area);
    *ret_cm2 = value;
    return OK;
}

void unit_area_format(uint64_t cm2, char out[32])
{
    const unsigned long long whole = cm2 / 10000, part = cm2 % 10000;
    if (part % 100 == 0)
        (void)snprintf(out, 32, "%llu.%02llu", whole, part / 100);
    else
        (void)snprintf(out, 32, "%llu.%04llu", whole, part);
}

/* ---- reading ---- */

RESULT unit_list(struct ctx *ctx, uint64_t community, struct unit **ret_list, size_t *ret_count)
{
    static const struct db_column row[] = {COLUMN(unit, unit), COLUMN(unit, building),   COLUMN(unit, area_cm2),
                                           COLUMN(unit, use),  COLUMN(unit, opened_seq), COLUMN(unit, address)};
    const struct db_value in[] = {db_number((int64_t)community)};
    *ret_list = NULL;
    return db_list(ctx, CALL(sql_unit_list, in), ROW(unit, row), ret_list, ret_count);
}

/* "101" of "1幢 101". */
static const char *number_of(const struct unit *unit)
{
    const char *blank = strchr(unit->address, ' ');
    return blank ? blank + 1 : unit->address;
}

RESULT unit_find(struct ctx *ctx, const struct unit *list, size_t count, const char *name, const struct unit **ret_unit)
{
    const struct unit *by_number = NULL;
    size_t numbers = 0;
    error_set(&ctx->error, "unit", "%s", name);
    for (size_t i = 0; i < count; i++) {
        char token[UUID_TEXT];
        uuid_format(&list[i].unit, token);
        if (strcmp(list[i].address, name) == 0 || strcmp(token, name) == 0) {
            *ret_unit = &list[i];
            return OK;
        }
        if (strcmp(number_of(&list[i]), name) != 0)
            continue;
        by_number = &list[i];
        numbers++;
    }
    if (numbers > 1)
        return REFUSE(unit, ambiguous);
    if (numbers == 0)
        return REFUSE(unit, unknown);
    *ret_unit = by_number;
    return OK;
}

/* ---- registering ---- */

struct register_run {
    struct ctx *ctx;
    const struct unit_register_in *in;
    struct unit *known;
    size_t known_count;
    struct change change;
    const char **addresses; /* of the list, sorted while duplicates are looked for */
    struct uuid *buildings;
};

static RESULT name_unit(struct ctx *ctx, const struct unit_in *unit, const char *address)
{
    error_set(&ctx->error, "line", "%u", unit->line);
    error_set(&ctx->error, "unit", "%s", address);
    return OK;
}

static RESULT check_unit(struct ctx *ctx, const struct unit_in *unit, const char *address)
{
    TRY(name_unit(ctx, unit, address));
    TRY(community_check_text(ctx, unit->building));
    TRY(community_check_text(ctx, unit->number));
    for (size_t i = 0; i < unit->owner_count; i++)
        TRY(community_check_text(ctx, unit->owners[i]));
    error_set(&ctx->error, "value", "%u", unit->use);
    if (unit->use < UNIT_COMMODITY || unit->use > UNIT_NOT_HOUSING)
        return REFUSE(unit, use);
    char area[32];
    unit_area_format(unit->area_cm2, area);
    error_set(&ctx->error, "value", "%s", area);
    const bool seller = unit->use == UNIT_SELLER;
    if ((unit->area_cm2 == 0) != seller || unit->area_cm2 > UNIT_AREA_MAX_CM2)
        return REFUSE(unit, area);
    return OK;
}

static int compare_text(const void *x, const void *y)
{
    return strcmp(*(const char *const *)x, *(const char *const *)y);
}

static RESULT check_new(struct register_run *run)
{
    const size_t count = run->in->count;
    const char **sorted;
    TRY(ARENA_TAKE(run->ctx->arena, count + run->known_count, &sorted));
    for (size_t i = 0; i < count; i++)
        sorted[i] = run->addresses[i];
    for (size_t i = 0; i < run->known_count; i++)
        sorted[count + i] = run->known[i].address;
    qsort(sorted, count + run->known_count, sizeof *sorted, compare_text);
    for (size_t i = 1; i < count + run->known_count; i++) {
        if (strcmp(sorted[i - 1], sorted[i]) != 0)
            continue;
        for (size_t k = count; k-- > 0;) /* the later of two in the list is the one too many */
            if (strcmp(run->addresses[k], sorted[i]) == 0) {
                TRY(name_unit(run->ctx, &run->in->units[k], sorted[i]));
                return REFUSE(unit, exists);
            }
    }
    return OK;
}

/* The token of a building: of a unit of it that is known, of one before it in the list, or new. */
static struct uuid building_of(struct register_run *run, size_t at)
{
    const char *name = run->in->units[at].building;
    const size_t length = strlen(name);
    for (size_t i = 0; i < run->known_count; i++)
        if (strncmp(run->known[i].address, name, length) == 0 && run->known[i].address[length] == ' ')
            return run->known[i].building;
    for (size_t i = at; i-- > 0;)
        if (strcmp(run->in->units[i].building, name) == 0)
            return run->buildings[i];
    return random_uuid7(run->ctx->random, run->ctx->now);
}

static RESULT add_owner(struct register_run *run, const char *name, struct record_owner *ret_owner)
{
    struct record_subject_registered *subject;
    TRY(ARENA_TAKE(run->ctx->arena, 1, &subject));
    subject->subject = ret_owner->subject = random_uuid7(run->ctx->random, run->ctx->now);
    subject->class = CLASS_OWNER;
    TRY(change_commit(run->ctx, &run->change, COMMIT_PERSON, BYTES(name, strlen(name)), &subject->details));
    return change_add(&run->change, RECORD_subject_registered, subject, NULL);
}

static int compare_owners(const void *x, const void *y)
{
    return memcmp(x, y, sizeof(struct record_owner));
}

struct ownership {
    struct uuid unit;
    const char *const *owners;
    size_t count;
    day from;
    const char *reason;
};

static RESULT add_ownership(struct register_run *run, const struct ownership *in, uint32_t *ret_item)
{
    struct record_ownership_changed *changed;
    TRY(ARENA_TAKE(run->ctx->arena, 1, &changed));
    TRY(ARENA_TAKE(run->ctx->arena, in->count, &changed->subjects));
    for (size_t i = 0; i < in->count; i++)
        TRY(add_owner(run, in->owners[i], &changed->subjects[i]));
    qsort(changed->subjects, in->count, sizeof *changed->subjects, compare_owners);
    changed->unit = in->unit;
    changed->subjects_count = (uint32_t)in->count;
    changed->from = in->from;
    TRY(change_commit(run->ctx, &run->change, COMMIT_REASON, BYTES(in->reason, strlen(in->reason)), &changed->details));
    return change_add(&run->change, RECORD_ownership_changed, changed, ret_item);
}

static RESULT add_unit(struct register_run *run, size_t at)
{
    const struct unit_in *in = &run->in->units[at];
    struct record_unit_registered *unit;
    const char *address = run->addresses[at];
    uint32_t item;
    TRY(ARENA_TAKE(run->ctx->arena, 1, &unit));
    unit->unit = random_uuid7(run->ctx->random, run->ctx->now);
    unit->building = run->buildings[at] = building_of(run, at);
    unit->area_cm2 = in->area_cm2;
    unit->use = in->use;
    TRY(change_commit(run->ctx, &run->change, COMMIT_ADDRESS, BYTES(address, strlen(address)), &unit->address));
    TRY(change_add(&run->change, RECORD_unit_registered, unit, &item));
    TRY(change_unit_key(run->ctx, &run->change, &unit->unit, item));
    if (in->owner_count == 0)
        return OK;
    const struct ownership owned = {unit->unit, in->owners, in->owner_count, run->in->owned_from, "登记"};
    TRY(add_ownership(run, &owned, &item));
    return change_unit_key(run->ctx, &run->change, &unit->unit, item);
}

static void request_text(struct buffer *out, const char *text)
{
    canon_bytes(out, BYTES(text, strlen(text)));
}

/* The list as bytes: what "the same list" means. */
static RESULT request_of(const struct register_run *run, struct bytes *ret_request)
{
    struct buffer out;
    buffer_init(&out, run->ctx->arena, REQUEST_MAX);
    canon_i32(&out, run->in->owned_from);
    for (size_t i = 0; i < run->in->count; i++) {
        const struct unit_in *unit = &run->in->units[i];
        request_text(&out, run->addresses[i]);
        canon_u64(&out, unit->area_cm2);
        canon_u16(&out, unit->use);
        canon_u64(&out, unit->owner_count);
        for (size_t o = 0; o < unit->owner_count; o++)
            request_text(&out, unit->owners[o]);
    }
    return buffer_done(&out, ret_request);
}

static RESULT begin(struct register_run *run, const char *operation, struct bytes request, const char *key)
{
    struct digest secret, content;
    char hex[65];
    TRY(journal_secret(run->ctx, &secret));
    digest_sha256(request, &content);
    hex_encode(BYTES(content.b, sizeof content.b), hex);
    if (!key)
        TRY(arena_print(run->ctx->arena, &key, "units-%.32s", hex));
    const struct digest mac = change_mac(&secret, run->in->community, operation, request);
    change_init(&run->change, run->ctx->arena);
    return change_request(run->ctx, &run->change, run->in->community, key, &mac);
}

static RESULT prepare(struct register_run *run)
{
    const struct unit_register_in *in = run->in;
    TRY(ARENA_TAKE(run->ctx->arena, in->count, &run->addresses));
    TRY(ARENA_TAKE(run->ctx->arena, in->count, &run->buildings));
    for (size_t i = 0; i < in->count; i++) {
        TRY(arena_print(run->ctx->arena, &run->addresses[i], "%s %s", in->units[i].building, in->units[i].number));
        TRY(check_unit(run->ctx, &in->units[i], run->addresses[i]));
    }
    return OK;
}

struct claimed {
    bool used;
};

/* The same list under the same key is no second registration. */
static RESULT was_registered(struct register_run *run, bool *ret_used)
{
    static const struct db_column row[] = {COLUMN(claimed, used)};
    const struct change_request *request = &run->change.requests.items[0];
    const struct db_value in[] = {db_number((int64_t)run->in->community), db_uuid(&request->event_id),
                                  db_digest(&request->mac)};
    struct claimed found;
    TRY(db_one(run->ctx, CALL(sql_claim_same, in), ROW(claimed, row), &found));
    *ret_used = found.used;
    return OK;
}

RESULT unit_register(struct ctx *ctx, const struct unit_register_in *in, size_t *ret_count)
{
    struct register_run run = {.ctx = ctx, .in = in};
    struct bytes request;
    bool used;
    *ret_count = 0;
    if (in->count == 0)
        return REFUSE(unit, none);
    TRY(prepare(&run));
    TRY(request_of(&run, &request));
    TRY(begin(&run, "unit_register", request, in->key));
    TRY(was_registered(&run, &used));
    if (used)
        return OK;
    TRY(unit_list(ctx, in->community, &run.known, &run.known_count));
    TRY(check_new(&run));
    for (size_t i = 0; i < in->count; i++)
        TRY(add_unit(&run, i));
    TRY(journal_post(ctx, &run.change));
    *ret_count = run.change.requests.items[0].replayed ? 0 : in->count;
    return OK;
}

/* A unit of this community: its sub-account goes to the new owners. */
static RESULT check_registered(struct ctx *ctx, const struct unit_transfer_in *in)
{
    struct unit *list;
    size_t count;
    char token[UUID_TEXT];
    uuid_format(&in->unit, token);
    error_set(&ctx->error, "unit", "%s", token);
    TRY(unit_list(ctx, in->community, &list, &count));
    for (size_t i = 0; i < count; i++)
        if (uuid_equal(&list[i].unit, &in->unit))
            return OK;
    return REFUSE(unit, unknown);
}

RESULT unit_transfer(struct ctx *ctx, const struct unit_transfer_in *in)
{
    const struct unit_register_in outer = {.community = in->community};
    struct register_run run = {.ctx = ctx, .in = &outer};
    struct buffer out;
    struct bytes request;
    uint32_t item;
    if (in->owner_count == 0)
        return REFUSE(unit, none);
    TRY(community_check_text(ctx, in->reason));
    buffer_init(&out, ctx->arena, REQUEST_MAX);
    buffer_put(&out, in->unit.b, sizeof in->unit.b);
    canon_i32(&out, in->from);
    request_text(&out, in->reason);
    for (size_t i = 0; i < in->owner_count; i++) {
        TRY(community_check_text(ctx, in->owners[i]));
        request_text(&out, in->owners[i]);
    }
    TRY(buffer_done(&out, &request));
    TRY(check_registered(ctx, in));
    TRY(begin(&run, "unit_transfer", request, in->key));
    const struct ownership owned = {in->unit, in->owners, in->owner_count, in->from, in->reason};
    TRY(add_ownership(&run, &owned, &item));
    TRY(change_unit_key(ctx, &run.change, &in->unit, item));
    return journal_post(ctx, &run.change);
}

bool unit_lies_in(const char *address, const char *name)
{
    const size_t length = strlen(name);
    return strncmp(address, name, length) == 0 && (address[length] == '\0' || address[length] == ' ');
}

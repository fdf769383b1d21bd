#include "ledger/vote/roll.h"

#include "base/role.h"
#include "embed/sql.h"
#include "ledger/people/role.h"
#include "ledger/people/unit.h"

#include <stdlib.h>
#include <string.h>

struct unit_row {
    struct uuid unit;
    uint64_t area_cm2;
    const char *address, *owners;
};

/* ---- names of units ---- */

static int compare_names(const void *x, const void *y)
{
    const struct roll_name *a = x, *b = y;
    return strcmp(a->name, b->name);
}

/* "101" of "1幢 101". */
static const char *number_of(const char *address)
{
    const char *blank = strchr(address, ' ');
    return blank ? blank + 1 : address;
}

static RESULT index_names(struct ctx *ctx, struct roll *roll)
{
    struct roll_name *names;
    TRY(ARENA_TAKE(ctx->arena, 2 * roll->count + 1, &names));
    for (size_t i = 0; i < roll->count; i++) {
        names[2 * i] = (struct roll_name){roll->units[i].address, (uint32_t)i};
        names[2 * i + 1] = (struct roll_name){number_of(roll->units[i].address), (uint32_t)i};
    }
    roll->name_count = 2 * roll->count;
    if (roll->name_count > 0)
        qsort(names, roll->name_count, sizeof *names, compare_names);
    roll->names = names;
    return OK;
}

bool roll_find(const struct roll *roll, const char *name, size_t *ret_unit)
{
    const struct roll_name key = {name, 0};
    const struct roll_name *end = roll->names + roll->name_count;
    const struct roll_name *found = bsearch(&key, roll->names, roll->name_count, sizeof key, compare_names);
    if (!found)
        return false;
    for (const struct roll_name *at = found; at > roll->names && strcmp(at[-1].name, name) == 0; at--)
        if (at[-1].unit != found->unit)
            return false;
    for (const struct roll_name *at = found + 1; at < end && strcmp(at->name, name) == 0; at++)
        if (at->unit != found->unit)
            return false;
    *ret_unit = found->unit;
    return true;
}

bool roll_owns(const struct roll *roll, size_t unit, const char *name)
{
    const char *owners = roll->units[unit].owners;
    const size_t length = strlen(name);
    if (owners[0] == '\0')
        return strcmp(name, ROLL_DEVELOPER) == 0 || strcmp(name, "developer") == 0;
    for (const char *at = owners; at && length > 0; at = strchr(at, '\n')) {
        at += *at == '\n';
        if (strncmp(at, name, length) == 0 && (at[length] == '\n' || at[length] == '\0'))
            return true;
    }
    return false;
}

/* ---- scope ---- */

/*= CN-MF-22-2 只由列支范围内的业主表决 */
static RESULT mark_scope(struct ctx *ctx, const struct roll_in *in, struct roll *roll)
{
    for (size_t i = 0; i < roll->count; i++)
        roll->counted[i].outside = in->scope_count > 0;
    for (size_t s = 0; s < in->scope_count; s++) {
        bool found = false;
        for (size_t i = 0; i < roll->count; i++) {
            if (!unit_lies_in(roll->units[i].address, in->scope[s]))
                continue;
            roll->counted[i].outside = false;
            found = true;
        }
        error_set(&ctx->error, "unit", "%s", in->scope[s]);
        if (!found)
            return REFUSE(decision, scope);
    }
    return OK;
}

/* ---- owners ---- */

static RESULT note_first(struct ctx *ctx, struct roll *roll)
{
    TRY(ARENA_TAKE(ctx->arena, roll->base.people + 1, &roll->first));
    for (size_t i = roll->count; i-- > 0;)
        if (roll->counted[i].voter != VOTER_NONE)
            roll->first[roll->counted[i].voter] = i;
    return OK;
}

static RESULT check_owned(struct ctx *ctx, const struct roll_in *in, const struct roll *roll)
{
    char text[DATE_TEXT];
    for (size_t i = 0; i < roll->count; i++)
        if (roll->units[i].owners[0] != '\0')
            return OK;
    date_format(in->on, text);
    error_set(&ctx->error, "date", "%s", text);
    return REFUSE(decision, register);
}

static RESULT read_units(struct ctx *ctx, const struct roll_in *in, struct roll *roll)
{
    static const struct db_column row[] = {COLUMN(unit_row, unit), COLUMN(unit_row, area_cm2),
                                           COLUMN(unit_row, address), COLUMN(unit_row, owners)};
    const struct db_value values[] = {db_number((int64_t)in->community), db_number(in->on)};
    struct unit_row *rows = NULL;
    struct roll_unit *units;
    TRY(db_list(ctx, CALL(sql_voter_list, values), ROW(unit_row, row), &rows, &roll->count));
    TRY(ARENA_TAKE(ctx->arena, roll->count + 1, &units));
    TRY(ARENA_TAKE(ctx->arena, roll->count + 1, &roll->counted));
    for (size_t i = 0; i < roll->count; i++) {
        units[i] = (struct roll_unit){rows[i].unit, rows[i].address, rows[i].owners};
        roll->counted[i].owners = rows[i].owners;
        roll->counted[i].area_cm2 = rows[i].area_cm2;
    }
    roll->units = units;
    return OK;
}

RESULT roll_load(struct ctx *ctx, const struct roll_in *in, struct roll *ret_roll)
{
    struct roll roll = {.count = 0};
    TRY(read_units(ctx, in, &roll));
    TRY(check_owned(ctx, in, &roll));
    TRY(mark_scope(ctx, in, &roll));
    TRY(voter_count(ctx, in->set, roll.counted, roll.count, &roll.base));
    TRY(note_first(ctx, &roll));
    TRY(index_names(ctx, &roll));
    *ret_roll = roll;
    return OK;
}

/* ---- the committee ---- */

static bool is_listed(const struct roll_member *list, size_t count, const struct uuid *subject)
{
    for (size_t i = 0; i < count; i++)
        if (uuid_equal(&list[i].subject, subject))
            return true;
    return false;
}

RESULT roll_members(struct ctx *ctx, uint64_t community, day on, struct roll_member **ret_list, size_t *ret_count)
{
    struct role_grant *grants;
    struct roll_member *list;
    size_t count, members = 0;
    TRY(role_list(ctx, community, &grants, &count));
    TRY(ARENA_TAKE(ctx->arena, count + 1, &list));
    for (size_t i = 0; i < count; i++)
        if ((ROLES_COMMITTEE & ROLE_BIT(grants[i].role)) && role_in_force(&grants[i], on) &&
            !is_listed(list, members, &grants[i].subject))
            list[members++] = (struct roll_member){grants[i].subject, grants[i].person};
    *ret_list = list;
    *ret_count = members;
    return OK;
}

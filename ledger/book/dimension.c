#include "ledger/book/dimension.h"

#include "embed/sql.h"
#include "ledger/book/account.h"

#include <assert.h>
#include <string.h>

#define ANY UINT64_MAX /* asks whether a community has contracts at all; -1 in SQL */

struct key {
    uint64_t community, value;
    uint16_t dimension;
};

struct dimension_set {
    struct key *keys;
    bool *known;
    size_t count;
};

struct found_row {
    int64_t ordinal;
};

/* Accounts whose balance is kept by contract. */
static bool kept_by_contract(const struct entry_line_in *line)
{
    static const char *const roots[] = {"1122", "2203", "224101"};
    for (size_t i = 0; i < LENGTH(roots); i++)
        if (strncmp(line->account, roots[i], strlen(roots[i])) == 0)
            return account_requires(line->fund, line->account, DIMENSION_CONTRACT);
    return false;
}

static bool is_excused(const struct entry_in *in)
{
    return in->source == SOURCE_IMPORT || in->entry_type == ENTRY_RED_LETTER || in->entry_type == ENTRY_DIFFERENCE ||
           in->entry_type == ENTRY_OPENING || in->entry_type == ENTRY_CARRY_FORWARD;
}

static size_t place_of(const struct dimension_set *set, const struct key *key)
{
    size_t i = 0;
    while (i < set->count && (set->keys[i].community != key->community || set->keys[i].value != key->value ||
                              set->keys[i].dimension != key->dimension))
        i++;
    return i;
}

static void ask(struct dimension_set *set, struct key key)
{
    if (place_of(set, &key) == set->count)
        set->keys[set->count++] = key;
}

static void collect(struct dimension_set *set, const struct entry_in *in, const struct entry_line_in *line)
{
    for (size_t d = 0; d < line->dimension_count; d++) {
        const struct entry_dimension_in *dim = &line->dimensions[d];
        if (dim->dimension == DIMENSION_CONTRACT || dim->dimension == DIMENSION_PARTY ||
            dim->dimension == DIMENSION_WARRANTY)
            ask(set, (struct key){in->community, dim->value, dim->dimension});
    }
    if (!is_excused(in) && kept_by_contract(line))
        ask(set, (struct key){in->community, ANY, DIMENSION_CONTRACT});
}

static RESULT look_up(struct ctx *ctx, struct dimension_set *set)
{
    static const struct db_column row[] = {COLUMN(found_row, ordinal)};
    struct db_array communities, dimensions, values;
    struct db_value in[3];
    struct found_row *found = NULL;
    size_t count = 0;
    db_array_init(&communities, ctx->arena, DB_INT8);
    db_array_init(&dimensions, ctx->arena, DB_INT2);
    db_array_init(&values, ctx->arena, DB_INT8);
    for (size_t i = 0; i < set->count; i++) {
        db_array_number(&communities, (int64_t)set->keys[i].community);
        db_array_number(&dimensions, set->keys[i].dimension);
        db_array_number(&values, (int64_t)set->keys[i].value);
    }
    TRY(db_array_value(&communities, &in[0]));
    TRY(db_array_value(&dimensions, &in[1]));
    TRY(db_array_value(&values, &in[2]));
    TRY(db_list(ctx, CALL(sql_dimension_find, in), ROW(found_row, row), &found, &count));
    for (size_t i = 0; i < count; i++)
        set->known[found[i].ordinal - 1] = true;
    return OK;
}

RESULT dimension_find(struct ctx *ctx, const struct entry_in *in, size_t count, struct dimension_set **ret_set)
{
    struct dimension_set *set;
    size_t most = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t l = 0; l < in[i].line_count; l++)
            most += in[i].lines[l].dimension_count + 1;
    TRY(ARENA_TAKE(ctx->arena, 1, &set));
    TRY(ARENA_TAKE(ctx->arena, most + 1, &set->keys));
    TRY(ARENA_TAKE(ctx->arena, most + 1, &set->known));
    for (size_t i = 0; i < count; i++)
        for (size_t l = 0; l < in[i].line_count; l++)
            collect(set, &in[i], &in[i].lines[l]);
    *ret_set = set;
    return set->count > 0 ? look_up(ctx, set) : OK;
}

bool dimension_known(const struct dimension_set *set, uint64_t community, const struct entry_dimension_in *dimension)
{
    const size_t place = place_of(set, &(struct key){community, dimension->value, dimension->dimension});
    assert(place < set->count);
    return dimension->value != ANY && set->known[place];
}

bool dimension_demands_contract(const struct dimension_set *set, const struct entry_in *in,
                                const struct entry_line_in *line)
{
    if (is_excused(in) || !kept_by_contract(line))
        return false;
    const size_t place = place_of(set, &(struct key){in->community, ANY, DIMENSION_CONTRACT});
    assert(place < set->count);
    return set->known[place];
}

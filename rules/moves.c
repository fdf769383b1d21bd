#include "rules/moves.h"

#include "base/bytes.h"
#include "base/role.h"

#include <assert.h>
#include <string.h>

/* The roles that the tables name. */
enum {
    TREASURER = ROLE_BIT(ROLE_TREASURER),
    MEMBER = ROLE_BIT(ROLE_MEMBER),
    CHAIR = ROLE_BIT(ROLE_CHAIR),
    CASHIER = ROLE_BIT(ROLE_CASHIER),
    SUPERVISOR = ROLE_BIT(ROLE_SUPERVISOR),
    TOWNSHIP = ROLE_BIT(ROLE_TOWNSHIP),
    BUREAU = ROLE_BIT(ROLE_BUREAU),
    AUDITOR = ROLE_BIT(ROLE_AUDITOR),
    OWNER = ROLE_BIT(ROLE_OWNER),
    CLERK = ROLE_BIT(ROLE_CLERK),
    ADMINISTRATOR = ROLE_BIT(ROLE_ADMINISTRATOR),
    AGENCY = ROLE_BIT(ROLE_AGENCY),
    WITNESS = ROLE_BIT(ROLE_WITNESS),
    WATCH = ROLE_BIT(ROLE_WATCH)
};

#include "rules/states.h"

const struct moves *moves_at(size_t i)
{
    return i < LENGTH(tables) ? &tables[i] : NULL;
}

const struct moves *moves_get(const char *noun)
{
    size_t i = 0;
    while (i < LENGTH(tables) && strcmp(tables[i].noun, noun) != 0)
        i++;
    assert(i < LENGTH(tables));
    return &tables[i];
}

const struct moves *moves_of_matter(uint16_t noun)
{
    for (size_t i = 0; i < LENGTH(tables); i++)
        if (noun != 0 && tables[i].code == noun)
            return &tables[i];
    return NULL;
}

const struct move *moves_find(const struct moves *moves, int from, const char *verb)
{
    for (size_t i = 0; i < moves->count; i++)
        if (moves->list[i].from == from && strcmp(moves->list[i].verb, verb) == 0)
            return &moves->list[i];
    return NULL;
}

const struct move *moves_to(const struct moves *moves, int from, const char *verb, int to)
{
    for (size_t i = 0; i < moves->count; i++) {
        const struct move *move = &moves->list[i];
        if (move->from == from && move->to == to && strcmp(move->verb, verb) == 0)
            return move;
    }
    return NULL;
}

bool moves_allow(const struct moves *moves, int from, int to)
{
    for (size_t i = 0; i < moves->count; i++)
        if (moves->list[i].from == from && moves->list[i].to == to)
            return true;
    return false;
}

size_t moves_open(const struct moves *moves, int from, uint32_t roles, const struct move **ret_list, size_t max)
{
    size_t count = 0;
    for (size_t i = 0; i < moves->count && count < max; i++)
        if (moves->list[i].from == from && (moves->list[i].roles & roles) != 0)
            ret_list[count++] = &moves->list[i];
    return count;
}

static const struct moves_state *state_of(const struct moves *moves, int state)
{
    for (size_t i = 0; i < moves->state_count; i++)
        if (moves->states[i].code == state)
            return &moves->states[i];
    return NULL;
}

const char *moves_state_text(const struct moves *moves, int state, enum language language)
{
    const struct moves_state *found = state_of(moves, state);
    return found ? found->text[language] : "?";
}

const char *moves_state_name(const struct moves *moves, int state)
{
    const struct moves_state *found = state_of(moves, state);
    return found ? found->name : "?";
}

bool moves_state_parse(const struct moves *moves, const char *name, uint16_t *ret_state)
{
    for (size_t i = 0; i < moves->state_count; i++) {
        if (moves->states[i].code == 0 || strcmp(moves->states[i].name, name) != 0)
            continue;
        *ret_state = moves->states[i].code;
        return true;
    }
    return false;
}

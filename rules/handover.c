#include "rules/handover.h"

#include <assert.h>
#include <string.h>

enum { TERM = 1 << HANDOVER_term, MEMBER = 1 << HANDOVER_member, MANAGER = 1 << HANDOVER_manager };

struct word {
    uint16_t code;
    const char *name, *text[2];
    unsigned kinds; /* of an item */
};

static const struct word kinds[] = {
#define KIND(name, code, zh, en) {code, #name, {zh, en}, 0},
#define BODY(name, code, zh, en)
#define ITEM(name, code, kinds, zh, en)
#include "rules/handover.def"
#undef KIND
#undef BODY
#undef ITEM
};
static const struct word bodies[] = {
#define KIND(name, code, zh, en)
#define BODY(name, code, zh, en) {code, #name, {zh, en}, 0},
#define ITEM(name, code, kinds, zh, en)
#include "rules/handover.def"
#undef KIND
#undef BODY
#undef ITEM
};
static const struct word items[] = {
#define KIND(name, code, zh, en)
#define BODY(name, code, zh, en)
#define ITEM(name, code, kinds, zh, en) {code, #name, {zh, en}, kinds},
#include "rules/handover.def"
#undef KIND
#undef BODY
#undef ITEM
};

/* ---- names: codes count from 1 without a gap ---- */

static bool parse(const struct word *words, size_t count, const char *name, uint16_t *ret_code)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(words[i].name, name) == 0) {
            *ret_code = words[i].code;
            return true;
        }
    return false;
}

static const struct word *word_of(const struct word *words, size_t count, int code)
{
    assert(code > 0 && (size_t)code <= count && words[code - 1].code == code);
    return &words[code - 1];
}

const char *handover_kind_code(int kind)
{
    return word_of(kinds, LENGTH(kinds), kind)->name;
}

const char *handover_kind_name(int kind, enum language language)
{
    return word_of(kinds, LENGTH(kinds), kind)->text[language];
}

bool handover_kind_parse(const char *code, uint16_t *ret_kind)
{
    return parse(kinds, LENGTH(kinds), code, ret_kind);
}

const char *handover_body_code(int body)
{
    return word_of(bodies, LENGTH(bodies), body)->name;
}

const char *handover_body_name(int body, enum language language)
{
    return word_of(bodies, LENGTH(bodies), body)->text[language];
}

bool handover_body_parse(const char *code, uint16_t *ret_body)
{
    return parse(bodies, LENGTH(bodies), code, ret_body);
}

const char *handover_item_code(int item)
{
    return word_of(items, LENGTH(items), item)->name;
}

const char *handover_item_name(int item, enum language language)
{
    return word_of(items, LENGTH(items), item)->text[language];
}

bool handover_item_parse(const char *code, uint16_t *ret_item)
{
    return parse(items, LENGTH(items), code, ret_item);
}

bool handover_item_of(int item, int kind)
{
    assert(kind >= HANDOVER_term && kind <= HANDOVER_manager);
    return (word_of(items, LENGTH(items), item)->kinds & 1U << kind) != 0;
}

/* ---- the last day ---- */

static const struct pack_rule *rule_of(const struct rule_set *set, int kind)
{
    switch (kind) {
    case HANDOVER_term:
        return set->rules[RULE_handover_committee].stated;
    case HANDOVER_member:
        /*= SX-17-3 委员资格终止的，应当在三日内移交 */
        /*= HZ-34-2 委员任期内资格终止的，七日内移交 */
        /*= TZ-28-2 委员资格终止的，三日内移交 */
        return set->rules[RULE_handover_member].stated;
    default:
        assert(kind == HANDOVER_manager);
        /*= SH-50 物业企业退出的，十日内移交 */
        /*= SH-PI2026 物业企业退出的十日内移交资金和账册 */
        /*= CN-CC-949 在约定期限或者合理期限内退出并移交：没有规定的，没有期限 */
        return set->rules[RULE_handover_manager].stated ? set->rules[RULE_handover_manager].stated
                                                        : set->rules[RULE_handover_books].stated;
    }
}

/*= ZJ-15-3 原业委会应当在任期届满之日起十日内移交 */
/*= HZ-34-1 业委会应当自任期届满之日起十日内移交 */
/*= TZ-28-1 原业委会自新一届业委会履职起十日内移交；没有新一届的，仍从任期届满起算 */
static day first_day(const struct rule_set *set, const struct handover_event *event)
{
    const struct pack_rule *from = set->rules[RULE_handover_committee_from].stated;
    const bool next = event->kind == HANDOVER_term && from && from->value.a == 1;
    return next && event->next > event->on ? event->next : event->on;
}

RESULT handover_deadline_find(const struct rule_set *set, const struct calendar *calendar,
                              const struct handover_event *event, struct handover_deadline *ret_deadline)
{
    struct handover_deadline found = {.rule = rule_of(set, event->kind), .from = first_day(set, event)};
    if (found.rule)
        TRY(calendar_due(calendar, found.from, &found.rule->value, &found.due));
    *ret_deadline = found;
    return OK;
}

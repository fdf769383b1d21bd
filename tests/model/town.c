#include "tests/model/town.h"

#include "ledger/book/bank_account.h"
#include "ledger/people/person.h"
#include "tests/model/compare.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_UNITS = 8 };
static const uint64_t first_code = UINT64_C(330681000217);

/* ---- units ---- */

struct unit_in town_unit(size_t place)
{
    static const struct unit_in units[MODEL_UNITS] = {{.number = "101", .area_cm2 = 1205000, .use = UNIT_COMMODITY},
                                                      {.number = "102", .area_cm2 = 897500, .use = UNIT_COMMODITY},
                                                      {.number = "103", .area_cm2 = 602500, .use = UNIT_COMMODITY},
                                                      {.number = "201", .area_cm2 = 750000, .use = UNIT_PUBLIC},
                                                      {.number = "202", .area_cm2 = 545001, .use = UNIT_PUBLIC},
                                                      {.number = "商铺1", .area_cm2 = 333333, .use = UNIT_NOT_HOUSING},
                                                      {.number = "售房单位", .area_cm2 = 0, .use = UNIT_SELLER},
                                                      {.number = "104", .area_cm2 = 700007, .use = UNIT_COMMODITY},
                                                      {.number = "203", .area_cm2 = 610000, .use = UNIT_PUBLIC},
                                                      {.number = "301", .area_cm2 = 1080000, .use = UNIT_COMMODITY}};
    struct unit_in unit = units[place];
    unit.building = "1幢";
    return unit;
}

void town_add_unit(struct life *life, const struct unit_in *unit)
{
    life->model->units[life->model->unit_count++] = (struct model_unit){.area = unit->area_cm2, .use = unit->use};
}

void town_read_units(struct life *life)
{
    struct unit *list;
    size_t count;
    harness_expect(life->ctx, unit_list(life->ctx, life->town->code, &list, &count), ERROR_none);
    assert_int_equal(count, life->model->unit_count);
    for (size_t u = 0; u < count; u++)
        life->town->units[u] = list[u].unit;
}

static void register_units(struct life *life)
{
    struct unit_in units[FIRST_UNITS];
    const struct unit_register_in in = {
        .community = life->town->code, .units = units, .count = FIRST_UNITS, .owned_from = life_today(life)};
    size_t count;
    for (size_t u = 0; u < FIRST_UNITS; u++) {
        units[u] = town_unit(u);
        town_add_unit(life, &units[u]);
    }
    harness_expect(life->ctx, unit_register(life->ctx, &in, &count), ERROR_none);
    town_read_units(life);
}

/* ---- people ---- */

static void hire(struct life *life)
{
    static const struct {
        const char *name;
        enum person_class class;
    } people[] = {[LIFE_SECOND_TREASURER] = {"周会计", PERSON_TREASURER},
                  [LIFE_MEMBER] = {"李复核", PERSON_MEMBER},
                  [LIFE_SECOND_MEMBER] = {"钱委员", PERSON_MEMBER},
                  [LIFE_CHAIR] = {"王主任", PERSON_CHAIR}};
    life->town->people[LIFE_TREASURER] = life->ctx->actor; /* who founded the books */
    life->town->people[LIFE_STRANGER] = (struct actor){.kind = ACTOR_PERSON, .subject = {{7}}};
    for (size_t p = LIFE_SECOND_TREASURER; p <= LIFE_CHAIR; p++) {
        const struct person_add_in in = {
            .community = life->town->code, .name = people[p].name, .class = people[p].class};
        struct person person;
        harness_expect(life->ctx, person_add(life->ctx, &in, &person), ERROR_none);
        life->town->people[p] = (struct actor){.kind = ACTOR_PERSON, .subject = person.subject};
    }
}

/* ---- the town ---- */

static uint64_t open_bank(struct life *life, uint16_t fund, const char *number)
{
    const struct bank_account_open_in in = {life->town->code, fund, "中国建设银行", number};
    struct bank_account found;
    harness_expect(life->ctx, bank_account_open(life->ctx, &in), ERROR_none);
    harness_expect(life->ctx, bank_account_find(life->ctx, in.community, number, &found), ERROR_none);
    return (uint64_t)found.opened_seq;
}

void town_open(struct life *life, size_t place)
{
    struct journal_head head;
    struct town *town = calloc(1, sizeof *town);
    assert_non_null(town);
    town->model.entries = calloc(MODEL_ENTRIES, sizeof *town->model.entries);
    assert_non_null(town->model.entries);
    town->code = first_code + life->opened++;
    life->towns[place] = town;
    life->town = town;
    life->model = &town->model;
    town->bank_pi = (uint64_t)harness_community(life->harness, town->code);
    hire(life);
    town->bank_mf = open_bank(life, FUND_MF, "1211024009200012345");
    town->bank_file = open_bank(life, FUND_PI, TOWN_STATEMENT_ACCOUNT);
    register_units(life);
    harness_expect(life->ctx, journal_head(life->ctx, town->code, &head), ERROR_none);
    town->model.size = town->model.compared_size = head.size; /* from here on every record is foretold */
}

void town_enter(struct life *life, size_t place)
{
    life->town = life->towns[place];
    life->model = &life->town->model;
    life->ctx->actor = life->town->people[LIFE_TREASURER];
}

void town_close(struct life *life, size_t place)
{
    town_enter(life, place);
    compare_town(life);
    compare_evidence(life);
    free(life->model->entries);
    free(life->town);
    life->towns[place] = NULL;
}

#include "ledger/people/unit.h"

#include "tests/model/operation.h"
#include "tests/model/town.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* One or two new owners: a subject each, and the change. */
void unit_sell(struct life *life)
{
    struct unit_transfer_in in = {.community = life->town->code,
                                  .unit = life->town->units[life_any(life, life->model->unit_count)],
                                  .key = life_key(life, "sale"),
                                  .owners = {"王小明", "李红"},
                                  .owner_count = life_any(life, 3),
                                  .from = life_today(life) - (day)life_any(life, 20),
                                  .reason = "买卖"};
    enum error verdict = in.owner_count == 0 ? ERROR_unit_none : ERROR_none;
    if (verdict == ERROR_none && life_once_in(life, 6)) {
        in.owners[in.owner_count - 1] = "";
        verdict = ERROR_text_refused;
    }
    if (verdict == ERROR_none && life_once_in(life, 6)) {
        in.unit.b[9] ^= 1;
        verdict = ERROR_unit_unknown;
    }
    life_expect(life, verdict);
    if (life_agreed(life, unit_transfer(life->ctx, &in)))
        life->model->size += in.owner_count + 1;
}

/* A unit that was forgotten, once a life or two. */
void unit_add(struct life *life)
{
    const size_t place = life->model->unit_count;
    const bool room = place < MODEL_UNITS && life_once_in(life, 4);
    struct unit_in unit = town_unit(room ? place : life_any(life, place));
    const struct unit_register_in in = {.community = life->town->code,
                                        .key = life_key(life, "unit"),
                                        .units = &unit,
                                        .count = 1,
                                        .owned_from = life_today(life)};
    enum error verdict = room ? ERROR_none : ERROR_unit_exists;
    size_t count;
    if (life_once_in(life, 4)) {
        unit.area_cm2 = unit.use == UNIT_SELLER ? 1 : 0;
        verdict = ERROR_unit_area;
    } else if (life_once_in(life, 4)) {
        unit.use = UNIT_NOT_HOUSING + 1;
        verdict = ERROR_unit_use;
    }
    life_expect(life, verdict);
    if (life_agreed(life, unit_register(life->ctx, &in, &count))) {
        assert_int_equal(count, 1);
        town_add_unit(life, &unit);
        life->model->size++;
        town_read_units(life);
    }
}

/* The register of units on a real server: a sale is of a unit that is there, or nothing is written. */
#include "ledger/people/unit.h"

#include "tests/harness/harness.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const uint64_t community = UINT64_C(330681000217), other = UINT64_C(330681000218);
static struct harness harness;

/* One flat, and its token. */
static struct uuid register_flat(uint64_t code)
{
    const struct unit_in flat = {.building = "1幢",
                                 .number = "101",
                                 .area_cm2 = 895000,
                                 .use = UNIT_COMMODITY,
                                 .owners = {"王小明"},
                                 .owner_count = 1};
    const struct unit_register_in in = {
        .community = code, .units = &flat, .count = 1, .owned_from = ctx_today(&harness.ctx)};
    struct unit *list;
    size_t count;
    harness_expect(&harness.ctx, unit_register(&harness.ctx, &in, &count), ERROR_none);
    harness_expect(&harness.ctx, unit_list(&harness.ctx, code, &list, &count), ERROR_none);
    assert_int_equal(count, 1);
    return list[0].unit;
}

static struct unit_transfer_in sale_of(struct uuid unit)
{
    return (struct unit_transfer_in){.community = community,
                                     .unit = unit,
                                     .key = "sale-2026-0001",
                                     .owners = {"李红", "李明"},
                                     .owner_count = 2,
                                     .from = ctx_today(&harness.ctx),
                                     .reason = "买卖"};
}

static void refused(const struct unit_transfer_in *in, enum error code)
{
    harness_expect(&harness.ctx, unit_transfer(&harness.ctx, in), code);
    harness_expect_kept(&harness, 0);
}

static void test_only_a_unit_of_the_community_is_sold(void **state)
{
    const struct uuid flat = register_flat(community), elsewhere = register_flat(other);
    struct unit_transfer_in in = sale_of(flat);
    (void)state;
    harness_keep(&harness, 0);
    in.unit.b[15] ^= 1;
    refused(&in, ERROR_unit_unknown);
    in.unit = elsewhere;
    refused(&in, ERROR_unit_unknown);
    in.owners[1] = " 李明";
    refused(&in, ERROR_text_refused); /* what is said is looked at before the unit */
    in.owner_count = 0;
    refused(&in, ERROR_unit_none);
}

static void test_a_sale_names_the_owners_from_its_day(void **state)
{
    struct unit *list;
    size_t count;
    (void)state;
    harness_expect(&harness.ctx, unit_list(&harness.ctx, community, &list, &count), ERROR_none);
    const struct unit_transfer_in in = sale_of(list[0].unit);
    harness_expect(&harness.ctx, unit_transfer(&harness.ctx, &in), ERROR_none);
    harness_sql(&harness, "do $$ begin assert (select count(*) from unit_owner where community_id = 330681000217 and "
                          "from_date = '2026-03-31') = 3; end $$"); /* who bought it first, and two */
    harness_keep(&harness, 0);
    harness_expect(&harness.ctx, unit_transfer(&harness.ctx, &in), ERROR_none); /* the same sale again */
    harness_expect_kept(&harness, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_only_a_unit_of_the_community_is_sold),
                                       cmocka_unit_test(test_a_sale_names_the_owners_from_its_day)};
    harness_begin(&harness, "2026-03-31");
    (void)harness_community(&harness, community);
    (void)harness_community(&harness, other);
    const int failed = cmocka_run_group_tests(tests, NULL, NULL);
    harness_end(&harness);
    return failed;
}

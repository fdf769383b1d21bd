/* apportionment.h  Who bears what part of a cost of the maintenance fund: pure arithmetic, no database.
 *
 * The rule is that of Order 165 (住宅专项维修资金管理办法) art. 20 and 21, CN-MF-20 and CN-MF-21; an agreement of the
 * owners comes first (CN-CC-283). By area it runs in three steps, each exact to the fen by money_share, ties to the
 * smaller id:
 *   1  by area between sold public housing and all other units;
 *   2  the part of sold public housing by the deposits paid in, between its owners together and the selling unit;
 *   3  by area between the units: the others share their part, the owners of sold public housing theirs.
 * Unsold units bear by area like commodity housing, public ones too, and never take part in step 2: art. 21 knows only
 * their area. What falls on them is borne by the developer, or the unit that holds the public housing.
 * By agreement (equal parts, given shares) there is one step over all units; art. 21 holds there as well (own).
 *
 * Example, 50,000.00: commodity 120.50, 89.75, 60.25 m², sold public 75.00, 54.50 m² (deposits 1,500.00 and 1,090.00,
 * selling unit 10,360.00). Step 1: 270.50 to 129.50 m² = 33,812.50 and 16,187.50. Step 2: 2,590.00 to 10,360.00 =
 * owners 3,237.50, selling unit 12,950.00. Step 3: 15,062.50, 11,218.75, 7,531.25 and 1,875.00, 1,362.50. */
#pragma once

#include "base/ctx.h"
#include "base/money.h"

enum apportionment_method { APPORTIONMENT_BY_AREA = 1, APPORTIONMENT_EQUAL, APPORTIONMENT_BY_SHARES };

enum apportionment_kind {
    APPORTIONMENT_COMMODITY = 1,
    APPORTIONMENT_NON_RESIDENTIAL,
    APPORTIONMENT_SOLD_PUBLIC, /* public housing; sold unless `unsold` is set */
    APPORTIONMENT_SELLER,      /* no unit: the sub-account of the unit that sold public housing */
};

/* One sub-account in the scope of the cost. Sellers have a deposit, and a share when shares are given, and nothing
 * else; several of them share with the owners by their deposits. */
struct apportionment_member {
    uint64_t id; /* order of registration */
    enum apportionment_kind kind;
    bool unsold;
    uint64_t holder;   /* of an unsold unit: the developer or public-housing unit that bears it */
    uint64_t area_cm2; /* read by area */
    uint64_t share;    /* read by given shares */
    money deposit;     /* read by area, of sellers and sold public housing: what was paid in, without interest or use */
};

struct apportionment_in {
    money cost;
    enum apportionment_method method;
    const struct apportionment_member *scope; /* in any order: the outcome does not depend on it */
    size_t count;
};

enum apportionment_step { APPORTIONMENT_KINDS = 1, APPORTIONMENT_DEPOSITS, APPORTIONMENT_UNITS };
enum apportionment_part {
    APPORTIONMENT_OTHERS = 1, /* step 1: every unit that is not sold public housing */
    APPORTIONMENT_PUBLIC,     /* step 1: sold public housing */
    APPORTIONMENT_OWNERS,     /* step 2: owners of sold public housing together */
    APPORTIONMENT_SELLING,    /* step 2, or by given shares: one selling unit */
    APPORTIONMENT_UNIT,       /* step 3: one unit */
};

/* One line of the working, in the order of the steps: of × weight / weight_all, rounded by money_share, is `amount`. */
struct apportionment_line {
    enum apportionment_step step;
    enum apportionment_part part;
    uint64_t id;                 /* selling unit or unit, else 0 */
    money of;                    /* what this step divides */
    uint64_t weight, weight_all; /* cm², fen of deposits, heads or given shares, as step and method say */
    money amount;
};

struct apportionment_unit {
    uint64_t id;
    money amount;
};

enum apportionment_bearing { APPORTIONMENT_OWNER = 1, APPORTIONMENT_SELLING_UNIT, APPORTIONMENT_HOLDER };
struct apportionment_bearer {
    enum apportionment_bearing bearing;
    uint64_t id; /* the unit, the selling unit's sub-account, or the holder of unsold units */
    money amount;
};

/* The amounts of the bearers add up to the cost; so do those of the units and the selling units. */
struct apportionment {
    struct apportionment_line *lines; /* the working */
    size_t line_count;
    struct apportionment_unit *units; /* every unit once, by id */
    size_t unit_count;
    struct apportionment_bearer *bearers; /* who pays: sold units by id, selling units by id, holders by first unit */
    size_t bearer_count;
};

/* Shares the cost. Refusals in order: money.range (cost), apportionment.negative, memory.exhausted,
 * apportionment.duplicate_unit (detail unit: the id; callers may put its name there), apportionment.no_units,
 * apportionment.too_large when the weights pass 2^63 - 1, apportionment.no_area or, by given shares, share.no_weight
 * when they add up to zero; by area also money.range (a deposit below zero, or their sum) and apportionment.no_deposit
 * when there is sold public housing and nothing was ever paid in for it. */
RESULT apportionment_make(struct ctx *ctx, const struct apportionment_in *in, struct apportionment *ret_apportionment);

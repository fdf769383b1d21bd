#!/usr/bin/env python3
"""Random cases of money_share, apportionment and interest against exact fractions. The seed is printed; MINGZHANG_SEED repeats a run."""
import datetime
import math
import os
import random
import sys
import time
import unittest
from fractions import Fraction

sys.dont_write_bytecode = True

from answers import ask

SEED = int(os.environ.get("MINGZHANG_SEED", time.time_ns() % 1000000))
CASES = 10000
MOST = 9 * 10**15
EPOCH = datetime.date(1970, 1, 1)
BY_AREA, EQUAL, BY_SHARES = 1, 2, 3
COMMODITY, SHOP, PUBLIC, SELLER = 1, 2, 3, 4


def answers(cases):
    """One list of words for each case."""
    return ask("rules_share_cases", cases)


def largest_remainder(total, weights):
    """The shares of an amount that is not negative, from exact fractions and a sorted list."""
    exact = [Fraction(total * weight, sum(weights)) for weight in weights]
    shares = [math.floor(value) for value in exact]
    order = sorted(range(len(weights)), key=lambda i: (shares[i] - exact[i], i))
    for i in order[:total - sum(shares)]:
        shares[i] += 1
    return shares


def amount(chance):
    """Mostly everyday amounts, sometimes a handful of fen or the largest."""
    return chance.choice((chance.randrange(20), chance.randrange(10**7), chance.randrange(10**7), MOST - chance.randrange(20)))


def weight(chance):
    """Few different values make ties; the widest come near 2^63."""
    return chance.choice((0, 1, chance.randrange(5), chance.randrange(300000, 2000000), 2**63 - 1 - chance.randrange(9)))


class Shares(unittest.TestCase):
    """The one division of the product."""

    def test_largest_remainder(self):
        chance = random.Random(SEED)
        cases = [["share", chance.choice((1, 1, -1)) * amount(chance), *(weight(chance) for _ in range(chance.randrange(30)))]
                 for _ in range(CASES)]
        for case, found in zip(cases, answers(cases)):
            total, weights = case[1], case[2:]
            if not any(weights):
                self.assertEqual(found, ["share.no_weight"], case)
                continue
            sign = -1 if total < 0 else 1
            shares = [int(word) for word in found]
            self.assertEqual(shares, [sign * share for share in largest_remainder(abs(total), weights)], case)
            self.assertEqual(sum(shares), total)
            pairs = sorted(zip(weights, shares), key=lambda pair: (pair[0], sign * pair[1]))
            self.assertTrue(all(sign * a[1] <= sign * b[1] for a, b in zip(pairs, pairs[1:])), "a larger weight got less")
            self.assertTrue(all(share == 0 for weight, share in pairs if weight == 0))


def scope_of(chance):
    """Sub-accounts in any order, ids unique."""
    ids = chance.sample(range(100), chance.randrange(1, 25))
    kinds = chance.choice(((COMMODITY,), (PUBLIC, SELLER), (COMMODITY, SHOP, PUBLIC, SELLER)))
    return [{"id": i, "kind": chance.choice(kinds), "unsold": int(chance.random() < 0.2), "holder": chance.randrange(3),
             "area": chance.choice((0, 900000, chance.randrange(1, 2000000))), "share": chance.randrange(4),
             "deposit": chance.choice((0, 100000, chance.randrange(10**6)))} for i in ids]


def apportion(cost, method, scope):
    """Units and bearers as the law says, or the name of the refusal."""
    scope = sorted(scope, key=lambda member: member["id"])
    units = [member for member in scope if member["kind"] != SELLER]
    sellers = [member for member in scope if member["kind"] == SELLER]
    if not units:
        return "apportionment.no_units"
    if method == BY_AREA:
        shares = by_area(cost, units, sellers)
    else:
        taking = units if method == EQUAL else scope
        weights = [1 if method == EQUAL else member["share"] for member in taking]
        if not any(weights):
            return "share.no_weight"
        shares = dict(zip((member["id"] for member in taking), largest_remainder(cost, weights)))
    return shares if isinstance(shares, str) else outcome(shares, units, sellers)


def by_area(cost, units, sellers):
    """The three steps of articles 20 and 21: shares by id, or the name of the refusal."""
    public = [unit for unit in units if unit["kind"] == PUBLIC and not unit["unsold"]]
    others = [unit for unit in units if unit not in public]
    areas = [sum(unit["area"] for unit in group) for group in (others, public)]
    if not any(areas):
        return "apportionment.no_area"
    parts = largest_remainder(cost, areas)
    shares = {}
    if areas[1]:
        deposits = [sum(unit["deposit"] for unit in public)] + [seller["deposit"] for seller in sellers]
        if not any(deposits):
            return "apportionment.no_deposit"
        owners, *selling = largest_remainder(parts[1], deposits)
        shares.update(zip((seller["id"] for seller in sellers), selling))
        parts[1] = owners
    for part, group, area in zip(parts, (others, public), areas):
        divided = largest_remainder(part, [unit["area"] for unit in group]) if area else [0] * len(group)
        shares.update(zip((unit["id"] for unit in group), divided))
    return shares


def outcome(shares, units, sellers):
    """What the program prints of units and bearers."""
    held = {}
    for unit in units:
        if unit["unsold"]:
            held[unit["holder"]] = held.get(unit["holder"], 0) + shares[unit["id"]]
    bearers = [(1, unit["id"], shares[unit["id"]]) for unit in units if not unit["unsold"]]
    bearers += [(2, seller["id"], shares[seller["id"]]) for seller in sellers if seller["id"] in shares]
    bearers += [(3, holder, amount) for holder, amount in held.items()]
    return [(unit["id"], shares[unit["id"]]) for unit in units], bearers


class Apportionments(unittest.TestCase):
    """Every method over every mixture of units."""

    def test_against_fractions(self):
        chance = random.Random(SEED)
        plans = [(amount(chance), chance.choice((BY_AREA, BY_AREA, EQUAL, BY_SHARES)), scope_of(chance)) for _ in range(CASES)]
        cases = [["apportion", cost, method, *(word for member in scope for word in member.values())] for cost, method, scope in plans]
        made = 0
        for (cost, method, scope), found in zip(plans, answers(cases)):
            expected = apportion(cost, method, scope)
            if isinstance(expected, str):
                self.assertEqual(found, [expected], (cost, method, scope))
                continue
            made += 1
            units, bearers, lines = (tuple(int(word) for word in part.split()) for part in " ".join(found).split("|"))
            self.assertEqual(units, sum(expected[0], ()), (cost, method, scope))
            self.assertEqual(bearers, sum(expected[1], ()), (cost, method, scope))
            self.assertEqual(sum(bearers[2::3]), cost)
            self.check_working([lines[i:i + 5] for i in range(0, len(lines), 5)])
        self.assertGreater(made, CASES // 2)

    def check_working(self, lines):
        """Each line lies within one fen of its exact share, and each division adds up."""
        sums = {}
        for step, of, weight, weight_all, share in lines:
            key = step, of, weight_all
            sums[key] = sums.get(key, 0) + share
            self.assertLess(abs(share * weight_all - of * weight), max(weight_all, 1))
        for step, of, weight_all in sums:
            self.assertEqual(sums[step, of, weight_all] % of if of else 0, 0)


def day_weight(key, account, first, last):
    """One account's claim, counted one day at a time."""
    opening, area, movements = account
    if key == 4:
        return area
    balance, days = opening, 0
    for day in range(first, last + 1):
        balance += sum(moved for when, moved in movements if when == day)
        days += max(balance, 0)
    return (days, max(balance, 0), max(opening, 0) + max(balance, 0))[key - 1]


class Interest(unittest.TestCase):
    """Claims to interest, and interest from a rate."""

    def test_shares(self):
        chance = random.Random(SEED)
        plans = []
        for _ in range(CASES // 5):
            first = chance.randrange(10000, 30000)
            last = first + chance.randrange(60)
            accounts = [(chance.randrange(-10**5, 10**6), chance.randrange(3) * 500000,
                         sorted(((chance.randint(first, last), chance.randrange(-10**6, 10**6)) for _ in range(chance.randrange(6)))))
                        for _ in range(chance.randrange(8))]
            plans.append((chance.choice((1, -1)) * amount(chance), chance.randint(1, 4), first, last, accounts))
        cases = [["interest", *plan[:4], *(word for opening, area, movements in plan[4]
                                           for word in (opening, area, len(movements), *sum(movements, ())))] for plan in plans]
        for (total, key, first, last, accounts), found in zip(plans, answers(cases)):
            weights = [day_weight(key, account, first, last) for account in accounts]
            if not any(weights):
                self.assertEqual(found, ["interest.no_balance"])
                continue
            sign = -1 if total < 0 else 1
            expected = weights + [sign * share for share in largest_remainder(abs(total), weights)]
            self.assertEqual([int(word) for word in found], expected)

    def test_terms(self):
        chance = random.Random(SEED)
        cases = []
        for _ in range(CASES):
            first = chance.choice((chance.randrange(7305, 60000), (datetime.date(2024, 2, 29) - EPOCH).days))
            last = first + chance.choice((chance.randrange(1, 400), 365 * chance.randint(1, 30) + chance.randrange(9), chance.randrange(1, 20000)))
            cases.append(["term", chance.choice((chance.randrange(10**9), chance.randrange(100))), chance.choice((chance.randrange(60000), 10**6)),
                          chance.randint(1, 4), first, last])
        for case, found in zip(cases, answers(cases)):
            self.assertEqual([int(word) for word in found], self.expected_term(*case[1:]), case)

    def expected_term(self, principal, rate, basis, first, last):
        """Maturity amount and payments, by stepping from anniversary to anniversary."""
        def money(part):
            return math.floor(Fraction(principal * rate, 10**6) * part + Fraction(1, 2))

        start, end = EPOCH + datetime.timedelta(first), EPOCH + datetime.timedelta(last)
        whole, payments, since = Fraction(0), [], start
        for year in range(1, 400):
            following = anniversary(start, year)
            until = min(following, end)
            days = (until - since).days
            part = {1: Fraction(days, 360), 2: Fraction(days, 365), 3: Fraction(1) if until == following else Fraction(days, 360),
                    4: Fraction(days, (following - since).days)}[basis]
            whole += part
            payments += [(until - EPOCH).days, money(part), principal if until == end else 0]
            since = following
            if until == end:
                return [principal + money(whole)] + payments
        raise AssertionError("a term without an end")


def anniversary(start, years):
    """The same day of a later year, or 28 February."""
    try:
        return start.replace(year=start.year + years)
    except ValueError:
        return start.replace(year=start.year + years, day=28)


if __name__ == "__main__":
    print("seed", SEED, flush=True)
    unittest.main()

#!/usr/bin/env python3
"""Votes: the boundary cases, small numbers exhaustively against exact fractions, the counting of people against a plain second count."""
import os
import pathlib
import random
import sys
import time
import unittest
from fractions import Fraction

sys.dont_write_bytecode = True

from answers import ask

ROOT = pathlib.Path(__file__).resolve().parents[2]
SEED = int(os.environ.get("MINGZHANG_SEED", time.time_ns() % 1000000))
KINDS = ("procedure", "bylaws", "election", "manager", "use_fund", "raise_fund", "rebuild", "operate_common_parts", "other")
NEW_SPECIAL, OLD_SPECIAL = (6, 7, 8), (5, 6, 7)
PARTS = ("quorum_people", "quorum_area", "majority_people", "majority_area")


def answers(cases):
    """One list of words for each case."""
    return ask("rules_decision_cases", cases)


def judged(words):
    """The outcome as a dictionary."""
    special, passed, tie, joined = (word == "1" for word in words[:4])
    out = {"special": special, "passed": passed, "tie": tie, "joined": joined}
    for i, part in enumerate(PARTS):
        met, have, of, needed, law, certainty = words[4 + i * 6:10 + i * 6]
        out[part] = {"met": met == "1", "have": int(have), "of": int(of), "needed": int(needed), "law": law, "certainty": certainty}
    return out


def table():
    """The lines of decision.table as dictionaries."""
    names = ("case", "county", "date", "matter", "people", "people_yes", "area", "area_yes", *PARTS, "passed", "needed_people", "needed_area",
             "majority_law", "quorum_law")
    for line in (ROOT / "tests/rules/decision.table").read_text().splitlines():
        if not line.startswith("#"):
            yield dict(zip(names, (cell.strip() for cell in line.split("|")), strict=True))


def case_of(row):
    """A row as words for the program."""
    words = row["matter"].split()
    matter = KINDS.index(words[-1]) + 1 + 100 * (len(words) == 2)
    part, people = row["people"].split("/")
    area_part, area = row["area"].split("/") if row["area"] != "-" else (0, 0)
    return ("judge", row["county"] + "000217", row["date"], matter, people, part, row["people_yes"], area, area_part,
            row["area_yes"].replace("-", "0"))


class Boundaries(unittest.TestCase):
    """What stands in the table."""

    #= test CN-CC-278-1
    #= test CN-CC-278-2
    #= test CN-PMR-12-1
    #= test CN-PMR-12-3
    #= test ZJ-14-1
    #= test SX-21-2
    def test_every_row(self):
        rows = list(table())
        for row, words in zip(rows, answers([case_of(row) for row in rows])):
            with self.subTest(row["case"]):
                out = judged(words)
                self.assertEqual([out[part]["met"] for part in PARTS], [row[part] == "yes" for part in PARTS])
                self.assertEqual((out["passed"], out["tie"]), (row["passed"] != "no", row["passed"] == "tie"))
                self.assertEqual(out["majority_people"]["needed"], int(row["needed_people"]))
                self.assertEqual(str(out["majority_area"]["needed"]), row["needed_area"].replace("-", "0"))
                self.assertEqual((out["majority_people"]["law"], out["quorum_people"]["law"]), (row["majority_law"], row["quorum_law"]))
                self.assertEqual(out["majority_people"]["certainty"], "own" if row["majority_law"] == "-" else "V")

    def test_the_table_covers_the_collected_cases(self):
        """People present and in favour of each collected case stand in a row."""
        told = {(row["matter"], row["people"].split("/")[0], row["people_yes"]) for row in table()}
        for case in (("use_fund", "532", "532"), ("use_fund", "533", "267"), ("raise_fund", "533", "400"), ("raise_fund", "536", "402"),
                     ("use_fund", "600", "300")):
            self.assertIn(case, told)

    def test_a_law_of_no_day(self):
        """Before the first statute nothing is stated."""
        self.assertEqual(answers([("judge", "330681000217", "2006-01-01", 5, 3, 3, 3, 9, 9, 9)]), [["decision.no_rule"]])

    def test_figures_that_cannot_be(self):
        good = [10, 8, 5, 100, 80, 50]
        for at, value in ((0, 0), (1, 11), (2, 9), (3, 0), (4, 101), (5, 81)):
            figures = good[:at] + [value] + good[at + 1:]
            self.assertEqual(answers([("judge", "330681000217", "2026-01-01", 5, *figures)]), [["decision.figures"]])
        self.assertEqual(answers([("judge", "330681000217", "2026-01-01", 109, 7, 5, 4, 1, 1, 1)]), [["decision.figures"]])
        for matter in (0, 10, 100, 110, 209):
            self.assertEqual(answers([("judge", "330681000217", "2026-01-01", matter, *good)]), [["decision.matter"]])


def law(date, matter, people, area):
    """The same from fractions alone: (quorum people, quorum area, majority people, majority area)."""
    old = date < "2021-01-01"
    special = matter in (OLD_SPECIAL if old else NEW_SPECIAL)
    found = []
    for whole, part, _ in (people, area):
        share = Fraction(part, whole)
        found.append(share > Fraction(1, 2) if old else share >= Fraction(2, 3))
    for whole, part, yes in (people, area):
        base = whole if old else part
        share = Fraction(yes, base) if base else Fraction(0)
        bound = (Fraction(2, 3) if old else Fraction(3, 4)) if special else Fraction(1, 2)
        found.append(base > 0 and (share >= bound if special else share > bound))
    return found


class Exhaustive(unittest.TestCase):
    """Every small vote, by people; the area runs beside it in another order."""

    def votes(self, whole):
        return [(whole, part, yes) for part in range(whole + 1) for yes in range(part + 1)]

    def test_against_fractions(self):
        for date in ("2018-06-30", "2020-12-31", "2021-01-01", "2026-03-31"):
            for matter in (5, 8, 9):
                cases = [(people, area) for whole in range(1, 13) for people, area in zip(self.votes(whole), reversed(self.votes(whole)))]
                found = answers([("judge", "330681000217", date, matter, *people, *area) for people, area in cases])
                for (people, area), words in zip(cases, found):
                    out, expected = judged(words), law(date, matter, people, area)
                    got = [out[part]["met"] for part in PARTS]
                    if people[1] and area[1]:
                        self.assertEqual(got, expected, (date, matter, people, area))
                    self.assertEqual(out["passed"], all(expected), (date, matter, people, area))

    def test_needed_is_the_fewest(self):
        """One less fails, exactly as many are enough, for large numbers too."""
        chance = random.Random(SEED)
        for date, matter in (("2020-12-31", 5), ("2020-12-31", 9), ("2026-03-31", 6), ("2026-03-31", 5)):
            cases = []
            for _ in range(300):
                whole = chance.choice((chance.randrange(1, 50), chance.randrange(1, 2**31), chance.randrange(1, 10**14)))
                part = chance.randrange(whole * 3 // 4, whole) + 1
                cases.append((whole, part, chance.randrange(part + 1)))
            found = [judged(words) for words in answers([("judge", "330681000217", date, matter, *case, *case) for case in cases])]
            for case, out in zip(cases, found):
                needed = out["majority_people"]["needed"]
                whole, part, _ = case
                base = whole if date < "2021" else part
                self.assertTrue(law(date, matter, (whole, base, needed), (whole, base, needed))[2], (SEED, case))
                self.assertFalse(law(date, matter, (whole, base, needed - 1), (whole, base, needed - 1))[2], (SEED, case))

    def test_more_in_favour_never_fails_what_passed(self):
        chance = random.Random(SEED)
        for _ in range(20):
            date, matter = chance.choice(("2018-06-30", "2026-03-31")), chance.randrange(1, 10)
            whole, area = chance.randrange(1, 60), chance.randrange(1, 6000)
            part, area_part = chance.randrange(whole + 1), chance.randrange(area + 1)
            area_yes = chance.randrange(area_part + 1)
            cases = [("judge", "330681000217", date, matter, whole, part, yes, area, area_part, area_yes) for yes in range(part + 1)]
            passed = [judged(words)["passed"] for words in answers(cases)]
            self.assertEqual(passed, sorted(passed), (SEED, cases[0]))


class People(unittest.TestCase):
    """Who counts as one."""

    def count(self, units, place="330681000217", date="2026-03-31"):
        """People, area, and the person of each unit."""
        words = answers([("count", place, date, *(word for unit in units for word in unit))])[0]
        return int(words[0]), int(words[1]), words[2:]

    #= test CN-SPC-9
    def test_nine_hundred_units_are_799_people(self):
        units = [("0", 100, 0, 0)] * 100 + [("甲", 100, 0, 0)] * 3 + [(f"业主{i}", 100, 0, 0) for i in range(797)]
        self.assertEqual(self.count(units)[:2], (799, 90000))

    #= test CN-SPC-8
    #= test CN-MF-22-2
    #= test NB-18
    def test_what_does_not_count(self):
        units = [("甲", 9000, 0, 0), ("乙", 8000, 0, 1), ("丙", 1250, 1, 0), ("甲", 1250, 1, 0), ("0", 0, 0, 0)]
        self.assertEqual(self.count(units), (1, 9000, ["0", "-", "-", "-", "-"]))
        self.assertEqual(self.count(units, "330203000001")[:2], (1, 9000))

    def test_against_a_plain_count(self):
        chance = random.Random(SEED)
        for _ in range(200):
            units = [(chance.choice(("0", "甲", "乙", "甲、乙", "丙", f"户{i}")), chance.randrange(3) * 4321, int(chance.random() < .1),
                      int(chance.random() < .2)) for i in range(chance.randrange(1, 60))]
            kept = [unit for unit in units if unit[1] and not unit[2] and not unit[3]]
            names = list(dict.fromkeys(unit[0] for unit in kept))
            expected = [str(names.index(unit[0])) if unit in kept else "-" for unit in units]
            self.assertEqual(self.count(units), (len(names), sum(unit[1] for unit in kept), expected), (SEED, units))


if __name__ == "__main__":
    print(f"seed {SEED}")
    unittest.main()

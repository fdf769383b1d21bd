#!/usr/bin/env python3
"""What the maintenance fund may pay, row by row as an official reads it, and by a second computation in fractions over random amounts."""
import os
import pathlib
import random
import subprocess
import unittest
from fractions import Fraction

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(os.environ.get("MINGZHANG_BUILD", ROOT / "build/dev")) / "tests/rules/rules_project_cases"
STAGES = {"application": 1, "advance": 2, "change": 3, "settlement": 4}
NAMES = ("case", "county", "day", "stage", "emergency", "excluded", "papers", "amount", "decided", "balance", "first", "before",
         "rule", "says", "missing", "clause")
ZHUJI, HANGZHOU, LISHUI, ZHOUSHAN, HUZHOU = "330681", "330106", "331102", "330902", "330502"


def fen(yuan):
    """1234.50 as 123450."""
    return int(Fraction(yuan) * 100)


def table():
    """The rows as dictionaries."""
    for line in (ROOT / "tests/rules/project.table").read_text().splitlines():
        if not line.startswith("#"):
            yield dict(zip(NAMES, (cell.strip() for cell in line.split("|")), strict=True))


def ask(cases):
    """The verdicts of each case as {rule: (says, clause, certainty, missing)}."""
    lines = "".join(" ".join(map(str, case)) + "\n" for case in cases)
    done = subprocess.run([PROGRAM], input=lines, capture_output=True, text=True, check=True)
    for line in done.stdout.splitlines():
        words = line.split()
        assert len(words) % 5 == 0, line
        yield {words[i]: tuple(words[i + 1:i + 5]) for i in range(0, len(words), 5)}


def change(county, amount, decided, stage="change", emergency="-"):
    """A case of amounts alone."""
    return (county + "000217", "2026-03-31", STAGES[stage], emergency, "-", "-", amount, decided, 0, 0, 0)


class ProjectTest(unittest.TestCase):
    """Rules of works."""

    def test_every_row(self):
        #= test CN-MF-25
        #= test SX-47-3
        #= test SX-51
        #= test SX-51-2
        #= test CN-CC-281-2
        #= test LS-46-1
        #= test LS-46-2
        #= test LS-47-2
        #= test HZ-72-1-2
        #= test ZS-56-2
        #= test HU-47-2
        #= test WZ-44-2
        #= test SH-67-1
        rows = list(table())
        cases = [(row["county"] + "000217", row["day"], STAGES[row["stage"]], row["emergency"], row["excluded"], row["papers"],
                  *(fen(row[name]) for name in ("amount", "decided", "balance", "first", "before"))) for row in rows]
        for row, verdicts in zip(rows, ask(cases), strict=True):
            with self.subTest(case=row["case"]):
                says, clause, _, missing = verdicts[row["rule"]]
                self.assertEqual((says, missing, clause), (row["says"], row["missing"], row["clause"]))

    def test_rules_that_no_place_has_say_nothing(self):
        """Zhuji has no rule on small funds, audits, price reviews or caps: no verdict is better than an invented one."""
        found = list(ask([change(ZHUJI, 100, 100, "application"), change(ZHUJI, 100, 100, "settlement", "lift")]))
        self.assertEqual([list(verdicts) for verdicts in found], [["excluded"], ["overrun"]])

    def test_excess_by_a_second_computation(self):
        """As law.md writes the comparisons, on amounts at the edge and far from it."""
        second = {HANGZHOU: lambda over, decided: 10 * over >= decided,
                  LISHUI: lambda over, decided: 5 * over >= decided or over >= 1000000,
                  ZHOUSHAN: lambda over, decided: 10 * over > decided and over > 1000000,
                  ZHUJI: lambda over, decided: True}
        chance, cases, expected = random.Random(165), [], []
        for _ in range(400):
            county = chance.choice(list(second))
            decided = chance.choice((chance.randrange(1, 10 ** 7), chance.randrange(1, 10 ** 12), 10 * chance.randrange(1, 10 ** 7)))
            over = max(1, chance.choice((decided // 10, decided // 5, 1000000, chance.randrange(1, decided + 1))) + chance.randrange(-1, 2))
            cases.append(change(county, decided + over, decided))
            expected.append("fail" if second[county](over, decided) else "pass")
        self.assertEqual([verdicts["overrun"][0] for verdicts in ask(cases)], expected)
        self.assertGreater(min(expected.count("pass"), expected.count("fail")), 50)

    def test_advance_by_a_second_computation(self):
        """Between the smallest share, rounded down to the fen, and the largest."""
        second = {ZHUJI: (Fraction(1, 2), Fraction(1, 2)), LISHUI: (Fraction(1, 2), Fraction(7, 10)), HUZHOU: (Fraction(0), Fraction(1, 2))}
        chance, cases, expected = random.Random(51), [], []
        for _ in range(400):
            county = chance.choice(list(second))
            least, most = second[county]
            applied = chance.randrange(2, 10 ** 8)
            paid = max(0, int(chance.choice((least, most, Fraction(chance.randrange(100), 100))) * applied) + chance.randrange(-1, 2))
            cases.append(change(county, paid, applied, "advance", "lift"))
            expected.append("pass" if 0 < paid <= most * applied and paid >= (least * applied).__floor__() else "fail")
        self.assertEqual([verdicts["advance"][0] for verdicts in ask(cases)], expected)
        self.assertGreater(min(expected.count("pass"), expected.count("fail")), 50)


if __name__ == "__main__":
    unittest.main()

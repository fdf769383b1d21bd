#!/usr/bin/env python3
"""Warranty deposits, row by row as an official reads them, and the days around the end of a term."""
import pathlib
import unittest

from answers import ask

ROOT = pathlib.Path(__file__).resolve().parents[2]
STAGES = {"claim": 1, "notice": 2, "gone": 3, "refund": 4, "transfer": 5}
NAMES = ("case", "county", "stage", "today", "expires", "told", "gone", "papers", "noticed", "objected", "claims", "rule", "says", "missing", "from", "clause")
ZHUJI, HANGZHOU, HUZHOU, TAIZHOU, NINGBO = "330681", "330106", "330502", "331002", "330203"


def table():
    """The rows as dictionaries."""
    for line in (ROOT / "tests/rules/warranty.table").read_text().splitlines():
        if not line.startswith("#"):
            yield dict(zip(NAMES, (cell.strip() for cell in line.split("|")), strict=True))


def verdicts(words):
    """What was answered as {rule: (says, missing, from, clause)}."""
    assert len(words) % 5 == 4, words
    return {words[i]: (words[i + 1], words[i + 4], words[i + 3], words[i + 2]) for i in range(4, len(words), 5)}


class WarrantyTest(unittest.TestCase):
    """Rules of deposits."""

    def test_every_row(self):
        #= test SX-50-2
        #= test SX-50-3
        #= test HU-46-1
        #= test HZ-67-2
        #= test HZ-68
        #= test TZ-50-4
        #= test NB-80
        rows = list(table())
        cases = [(row["county"] + "000217", STAGES[row["stage"]], *(row[name] for name in NAMES[3:11]), "-") for row in rows]
        for row, words in zip(rows, ask("rules_warranty_cases", cases), strict=True):
            with self.subTest(case=row["case"]):
                self.assertEqual(verdicts(words)[row["rule"]], (row["says"], row["missing"], row["from"], row["clause"]))

    def test_days(self):
        """By when to inspect, announce, refund and refill: what a place does not say it does not ask for."""
        #= test HZ-67-4
        #= test HU-46-2
        expected = {ZHUJI: ["-", "-", "-", "-"], HANGZHOU: ["-", "2026-04-30", "-", "2026-03-16"], HUZHOU: ["-", "-", "-", "2026-03-16"],
                    TAIZHOU: ["-", "2026-04-30", "2026-06-30", "-"], NINGBO: ["2026-04-01", "2026-05-01", "-", "-"]}
        cases = [(county + "000217", 2, "2026-03-02", "2026-05-31", "-", "-", "-", "-", "-", 0, "2026-03-01") for county in expected]
        self.assertEqual([words[:4] for words in ask("rules_warranty_cases", cases)], list(expected.values()))


if __name__ == "__main__":
    unittest.main()

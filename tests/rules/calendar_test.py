#!/usr/bin/env python3
"""Deadlines: the golden table an official can check, and a second computation with Python's own calendar over random dates. The seed is
printed; MINGZHANG_SEED repeats a run."""
import calendar
import csv
import datetime
import os
import pathlib
import random
import subprocess
import tempfile
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
TOOL = pathlib.Path(os.environ.get("MINGZHANG_BUILD", ROOT / "build/dev")) / "tests/rules/rules_calendar_cases"
FILES = sorted((ROOT / "rules/holidays").glob("*.csv"))
SEED = int(os.environ.get("MINGZHANG_SEED", time.time_ns() % 1000000))
DAY = datetime.timedelta(1)
LISTED = {datetime.date.fromisoformat(row["date"]): row["kind"] for path in FILES for row in csv.DictReader(path.open())}


def answers(cases, files=tuple(FILES)):
    """One line for each case of words."""
    lines = "".join(" ".join(map(str, case)) + "\n" for case in cases)
    return subprocess.run([TOOL, *files], input=lines, capture_output=True, text=True, check=True).stdout.splitlines()


def works(date):
    return LISTED.get(date, "rest" if date.isoweekday() > 5 else "work") == "work"


def rests(date, weekend):
    return LISTED.get(date, "rest" if weekend and date.isoweekday() > 5 else "work") == "rest"


def shifted(date, months):
    """The same day months away, or the last of the month."""
    year, month = divmod(date.year * 12 + date.month - 1 + months, 12)
    return datetime.date(year, month + 1, min(date.day, calendar.monthrange(year, month + 1)[1]))


def plain(date, span, sign=1):
    """The end of a span by counting day by day."""
    number = int(span.rstrip("wdmy"))
    if span.endswith("wd"):
        while number > 0:
            date += sign * DAY
            number -= works(date)
        return date
    if span.endswith("d"):
        return date + sign * number * DAY
    return shifted(date, sign * number * (12 if span.endswith("y") else 1))


def rolled(date, weekend):
    while rests(date, weekend):
        date += DAY
    return date


class Calendar(unittest.TestCase):
    """The rules of the Civil Code on periods."""

    #= test CN-CC-201-1
    #= test CN-CC-202
    #= test CN-CC-203-1
    def test_golden_table(self):
        rows = [[cell.strip() for cell in line.split("|")] for line in (ROOT / "tests/rules/calendar.table").read_text().splitlines()
                if not line.startswith("#")]
        self.assertGreater(len(rows), 30)
        found = answers([(what, date, span, int(weekend == "yes")) for date, span, what, weekend, _, _ in rows])
        for (date, span, what, weekend, expected, why), got in zip(rows, found, strict=True):
            with self.subTest(date=date, span=span, why=why):
                self.assertEqual(got, expected)
                start = datetime.date.fromisoformat(date)
                oracle = plain(start, span, -1) if what == "before" else rolled(plain(start, span), weekend == "yes")
                self.assertEqual(str(oracle), expected, "the table itself")

    def test_random_dates(self):
        chance = random.Random(SEED)
        print(f"seed {SEED}")
        cases, expected = [], []
        for _ in range(5000):
            start = datetime.date(2017, 6, 1) + chance.randrange(3900) * DAY
            span = chance.choice((f"{chance.randrange(90)}d", f"{chance.randrange(30)}wd", f"{chance.randrange(40)}m", f"{chance.randrange(9)}y"))
            span = "1" + span.lstrip("0123456789") if span[0] == "0" else span
            weekend, what = chance.randrange(2), chance.choice(("due", "end", "before", "roll", "works", "rests"))
            cases.append((what, start, span if what in ("due", "end", "before") else "-", weekend))
            expected.append({"due": lambda: str(rolled(plain(start, span), weekend)), "end": lambda: str(plain(start, span)),
                             "before": lambda: str(plain(start, span, -1)), "roll": lambda: str(rolled(start, weekend)),
                             "works": lambda: f"{'yes' if works(start) else 'no'} {start}",
                             "rests": lambda: f"{'yes' if rests(start, weekend) else 'no'} {start}"}[what]())
        for case, want, got in zip(cases, expected, answers(cases), strict=True):
            self.assertEqual(got, want, case)

    def test_up_for_at_least(self):
        """Taken down less put up is at least the span: five working days over Spring Festival."""
        cases = [("hung", "2026-02-13", "5wd", 1, last) for last in ("2026-02-26", "2026-02-27", "2026-02-28")]
        self.assertEqual([line.rsplit(" ", 1)[0] for line in answers(cases)], ["too short", "long enough", "long enough"])
        self.assertEqual([line.rsplit(" ", 1)[0] for line in answers([("hung", "2026-03-01", "15d", 1, last) for last in ("2026-03-15", "2026-03-16")])],
                         ["too short", "long enough"])

    def test_beyond_the_calendar(self):
        self.assertEqual(answers([("due", "2199-12-01", "2m", 1), ("end", "2199-12-01", "31d", 1), ("before", "1990-01-05", "6d", 1),
                                  ("end", "2199-12-30", "9wd", 1), ("before", "1990-01-03", "1y", 1)]), ["refused"] * 5)

    def test_bad_files(self):
        """Line by line: what is wrong is named by its line."""
        bad = (("date,name,kind\n2026-02-30,春节,rest\n", 2), ("day,name,kind\n", 1), ("date,name,kind\n", 1),
               ("date,name,kind\n2026-01-02,元旦,rest\n2026-01-01,元旦,rest\n", 3), ("date,name,kind\n2026-01-01,元旦,rest\n2027-01-01,元旦,rest\n", 3),
               ("date,name,kind\n2026-01-01,元旦\n", 2), ("date,name,kind\n2026-01-01,元旦,rest,\n", 2),
               ("date,name,kind\n2026-01-01,元旦,off\n", 2), ("date,name,kind\n2026-01-01,,rest\n", 2), ("", 1))
        with tempfile.NamedTemporaryFile("w", suffix=".csv") as file:
            for text, line in bad:
                file.seek(0)
                file.truncate()
                file.write(text)
                file.flush()
                self.assertEqual(answers([], [file.name]), [f"holiday.file line {line}"], text)

    def test_shipped_years_are_the_collected_ones(self):
        """Nine years, each with New Year's Day at rest and the make-up days on weekends."""
        self.assertEqual([path.stem for path in FILES], [str(year) for year in range(2018, 2027)])
        for year in range(2018, 2027):
            self.assertEqual(LISTED[datetime.date(year, 1, 1)], "rest")
        self.assertEqual([str(date) for date, kind in LISTED.items() if kind == "work" and date.isoweekday() < 6], ["2020-02-03"])


if __name__ == "__main__":
    unittest.main()

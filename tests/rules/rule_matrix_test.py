#!/usr/bin/env python3
"""The rule matrix, value by value, against what `mingzhang rules list` says: on its first and last day and on the day before; the hash of
each resolved set against an encoder of its own."""
import datetime
import functools
import hashlib
import json
import os
import pathlib
import struct
import subprocess
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(os.environ.get("MINGZHANG_BUILD", ROOT / "build/dev")) / "cli/mingzhang"
ROWS = 82
TODAY = "2026-11-25"
LAST_DAY = 84005
EPOCH = datetime.date(1970, 1, 1)
CERTAINTY = {"V": 1, "V2": 2, "U": 3, "own": 4}


def table():
    """The lines of rule_matrix.table as dictionaries."""
    names = ("row", "article", "county", "from", "until", "law", "key", "value", "certainty")
    for line in (ROOT / "tests/rules/rule_matrix.table").read_text().splitlines():
        if not line.startswith("#"):
            yield dict(zip(names, (cell.strip() for cell in line.split("|")), strict=True))


@functools.lru_cache(None)
def listed(county, date):
    """Everything that holds for a county on a day."""
    done = subprocess.run([PROGRAM, "rules", "list", "--data", "/nonexistent", "--json", "--community", county + "000001", "--date", date],
                          capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def rule(county, date, key):
    """The rule of one key, or an empty one."""
    return next((rule for rule in listed(county, date)["rules"] if rule["key"] == key), {})


def day_before(date):
    return str(datetime.date.fromisoformat(date) - datetime.timedelta(1))


def day_after(date):
    return str(datetime.date.fromisoformat(date) + datetime.timedelta(1))


def text(value):
    data = value.encode()
    return struct.pack(">I", len(data)) + data


def days(date):
    return (datetime.date.fromisoformat(date) - EPOCH).days if date else LAST_DAY


def encoded(rules):
    """Canonical bytes as docs/rules.md says."""
    out = b"mingzhang/rul/v1" + struct.pack(">I", len(rules))
    for item in sorted(rules, key=lambda item: item["key"].encode()):
        out += text(item["key"]) + text(item["value"]) + text(item["law"] or "")
        out += struct.pack(">iiB", days(item["from"]), days(item["until"]), CERTAINTY[item["certainty"]]) + text(item["pack"])
    return out


class MatrixTest(unittest.TestCase):
    """Every row that is a rule."""

    def test_every_row_is_there(self):
        self.assertEqual({int(row["row"]) for row in table()}, set(range(ROWS + 1)))

    def test_values_hold_on_their_days(self):
        for row in table():
            for date in (row["from"], row["until"] or TODAY):
                found = rule(row["county"], date, row["key"])
                with self.subTest(row=row["row"], key=row["key"], date=date):
                    self.assertEqual(found.get("value"), row["value"])
                    self.assertEqual(found["certainty"], row["certainty"])
                    self.assertEqual(found["law"] or "", row["law"])
                    self.assertEqual((found["from"], found["until"] or ""), (row["from"], row["until"]))

    def test_values_do_not_hold_before_and_after(self):
        for row in table():
            days_off = [day_before(row["from"])] + ([day_after(row["until"])] if row["until"] else [])
            for date in days_off:
                found = rule(row["county"], date, row["key"])
                with self.subTest(row=row["row"], key=row["key"], date=date):
                    self.assertFalse(found and (found["law"] or "") == row["law"])

    def test_every_shipped_value_is_in_the_table(self):
        asked = {(row["law"], row["key"]) for row in table()}
        for path in sorted((ROOT / "rules/packs").glob("*.json")):
            for group in json.loads(path.read_text())["rules"]:
                for value in group["values"]:
                    self.assertIn((group.get("law", ""), value["key"]), asked, path.name)

    def test_hash_is_that_of_the_values(self):
        seen = set()
        for row in table():
            for date in (row["from"], TODAY):
                answer = listed(row["county"], date)
                self.assertEqual(answer["rule_set"], hashlib.sha256(encoded(answer["rules"])).hexdigest())
                seen.add(answer["rule_set"])
        self.assertGreater(len(seen), 20)


class DatesTest(unittest.TestCase):
    """A decision is judged by the law of its day."""

    def law_of(self, date):
        """Quorum, majority for raising the fund and for using it, with the base."""
        values = {item["key"]: item["value"] for item in listed("330681", date)["rules"]}
        use = "special" if "use_fund" in values["vote.special_matters"].split() else "ordinary"
        return (values["vote.quorum_area"], values["vote.quorum_people"], values["vote.special_majority"], values["vote.special_base"],
                values[f"vote.{use}_majority"], values[f"vote.{use}_base"])

    def test_decisions_on_both_sides_of_the_civil_code(self):
        before = (">1/2", ">1/2", ">=2/3", "all", ">=2/3", "all")
        since = (">=2/3", ">=2/3", ">=3/4", "participating", ">1/2", "participating")
        self.assertEqual([self.law_of(date) for date in ("2018-06-01", "2020-12-31", "2021-01-01", "2026-05-01")],
                         [before, before, since, since])


if __name__ == "__main__":
    unittest.main()

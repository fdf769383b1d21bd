#!/usr/bin/env python3
"""Duties at the command line: publications, terms, small accounts, holidays; what is overdue; the calendar feed read by a parser of its own."""
import json
import re
import subprocess
import unittest

from books import COMMUNITY, QUARTER, Books, ccb

SMALL = {"month": "2026-03", "company": "某物业", "rows": [
    {"stream": "P01", "count": 12, "gross": "3500.00", "cost": "100.00", "paid": "3000.00"},
    {"stream": "P03", "count": 2, "gross": "10.00", "cost": "0.00", "paid": "0.00"}]}
CALENDAR_2027 = "date,name,kind\n2027-02-01,试验,rest\n2027-02-06,试验,work\n"


def events(text):
    """The events of an iCalendar text, by UID: unfolded, unescaped."""
    assert text.replace("\r\n", "").count("\n") == 0 and text.endswith("\r\n")
    assert all(len(line) <= 75 for line in text.encode().split(b"\r\n"))
    found, event = {}, None
    for line in text.replace("\r\n ", "").split("\r\n"):
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            event = {}
        elif line == "END:VEVENT":
            assert event["UID"] not in found
            found[event["UID"]] = event
        elif event is not None:
            event[name] = re.sub(r"\\(.)", lambda m: "\n" if m.group(1) == "n" else m.group(1), value)
    return found


class DutyTest(unittest.TestCase):
    """One set of books with income of the first quarter of 2026; the steps build on each other."""

    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.books = Books()
        cls.books.ok("import", cls.books.write("q.csv", ccb(QUARTER)), "--community", COMMUNITY)
        cls.number = 0

    @classmethod
    def tearDownClass(cls):
        cls.books.close()

    def ask(self, *args):
        return json.loads(self.books.ok(*args, "--community", COMMUNITY, "--json"))

    def key(self):
        type(self).number += 1
        return f"duty-{self.number:06d}"

    def publish(self, kind, period, date, *more):
        return self.ask("disclosure", "publish", kind, period, "--date", date, "--key", self.key(), "--place", "notice_board,platform", *more)

    def refused(self, status, code, *args):
        before = self.books.digest()
        problem = self.books.refused(status, code, *args, "--community", COMMUNITY)
        self.assertEqual(self.books.digest(), before)
        return problem

    def duties(self, date="2026-11-25"):
        return {(d["kind"], d["first"]): d for d in self.ask("duty", "list", "--date", date)["duties"]}

    #= test SX-9
    def test_1_publications(self):
        quarters = {first: self.duties()["income", first] for first in ("2026-01-01", "2026-04-01", "2026-07-01")}
        self.assertEqual([(d["due"], d["state"], d["days"], d["law"]) for d in quarters.values()],
                         [("2026-04-30", "overdue", 209, "ZHJ-12-2"), ("2026-07-31", "overdue", 117, "ZHJ-12-2"),
                          ("2026-11-02", "overdue", 23, "ZHJ-12-2")])
        first = self.publish("income", "2026Q1", "2026-04-29")
        self.assertEqual((first["displayed_until"], first["places"]), ("2026-05-09", ["notice_board", "platform"]))
        self.publish("income", "2026Q2", "2026-08-02")
        found = self.duties()
        self.assertEqual((found["income", "2026-01-01"]["state"], found["income", "2026-04-01"]["state"], found["income", "2026-04-01"]["days"]),
                         ("done", "late", 2))
        args = ("--key", "duty-refused", "--place", "notice_board")
        publish = ("disclosure", "publish")
        self.refused(2, "disclosure.kind", *publish, "rumour", "2026Q1", *args)
        self.refused(2, "disclosure.kind", *publish, "budget", "2026Q1", *args)
        self.refused(2, "disclosure.place", *publish, "fund", "2026Q1", "--key", "duty-refused", "--place", "pub")
        self.refused(2, "disclosure.place", *publish, "fund", "2026Q1", "--key", "duty-refused")
        self.refused(3, "disclosure.early", *publish, "fund", "2026Q3", *args, "--date", "2026-09-30")
        self.refused(3, "disclosure.future", *publish, "fund", "2026Q3", *args, "--date", "2199-01-01")
        self.refused(3, "disclosure.display", *publish, "fund", "2026Q1", *args, "--date", "2026-04-29", "--until", "2026-05-08")
        self.refused(3, "disclosure.exists", *publish, "income", "2026Q1", *args, "--date", "2026-05-20")
        self.refused(3, "disclosure.unknown", *publish, "income", "2026Q1", *args, "--date", "2026-05-20", "--replaces", "#9999", "--reason", "漏记")
        self.refused(2, "field.required", *publish, "income", "2026Q1", *args, "--date", "2026-05-20", "--replaces", f"#{first['seq']}")
        self.refused(3, "disclosure.superseded", *publish, "income", "2026Q2", *args, "--date", "2026-08-20", "--replaces", f"#{first['seq']}",
                     "--reason", "漏记")
        again = self.publish("income", "2026Q1", "2026-05-20", "--replaces", first["disclosure"], "--reason", "漏记一笔")
        self.assertEqual([d["state"] for d in self.ask("disclosure", "list")], ["superseded", "published", "published"])
        self.assertEqual(again["replaces"], first["seq"])
        self.assertEqual(self.duties()["income", "2026-01-01"]["state"], "done", "a correction does not make it late")

    #= test SX-24-1
    def test_2_terms(self):
        self.refused(2, "committee_term.dates", "term", "open", "2024-03-01", "2024-03-01", "--key", "duty-refused")
        self.refused(3, "committee_term.length", "term", "open", "2024-03-01", "2029-03-01", "--key", "duty-refused")
        self.ask("term", "open", "2024-03-01", "2027-02-28", "--key", self.key())
        self.refused(3, "committee_term.overlap", "term", "open", "2027-02-28", "2030-02-27", "--key", "duty-refused", "--date", "2026-11-01")
        found = self.duties()
        self.assertEqual([(found[kind, first]["due"], found[kind, first]["state"]) for kind, first in (
            ("reelect", "2024-03-01"), ("term_audit", "2026-12-30"), ("handover", "2024-03-01"))],
            [("2026-12-30", "open"), ("2027-02-28", "open"), ("2027-03-10", "open")])

    #= test ZHJ-6-2
    def test_3_small_accounts(self):
        def path(**more):
            return self.books.write("small.json", json.dumps(SMALL | more))
        file = ("small-account", "file")
        self.refused(2, "small_account.row", *file, path(rows=SMALL["rows"] * 2), "--key", "duty-refused")
        self.refused(2, "small_account.row", *file, self.books.write("small.csv", "来源,数量\n"), "--key", "duty-refused", "--period", "2026-03")
        self.refused(3, "small_account.early", *file, path(), "--key", "duty-refused", "--date", "2026-03-31")
        self.refused(3, "small_account.unknown", "small-account", "compare", "2026-03")
        self.ask(*file, path(), "--key", self.key(), "--date", "2026-04-12")
        self.refused(3, "small_account.exists", *file, path(), "--key", "duty-refused", "--date", "2026-04-13")
        late = self.duties()["small_account", "2026-03-01"]
        self.assertEqual((late["state"], late["days"], late["binding"]), ("late", 2, False))
        rows = {row["stream"]: row for row in self.ask("small-account", "compare", "2026-03")}
        self.assertEqual([(rows[s]["gross_difference"], rows[s]["paid_difference"]) for s in (1, 3, 13)],
                         [("500.00", "0.00"), ("10.00", "0.00"), ("-12.34", "-12.34")])
        csv = "来源,数量,总额,成本,上交\nP01,12,3000.00,100.00,3000.00\n"
        self.ask(*file, self.books.write("small.csv", csv), "--key", self.key(), "--period", "2026-03", "--date", "2026-05-01", "--reason", "多报")
        self.assertEqual([a["superseded"] for a in self.ask("small-account", "list")], [True, False])

    #= test CN-CC-203-1
    def test_4_holidays(self):
        self.assertEqual(self.duties()["income", "2026-10-01"]["due"], "2027-02-01", "31 January 2027 is a Sunday")
        problem = self.books.refused(2, "holiday.file", "holiday", "load", self.books.write("bad.csv", "date,name,kind\n2027-02-30,元旦,rest\n"))
        self.assertIn("2", problem["detail"])
        self.books.ok("holiday", "load", self.books.write("2027.csv", CALENDAR_2027))
        self.assertEqual(self.duties()["income", "2026-10-01"]["due"], "2027-02-02")
        self.assertFalse(self.duties()["income", "2026-10-01"]["week_only"])
        self.assertEqual(len(json.loads(self.books.ok("holiday", "list", "2027", "--json"))), 2)

    def test_5_overdue_and_calendar(self):
        listed = json.loads(self.books.ok("duty", "overdue", "--county", "330681", "--date", "2026-11-25", "--json"))
        self.assertEqual([c["community"] for c in listed], [COMMUNITY])
        self.assertEqual({d["state"] for d in listed[0]["duties"]}, {"overdue"})
        self.assertEqual(json.loads(self.books.ok("duty", "overdue", "--county", "330106", "--json")), [])
        command = self.books.command("duty", "calendar", "--format", "ics", "--community", COMMUNITY, "--date", "2026-11-25")
        feeds = [subprocess.run(command, capture_output=True, check=True).stdout.decode() for _ in range(2)]
        self.assertEqual(feeds[0], feeds[1])
        found, duties = events(feeds[0]), self.duties()
        self.assertEqual(len(found), len(duties))
        event = found[f"duty-{COMMUNITY}-income-2026-07-01-2026-09-30@mingzhang"]
        self.assertEqual((event["DTSTART;VALUE=DATE"], event["SUMMARY"], event["CATEGORIES"]), ("20261102", "公共收益公示 2026年第3季度", "逾期"))

    def test_6_sound_and_the_check_that_sees_a_second_one_in_force(self):
        self.books.ok("verify")
        self.assertIn("，0 项违反", self.books.ok("check"))
        self.books.psql("alter table matter disable trigger all; update matter set state = 1 where noun = 10 and state = 2")
        done = self.books.run("check")
        self.assertEqual(done.returncode, 4)
        self.assertRegex(done.stdout, "✗ 同一期间只有一次有效公示")
        self.assertEqual(self.books.run("verify").returncode, 5)


if __name__ == "__main__":
    unittest.main(verbosity=2)

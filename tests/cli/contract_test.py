#!/usr/bin/env python3
"""Contracts: parties, assets, schedules, what is paid in advance and earned month by month, expected against booked against banked."""
import json
import pathlib
import unittest

from books import COMMUNITY, Books

GOLDEN = pathlib.Path(__file__).resolve().parents[1] / "golden/contract"


class ContractTest(unittest.TestCase):
    """One set of books: two tenants who pay in advance, one who pays late, one who leaves."""

    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.books = Books()

    @classmethod
    def tearDownClass(cls):
        cls.books.close()

    def setUp(self):
        self.bank = int(self.books.psql("select opened_seq from bank_account where fund = 2"))

    def ask(self, *args):
        return json.loads(self.books.ok(*args, "--community", COMMUNITY, "--json"))

    def document(self, name):
        return self.ask("document", "add", self.books.write(f"{name}.xml", f"<contract>{name}</contract>"), "--kind", "contract")["document"]

    def contract(self, name, party, stream, term, schedule):
        """Records a contract; returns its record number."""
        path = self.books.write(f"{name}.json", json.dumps({
            "party": party, "stream": stream, "from": term[0], "to": term[1], "document": self.document(name), "schedule": schedule}))
        return self.ask("contract", "add", path)["seq"]

    def receive(self, key, date, contract, stream, amount, account="220301"):
        """Money in advance."""
        self.post(key, date, {"fund": "PI", "account": "100201", "debit": amount, "bank_account": self.bank},
                  {"fund": "PI", "account": account, "credit": amount, "stream": stream, "contract": contract})

    def post(self, key, date, *lines):
        entry = {"key": f"contract-{key}", "date": date, "summary": "预收", "lines": list(lines)}
        return self.books.ok("entry", "post", "--community", COMMUNITY, self.entries(entry))

    def entries(self, entry):
        return self.books.write("entries.json", json.dumps({"entries": [entry]}))

    def recognise(self, month):
        return {one["contract"]: (one["amount"], one["left"]) for one in self.ask("contract", "recognise", month)}

    def test_1_register(self):
        first = self.ask("party", "add", "张三")
        self.assertEqual(self.ask("party", "add", "张三"), first)
        self.books.refused(3, "party.exists", "party", "add", "张三", "--number", "6222021001", "--community", COMMUNITY)
        self.ask("party", "add", "晨光传媒有限公司", "--number", "33050165583500009999")
        self.assertEqual([party["name"] for party in self.ask("party", "list")], ["张三", "晨光传媒有限公司"])
        for kind, count, place in (("parking", "120", "地面一区"), ("lift-frame", "36", "1至6幢客梯"), ("charging", "24", "东门")):
            self.ask("asset", "add", kind, count, place, "--date", "2026-01-01")
        self.ask("asset", "add", "venue", "1", "北广场", "P06")
        assets = self.ask("asset", "list")
        self.assertEqual([(a["kind"], a["count"], a["place"], a["stream"]) for a in assets], [
            ("parking", 120, "地面一区", "P01"), ("lift-frame", 36, "1至6幢客梯", "P03"), ("charging", 24, "东门", "P09"),
            ("venue", 1, "北广场", "P06")])
        self.assertEqual(len({a["seq"] for a in assets}), 4)
        self.ask("asset", "add", "parking", "120", "地面一区", "--date", "2026-01-01")
        self.assertEqual(self.ask("asset", "list"), assets)
        self.books.refused(2, "asset.kind", "asset", "add", "roof", "1", "屋顶", "--community", COMMUNITY)
        self.books.refused(2, "asset.count", "asset", "add", "parking", "0", "地面二区", "--community", COMMUNITY)
        self.assertIn("车位", self.books.ok("asset", "list", "--community", COMMUNITY))

    def test_2_prepaid_before_contracts_needs_none(self):
        self.post("free-1", "2026-01-02", {"fund": "PI", "account": "224103", "debit": "1.00"},
                  {"fund": "PI", "account": "220309", "credit": "1.00", "stream": 1})

    def test_3_golden_parking_and_uneven_rent(self):
        parking = self.contract("parking", "张三", "P01", ("2025-04-01", "2026-03-31"), [{"due": "2025-04-01", "amount": "3600.00"}])
        lift = self.contract("lift", "晨光传媒有限公司", "P03", ("2026-01-01", "2026-03-31"), [{"due": "2026-01-01", "amount": "1000.00"}])
        type(self).parking, type(self).lift = parking, lift
        needs = {"key": "needs-contract", "date": "2026-01-05", "summary": "预收", "lines": [
            {"fund": "PI", "account": "100201", "debit": "5.00", "bank_account": self.bank},
            {"fund": "PI", "account": "220301", "credit": "5.00", "stream": 1}]}
        refused = self.books.refused(3, "entry.dimension_missing", "entry", "post", "--community", COMMUNITY, self.entries(needs))
        self.assertIn("contract", refused["detail"])
        needs["lines"][1]["contract"] = parking + 1
        self.books.refused(3, "entry.dimension_unknown", "entry", "post", "--community", COMMUNITY, self.entries(needs))
        self.receive("prepaid-parking", "2025-04-01", parking, 1, "3600.00")
        self.receive("prepaid-lift", "2026-01-05", lift, 3, "1000.00", "220303")
        months = [f"2025-{m:02d}" for m in range(4, 13)] + ["2026-01", "2026-02", "2026-03"]
        table = ["月份\t合同\t确认收入\t尚未实现"]
        for month in months:
            ran = self.recognise(month)
            table += [f"{month}\t{'地面车位 3600.00' if c == parking else '电梯广告 1000.00'}\t{a}\t{left}" for c, (a, left) in ran.items()
                      if a != "0.00"]
            before = self.books.digest()
            self.assertTrue(all(a == "0.00" for a, _ in self.recognise(month).values()))
            self.assertEqual(self.books.digest(), before)
        self.assertEqual("\n".join(table) + "\n", (GOLDEN / "recognised.tsv").read_text())
        sources = self.books.psql("select distinct source from entry e where exists (select from posting p join account a using (community_id, "
                                  "account_no) where p.seq = e.seq and a.code = '220303' and p.side = 1)")
        self.assertEqual(sources, "3")

    def test_4_late_and_partial_payments(self):
        late = self.contract("late", "张三", "P01", ("2026-01-01", "2026-12-31"), {"every": "quarter", "amount": "300.01"})
        dues = self.ask("contract", "due", "--period", "2026")
        self.assertEqual([(d["due"], d["amount"]) for d in dues if d["contract"] == late],
                         [("2026-01-01", "300.01"), ("2026-04-01", "300.01"), ("2026-07-01", "300.01"), ("2026-10-01", "300.01")])
        self.receive("late-1", "2026-02-10", late, 1, "150.00")
        self.assertNotIn(late, self.recognise("2026-01"))
        plan = {one["contract"]: one["amount"] for one in self.ask("contract", "recognise", "2026-02", "--dry-run")}
        self.assertEqual(plan[late], "150.00")
        self.assertEqual(self.recognise("2026-02")[late], ("150.00", "0.00"))
        self.receive("late-2", "2026-03-10", late, 1, "450.02")
        self.assertEqual(self.recognise("2026-03")[late], ("150.01", "300.01"))
        self.books.refused(3, "date.future", "contract", "recognise", "2199-12", "--community", COMMUNITY)
        self.books.ok("check")

    def test_5_end(self):
        gone = self.contract("gone", "张三", "P06", ("2026-01-01", "2026-06-30"), {"every": "month", "amount": "100.00"})
        self.receive("gone-1", "2026-01-01", gone, 6, "600.00", "220302")
        self.assertEqual(self.recognise("2026-01")[gone], ("100.00", "500.00"))
        self.books.refused(2, "contract.end_day", "contract", "end", f"#{gone}", "--date", "2026-07-01", "--community", COMMUNITY)
        self.books.refused(2, "contract.reason", "contract", "end", f"#{gone}", "--reason", "whim", "--community", COMMUNITY)
        end = ("contract", "end", f"#{gone}", "--date", "2026-02-15", "--reason", "breached")
        self.assertEqual(self.ask(*end)["ended_on"], "2026-02-15")
        before = self.books.digest()
        self.assertEqual(self.ask(*end)["reason"], "breached")
        self.assertEqual(self.books.digest(), before)
        self.books.refused(3, "contract.ended", "contract", "end", f"#{gone}", "--date", "2026-02-16", "--community", COMMUNITY)
        self.books.refused(3, "contract.unknown", "contract", "end", "#1", "--community", COMMUNITY)
        self.assertEqual(self.recognise("2026-03")[gone], ("100.00", "400.00"))
        self.assertEqual([d["due"] for d in self.ask("contract", "due", "--period", "2026") if d["contract"] == gone and d["cancelled"]],
                         ["2026-03-01", "2026-04-01", "2026-05-01", "2026-06-01"])
        self.post("gone-2", "2026-03-20", {"fund": "PI", "account": "220302", "debit": "400.00", "stream": 6, "contract": gone},
                  {"fund": "PI", "account": "100201", "credit": "400.00", "bank_account": self.bank})
        self.assertIn("违约解除", self.books.ok("contract", "list", "--community", COMMUNITY))

    def test_6_refused_contracts(self):
        good = {"party": "张三", "stream": "P01", "from": "2026-01-01", "to": "2026-12-31", "document": self.document("refused"),
                "schedule": {"every": "month", "amount": "1.00"}}
        for code, status, change in (
                ("contract.stream", 2, {"stream": "P13"}), ("contract.stream", 2, {"stream": "Z01"}),
                ("contract.term", 2, {"to": "2025-12-31", "schedule": [{"due": "2025-01-01", "amount": "1.00"}]}),
                ("contract.schedule", 2, {"schedule": []}),
                ("contract.schedule", 2, {"schedule": [{"due": "2026-01-02", "amount": "1.00"}, {"due": "2026-01-02", "amount": "1.00"}]}),
                ("contract.schedule", 2, {"schedule": [{"due": "2026-01-02", "amount": "-1.00"}]}),
                ("contract.schedule", 2, {"schedule": [{"due": "2027-01-02", "amount": "1.00"}]}),
                ("contract.schedule", 2, {"to": "2056-12-31"}), ("party.unknown", 3, {"party": "李四"}),
                ("document.unknown", 3, {"document": "0" * 64}), ("field.type", 2, {"schedule": {"every": "week", "amount": "1.00"}})):
            with self.subTest(code, **change):
                before = self.books.digest()
                path = self.books.write("bad.json", json.dumps(good | change))
                self.books.refused(status, code, "contract", "add", path, "--community", COMMUNITY)
                self.assertEqual(self.books.digest(), before)

    def test_7_expected_booked_banked(self):
        self.post("gate-takings", "2026-02-03", {"fund": "PI", "account": "100201", "debit": "80.00", "bank_account": self.bank},
                  {"fund": "PI", "account": "4002", "credit": "80.00", "stream": 2})
        found = self.ask("contract", "expected", "--period", "2026Q1")
        rows = [[gap[name] for name in ("stream", "month", "expected", "booked", "banked")] for gap in found]
        self.assertEqual("来源\t月份\t合同应收\t入账\t到账\n" + "".join("\t".join(row) + "\n" for row in rows),
                         (GOLDEN / "expected.tsv").read_text())
        self.assertEqual(self.ask("contract", "expected", "--period", "2026-02"), [gap for gap in found if gap["month"] == "2026-02"])
        self.assertIn("电梯及大堂广告", self.books.ok("contract", "expected", "--period", "2026", "--community", COMMUNITY))
        self.books.refused(2, "report.period", "contract", "expected", "--period", "now", "--community", COMMUNITY)

    def test_8_sealed(self):
        self.books.ok("period", "close", "2026-01", "--through", "--community", COMMUNITY)
        self.books.ok("check")
        late = self.contract("sealed", "张三", "P01", ("2026-01-01", "2026-01-31"), [{"due": "2026-01-01", "amount": "10.00"}])
        self.receive("sealed-1", "2026-02-01", late, 1, "10.00")
        checked = self.books.run("check")
        self.assertEqual(checked.returncode, 4)
        self.assertEqual([line for line in checked.stdout.splitlines() if line.startswith("✗")][0].split("（")[1], "050_prepaid_is_unearned.sql）")
        self.assertEqual(self.recognise("2026-02")[late], ("10.00", "0.00"))
        self.books.ok("check")
        self.books.ok("verify")


if __name__ == "__main__":
    unittest.main(verbosity=2)

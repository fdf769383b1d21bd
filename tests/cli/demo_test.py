#!/usr/bin/env python3
"""The demonstration city: loaded through the importers, recomputed by two programs that share no code with ours."""
import json
import re
import subprocess
import unittest
from decimal import Decimal

from books import Books

FIRST, RULED = "330681000001", "330681000003"
TOPS = {1: "Assets", 2: "Liabilities", 3: "Equity", 4: "Income", 5: "Expenses"}


class DemoTest(unittest.TestCase):
    """One city for all tests."""

    @classmethod
    def setUpClass(cls):
        cls.books = Books(opened=False)
        cls.books.ok("init")
        cls.books.hold()
        cls.said = cls.books.ok("demo")
        cls.journal = cls.books.write("city.journal", cls.books.ok("export", "hledger"))

    @classmethod
    def tearDownClass(cls):
        cls.books.close()

    def own_balances(self, carried=True):
        """Every account with its balance, from the postings; with or without what carry-forwards booked."""
        rows = self.books.psql(
            "select a.class, f.code, p.community_id, a.code || replace(a.name, ' ', ''), sum(case p.side when 1 then amount_fen else -amount_fen end)"
            " from posting p join account a using (community_id, account_no)"
            " join (values (1, 'MF'), (2, 'PI'), (3, 'WD'), (4, 'OP')) f (fund, code) on f.fund = p.fund"
            f" join entry e on e.community_id = p.community_id and e.seq = p.seq where e.entry_type <> 6 or {carried} group by 1, 2, 3, 4")
        balances = {}
        for row in rows.splitlines():
            kind, fund, community, name, fen = row.split("|")
            balances[f"{TOPS[int(kind)]}:{fund}:{community}:{name}"] = Decimal(fen) / 100
        return {name: value for name, value in balances.items() if value}

    def oracle(self, *command):
        """Balances as another program prints them: amount, currency, account on a line."""
        printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        found = re.findall(r"^\s*(-?[\d.,]+) CNY\s+(\S+)$", printed, re.M)
        return {name: Decimal(amount.replace(",", "")) for amount, name in found}

    def test_six_communities_with_history_from_2023(self):
        listed = json.loads(self.books.ok("community", "list", "--json"))
        self.assertEqual([c["community"] for c in listed], [f"33068100000{i}" for i in range(1, 7)])
        self.assertEqual(self.books.psql("select min(booking_date) from entry"), "2023-01-01")
        last = self.books.psql("select date_trunc('month', now() at time zone 'Asia/Shanghai')::date - max(booking_date) from entry where source <> 1")
        self.assertIn(int(last), range(1, 10), "history ends with the last month")
        late = self.books.psql("select count(*) from entry where (recorded_at at time zone 'Asia/Shanghai')::date - booking_date > 40")
        self.assertEqual(late, "0", "each month was recorded soon after it ended")

    def test_what_the_bank_knows_came_in_as_bank_files(self):
        by_hand = "select fund, count(*) from entry_number join entry using (community_id, seq) where source = 1 and fund <> 1 group by 1"
        self.assertEqual(self.books.psql(by_hand), "2|1", "besides the special account of the maintenance fund one approved payment is entered by hand")
        self.assertEqual(self.books.psql("select count(*) from import_batch"), self.books.psql("select count(*) from document where type = 1"))

    def test_every_month_is_closed(self):
        months = self.books.psql("select count(distinct to_date) || ' ' || count(*) || ' ' || max(to_date) from period").split()
        last = self.books.psql("select (date_trunc('month', now() at time zone 'Asia/Shanghai') - interval '1 day')::date")
        self.assertEqual(int(months[1]), 6 * int(months[0]), "the same months in six communities")
        self.assertEqual(months[2], last)

    def test_units_own_the_maintenance_fund(self):
        """The sub-accounts add up to the fund's net assets less the repairs of the open month; each year's income went to the units."""
        held = {line.split("|")[0]: int(line.split("|")[1]) for line in self.books.psql(
            "select p.community_id, sum(case p.side when 2 then amount_fen else -amount_fen end) from posting p join account a using (community_id, account_no)"
            " where a.fund = 1 and (a.code like '3001%' or a.code like '3002%' or a.code like '5001%') group by 1").splitlines()}
        for community, fen in held.items():
            units = json.loads(self.books.ok("unit", "list", "--community", community, "--json"))
            self.assertGreaterEqual(len(units), 30)
            self.assertEqual(sum(Decimal(unit["balance"]) for unit in units), Decimal(fen) / 100, community)
            self.assertTrue(all(Decimal(unit["balance"]) > 0 and Decimal(unit["earned"]) > 0 for unit in units), community)
        shared = self.books.psql("select count(*) from entry where source = 3 and entry_type = 1")
        self.assertGreaterEqual(int(shared), 6 * 3, "2023, 2024 and 2025 were shared out")

    def test_loading_again_changes_nothing(self):
        before = self.books.digest()
        self.assertIn("已经装好", self.books.ok("demo"))
        self.assertEqual(self.books.digest(), before)

    def test_hledger_agrees_on_every_account(self):
        self.assertEqual(self.oracle("hledger", "-f", str(self.journal), "bal", "--flat"), self.own_balances())
        turned = self.own_balances(carried=False)
        self.assertGreater(len(turned), 100)
        self.assertEqual(self.oracle("hledger", "-f", str(self.journal), "bal", "--flat", "not:desc:^结转"), turned)

    def test_ledger_agrees_on_every_account(self):
        self.assertEqual(self.oracle("ledger", "-f", str(self.journal), "bal", "--flat", "--no-total"), self.own_balances())

    def test_bank_balances_are_those_of_the_last_statement(self):
        wrong = self.books.psql(
            "select l.community_id from (select distinct on (community_id, bank_account_seq) * from bank_line"
            " order by community_id, bank_account_seq, booked_on desc, seconds desc, entry_seq desc) l"
            " where l.balance_fen <> (select sum(case p.side when 1 then p.amount_fen else -p.amount_fen end) from posting p"
            " join posting_dim d using (community_id, seq, line) join account a using (community_id, account_no)"
            " join entry e on e.community_id = p.community_id and e.seq = p.seq and (e.source <> 1 or p.fund <> 2)"
            " where p.community_id = l.community_id and d.dimension = 1 and d.value = l.bank_account_seq and a.class = 1)")
        self.assertEqual(wrong, "")

    def test_transfers_arrive_in_the_maintenance_fund(self):
        sent = self.books.psql("select sum(amount_fen) from posting p join account a using (community_id, account_no) where a.fund = 2 and a.code = '6001' and p.side = 1")
        arrived = self.books.psql("select sum(amount_fen) from posting p join account a using (community_id, account_no) where a.fund = 1 and a.code = '420101' and p.side = 2")
        self.assertEqual(sent, arrived)

    def test_everything_verifies(self):
        self.books.ok("verify")
        self.books.ok("check")

    def ask(self, *args):
        """What a verb says of the community that is bound to rules."""
        return json.loads(self.books.ok(*args, "--community", RULED, "--json"))

    def test_one_withdrawal_from_application_to_payment(self):
        """Three people besides the applicant said yes, and the payment is in the books."""
        paid = next(w for w in self.ask("withdrawal", "list") if w["state"] == "approved" and w["fund"] == "PI")
        self.assertEqual((paid["amount"], paid["paid"]), ("3260.00", "3260.00"))
        found = self.ask("withdrawal", "show", paid["seq"])
        self.assertEqual([(a["approver"], a["verdict"]) for a in found["approvals"]], [("何志强", "yes"), ("陈文博", "yes"), ("金水根", "yes")])
        self.books.refused(3, "withdrawal.closed", "withdrawal", "refuse", paid["seq"], "--as", "金水根", "--reason", "晚了", "--community", RULED)
        booked = self.books.psql("select p.amount_fen from posting p join account a using (community_id, account_no) join entry e on e.community_id = p.community_id"
                                 f" and e.seq = p.seq where p.community_id = {RULED} and a.fund = 2 and a.code = '6002' and e.source = 1")
        self.assertEqual(booked, "326000")

    def test_a_payment_cut_into_parts_is_refused(self):
        """Both parts stay under what the committee decides alone, their sum does not: the warning stands, the answer is no."""
        second, first = [w for w in self.ask("withdrawal", "list") if w["state"] != "approved"]
        self.assertEqual((first["amount"], first["state"], first["outcome"]), ("4800.00", "submitted", "pass"))
        self.assertEqual((second["amount"], second["state"], second["outcome"]), ("4600.00", "refused", "warning"))
        found = self.ask("withdrawal", "show", second["seq"])
        self.assertEqual((found["verdict"]["matter"], found["verdict"]["tier"]), ("9400.00", 2))
        self.assertEqual([rule["rule"] for rule in found["verdict"]["rules"] if rule["outcome"] != "pass"], ["split"])
        self.assertEqual([(a["verdict"], a["reason"]) for a in found["approvals"]], [("no", "拆分付款")])

    def test_a_lift_was_repaired_in_an_emergency(self):
        """Half in advance, the rest by the final account; the flats of the building bear it by area, and it was published."""
        lift = self.ask("project", "list")[0]
        self.assertEqual((lift["state"], lift["budget"], lift["settled"], lift["paid"], lift["apportioned"]),
                         ("closed", "18600.00", "19420.00", "19420.00", "19420.00"))
        borne = self.books.psql("select sum(l.amount_fen), count(distinct l.unit), bool_and(u.address like '1幢%') from unit_line l"
                                " join entry_ref r on r.community_id = l.community_id and r.seq = l.seq and r.role = 7"
                                " join (select unit, convert_from(o.value, 'UTF8') as address, u.community_id from unit u"
                                " join opening o on o.community_id = u.community_id and o.commitment = u.address) u"
                                f" on u.community_id = l.community_id and u.unit = l.unit where l.community_id = {RULED}")
        self.assertEqual(borne, "1942000|18|t")

    def test_an_order_stops_what_it_names(self):
        """The township names the first part, nobody can approve it; an owner asked about the second and was answered in time."""
        first = next(w["seq"] for w in self.ask("withdrawal", "list") if w["state"] == "submitted")
        order = self.ask("order", "list")[0]
        self.assertEqual((order["subject"], order["clause"], order["state"], order["issuer"]), (first, "ZHJ-11-3", "issued", "孟怀瑾"))
        self.books.refused(3, "withdrawal.rule", "withdrawal", "approve", first, "--as", "陈文博", "--community", RULED)
        objection = self.ask("objection", "list")[0]
        self.assertEqual((objection["state"], objection["days_late"], objection["owner"]), ("answered", 0, "杨静怡"))

    def test_a_vote_passed_and_one_missed_its_quorum(self):
        """Counted here again from the ballots and the register: 54 owners, two thirds must take part."""
        for decision, (part, yes, result) in zip(self.ask("decision", "list"), ((43, 34, "passed"), (35, 30, "failed"))):
            self.assertEqual((decision["people"], decision["result"]), ({"all": 54, "part": part, "yes": yes}, result))
            self.assertEqual(3 * part >= 2 * 54, result == "passed")
            area = self.books.psql(f"select sum(area_cm2), sum(area_cm2) filter (where choice = 1) from ballot where community_id = {RULED}"
                                   f" and decision_seq = {decision['seq']}").split("|")
            self.assertEqual([decision["area"][k] for k in ("part", "yes")], [f"{int(cm2) // 10000}.{int(cm2) % 10000 // 100:02d}" for cm2 in area])
        self.assertEqual(self.ask("decision", "list")[0]["limit"], "86000.00")

    def test_one_disclosure_is_overdue(self):
        """All quarters were shown but for one, whose last day is over."""
        shown = ("income", "fund", "cost")
        overdue = [d for d in self.ask("duty", "list")["duties"] if d["state"] == "overdue" and d["kind"] in shown]
        self.assertEqual([d["kind"] for d in overdue], ["income"])
        self.assertGreater(overdue[0]["days"], 0)
        self.assertNotIn((overdue[0]["kind"], overdue[0]["first"]), [(d["kind"], d["first"]) for d in self.ask("disclosure", "list")])

    def test_this_months_statement_can_be_imported(self):
        path = self.books.folder / "next.csv"
        path.write_bytes(subprocess.run(self.books.command("demo", "--next-file"), check=True, capture_output=True).stdout)
        if path.stat().st_size == 0:
            return  # nothing has happened yet on the first day of a month
        first = json.loads(self.books.ok("import", "--community", FIRST, "--json", path))
        self.assertGreater(first["new"] + first["seen"], 0)
        again = json.loads(self.books.ok("import", "--community", FIRST, "--json", path))
        self.assertEqual((again["new"], again["replayed"]), (0, True))
        self.books.ok("verify")

    def test_the_exported_journal_verifies_without_us(self):
        folder = self.books.folder / "journal"
        self.books.ok("export", "journal", "--community", FIRST, folder)
        checkpoint = (folder / "checkpoint").read_text().splitlines()
        self.assertEqual(checkpoint[1], self.books.psql(f"select size from head where community_id = {FIRST}"))
        verifier = self.books.command("x")[0].replace("/mingzhang", "/verifier/mingzhang-verify")
        done = subprocess.run([verifier, "journal", str(folder)], capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        bundle = sorted((folder / "tile/entries").iterdir())[0]
        damaged = bytearray(bundle.read_bytes())
        damaged[len(damaged) // 2] ^= 1
        bundle.write_bytes(damaged)
        self.assertEqual(subprocess.run([verifier, "journal", str(folder)], capture_output=True, check=False).returncode, 5)


if __name__ == "__main__":
    unittest.main(verbosity=2)

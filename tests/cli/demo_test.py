#!/usr/bin/env python3
"""The demonstration city: loaded through the importers, recomputed by two programs that share no code with ours."""
import json
import re
import subprocess
import unittest
from decimal import Decimal

from books import Books

FIRST = "330681000001"
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

    def own_balances(self):
        """Every account with its balance, from the postings."""
        rows = self.books.psql(
            "select a.class, f.code, p.community_id, a.code || replace(a.name, ' ', ''), sum(case p.side when 1 then amount_fen else -amount_fen end)"
            " from posting p join account a using (community_id, account_no)"
            " join (values (1, 'MF'), (2, 'PI'), (3, 'WD'), (4, 'OP')) f (fund, code) on f.fund = p.fund group by 1, 2, 3, 4")
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
        last = self.books.psql("select date_trunc('month', now() at time zone 'Asia/Shanghai')::date - max(booking_date) from entry")
        self.assertIn(int(last), range(1, 10), "history ends with the last month")
        late = self.books.psql("select count(*) from entry where (recorded_at at time zone 'Asia/Shanghai')::date - booking_date > 40")
        self.assertEqual(late, "0", "each month was recorded soon after it ended")

    def test_history_came_in_as_bank_files(self):
        self.assertEqual(self.books.psql("select count(*) from entry where source <> 2"), "0")
        self.assertEqual(self.books.psql("select count(*) from import_batch"), self.books.psql("select count(*) from document_blob"))

    def test_loading_again_changes_nothing(self):
        before = self.books.digest()
        self.assertIn("已经装好", self.books.ok("demo"))
        self.assertEqual(self.books.digest(), before)

    def test_hledger_agrees_on_every_account(self):
        ours = self.own_balances()
        self.assertGreater(len(ours), 100)
        self.assertEqual(self.oracle("hledger", "-f", str(self.journal), "bal", "--flat"), ours)

    def test_ledger_agrees_on_every_account(self):
        self.assertEqual(self.oracle("ledger", "-f", str(self.journal), "bal", "--flat", "--no-total"), self.own_balances())

    def test_bank_balances_are_those_of_the_last_statement(self):
        wrong = self.books.psql(
            "select l.community_id from (select distinct on (community_id, bank_account_seq) * from bank_line"
            " order by community_id, bank_account_seq, booked_on desc, seconds desc, entry_seq desc) l"
            " where l.balance_fen <> (select sum(case p.side when 1 then p.amount_fen else -p.amount_fen end) from posting p"
            " join posting_dim d using (community_id, seq, line) join account a using (community_id, account_no)"
            " where p.community_id = l.community_id and d.dimension = 1 and d.value = l.bank_account_seq and a.class = 1)")
        self.assertEqual(wrong, "")

    def test_transfers_arrive_in_the_maintenance_fund(self):
        sent = self.books.psql("select sum(amount_fen) from posting p join account a using (community_id, account_no) where a.fund = 2 and a.code = '6001'")
        arrived = self.books.psql("select sum(amount_fen) from posting p join account a using (community_id, account_no) where a.fund = 1 and a.code = '420101'")
        self.assertEqual(sent, arrived)

    def test_everything_verifies(self):
        self.books.ok("verify")
        self.books.ok("check")

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

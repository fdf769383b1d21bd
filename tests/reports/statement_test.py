#!/usr/bin/env python3
"""Statements and books at the command line: what the vouchers say, by SQL over single lines and by hledger; refusals."""
import csv
import datetime
import hashlib
import io
import json
import pathlib
import re
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "cli"))
from books import CCB, COMMUNITY, ICBC, QUARTER, Books, ccb, yuan  # pylint: disable=wrong-import-position

UNITS = "幢,房号,面积,用途,业主\n1幢,101,100,商品住宅,张三\n1幢,102,100,商品住宅,李四\n2幢,201,80,公有住房,赵六\n"
DAYS = ("2026-01-31", "2026-02-10", "2026-02-28", "2026-03-31")


def rows(report):
    """Table -> key of row -> key of column -> cell."""
    found = {}
    for section in report["sections"]:
        for table in section["tables"]:
            keys = [column["key"] for column in table["columns"]]
            found[table["key"]] = {row["key"]: dict(zip(keys, row["cells"])) for row in table["rows"]}
    return found


def fen(text):
    """"1234.50" as fen; nothing is nothing."""
    return int(text.replace(".", "")) if text else 0


class StatementTest(unittest.TestCase):
    """One set of books: deposits, refunds, a red letter, an imported quarter, a closed month."""

    @classmethod
    def setUpClass(cls):
        cls.books = Books()
        b = cls.books
        b.ok("unit", "import", b.write("units.csv", UNITS), "--community", COMMUNITY, "--date", "2026-01-01")
        for i, (unit, amount, day) in enumerate((("101", "2000.00", "2026-01-05"), ("102", "1500.00", "2026-02-01"),
                                                 ("201", "800.00", "2026-02-05"), ("101", "33.33", "2026-03-02"))):
            b.ok("deposit", "add", unit, amount, "--key", f"deposit-{i:04d}", "--community", COMMUNITY, "--date", day)
        b.ok("deposit", "refund", "101", "500.00", "--kind", "this-year", "--key", "refund-0001", "--community", COMMUNITY, "--date", "2026-02-15")
        b.ok("deposit", "refund", "102", "300.00", "--kind", "house-lost", "--key", "refund-0002", "--community", COMMUNITY, "--date", "2026-02-16")
        b.ok("entry", "reverse", "MF-记-2026-02-0002", "--community", COMMUNITY, "--date", "2026-02-20")
        b.ok("import", b.write("statement.csv", ccb(QUARTER, opening=123456)), "--community", COMMUNITY, "--opening")
        b.ok("period", "close", "2026-01", "--community", COMMUNITY)

    @classmethod
    def tearDownClass(cls):
        cls.books.close()

    def report(self, kind, *args, form="json"):
        said = self.books.ok("report", kind, *args, "--community", COMMUNITY, "--format", form)
        return json.loads(said) if form == "json" else said

    def turnover(self, fund, first, last):
        """Code -> (debit, credit) in fen, from single lines."""
        number = {"MF": 1, "PI": 2}[fund]
        said = self.books.psql(
            "select code, sum(case side when 1 then amount_fen else 0 end), sum(case side when 2 then amount_fen else 0 end) from posting "
            f"join account using (community_id, account_no) where account.fund = {number} and booking_date between '{first}' and '{last}' group by 1")
        return {code: (int(debit), int(credit)) for code, debit, credit in (row.split("|") for row in said.splitlines())}

    def test_trial_balance_is_what_the_lines_say(self):
        for fund in ("MF", "PI"):
            for day in DAYS:
                with self.subTest(fund=fund, day=day):
                    self.trial(fund, day)

    def trial(self, fund, day):
        found = rows(self.report("trial-balance", "--fund", fund, "--period", day[:7], "--as-of", day))["accounts"]
        until = self.turnover(fund, "1990-01-01", day)
        for code, (debit, credit) in until.items():
            row = found.get(code, {"closing_debit": None, "closing_credit": None})
            self.assertEqual(fen(row["closing_debit"]) - fen(row["closing_credit"]), debit - credit, code)
        for code, row in found.items():
            leaves = [sides for leaf, sides in until.items() if leaf.startswith(code)] if code != "total" else list(until.values())
            net = sum(debit - credit for debit, credit in leaves)
            self.assertEqual(fen(row["closing_debit"]) - fen(row["closing_credit"]), net, code)
        self.assertEqual(found["total"]["closing_debit"], found["total"]["closing_credit"])

    def test_hledger_agrees_on_several_days(self):
        journal = self.books.write("books.journal", self.books.ok("export", "hledger", "--community", COMMUNITY))
        for fund in ("MF", "PI"):
            for day in DAYS:
                with self.subTest(fund=fund, day=day):
                    self.assertEqual(self.told(fund, day), self.hledger(journal, fund, day))

    def told(self, fund, day):
        """Leaf accounts with a balance, as the trial balance tells them."""
        found = rows(self.report("trial-balance", "--fund", fund, "--period", day[:7], "--as-of", day))["accounts"]
        leaves = [code for code in found if code != "total" and not any(other != code and other.startswith(code) for other in found)]
        nets = {code: fen(found[code]["closing_debit"]) - fen(found[code]["closing_credit"]) for code in leaves}
        return {code: net for code, net in nets.items() if net}

    @staticmethod
    def hledger(journal, fund, day):
        """The same from hledger, up to and with the day."""
        after = str(datetime.date.fromisoformat(day) + datetime.timedelta(days=1))
        said = subprocess.run(["hledger", "-f", str(journal), "bal", "-e", after, "--flat", "-O", "csv", f":{fund}:"],
                              capture_output=True, text=True, check=True).stdout
        found = {}
        for name, amount in list(csv.reader(io.StringIO(said)))[1:]:
            code = re.match(r"\d+", name.split(":")[-1])
            if code and amount != "0":
                found[code.group()] = fen(amount.removesuffix(" CNY").replace(",", ""))
        return found

    def test_behind_a_figure_stand_its_vouchers(self):
        for kind, period, name, fund in (("income", "2026-02", "4001.year", "MF"), ("balance-sheet", "2026-02", "3001.closing", "MF"),
                                         ("net-assets", "2026", "surplus.3002", "MF"), ("income", "2026Q1", "P01.net", "PI"),
                                         ("trial-balance", "2026-02", "4001.credit", "PI"), ("general-ledger", "2026", "1002.2026-01.debit", "PI")):
            with self.subTest(kind=kind, name=name):
                list_of = rows(self.report(kind, "--period", period, "--fund", fund, "--behind", name))["vouchers"]
                total = list_of.pop("total")["amount"]
                self.assertGreater(len(list_of), 0)
                self.assertEqual(yuan(sum(fen(row["amount"]) for row in list_of.values())), total)
                self.assertTrue(all(key.startswith(fund + "-") for key in list_of))
        deposits = rows(self.report("income", "--period", "2026-02", "--behind", "4001.period"))["vouchers"]
        self.assertEqual([row["amount"] for row in deposits.values()], ["1500.00", "800.00", "-500.00", "-800.00", "1000.00"])

    def test_books_of_account(self):
        ledger = rows(self.report("ledger", "--period", "2026-02", "--account", "100101"))["lines"]
        self.assertEqual((ledger["opening"]["balance"], ledger["total"]["balance"]), ("2000.00", "3000.00"))
        self.assertEqual(list(ledger.values())[1]["voucher"], "MF-记-2026-02-0001")
        bank = rows(self.report("ledger", "--period", "2026Q1", "--bank-account", CCB, "--fund", "PI"))["lines"]
        self.assertEqual(bank["total"]["balance"], "22297.40")
        journal = rows(self.report("journal-book", "--period", "2026-02"))["lines"]
        self.assertEqual((journal["total"]["debit"], journal["total"]["credit"]), ("2300.00", "2300.00"))
        same = rows(self.report("journal-book", "--period", "2026-02", "--bank-account", ICBC))["lines"]
        self.assertEqual(same["total"]["balance"], "3000.00")
        general = rows(self.report("general-ledger", "--period", "2026", "--as-of", "2026-03-31", "--account", "1001"))["general_ledger"]
        self.assertEqual(general["1001.closing"]["balance"], "3033.33")

    def test_unit_and_voucher(self):
        unit = rows(self.report("unit", "101", "--period", "2026-02"))["lines"]
        self.assertEqual((unit["opening"]["balance"], unit["total"]["out"], unit["total"]["balance"]), ("2000.00", "500.00", "1500.00"))
        voucher = self.report("voucher", "MF-记-2026-02-0002")
        self.assertEqual((voucher["facts"]["date"], voucher["facts"]["summary"], voucher["facts"]["documents"]), ("2026-02-05", "交存维修资金", "0"))
        self.assertRegex(voucher["facts"]["reversed_by"], r"MF-记-2026-02-\d{4}")
        self.assertEqual(rows(voucher)["lines"]["total"], {"summary": "合计", "account": "", "details": "", "debit": "800.00", "credit": "800.00"})
        self.assertEqual(rows(voucher)["hands"]["1"]["name"], "财务委员")

    def test_what_was_known_before_a_late_entry(self):
        args = ("--period", "2026-03", "--as-of", "2026-03-31")
        size = self.books.psql(f"select size from head where community_id = {COMMUNITY}")
        forms = [(kind, fund) for kind in ("balance-sheet", "income", "trial-balance") for fund in ("MF", "PI")] + [("receipts", "PI")]
        before = {(kind, fund, form): self.report(kind, *args, "--fund", fund, form=form) for kind, fund in forms for form in ("html", "csv", "json")}
        self.books.ok("deposit", "add", "102", "7.77", "--key", "late-00001", "--community", COMMUNITY, "--date", "2026-03-30")
        for (kind, fund, form), text in before.items():
            self.assertEqual(self.report(kind, *args, "--fund", fund, "--known-at", size, form=form), text)
        self.assertNotEqual(self.report("balance-sheet", *args, form="csv"), before["balance-sheet", "MF", "csv"])
        self.books.ok("entry", "reverse", self.newest(), "--community", COMMUNITY, "--date", "2026-03-30")

    def newest(self):
        """The number of the newest voucher."""
        return self.books.ok("entry", "list", "--community", COMMUNITY).split()[1]

    def test_the_root_of_an_earlier_size(self):
        """The root told for a size is the one that the head had then: computed here from the leaves."""
        leaves = [bytes.fromhex(line) for line in self.books.psql(
            f"select encode(leaf, 'hex') from journal where community_id = {COMMUNITY} order by seq").splitlines()]
        for size in (1, 2, 100, 187, 255, 256, 257, len(leaves) - 1):
            if size <= len(leaves):
                told = self.report("trial-balance", "--period", "2026-02", "--known-at", size)
                self.assertEqual(told["facts"]["root"], root(leaves[:size]).hex(), size)

    def test_refusals(self):
        period = ("--period", "2026-02")
        for status, code, *args in (
                (2, "report.period", "balance-sheet", "--period", "2026-2"), (2, "report.period", "balance-sheet", "--period", "2024..2025"),
                (2, "report.period", "net-assets", *period), (2, "report.period", "disclosure", "--period", "2026-02"),
                (3, "report.as_of", "income", *period, "--as-of", "2026-03-01"), (3, "report.as_of", "income", "--period", "2199"),
                (2, "report.known_at", "income", *period, "--known-at", "0"), (2, "report.known_at", "income", *period, "--known-at", "999999"),
                (2, "report.known_at", "income", *period, "--known-at", "2026-02-01T25:00:00Z"), (2, "report.known_at", "income", *period, "--known-at", "x"),
                (2, "report.known_at", "income", *period, "--known-at", "2000-01-01"), (3, "report.figure", "income", *period, "--behind", "4001"),
                (3, "report.account", "ledger", *period, "--account", "4019"), (3, "report.fund", "receipts", *period),
                (3, "fund.unknown", "warranty", *period), (2, "report.period", "receipts", "--period", "2025..2026", "--fund", "PI"),
                (3, "report.figure", "receipts", *period, "--fund", "PI", "--behind", "P01.period"), (3, "fund.unknown", "income", *period, "--fund", "OP"),
                (3, "unit.unknown", "unit", "999", *period), (3, "entry.unknown", "voucher", "MF-记-2026-02-0099"),
                (3, "bank_account.unknown", "ledger", *period, "--bank-account", CCB), (2, "usage.invalid", "ledger", *period),
                (2, "date.invalid", "income", *period, "--as-of", "2026-02-30")):
            with self.subTest(code=code, args=args):
                self.books.refused(status, code, "report", *args, "--community", COMMUNITY)

    def test_turnover_that_is_off_by_one_fen_is_no_statement(self):
        change = "update turnover set debit_fen = debit_fen {} 1 where (fund, month) = (1, 2026 * 12 + 1) and account_no in " \
                 f"(select account_no from account where community_id = {COMMUNITY} and fund = 1 and code = '100101')"
        self.books.psql(change.format("+"))
        for kind in ("balance-sheet", "trial-balance"):
            self.books.refused(1, "report.cross_foot", "report", kind, "--community", COMMUNITY, "--period", "2026-02")
        self.books.psql(change.format("-"))
        self.report("balance-sheet", "--period", "2026-02")


def root(leaves):
    """RFC 6962 over leaf hashes."""
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\x01" + root(leaves[:split]) + root(leaves[split:])).digest()


if __name__ == "__main__":
    unittest.main(verbosity=2)

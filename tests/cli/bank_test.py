"""Bank statements against the books: nothing is booked twice, every difference is listed or shown, and a month may wait for it."""
import datetime
import json
import random
import unittest

from books import CCB, COMMUNITY, ICBC, QUARTER, Books, ccb, icbc

WHERE = ("--community", COMMUNITY)
AT = (*WHERE, "--bank-account", CCB)
SEPTEMBER = [
    ("2026-09-03", "09:00:00", 300000, "9月车位月租", "王*", "9-0001"),
    ("2026-09-15", "10:00:00", 1250000, "电梯广告费", "枫桥传媒有限公司", "9-0002"),
    ("2026-09-30", "16:30:00", -500, "账户管理费", "", "9-0003"),
]
OCTOBER = [
    ("2026-10-02", "09:00:00", -86000, "转账支取", "安居维修部", "10-0001"),
    ("2026-10-05", "09:00:00", 300000, "10月车位月租", "王*", "10-0002"),
    ("2026-10-09", "09:00:00", 20000, "来款", "李*", "10-0003"),
]


def rows_of(report, table):
    """The rows of a table of a report in JSON."""
    found = [t for section in report["sections"] for t in section["tables"] if t["key"] == table]
    assert len(found) == 1, table
    return found[0]["rows"]


def listed(report, table):
    """Rows of a list of items, without the total."""
    return [tuple(row["cells"]) for row in rows_of(report, table) if row["key"] != "total"]


class Bank(unittest.TestCase):
    """A public income account with a statement for September and one for October."""

    def setUp(self):
        self.books = Books()
        self.addCleanup(self.books.close)
        self.account = int(self.books.psql("select opened_seq from bank_account where fund = 2"))

    def load(self, name, rows, opening, *more):
        path = self.books.write(name, ccb(rows, opening))
        return json.loads(self.books.ok("import", path, *WHERE, *more, "--json"))

    def post(self, key, date, fen, summary, **more):
        """An entry by hand on the bank account against 6002 (out) or 4901 (in)."""
        amount = f"{abs(fen) / 100:.2f}"
        bank = {"fund": "PI", "account": "100201", "credit" if fen < 0 else "debit": amount, "bank_account": self.account}
        other = {"fund": "PI", "account": "6002" if fen < 0 else "4901", "debit" if fen < 0 else "credit": amount}
        path = self.books.write(f"{key}.json", json.dumps({"entries": [{"key": key, "date": date, "summary": summary, "lines": [bank, other], **more}]},
                                                          ensure_ascii=False))
        self.books.ok("entry", "post", path, *WHERE)
        return int(self.books.psql("select max(seq) from entry"))

    def items(self, *more):
        return json.loads(self.books.ok("bank", "items", *AT, *more, "--json"))

    def form(self, day):
        report = json.loads(self.books.ok("report", "reconciliation", *AT, "--period", day[:7], "--as-of", day, "--format", "json"))
        return report, {row["key"]: (row["cells"][1], row["cells"][3]) for row in rows_of(report, "form")}

    def book(self):
        return int(self.books.psql("select sum(case side when 1 then amount_fen else -amount_fen end) from posting "
                                   "join account using (community_id, account_no) where code = '100201'"))

    def held(self):
        return int(self.books.psql("select max(seq) from held_line"))

    def sound(self):
        self.books.ok("check")
        self.assertEqual(self.books.run("verify").returncode, 0)

    def asserted(self):
        return self.books.psql("select as_of || ' ' || balance_fen from assertion order by seq").splitlines()


class Transit(Bank):
    """Payments that the books have before the bank."""

    def test_a_payment_in_transit_is_listed_then_matched_and_never_booked_twice(self):
        self.load("september.csv", SEPTEMBER, 0, "--as-of", "2026-09-30")
        self.assertEqual(self.asserted(), ["2026-09-30 1549500"])
        payment = self.post("repair-0930", "2026-09-29", -86000, "付3幢门禁维修费")
        self.assertEqual([(i["side"], i["seq"], i["amount"]) for i in self.items()], [("book", payment, "-860.00")])
        report, form = self.form("2026-09-30")
        self.assertEqual(form, {"balance": ("14635.00", "15495.00"), "plus": ("0.00", "0.00"), "less": ("0.00", "860.00"),
                                "adjusted": ("14635.00", "14635.00"), "difference": ("0.00", None)})
        self.assertEqual(listed(report, "book_out"), [("2026-09-29", "PI-记-2026-09-0004", "付3幢门禁维修费", "860.00", "银行尚未入账", 1, "")])
        out = self.load("october.csv", OCTOBER, 1549500)
        self.assertEqual((out["new"], out["held"], out["matched"]), (3, 1, 1))
        self.assertEqual(self.items(), [])
        self.assertEqual(self.asserted()[1:], ["2026-09-30 1549500", "2026-10-08 1763500"])
        report, form = self.form("2026-09-30")
        self.assertEqual(form["adjusted"], ("14635.00", "14635.00"))
        self.assertEqual(listed(report, "book_out")[0][4:], ("银行 2026-10-02 入账", 1, ""))
        self.assertEqual(self.form("2026-10-08")[1]["adjusted"], ("17635.00", "17635.00"))
        self.assertEqual(self.book(), 1783500)
        self.assertIn("没有重复入账", self.books.ok("import", self.books.folder / "october.csv", *WHERE))
        self.sound()

    def test_of_two_equal_payments_none_is_chosen(self):
        self.load("september.csv", SEPTEMBER, 0)
        first, second = (self.post(f"repair-{i}", "2026-09-29", -86000, f"维修费 {i}") for i in (1, 2))
        out = self.load("october.csv", OCTOBER, 1549500)
        self.assertEqual((out["held"], out["matched"]), (1, 0))
        line = self.held()
        self.assertEqual(sorted((i["side"], i["seq"]) for i in self.items()), [("bank", line), ("book", first), ("book", second)])
        self.assertEqual(self.form("2026-10-08")[1]["difference"], ("0.00", None))
        before = self.books.digest()
        self.books.refused(3, "match.line", "bank", "match", first, f"#{second}", *AT)
        self.books.refused(3, "match.entry", "bank", "match", line, f"#{line}", *AT)
        self.books.refused(3, "match.amount", "bank", "match", line, f"#{first}", "--amount", "-860.01", *AT)
        self.books.refused(3, "match.amount", "bank", "match", line, f"#{first}", "--amount", "860.00", *AT)
        self.books.refused(3, "match.unknown", "bank", "unmatch", "1", *WHERE)
        self.books.refused(2, "usage.invalid", "bank", "unmatch", "1", "--reason", "whim", *WHERE)
        self.assertEqual(self.books.digest(), before)
        part = self.books.ok("bank", "match", line, f"#{first}", "--amount", "-300.00", *AT).split()[-1]
        self.assertEqual([(i["seq"], i["amount"]) for i in self.items()], [(line, "-560.00"), (first, "-560.00"), (second, "-860.00")])
        self.sound()
        self.books.ok("bank", "unmatch", part, "--reason", "mistaken", *WHERE)
        before = self.books.digest()
        self.books.ok("bank", "unmatch", part, "--reason", "mistaken", *WHERE)
        self.assertEqual(self.books.digest(), before)
        self.books.ok("bank", "match", line, "PI-记-2026-09-0005", *AT)
        self.assertEqual([(i["seq"], i["amount"]) for i in self.items()], [(first, "-860.00")])
        self.sound()

    def test_random_payments_clear_or_stay_as_a_simple_model_says(self):
        """Amounts are all different, so the model needs no rule: an item is open while only one side has it."""
        chance = random.Random(20261125)
        self.load("september.csv", SEPTEMBER, 0)
        balance, rows, expected = 1549500, [], []
        for i in range(12):
            fen, written = -(1000 + 37 * i), datetime.date(2026, 10, 1) + datetime.timedelta(days=i)
            self.post(f"random-{i}", written.isoformat(), fen, f"付款 {i}")
            delay = chance.choice((0, 1, 3, 7, 8, 99))  # days until the bank has it; 8: too far to be the same, 99: never
            shown = written + datetime.timedelta(days=delay)
            if delay < 99:
                rows.append((shown.isoformat(), f"10:00:{i:02d}", fen, "转账支取", "", f"r-{i:04d}"))
            if delay > 7:
                expected.append(fen)
        rows.sort()
        out = self.load("october.csv", rows, balance, "--as-of", "2026-10-31")
        late = sum(1 for row in rows if row[2] in expected)
        self.assertEqual((out["new"], out["matched"], out["held"]), (len(rows), len(rows) - late, len(rows) - late))
        self.assertEqual(sorted(round(float(i["amount"]) * 100) for i in self.items()), sorted(expected))
        form = self.form("2026-10-31")[1]
        self.assertEqual(form["balance"][1], f"{(balance + sum(row[2] for row in rows)) / 100:.2f}")
        self.assertEqual(form["difference"], ("0.00", None))
        self.sound()


class Statement(Bank):
    """What files and people say of balances."""

    def test_a_file_asserts_whole_days_only(self):
        self.load("quarter.csv", QUARTER, 0)
        # 31 January and 28 February lie inside; of 21 March only the day before is surely complete
        self.assertEqual(self.asserted(), ["2026-01-31 1463000", "2026-02-28 1805050", "2026-03-20 2105050"])
        april = [("2026-05-02", "09:00:00", 100, "来款", "", "5-0001")]
        self.load("april.csv", april, sum(row[2] for row in QUARTER))
        # the next file follows line by line, so nothing happened between 21 March and 2 May
        self.assertEqual(self.asserted()[3:], ["2026-03-31 2106284", "2026-04-30 2106284", "2026-05-01 2106284"])
        self.assertEqual(self.books.psql("select distinct lines from assertion order by 1"), "1\n9")
        self.sound()

    def test_a_single_day_asserts_nothing_unless_somebody_knows(self):
        day = [("2026-09-30", "09:00:00", 100, "来款", "", "9-1001"), ("2026-09-30", "10:00:00", 200, "来款", "", "9-1002")]
        path = self.books.write("day.csv", ccb(day))
        before = self.books.digest()
        today = self.books.psql("select (now() at time zone 'Asia/Shanghai')::date")
        self.books.refused(3, "import.covers", "import", path, *WHERE, "--as-of", "2026-09-29")
        self.books.refused(3, "import.covers", "import", path, *WHERE, "--as-of", today)
        self.assertEqual(self.books.digest(), before)
        self.books.ok("import", path, *WHERE)
        self.assertEqual(self.asserted(), [])
        self.sound()

    def test_by_hand_and_a_difference_is_shown_not_hidden(self):
        self.load("september.csv", SEPTEMBER, 0)
        paper = json.loads(self.books.ok("document", "add", self.books.write("paper.xml", "<statement/>"), "--kind", "statement", *WHERE, "--json"))["document"]
        before = self.books.digest()
        today = self.books.psql("select (now() at time zone 'Asia/Shanghai')::date")
        self.books.refused(3, "reconciliation.future", "bank", "assert", "--date", today, "--balance", "1.00", "--document", paper, *AT)
        self.books.refused(3, "document.unknown", "bank", "assert", "--date", "2026-09-30", "--balance", "1.00", "--document",
                           "01900000-0000-7000-8000-000000000000", *AT)
        self.books.refused(3, "bank_account.unknown", "bank", "assert", "--date", "2026-09-30", "--balance", "1.00", "--document", paper, *WHERE,
                           "--bank-account", "99999999")
        self.books.refused(3, "reconciliation.unstated", "report", "reconciliation", *AT, "--period", "2026-09", "--format", "json")
        self.books.refused(2, "usage.invalid", "report", "reconciliation", *WHERE, "--period", "2026-09", "--format", "json")
        self.assertEqual(self.books.digest(), before)
        self.books.ok("bank", "assert", "--date", "2026-09-30", "--balance", "15500.00", "--document", paper, *AT)
        report, form = self.form("2026-09-30")
        self.assertEqual((form["balance"], form["difference"]), (("15495.00", "15500.00"), ("-5.00", None)))
        self.assertIn("没有对平", json.dumps(report, ensure_ascii=False))
        self.assertIn("-5.00", self.books.ok("bank", "list", *AT))
        found = json.loads(self.books.run("check", "--json").stdout)
        self.assertEqual(self.books.run("check").returncode, 4)
        self.assertIn("bank_reconciled", json.dumps(found))
        closing = ("period", "close", "2026-09", "--require-reconciliation", *WHERE)
        problem = self.books.refused(3, "period.undecided", *closing)
        self.assertIn("中国建设银行 …1234 2026-09-30 -5.00", problem["detail"])
        self.books.ok("bank", "assert", "--date", "2026-09-30", "--balance", "15495.00", "--document", paper, *AT)
        before = self.books.digest()
        self.books.ok("bank", "assert", "--date", "2026-09-30", "--balance", "15495.00", "--document", paper, *AT)
        self.assertEqual(self.books.digest(), before)
        self.books.ok(*closing)
        self.sound()

    def test_an_account_without_lines_is_compared_as_a_whole(self):
        self.post("cash-in-001", "2026-09-10", 5000, "现金存入")
        paper = json.loads(self.books.ok("document", "add", self.books.write("paper.xml", "<statement/>"), "--kind", "statement", *WHERE, "--json"))["document"]
        self.books.ok("bank", "assert", "--date", "2026-09-30", "--balance", "50.00", "--document", paper, *AT)
        report, form = self.form("2026-09-30")
        self.assertEqual((form["adjusted"], form["difference"]), (("50.00", "50.00"), ("0.00", None)))
        self.assertIn("没有导入过银行流水", json.dumps(report, ensure_ascii=False))
        self.sound()

    def test_a_month_waits_for_its_statement_when_asked_to(self):
        self.load("september.csv", SEPTEMBER, 0)
        before = self.books.digest()
        problem = self.books.refused(3, "period.undecided", "period", "close", "2026-09", "--require-reconciliation", *WHERE)
        self.assertIn("中国建设银行 …1234 2026-09-30", problem["detail"])
        self.assertIn("statement 中国建设银行 …1234 2026-09-30", self.books.ok("period", "show", "--require-reconciliation", *WHERE))
        self.assertNotIn("statement", self.books.ok("period", "show", *WHERE))
        self.assertEqual(self.books.digest(), before)
        self.load("october.csv", OCTOBER, 1549500)
        self.books.ok("period", "close", "2026-09", "--require-reconciliation", *WHERE)
        self.sound()


class Correction(Bank):
    """Bank lines whose entries are corrected, and lines that nobody can place yet."""

    def reverse(self, key, *more):
        self.books.ok("entry", "reverse", "PI-记-2026-09-0002", *WHERE, "--summary", "注销", "--key", key, "--date", "2026-10-10", *more)

    def test_the_line_of_a_reversed_entry_is_open_until_its_correction(self):
        self.load("september.csv", SEPTEMBER, 0, "--as-of", "2026-09-30")
        self.load("october.csv", OCTOBER, 1549500, "--as-of", "2026-10-31")
        self.reverse("reverse-0001")
        self.assertEqual([(i["side"], i["amount"], i["cause"]) for i in self.items()], [("bank", "12500.00", 2)])
        report, form = self.form("2026-10-31")
        self.assertEqual((form["balance"], form["plus"], form["difference"]), (("5335.00", "17835.00"), ("12500.00", "0.00"), ("0.00", None)))
        self.assertEqual(listed(report, "bank_in")[0][4], "入账凭证 PI-记-2026-09-0002 已冲销")
        line = self.items()[0]["seq"]
        again = self.post("advert-again", "2026-10-10", 1250000, "电梯广告费")
        self.books.ok("bank", "match", line, f"#{again}", *AT)
        self.assertEqual(self.items(), [])
        self.assertEqual(self.form("2026-09-30")[1]["adjusted"], ("15495.00", "15495.00"))
        self.sound()

    def test_lines_that_no_rule_decides_are_held_on_demand(self):
        path = self.books.write("fund.csv", icbc([("2026-09-03", "09:00:00", 500000, "来历不明", "某某"), ("2026-09-04", "09:00:00", 1, "利息", "")]))
        before = self.books.digest()
        self.books.refused(3, "import.undecided", "import", path, *WHERE)
        self.assertEqual(self.books.digest(), before)
        self.assertIn("挂起", self.books.ok("import", path, *WHERE, "--hold", "--dry-run"))
        self.assertEqual(self.books.digest(), before)
        self.books.ok("import", path, *WHERE, "--hold")
        held = self.books.psql("select count(*), sum(amount_fen) from held_line")
        self.assertEqual(held.split("|")[0], self.books.psql("select refused from import_batch"))
        where = (*WHERE, "--bank-account", ICBC)
        report = json.loads(self.books.ok("report", "reconciliation", *where, "--period", "2026-09", "--as-of", "2026-09-03", "--format", "json"))
        self.assertEqual(listed(report, "bank_in")[0][2:5], ("来历不明", "5000.00", "尚未入账"))
        self.sound()

    def test_every_format_and_what_is_old(self):
        self.load("september.csv", SEPTEMBER, 0, "--as-of", "2026-09-30")
        self.post("repair-old", "2026-09-01", -86000, "付维修费")
        paper = json.loads(self.books.ok("document", "add", self.books.write("paper.xml", "<statement/>"), "--kind", "statement", *WHERE, "--json"))["document"]
        for day in ("2026-10-31", "2026-11-01"):
            self.books.ok("bank", "assert", "--date", day, "--balance", "15495.00", "--document", paper, *AT)
            self.assertEqual(listed(self.form(day)[0], "book_out")[0][5:], (60, "") if day == "2026-10-31" else (61, "超过60天"))
        for kind, mark in (("html", b"<html"), ("csv", b"860.00"), ("xlsx", b"PK"), ("pdf", b"%PDF")):
            out = self.books.folder / f"reconciliation.{kind}"
            self.books.ok("report", "reconciliation", *AT, "--period", "2026-10", "--format", kind, "--out", out)
            self.assertIn(mark, out.read_bytes())


if __name__ == "__main__":
    unittest.main(verbosity=2)

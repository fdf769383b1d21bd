#!/usr/bin/env python3
"""Every path that posts, in a community that is bound to its rules: a payment that nobody approved is refused, with nothing written, or held;
what is no payment goes through, and moves no money out of a fund. The list of paths is compared with the callers in the source."""
import datetime
import json
import pathlib
import re
import sys
import unittest

sys.dont_write_bytecode = True

from books import CCB, COMMUNITY, ICBC, ROOT, Books, ccb

TODAY = (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=8)).date()
YESTERDAY = TODAY - datetime.timedelta(1)
FROM, FAR = str(TODAY - datetime.timedelta(300)), str(TODAY + datetime.timedelta(900))
FIRST = str(YESTERDAY.replace(day=1) - datetime.timedelta(40))
TIME, WARRANTY = "33050165583500006666", "33050165583500005678"
PEOPLE = (("钱财务", "treasurer", "业主委员会"), ("孙委员", "member", "业主委员会"), ("李主任", "chair", "业主委员会"), ("周监督", "supervisor", "暨阳社区"),
          ("吴街道", "township", "暨阳街道办事处"))
PAPER = "<offer/>"

# Where an entry is posted, and the test below that walks the path. A new caller fails test_every_caller_is_walked until it stands here.
PATHS = {
    "cli/book/entry.c": "test_by_hand",
    "cli/demo_house.c": None,  # fills a demonstration before its rules are activated, through entry_post as by hand
    "importers/import.c": "test_by_import",
    "ledger/book/apportionment.c": "test_by_apportionment",
    "ledger/book/deposit.c": "test_by_refund",
    "ledger/book/draft.c": "test_by_draft",
    "ledger/book/entry.c": None,  # entry_post itself: entry_prepare and the commit
    "ledger/book/interest.c": "test_by_schedule",
    "ledger/book/period.c": "test_by_schedule",
    "ledger/book/reversal.c": "test_by_correction",
    "ledger/matter/placement.c": "test_by_placement",
    "ledger/matter/placement_receipt.c": "test_by_placement",
    "ledger/matter/recognition.c": "test_by_schedule",
    "ledger/matter/withdrawal_pay.c": "test_by_application",
    "ledger/warranty/warranty_pay.c": "test_by_warranty",
}


class Gate(unittest.TestCase):
    """One community with 1,000,000 yuan of public income and 300,000 of the maintenance fund, bound to its rules."""

    @classmethod
    def setUpClass(cls):
        cls.books = Books()
        cls.addClassCleanup(cls.books.close)
        cls.number = 0
        cls().found()

    def found(self):
        """Bodies, people, units, money."""
        for body, kind in (("业主委员会", "committee"), ("暨阳社区", "residents-committee"), ("暨阳街道办事处", "township")):
            self.ok("organization", "add", "--name", body, "--kind", kind)
        for name, role, body in PEOPLE:
            self.ok("person", "add", "--name", name, "--role", role)
            self.ok("role", "grant", FROM, FAR, "--name", name, "--role", role, "--by", body)
        self.ok("bank-account", "open", "--fund", "PI", "--bank", "中国建设银行", "--number", TIME, "--kind", "time")
        type(self).bank = int(self.books.psql("select min(opened_seq) from bank_account where fund = 2"))
        self.ok("unit", "import", self.books.write("units.csv", "幢,房号,面积,用途,业主\n1幢,101,100,商品住宅,张三\n1幢,102,100,商品住宅,李四\n"), "--date", FIRST)
        self.post(FIRST, ("100201", "debit", "1000000.00"), ("4901", "credit", "1000000.00"))
        for unit in ("101", "102"):
            self.ok("deposit", "add", unit, "150000.00", "--key", self.key(), "--date", str(TODAY))
        self.ok("party", "add", "安居维修部", "--number", "33050165583500007777")
        type(self).paper = self.ask("document", "add", self.books.write("offer.xml", PAPER), "--kind", "contract")["document"]
        self.prepare()
        self.ok("rules", "activate", "--as", "吴街道")

    def prepare(self):
        """What was there before the rules."""
        type(self).early, type(self).other = (self.post(FIRST, ("6002", "debit", "700.00"), ("100201", "credit", "700.00")) for _ in range(2))
        contract = self.ask("contract", "add", self.books.write("contract.json", json.dumps({
            "party": "安居维修部", "stream": "P01", "from": FIRST, "to": FAR, "document": self.paper, "schedule": [{"due": FIRST, "amount": "3600.00"}]})))["seq"]
        self.ok("entry", "post", self.entry(FIRST, ("100201", "debit", "3600.00"), ("220301", "credit", "3600.00", {"stream": 1, "contract": contract})))
        self.ok("entry", "post", self.entry(FIRST, ("100101", "debit", "90.00"), ("410101", "credit", "90.00"), fund="MF"))

    def key(self):
        """A fresh idempotency key."""
        type(self).number += 1
        return f"gate-{self.number:06d}"

    def ok(self, *args):
        """Runs a verb for the community."""
        return self.books.ok(*args, "--community", COMMUNITY)

    def ask(self, *args):
        """Its JSON."""
        return json.loads(self.ok(*args, "--json"))

    def lines(self, fund, lines):
        """(account, side, amount[, more]) as JSON."""
        bank = self.bank if fund == "PI" else int(self.books.psql("select opened_seq from bank_account where fund = 1"))
        return [{"fund": fund, "account": account, side: amount} | ({"bank_account": bank} if account.startswith("100") else {}) | (more[0] if more else {})
                for account, side, amount, *more in lines]

    def entry(self, date, *lines, fund="PI", **more):
        """A file with one entry."""
        return self.books.write("entry.json", json.dumps({"entries": [
            {"key": self.key(), "date": date, "summary": "收付", "lines": self.lines(fund, lines)} | more]}, ensure_ascii=False))

    def post(self, date, *lines, **more):
        """Posts it; returns its record."""
        self.ok("entry", "post", self.entry(date, *lines, **more))
        return int(self.books.psql("select max(seq) from entry"))

    def money(self):
        """What lies on the accounts of money, by fund."""
        return self.books.psql("select b.fund, sum(b.debit_fen - b.credit_fen) from balance b join account a using (community_id, account_no)"
                               " where left(a.code, 4) in ('1001', '1002', '1012', '1101', '1201') group by 1 order by 1")

    def shut(self, *args, code="payment.unapproved"):
        """Refused, with nothing written."""
        before = self.books.digest()
        self.books.refused(3, code, *args, "--community", COMMUNITY)
        self.assertEqual(self.books.digest(), before)

    def open(self, *args):
        """Goes through, and no money leaves a fund."""
        before = self.money()
        self.ok(*args)
        self.assertEqual(self.money(), before)

    def approved(self, amount):
        """The reservation of an application that went all the way."""
        number = self.ask("withdrawal", "submit", "E02", amount, "安居维修部", self.paper, "--reason", "更换水泵", "--as", "钱财务", "--key", self.key())
        number = number["application"]["seq"]
        for who in ("孙委员", "李主任", "周监督"):
            found = self.ask("withdrawal", "approve", number, "--as", who)
        return number, found["application"]["reservation"]

    def reverse(self, seq):
        """By its number."""
        word, series, number = self.books.psql(f"select word, series, number from entry_number where seq = {seq} and fund = 2").split("|")
        name = f"PI-{'记收付转结初'[int(word) - 1]}-{series[:4]}-{series[4:]}-{int(number):04d}"
        self.ok("entry", "reverse", name, "--summary", "冲销", "--key", self.key(), "--date", str(TODAY))

    def test_every_caller_is_walked(self):
        """The callers in the source are those of PATHS, each walked by a test; nobody else writes the record of an entry."""
        callers, writers = set(), set()
        for folder in ("audit", "cli", "importers", "ledger", "server"):
            for path in sorted((ROOT / folder).rglob("*.c")):
                text = path.read_text(encoding="utf-8")
                name = str(path.relative_to(ROOT))
                callers |= {name} if re.search(r"\bentry_(post|prepare)\(", text) else set()
                writers |= {name} if re.search(r"change_add\([^;]*\bRECORD_entry\b", text) else set()
        self.assertEqual(callers, set(PATHS))
        self.assertEqual(writers, {"ledger/book/entry.c"})
        for test in filter(None, PATHS.values()):
            self.assertTrue(callable(getattr(self, test, None)), test)
        with self.assertRaises(AssertionError):
            self.assertEqual(callers | {"ledger/new.c"}, set(PATHS))

    def test_by_hand(self):
        """As it is, called opening, beside an income, under a reservation of one's own, above what was approved."""
        #= test ZHJ-11-3
        payment = (("6002", "debit", "10.00"), ("100201", "credit", "10.00"))
        self.shut("entry", "post", self.entry(str(TODAY), *payment))
        self.shut("entry", "post", self.entry(str(TODAY), *payment, type="opening"))
        self.shut("entry", "post", self.entry(str(TODAY), ("100201", "debit", "10.00"), ("4901", "credit", "10.00"), *payment))
        self.shut("entry", "post", self.entry(str(TODAY), ("590101", "debit", "10.00"), ("100101", "credit", "10.00"), fund="MF"))
        self.shut("entry", "post", self.entry(str(TODAY), *payment, type="difference", adjusts=self.other))
        held = int(self.ok("reservation", "make", "100201", "10.00", "--date", str(TODAY), "--key", self.key()).strip()[1:])
        self.shut("entry", "post", self.entry(str(TODAY), *payment, captures=[{"reservation": held, "amount": "10.00"}]))
        _, held = self.approved("9.00")
        self.shut("entry", "post", self.entry(str(TODAY), *payment, captures=[{"reservation": held, "amount": "9.00"}], payee="安居维修部"))
        self.open("entry", "post", self.entry(str(TODAY), ("101201", "debit", "10.00", {"bank_account": self.bank}), ("100201", "credit", "10.00")))

    def test_by_correction(self):
        """A red letter is no payment; one correction pays again what was paid, and no second one, be it in the same request."""
        payment = (("6002", "debit", "700.00"), ("100201", "credit", "700.00"))
        self.reverse(self.early)
        two = {"entries": [{"key": self.key(), "date": str(TODAY), "summary": "更正", "type": "correction", "replaces": self.early,
                            "lines": self.lines("PI", payment)} for _ in range(2)]}
        self.shut("entry", "post", self.books.write("two.json", json.dumps(two)))
        self.shut("entry", "post", self.entry(str(TODAY), ("6002", "debit", "700.01"), ("100201", "credit", "700.01"), type="correction", replaces=self.early))
        again = self.post(str(TODAY), *payment, type="correction", replaces=self.early)
        self.shut("entry", "post", self.entry(str(TODAY), *payment, type="correction", replaces=self.early))
        self.reverse(again)
        self.shut("entry", "post", self.entry(str(TODAY), *payment, type="correction", replaces=self.early))
        self.post(str(TODAY), *payment, type="correction", replaces=again)

    def test_by_draft(self):
        """Three hands are no approval: the last of them is refused."""
        draft = {"date": str(TODAY), "summary": "付款", "lines": self.lines("PI", (("6002", "debit", "10.00"), ("100201", "credit", "10.00")))}
        draft = self.ask("draft", "create", self.books.write("draft.json", json.dumps(draft)), "--as", "钱财务")["draft"]
        for version, (verb, who) in enumerate((("submit", "钱财务"), ("review", "孙委员")), 1):
            self.ok("draft", verb, draft, "--as", who, "--if-version", version)
        self.shut("draft", "approve", draft, "--as", "李主任", "--if-version", 3)

    def test_by_warranty(self):
        """Out of a deposit only what the county department verified, and only when all have agreed."""
        self.ok("organization", "add", "--name", "诸暨市住建局", "--kind", "bureau")
        self.ok("person", "add", "--name", "郑主管", "--role", "bureau")
        self.ok("role", "grant", FROM, FAR, "--name", "郑主管", "--role", "bureau", "--by", "诸暨市住建局")
        self.ok("party", "add", "绍兴恒远置业")
        self.ok("fund", "open", "WD", "--custodian", "住建局")
        self.ok("bank-account", "open", "--fund", "WD", "--bank", "中国建设银行", "--number", WARRANTY)
        bank = next(one["seq"] for one in self.ask("bank-account", "list") if one["fund"] == "WD")
        deposit = self.ask("warranty", "add", "绍兴恒远置业", "1幢", FAR, "--amount", "10000.00", "--date", FROM)["seq"]
        moved = lambda bank_side, side, amount: self.books.write("entry.json", json.dumps({"entries": [{
            "key": self.key(), "date": str(TODAY), "summary": "保修金", "lines": [
                {"fund": "WD", "account": "100204", bank_side: amount, "bank_account": bank},
                {"fund": "WD", "account": "2501", side: amount, "warranty": deposit}]}]}))
        self.ok("entry", "post", moved("debit", "credit", "10000.00"))
        self.shut("entry", "post", moved("credit", "debit", "10.00"))
        paper = f"repair_notice={self.paper}"
        claim = self.ask("warranty", "claim", deposit, "外墙", "3000.00", paper, "--reason", "外墙渗水", "--date", FIRST, "--as", "孙委员", "--key", self.key())["seq"]
        asked = ("withdrawal", "submit", "E02", "1000.00", "安居维修部", self.paper, "--fund", "WD", "--account", "100204", "--warranty", claim, "--reason",
                 "维修款", "--as", "钱财务", "--key", self.key())
        self.shut(*asked, code="warranty.unpayable")
        self.ok("warranty", "verify", claim, f"verification={self.paper}", "--amount", "2800.00", "--as", "郑主管", "--key", self.key())
        number = self.ask(*asked)["application"]["seq"]
        pay = ("warranty", "pay", number, "--bank-account", WARRANTY, "--as", "钱财务", "--key", self.key())
        for who in ("孙委员", "李主任", "周监督"):
            self.shut(*pay, code="withdrawal.payment")
            self.ok("withdrawal", "approve", number, "--as", who)
        before = self.money()
        self.ok(*pay)
        self.assertNotEqual(self.money(), before)
        self.shut("entry", "post", moved("credit", "debit", "10.00"))

    def test_by_import(self):
        """What the bank paid out is held until somebody explains it; what came in is booked."""
        rows = [(str(TODAY), "08:00:00", 5000, "停车费", "张三", "1-0001"), (str(TODAY), "09:00:00", -4200, "转账支取", "不明", "1-0002")]
        held = int(self.books.psql("select sum(debit_fen - credit_fen) from balance join account a using (community_id, account_no)"
                                   " where a.code in ('100201', '101201')"))
        self.ok("import", self.books.write("bank.csv", ccb(rows, opening=held)))
        self.assertEqual(self.books.psql("select amount_fen from held_line order by seq"), "-4200")
        self.assertEqual(self.books.psql("select count(*) from entry_number n join entry e using (community_id, seq) where e.source = 2 and n.paid_fen > 0"),
                         "0")

    def test_by_apportionment(self):
        """A repair is a payment."""
        self.shut("apportionment", "post", "800.00", "--key", self.key(), "--date", str(TODAY))

    def test_by_refund(self):
        """What is given back to an owner leaves the fund; what is only owed to him does not."""
        for kind in ("this-year", "former-year"):
            self.shut("deposit", "refund", "101", "500.00", "--kind", kind, "--key", self.key(), "--date", str(TODAY))
        self.open("deposit", "refund", "101", "500.00", "--kind", "house-lost", "--key", self.key(), "--date", str(TODAY))
        self.shut("deposit", "refund", "101", "500.00", "--kind", "paid", "--key", self.key(), "--date", str(TODAY))

    def test_by_schedule(self):
        """Interest to the owners, income earned under a contract and the closing of a month move nothing out of a fund."""
        self.open("period", "close", FIRST[:7])
        self.open("interest", "distribute", FIRST[:4], "50.00", "--by", "area", "--date", str(TODAY))
        self.open("contract", "recognise", str(YESTERDAY.replace(day=1) - datetime.timedelta(1))[:7])

    def test_by_placement(self):
        """Money laid out for a time stays in the fund."""
        terms = {"key": self.key(), "issuer": "中国建设银行", "document": self.paper, "fund": "PI", "kind": "term-deposit", "bank_account": CCB,
                 "time_account": TIME, "cost": "20000.00", "rate_ppm": 14500, "from": str(YESTERDAY), "to": str(TODAY)}
        self.open("placement", "open", self.books.write("placement.json", json.dumps(terms, ensure_ascii=False)))
        before = self.money()
        placed = self.ask("placement", "list")["placements"][0]["seq"]
        self.ok("placement", "receive", f"#{placed}", 1, "--date", str(TODAY), "--key", self.key())
        fund = {row.split("|")[0]: int(row.split("|")[1]) for row in before.splitlines()}
        after = {row.split("|")[0]: int(row.split("|")[1]) for row in self.money().splitlines()}
        self.assertTrue(all(after[key] >= fund[key] for key in fund))

    def test_the_books_are_sound(self):
        """After all of it: the replay judges each payment once more."""
        self.ok("verify")
        self.ok("check")

    def test_by_application(self):
        """Only what was approved, and not more."""
        number, _ = self.approved("3000.00")
        self.shut("withdrawal", "pay", number, "3000.01", "--as", "钱财务", "--key", self.key(), "--bank-account", CCB, code="reservation.exceeded")
        self.ok("withdrawal", "pay", number, "--as", "钱财务", "--key", self.key(), "--bank-account", CCB)
        self.shut("withdrawal", "pay", number, "0.01", "--as", "钱财务", "--key", self.key(), "--bank-account", CCB, code="reservation.closed")


if __name__ == "__main__":
    unittest.main()

#!/usr/bin/env python3
"""Placements: term deposits and treasury bonds from purchase to the sub-accounts of the units. The schedule is a golden table that an
accountant can check with a pocket calculator; every figure in it is computed again here, in fractions."""
import datetime
import json
import pathlib
import unittest
from fractions import Fraction

from books import CCB, COMMUNITY, ICBC, Books

GOLDEN = pathlib.Path(__file__).resolve().parents[1] / "golden/placement/schedule.tsv"
TIME, TIME_PI = "1211024009200099999", "33050165583500007777"
DAY = datetime.date.fromisoformat
BOND = {"fund": "MF", "kind": "bond", "market": "counter", "decision": "业主大会2023年第2号决定", "bank_account": ICBC}
DEPOSIT = {"fund": "MF", "kind": "term-deposit", "bank_account": ICBC, "time_account": TIME}
PLACEMENTS = {
    "凭证式三年": BOND | {"cost": "100000.00", "rate_ppm": 27500, "pays": "yearly", "from": "2023-03-10", "to": "2026-03-10"},
    "按日计息": BOND | {"cost": "50000.00", "rate_ppm": 23800, "pays": "yearly", "basis": "days-365", "from": "2023-03-01", "to": "2025-03-01"},
    "贴现": BOND | {"cost": "9850.00", "face": "10000.00", "rate_ppm": 10000, "from": "2024-02-29", "to": "2025-02-28", "market": "interbank"},
    "三年定期": DEPOSIT | {"cost": "60000.00", "rate_ppm": 26000, "from": "2023-06-15", "to": "2026-06-15"},
    "按年付息": DEPOSIT | {"cost": "30000.00", "rate_ppm": 21000, "pays": "yearly", "from": "2024-04-01", "to": "2027-04-01"},
    "公共收益一年": {"fund": "PI", "kind": "term-deposit", "bank_account": CCB, "time_account": TIME_PI, "cost": "20000.00", "rate_ppm": 14500,
               "from": "2025-05-20", "to": "2026-05-20"},
}


def yuan(amount):
    """A fraction of yuan, half up to the fen."""
    fen = (amount * 100 + Fraction(1, 2)).__floor__()
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def rate(terms, key="rate_ppm"):
    return Fraction(terms[key], 1000000)


def years_later(text, years):
    """The same day years later, 28 February for the 29th."""
    date = DAY(text)
    day = 28 if (date.month, date.day) == (2, 29) and (date.year + years) % 4 else date.day
    return date.replace(year=date.year + years, day=day)


def expected(terms):
    """(due, interest, principal) of every payment: the oracle. No term here has odd days behind its last whole year."""
    face = Fraction(terms.get("face", terms["cost"]))
    years = DAY(terms["to"]).year - DAY(terms["from"]).year
    assert str(years_later(terms["from"], years)) == terms["to"]
    rows = []
    if terms.get("pays") == "yearly":
        for year in range(1, years + 1):
            days = (years_later(terms["from"], year) - years_later(terms["from"], year - 1)).days
            part = Fraction(days, 365) if terms.get("basis") == "days-365" else 1
            rows.append([str(years_later(terms["from"], year)), face * rate(terms) * part, Fraction(0)])
    else:
        rows.append([terms["to"], face * rate(terms) * years, Fraction(0)])
    rows[-1][1] += face - Fraction(terms["cost"])
    rows[-1][2] = Fraction(terms["cost"])
    return [(due, yuan(interest), yuan(principal)) for due, interest, principal in rows]


class PlacementTest(unittest.TestCase):
    """One set of books from 2023 to 2026; the steps build on each other."""

    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.books = b = Books()
        cls.number, cls.seq = 0, {}
        for fund, number in (("MF", TIME), ("PI", TIME_PI)):
            b.ok("bank-account", "open", "--community", COMMUNITY, "--fund", fund, "--bank", "中国工商银行", "--number", number, "--kind", "time")
        b.ok("unit", "import", b.write("units.csv", "幢,房号,面积,用途,业主\n1幢,101,100,商品住宅,张三\n1幢,102,100,商品住宅,李四\n"), "--community",
             COMMUNITY, "--date", "2023-01-01")
        for unit, amount in (("101", "200000.00"), ("102", "100000.00")):
            b.ok("deposit", "add", unit, amount, "--key", f"deposit-{unit}", "--date", "2023-01-05", "--community", COMMUNITY)
        cls.banks = dict(row.split("|") for row in b.psql("select fund || '-' || purpose, opened_seq from bank_account").splitlines())
        cls.document = cls.ask("document", "add", b.write("paper.xml", "<paper/>"), "--kind", "contract")["document"]

    @classmethod
    def tearDownClass(cls):
        cls.books.close()

    @classmethod
    def ask(cls, *args):
        return json.loads(cls.books.ok(*args, "--community", COMMUNITY, "--json"))

    @classmethod
    def key(cls):
        """A fresh idempotency key."""
        cls.number += 1
        return f"placement-{cls.number:06d}"

    def file(self, name, terms):
        terms = {"key": f"open-{len(name)}-{terms['from']}-{terms['cost']}", "issuer": name, "document": self.document} | terms
        return self.books.write("placement.json", json.dumps(terms, ensure_ascii=False))

    def open(self, name, **more):
        found = self.ask("placement", "open", self.file(name, PLACEMENTS[name] | more))
        type(self).seq[name] = found["seq"]
        return found

    def receive(self, name, payment, date, *more):
        return self.ask("placement", "receive", f"#{self.seq[name]}", payment, "--date", date, "--key", self.key(), *more)

    def refused(self, status, code, *args):
        return self.books.refused(status, code, *args, "--community", COMMUNITY)

    def post(self, date, *lines, fund="MF"):
        """One entry by hand of lines (account, side, amount, more)."""
        entry = {"key": self.key(), "date": date, "summary": "手工", "lines": [
            {"fund": fund, "account": account, side: amount} | dict(*more) for account, side, amount, *more in lines]}
        return self.books.ok("entry", "post", self.books.write("entry.json", json.dumps({"entries": [entry]})), "--community", COMMUNITY)

    def net(self, *codes, fund=1):
        """Debit less credit in yuan by code, every line counted."""
        found = dict(row.split("|") for row in self.books.psql(
            "select code, (sum(case side when 1 then amount_fen else -amount_fen end) / 100.0)::numeric(20, 2) from posting "
            f"join account using (community_id, account_no) where account.fund = {fund} group by 1").splitlines())
        return [found.get(code, "0.00") for code in codes]

    def sound(self):
        done = self.books.run("verify")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("0 项违反", self.books.ok("check"))

    def objected(self, check):
        """Exactly this invariant is broken."""
        done = self.books.run("check")
        self.assertEqual(done.returncode, 4, done.stdout + done.stderr)
        self.assertEqual([line[2:].split()[0] for line in done.stdout.splitlines() if line.startswith("✗")], [check], done.stdout)

    def test_1_schedules_are_those_of_the_oracle(self):
        before = self.books.digest()
        for name, terms in PLACEMENTS.items():
            if terms["fund"] == "MF":
                shown = self.ask("placement", "open", self.file(name, terms), "--dry-run")
                self.assertEqual([(p["due"], p["interest"], p["principal"]) for p in shown["payments"]], expected(terms), name)
        self.assertEqual(self.books.digest(), before, "a preview writes nothing")
        self.assertEqual(expected(PLACEMENTS["按日计息"])[0][1], "1193.26", "the coupon over 29 February pays 366 days")

    def test_2_opened_and_posted_together(self):
        for name in ("凭证式三年", "按日计息", "贴现", "三年定期", "按年付息"):
            found = self.open(name)
            self.assertEqual((found["state"], found["outstanding"]), ("held", found["cost"]))
        self.assertEqual(self.net("110101", "100101", "310101"), ["159850.00", "140150.00", "0.00"])
        held = {h["account"]: (h["booked"], h["registered"]) for h in self.ask("placement", "list")["holdings"]}
        self.assertEqual(held, {"110101": ("159850.00", "159850.00"), "100101": ("90000.00", "90000.00")})
        before = self.books.digest()
        self.assertEqual(self.open("贴现")["seq"], self.seq["贴现"])
        self.assertEqual(self.books.digest(), before, "the same request again changes nothing")
        self.refused(3, "idempotency.key_reused", "placement", "open", self.file("贴现", PLACEMENTS["贴现"] | {"market": "counter"}))
        self.assertEqual(self.books.digest(), before)
        self.post("2025-05-01", ("100201", "debit", "30000.00", {"bank_account": int(self.banks["2-1"])}),
                  ("4001", "credit", "30000.00", {"stream": 1}), fund="PI")
        self.open("公共收益一年")
        self.assertEqual(self.net("100201", "100203", fund=2), ["10000.00", "20000.00"])
        self.sound()

    #= test CN-MF-26
    def test_3_refusals_leave_everything_as_it_was(self):
        bond, deposit = PLACEMENTS["凭证式三年"] | {"key": "wrong-0001"}, PLACEMENTS["三年定期"] | {"key": "wrong-0001"}
        income = PLACEMENTS["公共收益一年"] | {"key": "wrong-0001"}
        before = self.books.digest()
        for status, code, terms in (
                (2, "placement.kind", bond | {"kind": "stock"}), (2, "placement.market", bond | {"market": "exchange"}),
                (2, "placement.market", {k: v for k, v in bond.items() if k != "market"}), (2, "placement.market", deposit | {"market": "counter"}),
                (2, "field.required", {k: v for k, v in bond.items() if k != "decision"}),
                (2, "field.required", {k: v for k, v in deposit.items() if k != "time_account"}), (2, "field.unknown", bond | {"time_account": TIME}),
                (2, "field.unknown", bond | {"coupon": "1"}), (2, "field.type", bond | {"pays": "monthly"}), (2, "field.type", bond | {"rate_ppm": -1}),
                (3, "placement.fund", bond | {"fund": "PI", "bank_account": CCB}), (3, "placement.fund", deposit | {"fund": "OP"}),
                (2, "placement.term", bond | {"to": "2023-03-10"}), (2, "placement.term", bond | {"to": "2023-03-09"}),
                (2, "placement.term", bond | {"to": "2073-04-10"}), (2, "interest.rate", bond | {"rate_ppm": 1000001}),
                (2, "placement.amount", bond | {"cost": "0.00"}), (2, "placement.amount", deposit | {"face": "70000.00"}),
                (2, "placement.amount", bond | {"cost": "102750.01", "face": "100000.00"}),
                (3, "bank_account.unknown", bond | {"bank_account": "12345678"}), (3, "placement.account", bond | {"bank_account": TIME}),
                (3, "placement.account", bond | {"bank_account": CCB}), (3, "placement.account", deposit | {"time_account": ICBC}),
                (3, "placement.account", deposit | {"time_account": TIME_PI}), (3, "placement.account", income | {"time_account": TIME}),
                (3, "document.unknown", bond | {"document": "0" * 64}), (3, "fund.overdrawn", bond | {"cost": "50150.01"}),
                (3, "fund.overdrawn", income | {"cost": "10000.01"}), (3, "placement.booked", bond | {"booked": True}),
                (3, "date.future", bond | {"from": "2198-01-01", "to": "2198-06-01", "cost": "1.00"})):
            with self.subTest(code=code, terms=terms):
                problem = self.refused(status, code, "placement", "open", self.file("错", terms))
                if code == "fund.overdrawn" and terms["fund"] == "MF":
                    self.assertEqual(problem["facts"]["available"], "50150.00", "what lies in time deposits pays for nothing")
        bond_id, term_id = f"#{self.seq['凭证式三年']}", f"#{self.seq['三年定期']}"
        for status, code, *args in (
                (3, "placement.unknown", "receive", "#1", "1", "--date", "2024-03-10"), (3, "placement.payment", "receive", bond_id, "0"),
                (3, "placement.payment", "receive", bond_id, "4", "--date", "2026-03-10"),
                (3, "placement.order", "receive", bond_id, "2", "--date", "2025-03-10"),
                (3, "placement.early", "receive", bond_id, "1", "--date", "2024-03-09"),
                (3, "placement.difference", "receive", bond_id, "1", "--date", "2024-03-10", "--amount", "2749.99"),
                (2, "placement.amount", "receive", bond_id, "1", "--date", "2024-03-10", "--amount", "0.00", "--reason", "没有付"),
                (2, "placement.amount", "receive", term_id, "1", "--date", "2026-06-15", "--amount", "-1.00", "--reason", "倒扣"),
                (2, "field.required", "withdraw", term_id, "2000", "--date", "2024-01-01"),
                (3, "placement.held", "withdraw", bond_id, "2000", "--date", "2024-01-01", "--reason", "急用"),
                (3, "placement.matured", "withdraw", term_id, "2000", "--date", "2026-06-15", "--reason", "急用"),
                (2, "interest.rate", "withdraw", term_id, "1000001", "--date", "2024-01-01", "--reason", "急用"),
                (2, "interest.period", "withdraw", term_id, "2000", "--date", "2023-06-14", "--reason", "急用"),
                (3, "document.unknown", "receive", bond_id, "1", "--date", "2024-03-10", "--document", "0" * 64)):
            with self.subTest(code=code, args=args):
                self.refused(status, code, "placement", *args, "--key", self.key())
        self.assertEqual(self.books.digest(), before)

    def test_4_reserved_money_is_not_placed(self):
        self.books.ok("reservation", "make", "100101", "50000.00", "--fund", "MF", "--date", "2199-01-01", "--payee", "安居维修部", "--key",
                      "reserve-0001", "--community", COMMUNITY)
        reserved = self.books.psql("select opened_seq from reservation")
        terms = PLACEMENTS["凭证式三年"] | {"key": "reserved-0001", "cost": "150.01"}
        problem = self.refused(3, "fund.overdrawn", "placement", "open", self.file("预留", terms))
        self.assertEqual((problem["facts"]["available"], problem["facts"]["reserved"]), ("150.00", "50000.00"))
        self.books.ok("reservation", "release", reserved, "--key", "release-0001", "--community", COMMUNITY)

    def test_5_payments_once_in_order(self):
        self.receive("凭证式三年", "1", "2024-03-10")
        before = self.books.digest()
        problem = self.refused(3, "placement.received", "placement", "receive", f"#{self.seq['凭证式三年']}", "1", "--date", "2024-03-11", "--key", self.key())
        self.assertEqual(problem["facts"]["day"], "2024-03-10")
        self.assertEqual(self.books.digest(), before)
        self.receive("按日计息", "1", "2024-03-01")
        self.receive("凭证式三年", "2", "2025-03-07", "--early")
        self.receive("贴现", "1", "2025-02-28")
        self.receive("按日计息", "2", "2025-03-03", "--amount", "1189.99", "--reason", "财政部少付一分")
        self.receive("按年付息", "1", "2025-04-01")
        late = self.ask("placement", "schedule", "--date", "2025-03-11", "--period", "2025")
        states = {(p["placement"], p["payment"]): p["state"] for p in late["payments"]}
        self.assertEqual(states[self.seq["按年付息"], 1], "open", "what came later had not come by then")
        late = self.ask("placement", "schedule", "--date", "2026-06-16")
        states = {(p["placement"], p["payment"]): p["state"] for p in late["payments"]}
        self.assertEqual([states[self.seq["凭证式三年"], 3], states[self.seq["三年定期"], 1], states[self.seq["按年付息"], 3]],
                         ["overdue", "overdue", "open"])
        self.assertEqual(late["sums"]["overdue"], yuan(Fraction("102750.00") + Fraction("64680.00") + Fraction("630.00") + Fraction("20290.00")))
        self.sound()

    def test_6_early_withdrawal_at_the_demand_rate(self):
        """104 days of 20,000.00 at 0.20 %; 556 days of 30,000.00 at 0.15 % less the 630.00 that were paid before."""
        days = (DAY("2025-09-01") - DAY("2025-05-20")).days
        demand = yuan(Fraction(20000) * Fraction(2000, 1000000) * Fraction(days, 360))
        self.assertEqual((days, demand), (104, "11.56"))
        found = self.ask("placement", "withdraw", f"#{self.seq['公共收益一年']}", "2000", "--date", "2025-09-01", "--reason", "电梯抢修", "--key", self.key())
        self.assertEqual((found["state"], found["outstanding"], found["interest_received"]), ("withdrawn", "0.00", demand))
        self.assertEqual(self.net("100201", "100203", "4013", fund=2), ["30011.56", "0.00", "-11.56"])
        found = self.ask("placement", "withdraw", f"#{self.seq['按年付息']}", "1500", "--date", "2025-10-09", "--reason", "屋面大修", "--key", self.key())
        self.assertEqual(found["interest_received"], yuan(Fraction(30000) * Fraction(1500, 1000000) * Fraction(556, 360)))
        self.assertEqual(self.net("410101"), ["-69.50"], "what was paid too much is taken back")
        self.refused(3, "placement.state", "placement", "receive", f"#{self.seq['按年付息']}", "2", "--date", "2026-04-01", "--key", self.key())
        self.sound()

    def test_7_statements_and_shares(self):
        """会住维01, 02 and the sub-accounts: 8,133.25 of bonds and 69.50 of deposits, two thirds and one third."""
        self.books.ok("period", "close", "2025-12", "--through", "--community", COMMUNITY)
        sheet = json.loads(self.books.ok("report", "balance-sheet", "--fund", "MF", "--period", "2024-12", "--format", "json", "--community", COMMUNITY))
        cells = {row["label"] if "label" in row else row["key"]: row["cells"] for s in sheet["sections"] for t in s["tables"] for row in t["rows"]}
        bonds = next(c for c in cells.values() if any("国债投资" in str(x) for x in c))
        self.assertIn("159850.00", bonds)
        income = json.loads(self.books.ok("report", "income", "--fund", "MF", "--period", "2025-12", "--format", "json", "--community", COMMUNITY))
        cells = [row["cells"] for s in income["sections"] for t in s["tables"] for row in t["rows"]]
        for name, amount in (("国债利息收入", "4189.99"), ("存款利息收入", "69.50")):
            self.assertIn(amount, next(c for c in cells if any(name in str(x) for x in c)), name)
        self.assertEqual(self.net("310101", "410101", "410201"), ["-8202.75", "0.00", "0.00"])
        self.books.ok("interest", "distribute", "2025", "8202.75", "--date", "2026-01-05", "--community", COMMUNITY)
        units = {row["unit"].split()[-1]: row["balance"] for row in self.ask("unit", "list")}
        self.assertEqual(units, {"101": yuan(200000 + Fraction("8202.75") * 2 / 3), "102": yuan(100000 + Fraction("8202.75") / 3)})
        self.assertEqual(units["101"], "205468.50")
        self.sound()

    def test_8_what_a_red_letter_takes_back(self):
        self.receive("凭证式三年", "3", "2026-03-10")
        self.assertEqual(self.net("110101"), ["0.00"])
        self.books.ok("entry", "reverse", self.last_number(), "--date", "2026-03-11", "--key", "reverse-0001", "--community", COMMUNITY)
        self.objected("每笔存放的余额与状态相符")
        listed = {p["seq"]: p for p in self.ask("placement", "list")["placements"]}[self.seq["凭证式三年"]]
        self.assertEqual((listed["state"], listed["outstanding"]), ("held", "100000.00"))
        found = self.receive("凭证式三年", "3", "2026-03-12")
        self.assertEqual((found["state"], found["outstanding"], found["interest_received"]), ("ended", "0.00", "8250.00"))
        self.sound()

    def test_9_past_the_register(self):
        bank = {"bank_account": int(self.banks["1-6"])}
        self.post("2026-04-01", ("110101", "debit", "1000.00"), ("100101", "credit", "1000.00", bank))
        self.objected("国债和定期存款都在台账里")
        held = {h["account"]: h["difference"] for h in self.ask("placement", "list")["holdings"]}
        self.assertEqual(held["110101"], "1000.00")
        terms = BOND | {"key": "booked-0001", "cost": "1000.00", "rate_ppm": 20000, "from": "2026-04-01", "to": "2026-10-01", "booked": True}
        found = self.ask("placement", "open", self.file("补登", terms))
        type(self).seq["补登"] = found["seq"]
        self.assertEqual((found["outstanding"], self.net("110101")), ("1000.00", ["1000.00"]), "nothing is posted twice")
        self.sound()
        days = (DAY("2026-10-01") - DAY("2026-04-01")).days
        found = self.receive("补登", "1", "2026-10-01")
        self.assertEqual(found["interest_received"], yuan(Fraction(1000) * Fraction(2, 100) * Fraction(days, 365)))
        self.sound()

    def last_number(self):
        """The number of the newest entry of the maintenance fund."""
        return self.books.psql("select 'MF-记-' || left(n.series::text, 4) || '-' || right(n.series::text, 2) || '-' || lpad(n.number::text, 4, '0') "
                               "from entry_number n where fund = 1 order by seq desc limit 1")

    def test_9a_a_red_letter_over_the_purchase_cancels_it(self):
        terms = BOND | {"key": "cancelled-0001", "cost": "2000.00", "rate_ppm": 20000, "from": "2026-04-01", "to": "2026-05-01"}
        type(self).seq["撤销"] = self.ask("placement", "open", self.file("撤销", terms))["seq"]
        self.books.ok("entry", "reverse", self.last_number(), "--date", "2026-04-02", "--key", "reverse-0002", "--community", COMMUNITY)
        listed = {p["seq"]: p for p in self.ask("placement", "list")["placements"]}[self.seq["撤销"]]
        self.assertEqual((listed["state"], listed["outstanding"]), ("cancelled", "0.00"))
        self.refused(3, "placement.state", "placement", "receive", f"#{self.seq['撤销']}", "1", "--date", "2026-05-01", "--key", self.key())
        del self.seq["撤销"]
        self.sound()

    def test_9b_public_housing_has_its_own_accounts(self):
        bank = {"bank_account": int(self.banks["1-6"])}
        self.post("2026-04-01", ("100102", "debit", "700.00", bank), ("490102", "credit", "700.00"))
        for kind, account, income in ((BOND, "110102", "410202"), (DEPOSIT, "100102", "410102")):
            terms = kind | {"key": f"public-{account}", "housing": "public", "cost": "600.00", "rate_ppm": 10000, "from": "2026-04-01", "to": "2026-10-01"}
            self.refused(3, "fund.overdrawn", "placement", "open", self.file("公房", terms | {"key": "public-more", "cost": "800.00"}))
            type(self).seq["公房"] = self.ask("placement", "open", self.file("公房", terms))["seq"]
            self.assertIn((account, "600.00"), [(h["account"], h["booked"]) for h in self.ask("placement", "list")["holdings"]])
            self.receive("公房", "1", "2026-10-01", "--document", self.document)
            self.assertNotEqual(self.net(income), ["0.00"])
        del self.seq["公房"]
        self.sound()

    def test_a_renewal(self):
        """What the deposit brings goes into the next one, and more than that and what is there does not."""
        next_terms = PLACEMENTS["三年定期"] | {"key": "renewed-0001", "cost": "64680.00", "from": "2026-06-15", "to": "2027-06-15", "rate_ppm": 15000}
        available = Fraction(self.net("100101")[0]) - 60000
        before = self.books.digest()
        for code, terms in (("placement.renewal", next_terms | {"from": "2026-06-16", "to": "2027-06-16"}),
                            ("fund.overdrawn", next_terms | {"cost": yuan(available + Fraction("64680.01"))})):
            self.refused(3 if code == "fund.overdrawn" else 2, code, "placement", "renew", f"#{self.seq['三年定期']}", self.file("续存", terms), "--date",
                         "2026-06-15", "--key", self.key())
        self.assertEqual(self.books.digest(), before)
        renewed = self.ask("placement", "renew", f"#{self.seq['三年定期']}", self.file("续存", next_terms), "--date", "2026-06-15", "--key", "renew-00001")
        self.assertEqual((renewed["state"], renewed["outstanding"], renewed["interest_received"]), ("renewed", "0.00", "4680.00"))
        before = self.books.digest()
        self.ask("placement", "renew", f"#{self.seq['三年定期']}", self.file("续存", next_terms), "--date", "2026-06-15", "--key", "renew-00001")
        self.assertEqual(self.books.digest(), before, "the same request again changes nothing")
        listed = self.ask("placement", "list")
        self.assertEqual([(p["cost"], p["outstanding"]) for p in listed["placements"] if p["issuer"] == "续存"], [("64680.00", "64680.00")])
        self.assertEqual({h["account"]: h["booked"] for h in listed["holdings"]}["100101"], "64680.00")
        self.sound()

    def test_b_golden_table(self):
        names = {seq: name for name, seq in self.seq.items()}
        table = ["存放\t期次\t到期日\t应收利息\t应收本金\t收到日\t实收利息\t差额\t状态"]
        for p in self.ask("placement", "schedule", "--date", "2026-10-31")["payments"]:
            if p["placement"] in names:
                table.append("\t".join(map(str, (names[p["placement"]], p["payment"], p["due"], p["interest"], p["principal"], p.get("received_on", "-"),
                                                 p.get("interest_received", "-"), p.get("difference", "-"), p["state"]))))
        self.assertEqual("\n".join(table) + "\n", GOLDEN.read_text())
        figures = {(row.split("\t")[0], row.split("\t")[1]): tuple(row.split("\t")[2:5]) for row in table[1:]}
        for name, terms in PLACEMENTS.items():
            for number, payment in enumerate(expected(terms), 1):
                self.assertEqual(figures[name, str(number)], payment)
        self.assertIn("逾期未收", self.books.ok("placement", "schedule", "--date", "2026-03-10", "--community", COMMUNITY) +
                      self.books.ok("placement", "schedule", "--date", "2027-06-16", "--community", COMMUNITY))


if __name__ == "__main__":
    unittest.main(verbosity=2)

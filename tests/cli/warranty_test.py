#!/usr/bin/env python3
"""A developer's warranty deposit: used when he is idle or gone, refilled, refunded with interest, or moved to the fund; and every short cut."""
import datetime
import json
import sys
import unittest

sys.dont_write_bytecode = True

from books import COMMUNITY, ICBC, Books

TODAY = (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=8)).date()
FROM, SINCE, FAR = "2018-01-01", "2026-01-01", str(TODAY + datetime.timedelta(900))
HANGZHOU = "330106000001"
BANK = "33050165583500005678"
DEVELOPER, FIRM, FUND = "绍兴恒远置业", "鸿达防水工程公司", "明月湾小区维修资金"
PEOPLE = (("赵出纳", "cashier", "业主委员会"), ("钱财务", "treasurer", "业主委员会"), ("孙委员", "member", "业主委员会"), ("李主任", "chair", "业主委员会"),
          ("周监督", "supervisor", "暨阳社区"), ("吴街道", "township", "暨阳街道办事处"), ("郑主管", "bureau", "诸暨市住建局"))
BODIES = (("业主委员会", "committee"), ("暨阳社区", "residents-committee"), ("暨阳街道办事处", "township"), ("诸暨市住建局", "bureau"))
PAPERS = ("repair_notice", "reminder", "gone", "verification", "started", "acceptance", "settlement", "notice", "objection", "ruling", "appraisal", "inspection",
          "offer")


def ago(days):
    """A day before today."""
    return str(TODAY - datetime.timedelta(days))


class Warranty(unittest.TestCase):
    """Two deposits of 10,000 yuan with interest, bound to the rules of Zhuji: one runs on, the term of the other is over."""

    maxDiff = None
    SIZE = "select (select count(*) from journal), (select count(*) from request_claim), (select count(*) from opening)"

    def setUp(self):
        cls = type(self)
        self.number, self.approvers = 0, ("孙委员", "李主任", "周监督")
        if "begun" not in vars(cls):  # once for all stories: each goes on with a copy
            cls.begun = self.books = Books()
            cls.addClassCleanup(self.books.close)
            self.begin(COMMUNITY)
            self.ok("rules", "activate", "--as", "吴街道")
            self.books.release()
            cls.facts = {name: getattr(self, name) for name in ("community", "bank", "papers", "first", "second", "number")}
        vars(self).update(cls.facts)
        self.books = Books(copied=cls.begun)
        self.addCleanup(self.books.close)

    def begin(self, community):
        """Bodies, people, parties, papers, the fund WD and two deposits with their money."""
        self.community = community
        for body, kind in BODIES:
            self.ok("organization", "add", "--name", body, "--kind", kind)
        for name, role, body in PEOPLE:
            self.ok("person", "add", "--name", name, "--role", role)
            self.ok("role", "grant", SINCE, FAR, "--name", name, "--role", role, "--by", body)
        for party, number in ((DEVELOPER, "33050165583500007777"), (FIRM, "33050165583500008888"), (FUND, ICBC)):
            self.ok("party", "add", party, "--number", number)
        self.ok("fund", "open", "WD", "--custodian", "住建局")
        self.ok("bank-account", "open", "--fund", "WD", "--bank", "中国建设银行", "--number", BANK)
        self.bank = next(one["seq"] for one in self.ask("bank-account", "list") if one["fund"] == "WD")
        self.papers = {name: self.archive(name) for name in PAPERS}
        self.first = self.add("1幢", FAR)
        self.second = self.add("2幢", ago(60))

    def key(self):
        """A fresh idempotency key."""
        self.number += 1
        return f"warranty-{self.number:06d}"

    def ok(self, *args):
        """Runs a verb for the community."""
        return self.books.ok(*args, "--community", self.community)

    def ask(self, *args):
        """Its JSON."""
        return json.loads(self.ok(*args, "--json"))

    def refused(self, code, *args, status=3):
        """Refused, and nothing written."""
        before = self.books.psql(self.SIZE)
        problem = self.books.refused(status, code, *args, "--community", self.community)
        self.assertEqual(self.books.psql(self.SIZE), before, code)
        return problem

    def archive(self, name):
        """A paper."""
        path = self.books.write(f"{name}.xml", f"<{name}/>")
        return self.ask("document", "add", path, "--kind", "other")["document"]

    def paper(self, *names):
        """As the command line names them."""
        return [f"{name}={self.papers[name]}" for name in names]

    def receive(self, deposit, principal, interest="0.00"):
        """The developer pays in, the bank pays interest."""
        total = f"{float(principal) + float(interest):.2f}"
        lines = [{"fund": "WD", "account": "100204", "debit": total, "bank_account": self.bank}]
        lines += [{"fund": "WD", "account": account, "credit": amount, "warranty": deposit}
                  for account, amount in (("2501", principal), ("2502", interest)) if amount != "0.00"]
        entry = {"key": self.key(), "date": str(TODAY), "summary": "保修金", "lines": lines}
        self.ok("entry", "post", self.books.write("entry.json", json.dumps({"entries": [entry]})))

    def add(self, building, expires):
        """A deposit of 10,000 yuan with 150 of interest; its record."""
        seq = self.ask("warranty", "add", DEVELOPER, building, expires, "--amount", "10000.00", "--date", FROM)["seq"]
        self.receive(seq, "10000.00", "150.00")
        return seq

    def words(self, verb, number, who, *more, papers=()):
        """The words of a move."""
        return ("warranty", verb, number, *self.paper(*papers), "--as", who, "--key", self.key(), *more)

    def move(self, *words, **more):
        """A move; returns the deposit or claim."""
        return self.ask(*self.words(*words, **more))

    def no(self, code, *words, papers=(), status=3):
        """A move that is refused."""
        return self.refused(code, *self.words(*words, papers=papers), status=status)

    def claiming(self, deposit, amount="3000.00", told=6, papers=("repair_notice",), who="孙委员"):
        """The words of a claim."""
        days = ("--date", ago(told)) if told is not None else ()
        return ("warranty", "claim", deposit, "外墙", amount, *self.paper(*papers), "--reason", "外墙渗水", *days, "--as", who, "--key", self.key())

    def asked(self, number, amount, payee=FIRM, use="E02", more=()):
        """The words of an application."""
        named = ("--warranty", number) if number else ()
        return ("withdrawal", "submit", use, amount, payee, self.papers["offer"], "--fund", "WD", "--account", "100204", *named, "--reason", "维修款",
                "--as", "钱财务", "--key", self.key(), *more)

    def apply(self, *args, **more):
        """Asks, and all agree."""
        withdrawal = self.ask(*self.asked(*args, **more))["application"]["seq"]
        for who in self.approvers:
            self.ok("withdrawal", "approve", withdrawal, "--as", who)
        return withdrawal

    def paying(self, withdrawal, *more, key=None):
        """The words of paying it."""
        return ("warranty", "pay", withdrawal, "--bank-account", BANK, "--as", "赵出纳", "--key", key or self.key(), *more)

    def sound(self):
        """verify and check."""
        self.ok("verify")
        self.assertIn("0 项违反", self.ok("check"))

    def told(self, deposit, *names):
        """Members of a deposit."""
        found = self.ask("warranty", "show", deposit)
        return tuple(found[name] for name in names)

    def row(self, building):
        """The row of a deposit in WD-01: principal, interest, used, refilled, refunded, to the fund, left."""
        report = json.loads(self.ok("report", "warranty", "--format", "json", "--period", f"{TODAY:%Y-%m}"))
        rows = report["sections"][0]["tables"][0]["rows"]
        return next(row["cells"][3:] for row in rows if row["cells"][1] == building)

    def test_used_because_the_developer_is_idle(self):
        """Claimed after five days, verified, repaired, settled, paid through the gate, refilled."""
        #= test SX-50-2
        self.refused("warranty.unnamed", *self.asked(None, "1.00"))
        self.refused("withdrawal.link", *self.asked(1, "1.00"))
        self.refused("warranty.unpayable", *self.asked(self.first, "1.00"))
        early = self.refused("warranty.idle", *self.claiming(self.first, told=3))
        self.assertIn("SX-50-2", json.dumps(early))
        self.refused("warranty.idle", *self.claiming(self.first, told=None))
        self.refused("warranty.future", *self.claiming(self.first, told=-1))
        self.refused("paper.missing", *self.claiming(self.first, told=20, papers=()))
        self.refused("warranty.amount_wrong", *self.claiming(self.first, "0.00", told=20), status=2)
        self.refused("role.missing", *self.claiming(self.first, told=20, who="吴街道"), status=2)
        self.refused("warranty.unknown", *self.claiming(999, told=20))
        self.refused("warranty.expired", *self.claiming(self.second, told=20))
        asking = self.claiming(self.first, told=20)
        claim = self.ask(*asking)["seq"]
        self.assertEqual(self.ask(*asking)["seq"], claim)
        self.assertIn("可做：核实 (verify)  由住建局  SX-50-2", self.ok("warranty", "show", claim))
        self.assertIn("可做：申请动用 (claim)", self.ok("warranty", "show", self.first))
        self.refused("warranty.unpayable", *self.asked(claim, "1.00"))
        proof = {"papers": ("verification",)}
        self.no("role.missing", "verify", claim, "李主任", "--amount", "2800.00", **proof, status=2)
        self.no("warranty.amount_wrong", "verify", claim, "郑主管", **proof, status=2)
        self.no("warranty.amount_wrong", "verify", claim, "郑主管", "--amount", "3000.01", **proof, status=2)
        self.no("paper.missing", "verify", claim, "郑主管", "--amount", "2800.00")
        self.no("field.required", "return", claim, "郑主管", status=2)
        self.no("warranty.state", "settle", claim, "李主任", "--amount", "1.00", papers=("settlement",))
        self.move("return", claim, "郑主管", "--reason", "请附照片")
        self.move("resubmit", claim, "孙委员", "--amount", "20000.00")
        self.no("warranty.held", "verify", claim, "郑主管", "--amount", "10150.01", **proof)
        found = self.move("verify", claim, "郑主管", "--amount", "2800.00", **proof)
        self.assertEqual((found["state"], found["payable"]), ("verified", "2800.00"))
        self.refused("warranty.exceeded", *self.asked(claim, "2800.01"))
        part = self.apply(claim, "1000.00")
        self.refused("warranty.exceeded", *self.asked(claim, "1800.01"))
        self.no("warranty.unsettled", "withdraw", claim, "李主任", "--reason", "自修")
        self.refused("field.required", *[word for word in self.paying(part) if word not in ("--bank-account", BANK)], status=2)
        key = self.key()
        paid = self.ask(*self.paying(part, key=key))
        self.assertEqual(self.ask(*self.paying(part, key=key)), paid)
        self.refused("payment.unapproved", "entry", "post", self.hand())
        self.move("start", claim, "孙委员", papers=("started",))
        self.no("warranty.amount_wrong", "verify", claim, "郑主管", "--amount", "999.99", **proof, status=2)
        self.move("verify", claim, "郑主管", "--amount", "2900.00", **proof)
        self.move("accept", claim, "李主任", papers=("acceptance",))
        self.no("warranty.amount_wrong", "settle", claim, "李主任", "--amount", "2900.01", papers=("settlement",), status=2)
        self.no("paper.missing", "settle", claim, "李主任", "--amount", "2850.00")
        self.move("settle", claim, "李主任", "--amount", "2850.00", papers=("settlement",))
        self.no("warranty.unsettled", "close", claim, "李主任")
        self.ok(*self.paying(self.apply(claim, "1850.00")))
        self.assertEqual(self.move("close", claim, "李主任")["state"], "closed")
        self.assertEqual(self.told(self.first, "principal", "interest", "used", "refill_by"), ("7150.00", "150.00", "2850.00", None))
        self.receive(self.first, "2850.00")
        self.assertEqual(self.row("1幢"), ["10000.00", "150.00", "2850.00", "2850.00", "0.00", "0.00", "10150.00"])
        self.sound()

    def hand(self):
        """A payment by hand."""
        lines = [{"fund": "WD", "account": "2501", "debit": "1.00", "warranty": self.first},
                 {"fund": "WD", "account": "100204", "credit": "1.00", "bank_account": self.bank}]
        return self.books.write("hand.json", json.dumps({"entries": [{"key": self.key(), "date": str(TODAY), "summary": "付", "lines": lines}]}))

    def test_refunded_with_interest(self):
        """Announced, objected to, extended by an open claim, refunded with interest to the developer alone, reopened by late interest."""
        #= test SX-50-3
        claim = self.ask(*self.claiming(self.second, told=100))["seq"]
        self.no("paper.missing", "notice", self.second, "郑主管")
        self.no("warranty.future", "notice", self.second, "郑主管", "--date", ago(-1), papers=("notice",))
        self.no("role.missing", "notice", self.second, "李主任", papers=("notice",), status=2)
        self.move("notice", self.second, "郑主管", "--date", ago(40), papers=("notice",))
        self.no("warranty.claimed", "release", self.second, "郑主管")
        self.move("verify", claim, "郑主管", "--amount", "500.00", papers=("verification",))
        self.no("warranty.claimed", "release", self.second, "郑主管")
        self.move("withdraw", claim, "李主任", "--reason", "建设单位已自行维修")
        self.no("field.required", "object", self.second, "孙委员", papers=("objection",), status=2)
        self.move("object", self.second, "孙委员", "--reason", "外墙仍渗水", papers=("objection",))
        self.no("paper.missing", "release", self.second, "郑主管")
        self.no("field.required", "extend", self.second, "郑主管", "--reason", "继续维修", status=2)
        self.no("warranty.term", "extend", self.second, "郑主管", "--reason", "继续维修", "--until", ago(60), status=2)
        self.assertEqual(self.move("extend", self.second, "郑主管", "--reason", "继续维修", "--until", ago(1))["expires"], ago(1))
        self.move("notice", self.second, "郑主管", papers=("notice",))
        self.refused("warranty.unpayable", *self.asked(self.second, "1.00", DEVELOPER, "E12"))
        self.assertEqual(self.move("release", self.second, "郑主管")["state"], "refundable")
        self.refused("warranty.state", *self.claiming(self.second, told=100))
        self.refused("warranty.payee", *self.asked(self.second, "10150.00", FIRM, "E12"))
        self.refused("warranty.exceeded", *self.asked(self.second, "10150.01", DEVELOPER, "E12"))
        self.no("warranty.unsettled", "close", self.second, "郑主管")
        back = self.apply(self.second, "10150.00", DEVELOPER, "E12")
        self.refused("warranty.exceeded", *self.asked(self.second, "0.01", DEVELOPER, "E12"))
        key = self.key()
        self.ok(*self.paying(back, key=key))
        self.assertEqual(self.move("close", self.second, "郑主管")["state"], "refunded")
        self.ok(*self.paying(back, key=key))
        self.assertEqual(self.row("2幢"), ["10000.00", "150.00", "0.00", "0.00", "10150.00", "0.00", "0.00"])
        self.no("warranty.state", "reopen", self.second, "郑主管", "--reason", "补息")
        self.receive(self.second, "0.00", "0.37")
        self.assertEqual(self.violated(), ["102"])
        self.move("reopen", self.second, "郑主管", "--reason", "补息")
        self.ok(*self.paying(self.apply(self.second, "0.37", DEVELOPER, "E12")))
        self.move("close", self.second, "郑主管")
        self.no("warranty.early", "release", self.announced(), "郑主管")
        self.sound()

    def announced(self):
        """The first deposit, announced long before its term is over."""
        self.move("notice", self.first, "郑主管", papers=("notice",))
        return self.first

    def test_gone_with_its_developer(self):
        """Announced for thirty days, then one entry moves it to the maintenance fund; a claim against a developer who is gone needs no idle days."""
        #= test SX-50-3
        claim = self.ask(*self.claiming(self.first, told=None, papers=("gone",)))
        self.assertTrue(claim["gone"])
        self.move("refuse", claim["seq"], "郑主管", "--reason", "不属于保修范围")
        self.no("paper.missing", "gone", self.second, "郑主管", "--date", ago(29), papers=("notice",))
        self.move("gone", self.second, "郑主管", "--date", ago(29), papers=("notice", "gone"))
        early = self.no("warranty.early", "transfer", self.second, "郑主管")
        self.assertIn("SX-50-3", json.dumps(early))
        self.move("object", self.second, "孙委员", "--reason", "建设单位有承继人", papers=("objection",))
        self.no("warranty.early", "transfer", self.second, "郑主管", papers=("ruling",))
        self.move("extend", self.second, "郑主管", "--reason", "查找承继人", "--until", ago(35))
        self.move("notice", self.second, "郑主管", papers=("notice",))
        self.move("object", self.second, "李主任", "--reason", "建设单位已注销", papers=("objection",))
        self.no("warranty.not_gone", "transfer", self.second, "郑主管", papers=("ruling",))
        self.move("extend", self.second, "郑主管", "--reason", "重新公告", "--until", ago(34))
        self.move("gone", self.second, "郑主管", "--date", ago(30), papers=("notice", "gone"))
        self.assertEqual(self.move("transfer", self.second, "郑主管")["state"], "transferable")
        self.refused("warranty.exceeded", *self.asked(self.second, "10150.01", FUND, "E01"))
        back = self.apply(self.second, "10150.00", FUND, "E01")
        self.refused("field.required", *self.paying(back), status=2)
        self.ok(*self.paying(back, "--number", ICBC))
        self.assertEqual(self.move("close", self.second, "郑主管")["state"], "to_fund")
        self.assertEqual(self.row("2幢"), ["10000.00", "150.00", "0.00", "0.00", "0.00", "10150.00", "0.00"])
        self.assertEqual(self.books.psql("select a.code, p.side, p.amount_fen from posting p join account a using (community_id, account_no)"
                                         " where p.fund = 1 order by p.side"), "100101|1|1015000\n490101|2|1015000")
        self.sound()

    def test_hangzhou(self):
        """Where no time of idleness is set a claim rests on an appraised defect; a use is refilled in fifteen days; half a year for objections."""
        #= test HZ-67-2
        #= test HZ-67-4
        #= test HZ-68
        self.books.ok("community", "open", "--community", HANGZHOU, "--name", "湖畔小区")
        self.books.ok("bank-account", "open", "--fund", "MF", "--bank", "工行", "--number", "1211024009200099999", "--community", HANGZHOU)
        self.begin(HANGZHOU)
        self.approvers = ("孙委员", "李主任")
        missing = self.refused("paper.missing", *self.claiming(self.first))
        self.assertIn("HZ-67-2", json.dumps(missing))
        claim = self.ask(*self.claiming(self.first, papers=("repair_notice", "appraisal")))["seq"]
        self.move("verify", claim, "郑主管", "--amount", "2800.00", papers=("verification",))
        self.ok(*self.paying(self.apply(claim, "2800.00")))
        due = self.told(self.first, "refill_by")[0]
        self.assertIn(due, [str(TODAY + datetime.timedelta(n)) for n in range(15, 26)])
        self.assertIn(f"待补足 2,800.00  补足期限 {due}", self.ok("warranty", "list"))
        self.assertEqual([one["due"] for one in self.ask("duty", "list")["duties"] if one["kind"] == "refill"], [due])
        self.move("notice", self.second, "郑主管", "--date", ago(29), papers=("notice",))
        self.no("warranty.early", "release", self.second, "郑主管")
        self.move("object", self.second, "孙委员", "--reason", "外墙渗水", "--date", ago(28), papers=("objection",))
        self.move("extend", self.second, "郑主管", "--reason", "诉讼", "--until", ago(31))
        self.move("notice", self.second, "郑主管", "--date", ago(30), papers=("notice",))
        self.move("object", self.second, "孙委员", "--reason", "外墙渗水", "--date", ago(28), papers=("objection",))
        self.no("warranty.disputed", "release", self.second, "郑主管")
        self.no("paper.missing", "gone", self.announced(), "郑主管", papers=("notice",))
        self.no("warranty.not_gone", "gone", self.first, "郑主管", papers=("notice", "gone"))
        self.move("release", self.second, "郑主管", papers=("ruling",))
        self.sound()

    def test_what_check_finds(self):
        """Figures changed past the program, and a payment booked on another deposit."""
        claim = self.ask(*self.claiming(self.first, told=20))["seq"]
        self.move("verify", claim, "郑主管", "--amount", "2800.00", papers=("verification",))
        self.ok(*self.paying(self.apply(claim, "1000.00")))
        self.books.psql("alter table matter disable trigger all; update matter set amount_fen = 99999 where noun = 12")
        self.assertEqual(self.violated(), ["103"])
        self.books.psql(f"update matter set amount_fen = 280000 where noun = 12; alter table posting_dim disable trigger all;"
                        f" update posting_dim set value = {self.second} where dimension = 5 and seq = (select max(seq) from entry)")
        self.assertEqual(self.violated(), ["102"])

    def violated(self):
        """Numbers of the checks that find something."""
        done = self.books.run("check", "--json", "--community", self.community)
        return [check["check"][:3] for check in json.loads(done.stdout)["checks"] if check["rows"]]


if __name__ == "__main__":
    unittest.main()

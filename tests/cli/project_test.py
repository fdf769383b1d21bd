#!/usr/bin/env python3
"""Works that the maintenance fund pays: a roof by decision of the owners, a lift in an emergency, each to its publication; and every short cut."""
import datetime
import json
import sys
import unittest

sys.dont_write_bytecode = True

from books import COMMUNITY, Books

TODAY = (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=8)).date()
FROM, FAR = "2026-01-01", str(TODAY + datetime.timedelta(900))
HUZHOU = "330502000001"
PEOPLE = (("赵出纳", "cashier", "业主委员会"), ("钱财务", "treasurer", "业主委员会"), ("孙委员", "member", "业主委员会"), ("李主任", "chair", "业主委员会"),
          ("周监督", "supervisor", "暨阳社区"), ("吴街道", "township", "暨阳街道办事处"), ("郑主管", "bureau", "诸暨市住建局"))
BODIES = (("业主委员会", "committee"), ("暨阳社区", "residents-committee"), ("暨阳街道办事处", "township"), ("诸暨市住建局", "bureau"))
UNITS = "幢,房号,面积,用途,业主\n" + "".join(f"{b}幢,{n},{area},商品住宅,业主{b}{n}\n" for b in (1, 2) for n, area in (("101", 100), ("102", 100), ("103", 100)))


class Project(unittest.TestCase):
    """Two buildings of three flats, 60,000 yuan in the fund, bound to the rules of Zhuji."""

    def setUp(self):
        self.books = Books()
        self.addCleanup(self.books.close)
        self.number = 0
        self.people(COMMUNITY)
        self.ok("unit", "import", self.books.write("units.csv", UNITS), "--date", FROM)
        for building in (1, 2):
            for flat in ("101", "102", "103"):
                self.ok("deposit", "add", f"{building}幢 {flat}", "10000.00", "--key", self.key(), "--date", "2026-02-01")
        self.ok("party", "add", "鸿达防水工程公司", "--number", "33050165583500008888")
        self.papers = {name: self.archive(name) for name in ("plan", "contract", "started", "change", "acceptance", "settlement", "notice", "attestation",
                                                             "approval", "offer")}
        self.ok("rules", "activate", "--as", "吴街道")

    def people(self, community):
        """Bodies and people in their roles."""
        for body, kind in BODIES:
            self.books.ok("organization", "add", "--name", body, "--kind", kind, "--community", community)
        for name, role, body in PEOPLE:
            self.books.ok("person", "add", "--name", name, "--role", role, "--community", community)
            self.books.ok("role", "grant", FROM, FAR, "--name", name, "--role", role, "--by", body, "--community", community)

    def key(self):
        """A fresh idempotency key."""
        self.number += 1
        return f"project-{self.number:06d}"

    def ok(self, *args):
        """Runs a verb for the community."""
        return self.books.ok(*args, "--community", COMMUNITY)

    def ask(self, *args):
        """Its JSON."""
        return json.loads(self.ok(*args, "--json"))

    def refused(self, code, *args, status=3, community=COMMUNITY):
        """Refused, and nothing written."""
        before = self.books.digest()
        problem = self.books.refused(status, code, *args, "--community", community)
        self.assertEqual(self.books.digest(), before)
        return problem

    def archive(self, name, community=COMMUNITY):
        """A paper."""
        path = self.books.write(f"{name}.xml", f"<{name}/>")
        return json.loads(self.books.ok("document", "add", path, "--kind", "other", "--community", community, "--json"))["document"]

    def paper(self, *names):
        """As the command line names them."""
        return [f"{name}={self.papers[name]}" for name in names]

    def file(self, **change):
        """A proposal; None takes a member away."""
        content = {"key": self.key(), "name": "1幢屋面防水", "plan": "铲除旧卷材，重做两道防水", "cause": "顶层渗漏", "scope": ["1幢"], "budget": "3000.00",
                   "papers": self.paper("plan")} | change
        return self.books.write("project.json", json.dumps({k: v for k, v in content.items() if v is not None}))

    def lift(self, **change):
        """An emergency."""
        return self.file(**{"name": "2幢电梯抢修", "plan": "更换曳引机", "cause": "电梯停运", "scope": ["2幢"], "budget": "2800.00", "emergency": "lift",
                            "papers": self.paper("attestation")} | change)

    def open(self, path):
        """Proposes; returns the number."""
        return self.ask("project", "open", path, "--as", "孙委员")["seq"]

    def words(self, verb, number, who, papers, more):
        """The words of a move."""
        return ("project", verb, number, *self.paper(*papers), "--as", who, "--key", self.key(), *more)

    def move(self, verb, number, who, *more, papers=()):
        """A move; returns the project."""
        return self.ask(*self.words(verb, number, who, papers, more))

    def no(self, code, verb, number, who, *more, papers=(), status=3):
        """A move that is refused."""
        return self.refused(code, *self.words(verb, number, who, papers, more), status=status)

    def decide(self, matter="use_fund", yes=5, **more):
        """A vote of the six owners; its record."""
        area = f"{yes}00"
        content = {"key": self.key(), "title": "屋面防水", "matter": matter, "from": "2026-03-20", "to": "2026-03-31", "announced": "2026-03-01",
                   "totals": {"people": {"part": 6, "yes": yes}, "area": {"part": "600", "yes": area}}} | more
        return self.ask("decision", "record", self.books.write("decision.json", json.dumps(content)), "--as", "李主任")["seq"]

    def asked(self, number, amount, key):
        """The words of an application for a project."""
        return ("withdrawal", "submit", "E02", amount, "鸿达防水工程公司", self.papers["offer"], "--fund", "MF", "--account", "100101", "--project", number,
                "--reason", "工程款", "--as", "钱财务", "--key", key)

    def apply(self, number, amount):
        """Asks, and all agree."""
        withdrawal = self.ask(*self.asked(number, amount, self.key()))["application"]["seq"]
        for who in ("孙委员", "李主任", "周监督"):
            self.ok("withdrawal", "approve", withdrawal, "--as", who)
        return withdrawal

    def pay(self, withdrawal, amount, *more):
        """The words of paying it."""
        return ("apportionment", "post", amount, *more, "--withdrawal", withdrawal, "--as", "赵出纳", "--key", self.key())

    def balances(self):
        """What each flat has."""
        return [row["balance"] for row in self.ask("unit", "list")]

    def sound(self):
        """verify and check."""
        self.ok("verify")
        self.assertIn("0 项违反", self.ok("check"))

    def test_a_roof_by_decision_of_the_owners(self):
        """Proposed, decided, signed, begun, changed, accepted, settled, paid and shared out, published, closed."""
        #= test CN-MF-22-2
        #= test CN-MF-20
        number = self.open(self.file())
        shown = self.ok("project", "show", number)
        self.assertIn("→ 登记表决通过 (decide)", shown)
        self.assertIn("还缺：业主大会使用维修资金的决定", shown)
        self.refused("project.unpayable", *self.asked(number, "1.00", self.key()))
        lost, other, small = self.decide(yes=3), self.decide(matter="other"), self.decide(limit="2999.99")
        decision = self.decide(limit="3000.00")
        for wrong in (lost, other, small, 1):
            self.no("project.decision", "decide", number, "李主任", "--rests-on", wrong)
        self.no("project.decision", "decide", number, "李主任")
        self.no("role.missing", "decide", number, "周监督", "--rests-on", decision, status=2)
        self.no("project.state", "settle", number, "李主任", "--amount", "1.00", papers=("settlement",))
        self.no("project.path", "advance", number, "郑主管", "--amount", "1500.00", papers=("approval",))
        found = self.move("decide", number, "李主任", "--rests-on", decision)
        self.assertEqual((found["state"], found["decided"], found["payable"]), ("decided", "3000.00", "0.00"))
        self.refused("project.unpayable", *self.asked(number, "1.00", self.key()))
        signed = ("--amount", "2800.00", "--payee", "鸿达防水工程公司")
        self.no("paper.missing", "contract", number, "李主任", *signed)
        self.no("field.required", "contract", number, "李主任", "--amount", "2800.00", papers=("contract",), status=2)
        self.no("project.amount", "contract", number, "李主任", *signed[2:], papers=("contract",), status=2)
        self.no("project.overrun", "contract", number, "李主任", "--amount", "3000.01", *signed[2:], papers=("contract",))
        self.move("contract", number, "李主任", *signed, papers=("contract",))
        self.refused("project.exceeded", *self.asked(number, "2800.01", self.key()))
        first = self.apply(number, "1000.00")
        self.refused("project.exceeded", *self.asked(number, "1800.01", self.key()))
        self.refused("project.scope", *self.pay(first, "1000.00", "1幢"))
        self.refused("role.missing", "apportionment", "post", "1000.00", "--withdrawal", first, "--as", "周监督", "--key", self.key(), status=2)
        self.ok(*self.pay(first, "1000.00"))
        self.assertEqual(self.balances(), ["9666.66", "9666.67", "9666.67", "10000.00", "10000.00", "10000.00"])
        self.move("start", number, "孙委员", papers=("started",))
        change = ("--amount", "3000.01", "--reason", "女儿墙加高")
        self.no("paper.missing", "change", number, "李主任", *change)
        self.no("project.overrun", "change", number, "李主任", *change, papers=("change",))
        found = self.move("change", number, "李主任", "--amount", "2900.00", "--reason", "女儿墙加高", papers=("change",))
        self.assertEqual((found["state"], found["payable"], found["asked"], found["paid"]), ("working", "2900.00", "1000.00", "1000.00"))
        self.move("accept", number, "李主任", papers=("acceptance",))
        self.no("project.overrun", "settle", number, "李主任", "--amount", "3000.01", papers=("settlement",))
        self.no("project.amount", "settle", number, "李主任", "--amount", "999.99", papers=("settlement",), status=2)
        self.move("settle", number, "李主任", "--amount", "2850.00", papers=("settlement",))
        self.no("project.unapportioned", "apportion", number, "钱财务")
        self.assertIn("还须付款并分摊到户： 1,850.00", self.ok("project", "show", number))
        self.ok(*self.pay(self.apply(number, "1850.00"), "1850.00"))
        self.move("apportion", number, "钱财务")
        self.assertEqual(self.balances()[:3], ["9049.99", "9050.00", "9050.01"])  # each entry rounds by itself
        self.no("project.state", "close", number, "李主任")
        self.no("paper.missing", "publish", number, "李主任")
        self.move("publish", number, "李主任", papers=("notice",))
        self.refused("project.unpayable", *self.asked(number, "1.00", self.key()))
        found = self.move("close", number, "李主任")
        self.assertEqual([step["verb"] for step in found["steps"]],
                         ["propose", "decide", "contract", "start", "change", "accept", "settle", "apportion", "publish", "close"])
        self.assertEqual((found["next"], found["paid"], found["apportioned"]), (None, "2850.00", "2850.00"))
        self.sound()

    def test_a_lift_in_an_emergency(self):
        """Applied for, half advanced, accepted, settled at its actual cost, the rest paid, published afterwards."""
        #= test CN-MF-24
        #= test SX-51-2
        self.refused("paper.missing", "project", "open", self.lift(papers=self.paper("plan")), "--as", "孙委员")
        self.refused("paper.missing", "project", "open", self.lift(emergency="fire"), "--as", "孙委员")
        number = self.open(self.lift())
        self.refused("project.unpayable", *self.asked(number, "1.00", self.key()))
        self.no("project.path", "decide", number, "李主任", "--rests-on", 1)
        self.no("paper.missing", "advance", number, "郑主管", "--amount", "1400.00")
        for wrong in ("1400.01", "1399.99"):
            self.no("project.advance", "advance", number, "郑主管", "--amount", wrong, papers=("approval",))
        self.no("role.missing", "advance", number, "孙委员", "--amount", "1400.00", papers=("approval",), status=2)
        self.move("advance", number, "郑主管", "--amount", "1400.00", papers=("approval",))
        self.refused("project.exceeded", *self.asked(number, "1400.01", self.key()))
        self.ok(*self.pay(self.apply(number, "1400.00"), "1400.00"))
        self.refused("project.exceeded", *self.asked(number, "0.01", self.key()))
        self.move("accept", number, "李主任", papers=("acceptance",))
        self.move("settle", number, "李主任", "--amount", "3140.00", papers=("settlement",))
        self.no("project.unapportioned", "apportion", number, "钱财务")
        rest = self.apply(number, "1740.00")
        shown = self.ok("project", "show", number)
        self.assertIn("应急备用金：  按规定 3,000.00", shown)
        self.assertIn("→ 分摊入账 (apportion)", shown)
        self.ok(*self.pay(rest, "1740.00"))
        self.move("apportion", number, "钱财务")
        self.no("paper.missing", "publish", number, "李主任")
        self.move("publish", number, "李主任", papers=("notice",))
        self.move("close", number, "李主任")
        self.assertEqual(self.balances(), ["10000.00"] * 3 + ["8953.33", "8953.33", "8953.34"])
        self.assertEqual([(p["state"], p["paid"]) for p in self.ask("project", "list")[0]["payments"]], [("approved", "1400.00"), ("approved", "1740.00")])
        self.sound()

    def test_what_the_fund_never_pays(self):
        """Art. 25, and proposals that say nothing."""
        #= test CN-MF-25
        #= test SX-47-3
        for name in ("X1", "X2", "X3", "service_contract"):
            self.refused("project.excluded", "project", "open", self.file(excluded=name), "--as", "孙委员")
        self.refused("project.excluded", "project", "open", self.lift(excluded="X3"), "--as", "孙委员")
        self.refused("project.emergency", "project", "open", self.file(emergency="noise"), "--as", "孙委员", status=2)
        self.refused("project.budget", "project", "open", self.file(budget="0.00"), "--as", "孙委员", status=2)
        self.refused("project.scope", "project", "open", self.file(scope=["1幢", "9幢"]), "--as", "孙委员")
        self.refused("paper.missing", "project", "open", self.file(papers=None), "--as", "孙委员")
        self.refused("paper.link", "project", "open", self.file(papers=["plan"]), "--as", "孙委员")
        self.refused("field.required", "project", "open", self.file(cause=""), "--as", "孙委员", status=2)
        self.refused("role.missing", "project", "open", self.file(), "--as", "吴街道", status=2)
        self.refused("project.unknown", "project", "show", "999")
        self.books.ok("community", "open", "--community", HUZHOU, "--name", "湖畔小区")
        self.people(HUZHOU)
        proof = f"attestation={self.archive('attestation', HUZHOU)}"
        path = self.lift(scope=None, papers=[proof])
        self.refused("project.rule", "project", "open", path, "--as", "孙委员", community=HUZHOU)

    def test_returned_changed_and_taken_back(self):
        """A proposal made again; an overrun decided anew needs a new contract; a payment cancelled by a red letter is owed again."""
        number = self.open(self.file())
        self.no("field.required", "return", number, "李主任", status=2)
        self.move("return", number, "李主任", "--reason", "请补检测报告")
        self.move("resubmit", number, "孙委员", "--amount", "2000.00")
        self.move("decide", number, "李主任", "--rests-on", self.decide(limit="2000.00"))
        signed = ("--payee", "鸿达防水工程公司")
        self.move("contract", number, "李主任", "--amount", "2000.00", *signed, papers=("contract",))
        self.move("start", number, "李主任", papers=("started",))
        first = self.apply(number, "500.00")
        again = self.words("change", number, "李主任", ("change",), ("--amount", "2600.00", "--reason", "面积增加", "--rests-on", self.decide(limit="2600.00")))
        self.ok(*again)
        found = json.loads(self.ok(*again, "--json"))
        self.assertEqual((found["state"], found["decided"], found["payable"], len(found["steps"])), ("decided", "2600.00", "0.00", 7))
        self.refused("project.unpayable", *self.pay(first, "500.00"))
        self.move("contract", number, "李主任", "--amount", "2600.00", *signed, papers=("contract",))
        self.ok(*self.pay(first, "500.00"))
        entry = self.books.psql("select number, series from entry_number where seq = (select max(seq) from entry)").split("|")
        self.assertEqual(self.ask("project", "show", number)["paid"], "500.00")
        self.ok("entry", "reverse", f"MF-记-{entry[1][:4]}-{entry[1][4:]}-{int(entry[0]):04d}", "--summary", "冲销", "--key", self.key())
        self.assertEqual([self.ask("project", "show", number)[name] for name in ("asked", "paid")], ["0.00", "0.00"])
        urgent = self.open(self.lift())
        self.no("project.path", "start", self.open(self.file()), "李主任", papers=("started",))
        self.move("start", urgent, "李主任", papers=("started",))
        self.no("project.path", "change", urgent, "李主任", "--amount", "1.00", "--reason", "加急", papers=("change",))
        self.refused("project.exceeded", *self.asked(urgent, "0.01", self.key()))
        self.assertEqual(self.move("accept", urgent, "李主任", papers=("acceptance",))["next"], "settle")
        lost = self.open(self.file())
        self.move("withdraw", lost, "孙委员", "--reason", "并入大修")
        self.move("refuse", self.open(self.file()), "李主任", "--reason", "不急")
        self.sound()

    def test_what_check_finds(self):
        """Figures of projects changed past the program."""
        number = self.open(self.lift())
        self.move("advance", number, "郑主管", "--amount", "1400.00", papers=("approval",))
        self.apply(number, "1400.00")
        self.books.psql("alter table matter disable trigger all; update matter set amount_fen = 139999 where noun = 3")
        self.assertEqual(self.violated(), ["101"])
        self.books.psql("update matter set amount_fen = 140000, state = 7 where noun = 3")
        self.assertEqual(self.violated(), ["100"])

    def violated(self):
        """Numbers of the checks that find something."""
        done = self.books.run("check", "--json", "--community", COMMUNITY)
        return [check["check"][:3] for check in json.loads(done.stdout)["checks"] if check["rows"]]


if __name__ == "__main__":
    unittest.main()

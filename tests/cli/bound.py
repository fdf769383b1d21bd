"""A community that is bound to its rules, with the people who take part in a withdrawal: what stories of the gate begin with."""
import datetime
import json
import unittest

from books import COMMUNITY, Books

TODAY = (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=8)).date()
FROM, FAR = "2026-01-01", str(TODAY + datetime.timedelta(900))
PEOPLE = (("赵出纳", "cashier", "业主委员会"), ("钱财务", "treasurer", "业主委员会"), ("孙委员", "member", "业主委员会"), ("李主任", "chair", "业主委员会"),
          ("周监督", "supervisor", "暨阳社区"), ("吴街道", "township", "暨阳街道办事处"), ("郑委员", "member", "业主委员会"), ("王监督", "supervisor", "暨阳社区"))


class Bound(unittest.TestCase):
    """One community with 100,000 yuan of public income, bound to its rules."""

    def setUp(self):
        begun = vars(type(self)).get("begun") or self.begin()
        self.books = Books(copied=begun)
        self.addCleanup(self.books.close)

    def begin(self):
        """Once for all stories of a class: each goes on with a copy."""
        cls = type(self)
        cls.begun = self.books = Books()
        cls.addClassCleanup(self.books.close)
        for body, kind in (("业主委员会", "committee"), ("暨阳社区", "residents-committee"), ("暨阳街道办事处", "township")):
            self.ok("organization", "add", "--name", body, "--kind", kind)
        for name, role, body in PEOPLE:
            self.ok("person", "add", "--name", name, "--role", role)
            self.ok("role", "grant", FROM, FAR, "--name", name, "--role", role, "--by", body)
        cls.bank = int(self.books.psql("select min(opened_seq) from bank_account where fund = 2"))
        self.post("income-0001", "100000.00", ("4901", "100201"))
        self.ok("party", "add", "安居维修部", "--number", "33050165583500007777")
        cls.paper = self.ask("document", "add", self.books.write("offer.xml", "<offer/>"), "--kind", "contract")["document"]
        self.ok("rules", "activate", "--as", "吴街道")
        self.books.release()
        return self.books

    def ok(self, *args):
        """Runs a verb for the community."""
        return self.books.ok(*args, "--community", COMMUNITY)

    def ask(self, *args):
        """Its JSON."""
        return json.loads(self.ok(*args, "--json"))

    def refused(self, code, *args, status=3):
        """Refused, and nothing written."""
        before = self.books.digest()
        problem = self.books.refused(status, code, *args, "--community", COMMUNITY)
        self.assertEqual(self.books.digest(), before)
        return problem

    def entry(self, key, amount, accounts, **more):
        """A file: credit the first account, debit the second."""
        lines = [{"fund": "PI", "account": account, side: amount} | ({"bank_account": self.bank} if account.startswith("1002") else {})
                 for account, side in zip(accounts, ("credit", "debit"))]
        return self.books.write(f"{key}.json", json.dumps({"entries": [
            {"key": key, "date": str(TODAY), "summary": "收付", "lines": lines} | more]}))

    def post(self, *args, **more):
        """Posts an entry."""
        self.ok("entry", "post", self.entry(*args, **more))

    def asked(self, amount, *more, key="apply-0001", party="安居维修部", who="钱财务", papers=True):
        """The words of an application."""
        return ("withdrawal", "submit", "E02", amount, party, *((self.paper,) if papers else ()), "--reason", "更换水泵", "--as", who, "--key", key, *more)

    def submit(self, amount, *more, **how):
        """Asks; returns the number."""
        return self.ask(*self.asked(amount, *more, **how))["application"]["seq"]

    def approve(self, number, *people):
        """Each of them says yes."""
        for who in people:
            found = self.ask("withdrawal", "approve", number, "--as", who)
        return found

    def rules(self, found):
        """What the rules say, but for those that pass."""
        return {rule["rule"]: rule["outcome"] for rule in found["verdict"]["rules"] if rule["outcome"] != "pass"}

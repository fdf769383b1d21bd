#!/usr/bin/env python3
"""The story of an order: issued by the township on an entry, nothing is paid on it, rectified; an owner's objection and its answer."""
import csv
import datetime
import io
import json
import sys
import unittest

sys.dont_write_bytecode = True

from books import COMMUNITY, ROOT, Books

TODAY = (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=8)).date()
FAR = str(TODAY + datetime.timedelta(900))


def next_workday(date):
    """The first day from `date` on that is none of rest, by the notice of its year where the program has it (民法典 203)."""
    path = ROOT / f"rules/holidays/{date.year}.csv"
    with open(path, encoding="utf-8") if path.exists() else io.StringIO("date,name,kind\n") as file:
        kinds = {row["date"]: row["kind"] for row in csv.DictReader(file)}
    rests = kinds.get(str(date), "rest" if date.weekday() >= 5 else "work") == "rest"
    return next_workday(date + datetime.timedelta(1)) if rests else date


class Oversight(unittest.TestCase):
    """One community, its township, a member of its committee and an owner."""

    def setUp(self):
        self.books = Books()
        self.addCleanup(self.books.close)
        for body, kind in (("暨阳街道办事处", "township"), ("业主委员会", "committee")):
            self.ok("organization", "add", "--name", body, "--kind", kind)
        for name, role, body in (("王街道", "township", "暨阳街道办事处"), ("钱复核", "member", "业主委员会")):
            self.ok("person", "add", "--name", name, "--role", role)
            self.ok("role", "grant", "2026-01-01", FAR, "--name", name, "--role", role, "--by", body)
        self.bank = int(self.books.psql("select min(opened_seq) from bank_account where fund = 2"))
        self.ok("entry", "post", self.entry("income-0001", "1000.00", ("4901", "100201")))
        self.seq = self.books.psql("select max(seq) from entry")

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
        lines = [{"fund": "PI", "account": account, side: amount} | ({"bank_account": self.bank} if account == "100201" else {})
                 for account, side in zip(accounts, ("credit", "debit"))]
        return self.books.write(f"{key}.json", json.dumps({"entries": [
            {"key": key, "date": str(TODAY), "summary": "收付", "lines": lines} | more]}))

    def paper(self, visibility="public"):
        """An archived order."""
        path = self.books.write("order.xml", f"<order>{visibility}</order>")
        return self.ask("document", "add", path, "--kind", "other", "--visibility", visibility)["document"]

    def order(self, **change):
        """A file of an order on the entry."""
        content = {"key": "order-0001", "subject": f"#{self.seq}", "clause": "CN-PMR-19-2", "document": self.paper()} | change
        return self.books.write("order.json", json.dumps({k: v for k, v in content.items() if v is not None}))

    def test_an_order_freezes_what_it_names(self):
        """Until the authority accepts what was rectified."""
        #= test CN-PMR-19-2
        #= test ZHJ-12-3
        held = int(self.ok("reservation", "make", "100201", "600.00", "--date", str(TODAY), "--key", "reserve-0001",
                           "--rests-on", self.seq).strip()[1:])
        pay = self.entry("pay-00001", "10.00", ("100201", "6109"), captures=[{"reservation": held, "amount": "10.00"}])
        path = self.order()
        self.refused("role.missing", "order", "issue", path, "--as", "钱复核", status=2)
        self.refused("order.subject", "order", "issue", self.order(subject="#1"), "--as", "王街道")
        self.refused("order.deadline", "order", "issue", self.order(deadline="2026-01-01"), "--as", "王街道")
        self.refused("order.withheld", "order", "issue", self.order(document=self.paper("withheld")), "--as", "王街道")
        issued = self.ok("order", "issue", self.order(), "--as", "王街道")
        self.assertEqual(self.ok("order", "issue", self.order(), "--as", "王街道"), issued)
        order = self.ask("order", "list")[0]
        self.assertEqual((order["state"], order["deadline"], order["issuer"]), ("issued", str(next_workday(TODAY + datetime.timedelta(15))), "王街道"))
        self.assertEqual([move["to"] for move in order["moves"]], ["rectified", "expired", "revoked"])
        number = order["seq"]
        self.refused("order.frozen", "entry", "post", pay)
        self.refused("order.frozen", "reservation", "make", "100201", "1.00", "--date", str(TODAY), "--key", "reserve-0002", "--rests-on", self.seq)
        self.refused("order.deadline", "order", "follow", number, "expired", "--as", "王街道")
        self.refused("order.state", "order", "follow", number, "closed", "--as", "王街道")
        self.refused("order.unknown", "order", "follow", 1, "revoked", "--as", "王街道", status=3)
        self.ok("verify")
        self.ok("order", "follow", number, "rectified", "--as", "王街道", "--document", self.paper())
        self.ok("entry", "post", pay)
        self.ok("verify")
        self.ok("check")
        self.books.psql("alter table order_case disable trigger order_moves; update order_case set state = 4")
        done = self.books.run("verify", "--json")
        self.assertEqual([(f["table"], f["column"]) for f in json.loads(done.stdout)["findings"]], [("order_case", "state")])

    def test_an_objection_is_answered_once(self):
        """By an owner, about a record."""
        self.ok("unit", "import", self.books.write("units.csv", "幢,房号,面积,用途,业主\n1幢,101,100,商品住宅,张三\n"), "--date", "2026-01-01")
        add = ("objection", "add", self.seq, "这笔收入去了哪里", "--as", "钱复核", "--key", "objection-1")
        self.refused("objection.owner", *add)
        self.refused("objection.about", "objection", "add", "9999", "为何", "--as", "钱复核", "--key", "objection-1", "--name", "张三")
        self.ok(*add, "--name", "张三")
        number = self.ask("objection", "list")[0]["seq"]
        self.refused("objection.unknown", "objection", "answer", 1, "已存", "--as", "钱复核")
        self.ok("objection", "answer", number, "已存专户", "--as", "钱复核")
        self.refused("objection.state", "objection", "answer", number, "再答", "--as", "钱复核", "--key", "objection-again")
        found = self.ask("objection", "list")[0]
        self.assertEqual((found["state"], found["days_late"], found["answer"]["text"]), ("answered", 0, "已存专户"))
        self.ok("verify")
        self.ok("check")


if __name__ == "__main__":
    unittest.main()

#!/usr/bin/env python3
"""The story of a repair: a budget, a change order, money held for the firm, payments in parts, what is left freed; nothing is overdrawn."""
import datetime
import json
import unittest

from books import COMMUNITY, Books

TODAY = (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=8)).date()
YEAR = TODAY.year
TOMORROW = str(TODAY + datetime.timedelta(days=1))


def payment(key, amount, captures=None, account="6109", **more):
    """Out of the bank account of public income."""
    entry = {"key": key, "date": str(TODAY), "summary": "付款", "lines": [
        {"fund": "PI", "account": account, "debit": amount}, {"fund": "PI", "account": "100201", "credit": amount, "bank_account": BANK[0]}]}
    return entry | ({"captures": captures} if captures else {}) | more


BANK = []


class ReservationTest(unittest.TestCase):
    """Each test leaves the account as it found it, or fuller."""

    @classmethod
    def setUpClass(cls):
        cls.books = Books()
        BANK[:] = [int(cls.books.psql("select min(opened_seq) from bank_account where fund = 2"))]

    @classmethod
    def tearDownClass(cls):
        cls.books.ok("check")
        cls.books.ok("verify")
        cls.books.close()

    def path(self, content):
        return self.books.write("content.json", json.dumps(content))

    def post(self, *entries):
        return self.books.ok("entry", "post", "--community", COMMUNITY, self.path({"entries": entries}))

    def refuse(self, code, *entries, status=3):
        before = self.books.digest()
        problem = self.books.refused(status, code, "entry", "post", "--community", COMMUNITY, self.path({"entries": entries}))
        self.assertEqual(self.books.digest(), before)
        return problem

    def receive(self, key, amount):
        """Income by hand."""
        self.post({"key": key, "date": str(TODAY), "summary": "收款", "lines": [
            {"fund": "PI", "account": "100201", "debit": amount, "bank_account": BANK[0]}, {"fund": "PI", "account": "4901", "credit": amount}]})

    def make(self, key, amount, *more):
        return self.books.ok("reservation", "make", "100201", amount, "--date", TOMORROW, "--key", key, "--community", COMMUNITY, *more).strip()

    def available(self):
        rows = json.loads(self.books.ok("reservation", "available", "--json", "--community", COMMUNITY))
        return next((row["available"] for row in rows if row["account"] == "100201"), "0.00")

    def empty(self, key):
        """Pays out what is available."""
        if self.available() != "0.00":
            self.post(payment(key, self.available()))

    def test_money_is_held_paid_in_parts_and_freed(self):
        self.empty("held-empty")
        self.refuse("fund.overdrawn", payment("held-pay-0", "0.01"))
        self.receive("held-income", "1000.00")
        seq = int(self.make("held-make-1", "600.00", "--payee", "安居维修部")[1:])
        self.assertEqual(self.make("held-make-1", "600.00", "--payee", "安居维修部"), f"#{seq}")
        self.assertEqual(self.available(), "400.00")
        problem = self.refuse("fund.overdrawn", payment("held-pay-1", "400.01"))
        self.assertEqual((problem["facts"]["available"], problem["facts"]["reserved"]), ("400.00", "600.00"))
        self.refuse("reservation.payee", payment("held-pay-2", "100.00", [{"reservation": seq, "amount": "100.00"}], payee="别家"))
        self.refuse("reservation.exceeded", payment("held-pay-3", "600.01", [{"reservation": seq, "amount": "600.01"}]))
        self.refuse("reservation.unpaid", payment("held-pay-4", "10.00", [{"reservation": seq, "amount": "10.01"}]))
        self.refuse("reservation.amount", payment("held-pay-5", "10.00", [{"reservation": seq, "amount": "0.00"}]), status=2)
        self.refuse("reservation.unknown", payment("held-pay-6", "10.00", [{"reservation": 1, "amount": "10.00"}]))
        self.refuse("field.type", payment("held-pay-7", "10.00", [{"reservation": "x", "amount": "10.00"}]), status=2)
        self.post(payment("held-pay-8", "250.00", [{"reservation": seq, "amount": "250.00"}]))
        self.assertEqual(self.available(), "400.00")
        self.post(payment("held-pay-9", "400.00"))
        listed = [r for r in json.loads(self.books.ok("reservation", "list", "--json", "--community", COMMUNITY)) if r["reservation"] == seq]
        self.assertEqual([(r["captured"], r["state"], r["payee"]) for r in listed], [("250.00", 1, "安居维修部")])
        self.books.ok("reservation", "release", f"#{seq}", "--community", COMMUNITY)
        self.assertEqual(self.available(), "350.00")
        self.refuse("reservation.closed", payment("held-pay-10", "1.00", [{"reservation": seq, "amount": "1.00"}]))
        self.books.refused(3, "reservation.closed", "reservation", "release", seq, "--key", "held-again", "--community", COMMUNITY)
        self.books.ok("reservation", "list", "--community", COMMUNITY)
        self.books.ok("reservation", "available", "--community", COMMUNITY)

    def test_the_last_part_closes_it(self):
        self.receive("last-income", "50.00")
        seq = int(self.make("last-make", "50.00")[1:])
        both = [payment(f"last-pay-{i}", "25.00", [{"reservation": seq, "amount": "25.00"}]) for i in (1, 2)]
        self.post(*both)
        self.assertEqual(self.post(*both).count("已经入过账"), 2)
        self.assertEqual(self.books.psql(f"select state, captured_fen from reservation where opened_seq = {seq}"), "4|5000")
        self.assertEqual(self.books.ok("reservation", "expire", "--community", COMMUNITY).strip(), "已到期： 0")

    def test_making_is_checked(self):
        self.books.refused(3, "fund.overdrawn", "reservation", "make", "100201", "99999999.00", "--date", TOMORROW, "--key", "check-make-1",
                           "--community", COMMUNITY)
        self.books.refused(3, "reservation.account", "reservation", "make", "4901", "1.00", "--date", TOMORROW, "--key", "check-make-2",
                           "--community", COMMUNITY)
        self.books.refused(3, "reservation.late", "reservation", "make", "100201", "1.00", "--date", "2026-01-01", "--key", "check-make-3",
                           "--community", COMMUNITY)
        self.books.refused(2, "usage.invalid", "reservation", "make", "100201", "--community", COMMUNITY)

    def test_a_limit_binds(self):
        self.receive("limit-income", "30.00")
        self.books.ok("reservation", "limit", "4901", "0.00", "--kind", "credit", "--key", "limit-set-1", "--community", COMMUNITY)
        earned = self.books.psql("select sum(credit_fen - debit_fen) from balance join account using (community_id, account_no) where code = '4901'")
        back = f"{int(earned) // 100 + 1}.00"
        self.refuse("limit.exceeded", {"key": "limit-entry", "date": str(TODAY), "summary": "冲回", "lines": [
            {"fund": "PI", "account": "4901", "debit": back}, {"fund": "PI", "account": "224103", "credit": back}]})

    def show(self, *more):
        return json.loads(self.books.ok("budget", "show", "--json", "--community", COMMUNITY, *more))

    def budget(self, verb, content):
        return self.books.ok("budget", verb, self.path(content), "--community", COMMUNITY)

    def wrong(self, status, code, verb, content):
        before = self.books.digest()
        problem = self.books.refused(status, code, "budget", verb, self.path(content), "--community", COMMUNITY)
        self.assertEqual(self.books.digest(), before)
        return problem

    def test_a_year_has_a_budget_and_change_orders(self):
        self.receive("year-income", "500.00")
        spent = self.books.psql("select coalesce(sum(debit_fen - credit_fen), 0) from balance join account using (community_id, account_no) "
                                "where code like '6002%'")
        plan = {"key": "year-adopt-1", "fund": "PI", "year": YEAR, "decided_on": str(TODAY), "decision": "业主大会第3号决议",
                "lines": [{"account": "6002", "amount": "300.00"}, {"account": "4901", "amount": "9000.00"}]}
        self.wrong(3, "budget.unknown", "change", plan | {"reason": "涨价"})
        self.wrong(2, "field.required", "adopt", {k: v for k, v in plan.items() if k != "decision"})
        self.wrong(2, "budget.scope", "adopt", plan | {"decided_on": TOMORROW})
        self.wrong(2, "budget.scope", "adopt", plan | {"project": "电梯"})
        self.wrong(2, "budget.line", "adopt", plan | {"lines": []})
        self.wrong(2, "budget.line", "adopt", plan | {"lines": plan["lines"] * 2})
        self.wrong(2, "budget.line", "adopt", plan | {"lines": [{"account": "100201", "amount": "1.00"}]})
        self.wrong(2, "budget.line", "adopt", plan | {"lines": [{"account": "6002", "amount": "-1.00"}]})
        self.budget("propose", plan | {"key": "year-propose-1"})
        self.assertEqual(self.show("--period", YEAR)["lines"], [])
        self.budget("adopt", plan)
        self.budget("adopt", plan)
        self.wrong(3, "budget.exists", "adopt", plan | {"key": "year-adopt-2"})
        self.wrong(3, "idempotency.key_reused", "adopt", plan | {"decision": "另一个决议"})
        self.post(payment("year-pay-1", "120.00", account="6002"))
        lines = {line["account"]: line for line in self.show("--period", YEAR)["lines"]}
        self.assertEqual((lines["6002"]["planned"], lines["6002"]["actual"]), ("300.00", f"{(int(spent) + 12000) / 100:.2f}"))
        order = {"key": "year-change-1", "fund": "PI", "year": YEAR, "decided_on": str(TODAY), "decision": "业主大会第4号决议",
                 "reason": "材料涨价", "lines": [{"account": "6002", "amount": "400.00"}, {"account": "6006", "amount": "50.00"}]}
        self.wrong(2, "field.required", "change", {k: v for k, v in order.items() if k != "reason"})
        self.wrong(2, "budget.line", "change", order | {"lines": [{"account": "6002", "amount": "300.00"}]})
        self.budget("change", order)
        self.budget("change", order)
        shown = self.show("--period", YEAR)
        self.assertEqual([v["version"] for v in shown["versions"]], [0, 1, 2])
        self.assertEqual(shown["versions"][2]["changes"], [{"account": "6002", "from": "300.00", "to": "400.00"}, {"account": "6006", "to": "50.00"}])
        self.assertEqual([(line["account"], line["planned"]) for line in shown["lines"]],
                         [("4901", "9000.00"), ("6002", "400.00"), ("6006", "50.00")])
        self.budget("change", order | {"key": "year-change-2", "lines": [{"account": "6006", "amount": "0.00"}]})
        self.assertEqual(len(self.show("--period", YEAR)["lines"]), 2)
        self.assertEqual(self.show("--period", YEAR, "--date", str(TODAY - datetime.timedelta(days=1)))["lines"], [])
        self.books.ok("budget", "show", "--period", YEAR, "--community", COMMUNITY)
        self.budget("close", plan | {"key": "year-close-1"})
        self.wrong(3, "budget.state", "change", order | {"key": "year-change-3"})

    def test_a_project_is_paid_out_of_its_reservations(self):
        self.receive("project-income", "500.00")
        plan = {"key": "project-adopt", "fund": "PI", "project": "3幢门禁更新", "decided_on": str(TODAY), "decision": "业主大会第5号决议",
                "lines": [{"account": "6002", "amount": "300.00"}]}
        record = self.budget("adopt", plan).split()[0]
        seq = int(self.make("project-make", "300.00", "--rests-on", record)[1:])
        self.post(payment("project-pay-1", "100.00", [{"reservation": seq, "amount": "100.00"}], account="6002"),
                  payment("project-pay-2", "7.00", account="6002"))
        shown = self.show("--name", "3幢门禁更新")
        self.assertEqual([(line["actual"], line["left"]) for line in shown["lines"]], [("100.00", "200.00")])
        paid = self.books.psql(f"select seq from entry_ref where role = 7 and ref_seq = {seq}")
        self.post({"key": "project-red", "date": str(TODAY), "type": "red_letter", "reverses": int(paid)})
        self.assertEqual(self.show("--name", "3幢门禁更新")["lines"][0]["actual"], "0.00")
        self.books.ok("reservation", "release", seq, "--community", COMMUNITY)
        self.books.refused(3, "budget.unknown", "budget", "show", "--name", "没有", "--community", COMMUNITY)


if __name__ == "__main__":
    unittest.main(verbosity=2)

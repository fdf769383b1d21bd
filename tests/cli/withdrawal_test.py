#!/usr/bin/env python3
"""The story of a withdrawal: asked for, judged by the rules, reviewed, approved by chair and supervisor, paid; and every way around that."""
import datetime
import json
import subprocess
import sys
import unittest

sys.dont_write_bytecode = True

from books import CCB, COMMUNITY, ccb
from bound import TODAY, Bound


class Withdrawal(Bound):
    """Applications of one community."""

    def test_from_application_to_payment(self):
        """Three people besides the applicant, then the money."""
        #= test ZHJ-11-3
        #= test CN-AL-25-1-1
        number = self.submit("3000.00")
        found = self.ask("withdrawal", "show", number)
        self.assertEqual((found["verdict"]["tier"], found["verdict"]["outcome"], len(found["verdict"]["steps"])), (1, "pass", 3))
        self.refused("role.missing", "withdrawal", "approve", number, "--as", "李主任", status=2)
        self.refused("role.missing", "withdrawal", "approve", number, "--as", "周监督", status=2)
        self.refused("approval.intent", "withdrawal", "approve", number, "--as", "孙委员", "--digest", "00ff")
        self.refused("approval.verdict", "withdrawal", "refuse", number, "--as", "孙委员", status=2)
        self.refused("withdrawal.payment", "withdrawal", "pay", number, "--as", "赵出纳", "--key", "pay-00001")
        self.assertIn("下一步：委员复核", self.ok("withdrawal", "show", number))
        self.ok("withdrawal", "approve", number, "--as", "孙委员", "--digest", found["digest"][:12])
        self.ok("withdrawal", "approve", number, "--as", "孙委员")
        found = self.approve(number, "李主任")
        self.assertEqual((found["application"]["state"], found["application"]["reservation"]), ("submitted", None))
        found = self.approve(number, "周监督")
        self.assertEqual(found["application"]["state"], "approved")
        self.assertEqual([(a["approver"], a["verdict"]) for a in found["approvals"]], [("孙委员", "yes"), ("李主任", "yes"), ("周监督", "yes")])
        held = found["application"]["reservation"]
        self.refused("withdrawal.closed", "withdrawal", "refuse", number, "--as", "王监督", "--reason", "晚了")
        self.refused("role.missing", "withdrawal", "pay", number, "--as", "周监督", "--key", "pay-00001", status=2)
        pay = ("withdrawal", "pay", number, "1000.00", "--as", "赵出纳", "--bank-account", CCB)
        self.ok(*pay, "--key", "pay-00001")
        self.ok(*pay, "--key", "pay-00001")
        self.assertEqual(self.ask("withdrawal", "show", number)["application"]["paid"], "1000.00")
        over = self.entry("pay-over1", "2000.01", ("100201", "6002"), captures=[{"reservation": held, "amount": "2000.01"}], payee="安居维修部")
        self.refused("reservation.exceeded", "entry", "post", over)
        other = self.entry("pay-other", "5.00", ("100201", "6002"), captures=[{"reservation": held, "amount": "5.00"}], payee="别人")
        self.refused("reservation.payee", "entry", "post", other)
        more = self.entry("pay-more1", "2100.00", ("100201", "6002"), captures=[{"reservation": held, "amount": "2000.00"}], payee="安居维修部")
        self.assertIn("2,000.00", self.refused("payment.unapproved", "entry", "post", more)["detail"].replace("2000.00", "2,000.00"))
        self.ok("withdrawal", "pay", number, "2000.00", "--as", "钱财务", "--key", "pay-00002", "--bank-account", CCB)
        self.assertEqual(self.ask("withdrawal", "list")[0]["paid"], "3000.00")
        self.ok("verify")
        self.ok("check")

    def test_nothing_leaves_around_the_gate(self):
        """By hand, by a reservation of one's own, by a draft; a red letter and a transfer inside the fund are no payments."""
        self.refused("payment.unapproved", "entry", "post", self.entry("around-001", "10.00", ("100201", "6002")))
        held = int(self.ok("reservation", "make", "100201", "10.00", "--date", str(TODAY), "--key", "around-hold", "--payee", "安居维修部").strip()[1:])
        own = self.entry("around-002", "10.00", ("100201", "6002"), captures=[{"reservation": held, "amount": "10.00"}])
        self.refused("payment.unapproved", "entry", "post", own)
        number = self.submit("10.00")
        own = int(self.ok("reservation", "make", "100201", "10.00", "--date", str(TODAY), "--key", "around-own2", "--rests-on", number).strip()[1:])
        own = self.entry("around-003", "10.00", ("100201", "6002"), captures=[{"reservation": own, "amount": "10.00"}])
        self.refused("payment.unapproved", "entry", "post", own)
        self.post("inside-001", "10.00", ("100201", "100203"))
        self.post("income-0002", "10.00", ("4901", "100201"))
        income = self.books.psql("select number, series from entry_number where seq = (select max(seq) from entry)").split("|")
        self.ok("entry", "reverse", f"PI-记-{income[1][:4]}-{income[1][4:]}-{int(income[0]):04d}", "--summary", "冲销", "--key", "around-red1")
        self.ok("verify")

    def test_the_bank_shows_a_payment(self):
        """A line of an approved payment is matched with it; one that nobody approved is held until somebody explains it."""
        self.ok("import", self.books.write("first.csv", ccb([(str(TODAY), "08:00:00", 5000, "停车费", "张三", "1-0001")], opening=10000000)))
        number = self.submit("3000.00")
        self.approve(number, "孙委员", "李主任", "周监督")
        self.ok("withdrawal", "pay", number, "--as", "赵出纳", "--key", "pay-00001", "--bank-account", CCB, "--document", self.paper)
        rows = [(str(TODAY), "09:02:00", -300000, "转账支取", "安居维修部", "1-0002"), (str(TODAY), "09:03:00", -4200, "转账支取", "不明", "1-0003")]
        self.ok("import", self.books.write("bank.csv", ccb(rows, opening=10005000)))
        self.assertEqual(self.books.psql("select amount_fen from held_line order by seq"), "-300000\n-4200")
        self.assertEqual(self.books.psql("select h.amount_fen from line_match m join held_line h on h.community_id = m.community_id and h.seq = m.line_seq"),
                         "-300000")
        self.ok("verify")
        self.ok("check")

    def test_what_the_rules_refuse(self):
        """Named with the rule and what is missing."""
        for code, how in (("withdrawal.use", ("submit", "X9", "1.00")), ("withdrawal.use", ("submit", "E16", "1.00")),
                          ("withdrawal.amount", ("submit", "E02", "0.00"))):
            self.refused(code, "withdrawal", *how, "安居维修部", self.paper, "--reason", "r", "--as", "钱财务", "--key", "apply-0009", status=2)
        self.refused("withdrawal.rule", *self.asked("1.00", papers=False))
        self.refused("withdrawal.rule", *self.asked("60000.00"))
        self.refused("role.missing", *self.asked("1.00", who="周监督"), status=2)
        self.refused("party.unknown", *self.asked("1.00", party="无名"))
        self.refused("withdrawal.valid", *self.asked("1.00", "--until", "2026-01-01"))
        self.refused("withdrawal.link", *self.asked("1.00", "--rests-on", "x"))
        self.refused("withdrawal.unknown", "withdrawal", "show", "99")
        checked = self.ask("withdrawal", "check", "E02", "60000.00", "安居维修部", "--reason", "更换水泵", "--as", "钱财务")
        self.assertEqual({r["rule"]: r["outcome"] for r in checked["rules"] if r["outcome"] != "pass"}, {"decision": "fail", "document": "needs"})
        self.assertEqual(checked["tier"], 3)

    def test_parts_of_one_payment_count_together(self):
        """A second part that brings the sum above a tier is taken down with its warning, cannot be approved, and stays for everybody to see."""
        first = self.submit("40000.00")
        self.approve(first, "孙委员", "李主任", "周监督")
        self.ok("party", "add", "安居维修部二店", "--number", "33050165583500007777")
        second = self.submit("20000.00", key="apply-0002", party="安居维修部二店")
        found = self.ask("withdrawal", "show", second)
        self.assertEqual((self.rules(found), found["verdict"]["matter"]), ({"split": "fail", "decision": "fail"}, "60000.00"))
        self.refused("withdrawal.split", "withdrawal", "approve", second, "--as", "孙委员")
        self.ok("withdrawal", "refuse", second, "--as", "孙委员", "--reason", "拆分付款")
        self.assertEqual([(w["seq"], w["state"], w["outcome"]) for w in self.ask("withdrawal", "list")],
                         [(second, "refused", "warning"), (first, "approved", "pass")])
        third = self.submit("4000.00", key="apply-0003")
        self.assertEqual(self.ask("withdrawal", "show", third)["verdict"]["tier"], 2)
        self.ok("verify")
        self.ok("check")

    def test_one_person_acts_once(self):
        """Whoever asks or decided does not decide again; who is close to the payee takes no part."""
        mine = self.submit("100.00", who="孙委员")
        self.refused("approval.same_person", "withdrawal", "approve", mine, "--as", "孙委员")
        self.ok("withdrawal", "approve", mine, "--as", "郑委员")
        given = self.ask("withdrawal", "show", mine)["approvals"][0]["seq"]
        self.refused("approval.unknown", "approval", "withdraw", given, "--as", "孙委员", "--reason", "看错了")
        self.ok("approval", "withdraw", given, "--as", "郑委员", "--reason", "看错了")
        self.ok("withdrawal", "approve", mine, "--as", "郑委员")
        self.ok("withdrawal", "return", mine, "--as", "李主任", "--reason", "缺验收单")
        self.ok("party", "add", "李主任")
        self.refused("withdrawal.related", *self.asked("100.00", key="apply-0004", party="李主任"))
        self.ok("party", "relate", "李主任", "李主任", "本人", "--as", "孙委员")
        self.refused("withdrawal.related", *self.asked("100.00", key="apply-0004", party="李主任"))
        self.ok("party", "relate", "李主任", "李主任", "本人", "--as", "李主任")
        self.assertIn("本人披露", self.ok("party", "relations"))
        own = self.submit("100.00", key="apply-0004", party="李主任")
        self.ok("withdrawal", "approve", own, "--as", "孙委员")
        self.refused("approval.related", "withdrawal", "approve", own, "--as", "李主任")
        self.refused("withdrawal.applicant", "withdrawal", "withdraw", own, "--as", "孙委员")
        self.ok("withdrawal", "withdraw", own, "--as", "钱财务")
        self.refused("withdrawal.closed", "withdrawal", "approve", own, "--as", "周监督")
        self.ok("verify")
        self.ok("check")

    def test_roles_and_days(self):
        """An expired role cannot approve; an application that expired cannot be approved; only township and bureau activate rules."""
        self.refused("role.missing", "rules", "activate", "--as", "钱财务", status=2)
        self.refused("rules.day", "rules", "activate", "--as", "吴街道", "--date", "2026-01-01")
        number = self.submit("100.00", "--until", str(TODAY))
        grant = self.books.psql("select opened_seq from role_grant g join subject s using (community_id, subject) where role = 2 order by 1 limit 1")
        self.ok("role", "finish", grant, str(TODAY - datetime.timedelta(1)), "--reason", "resigned")
        self.refused("role.missing", "withdrawal", "approve", number, "--as", "孙委员", status=2)
        self.assertIn(" 0", self.ok("withdrawal", "expire", "--as", "钱财务"))
        self.ok("verify")

    def test_two_decide_at_once(self):
        """Two supervisors approve, one of them with no: exactly one outcome."""
        number = self.submit("100.00")
        self.approve(number, "孙委员", "李主任")
        both = [subprocess.Popen(self.books.command("withdrawal", *how, "--community", COMMUNITY, "--json"), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                 text=True)
                for how in (("approve", number, "--as", "周监督"), ("refuse", number, "--as", "王监督", "--reason", "金额不对"))]
        outcomes = [process.communicate() for process in both]
        codes = sorted(process.returncode for process in both)
        self.assertEqual(codes, [0, 3], outcomes)
        self.assertEqual(self.books.psql(f"select count(*) from approval where step = 3 and subject_seq = {number}"), "1")
        self.assertEqual(self.books.psql("select count(*) from reservation"), str(int(both[0].returncode == 0)))
        self.ok("verify")

    def test_the_database_holds_too(self):
        """Whoever writes past the program: the triggers refuse, and verify finds what was changed in spite of them."""
        number = self.submit("100.00")
        self.approve(number, "孙委员")
        for sql in (f"update withdrawal set amount_fen = 1 where opened_seq = {number}", f"update withdrawal set state = 9 where opened_seq = {number}",
                    "delete from withdrawal", "delete from approval", "update approval set verdict = 2"):
            done = subprocess.run(self.books.command("psql", "-q", "-v", "ON_ERROR_STOP=1", "-c", sql), capture_output=True, text=True, check=False)
            self.assertNotEqual(done.returncode, 0, sql)
        self.books.psql("alter table approval disable trigger all; update approval set step = 2")
        done = self.books.run("verify", "--json")
        self.assertEqual([(f["table"], f["column"]) for f in json.loads(done.stdout)["findings"]], [("approval", "step")])


if __name__ == "__main__":
    unittest.main()

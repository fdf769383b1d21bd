#!/usr/bin/env python3
"""The story of hand-overs: an old committee hands over item by item, late; a member leaves; a company leaves; what is missing stays listed."""
import csv
import datetime
import io
import json
import sys
import unittest

sys.dont_write_bytecode = True

from books import COMMUNITY, Books

TODAY = (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=8)).date()
ENDED = TODAY - datetime.timedelta(30)
FAR = str(TODAY + datetime.timedelta(900))
OLD = (("孙主任", "chair"), ("钱印章", "member"), ("赵财务", "treasurer"))
NEW = (("吴主任", "chair"), ("郑委员", "member"))


class HandoverTest(unittest.TestCase):
    """One community whose committee's term ended thirty days ago; a new one is in office since the day after."""

    def setUp(self):
        self.books = Books()
        self.addCleanup(self.books.close)
        for body, kind in (("业主委员会", "committee"), ("暨阳社区", "residents-committee"), ("某物业公司", "manager")):
            self.ok("organization", "add", "--name", body, "--kind", kind)
        people = [(*person, str(ENDED - datetime.timedelta(1000)), str(ENDED), "业主委员会") for person in OLD]
        people += [(*person, str(ENDED + datetime.timedelta(1)), FAR, "业主委员会") for person in NEW]
        people += [("周监督", "supervisor", "2026-01-01", FAR, "暨阳社区"), ("王文员", "clerk", "2026-01-01", FAR, "某物业公司")]
        for name, role, first, last, body in people:
            self.ok("person", "add", "--name", name, "--role", role)
            self.ok("role", "grant", first, last, "--name", name, "--role", role, "--by", body)
        self.bank = int(self.books.psql("select min(opened_seq) from bank_account where fund = 2"))
        self.ok("entry", "post", self.books.write("income.json", json.dumps({"entries": [{
            "key": "income-0001", "date": str(TODAY), "summary": "收入", "lines": [
                {"fund": "PI", "account": "4901", "credit": "1000.00"},
                {"fund": "PI", "account": "100201", "debit": "1000.00", "bank_account": self.bank}]}]})))

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

    def duty(self, kind):
        """The duties of a kind."""
        return [(d["due"], d["state"], d["days"], d["law"]) for d in self.ask("duty", "list")["duties"] if d["kind"] == kind]

    def terms(self):
        """The old term and the new one."""
        self.ok("term", "open", str(ENDED - datetime.timedelta(1000)), str(ENDED), "--key", "term-00001")
        self.ok("term", "open", str(ENDED + datetime.timedelta(1)), FAR, "--key", "term-00002")

    def test_a_committee_hands_over(self):
        """Item by item, by two people; late by so many days."""
        #= test ZJ-15-3
        opening = ("handover", "open", "term", str(ENDED), "档案柜钥匙两把", "--as", "吴主任", "--key", "handover-1")
        whom = ("--name", "孙主任", "--by", "吴主任")
        self.refused("handover.day", *opening, *whom)
        self.terms()
        [(due, state, days, law)] = self.duty("handover")
        self.assertEqual((state, law), ("overdue", "ZJ-15-3"))
        self.assertTrue(ENDED + datetime.timedelta(10) <= datetime.date.fromisoformat(due) <= ENDED + datetime.timedelta(19))
        county = json.loads(self.books.ok("duty", "overdue", "--county", COMMUNITY[:6], "--json"))
        self.assertIn("handover", json.dumps(county))
        self.assertIn("换届移交", self.ok("duty", "calendar", "--format", "ics"))
        stamp = self.ask("stamp", "add", "committee", "业委会章", "--name", "郑委员", "--key", "stamp-0001", "--as", "吴主任")["seq"]
        self.refused("handover.kind", "handover", "open", "picnic", *opening[3:], *whom, status=2)
        self.refused("handover.kind", *opening, *whom, "--kind", "nobody", status=2)
        self.refused("handover.same_person", *opening, "--name", "孙主任", "--by", "孙主任")
        self.refused("handover.giver", *opening, "--name", "周监督", "--by", "吴主任")
        self.refused("handover.day", *opening[:3], "2199-01-01", *opening[4:], *whom)
        self.refused("person.unknown", *opening, "--name", "没有", "--by", "吴主任")
        self.refused("role.missing", *opening[:-3], "孙主任", *opening[-2:], *whom, status=2)
        made = self.ask(*opening, *whom)
        self.assertEqual(self.ask(*opening, *whom)["seq"], made["seq"])
        self.refused("handover.exists", *opening[:-1], "handover-2", *whom)
        number, items = made["seq"], made["items"]
        kinds = [item["kind"] for item in items]
        self.assertEqual(kinds[0], "journal")
        self.assertEqual((items[0]["number"], items[0]["text"][-64:]), (made["size"], made["root"]))
        self.assertEqual([(i["text"], i["amount"]) for i in items if i["kind"] == "money"], [("公共收益 中国建设银行 尾号 1234", "1000.00")])
        self.assertEqual([i["record"] for i in items if i["kind"] == "stamp"], [stamp])
        self.assertEqual([i["text"].split()[1] for i in items if i["kind"] == "role"], ["孙主任", "钱印章", "赵财务"])
        self.assertEqual((kinds[-1], items[-1]["text"], made["open"]), ("free", "档案柜钥匙两把", len(items)))
        self.assertEqual((made["due_on"], made["days_late"], made["state"]), (due, days, "open"))
        self.sign(number, items)
        done = self.ask("handover", "complete", number, "--as", "吴主任")
        self.assertEqual((done["state"], done["closed_on"], done["open"], done["missing"], done["days_late"]), ("completed", str(TODAY), 0, 1, days))
        self.assertEqual([(i["item"], i["reason"]) for i in done["items"] if i["state"] == "missing"], [(len(items), "钥匙已遗失")])
        self.assertEqual([i for i in done["items"] if i["in_force"]], [])
        self.assertEqual(done["moves"], [])
        self.refused("handover.state", "handover", "sign", number, "--as", "孙主任")
        self.refused("handover.state", "handover", "cancel", number, "--as", "周监督", "--reason", "重来")
        self.assertEqual(self.duty("handover")[0][1:3], ("late", days))
        self.printed(number, items)
        self.ok("verify")
        self.ok("check")

    def sign(self, number, items):
        """Everything signed by both, but for the keys that are lost."""
        last = len(items)
        self.refused("handover.party", "handover", "sign", number, "1", "--as", "郑委员")
        self.refused("handover.item", "handover", "sign", number, "99", "--as", "孙主任")
        self.refused("handover.item", "handover", "sign", number, "x", "--as", "孙主任")
        self.refused("handover.unknown", "handover", "sign", "1", "--as", "孙主任")
        self.refused("field.required", "handover", "miss", number, str(last), "--as", "吴主任", status=2)
        self.refused("field.required", "handover", "miss", number, "--as", "吴主任", "--reason", "没有", status=2)
        signed = ("handover", "sign", number, "1-2", "--as", "孙主任", "--key", "handover-sign-1")
        self.ok(*signed)
        self.ok(*signed)
        self.refused("handover.item", "handover", "sign", number, "1", "--as", "孙主任")
        self.ok("handover", "sign", number, "1-2", "--as", "吴主任")
        self.refused("handover.item", "handover", "miss", number, "1", "--as", "吴主任", "--reason", "没有")
        self.ok("handover", "miss", number, str(last), "--as", "吴主任", "--reason", "钥匙已遗失")
        self.ok("handover", "sign", number, "--as", "孙主任")
        self.refused("handover.item", "handover", "sign", number, "--as", "孙主任")
        problem = self.refused("handover.incomplete", "handover", "complete", number, "--as", "吴主任")
        self.assertIn("、".join(str(i) for i in range(3, last)), problem["detail"])
        self.refused("role.missing", "handover", "complete", number, "--as", "孙主任", status=2)
        self.ok("handover", "sign", number, "--as", "吴主任")

    def printed(self, number, items):
        """移交清册: the same rows as CSV and as a page, PDF and text."""
        rows = list(csv.reader(io.StringIO(self.ok("handover", "register", number, "--format", "csv"))))
        self.assertEqual(sum(any(item["text"] in cell for cell in row) for row in rows for item in items[-1:]), 1)
        self.assertIn("移交清册", self.ok("handover", "register", number))
        out = self.books.folder / "register.pdf"
        self.ok("handover", "register", number, "--format", "pdf", "--out", str(out))
        self.assertTrue(out.read_bytes().startswith(b"%PDF"))
        self.assertIn("钥匙已遗失", self.ok("handover", "show", number))

    def test_rights_that_outlive_it(self):
        """A role of the old term that still works is shown after the hand-over."""
        self.ok("role", "grant", str(ENDED - datetime.timedelta(100)), FAR, "--name", "钱印章", "--role", "owner")
        self.ok("person", "add", "--name", "冯出纳", "--role", "cashier")
        self.ok("role", "grant", str(ENDED - datetime.timedelta(100)), FAR, "--name", "冯出纳", "--role", "cashier", "--by", "业主委员会")
        self.terms()
        made = self.ask("handover", "open", "term", str(ENDED), "--as", "吴主任", "--key", "handover-1", "--name", "孙主任", "--by", "周监督",
                        "--kind", "residents_committee")
        self.assertEqual((made["body"], [i["text"].split()[1] for i in made["items"] if i["in_force"]]), ("residents_committee", ["冯出纳"]))
        self.refused("role.missing", "handover", "cancel", made["seq"], "--as", "吴主任", "--reason", "重来", status=2)
        self.refused("field.required", "handover", "cancel", made["seq"], "--as", "周监督", status=2)
        self.ok("handover", "cancel", made["seq"], "--as", "周监督", "--reason", "项目有误，重新开始")
        again = self.ask("handover", "open", "term", str(ENDED), "--as", "吴主任", "--key", "handover-2", "--name", "孙主任", "--by", "周监督")["seq"]
        for who in ("孙主任", "周监督"):
            self.ok("handover", "sign", again, "--as", who)
        done = self.ask("handover", "complete", again, "--as", "周监督")
        grant = [i["record"] for i in done["items"] if i["in_force"]]
        self.assertEqual(len(grant), 1)
        self.assertIn("仍有效", self.ok("handover", "register", again))
        self.ok("role", "finish", grant[0], str(TODAY), "--reason", "handed-over")
        self.assertEqual([i for i in self.ask("handover", "show", again)["items"] if i["in_force"]], [])
        self.assertEqual([h["state"] for h in self.ask("handover", "list")], ["cancelled", "completed"])
        self.ok("verify")
        self.ok("check")

    def test_a_member_leaves_and_a_company(self):
        """Three days in Shaoxing; a company where no rule names days hands over in reasonable time."""
        #= test SX-17-3
        #= test CN-CC-949
        left = TODAY - datetime.timedelta(8)
        stamp = self.ask("stamp", "add", "finance", "财务专用章", "--name", "郑委员", "--key", "stamp-0001", "--as", "吴主任", "--date",
                         str(ENDED + datetime.timedelta(1)))["seq"]
        grant = int(self.books.psql("select max(opened_seq) from role_grant where role = 2"))
        self.ok("role", "finish", grant, str(left), "--reason", "resigned")
        [(due, state, days, law)] = self.duty("handover_member")
        self.assertEqual((state, law), ("overdue", "SX-17-3"))
        self.assertTrue(left + datetime.timedelta(3) <= datetime.date.fromisoformat(due) <= left + datetime.timedelta(6))
        made = self.ask("handover", "open", "member", str(left), "--as", "吴主任", "--key", "handover-1", "--name", "郑委员", "--by", "吴主任")
        self.assertEqual([(i["kind"], i["record"]) for i in made["items"]], [("stamp", stamp), ("role", grant)])
        self.assertEqual((made["due_on"], made["days_late"]), (due, days))
        self.assertEqual(len(self.duty("handover_member")), 1)
        for who in ("吴主任", "郑委员"):
            self.ok("handover", "sign", made["seq"], "--as", who)
        self.ok("handover", "complete", made["seq"], "--as", "吴主任")
        self.assertEqual(self.duty("handover_member"), [(due, "late", days, law)])
        company = self.ask("handover", "open", "manager", str(left), "道闸后台密码", "--as", "吴主任", "--key", "handover-2", "--name", "王文员", "--by",
                           "吴主任")
        self.assertEqual((company["due_on"], company["days_late"], self.duty("handover_manager")), (None, 0, []))
        self.assertEqual([i["kind"] for i in company["items"]], ["journal", "money", "documents", "vouchers", "role", "free"])
        self.ok("verify")
        self.ok("check")


if __name__ == "__main__":
    unittest.main()

#!/usr/bin/env python3
"""The story of the stamps: who keeps them, each use with the decision it rests on, the register of a period."""
import csv
import datetime
import io
import json
import re
import subprocess
import sys
import unittest
import urllib.request

sys.dont_write_bytecode = True

from books import COMMUNITY, Books

TODAY = (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=8)).date()
FAR = str(TODAY + datetime.timedelta(900))
TAIZHOU = "331002000009"
PEOPLE = (("孙主任", "chair"), ("钱印章", "member"), ("李委员", "member"), ("赵财务", "treasurer"))


class Stamps(unittest.TestCase):
    """A community of Zhuji, where the law is silent on keepers, and one of Taizhou, where chairs keep no stamp."""

    def setUp(self):
        self.books = Books()
        self.addCleanup(self.books.close)
        self.books.ok("community", "open", "--community", TAIZHOU, "--name", "台州小区")
        for community in (COMMUNITY, TAIZHOU):
            self.ok("organization", "add", "--name", "业主委员会", "--kind", "committee", community=community)
            for name, role in PEOPLE:
                self.ok("person", "add", "--name", name, "--role", role, community=community)
                self.ok("role", "grant", "2026-01-01", FAR, "--name", name, "--role", role, "--by", "业主委员会", community=community)
            self.ok("person", "add", "--name", "外人", "--role", "member", community=community)

    def ok(self, *args, community=COMMUNITY):
        """Runs a verb."""
        return self.books.ok(*args, "--community", community)

    def ask(self, *args, community=COMMUNITY):
        """Its JSON."""
        return json.loads(self.ok(*args, "--json", community=community))

    def refused(self, code, *args, status=3, community=COMMUNITY):
        """Refused, and nothing written."""
        before = self.books.digest()
        problem = self.books.refused(status, code, *args, "--community", community)
        self.assertEqual(self.books.digest(), before)
        return problem

    def paper(self, name, kind="minutes"):
        """An archived document."""
        path = self.books.write(f"{name}.xml", f"<paper>{name}</paper>")
        return self.ask("document", "add", path, "--kind", kind, "--visibility", "public")["document"]

    def record(self, key, **content):
        """A decision that is put on record; its record."""
        path = self.books.write(f"{key}.json", json.dumps({
            "key": key, "matter": "other", "from": "2026-06-20", "to": "2026-06-20", "announced": "2026-06-01",
            "documents": [self.paper(f"minutes-{key}")]} | content))
        return self.ask("decision", "record", path, "--as", "孙主任")["seq"]

    def meeting(self, key, yes):
        """A meeting of the committee, of which so many agreed."""
        members = [name for name, _ in PEOPLE]
        return self.record(key, title="签订门禁维修合同", meeting={"yes": members[:yes], "no": members[yes:]})

    def assembly(self):
        """A decision of the owners."""
        self.ok("unit", "import", self.books.write("units.csv", "幢,房号,面积,用途,业主\n1幢,101,100,商品住宅,张三\n"), "--date", "2026-01-01")
        return self.record("assembly-1", title="聘请物业企业", totals={"people": {"part": 1, "yes": 1}, "area": {"part": "100.00", "yes": "100.00"}})

    def add(self, kind, name, key, keeper="钱印章", community=COMMUNITY, date="2026-02-01"):
        """A stamp; its record."""
        return self.ask("stamp", "add", kind, name, "--name", keeper, "--key", key, "--as", "李委员", "--date", date, community=community)["seq"]

    def test_keepers(self):
        """Not the chair where the place says so; a warning elsewhere."""
        #= test TZ-24
        add = ("stamp", "add", "committee", "业委会章", "--key", "stamp-0001", "--as", "李委员")
        self.refused("stamp.keeper_chair", *add, "--name", "孙主任", community=TAIZHOU)
        self.refused("stamp.keeper_role", *add, "--name", "外人", community=TAIZHOU)
        self.refused("person.unknown", *add, "--name", "没有", community=TAIZHOU)
        self.refused("stamp.kind", "stamp", "add", "toy", "章", "--key", "stamp-0001", "--as", "李委员", "--name", "钱印章", status=2)
        self.refused("stamp.day", *add, "--name", "钱印章", "--date", "2199-01-01")
        self.refused("role.missing", *add[:-1], "外人", "--name", "钱印章", status=2)
        self.add("committee", "业委会章", "stamp-0001", community=TAIZHOU)
        kept = self.add("committee", "业委会章", "stamp-0001", keeper="孙主任")
        self.assertEqual(self.add("committee", "业委会章", "stamp-0001", keeper="孙主任"), kept)
        self.refused("stamp.exists", *add[:5], "stamp-0002", *add[6:], "--name", "钱印章")
        found = self.ask("stamp", "list")[0]
        self.assertEqual((found["kept_by_chair"], found["kept_outside"], found["state"]), (True, False, "kept"))
        self.assertIn("提醒", self.ok("stamp", "list"))
        moves = ("--as", "李委员")
        self.refused("stamp.unknown", "stamp", "keep", "9999", "--name", "钱印章", *moves)
        self.refused("field.required", "stamp", "keep", kept, *moves, status=2)
        self.refused("field.required", "stamp", "lose", kept, *moves, status=2)
        self.refused("stamp.day", "stamp", "keep", kept, "--name", "钱印章", *moves, "--date", "2026-01-15")
        self.refused("role.missing", "stamp", "keep", kept, "--name", "钱印章", "--as", "外人", status=2)
        self.ok("stamp", "keep", kept, "--name", "钱印章", *moves, "--date", "2026-03-01")
        self.ok("stamp", "lose", kept, "--reason", "搬家遗失", *moves, "--date", "2026-03-02")
        self.refused("stamp.state", "stamp", "lose", kept, "--reason", "又遗失", *moves)
        self.refused("stamp.state", "stamp", "use", kept, "合同", "1", "--by", "物业", "--key", "use-00000", "--as", "钱印章", "--rests-on", "1")
        self.ok("stamp", "destroy", kept, "--reason", "登报声明作废", *moves, "--date", "2026-03-09")
        self.assertEqual(self.ask("stamp", "list")[0]["moves"], [])
        self.add("committee", "业委会章", "stamp-0003")
        grant = self.books.psql(f"select max(opened_seq) from role_grant where community_id = {COMMUNITY} and role = 2 and opened_seq < "
                                f"(select max(opened_seq) from role_grant where community_id = {COMMUNITY} and role = 2)")
        self.ok("role", "finish", grant, str(TODAY - datetime.timedelta(1)))
        self.assertEqual([s["kept_outside"] for s in self.ask("stamp", "list")], [True, True])
        self.ok("verify")
        self.ok("check")

    def test_uses(self):
        """Each rests on a decision of the right body, and the keeper alone writes it down."""
        #= test TZ-24
        #= test HZ-30-1
        committee, whole = self.add("committee", "业委会章", "stamp-0001"), self.add("assembly", "业主大会章", "stamp-0002")
        passed, failed, owners = self.meeting("decision-1", 4), self.meeting("decision-2", 1), self.assembly()
        minutes, invoice = self.paper("minutes"), self.paper("invoice", "other")
        use = ("stamp", "use", committee, "门禁维修合同", "2", "--by", "赵财务", "--key", "use-00001")
        keeper = ("--as", "钱印章")
        problem = self.refused("stamp.undecided", *use, *keeper)
        self.assertEqual(problem["clause"], "TZ-24")
        self.refused("stamp.keeper", *use, "--as", "李委员", "--rests-on", passed)
        self.refused("role.missing", *use, "--as", "外人", "--rests-on", passed, status=2)
        self.refused("decision.failed", *use, *keeper, "--rests-on", failed)
        self.refused("decision.unknown", *use, *keeper, "--rests-on", "1")
        self.refused("stamp.basis", *use, *keeper, "--rests-on", passed, "--date", "2026-03-01")
        self.refused("stamp.basis", *use, *keeper, "--rests-on", invoice)
        self.refused("stamp.basis", *use, *keeper, "--rests-on", invoice, "--reason", "议事规则第12条")
        self.refused("document.unknown", *use, *keeper, "--rests-on", "0190aaaa-0000-7000-8000-000000000000")
        self.refused("stamp.day", *use, *keeper, "--rests-on", minutes, "--date", "2026-01-20")
        self.refused("stamp.copies", *use[:4], "0", *use[5:], *keeper, "--rests-on", passed, status=2)
        self.refused("contract.unknown", *use, *keeper, "--rests-on", passed, "--contract", "#1")
        self.ok(*use, *keeper, "--rests-on", passed, "--document", invoice)
        self.ok(*use, *keeper, "--rests-on", passed, "--document", invoice)
        self.refused("idempotency.key_reused", *use, *keeper, "--rests-on", minutes)
        self.ok(*use[:-1], "use-00002", *keeper, "--rests-on", minutes, "--date", "2026-05-06")
        big = ("stamp", "use", whole, "物业服务合同", "4", "--by", "孙主任", "--key", "use-00003", *keeper)
        self.refused("stamp.basis", *big, "--rests-on", passed)
        self.refused("stamp.basis", *big, "--rests-on", minutes)
        self.ok(*big[:3], "<b>物业服务合同</b>", *big[4:], "--rests-on", owners)
        self.ok(*big[:8], "use-00004", *keeper, "--rests-on", invoice, "--reason", "议事规则第12条")
        uses = self.ask("stamp", "uses")
        self.assertEqual([(u["basis"], u["rests_on"]) for u in uses][0], ("decision", passed))
        self.assertEqual([u["basis"] for u in uses], ["decision", "minutes", "decision", "rule"])
        self.assertEqual((uses[3]["clause"], uses[0]["copies"], uses[0]["keeper"]), ("议事规则第12条", 2, "钱印章"))
        self.assertEqual([u["what"] for u in self.ask("stamp", "uses", "--period", "2026-05")], ["门禁维修合同"])
        self.refused("stamp_use.unknown", "stamp", "cancel", "1", "--reason", "写错", *keeper)
        self.refused("stamp.keeper", "stamp", "cancel", uses[1]["seq"], "--reason", "写错", "--as", "李委员")
        self.ok("stamp", "cancel", uses[1]["seq"], "--reason", "日期写错", *keeper)
        self.refused("stamp_use.state", "stamp", "cancel", uses[1]["seq"], "--reason", "又错", *keeper)
        found = self.ask("stamp", "uses")[1]
        self.assertEqual((found["state"], found["reason"]), ("cancelled", "日期写错"))
        rows = list(csv.reader(io.StringIO(self.ok("stamp", "register", "--period", str(TODAY.year), "--format", "csv"))))
        self.assertEqual(sum("物业服务合同" in "".join(row) for row in rows), 2)
        self.assertIn("用印登记簿", self.ok("stamp", "register", "--period", str(TODAY.year)))
        page = self.page()
        self.assertIn("印章使用（3）", page)
        self.assertIn("&lt;b&gt;物业服务合同&lt;/b&gt;", page)
        self.assertNotIn("<b>物业", page)
        self.assertNotIn("钱印章", page)
        self.ok("verify")
        self.ok("check")

    def page(self):
        """The public page of the community."""
        with subprocess.Popen(self.books.command("serve"), stdout=subprocess.PIPE, text=True) as daemon:
            screen = ""
            while "kill" not in screen:
                line = daemon.stdout.readline()
                self.assertTrue(line, screen)
                screen += line
            address = re.search(r"http://127\.0\.0\.1:\d+/", screen).group()
            try:
                with urllib.request.urlopen(f"{address}c/{COMMUNITY}", timeout=60) as reply:
                    return reply.read().decode()
            finally:
                daemon.terminate()

    def test_finance(self):
        """The finance stamp also goes on what an approved application pays."""
        for name, role, body, kind in (("周监督", "supervisor", "暨阳社区", "residents-committee"), ("吴街道", "township", "暨阳街道办事处", "township")):
            self.ok("organization", "add", "--name", body, "--kind", kind)
            self.ok("person", "add", "--name", name, "--role", role)
            self.ok("role", "grant", "2026-01-01", FAR, "--name", name, "--role", role, "--by", body)
        bank = int(self.books.psql("select min(opened_seq) from bank_account where fund = 2"))
        self.ok("entry", "post", self.books.write("income.json", json.dumps({"entries": [{
            "key": "income-0001", "date": str(TODAY), "summary": "收入", "lines": [
                {"fund": "PI", "account": "4901", "credit": "1000.00"},
                {"fund": "PI", "account": "100201", "debit": "1000.00", "bank_account": bank}]}]})))
        finance = self.add("finance", "财务专用章", "stamp-0001")
        self.ok("party", "add", "安居维修部", "--number", "33050165583500007777")
        asked = self.ask("withdrawal", "submit", "E02", "100.00", "安居维修部", self.paper("offer", "contract"), "--reason", "更换门禁", "--as", "赵财务",
                         "--key", "apply-0001")["application"]["seq"]
        use = ("stamp", "use", finance, "转账支票", "1", "--by", "赵财务", "--key", "use-00001", "--as", "钱印章")
        self.refused("stamp.undecided", *use)
        self.refused("stamp.basis", *use, "--rests-on", asked)
        for who in ("李委员", "孙主任", "周监督"):
            self.ok("withdrawal", "approve", asked, "--as", who)
        self.ok(*use, "--rests-on", asked)
        self.assertEqual([(u["basis"], u["rests_on"]) for u in self.ask("stamp", "uses")], [("application", asked)])
        self.ok("verify")
        self.ok("check")


if __name__ == "__main__":
    unittest.main()

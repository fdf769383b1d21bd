#!/usr/bin/env python3
"""Leaves below the chart: opened, renamed, closed; what they may not do; names of the past; further funds."""
import concurrent.futures
import json
import subprocess
import unittest

from books import COMMUNITY, Books

FUND = ("--community", COMMUNITY, "--fund", "PI")


class AccountTest(unittest.TestCase):
    """One set of books whose chart grows."""

    @classmethod
    def setUpClass(cls):
        cls.books = Books()
        cls.addClassCleanup(cls.books.close)
        cls.bank = int(cls.books.psql("select opened_seq from bank_account where fund = 2"))

    def chart(self, fund="PI"):
        """Code -> account of a fund, as account list says."""
        said = json.loads(self.books.ok("account", "list", "--community", COMMUNITY, "--fund", fund, "--json"))
        return {account["code"]: account for account in said}

    def post(self, key, *lines, date="2026-03-05"):
        entry = {"key": key, "date": date, "summary": "日常收支", "lines": list(lines)}
        return self.books.ok("entry", "post", "--community", COMMUNITY, self.entry(entry))

    def entry(self, entry):
        return self.books.write("entry.json", json.dumps({"entries": [entry]}))

    def setUp(self):
        self.kept = None

    def unchanged(self, status, code, *args):
        """A refusal; same() says that all of them since the last change left every row as it was."""
        if self.kept is None:
            self.kept = self.books.digest()
        return self.books.refused(status, code, *args)

    def same(self):
        """No row differs from before the first refusal."""
        self.assertIsNotNone(self.kept)
        self.assertEqual(self.books.digest(), self.kept)
        self.kept = None

    def size(self):
        return int(self.books.psql("select size from head"))

    def trial(self, *more):
        """Row -> label of the trial balance, and its row of amounts."""
        said = json.loads(self.books.ok("report", "trial-balance", *FUND, "--period", "2026-03", "--format", "json", *more))
        table = said["sections"][0]["tables"][0]
        return {row["key"]: row["cells"] for row in table["rows"]}

    def test_1_a_leaf_follows_what_is_above(self):
        before = self.chart()
        self.assertIn("已开设", self.books.ok("account", "open", "600601", "年度审计", *FUND))
        self.books.ok("account", "open", "60060101", "年度审计一部", *FUND)
        self.books.ok("account", "open", "224105", "代收水电费", *FUND)
        chart = self.chart()
        self.assertEqual(set(chart) - set(before), {"600601", "60060101", "224105"})
        self.assertEqual({key: chart["60060101"][key] for key in ("class", "side", "parent", "leaf", "listed", "unit_ledger")},
                         {"class": "expense", "side": "debit", "parent": "600601", "leaf": True, "listed": False, "unit_ledger": False})
        self.assertEqual((chart["224105"]["class"], chart["224105"]["side"]), ("liability", "credit"))
        self.assertFalse(chart["6006"]["leaf"] or chart["600601"]["leaf"])
        self.assertTrue(chart["6006"]["listed"])
        self.assertIn("60060101      年度审计一部", self.books.ok("account", "list", "--community", COMMUNITY))
        digest = self.books.digest()
        self.assertTrue(json.loads(self.books.ok("account", "open", "224105", "代收水电费", *FUND, "--json"))["replayed"])
        self.assertEqual(self.books.digest(), digest)
        self.books.ok("verify")
        self.books.ok("check")

    def test_2_what_may_not_be_opened(self):
        for code in ("6007", "60070", "600700", "60070a", "600701010101", "６００７０１", ""):
            self.unchanged(2, "account.code", "account", "open", code, "名称", *FUND)
        for name in ("", " 律师费", "律\u202e师", "长" * 34):
            self.unchanged(2, "text.refused", "account", "open", "600701", name, *FUND)
        self.unchanged(3, "community.unknown", "account", "open", "600701", "律师费", "--community", "330681000999", "--fund", "PI")
        self.unchanged(3, "fund.unknown", "account", "open", "600701", "律师费", "--community", COMMUNITY, "--fund", "OP")
        self.assertIn("6012", self.unchanged(3, "account.no_parent", "account", "open", "601201", "成本", *FUND)["detail"])
        self.unchanged(3, "account.no_parent", "account", "open", "60070101", "律师费", *FUND)
        self.unchanged(3, "account.exists", "account", "open", "220301", "预收车位费", *FUND)
        self.unchanged(3, "account.exists", "account", "open", "224105", "代收电费", *FUND)
        for code in ("310101", "390101", "10020101", "22410301", "400101", "130105", "680105"):
            self.unchanged(3, "account.kept_whole", "account", "open", code, "名称", *FUND)
        for code in ("400103", "40010101", "510103", "300101", "31010101"):
            self.unchanged(3, "account.kept_whole", "account", "open", code, "名称", "--community", COMMUNITY, "--fund", "MF")
        self.same()
        self.post("line-on-6007", {"fund": "PI", "account": "6007", "debit": "100.00"}, {"fund": "PI", "account": "224105", "credit": "100.00"})
        self.unchanged(3, "account.in_use", "account", "open", "600701", "律师费", *FUND)
        self.same()
        self.books.ok("reservation", "limit", "6008", "1.00", "--kind", "credit", "--key", "limit-on-6008", "--community", COMMUNITY)
        self.unchanged(3, "account.in_use", "account", "open", "600801", "电梯保险", *FUND)
        taken = {"key": "line-on-a-parent", "date": "2026-03-05", "summary": "审计费", "lines": [
            {"fund": "PI", "account": "6006", "debit": "1.00"}, {"fund": "PI", "account": "224105", "credit": "1.00"}]}
        self.unchanged(3, "account.not_leaf", "entry", "post", "--community", COMMUNITY, self.entry(taken))
        self.same()

    def test_3_names_of_the_past(self):
        self.post("audit-fee", {"fund": "PI", "account": "60060101", "debit": "2000.00"}, {"fund": "PI", "account": "224105", "credit": "2000.00"})
        size = self.size()
        before = self.trial("--known-at", size)
        self.assertEqual([before[code][0] for code in ("6006", "600601", "60060101")],
                         ["6006 审计费", "600601 年度审计", "60060101 年度审计一部"])
        self.books.ok("account", "rename", "60060101", "年报审计", *FUND)
        self.books.ok("account", "rename", "60060101", "离任审计", *FUND)
        digest = self.books.digest()
        self.assertIn("本来如此", self.books.ok("account", "rename", "60060101", "离任审计", *FUND))
        self.assertEqual(self.books.digest(), digest)
        self.assertEqual(self.trial("--known-at", size), before)
        self.assertEqual(self.trial("--known-at", size + 1)["60060101"][0], "60060101 年报审计")
        self.assertEqual(self.trial()["60060101"][0], "60060101 离任审计")
        for kind in ("journal-book", "general-ledger"):
            more = () if kind == "journal-book" else ("--account", "60060101")
            told = [self.books.ok("report", kind, *FUND, "--period", "2026-03", "--format", "csv", *more, "--known-at", n) for n in (size, size + 2)]
            self.assertEqual((["年度审计一部" in text for text in told], ["离任审计" in text for text in told]), ([True, False], [False, True]))
        names = self.chart()["60060101"]["names"]
        self.assertEqual([name["name"] for name in names], ["年度审计一部", "年报审计", "离任审计"])
        self.assertEqual([name["from_seq"] for name in names][1:], [size, size + 1])
        self.books.ok("account", "rename", "60060101", "年度审计一部", *FUND)
        self.books.ok("account", "rename", "60060101", "年报审计", *FUND)
        self.assertEqual(self.size(), size + 4)
        self.unchanged(3, "account.listed", "account", "rename", "6006", "审计", *FUND)
        self.unchanged(3, "account.unknown", "account", "rename", "600699", "审计", *FUND)
        self.unchanged(2, "text.refused", "account", "rename", "600601", "审\u3000", *FUND)
        self.same()
        self.books.ok("verify")

    def test_4_closing(self):
        problem = self.unchanged(3, "account.unsettled", "account", "close", "60060101", *FUND)
        self.assertIn("2000.00", problem["detail"])
        self.unchanged(3, "account.has_children", "account", "close", "600601", *FUND)
        self.unchanged(3, "account.listed", "account", "close", "100203", *FUND)
        self.unchanged(3, "account.unknown", "account", "close", "100299", *FUND)
        self.same()
        self.books.ok("account", "open", "100206", "定活两便存款", *FUND)
        self.post("into-100206", {"fund": "PI", "account": "100206", "debit": "9.00", "bank_account": self.bank},
                  {"fund": "PI", "account": "224105", "credit": "9.00"})
        self.books.ok("reservation", "make", "100206", "9.00", "--date", "2190-01-01", "--key", "hold-on-100206", "--community", COMMUNITY)
        self.assertIn("9.00", self.unchanged(3, "account.unsettled", "account", "close", "100206", *FUND)["detail"])
        self.same()
        held = int(self.books.psql("select opened_seq from reservation"))
        self.books.ok("reservation", "release", held, "--community", COMMUNITY)
        self.post("out-of-100206", {"fund": "PI", "account": "100201", "debit": "9.00", "bank_account": self.bank},
                  {"fund": "PI", "account": "100206", "credit": "9.00", "bank_account": self.bank})
        self.books.ok("account", "close", "100206", *FUND)
        self.assertIn("closed_seq", self.chart()["100206"])
        digest = self.books.digest()
        self.books.ok("account", "close", "100206", *FUND)
        self.assertEqual(self.books.digest(), digest)
        line = {"key": "line-on-closed", "date": "2026-03-05", "summary": "存款", "lines": [
            {"fund": "PI", "account": "100206", "debit": "1.00", "bank_account": self.bank}, {"fund": "PI", "account": "224105", "credit": "1.00"}]}
        self.unchanged(3, "account.closed", "entry", "post", "--community", COMMUNITY, self.entry(line))
        self.unchanged(3, "account.closed", "account", "rename", "100206", "存款", *FUND)
        self.unchanged(3, "account.closed", "account", "open", "10020601", "存款", *FUND)
        self.unchanged(3, "account.exists", "account", "open", "100206", "存款", *FUND)
        self.same()
        self.assertIn("已停用", self.books.ok("account", "list", "--community", COMMUNITY))
        self.books.ok("verify")
        self.books.ok("check")

    def test_5_two_at_once(self):
        """Processes that open accounts at the same time get different numbers, and no line is lost on a parent."""
        codes = [f"6003{n:02d}" for n in range(1, 7)]
        with concurrent.futures.ThreadPoolExecutor(6) as pool:
            done = list(pool.map(lambda code: self.books.run("account", "open", code, f"办公 {code}", *FUND), codes))
        won = [one.returncode for one in done].count(0)
        self.assertGreater(won, 0)
        self.assertEqual({one.returncode for one in done} - {0, 7}, set(), [one.stderr for one in done])
        self.assertEqual(len(set(self.chart()) & set(codes)), won)
        self.assertEqual(self.books.psql("select count(*) - count(distinct account_no) from account"), "0")
        self.books.ok("verify")

    def test_6_closed_months_keep_their_names(self):
        """A seal fixes the names of its day; renaming afterwards leaves it whole, and the private and outside verifier agree."""
        self.books.ok("period", "close", "2026-03", "--through", "--community", COMMUNITY)
        self.books.ok("account", "rename", "60060101", "专项审计", *FUND)
        self.books.ok("account", "close", "60060101", *FUND)
        self.books.ok("verify")
        out = self.books.folder / "journal"
        self.books.ok("export", "journal", out, "--community", COMMUNITY)
        verifier = self.books.command("verify")[0].replace("cli/mingzhang", "cli/verifier/mingzhang-verify")
        done = subprocess.run([verifier, "journal", out], capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_7_further_funds(self):
        self.unchanged(3, "fund.unknown", "fund", "open", "XX", "--community", COMMUNITY)
        self.unchanged(3, "community.unknown", "fund", "open", "OP", "--community", "330681000999")
        self.unchanged(3, "fund.exists", "fund", "open", "PI", "--community", COMMUNITY)
        self.same()
        self.books.ok("fund", "open", "OP", "--community", COMMUNITY)
        self.books.ok("fund", "open", "WD", "--custodian", "诸暨市住房和城乡建设局", "--community", COMMUNITY)
        digest = self.books.digest()
        self.assertIn("本来如此", self.books.ok("fund", "open", "OP", "--community", COMMUNITY))
        self.assertEqual(self.books.digest(), digest)
        self.unchanged(3, "fund.exists", "fund", "open", "OP", "--custodian", "别人", "--community", COMMUNITY)
        self.same()
        funds = json.loads(self.books.ok("fund", "list", "--community", COMMUNITY, "--json"))
        self.assertEqual(funds, [{"fund": "MF", "custodian": "明月湾小区"}, {"fund": "PI", "custodian": "明月湾小区"},
                                 {"fund": "WD", "custodian": "诸暨市住房和城乡建设局"}, {"fund": "OP", "custodian": "明月湾小区"}])
        warranty, running = self.chart("WD"), self.chart("OP")
        self.assertEqual(sorted(warranty), ["1002", "100203", "100204", "1301", "130101", "130102", "130104", "224103", "2301", "230101",
                                            "230102", "230104", "2501", "2502"])
        self.assertEqual({running[code]["class"] for code in ("480102", "4101", "4102")}, {"income"})
        self.assertNotIn("680104", running)
        self.assertNotIn("parent", warranty["224103"])
        self.books.ok("account", "open", "100206", "代管账户", "--community", COMMUNITY, "--fund", "WD")
        self.books.ok("verify")
        self.books.ok("check")


if __name__ == "__main__":
    unittest.main()

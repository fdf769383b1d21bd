"""Closing months: what keeps one open, the order, the watermark, what a seal fixes; carry-forward leaves disclosures as they were."""
import json
import re
import unittest

from books import COMMUNITY, QUARTER, Books, ccb


class Period(unittest.TestCase):
    """A quarter of public income, closed month by month."""

    def setUp(self):
        self.books = Books()
        self.addCleanup(self.books.close)
        self.books.ok("import", self.books.write("quarter.csv", ccb(QUARTER)), "--community", COMMUNITY)

    def close(self, month, *more):
        return self.books.ok("period", "close", month, *more, "--community", COMMUNITY)

    def disclosure(self):
        return self.books.ok("report", "disclosure", "--community", COMMUNITY, "--period", "2026Q1", "--format", "csv")

    #= test CN-SW-24
    def test_months_close_in_order_and_never_open_again(self):
        before = self.books.digest()
        self.books.refused(3, "period.future", "period", "close", "2199-12", "--community", COMMUNITY)
        self.books.refused(2, "report.period", "period", "close", "2026-13", "--community", COMMUNITY)
        self.assertEqual(self.books.digest(), before)
        self.close("2026-01")
        before = self.books.digest()
        self.books.refused(3, "period.gap", "period", "close", "2026-03", "--community", COMMUNITY)
        self.books.refused(3, "period.closed", "period", "close", "2025-12", "--community", COMMUNITY)
        self.assertIn("未重复", self.close("2026-01"))
        self.assertEqual(self.books.digest(), before)
        self.close("2026-03", "--through")
        entry = {"key": "late-fact-001", "date": "2026-03-31", "summary": "晚到的收入", "lines": [
            {"fund": "PI", "account": "100201", "debit": "1.00", "bank_account": int(self.books.psql("select opened_seq from bank_account where fund = 2"))},
            {"fund": "PI", "account": "4001", "credit": "1.00", "stream": 1}]}
        path = self.books.write("late.json", json.dumps({"entries": [entry]}, ensure_ascii=False))
        self.books.refused(3, "period.sealed", "entry", "post", path, "--community", COMMUNITY)
        entry |= {"date": "2026-04-01", "original_date": "2026-03-31"}
        self.books.write("late.json", json.dumps({"entries": [entry]}, ensure_ascii=False))
        self.books.ok("entry", "post", path, "--community", COMMUNITY)
        self.assertEqual(self.books.run("verify").returncode, 0)

    def test_a_draft_holds_its_month_open(self):
        entry = {"date": "2026-01-15", "summary": "未入账的草稿", "lines": [
            {"fund": "PI", "account": "6003", "debit": "1.00"},
            {"fund": "PI", "account": "100201", "credit": "1.00", "bank_account": int(self.books.psql("select opened_seq from bank_account where fund = 2"))}]}
        path = self.books.write("draft.json", json.dumps(entry, ensure_ascii=False))
        self.books.ok("draft", "create", path, "--as", "财务委员", "--community", COMMUNITY)
        before = self.books.digest()
        problem = self.books.refused(3, "period.undecided", "period", "close", "2026-01", "--community", COMMUNITY)
        self.assertIn("未入账的草稿", problem["detail"])
        self.assertIn("未入账的草稿", self.books.ok("period", "show", "--community", COMMUNITY))
        self.assertEqual(self.books.digest(), before)

    def disclosed(self):
        """Lines of the disclosure with figures, without what names the state of the books; and its accounts: code to cells."""
        lines, accounts = [line for line in self.disclosure().splitlines() if any(c.isdigit() for c in line)], {}
        for line in lines[:]:
            if re.match(r'"\d{4,}', line):
                accounts[line[1:].split()[0]] = line.split(",")[1:]
                lines.remove(line)
        heads = ("凭证", "记录", "根", "合计")
        return [line for line in lines if not any(word in line for word in heads)], accounts

    def test_carry_forward_leaves_the_disclosure_as_it_was(self):
        """All but the trial balance, where income and expense go to net assets; what stands on the other accounts stays."""
        figures, accounts = self.disclosed()
        self.assertGreater(len(figures), 40)
        self.close("2026-03", "--through")
        self.assertEqual(self.books.psql("select coalesce(sum(b.debit_fen - b.credit_fen), 0) from balance b join account a using (community_id, account_no) "
                                         "where a.code similar to '(4|5|6)%'"), "0")
        after, closed = self.disclosed()
        self.assertEqual(after, figures)
        self.assertEqual({code: cells for code, cells in closed.items() if code[0] in "12"}, {code: cells for code, cells in accounts.items() if code[0] in "12"})
        for code, cells in closed.items():
            if code[0] in "456":
                turned = next((cell for cell in accounts.get(code, [])[2:4] if cell != "0.00"), cells[2])
                self.assertEqual(cells, ["", "", turned, turned, "", ""], code)
        self.assertEqual(closed["3101"], ["", "", "0.00", "20642.34", "", "20642.34"])

    def test_a_community_without_entries_has_nothing_to_close(self):
        other = "330681000218"
        self.books.ok("community", "open", "--community", other, "--name", "空小区")
        self.books.refused(3, "period.empty", "period", "close", "2026-01", "--community", other)


if __name__ == "__main__":
    unittest.main(verbosity=2)

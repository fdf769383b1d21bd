#!/usr/bin/env python3
"""Import, end to end: what a treasurer sees when files are right, repeated, overlapping or broken."""
import json
import unittest

from books import CCB, COMMUNITY, ICBC, QUARTER, Books, ccb, icbc


def months(*wanted):
    """Rows of the quarter in these months."""
    return [row for row in QUARTER if int(row[0][5:7]) in wanted]


def balance(rows):
    """Their sum in fen."""
    return sum(row[2] for row in rows)


class ImportTest(unittest.TestCase):
    """One set of books a test."""

    def setUp(self):
        self.books = Books()
        self.addCleanup(self.books.close)

    def imported(self, path, *flags):
        """The result of a successful import as an object."""
        return json.loads(self.books.ok("import", "--community", COMMUNITY, "--json", *flags, path))

    def clean(self):
        """verify and check find nothing."""
        self.books.ok("verify")
        self.books.ok("check")

    def count(self, table):
        """Rows of a table."""
        return int(self.books.psql(f"select count(*) from {table}"))

    def test_a_quarter_becomes_balanced_entries(self):
        path = self.books.write("q.csv", ccb(QUARTER))
        result = self.imported(path)
        self.assertEqual((result["new"], result["seen"], result["suspense"]), (9, 0, 1))
        self.assertEqual(self.count("entry"), 9)
        accounts = {line["summary"]: line["account"] for line in result["lines"]}
        self.assertEqual(accounts["1月车位月租"], "4001")
        self.assertEqual(accounts["电梯广告费 2026年"], "4003")
        self.assertEqual(accounts["来款"], "224103")
        self.assertEqual(accounts["账户管理费"], "6101")
        bank = self.books.psql("select sum(case side when 1 then amount_fen else -amount_fen end) from posting p join account a"
                               " using (community_id, account_no) where a.code = '100201'")
        self.assertEqual(int(bank), balance(QUARTER))
        self.clean()

    def test_the_same_file_twice_posts_nothing_and_says_so(self):
        path = self.books.write("q.csv", ccb(QUARTER))
        self.imported(path)
        before = self.books.digest()
        said = self.books.ok("import", "--community", COMMUNITY, path)
        self.assertIn("已在", said)
        self.assertIn("新增 0", said)
        self.assertEqual(self.books.digest(), before)

    def test_the_same_lines_renamed_and_in_another_charset_post_nothing(self):
        self.imported(self.books.write("q.csv", ccb(QUARTER)))
        result = self.imported(self.books.write("other.csv", ccb(QUARTER, charset="utf-8-sig")))
        self.assertEqual((result["new"], result["seen"]), (0, 9))
        self.assertEqual(self.count("entry"), 9)
        self.clean()

    def test_overlapping_files_count_each_line_once(self):
        january = months(1)
        self.imported(self.books.write("a.csv", ccb(january + months(2)[:1])))
        result = self.imported(self.books.write("b.csv", ccb(months(2, 3), opening=balance(january))))
        self.assertEqual((result["new"], result["seen"]), (3, 1))
        self.assertEqual(self.count("entry"), 9)
        self.clean()

    def test_two_equal_fees_of_one_day_are_two(self):
        rows = [("2026-01-05", "09:00:00", 10000, "公共收益转入", "甲"), ("2026-01-31", "23:00:00", 500, "结息", ""),
                ("2026-01-31", "23:00:00", 500, "结息", "")]
        path = self.books.write("i.csv", icbc(rows))
        self.assertEqual(self.imported(path)["new"], 3)
        self.assertEqual(self.imported(self.books.write("j.csv", icbc(rows, charset="gb18030")))["new"], 0)
        self.clean()

    def test_a_missing_month_is_named_with_its_amount(self):
        self.imported(self.books.write("a.csv", ccb(months(1))))
        before = self.books.digest()
        path = self.books.write("c.csv", ccb(months(3), opening=balance(months(1, 2))))
        problem = self.books.refused(3, "import.gap", "import", "--community", COMMUNITY, path)
        self.assertEqual(problem["facts"]["difference"], f"{balance(months(2)) / 100:,.2f}")
        self.assertEqual(self.books.digest(), before)

    def test_an_earlier_file_may_follow_later(self):
        self.books.ok("import", "--community", COMMUNITY, "--opening", self.books.write("c.csv", ccb(months(3), opening=balance(months(1, 2)))))
        problem = self.books.refused(3, "import.opening", "import", "--community", COMMUNITY,
                                     self.books.write("b.csv", ccb(months(2), opening=balance(months(1)))))
        self.assertIn("b.csv", problem["detail"])

    def test_an_opening_balance_is_booked_only_when_asked(self):
        path = self.books.write("q.csv", ccb(QUARTER, opening=8102240))
        problem = self.books.refused(3, "import.opening", "import", "--community", COMMUNITY, path)
        self.assertEqual(problem["facts"]["found"], "81,022.40")
        self.imported(path, "--opening")
        self.assertEqual(self.count("entry"), 10)
        self.clean()

    def test_dry_run_shows_and_writes_nothing(self):
        before = self.books.digest()
        said = self.books.ok("import", "--community", COMMUNITY, "--dry-run", self.books.write("q.csv", ccb(QUARTER)))
        self.assertIn("4003", said)
        self.assertIn("没有写入", said)
        self.assertEqual(self.books.digest(), before)

    def test_bad_files_are_refused_with_place_and_code_and_change_nothing(self):
        good = ccb(QUARTER).decode("gb18030")
        bare = ccb(QUARTER, totals=False).decode("gb18030")
        swapped = good.split("\r\n")
        swapped[10], swapped[11] = swapped[11], swapped[10]
        cases = [
            ("torn.csv", good[:-60], {"import.torn", "import.columns"}, 2),
            ("swapped.csv", "\r\n".join(swapped), {"import.totals"}, 3),
            ("edited.csv", bare.replace("12500.00", "12400.00", 1), {"import.balance_break"}, 3),
            ("february.csv", good.replace("20260218", "20260230"), {"import.date"}, 2),
            ("comma.csv", bare.replace("12500.00", '"1,23.45"', 1), {"import.amount"}, 2),
            ("wide.csv", bare.replace("12500.00", "１２３", 1), {"import.amount"}, 2),
            ("exponent.csv", bare.replace("12500.00", "1e3", 1), {"import.amount"}, 2),
            ("minus_zero.csv", bare.replace("12500.00", "-0.00", 1), {"import.amount"}, 2),
            ("currency.csv", good.replace("人民币元", "美元", 1), {"import.currency"}, 2),
            ("empty.csv", "", {"import.empty"}, 2),
            ("unknown.csv", "日期,金额\r\n2026-01-01,1.00\r\n", {"import.unknown_layout"}, 2),
            ("account.csv", good.replace(CCB, "99999999999999999999"), {"bank_account.unknown"}, 3),
        ]
        before = self.books.digest()
        for name, text, codes, status in cases:
            with self.subTest(name):
                path = self.books.write(name, text.encode("gb18030"))
                done = self.books.run("import", "--community", COMMUNITY, "--json", path)
                problem = json.loads(done.stderr)
                self.assertIn(problem["code"], codes, problem)
                self.assertEqual(done.returncode, status, problem)
                self.assertIn(name, problem["detail"])
                self.assertNotIn("?", problem["detail"])
        self.assertEqual(self.books.digest(), before)

    def test_garbage_bytes_name_the_offset(self):
        broken = ccb(QUARTER)[:300] + b"\xff\xff\x80" + ccb(QUARTER)[300:]
        problem = self.books.refused(2, "import.charset", "import", "--community", COMMUNITY, self.books.write("g.csv", broken))
        self.assertTrue(problem["facts"]["offset"].isdigit())

    def test_a_huge_file_is_refused_before_it_is_read(self):
        path = self.books.write("huge.csv", b"")
        with open(path, "r+b") as file:
            file.truncate(2 << 30)
        problem = self.books.refused(2, "file.too_large", "import", "--community", COMMUNITY, path)
        self.assertEqual(problem["facts"]["size"], str(2 << 30))

    def test_a_very_long_summary_is_cut_at_a_character(self):
        rows = [("2026-01-05", "09:00:00", 100, "车位月租" + "长" * 900, "王" * 900, "1-9")]
        self.assertEqual(self.imported(self.books.write("long.csv", ccb(rows)))["new"], 1)
        self.clean()

    def test_a_line_from_tomorrow_is_refused(self):
        rows = [("2199-01-01", "09:00:00", 100, "车位月租", "王*", "1-9")]
        self.books.refused(3, "import.future", "import", "--community", COMMUNITY, self.books.write("f.csv", ccb(rows)))

    def test_the_same_bank_id_with_another_amount_is_a_conflict(self):
        self.imported(self.books.write("a.csv", ccb(months(1))))
        changed = [(*row[:2], row[2] + 100, *row[3:]) if row[5] == "1-0005" else row for row in months(1)]
        self.books.refused(3, "import.conflict", "import", "--community", COMMUNITY, self.books.write("b.csv", ccb(changed)))

    def test_an_unexplained_maintenance_fund_line_is_refused_not_guessed(self):
        rows = [("2026-01-05", "09:00:00", 10000, "来款", "甲")]
        problem = self.books.refused(3, "import.undecided", "import", "--community", COMMUNITY, self.books.write("m.csv", icbc(rows, number=ICBC)))
        self.assertEqual(problem["facts"]["line"], "3")

    def test_an_unknown_community_is_named(self):
        self.books.refused(3, "community.unknown", "import", "--community", "330681999999", self.books.write("q.csv", ccb(QUARTER)))


if __name__ == "__main__":
    unittest.main(verbosity=2)

#!/usr/bin/env python3
"""XLSX files of hostile books, read back by another reader: every cell, as what it is."""
import datetime
import json
import pathlib
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "cli"))
from books import CCB, Books, ccb  # noqa: E402
from readers import Workbook, expected  # noqa: E402

COMMUNITY = "330681000218"
NAME = "=cmd|' /C calc'!A0 <b>&\"😀\" " + "很长的小区名称" * 6
ROWS = [
    ("2025-01-05", "09:12:01", 300000, "1月车位月租", "王*", "1-0001"),
    ("2025-01-12", "10:00:00", 1250000, "电梯广告费 2025年", "=HYPERLINK(A1)", "1-0002"),
    ("2025-01-20", "15:30:10", -86000, "+3幢门禁维修费<script>&amp;", "@SUM(1)", "1-0003"),
    ("2025-01-31", "23:00:00", -1500000, "=1+1 " + "电梯大修" * 20, "-维修部", "1-0004"),
    ("2025-03-21", "00:00:00", 1234, "结息", "", "1-0009"),
]
ORDERS = (("disclosure", "2025Q1"), ("three-year", "2023..2025"))


class Formats(unittest.TestCase):
    """One community whose texts would like to be formulas or markup."""

    @classmethod
    def setUpClass(cls):
        cls.books = Books(opened=False)
        cls.addClassCleanup(cls.books.close)
        cls.books.ok("init")
        cls.books.hold()
        cls.books.ok("community", "open", "--community", COMMUNITY, "--name", NAME)
        cls.books.ok("bank-account", "open", "--community", COMMUNITY, "--fund", "PI", "--bank", "中国建设银行", "--number", CCB)
        cls.books.ok("import", "--community", COMMUNITY, cls.books.write("statement.csv", ccb(ROWS)))

    def bytes(self, form, name, period, *more):
        """A report as the program writes it."""
        command = self.books.command("report", name, "--community", COMMUNITY, "--period", period, "--format", form, *more)
        return subprocess.run(command, capture_output=True, check=True, timeout=300).stdout

    def sections(self, name, period, *more):
        """The JSON of a report, its sections and the tables of them all."""
        report = json.loads(self.bytes("json", name, period, *more))
        return report, report["sections"], [table for section in report["sections"] for table in section["tables"]]

    def test_workbooks_hold_every_cell(self):
        """Numbers are numbers, dates dates, texts texts; a sheet for each section in order."""
        for order in ORDERS:
            report, sections, _ = self.sections(*order)
            book = Workbook(self.bytes("xlsx", *order))
            sheets = list(book.sheets.values())
            self.assertEqual(list(book.sheets)[1:], [f"{n} {section['title'][:26]}" for n, section in enumerate(sections, 1)])
            self.assertIn(["小区", NAME], sheets[0])
            self.assertIn(["小区代码", COMMUNITY], sheets[0])
            self.assertIn(["截至", datetime.date.fromisoformat(report["facts"]["as_of"])], sheets[0])
            self.assertIn(["账本根", report["facts"]["root"]], sheets[0])
            for note in report["notes"]:
                self.assertIn(note, [row[0] for row in sheets[0]])
            for section, rows in zip(sections, sheets[1:]):
                for note in section["notes"]:
                    self.assertIn(note, [row[0] for row in rows])
                for table in section["tables"]:
                    self.block(rows, table)

    def block(self, rows, table):
        """The head of a table and its rows, one below the other."""
        head = [column["title"] for column in table["columns"]]
        titled = [at for at, row in enumerate(rows) if row[0] == table["title"]]
        start = rows.index(head, titled[-1]) + 1
        wanted = [expected(row["cells"]) for row in table["rows"]]
        self.assertEqual(rows[start:start + len(wanted)], wanted, table["key"])

    def test_workbooks_are_laid_out(self):
        """Formats of amounts, heads that stay, properties from the report and from nothing else."""
        order = ORDERS[1]
        book = Workbook(self.bytes("xlsx", *order))
        _, sections, _ = self.sections(*order)
        self.assertIn("#,##0.00;[Red]-#,##0.00", book.formats.values())
        for section, tree in zip(sections, list(book.trees.values())[1:]):
            frozen = tree.find(".//{*}pane[@state='frozen']")
            self.assertEqual(frozen is not None, len(section["tables"]) == 1)
            self.assertIsNotNone(tree.find("{*}cols"))
        core = book.zip.read("docProps/core.xml").decode()
        self.assertIn("<dc:title>公共收益三年报告</dc:title>", core)
        self.assertEqual(core.count("2025-12-30T16:00:00Z"), 2, "the begin of the last day in China")
        self.assertEqual({item.date_time for item in book.zip.infolist()}, {(1980, 1, 1, 0, 0, 0)})

    def test_equal_bytes(self):
        """The same report again is the same file; the other language is another."""
        for form in ("xlsx",):
            for order in ORDERS:
                first = self.bytes(form, *order)
                self.assertEqual(first, self.bytes(form, *order))
                self.assertNotEqual(first, self.bytes(form, *order, "--lang", "en"))


if __name__ == "__main__":
    unittest.main()

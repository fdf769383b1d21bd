#!/usr/bin/env python3
"""XLSX and PDF files of hostile books, read back by other programs: every cell, as what it is."""
import datetime
import json
import os
import pathlib
import re
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "cli"))
from books import CCB, Books, ccb  # noqa: E402
from readers import Workbook, expected, pdf_text, pdf_told, printed  # noqa: E402

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
        for form in ("xlsx", "pdf"):
            for order in ORDERS:
                first = self.bytes(form, *order)
                self.assertEqual(first, self.bytes(form, *order))
                self.assertNotEqual(first, self.bytes(form, *order, "--lang", "en"))

    def test_papers_hold_every_cell(self):
        """Titles, facts, notes, heads and cells are in the text; emoji, which no Chinese font has, apart."""
        for order in ORDERS:
            report, sections, tables = self.sections(*order)
            data = self.bytes("pdf", *order)
            text = pdf_text(data)
            wanted = [report["title"], *NAME.split("😀"), COMMUNITY, report["period"]["title"], *report["facts"].values(), *report["notes"]]
            wanted += [line for section in sections for line in (section["title"], *section["notes"])]
            wanted += [column["title"] for table in tables for column in table["columns"]]
            wanted += [cell for table in tables for row in table["rows"] for cell in row["cells"]]
            for cell in wanted:
                self.assertIn(printed(cell), text)
            pages = int(re.search(r"Pages:\s+(\d+)", pdf_told(["pdfinfo"], data)).group(1))
            for page in range(1, pages + 1):
                self.assertIn(f"第{page}页共{pages}页", text)

    def test_papers_are_described(self):
        """Properties, structure, fonts that are inside; English words for English readers."""
        order = ORDERS[1]
        report, _, _ = self.sections(*order)
        about = pdf_told(["pdfinfo", "-isodates"], self.bytes("pdf", *order))
        for line in ("Title: +公共收益三年报告", f"Keywords: +{report['facts']['root']}", "Tagged: +yes", "Page size: .*A4",
                     r"CreationDate: +2025-12-3[01]T"):
            self.assertRegex(about, line)
        self.assertNotIn("ModDate", about)
        english = self.bytes("pdf", *order, "--lang", "en")
        self.assertIn("Page1of", pdf_text(english))
        for line in pdf_told(["pdffonts"], english).splitlines()[2:]:
            self.assertRegex(line, " yes yes yes ")

    def test_paper_needs_its_font(self):
        """Without the Chinese font there are no empty boxes, but a refusal that names it."""
        config = self.books.write("fonts.conf", "<?xml version='1.0'?><!DOCTYPE fontconfig SYSTEM 'fonts.dtd'><fontconfig></fontconfig>")
        command = self.books.command("report", "disclosure", "--community", COMMUNITY, "--period", "2025Q1", "--format", "pdf", "--json")
        done = subprocess.run(command, capture_output=True, text=True, timeout=300, env=os.environ | {"FONTCONFIG_FILE": str(config)}, check=False)
        self.assertEqual((done.returncode, done.stdout), (1, ""), done.stderr)
        problem = json.loads(done.stderr.strip().splitlines()[-1])
        self.assertEqual(problem["code"], "report.font_missing")
        self.assertIn("Noto Sans CJK SC", problem["detail"])


if __name__ == "__main__":
    unittest.main()

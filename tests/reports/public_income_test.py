#!/usr/bin/env python3
"""The two reports on public income against a second computation of the same figures: plain sums over postings, and hledger."""
import csv
import datetime
import io
import json
import pathlib
import re
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "cli"))
from books import Books, yuan  # noqa: E402
from readers import Workbook, expected, pdf_text, printed  # noqa: E402

POSTINGS = """
select a.code, a.class, p.side, p.amount_fen, p.booking_date, coalesce(s.value, 0), coalesce(b.value, 0), p.seq, e.entry_type
  from posting p
  join entry e on e.community_id = p.community_id and e.seq = p.seq
  join account a on a.community_id = p.community_id and a.account_no = p.account_no
  left join posting_dim s on s.community_id = p.community_id and s.seq = p.seq and s.line = p.line and s.dimension = 2
  left join posting_dim b on b.community_id = p.community_id and b.seq = p.seq and b.line = p.line and b.dimension = 1
 where p.fund = 2 and p.community_id = """
MONEY = ("1001", "1002", "1012", "1201")


def quarter_span(name):
    """First and last day of "2026Q3" as text."""
    year, quarter = int(name[:4]), int(name[5])
    after = datetime.date(year + quarter // 4, quarter % 4 * 3 + 1, 1)
    return f"{year}-{quarter * 3 - 2:02d}-01", str(after - datetime.timedelta(days=1))


def earlier(name, quarters):
    """The quarter so many quarters before."""
    index = int(name[:4]) * 4 + int(name[5]) - 1 - quarters
    return f"{index // 4}Q{index % 4 + 1}"


def newest():
    """The newest quarter that is over today, in China."""
    today = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).date()
    return earlier(f"{today.year}Q{(today.month - 1) // 3 + 1}", 1)


class Ledger:
    """All lines of the public income of one community, added up without any of the program's code."""

    def __init__(self, books, community):
        self.lines = []
        for row in books.psql(POSTINGS + community).splitlines():
            code, kind, side, fen, day, stream, bank, seq, entry_type = row.split("|")
            carried = entry_type == "6" and kind in "45"  # income and expense are read as they stood before they were carried forward
            self.lines.append((code, int(kind), 1 if side == "1" else -1, int(fen), day, int(stream), int(bank), int(seq), carried))

    def debit(self, first, last, *prefixes, **where):
        """Debit less credit of accounts from day to day; where: stream, kinds, side, and carried: with what carry-forwards booked."""
        return sum(sign * fen for code, kind, sign, fen, day, stream, _, _, carried in self.lines
                   if (not carried or where.get("carried")) and first <= day <= last and code.startswith(prefixes or ("",))
                   and kind in where.get("kinds", (kind,)) and stream == where.get("stream", stream))

    def turned(self, first, last, sign, *prefixes):
        """Debit (1) or credit (-1) turnover."""
        return sum(line[3] for line in self.lines if first <= line[4] <= last and line[2] == sign and line[0].startswith(prefixes))

    def stream(self, first, last, number):
        """Gross, tax, cost and net of one stream."""
        gross, cost = -self.debit(first, last, f"40{number:02d}"), self.debit(first, last, f"50{number:02d}")
        tax = self.debit(first, last, "5101", stream=number)
        return [gross, tax, cost, gross - tax - cost]

    def surplus(self, first, last):
        """Change of all income and expense accounts."""
        return -self.debit(first, last, kinds=(4, 5))

    def codes(self):
        """Every account with a line."""
        return sorted({line[0] for line in self.lines})


def tables(report):
    """The tables of a report by key: rows by key, cells by column key."""
    found = {}
    for section in report["sections"]:
        for table in section["tables"]:
            names = [column["key"] for column in table["columns"]]
            found[table["key"]] = {row["key"]: dict(zip(names, row["cells"])) for row in table["rows"]}
    return found


class PublicIncome(unittest.TestCase):
    """On the demonstration city."""

    @classmethod
    def setUpClass(cls):
        cls.books = Books(opened=False)
        cls.addClassCleanup(cls.books.close)
        cls.books.ok("demo")
        cls.books.hold()
        cls.communities = cls.books.psql("select lpad(community_id::text, 12, '0') from community order by 1").splitlines()
        cls.ledgers = {community: Ledger(cls.books, community) for community in cls.communities}

    def report(self, name, community, period, form="json"):
        """What the command writes."""
        text = self.books.ok("report", name, "--community", community, "--period", period, "--format", form)
        return json.loads(text) if form == "json" else text

    def raw(self, name, community, period, form):
        """What the command writes, where it is no text."""
        command = self.books.command("report", name, "--community", community, "--period", period, "--format", form)
        return subprocess.run(command, capture_output=True, check=True, timeout=300).stdout

    def same(self, cells, wanted, place):
        """Amounts of a row, as text to the fen."""
        self.assertEqual({key: cells[key] for key in wanted}, {key: yuan(fen) for key, fen in wanted.items()}, place)

    def test_disclosures(self):
        """Every figure of several quarters of every community."""
        for community in self.communities:
            for period in (newest(), earlier(newest(), 1), "2023Q1", "2024Q4"):
                with self.subTest(community=community, period=period):
                    self.disclosure(community, period)

    def disclosure(self, community, period):
        """One disclosure, cell by cell."""
        report, ledger = self.report("disclosure", community, period), self.ledgers[community]
        found, (first, last) = tables(report), quarter_span(period)
        spans = {"now": (first, last), "before": quarter_span(earlier(period, 1)), "year_ago": quarter_span(earlier(period, 4))}
        for number in set(range(1, 18)) - {14}:
            gross, tax, cost, net = ledger.stream(first, last, number)
            self.same(found["streams"][f"P{number:02d}"], {
                "gross": gross, "tax": tax, "cost": cost, "net": net, "net_before": ledger.stream(*spans["before"], number)[3],
                "net_year_ago": ledger.stream(*spans["year_ago"], number)[3]}, number)
        for number in (2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 14, 15):
            self.same(found["uses"][f"E{number:02d}"], {key: ledger.debit(*span, f"60{number:02d}") for key, span in spans.items()}, number)
        self.same(found["uses"]["E01"], {key: ledger.debit(*span, "6001") for key, span in spans.items()}, "E01")
        self.same(found["uses"]["paid"], {key: ledger.debit(*span, "6") for key, span in spans.items()}, "paid")
        self.same(found["summary"]["surplus"], {key: ledger.surplus(*span) for key, span in spans.items()}, "surplus")
        self.balances(found, ledger, first, last)
        self.facts(report, community, first, last)

    def balances(self, found, ledger, first, last):
        """Suspense, money, net assets, trial balance."""
        eve = str(datetime.date.fromisoformat(first) - datetime.timedelta(days=1))
        for code, sign in (("224103", -1), ("122109", 1)):
            self.same(found["suspense"][code], {
                "opening": sign * ledger.debit("", eve, code), "in": ledger.turned(first, last, sign, code),
                "out": ledger.turned(first, last, -sign, code), "closing": sign * ledger.debit("", last, code)}, code)
        self.same(found["money"]["total"], {"opening": ledger.debit("", eve, *MONEY), "in": ledger.turned(first, last, 1, *MONEY),
                                            "out": ledger.turned(first, last, -1, *MONEY),
                                            "closing": ledger.debit("", last, *MONEY)}, "money")
        self.assertEqual(found["net_assets"][next(iter(found["net_assets"]))]["closing"],
                         yuan(ledger.debit("", last, kinds=(1, 2))), "net assets are assets less liabilities")
        for code in ledger.codes():
            closing = ledger.debit("", last, code, carried=True)
            row = found["accounts"].get(code)
            if row is None:
                self.assertEqual(closing, 0, code)
                continue
            self.assertEqual((row["closing_debit"], row["closing_credit"]),
                             (yuan(closing) if closing > 0 else None, yuan(-closing) if closing < 0 else None), code)
            self.same(row, {"debit": ledger.turned(first, last, 1, code), "credit": ledger.turned(first, last, -1, code)}, code)

    def facts(self, report, community, first, last):
        """Head, day and number of vouchers."""
        size, root = self.books.psql(f"select size, encode(root, 'hex') from head where community_id = {community}").split("|")
        vouchers = len({line[7] for line in self.ledgers[community].lines if first <= line[4] <= last})
        self.assertEqual(report["facts"]["journal_size"], size)
        self.assertEqual(report["facts"]["root"], root)
        self.assertEqual(report["facts"]["as_of"], last)
        self.assertEqual(report["facts"]["vouchers"], str(vouchers))

    def test_three_years(self):
        """Streams, uses, opening and closing, quarters and largest payments over 2023 to 2025."""
        for community in self.communities:
            with self.subTest(community=community):
                self.three_years(community)

    def three_years(self, community):
        """One statement."""
        found, ledger = tables(self.report("three-year", community, "2023..2025")), self.ledgers[community]
        spans = {str(year): (f"{year}-01-01", f"{year}-12-31") for year in (2023, 2024, 2025)} | {"total": ("2023-01-01", "2025-12-31")}
        for number in set(range(1, 18)) - {14}:
            for place, key in enumerate(("gross", "tax", "cost", "net")):
                wanted = {name: ledger.stream(*span, number)[place] for name, span in spans.items()}
                if key == "gross" or f"P{number:02d}" in found[key]:
                    self.same(found[key][f"P{number:02d}"], wanted, (number, key))
                else:
                    self.assertFalse(any(wanted.values()), (number, key))
        self.same(found["uses"]["E01"], {key: ledger.debit(*span, "6001") for key, span in spans.items()}, "E01")
        self.same(found["summary"]["surplus"], {key: ledger.surplus(*span) for key, span in spans.items()}, "surplus")
        for year in ("2023", "2024", "2025"):
            self.same(found["money"][year], {"opening": ledger.debit("", f"{int(year) - 1}-12-31", *MONEY),
                                             "closing": ledger.debit("", f"{year}-12-31", *MONEY)}, year)
            self.same(found["net_assets"][year], {"closing": ledger.debit("", f"{year}-12-31", kinds=(1, 2))}, year)
            months = {line[4][:7] for line in ledger.lines if line[4].startswith(year)}
            self.assertEqual(found["empty_months"][year]["count"], 12 - len(months))
        for quarter in [f"{year}Q{n}" for year in (2023, 2024, 2025) for n in (1, 2, 3, 4)]:
            self.same(found["quarters"][quarter], {"gross": sum(ledger.stream(*quarter_span(quarter), n)[0] for n in range(1, 18))}, quarter)
        self.payments(found["payments"], ledger)

    def payments(self, rows, ledger):
        """The ten largest, in order."""
        out = {}
        for code, _, sign, fen, day, _, _, seq, _ in ledger.lines:
            if code.startswith(MONEY) and "2023-01-01" <= day <= "2025-12-31":
                out[seq] = out.get(seq, 0) - sign * fen
        self.assertEqual([row["amount"] for row in rows.values()], [yuan(fen) for fen in sorted(out.values(), reverse=True)[:10]])

    def test_hledger_agrees(self):
        """hledger reads the exported books and finds the turnover of each account in the quarter, carry-forwards apart, and every closing balance."""
        first, last = quarter_span(newest())
        after = str(datetime.date.fromisoformat(last) + datetime.timedelta(days=1))
        for community in self.communities[:2]:
            journal = self.books.write("books.journal", self.books.ok("export", "hledger", "--community", community))
            rows = tables(self.report("disclosure", community, newest()))["accounts"]
            closing = self.oracle(journal, "-e", after)
            self.assertEqual({code: row["closing_debit"] or "-" + row["closing_credit"] for code, row in rows.items()
                              if code != "total" and (row["closing_debit"] or row["closing_credit"])}, closing)
            self.assertIn("100201", closing)
            turned = {code: amount for code, amount in self.oracle(journal, "-b", first, "-e", after, "not:desc:^结转").items() if code[0] in "456"}
            self.assertGreater(len(turned), 8)
            found = {code: row["debit"] if code[0] in "56" else "-" + row["credit"] for code, row in rows.items()
                     if code[0] in "456" and row["debit"] != "0.00"}
            self.assertEqual(found, turned)

    def oracle(self, journal, *query):
        """What hledger finds on the accounts of public income, in yuan by code."""
        listed = subprocess.run(["hledger", "-f", str(journal), "bal", *query, "--flat", "--no-elide", "-O", "csv", ":PI:"],
                                capture_output=True, text=True, check=True).stdout
        found = {}
        for name, amount in list(csv.reader(io.StringIO(listed)))[1:]:
            code = re.match(r"\d+", name.split(":")[-1])
            if code and amount != "0":
                found[code.group()] = amount.removesuffix(" CNY").replace(",", "")
        return found

    def test_formats_agree(self):
        """Every row of the JSON stands in the CSV and the workbook, every cell on paper, and on the page in the same order."""
        for name, period in (("disclosure", newest()), ("three-year", "2023..2025")):
            report = self.report(name, self.communities[0], period)
            text, page = (self.report(name, self.communities[0], period, form) for form in ("csv", "html"))
            self.assertTrue(text.startswith("\ufeff"))
            lines = [row for row in csv.reader(io.StringIO(text[1:]))]
            shown = re.findall(r"<t[dh][^>]*>([^<]*)</t[dh]>", page.split("<article", 1)[1])
            cells = iter(shown)
            paper = pdf_text(self.raw(name, self.communities[0], period, "pdf"))
            sheets = [row for sheet in Workbook(self.raw(name, self.communities[0], period, "xlsx")).sheets.values() for row in sheet]
            for table in (table for section in report["sections"] for table in section["tables"]):
                for row in table["rows"]:
                    self.assertIn([str(cell) if cell is not None else "" for cell in row["cells"]], lines)
                    self.assertIn(expected(row["cells"]), sheets)
                    for cell in row["cells"]:
                        self.assertIn(printed(cell), paper)
                    for cell in row["cells"]:
                        self.assertIn("" if cell is None else str(cell), (shown.replace(",", "") if re.fullmatch(r"-?[\d,]+\.\d\d", shown)
                                                                           else shown for shown in cells))

    def test_refusals(self):
        """What cannot be reported is refused with a code, and nothing is printed."""
        community = self.communities[0]
        future = earlier(newest(), -1)
        for status, code, name, place, period in (
                (2, "report.period", "disclosure", community, "2026-Q3"), (2, "report.period", "disclosure", community, "2023..2025"),
                (2, "report.period", "three-year", community, "2025Q1"), (2, "report.period", "three-year", community, "2022..2025"),
                (3, "report.unfinished", "disclosure", community, future), (3, "community.unknown", "disclosure", "330681999999", newest())):
            self.books.refused(status, code, "report", name, "--community", place, "--period", period)

    def test_a_tampered_balance_is_refused(self):
        """A balance that is off by one fen does not become a report."""
        community = self.communities[-1]
        change = ("update balance set credit_fen = credit_fen + {} where (community_id, fund, account_no, month) = (select community_id, fund, "
                  f"account_no, min(month) from balance join account using (community_id, fund, account_no) where community_id = {community} "
                  "and fund = 2 and code = '4001' group by 1, 2, 3)")
        self.books.psql(change.format(1))
        problem = self.books.refused(1, "report.cross_foot", "report", "disclosure", "--community", community, "--period", newest())
        self.assertRegex(problem["facts"]["reason"], r"assets .* net assets: -?\d+\.\d\d / -?\d+\.\d\d")
        self.books.psql(change.format(-1))
        self.report("disclosure", community, newest())


if __name__ == "__main__":
    unittest.main()

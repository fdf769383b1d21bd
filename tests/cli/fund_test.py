#!/usr/bin/env python3
"""The rows of the chart GSY in the funds PI, OP and WD, posted one by one: trial balances, statements, receipts and payments, warranty deposits."""
import json
import pathlib
import unittest

from books import COMMUNITY, Books

GOLDEN = pathlib.Path(__file__).resolve().parents[1] / "golden/fund"
BANKS = {"MF": "1211024009200012345", "PI": "33050165583500001234", "WD": "33050165583500005678", "OP": "33050165583500009012"}
DEVELOPER = "诸暨明月置业有限公司"
PERIOD = ("--period", "2026Q1")


def line(fund, account, side, amount, **dimensions):
    """A line of an entry file; bank accounts are filled in later."""
    return {"fund": fund, "account": account, {"D": "debit", "C": "credit"}[side]: amount, **dimensions}


def rows(first, second):
    """The rows of the table of events, each an entry: key, date, summary, lines. first, second: the warranty deposits."""
    def pi(account, side, amount, **dimensions):
        return line("PI", account, side, amount, **dimensions)

    def wd(account, side, amount, **dimensions):
        return line("WD", account, side, amount, **dimensions)
    return [
        ("parking-paid", "2026-01-02", "预收全年车位费", pi("100201", "D", "3600.00"), pi("220301", "C", "3600.00", stream=1)),
        ("parking-1", "2026-01-31", "确认1月车位费", pi("220301", "D", "300.00", stream=1), pi("4001", "C", "300.00", stream=1)),
        ("parking-2", "2026-02-28", "确认2月车位费", pi("220301", "D", "300.00", stream=1), pi("4001", "C", "300.00", stream=1)),
        ("parking-3", "2026-03-31", "确认3月车位费", pi("220301", "D", "300.00", stream=1), pi("4001", "C", "300.00", stream=1)),
        ("gate", "2026-01-10", "当日临停收入", pi("101201", "D", "980.00"), pi("500203", "D", "20.00", stream=2), pi("4002", "C", "1000.00", stream=2)),
        ("swept", "2026-01-12", "微信提现", pi("100201", "D", "980.00"), pi("101201", "C", "980.00")),
        ("small-account", "2026-01-15", "小账报来物业代收广告费", pi("122101", "D", "8000.00", stream=3), pi("4003", "C", "8000.00", stream=3)),
        ("paid-over", "2026-01-20", "物业上交代收款", pi("100201", "D", "5000.00"), pi("122101", "C", "5000.00", stream=3)),
        ("rent-due", "2026-02-01", "广告租金到期", pi("1122", "D", "12000.00", stream=3), pi("4003", "C", "12000.00", stream=3)),
        ("rent-paid", "2026-02-03", "收到广告租金", pi("100201", "D", "7000.00"), pi("1122", "C", "7000.00", stream=3)),
        ("deposit", "2026-02-04", "收租户押金", pi("100201", "D", "2000.00"), pi("224101", "C", "2000.00")),
        ("forfeited", "2026-03-04", "没收部分押金", pi("224101", "D", "500.00"), pi("4015", "C", "500.00", stream=15)),
        ("unknown", "2026-02-05", "来款待核", pi("100201", "D", "660.00"), pi("224103", "C", "660.00")),
        ("explained", "2026-02-09", "核明为摊位费", pi("224103", "D", "660.00"), pi("4006", "C", "660.00", stream=6)),
        ("commission", "2026-02-28", "经营方提成", pi("500204", "D", "150.00", stream=2), pi("224104", "C", "150.00", stream=2)),
        ("tax", "2026-02-28", "计提增值税", pi("5101", "D", "90.00", stream=2), pi("222101", "C", "90.00")),
        ("invoice", "2026-03-02", "门禁维修发票", pi("6002", "D", "1800.00"), pi("2202", "C", "1800.00")),
        ("invoice-paid", "2026-03-06", "付门禁维修款", pi("2202", "D", "1800.00"), pi("100201", "C", "1800.00")),
        ("to-fund", "2026-03-09", "公共收益补充维修资金", pi("6001", "D", "3000.00"), pi("100201", "C", "3000.00"),
         line("MF", "100101", "D", "3000.00"), line("MF", "420101", "C", "3000.00")),
        ("to-fund-decided", "2026-03-10", "已决定尚未划转", pi("6001", "D", "700.00"), pi("230101", "C", "700.00")),
        ("scrap", "2026-03-11", "旧电梯残值", pi("100201", "D", "400.00"), pi("230101", "C", "400.00")),
        ("scrap-moved", "2026-03-12", "残值划入维修资金", pi("230101", "D", "400.00"), pi("100201", "C", "400.00"),
         line("MF", "100101", "D", "400.00"), line("MF", "430101", "C", "400.00")),
        ("running", "2026-03-13", "拨工作经费", pi("680104", "D", "2500.00"), pi("100201", "C", "2500.00"),
         line("OP", "100202", "D", "2500.00"), line("OP", "480102", "C", "2500.00")),
        ("allowance", "2026-03-16", "付委员补贴", line("OP", "6004", "D", "600.00"), line("OP", "100202", "C", "600.00")),
        ("running-decided", "2026-03-17", "已决定尚未拨付的工作经费", pi("680104", "D", "400.00"), pi("230104", "C", "400.00"),
         line("OP", "130102", "D", "400.00"), line("OP", "480102", "C", "400.00")),
        ("running-paid", "2026-03-18", "拨付部分工作经费", pi("230104", "D", "250.00"), pi("100201", "C", "250.00"),
         line("OP", "100202", "D", "250.00"), line("OP", "130102", "C", "250.00")),
        ("court", "2026-03-19", "判决原物业返还以前年度收益", pi("122101", "D", "1000.00", stream=3), pi("3201", "C", "1000.00")),
        ("earmark", "2026-03-31", "一季度净收益一半留作维修资金", pi("3101", "D", "900.00"), pi("310201", "C", "900.00")),
        ("warranty-1", "2026-01-05", "交存1幢保修金", wd("100204", "D", "100000.00"), wd("2501", "C", "100000.00", warranty=first)),
        ("warranty-2", "2026-01-05", "交存2幢保修金", wd("100204", "D", "50000.00"), wd("2501", "C", "50000.00", warranty=second)),
        ("warranty-interest", "2026-03-21", "保修金结息", wd("100204", "D", "300.00"), wd("2502", "C", "150.00", warranty=first),
         wd("2502", "C", "150.00", warranty=second)),
        ("warranty-repair", "2026-03-22", "付1幢外墙维修款", wd("2501", "D", "8000.00", warranty=first), wd("100204", "C", "8000.00")),
        ("warranty-refill", "2026-03-25", "建设单位补足", wd("100204", "D", "5000.00"), wd("2501", "C", "5000.00", warranty=first)),
        ("warranty-refund", "2026-03-30", "返还部分2幢保修金", wd("2501", "D", "20000.00", warranty=second, party="developer"),
         wd("2502", "D", "100.00", warranty=second), wd("100204", "C", "20100.00")),
        ("warranty-falls", "2026-03-31", "建设单位注销，余款转维修资金", wd("2501", "D", "30000.00", warranty=second), wd("2502", "D", "50.00", warranty=second),
         wd("100204", "C", "30050.00"), line("MF", "100101", "D", "30050.00"), line("MF", "490101", "C", "30050.00")),
    ]


class FundTest(unittest.TestCase):
    """One community with four funds; the golden figures were added up by hand from the rows above."""

    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.books = Books()
        cls.addClassCleanup(cls.books.close)
        cls.ok("fund", "open", "OP")
        cls.ok("fund", "open", "WD", "--custodian", "诸暨市住房和城乡建设局")
        for fund in ("WD", "OP"):
            cls.ok("bank-account", "open", "--fund", fund, "--bank", "中国建设银行", "--number", BANKS[fund])
        cls.banks = {one["fund"]: one["seq"] for one in json.loads(cls.ok("bank-account", "list", "--json"))}
        cls.developer = json.loads(cls.ok("party", "add", DEVELOPER, "--json"))["seq"]
        cls.deposits = [json.loads(cls.ok("warranty", "add", DEVELOPER, building, expires, "--amount", amount, "--date", "2026-01-05", "--json"))["seq"]
                        for building, expires, amount in (("1幢", "2034-01-04", "100000.00"), ("2幢", "2026-03-29", "50000.00"))]
        cls.rows = rows(*cls.deposits)
        cls.ok("entry", "post", cls.write(*cls.rows))

    @classmethod
    def ok(cls, *args):
        return cls.books.ok(*args, "--community", COMMUNITY)

    @classmethod
    def write(cls, *entries):
        """An entry file; money names its bank account, "developer" the record of the party."""
        said = []
        for key, date, summary, *lines in entries:
            for one in lines:
                if one["account"][:4] in ("1002", "1012") or (one["fund"], one["account"][:4]) == ("MF", "1001"):
                    one["bank_account"] = cls.banks[one["fund"]]
                if one.get("party") == "developer":
                    one["party"] = cls.developer
            said.append({"key": f"fund-{key}", "date": date, "summary": summary, "lines": lines})
        return cls.books.write("entries.json", json.dumps({"entries": said}))

    def report(self, kind, *args):
        return json.loads(self.ok("report", kind, "--format", "json", *args))

    @staticmethod
    def tables(report):
        """A report as an accountant reads it: a title and a line a row."""
        said = []
        for section in report["sections"]:
            for table in section["tables"]:
                said.append("# " + table["title"])
                said.append("\t".join(column["title"] for column in table["columns"]))
                said += ["\t".join("" if cell is None else str(cell) for cell in row["cells"]) for row in table["rows"]]
        return "\n".join(said) + "\n"

    def golden(self, name, report):
        self.assertEqual(self.tables(report), (GOLDEN / f"{name}.tsv").read_text(encoding="utf-8"), name)

    def statements(self):
        """Everything that the quarter says, by the name of its golden file."""
        said = {f"trial-balance-{fund}": self.report("trial-balance", "--fund", fund, *PERIOD) for fund in ("PI", "OP", "WD", "MF")}
        said |= {f"{kind}-{fund}": self.report(kind, "--fund", fund, *PERIOD)
                 for fund in ("PI", "OP", "WD") for kind in ("balance-sheet", "income", "receipts")}
        return said | {"warranty": self.report("warranty", *PERIOD)}

    def test_1_golden(self):
        for name, report in self.statements().items():
            with self.subTest(name=name):
                self.golden(name, report)
        self.ok_everywhere()

    def ok_everywhere(self):
        self.books.ok("check")
        self.books.ok("verify")

    def test_2_the_lines_say_the_same(self):
        """Net of every account, added up in Python from the rows."""
        nets = {}
        for _, _, _, *lines in self.rows:
            for one in lines:
                amount = int(one.get("debit", "0").replace(".", "")) - int(one.get("credit", "0").replace(".", ""))
                nets[one["fund"], one["account"]] = nets.get((one["fund"], one["account"]), 0) + amount
        for fund in BANKS:
            table = self.report("trial-balance", "--fund", fund, *PERIOD)["sections"][0]["tables"][0]
            found = {row["key"]: row["cells"] for row in table["rows"]}
            for (of, code), net in nets.items():
                if of != fund:
                    continue
                told = [int((cell or "0").replace(".", "")) for cell in found[code][5:7]]
                self.assertEqual(told[0] - told[1], net, (fund, code))

    def test_3_money_received_by_month_adds_up(self):
        """The quarter is the sum of its months, month by month from end to start."""
        quarter = self.cash("2026Q1")
        months = [self.cash(f"2026-0{month}") for month in (1, 2, 3)]
        for key in ("received", "paid"):
            self.assertEqual(sum(month[key] for month in months), quarter[key])
        self.assertEqual([month["opening"] for month in months], [0] + [month["closing"] for month in months[:2]])
        self.assertEqual(months[2]["closing"], quarter["closing"])
        behind = self.report("receipts", "--fund", "PI", *PERIOD, "--behind", "receivables.period")
        self.assertEqual(behind["sections"][0]["tables"][0]["rows"][-1]["cells"][-1], "-9000.00")

    def cash(self, period):
        """Key of row -> fen of the first column of GSY-04."""
        table = self.report("receipts", "--fund", "PI", "--period", period)["sections"][0]["tables"][0]
        return {row["key"]: int(row["cells"][1].replace(".", "")) for row in table["rows"]}

    def refuse(self, status, code, *args):
        return self.books.refused(status, code, *args, "--community", COMMUNITY)

    def test_4_refusals(self):
        before = self.books.digest()
        first = self.deposits[0]
        for code, entry in (
                ("entry.dimension_missing", (line("WD", "100204", "D", "1.00"), line("WD", "2501", "C", "1.00"))),
                ("entry.dimension_unknown", (line("WD", "100204", "D", "1.00"), line("WD", "2501", "C", "1.00", warranty=first + 1000))),
                ("entry.dimension_unknown", (line("WD", "100204", "D", "1.00"), line("WD", "2501", "C", "1.00", warranty=self.developer))),
                ("entry.dimension_unknown", (line("PI", "100201", "D", "1.00"), line("PI", "4901", "C", "1.00", warranty=first))),
                ("entry.fund_unbalanced", (line("PI", "680104", "D", "1.00"), line("OP", "480102", "C", "1.00"))),
                ("account.unknown", (line("OP", "680104", "D", "1.00"), line("OP", "100202", "C", "1.00")))):
            self.refuse(3, code, "entry", "post", self.write(("refused", "2026-03-31", "不应入账", *entry)))
        self.refuse(2, "warranty.term", "warranty", "add", DEVELOPER, "3幢", "2026-01-05", "--date", "2026-01-05")
        self.refuse(2, "warranty.amount", "warranty", "add", DEVELOPER, "3幢", "2034-01-05", "--amount", "-1.00")
        self.refuse(2, "text.refused", "warranty", "add", DEVELOPER, "", "2034-01-05")
        self.refuse(3, "party.unknown", "warranty", "add", "无此单位", "3幢", "2034-01-05")
        self.refuse(3, "warranty.exists", "warranty", "add", DEVELOPER, "1幢", "2035-01-04")
        self.refuse(3, "report.fund", "report", "receipts", "--fund", "MF", *PERIOD)
        self.refuse(2, "report.period", "report", "receipts", "--fund", "PI", "--period", "2025..2026")
        self.assertEqual(self.books.digest(), before)
        self.assertEqual(json.loads(self.ok("warranty", "add", DEVELOPER, "1幢", "2034-01-04", "--amount", "100000.00", "--date", "2026-01-05",
                                            "--json"))["seq"], first)
        self.assertEqual(self.books.digest(), before)
        listed = json.loads(self.ok("warranty", "list", "--json"))
        self.assertEqual([(one["developer"], one["building"], one["from"], one["expires"], one["amount"]) for one in listed],
                         [(DEVELOPER, "1幢", "2026-01-05", "2034-01-04", "100000.00"), (DEVELOPER, "2幢", "2026-01-05", "2026-03-29", "50000.00")])

    def test_5_one_sided_transfers_are_found(self):
        """A debt that the other fund does not mirror: the check names both funds."""
        self.ok("entry", "post", self.write(("one-sided", "2026-03-31", "只记一边", line("PI", "680104", "D", "7.00"), line("PI", "230104", "C", "7.00"))))
        done = self.books.run("check")
        self.assertEqual(done.returncode, 4, done.stdout)
        self.assertIn("073_due_between_funds", done.stdout)
        self.ok("entry", "post", self.write(("other-side", "2026-03-31", "补记另一边", line("OP", "130102", "D", "7.00"), line("OP", "480102", "C", "7.00"))))
        self.books.ok("check")
        for key, number in (("one-sided", "PI"), ("other-side", "OP")):
            last = self.books.psql(f"select max(number) from entry_number where fund = {2 if number == 'PI' else 4} and series = 202603 and word = 1")
            self.ok("entry", "reverse", f"{number}-记-2026-03-{int(last):04d}", "--date", "2026-03-31", "--summary", f"冲销 {key}")

    def test_6_closing_changes_no_figure(self):
        kept = {name: self.tables(report) for name, report in self.statements().items() if not name.startswith("trial")}
        self.ok("period", "close", "2026-03", "--through")
        for name, report in self.statements().items():
            if name in kept:
                self.assertEqual(self.tables(report), kept[name], name)
        said = self.report("trial-balance", "--fund", "OP", *PERIOD)["sections"][0]["tables"][0]["rows"]
        self.assertEqual({row["key"]: row["cells"][6] for row in said if row["key"] in ("3101", "480102")}, {"3101": "2300.00", "480102": None})
        self.ok_everywhere()


if __name__ == "__main__":
    unittest.main()

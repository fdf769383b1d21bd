"""The maintenance fund from end to end at the command line: units, deposits, a repair by area, income shared out, a lost house, a red letter,
closing; the figures are those of the golden case 01 with the largest-remainder rule, 06 for mixed ownership."""
import json
import unittest

from books import COMMUNITY, ICBC, Books

PUBLIC = "330681000218"
UNITS = "幢,房号,面积,用途,业主\n1幢,101,100,商品住宅,张三\n1幢,102,100,商品住宅,李四\n1幢,103,100,商品住宅,王五\n"


class MaintenanceFund(unittest.TestCase):
    """Golden case 01: October 2026, two communities."""

    def setUp(self):
        self.books = Books()
        self.addCleanup(self.books.close)
        self.number = 0
        self.books.ok("community", "open", "--community", PUBLIC, "--name", "公房小区")
        self.books.ok("bank-account", "open", "--community", PUBLIC, "--fund", "MF", "--bank", "中国工商银行", "--number", ICBC)
        self.banks = dict(line.split("|") for line in self.books.psql(
            "select community_id, opened_seq from bank_account where fund = 1").splitlines())
        self.books.ok("unit", "import", self.books.write("a.csv", UNITS), "--community", COMMUNITY, "--date", "2026-01-01")
        self.books.ok("unit", "import", self.books.write("b.csv", "幢,房号,面积,用途\n1幢,201,80,公有住房\n"), "--community", PUBLIC, "--date", "2026-01-01")

    def key(self):
        """A fresh idempotency key."""
        self.number += 1
        return f"golden-{self.number:06d}"

    def post(self, date, summary, *lines, community=COMMUNITY, kind="ordinary"):
        """One entry of lines (account, side, amount, units)."""
        out = []
        for account, side, amount, *units in lines:
            line = {"fund": "MF", "account": account, side: amount}
            if account.startswith("1001"):
                line["bank_account"] = int(self.banks[community])
            if units:
                line["units"] = [{"unit": unit, "amount": share} for unit, share in units[0]]
            out.append(line)
        entry = {"key": self.key(), "type": kind, "date": date, "summary": summary, "lines": out}
        path = self.books.write("entry.json", json.dumps({"entries": [entry]}, ensure_ascii=False))
        return self.books.ok("entry", "post", path, "--community", community)

    def deposit(self, date, unit, amount, community=COMMUNITY):
        return self.books.ok("deposit", "add", unit, amount, "--key", self.key(), "--date", date, "--community", community)

    def units(self, community=COMMUNITY):
        """Balance of each unit by its number."""
        rows = json.loads(self.books.ok("unit", "list", "--json", "--community", community))
        return {row["unit"].split()[-1]: row["balance"] for row in rows}

    def net(self, *prefixes, carried=True):
        """Credit less debit in yuan of the accounts with these prefixes, over both communities."""
        less = "" if carried else " - b.carried_credit_fen + b.carried_debit_fen"
        where = " or ".join(f"a.code like '{prefix}%'" for prefix in prefixes)
        return self.books.psql(f"select (coalesce(sum(b.credit_fen - b.debit_fen{less}), 0) / 100.0)::numeric(20, 2) from balance b "
                               f"join account a using (community_id, account_no) where a.fund = 1 and ({where})")

    def verify(self):
        done = self.books.run("verify")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("0 项违反", self.books.ok("check"))

    def month(self):
        """The steps of the golden case."""
        self.post("2026-09-30", "期初", ("100101", "debit", "2200.00"), ("3001", "credit", "2000.00", [("101", "1000.00"), ("102", "1000.00")]),
                  ("310101", "credit", "200.00"), kind="opening")
        self.post("2026-09-30", "期初", ("100102", "debit", "500.00"), ("3002", "credit", "500.00", [("201", "500.00")]), community=PUBLIC, kind="opening")
        self.deposit("2026-10-01", "101", "2000.00")
        self.deposit("2026-10-02", "101", "1000.00")
        self.deposit("2026-10-02", "102", "1500.00")
        self.deposit("2026-10-02", "201", "800.00", PUBLIC)
        self.books.ok("apportionment", "post", "800.00", "--key", self.key(), "--date", "2026-10-03", "--community", COMMUNITY)
        self.assertEqual(self.units(), {"101": "3733.33", "102": "2233.33", "103": "-266.66"})
        self.books.ok("apportionment", "post", "200.00", "--key", self.key(), "--date", "2026-10-03", "--community", PUBLIC)
        self.post("2026-10-04", "存款利息", ("100101", "debit", "50.00"), ("410101", "credit", "50.00"))
        self.post("2026-10-04", "公共收益补充", ("100101", "debit", "30.00"), ("420101", "credit", "30.00"))
        self.post("2026-10-04", "备用金", ("1201", "debit", "200.00"), ("100101", "credit", "200.00"))
        self.post("2026-10-04", "购买国债", ("110101", "debit", "1000.00"), ("100101", "credit", "1000.00"))
        self.post("2026-10-05", "国债兑付", ("100101", "debit", "1040.00"), ("110101", "credit", "1000.00"), ("410201", "credit", "40.00"))
        self.books.ok("interest", "distribute", "2026", "100.00", "--by", "area", "--date", "2026-10-05", "--community", COMMUNITY)
        for kind in ("house-lost", "paid"):
            self.books.ok("deposit", "refund", "102", "300.00", "--kind", kind, "--key", self.key(), "--date", "2026-10-05", "--community", COMMUNITY)
        self.books.ok("deposit", "refund", "101", "500.00", "--kind", "this-year", "--key", self.key(), "--date", "2026-10-05", "--community", COMMUNITY)
        self.assertEqual(self.units()["101"], "3266.67")
        self.assertEqual(self.units()["102"], "1966.66")
        self.books.ok("entry", "reverse", "MF-记-2026-10-0002", "--date", "2026-10-06", "--community", COMMUNITY)
        self.deposit("2026-10-06", "103", "100.00")

    #= test CN-MF-17
    #= test CN-MF-29
    def test_golden_case_01(self):
        self.month()
        self.assertEqual(self.units(), {"101": "2266.67", "102": "1966.66", "103": "-133.33"})
        self.verify()
        for community in (COMMUNITY, PUBLIC):
            self.books.ok("period", "close", "2026-10", "--through", "--community", community)
        self.verify()
        self.assertEqual(self.units(), {"101": "2266.67", "102": "1966.66", "103": "-133.33"}, "closing moves nothing of a unit")
        balances = {"1001": "-5220.00", "1201": "-200.00", "3001": "4100.00", "3002": "1100.00", "3101": "220.00", "2001": "0.00"}
        self.assertEqual({code: self.net(code) for code in balances}, balances)
        self.assertEqual(self.net("4", "5"), "0.00", "temporary accounts stand at zero")
        income = {"4001": "3900.00", "4101": "50.00", "4102": "40.00", "4201": "30.00", "5001": "-1000.00", "5101": "-300.00"}
        self.assertEqual({code: self.net(code, carried=False) for code in income}, income)
        self.assertEqual(self.net("4", "5", carried=False), "2720.00")
        short = self.books.ok("deposit", "short", "--rate", "10.00", "--community", COMMUNITY)
        self.assertEqual([line.split()[-1] for line in short.splitlines()], ["103"])

    def test_the_same_work_again_changes_nothing(self):
        self.month()
        before = self.books.digest()
        refused = self.books.refused
        refused(3, "interest.distributed", "interest", "distribute", "2026", "100.00", "--by", "area", "--date", "2026-10-07", "--community", COMMUNITY)
        refused(3, "interest.unearned", "interest", "distribute", "2025", "9999.00", "--by", "area", "--date", "2026-10-07", "--community", COMMUNITY)
        refused(3, "interest.no_balance", "interest", "distribute", "2024", "1.00", "--date", "2026-10-07", "--community", COMMUNITY)
        refused(3, "interest.no_units", "interest", "distribute", "2026", "1.00", "--kind", "public", "--date", "2026-10-07", "--community", COMMUNITY)
        refused(2, "apportionment.duplicate_unit", "apportionment", "post", "1.00", "101", "101", "--key", self.key(), "--community", COMMUNITY)
        refused(3, "unit.unknown", "apportionment", "post", "1.00", "999", "--key", self.key(), "--community", COMMUNITY)
        refused(3, "unit.unknown", "deposit", "add", "999", "1.00", "--key", self.key(), "--community", COMMUNITY)
        refused(3, "line.sign", "deposit", "add", "101", "0.00", "--key", self.key(), "--community", COMMUNITY)
        refused(3, "unit.exists", "unit", "import", self.books.write("again.csv", "幢,房号,面积\n2幢,1,10\n1幢,101,90\n"), "--community", COMMUNITY)
        for text, code in (("幢,房号\n1幢,1\n", "unit.heads"), ("幢,房号,面积\n", "unit.none"), ("幢,房号,面积\n2幢,1,0\n", "unit.area"),
                           ("幢,房号,面积\n2幢,1,12.34567\n", "unit.area"), ("幢,房号,面积,用途\n2幢,1,10,别墅\n", "unit.use")):
            refused(2, code, "unit", "import", self.books.write("bad.csv", text), "--community", COMMUNITY)
        refused(3, "period.future", "period", "close", "2199-01", "--community", COMMUNITY)
        self.assertEqual(self.books.digest(), before)

    #= test CN-MF-10
    def test_shares_must_add_up(self):
        self.deposit("2026-10-01", "101", "10.00")
        before = self.books.digest()
        lines = {"none": None, "sum": [("101", "9.99")], "twice": [("101", "5.00"), ("101", "5.00")], "sign": [("101", "11.00"), ("102", "-1.00")]}
        codes = {"none": "entry.unit_lines", "sum": "entry.unit_sum", "twice": "entry.unit_twice", "sign": "line.sign"}
        for name, units in lines.items():
            line = {"fund": "MF", "account": "400101", "credit": "10.00"}
            if units:
                line["units"] = [{"unit": unit, "amount": amount} for unit, amount in units]
            entry = {"key": f"shares-{name:0>6}", "date": "2026-10-02", "summary": "交存", "lines": [
                {"fund": "MF", "account": "100101", "debit": "10.00", "bank_account": int(self.banks[COMMUNITY])}, line]}
            path = self.books.write("bad.json", json.dumps({"entries": [entry]}, ensure_ascii=False))
            self.books.refused(3, codes[name], "entry", "post", path, "--community", COMMUNITY)
        wrong = dict(entry, lines=[dict(entry["lines"][0], units=[{"unit": "101", "amount": "10.00"}]), {"fund": "MF", "account": "410101", "credit": "10.00"}])
        path = self.books.write("bad.json", json.dumps({"entries": [wrong]}, ensure_ascii=False))
        self.books.refused(3, "entry.unit_lines", "entry", "post", path, "--community", COMMUNITY)
        self.assertEqual(self.books.digest(), before)

    def test_golden_case_06_mixed_ownership(self):
        """Commodity and sold public housing in one charge of 50,000.00."""
        community = "330681000219"
        self.books.ok("community", "open", "--community", community, "--name", "混合小区")
        self.books.ok("bank-account", "open", "--community", community, "--fund", "MF", "--bank", "中国工商银行", "--number", ICBC)
        self.banks[community] = self.books.psql(f"select opened_seq from bank_account where community_id = {community}")
        self.books.ok("unit", "import", self.books.write("c.csv", "幢,房号,面积,用途\n1幢,C1,120.50,商品住宅\n1幢,C2,89.75,商品住宅\n1幢,C3,60.25,商品住宅\n"
                                                         "1幢,P1,75.00,公有住房\n1幢,P2,54.50,公有住房\n1幢,售房单位,0,售房单位\n"), "--community", community,
                      "--date", "2026-01-01")
        for unit, amount in (("C1", "60000.00"), ("P1", "1500.00"), ("P2", "1090.00"), ("售房单位", "10360.00")):
            self.deposit("2026-10-01", unit, amount, community)
        self.books.ok("apportionment", "post", "50000.00", "--key", self.key(), "--date", "2026-10-03", "--community", community)
        spent = {row["unit"].split()[-1]: row["spent"] for row in json.loads(self.books.ok("unit", "list", "--json", "--community", community))}
        self.assertEqual(spent, {"C1": "15062.50", "C2": "11218.75", "C3": "7531.25", "P1": "1875.00", "P2": "1362.50", "售房单位": "12950.00"})
        self.verify()


if __name__ == "__main__":
    unittest.main(verbosity=2)

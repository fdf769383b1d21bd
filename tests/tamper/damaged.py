"""A small community with every kind of row, and a way to damage one thing at a time as superuser and put it right again."""
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "cli"))
from books import CCB, COMMUNITY, QUARTER, Books, ccb  # noqa: E402
from device import Device  # noqa: E402

TABLES = ("journal", "head", "tile", "request_claim", "opening", "community", "subject", "fund", "account", "account_name", "bank_account", "entry",
          "entry_number", "entry_ref", "posting", "posting_dim", "balance", "turnover", "voucher_counter", "document", "document_blob", "import_batch",
          "bank_line", "import_row", "unit", "unit_owner", "unit_key", "unit_line", "period", "matter", "reservation", "limit_policy",
          "party", "contract", "contract_due", "assertion", "held_line", "line_match", "order_case", "objection", "organization", "role_grant", "actor_key",
          "rule_pack", "rule_activation", "rule_activation_pack", "withdrawal", "approval", "decision", "ballot")
PRIVATE = ("draft",)  # work before a fact begins: no record stands behind it, so nothing can be compared
OTHER = "330681000999"


class Damaged(Books):
    """Books that can be damaged: no trigger guards them, and a copy of every table restores them."""

    def __init__(self):
        super().__init__()
        more = [("2026-03-22", f"10:{i:02d}:00", 1000 + i, f"临时停车 {i}", "", f"2-{i:04d}") for i in range(40)]
        first = self.write("first.csv", ccb(QUARTER))
        second = self.write("second.csv", ccb(QUARTER[5:] + more, opening=sum(row[2] for row in QUARTER[:5])))
        self.ok("import", first, "--community", COMMUNITY, "--opening")
        self.ok("import", second, "--community", COMMUNITY)
        self.units()
        self.ok("period", "close", "2026-02", "--through", "--community", COMMUNITY)
        self.reverse()
        self.contracts()
        self.reserve()
        self.chart()
        self.reconcile()
        self.oversee()
        self.decide()
        self.withdraw()
        self.archive()
        self.psql("".join(f"alter table {table} disable trigger all;" for table in TABLES))
        self.psql("create schema kept;" + "".join(f"create table kept.{table} as table {table};" for table in TABLES + ("server_secret",)))
        self.dirty = ()

    def units(self):
        """Units with owners, deposits of several at once, one sold afterwards."""
        rows = "".join(f"1幢,{100 + i},{80 + i}.5,商品住宅,业主{i}\n" for i in range(1, 5))
        self.ok("unit", "import", self.write("units.csv", "幢,房号,面积,用途,业主\n" + rows), "--community", COMMUNITY, "--date", "2026-01-01")
        for i in range(1, 4):
            self.ok("deposit", "add", f"10{i}", f"{i}000.00", "--key", f"tamper-deposit-{i}", "--community", COMMUNITY, "--date", f"2026-01-1{i}")
        self.ok("unit", "transfer", "101", "新业主", "--key", "tamper-transfer-1", "--community", COMMUNITY, "--date", "2026-02-01")
        self.ok("deposit", "add", "101", "500.00", "--key", "tamper-deposit-4", "--community", COMMUNITY, "--date", "2026-02-11")

    def reverse(self):
        """A red letter of the second income."""
        number = self.psql("select n.number, n.series from entry_number n join entry e using (community_id, seq) "
                           "where e.entry_type = 1 order by seq limit 1").split("|")
        self.ok("entry", "reverse", f"PI-记-{number[1][:4]}-{number[1][4:]}-{int(number[0]):04d}", "--community", COMMUNITY,
                "--summary", "冲销", "--key", "tamper-reverse-1", "--date", "2026-03-31")

    def archive(self):
        """Three documents: a voucher that an entry books and that is published, a plain one, one that was withheld again."""
        for i, more in enumerate((("--kind", "invoice", "--issuer", "91330681MA2BC3D45X", "--number", "42", "--amount", "860.00", "--date",
                                   "2026-01-20", "--visibility", "public"), ("--kind", "minutes"), ("--amount", "5.00", "--visibility", "redacted"))):
            path = self.write(f"paper{i}.xml", f"<paper>{i}</paper>")
            archived = json.loads(self.ok("document", "add", path, "--community", COMMUNITY, "--json", *more))
            if i == 0:
                voucher = archived["document"]
        self.ok("document", "withhold", archived["document"], "--community", COMMUNITY)
        entry = {"key": "tamper-paper-1", "date": "2026-03-31", "summary": "付维修费", "documents": [{"document": voucher, "amount": "100.00"}], "lines": [
            {"fund": "PI", "account": "224103", "debit": "100.00"}, {"fund": "PI", "account": "4901", "credit": "100.00"}]}
        self.ok("entry", "post", self.write("paper.json", json.dumps({"entries": [entry]})), "--community", COMMUNITY)

    def reserve(self):
        """A budget; reservations that rest on it: one captured in part, one exhausted, one released; limits, one of them changed."""
        plan = {"key": "tamper-budget-1", "fund": "PI", "year": 2026, "decided_on": "2026-01-02", "decision": "第3号决议",
                "lines": [{"account": "6002", "amount": "300.00"}]}
        record = self.ok("budget", "adopt", self.write("budget.json", json.dumps(plan)), "--community", COMMUNITY).split()[0]
        bank = int(self.psql("select min(opened_seq) from bank_account where fund = 2"))
        made = [int(self.ok("reservation", "make", "100201", f"{i}0.00", "--date", "2190-01-01", "--key", f"tamper-hold-{i}", "--payee", "安居维修部",
                            "--rests-on", record, "--community", COMMUNITY)[1:]) for i in (1, 2, 3)]
        for i, amount in ((0, "4.00"), (1, "20.00")):
            entry = {"key": f"tamper-capture-{i}", "date": "2026-03-31", "summary": "付维修费", "captures": [{"reservation": made[i], "amount": amount}],
                     "lines": [{"fund": "PI", "account": "6002", "debit": amount},
                               {"fund": "PI", "account": "100201", "credit": amount, "bank_account": bank}]}
            self.ok("entry", "post", self.write("capture.json", json.dumps({"entries": [entry]})), "--community", COMMUNITY)
        self.ok("reservation", "release", made[2], "--community", COMMUNITY)
        for i, account in enumerate(("100201", "4901", "100201")):
            self.ok("reservation", "limit", account, f"{i}.00", "--kind", ("debit", "credit")[i % 2], "--key", f"tamper-limit-{i}", "--community", COMMUNITY)

    def chart(self):
        """Leaves of one's own, one renamed twice, one closed; the warranty fund with a deposit of a developer for a building."""
        fund = ("--community", COMMUNITY, "--fund", "PI")
        for code, name in (("600601", "年度审计"), ("100206", "定活两便存款"), ("224105", "代收水电费")):
            self.ok("account", "open", code, name, *fund)
        for name in ("年报审计", "离任审计"):
            self.ok("account", "rename", "600601", name, *fund)
        self.ok("account", "rename", "224105", "代收公用事业费", *fund)
        self.ok("account", "close", "100206", *fund)
        self.ok("fund", "open", "WD", "--community", COMMUNITY)
        self.ok("bank-account", "open", "--fund", "WD", "--bank", "中国建设银行", "--number", "33050165583500005678", "--community", COMMUNITY)
        deposit = json.loads(self.ok("warranty", "add", "张三", "1幢", "2034-03-31", "--date", "2026-03-31", "--community", COMMUNITY, "--json"))["seq"]
        bank = int(self.psql("select opened_seq from bank_account where fund = 3"))
        entry = {"key": "tamper-warranty-1", "date": "2026-03-31", "summary": "交存保修金", "lines": [
            {"fund": "WD", "account": "100204", "debit": "500.00", "bank_account": bank},
            {"fund": "WD", "account": "2501", "credit": "500.00", "warranty": deposit}]}
        self.ok("entry", "post", self.write("warranty.json", json.dumps({"entries": [entry]})), "--community", COMMUNITY)

    def reconcile(self):
        """Two payments by hand that the bank shows later: one matched by the import, of two equal ones one by a person, undone and matched again; and a
        balance stated by hand."""
        bank = int(self.psql("select min(opened_seq) from bank_account where fund = 2"))
        for i, amount in enumerate(("7.00", "8.00", "8.00")):
            entry = {"key": f"tamper-transit-{i}", "date": "2026-03-30", "summary": "付维修费", "lines": [
                {"fund": "PI", "account": "6002", "debit": amount}, {"fund": "PI", "account": "100201", "credit": amount, "bank_account": bank}]}
            self.ok("entry", "post", self.write("transit.json", json.dumps({"entries": [entry]})), "--community", COMMUNITY)
        rows = [("2026-04-01", f"09:0{i}:00", fen, "转账支取", "安居维修部", f"4-{i:04d}") for i, fen in enumerate((-700, -800))]
        opening = int(self.psql("select balance_fen from bank_line order by booked_on desc, seconds desc, entry_seq desc limit 1"))
        self.ok("import", self.write("april.csv", ccb(rows, opening=opening)), "--community", COMMUNITY, "--as-of", "2026-04-02")
        account = ("--bank-account", CCB, "--community", COMMUNITY)
        line = self.psql("select seq from held_line where amount_fen = -800")
        entry = self.psql("select max(seq) from entry")
        made = self.ok("bank", "match", line, f"#{entry}", *account).split()[-1]
        self.ok("bank", "unmatch", made, "--community", COMMUNITY)
        self.ok("bank", "match", line, f"#{entry}", "--amount", "-5.00", *account)
        paper = json.loads(self.ok("document", "add", self.write("statement.xml", "<statement/>"), "--kind", "statement", "--community", COMMUNITY, "--json"))
        self.ok("bank", "assert", "--date", "2026-04-03", "--balance", f"{(opening - 1500) / 100:.2f}", "--document", paper["document"], *account)

    def contracts(self):
        """Two parties, an asset, two contracts of which one ended, money in advance of which a month is earned."""
        for name, more in (("张三", ()), ("晨光传媒有限公司", ("--number", "33050165583500009999"))):
            self.ok("party", "add", name, *more, "--community", COMMUNITY)
        self.ok("asset", "add", "parking", "120", "地面一区", "--date", "2026-01-01", "--community", COMMUNITY)
        scan = json.loads(self.ok("document", "add", self.write("scan.xml", "<contract/>"), "--kind", "contract", "--community", COMMUNITY, "--json"))
        for party, stream, every in (("张三", "P01", "year"), ("晨光传媒有限公司", "P03", "quarter")):
            path = self.write("contract.json", json.dumps({
                "party": party, "stream": stream, "from": "2026-03-01", "to": "2027-02-28", "document": scan["document"],
                "schedule": {"every": every, "amount": "1200.00"}}))
            seq = json.loads(self.ok("contract", "add", path, "--community", COMMUNITY, "--json"))["seq"]
            entry = {"key": f"tamper-prepaid-{stream}", "date": "2026-03-31", "summary": "预收", "lines": [
                {"fund": "PI", "account": "224103", "debit": "1200.00"},
                {"fund": "PI", "account": "220301", "credit": "1200.00", "stream": int(stream[1:]), "contract": seq}]}
            self.ok("entry", "post", self.write("prepaid.json", json.dumps({"entries": [entry]})), "--community", COMMUNITY)
        self.ok("contract", "recognise", "2026-03", "--community", COMMUNITY)
        self.ok("contract", "end", f"#{seq}", "--date", "2026-06-30", "--community", COMMUNITY)

    def oversee(self):
        """Two bodies, roles of which one has ended; an order on an entry that was rectified; an objection that was answered."""
        here, far = ("--community", COMMUNITY), "2028-12-31"
        for body, kind, more in (("暨阳街道办事处", "township", ("--number", "113306810025771234")), ("业主委员会", "committee", ())):
            self.ok("organization", "add", "--name", body, "--kind", kind, *more, *here)
        for name, role, body in (("王街道", "township", "暨阳街道办事处"), ("钱复核", "member", "业主委员会"), ("周委员", "member", "业主委员会")):
            self.ok("person", "add", "--name", name, "--role", role, *here)
            grant = self.ok("role", "grant", "2026-01-01", far, "--name", name, "--role", role, "--by", body, *here).split()[0]
        self.ok("role", "finish", grant, "2026-06-30", "--reason", "removed", *here)
        paper = json.loads(self.ok("document", "add", self.write("order.xml", "<order/>"), "--kind", "other", "--visibility", "public", "--json", *here))
        order = {"key": "tamper-order-1", "subject": "#" + self.psql("select min(seq) from entry"), "clause": "CN-PMR-19-2", "document": paper["document"]}
        self.ok("order", "issue", self.write("order.json", json.dumps(order)), "--as", "王街道", *here)
        self.ok("objection", "add", self.psql("select max(seq) from entry"), "这笔付款付给了谁", "--as", "钱复核", "--key", "tamper-objection-1", "--name", "业主2",
                *here)

    def decide(self):
        """A vote with ballots and a limit, and totals of a platform without."""
        here = ("--as", "钱复核", "--community", COMMUNITY)
        vote = {"key": "tamper-vote-1", "title": "粉刷外墙", "matter": "use_fund", "from": "2026-03-20", "to": "2026-03-31", "announced": "2026-03-01"}
        ballots = self.write("ballots.csv", "房号,投票人,选择\n101,新业主,同意\n102,业主2,同意\n103,业主3,反对\n104,业主4,弃权\n")
        self.ok("decision", "record", self.write("vote.json", json.dumps(vote | {"limit": "5000.00"})), ballots, *here)
        totals = {"people": {"part": 3, "yes": 2}, "area": {"part": "250.00", "yes": "165.00"}}
        self.ok("decision", "record", self.write("vote.json", json.dumps(vote | {"key": "tamper-vote-2", "totals": totals})), *here)

    def damage(self, sql, *tables):
        """Restores what was damaged before, then damages these tables; all or nothing."""
        restore = "".join(f"delete from {table}; insert into {table} select * from kept.{table};" for table in self.dirty)
        self.psql(restore + sql)
        self.dirty = tables

    def verify(self, *args):
        """Exit status and report of verify."""
        done = self.run("verify", "--json", *args)
        assert done.returncode in (0, 4, 5), (done.returncode, done.stdout[-2000:], done.stderr[-4000:])
        report = json.loads(done.stdout)
        assert report["status"] == done.returncode
        return done.returncode, report

    def columns(self):
        """(table, column, type) of every column of every tenant table, from the catalogue."""
        rows = self.psql("select table_name, column_name, udt_name from information_schema.columns where table_schema = 'public' and "
                         "table_name in (select table_name from information_schema.columns where column_name = 'community_id' and "
                         "table_schema = 'public') order by table_name, ordinal_position").splitlines()
        return [tuple(row.split("|")) for row in rows if row.split("|")[0] not in PRIVATE]

    def keys(self, who):
        """A key that this person lost, and the one that took its place."""
        run = lambda *args: self.ok(*args, "--community", COMMUNITY)
        for name in ("lost", "mine"):
            device = Device(self, name)
            run("actor-key", "register", device.public, "--signature", device.prove(who, run), "--as", who)
            if name == "lost":
                run("actor-key", "revoke", json.loads(run("actor-key", "list", "--json"))[0]["key"], "--reason", name, "--as", who)
        return device

    def withdraw(self):
        """Rules in force; an application that was approved and paid in part, one whose review was taken back, one refused; keys, one revoked."""
        community = ("--community", COMMUNITY)
        self.ok("organization", "add", "--name", "暨阳社区", "--kind", "residents-committee", *community)
        self.ok("organization", "add", "--name", "明月湾业委会", "--kind", "committee", *community)
        people = (("钱财务", "treasurer", "明月湾业委会"), ("孙委员", "member", "明月湾业委会"), ("李主任", "chair", "明月湾业委会"), ("周监督", "supervisor", "暨阳社区"))
        for name, role, body in people:
            self.ok("person", "add", "--name", name, "--role", role, *community)
            self.ok("role", "grant", "2026-01-01", "2029-12-31", "--name", name, "--role", role, "--by", body, *community)
        township = self.psql("select convert_from(o.value, 'UTF8') from role_grant g join subject s using (community_id, subject) "
                             "join opening o on o.community_id = s.community_id and o.commitment = s.details where g.role = 6 limit 1")
        self.ok("rules", "activate", "--as", township, *community)
        paper = json.loads(self.ok("document", "add", self.write("offer.xml", "<offer/>"), "--kind", "contract", *community, "--json"))["document"]
        for i, (verb, who, more) in enumerate((("approve", "孙委员", ()), ("approve", "孙委员", ()), ("refuse", "孙委员", ("--reason", "报价太高")))):
            asked = json.loads(self.ok("withdrawal", "submit", "E02", f"{i + 1}0.00", "晨光传媒有限公司", paper, "--reason", "更换水泵", "--as", "钱财务",
                                       "--key", f"tamper-asked-{i}", *community, "--json"))["application"]["seq"]
            if i == 0:
                device = self.keys(who)
                self.ok("withdrawal", "intent", asked, "yes", "--as", who, "--out", device.statement, *community)
                more = ("--signature", device.sign(device.statement))
            self.ok("withdrawal", verb, asked, "--as", who, *more, *community)
            if i == 0:
                for who in ("李主任", "周监督"):
                    self.ok("withdrawal", "approve", asked, "--as", who, *community)
                self.ok("withdrawal", "pay", asked, "4.00", "--as", "钱财务", "--key", "tamper-paid-0", "--date", "2026-03-31", "--bank-account", CCB, *community)
            if i == 1:
                given = self.psql("select max(seq) from approval")
                self.ok("approval", "withdraw", given, "--as", "孙委员", "--reason", "看错了", *community)

#!/usr/bin/env python3
"""Decisions of owners and committee: golden votes that an accountant can read, every figure counted again here in fractions; ballots, proxies, votes
that were changed; totals of a platform; meetings; what is refused; and that verify and check agree with all of it."""
import json
import pathlib
import random
import unittest
from fractions import Fraction

from books import COMMUNITY, Books

GOLDEN = pathlib.Path(__file__).resolve().parents[1] / "golden/decision/votes.tsv"
UNITS = (("1幢 101", 100, "张三"), ("1幢 102", 80, "李四"), ("1幢 201", 90, "王五"), ("1幢 202", 100, "张三"), ("1幢 301", 120, "赵六、钱七"),
         ("1幢 302", 100, ""), ("2幢 101", 60, "孙八"), ("2幢 102", 60, ""), ("2幢 201", 110, "周九"), ("2幢 202", 80, "吴十"))
DEVELOPER = "建设单位"
CHOICES = ("同意", "反对", "弃权", "无效")
HEAD = "房号,投票人,选择,代理人,委托书,时间\n"


def owner_of(row):
    """Who counts as one person with a unit: its set of owners, the developer for what is not sold."""
    return row[2] or DEVELOPER


def concerned(scope):
    """Units in a scope."""
    return [row for row in UNITS if not scope or any(row[0] == name or row[0].split()[0] == name for name in scope)]


def person(name):
    """The person behind a voter's name."""
    return next(owner_of(row) for row in UNITS if name in owner_of(row).split("、"))


def count(scope, votes):
    """(all, part, yes) of people and of area, from the votes {voter: choice}."""
    rows = concerned(scope)
    area = {}
    for row in rows:
        area[owner_of(row)] = area.get(owner_of(row), 0) + row[1]
    part = [person(name) for name, choice in votes.items() if choice != "无效"]
    yes = [person(name) for name, choice in votes.items() if choice == "同意"]
    return ((len(area), len(part), len(yes)), (sum(area.values()), sum(area[name] for name in part), sum(area[name] for name in yes)))


def outcome(matter, close, people, area):
    """The law, as one reads it."""
    civil_code = close >= "2021-01-01"
    special = matter in (("raise_fund", "rebuild", "operate_common_parts") if civil_code else ("raise_fund", "rebuild", "use_fund"))
    for everybody, part, yes in (people, area):
        turnout, share = Fraction(part, everybody), Fraction(yes, (part if civil_code else everybody) or 1)
        if not (turnout >= Fraction(2, 3) if civil_code else turnout > Fraction(1, 2)):
            return "failed"
        if not (share >= (Fraction(3, 4) if civil_code else Fraction(2, 3)) if special else share > Fraction(1, 2)):
            return "failed"
    return "passed"


def days_before(date):
    """A month before, or so."""
    year, month, _ = map(int, date.split("-"))
    return f"{year - (month == 1)}-{(month - 2) % 12 + 1:02d}-01"


class DecisionTest(unittest.TestCase):
    """One community with its register and a committee of four; what is refused leaves it as it is."""

    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.books = Books()
        rows = "".join("{},{},{},商品住宅,{}\n".format(*name.split(), area, owners) for name, area, owners in UNITS)
        cls.ok("unit", "import", cls.books.write("units.csv", "幢,房号,面积,用途,业主\n" + rows), "--date", "2018-01-01")
        cls.ok("organization", "add", "--name", "业主委员会", "--kind", "committee")
        for name, role in (("陈主任", "chair"), ("钱委员", "member"), ("周委员", "member"), ("吴委员", "member")):
            cls.ok("person", "add", "--name", name, "--role", role)
            cls.ok("role", "grant", "2026-01-01", "2028-12-31", "--name", name, "--role", role, "--by", "业主委员会")
        cls.ok("person", "add", "--name", "路人", "--role", "member")

    @classmethod
    def tearDownClass(cls):
        cls.books.close()

    @classmethod
    def ok(cls, *args):
        return cls.books.ok(*args, "--community", COMMUNITY)

    def ask(self, *args):
        return json.loads(self.ok(*args, "--json"))

    def file(self, **change):
        """A vote of March 2026; None takes a member away."""
        content = {"key": "decision-0001", "title": "更换电梯", "matter": "use_fund", "from": "2026-03-20", "to": "2026-03-31", "announced": "2026-03-01"}
        content.update(change)
        return self.books.write("decision.json", json.dumps({k: v for k, v in content.items() if v is not None}))

    def ballots(self, votes, scope=(), more=""):
        """A file with one ballot a person, at his first unit in the scope."""
        lines = [f"{next(row[0] for row in concerned(scope) if name in owner_of(row).split('、'))},{name},{choice},,,\n" for name, choice in votes.items()]
        return self.books.write("ballots.csv", HEAD + "".join(lines) + more)

    def refused(self, code, *args, status=3):
        return self.books.refused(status, code, *args, "--community", COMMUNITY)

    def nothing_written(self):
        """From here to the end of the test."""
        before = self.books.digest()
        self.addCleanup(lambda: self.assertEqual(self.books.digest(), before))

    def refuse_file(self, code, status=3, ballots=(), **change):
        return self.refused(code, "decision", "record", self.file(**change), *ballots, "--as", "陈主任", status=status)

    def refuse_ballots(self, code, rows, status=3, **change):
        path = self.books.write("bad.csv", rows if isinstance(rows, bytes) else HEAD + rows)
        return self.refuse_file(code, status, (path,), **change)

    def test_golden_votes(self):
        """Ratios by people and by area, each counted by the law of its day."""
        #= test CN-CC-278-2
        #= test CN-PMR-12-1
        #= test CN-PMR-12-3
        #= test CN-SPC-8
        #= test CN-SPC-9
        #= test CN-MF-22-2
        for line in GOLDEN.read_text().splitlines():
            if line.startswith("#"):
                continue
            name, matter, close, scope, *names, people, area, result = line.split("\t")
            votes = {voter: choice for choice, voters in zip(CHOICES, names) for voter in voters.split()}
            scope = scope.split(",") if scope else []
            figures = tuple(tuple(map(int, part.split("/"))) for part in (people, area))
            with self.subTest(name):
                self.assertEqual((figures, result), (count(scope, votes), outcome(matter, close, *count(scope, votes))))
                made = self.ask("decision", "record", self.file(**{"from": close}, to=close, announced=days_before(close), matter=matter, scope=scope,
                                                                result=result), self.ballots(votes, scope), "--dry-run")
                self.assertEqual([[made["people"][k] for k in ("all", "part", "yes")], [made["area"][k] for k in ("all", "part", "yes")], made["result"]],
                                 [list(figures[0]), [f"{x}.00" for x in figures[1]], result])
                self.assertEqual(all(test["met"] for test in made["tests"]), result == "passed")
                self.assertEqual(len(made["tests"]), 4)

    def test_random_votes(self):
        """Against the same law in fractions; the base is the register's."""
        dice = random.Random(20260331)
        people = sorted({owner_of(row) for row in UNITS})
        for _ in range(12):
            votes = {name.split("、")[-1]: dice.choice(CHOICES[:1] * 3 + CHOICES) for name in people if dice.random() < 0.85}
            matter, close = dice.choice(("use_fund", "raise_fund", "bylaws", "operate_common_parts")), dice.choice(("2019-05-05", "2022-05-05"))
            figures = count([], votes)
            made = self.ask("decision", "record", self.file(**{"from": close}, to=close, announced=days_before(close), matter=matter),
                            self.ballots(votes), "--dry-run") if votes else None
            if made:
                self.assertEqual(made["result"], outcome(matter, close, *figures), (votes, matter, close))

    def test_votes_on_record(self):
        """A passed one, a failed one, one of the committee; who may record; what people see; verify and check."""
        #= test CN-PMR-12-2
        minutes = self.ask("document", "add", self.books.write("minutes.xml", "<minutes/>"), "--kind", "minutes")["document"]
        passed = (self.file(key="decision-0011", limit="120000.00", text="三号电梯，含拆除", documents=[minutes], result="passed"), self.ballots(
            {"张三": "同意", "李四": "反对", "王五": "同意", "钱七": "同意", "周九": "同意", "孙八": "反对", DEVELOPER: "弃权"},
            more="1幢 102,李四,同意,李小四,委托书一,2026-03-21 09:00\n".replace("1幢 102", "2幢 202").replace("李四,同意,李小四", "吴十,同意,吴小十")))
        self.refused("role.missing", "decision", "record", *passed, "--as", "路人", status=2)
        shown = self.ok("decision", "record", *passed, "--as", "陈主任")
        self.assertEqual(self.ok("decision", "record", *passed, "--as", "陈主任"), shown)
        self.refused("idempotency.key_reused", "decision", "record", self.file(key="decision-0011", title="别的事"), passed[1], "--as", "陈主任")
        self.assertIn("结论：通过\n", shown)
        self.assertIn("可支出上限：120,000.00 元", shown)
        self.assertRegex(shown, r"同意人数 +5 / +8 +62\.50% +> 1/2 \(50%\) +至少 +5 +够 +CN-CC-278-2")
        self.assertRegex(shown, r"同意面积 +600\.00 / +900\.00 +66\.66% +> 1/2 \(50%\) +超过 +450\.00 +够 +CN-CC-278-2")
        failed = (self.file(key="decision-0012", title="改建门房", matter="rebuild"), self.ballots({"张三": "同意", "赵六": "同意", "周九": "同意", "吴十": "反对"}))
        shown = self.ok("decision", "record", *failed, "--as", "钱委员")
        self.assertIn("结论：未通过，参与人数还差 2 人，参与面积还差 90.00 平方米", shown)
        meeting = self.file(key="decision-0013", title="换锁", matter="other", announced="2026-03-17", meeting={"yes": ["陈主任", "钱委员"], "no": ["周委员"]})
        shown = self.ok("decision", "record", meeting, "--as", "陈主任")
        self.assertIn("恰好一半委员同意", shown)
        self.assertRegex(shown, r"同意委员 +2 / +4 +50\.00%")
        found = self.ask("decision", "list")
        self.assertEqual([(d["title"], d["result"], d["body"], d["ballots"]) for d in found],
                         [("更换电梯", "passed", "assembly", 8), ("改建门房", "failed", "assembly", 4), ("换锁", "passed", "committee", 3)])
        self.assertEqual(self.ask("decision", "show", f"#{found[1]['seq']}"), found[1])
        self.assertEqual(self.books.psql("select count(*), count(*) filter (where area_cm2 = 0) from ballot"), "15|3")
        self.refused("decision.unknown", "decision", "show", "1")
        self.ok("verify")
        self.ok("check")
        self.ok("export", "journal", self.books.folder / "journal")
        for damage, check in (("update decision set in_favour = 0, area_in_favour = 0 where result = 1", "095_decision_figures.sql"),
                              ("update ballot set choice = 2 where choice = 1", "096_ballots_add_up.sql")):
            self.books.psql(f"create table kept as table decision; create table cast_then as table ballot; alter table decision disable trigger all; "
                            f"alter table ballot disable trigger all; {damage}")
            done = self.books.run("check")
            self.assertIn(check, done.stdout)
            self.assertEqual(self.books.run("verify").returncode, 5)
            self.books.psql("delete from ballot; delete from decision; insert into decision table kept; insert into ballot table cast_then; "
                            "drop table kept; drop table cast_then")
        self.ok("verify")
        self.ok("check")

    def test_ballots_may_change_until_the_close(self):
        """The last one counts, wherever it stands in the file."""
        #= test CN-SPC-9
        votes = {"张三": "同意", "李四": "同意", "赵六": "同意", "周九": "同意", "吴十": "同意", "孙八": "同意"}
        more = "1幢 201,王五,反对,,,2026-03-25 18:05:09\n1幢 201,王五,同意,,,2026-03-31 23:59\n1幢 201,王五,弃权,,,2026-03-22\n"
        made = self.ask("decision", "record", self.file(), self.ballots(votes, more=more), "--dry-run")
        self.assertEqual((made["people"], made["ballots"]), ({"all": 8, "part": 7, "yes": 7}, 7))
        more = "1幢 202,张三,反对,,,2026-03-25\n"
        self.refuse_ballots("ballot.twice", "1幢 101,张三,同意,,,\n" + more)
        self.refuse_ballots("ballot.twice", "1幢 301,赵六,同意,,,2026-03-25\n1幢 301,钱七,反对,,,2026-03-25\n")

    def test_totals_of_a_platform(self):
        """Participants and yes are theirs, the base is the register's."""
        self.nothing_written()
        people, area = {"part": 6, "yes": 4}, {"part": "660.00", "yes": "480"}
        made = self.ask("decision", "record", self.file(totals={"people": people | {"all": 8}, "area": area | {"all": "900"}}), "--dry-run")
        self.assertEqual((made["result"], made["method"], made["ballots"]), ("passed", "totals", 0))
        for wrong in ({"people": people | {"yes": 7}}, {"people": people | {"part": 9}}, {"people": people | {"all": 9}}, {"area": area | {"part": "900.01"}},
                      {"area": area | {"yes": "660.0001"}}, {"area": area | {"all": "901"}}):
            self.refuse_file("decision.figures", totals={"people": people, "area": area} | wrong)
        for wrong in ({"people": {"part": 6}}, {"people": people | {"part": -1}}, {"people": people | {"yes": "4"}}, {"area": area | {"part": 660}},
                      {"area": area | {"part": "660.12345"}}, {"area": area | {"part": "6.6.0"}}):
            self.refuse_file("field.type", status=2, totals={"people": people, "area": area} | wrong)
        self.refuse_file("decision.totals", status=2)
        self.refuse_file("decision.totals", status=2, totals={"people": people, "area": area}, meeting={"yes": ["陈主任"]})
        self.refuse_ballots("decision.totals", "1幢 101,张三,同意,,,\n", status=2, totals={"people": people, "area": area})

    def test_a_meeting_of_the_committee(self):
        """Members in office, each in person and once."""
        #= test ZJ-14-1
        #= test ZJ-14-2
        self.nothing_written()
        for yes, no, result in ((["陈主任", "钱委员"], [], "passed"), (["陈主任"], ["钱委员"], "failed"), (["陈主任"], [], "failed")):
            made = self.ask("decision", "record", self.file(meeting={"yes": yes, "no": no}), "--dry-run")
            self.assertEqual((made["result"], made["body"], made["people"]["all"], len(made["tests"])), (result, "committee", 4, 2))
        self.refuse_file("decision.member", meeting={"yes": ["陈主任", "路人"]})
        self.refuse_file("decision.member", meeting={"yes": ["陈主任"], "abstain": ["陈主任"]})
        self.refuse_file("decision.figures", **{"from": "2025-03-31"}, to="2025-03-31", announced=None, meeting={})
        self.refuse_file("decision.notice", announced="2026-03-18", meeting={"yes": ["陈主任"]})
        self.refuse_file("decision.totals", status=2, scope=["1幢"], meeting={"yes": ["陈主任"]})

    def test_files_that_are_wrong(self):
        """Each with its code, and nothing written."""
        #= test CN-PMR-14-1
        #= test ZJ-9-4
        self.nothing_written()
        totals = {"people": {"part": 6, "yes": 4}, "area": {"part": "660", "yes": "480"}}
        for code, status, change in (
                ("decision.matter", 2, {"matter": "party"}), ("decision.notice", 3, {"announced": "2026-03-06"}),
                ("decision.dates", 3, {"to": "2026-03-19"}), ("decision.dates", 3, {"to": "2199-01-01"}), ("decision.dates", 3, {"announced": "2026-03-21"}),
                ("decision.register", 3, {"from": "2017-12-31", "to": "2017-12-31", "announced": None}), ("decision.scope", 3, {"scope": ["3幢"]}),
                ("decision.claim", 3, {"result": "failed"}), ("decision.claim", 3, {"result": "approved"}), ("document.unknown", 3, {"documents": ["0" * 64]}),
                ("field.type", 2, {"limit": "0.00"}), ("field.type", 2, {"scope": [1]}), ("field.unknown", 2, {"outcome": "passed"}),
                ("field.required", 2, {"title": None}), ("text.refused", 2, {"title": " "}), ("text.refused", 2, {"text": "长" * 700})):
            with self.subTest(code, **change):
                self.refuse_file(code, status, totals=totals, **change)

    def test_ballots_that_are_wrong(self):
        """Each by the line of the file."""
        self.nothing_written()
        good = "1幢 101,张三,同意,,,\n"
        for code, rows, status, change in (
                ("ballot.choice", "1幢 101,张三,赞成,,,\n", 2, {}), ("ballot.choice", "1幢 101,张三,,,,\n", 2, {}), ("ballot.unit", "9幢 101,张三,同意,,,\n", 3, {}),
                ("ballot.unit", "101,张三,同意,,,\n", 3, {}), ("ballot.scope", "2幢 101,孙八,同意,,,\n", 3, {"scope": ["1幢"]}),
                ("ballot.voter", "1幢 101,李四,同意,,,\n", 3, {}), ("ballot.voter", "1幢 101,,同意,,,\n", 3, {}), ("ballot.voter", "1幢 101,张,同意,,,\n", 3, {}),
                ("ballot.voter", "1幢 301,赵六、钱七,同意,,,\n", 3, {}), ("ballot.voter", "1幢 101,建设单位,同意,,,\n", 3, {}),
                ("ballot.time", "1幢 101,张三,同意,,,2026-04-01\n", 3, {}), ("ballot.time", "1幢 101,张三,同意,,,2026-03-19 23:59\n", 3, {}),
                ("ballot.time", "1幢 101,张三,同意,,,昨天\n", 3, {}), ("ballot.time", "1幢 101,张三,同意,,,2026-03-25 24:00\n", 3, {}),
                ("ballot.time", "1幢 101,张三,同意,,,2026-03-25 18\n", 3, {}), ("ballot.time", "1幢 101,张三,同意,,,2026-03-25 18:05:09:1\n", 3, {}),
                ("ballot.proxy", "1幢 101,张三,同意,张小三,,\n", 3, {}), ("ballot.twice", good + good, 3, {}), ("ballot.none", "", 2, {})):
            with self.subTest(code, rows=rows):
                problem = self.refuse_ballots(code, rows, status, **change)
                self.assertIn("2" if code != "ballot.twice" else "3", problem["detail"] if code != "ballot.none" else "2")
        for code, rows in (("ballot.heads", "房号,选择\n".encode()), ("ballot.none", b""), ("import.charset", b"\xff\xfe\xfa\x00\xd8\x00\xd8"), ("ballot.none", b"\n\n")):
            with self.subTest(code, rows=rows):
                self.refuse_ballots(code, rows, 2)
        made = self.ask("decision", "record", self.file(), self.books.write("gb.csv", "选择,备注,投票人,房号\n同意,x,孙八,2幢 101\nyes,,developer,1幢 302\n".encode("gb18030")),
                        "--dry-run")
        self.assertEqual(made["people"], {"all": 8, "part": 2, "yes": 2})


if __name__ == "__main__":
    unittest.main()

"""Drives the real program on a private cluster of its own, as a person at the command line would.

The program under test is the one that ctest built (MINGZHANG_BUILD), else build/dev or build/release.
"""
import datetime
import fcntl
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
COMMUNITY = "330681000217"
CCB, ICBC = "33050165583500001234", "1211024009200012345"


def build_folder():
    """Where the programs are."""
    given = os.environ.get("MINGZHANG_STORIES") or os.environ.get("MINGZHANG_BUILD")
    folders = [pathlib.Path(given)] if given else [ROOT / "build/dev", ROOT / "build/release", ROOT / "build"]
    for folder in folders:
        if (folder / "cli/mingzhang").exists():
            return folder / "cli"
        if (folder / "mingzhang").exists():
            return folder
    raise SystemExit("no program to test: build first")


def template():
    """A data folder as Books.begin leaves it, made once a day for each program: a copy takes a tenth of the time that a new cluster takes."""
    build = build_folder().parent
    program = hashlib.sha256((build_folder() / "mingzhang").read_bytes()).hexdigest()
    made = build / f"template-{datetime.date.today()}-{program[:16]}"
    with open(build / "template.lock", "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            for old in build.glob("template-*"):
                shutil.rmtree(old)
            with Books(opened=False) as books:
                books.begin()
                subprocess.run(["cp", "-a", books.data, build / "template-partial"], check=True)
            (build / "template-partial").rename(made)
    return made


class Books:
    """A data folder with one community, a CCB account for public income and an ICBC account for the maintenance fund."""

    def __init__(self, opened=True, copied=None):
        """`copied`: books that are released, to go on from."""
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="mz-books-", dir="/tmp"))
        self.folder.chmod(0o755)
        self.data = self.folder / "var"
        self.held = self.parts = None
        if opened:
            subprocess.run(["cp", "-a", copied.data if copied else template(), self.data], check=True)
            self.hold()

    def begin(self):
        """What every story starts from."""
        self.ok("init")
        self.hold()
        self.ok("community", "open", "--community", COMMUNITY, "--name", "明月湾小区")
        self.ok("bank-account", "open", "--community", COMMUNITY, "--fund", "PI", "--bank", "中国建设银行", "--number", CCB)
        self.ok("bank-account", "open", "--community", COMMUNITY, "--fund", "MF", "--bank", "中国工商银行", "--number", ICBC)
        self.release()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def hold(self):
        """Counts as a user of the cluster, so that it is not stopped and started around every command."""
        self.held = open(self.data / "users.lock", "rb")
        fcntl.flock(self.held, fcntl.LOCK_SH)

    def release(self):
        """No longer a user: the next command stops the cluster when it ends."""
        if self.held:
            self.held.close()
            self.held = None
            self.run("community", "list")

    def close(self):
        """Stops the cluster and removes everything."""
        self.release()
        shutil.rmtree(self.folder, ignore_errors=True)

    def command(self, *args):
        """The argument vector of a command on these books."""
        return [str(build_folder() / "mingzhang"), args[0], "--data", str(self.data), *map(str, args[1:])]

    def run(self, *args, **more):
        """Runs a verb; returns the completed process with text output."""
        return subprocess.run(self.command(*args), capture_output=True, text=True, timeout=300, check=False, **more)

    def ok(self, *args):
        """Runs a verb that must succeed; returns what it printed."""
        done = self.run(*args)
        assert done.returncode == 0, (args, done.returncode, done.stdout, done.stderr)
        return done.stdout

    def refused(self, status, code, *args):
        """Runs a verb that must be refused with this exit status and code; returns the problem object."""
        done = self.run(*args, "--json")
        assert done.returncode == status, (args, done.returncode, done.stdout, done.stderr)
        problem = json.loads(done.stderr.strip().splitlines()[-1])
        assert problem["code"] == code, problem
        assert problem["detail"] and problem["detail_en"] and problem["hint"] and problem["hint_en"], problem
        assert "?" not in problem["detail"], problem
        return problem

    def psql(self, sql):
        """Runs SQL as the superuser of the private cluster."""
        done = subprocess.run([str(build_folder() / "mingzhang"), "--data", str(self.data), "psql", "-qAtX", "-v", "ON_ERROR_STOP=1", "-c", sql],
                              capture_output=True, text=True, timeout=300, check=False)
        assert done.returncode == 0, (sql, done.stdout, done.stderr)
        return done.stdout.strip()

    def write(self, name, content):
        """A file beside the books, readable by everybody."""
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        path.chmod(0o644)
        return path

    def digest(self):
        """A digest over all rows of each table: what a refusal must leave as it was."""
        if not self.parts:
            tables = self.psql("select tablename from pg_tables where schemaname = 'public' order by 1").split()
            self.parts = " union all ".join(
                f"select '{table}', coalesce(md5(string_agg(md5(t::text), '' order by t::text)), '') from {table} t" for table in tables)
        return sorted(self.psql(self.parts).splitlines())


def yuan(fen):
    """1234.50"""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def ccb(rows, opening=0, number=CCB, charset="gb18030", totals=True):
    """A CCB corporate export, layout c: rows of (date, time, fen, summary, party, serial)."""
    balance, body = opening, []
    for date, time, fen, summary, party, serial in rows:
        balance += fen
        day = date.replace("-", "")
        body.append(f"{day} {time},{yuan(-fen) if fen < 0 else ''},{yuan(fen) if fen > 0 else ''},{yuan(balance)},人民币元,{party},"
                    f"6217000012345678,某支行,{day},{summary},,{serial},,,,")
    out, count_out = sum(-r[2] for r in rows if r[2] < 0), sum(1 for r in rows if r[2] < 0)
    into, count_in = sum(r[2] for r in rows if r[2] > 0), sum(1 for r in rows if r[2] > 0)
    head = ["中国建设银行", "明细查询结果", "明细查询结果下载", f"账　　号,{number},账户名称,明月湾小区业主委员会",
            f"期初余额,{yuan(opening)},当前余额,{yuan(balance)}", "开户行名称,某支行,账户状态,正常",
            f"借方发生额,{yuan(out)},借方交易笔数,{count_out}", f"贷方发生额,{yuan(into)},贷方交易笔数,{count_in}", "",
            "交易时间,借方发生额/元(支取),贷方发生额/元(收入),余额,币种,对方户名,对方账号,对方开户机构,记账日期,摘要,备注,"
            "账户明细编号-交易流水号,企业流水号,凭证种类,凭证号,交易介质编号"]
    if not totals:
        head[4], head[6], head[7] = f"期初余额,{yuan(opening)},当前余额,", "借方发生额,,借方交易笔数,", "贷方发生额,,贷方交易笔数,"
    return ("\r\n".join(head + body) + "\r\n").encode(charset)


def icbc(rows, opening=0, number=ICBC, charset="utf-8-sig"):
    """An ICBC corporate export, layout b (no transaction id): rows of (date, time, fen, summary, party)."""
    balance, body = opening, []
    for date, time, fen, summary, party in rows:
        balance += fen
        body.append(f",{number},6222000012345678,{date} {time},{'贷' if fen > 0 else '借'},{yuan(-fen) if fen < 0 else ''},"
                    f"{yuan(fen) if fen > 0 else ''},,{summary},,{party},{yuan(balance)},")
    head = ["[HISTORYDETAIL]", "凭证号,本方账号,对方账号,交易时间,借/贷,借方发生额,贷方发生额,对方行号,摘要,用途,对方单位名称,余额,个性化信息"]
    return ("\r\n".join(head + body) + "\r\n").encode(charset)


QUARTER = [
    ("2026-01-05", "09:12:01", 300000, "1月车位月租", "王*", "1-0001"),
    ("2026-01-12", "10:00:00", 1250000, "电梯广告费 2026年", "枫桥传媒有限公司", "1-0002"),
    ("2026-01-20", "15:30:10", -86000, "3幢门禁维修费", "安居维修部", "1-0003"),
    ("2026-01-31", "23:00:00", -500, "账户管理费", "", "1-0004"),
    ("2026-01-31", "23:00:00", -500, "账户管理费", "", "1-0005"),
    ("2026-02-06", "09:12:01", 300000, "2月车位月租", "王*", "1-0006"),
    ("2026-02-18", "11:20:00", 42050, "来款", "李*", "1-0007"),
    ("2026-03-06", "09:12:01", 300000, "3月车位月租", "王*", "1-0008"),
    ("2026-03-21", "00:00:00", 1234, "结息", "", "1-0009"),
]

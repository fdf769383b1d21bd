#!/usr/bin/env python3
"""The books as a file for hledger and ledger: both programs compute the balance of every account that SQL computes.

With MINGZHANG_DATA the books of that folder are compared (the demonstration city, say), else a small community is made.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from books import COMMUNITY, QUARTER, Books, build_folder, ccb

BALANCES = """
select case a.class when 1 then 'Assets' when 2 then 'Liabilities' when 3 then 'Equity' when 4 then 'Income' else 'Expenses' end
       || ':' || case a.fund when 1 then 'MF' when 2 then 'PI' when 3 then 'WD' else 'OP' end || ':' || lpad(a.community_id::text, 12, '0')
       || ':' || a.code || '|' || sum(case p.side when 1 then p.amount_fen else -p.amount_fen end)
  from posting p join account a using (community_id, account_no)
 group by a.community_id, a.fund, a.class, a.code
having sum(case p.side when 1 then p.amount_fen else -p.amount_fen end) <> 0"""
LINE = re.compile(r"^\s*(-?[0-9,]+\.[0-9]{2}) CNY\s+(\S+?:\S+?:[0-9]{12}:[0-9]+)")


class Folder(Books):
    """Books that exist already and are only read."""

    def __init__(self, data):
        super().__init__(opened=False)
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="mz-hledger-", dir="/tmp"))
        self.folder.chmod(0o755)
        self.data = pathlib.Path(data)

    def close(self):
        shutil.rmtree(self.folder, ignore_errors=True)


def small():
    """A community with income, cost, equal fees, a red letter and words that both programs would misread."""
    books = Books()
    odd = [("2026-03-22", "10:00:00", 4200, "押金；(退)  [见附件] ; a|b *c !d @e =f {g}", "张*; 李*", "3-0001"),
           ("2026-03-23", "10:00:00", 100, "* 已核对", "", "3-0002")]
    path = books.write("statement.csv", ccb(QUARTER + odd, opening=123456))
    books.ok("import", path, "--community", COMMUNITY, "--opening")
    books.ok("entry", "reverse", "PI-记-2026-01-0001", "--community", COMMUNITY, "--summary", "冲销", "--key", "hledger-reverse",
             "--date", "2026-03-31")
    return books


def balances(command):
    """Account (up to its code) -> fen, as a program prints its balance."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False, env={**os.environ, "LC_ALL": "C.UTF-8"})
    assert done.returncode == 0, (command, done.stdout[-2000:], done.stderr[-2000:])
    found = {}
    for line in done.stdout.splitlines():
        match = LINE.match(line)
        if match:
            fen = int(match.group(1).replace(",", "").replace(".", ""))
            found[match.group(2)] = found.get(match.group(2), 0) + fen
    return found


def compare(books):
    """Lines of complaint."""
    path = books.folder / "books.journal"
    books.ok("export", "hledger", "--out", path)
    expected = {name: int(fen) for name, fen in (row.split("|") for row in books.psql(BALANCES.replace("\n", " ")).splitlines())}
    assert expected, "there is nothing to compare"
    for tool in ("hledger", "ledger"):
        assert shutil.which(tool), f"{tool} is not installed"
    found = {"hledger": balances(["hledger", "-f", path, "bal", "--flat", "--no-elide", "-N"]),
             "ledger": balances(["ledger", "-f", path, "bal", "--flat", "--no-total"])}
    for tool, sums in found.items():
        for name in sorted(expected.keys() | sums.keys()):
            if expected.get(name, 0) != sums.get(name, 0):
                yield f"{tool}: {name} is {sums.get(name, 0)}, the books say {expected.get(name, 0)}"
    entries = int(books.psql("select count(*) from entry"))
    text = path.read_text()
    if len(re.findall(r"^[0-9]{4}-[0-9]{2}-[0-9]{2} \(", text, re.M)) != entries:
        yield f"{entries} entries, but not as many transactions"
    if "seq: " not in text or "leaf: " not in text:
        yield "seq and leaf are missing"
    print(f"{len(expected)} accounts, {entries} entries")


def main():
    given = os.environ.get("MINGZHANG_DATA")
    assert build_folder()
    with Folder(given) if given else small() as books:
        wrong = list(compare(books))
    print("\n".join(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

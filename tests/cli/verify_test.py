#!/usr/bin/env python3
"""verify, check and export at the command line, and the stand-alone verifier on what was exported."""
import json
import pathlib
import subprocess
import sys

from books import COMMUNITY, QUARTER, Books, build_folder, ccb


def verifier():
    """The stand-alone program, wherever the build put it."""
    for folder in (build_folder(), build_folder() / "verifier"):
        if (folder / "mingzhang-verify").exists():
            return folder / "mingzhang-verify"
    raise SystemExit("no mingzhang-verify: build first")


def offline(*args):
    """Runs the verifier."""
    return subprocess.run([str(verifier()), *map(str, args)], capture_output=True, text=True, timeout=300, check=False)


def sound_books(books):
    text = books.ok("verify")
    assert COMMUNITY in text and "全部一致" in text, text
    assert "everything agrees" in books.ok("verify", "--lang", "en")
    report = json.loads(books.ok("verify", "--json", "--community", COMMUNITY))
    assert report["status"] == 0 and report["findings"] == [] and len(report["communities"]) == 1
    assert report["communities"][0]["records"] == int(books.psql("select count(*) from journal"))
    assert report["communities"][0]["root"] == books.psql("select encode(root, 'hex') from head")
    checks = json.loads(books.ok("check", "--json"))
    assert len(checks["checks"]) >= 25 and all(check["rows"] == 0 for check in checks["checks"]), checks
    assert "0 项违反" in books.ok("check")
    assert books.run("verify", "superfluous").returncode == 2


def damaged_books(books):
    books.psql("alter table posting disable trigger all; update posting set amount_fen = amount_fen + 250 where line = 1 and "
               "seq = (select min(seq) from entry); alter table posting enable always trigger posting_append_only;")
    done = books.run("verify")
    assert done.returncode == 5, done.stdout
    for words in (COMMUNITY, "posting", "amount_fen", "line=1", "2.50"):
        assert words in done.stdout, (words, done.stdout)
    assert books.run("check").returncode == 4
    books.psql("alter table posting disable trigger all; update posting set amount_fen = amount_fen - 250 where line = 1 and "
               "seq = (select min(seq) from entry); alter table posting enable always trigger posting_append_only;")
    books.ok("verify")


def exported_journal(books):
    folder = books.folder / "journal"
    books.ok("export", "journal", "--community", COMMUNITY, folder)
    head = books.psql("select size, encode(root, 'base64') from head").split("|")
    assert (folder / "checkpoint").read_text() == f"mingzhang.example/c/{COMMUNITY}\n{head[0]}\n{head[1]}\n"
    done = offline("journal", folder, "--balances")
    assert done.returncode == 0, done.stdout
    assert "自身完整" in done.stdout and "限度" in done.stdout and "100201" in done.stdout, done.stdout
    report = json.loads(offline("journal", folder, "--json", "--balances").stdout)
    assert report["layer"] == "itself" and report["findings"] == []
    rows = books.psql("select code, sum(debit_fen), sum(credit_fen) from balance join account using (community_id, account_no) "
                      "group by code having sum(debit_fen) <> 0 or sum(credit_fen) <> 0 order by code").splitlines()
    found = sorted(f"{b['account']}|{b['debit'].replace('.', '').lstrip('0') or '0'}|{b['credit'].replace('.', '').lstrip('0') or '0'}"
                   for b in report["balances"])
    assert found == rows, (found, rows)
    tile = next(path for path in sorted((folder / "tile/entries").rglob("*")) if path.is_file())
    data = bytearray(tile.read_bytes())
    data[-1] ^= 1
    tile.write_bytes(data)
    done = offline("journal", folder, "--lang", "en")
    assert done.returncode == 5 and "broken (first at record" in done.stdout, done.stdout


def usage(books):
    assert offline().returncode == 2
    assert offline("journal").returncode == 2
    assert offline("nonsense", books.folder).returncode == 2
    assert offline("journal", books.folder / "absent").returncode == 1
    empty = books.folder / "empty"
    empty.mkdir()
    assert offline("journal", empty).returncode == 1
    (empty / "checkpoint").write_text("not a checkpoint")
    assert offline("journal", empty).returncode == 5
    (empty / "checkpoint").write_text(f"mingzhang.example/c/{COMMUNITY}\n999999999999999999\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n")
    assert offline("journal", empty).returncode in (1, 5)


def one_record(books):
    path = books.folder / "record"
    path.write_bytes(bytes.fromhex(books.psql("select encode(record, 'hex') from journal where seq = (select max(seq) from entry)")))
    record = json.loads(offline("dump", path).stdout)
    assert record["body"]["lines"], record
    path.write_bytes(path.read_bytes()[:-1])
    assert offline("dump", path).returncode == 5
    assert offline("dump", books.folder / "absent").returncode == 1


def main():
    with Books() as books:
        books.ok("verify")
        path = books.write("statement.csv", ccb(QUARTER))
        books.ok("import", path, "--community", COMMUNITY)
        for part in (sound_books, damaged_books, exported_journal, usage, one_record):
            part(books)
    assert pathlib.Path(verifier()).stat().st_size > 0
    return 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Two sessions in every order that matters, by PostgreSQL's isolationtester: each spec against the output kept beside it.

`isolation_test.py --accept` writes the output anew. Skipped (77) where the tester is not installed.
"""
import glob
import os
import pathlib
import pwd
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "cli"))
from books import Books  # noqa: E402

TESTER = "/usr/lib/postgresql/*/lib/pgxs/src/test/isolation/isolationtester"


def run(tester, dsn, owner, spec):
    """What the tester prints for a spec; as the user who owns the cluster, where we are root."""
    who = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []} if os.getuid() == 0 else {}
    done = subprocess.run([tester, dsn], input=spec.read_text(encoding="utf-8"), capture_output=True, text=True, timeout=120, check=False, cwd="/",
                          env=os.environ | {"PGDATABASE": "", "LC_ALL": "C.UTF-8"}, **who)
    return "\n".join(line.rstrip() for line in (done.stdout + done.stderr).splitlines()).rstrip() + "\n"


def main():
    """All specs; prints those whose output differs."""
    found = sorted(glob.glob(TESTER))
    if not found:
        print("isolationtester is not installed (postgresql-server-dev)")
        return 77
    wrong = 0
    with Books() as books:
        row = books.psql("select current_setting('unix_socket_directories'), current_setting('port'), current_database()").split("|")
        owner = pwd.getpwuid(os.stat(books.data / "pgdata").st_uid)
        dsn = f"host={row[0]} port={row[1]} dbname={row[2]} user=postgres"
        for spec in sorted(HERE.glob("*.spec")):
            got, kept = run(found[-1], dsn, owner, spec), spec.with_suffix(".out")
            if "--accept" in sys.argv:
                kept.write_text(got, encoding="utf-8")
            elif got != kept.read_text(encoding="utf-8"):
                wrong += 1
                print(f"{spec.name} gave another output:\n{got}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

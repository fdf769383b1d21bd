#!/usr/bin/env python3
"""kill -9 of the importing program and of PostgreSQL while an import is under way: whatever was not finished is not there, the import
can simply be repeated, and the books verify."""
import os
import random
import signal
import subprocess
import time
import unittest

from books import COMMUNITY, Books, ccb

ROWS, ROUNDS = 6000, 4


def many_rows():
    """A statement long enough that an import of it takes a while."""
    return [(f"2026-{1 + i * 3 // ROWS:02d}-{1 + i * 84 // ROWS % 28:02d}", f"{8 + i % 10:02d}:{i // 60 % 60:02d}:{i % 60:02d}", 1000 + i,
             "车位月租", "王*", f"K-{i:06d}") for i in range(ROWS)]


class KillTest(unittest.TestCase):
    """Each round kills at another moment; the seed is printed so that a failure can be repeated."""

    def test_kill_during_import(self):
        seed = int(os.environ.get("MINGZHANG_SEED", time.time_ns() % 1000000))
        print("seed", seed)
        chance = random.Random(seed)
        with Books() as books:
            rows = sorted(many_rows(), key=lambda row: (row[0], row[1]))
            path = books.write("long.csv", ccb(rows))
            for kill_server in (False, True) * (ROUNDS // 2):
                child = subprocess.Popen(books.command("import", "--community", COMMUNITY, path), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                time.sleep(chance.uniform(0.05, 0.6))
                if kill_server:
                    pid = int((books.data / "pgdata/postmaster.pid").read_text().split()[0])
                    os.kill(pid, signal.SIGKILL)
                child.kill()
                child.wait()
                books.ok("verify")
            count = int(books.psql("select count(*) from entry"))
            self.assertIn(count, (0, ROWS), "an import is all or nothing")
            books.ok("import", "--community", COMMUNITY, path)
            self.assertEqual(int(books.psql("select count(*) from entry")), ROWS)
            self.assertEqual(int(books.psql("select count(*) from import_batch where posted_seq is not null")), 1)
            books.ok("verify")
            books.ok("check")


if __name__ == "__main__":
    unittest.main(verbosity=2)

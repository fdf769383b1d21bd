#!/usr/bin/env python3
"""The private cluster: first start, adoption, refusals, clean stop, hostile and unlucky folders."""
import json
import os
import pathlib
import signal
import subprocess
import time
import unittest

from books import COMMUNITY, Books, build_folder


def postmaster(books):
    """The pid of the running server, or None."""
    try:
        pid = int((books.data / "pgdata/postmaster.pid").read_text().split()[0])
        os.kill(pid, 0)
        return pid
    except (OSError, ValueError, IndexError):
        return None


class ClusterTest(unittest.TestCase):
    """Real servers in folders of their own."""

    def books(self, opened=False):
        books = Books(opened)
        self.addCleanup(books.close)
        return books

    def test_init_twice_and_clean_stop(self):
        books = self.books()
        books.ok("init")
        self.assertIsNone(postmaster(books), "the last user stops the server")
        books.ok("init")
        self.assertIn("database system was shut down", (books.data / "postgresql.log").read_text())

    def test_settings_are_safe(self):
        books = self.books(opened=True)
        self.assertEqual(books.psql("show data_checksums"), "on")
        self.assertEqual(books.psql("show listen_addresses"), "")
        self.assertEqual(books.psql("show server_encoding"), "UTF8")
        self.assertEqual(books.psql("show fsync") + books.psql("show full_page_writes"), "onon")
        self.assertEqual((books.data / "pgdata").stat().st_mode & 0o777, 0o700)

    def test_a_long_path_gets_a_short_private_socket(self):
        books = self.books()
        deep = books.folder / ("深" * 20) / ("x" * 60)
        deep.parent.mkdir(mode=0o755)
        books.data = deep
        if os.geteuid() == 0:
            deep.mkdir(mode=0o755)
        books.ok("init")
        short = pathlib.Path((deep / "socket.path").read_text())
        self.assertLess(len(str(short)), 60)
        self.assertEqual(short.lstat().st_mode & 0o777, 0o700)
        books.ok("community", "list")

    def test_a_folder_of_somebody_else_is_refused(self):
        books = self.books()
        if os.geteuid() != 0:
            books.data = pathlib.Path("/root-owned-or-missing")
            self.assertNotEqual(books.run("init").returncode, 0)
            return
        books.data.mkdir()
        os.chown(books.data, 65534, 65534)
        problem = books.refused(2, "cluster.foreign", "init")
        self.assertEqual(problem["facts"]["owner"], "nobody")

    def test_a_file_instead_of_a_folder(self):
        books = self.books()
        books.data.write_text("x")
        books.refused(2, "cluster.folder", "init")

    def test_an_empty_folder_has_no_books(self):
        books = self.books()
        books.data.mkdir()
        books.refused(2, "cluster.empty", "community", "list")

    def test_an_interrupted_initdb_is_done_again(self):
        books = self.books()
        books.ok("init")
        (books.data / "initdb.running").write_text("")
        (books.data / "pgdata/PG_VERSION").unlink()
        books.ok("init")
        books.ok("community", "list")

    def test_recovery_after_the_server_was_killed(self):
        books = self.books(opened=True)
        for _ in range(3):
            os.kill(postmaster(books), signal.SIGKILL)
            self.assertIn(COMMUNITY, books.ok("community", "list"))

    def serve(self, books):
        """A daemon on a free port, ready."""
        process = subprocess.Popen(books.command("serve", "--port", "18431"), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        for line in process.stdout:
            if "http://127.0.0.1:18431" in line:
                return process
        self.fail("serve did not start")
        return None

    def test_a_second_daemon_names_the_first(self):
        books = self.books(opened=True)
        first = self.serve(books)
        problem = books.refused(2, "cluster.in_use", "serve", "--port", "18432")
        self.assertEqual(problem["facts"]["pid"], str(first.pid))
        self.assertIn(COMMUNITY, books.ok("community", "list"))

    def test_sigterm_stops_daemon_and_server(self):
        books = self.books(opened=True)
        books.release()
        daemon = self.serve(books)
        daemon.send_signal(signal.SIGTERM)
        self.assertEqual(daemon.wait(60), 0)
        self.assertIsNone(postmaster(books))

    def test_a_killed_daemon_leaves_a_server_that_is_adopted(self):
        books = self.books(opened=True)
        books.release()
        daemon = self.serve(books)
        daemon.kill()
        daemon.wait()
        time.sleep(0.2)
        self.assertIsNotNone(postmaster(books))
        self.assertIn(COMMUNITY, books.ok("community", "list"))
        self.assertIsNone(postmaster(books), "the adopter stops it")

    def test_an_unreachable_database_is_one_sentence(self):
        done = subprocess.run([str(build_folder() / "mingzhang"), "community", "list", "--json", "--database", "host=/nonexistent dbname=x connect_timeout=2"],
                              capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 6, done.stderr)
        self.assertEqual(json.loads(done.stderr)["code"], "database.unavailable")


if __name__ == "__main__":
    unittest.main(verbosity=2)

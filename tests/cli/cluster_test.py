#!/usr/bin/env python3
"""The private cluster: first start, adoption, refusals, clean stop, hostile and unlucky folders."""
import json
import os
import pathlib
import pwd
import signal
import subprocess
import tempfile
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


def until(condition):
    """Waits for it, half a minute at most."""
    for _ in range(3000):
        if condition():
            return
        time.sleep(0.01)
    raise AssertionError("it never came true")


def as_user(books):
    """Lets a child run as the user who owns the cluster."""
    owner = (books.data / "pgdata").stat()
    return {"user": owner.st_uid, "group": owner.st_gid, "extra_groups": []} if os.geteuid() == 0 else {}


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

    def deep(self):
        """Books in a folder whose path no socket fits into."""
        books = self.books()
        books.data = books.folder / ("深" * 20) / ("x" * 60)
        books.data.parent.mkdir(mode=0o755)
        return books

    def test_a_long_path_gets_a_short_private_socket(self):
        books = self.deep()
        books.ok("init")
        self.assertFalse((books.data / "socket.path").exists(), "the last user removes the folder of the socket")
        books.hold()
        books.ok("community", "list")
        short = pathlib.Path((books.data / "socket.path").read_text())
        self.assertLess(len(str(short)), 60)
        self.assertEqual(short.lstat().st_mode & 0o777, 0o700)
        self.assertEqual(books.psql("select 1"), "1")
        books.release()
        self.assertFalse(short.exists())

    def test_a_socket_folder_that_others_opened_or_replaced_is_not_used(self):
        books = self.deep()
        books.ok("init")
        with tempfile.TemporaryDirectory(dir="/tmp") as trap:
            for mode, link in ((0o777, False), (0o700, True)):
                place = pathlib.Path(trap) / "place"
                if link:
                    place.rmdir()
                    place.symlink_to("/tmp")
                else:
                    place.mkdir()
                    place.chmod(mode)
                (books.data / "socket.path").write_text(str(place))
                books.hold()
                books.ok("community", "list")
                self.assertNotEqual((books.data / "socket.path").read_text(), str(place))
                books.release()

    def test_a_folder_of_somebody_else_is_refused(self):
        books = self.books()
        if os.geteuid() != 0:
            books.data = pathlib.Path("/etc")
            self.assertEqual(books.refused(2, "cluster.foreign", "init")["facts"]["owner"], "root")
            return
        books.data.mkdir()
        os.chown(books.data, 65534, 65534)
        problem = books.refused(2, "cluster.foreign", "init")
        self.assertEqual(problem["facts"]["owner"], "nobody")

    @unittest.skipIf(os.geteuid() != 0, "root's way to the cluster")
    def test_a_closed_folder_above_is_named(self):
        books = self.books()
        (books.folder / "closed").mkdir(mode=0o700)
        books.data = books.folder / "closed" / "var"
        problem = books.refused(2, "cluster.enclosed", "init")
        self.assertEqual(problem["facts"]["folder"], str(books.folder / "closed"))
        self.assertFalse(books.data.exists())

    def test_a_file_instead_of_a_folder(self):
        books = self.books()
        books.data.write_text("x")
        books.refused(2, "cluster.folder", "init")

    def test_an_empty_folder_has_no_books(self):
        books = self.books()
        books.data.mkdir()
        books.refused(2, "cluster.empty", "community", "list")

    def test_a_pgdata_of_other_things_is_left_alone(self):
        books = self.books()
        (books.data / "pgdata").mkdir(parents=True)
        (books.data / "pgdata/letter.txt").write_text("dear")
        self.assertIn("pgdata", books.refused(2, "cluster.folder", "init")["facts"]["reason"])
        self.assertEqual((books.data / "pgdata/letter.txt").read_text(), "dear")

    def test_a_folder_with_other_files_is_left_alone(self):
        books = self.books()
        books.data.mkdir()
        (books.data / "letter.txt").write_text("dear")
        books.refused(2, "cluster.folder", "init")
        self.assertEqual(os.listdir(books.data), ["letter.txt"])

    def test_an_interrupted_initdb_is_done_again(self):
        books = self.books()
        half = books.data / "pgdata.new"
        half.mkdir(parents=True)
        (half / "PG_VERSION").write_text("15\n")
        if os.geteuid() == 0:
            owner = pwd.getpwnam("mingzhang")
            for path in (books.data, half, half / "PG_VERSION"):
                os.chown(path, owner.pw_uid, owner.pw_gid)
        books.ok("init")
        self.assertFalse(half.exists())
        books.ok("community", "list")

    def test_an_initdb_that_was_killed_is_done_again(self):
        books = self.books()
        child = subprocess.Popen(books.command("init"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        half_made = books.data / "pgdata.new/base"
        until(half_made.exists)
        child.kill()
        child.wait()
        self.assertFalse((books.data / "pgdata").exists())
        books.ok("init")
        self.assertFalse(half_made.exists())
        books.ok("community", "list")

    def test_a_version_that_is_not_installed_is_named(self):
        books = self.books()
        books.ok("init")
        version = books.data / "pgdata/PG_VERSION"
        content = version.read_text()
        version.write_text("98\n")
        self.assertEqual(books.refused(2, "cluster.version", "community", "list")["facts"]["version"], "98")
        version.write_text(content)
        books.ok("community", "list")

    def test_what_postgresql_says_is_quoted(self):
        books = self.books()
        books.ok("init")
        with open(books.data / "pgdata/postgresql.conf", "a", encoding="utf-8") as settings:
            settings.write("shared_buffers = many\n")
        problem = books.refused(7, "cluster.failed", "community", "list")
        self.assertIn("configuration file", problem["facts"]["reason"])
        self.assertEqual(problem["facts"]["log"], str(books.data / "postgresql.log"))

    def test_nobody_else_and_no_other_role_may_come_in(self):
        books = self.books(opened=True)
        strangers = ["--dbname", f"host={books.data}/socket dbname=mingzhang user=mz_owner"]
        done = subprocess.run([str(build_folder() / "mingzhang"), "--data", str(books.data), "psql", *strangers, "-c", "select 1"],
                              capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 2)
        self.assertIn("Peer authentication failed", done.stderr)
        self.assertEqual((books.data / "socket").stat().st_mode & 0o777, 0o700)

    def test_two_users_at_once_make_one_cluster(self):
        books = self.books()
        both = [subprocess.Popen(books.command("init"), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) for _ in range(2)]
        for child in both:
            said, _ = child.communicate(timeout=300)
            self.assertEqual(child.returncode, 0, said)
        self.assertIsNone(postmaster(books), "the last user stops the server")

    def test_a_stale_pid_file_with_the_number_of_a_living_process(self):
        books = self.books()
        books.ok("init")
        stranger = subprocess.Popen(["sleep", "300"], **as_user(books))
        self.addCleanup(stranger.wait)
        self.addCleanup(stranger.kill)
        (books.data / "pgdata/postmaster.pid").write_text(f"{stranger.pid}\n{books.data}/pgdata\n1\n5432\n\n*\n")
        books.ok("community", "list")
        self.assertIsNone(stranger.poll(), "the process that has the number now is left alone")

    def test_the_children_hold_no_lock_of_ours(self):
        books = self.books(opened=True)
        books.ok("community", "list")
        held = [os.readlink(f"/proc/{postmaster(books)}/fd/{fd}") for fd in os.listdir(f"/proc/{postmaster(books)}/fd")]
        self.assertFalse([name for name in held if name.endswith(".lock") and "PGSQL" not in name], held)

    def test_recovery_after_the_server_was_killed(self):
        books = self.books(opened=True)
        books.ok("community", "list")
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

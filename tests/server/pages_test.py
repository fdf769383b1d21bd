#!/usr/bin/env python3
"""The public pages on the demonstration city, over HTTP, from start to stop of the daemon."""
import http.client
import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "cli"))
from books import Books  # noqa: E402

PAGE_MAX = 40_000
FILES = (("pdf", "application/pdf"), ("csv", "text/csv; charset=utf-8"), ("json", "application/json"),
         ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))
RULED = "330681000003"
CHINESE = re.compile(r"[\u3400-\u9fff]")


class Pages(unittest.TestCase):
    """One daemon for all tests."""

    @classmethod
    def setUpClass(cls):
        cls.books = Books(opened=False)
        cls.addClassCleanup(cls.books.close)
        cls.books.ok("demo")
        cls.books.hold()
        cls.daemon = subprocess.Popen(cls.books.command("serve"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        cls.addClassCleanup(cls.stop)
        cls.screen = ""
        while "kill" not in cls.screen:
            line = cls.daemon.stdout.readline()
            assert line, cls.daemon.stderr.read()
            cls.screen += line
        cls.port = int(re.search(r"http://127\.0\.0\.1:(\d+)/", cls.screen).group(1))
        cls.code = re.search(r"\d{12}", cls.screen).group()

    @classmethod
    def stop(cls):
        """Ends the daemon if a test has not done so."""
        if cls.daemon.poll() is None:
            cls.daemon.kill()
        cls.daemon.communicate()

    def get(self, path, method="GET", **headers):
        """Status, headers and body of one request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, path, headers=headers)
        reply = connection.getresponse()
        body = reply.read()
        connection.close()
        return reply.status, reply.headers, body

    def page(self, path):
        """The text of a page that must be there, small enough and without script."""
        status, headers, body = self.get(path)
        self.assertEqual(status, 200, path)
        self.assertLess(len(body), PAGE_MAX, path)
        self.assertEqual(headers["Content-Type"], "text/html; charset=utf-8")
        text = body.decode()
        self.assertNotIn("<script", text)
        self.assertNotIn("style=", text)
        return text

    def links(self, path):
        """The addresses a page links to."""
        return [link.replace("&amp;", "&") for link in re.findall(r'href="(/[^"]*)"', self.page(path))]

    def test_every_link_leads_somewhere(self):
        """From the home page to every community and each of its reports."""
        found = [link for link in self.links("/") if re.fullmatch(r"/c/\d{12}", link)]
        self.assertEqual(len(found), 6)
        for community in found:
            links = self.links(community)
            self.assertGreaterEqual(sum("/d/20" in link for link in links), 12)
            self.assertEqual(sum("/three-year?" in link for link in links), 1)
            for link in links[:]:
                if "three-year" in link or link.endswith("Q1"):
                    self.page(link)

    def test_search(self):
        """By a part of the name, by the beginning of the code, and what is not there."""
        name = re.search(r"\d{12}  (\S+)", self.screen).group(1)
        quoted = "".join(f"%{byte:02X}" for byte in name[:2].encode())
        self.assertIn(f"/c/{self.code}", self.page(f"/?q={quoted}"))
        self.assertIn(f"/c/{self.code}", self.page(f"/?q={self.code[:9]}"))
        for query in ("%E4%B8%8D%E5%9C%A8", "%FF%FE", "%25", "%27%3B--", "%22%3E%3Cscript%3E"):
            text = self.page(f"/?q={query}")
            self.assertNotIn('href="/c/', text if query != "%FF%FE" else "")

    def test_english_is_complete(self):
        """What we say ourselves is English; names of places, accounts, banks and vouchers stay as they are."""
        for path in (f"/c/{self.code}?lang=en", f"/c/{self.code}/d/2025Q4?lang=en", f"/c/{self.code}/three-year?lang=en", "/?lang=en",
                     f"/c/{RULED}?lang=en", "/nothing?lang=en"):
            _, _, body = self.get(path)
            text = re.sub(r'<(\w+)[^>]*lang="zh-CN"[^>]*>.*?</\1>', "", body.decode(), flags=re.S)
            for place in re.findall(r"<(?:h1|h2|h3|dt|caption|label|button|li)[^>]*>(.*?)</|<th scope=\"col\"[^>]*>(.*?)</|"
                                    r"<p class=\"note\">(.*?)</p>|data-l=\"(.*?)\"", text):
                words = "".join(place)
                if not re.fullmatch(r"[\u3400-\u9fff]+", words):
                    self.assertIsNone(CHINESE.search(words), (path, words))
            self.assertIn('<html lang="en">', text)

    def test_duties(self):
        """The list of what is owed by when says how late in words, and its feed is a calendar."""
        path = f"/c/{self.code}/duties"
        self.assertIn(path, self.links(f"/c/{self.code}"))
        self.assertRegex(self.page(path), r"<td class=\"t\">(逾期 \d+ 天|按期完成|迟办 \d+ 天|还有 \d+ 天)")
        self.assertIsNone(CHINESE.search("".join(re.findall(r"<th[^>]*>(.*?)</th>", self.page(path + "?lang=en")))))
        status, headers, body = self.get(path + ".ics")
        self.assertEqual((status, headers["Content-Type"]), (200, "text/calendar; charset=utf-8"))
        self.assertTrue(body.startswith(b"BEGIN:VCALENDAR\r\n"))
        self.assertEqual(self.get("/c/330681999999/duties.ics")[0], 404)

    def part(self, path, name):
        """The rows of a part of a page, as lists of cells."""
        section = re.search(rf'<section id="{name}">(.*?)</section>', self.page(path), re.S).group(1)
        return [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in re.findall(r"<tr>(.*?)</tr>", section.split("<tbody>")[1], re.S)]

    def test_oversight(self):
        """What was decided, asked for, ordered, objected to and forgotten stands on the page of the community, in both languages."""
        path = f"/c/{RULED}"
        rest, advance, second, first, paid = self.part(path, "withdrawals")
        self.assertEqual([row[3:6] for row in (rest, advance)], [["10,120.00", "10,120.00", "已批准"], ["9,300.00", "9,300.00", "已批准"]])
        lift = self.part(path, "projects")[0]
        self.assertEqual(lift[1:6], ["1幢电梯抢修", "18,600.00", "19,420.00", "19,420.00", "已结束"])
        self.assertTrue(lift[6].startswith("电梯故障停运；提出 ") and "应急预拨" in lift[6] and "公示" in lift[6], lift[6])
        self.assertEqual([row[2:6] for row in (second, first, paid)],
                         [["骆**", "4,600.00", "0.00", "不同意"], ["骆**", "4,800.00", "0.00", "待审批"], ["明亮灯饰经营部", "3,260.00", "3,260.00", "已批准"]])
        self.assertRegex(second[6], r"^规则提醒；委员复核 不同意 \S+：拆分付款$")
        self.assertEqual(re.findall(r"(\w+) 同意", paid[6]), ["委员复核", "主任审批", "社区监督人审批"])
        failed, passed = self.part(path, "decisions")
        self.assertEqual((failed[2], failed[6], passed[2], passed[6]), ("✗ 64.81%", "未通过", "✓ 79.62%", "通过"))
        self.assertIn("86,000.00", passed[1])
        order = self.part(path, "orders")[0]
        self.assertEqual((order[1], order[3], order[5]), ("镇街", "ZHJ-11-3", "责令改正中"))
        self.assertEqual(order[2].split()[-1], first[1].split()[0], "the order names the application above")
        self.assertEqual([row[1] for row in self.part(path, "overdue")].count("公共收益公示"), 1)
        self.assertEqual([row[4] for row in self.part(path, "objections")], ["已答复"])
        for page in (path, path + "?lang=en", path + "/duties"):
            self.assertNotIn("骆长河", self.page(page), "a payee may be a person")
        self.assertEqual([row[5] for row in self.part(path + "?lang=en", "withdrawals")], ["approved", "approved", "refused", "submitted", "approved"])
        self.assertEqual([row[6] for row in self.part(path + "?lang=en", "decisions")], ["failed", "passed"])
        self.assertIn("publish public income", [row[1] for row in self.part(path + "?lang=en", "overdue")])
        self.assertEqual(self.part(path + "?lang=en", "orders")[0][1], "township")
        self.assertNotIn('<section id="orders"', self.page(f"/c/{self.code}"), "a community without any of this shows none")

    def test_a_copy_is_not_sent_twice(self):
        """The ETag of a page spares the second sending, until the books change."""
        path = f"/c/{self.code}/d/2025Q4"
        _, headers, _ = self.get(path)
        status, _, body = self.get(path, **{"If-None-Match": headers["ETag"]})
        self.assertEqual((status, body), (304, b""))
        self.assertEqual(self.get(path, "HEAD")[0], 200)

    def test_downloads_are_those_of_the_command(self):
        """Files of a page are byte for byte what the command line writes."""
        for name, path in (("disclosure", "d/2025Q4?"), ("three-year", "three-year?period=2023..2025&")):
            period = "2025Q4" if name == "disclosure" else "2023..2025"
            for form, kind in FILES:
                _, headers, body = self.get(f"/c/{self.code}/{path}format={form}")
                command = self.books.command("report", name, "--community", self.code, "--period", period, "--format", form)
                self.assertEqual(body, subprocess.run(command, capture_output=True, check=True, timeout=300).stdout, form)
                self.assertEqual(headers["Content-Type"], kind)
                self.assertEqual(headers["Content-Disposition"],
                                 None if form == "json" else f'attachment; filename="{self.code}-{period}.{form}"')
        links = self.links(f"/c/{self.code}/d/2025Q4?lang=en")
        self.assertEqual(sum("format=" in link and "lang=en" in link for link in links), len(FILES))

    def test_refusals_are_pages(self):
        """Unknown places, unfinished quarters, wrong periods."""
        for status, path in ((404, "/c/330681999999"), (404, "/c/abc"), (404, f"/c/{self.code}/x"), (409, f"/c/{self.code}/d/2199Q1"),
                             (422, f"/c/{self.code}/d/2025"), (422, f"/c/{self.code}/three-year?period=2025Q1"),
                             (404, f"/c/{self.code}/d/2025Q1?format=exe")):
            found, _, body = self.get(path)
            self.assertEqual(found, status, path)
            self.assertIn(b"<h1>", body)
            self.assertEqual(json.loads(self.get(path.replace("?format=exe", "/x") + ("&" if "?period" in path else "?") + "format=json")[2])["status"],
                             found)

    def test_a_lost_database_comes_back(self):
        """Cut connections are not noticed by readers; a killed server is started again."""
        self.assertEqual(self.get("/")[0], 200)
        self.books.psql("select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and backend_type = 'client backend'")
        self.assertEqual(self.get("/")[0], 200)
        owner = int((self.books.data / "pgdata/postmaster.pid").read_text().split()[0])
        os.kill(owner, signal.SIGKILL)
        ends, status = time.monotonic() + 60, 0
        while status != 200 and time.monotonic() < ends:
            time.sleep(0.5)
            status = self.get("/")[0]
        self.assertEqual(status, 200)

    def test_one_daemon_a_folder_and_one_port(self):
        """The second daemon on a folder, and a port that is taken, are refused."""
        self.books.refused(2, "cluster.in_use", "serve")
        with Books(opened=False) as other:
            other.refused(2, "http.port", "serve", "--port", str(self.port))

    def test_zz_stops_cleanly(self):
        """SIGTERM ends it with status 0, and the port is free again."""
        self.daemon.send_signal(signal.SIGTERM)
        self.assertEqual(self.daemon.wait(30), 0)
        with socket.socket() as again:
            self.assertNotEqual(again.connect_ex(("127.0.0.1", self.port)), 0)


if __name__ == "__main__":
    unittest.main()

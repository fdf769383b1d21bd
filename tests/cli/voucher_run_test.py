#!/usr/bin/env python3
"""Twenty processes post vouchers of one word at once: the numbers are 1 to n, without a gap or a duplicate, refusals and all."""
import concurrent.futures
import json
import unittest

from books import COMMUNITY, Books

CLIENTS, EACH = 20, 5


class VoucherRunTest(unittest.TestCase):
    """Real programs on one private cluster; every command is a process and a connection of its own."""

    def test_numbers_have_no_gap_and_no_duplicate(self):
        with Books() as books:
            with concurrent.futures.ThreadPoolExecutor(CLIENTS) as clients:
                done = list(clients.map(lambda client: self.client(books, client), range(CLIENTS)))
            self.assertEqual(sum(done), CLIENTS * EACH)
            numbers = books.psql("select string_agg(number::text, ' ' order by seq) from entry_number where fund = 2 and word = 3 and series = 202603")
            self.assertEqual([int(number) for number in numbers.split()], list(range(1, CLIENTS * EACH + 1)))
            last = books.psql("select last_no from voucher_counter where fund = 2 and word = 3 and series = 202603")
            self.assertEqual(int(last), CLIENTS * EACH)
            books.ok("check")
            books.ok("verify")

    def client(self, books, client):
        """Posts EACH entries one after the other, with a refused one between them; returns how many were posted."""
        posted = 0
        for turn in range(EACH):
            posted += self.post(books, client, turn, "100.00") == 0
            self.assertEqual(self.post(books, client, turn, "99.99"), 3)
        return posted

    def post(self, books, client, turn, credit):
        """One command; its exit status."""
        lines = [{"fund": "PI", "account": "224103", "debit": "100.00"}, {"fund": "PI", "account": "4901", "credit": credit}]
        entry = {"key": f"run-{client:02d}-{turn:02d}-{credit}", "date": "2026-03-31", "word": "付", "summary": "并发", "lines": lines}
        path = books.write(f"run-{client}.json", json.dumps({"entries": [entry]}))
        return books.run("entry", "post", "--community", COMMUNITY, path).returncode


if __name__ == "__main__":
    unittest.main(verbosity=2)

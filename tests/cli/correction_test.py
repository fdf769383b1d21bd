#!/usr/bin/env python3
"""Corrections through the one gate: difference, reversal and correction in one batch, former years, words; each refusal changes nothing."""
import json
import unittest

from books import COMMUNITY, Books


def lines(amount, income="4901"):
    """Suspense against other income, which need no dimensions."""
    return [{"fund": "PI", "account": "224103", "debit": amount}, {"fund": "PI", "account": income, "credit": amount}]


def entry(key, amount="100.00", **more):
    """An entry of today's month."""
    return {"key": key, "date": "2026-03-31", "summary": "调整", "lines": lines(amount)} | more


def linked(key, kind, role, number, amount=None):
    """An entry that names another one and leaves the summary to the program."""
    made = {"key": key, "date": "2026-03-31", "type": kind, role: number}
    return made | {"lines": lines(amount)} if amount else made


class CorrectionTest(unittest.TestCase):
    """All tests on one set of books; each uses keys and entries of its own."""

    @classmethod
    def setUpClass(cls):
        cls.books = Books()

    @classmethod
    def tearDownClass(cls):
        cls.books.ok("check")
        cls.books.ok("verify")
        cls.books.close()

    def post(self, *entries):
        return self.books.ok("entry", "post", "--community", COMMUNITY, self.path(*entries))

    def path(self, *entries):
        return self.books.write("entries.json", json.dumps({"entries": list(entries)}))

    def refuse(self, status, code, *entries):
        before = self.books.digest()
        problem = self.books.refused(status, code, "entry", "post", "--community", COMMUNITY, self.path(*entries))
        self.assertEqual(self.books.digest(), before)
        return problem

    def original(self, key, amount="100.00"):
        """Posts an entry; returns its voucher number."""
        self.post(entry(key, amount))
        return self.newest()[0]

    def newest(self):
        """Voucher number, amount and summary of the newest entry in the general series."""
        listed = [line.split() for line in self.books.ok("entry", "list", "--community", COMMUNITY).splitlines() if "-记-" in line]
        return listed[0][1], listed[0][2], listed[0][3]

    def test_differences_take_no_more_than_is_left(self):
        number = self.original("diff-origin")
        self.post(linked("diff-red-1", "difference", "adjusts", number, "-60.00"))
        self.assertEqual(self.newest()[1], "-60.00")
        self.assertTrue(self.newest()[2].startswith("订正3月31日记"))
        problem = self.refuse(3, "entry.beyond_original", linked("diff-red-2", "difference", "adjusts", number, "-40.01"))
        self.assertEqual((problem["facts"]["left"], problem["facts"]["amount"]), ("40.00", "-40.01"))
        self.post(linked("diff-blue-1", "difference", "adjusts", number, "5.00"), linked("diff-red-3", "difference", "adjusts", number, "-45.00"))
        self.refuse(3, "entry.beyond_original", linked("diff-red-4", "difference", "adjusts", number, "-0.01"))

    def test_two_differences_of_one_batch_are_judged_together(self):
        number = self.original("pair-origin")
        self.refuse(3, "entry.beyond_original", linked("pair-red-1", "difference", "adjusts", number, "-60.00"),
                    linked("pair-red-2", "difference", "adjusts", number, "-60.00"))

    def test_a_difference_keeps_to_accounts_of_the_original(self):
        number = self.original("account-origin")
        other = linked("account-diff", "difference", "adjusts", number) | {"lines": lines("1.00", "3201")}
        self.refuse(3, "entry.beyond_original", other)

    def test_one_reversal_or_differences_never_both(self):
        number = self.original("both-origin-1")
        self.post(linked("both-diff-1", "difference", "adjusts", number, "-1.00"))
        self.refuse(3, "entry.already_adjusted", linked("both-red-1", "red_letter", "reverses", number))
        number = self.original("both-origin-2")
        self.post(linked("both-red-2", "red_letter", "reverses", number))
        self.refuse(3, "entry.already_reversed", linked("both-diff-2", "difference", "adjusts", number, "-1.00"))
        self.refuse(3, "entry.already_reversed", linked("both-red-3", "red_letter", "reverses", number))

    def test_reversal_and_correction_go_in_one_batch(self):
        number = self.original("batch-origin")
        self.refuse(3, "entry.not_reversed", linked("batch-right", "correction", "replaces", number, "90.00"))
        self.post(linked("batch-red", "red_letter", "reverses", number), linked("batch-right", "correction", "replaces", number, "90.00"))
        self.assertTrue(self.newest()[2].startswith("订正3月31日记"))
        again = linked("batch-red", "red_letter", "reverses", number), linked("batch-right", "correction", "replaces", number, "90.00")
        self.assertEqual(self.post(*again).count("已经入过账"), 2)

    def test_twice_reversed_in_one_batch_is_refused(self):
        number = self.original("twice-origin")
        self.refuse(3, "entry.already_reversed", linked("twice-red-1", "red_letter", "reverses", number),
                    linked("twice-red-2", "red_letter", "reverses", number))

    def test_red_and_difference_entries_are_not_corrected(self):
        number = self.original("chain-origin")
        self.post(linked("chain-diff", "difference", "adjusts", number, "-1.00"))
        difference = self.newest()[0]
        for kind, role, amount in (("red_letter", "reverses", None), ("difference", "adjusts", "1.00"), ("correction", "replaces", "1.00")):
            with self.subTest(kind=kind):
                self.refuse(3, "entry.not_reversible", linked("chain-again", kind, role, difference, amount))

    def test_links_fit_the_type(self):
        number = self.original("link-origin")
        for bad in (linked("link-0001", "ordinary", "adjusts", number, "1.00"), linked("link-0002", "ordinary", "replaces", number, "1.00"),
                    entry("link-0003", type="difference"), entry("link-0004", "-1.00", type="red_letter"),
                    linked("link-0005", "difference", "replaces", number, "1.00"), linked("link-0006", "correction", "reverses", number, "1.00") | {"summary": "改"}):
            with self.subTest(key=bad["key"]):
                self.refuse(3, "entry.link_missing", bad)
        self.refuse(3, "entry.unknown", linked("link-0007", "difference", "adjusts", "PI-记-2026-03-9999", "1.00"))
        self.refuse(3, "entry.unknown", linked("link-0008", "difference", "adjusts", "#0", "1.00"))
        self.refuse(3, "entry.unknown", linked("link-0009", "difference", "adjusts", 99999999, "1.00"))
        self.refuse(2, "number.malformed", linked("link-0010", "difference", "adjusts", "#x", "1.00"))
        self.refuse(2, "field.type", linked("link-0011", "void", "adjusts", number, "1.00"))
        self.refuse(2, "field.unknown", linked("link-0012", "red_letter", "reverses", number, "1.00"))
        self.refuse(3, "line.sign", entry("link-0013", "-1.00"))
        self.refuse(2, "field.required", {"key": "link-0014", "date": "2026-03-31", "lines": lines("1.00")})

    def test_a_record_names_an_entry_as_well_as_its_number(self):
        self.post(entry("seq-origin"))
        seq = int(self.books.psql("select max(seq) from entry"))
        self.post(linked("seq-diff-1", "difference", "adjusts", seq, "-1.00"))
        self.post(linked("seq-diff-2", "difference", "adjusts", f"#{seq}", "-1.00"))

    def test_former_years(self):
        former = {"type": "correction", "original_date": "2025-05-01"}
        self.refuse(3, "entry.prior_year", entry("prior-0001", **former))
        self.refuse(3, "entry.prior_year", entry("prior-0002", type="correction", lines=lines("1.00", "3201")))
        self.refuse(3, "entry.prior_year", entry("prior-0003", type="correction", original_date="2026-01-05", lines=lines("1.00", "3201")))
        self.post(entry("prior-0004", lines=lines("1.00", "3201"), **former))

    def test_words_have_series_of_their_own(self):
        for word in ("收", "付", "转", "收"):
            self.post(entry(f"word-{len(self.books.ok('entry', 'list', '--community', COMMUNITY)):08d}", word=word))
        said = self.books.psql("select word, string_agg(number::text, ' ' order by number) from entry_number where word between 2 and 4 group by 1 order by 1")
        self.assertEqual(said.splitlines(), ["2|1 2", "3|1", "4|1"])
        self.refuse(2, "field.type", entry("word-wrong", word="结"))


if __name__ == "__main__":
    unittest.main(verbosity=2)

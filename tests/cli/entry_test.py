#!/usr/bin/env python3
"""Posting by hand: refusals in documented order, exact idempotency, red-letter reversal, append-only tables."""
import json
import unittest

from books import COMMUNITY, Books


def entry(key="hand-0001", debit="100.00", credit="100.00", account="4901", date="2026-03-31", **more):
    """A two-line entry between suspense and other income, which need no dimensions."""
    return {"key": key, "date": date, "summary": "调整", "lines": [
        {"fund": "PI", "account": "224103", "debit": debit}, {"fund": "PI", "account": account, "credit": credit}], **more}


class EntryTest(unittest.TestCase):
    """All tests on one set of books; each uses keys of its own."""

    @classmethod
    def setUpClass(cls):
        cls.books = Books()

    @classmethod
    def tearDownClass(cls):
        cls.books.close()

    def path(self, *entries):
        return self.books.write("entries.json", json.dumps({"entries": list(entries)}))

    def post(self, *entries):
        return self.books.ok("entry", "post", "--community", COMMUNITY, self.path(*entries))

    def refuse(self, status, code, *entries):
        before = self.books.digest()
        problem = self.books.refused(status, code, "entry", "post", "--community", COMMUNITY, self.path(*entries))
        self.assertEqual(self.books.digest(), before)
        return problem

    def test_same_key_same_content_is_the_same_answer(self):
        first = self.post(entry("same-0001")).split()
        again = self.post(entry("same-0001"))
        self.assertEqual(first[1], again.split()[1])
        self.assertIn("已经入过账", again)

    def test_same_key_other_content_is_a_conflict(self):
        self.post(entry("conflict-1"))
        problem = self.refuse(3, "idempotency.key_reused", entry("conflict-1", debit="101.00", credit="101.00"))
        self.assertEqual(problem["facts"]["key"], "conflict-1")

    #= test CN-BAW-51-1
    def test_unbalanced_names_both_sums(self):
        problem = self.refuse(3, "entry.unbalanced", entry("unbalanced-1", credit="99.99"))
        self.assertEqual((problem["facts"]["debit"], problem["facts"]["credit"], problem["facts"]["difference"]), ("100.00", "99.99", "0.01"))

    def test_balance_must_hold_inside_each_fund(self):
        lines = [{"fund": "PI", "account": "224103", "debit": "5.00"}, {"fund": "MF", "account": "410101", "credit": "5.00"}]
        self.refuse(3, "entry.fund_unbalanced", {"key": "funds-0001", "date": "2026-03-31", "summary": "跨资金", "lines": lines})

    def test_refusals(self):
        one_line = {"key": "oneline-1", "date": "2026-03-31", "summary": "一条", "lines": [{"fund": "PI", "account": "4901", "credit": "1.00"}]}
        unit = {"key": "unit-0001", "date": "2026-03-31", "summary": "交存", "lines": [
            {"fund": "MF", "account": "310101", "debit": "1.00"}, {"fund": "MF", "account": "400101", "credit": "1.00"}]}
        cases = [
            ("account.unknown", 3, entry("case-0001", account="9999")), ("account.not_leaf", 3, entry("case-0002", account="2241")),
            ("entry.dimension_missing", 3, entry("case-0003", account="4001")), ("line.sign", 3, entry("case-0004", "0.00", "0.00")),
            ("line.sign", 3, entry("case-0005", "-1.00", "-1.00")), ("money.scale", 2, entry("case-0006", "1.0", "1.00")),
            ("money.malformed", 2, entry("case-0007", "1,23.45", "1.00")), ("money.malformed", 2, entry("case-0008", "１２３.00", "1.00")),
            ("money.malformed", 2, entry("case-0009", "1e3", "1.00")), ("money.malformed", 2, entry("case-0010", "-0.00", "1.00")),
            ("date.invalid", 2, entry("case-0011", date="2026-02-30")), ("date.future", 3, entry("case-0012", date="2199-01-01")),
            ("idempotency.key_malformed", 2, entry("短")), ("entry.too_few_lines", 3, one_line), ("entry.unit_lines", 3, unit),
            ("field.unknown", 2, entry("case-0013", colour="red")), ("text.refused", 2, entry("case-0014") | {"summary": " 前有空格"}),
        ]
        for code, status, bad in cases:
            with self.subTest(code=code, key=bad["key"]):
                self.refuse(status, code, bad)

    def test_one_bad_entry_refuses_the_whole_batch(self):
        problem = self.refuse(3, "entry.unbalanced", entry("batch-0001"), entry("batch-0002", credit="1.00"))
        self.assertEqual(problem["facts"]["entry"], "2")

    def test_a_batch_takes_a_thousand_entries_and_no_more(self):
        self.refuse(2, "entry.too_many", *[entry(f"many-{i:06d}") for i in range(1001)])
        self.post(*[entry(f"thousand-{i:06d}") for i in range(1000)])

    def test_numbers_in_json_are_not_money(self):
        bad = entry("real-0001")
        bad["lines"][0]["debit"] = 100.5
        self.refuse(2, "json.malformed", bad)

    #= test CN-BAW-51-5
    def test_reversal_is_red_linked_and_at_most_once(self):
        self.post(entry("wrong-0001"))
        number = self.books.ok("entry", "list", "--community", COMMUNITY).split()[1]
        self.books.ok("entry", "reverse", "--community", COMMUNITY, number)
        listing = self.books.ok("entry", "list", "--community", COMMUNITY)
        self.assertIn("〔红〕注销3月31日记", listing.splitlines()[0])
        self.assertIn("-100.00", listing.splitlines()[0])
        self.books.refused(3, "entry.already_reversed", "entry", "reverse", "--community", COMMUNITY, "--key", "another-key", number)
        red = listing.split()[1]
        self.books.refused(3, "entry.not_reversible", "entry", "reverse", "--community", COMMUNITY, red)
        self.books.ok("check")
        self.books.ok("verify")

    def test_the_service_role_cannot_touch_ledger_tables(self):
        self.post(entry("append-0001"))
        said = self.books.psql("""
            create function pg_temp.attempt(verb text) returns text language plpgsql as $$
            begin execute verb; return 'done'; exception when others then return sqlstate; end $$;
            grant execute on function pg_temp.attempt to mz_app;
            set role mz_app;
            select tablename || ' ' || verb || ' ' || pg_temp.attempt(format(verb, tablename)) from pg_tables,
                   unnest(array['delete from %I', 'truncate %I', 'insert into %I default values']) verb
             where schemaname = 'public'""")
        self.assertGreater(len(said.splitlines()), 60)
        for line in said.splitlines():
            self.assertTrue(line.endswith(" 42501"), line)

    #= test CN-SW-21-3
    def test_append_only_tables_raise_even_for_the_superuser(self):
        self.post(entry("append-0002"))
        tables = ("journal", "tile", "request_claim", "entry", "entry_number", "entry_ref", "posting", "posting_dim", "bank_line", "import_row",
                  "document_blob")
        said = self.books.psql(f"""
            create function pg_temp.attempt(verb text) returns text language plpgsql as $$
            begin execute verb; return 'done'; exception when others then return sqlstate; end $$;
            select t || ' ' || verb || ' ' || pg_temp.attempt(format(verb, t)) from unnest(array{list(tables)}) t,
                   unnest(array['update %I set community_id = 1 where false', 'delete from %I where false', 'truncate %I']) verb""")
        self.assertEqual(len(said.splitlines()), 3 * len(tables))
        for line in said.splitlines():
            self.assertTrue(line.endswith(" MZ001"), line)


if __name__ == "__main__":
    unittest.main(verbosity=2)

#!/usr/bin/env python3
"""Drafts at the command line: three people, versions, refusals that change nothing, an entry with its hands."""
import json
import unittest

from books import COMMUNITY, Books

CONTENT = {"date": "2026-03-31", "summary": "门禁维修", "lines": [
    {"fund": "PI", "account": "224103", "debit": "860.00"}, {"fund": "PI", "account": "4901", "credit": "860.00"}]}
TREASURER, MEMBER, CHAIR = "财务委员", "李复核", "王主任"


class DraftTest(unittest.TestCase):
    """All tests on one set of books with a treasurer, a member and a chair."""

    @classmethod
    def setUpClass(cls):
        cls.books = Books()
        for name, role in ((MEMBER, "member"), (CHAIR, "chair")):
            cls.books.ok("person", "add", "--community", COMMUNITY, "--name", name, "--role", role)

    @classmethod
    def tearDownClass(cls):
        cls.books.ok("check")
        cls.books.ok("verify")
        cls.books.close()

    def create(self, content=None, who=TREASURER):
        path = self.books.write("draft.json", json.dumps(content or CONTENT))
        return json.loads(self.books.ok("draft", "create", path, "--community", COMMUNITY, "--as", who, "--json"))

    def args(self, verb, draft, who, version, *more):
        return ("draft", verb, draft["draft"], *more, "--community", COMMUNITY, "--as", who, "--if-version", version)

    def move(self, verb, draft, who, *more):
        return json.loads(self.books.ok(*self.args(verb, draft, who, draft["version"], *more), "--json"))

    def refuse(self, status, code, verb, draft, who, *more, version=None):
        before = self.books.digest()
        problem = self.books.refused(status, code, *self.args(verb, draft, who, version or draft["version"], *more))
        self.assertEqual(self.books.digest(), before)
        return problem

    def test_from_draft_to_entry(self):
        draft = self.create()
        self.assertEqual([move["verb"] for move in draft["moves"]], ["edit", "discard", "submit"])
        for verb, who in (("submit", TREASURER), ("review", MEMBER), ("approve", CHAIR)):
            draft = self.move(verb, draft, who)
        self.assertEqual((draft["state"], draft["version"], draft["moves"]), ("posted", 4, []))
        self.assertIn("门禁维修", self.books.ok("entry", "list", "--community", COMMUNITY))
        self.assertIn(f"#{draft['entry']}", self.books.ok("draft", "show", draft["draft"], "--community", COMMUNITY))
        for verb in ("withdraw", "return", "review", "submit", "discard"):
            more = ("--reason", "改") if verb == "return" else ()
            self.refuse(3, "draft.state", verb, draft, MEMBER, *more)

    #= test CN-AL-25-1-1
    def test_three_people(self):
        draft = self.move("submit", self.create(), TREASURER)
        self.refuse(2, "draft.same_hand", "review", draft, TREASURER)
        self.refuse(2, "draft.role", "review", draft, CHAIR)
        draft = self.move("review", draft, MEMBER)
        self.refuse(2, "draft.same_hand", "approve", draft, MEMBER)
        self.refuse(2, "draft.same_hand", "approve", draft, TREASURER)
        self.refuse(2, "draft.role", "withdraw", draft, CHAIR)
        self.refuse(3, "person.unknown", "approve", draft, "张三")

    def test_a_version_that_moved_on_is_stale(self):
        draft = self.create()
        path = self.books.write("other.json", json.dumps(CONTENT | {"summary": "改过"}, ensure_ascii=False))
        newer = self.move("edit", draft, TREASURER, path)
        problem = self.refuse(3, "draft.stale", "edit", draft, TREASURER, path)
        self.assertEqual((problem["facts"]["version"], problem["facts"]["current"]), ("1", "2"))
        self.refuse(3, "draft.stale", "submit", draft, TREASURER)
        self.move("submit", newer, TREASURER)
        self.assertIn("改过", self.books.ok("draft", "show", draft["draft"], "--community", COMMUNITY))

    def test_withdrawn_and_returned_drafts_are_editable_again(self):
        draft = self.move("withdraw", self.move("submit", self.create(), TREASURER), TREASURER)
        draft = self.move("review", self.move("submit", draft, TREASURER), MEMBER)
        draft = self.move("return", draft, CHAIR, "--reason", "缺发票")
        self.assertEqual((draft["state"], draft["reason"]), ("draft", "缺发票"))
        self.refuse(2, "field.required", "return", self.move("submit", draft, TREASURER), MEMBER)

    def test_a_discarded_draft_is_gone(self):
        draft = self.create()
        self.move("discard", draft, TREASURER)
        self.refuse(3, "draft.unknown", "submit", draft, TREASURER)
        self.books.refused(3, "draft.unknown", "draft", "show", "nonsense", "--community", COMMUNITY)

    def test_what_entry_post_refuses_is_not_submitted(self):
        bad = json.loads(json.dumps(CONTENT))
        bad["lines"][1]["credit"] = "859.99"
        self.refuse(3, "entry.unbalanced", "submit", self.create(bad), TREASURER)
        self.refuse(2, "field.unknown", "submit", self.create(CONTENT | {"key": "own-key-01"}), TREASURER)

    def test_an_entry_that_was_reversed_meanwhile_is_not_adjusted(self):
        draft = self.create()
        for verb, who in (("submit", TREASURER), ("review", MEMBER), ("approve", CHAIR)):
            draft = self.move(verb, draft, who)
        red = {"date": "2026-03-31", "type": "red_letter", "reverses": draft["entry"]}
        first, second = self.create(red), self.create(red)
        for verb, who in (("submit", TREASURER), ("review", MEMBER)):
            first, second = self.move(verb, first, who), self.move(verb, second, who)
        self.move("approve", first, CHAIR)
        self.refuse(3, "entry.already_reversed", "approve", second, CHAIR)

    def test_people(self):
        again = self.books.ok("person", "add", "--community", COMMUNITY, "--name", MEMBER, "--role", "member")
        self.assertEqual(again.split()[0], next(line.split()[0] for line in self.people() if MEMBER in line))
        twin = self.books.ok("person", "add", "--community", COMMUNITY, "--name", "同名", "--role", "treasurer").split()[0]
        self.books.ok("person", "add", "--community", COMMUNITY, "--name", "同名", "--role", "treasurer", "--key", "second-person-of-this-name")
        path = self.books.write("draft.json", json.dumps(CONTENT))
        self.books.refused(3, "person.ambiguous", "draft", "create", path, "--community", COMMUNITY, "--as", "同名")
        self.assertEqual(self.create(who=twin)["version"], 1)
        self.books.refused(2, "person.class", "person", "add", "--community", COMMUNITY, "--name", "某人", "--role", "king")
        self.books.refused(2, "text.refused", "person", "add", "--community", COMMUNITY, "--name", " 某人", "--role", "member")
        self.assertNotIn("某人", "\n".join(self.people()))

    def people(self):
        return self.books.ok("person", "list", "--community", COMMUNITY).splitlines()

    def test_usage(self):
        for args in (("draft", "approve"), ("draft", "fly", "x"), ("draft", "create", "x"), ("person", "add")):
            self.books.refused(2, "usage.invalid", *args, "--community", COMMUNITY)


if __name__ == "__main__":
    unittest.main(verbosity=2)

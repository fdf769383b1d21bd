#!/usr/bin/env python3
"""Bodies, roles and their terms, as a chair registers them at the command line."""
import datetime
import sys
import unittest

sys.dont_write_bytecode = True

from books import COMMUNITY, Books

FAR = (datetime.date.today() + datetime.timedelta(900)).isoformat()


class Roles(unittest.TestCase):
    """Who may do what, since when."""

    def setUp(self):
        self.books = Books()
        self.addCleanup(self.books.close)
        for name, kind in (("桂花苑业主委员会", "committee"), ("桂花社区居委会", "residents-committee"), ("暨阳街道办事处", "township")):
            self.ok("organization", "add", "--name", name, "--kind", kind)
        for name, role in (("赵会计", "treasurer"), ("钱复核", "member"), ("孙主任", "chair"), ("李监督", "supervisor")):
            self.ok("person", "add", "--name", name, "--role", role)

    def ok(self, *args):
        """Runs a verb for the community."""
        return self.books.ok(*args, "--community", COMMUNITY)

    def refused(self, code, *args, status=3):
        """The verb is refused with a code, and nothing is written."""
        return self.books.refused(status, code, *args, "--community", COMMUNITY)

    def grant(self, name, role, body, first="2026-01-01", last=FAR):
        """Arguments of one grant."""
        return ("role", "grant", first, last, "--name", name, "--role", role, "--by", body)

    def test_a_term_is_granted_listed_and_ended(self):
        """The same request is one record; an ended role can be held by somebody else."""
        first = self.ok(*self.grant("赵会计", "treasurer", "桂花苑业主委员会"))
        self.assertEqual(self.ok(*self.grant("赵会计", "treasurer", "桂花苑业主委员会")), first)
        seq = first.split()[0]
        self.assertIn("财务委员  2026-01-01 – " + FAR + "  赵会计  桂花苑业主委员会", self.ok("role", "list"))
        self.ok("role", "finish", seq, "2026-06-30", "--reason", "resigned")
        self.assertIn("财务委员  2026-01-01 – 2026-06-30  赵会计", self.ok("role", "list"))
        self.refused("role.ended", "role", "finish", seq, "2026-07-31")
        self.ok(*self.grant("赵会计", "member", "桂花苑业主委员会", "2026-07-01"))
        self.ok("verify")

    def test_one_person_holds_one_role_that_touches_money(self):
        """A supervisor acts for another body than the committee."""
        #= test CN-AL-25-1-1
        #= test CN-AL-35-2
        #= test ZHJ-12-4
        self.ok(*self.grant("赵会计", "treasurer", "桂花苑业主委员会"))
        self.refused("role.conflict", *self.grant("赵会计", "chair", "桂花苑业主委员会"))
        self.refused("role.conflict", *self.grant("赵会计", "treasurer", "桂花苑业主委员会", "2026-02-01"))
        self.refused("organization.unfit", *self.grant("李监督", "supervisor", "桂花苑业主委员会"))
        self.refused("organization.unfit", "role", "grant", "2026-01-01", FAR, "--name", "李监督", "--role", "supervisor")
        self.ok(*self.grant("李监督", "supervisor", "桂花社区居委会"))

    def test_bad_input_is_told(self):
        """One sentence each."""
        self.refused("role.dates", *self.grant("赵会计", "treasurer", "桂花苑业主委员会", "2026-02-01", "2026-01-01"), status=2)
        self.refused("role.dates", *self.grant("赵会计", "treasurer", "桂花苑业主委员会", "2026-02-01", "2031-03-01"), status=2)
        self.refused("role.unknown", *self.grant("赵会计", "king", "桂花苑业主委员会"), status=2)
        self.refused("organization.unknown", *self.grant("赵会计", "treasurer", "没有这家"))
        self.refused("person.unknown", *self.grant("没有此人", "treasurer", "桂花苑业主委员会"))
        self.refused("organization.type", "organization", "add", "--name", "某会", "--kind", "club", status=2)
        self.refused("organization.exists", "organization", "add", "--name", "桂花社区居委会", "--kind", "township")
        self.refused("text.refused", "organization", "add", "--name", "某单位", "--kind", "other", "--number", "短", status=2)
        self.ok("organization", "add", "--name", "某单位", "--kind", "other", "--number", "91330681MA2ABCDE1X")
        self.assertIn("91330681MA2ABCDE1X", self.ok("organization", "list"))
        self.ok("verify")


if __name__ == "__main__":
    unittest.main()

#!/usr/bin/env python3
"""Every published vector holds under the second implementation."""
import json
import pathlib
import sys
import unittest

sys.dont_write_bytecode = True

import journal

VECTORS = json.loads((pathlib.Path(__file__).resolve().parents[2] / "docs/journal-vectors.json").read_bytes())


class Vectors(unittest.TestCase):
    """One test a section."""

    maxDiff = 2000

    def test_records(self):
        for vector in VECTORS["records"]:
            with self.subTest(vector["name"]):
                record = bytes.fromhex(vector["hex"])
                self.assertEqual(journal.encode(vector["view"]).hex(), vector["hex"])
                self.assertEqual(journal.decode(record), vector["view"])
                self.assertEqual(journal.leaf(record).hex(), vector["leaf"])

    def test_every_kind_has_records(self):
        self.assertEqual({vector["view"]["kind"] for vector in VECTORS["records"]}, set(journal.KINDS))

    def test_golden_entry_of_section_17(self):
        vector = VECTORS["records"][0]
        self.assertEqual(len(vector["hex"]), 2 * 369)
        for line in ("0002000003ea0100000000000493e0000000000000", "00020107e90400000011"):
            self.assertIn(line, vector["hex"])

    def test_chain(self):
        records = [bytes.fromhex(vector["hex"]) for vector in VECTORS["chain"]]
        journal.check_chain(records)
        for size, vector in enumerate(VECTORS["chain"], 1):
            self.assertEqual(journal.leaf(records[size - 1]).hex(), vector["leaf"])
            self.assertEqual(journal.root([journal.leaf(record) for record in records[:size]]).hex(), vector["root"])

    def test_broken_chains(self):
        records = [bytes.fromhex(vector["hex"]) for vector in VECTORS["chain"]]
        for broken in (records[1:], records[:3] + records[4:], [records[1], records[0]], records[:2] + records[1:]):
            with self.assertRaises(journal.Refused):
                journal.check_chain(broken)

    def test_commitments(self):
        for vector in VECTORS["commitments"]:
            found = journal.commitment(int(vector["community"]), vector["class"], bytes.fromhex(vector["salt"]), vector["value"].encode())
            self.assertEqual(found.hex(), vector["commitment"])

    def test_event_ids(self):
        for vector in VECTORS["event_ids"]:
            found = journal.event_id(int(vector["community"]), vector["key"].encode(), vector["index"])
            self.assertEqual(found.hex(), vector["event_id"])

    def test_row_leaves(self):
        for vector in VECTORS["row_leaves"]:
            found = journal.row_leaf(bytes.fromhex(vector["salt"]), bytes.fromhex(vector["row"]))
            self.assertEqual(found.hex(), vector["leaf"])

    def test_ballot_leaves(self):
        for vector in VECTORS["ballot_leaves"]:
            found = journal.ballot_leaf(bytes.fromhex(vector["salt"]), bytes.fromhex(vector["voter"]), vector["choice"], vector["units"], vector["area_cm2"])
            self.assertEqual(found.hex(), vector["leaf"])

    def test_trees(self):
        self.assertEqual([len(vector["leaves"]) for vector in VECTORS["trees"]], list(range(10)))
        for vector in VECTORS["trees"]:
            self.assertEqual(journal.root([bytes.fromhex(leaf) for leaf in vector["leaves"]]).hex(), vector["root"])

    def test_refused(self):
        for vector in VECTORS["refused"]:
            with self.subTest(vector["rule"]), self.assertRaises(journal.Refused) as refused:
                if "view" in vector:
                    journal.encode(vector["view"])
                else:
                    journal.decode(bytes.fromhex(vector["hex"]))
            self.assertEqual(refused.exception.code, vector["error"], vector["rule"])


if __name__ == "__main__":
    unittest.main()

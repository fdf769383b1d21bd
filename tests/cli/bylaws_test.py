#!/usr/bin/env python3
"""The story of bylaws: a pack of the community's own is activated, stands in its journal, and decides from its first day on."""
import datetime
import json
import sys
import unittest

sys.dont_write_bytecode = True

from books import COMMUNITY
from bound import TODAY, Bound
from device import Device

BYLAWS = {"pack": "mingyue", "layer": "community", "division": COMMUNITY, "under": "zhuji", "title": "明月湾管理规约", "title_en": "Bylaws of Mingyue Bay",
          "rules": [{"law": "GY-12", "clause": "同意支取须用本人密钥签名；五百元以上须经社区监督人事前审核。", "clause_en": "Own keys; the supervisor from 500.",
                     "from": "2026-01-01", "certainty": "V",
                     "values": [{"key": "approval.own_key", "value": True}, {"key": "approval.tier_committee", "value": "<500.00"}]}]}


class Bylaws(Bound):
    """A community whose owners ask for more than the law."""

    def pack(self, name="bylaws", **change):
        """The file of the bylaws."""
        return self.books.write(f"{name}.json", json.dumps(BYLAWS | change))

    def value(self, key, *more):
        """What holds, and the pack that says it."""
        found = self.ask("rules", "explain", key, *more)
        return found["value"], found.get("pack")

    def test_what_the_owners_ask_for(self):
        """From the day of the activation on: signatures, a lower tier; the journal holds the packs."""
        self.assertEqual(self.value("approval.own_key"), ("false", "default"))
        before = self.submit("600.00", key="apply-0001")
        self.assertEqual(self.ask("withdrawal", "show", before)["verdict"]["tier"], 1)
        activate = ("rules", "activate", "--as", "吴街道", "--rules")
        self.ok(*activate, self.pack())
        self.ok(*activate, self.pack())
        self.assertEqual(self.books.psql("select count(*), count(distinct layer) from rule_pack"), "6|6")
        self.assertEqual(self.books.psql("select count(*) from rule_activation"), "2")
        self.assertEqual(self.value("approval.own_key"), ("true", "mingyue"))
        self.assertEqual(self.value("approval.own_key", "--date", str(TODAY - datetime.timedelta(1))), ("false", "default"))
        found = self.ask("withdrawal", "show", before)
        self.assertEqual((found["verdict"]["tier"], found["verdict"]["own_key"]), (2, True))
        self.assertIn("须用本人密钥签名", self.ok("withdrawal", "show", before))
        self.refused("approval.own_key", "withdrawal", "approve", before, "--as", "孙委员")
        self.ok("withdrawal", "return", before, "--as", "孙委员", "--reason", "请按规约重新申请")
        number = self.submit("600.00", "--until", str(TODAY), key="apply-0002")
        for who in ("孙委员", "李主任", "周监督"):
            device = Device(self.books, who)
            self.ok("actor-key", "register", device.public, "--signature", device.prove(who, self.ok), "--as", who)
            self.ok("withdrawal", "intent", number, "yes", "--as", who, "--out", device.statement)
            found = self.ask("withdrawal", "approve", number, "--as", who, "--signature", device.sign(device.statement))
        self.assertEqual(found["application"]["state"], "approved")
        self.ok("rules", "activate", "--as", "吴街道", "--key", "rules-again")  # what binds stays: the bylaws with it
        self.assertEqual(self.value("approval.own_key"), ("true", "mingyue"))
        self.ok("verify")
        self.ok("check")

    def test_bylaws_that_cannot_be(self):
        """Of another community, of another layer, loosened; and nobody but an authority."""
        activate = ("rules", "activate", "--as", "吴街道", "--rules")
        self.refused("rules.bylaws", *activate, self.pack(division="330681000218"), status=2)
        self.refused("rules.bylaws", *activate, self.pack(layer="county", division="330681", under="shaoxing"), status=2)
        self.refused("pack.gap", *activate, self.pack(under="shaoxing"))
        loose = [dict(BYLAWS["rules"][0], values=[{"key": "approval.supervisor_every", "value": False}])]
        self.refused("pack.loosens", *activate, self.pack(rules=loose))
        self.refused("role.missing", "rules", "activate", "--as", "李主任", "--rules", self.pack(), status=2)
        self.ok("verify")

    def test_an_old_decision_is_judged_by_the_packs_of_its_day(self):
        """What the program brings now means nothing to a community that is bound: its journal says by what, or says that it was tampered with."""
        number = self.submit("600.00")
        rule_set = self.books.psql(f"select encode(rule_set, 'hex') from withdrawal where opened_seq = {number}")
        self.assertEqual(self.ask("rules", "list")["rule_set"], rule_set)
        self.books.psql("alter table rule_pack disable trigger all; delete from rule_pack where layer = 'zhuji'")
        self.refused("rules.lost", "withdrawal", "approve", number, "--as", "孙委员")
        done = self.books.run("verify", "--json")
        self.assertEqual([(f["finding"], f["table"]) for f in json.loads(done.stdout)["findings"]], [("row_missing", "rule_pack")])


if __name__ == "__main__":
    unittest.main()

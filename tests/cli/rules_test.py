#!/usr/bin/env python3
"""A committee asks what holds for it: value, clause, certainty, what gave way; bylaws on top; files that are refused. No books are needed."""
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

from books import COMMUNITY, ROOT, build_folder

BYLAWS = {"pack": "mingyue", "layer": "community", "division": COMMUNITY, "under": "zhuji", "title": "明月湾管理规约", "title_en": "bylaws",
          "rules": [{"law": "GY-12", "clause": "公示不少于十个工作日。", "clause_en": "Ten working days at least.", "from": "2025-01-01",
                     "certainty": "V", "values": [{"key": "disclosure.display", "value": "10wd"}]}]}


def run(*args):
    """The program without data folder: it must not need one."""
    return subprocess.run([str(build_folder() / "mingzhang"), "rules", "--data", "/nonexistent", *map(str, args)],
                          capture_output=True, text=True, check=False)


def changed(value=None, key="disclosure.display", **more):
    """The bylaws with another value or other members."""
    pack = json.loads(json.dumps(BYLAWS)) | more
    if value is not None:
        pack["rules"][0]["values"] = [{"key": key, "value": value}]
    return pack


class RulesTest(unittest.TestCase):
    """What is asked on the command line."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def file(self, pack):
        path = pathlib.Path(self.folder.name) / "pack.json"
        path.write_text(pack if isinstance(pack, str) else json.dumps(pack, ensure_ascii=False))
        return path

    def explain(self, key, date, *more, community=COMMUNITY):
        done = run("explain", key, "--community", community, "--date", date, "--json", *more)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def refused(self, status, code, *args):
        done = run(*args, "--json")
        self.assertEqual((done.returncode, done.stdout), (status, ""), done.stderr)
        problem = json.loads(done.stderr)
        self.assertEqual(problem["code"], code)
        self.assertNotIn("?", problem["detail"] + problem["hint"])
        return problem["facts"]

    #= test CN-SW-21-1
    def test_a_value_names_its_law_and_what_gave_way(self):
        answer = self.explain("disclosure.fund_interval", "2026-05-01")
        self.assertEqual((answer["value"], answer["said"], answer["pack"], answer["law"], answer["certainty"]),
                         ("quarterly", "每季度", "zhuji", "ZHJ-12-2", "own"))
        self.assertEqual([(rule["value"], rule["pack"], rule["law"], rule["certainty"]) for rule in answer["overrode"]],
                         [("yearly", "nation", "CN-MF-30", "V2")])
        before = self.explain("disclosure.fund_interval", "2024-08-22")
        self.assertEqual((before["value"], before["pack"], before["overrode"]), ("yearly", "nation", []))
        display = self.explain("disclosure.display", "2026-05-01")
        self.assertEqual((display["value"], display["law"], display["from"], display["until"]), ("5wd", "SX-9", "2021-01-01", None))
        self.assertIn("五个工作日", display["clause"])

    def test_chinese_first_english_on_request(self):
        chinese = run("explain", "objection.reply", "--community", COMMUNITY, "--date", "2026-05-01").stdout
        self.assertIn("15 日", chinese)
        self.assertIn("未核实", chinese)
        english = run("explain", "objection.reply", "--community", COMMUNITY, "--date", "2026-05-01", "--lang", "en").stdout
        self.assertIn("15 days", english)
        self.assertIn("unverified", english)

    def test_nothing_is_stated(self):
        answer = self.explain("disclosure.display", "2020-12-31")
        self.assertIsNone(answer["value"])
        self.assertIn("当日没有规定", run("explain", "disclosure.display", "--community", COMMUNITY, "--date", "2020-12-31").stdout)

    def test_unverified_values_are_marked_in_the_list(self):
        lines = run("list", "--community", COMMUNITY, "--date", "2026-05-01").stdout.splitlines()
        marked = {line.split()[0] for line in lines if "未核实" in line}
        listed = json.loads(run("list", "--community", COMMUNITY, "--date", "2026-05-01", "--json").stdout)
        self.assertEqual(marked, {rule["key"] for rule in listed["rules"] if rule["certainty"] == "U"})
        self.assertIn("vote.nonvoter", marked)
        self.assertEqual([pack["pack"] for pack in listed["packs"]], ["default", "nation", "zhejiang", "shaoxing", "zhuji"])

    def test_bylaws_stand_on_top(self):
        path = self.file(BYLAWS)
        self.assertEqual(run("check", path).returncode, 0)
        answer = self.explain("disclosure.display", "2026-05-01", "--rules", path)
        self.assertEqual((answer["value"], answer["pack"], answer["layer"]), ("10wd", "mingyue", "community"))
        self.assertEqual([rule["pack"] for rule in answer["overrode"]], ["shaoxing"])
        self.assertNotEqual(answer["rule_set"], self.explain("disclosure.display", "2026-05-01")["rule_set"])
        elsewhere = self.explain("disclosure.display", "2026-05-01", "--rules", path, community="330681000218")
        self.assertEqual((elsewhere["value"], elsewhere["pack"]), ("5wd", "shaoxing"))

    def test_the_hash_changes_with_the_law_only(self):
        hashes = [self.explain("vote.notice", date)["rule_set"] for date in ("2018-06-01", "2018-06-02", "2020-12-31", "2021-01-01", "2026-05-01")]
        self.assertEqual(hashes[0], hashes[1])
        self.assertEqual(hashes[1], hashes[2])
        self.assertEqual(len(set(hashes)), 3)

    def test_a_newer_version_of_a_pack_takes_its_place(self):
        pack = json.loads((ROOT / "rules/packs/zhuji.json").read_text())
        for group in pack["rules"]:
            group["values"] = [{"key": "disclosure.due", "value": "20d"} if value["key"] == "disclosure.due" else value
                               for value in group["values"]]
        self.assertEqual(self.explain("disclosure.due", "2026-05-01", "--rules", self.file(pack))["value"], "20d")

    def test_bad_packs_are_refused(self):
        cases = (
            (changed("3wd"), 3, "pack.loosens", {"pack": "mingyue", "key": "disclosure.display", "place": "1", "value": "3wd", "bound": "5wd",
                                                 "above": "shaoxing", "law": "SX-9"}),
            (changed("20d"), 3, "pack.loosens", {"value": "20d"}),
            (changed(">=3/4", "vote.quorum_area"), 3, "pack.fixed", {"key": "vote.quorum_area"}),
            (changed("ten", "disclosure.display"), 2, "pack.value", {"value": "ten", "place": "1"}),
            (changed("10wd", "disclosure.dispaly"), 2, "pack.key", {"key": "disclosure.dispaly"}),
            (changed(under="shaoxing"), 3, "pack.gap", {"under": "shaoxing", "expected": "zhuji"}),
            (changed(under="mingyue"), 3, "pack.loop", {"pack": "mingyue"}),
            (changed(division="3306810002"), 2, "pack.layer", {"division": "3306810002"}),
            (changed(layer="county", division="330681", under="shaoxing"), 3, "pack.twice", {"other": "zhuji"}),
            (changed(rules=BYLAWS["rules"] * 2), 2, "pack.overlap", {"place": "2", "other": "1"}),
            ("{", 2, "json.malformed", {}),
        )
        for pack, status, code, facts in cases:
            with self.subTest(code=code):
                found = self.refused(status, code, "check", self.file(pack))
                self.assertEqual({key: found[key] for key in facts}, facts)
        self.refused(2, "file.unreadable", "check", os.path.join(self.folder.name, "none.json"))

    def test_bad_questions_are_refused(self):
        self.assertEqual(self.refused(3, "rule.unknown", "explain", "disclosure.dispaly", "--community", COMMUNITY)["key"], "disclosure.dispaly")
        self.refused(2, "usage.invalid", "explain", "--community", COMMUNITY)
        self.refused(2, "usage.invalid", "explain", "disclosure.display")
        self.refused(2, "date.invalid", "list", "--community", COMMUNITY, "--date", "2026-02-30")


if __name__ == "__main__":
    unittest.main()

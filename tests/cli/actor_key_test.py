#!/usr/bin/env python3
"""The story of own keys: openssl makes them and signs, the program only checks; and everything that is not such a signature."""
import hashlib
import json
import subprocess
import sys
import unittest

sys.dont_write_bytecode = True

from bound import Bound
from device import KINDS, Device

class ActorKey(Bound):
    """Keys and signed approvals of one community."""

    def device(self, who, kind="Ed25519"):
        """A key of this person, registered."""
        device = Device(self.books, f"device-{len(self.ask('actor-key', 'list'))}", kind)
        self.ok("actor-key", "register", device.public, "--signature", self.challenge(device, who), "--as", who)
        return device

    def challenge(self, device, who):
        """The signature that registers it."""
        return device.prove(who, self.ok)

    def intent(self, number, who, verdict="yes", *more):
        """The file that an approver signs, and its fields."""
        statement = self.books.write("intent", "")
        found = self.ask("withdrawal", "intent", number, verdict, "--as", who, "--out", statement, *more)
        with open(statement, "rb") as file:
            self.assertEqual(file.read().hex(), found["intent"])
        return statement, found

    def digest_of(self, fields):
        """docs/journal.md §2.6, once more."""
        number = lambda key, size: int(fields[key]).to_bytes(size, "big")
        amount = int(fields["amount"].replace(".", "")).to_bytes(8, "big")
        return hashlib.sha256(b"mingzhang/apr/v1" + number("community", 8) + bytes.fromhex(fields["subject"]) + amount + bytes.fromhex(fields["payee"]) +
                              bytes.fromhex(fields["payee_account"]) + bytes.fromhex(fields["decision"]) +
                              bytes.fromhex(fields["event_id"].replace("-", "")) + number("step", 2) + number("verdict", 1) +
                              number("valid_until", 8)).hexdigest()

    def test_signed_from_review_to_supervisor(self):
        """Three people, three kinds of key: every approval says so, and the verifier finds nothing to object to."""
        number = self.submit("3000.00")
        for who, kind in zip(("孙委员", "李主任", "周监督"), KINDS):
            device = self.device(who, kind)
            statement, fields = self.intent(number, who)
            self.assertEqual(self.digest_of(fields), fields["intent"])
            found = self.ask("withdrawal", "approve", number, "--as", who, "--signature", device.sign(statement))
            self.assertEqual(self.ask("withdrawal", "approve", number, "--as", who, "--signature", device.signature), found)
        self.assertEqual({a["evidence"] for a in found["approvals"]}, {"own key"})
        self.assertEqual([a["intent"] for a in found["approvals"]][-1], fields["intent"])
        self.assertEqual(found["application"]["state"], "approved")
        self.assertEqual([key["algorithm"] for key in self.ask("actor-key", "list")], list(KINDS))
        self.assertIn("本人密钥", self.ok("withdrawal", "show", number))
        self.ok("verify")
        self.ok("check")

    def test_what_is_no_signature(self):
        """Another act, another person's key, one changed byte, a key that is revoked or not there: refused, nothing written."""
        number, other = self.submit("300.00"), self.submit("400.00", key="apply-0002")
        mine = self.device("孙委员")
        statement, _ = self.intent(number, "孙委员")
        yes = ("withdrawal", "approve", number, "--as", "孙委员", "--signature")
        self.refused("approval.signature", *yes, mine.sign(self.intent(other, "孙委员")[0]))
        self.refused("approval.signature", *yes, mine.sign(self.intent(number, "孙委员", "no", "--reason", "重复")[0]))
        statement, _ = self.intent(number, "孙委员")
        self.refused("approval.signature", *yes, Device(self.books, "stranger").sign(statement))
        self.refused("approval.signature", *yes, self.turned(mine.sign(statement)))
        self.refused("file.too_large", *yes, self.books.write("long.sig", "x" * 257), status=2)
        self.refused("approval.signature", *yes, self.books.write("text.sig", "yes"))
        self.refused("role.missing", "withdrawal", "intent", number, "yes", "--as", "周监督", status=2)
        self.ok("actor-key", "revoke", self.ask("actor-key", "list")[0]["key"][:12], "--reason", "lost", "--as", "孙委员")
        self.refused("actor_key.unknown", *yes, mine.sign(statement))
        self.ok("withdrawal", "approve", number, "--as", "孙委员")
        self.assertEqual(self.ask("withdrawal", "show", number)["approvals"][0]["evidence"], "session")
        self.ok("verify")

    def turned(self, path):
        """The same with its last bit turned."""
        with open(path, "r+b") as file:
            content = bytearray(file.read())
            content[-1] ^= 1
            file.seek(0)
            file.write(content)
        return path

    def test_registering(self):
        """Only the owner, who has the key; one key at a time; a lost one is revoked by its owner or an authority."""
        device = Device(self.books, "first")
        proof = self.challenge(device, "孙委员")
        register = ("actor-key", "register", device.public, "--signature", proof, "--as")
        self.refused("actor_key.proof", *register, "李主任", status=2)
        self.assertEqual(len(self.ask("actor-key", "list")), 0)
        self.ok(*register, "孙委员")
        self.ok(*register, "孙委员")
        second = Device(self.books, "second")
        self.refused("actor_key.held", "actor-key", "register", second.public, "--signature", self.challenge(second, "孙委员"), "--as", "孙委员")
        self.refused("actor_key.held", "actor-key", "register", device.public, "--signature", self.challenge(device, "李主任"), "--as", "李主任")
        key = self.ask("actor-key", "list")[0]["key"]
        self.refused("role.missing", "actor-key", "revoke", key, "--reason", "stolen", "--as", "李主任", status=2)
        self.refused("actor_key.reason", "actor-key", "revoke", key, "--reason", "whim", "--as", "孙委员", status=2)
        self.refused("actor_key.unknown", "actor-key", "revoke", "00000000", "--reason", "lost", "--as", "孙委员")
        self.ok("actor-key", "revoke", key, "--reason", "stolen", "--as", "周监督")
        self.ok("actor-key", "register", second.public, "--signature", self.challenge(second, "孙委员"), "--as", "孙委员")
        self.assertEqual([(k["person"], k["revoked"] is None) for k in self.ask("actor-key", "list")], [("孙委员", False), ("孙委员", True)])
        self.ok("verify")

    def test_what_is_no_key(self):
        """A text, a private key, RSA, another curve, a point of small order."""
        rsa, other, private = (str(self.books.write(name, "")) for name in ("rsa.pem", "p384.pem", "own.key"))
        Device.openssl("genpkey", "-algorithm", "RSA", "-out", private)
        Device.openssl("pkey", "-in", private, "-pubout", "-out", rsa)
        Device.openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384", "-out", private)
        Device.openssl("pkey", "-in", private, "-pubout", "-out", other)
        small = self.books.write("small.pem", "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAxxdqcD1N2E+6PAt2DRBnDyogU/osOczGTsf9d5KsA3o=\n-----END PUBLIC KEY-----\n")
        for file in (rsa, other, private, small, self.books.write("text.pem", "公钥"), self.books.write("empty.pem", "")):
            self.refused("actor_key.file", "actor-key", "challenge", file, "--as", "孙委员", status=2)

    def test_the_database_holds_too(self):
        """A signature that somebody writes into the tables is found, and so is a key that was put under somebody else."""
        number = self.submit("300.00")
        device = self.device("孙委员")
        self.ok("withdrawal", "approve", number, "--as", "孙委员", "--signature", device.sign(self.intent(number, "孙委员")[0]))
        for sql in ("update actor_key set public_key = '\\x00'", "delete from actor_key"):
            done = subprocess.run(self.books.command("psql", "-q", "-v", "ON_ERROR_STOP=1", "-c", sql), capture_output=True, text=True, check=False)
            self.assertNotEqual(done.returncode, 0, sql)
        self.books.psql("alter table actor_key disable trigger all; update actor_key set subject = (select subject from subject where subject <> "
                        "actor_key.subject limit 1)")
        done = self.books.run("verify", "--json")
        self.assertEqual([(f["table"], f["column"]) for f in json.loads(done.stdout)["findings"]], [("actor_key", "subject")])


if __name__ == "__main__":
    unittest.main()

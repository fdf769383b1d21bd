#!/usr/bin/env python3
"""Source documents: five types by their bytes, each file and each voucher once, publishing, and entries that book them."""
import hashlib
import json
import struct
import unittest
import zlib

from books import COMMUNITY, Books

ISSUER = "91330681MA2BC3D45X"


def pdf(text=""):
    """A page description of the smallest kind."""
    return f"%PDF-1.4\n% {text}\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n".encode()


def png(width=1):
    """One grey line."""
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, 1, 8, 0, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(bytes(width + 1))) + chunk(b"IEND", b""))


def archive(*entries):
    """A ZIP archive of (name, data); deflated when that is shorter."""
    body, directory = b"", b""
    for name, data in entries:
        packed = zlib.compress(data, 9)[2:-4]
        method = 8 if len(packed) < len(data) else 0
        packed = packed if method else data
        head = struct.pack("<HHHHHIIIHH", 20, 0, method, 0, 33, zlib.crc32(data), len(packed), len(data), len(name), 0)
        directory += b"PK\1\2" + struct.pack("<H", 20) + head + struct.pack("<HHHII", 0, 0, 0, 0, len(body)) + name.encode()
        body += b"PK\3\4" + head + name.encode() + packed
    end = b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, len(entries), len(entries), len(directory), len(body), 0)
    return body + directory + end


def ofd(text="x"):
    """The smallest OFD file."""
    return archive(("OFD.xml", f"<OFD>{text}</OFD>".encode()), ("Doc_0/Document.xml", b"<a/>"))


def xml(number):
    """An e-voucher of our own making."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<EInvoice><Number>{number}</Number></EInvoice>\n'.encode()


def entry(key, amount, *documents):
    """A two-line entry with documents."""
    return {"key": key, "date": "2026-03-31", "summary": "付门禁维修费", "documents": list(documents), "lines": [
        {"fund": "PI", "account": "224103", "debit": amount}, {"fund": "PI", "account": "4901", "credit": amount}]}


class DocumentTest(unittest.TestCase):
    """All tests on one set of books; each uses files of its own."""

    @classmethod
    def setUpClass(cls):
        cls.books = Books()

    @classmethod
    def tearDownClass(cls):
        cls.books.close()

    def add(self, name, content, *args):
        """Archives a file; returns what the program says of it."""
        return json.loads(self.books.ok("document", "add", self.books.write(name, content), "--community", COMMUNITY, "--json", *args))

    def refuse(self, status, code, name, content, *args):
        """A file that must be refused, with nothing changed."""
        before = self.books.digest()
        problem = self.books.refused(status, code, "document", "add", self.books.write(name, content), "--community", COMMUNITY, *args)
        self.assertEqual(self.books.digest(), before)
        return problem

    def post(self, *entries):
        """Posts entries that must be accepted."""
        return self.books.ok("entry", "post", "--community", COMMUNITY, self.books.write("entries.json", json.dumps({"entries": entries})))

    def refuse_entry(self, code, *entries, status=3):
        """Entries that must be refused, with nothing changed."""
        before = self.books.digest()
        path = self.books.write("entries.json", json.dumps({"entries": entries}))
        problem = self.books.refused(status, code, "entry", "post", "--community", COMMUNITY, path)
        self.assertEqual(self.books.digest(), before)
        return problem

    def test_the_five_types_are_known_by_their_bytes(self):
        for name, content, kind in (("发票.exe", pdf("five"), "PDF"), ("a.ofd", ofd("five"), "OFD"), ("图.txt", png(5), "PNG"),
                                    ("e.zip", xml("five"), "XML")):
            found = self.add(name, content)
            self.assertEqual((found["type"], found["name"], found["length"], found["existing"]), (kind, name, len(content), False))
            self.assertEqual(found["sha256"], hashlib.sha256(content).hexdigest())
            self.assertEqual(found["visibility"], "withheld")
        self.books.ok("verify")
        self.books.ok("check")

    def test_hostile_files_are_refused_and_nothing_changes(self):
        bomb = archive(("OFD.xml", bytes(30_000_000)))
        cases = (
            ("发票.pdf", b"\x7fELF" + bytes(100), "document.executable"), ("invoice.pdf", b"MZ" + bytes(100), "document.executable"),
            ("run.xml", b"#!/bin/sh\necho\n", "document.executable"), ("a.pdf", pdf() + archive(("a.class", b"x")), "document.executable"),
            ("b.png", png() + b"MZ" + bytes(100), "document.executable"), ("page.xml", b"<html><script/></html>", "document.executable"),
            ("a.ofd", bomb, "document.bomb"), ("b.ofd", archive(("OFD.xml", b"<a/>"), ("../../x", b"y")), "document.bomb"),
            ("c.ofd", archive(("OFD.xml", b"<a/>"), ("inner.zip", ofd())), "document.bomb"),
            ("d.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "document.bomb"), ("e.ofd", archive(("a.xml", b"<a/>")), "document.type_unknown"),
            ("f.pdf", b"plain text", "document.type_unknown"), ("g.pdf", pdf()[:-8], "document.type_unknown"), ("h.pdf", b"", "document.size"),
            ("i.pdf", pdf("x" * (20 << 20)), "document.size"),
        )
        for name, content, code in cases:
            with self.subTest(name=name, code=code):
                self.assertIn(name, self.refuse(2, code, name, content)["detail"])

    def test_the_same_bytes_are_archived_once(self):
        what = ("--kind", "receipt", "--amount", "12.00")
        first = self.add("one.pdf", pdf("once"), *what)
        before = self.books.digest()
        again = self.add("other-name.pdf", pdf("once"), *what)
        self.assertEqual((again["document"], again["existing"], again["name"]), (first["document"], True, "one.pdf"))
        self.assertEqual(self.books.digest(), before)
        self.assertIn("已经归档过", self.books.ok("document", "add", self.books.write("one.pdf", pdf("once")), "--community", COMMUNITY, *what))
        self.refuse(3, "document.differs", "one.pdf", pdf("once"), "--kind", "receipt", "--amount", "13.00")
        self.refuse(3, "document.differs", "one.pdf", pdf("once"))

    #= test CN-INF-25-2
    def test_one_voucher_is_archived_once(self):
        what = ("--kind", "invoice", "--issuer", ISSUER, "--number", "25337000000012345678", "--amount", "860.00", "--date", "2026-01-20")
        first = self.add("invoice.xml", xml("1"), *what)
        self.assertEqual((first["issuer"], first["number"], first["amount"], first["issued_on"]),
                         (ISSUER, "25337000000012345678", "860.00", "2026-01-20"))
        problem = self.refuse(3, "document.booked_twice", "scan.pdf", pdf("scan"), *what[:2], "--issuer", ISSUER.lower(), *what[4:])
        self.assertEqual((problem["facts"]["document"], problem["facts"]["number"]), (first["document"], "25337000000012345678"))
        self.add("receipt.xml", xml("2"), "--kind", "receipt", *what[2:])

    def test_refusals_of_what_is_said(self):
        for code, status, args in (("document.kind", 2, ("--kind", "Invoice")), ("document.visibility", 2, ("--visibility", "secret")),
                                   ("document.identity", 2, ("--issuer", ISSUER)), ("document.identity", 2, ("--number", "1")),
                                   ("document.identity", 2, ("--issuer", "有限公司", "--number", "1")),
                                   ("document.identity", 2, ("--issuer", ISSUER, "--number", "1 2")),
                                   ("document.amount", 2, ("--amount", "0.00")), ("document.amount", 2, ("--amount", "-1.00")),
                                   ("money.scale", 2, ("--amount", "1.0")), ("date.invalid", 2, ("--date", "2026-02-30")),
                                   ("document.future", 3, ("--date", "2199-01-01"))):
            with self.subTest(code=code, args=args):
                self.refuse(status, code, "said.pdf", pdf("said"), *args)
        self.books.refused(3, "community.unknown", "document", "add", self.books.write("said.pdf", pdf("said")), "--community", "330681000999")
        self.books.refused(2, "usage.invalid", "document", "add", "--community", COMMUNITY)
        self.books.refused(2, "file.unreadable", "document", "add", "/nowhere", "--community", COMMUNITY)

    def test_a_file_comes_back_as_it_was(self):
        content = ofd("back")
        found = self.add("back.ofd", content)
        out = self.books.folder / "out"
        out.mkdir(exist_ok=True)
        out.chmod(0o777)
        self.books.ok("document", "show", found["document"], "--community", COMMUNITY, "--out", out / "back.ofd")
        self.assertEqual((out / "back.ofd").read_bytes(), content)
        self.assertIn(found["sha256"], self.books.ok("document", "show", found["sha256"], "--community", COMMUNITY))
        self.assertEqual(json.loads(self.books.ok("document", "show", found["sha256"], "--community", COMMUNITY, "--json"))["seq"], found["seq"])
        for name in ("0" * 64, "00000000-0000-7000-8000-000000000000", "back.ofd", found["document"].replace("-", "0")):
            self.books.refused(3, "document.unknown", "document", "show", name, "--community", COMMUNITY)
        self.assertIn("back.ofd", self.books.ok("document", "list", "--community", COMMUNITY))

    def test_publishing_is_a_record(self):
        found = self.add("public.pdf", pdf("public"), "--visibility", "redacted")
        self.assertEqual(found["visibility"], "redacted")
        self.assertIn("公开", self.books.ok("document", "publish", found["document"], "--community", COMMUNITY, "--summary", "季度公示"))
        before = self.books.digest()
        self.books.ok("document", "publish", found["document"], "--community", COMMUNITY)
        self.assertEqual(self.books.digest(), before)
        self.assertIn("不公开", self.books.ok("document", "withhold", found["document"], "--community", COMMUNITY))
        self.books.refused(3, "document.unknown", "document", "publish", "0" * 64, "--community", COMMUNITY)
        self.books.refused(2, "text.refused", "document", "publish", found["document"], "--community", COMMUNITY, "--summary", " x")
        moves = self.books.psql(f"select count(*) from journal where kind = {0x0309} and "
                                f"position('\\x{found['document'].replace('-', '')}'::bytea in record) > 0")
        self.assertEqual(moves, "3")
        self.books.ok("verify")

    #= test CN-SW-21-2
    def test_a_document_is_booked_up_to_its_amount(self):
        invoice = self.add("booked.xml", xml("booked"), "--kind", "invoice", "--issuer", ISSUER, "--number", "77", "--amount", "100.00")
        part = {"document": invoice["document"], "amount": "60.00"}
        self.post(entry("booked-0001", "60.00", part))
        problem = self.refuse_entry("document.exhausted", entry("booked-0002", "60.00", part))
        self.assertEqual([problem["facts"][key] for key in ("amount", "used", "wanted", "entries")], ["100.00", "60.00", "60.00", "1"])
        half = {"document": invoice["sha256"], "amount": "20.01"}
        self.refuse_entry("document.exhausted", entry("booked-0003", "20.01", half), entry("booked-0004", "20.01", half))
        self.post(entry("booked-0005", "40.00", {"document": invoice["sha256"]}))
        self.post(entry("booked-0001", "60.00", part))  # the same key: answered again
        listing = self.books.ok("entry", "list", "--community", COMMUNITY)
        self.assertIn("附件 1", listing.splitlines()[0])
        number = listing.split()[1]
        self.books.ok("entry", "reverse", "--community", COMMUNITY, number)
        self.post(entry("booked-0006", "40.00", {"document": invoice["sha256"], "amount": "40.00"}))
        self.refuse_entry("document.exhausted", entry("booked-0007", "0.01", {"document": invoice["sha256"]}))
        self.books.ok("check")
        self.books.ok("verify")

    def test_a_document_without_amount_serves_one_entry(self):
        receipt = self.add("single.pdf", pdf("single"), "--kind", "receipt")
        minutes = self.add("minutes.pdf", pdf("minutes"), "--kind", "minutes")
        both = ({"document": receipt["document"]}, {"document": minutes["document"]})
        self.post(entry("single-0001", "1.00", *both))
        self.refuse_entry("document.exhausted", entry("single-0002", "1.00", both[0]))
        self.post(entry("single-0003", "1.00", both[1]))
        self.refuse_entry("document.amount", entry("single-0004", "1.00", dict(both[1], amount="1.00")), status=2)
        self.refuse_entry("document.amount", entry("single-0005", "1.00", dict(both[1], amount="-1.00")), status=2)
        self.refuse_entry("document.repeated", entry("single-0006", "1.00", both[1], both[1]), status=2)
        self.refuse_entry("document.unknown", entry("single-0007", "1.00", {"document": "0" * 64}))
        self.refuse_entry("document.repeated", entry("single-0008", "1.00", *[both[1]] * 61), status=2)
        self.books.ok("check")

    def lacking(self):
        """How many entries lack a document."""
        return int(self.books.ok("document", "list", "--community", COMMUNITY).split()[-1])

    def test_entries_without_document_are_counted(self):
        before = self.lacking()
        self.post(entry("counted-001", "1.00"))
        self.assertEqual(self.lacking(), before + 1)
        paper = self.add("counted.pdf", pdf("counted"))
        self.post(entry("counted-002", "1.00", {"document": paper["document"]}))
        self.assertEqual(self.lacking(), before + 1)

    def test_a_damaged_file_is_found(self):
        found = self.add("damage.pdf", pdf("damage"))
        self.books.psql(f"""alter table document_blob disable trigger all;
            update document_blob set content = set_byte(content, 9, 65) where document = '{found['document']}';""")
        done = self.books.run("verify", "--json")
        report = json.loads(done.stdout)
        self.assertEqual((done.returncode, [f["table"] for f in report["findings"]]), (5, ["document_blob"]))
        out = self.books.write("none.pdf", b"")
        out.chmod(0o666)
        self.books.refused(1, "fault.internal", "document", "show", found["document"], "--community", COMMUNITY, "--out", out)
        self.books.psql(f"""update document_blob set content = set_byte(content, 9, 37) where document = '{found['document']}';
            alter table document_blob enable trigger all; alter table document_blob enable always trigger document_blob_append_only""")
        content = self.books.psql(f"select encode(sha256(content), 'hex') from document_blob where document = '{found['document']}'")
        self.assertEqual(content, found["sha256"])
        self.books.ok("verify")


if __name__ == "__main__":
    unittest.main(verbosity=2)

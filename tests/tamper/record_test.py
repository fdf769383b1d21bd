"""Damage to records, whole rows and combinations: exit status, the one finding, its place and its amount."""
import hashlib
import struct
import sys

from damaged import Damaged

HEADER, PREV, SEQ, BATCH = 171, 36, 28, 68
RESULT = HEADER + 18  # of a decision


def leaf(record):
    return hashlib.sha256(b"\0" + record).digest()


def node(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def frontier(leaves):
    """Roots of the perfect subtrees, largest first."""
    found, at = [], 0
    for level in reversed(range(32)):
        size = 1 << level
        if (len(leaves) - at) & size:
            layer = leaves[at:at + size]
            while len(layer) > 1:
                layer = [node(layer[i], layer[i + 1]) for i in range(0, len(layer), 2)]
            found.append(layer[0])
            at += size
    return found


def root(leaves):
    nodes = frontier(leaves)
    found = nodes.pop()
    while nodes:
        found = node(nodes.pop(), found)
    return found


class Journal(Damaged):
    """The books with their records at hand."""

    def __init__(self):
        super().__init__()
        self.records = [bytes.fromhex(row) for row in self.psql("select encode(record, 'hex') from journal order by seq").splitlines()]
        self.entries = [int(row) for row in self.psql("select seq from entry order by seq").splitlines()]
        self.wrong = []

    def expect(self, name, status, finding, **facts):
        """Verifies; notes what differs from the one finding that is expected."""
        found_status, report = self.verify()
        found = report["findings"]
        fits = found_status == status and len(found) == 1 and found[0]["finding"] == finding
        fits = fits and all(str(found[0].get(key)) == str(value) for key, value in facts.items())
        if not fits:
            lines = [f"  {f['finding']} {f['table']} {f['key']} +{f['plus']} -{f['minus']} ({f['consequences']})" for f in found]
            self.wrong.append("\n".join([f"{name}: exit {found_status}, expected {status} {finding} {facts}"] + lines))

    def amount_at(self, seq, fen):
        """Where the first line's amount stands in a record."""
        return self.records[seq].index(struct.pack(">q", fen))


def put(seq, record, with_leaf):
    more = f", leaf = '\\x{leaf(record).hex()}'" if with_leaf else ""
    return f"update journal set record = '\\x{record.hex()}'{more} where seq = {seq};"


def set_head(records):
    leaves = [leaf(record) for record in records]
    return (f"update head set size = {len(leaves)}, root = '\\x{root(leaves).hex()}', leaf = '\\x{leaves[-1].hex()}', "
            f"frontier = '\\x{b''.join(frontier(leaves)).hex()}', "
            f"recorded_at = (select recorded_at from journal where seq = {len(leaves) - 1});")


def renumber(first, by):
    """All rows from seq `first` on, without meeting each other on the way."""
    return (f"update journal set seq = seq + 1000000 where seq >= {first}; "
            f"update journal set seq = seq - 1000000 + {by} where seq >= 1000000;")


def rechained(b, seq, changed):
    """SQL that writes another record at seq and links everything behind it anew, up to the head."""
    records = b.records[:seq] + [changed] + b.records[seq + 1:]
    for at in range(seq + 1, len(records)):
        records[at] = patched(records[at], PREV, leaf(records[at - 1]))
    return "".join(put(at, records[at], True) for at in range(seq, len(records))) + set_head(records)


def patched(record, at, data):
    return record[:at] + data + record[at + len(data):]


def bytes_of_records(b):
    """One record's bytes, with and without its leaf."""
    seq = b.entries[1]
    fen = int(b.psql(f"select amount_fen from posting where seq = {seq} and line = 1"))
    changed = patched(b.records[seq], b.amount_at(seq, fen), struct.pack(">q", fen + 777))
    b.damage(put(seq, changed, False), "journal")
    b.expect("an amount in the bytes", 5, "record_altered", seq=seq, table="journal", plus="7.77", minus="0.00")
    b.damage(put(seq, changed, True), "journal")
    b.expect("an amount in bytes and leaf", 5, "record_rewritten", seq=seq, plus="7.77", minus="0.00")
    b.damage(put(seq, patched(b.records[seq], HEADER, b"\xee"), False), "journal")
    b.expect("bytes that cannot be read", 5, "record_unreadable", seq=seq)
    b.damage(put(seq, b.records[seq][:100] + b"\0" * 80, False), "journal")
    b.expect("bytes cut off", 5, "record_unreadable", seq=seq)
    b.damage(put(seq, patched(b.records[seq], PREV, b"\1\2\3"), True), "journal")
    b.expect("prev and leaf", 5, "record_rewritten", seq=seq)
    last = len(b.records) - 1
    b.damage(put(last, patched(b.records[last], len(b.records[last]) - 1, b"\x7e"), True), "journal")
    b.expect("the last record and its leaf", 5, "record_rewritten", seq=last)
    for opened in (0, 1, 2, 5, 236):
        b.damage(put(opened, patched(b.records[opened], len(b.records[opened]) - 1, b"\x7e"), False), "journal")
        b.expect(f"bytes of record {opened}", 5, "record_altered" if b.verify()[1]["findings"][0]["finding"] == "record_altered"
                 else "record_unreadable", seq=opened)


def records_among_each_other(b):
    """Lost, inserted, moved records."""
    seq, size = b.entries[2], len(b.records)
    b.damage(f"delete from journal where seq = {seq};", "journal")
    b.expect("a record deleted", 5, "record_missing", seq=seq)
    b.damage(f"delete from journal where seq between {seq} and {seq + 2};", "journal")
    b.expect("three records deleted", 5, "record_missing", seq=seq)
    b.damage("delete from journal where seq = 7;", "journal")
    b.expect("the record of an account deleted", 5, "record_missing", seq=7)
    for kind, name in ((0x0501, "document_archived"), (0x0502, "import_received"), (0x0503, "import_posted"), (0x010D, "bank_account_opened"),
                       (0x0801, "subject_registered"), (0x0104, "fund_opened"), (0x0308, "matter_opened"), (0x0309, "matter_moved"), (0x0202, "reservation_made"),
                       (0x0106, "account_renamed"), (0x0107, "account_closed"), (0x0203, "reservation_closed"), (0x0706, "limit_set"), (0x010B, "party_registered"), (0x0505, "contract_recorded"), (0x0506, "contract_ended"), (0x0301, "decision_recorded")):
        of_kind = int(b.psql(f"select min(seq) from journal where kind = {kind}"))
        b.damage(f"delete from journal where seq = {of_kind};", "journal")
        b.expect(f"a record {name} deleted", 5, "record_missing", seq=of_kind)
    b.damage("delete from journal where seq = 0;", "journal")
    b.expect("the first record deleted", 5, "record_missing", seq=0)
    b.damage(f"delete from journal where seq = {seq};" + renumber(seq, -1), "journal")
    b.expect("a record deleted, the rest renumbered", 5, "record_missing", seq=seq)
    false = patched(b.records[seq], 84, b"\x55" * 16)
    b.damage(renumber(seq, 1) + "insert into journal select community_id, " + f"{seq}, kind, recorded_at, event_id, "
             f"'\\x{leaf(false).hex()}', '\\x{false.hex()}' from journal where seq = {seq + 1};", "journal")
    b.expect("a record inserted", 5, "record_inserted", seq=seq)
    b.damage(f"update journal set seq = 9999 where seq = {seq};", "journal")
    b.expect("a record moved", 5, "record_moved", seq=seq)
    b.damage(f"delete from journal where seq >= {size - 2};", "journal")
    b.expect("the tail deleted", 5, "record_missing", seq=size - 2)
    b.damage(f"delete from journal where seq >= {size - 2};" + set_head(b.records[:-2]), "journal", "head")
    b.expect("the tail deleted, the head set back", 5, "record_missing", seq=size - 2)
    b.damage("delete from journal;", "journal")
    b.expect("the whole journal deleted", 5, "record_missing", seq=0)
    b.damage("delete from journal; delete from head;", "journal", "head")
    b.expect("journal and head deleted", 5, "record_missing", seq=0)
    b.damage("delete from head;", "head")
    b.expect("the head deleted", 5, "head_missing", table="head")
    again = patched(patched(b.records[-1], SEQ, struct.pack(">Q", size)), BATCH, struct.pack(">Q", size))
    again = patched(again, PREV, leaf(b.records[-1]))
    b.damage(f"insert into journal select community_id, {size}, kind, recorded_at, event_id, '\\x{leaf(again).hex()}', "
             f"'\\x{again.hex()}' from journal where seq = {size - 1};", "journal")
    b.expect("a record behind the head", 5, "record_beyond", seq=size)


def rows(b):
    """Rows of projections and evidence."""
    seq = int(b.psql("select seq from posting where line = 1 and side = 1 and booking_date < '2026-02-01' order by seq offset 1 limit 1"))
    account = b.psql(f"select account_no from posting where seq = {seq} and line = 1")
    b.damage(f"update posting set amount_fen = amount_fen + 123 where seq = {seq} and line = 1;", "posting")
    b.expect("a posting", 5, "row_differs", table="posting", key=f"seq={seq} line=1", column="amount_fen", plus="1.23", minus="0.00")
    b.damage(f"update posting set amount_fen = amount_fen - 123 where seq = {seq} and line = 1; "
             f"update balance set debit_fen = debit_fen - 123 where account_no = {account} and month = 2026 * 12;", "posting", "balance")
    b.expect("a posting and its balance", 5, "row_differs", table="posting", plus="0.00", minus="1.23")
    b.damage(f"update posting set amount_fen = amount_fen - 123 where seq = {seq} and line = 1; "
             f"update turnover t set debit_fen = debit_fen - 123 where account_no = {account} and month = 2026 * 12 and bank_account = "
             f"(select value from posting_dim where seq = {seq} and line = 1 and dimension = 1) and flow = 1; "
             f"update balance set debit_fen = debit_fen - 123 where account_no = {account} and month = 2026 * 12;",
             "posting", "turnover", "balance")
    b.expect("a posting with all its sums", 5, "row_differs", table="posting", plus="0.00", minus="1.23")
    b.damage("update turnover set credit_fen = credit_fen - 700 where ctid = (select min(ctid) from turnover where stream = 1);", "turnover")
    b.expect("the turnover of a stream", 5, "row_differs", table="turnover", column="credit_fen", plus="0.00", minus="7.00")
    b.damage(f"update entry_number set paid_fen = 100 where seq = {seq};", "entry_number")
    b.expect("what an entry paid", 5, "row_differs", table="entry_number", column="paid_fen")
    b.damage("update balance set debit_fen = debit_fen - 5000 where ctid = (select min(ctid) from balance);", "balance")
    b.expect("a balance", 5, "row_differs", table="balance", column="debit_fen", plus="0.00", minus="50.00")
    b.damage(f"delete from posting where seq = {seq} and line = 2;", "posting")
    b.expect("a line deleted", 5, "row_missing", table="posting", key=f"seq={seq} line=2")
    every = ("entry", "entry_number", "entry_ref", "posting", "posting_dim")
    b.damage("".join(f"delete from {table} where seq = {seq};" for table in every), *every)
    b.expect("an entry deleted with its lines", 5, "row_missing", table="entry", seq=seq)
    b.damage("".join(f"create temp table t as table {table}; delete from t where seq <> {seq}; update t set seq = 5000; "
                     f"{'update t set number = 999;' if table == 'entry_number' else ''} insert into {table} table t; drop table t;"
                     for table in every), *every)
    b.expect("an entry invented", 5, "row_extra", table="entry", seq=5000)
    b.damage("update account set name = '小金库' where account_no = 50;", "account")
    b.expect("the name of an account", 5, "row_differs", table="account", column="name", key="account_no=50")
    for table in ("account", "opening", "document_blob", "bank_line", "import_row", "request_claim", "voucher_counter", "subject", "tile",
                  "import_batch", "document", "fund", "bank_account", "community", "entry_number", "entry_ref", "posting_dim",
                  "reservation", "limit_policy", "turnover", "decision", "ballot"):
        b.damage(f"delete from {table} where ctid = (select max(ctid) from {table});", table)
        status, report = b.verify()
        if status != 5 or len(report["findings"]) != 1 or report["findings"][0]["table"] != table:
            b.wrong.append(f"a row of {table} deleted: exit {status}, {[(f['finding'], f['table'], f['key']) for f in report['findings']]}")
    b.damage("insert into opening select community_id, sha256(salt), class, salt, value from opening limit 1;", "opening")
    b.expect("an opening that opens nothing", 5, "evidence_extra", table="opening")
    b.damage("update server_secret set secret = sha256(secret);", "server_secret")
    b.expect("the secret", 5, "evidence_differs", table="server_secret")


def rules(b):
    """Bytes and rows agree, the books do not."""
    last = b.entries[-1]
    number = int(b.psql(f"select number from entry_number where seq = {last}"))
    series = b.psql(f"select series from entry_number where seq = {last}")
    year, month = int(series[:4]), int(series[4:])
    old = struct.pack(">HBHBI", 2, 1, year, month, number)
    assert b.records[last].count(old) == 1
    changed = b.records[last].replace(old, struct.pack(">HBHBI", 2, 1, year, month, number + 5))
    b.damage(rechained(b, last, changed) +
             f"update entry_number set number = {number + 5} where seq = {last};"
             f"update voucher_counter set last_no = {number + 5} where series = {series} and word = 1 and fund = 2;",
             "journal", "head", "entry_number", "voucher_counter")
    b.expect("a voucher number left out", 4, "number_gap", seq=last)
    b.damage(rechained(b, last, changed), "journal", "head")
    status, report = b.verify()
    if status != 5 or "entry_number" not in {f["table"] for f in report["findings"]}:
        b.wrong.append(f"bytes up to the head, rows left: exit {status} {report['findings']}")
    signed, signature = b.psql("select seq || ' ' || encode(signature, 'hex') from approval where signature is not null").split()
    signed, signature = int(signed), bytes.fromhex(signature)
    false = signature[:-1] + bytes([signature[-1] ^ 1])
    assert b.records[signed].count(signature) == 1
    b.damage(rechained(b, signed, b.records[signed].replace(signature, false)) + f"update approval set signature = '\\x{false.hex()}' where seq = {signed};",
             "journal", "head", "approval")
    expect_first(b, "a signature that its owner never made, the chain behind it made anew", "approval_signature", signed)
    vote = int(b.psql("select min(seq) from decision"))
    assert b.records[vote][RESULT] == 2
    b.damage(rechained(b, vote, patched(b.records[vote], RESULT, b"\1")) + f"update decision set result = 1 where seq = {vote};", "journal", "head", "decision")
    expect_first(b, "a failed vote turned into a passed one, the chain behind it made anew", "decision_result", vote)


def expect_first(b, name, finding, seq):
    """The record itself, and approvals that bind what stood there before."""
    status, report = b.verify()
    found = [(f["finding"], f["seq"]) for f in report["findings"]]
    if status != 4 or found[:1] != [(finding, seq)] or {kind for kind, _ in found[1:]} != {"approval_intent"}:
        b.wrong.append(f"{name}: exit {status}, {found}")


def main():
    with Journal() as b:
        status, report = b.verify()
        assert status == 0 and report["findings"] == [], report
        for part in (bytes_of_records, records_among_each_other, rows, rules):
            part(b)
        b.damage("")
        status, report = b.verify()
        assert status == 0 and report["findings"] == [], report
        for line in b.wrong:
            print(line)
        return 1 if b.wrong else 0


if __name__ == "__main__":
    sys.exit(main())

"""A second implementation of the journal's bytes, written from docs/journal.md §2, §3 and §5 alone: no code of the product, and
nothing but Python's standard library. Records are dictionaries as in docs/journal-vectors.json."""
import datetime
import functools
import hashlib
import pathlib
import re
import unicodedata

LARGEST_RECORD = 65535
LARGEST_FEN = 9 * 10**15
EPOCH = datetime.date(1970, 1, 1)
UNICODE_DATA = pathlib.Path("/usr/share/unicode/UnicodeData.txt")


class Refused(Exception):
    """What must not be written or read; `code` is the name of the error."""

    def __init__(self, code, why):
        super().__init__(f"{code}: {why}")
        self.code = code


def malformed(why):
    """The error of everything that has no error of its own."""
    return Refused("record.malformed", why)


class Reader:
    """Bytes from front to back."""

    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, size):
        """The next bytes; they must be there."""
        if size > len(self.data) - self.at:
            raise malformed("the bytes end too early")
        self.at += size
        return self.data[self.at - size:self.at]

    def number(self, size):
        """Unsigned, big-endian."""
        return int.from_bytes(self.take(size), "big")


class Unsigned:
    """u8 … u64, with the codes that are allowed."""

    def __init__(self, size, low=0, high=None):
        self.size, self.low, self.high = size, low, 256**size - 1 if high is None else high

    def check(self, value):
        """Passes a good value on."""
        if type(value) is not int or not self.low <= value <= self.high:
            raise malformed(f"{value} is not in {self.low}…{self.high}")
        return value

    def encode(self, value):
        return self.check(value).to_bytes(self.size, "big")

    def decode(self, reader):
        return self.check(reader.number(self.size))


class Fen:
    """Signed fen; "1234.50" in a view."""

    def encode(self, value):
        match = re.fullmatch(r"(-?)(0|[1-9]\d*)\.(\d\d)", value)
        if not match or value == "-0.00":
            raise malformed(f"{value} is no amount")
        fen = int(match[2] + match[3]) * (-1 if match[1] else 1)
        if abs(fen) > LARGEST_FEN:
            raise Refused("money.range", value)
        return fen.to_bytes(8, "big", signed=True)

    def decode(self, reader):
        fen = int.from_bytes(reader.take(8), "big", signed=True)
        if abs(fen) > LARGEST_FEN:
            raise malformed(f"{fen} fen")
        return f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02}"


class Day:
    """Days since 1970; "2025-03-31" in a view."""

    def encode(self, value):
        days = (datetime.date.fromisoformat(value) - EPOCH).days
        if not 7305 <= days <= 84005:
            raise Refused("date.invalid", value)
        return days.to_bytes(4, "big", signed=True)

    def decode(self, reader):
        days = int.from_bytes(reader.take(4), "big", signed=True)
        if not 7305 <= days <= 84005:
            raise malformed(f"day {days}")
        return (EPOCH + datetime.timedelta(days)).isoformat()


class Inst:
    """Microseconds since 1970; "2025-04-10T01:30:00.123456Z" in a view."""

    def encode(self, value):
        moment = datetime.datetime.strptime(value, "%Y-%m-%dT%H:%M:%S.%fZ") - datetime.datetime(1970, 1, 1)
        return (moment // datetime.timedelta(microseconds=1)).to_bytes(8, "big", signed=True)

    def decode(self, reader):
        value = int.from_bytes(reader.take(8), "big", signed=True)
        return (datetime.datetime(1970, 1, 1) + datetime.timedelta(microseconds=value)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class Raw:
    """b16, b32 and commitments; hexadecimal in a view."""

    def __init__(self, size):
        self.size = size

    def encode(self, value):
        data = bytes.fromhex(value)
        if len(data) != self.size or data.hex() != value:
            raise malformed(f"{value} is not {self.size} bytes")
        return data

    def decode(self, reader):
        return reader.take(self.size).hex()


class Code:
    """The community code: 12 digits in a view."""

    def encode(self, value):
        return int(value).to_bytes(8, "big")

    def decode(self, reader):
        return f"{reader.number(8):012}"


class Text:
    """Text under the rules of §2.2."""

    def __init__(self, most):
        self.most = most

    def encode(self, value):
        data = value.encode()
        check_text(data, self.most)
        return len(data).to_bytes(4, "big") + data

    def decode(self, reader):
        size = reader.number(4)
        if size > self.most:
            raise malformed(f"a text of {size} bytes")
        data = reader.take(size)
        check_text(data, self.most)
        return data.decode()


class Octets:
    """bytes(n): a length and the bytes; hexadecimal in a view."""

    def __init__(self, most):
        self.most = most

    def check(self, data):
        """Passes good bytes on."""
        if not 1 <= len(data) <= self.most:
            raise malformed(f"{len(data)} bytes")
        return data

    def encode(self, value):
        return counted(self.check(bytes.fromhex(value)))

    def decode(self, reader):
        return self.check(reader.take(reader.number(4))).hex()


class Opt:
    """00, or 01 and the value."""

    def __init__(self, inner):
        self.inner = inner

    def encode(self, value):
        return b"\0" if value is None else b"\1" + self.inner.encode(value)

    def decode(self, reader):
        first = reader.number(1)
        if first > 1:
            raise malformed(f"an option that begins with {first}")
        return self.inner.decode(reader) if first else None


class Shape:
    """Named fields one after the other."""

    def __init__(self, **fields):
        self.fields = fields

    def encode(self, value):
        if set(value) != set(self.fields):
            raise malformed(f"members {sorted(value)}")
        return b"".join(field.encode(value[name]) for name, field in self.fields.items())

    def decode(self, reader):
        return {name: field.decode(reader) for name, field in self.fields.items()}


class List:
    """u32 count and the items; `key` gives what must strictly ascend."""

    def __init__(self, item, most, key=None):
        self.item, self.most, self.key = item, most, key

    def check(self, values):
        """Passes good items on."""
        keys = [self.key(value) for value in values] if self.key else []
        if len(values) > self.most or any(a >= b for a, b in zip(keys, keys[1:])):
            raise malformed("too many items, or out of order")
        return values

    def encode(self, values):
        return len(self.check(values)).to_bytes(4, "big") + b"".join(map(self.item.encode, values))

    def decode(self, reader):
        count = reader.number(4)
        if count > self.most:
            raise malformed(f"{count} items")
        return self.check([self.item.decode(reader) for _ in range(count)])


class Clause:
    """A clause id, which the view shows as an object with one member."""

    def encode(self, value):
        return Text(48).encode(value["id"])

    def decode(self, reader):
        return {"id": Text(48).decode(reader)}


# ---- §2.2 ----

@functools.cache
def assigned():
    """Ranges of code points assigned in Unicode 15.0, from the Unicode data files; None without them."""
    if not UNICODE_DATA.exists():
        return None
    codes, first = set(), None
    for line in UNICODE_DATA.read_text().splitlines():
        code, name = line.split(";")[:2]
        if name.endswith("First>"):
            first = int(code, 16)
        else:
            codes.update(range(first if name.endswith("Last>") else int(code, 16), int(code, 16) + 1))
    return codes


def refused_character(c):
    """Rules 2 and 3 for one character."""
    code = ord(c)
    known = code in assigned() if assigned() else unicodedata.category(c) != "Cn"
    return (not known or unicodedata.category(c) in ("Cc", "Co", "Cs", "Zl", "Zp") or code in (0xFEFF, 0xFFFD, 0x61C, 0x200E, 0x200F)
            or 0x202A <= code <= 0x202E or 0x2066 <= code <= 0x2069 or 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE)


def check_text(data, most):
    """Refuses what §2.2 refuses."""
    if not 1 <= len(data) <= most:
        raise malformed(f"a text of {len(data)} bytes")
    try:
        text = data.decode("utf-8", "strict")
    except UnicodeDecodeError as problem:
        raise malformed("not UTF-8") from problem
    if any(map(refused_character, text)):
        raise malformed("a character that may not be kept")
    if not unicodedata.is_normalized("NFC", text):
        raise malformed("not NFC")
    if text[0] in " \u00a0\u3000" or text[-1] in " \u00a0\u3000":
        raise malformed("an outer blank")


# ---- §2.5 and §3 ----

U8, U16, U32, U64, B16, B32, CMT, FEN, DAY = (Unsigned(1), Unsigned(2), Unsigned(4), Unsigned(8), Raw(16), Raw(32), Raw(32), Fen(), Day())
FUND = Unsigned(2, 1, 4)
REFS = List(Shape(role=Unsigned(2, 1, 14), seq=U64, amount=FEN), 64, lambda ref: (ref["role"], ref["seq"]))
JUDGED = Shape(rule_set=B32, outcome=Unsigned(1, 0, 3), clauses=List(Clause(), 64, lambda clause: clause["id"].encode()))
HAND = Shape(function=Unsigned(1, 1, 5), subject=B16)
SIG = Shape(algorithm=Unsigned(1, 1, 3), key=B32, signature=Octets(256))
NUMBER = Shape(fund=FUND, word=Unsigned(1, 1, 6), year=U16, month=Unsigned(1, 0, 12), number=Unsigned(4, 1))
DIMENSION = Shape(dimension=Unsigned(2, 1), value=U64)
LINE = Shape(fund=FUND, account_no=U32, side=Unsigned(1, 1, 2), amount=FEN, summary=Opt(CMT),
             dimensions=List(DIMENSION, 8, lambda item: item["dimension"]), unit_lines=Opt(Shape(count=Unsigned(4, 1), root=B32)))

KINDS = {
    "community_opened": (0x0101, Shape(name=Text(200), county=U32, ordinal=U32, rule_set=B32,
                                       succeeds=Opt(Shape(community=U64, size=U64, root=B32)))),
    "fund_opened": (0x0104, Shape(fund=FUND, custodian=Text(200), regime=U16)),
    "account_opened": (0x0105, Shape(account_no=U32, fund=FUND, code=Text(32), name=Text(100), **{"class": Unsigned(1, 1, 5)},
                                     normal_side=Unsigned(1, 1, 2), parent=Opt(U32), unit_ledger=Unsigned(1, 0, 1),
                                     counter_fund=Opt(U16))),
    "account_renamed": (0x0106, Shape(account_no=U32, name=Text(100))),
    "account_closed": (0x0107, Shape(account_no=U32)),
    "unit_registered": (0x0108, Shape(unit=B16, building=B16, area_cm2=U64, use=Unsigned(2, 1, 4), address=CMT)),
    "unit_changed": (0x0109, Shape(unit=B16, building=B16, area_cm2=U64, use=Unsigned(2, 1, 4), address=CMT, reason=Unsigned(2, 1, 4))),
    "ownership_changed": (0x010A, Shape(unit=B16, subjects=List(Shape(subject=B16), 16, lambda owner: owner["subject"]), **{"from": DAY},
                                        details=CMT)),
    "party_registered": (0x010B, Shape(party=B16, name=CMT, bank_account=CMT)),
    "organization_registered": (0x010C, Shape(organization=B16, type=Unsigned(2, 1, 8), name=Text(200), credit_code=Opt(Shape(code=Text(18))))),
    "bank_account_opened": (0x010D, Shape(fund=FUND, bank=Text(200), purpose=U8, number=CMT, refs=REFS)),
    "entry": (0x0201, Shape(entry_type=Unsigned(1, 1, 7), numbers=List(NUMBER, 4, lambda number: number["fund"]), booking_date=DAY,
                            value_date=Opt(DAY), original_date=Opt(DAY), summary=CMT, source=Unsigned(1, 1, 4), payee=Opt(CMT),
                            judged=JUDGED, hands=List(HAND, 6), refs=REFS, lines=List(LINE, 500))),
    "reservation_made": (0x0202, Shape(fund=FUND, account_no=U32, amount=FEN, expires=DAY, payee=Opt(CMT), refs=REFS)),
    "reservation_closed": (0x0203, Shape(reservation_seq=U64, reason=Unsigned(1, 1, 3), remaining=FEN)),
    "balance_asserted": (0x0204, Shape(bank_account_seq=U64, as_of=DAY, balance=FEN, document_seq=U64, lines=U32)),
    "lines_matched": (0x0205, Shape(matches=List(Shape(line_seq=U64, entry_seq=U64, amount=FEN), 500,
                                                 lambda match: (match["line_seq"], match["entry_seq"])))),
    "match_undone": (0x0206, Shape(match_seq=U64, reason=Unsigned(2, 1, 3))),
    "line_held": (0x0207, Shape(received_seq=U64, bank_account_seq=U64, booked_on=DAY, amount=FEN, summary=CMT, payee=Opt(CMT))),
    "role_granted": (0x0701, Shape(subject=B16, role=Unsigned(2, 1, 14), **{"from": DAY}, until=DAY, key=Opt(B32), refs=REFS)),
    "role_ended": (0x0702, Shape(grant_seq=U64, on=DAY, reason=Unsigned(2, 1, 3))),
    "key_registered": (0x0703, Shape(subject=B16, algorithm=Unsigned(1, 1, 3), public_key=Octets(256), **{"from": U64}, proof=SIG)),
    "key_revoked": (0x0704, Shape(key=B32, **{"from": U64}, reason=Unsigned(1, 1, 4))),
    "rules_activated": (0x0705, Shape(rule_set=B32, **{"from": DAY},
                                      layers=List(Shape(layer=Text(64), pack=B32), 8, lambda item: item["layer"].encode()), refs=REFS)),
    "objection_received": (0x0602, Shape(about_seq=U64, subject=B16, text=CMT)),
    "objection_answered": (0x0603, Shape(objection_seq=U64, state=Unsigned(1, 1, 255), text=CMT)),
    "limit_set": (0x0706, Shape(account_no=U32, limit=Unsigned(1, 1, 2), amount=FEN, refs=REFS)),
    "period_sealed": (0x0401, Shape(**{"from": DAY}, to=DAY, lo=U64, size=U64, root=B32, previous=Opt(Shape(seq=U64, leaf=B32)), balances=U32,
                                    balance_root=B32, units=U32, unit_root=B32, accounts=U32, account_root=B32, entries=U32, debit=FEN,
                                    credit=FEN, numbers=List(NUMBER, 256, lambda n: (n["fund"], n["word"], n["year"], n["month"])),
                                    reservations=U32, reserved=FEN, sm3_root=Opt(B32), judged=JUDGED)),
    "decision_recorded": (0x0301, Shape(decision=B16, matter=Unsigned(2, 1, 109), result=Unsigned(1, 1, 2), owners=U32, took_part=U32, in_favour=U32,
                                        area_cm2=U64, area_took_part=U64, area_in_favour=U64, **{"from": DAY}, to=DAY, announced=Opt(DAY),
                                        ballots=U32, ballot_root=B32, limit=Opt(FEN), judged=JUDGED, refs=REFS)),
    "application_submitted": (0x0302, Shape(application=B16, purpose=Unsigned(2, 1, 15), fund=FUND, account_no=U32, amount=FEN, payee=CMT,
                                            payee_account=CMT, reason=CMT, valid_until=DAY, judged=JUDGED, refs=REFS)),
    "approval_given": (0x0303, Shape(subject_seq=U64, intent=B32, step=Unsigned(2, 1, 3), verdict=Unsigned(1, 1, 3),
                                     evidence=Unsigned(1, 1, 4), valid_until=U64, reason=Opt(CMT), sig=Opt(SIG), judged=JUDGED, refs=REFS)),
    "approval_withdrawn": (0x0304, Shape(approval_seq=U64, reason=CMT)),
    "application_closed": (0x0305, Shape(application_seq=U64, state=Unsigned(1, 2, 6), refs=REFS)),
    "order_issued": (0x0306, Shape(order=B16, subject_seq=Opt(U64), clause=Text(64), deadline=DAY, document_seq=U64)),
    "order_followed_up": (0x0307, Shape(order_seq=U64, state=Unsigned(1, 1, 255), document_seq=Opt(U64))),
    "matter_opened": (0x0308, Shape(noun=Unsigned(2, 1), id=B16, **{"from": DAY}, due=Opt(DAY), amount=Opt(FEN), details=CMT,
                                    judged=JUDGED, refs=REFS)),
    "matter_moved": (0x0309, Shape(noun=Unsigned(2, 1), id=B16, old_state=Unsigned(2, 1), new_state=Unsigned(2, 1), amount=Opt(FEN),
                                   details=CMT, judged=JUDGED, refs=REFS)),
    "document_archived": (0x0501, Shape(document=B16, type=U16, length=U64, title=CMT, content=CMT, sm3_content=Opt(CMT),
                                        keep_until=DAY, refs=REFS)),
    "import_received": (0x0502, Shape(**{"import": B16}, source=U16, document_seq=U64, rows=U32, row_root=B32)),
    "import_posted": (0x0503, Shape(received_seq=U64, posted=U32, refused=U32, duplicate=U32)),
    "contract_recorded": (0x0505, Shape(contract=B16, party=B16, stream=Unsigned(2, 1), **{"from": DAY}, to=DAY,
                                        dues=List(Shape(due=DAY, amount=FEN), 240, lambda due: due["due"]), document_seq=U64, refs=REFS)),
    "contract_ended": (0x0506, Shape(contract_seq=U64, on=DAY, reason=Unsigned(2, 1, 4))),
    "rules_published": (0x0907, Shape(layer=Text(64), version=Text(32), pack=Octets(60000))),
    "subject_registered": (0x0801, Shape(subject=B16, **{"class": U16}, details=CMT)),
}
NAMES = {code: name for name, (code, _) in KINDS.items()}

TAG = b"mingzhang/rec/v1"
HEADER = Shape(community=Code(), seq=U64, prev=B32, batch=U64, recorded_at=Inst(), blind=B16, actor_kind=Unsigned(1, 1, 4), actor=B16,
               actor_role=U16, actor_key=B32, event_id=B16)


def check_record(view):
    """What concerns more than one field."""
    if view["seq"] == 0 and int(view["prev"], 16):
        raise malformed("the first record follows nothing")
    if view["batch"] > view["seq"]:
        raise malformed("the batch begins later than the record")
    if view["actor_kind"] == 3 and int(view["actor"], 16):
        raise malformed("a job is nobody")
    if any(ref["seq"] >= view["seq"] for ref in view["body"].get("refs", ())):
        raise malformed("a reference that does not point backwards")


def encode(view):
    """The bytes of a record from its view."""
    view = dict(view)
    name, version, body = view.pop("kind"), view.pop("kind_version"), view.pop("body")
    if name not in KINDS or version != 1:
        raise malformed(f"kind {name} version {version}")
    code, shape = KINDS[name]
    head = TAG + code.to_bytes(2, "big") + version.to_bytes(2, "big") + HEADER.encode(view)
    rest = shape.encode(body)
    check_record({**view, "body": body})
    record = head + len(rest).to_bytes(4, "big") + rest
    if len(record) > LARGEST_RECORD:
        raise Refused("record.too_large", len(record))
    return record


def decode(record):
    """The view of a record from its bytes."""
    if len(record) > LARGEST_RECORD:
        raise malformed("too large")
    reader = Reader(record)
    if reader.take(16) != TAG:
        raise malformed("tag")
    code, version = reader.number(2), reader.number(2)
    if code not in NAMES or version != 1:
        raise malformed(f"kind {code:04X} version {version}")
    view = {"kind": NAMES[code], "kind_version": version, **HEADER.decode(reader)}
    if reader.number(4) != len(record) - 171:
        raise malformed("body_length")
    view["body"] = KINDS[NAMES[code]][1].decode(reader)
    if reader.at != len(record):
        raise malformed("bytes are left over")
    check_record(view)
    return view


# ---- §2.4, §2.6, §3 ----

def sha256(*parts):
    """The digest of all parts together."""
    return hashlib.sha256(b"".join(parts)).digest()


def counted(data):
    """bytes(n): a length and the bytes."""
    return len(data).to_bytes(4, "big") + data


def commitment(community, kind, salt, value):
    """A commitment to a value of one class."""
    return sha256(b"mingzhang/cmt/v1", community.to_bytes(8, "big"), kind.to_bytes(2, "big"), salt, counted(value))


def event_id(community, key, index):
    """A UUIDv8 that names an event."""
    digest = bytearray(sha256(b"mingzhang/eid/v1", community.to_bytes(8, "big"), counted(key), index.to_bytes(4, "big"))[:16])
    digest[6] = digest[6] & 0x0F | 0x80
    digest[8] = digest[8] & 0x3F | 0x80
    return bytes(digest)


def row_leaf(salt, row):
    """The leaf of one row of an imported file."""
    return sha256(b"\0", b"mingzhang/row/v1", salt, counted(row))


def ballot_leaf(salt, voter, choice, units, area_cm2):
    """The leaf of one ballot."""
    return sha256(b"\0", b"mingzhang/blt/v1", salt, counted(voter + choice.to_bytes(1, "big") + units.to_bytes(4, "big") + area_cm2.to_bytes(8, "big")))


# ---- §5 ----

def leaf(record):
    """The leaf of a record."""
    return sha256(b"\0", record)


def root(leaves):
    """RFC 6962, by its recursive definition."""
    if not leaves:
        return sha256()
    if len(leaves) == 1:
        return leaves[0]
    left = 1 << (len(leaves) - 1).bit_length() - 1
    return sha256(b"\1", root(leaves[:left]), root(leaves[left:]))


def check_chain(records):
    """Refuses a journal whose records do not follow each other."""
    before = None
    for seq, record in enumerate(records):
        view = decode(record)
        prev = bytes(32) if before is None else leaf(records[seq - 1])
        if view["seq"] != seq or view["prev"] != prev.hex():
            raise malformed(f"record {seq} does not follow")
        if before and (view["community"] != before["community"] or view["recorded_at"] < before["recorded_at"]):
            raise malformed(f"record {seq} is of another community, or earlier")
        if view["batch"] not in (seq, before["batch"] if before else seq):
            raise malformed(f"record {seq} is of no batch")
        if before and view["batch"] == before["batch"] and view["recorded_at"] != before["recorded_at"]:
            raise malformed(f"batch {view['batch']} has two times")
        before = view

"""docs/record-format.md from base/record.def: what each byte of a journal record means."""
from table import rows

# field macro -> (notation, bytes, what may stand there); None where the row's own arguments decide
TYPES = {
    "U8": ("u8", "1", "any"), "U16": ("u16", "2", "any"), "U32": ("u32", "4", "any"), "U64": ("u64", "8", "any"),
    "CODE8": ("u8", "1", None), "CODE16": ("u16", "2", None), "CODE32": ("u32", "4", None),
    "AMOUNT": ("fen", "8", "−9·10¹⁵ … 9·10¹⁵"), "DATE": ("day", "4", "7305 … 84005"),
    "B16": ("b16", "16", "any"), "B32": ("b32", "32", "any"), "CMT": ("cmt", "32", "a commitment"),
    "TEXT": ("text", "4 + k", None), "OCTETS": ("bytes", "4 + k", None), "OPT": (None, None, None), "ONE": (None, None, None), "MANY": (None, None, None),
}
HEAD = """<!-- generated from base/record.def by tests/tidy/docs.py -->
# Record format 记录格式

A journal is a sequence of records, one sequence for each community. A record is a header of 171 bytes and a body whose layout
follows from kind and version. A layout never changes: a new one is a new version, and old ones stay readable for ever.
日志由一条条记录组成，每个小区一条序列；记录的字节布局一经发布永不改变。

## Notation

| Notation | Bytes | Rule |
|---|---|---|
| `u8 u16 u32 u64` | 1 2 4 8 | unsigned, big-endian |
| `fen` | 8 | signed, big-endian; one fen is 0.01 yuan |
| `day` | 4 | signed days since 1970-01-01, 1990-01-01 … 2199-12-31, the civil date in China |
| `inst` | 8 | signed microseconds since 1970-01-01T00:00:00Z |
| `b16 b32` | 16 32 | raw bytes |
| `cmt` | 32 | SHA-256 of a tag, the community, a class, a fresh salt and the value; the salt is kept beside the journal |
| `text(n)` | 4 + k | `u32` length k, then k bytes of UTF-8 in NFC (Unicode 15.0), 1 ≤ k ≤ n |
| `opt(T)` | 1 or 1 + T | `00` absent, `01` then T |
| `list(T, n)` | 4 + items | `u32` count ≤ n, then the items |

Anything else is refused: other values, unordered lists where an order is stated, bytes left over.

## Header

| Offset | Bytes | Field | Meaning |
|---|---|---|---|
| 0 | 16 | tag | ASCII `mingzhang/rec/v1` |
| 16 | 2 | kind | see below |
| 18 | 2 | kind_version | layout of the body, from 1 |
| 20 | 8 | community | code of the community, 0 for the operator |
| 28 | 8 | seq | place in the journal, from 0 |
| 36 | 32 | prev | leaf of the record before; zero bytes for the first |
| 68 | 8 | batch | seq of the first record of the same transaction |
| 76 | 8 | recorded_at | `inst`; never smaller than in the record before |
| 84 | 16 | blind | random, so that a leaf cannot be guessed from little content |
| 100 | 1 | actor_kind | 1 person, 2 organization, 3 job, 4 importer |
| 101 | 16 | actor | subject, zero for jobs |
| 117 | 2 | actor_role | role in force at that moment, 0 none |
| 119 | 32 | actor_key | hash of the key that signed, zero for a session alone |
| 151 | 16 | event_id | names the event; unique in the community |
| 167 | 4 | body_length | the record ends exactly there |

The leaf of a record is SHA-256 of the byte `00` and the whole record.
"""
TABLE = "| Field | Type | Bytes | Values |\n|---|---|---|---|\n"


def record_format(text):
    """The whole document; raises ValueError where the table does not add up."""
    shapes, kinds = [], []
    for head, fields in groups(text):
        (shapes if head.macro == "SHAPE" else kinds).append((head, fields))
    known = {head.fields[0] for head, _ in shapes}
    out = [HEAD, "\n## Shapes used in bodies\n"]
    for head, fields in shapes:
        out.append(f"\n### {head.fields[0]}\n\n{_order(head.fields[1])}{TABLE}" + "".join(_field(row, known) for row in fields))
    out.append("\n## Kinds\n\n| Kind | Name | Version |\n|---|---|---|\n")
    out += [f"| `{head.fields[0][2:]}` | [{head.fields[1]}](#{_anchor(head)}) | {head.fields[2]} |\n" for head, _ in kinds]
    for head, fields in kinds:
        title = f"{head.fields[0][2:]} {head.fields[1]} version {head.fields[2]}"
        out.append(f"\n### {title}\n\n{TABLE}" + "".join(_field(row, known) for row in fields))
    return "".join(out)


def groups(text):
    """(head, fields) of each SHAPE or RECORD."""
    head, fields = None, []
    for row in rows(text):
        if row.macro in ("SHAPE", "RECORD"):
            head, fields = row, []
        elif row.macro in ("END_SHAPE", "END_RECORD"):
            if not head or head.fields != row.fields:
                raise ValueError(f"line {row.line}: {row.macro}({', '.join(row.fields)}) does not close what is open")
            yield head, fields
            head = None
        else:
            fields.append(row)


def _anchor(head):
    return f"{head.fields[0][2:]} {head.fields[1]} version {head.fields[2]}".lower().replace(" ", "-")


def _order(key):
    if key == "0":
        return ""
    by = "their first text" if key == "-1" else f"their first {key} bytes"
    return f"Lists of it strictly ascend by {by}.\n\n"


def _field(row, shapes):
    """One line of a field table."""
    name, rest = row.fields[0], row.fields[1:]
    if row.macro in ("OPT", "ONE", "MANY") and rest[0] not in shapes:
        raise ValueError(f"line {row.line}: no shape {rest[0]}")
    kind, size, values = _describe(row.macro, rest)
    return f"| {name} | {kind} | {size} | {values} |\n"


def _describe(macro, rest):
    """(type, bytes, values) of a field."""
    if macro == "ONE":
        return f"[{rest[0]}](#{rest[0]})", "as the shape", ""
    if macro == "OPT":
        return f"opt([{rest[0]}](#{rest[0]}))", "1 or 1 + shape", ""
    if macro == "MANY":
        return f"list([{rest[0]}](#{rest[0]}), {rest[1]})", "4 + items", f"at most {rest[1]}"
    if macro.startswith("OPT_"):
        kind, size, values = _describe(macro[4:], rest)
        return f"opt({kind})", f"1 or {int(size) + 1}", values
    kind, size, values = TYPES[macro]
    if macro in ("TEXT", "OCTETS"):
        return f"{kind}({rest[0]})", size, f"1 … {rest[0]} bytes"
    return kind, size, values or (rest[0] if rest[0] == rest[1] else f"{rest[0]} … {rest[1]}")

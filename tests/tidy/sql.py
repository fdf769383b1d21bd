"""SQL: each file says its purpose, queries are single and used, checks have titles, everything in the catalogue is explained."""
import re
from os.path import basename, splitext

from tree import Violation

GATES = ("purpose", "one-statement", "unused-query", "title", "comment-on", "sql-word")

LEXEME = re.compile(r"--[^\n]*|/\*.*?\*/|'(?:''|[^'])*'|(\$\w*\$).*?\1", re.S)
TABLE = re.compile(r"\bcreate\s+(?:unlogged\s+)?table\s+(?:if\s+not\s+exists\s+)?([\w.]+)\s*\(", re.I)
COLUMN = re.compile(r"\balter\s+table\s+(?:only\s+)?([\w.]+)\s+add\s+column\s+(?:if\s+not\s+exists\s+)?(\w+)", re.I)
OBJECT = re.compile(r"\bcreate\s+(?:or\s+replace\s+|unique\s+)?(view|index|function|procedure|domain|type)\s+"
                    r"(?:concurrently\s+)?(?:if\s+not\s+exists\s+)?([\w.]+)", re.I)
COMMENT = re.compile(r"\bcomment\s+on\s+(\w+)\s+([\w.]+)", re.I)
NO_COLUMN = {"primary", "unique", "check", "foreign", "constraint", "exclude", "like"}
SYMBOLS = {"sql/queries/": "sql_", "sql/copies/": "copy_"}  # as sql/CMakeLists.txt embeds them
WORDS = ((r"\bcreate\s+(or\s+replace\s+)?rule\b", "a rule swallows writes silently; raise from a trigger"),
         (r"\b(double\s+precision|real|float[48]?)\b", "amounts are domain fen, ratios are pairs of integers"))


def strip(text):
    """SQL without comments and the contents of strings; offsets stay true."""
    return LEXEME.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)


def check(tree):
    """All gates of the sql folder."""
    plain = {path: strip(tree.text(path)) for path in tree.paths(".sql", under=("sql/",), outside=("sql/schema.sql",))}
    for path in plain:
        if not re.match(r"-- ?\S", tree.text(path)):
            yield Violation(path, 1, "purpose", "begin the file with a `--` comment that says what it is for")
        yield from _words(path, plain[path])
    yield from _queries(tree, plain)
    for path in tree.paths(".sql", under=("sql/checks/",)):
        if not re.search(r"^-- title: \S", tree.text(path), re.M):
            yield Violation(path, 1, "title", "add `-- title: <the claim>`; it is shown to administrators")
    yield from _comments(plain)


def _words(path, plain):
    for pattern, cure in WORDS:
        for match in re.finditer(pattern, plain, re.I):
            yield Violation(path, plain.count("\n", 0, match.start()) + 1, "sql-word", f"`{match.group()}`: {cure}")


def _queries(tree, plain):
    """One statement a file, each named somewhere in the product's C."""
    used = set()
    for path in tree.paths(".c", ".h", ".def", outside=("tests/", "bench/")):
        used |= set(re.findall(r"\b(?:sql|copy)_\w+", tree.source(path).plain))
        used |= {f"sql_{name}_verify" for name in re.findall(r"^FACT\((\w+)", tree.source(path).plain, re.M)}  # read by row.def
    for path in plain:
        if path.startswith(tuple(SYMBOLS)):
            count = sum(1 for part in plain[path].split(";") if part.strip())
            prefix = next(prefix for folder, prefix in SYMBOLS.items() if path.startswith(folder))
            symbol = prefix + re.sub(r"\W", "_", splitext(basename(path))[0])
            if count != 1:
                yield Violation(path, 1, "one-statement", f"{count} statements; a query file holds exactly one")
            if symbol not in used:
                yield Violation(path, 1, "unused-query", f"no C file names {symbol}; use it or delete the file")


def _comments(plain):
    """COMMENT ON for every table, column, index, view, function, domain and type that the SQL folder creates."""
    said = {_key(kind, name) for text in plain.values() for kind, name in COMMENT.findall(text)}
    for path, text in plain.items():
        if path.startswith(("sql/migrations/", "sql/functions/")):
            for kind, name, offset in created(text):
                if _key(kind, name) not in said:
                    what = f"{kind} {name} has no COMMENT ON; say what it holds or does"
                    yield Violation(path, text.count("\n", 0, offset) + 1, "comment-on", what)


def _key(kind, name):
    """Schemas are left out: names are unique without them."""
    parts = name.lower().split(".")
    return kind.lower(), ".".join(parts[-2:] if kind.lower() == "column" else parts[-1:])


def created(text):
    """(kind, name, offset) of every object that a SQL text creates; text as `strip` returns it."""
    for match in TABLE.finditer(text):
        yield "table", match.group(1), match.start()
        for name, offset in _columns(text, match.end()):
            yield "column", f"{match.group(1)}.{name}", offset
    for match in COLUMN.finditer(text):
        yield "column", f"{match.group(1)}.{match.group(2)}", match.start()
    for match in OBJECT.finditer(text):
        if not (match.group(1).lower() == "index" and match.group(2).lower() == "on"):
            yield match.group(1).lower(), match.group(2), match.start()


def _columns(text, start):
    """(name, offset) of the columns in the body of a create table that begins at `start`."""
    depth, item = 1, start
    for match in re.finditer(r"[(),]", text[start:]):
        at, char = start + match.start(), match.group()
        depth += (char == "(") - (char == ")")
        if depth == 0 or depth == 1 and char == ",":
            word = re.search(r"\w+", text[item:at])
            if word and word.group().lower() not in NO_COLUMN:
                yield word.group(), item + word.start()
            item = at + 1
        if depth == 0:
            return

"""The registry of refusals: every row is unique, complete and raised somewhere."""
import re

from table import rows
from tree import Violation

GATES = ("error-row", "error-raised")

REGISTRY = "base/error.def"
RAISED = re.compile(r"\b(?:REFUSE|FIND)\s*\((?:\s*\w+\s*,)?\s*(\w+)\s*,\s*(\w+)\s*\)")
NAMED = re.compile(r"\bERROR_([a-z]\w*)")
SQLSTATE = re.compile(r"\bMZ(\d{3})\b")


def check(tree):
    """All gates of error.def."""
    if REGISTRY not in tree:
        return
    table = [row for row in rows(tree.text(REGISTRY)) if row.macro == "ERROR"]
    yield from _rows(table)
    raised = _raised(tree)
    for row in table:
        noun, reason, number = row.fields[:3]
        if f"{noun}_{reason}" not in raised and number.zfill(3) not in raised:
            what = f"{noun}.{reason} is raised nowhere; raise it with REFUSE({noun}, {reason}) or MZ{number.zfill(3)}, or delete it"
            yield Violation(REGISTRY, row.line, "error-raised", what)


def _rows(table):
    """Numbers and names are unique; texts are there in both languages and name the same details."""
    seen = set()
    for row in table:
        noun, reason, number = row.fields[:3]
        for key in (number, f"{noun}.{reason}"):
            if key in seen:
                yield Violation(REGISTRY, row.line, "error-row", f"{key} is already taken; choose another")
            seen.add(key)
        zh, en = row.fields[6:8]
        if set(re.findall(r"\{\w+\}", zh)) != set(re.findall(r"\{\w+\}", en)):
            yield Violation(REGISTRY, row.line, "error-row", f"{noun}.{reason}: both languages must name the same {{details}}")
        if not all(field for field in row.fields[6:10]):
            yield Violation(REGISTRY, row.line, "error-row", f"{noun}.{reason}: a text or hint is empty; write it")


def _raised(tree):
    """noun_reason and numbers that the product names, the registry's own files apart."""
    found = set()
    for path in tree.paths(".c", ".h", outside=("tests/", "bench/", "base/error.")):
        plain = tree.source(path).plain
        found |= {f"{noun}_{reason}" for noun, reason in RAISED.findall(plain)} | set(NAMED.findall(plain))
    for path in tree.paths(".sql", under=("sql/",)):
        found |= set(SQLSTATE.findall(tree.text(path)))
    return found

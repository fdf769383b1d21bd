"""Reads the rows of a .def file: MACRO(field, "text", …)."""
import re
from typing import NamedTuple

TOKEN = re.compile(r'/\*.*?\*/|"(?:\\.|[^"\\])*"|[A-Za-z_]\w*|-?\w+|[(),|]', re.S)


class Row(NamedTuple):
    """One macro call: its name, its fields as text, its line."""

    macro: str
    fields: list
    line: int


def rows(text):
    """Every macro call of the file in order; strings lose quotes and escapes, comments are skipped."""
    macro, fields, line = None, None, 0
    for match in TOKEN.finditer(text):
        token = match.group()
        if token.startswith("/*") or token == "," and fields is None:
            continue
        if token == "(":
            fields, line = [""], text.count("\n", 0, match.start()) + 1
        elif token == ")":
            yield Row(macro, fields if fields != [""] else [], line)
            fields = None
        elif fields is None:
            macro = token
        elif token == ",":
            fields.append("")
        else:
            fields[-1] += unquoted(token)


def unquoted(token):
    """The value of a C string literal, or the token itself."""
    return re.sub(r"\\(.)", r"\1", token[1:-1]) if token.startswith('"') else token

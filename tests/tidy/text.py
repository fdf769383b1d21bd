"""The bytes of text files: UTF-8, plain line ends, nothing trailing, lines that fit a screen."""
import unicodedata

from tree import Violation

GATES = ("text", "width")

WIDTH = 120
BINARY = (".png", ".jpg", ".ico", ".gz", ".zip", ".pdf", ".xlsx", ".xls", ".woff2", ".ttf", ".bin", ".der")
FOREIGN = ("tests/golden/", "tests/fuzz/corpus/")


def check(tree):
    """Every text file; golden files keep the bytes that others wrote."""
    for path in tree.paths(outside=FOREIGN):
        if not path.endswith(BINARY):
            yield from _bytes(path, tree.data(path))
    for path in tree.paths(".c", ".h", outside=FOREIGN):
        yield from _columns(tree, path)


def _bytes(path, data):
    for number, line in enumerate(data.split(b"\n"), 1):
        problem = _line(line)
        if problem:
            yield Violation(path, number, "text", problem)
    if data and not data.endswith(b"\n"):
        yield Violation(path, data.count(b"\n") + 1, "text", "no newline at the end of the file; add one")
    if data.endswith(b"\n\n"):
        yield Violation(path, data.count(b"\n"), "text", "blank lines at the end of the file; remove them")


def _line(line):
    """What is wrong with one line, or None."""
    try:
        line.decode()
    except UnicodeDecodeError:
        return "not UTF-8; save it as UTF-8"
    if b"\r" in line:
        return "carriage return; save it with plain line ends"
    return "blanks at the end of the line; remove them" if line.endswith((b" ", b"\t")) else None


def width(line):
    """Columns on a screen: wide characters take two, combining ones none."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 0 if unicodedata.combining(char) else 1 for char in line)


def _columns(tree, path):
    for number, line in enumerate(tree.lines(path), 1):
        if "\t" in line:
            yield Violation(path, number, "width", "a tab; indent with four blanks")
        if width(line) > WIDTH and not tree.generated(path):
            yield Violation(path, number, "width", f"{width(line)} columns, at most {WIDTH}; break the line")

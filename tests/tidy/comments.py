"""Contracts: every header says what it is, every prototype says what it promises."""
import re
from os.path import basename

from tree import Violation

GATES = ("first-line", "prototype")


def check(tree):
    """First lines of headers and tables, comments of prototypes."""
    for path in tree.paths(".h", ".def"):
        if not tree.generated(path):
            yield from _first_line(tree, path)
    for path in tree.paths(".h", outside=("tests/",)):
        if not tree.generated(path):
            yield from _prototypes(tree, path)


def _first_line(tree, path):
    name = basename(path)
    if not re.match(re.escape(f"/* {name}  ") + r"\S", tree.text(path)):
        yield Violation(path, 1, "first-line", f"begin the file with `/* {name}  What it is.`")


def _prototypes(tree, path):
    """A comment stands above the prototype in its block, above the block, or behind the prototype on its line."""
    lines, source = tree.lines(path), tree.source(path)
    commented = _commented_lines(source)
    alone = {number for number in commented if not source.plain.splitlines()[number - 1].strip()}
    for name, number in source.prototypes():
        start = _block_start(lines, number)
        leading = any(line in alone for line in range(start, number))
        above = start - 2 in alone and start - 2 > _head_end(source)
        trailing = any(line in commented for line in range(number, _end(lines, number) + 1))
        if not (leading or above or trailing):
            what = f"{name}: say above it what it does and its refusals in order; one comment may serve a block"
            yield Violation(path, number, "prototype", what)


def _commented_lines(source):
    """The numbers of all lines that a comment touches."""
    return {number for match in source.comments
            for number in range(source.line(match.start()), source.line(match.end()) + 1)}


def _block_start(lines, number):
    """The first line of the run without blank lines that holds line `number`."""
    while number > 1 and lines[number - 2].strip():
        number -= 1
    return number


def _head_end(source):
    """The last line of the file's first comment, which speaks for the file and not for a prototype."""
    return source.line(source.comments[0].end()) if source.comments else 0


def _end(lines, number):
    """The line on which the prototype that begins on line `number` ends."""
    while ";" not in lines[number - 1] and number < len(lines):
        number += 1
    return number

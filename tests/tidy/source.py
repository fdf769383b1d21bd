"""A light reading of C: comments and strings set aside, top-level statements and functions found. No preprocessor runs."""
import re
from typing import NamedTuple

LEXEME = re.compile(r"""/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'""", re.S)
DIRECTIVE = re.compile(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", re.M)
ATTRIBUTE = re.compile(r"__attribute__\s*(?=\()")


class Statement(NamedTuple):
    """A declaration or definition at file scope: offsets of its start, of its first brace (or None) and of its end."""

    start: int
    brace: int
    end: int


class Function(NamedTuple):
    """A function definition: name, lines from signature to closing brace, parameters, linkage, body, waivers above it."""

    name: str
    line: int
    lines: int
    parameters: int
    static: bool
    body: str
    waivers: frozenset


def blank(text):
    """The text with every character but newlines turned into a space, so that offsets stay true."""
    return re.sub(r"[^\n]", " ", text)


def _set_aside(match):
    lexeme = match.group()
    return blank(lexeme) if lexeme[0] == "/" else lexeme[0] + blank(lexeme[1:-1]) + lexeme[-1]


class Source:
    """`plain` is the text without comments and string contents; `code` also lacks preprocessor lines. Offsets agree."""

    def __init__(self, text):
        self.text = text
        self.plain = LEXEME.sub(_set_aside, text)
        self.code = DIRECTIVE.sub(lambda match: blank(match.group()), self.plain)
        self.comments = [match for match in LEXEME.finditer(text) if match.group()[0] == "/"]

    def line(self, offset):
        """The line number of an offset."""
        return self.text.count("\n", 0, offset) + 1

    def strings(self):
        """(offset, contents) of each string literal; of literals that stand side by side only the first."""
        end = -1
        for match in LEXEME.finditer(self.text):
            if match.group()[0] != '"':
                continue
            if end < 0 or self.plain[end:match.start()].strip():
                yield match.start(), match.group()[1:-1]
            end = match.end()

    def includes(self):
        """(line, bracket, name) of each include."""
        for number, line in enumerate(self.text.splitlines(), 1):
            match = re.match(r'\s*#\s*include\s*([<"])([^>"]+)[>"]', line)
            if match:
                yield number, match.group(1), match.group(2)

    def statements(self):
        """The top-level statements in order."""
        code, depth, paren, start, brace = self.code, 0, 0, 0, None
        for match in re.finditer(r"[{}();]", code):
            at, char = match.start(), match.group()
            paren += (char == "(") - (char == ")")
            if char == "{":
                brace = at if depth == 0 and brace is None else brace
                depth += 1
            elif char == "}":
                depth -= 1
            if depth == 0 and paren == 0 and (char == ";" or char == "}" and _signature(code[start:brace or at])):
                yield Statement(start + _indent(code[start:at]), brace, at + 1)
                start, brace = at + 1, None

    def functions(self):
        """Every function definition."""
        for statement in self.statements():
            head = self.code[statement.start:statement.brace] if statement.brace is not None else ""
            signature = _signature(head)
            if signature and self.code[statement.end - 1] == "}":
                line = self.line(statement.start)
                static = "static" in without_attributes(head).split("(")[0].split()
                yield Function(signature[0], line, self.line(statement.end) - line + 1, _parameters(signature[1]), static,
                               self.code[statement.brace:statement.end], self._waivers(statement.start))

    def prototypes(self):
        """(name, line) of each function declared without a body."""
        for statement in self.statements():
            head = self.code[statement.start:statement.end - 1]
            signature = _signature(head)
            if statement.brace is None and signature and not head.startswith("typedef"):
                yield signature[0], self.line(statement.start)

    def _waivers(self, start):
        """The words of `tidy: …` comments that touch the statement from above."""
        above = self.text[:start].rpartition("\n\n")[2]
        return frozenset(re.findall(r"/\* tidy: ([a-z ]+?) \*/", above))


def _indent(text):
    return len(text) - len(text.lstrip())


def without_attributes(head):
    """A declaration with its __attribute__((…)) parts blanked."""
    match = ATTRIBUTE.search(head)
    while match:
        end = match.end() + _group(head[match.end():])
        head = head[:match.start()] + blank(head[match.start():end]) + head[end:]
        match = ATTRIBUTE.search(head)
    return head


def _group(text):
    """The length of the parenthesised group that text starts with."""
    depth = 0
    for at, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        if depth == 0:
            return at + 1
    return len(text)


def _signature(head):
    """(name, parameter list) when the text is the head of a function, else None."""
    head = without_attributes(head).rstrip()
    if not head.endswith(")"):
        return None
    opening = len(head) - _group(head[::-1].translate(str.maketrans("()", ")(")))
    match = re.search(r"([A-Za-z_]\w*)\s*$", head[:opening])
    if not match or "=" in head[:opening] or not re.search(r"[\w*]\s*$", head[:match.start()]):
        return None
    return match.group(1), head[opening + 1:-1]


def _parameters(text):
    """How many parameters a list declares; an ellipsis is not one."""
    flat = re.sub(r"\([^()]*\)", "", text)
    return sum(1 for part in flat.split(",") if part.strip() not in ("", "void", "..."))

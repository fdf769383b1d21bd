"""How deep a function nests and how hard it is to follow, from the text of its body. Macros count as plain calls."""
import re

WORD = re.compile(r"&&|\|\||[A-Za-z_]\w*|[^\s\w]|\d\w*")
BRANCHES = ("if", "for", "while", "switch")


class Flow:
    """Walks the statements of one body. `nesting` is the deepest level, `complexity` the cognitive one: each branch costs
    one and its depth, each else one, each run of && or || one, each ?: one and its depth."""

    def __init__(self, body):
        self._words = WORD.findall(body)
        self._at = 0
        self.nesting = 0
        self.complexity = 0
        self._statement(0)

    def _peek(self, ahead=0):
        place = self._at + ahead
        return self._words[place] if place < len(self._words) else ""

    def _statement(self, depth):
        """One statement at the given depth."""
        self.nesting = max(self.nesting, depth)
        word = self._peek()
        if word == "{":
            self._block(depth)
        elif word in BRANCHES:
            self._branch(depth)
        elif word == "do":
            self._loop_below(depth)
        elif word in ("case", "default") or self._peek(1) == ":" and word.isidentifier():
            self._label(depth)
        else:
            self._simple(depth)

    def _block(self, depth):
        self._at += 1
        while self._peek() not in ("}", ""):
            self._statement(depth)
        self._at += 1

    def _branch(self, depth):
        """if, for, while, switch with their bodies, and else."""
        is_if = self._peek() == "if"
        self.complexity += 1 + depth
        self._at += 1
        self._group(depth)
        self._statement(depth + 1)
        while is_if and self._peek() == "else":
            self.complexity += 1
            self._at += 1
            is_if = self._peek() == "if"
            if is_if:
                self._at += 1
                self._group(depth)
            self._statement(depth + 1)

    def _loop_below(self, depth):
        """do … while (…);"""
        self.complexity += 1 + depth
        self._at += 1
        self._statement(depth + 1)
        self._at += 1
        self._group(depth)
        self._at += 1

    def _label(self, depth):
        """case x: and label: do not nest; the statement behind them is at the same depth."""
        while self._peek() not in (":", ""):
            self._at += 1
        self._at += 1
        if self._peek() not in ("}", ""):
            self._statement(depth)

    def _simple(self, depth):
        """An expression or declaration up to its semicolon; MACRO(…) { … } is a loop."""
        start, level = self._at, 0
        while self._peek():
            word = self._peek()
            if word == "{" and level == 0 and self._at == start + 1 + self._length(start + 1) > start + 1:
                self.complexity += 1 + depth
                self._statement(depth + 1)
                return
            level += (word in "({[") - (word in ")}]")
            if level < 0:
                break
            self._at += 1
            if word == ";" and level == 0:
                break
        self._operators(self._words[start:self._at], depth)

    def _length(self, place):
        """The number of words in the parenthesised group at a place, 0 when there is none."""
        level = 0
        for end in range(place, len(self._words)):
            level += (self._words[end] == "(") - (self._words[end] == ")")
            if level == 0:
                return end + 1 - place if end > place else 0
        return 0

    def _group(self, depth):
        """A parenthesised condition."""
        length = self._length(self._at)
        self._operators(self._words[self._at:self._at + length], depth)
        self._at += length

    def _operators(self, words, depth):
        """Costs of ?: and of runs of the same logical operator."""
        run = ""
        for word in words:
            if word == "?":
                self.complexity += 1 + depth
            if word in ("&&", "||"):
                self.complexity += word != run
                run = word
            elif word in (";", ",", "?"):
                run = ""

#!/usr/bin/env python3
"""What is drawn from tables: docs/errors.md, docs/states/ and the SQL table of moves, docs/record-format.md and docs/law-coverage.md. `docs.py --write` writes them, the gate compares."""
import os
import sys
from os.path import basename

sys.dont_write_bytecode = True

import law
from record_doc import record_format
from table import rows
from tree import Tree, Violation

GATES = ("generated",)

FAMILIES = {
    "REFUSAL": "refusal: the request is at fault, nothing was written; change it as the hint says",
    "RETRY": "retry: nothing was written; the same request may succeed later",
    "FAULT": "fault: the program or its surroundings are at fault; report it",
}
STAGES = ("transport", "route", "identity", "scope", "JSON and key", "fields and files", "community", "references", "state",
          "date", "books", "funds", "law", "world")
ROLES = ("", "TREASURER", "MEMBER", "CHAIR", "CASHIER", "SUPERVISOR", "TOWNSHIP", "BUREAU", "AUDITOR", "OWNER", "CLERK", "ADMINISTRATOR", "AGENCY",
         "WITNESS", "WATCH")
HEAD = """<!-- generated from base/error.def by tests/tidy/docs.py -->
# Errors 错误代码

Every refusal, retry and fault that Mingzhang can answer with, {count} in all. The name and the number of a row never change
once released. 每个错误的名称和编号发布后不再改变；花括号里的内容在出错时换成实际的值。

* **Name** is what JSON output and problem documents carry; **MZnnn** is the SQLSTATE of the same error inside PostgreSQL.
* **Stage** is the order of checks: of several mistakes the one with the lowest stage is reported. {stages}.
* **Exit** is the exit status of the command line, **HTTP** the status of the web server.
* `{{word}}` stands for a detail that is filled in when the error happens.

{families}
"""


def exit_status(name, family, stage):
    """The same rule as error_exit_status() in base/error.c."""
    if family == "FAULT":
        return 1
    if family == "RETRY":
        return 6 if name == "database.unavailable" else 7
    return 2 if stage <= 6 else 3


def errors(text):
    """docs/errors.md from the text of base/error.def."""
    table = [row for row in rows(text) if row.macro == "ERROR"]
    stages = ", ".join(f"{number} {name}" for number, name in enumerate(STAGES, 1))
    families = "\n".join(f"* {line}" for line in FAMILIES.values())
    out = [HEAD.format(count=len(table), stages=stages, families=families)]
    for noun in dict.fromkeys(row.fields[0] for row in table):
        out.append(f"\n## {noun}\n\n| Name | Number | Family | Stage | HTTP | Exit | Text | Hint | Clause |\n"
                   "|---|---|---|---|---|---|---|---|---|\n")
        out += [_error_row(row.fields) for row in table if row.fields[0] == noun]
    return "".join(out)


def _error_row(fields):
    noun, reason, number, family, stage, status, zh, en, hint_zh, hint_en, clause = fields
    name = f"{noun}.{reason}"
    cells = (f"`{name}`", f"MZ{number.zfill(3)}", family.lower(), stage, status, str(exit_status(name, family, int(stage))),
             f"{zh}<br>{en}", f"{hint_zh}<br>{hint_en}", clause or "–")
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


def states(text):
    """docs/states/<noun>.md from the text of a <noun>.def with states and moves."""
    table = list(rows(text))
    names = {row.fields[0]: row.fields for row in table if row.macro == "STATE"}
    moves = [row.fields for row in table if row.macro == "MOVE"]
    noun = next(row.fields[0] for row in table if row.macro == "NOUN")
    out = [f"<!-- generated from rules/states/{noun}.def by tests/tidy/docs.py -->\n# States of {noun} 状态\n\n```mermaid\nstateDiagram-v2\n"]
    out += [f"    {_state(names, a)} --> {_state(names, b)}: {verb}\n" for a, b, _, verb, _, _ in moves]
    out.append("```\n\n| From | To | Verb | By |\n|---|---|---|---|\n")
    out += [f"| {names[a][2]} {names[a][3]} | {names[b][2]} {names[b][3]} | {zh} `{verb}` | {role.lower().replace('|', ', ')} |\n" for a, b, role, verb, zh, _ in moves]
    return "".join(out)


def transitions(tree):
    """The rows of the SQL table `transition` from all tables of moves."""
    found = []
    for path in tree.paths(".def", under=("rules/states/",)):
        table = list(rows(tree.text(path)))
        codes = {row.fields[0]: row.fields[1] for row in table if row.macro == "STATE"}
        noun = next(row.fields for row in table if row.macro == "NOUN")
        found += [f"    ('{noun[0]}', {noun[1]}, {codes[a]}, {codes[b]}, '{verb}', {sum(1 << ROLES.index(role) for role in by.split('|'))})"
                  for a, b, by, verb, _, _ in (row.fields for row in table if row.macro == "MOVE")]
    return ("-- The moves of every noun with states, generated from rules/states/ by tests/tidy/docs.py.\ndelete from transition;\n"
            "insert into transition (noun, code, from_state, to_state, verb, roles) values\n" + ",\n".join(found) + ";\n")


def _state(names, name):
    return "[*]" if names[name][1] == "0" else name


def _of(draw):
    """A document that one table gives."""
    return lambda tree, table: draw(tree.text(table))


DOCUMENTS = {
    "docs/errors.md": ("base/error.def", _of(errors)),
    "sql/functions/matter/transition.sql": ("rules/states/draft.def", lambda tree, _: transitions(tree)),
    "docs/record-format.md": ("base/record.def", _of(record_format)),
    "docs/law-coverage.md": (law.REGISTRY, lambda tree, _: law.coverage(tree)),
}


def documents(tree):
    """Every document with the table it is drawn from; one page a noun with states."""
    pages = {f"docs/states/{basename(path)[:-4]}.md": (path, _of(states)) for path in tree.paths(".def", under=("rules/states/",))}
    return DOCUMENTS | pages


def check(tree):
    """The committed documents are what their tables give, and their tables are well formed."""
    for path, (table, draw) in documents(tree).items():
        if table not in tree:
            continue
        expected = draw(tree, table)
        if path not in tree:
            yield Violation(path, 1, "generated", "missing; run `python3 tests/tidy/docs.py --write`")
        elif tree.text(path) != expected:
            line = _first_difference(tree.text(path), expected)
            yield Violation(path, line, "generated", f"differs from {table}; run `python3 tests/tidy/docs.py --write`")


def _first_difference(have, want):
    """The number of the first line in which two texts differ."""
    pairs = zip(have.splitlines() + [None], want.splitlines() + [None])
    return next((number for number, (a, b) in enumerate(pairs, 1) if a != b), 1)


def write(root):
    """Writes all documents that differ."""
    tree = Tree.load(root)
    for path, (table, draw) in documents(tree).items():
        expected = draw(tree, table)
        if path not in tree or tree.text(path) != expected:
            os.makedirs(os.path.dirname(os.path.join(root, path)), exist_ok=True)
            with open(os.path.join(root, path), "w", encoding="utf-8") as file:
                file.write(expected)
            print(f"wrote {path}")


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        sys.exit("usage: python3 tests/tidy/docs.py --write")
    write(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))

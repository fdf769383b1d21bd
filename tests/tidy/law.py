"""The law that is quoted: every citation is known, every text is the one that was read, what is enforced has code and test."""
import hashlib
import json
import re

from table import rows
from tree import Violation

GATES = ("law-id", "law-text", "law-pack", "law-covered")

REGISTRY = "rules/law/law.def"
TEXTS = "rules/law/"
PACKS = "rules/packs/"
ERRORS = "base/error.def"
COVERAGE = "docs/law-coverage.md"
CITED = re.compile(r"(?:/\*=|--=|#=) (test )?([A-Z][A-Z0-9-]*[A-Z0-9])(?=[\s:*,]|$)")
MORE = re.compile(r"\b[A-Z]{2,}(?:-[A-Z0-9]+)+\b")
SECTION = re.compile(r"^## (\S+)\n\n(.+?)\n*(?=^## |\Z)", re.M | re.S)
RANK = {"V": 0, "V2": 1, "U": 2, "own": 3, "OWN": 3}
NAMES = ("id", "from", "until", "force", "standing", "carried", "digest")


def digest(text):
    """What law.def keeps of a clause."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def clauses(tree):
    """The rows of law.def by id, each with its line; an id that stands there twice keeps its first row."""
    found = {}
    for row in rows(tree.text(REGISTRY)) if REGISTRY in tree else ():
        if row.macro == "LAW":
            found.setdefault(row.fields[0], dict(zip(NAMES, row.fields), line=row.line))
    return found


def texts(tree):
    """(id, text, path, line) of every clause in the law files."""
    for path in tree.paths(".md", under=(TEXTS,)):
        text = tree.text(path)
        for match in SECTION.finditer(text):
            yield match.group(1), match.group(2), path, text.count("\n", 0, match.start()) + 1


def citations(tree):
    """(id, test?, path, line) of every citation in code, tests, SQL and the registry of refusals."""
    for path in tree.paths(".c", ".h", ".sql", ".py", outside=("tests/tidy/",)):
        for number, line in enumerate(tree.lines(path), 1):
            for match in CITED.finditer(line):
                yield match.group(2), bool(match.group(1)), path, number
    for row in rows(tree.text(ERRORS)) if ERRORS in tree else ():
        if row.macro == "ERROR" and row.fields[-1]:
            yield row.fields[-1], False, ERRORS, row.line


def check(tree):
    """All gates about law."""
    if REGISTRY not in tree:
        return
    known = clauses(tree)
    yield from _ids(tree, known)
    yield from _texts(tree, known)
    yield from _packs(tree, known)
    yield from _covered(tree, known)


def _ids(tree, known):
    """Citations, and ids that comments of the product mention."""
    prefixes = {path[len(TEXTS):-3] for path in tree.paths(".md", under=(TEXTS,))}
    seen = set()
    for row in rows(tree.text(REGISTRY)):
        if row.fields[0] in seen:
            yield Violation(REGISTRY, row.line, "law-id", f"{row.fields[0]} stands here twice")
        seen.add(row.fields[0])
    said = [(id_, path, line) for id_, _, path, line in citations(tree)]
    for path in tree.paths(".c", ".h", ".def", outside=("tests/", "bench/", TEXTS)):
        for number, line in enumerate(tree.lines(path), 1):
            said += [(id_, path, number) for id_ in MORE.findall(line) if any(id_.startswith(prefix + "-") for prefix in prefixes)]
    for id_, path, line in sorted(set(said)):
        if id_ not in known:
            yield Violation(path, line, "law-id", f"{id_} is not in {REGISTRY}; add the clause or mend the id")


def _texts(tree, known):
    """One text for each row and one row for each text, and the digest of it."""
    told = {}
    for id_, text, path, line in texts(tree):
        if id_ not in known:
            yield Violation(path, line, "law-text", f"{id_} has no row in {REGISTRY}; add LAW(\"{id_}\", …, \"{digest(text)}\")")
        elif digest(text) != known[id_]["digest"]:
            what = f"the text of {id_} has changed: look at what cites it, then write \"{digest(text)}\" into {REGISTRY}"
            yield Violation(path, line, "law-text", what)
        told[id_] = text
    for id_, row in known.items():
        if id_ not in told:
            yield Violation(REGISTRY, row["line"], "law-text", f"{id_} has no text; write it into {TEXTS}")


def _packs(tree, known):
    """Packs quote the law files word for word, inside the days of the clause, and claim no better standing."""
    told = {id_: text.split("\n") for id_, text, _, _ in texts(tree)}
    for path in tree.paths(".json", under=(PACKS,)):
        for group in json.loads(tree.text(path))["rules"]:
            id_ = group.get("law")
            problem = _pack_problem(group, known.get(id_), told.get(id_, [])) if id_ else None
            if problem:
                line = tree.text(path)[:tree.text(path).index(json.dumps(id_))].count("\n") + 1
                yield Violation(path, line, "law-pack", f"{id_}: {problem}")


def _pack_problem(group, row, lines):
    if row is None:
        return f"is not in {REGISTRY}; add the clause"
    if [group["clause"], group["clause_en"]] != lines:
        return f"differs from its text in {TEXTS}; quote it"
    if RANK[group["certainty"]] < RANK[row["standing"]]:
        return f"is {row['standing']}, the pack claims {group['certainty']}"
    if group["from"] < row["from"] or row["until"] and group.get("until", "9") > row["until"]:
        return f"is in force {row['from']} to {row['until'] or 'now'}; keep the values inside"
    return None


def _cited(tree):
    """id -> (paths of code, paths of tests)."""
    found = {}
    for id_, test, path, _ in citations(tree):
        found.setdefault(id_, (set(), set()))[test].add(path)
    return found


def _covered(tree, known):
    """What is marked as built has both."""
    cited = _cited(tree)
    for id_, row in known.items():
        lacks = [word for word, paths in zip(("code", "test"), cited.get(id_, ((), ()))) if not paths]
        if row["carried"] == "built" and row["force"] == "MUST" and row["standing"] in ("V", "V2") and lacks:
            what = f"{id_} is marked built and has no {' and no '.join(lacks)}; cite it, or name the noun that will carry it"
            yield Violation(REGISTRY, row["line"], "law-covered", what)


def coverage(tree):
    """docs/law-coverage.md."""
    known, cited = clauses(tree), _cited(tree)
    quoting = {}
    for path in tree.paths(".json", under=(PACKS,)):
        for group in json.loads(tree.text(path))["rules"]:
            quoting.setdefault(group.get("law"), set()).add(path[len(PACKS):-5])
    must = [row for row in known.values() if row["force"] == "MUST" and row["standing"] in ("V", "V2")]
    built = sum(row["carried"] == "built" for row in must)
    out = ["<!-- generated from rules/law/law.def by tests/tidy/docs.py -->\n# Law and code 法条与实现\n\n"
           f"{len(known)} clauses, {len(must)} of them duties whose text was read (V) or comes from an official page (V2). {built} of these are\n"
           f"enforced and tested now; the other {len(must) - built} name the noun that will carry them. 未实现的条款写明由哪个名词承接。\n\n"
           "Standing: V the law's own text, V2 official page or commentary, U unverified, OWN our choice. Texts: `rules/law/`.\n"]
    for path in tree.paths(".md", under=(TEXTS,)):
        ids = [id_ for id_, _, where, _ in texts(tree) if where == path and id_ in known]
        out.append(f"\n## {tree.lines(path)[0][2:]}\n\n| Clause | In force | Force | Standing | Packs | Code | Test | Carried by |\n"
                   "|---|---|---|---|---|---|---|---|\n")
        out += [_line(known[id_], quoting.get(id_, ()), cited.get(id_, ((), ()))) for id_ in ids]
    return "".join(out)


def _line(row, packs, cited):
    force = f"{row['from']} – {row['until']}".rstrip(" –") + ("" if row["until"] else " –")
    cells = [row["id"], force, row["force"].lower(), row["standing"], " ".join(sorted(packs)), *(" ".join(sorted(paths)) for paths in cited),
             row["carried"]]
    return "| " + " | ".join(cell or "–" for cell in cells) + " |\n"

"""Names: a function begins with the noun of its file, types have no suffix, files say what they hold."""
import re
from os.path import basename, dirname, splitext

from source import without_attributes
from tree import Violation

GATES = ("function-name", "type-name", "file-name")

FOLDERS = (("rules", "rule"), ("audit", "audit"), ("importers", "import"), ("reports", "report"), ("db", "db"),
           ("server/page", "page"), ("server/http", "http"), ("cli", "cli"), ("cli", "verb"))
TYPEDEFS = {"result", "money", "day", "inst"}
FREE = re.compile(r"main|LLVMFuzzerTestOneInput|__(wrap|real)_\w+")
SNAKE = re.compile(r"[a-z][a-z0-9_]*")
PROJECT = re.compile(r"(mz|mingzhang)_")
FILES = (
    (r"sql/migrations/", r"\d{4}_[a-z0-9_]+\.sql", "NNNN_<noun>.sql"),
    (r"sql/checks/", r"\d{3}_[a-z0-9_]+\.sql", "NNN_<claim>.sql"),
    (r"sql/detectors/", r"D\d{2}_[a-z0-9_]+\.sql", "DNN_<pattern>.sql"),
    (r".*\.(sql|c|h|def)$", r"[a-z][a-z0-9_]*\.\w+", "snake_case"),
)


def check(tree):
    """All naming gates."""
    for path in tree.paths(".c", ".h"):
        yield from _functions(tree, path)
        yield from _types(tree, path)
    yield from _files(tree)


def _functions(tree, path):
    """Every function that other files can see."""
    prefixes = nouns(tree, path) if path.endswith(".c") else None
    for function in tree.source(path).functions():
        name = function.name
        if FREE.fullmatch(name):
            continue
        if not SNAKE.fullmatch(name) or PROJECT.match(name):
            yield Violation(path, function.line, "function-name", f"{name}: write snake_case without a project prefix")
        elif prefixes and not function.static and not _led_by(name, prefixes):
            what = f"{name} does not begin with {' or '.join(sorted(prefixes))}; rename it, make it static, or explain its " \
                   "word in the header's first comment as ` * word: …`"
            yield Violation(path, function.line, "function-name", what)


def _led_by(name, prefixes):
    return any(name == prefix or name.startswith(prefix + "_") for prefix in prefixes)


def nouns(tree, path):
    """The words with which a function of this file may begin: its stem and the stem's leading words, singular too, the
    folder's prefix, the types its header defines, and the words its header explains."""
    stem = splitext(basename(path))[0]
    words = stem.split("_")
    found = {"_".join(words[:count]) for count in range(1, len(words) + 1)} | {stem.removesuffix("s")}
    found |= {prefix for folder, prefix in FOLDERS if (dirname(path) + "/").startswith(folder + "/")}
    header = path[:-2] + ".h"
    if header in tree:
        found |= _own_types(tree, path, header) | set(re.findall(r"^ \* ([a-z]\w*): ", _first_comment(tree, header), re.M))
    return found


def _own_types(tree, path, header):
    """Structs, enums and typedefs that the header defines, or declares for its .c file to define."""
    defined = r"\b(?:struct|enum|union)\s+(\w+)\s*\{"
    code = tree.source(header).code
    opaque = set(re.findall(r"^struct\s+(\w+);", code, re.M)) & set(re.findall(defined, tree.source(path).code))
    return opaque | set(re.findall(defined, code)) | set(re.findall(r"^typedef\s+\w+\s+(\w+);", code, re.M))


def _first_comment(tree, path):
    comments = tree.source(path).comments
    return comments[0].group() if comments else ""


def _types(tree, path):
    """Typedefs and tags."""
    source = tree.source(path)
    for statement in source.statements():
        text = without_attributes(source.code[statement.start:statement.end])
        name = re.search(r"(\w+)\s*(?:\[[^\]]*\]\s*)?;$|\(\s*\*\s*(\w+)\s*\)", text)
        if text.startswith("typedef") and name and (name.group(1) or name.group(2)) not in TYPEDEFS:
            what = f"typedef {name.group(1) or name.group(2)}: write `struct …`; only {', '.join(sorted(TYPEDEFS))} are typedefs"
            yield Violation(path, source.line(statement.start), "type-name", what)
    for match in re.finditer(r"\b(?:struct|enum|union)\s+(\w+)\s*\{", source.code):
        tag = match.group(1)
        if not SNAKE.fullmatch(tag) or tag.endswith("_t") or PROJECT.match(tag):
            what = f"{tag}: write snake_case without _t and without a project prefix"
            yield Violation(path, source.line(match.start()), "type-name", what)


def _files(tree):
    for path in tree.paths(".sql", ".c", ".h", ".def"):
        _, pattern, shape = next(row for row in FILES if re.match(row[0], path))
        if not re.fullmatch(pattern, basename(path)):
            yield Violation(path, 1, "file-name", f"name it {shape}")

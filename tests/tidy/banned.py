"""Words and calls that have no place, or a place of their own. Tests may do what the product may not, goto apart."""
import re

from source import without_attributes
from tree import Violation

GATES = ("goto", "memory", "libpq", "float", "marker", "mutable", "call", "assert", "sql-text", "place")

# gate, pattern, folders (or files) where it is at home, cure
WORDS = (
    ("goto", r"\bgoto\b", (), "use TRY, CLEANUP or a function of its own"),
    ("memory", r"\b(malloc|calloc|realloc|free|strdup|strndup|v?asprintf|aligned_alloc)\s*\(", ("base/", "db/", "tests/", "bench/"),
     "take memory from ctx->arena; handles close through CLEANUP"),
    ("libpq", r"\bPQ[a-z]\w*|\bPG(conn|result|notify)\b", ("db/", "tests/", "bench/"), "call db_one, db_each, db_exec of db/"),
    ("float", r"\b(float|double)\b", ("reports/render/", "bench/"), "use money, or a pair of integers for a ratio"),
    ("call", r"\b(system|popen|setlocale|alloca|setjmp|longjmp)\s*\(", ("base/banned.h",), "no shell, no locale, no jumps"),
    ("assert", r"\bassert\s*\((?:[^;]*?[^=!<>]=[^=]|[^;]*?\+\+|[^;]*?--)", (), "an assertion may not change anything"),
)
# The pieces keep this file from reporting itself.
MARKER = re.compile(r"\b(" + "FIX" + "ME|TO" + "DO|XX" + "X|HA" + "CK" + r")\b")
PLACE = re.compile(r"(?<![\w.}/-])/(?:" + "wo" + "rk|ro" + "ot|ho" + "me)/")
HOST = re.compile(r"//[\w.-]+\.(?:internal|intranet|corp|lan)\b|\b(?:artifac" + r"tory|jfr" + r"og|codeartif" + r"act|verdac" + r"cio)\b")
RESOLVED = re.compile(r'"resolved": "https?://(?!registry\.npmjs\.org/)')
SQL = re.compile(r"\s*(select\s|insert\s+into\s|update\s+\w+\s+set\s|delete\s+from\s|truncate\s|vacuum\b|with\s+\w+\s+as\s|"
                 r"values\s*\(|copy\s+\w+[\s(]|lock\s+table|call\s+\w+\(|grant\s|revoke\s|prepare\s+\w+\s|execute\s+\w+|"
                 r"(?:create|alter|drop)\s+(?:or\s+replace\s+)?(?:unique\s+|temp\w*\s+)?(?:table|view|index|role|user|database|"
                 r"schema|function|procedure|trigger|domain|type|extension|sequence|policy|rule)\s)", re.I)
TRANSACTION = re.compile(r"\s*((?:begin|commit|rollback|abort|end)\s*(?:;|$|\s(?:work|transaction|isolation|read|to)\b)|"
                         r"start\s+transaction|(?:release\s+)?savepoint\s+\w|set\s+(?:local|session|transaction|role)\s|"
                         r"(?:un)?listen\s+\w+;?$|notify\s+\w+;?$)", re.I)
NOTHING = "const"
PROSE = (".md", ".html", ".json", ".csv", ".txt", ".svg")


def check(tree):
    """All of the above."""
    for path in tree.paths(".c", ".h", ".def"):
        source = tree.source(path)
        yield from _words(path, source)
        if not path.startswith(("tests/", "bench/")):
            yield from _mutable(path, source)
            yield from _sql(path, source)
    for path in tree.paths(outside=("tests/golden/", "tests/fuzz/corpus/")):
        yield from _lines(tree, path)


def _words(path, source):
    for gate, pattern, homes, cure in WORDS:
        if not path.startswith(homes or ("//",)):
            for match in re.finditer(pattern, source.plain):
                yield Violation(path, source.line(match.start()), gate, f"`{match.group().split('(')[0].strip()}`: {cure}")


def _mutable(path, source):
    """Variables at file scope and static ones in functions must be const."""
    for statement in source.statements():
        if source.code[statement.end - 1] == "}":
            body = source.code[statement.brace:statement.end]
            for match in re.finditer(r"\bstatic\b[^;={(]*[;={]", body):
                if not constant(match.group()):
                    yield _changes(path, source, statement.brace + match.start())
        elif not constant(_variable(source.code[statement.start:statement.end])):
            yield _changes(path, source, statement.start)


def _changes(path, source, offset):
    return Violation(path, source.line(offset), "mutable", "a variable that outlives its function; hang it on ctx or struct app")


def _variable(text):
    """The declaration of the variable that a file-scope statement defines, without its size and value; a harmless constant
    when it defines a type, declares a function or names something that stands elsewhere."""
    flat = without_attributes(text)
    while re.search(r"\{[^{}]*\}", flat):
        flat = re.sub(r"\{[^{}]*\}", "", flat)
    head = flat.split("=")[0]
    if re.match(r"(typedef|extern|_Static_assert|static_assert|;)\b", head) or re.fullmatch(r"(struct|union|enum)\s*\w*\s*;", head):
        return NOTHING
    is_function = "(" in head and not re.search(r"\(\s*\*\s*(const\s+)?\w+[\[\])]", head)
    return NOTHING if is_function or not re.search(r"\w", head) else head.split("[")[0]


def constant(declaration):
    """True when the object declared (not only what it points to) is const; a signal flag counts as such."""
    last = declaration.rpartition("*")[2] if "*" in declaration else declaration
    return bool(re.search(r"\bconst\b|\bvolatile\s+sig_atomic_t\b", last))


def _sql(path, source):
    """Statements live under sql/; db/ keeps the words that open and close a transaction."""
    for offset, text in source.strings():
        if SQL.match(text) or TRANSACTION.match(text) and not path.startswith("db/"):
            yield Violation(path, source.line(offset), "sql-text", f'"{text[:24]}…": move it to sql/queries and name it there')


def _lines(tree, path):
    """Reminders and traces of a developer's machine, in any file."""
    prose = path.endswith(PROSE)
    for number, line in enumerate(tree.lines(path), 1):
        if not prose and MARKER.search(line):
            yield Violation(path, number, "marker", f"`{MARKER.search(line).group()}`: do it now, or open an issue")
        if PLACE.search(line) or HOST.search(line) or RESOLVED.search(line):
            yield Violation(path, number, "place", "a path or host of one machine; use a relative path or a public name")

"""How long, how deep, how wide: functions, files, folders, scripts, build files."""
import re
from collections import Counter
from os.path import dirname

from flow import Flow
from tree import Violation

GATES = ("function-lines", "parameters", "nesting", "complexity", "file-lines", "folder", "median")

FUNCTION, FLAT_LIST = 70, 120
MEDIAN, P95 = 13, 50
PARAMETERS, NESTING, COMPLEXITY = 5, 3, 15
FOLDER = 20
FILE_LINES = (  # the first pattern that matches counts
    (r"(run|check)$", 150, "move a step into the program or into packaging/"),
    (r"CMakeLists\.txt$", 120, "let a function in it do the repeated part"),
    (r"tests/.*CMakeLists\.txt$", 40, "glob instead of listing"),
    (r".*/CMakeLists\.txt$", 15, "glob instead of listing"),
    (r"tests/tidy/.*\.py$", 200, "split it by noun"),
    (r".*\.h$", 200, "a header this long serves several nouns; split it by noun"),
    (r".*\.c$", 600, "split the file by noun, never by layer"),
)


def check(tree):
    """All size gates."""
    yield from _files(tree)
    yield from _folders(tree)
    for path in tree.paths(".c", ".h"):
        if not tree.generated(path):
            for function in tree.source(path).functions():
                yield from _function(path, function)
    yield from _spread(tree)


def _files(tree):
    for path in tree.paths():
        limit = next(((most, cure) for pattern, most, cure in FILE_LINES if re.match(pattern, path)), None)
        if limit and not tree.generated(path):
            count = len(tree.lines(path))
            if count > limit[0]:
                yield Violation(path, count, "file-lines", f"{count} lines, at most {limit[0]}; {limit[1]}")


def _folders(tree):
    for folder, count in Counter(dirname(path) for path in tree.paths(".c")).items():
        if count > FOLDER:
            yield Violation(folder, 1, "folder", f"{count} .c files, at most {FOLDER}; split the folder by noun")


def _function(path, function):
    """The gates of one function; `flat list` waives length to 120 and complexity, `parameters` waives their number."""
    flat = "flat list" in function.waivers
    flow = Flow(function.body)
    most = FLAT_LIST if flat else FUNCTION
    if function.lines > most:
        yield _breach(path, function, "function-lines", function.lines, most, "take a step out into a function with a name")
    if function.parameters > PARAMETERS and "parameters" not in function.waivers:
        yield _breach(path, function, "parameters", function.parameters, PARAMETERS, "pass a struct <operation>_in")
    if flow.nesting > NESTING:
        yield _breach(path, function, "nesting", flow.nesting, NESTING, "return early, or give the inner loop a function")
    if flow.complexity > COMPLEXITY and not flat:
        yield _breach(path, function, "complexity", flow.complexity, COMPLEXITY, "split the decision, or make it a table")


def _breach(path, function, gate, found, most, cure):
    return Violation(path, function.line, gate, f"{function.name} has {found}, at most {most}; {cure}")


def lengths(tree):
    """Sorted lengths of the product's functions, tests and generated files apart."""
    paths = [path for path in tree.paths(".c", outside=("tests/", "bench/")) if not tree.generated(path)]
    return sorted(function.lines for path in paths for function in tree.source(path).functions())


def percentile(values, percent):
    """The value that `percent` of the sorted values do not exceed; 0 of none."""
    return values[max(0, -(-len(values) * percent // 100) - 1)] if values else 0


def _spread(tree):
    """Median and 95th percentile over the whole tree."""
    values = lengths(tree)
    for percent, most in ((50, MEDIAN), (95, P95)):
        found = percentile(values, percent)
        if found > most:
            what = f"{percent} % of the functions are up to {found} lines long, the gate is {most}; split the longest"
            yield Violation("CMakeLists.txt", 1, "median", what)

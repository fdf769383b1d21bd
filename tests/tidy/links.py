"""Documents that are mentioned exist: relative links in Markdown, and .md files that comments point to."""
import re
from os.path import basename, dirname, join, normpath

from tree import Violation

GATES = ("reference",)

LINK = re.compile(r"\]\(([^)\s]+)\)")
MENTION = re.compile(r"[\w./-]*\w\.md\b")


def check(tree):
    """All references."""
    documents = {basename(path) for path in tree.paths(".md")}
    folders = {path[:at] for path in tree.paths() for at, char in enumerate(path) if char == "/"}
    for path in tree.paths(".md"):
        for number, line in enumerate(tree.lines(path), 1):
            for target in LINK.findall(line):
                place = normpath(join(dirname(path), target.split("#")[0])) if target[0] != "#" else path
                if not re.match(r"[a-z]+:", target) and place not in tree and place not in folders:
                    yield Violation(path, number, "reference", f"{target} does not exist; mend the link")
    for path in tree.paths(".c", ".h", ".def", ".sql", ".cmake", "CMakeLists.txt", "run", "check"):
        for number, line in enumerate(tree.lines(path), 1):
            for name in MENTION.findall(line):
                if basename(name) not in documents:
                    yield Violation(path, number, "reference", f"{name} is not in this tree; name a document that is")

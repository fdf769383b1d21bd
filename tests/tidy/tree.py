"""The files that the gates look at, from the working copy or from memory, and what a gate reports."""
import os
import subprocess
from typing import NamedTuple

from source import Source

SKIPPED = {".git", "build", "var", "node_modules", "__pycache__"}


class Violation(NamedTuple):
    """One breach: where it is, which gate found it, what it is and how to cure it."""

    path: str
    line: int
    gate: str
    what: str

    def __str__(self):
        return f"{self.path}:{self.line}: {self.gate}: {self.what}"


class Tree:
    """A set of files by path; values are bytes, text is decoded on demand and each C file is scanned once."""

    def __init__(self, files):
        self._files = {path: data.encode() if isinstance(data, str) else data for path, data in files.items()}
        self._sources = {}

    @classmethod
    def load(cls, root):
        """Everything git knows or would add, as it lies on the disk now."""
        files = {}
        for path in sorted(_listed(root)):
            full = os.path.join(root, path)
            if os.path.isfile(full) and not os.path.islink(full):
                with open(full, "rb") as file:
                    files[path] = file.read()
        return cls(files)

    def paths(self, *suffixes, under=("",), outside=()):
        """Sorted paths that end with one of the suffixes (all when none is given), inside and outside the folders."""
        for path in sorted(self._files):
            if (not suffixes or path.endswith(suffixes)) and path.startswith(tuple(under)):
                if not outside or not path.startswith(tuple(outside)):
                    yield path

    def __contains__(self, path):
        return path in self._files

    def data(self, path):
        """The raw bytes of a file."""
        return self._files[path]

    def text(self, path):
        """The text of a file; bytes that are not UTF-8 become U+FFFD (the text gate reports them)."""
        return self._files[path].decode("utf-8", "replace")

    def lines(self, path):
        """The lines of a file without their ends."""
        return self.text(path).splitlines()

    def source(self, path):
        """The scanned C source of a file."""
        if path not in self._sources:
            self._sources[path] = Source(self.text(path))
        return self._sources[path]

    def generated(self, path):
        """True when the first line says that the file is generated."""
        return b"generated" in self._files[path].split(b"\n", 1)[0]


def _listed(root):
    """Paths known to git and new ones it does not ignore; a plain walk where there is no git."""
    command = ["git", "-C", root, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        found = subprocess.run(command, capture_output=True, check=True).stdout
        return [name.decode() for name in found.split(b"\0") if name]
    except (OSError, subprocess.CalledProcessError):
        return list(_walked(root))


def _walked(root):
    """Every file below root except build output."""
    for folder, names, files in os.walk(root):
        names[:] = [name for name in names if name not in SKIPPED]
        for name in files:
            yield os.path.relpath(os.path.join(folder, name), root)

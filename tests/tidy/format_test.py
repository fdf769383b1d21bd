#!/usr/bin/env python3
"""Every C file is laid out as .clang-format says; `clang-format -i FILE` cures, `clang-format off` marks tables to be left."""
import os
import re
import shutil
import subprocess
import sys

sys.dont_write_bytecode = True

from tree import Tree

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SKIPPED = 77  # what ctest takes as "skipped"


def program():
    """clang-format 14, whose layout the tree follows; other versions differ in details. None when it is missing."""
    for name in ("clang-format-14", "clang-format"):
        path = shutil.which(name)
        if path and re.search(r"version 14\.", subprocess.run([path, "--version"], capture_output=True, text=True).stdout):
            return path
    return None


def differences(paths, text=None):
    """The first line of each complaint about the files, or about `text` on standard input."""
    if not program() or not paths:
        return []
    names = [] if paths == ["-"] else paths
    command = [program(), "--dry-run", "--Werror", "--style=file", "--assume-filename=base/a.c", *names]
    done = subprocess.run(command, input=text, capture_output=True, cwd=ROOT)
    return [line for line in done.stderr.decode("utf-8", "replace").splitlines() if "clang-format-violations" in line]


def main():
    """Prints each file and line that differs."""
    if not program():
        print("clang-format 14 is not installed: not checked")
        return SKIPPED
    tree = Tree.load(ROOT)
    paths = [path for path in tree.paths(".c", ".h") if not tree.generated(path)]
    found = differences(paths)
    for line in found:
        path, number = line.split(":")[:2]
        print(f"{path}:{number}: format: laid out differently; run `clang-format -i {path}`")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

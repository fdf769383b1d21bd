#!/usr/bin/env python3
"""Reads the whole tree and reports every breach of the house rules; docs/checks.md explains each gate and its cure."""
import os
import sys

sys.dont_write_bytecode = True

import banned
import comments
import docs
import errors
import law
import layers
import links
import naming
import size
import sql
import text
from tree import Tree

MODULES = (layers, size, naming, banned, comments, sql, text, errors, law, links, docs)
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def violations(tree):
    """Everything that every gate has to say, in order of place."""
    return sorted(found for module in MODULES for found in module.check(tree))


def main():
    """Prints all violations and the measured spread; the exit status says whether the tree is tidy."""
    tree = Tree.load(ROOT)
    found = violations(tree)
    for violation in found:
        print(violation)
    values = size.lengths(tree)
    print(f"{len(values)} functions: median {size.percentile(values, 50)} lines (gate {size.MEDIAN}), "
          f"p95 {size.percentile(values, 95)} (gate {size.P95}), longest {values[-1] if values else 0}")
    print(f"{len(found)} violations" if found else "tidy")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

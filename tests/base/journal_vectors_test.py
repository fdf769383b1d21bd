#!/usr/bin/env python3
"""The published vectors are what the program writes today, byte by byte; `--accept` writes them after a deliberate change."""
import difflib
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
PUBLISHED = ROOT / "docs/journal-vectors.json"


def main():
    """Runs the tool of the build folder and compares."""
    tool = pathlib.Path(os.environ.get("MINGZHANG_BUILD", ROOT / "build/dev")) / "tests/base/base_journal_vectors"
    written = subprocess.run([tool], check=True, stdout=subprocess.PIPE).stdout
    if "--accept" in sys.argv[1:]:
        PUBLISHED.write_bytes(written)
    published = PUBLISHED.read_bytes() if PUBLISHED.exists() else b""
    if published == written:
        print(f"{len(written)} bytes as published")
        return 0
    lines = difflib.unified_diff(published.decode().splitlines(), written.decode().splitlines(), "published", "written", lineterm="", n=0)
    for line in list(lines)[:20]:
        print(line[:300])
    return 1


if __name__ == "__main__":
    sys.exit(main())

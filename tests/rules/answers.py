"""Asks one of the case programs of this folder: a line a case in, a line an answer out."""
import os
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("MINGZHANG_BUILD", ROOT / "build/dev"))


def ask(program, cases):
    """One list of words for each case."""
    lines = "".join(" ".join(str(word) for word in case) + "\n" for case in cases)
    out = subprocess.run([BUILD / "tests/rules" / program], input=lines, capture_output=True, text=True, check=True).stdout
    found = [line.split() for line in out.splitlines()]
    assert len(found) == len(cases)
    return found

#!/usr/bin/env python3
"""A gate that cannot fail is a defect: each must report its breach, stay silent on the clean tree, and be explained."""
import os
import subprocess
import sys
import unittest

sys.dont_write_bytecode = True

import docs
import format_test
import size
from cases import CASES
from flow import Flow
from source import Source
from table import rows
from tidy_test import MODULES, ROOT
from tree import Tree


def reported(gate, files):
    """The gates that the module of `gate` reports on a tree."""
    module = next(module for module in MODULES if gate in module.GATES)
    return {violation.gate for violation in module.check(Tree(files))}


class Gates(unittest.TestCase):
    """Each row of cases.py, both ways."""

    def test_breaches_are_reported(self):
        for number, (gate, breach, _) in enumerate(CASES):
            with self.subTest(gate=gate, case=number):
                self.assertIn(gate, reported(gate, breach))

    def test_clean_trees_are_not(self):
        for number, (gate, _, clean) in enumerate(CASES):
            with self.subTest(gate=gate, case=number):
                self.assertNotIn(gate, reported(gate, clean))

    def test_every_gate_has_a_case(self):
        gates = {gate for module in MODULES for gate in module.GATES}
        self.assertEqual(gates, {gate for gate, _, _ in CASES})

    def test_every_gate_is_explained(self):
        text = Tree.load(ROOT).text("docs/checks.md")
        for module in MODULES:
            for gate in module.GATES:
                self.assertIn(f"| `{gate}` |", text)

    def test_format_gate_can_fail(self):
        self.assertTrue(format_test.differences(["-"], b"int  f( void ){return 0 ;}\n"))
        self.assertFalse(format_test.differences(["-"], b"int f(void)\n{\n    return 0;\n}\n"))


class Reading(unittest.TestCase):
    """The scanner that the gates rest on."""

    def test_functions_are_found(self):
        text = ("#define BODY(x) { x\nstatic const int a[] = {1, 2};\nstruct s {\n    int b;\n};\n"
                "__attribute__((format(printf, 1, 2))) static int *one(const char *f, ...)\n{\n    if (a) { }\n    return 0;\n}\n"
                "int two(void) { return '}'; } /* } */\nint three(int a[static 2], int (*b)(int, int))\n{\n}\nint four(int x);\n")
        found = [(f.name, f.line, f.lines, f.parameters, f.static) for f in Source(text).functions()]
        self.assertEqual(found, [("one", 6, 5, 1, True), ("two", 11, 1, 0, False), ("three", 12, 3, 2, False)])
        self.assertEqual(list(Source(text).prototypes()), [("four", 15)])

    def test_strings_join(self):
        source = Source('f("select " "1", /* "no" */ "two");')
        self.assertEqual([text for _, text in source.strings()], ["select ", "two"])

    def test_waiver_must_touch(self):
        for gap, waivers in (("", {"flat list"}), ("\n", set())):
            source = Source(f"/* tidy: flat list */\n{gap}int f(void)\n{{\n}}\n")
            self.assertEqual(next(source.functions()).waivers, waivers)

    def test_flow(self):
        for body, nesting, complexity in (
            ("{ a(); return b; }", 0, 0),
            ("{ if (a) b(); else if (c) d(); else e(); }", 1, 3),
            ("{ switch (a) { case 1: if (b) c(); break; default: d(); } }", 2, 3),
            ("{ for (;;) { while (a) do b(); while (c); } }", 3, 6),
            ("{ return a && b && c || d ? e : f; }", 0, 3),
            ("{ x = (struct y){.a = {1}}; if (x) { } }", 1, 1),
            ("{ EACH(x) { if (x) y(); } }", 2, 3),
        ):
            with self.subTest(body=body):
                flow = Flow(body)
                self.assertEqual((flow.nesting, flow.complexity), (nesting, complexity))

    def test_percentile(self):
        self.assertEqual([size.percentile(list(range(1, 21)), p) for p in (50, 95, 100)], [10, 19, 20])
        self.assertEqual(size.percentile([], 50), 0)

    def test_rows(self):
        found = list(rows('/* A(x) */\nA(b, 0x1F, -1, "q \\"x\\", " "y") B()\n'))
        self.assertEqual([(row.macro, row.fields, row.line) for row in found], [("A", ["b", "0x1F", "-1", 'q "x", y'], 2), ("B", [], 2)])


class Documents(unittest.TestCase):
    """The generator."""

    def test_record_table_must_close(self):
        for text in ("SHAPE(a, 0) U8(b) END_SHAPE(c, 0)", "RECORD(0x0101, a, 1) ONE(b, unknown) END_RECORD(0x0101, a, 1)"):
            with self.assertRaises(ValueError):
                docs.record_format(text)

    def test_difference_names_the_line(self):
        tree = Tree({"base/record.def": "", "docs/record-format.md": docs.record_format("").replace("## Header", "## Other")})
        line = docs.record_format("").splitlines().index("## Header") + 1
        self.assertEqual([violation.line for violation in docs.check(tree)], [line])

    def test_program_reports_and_fails(self):
        """The script's exit status follows what it prints."""
        done = subprocess.run([sys.executable, os.path.join(ROOT, "tests/tidy/tidy_test.py")], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0 if done.stdout.endswith("tidy\n") else 1)


if __name__ == "__main__":
    unittest.main()

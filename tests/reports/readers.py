"""Reads what the program writes for other programs: a workbook with zipfile and ElementTree, a PDF with poppler's tools."""
import datetime
import io
import re
import subprocess
import tempfile
import subprocess
import xml.etree.ElementTree as ElementTree
import zipfile
from decimal import Decimal

NAMES = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
DATE_FORMAT, FIRST_DAY = "yyyy-mm-dd", datetime.date(1899, 12, 30)


class Workbook:
    """The sheets of a workbook: name -> rows of cells, each None, a text, a Decimal or a date."""

    def __init__(self, data):
        self.zip = zipfile.ZipFile(io.BytesIO(data))
        assert self.zip.testzip() is None
        self.strings = ["".join(part.text or "" for part in item.iter(f"{{{NAMES['m']}}}t"))
                        for item in self.xml("xl/sharedStrings.xml").findall("m:si", NAMES)]
        styles = self.xml("xl/styles.xml")
        self.formats = {item.get("numFmtId"): item.get("formatCode") for item in styles.findall("m:numFmts/m:numFmt", NAMES)}
        self.styles = [self.formats.get(item.get("numFmtId")) for item in styles.findall("m:cellXfs/m:xf", NAMES)]
        files = {item.get("Id"): item.get("Target") for item in self.xml("xl/_rels/workbook.xml.rels")}
        self.trees = {item.get("name"): self.xml("xl/" + files[item.get(RELATION)])
                      for item in self.xml("xl/workbook.xml").findall("m:sheets/m:sheet", NAMES)}
        self.sheets = {name: [[self.cell(cell) for cell in row] for row in tree.findall("m:sheetData/m:row", NAMES)]
                       for name, tree in self.trees.items()}

    def xml(self, name):
        """One part of the file."""
        return ElementTree.fromstring(self.zip.read(name))

    def cell(self, cell):
        """The value of a cell, a number as the spreadsheet holds it; formulas are refused."""
        assert cell.find("m:f", NAMES) is None, "a formula"
        value, style = cell.findtext("m:v", None, NAMES), self.styles[int(cell.get("s", 0))]
        if value is None:
            return None
        if cell.get("t") == "s":
            return self.strings[int(value)]
        assert cell.get("t") in (None, "n"), cell.get("t")
        return FIRST_DAY + datetime.timedelta(int(value)) if style == DATE_FORMAT else Decimal(repr(float(value)))


def pdf_told(tool, data):
    """What one of poppler's tools says of a PDF."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(data)
        file.flush()
        after = ["-"] if tool[0] == "pdftotext" else []
        return subprocess.run([*tool, file.name, *after], capture_output=True, text=True, check=True, timeout=60).stdout


def pdf_text(data):
    """Its text without any blanks, since lines break where the paper ends."""
    return re.sub(r"\s", "", pdf_told(["pdftotext", "-raw"], data))


def printed(cell):
    """A cell of a JSON row as paper shows it, without blanks."""
    shown = "" if cell is None else str(cell)
    return f"{Decimal(shown):,.2f}" if re.fullmatch(r"-?\d+\.\d\d", shown) else re.sub(r"\s", "", shown)


def expected(cells):
    """The cells of a JSON row as a workbook should hold them."""
    return [Decimal(cell) if isinstance(cell, int) or cell and re.fullmatch(r"-?\d+\.\d\d", cell)
            else datetime.date.fromisoformat(cell) if cell and re.fullmatch(r"\d{4}-\d\d-\d\d", cell) else cell for cell in cells]

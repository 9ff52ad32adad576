"""Forms drawn as text: a line a row, ``|`` between cells, ``<`` and ``^`` for a cell merged with the one left or above.

Spreadsheets hold the same figure as text, as a number, or as a share shown in percent: each picture is read all ways.
"""

import re
from decimal import Decimal

from tracker.forms.audit.auditing import recognised
from tracker.forms.audit.form_checks import computed_total, form_findings
from tracker.forms.audit.grid import Grid
from tracker.forms.audit.reading import forms_in

WAYS = ("text", "number", "percent")


def grid(picture, way="text"):
    """The picture as the sheet a spreadsheet program would have made of it."""
    lines = [
        [cell.strip().replace("\\n", "\n") for cell in line.split("|")]
        for line in picture.strip("\n").split("\n")
    ]
    width = max(map(len, lines))
    rows = [[*line, *[""] * (width - len(line))] for line in lines]
    owners, spans = {}, {}
    for row, line in enumerate(rows):
        for column, text in enumerate(line):
            if text in ("<", "^"):
                beside = (row, column - 1) if text == "<" else (row - 1, column)
                owner = owners[row, column] = owners.get(beside, beside)
                first = spans.setdefault(owner, (*owner, *owner))
                spans[owner] = (*owner, max(first[2], row), max(first[3], column))
    cells = [["" if cell in ("<", "^") else _cell(cell, way) for cell in line] for line in rows]
    return Grid(cells, tuple(spans.values()))


def _cell(text, way):
    if way != "text" and re.fullmatch(r"-?\d+(\.\d+)?", text):
        return float(text) if "." in text else int(text)
    if way == "percent" and re.fullmatch(r"\d+(\.\d+)?%", text):
        return round(float(text[:-1]) / 100, 8)
    return text


def examined(picture, way="text"):
    """Each form of the picture with its rule set, its computed total and what was found."""
    result = []
    for form in forms_in(grid(picture, way), "表"):
        rules = recognised(form)
        found = form_findings(form, rules, Decimal("0.1"), strict=False)
        result.append((form, rules.name, computed_total(form), found))
    return result


def codes(picture, way="text"):
    """The codes found in a picture of one form."""
    ((_, _, _, found),) = examined(picture, way)
    return [each.code for each in found]

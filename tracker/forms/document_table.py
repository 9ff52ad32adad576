"""A form's table in a DOCX, drawn as markup in one go: python-docx's cells take a hundred times as long.

Cells are written in any order; the table stands where it was begun and is complete when its ``with`` ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any
from xml.sax.saxutils import escape

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm

from tracker.forms.sheet import clean

_HALF_POINTS = 18
_SIDES, _MARGINS = ("top", "left", "bottom", "right"), (28, 50, 28, 50)
"""The room between text and border, in twentieths of a point; narrow, for forms have many columns."""


@dataclass(frozen=True)
class _Written:
    """A cell with the rows and columns it spans."""

    text: str
    last_row: int
    last_column: int
    bold: bool
    left: bool


_EMPTY = _Written("", -1, -1, bold=False, left=False)


class Table:
    """A bordered table of fixed columns; rows come into being as they are written."""

    def __init__(self, document: Any, widths_cm: Sequence[float]) -> None:
        self._widths = [int(Cm(width).twips) for width in widths_cm]
        self._cells: dict[tuple[int, int], _Written] = {}
        self._repeated: set[int] = set()
        self._place = parse_xml(f"<w:tbl {nsdecls('w')}/>")
        document.element.body._insert_tbl(self._place)

    def __enter__(self) -> Table:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._place.getparent().replace(self._place, parse_xml(self._markup()))

    def write(
        self, row: int, column: int, text: str, *, to_row: int | None = None, to_column: int | None = None,
        bold: bool = False, left: bool = False,
    ) -> None:  # fmt: skip
        """Write a cell, merged over a span if one is given; control characters are dropped, line breaks kept."""
        last_row, last_column = row if to_row is None else to_row, column if to_column is None else to_column
        self._cells[row, column] = _Written(clean(text), last_row, last_column, bold, left)

    def repeat(self, row: int) -> None:
        """Repeat this row as a heading on every page."""
        self._repeated.add(row)

    def _markup(self) -> str:
        height = max((each.last_row for each in self._cells.values()), default=-1) + 1
        owners = {
            (row, column): first
            for first, each in self._cells.items()
            for row in range(first[0], each.last_row + 1)
            for column in range(first[1], each.last_column + 1)
        }
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in self._widths)
        rows = "".join(self._row(row, owners) for row in range(height))
        margins = "".join(
            f'<w:{side} w:w="{twips}" w:type="dxa"/>' for side, twips in zip(_SIDES, _MARGINS, strict=True)
        )
        look = (
            '<w:tblStyle w:val="TableGrid"/>'
            f'<w:tblW w:w="{sum(self._widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/>'
            f"<w:tblCellMar>{margins}</w:tblCellMar>"
        )
        start = f"<w:tbl {nsdecls('w')}><w:tblPr>{look}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
        return f"{start}{rows}</w:tbl>"

    def _row(self, row: int, owners: dict[tuple[int, int], tuple[int, int]]) -> str:
        cells, column = [], 0
        while column < len(self._widths):
            first = owners.get((row, column), (row, column))
            written = self._cells.get(first, _EMPTY)
            last = max(written.last_column, column)
            cells.append(
                self._cell(written, first[0] == row, max(written.last_row, row) > first[0], column, last)
            )
            column = last + 1
        repeated = '<w:trPr><w:tblHeader w:val="true"/></w:trPr>' if row in self._repeated else ""
        return f"<w:tr>{repeated}{''.join(cells)}</w:tr>"

    def _cell(self, written: _Written, first: bool, tall: bool, column: int, last: int) -> str:
        span = f'<w:gridSpan w:val="{last - column + 1}"/>' if last > column else ""
        merge = ('<w:vMerge w:val="restart"/>' if first else "<w:vMerge/>") if tall else ""
        width = sum(self._widths[column : last + 1])
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}<w:vAlign w:val="center"/></w:tcPr>'
            f"{_paragraph(written) if first else '<w:p/>'}</w:tc>"
        )


def _paragraph(written: _Written) -> str:
    side = "left" if written.left else "center"
    bold = "<w:b/>" if written.bold else ""
    text = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in written.text.split("\n")
    )
    run = f'<w:r><w:rPr>{bold}<w:sz w:val="{_HALF_POINTS}"/></w:rPr>{text}</w:r>' if written.text else ""
    return f'<w:p><w:pPr><w:jc w:val="{side}"/></w:pPr>{run}</w:p>'

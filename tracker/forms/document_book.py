"""The sheets of a workbook drawn as the sections of a DOCX: one layout, told once, in both formats."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple

from tracker.forms.document import (
    add_note,
    add_title,
    new_document,
    new_section,
    set_header_and_footer,
    set_page,
)
from tracker.forms.document_table import Table
from tracker.forms.sheet import BODY, POINTS, clean

_PORTRAIT_CM, _LANDSCAPE_CM = 17.4, 26.1


class _Cell(NamedTuple):
    column: int
    text: str
    look: Mapping[str, Any]
    to_row: int
    to_column: int


class DocumentBook:
    """A document being written, a section a sheet; ``trace`` goes into every footer."""

    def __init__(self, path: Path, *, title: str, author: str, trace: str) -> None:
        self._path, self._trace = path, trace
        self.document = new_document()
        about = self.document.core_properties
        about.title, about.author = clean(title)[:255], clean(author)[:255]
        self._begun = False

    def __enter__(self) -> DocumentBook:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.document.save(str(self._path))

    def sheet(self, name: str, widths: tuple[float, ...], *, landscape: bool = False) -> DocumentSheet:
        """A new section on a page of its own; a document shows no ``name``."""
        section = new_section(self.document) if self._begun else self.document.sections[0]
        self._begun = True
        set_page(section, landscape=landscape)
        return DocumentSheet(self.document, section, widths, self._trace, landscape=landscape)


class DocumentSheet:
    """One printed form: what has no border stands above or below the table as running text."""

    def __init__(
        self, document: Any, section: Any, widths: tuple[float, ...], trace: str, *, landscape: bool
    ) -> None:
        self.document, self._section, self._trace, self.widths = document, section, trace, widths
        scale = (_LANDSCAPE_CM if landscape else _PORTRAIT_CM) / sum(widths)
        self._widths_cm = [width * scale for width in widths]
        self._rows: dict[int, list[_Cell]] = {}

    def text(
        self, row: int, column: int, text: str, look: Mapping[str, Any] = BODY,
        *, to_row: int | None = None, to_column: int | None = None,
    ) -> None:  # fmt: skip
        """Text, merged over a span if one is given."""
        last_row, last_column = to_row or row, to_column or column
        self._rows.setdefault(row, []).append(_Cell(column, text, look, last_row, last_column))

    def number(
        self, row: int, column: int, number: Decimal | int | None, look: Mapping[str, Any] = POINTS,
        *, to_row: int | None = None, to_column: int | None = None,
    ) -> None:  # fmt: skip
        """A number as its format shows it; None leaves the cell empty."""
        shown = "" if number is None else shown_number(Decimal(number), str(look.get("num_format", "")))
        self.text(row, column, shown, look, to_row=to_row, to_column=to_column)

    def height(self, row: int, points: float) -> None:
        """Rows of a document are as high as their text."""

    def set_heights(self, row: int, points: float) -> int:
        """A record takes one row, however long its text; returns that row."""
        return row

    def width_of(self, column: int, to_column: int) -> float:
        """The width of a span of columns in half-width cells."""
        return sum(self.widths[column : to_column + 1])

    def finish(self, *, header: str, footer: str, protect: bool, last_row: int) -> None:
        """Draw what was written; any ``header`` is the draft's, the footer is the document's own."""
        set_header_and_footer(self._section, draft=bool(header), trace=self._trace)
        bordered = [row for row, cells in self._rows.items() if any("border" in cell.look for cell in cells)]
        first = min(bordered, default=0)
        for row in sorted(row for row in self._rows if row < first):
            self._running(self._rows[row][0])
        with Table(self.document, self._widths_cm) as table:
            for row in bordered:
                for cell in self._rows[row]:
                    table.write(
                        row - first, cell.column, cell.text, to_row=cell.to_row - first, to_column=cell.to_column,
                        bold=bool(cell.look.get("bold")), left=cell.look.get("align") == "left",
                    )  # fmt: skip
        for row in sorted(row for row in self._rows if row >= first and row not in bordered):
            self._running(self._rows[row][0])

    def _running(self, cell: _Cell) -> None:
        if cell.look.get("align") == "center":
            add_title(self.document, cell.text, size=float(cell.look.get("font_size", 9)))
        else:
            add_note(self.document, cell.text)


def shown_number(number: Decimal, format_: str) -> str:
    """A number as a cell of that format prints it: ``0.00``, ``0.00####``, ``0.00%`` or as it is."""
    if format_.endswith("%"):
        return f"{number * 100:.2f}%"
    if format_ == "0.00":
        return f"{number:.2f}"
    if format_ == "0.00####":
        whole, _, places = f"{number:.6f}".partition(".")
        return f"{whole}.{places.rstrip('0').ljust(2, '0')}"
    return f"{number:f}"

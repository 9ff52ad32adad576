"""Drawing a printed form with XlsxWriter: bordered cells, merges, row heights, headers and footers.

Everything people typed is written as text, never as a formula, number or link; cells that look like a
formula also carry Excel's quote mark, so that editing one does not turn it into a formula.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol
from unicodedata import east_asian_width, normalize

import xlsxwriter

SONG, HEI = "宋体", "黑体"
BODY: Mapping[str, Any] = {
    "font_name": SONG, "font_size": 9, "border": 1, "text_wrap": True, "align": "center", "valign": "vcenter",
}  # fmt: skip
LEFT: Mapping[str, Any] = {**BODY, "align": "left"}
WRITABLE: Mapping[str, Any] = {**LEFT, "locked": False}
LABEL: Mapping[str, Any] = {**BODY, "bold": True}
TITLE: Mapping[str, Any] = {"font_name": HEI, "font_size": 16, "align": "center", "valign": "vcenter"}
NOTE: Mapping[str, Any] = {"font_name": SONG, "font_size": 8, "text_wrap": True, "valign": "top"}
POINTS: Mapping[str, Any] = {**BODY, "num_format": "0.00"}
AMOUNT: Mapping[str, Any] = {**BODY, "num_format": "0.00####"}
RATE: Mapping[str, Any] = {**BODY, "num_format": "0.00%"}

_CELL_LIMIT = 32_000
_HIGHEST_ROW = 400.0
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)
_SHEET_FORBIDDEN = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")


def clean(text: str) -> str:
    """Text without control characters, and within what a cell can hold."""
    if text.isprintable() and len(text) <= _CELL_LIMIT:
        return text
    plain = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return plain if len(plain) <= _CELL_LIMIT else plain[: _CELL_LIMIT - 1] + "…"


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet might take the text for a formula: = + - @ first, also full-width or after spaces."""
    return _begins_formula(text.lstrip()[:1]) or text[:1] in ("\t", "\r", "\0")


@lru_cache(maxsize=4096)
def _begins_formula(first: str) -> bool:
    return normalize("NFKC", first) in ("=", "+", "-", "@", "−")


def cells_wide(text: str) -> int:
    """Width in half-width cells: Chinese characters count two."""
    return sum(2 if east_asian_width(each) in "WFA" else 1 for each in text)


def lines_of(text: str, width: float) -> int:
    """How many lines the text takes in a column of that width (in half-width cells), wrapped."""
    return sum(max(1, -(-cells_wide(line) // max(int(width), 2))) for line in text.split("\n"))


class Page(Protocol):
    """A printed form being written: a worksheet, or a section of a document drawn like one."""

    widths: tuple[float, ...]

    def text(
        self, row: int, column: int, text: str, look: Mapping[str, Any] = BODY,
        *, to_row: int | None = None, to_column: int | None = None,
    ) -> None:  # fmt: skip
        """Write text, merged over a span if one is given."""
        ...

    def number(
        self, row: int, column: int, number: Decimal | int | None, look: Mapping[str, Any] = POINTS,
        *, to_row: int | None = None, to_column: int | None = None,
    ) -> None:  # fmt: skip
        """Write a number; None leaves the cell empty but bordered."""
        ...

    def height(self, row: int, points: float) -> None:
        """Set a row's height."""
        ...

    def set_heights(self, row: int, points: float) -> int:
        """Give a record its height, over as many rows as it takes; returns its last row."""
        ...

    def width_of(self, column: int, to_column: int) -> float:
        """The width of a span of columns in half-width cells."""
        ...

    def finish(self, *, header: str, footer: str, protect: bool, last_row: int) -> None:
        """Complete the form."""
        ...


class Pages(Protocol):
    """A workbook or a document being written."""

    def sheet(self, name: str, widths: tuple[float, ...], *, landscape: bool = False) -> Page:
        """A new page or more for a form."""
        ...


class Book:
    """A workbook being written; formats are made once for each look."""

    def __init__(self, path: Path, *, title: str, author: str) -> None:
        self._book = xlsxwriter.Workbook(
            str(path),
            {
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "in_memory": True,
            },
        )
        self._book.set_properties({"title": clean(title), "author": clean(author)})
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self._names: set[str] = set()

    def __enter__(self) -> Book:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._book.close()

    def look(self, properties: Mapping[str, Any]) -> Any:
        """The format with these properties."""
        key = tuple(properties.items())
        known = self._formats.get(key)
        if known is None:
            known = self._formats[key] = self._book.add_format(dict(properties))
        return known

    def sheet(self, name: str, widths: tuple[float, ...], *, landscape: bool = False) -> Sheet:
        """A new A4 sheet one page wide; the name is made legal and unique."""
        return Sheet(self, self._book.add_worksheet(self._legal(name)), widths, landscape=landscape)

    def _legal(self, name: str) -> str:
        base = _SHEET_FORBIDDEN.sub("_", clean(name)).strip()[:31] or "表"
        legal, number = base, 1
        while legal.lower() in self._names:
            number += 1
            legal = f"{base[: 30 - len(str(number))]}~{number}"
        self._names.add(legal.lower())
        return legal


class Sheet:
    """One printed form. Rows and columns count from 0; a span covers its last row and column."""

    def __init__(self, book: Book, sheet: Any, widths: tuple[float, ...], *, landscape: bool) -> None:
        self._book, self._sheet, self.widths = book, sheet, widths
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.set_paper(9)
        if landscape:
            sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.75, bottom=0.75)
        sheet.center_horizontally()

    @property
    def raw(self) -> Any:
        """The XlsxWriter worksheet, for what is not a cell (charts, filters)."""
        return self._sheet

    def text(
        self, row: int, column: int, text: str, look: Mapping[str, Any] = BODY,
        *, to_row: int | None = None, to_column: int | None = None,
    ) -> None:  # fmt: skip
        """Write text, merged over a span if one is given; never a formula."""
        plain = clean(text)
        shown = self._book.look({**look, "quote_prefix": True} if looks_like_formula(plain) else look)
        if to_row is not None or to_column is not None:
            self._span(row, column, to_row, to_column, shown)
        self._sheet.write_string(row, column, plain, shown)

    def number(
        self, row: int, column: int, number: Decimal | int | None, look: Mapping[str, Any] = POINTS,
        *, to_row: int | None = None, to_column: int | None = None,
    ) -> None:  # fmt: skip
        """Write a number; None leaves the cell empty but bordered."""
        shown = self._book.look(look)
        if to_row is not None or to_column is not None:
            self._span(row, column, to_row, to_column, shown)
        if number is None:
            self._sheet.write_blank(row, column, None, shown)
        else:
            self._sheet.write_number(row, column, number, shown)

    def _span(self, row: int, column: int, to_row: int | None, to_column: int | None, look: Any) -> None:
        last_row, last_column = to_row or row, to_column or column
        if (last_row, last_column) != (row, column):
            self._sheet.merge_range(row, column, last_row, last_column, "", look)

    def height(self, row: int, points: float) -> None:
        """Set a row's height, within what a row can have."""
        self._sheet.set_row(row, min(points, _HIGHEST_ROW))

    def width_of(self, column: int, to_column: int) -> float:
        """The width of a span of columns in half-width cells."""
        return sum(self.widths[column : to_column + 1])

    def set_heights(self, row: int, points: float) -> int:
        """Give a record its height, over as many rows as it takes; returns its last row."""
        rows = max(1, -(-int(points) // int(_HIGHEST_ROW)))
        for offset in range(rows):
            self.height(row + offset, points / rows)
        return row + rows - 1

    def finish(self, *, header: str, footer: str, protect: bool, last_row: int) -> None:
        """Print set-up: header, footer, area; protection leaves only the writable cells open."""
        self._sheet.set_header(header)
        self._sheet.set_footer(footer)
        self._sheet.print_area(0, 0, last_row, len(self.widths) - 1)
        if protect:
            self._sheet.protect("", {"format_rows": True, "format_columns": True})


def needed_height(parts: tuple[tuple[str, float], ...], *, line: float = 12.0) -> float:
    """The height in points a row needs for its texts, each with its column's width."""
    return 6 + line * max((lines_of(text, width * 1.1) for text, width in parts), default=1)


def escaped(text: str) -> str:
    """Text for a header or footer, where & begins a command."""
    return clean(text).replace("\n", " ").replace("&", "&&")

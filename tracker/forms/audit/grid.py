"""A sheet as a grid of printed cells, with merged ranges known: what a reader of forms looks at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, lru_cache
from unicodedata import normalize

Cell = str | int | float | bool | dt.date | dt.time | dt.datetime | dt.timedelta
Span = tuple[int, int, int, int]
"""First row, first column, last row, last column."""

_DECIMALS = 8


@dataclass(frozen=True)
class Printed:
    """What stands in a cell: its text, its number where it is a number, and where it stands (``B7``)."""

    text: str = ""
    number: Fraction | None = None
    """Set only where the spreadsheet itself holds a number."""
    cell: str = ""

    @property
    def blank(self) -> bool:
        """Whether nothing is printed."""
        return self.text == ""


def cell_name(row: int, column: int) -> str:
    """``B7`` for row 6, column 1 counted from 0."""
    letters, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


@lru_cache(maxsize=8192)
def squeezed(text: str) -> str:
    """Text in normal form (half-width where there is one) without any space or line break."""
    return "".join((text if text.isascii() else normalize("NFKC", text)).split())


@dataclass(frozen=True)
class Grid:
    """Rows of cells, and the merged ranges whose value stands in their first cell."""

    rows: Sequence[Sequence[Cell]]
    spans: Sequence[Span] = ()
    _owner: dict[tuple[int, int], Span] = field(default_factory=dict, init=False, repr=False, compare=False)
    _texts: dict[int, list[str]] = field(default_factory=dict, init=False, repr=False, compare=False)
    _printed: dict[tuple[int, int], Printed] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        limit_row, limit_column = len(self.rows), self.width
        for span in self.spans:
            for row in range(span[0], min(span[2], limit_row - 1) + 1):
                for column in range(span[1], min(span[3], limit_column - 1) + 1):
                    self._owner[row, column] = span

    @property
    def height(self) -> int:
        """Number of rows."""
        return len(self.rows)

    @cached_property
    def width(self) -> int:
        """Number of columns."""
        return max((len(row) for row in self.rows), default=0)

    @cached_property
    def first_column(self) -> int:
        """The leftmost column that holds anything."""
        found = (number for row in self.rows for number, value in enumerate(row) if value not in ("", None))
        return min(found, default=0)

    def span(self, row: int, column: int) -> Span:
        """The merged range a cell belongs to, or the cell alone."""
        return self._owner.get((row, column), (row, column, row, column))

    def own(self, row: int, column: int) -> Printed:
        """What stands in this very cell; blank inside a merged range except in its first cell."""
        known = self._printed.get((row, column))
        if known is None:
            inside = 0 <= row < len(self.rows) and 0 <= column < len(self.rows[row])
            name = cell_name(row, column)
            known = _printed(self.rows[row][column], name) if inside else Printed(cell=name)
            self._printed[row, column] = known
        return known

    def seen(self, row: int, column: int) -> Printed:
        """What a reader sees there: the value of the merged range the cell belongs to."""
        first = self.span(row, column)
        return self.own(first[0], first[1])

    def texts(self, row: int) -> list[str]:
        """The row's cells as seen, squeezed; a merged range gives its text in each of its columns."""
        return [squeezed(self.seen(row, column).text) for column in range(self.width)]

    def own_texts(self, row: int) -> list[str]:
        """The row's own cells, squeezed."""
        if row not in self._texts:
            self._texts[row] = [squeezed(self.own(row, column).text) for column in range(self.width)]
        return self._texts[row]

    def mentions(self, row: int, character: str) -> bool:
        """Whether any cell of the row holds that character: a cheap look before a close one."""
        return any(isinstance(value, str) and character in value for value in self.rows[row])


def _printed(value: Cell, name: str) -> Printed:
    if isinstance(value, bool):
        return Printed("是" if value else "否", None, name)
    if isinstance(value, float):
        number = (
            Fraction(Decimal(repr(round(value, _DECIMALS)))) if value == value and abs(value) < 1e18 else None
        )
        return Printed(_number_text(value), number, name)
    if isinstance(value, int):
        return Printed(str(value), Fraction(value), name)
    if isinstance(value, str):
        return Printed(value.strip(), None, name)
    return Printed(str(value), None, name)


def _number_text(value: float) -> str:
    text = repr(round(value, _DECIMALS))
    return text.removesuffix(".0")

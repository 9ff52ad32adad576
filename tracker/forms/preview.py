"""A printed form as lines of text: what the sheets draw for Excel, drawn for a terminal instead.

The writers of the sheets draw on this as on a workbook, so that what is looked at is what is printed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, NamedTuple
from unicodedata import east_asian_width

from tracker.forms.department_workbook import write_department_sheet
from tracker.forms.selfevaluation import ProjectResult, SelfEvaluation
from tracker.forms.sheet import BODY, POINTS, Book, Sheet, clean
from tracker.forms.workbook import SHEETS
from tracker.rules.points import round_half_up

_NORTH, _EAST, _SOUTH, _WEST = 1, 2, 4, 8
_CORNERS = {
    _EAST | _WEST: "─", _NORTH | _SOUTH: "│", _EAST | _SOUTH: "┌", _WEST | _SOUTH: "┐", _NORTH | _EAST: "└",
    _NORTH | _WEST: "┘", _NORTH | _EAST | _SOUTH: "├", _NORTH | _WEST | _SOUTH: "┤",
    _EAST | _SOUTH | _WEST: "┬", _NORTH | _EAST | _WEST: "┴", 15: "┼",
}  # fmt: skip
_LEAST_WIDTH = 4
_FIGURE_WIDTH = 6
"""``100.00`` takes so much."""


class _Cell(NamedTuple):
    """A text over a span of the grid; ``to_row`` and ``to_column`` are its last."""

    row: int
    column: int
    to_row: int
    to_column: int
    text: str
    align: str
    bordered: bool
    figure: str = ""


class PlacedFigure(NamedTuple):
    """Points of a form, and where they stand in the lines drawn."""

    code: str
    """Of the project or the indicator."""
    what: str
    """``score`` or ``execution_score``, as one asks what is behind it."""
    line: int
    start: int
    """The first character in its line."""
    text: str


class Preview(NamedTuple):
    """A form as lines of text, and the figures in it one can ask about, from above to below."""

    lines: list[str]
    figures: tuple[PlacedFigure, ...]


class _Points(Decimal):
    """Points that still know which they are when a layout writes them."""

    figure = ""

    @classmethod
    def of(cls, points: Decimal, figure: str) -> _Points:
        known = cls(points)
        known.figure = figure
        return known


class PreviewSheet(Sheet):
    """Keeps what is written where, and draws nothing."""

    def __init__(self, widths: tuple[float, ...]) -> None:
        self.widths = widths
        self.cells: list[_Cell] = []

    def text(
        self, row: int, column: int, text: str, look: Mapping[str, Any] = BODY,
        *, to_row: int | None = None, to_column: int | None = None,
    ) -> None:  # fmt: skip
        """Keep a text and its span."""
        align = str(look.get("align", "left"))
        span = (to_row or row, to_column or column)
        self.cells.append(_Cell(row, column, *span, clean(text), align, "border" in look))

    def number(
        self, row: int, column: int, number: Decimal | int | None, look: Mapping[str, Any] = POINTS,
        *, to_row: int | None = None, to_column: int | None = None,
    ) -> None:  # fmt: skip
        """Keep a number as it would be shown."""
        shown = "" if number is None else _formatted(Decimal(number), str(look.get("num_format", "0.00")))
        self.text(row, column, shown, look, to_row=to_row, to_column=to_column)
        if isinstance(number, _Points):
            self.cells[-1] = self.cells[-1]._replace(figure=number.figure)

    def height(self, row: int, points: float) -> None:
        """Heights follow from the texts here."""

    def set_heights(self, row: int, points: float) -> int:
        """A record takes one row here."""
        return row

    def finish(self, *, header: str, footer: str, protect: bool, last_row: int) -> None:
        """Nothing is left to do."""


class PreviewBook(Book):
    """Holds the one sheet a writer draws."""

    def __init__(self) -> None:
        self.drawn: PreviewSheet | None = None

    def sheet(self, name: str, widths: tuple[float, ...], *, landscape: bool = False) -> PreviewSheet:
        """The sheet to draw on."""
        self.drawn = PreviewSheet(widths)
        return self.drawn


def preview(
    evaluation: SelfEvaluation,
    project: ProjectResult,
    width: int,
    *,
    ascii: bool = False,
    shown: Callable[[str], str] = str,
) -> Preview:
    """A form as lines that fill so many cells: a project's in the rule set's layout, or the department's.

    ``shown`` makes a text of the form one the terminal can show.
    """
    book = PreviewBook()
    known = _with_known_points(project)
    if project is evaluation.department:
        write_department_sheet(book, evaluation, known)
    else:
        SHEETS[evaluation.rules.layout](book, evaluation, known)
    assert book.drawn is not None, "every layout draws a sheet"
    cells = [cell._replace(text="\n".join(map(shown, cell.text.split("\n")))) for cell in book.drawn.cells]
    return drawn(cells, book.drawn.widths, width, ascii=ascii)


def _with_known_points(form: ProjectResult) -> ProjectResult:
    code, budget = form.facts.code, form.budget
    return replace(
        form,
        budget=replace(budget, score=_Points.of(budget.score, f"{code} execution_score")),
        indicators=tuple(
            replace(row, score=_Points.of(row.score, f"{row.facts.code} score")) for row in form.indicators
        ),
        total=_Points.of(form.total, f"{code} score"),
    )


def cells_wide(text: str) -> int:
    """How many cells a terminal gives a text."""
    return sum(2 if east_asian_width(mark) in "WF" else 1 for mark in text)


def _formatted(number: Decimal, form: str) -> str:
    if form.endswith("%"):
        return f"{round_half_up(number * 100)}%"
    if "#" in form:
        whole, _, part = f"{number:.6f}".partition(".")
        return f"{whole}.{part.rstrip('0').ljust(2, '0')}"
    return f"{round_half_up(number)}"


def drawn(cells: Sequence[_Cell], widths: Sequence[float], width: int, *, ascii: bool) -> Preview:
    """Cells as boxed text: columns share the width as on paper, rows are as high as their texts."""
    columns = _columns(widths, width)
    heights = _heights(cells, columns)
    canvas = _Canvas(columns, heights)
    for cell in cells:
        canvas.put(cell)
    return Preview(canvas.lines(ascii=ascii), tuple(canvas.figures()))


def _columns(widths: Sequence[float], width: int) -> list[int]:
    """The columns' widths in cells, so that with their borders they fill the width; figures fit where there is room."""
    left = max(width - len(widths) - 1, _LEAST_WIDTH * len(widths))
    least = [_FIGURE_WIDTH if each >= _FIGURE_WIDTH else _LEAST_WIDTH for each in widths]
    if sum(least) > left:
        least = [_LEAST_WIDTH] * len(widths)
    shares = [max(low, int(left * each / sum(widths))) for low, each in zip(least, widths, strict=True)]
    while sum(shares) > left:
        shares[max(range(len(shares)), key=lambda at: shares[at] - least[at])] -= 1
    shares[max(range(len(shares)), key=shares.__getitem__)] += left - sum(shares)
    return shares


def _heights(cells: Sequence[_Cell], columns: Sequence[int]) -> list[int]:
    """How many lines each row needs: first for the cells of one row, then for those over several."""
    heights = [1] * (max(cell.to_row for cell in cells) + 1)
    for cell in sorted(cells, key=lambda cell: cell.to_row - cell.row):
        needed = len(wrapped(cell.text, _inner(columns, cell)))
        rows = range(cell.row, cell.to_row + 1)
        missing = needed - (sum(heights[row] for row in rows) + len(rows) - 1)
        if missing > 0:
            heights[cell.to_row] += missing
    return heights


def _inner(columns: Sequence[int], cell: _Cell) -> int:
    return sum(columns[cell.column : cell.to_column + 1]) + cell.to_column - cell.column


def wrapped(text: str, width: int) -> list[str]:
    """A text in lines of at most so many cells."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for mark in paragraph:
            if cells_wide(line + mark) > width and line:
                lines.append(line)
                line = ""
            line += mark
        lines.append(line)
    return lines


class _Canvas:
    """Marks by line and cell; the second cell of a wide character is empty. Edges are kept apart from texts."""

    def __init__(self, columns: Sequence[int], heights: Sequence[int]) -> None:
        self.columns, self.heights = columns, heights
        self.left = [sum(columns[:at]) + at for at in range(len(columns) + 1)]
        self.top = [sum(heights[:at]) + at for at in range(len(heights) + 1)]
        self.marks = [[" "] * (self.left[-1] + 1) for _ in range(self.top[-1] + 1)]
        self.edges = [[0] * (self.left[-1] + 1) for _ in range(self.top[-1] + 1)]
        self._figures: list[tuple[int, int, _Cell]] = []

    def put(self, cell: _Cell) -> None:
        """Draw a cell's box and its text."""
        left, right = self.left[cell.column], self.left[cell.to_column + 1]
        top, bottom = self.top[cell.row], self.top[cell.to_row + 1]
        if cell.bordered:
            self._box(left, right, top, bottom)
        inner = right - left - 1
        lines = wrapped(cell.text, inner)
        room = bottom - top - 1
        first = top + 1 + max(0, (room - len(lines)) // 2)
        for offset, line in enumerate(lines[:room]):
            x = self._write(first + offset, left + 1, inner, line, cell.align)
            if cell.figure and not offset:
                self._figures.append((first, x, cell._replace(text=line)))

    def _box(self, left: int, right: int, top: int, bottom: int) -> None:
        for x in range(left, right + 1):
            reach = (_EAST if x < right else 0) | (_WEST if x > left else 0)
            self.edges[top][x] |= reach
            self.edges[bottom][x] |= reach
        for y in range(top, bottom + 1):
            reach = (_SOUTH if y < bottom else 0) | (_NORTH if y > top else 0)
            self.edges[y][left] |= reach
            self.edges[y][right] |= reach

    def _write(self, y: int, x: int, inner: int, line: str, align: str) -> int:
        """Where in the line it begins."""
        blank = inner - cells_wide(line)
        x += blank // 2 if align == "center" else blank if align == "right" else 0
        begins = x
        for mark in line:
            self.marks[y][x] = mark
            x += 1
            if cells_wide(mark) == 2:
                self.marks[y][x] = ""
                x += 1
        return begins

    def figures(self) -> Iterator[PlacedFigure]:
        """Those it was told of, from above to below."""
        for y, x, cell in sorted(self._figures, key=lambda figure: figure[:2]):
            code, _, what = cell.figure.partition(" ")
            before = sum(1 for mark in self.marks[y][:x] if mark)
            yield PlacedFigure(code, what, y, before, cell.text)

    def lines(self, *, ascii: bool) -> list[str]:
        """The whole, a string a line."""
        return [
            "".join(map(self._shown(ascii), edges, marks))
            for edges, marks in zip(self.edges, self.marks, strict=True)
        ]

    @staticmethod
    def _shown(ascii: bool) -> Any:
        def shown(edge: int, mark: str) -> str:
            if not edge:
                return mark
            if ascii:
                return "-" if edge == _EAST | _WEST else "|" if edge == _NORTH | _SOUTH else "+"
            return _CORNERS.get(edge, "─" if edge & (_EAST | _WEST) else "│")

        return shown

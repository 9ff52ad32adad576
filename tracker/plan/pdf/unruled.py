"""The indicator tables of a page that draws no lines around its cells, as grids."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from tracker.plan.disclosure.lines import is_page_number
from tracker.plan.disclosure.vocabulary import GOAL_LABEL
from tracker.plan.grids import Cell, Grid
from tracker.plan.pdf.glyphs import PrintedLine, text_of, texts_of
from tracker.plan.pdf.goals import WHITE, read_goal
from tracker.plan.pdf.headers import Column, find_headers
from tracker.plan.pdf.levels import RowBoxes, read_levels
from tracker.plan.pdf.rows import Body, Rows, part_rows
from tracker.plan.pdf.strips import Strips, body_end, strips_of

_LEVELS = ("level1", "level2")


class Rule(NamedTuple):
    """A line drawn across the page."""

    y: float
    x0: float
    x1: float


@dataclass
class Unruled:
    """A page's tables without lines: their rows, which are unsure, the lines they use up, and what is open below."""

    grids: list[Grid] = field(default_factory=list)
    unsure: set[str] = field(default_factory=set)
    used: set[float] = field(default_factory=set)
    open: tuple[Column, ...] = ()


def read_unruled(
    lines: Sequence[PrintedLine], rules: Sequence[Rule], page: int, carried: tuple[Column, ...]
) -> Unruled:
    """Read a page's lines; ``carried`` are the columns of a table the page before left open."""
    return _Page(list(lines), rules, page).read(carried)


class _Page:
    """Goes down a page: the rest of an open table, then head, header and body of each that begins on it."""

    def __init__(self, lines: list[PrintedLine], rules: Sequence[Rule], page: int) -> None:
        self.lines = _without_page_numbers(lines)
        self.rules = rules
        self.page = page
        self.made = Unruled()
        self.rows: list[list[Cell]] = []

    def read(self, carried: tuple[Column, ...]) -> Unruled:
        headers = find_headers(self.lines)
        first = headers[0].first if headers else len(self.lines)
        at = self._body(carried, 0, first, cut_above=True) if carried and self.lines else 0
        for number, header in enumerate(headers):
            following = headers[number + 1].first if number + 1 < len(headers) else len(self.lines)
            goes_on = number == 0 and at == 0 and read_goal(self.lines[: header.first]) is None
            self._head(self.lines[at : header.first])
            self.rows.append([column.title for column in header.columns])
            self._use(self.lines[header.first : header.last + 1])
            at = self._body(header.columns, header.last + 1, following, cut_above=goes_on)
        if read_goal(self.lines[at:]) is not None:
            self._head(self.lines[at:])
        if self.rows:
            rows = self.rows
            self.made.grids.append(Grid(rows, self._place, self.page))
        return self.made

    def _place(self, row: int, column: int) -> str:
        return f"p{self.page} r{row + 1}c{column + 1}"

    def _use(self, lines: Sequence[PrintedLine]) -> None:
        self.made.used |= {line.y for line in lines}

    def _head(self, above: Sequence[PrintedLine]) -> None:
        """What stands above a header: labels, each line cut at its white, and the goal."""
        goal = read_goal(above)
        used = goal.lines if goal is not None else []
        for line in above:
            if line not in used:
                self.rows.append([text_of(piece) for piece in line.pieces(WHITE * line.size)])
        if goal is not None:
            self.rows.append([GOAL_LABEL, goal.text])
            self._use(goal.lines)

    def _body(self, columns: tuple[Column, ...], start: int, limit: int, *, cut_above: bool) -> int:
        end = min(body_end(columns, self.lines, start), limit)
        body = self.lines[start:end]
        self.made.open = columns if end == len(self.lines) else ()
        if body:
            self._use(body)
            self._read_body(
                strips_of(columns, body), body, cut_above=cut_above, cut_below=bool(self.made.open)
            )
        return end

    def _read_body(
        self, strips: Strips, body: Sequence[PrintedLine], *, cut_above: bool, cut_below: bool
    ) -> None:
        columns = strips.lines(glyph for line in body for glyph in line.glyphs)
        fields = strips.fields
        own = [n for n, name in enumerate(fields) if name not in _LEVELS and columns[n]]
        if "level3" not in fields or "value" not in fields:
            return
        name, value = fields.index("level3"), fields.index("value")
        own = sorted({*own, name, value})
        if not any(columns[n] for n in own):
            return
        made = Body(
            [columns[n] for n in own],
            name=own.index(name),
            value=own.index(value),
            size=body[0].size,
            top=body[0].y,
            bottom=body[-1].y,
            cut_above=cut_above,
            cut_below=cut_below,
        )
        rows = part_rows(made, self._rules(strips, name, body))
        self._add(strips, columns, own, rows, made)

    def _rules(self, strips: Strips, name: int, body: Sequence[PrintedLine]) -> list[float]:
        """Lines drawn across the row's own columns."""
        left, right = strips.columns[name].x0, strips.columns[-1].x1
        top, bottom = body[0].y - 3 * body[0].size, body[-1].y + 2 * body[-1].size
        inside = sorted(
            rule.y for rule in self.rules if rule.x0 <= left and rule.x1 >= right and top < rule.y < bottom
        )
        return [y for n, y in enumerate(inside) if not n or y - inside[n - 1] > 2]

    def _add(
        self,
        strips: Strips,
        columns: Sequence[Sequence[PrintedLine]],
        own: Sequence[int],
        rows: Rows,
        body: Body,
    ) -> None:
        bounds = list(zip(rows.borders, rows.borders[1:], strict=False))
        texts: dict[int, Sequence[str]] = {
            n: [texts_of([x for x in columns[n] if top < x.y <= bottom]) for top, bottom in bounds]
            for n in own
        }
        boxes = RowBoxes(rows.borders, _tops(body, bounds), body.cut_above, body.cut_below)
        unsure, below = set(rows.unsure), [""] * len(bounds)
        for n in reversed([n for n in range(len(columns)) if n not in own]):
            levels = read_levels(columns[n], boxes, below)
            texts[n] = below = list(levels.texts)
            unsure |= levels.unsure
        for row in range(len(bounds)):
            if not strips.sure or row in unsure:
                self.made.unsure.add(self._place(len(self.rows), 0))
            self.rows.append([texts[n][row] for n in range(len(columns))])


def _tops(body: Body, bounds: Sequence[tuple[float, float]]) -> list[float]:
    """The first baseline in each row's own columns."""
    return [
        min((x.y for column in body.columns for x in column if top < x.y <= bottom), default=top)
        for top, bottom in bounds
    ]


def _without_page_numbers(lines: list[PrintedLine]) -> list[PrintedLine]:
    while lines and is_page_number(lines[-1].text):
        lines = lines[:-1]
    return lines[1:] if lines and is_page_number(lines[0].text) else lines

"""Which rows a level's cell reaches over, where equal cells were merged and no lines say how far."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import NamedTuple

from tracker.plan.disclosure.vocabulary import LEVEL1, LEVEL2, parents_of
from tracker.plan.pdf.glyphs import PrintedLine

_NEAR = 1.7
_SURE = 0.35
_MIDDLE = 0.35
_LEFT_OVER = 0.02
_NOWHERE = 9.0


class LevelCell(NamedTuple):
    """A level's name as printed, with its first and last baseline and the size of its letters."""

    text: str
    first: float
    last: float
    size: float

    @property
    def middle(self) -> float:
        """Where the middle of its lines is."""
        return (self.first + self.last) / 2 - _MIDDLE * self.size


class Levels(NamedTuple):
    """A column's text for every row, empty where it repeats the row above; and in which rows it is not sure."""

    texts: tuple[str, ...]
    unsure: frozenset[int]


class RowBoxes(NamedTuple):
    """The rows the levels belong to: their borders, the first baseline of each, and where a page cuts the table."""

    borders: Sequence[float]
    tops: Sequence[float]
    cut_above: bool
    cut_below: bool

    @property
    def many(self) -> int:
        """How many rows there are."""
        return len(self.borders) - 1


def read_levels(lines: Sequence[PrintedLine], rows: RowBoxes, below: Sequence[str]) -> Levels:
    """Give each row its level; ``below`` are the names of the next lower level, where they are known."""
    everywhere, nowhere = frozenset(range(rows.many)), frozenset[int]()
    if not lines:
        return Levels(("",) * rows.many, nowhere if rows.cut_above else everywhere)
    cells = _cells(lines)
    known = all(_is_level(cell.text) for cell in cells)
    own = _one_for_each(cells, rows.borders)
    if all(own):
        return Levels(own, nowhere if known else everywhere)
    spread = min(
        (_spread(cells, rows, below, centred=centred) for centred in (True, False)), key=lambda s: s[0]
    )
    if not known or spread[0] > _SURE:
        return Levels(spread[1], everywhere)
    return Levels(spread[1], _left_over(spread[1], below))


def _left_over(texts: Sequence[str], below: Sequence[str]) -> frozenset[int]:
    """The last rows, where a merged cell goes on over the page's end and its name is there, not told by the level below."""
    last = max(row for row, text in enumerate(texts) if text)
    return frozenset(row for row in range(last + 1, len(texts)) if not parents_of(below[row]))


def _one_for_each(cells: Sequence[LevelCell], borders: Sequence[float]) -> tuple[str, ...]:
    """The cell whose middle lies in each row; empty where there is none, or are several."""
    rows = itertools.pairwise(borders)
    found = [[cell.text for cell in cells if top < cell.middle <= bottom] for top, bottom in rows]
    return tuple(texts[0] if len(texts) == 1 else "" for texts in found)


def _is_level(text: str) -> bool:
    return text in LEVEL1 or text in LEVEL2 or bool(parents_of(text))


def _cells(lines: Sequence[PrintedLine]) -> list[LevelCell]:
    """Lines below each other that make one level's name."""
    cells: list[LevelCell] = []
    for line in lines:
        before = cells[-1] if cells else None
        if before is not None and _goes_on(before, line):
            cells[-1] = LevelCell(before.text + line.text, before.first, line.y, before.size)
        else:
            cells.append(LevelCell(line.text, line.y, line.y, line.size))
    return cells


def _goes_on(before: LevelCell, line: PrintedLine) -> bool:
    if _is_level(before.text + line.text):
        return True
    return not _is_level(before.text) and line.y - before.last <= _NEAR * line.size


_Spread = tuple[float, tuple[str, ...]]
"""How badly the cells' places fit the rows given to them, in rows for each cell; and the rows' texts."""


def _spread(cells: Sequence[LevelCell], rows: RowBoxes, below: Sequence[str], *, centred: bool) -> _Spread:
    """Give the cells the rows they fit best, each some that follow each other.

    Above the first cell rows may be left over where a page cuts the table, below the last one likewise.
    """
    best: dict[int, _Spread] = {0: (0.0, ())}
    if rows.cut_above:
        best |= {start: (_LEFT_OVER, ("",) * start) for start in range(1, rows.many)}
    for cell in cells:
        reached: dict[int, _Spread] = {}
        for start, (misfit, texts) in best.items():
            for end in range(start + 1, rows.many + 1):
                worse = max(misfit, _misfit(cell, rows, below, start, end, centred=centred))
                if end not in reached or worse < reached[end][0]:
                    reached[end] = (worse, (*texts, *([cell.text] * (end - start))))
        best = reached
    ends = [best[rows.many]] if rows.many in best else []
    if rows.cut_below:
        ends += [(max(m, _LEFT_OVER), (*t, *[""] * (rows.many - end))) for end, (m, t) in best.items()]
    return min(ends, key=lambda end: end[0], default=(_NOWHERE, ("",) * rows.many))


def _misfit(
    cell: LevelCell, rows: RowBoxes, below: Sequence[str], start: int, end: int, *, centred: bool
) -> float:
    """How far the cell stands from where it would stand if it reached over these rows, in heights of a row.

    One that began on the page before stands anywhere in its rows.
    """
    height = min(b - a for a, b in zip(rows.borders, rows.borders[1:], strict=False))
    if rows.cut_above and start == 0 and cell.middle <= rows.borders[end]:
        away = _LEFT_OVER * height
    elif centred:
        away = abs(cell.middle - (rows.borders[start] + rows.borders[end]) / 2)
    else:
        away = abs(cell.first - rows.tops[start])
    strangers = sum(1 for name in below[start:end] if (known := parents_of(name)) and cell.text not in known)
    return away / max(height, 1.0) + 0.25 * strangers

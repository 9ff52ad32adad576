"""Where a row of a table without lines begins: by the white between rows, by what is level with what, by drawn lines.

Several ways of parting the lines into rows are tried. In the right one every row has a name and one target, and
its cells are level at the top, in the middle or at the bottom; the more rows of a way are not like that, the worse
it is. Two ways that are equally good but differ leave the rows they differ in unsure.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from tracker.plan.pdf.glyphs import PrintedLine
from tracker.plan.targets import COMMON_UNITS, SIGN_CLASS, parse_target
from tracker.plan.text import unbalanced

_SIGN = re.compile(rf"[{SIGN_CLASS}]+")
_LEVEL = 0.25
_STEP = 0.4
_CLEAR = 0.5
_MOST_LEFT_OVER = 6
_MIDDLE = 0.35
"""How far above its baseline the middle of a line is, in sizes of its letters."""
_GOOD = 0.5
_NEARLY = 0.25

Borders = tuple[float, ...]
"""Where rows begin and end, from the top of the first to the bottom of the last."""


class Rows(NamedTuple):
    """The borders of the rows, and which rows another way of reading parts otherwise."""

    borders: Borders
    unsure: frozenset[int]


class Body(NamedTuple):
    """The lines of a table's own columns (all but the levels), and which of them are name and target.

    ``top`` and ``bottom`` are the first and last baseline of the whole body; it is cut where a page begins or ends.
    """

    columns: Sequence[Sequence[PrintedLine]]
    name: int
    value: int
    size: float
    top: float
    bottom: float
    cut_above: bool
    cut_below: bool


def part_rows(body: Body, rules: Sequence[float]) -> Rows:
    """Find the rows: by drawn lines or white if either leaves nothing to object to, else by the best of all ways."""
    ys = sorted({line.y for column in body.columns for line in column})
    edge = (body.top - body.size * 1.4, body.bottom + body.size * 0.6)
    drawn = _by_rules(ys, rules, edge)
    if drawn is not None and not _joined(body, drawn):
        return Rows(_with_edges(drawn, body, ys), frozenset())
    seen: dict[Borders, _Objections] = {}
    for ways in (_by_gaps(body, ys, edge), _by_level_cells(body, ys, edge)):
        seen |= {way: _objections(body, way, ys) for way in ways if way not in seen}
        if seen and min(each.total for each in seen.values()) < _GOOD:
            break
    best = min(seen, key=lambda way: seen[way].total)
    rivals = [way for way in seen if way != best and seen[way].total <= seen[best].total + _NEARLY]
    count = len(best) - 1
    unsure = {
        row for rival in rivals for row in range(count) if not _same_row(ys, best[row], best[row + 1], rival)
    }
    unsure |= {row for row, badness in enumerate(seen[best].rows) if badness >= 1}
    if _clearness(best, ys) < _CLEAR:
        unsure |= _beside_a_cut(body, count)
    borders = _with_edges(best, body, ys)
    return _with_loose_lines(body, Rows(borders, frozenset(unsure)))


def _with_loose_lines(body: Body, rows: Rows) -> Rows:
    """A row without name and target is no row: its lines belong to the one above, and that is unsure."""
    grid = _grid(body, rows.borders)
    loose = {
        n
        for n, cells in enumerate(grid)
        if n and not cells[body.name] and not cells[body.value] and any(cells)
    }
    kept = [n for n in range(len(grid)) if n not in loose]
    unsure = {at for at, n in enumerate(kept) if n in rows.unsure or n + 1 in loose}
    return Rows((*(rows.borders[n] for n in kept), rows.borders[-1]), frozenset(unsure))


def _beside_a_cut(body: Body, count: int) -> set[int]:
    """Rows next to a page's end: without white nobody can say what of them is on which page."""
    above = {0, 1, 2} if body.cut_above else set()
    return {row for row in above | ({count - 2, count - 1} if body.cut_below else set()) if 0 <= row < count}


def _with_edges(borders: Borders, body: Body, ys: Sequence[float]) -> Borders:
    """The outer borders as far from the first and last line as the inner ones are from theirs."""
    gaps = [min(y for y in ys if y > border) - max(y for y in ys if y < border) for border in borders[1:-1]]
    white = min(gaps, default=2 * body.size) / 2
    return (body.top - white - _MIDDLE * body.size, *borders[1:-1], body.bottom + white - _MIDDLE * body.size)


def _same_row(ys: Sequence[float], top: float, bottom: float, rival: Borders) -> bool:
    mine = [y for y in ys if top < y <= bottom]
    if not mine:
        return True
    parts = [sum(1 for border in rival if border < y) for y in (mine[0], mine[-1])]
    theirs = [y for y in ys if sum(1 for border in rival if border < y) == parts[0]]
    return parts[0] == parts[1] and theirs == mine


def _by_rules(ys: Sequence[float], rules: Sequence[float], edge: tuple[float, float]) -> Borders | None:
    inner = [rule for rule in rules if ys[0] < rule < ys[-1]]
    framed = any(rule <= ys[0] for rule in rules) and any(rule >= ys[-1] for rule in rules)
    return (edge[0], *inner, edge[1]) if inner or framed else None


def _joined(body: Body, borders: Borders) -> bool:
    """Whether some lines between rows are not drawn, or some within one are."""
    grid = _grid(body, borders)
    inner = range(int(body.cut_above), len(grid) - int(body.cut_below))
    return any(_more_targets([line.text for line in cells[body.value]]) for cells in grid) or any(
        not grid[n][body.value] or not grid[n][body.name] for n in inner
    )


def _by_level_cells(body: Body, ys: Sequence[float], edge: tuple[float, float]) -> Iterator[Borders]:
    """Without any white between the rows: by what is level with what."""
    yield _by_starts(body, ys, edge, lambda line: bool(line))
    yield _by_starts(body, ys, edge, lambda line: _SIGN.match(line) is not None or line[:1].isdigit())
    for skipped in range(min(_MOST_LEFT_OVER, len(ys)) if body.cut_above else 1):
        middle = _by_middles(body, ys, edge, skipped)
        if middle is not None:
            yield middle


def _by_gaps(body: Body, ys: Sequence[float], edge: tuple[float, float]) -> Iterator[Borders]:
    """Every gap between lines that is larger than some gap between others parts rows."""
    gaps = [b - a for a, b in itertools.pairwise(ys)]
    steps = [0.0]
    for gap in sorted(gaps):
        if gap - steps[-1] > _STEP:
            steps.append(gap)
        else:
            steps[-1] = gap
    for limit in steps:
        cuts = [y for y, gap in zip(ys[1:], gaps, strict=True) if gap > limit + 0.01]
        yield (edge[0], *(_above(ys, y, body.size) for y in cuts), edge[1])


def _above(ys: Sequence[float], y: float, size: float) -> float:
    """The border above a row's first line: in the middle of the white above it."""
    before = max(other for other in ys if other < y)
    return (before + y) / 2 - _MIDDLE * size


def _by_starts(
    body: Body, ys: Sequence[float], edge: tuple[float, float], begins: Callable[[str], bool]
) -> Borders:
    """Cells level at the top: a row begins where name and target begin on one line."""
    names = {line.y for line in body.columns[body.name]}
    starts = [line.y for line in body.columns[body.value] if line.y in names and begins(line.text)]
    return (edge[0], *(_above(ys, y, body.size) for y in starts if y > ys[0]), edge[1])


def _by_middles(body: Body, ys: Sequence[float], edge: tuple[float, float], skipped: int) -> Borders | None:
    """Cells level in the middle and no white between rows: a row reaches as far below its target as above.

    The first lines may be left over from the page before.
    """
    top = ys[skipped]
    borders = [edge[0], _above(ys, top, body.size)] if skipped else [edge[0]]
    centres = [(a.y + b.y) / 2 for a, b in _cells(body.columns[body.value]) if a.y >= top]
    for centre in centres[:-1]:
        bottom = 2 * centre - top
        below = [y for y in ys if y > bottom + body.size * _LEVEL]
        if not below or bottom < top - 1:
            return None
        borders.append(_above(ys, below[0], body.size))
        top = below[0]
    return (*borders, edge[1])


def _cells(lines: Sequence[PrintedLine]) -> list[tuple[PrintedLine, PrintedLine]]:
    """The target column's cells: each begins with a sign, or after white."""
    cells: list[list[PrintedLine]] = []
    for line in lines:
        near = cells and line.y - cells[-1][-1].y < 1.6 * line.size
        if near and _SIGN.match(line.text) is None:
            cells[-1].append(line)
        else:
            cells.append([line])
    return [(cell[0], cell[-1]) for cell in cells]


class _Objections(NamedTuple):
    """What speaks against each row of a way of parting, and all of it together."""

    rows: tuple[float, ...]
    total: float


def _objections(body: Body, borders: Borders, ys: Sequence[float]) -> _Objections:
    grid = _grid(body, borders)
    skewed, raised = _skewed(grid, body.size)
    rows = []
    for number, cells in enumerate(grid):
        rest = number == 0 and body.cut_above
        cut = rest or (number == len(grid) - 1 and body.cut_below)
        badness = _row_badness(body, cells, rest=rest, cut=cut)
        rows.append(badness + (0.75 if cut else 1.0) if number in skewed else badness)
    return _Objections(tuple(rows), sum(rows) + raised - 0.1 * _clearness(borders, ys))


def _clearness(borders: Borders, ys: Sequence[float]) -> float:
    """By how many points, up to four, the white between rows is wider than any within one."""
    within, between = [0.0], list[float]()
    for above, below in itertools.pairwise(ys):
        parted = any(above < border < below for border in borders)
        (between if parted else within).append(below - above)
    return min(max(min(between) - max(within), 0.0), 4.0) if between else 4.0


_Cell = Sequence[PrintedLine]


def _grid(body: Body, borders: Borders) -> list[list[_Cell]]:
    return [
        [[line for line in column if top < line.y <= bottom] for column in body.columns]
        for top, bottom in itertools.pairwise(borders)
    ]


def _row_badness(body: Body, cells: Sequence[_Cell], *, rest: bool, cut: bool) -> float:
    """What its cells say against a row: no name, no target or two of them, a bracket left open.

    The rest of a row from the page before (``rest``) is likely to have no name or target, and to break brackets.
    """
    badness = 0.0
    if not cells[body.value] or not cells[body.name]:
        badness += 0.5 if rest else 1.0
    badness += 1.5 * _more_targets([line.text for line in cells[body.value]])
    broken = sum(1 for cell in cells if unbalanced("".join(line.text for line in cell)))
    return badness if cut else badness + 0.5 * broken


def _more_targets(lines: Sequence[str]) -> int:
    """How many targets too many the lines hold: further signs, or more words after a whole figure with its unit."""
    if len(lines) < 2:
        return 0
    signs = sum(1 for line in lines[1:] if _SIGN.match(line))
    if signs:
        return signs if _SIGN.fullmatch(lines[0]) is None else signs - 1
    if parse_target("".join(lines)).target.unit in COMMON_UNITS:
        return 0
    return int(
        any(parse_target("".join(lines[:n])).target.unit in COMMON_UNITS for n in range(1, len(lines)))
    )


def _skewed(grid: Sequence[Sequence[_Cell]], size: float) -> tuple[set[int], float]:
    """The rows in which a cell is not level as its column's cells are; and how many columns stand at the bottom."""
    skewed: set[int] = set()
    raised = 0.0
    for column in range(len(grid[0])):
        found = [_off_level(grid, column, size, where) for where in (0.0, 0.5, 1.0)]
        best = min(range(3), key=lambda n: len(found[n]))
        skewed |= found[best]
        raised += 0.5 if best == 2 else 0.0
    return skewed, raised


def _off_level(grid: Sequence[Sequence[_Cell]], column: int, size: float, where: float) -> set[int]:
    """The rows whose cell in this column is not at the top (0), in the middle (0.5) or at the bottom (1)."""
    off = set()
    for number, cells in enumerate(grid):
        cell = cells[column]
        if not cell:
            continue
        top = min(each[0].y for each in cells if each)
        bottom = max(each[-1].y for each in cells if each)
        mine = cell[0].y + (cell[-1].y - cell[0].y) * where
        if abs(mine - (top + (bottom - top) * where)) > size * _LEVEL:
            off.add(number)
    return off

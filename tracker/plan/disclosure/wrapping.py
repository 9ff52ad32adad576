"""Which lines of a row belong to which cell, judged by how cells wrap.

A cell breaks a line only when the line is full. So of a cell's lines all but the last are about as wide as the
column; a short line ends its cell. This module lists the ways a row's lines can be dealt to its columns and
prices each way; the column widths that make a whole table cheapest are taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from typing import Literal, NamedTuple

from tracker.plan.disclosure.lines import Piece
from tracker.plan.disclosure.rows import RowLine
from tracker.plan.text import join_text, unbalanced, width

_MAX_WAYS = 3000
_KEPT_WAYS = 80
_OPENS = "（(《【〔﹝[“、，；：/-"
_CLOSES = "）)》】〕﹞]”、，。；：/"
_HANGING = ("的", "占", "和", "与", "及", "或", "对", "按", "为", "在", "于", "符", "该", "各", "每")


class Fragment(NamedTuple):
    """What one line holds of one cell: its pieces, the page part and number of the line, its width in print."""

    pieces: tuple[Piece, ...]
    page: int
    number: int
    width: float


Cell = tuple[Fragment, ...]


class Way(NamedTuple):
    """One way to deal a row's lines to its columns, with the part of its price no width changes."""

    cells: tuple[Cell, ...]
    texts: tuple[str, ...]
    price: float


Widths = dict[int, tuple[float, ...]]
"""For every page part of a table the widths of its columns."""


Flow = Literal["cells", "lines", "stream"]
"""How a row's text comes out: cell by cell, line by line through all its cells, or as one text broken anywhere."""


def ways_of(lines: Sequence[RowLine], columns: int, *, flow: Flow, pairs: frozenset[str]) -> list[Way]:
    """The ways to deal the lines to so many columns, each getting something.

    ``pairs`` are the pairs of neighbouring characters the document has inside its lines: a cell that goes on over
    a line's end likely makes one of them.
    """
    dealt = _deal([_exploded(line) for line in lines] if flow == "lines" else lines, columns)
    priced = [
        (_own_price(cells, flow) + _joins_price(cells, pairs), cells) for cells in islice(dealt, _MAX_WAYS)
    ]
    priced.sort(key=lambda way: way[0])
    return [
        Way(cells, tuple(_text_of(cell) for cell in cells), price) for price, cells in priced[:_KEPT_WAYS]
    ]


def _text_of(cell: Cell) -> str:
    return join_text([piece for fragment in cell for piece in fragment.pieces])


def _exploded(line: RowLine) -> RowLine:
    """Justified text of two cells may stand side by side: its bits come apart."""
    pieces: list[Piece] = []
    for piece in line.pieces:
        loose = len(piece.bits) >= 3
        pieces += [Piece(bit) for bit in piece.bits] if loose else [piece]
    return RowLine(line.number, line.fragment, pieces)


def _deal(lines: Sequence[RowLine], columns: int) -> Iterator[tuple[Cell, ...]]:
    cells: list[list[Fragment]] = [[] for _ in range(columns)]
    last_line = [-1] * columns

    def place(index: int) -> Iterator[tuple[Cell, ...]]:
        if index == len(lines):
            if all(cells):
                yield tuple(tuple(cell) for cell in cells)
            return
        line = lines[index]
        for cuts in _cuts(len(line.pieces), columns):
            parts = [line.pieces[a:b] for a, b in zip((0, *cuts), (*cuts, len(line.pieces)), strict=True)]
            if not _allowed(parts, cells, last_line, index, line, lines):
                continue
            before = list(last_line)
            for column, part in enumerate(parts):
                if part:
                    cells[column].append(
                        Fragment(tuple(part), line.fragment, line.number, width("".join(part)))
                    )
                    last_line[column] = index
            yield from place(index + 1)
            for column, part in enumerate(parts):
                if part:
                    cells[column].pop()
            last_line[:] = before

    yield from place(0)


def _cuts(pieces: int, columns: int) -> Iterator[tuple[int, ...]]:
    if columns == 1:
        yield ()
    elif columns == 2:
        for cut in range(pieces, -1, -1):
            yield (cut,)
    else:
        for first in range(pieces, -1, -1):
            for rest in _cuts(pieces - first, columns - 1):
                yield (first, *(first + cut for cut in rest))


def _allowed(
    parts: list[list[Piece]],
    cells: list[list[Fragment]],
    last_line: list[int],
    index: int,
    line: RowLine,
    lines: Sequence[RowLine],
) -> bool:
    started = True
    for column, part in enumerate(parts):
        if part:
            resumed = last_line[column] >= 0 and last_line[column] != index - 1
            if resumed and lines[last_line[column]].fragment == line.fragment:
                return False
            if not started:
                return False
        started = bool(cells[column]) or bool(part)
    return True


def _own_price(cells: tuple[Cell, ...], flow: Flow) -> float:
    price = sum(_cell_price(cell) for cell in cells) + _name_price(cells)
    if flow == "lines":
        return price + _start_price(cells)
    return price + _order_price(cells) + (_line_start_price(cells) if flow == "stream" else 0.0)


def _line_start_price(cells: tuple[Cell, ...]) -> float:
    """In a text broken wherever a line is full, a cell seldom happens to begin with a line."""
    return sum(1.5 for before, after in pairwise(cells) if after[0].number > before[-1].number)


def _joins_price(cells: tuple[Cell, ...], pairs: frozenset[str]) -> float:
    price = 0.0
    for cell in cells:
        for before, after in pairwise(cell):
            price += -0.8 if before.pieces[-1][-1] + after.pieces[0][0] in pairs else 0.3
    return price


def _name_price(cells: tuple[Cell, ...]) -> float:
    """A name is seldom long, and seldom longer than its definition."""
    name, *others = (sum(f.width for f in cell) for cell in cells)
    longer = bool(others) and name > others[0]
    return min(1.0, max(0.0, 0.1 * (name - 12))) + (0.5 if longer else 0.0)


def _cell_price(cell: Cell) -> float:
    text = _text_of(cell)
    price = 3.0 * unbalanced(text)
    if text[0] in _CLOSES:
        price += 5.0
    if text[-1] in _OPENS:
        price += 4.0
    if text.endswith(_HANGING):
        price += 1.5
    if cell[-1].pieces[-1].spread:
        price += 0.5
    return price + sum(_gaps_price(fragment.pieces) for fragment in cell)


def _gaps_price(pieces: Sequence[Piece]) -> float:
    """Spaces left inside a cell: between two long pieces that is unlikely."""
    return sum(_gap_price(len(before.bits[-1]), len(after.bits[0])) for before, after in pairwise(pieces))


def _gap_price(before: int, after: int) -> float:
    if before == after == 1:
        return 0.1
    return 0.6 if min(before, after) <= 2 else 2.5


def _start_price(cells: tuple[Cell, ...]) -> float:
    """In a row that comes line by line its cells start on one line, and justified text is seldom cut inside."""
    first = min(cell[0].number for cell in cells)
    price = sum(3.0 for cell in cells if cell[0].number > first)
    for before, after in pairwise(cells):
        ends = {fragment.number: fragment.pieces for fragment in before}
        for fragment in after:
            if fragment.number in ends:
                price += _cut_price(ends[fragment.number], fragment.pieces)
    return price


def _cut_price(before: Sequence[Piece], after: Sequence[Piece]) -> float:
    """A border between two single characters on one line; cheap only behind the short end of a cell."""
    if len(before[-1].bits[-1]) > 1 or len(after[0].bits[0]) > 1:
        return 0.0
    return 0.2 if sum(map(len, before)) <= 2 else 1.0


def _order_price(cells: tuple[Cell, ...]) -> float:
    """The further a later cell starts above the end of an earlier one, the more interleaved: a little dearer."""
    price = 0.0
    for before, after in pairwise(cells):
        if before and after and after[0].number < before[-1].number:
            price += 2.5
    return price


def width_price(way: Way, widths: Widths) -> float:
    """What the way costs under these column widths: short lines that do not end a cell, lines too long.

    Without widths it costs nothing: nothing is known about the columns.
    """
    price = 0.0
    for column, cell in enumerate(way.cells if widths else ()):
        for position, fragment in enumerate(cell):
            price += _line_price(fragment.width, widths[fragment.page][column], position == len(cell) - 1)
    return price


def _line_price(length: float, limit: float, last: bool) -> float:
    if length > limit + 0.5:
        return min(6.0, 1.0 + 1.5 * (length - limit - 0.5))
    if last:
        return 1.0 if length >= limit - 0.5 else 0.0
    short = limit - length
    return 0.0 if short <= 1.0 else min(5.0, 0.5 + 1.2 * (short - 1.0))


def best_way(ways: Sequence[Way], widths: Widths) -> tuple[Way, float, float]:
    """The cheapest way, its price, and how much dearer the next one with other texts is."""
    priced = sorted(((way.price + width_price(way, widths), n) for n, way in enumerate(ways)))
    chosen = ways[priced[0][1]]
    texts = chosen.texts
    rival = next((p for p, n in priced[1:12] if ways[n].texts != texts), priced[0][0] + 9.0)
    return chosen, priced[0][0], rival - priced[0][0]


def fit_widths(rows: Sequence[Sequence[Way]], columns: int) -> Widths:
    """The column widths, for each page part, under which all rows together are cheapest."""
    pages = sorted({f.page for ways in rows for way in ways for cell in way.cells for f in cell})
    widths: Widths = {
        page: tuple(_start_width(rows, page, column) for column in range(columns)) for page in pages
    }
    for _ in range(2):
        for page in pages:
            for column in range(columns):
                widths[page] = _better(rows, widths, page, column)
    return widths


def _lengths(rows: Sequence[Sequence[Way]], page: int, column: int) -> list[float]:
    lengths = {
        fragment.width
        for ways in rows
        for way in ways[:12]
        for fragment in way.cells[column]
        if fragment.page == page
    }
    return sorted(lengths)


def _start_width(rows: Sequence[Sequence[Way]], page: int, column: int) -> float:
    lengths = _lengths(rows, page, column)
    return lengths[len(lengths) * 3 // 4] if lengths else 10.0


def _better(rows: Sequence[Sequence[Way]], widths: Widths, page: int, column: int) -> tuple[float, ...]:
    best, best_price = widths[page], float("inf")
    concerned = [ways for ways in rows if any(f.page == page for cell in ways[0].cells for f in cell)]
    for limit in _lengths(rows, page, column):
        tried = tuple(limit if at == column else old for at, old in enumerate(widths[page]))
        trial = {**widths, page: tried}
        price = sum(min(way.price + width_price(way, trial) for way in ways) for ways in concerned)
        price += _far_from_others(trial, page, column)
        if price < best_price:
            best, best_price = tried, price
    return best


def _far_from_others(widths: Widths, page: int, column: int) -> float:
    others = [limits[column] for at, limits in widths.items() if at != page]
    return 0.5 * min((abs(widths[page][column] - other) for other in others), default=0.0)

"""The cells of a row: name, definition, target and basis told apart.

The target's figure is the surest mark; the basis is usually the same down a table, so what follows most figures
is taken for it and then found again in the other rows, even between the lines of a definition. What the surely
read rows say helps with the others: a name that occurs elsewhere in the document is likely a name here too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from tracker.plan.disclosure.anchors import Anchored, agreed_bases, anchor, settle
from tracker.plan.disclosure.lines import Line, Piece, neighbours
from tracker.plan.disclosure.rows import Row
from tracker.plan.disclosure.wrapping import Flow, Way, Widths, best_way, fit_widths, ways_of
from tracker.plan.text import compact, join_text, width

_VALUE_WIDTHS = tuple(float(limit) for limit in range(4, 13))
_SURE_MARGIN = 1.5


@dataclass(frozen=True)
class Cells:
    """A row's cells as texts, and how sure the reader is of their borders (price of the next best reading)."""

    row: Row
    level3: str
    definition: str
    value: str
    basis: str
    margin: float


@dataclass
class _Row:
    """A row on its way: cut at its anchors, with the ways its remaining lines can be dealt."""

    cut: Anchored
    ways: list[Way]
    columns: int
    defined: bool
    way: Way | None = None
    margin: float = 0.0


@dataclass
class _Table:
    rows: list[_Row]
    widths: Widths = field(default_factory=dict)
    flow: Flow = "cells"


@dataclass(frozen=True)
class _Known:
    """Texts that surely read rows of the document have in these cells."""

    names: frozenset[str] = frozenset()
    definitions: frozenset[str] = frozenset()
    values: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Surroundings:
    """What the document's lines tell about its tables.

    ``pairs`` are the pairs of neighbouring characters inside its lines; by line number, how wide each line is and
    of how many pieces it is made.
    """

    pairs: frozenset[str]
    widths: dict[int, float]
    pieces: dict[int, int]

    @classmethod
    def of(cls, lines: Sequence[Line]) -> Surroundings:
        """Look at all lines of a document."""
        widths = {line.number: width(" ".join(_unspread(piece) for piece in line.pieces)) for line in lines}
        return cls(neighbours(lines), widths, {line.number: len(line.pieces) for line in lines})


def _unspread(piece: Piece) -> str:
    return " ".join(piece.bits) if len(piece.bits) < 3 else str(piece)


def read_cells(
    tables: Sequence[Sequence[Row]], known: Surroundings, defined: Sequence[bool]
) -> list[list[Cells]]:
    """Tell the cells of all tables' rows apart; ``defined`` says which tables have a column for definitions."""
    prepared = _prepare(tables, known, defined)
    values = _repeated_values(prepared)
    for table in prepared:
        _choose(table, _Known(values=values))
    learned = _learn(prepared, values)
    for table in prepared:
        _choose(table, learned)
    return [[_finish(row) for row in table.rows] for table in prepared]


def _prepare(tables: Sequence[Sequence[Row]], known: Surroundings, defined: Sequence[bool]) -> list[_Table]:
    cuts = [[anchor(row) for row in rows] for rows in tables]
    bases = [agreed_bases(each) for each in cuts]
    common = [text for text, _ in Counter(text for each in bases for text in each[:1]).most_common()]
    settled_tables = [
        [settle(cut, agreed or common) for cut in each] for each, agreed in zip(cuts, bases, strict=True)
    ]
    streaming = _is_stream([cut for each in settled_tables for cut in each], known, together=0.2)
    prepared = []
    for settled, has_definitions in zip(settled_tables, defined, strict=True):
        flow: Flow = "stream" if streaming else _flow_of(settled, known)
        rows = [_prepared_row(cut, flow, known.pairs, has_definitions) for cut in settled]
        prepared.append(_Table(rows, flow=flow))
    for table in prepared:
        if table.flow == "stream":
            continue
        two = [row.ways for row in table.rows if row.columns == 2 and row.ways and row.defined]
        table.widths = fit_widths(two, 2) if two else {}
    return prepared


def _flow_of(cuts: Sequence[Anchored], known: Surroundings) -> Flow:
    long = [cut for cut in cuts if cut.value and len(cut.row.lines) > 1]
    if long and sum(cut.mixed for cut in long) * 2 > len(long):
        return "lines"
    return "stream" if _is_stream(cuts, known) else "cells"


def _is_stream(cuts: Sequence[Anchored], known: Surroundings, *, together: float = 0.5) -> bool:
    """Whether all lines that do not end a row are equally full, and several cells stand on that share of them."""
    inner = [number for cut in cuts for number in _inner_lines(cut.row) if number in known.widths]
    if len(inner) < 3:
        return False
    widest = sorted(known.widths[number] for number in inner)[len(inner) * 19 // 20]
    full = sum(widest - 1.5 <= known.widths[number] <= widest + 1.5 for number in inner)
    several = sum(known.pieces[number] > 1 for number in inner)
    return full >= 0.9 * len(inner) and several >= together * len(inner)


def _inner_lines(row: Row) -> list[int]:
    """The lines of a row that do not end it; headers repeated inside it are none of its lines."""
    numbers = {row.line, *(line.number for line in row.lines)}
    return sorted(numbers)[:-1]


def _prepared_row(cut: Anchored, flow: Flow, pairs: frozenset[str], defined: bool) -> _Row:
    columns = (1 if cut.value else 2) + defined
    if flow != "stream":
        flow = "lines" if cut.mixed or (flow == "lines" and not cut.value) else "cells"
    return _Row(
        cut, ways_of(cut.before, columns, flow=flow, pairs=pairs) if cut.before else [], columns, defined
    )


def _repeated_values(tables: Sequence[_Table]) -> frozenset[str]:
    """Last pieces before the basis, in rows without a figure, that occur in more than one row."""
    tails: Counter[str] = Counter()
    for table in tables:
        for row in table.rows:
            if not row.cut.value and row.cut.basis_sure and row.cut.before:
                tails.update({str(line.pieces[-1]) for line in row.cut.before})
    return frozenset(text for text, count in tails.items() if count >= 2 and len(text) >= 3)


def _learn(tables: Sequence[_Table], values: frozenset[str]) -> _Known:
    names: Counter[str] = Counter()
    definitions: Counter[str] = Counter()
    for table in tables:
        for row in table.rows:
            if row.way is not None and row.margin >= _SURE_MARGIN:
                texts = row.way.texts
                names[compact(texts[0])] += 1
                definitions[compact(texts[1]) if row.defined else ""] += 1
    return _Known(frozenset(names), frozenset(definitions), values)


def _choose(table: _Table, known: _Known) -> None:
    for row in table.rows:
        if not row.ways:
            continue
        ways = [way._replace(price=way.price + _wording_price(way.texts, known)) for way in row.ways]
        if row.columns < 3 or table.flow == "stream":
            row.way, _, row.margin = best_way(ways, table.widths)
        else:
            row.way, row.margin = _choose_three(ways, table.widths)


def _wording_price(printed: Sequence[str], known: _Known) -> float:
    """What the texts themselves say for or against a way."""
    texts = [compact(text) for text in printed]
    price = -1.5 if texts[0] in known.names else 0.0
    if texts[1:2] and texts[1] in known.definitions:
        price -= 1.0
    if texts[1:2] == texts[:1]:
        price -= 1.5
    if len(texts) == 3:
        price += _value_price(texts[2], known)
    return price


def _value_price(text: str, known: _Known) -> float:
    """A qualitative target is short, has no full stop inside, and may be one the document uses elsewhere."""
    price = 3.0 if "。" in text[:-1] else 0.0
    price += max(0.0, 0.15 * (len(text) - 12))
    return price - (2.0 if text in known.values else 0.0)


def _choose_three(options: list[Way], widths2: Widths) -> tuple[Way, float]:
    """Name, definition and a qualitative target: try every width a target's column may have."""
    fitted = fit_widths([options], 3)
    widths = {page: (*widths2.get(page, limits[:2])[:2], limits[2]) for page, limits in fitted.items()}
    trials = []
    for limit in _VALUE_WIDTHS:
        trial = {page: (*known[:2], limit) for page, known in widths.items()}
        way, price, margin = best_way(options, trial)
        trials.append((price, limit, margin, way))
    _, _, margin, way = min(trials, key=lambda trial: trial[:2])
    return way, margin


def _finish(row: _Row) -> Cells:
    cut = row.cut
    if row.way is None:
        text = join_text([piece for line in cut.before for piece in line.pieces])
        return Cells(cut.row, text, "", "".join(cut.value), cut.basis, 0.0)
    texts = row.way.texts
    value = join_text(cut.value) if cut.value else texts[-1]
    return Cells(cut.row, texts[0], texts[1] if row.defined else "", value, cut.basis, row.margin)

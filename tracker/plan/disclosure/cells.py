"""The cells of a row: name, definition, target and basis told apart.

The target's figure is the surest mark; the basis is usually the same down a table, so what follows most figures
is taken for it and then found again in the other rows, even between the lines of a definition.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.plan.disclosure.lines import Piece
from tracker.plan.disclosure.rows import Row, RowLine
from tracker.plan.disclosure.wrapping import Way, best_way, fit_widths, ways_of, width_price
from tracker.plan.targets import COMMON_UNITS, SIGN_CLASS
from tracker.plan.text import join_text

_SIGNED = re.compile(
    rf"(?:[{SIGN_CLASS}]+|不低于|不少于|不超过|不高于|大于等于|小于等于|大于|小于)[\d.,]+.{{0,10}}"
)
_PLAIN = re.compile(r"(?P<number>[\d.,]*\d)(?P<unit>[%‰a-zA-Z㎡\u4e00-\u9fff/]{1,6})(?P<tail>及?以[上内下])?")
_VALUE_WIDTHS = tuple(float(limit) for limit in range(4, 13))
_SCALES = ("万", "亿", "千", "百")


@dataclass
class Anchored:
    """A row cut at its target: the pieces before it, the target's own, and what follows it."""

    row: Row
    before: list[RowLine]
    value: list[str]
    after: list[RowLine]
    basis: str = ""
    basis_sure: bool = False
    mixed: bool = False


@dataclass(frozen=True)
class Cells:
    """A row's cells as texts, and how sure the reader is of their borders (price of the next best reading)."""

    row: Row
    level3: str
    definition: str
    value: str
    basis: str
    margin: float
    guessed_value: bool = False


def read_cells(
    rows: Sequence[Row], known_bases: Sequence[str] = (), known_values: frozenset[str] = frozenset()
) -> list[Cells]:
    """Tell the cells of a table's rows apart.

    ``known_bases`` are other tables' bases, tried where this table's own fail; ``known_values`` are qualitative
    targets that stand alone before the basis in several rows of the document.
    """
    anchored = [_anchor(row) for row in rows]
    consensus = _consensus(anchored) or list(known_bases)
    settled = [_settle_basis(item, consensus) for item in anchored]
    columns = [2 if item.value else 3 for item in settled]
    ways = [
        ways_of(item.before, count, mixed=item.mixed) for item, count in zip(settled, columns, strict=True)
    ]
    chosen = _choose(ways, columns, known_values)
    return [_finish(item, way, margin) for item, (way, margin) in zip(settled, chosen, strict=True)]


def table_bases(rows: Sequence[Row]) -> list[str]:
    """The bases this table's figures agree on, commonest first."""
    return _consensus([_anchor(row) for row in rows])


def tail_texts(tables: Sequence[tuple[Sequence[Row], Sequence[str]]]) -> frozenset[str]:
    """Last lines before the basis of rows without figure that occur in more than one row."""
    tails: Counter[str] = Counter()
    for rows, bases in tables:
        for item in (_settle_basis(_anchor(row), bases) for row in rows):
            if not item.value and item.basis_sure and item.before:
                tails[item.before[-1].pieces[-1]] += 1
    return frozenset(text for text, count in tails.items() if count >= 2)


def _anchor(row: Row) -> Anchored:
    flat = [(at, piece) for at, line in enumerate(row.lines) for piece in line.pieces]
    for position, (_, piece) in enumerate(flat):
        if _SIGNED.fullmatch(piece):
            end = _value_end(flat, position)
            value = [str(p) for _, p in flat[position:end]]
            return Anchored(row, _regroup(row, flat[:position]), value, _regroup(row, flat[end:]))
    return Anchored(row, _regroup(row, flat), [], [])


def _value_end(flat: list[tuple[int, Piece]], start: int) -> int:
    """A figure's unit may be broken over the line: 600万 / 元."""
    text, end = str(flat[start][1]), start + 1
    while end < len(flat):
        piece = flat[end][1]
        unit = re.sub(r"^\D*[\d.,]+", "", text)
        if not ((unit.endswith(_SCALES) or not unit) and unit + piece in COMMON_UNITS):
            break
        text, end = text + piece, end + 1
    return end


def _regroup(row: Row, flat: Sequence[tuple[int, Piece]]) -> list[RowLine]:
    grouped: dict[int, list[Piece]] = {}
    for at, piece in flat:
        grouped.setdefault(at, []).append(piece)
    return [RowLine(row.lines[at].number, row.lines[at].fragment, pieces) for at, pieces in grouped.items()]


def _flat_text(lines: Sequence[RowLine]) -> str:
    return join_text([piece for line in lines for piece in line.pieces])


def _consensus(anchored: Sequence[Anchored]) -> list[str]:
    """Bases that stand behind several figures of the table, commonest first."""
    tails = Counter(_flat_text(item.after).replace(" ", "") for item in anchored if item.value and item.after)
    agreed = [text for text, count in tails.most_common() if count >= 2]
    if agreed:
        return agreed
    return _common_pieces(anchored) or [text for text, _ in tails.most_common()]


def _common_pieces(anchored: Sequence[Anchored]) -> list[str]:
    """Where every row is interleaved, the basis is what the rows' tails have in common, piece by piece."""
    tails = [
        [p for line in item.after for p in line.pieces] for item in anchored if item.value and item.after
    ]
    if len(tails) < 3:
        return []
    counts = Counter(piece for tail in tails for piece in set(tail))
    common = [piece for piece in tails[0] if counts[piece] >= max(3, 0.6 * len(tails))]
    return ["".join(common)] if common else []


def _settle_basis(item: Anchored, consensus: Sequence[str]) -> Anchored:
    if item.value:
        return _with_value(item, consensus)
    return _without_value(item, consensus)


def _with_value(item: Anchored, consensus: Sequence[str]) -> Anchored:
    for basis in consensus:
        left = subtract(item.after, basis)
        if left is not None:
            value, rest = _take_units(item.value, left)
            return Anchored(item.row, _merge(item.before, rest), value, [], basis, True, bool(rest))
    return Anchored(item.row, item.before, item.value, [], _flat_text(item.after), not item.after)


def _take_units(value: list[str], left: list[RowLine]) -> tuple[list[str], list[RowLine]]:
    """A piece left over that completes the target's unit belongs to the target."""
    text = "".join(value)
    if not text.endswith(_SCALES):
        return value, left
    unit = re.sub(r"^\D*[\d.,]+", "", text)
    for line in left:
        if len(line.pieces) == 1 and unit + line.pieces[0] in COMMON_UNITS:
            return [*value, line.pieces[0]], [other for other in left if other is not line]
    return value, left


def _merge(before: list[RowLine], rest: list[RowLine]) -> list[RowLine]:
    merged = [RowLine(line.number, line.fragment, list(line.pieces)) for line in before]
    for line in rest:
        if merged and merged[-1].number == line.number:
            merged[-1].pieces.extend(line.pieces)
        else:
            merged.append(RowLine(line.number, line.fragment, list(line.pieces)))
    return merged


def _without_value(item: Anchored, consensus: Sequence[str]) -> Anchored:
    for basis in consensus:
        left = subtract(item.before, basis, from_end=True)
        if left is not None:
            return _plain_figure(Anchored(item.row, left, [], [], basis, True))
    return _plain_figure(item)


def _plain_figure(item: Anchored) -> Anchored:
    """A figure printed without comparator, the last thing before the basis: 100%, 10个, 2人."""
    if not item.before or not item.basis_sure:
        return item
    last = item.before[-1]
    piece = last.pieces[-1]
    if _PLAIN.fullmatch(piece) is None:
        return item
    kept = [*item.before[:-1]]
    if last.pieces[:-1]:
        kept.append(RowLine(last.number, last.fragment, last.pieces[:-1]))
    return Anchored(item.row, kept, [piece], [], item.basis, item.basis_sure)


def subtract(lines: Sequence[RowLine], basis: str, *, from_end: bool = False) -> list[RowLine] | None:
    """The lines without the pieces that make up the basis, in order; None when it is not among them."""
    flat = [(at, piece) for at, line in enumerate(lines) for piece in line.pieces]
    used = _cover_from_end(flat, basis) if from_end else _cover(flat, basis, 0, 0)
    if used is None:
        return None
    grouped: dict[int, list[Piece]] = {}
    for position, (at, piece) in enumerate(flat):
        if position not in used:
            grouped.setdefault(at, []).append(piece)
    return [RowLine(lines[at].number, lines[at].fragment, pieces) for at, pieces in grouped.items()]


def _cover(flat: Sequence[tuple[int, str]], basis: str, position: int, done: int) -> set[int] | None:
    if done == len(basis):
        return set()
    for at in range(position, len(flat)):
        if basis.startswith(flat[at][1], done):
            rest = _cover(flat, basis, at + 1, done + len(flat[at][1]))
            if rest is not None:
                return {at} | rest
    return None


def _cover_from_end(flat: Sequence[tuple[int, Piece]], basis: str) -> set[int] | None:
    backwards = [(at, piece[::-1]) for at, piece in reversed(flat)]
    used = _cover(backwards, basis[::-1], 0, 0)
    return None if used is None else {len(flat) - 1 - at for at in used}


def _choose(
    ways: list[list[Way]], columns: list[int], known_values: frozenset[str]
) -> list[tuple[Way | None, float]]:
    """Fit the column widths on the rows with a figure, then choose the best way for every row."""
    two = [w for w, count in zip(ways, columns, strict=True) if count == 2 and w]
    widths2 = fit_widths(two, 2) if two else {}
    chosen: list[tuple[Way | None, float]] = []
    for options, count in zip(ways, columns, strict=True):
        if not options:
            chosen.append((None, 0.0))
        elif count == 2:
            chosen.append(best_way(options, widths2))
        else:
            chosen.append(_choose_three(options, widths2, known_values))
    return chosen


def _choose_three(
    options: list[Way], widths2: dict[int, tuple[float, ...]], known_values: frozenset[str]
) -> tuple[Way, float]:
    """Name, definition and a qualitative target: try every width a target's column may have."""
    fitted = fit_widths([options], 3)
    widths = {page: (*widths2.get(page, limits[:2])[:2], limits[2]) for page, limits in fitted.items()}
    adjusted = [Way(way.cells, way.price + _value_price(way, known_values)) for way in options]
    trials = []
    for limit in _VALUE_WIDTHS:
        trial = {page: (*known[:2], limit) for page, known in widths.items()}
        way, margin = best_way(adjusted, trial)
        trials.append((way.price + width_price(way, trial), limit, margin, way))
    _, _, margin, way = min(trials, key=lambda trial: trial[:2])
    return way, margin


def _value_price(way: Way, known_values: frozenset[str]) -> float:
    """A qualitative target is short, has no full stop inside, and may be one the document uses elsewhere."""
    text = way.texts()[2]
    price = 3.0 if "。" in text[:-1] else 0.0
    price += max(0.0, 0.15 * (len(text) - 12))
    return price - (2.0 if text in known_values else 0.0)


def _finish(item: Anchored, way: Way | None, margin: float) -> Cells:
    if way is None:
        text = _flat_text(item.before)
        return Cells(item.row, text, "", "".join(item.value), item.basis, 0.0, not item.value)
    texts = way.texts()
    value = join_text(item.value) if item.value else texts[2]
    return Cells(item.row, texts[0], texts[1], value, item.basis, margin, not item.value)

"""Cutting a row at what is surely recognised: the target's figure, and the basis all rows of a table share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.plan.disclosure.lines import Piece
from tracker.plan.disclosure.rows import Row, RowLine
from tracker.plan.targets import COMMON_UNITS, SIGN_CLASS
from tracker.plan.text import compact, join_text

_SIGNED = re.compile(
    rf"(?:[{SIGN_CLASS}]+|不低于|不少于|不小于|不超过|不高于|不多于|大于等于|小于等于|大于|小于|至少|达到)[\d.,]+.{{0,10}}"
)
_PLAIN = re.compile(r"[\d.,]*\d[%‰a-zA-Z㎡\u4e00-\u9fff/]{1,6}(?:及?以[上内下])?")
_MOST_BITS = 400
_QUALITATIVE = "定性"
_NO_UNIT = ("—", "——", "-", "－", "/", "无")
"""What forms with the target in three columns print: 定性, the wording, and no unit."""
_SIGN_ONLY = re.compile(rf"[{SIGN_CLASS}]+")
_FIGURE = re.compile(r"[\d.,]+.{0,10}")

Placed = tuple[int, Piece]
"""A piece with the index of its line in the row."""


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


def anchor(row: Row) -> Anchored:
    """Cut a row at a figure with a comparator; without one everything stays before the cut."""
    flat = [(at, piece) for at, line in enumerate(row.lines) for piece in line.pieces]
    for position, (_, piece) in enumerate(flat):
        if piece == _QUALITATIVE and position + 1 < len(flat):
            end = position + 2
            end += end < len(flat) and flat[end][1] in _NO_UNIT
            return _cut(row, flat, position, end, [str(flat[position + 1][1])])
        broken = _is_broken_sign(flat, position)
        if broken or _SIGNED.fullmatch(piece):
            end = _value_end(flat, position + broken)
            return _cut(row, flat, position, end, [str(p) for _, p in flat[position:end]])
    return Anchored(row, _regroup(row.lines, flat), [], [])


def _cut(row: Row, flat: Sequence[Placed], start: int, end: int, value: list[str]) -> Anchored:
    return Anchored(row, _regroup(row.lines, flat[:start]), value, _regroup(row.lines, flat[end:]))


def _is_broken_sign(flat: Sequence[Placed], position: int) -> bool:
    """Whether a comparator ends its line and its figure begins the next."""
    if position + 1 == len(flat) or _SIGN_ONLY.fullmatch(flat[position][1]) is None:
        return False
    return _FIGURE.fullmatch(flat[position + 1][1]) is not None


def _value_end(flat: Sequence[Placed], start: int) -> int:
    """A figure may be broken over the line: 600万 / 元, 1930 / 00人."""
    text, end = str(flat[start][1]), start + 1
    while end < len(flat) and _continues_figure(text, flat[end][1]):
        text, end = text + flat[end][1], end + 1
    return end


def _unit_of(text: str) -> str:
    return re.sub(r"^\D*[\d.,]+", "", text)


def _continues_figure(text: str, piece: str) -> bool:
    unit = _unit_of(text)
    if not unit and piece.isascii() and piece.isdigit():
        return True
    if unit:
        return unit + piece in COMMON_UNITS
    return piece in COMMON_UNITS or (_unit_of(f"0{piece}") in COMMON_UNITS and piece[0] in "0123456789.,")


def _regroup(lines: Sequence[RowLine], flat: Sequence[Placed]) -> list[RowLine]:
    grouped: dict[int, list[Piece]] = {}
    for at, piece in flat:
        grouped.setdefault(at, []).append(piece)
    return [RowLine(lines[at].number, lines[at].fragment, pieces) for at, pieces in grouped.items()]


def flat_text(lines: Sequence[RowLine]) -> str:
    """The lines' pieces as one text."""
    return join_text([piece for line in lines for piece in line.pieces])


def agreed_bases(cuts: Sequence[Anchored]) -> list[str]:
    """Bases that stand behind several figures of the table, commonest first."""
    tails = Counter(compact(flat_text(cut.after)) for cut in cuts if cut.value and cut.after)
    agreed = [text for text, count in tails.most_common() if count >= 2]
    return agreed or _common_pieces(cuts) or [text for text, _ in tails.most_common()]


def _common_pieces(cuts: Sequence[Anchored]) -> list[str]:
    """Where every row is interleaved, the basis is what the rows' tails have in common, piece by piece."""
    tails = [cut.after for cut in cuts if cut.value and cut.after]
    if len(tails) < 3:
        return []
    texts = [compact(flat_text(tail)) for tail in tails]
    enough = max(3, 0.6 * len(tails))
    candidates = {
        "".join(p for line in tail for p in line.pieces if sum(p in text for text in texts) >= enough)
        for tail in tails
    }
    votes = {text: sum(cover(_bits(tail), text) is not None for tail in tails) for text in candidates if text}
    return [text for text, count in sorted(votes.items(), key=lambda v: (-v[1], -len(v[0]))) if count >= 2]


def _bits(lines: Sequence[RowLine]) -> list[str]:
    return [bit for line in lines for piece in line.pieces for bit in piece.bits]


def settle(cut: Anchored, bases: Sequence[str]) -> Anchored:
    """Take the basis off a row; what its lines were interleaved with goes back to name and definition."""
    if cut.value:
        return _settle_figure(cut, bases)
    for basis in bases:
        left = subtract(cut.before, basis, from_end=True)
        if left is not None:
            return _plain_figure(Anchored(cut.row, left, [], [], basis, True))
    return _plain_figure(cut)


def _settle_figure(cut: Anchored, bases: Sequence[str]) -> Anchored:
    for basis in bases:
        left = subtract(cut.after, basis)
        if left is not None:
            value, rest = _take_unit(cut.value, left)
            return Anchored(cut.row, _merge(cut.before, rest), value, [], basis, True, bool(rest))
    return Anchored(cut.row, cut.before, cut.value, [], flat_text(cut.after), not cut.after)


def _take_unit(value: list[str], left: list[RowLine]) -> tuple[list[str], list[RowLine]]:
    """A bit left over at a line's end that completes the target's figure belongs to the target."""
    text = "".join(value)
    for line in left:
        bits = line.pieces[-1].bits
        if _continues_figure(text, bits[-1]):
            rest = [*line.pieces[:-1], *([Piece.of(bits[:-1])] if bits[:-1] else [])]
            others = [RowLine(o.number, o.fragment, rest if o is line else o.pieces) for o in left]
            return [*value, bits[-1]], [other for other in others if other.pieces]
    return value, left


def _merge(before: list[RowLine], rest: list[RowLine]) -> list[RowLine]:
    merged = [RowLine(line.number, line.fragment, list(line.pieces)) for line in before]
    for line in rest:
        if merged and merged[-1].number == line.number:
            merged[-1].pieces.extend(line.pieces)
        else:
            merged.append(RowLine(line.number, line.fragment, list(line.pieces)))
    return merged


def _plain_figure(cut: Anchored) -> Anchored:
    """A figure printed without comparator, the last thing before the basis: 100%, 10个, 2人."""
    if not cut.before or not cut.basis_sure:
        return cut
    last = cut.before[-1]
    candidates = [line for line in cut.before if _PLAIN.fullmatch(line.pieces[-1])]
    if not candidates or (candidates[-1] is not last and len(candidates) > 1):
        return cut
    line = candidates[-1]
    if line is not last and _unit_of(line.pieces[-1]) not in COMMON_UNITS:
        return cut
    kept = [RowLine(o.number, o.fragment, o.pieces[:-1] if o is line else o.pieces) for o in cut.before]
    kept = [other for other in kept if other.pieces]
    return Anchored(cut.row, kept, [str(line.pieces[-1])], [], cut.basis, True, line is not last)


def subtract(lines: Sequence[RowLine], basis: str, *, from_end: bool = False) -> list[RowLine] | None:
    """The lines without the bits that make up the basis, in order; None when it is not among them."""
    flat = [
        (at, position, bit)
        for at, line in enumerate(lines)
        for position, piece in enumerate(line.pieces)
        for bit in piece.bits
    ]
    bits = [bit for _, _, bit in flat]
    used = _cover_from_end(bits, basis) if from_end else cover(bits, basis)
    if used is None:
        return None
    left: dict[int, dict[int, list[str]]] = {}
    for index, (at, position, bit) in enumerate(flat):
        if index not in used:
            left.setdefault(at, {}).setdefault(position, []).append(bit)
    return [
        RowLine(lines[at].number, lines[at].fragment, [Piece.of(tuple(bits)) for bits in pieces.values()])
        for at, pieces in left.items()
    ]


def cover(bits: Sequence[str], text: str) -> set[int] | None:
    """The earliest bits that, in order, make up the text exactly; None when there are none."""
    if len(bits) > _MOST_BITS or len(text) > _MOST_BITS:
        return None
    dead: set[tuple[int, int]] = set()

    def search(position: int, done: int) -> list[int] | None:
        if done == len(text):
            return []
        if (position, done) in dead:
            return None
        for at in range(position, len(bits)):
            if text.startswith(bits[at], done):
                rest = search(at + 1, done + len(bits[at]))
                if rest is not None:
                    return [at, *rest]
        dead.add((position, done))
        return None

    found = search(0, 0)
    return None if found is None else set(found)


def _cover_from_end(bits: Sequence[str], text: str) -> set[int] | None:
    used = cover([bit[::-1] for bit in reversed(bits)], text[::-1])
    return None if used is None else {len(bits) - 1 - at for at in used}

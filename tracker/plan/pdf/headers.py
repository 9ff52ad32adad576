"""Finding the header of an indicator table by its words, also where its titles are wrapped or centred."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import NamedTuple

from tracker.plan.disclosure.vocabulary import COLUMN_TITLES
from tracker.plan.grids import columns_of, title_of
from tracker.plan.pdf.glyphs import Glyph, PrintedLine, lines_of

_TIGHT = 1.0
_NEAR = 2.0
_MOST_LINES = 6


class Column(NamedTuple):
    """A title of the header and where it is printed."""

    title: str
    x0: float
    x1: float


class Header(NamedTuple):
    """A header: its first and last line's index on the page, and its columns from left to right."""

    first: int
    last: int
    columns: tuple[Column, ...]


def find_headers(lines: Sequence[PrintedLine]) -> list[Header]:
    """All headers among a page's lines, from the top down."""
    headers: list[Header] = []
    index = 0
    while index < len(lines):
        header = _header_at(lines, index, headers[-1].last + 1 if headers else 0)
        if header is not None:
            headers.append(header)
        index = header.last + 1 if header is not None else index + 1
    return headers


def _header_at(lines: Sequence[PrintedLine], index: int, floor: int) -> Header | None:
    """The header whose words 一级指标 or 二级指标 stand on this line."""
    if "二级" not in lines[index].text or not _is_of_titles(lines[index]):
        return None
    first = last = index
    while first > floor and index - first < _MOST_LINES and _adjoins(lines, first - 1, first):
        first -= 1
    while last + 1 < len(lines) and last - index < _MOST_LINES and _adjoins(lines, last + 1, last):
        last += 1
    found = [
        Header(start, end, _columns([glyph for line in lines[start : end + 1] for glyph in line.glyphs]))
        for start, end in itertools.product(range(first, index + 1), range(last, index - 1, -1))
    ]
    headers = [header for header in found if columns_of([column.title for column in header.columns])]
    return max(headers, key=_known, default=None)


def _known(header: Header) -> int:
    """How many more of its titles are known than not."""
    return sum(1 if title_of(column.title) else -1 for column in header.columns)


def _adjoins(lines: Sequence[PrintedLine], index: int, neighbour: int) -> bool:
    near = abs(lines[index].y - lines[neighbour].y) <= _NEAR * lines[neighbour].size
    return near and _is_of_titles(lines[index])


def _is_of_titles(line: PrintedLine) -> bool:
    """Whether every piece of the line is a title, or a part of one."""
    return all(
        any(piece.text in title for title in COLUMN_TITLES) or bool(title_of(piece.text))
        for piece in line.pieces(_TIGHT)
    )


def _columns(glyphs: Sequence[Glyph]) -> tuple[Column, ...]:
    """The header's titles, each from the characters above each other between two empty strips."""
    stacks = _stacks(sorted(glyphs))
    columns: list[Column] = []
    at = 0
    while at < len(stacks):
        width = next((n for n in range(min(len(stacks) - at, 12), 1, -1) if _title(stacks[at : at + n])), 1)
        columns.append(_column(stacks[at : at + width]))
        at += width
    return tuple(columns)


def _stacks(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    stacks: list[list[Glyph]] = []
    end = float("-inf")
    for glyph in glyphs:
        if glyph.x0 - end > _TIGHT:
            stacks.append([])
        stacks[-1].append(glyph)
        end = max(end, glyph.x1)
    return stacks


def _column(stacks: Sequence[Sequence[Glyph]]) -> Column:
    glyphs = [glyph for stack in stacks for glyph in stack]
    text = "".join(line.text for line in lines_of(glyphs))
    return Column(text, min(g.x0 for g in glyphs), max(g.x1 for g in glyphs))


def _title(stacks: Sequence[Sequence[Glyph]]) -> str:
    return title_of(_column(stacks).title)

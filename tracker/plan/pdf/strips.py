"""A table without lines around its cells: which strip of white parts its columns, and where its body ends."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tracker.plan.disclosure.duties import starts_duty_table
from tracker.plan.disclosure.vocabulary import GOAL_LABEL, PROJECT_LABELS
from tracker.plan.grids import title_of
from tracker.plan.pdf.glyphs import Glyph, PrintedLine, lines_of
from tracker.plan.pdf.headers import Column

_TIGHT = 1.2
_SURE_GAP = 1.0
_SECTION = re.compile(r"[一二三四五六七八九十]{1,3}、\D.*|（[一二三四五六七八九十]{1,3}）\D.*")
_TABLE_TITLE = re.compile(r".{0,60}(绩效目标表|绩效目标申报表|绩效信息)")
GOAL = re.compile(rf"(?:年度|总体)?{GOAL_LABEL}|总体目标|年度目标|总体绩效目标")


class Strips(NamedTuple):
    """The columns with the borders between them; unsure where hardly any white parts two of them."""

    columns: tuple[Column, ...]
    borders: tuple[float, ...]
    sure: bool

    @property
    def fields(self) -> tuple[str, ...]:
        """Which field each column holds; empty for one that is not known."""
        return tuple(title_of(column.title) for column in self.columns)

    def lines(self, glyphs: Iterable[Glyph]) -> list[list[PrintedLine]]:
        """The characters' lines, column by column."""
        columns: list[list[Glyph]] = [[] for _ in self.columns]
        for glyph in glyphs:
            columns[sum(1 for border in self.borders if border < glyph.centre)].append(glyph)
        return [lines_of(column) for column in columns]


def strips_of(columns: Sequence[Column], body: Sequence[PrintedLine]) -> Strips:
    """Part the columns at the widest empty strip between their titles."""
    glyphs = [glyph for line in body for glyph in line.glyphs]
    gaps = [_widest_gap(a.x1, b.x0, glyphs) for a, b in itertools.pairwise(columns)]
    borders = tuple((start + end) / 2 for start, end in gaps)
    return Strips(tuple(columns), borders, all(end - start >= _SURE_GAP for start, end in gaps))


def _widest_gap(left: float, right: float, glyphs: Iterable[Glyph]) -> tuple[float, float]:
    best = (left, left)
    end = left
    for glyph in sorted(glyph for glyph in glyphs if glyph.x1 > left and glyph.x0 < right):
        if glyph.x0 - end > best[1] - best[0]:
            best = (end, glyph.x0)
        end = max(end, glyph.x1)
    return (end, right) if right - end > best[1] - best[0] else best


def body_end(columns: Sequence[Column], lines: Sequence[PrintedLine], first: int) -> int:
    """The index of the first line from ``first`` on that belongs to no cell of the table."""
    return next((n for n in range(first, len(lines)) if is_foreign(columns, lines[n])), len(lines))


def is_foreign(columns: Sequence[Column], line: PrintedLine) -> bool:
    """Whether a line is a sentence across the columns, a heading, or a label of the next form's head."""
    start = line.pieces(line.size)[0].text.rstrip("：:")
    if is_heading(line) or GOAL.fullmatch(start) or (len(start) > 1 and GOAL_LABEL.startswith(start)):
        return True
    if any(start.startswith(label) for label in PROJECT_LABELS[:4]) or starts_duty_table(line.text):
        return True
    return any(_crosses(columns, piece) for piece in line.pieces(_TIGHT))


def is_heading(line: PrintedLine) -> bool:
    """Whether a line is a section's or a form's title, or says in which unit its amounts are."""
    return bool(
        _SECTION.fullmatch(line.text) or _TABLE_TITLE.fullmatch(line.text) or "单位：万元" in line.text
    )


def _crosses(columns: Sequence[Column], piece: PrintedLine) -> bool:
    start, end = piece.glyphs[0].x0, piece.glyphs[-1].x1
    return sum(1 for column in columns if start < column.x1 - 1 and end > column.x0 + 1) > 1

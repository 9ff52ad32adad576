"""A page's characters as they are printed, and the lines they make."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

_SAME_LINE = 1.2
_WORD_GAP = 0.2


class Glyph(NamedTuple):
    """A printed character: where it begins and ends, its baseline counted from the page's top, its size."""

    x0: float
    x1: float
    y: float
    size: float
    text: str

    @property
    def centre(self) -> float:
        """The middle of its width."""
        return (self.x0 + self.x1) / 2


class PrintedLine(NamedTuple):
    """Characters on one baseline, from left to right."""

    y: float
    glyphs: tuple[Glyph, ...]

    @property
    def text(self) -> str:
        """The line without any space."""
        return "".join(glyph.text for glyph in self.glyphs)

    @property
    def size(self) -> float:
        """The size of its largest character."""
        return max(glyph.size for glyph in self.glyphs)

    def pieces(self, gap: float) -> list[PrintedLine]:
        """The line cut wherever more than ``gap`` points are empty."""
        cuts = [0]
        end = self.glyphs[0].x1
        for index, glyph in enumerate(self.glyphs):
            if glyph.x0 - end > gap:
                cuts.append(index)
            end = max(end, glyph.x1)
        ends = [*cuts[1:], len(self.glyphs)]
        return [PrintedLine(self.y, self.glyphs[a:b]) for a, b in zip(cuts, ends, strict=True)]


def glyphs_of(chars: Iterable[Mapping[str, Any]]) -> list[Glyph]:
    """The visible upright characters of a page, as the PDF library gives them."""
    return [
        Glyph(
            char["x0"],
            char["x1"],
            char["bottom"] - (char["matrix"][5] - char["y0"]),
            char["size"],
            char["text"],
        )
        for char in chars
        if char["upright"] and not char["text"].isspace()
    ]


def lines_of(glyphs: Iterable[Glyph]) -> list[PrintedLine]:
    """The characters' lines from the top down."""
    rows: list[tuple[float, list[Glyph]]] = []
    for glyph in sorted(glyphs, key=lambda each: each.y):
        if rows and glyph.y - rows[-1][0] <= _SAME_LINE:
            rows[-1][1].append(glyph)
        else:
            rows.append((glyph.y, [glyph]))
    return [PrintedLine(y, tuple(sorted(row))) for y, row in rows]


def text_of(line: PrintedLine) -> str:
    """The line's text, with a space where a gap parts two words in Latin letters or figures."""
    text = ""
    end = 0.0
    for glyph in line.glyphs:
        if text and glyph.x0 - end > _WORD_GAP * glyph.size and text[-1].isascii() and glyph.text.isascii():
            text += " "
        text += glyph.text
        end = glyph.x1
    return text


def texts_of(lines: Sequence[PrintedLine]) -> str:
    """A cell's lines, one below the other."""
    return "\n".join(text_of(line) for line in lines)

"""The goal above a table without lines: its label, which may be wrapped, and the text to the right of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tracker.plan.disclosure.vocabulary import GOAL_LABEL
from tracker.plan.pdf.glyphs import PrintedLine, text_of
from tracker.plan.pdf.strips import GOAL, is_heading

WHITE = 1.0
"""How much white parts two cells of a form's head, in sizes of its letters."""
_PITCH = 1.8
_TALL = 6.0
_MOST_LINES = 4


class Goal(NamedTuple):
    """A goal's text, and the lines it and its label take."""

    text: str
    lines: list[PrintedLine]


def read_goal(lines: Sequence[PrintedLine]) -> Goal | None:
    """The first goal among these lines."""
    for start in range(len(lines)):
        label = _label(lines, start)
        if label:
            return _beside(lines, label)
    return None


def _first_piece(line: PrintedLine) -> PrintedLine:
    return line.pieces(WHITE * line.size)[0]


def _label(lines: Sequence[PrintedLine], start: int) -> list[int]:
    """The lines the label stands on, from this one down; none where it does not begin here."""
    text, found = "", list[int]()
    left = lines[start].glyphs[0].x0
    for index in range(start, min(start + _MOST_LINES, len(lines))):
        piece = _first_piece(lines[index])
        if index > start and abs(piece.glyphs[0].x0 - left) > 2 * piece.size:
            continue
        text += piece.text.rstrip("：:")
        found.append(index)
        if GOAL.fullmatch(text):
            return found
        if not GOAL_LABEL.startswith(text):
            return []
    return []


def _beside(lines: Sequence[PrintedLine], label: Sequence[int]) -> Goal:
    pieces = {lines[index]: _first_piece(lines[index]) for index in label}
    edge = max(piece.glyphs[-1].x1 for piece in pieces.values())
    alone = all(len(piece.glyphs) == len(line.glyphs) for line, piece in pieces.items())
    first, last = label[0], label[-1]
    while first and _is_near(lines[first - 1], lines[first], edge, _TALL if alone else _PITCH):
        first -= 1
    while last + 1 < len(lines) and _is_near(lines[last + 1], lines[last], edge, _PITCH):
        last += 1
    taken = list(lines[first : last + 1])
    texts = [_without(line, pieces.get(line)) for line in taken]
    return Goal("\n".join(text for text in texts if text), taken)


def _is_near(line: PrintedLine, neighbour: PrintedLine, edge: float, pitch: float) -> bool:
    near = abs(line.y - neighbour.y) <= pitch * neighbour.size
    return near and line.glyphs[0].x0 > edge and not is_heading(line)


def _without(line: PrintedLine, piece: PrintedLine | None) -> str:
    rest = line.glyphs[len(piece.glyphs) if piece is not None else 0 :]
    return text_of(PrintedLine(line.y, rest)) if rest else ""

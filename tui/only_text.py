"""What keeps foreign text from being obeyed by the terminal, wherever it came from: a file's name, a draft, a paste."""

from __future__ import annotations

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from tui.formatting import clean


class OnlyText(LineFilter):
    """The last look at every line before it is written: no control character passes."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments, with what a terminal would obey left out."""
        if all(segment.text.isprintable() for segment in segments):
            return segments
        return [Segment(clean(text), style, control) for text, style, control in segments]


def one_line(text: str) -> str:
    """What is pasted into a field: its lines one after the other, without what cannot be seen."""
    return " ".join(filter(None, (clean(line).strip() for line in text.splitlines())))
